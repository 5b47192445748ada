"""`python -m bot try`: what is shown of a message, in the real bot and in a real terminal."""

import io
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.settings import ROOT
from bot.try_out import Seen, TryOut, show, why_urgent

COLOUR = re.compile(r"\x1b\[[\d;]*m")


def run(*words: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "COLUMNS": "100"}
    command = [sys.executable, "-W", "ignore", "-m", "bot", "try", *words]
    return subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT, timeout=120, env=environment)


@pytest.fixture(scope="module")
def trying(bot_here: Any) -> TryOut:
    return TryOut(bot=bot_here)


def look(trying: TryOut, message: str) -> Seen:
    trying.forget()
    looked, _ = trying.say(message)
    assert looked
    return looked


def test_topic_and_runners_up(trying: TryOut) -> None:
    ranking = look(trying, "hur gör man en orosanmälan").ranking
    assert ranking[0][0] == "report_social_services"
    assert len(ranking) == 4
    assert [confidence for _, confidence in ranking] == sorted((confidence for _, confidence in ranking), reverse=True)


def test_entities(trying: TryOut) -> None:
    assert {("kommun", "2480"), ("child_age", "13")} <= set(look(trying, "vi bor i Umeå och hon är 13 år").entities)


def test_redaction(trying: TryOut) -> None:
    looked = look(trying, "ring mig på 070-123 45 67, hur gör man en orosanmälan")
    assert looked.struck == ("phone",)
    assert "070" not in looked.text


@pytest.mark.parametrize(
    ("message", "probabilities", "why"),
    [
        ("han står utanför dörren nu", {}, "data/urgency.yml rad"),
        ("blåbär", {"acute_danger": 0.4, "child_missing": 0.3}, "data/nlu.yml"),
        ("blåbär", {"acute_danger": 0.2}, "data/urgency_examples.yml"),
    ],
)
def test_which_layer_found_danger(message: str, probabilities: dict[str, float], why: str) -> None:
    assert why in why_urgent(message, probabilities)


def test_urgent_or_not(trying: TryOut) -> None:
    found = look(trying, "han står utanför dörren nu")
    assert found.urgent == "acute_danger"
    line = int(found.why.split("rad ")[1].split(",")[0])
    assert "utanför" in (ROOT / "data" / "urgency.yml").read_text(encoding="utf-8").splitlines()[line - 1]
    assert look(trying, "tack för hjälpen").urgent is None


def test_a_number_presses_a_button(trying: TryOut) -> None:
    trying.forget()
    _, answer = trying.say("hur gör man en polisanmälan")
    button = answer["replies"][0]["buttons"][0]
    assert trying.chosen("1") == button["payload"]
    assert (trying.chosen("99"), trying.chosen("0"), trying.chosen("hej")) == ("99", "0", "hej")
    looked, after = trying.say(trying.chosen("1"))
    assert looked is None
    assert after["replies"]


def test_lines_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_text("hur gör man en orosanmälan\n\nhan står utanför dörren nu\n", encoding="utf-8")
    done = run(str(path), "--kommun", "1419")
    assert done.returncode == 0, done.stderr
    assert re.search(r"^ämne      [01],\d\d  report_social_services$", done.stdout, re.M)
    assert "0304-60 10 00" in done.stdout
    assert "fara nu   nej" in done.stdout
    assert "fara nu   JA, acute_danger" in done.stdout
    assert done.stdout.count("›") == 2
    assert not COLOUR.search(done.stdout)


@pytest.mark.parametrize(("off", "coloured"), [("", True), ("1", False)])
def test_colours_can_be_turned_off(trying: TryOut, monkeypatch: pytest.MonkeyPatch, off: str, coloured: bool) -> None:
    monkeypatch.setenv("NO_COLOR", off)
    screen = io.StringIO()
    trying.forget()
    show(Console(file=screen, force_terminal=True, color_system="standard"), *trying.say("han står utanför dörren nu"))
    codes = {number for code in COLOUR.findall(screen.getvalue()) for number in re.findall(r"\d+", code)}
    assert bool(codes & {str(number) for number in range(30, 50)}) is coloured


@pytest.mark.parametrize(("words", "code", "says"), [(("nowhere.txt",), 1, "Filen finns inte"), (("-", "--kommun", "9999"), 2, "ingen kommun med koden 9999")])
def test_bad_input_is_a_sentence(words: tuple[str, ...], code: int, says: str) -> None:
    done = run(*words)
    assert (done.returncode, says in done.stderr) == (code, True)
    assert "Traceback" not in done.stderr


def test_typing_until_ctrl_d() -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-W", "ignore", "-m", "bot", "try"]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, env={**os.environ, "TERM": "xterm"}, start_new_session=True)
    os.close(theirs)
    try:
        assert "Ctrl-D" in read(ours, "›")
        os.write(ours, "tack så mycket\n".encode())
        assert "thanks" in read(ours, "fara nu")
        end = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < end:
            # Pressed before the terminal is read again, it may be lost.
            os.write(ours, b"\x04")
            time.sleep(1)
        assert process.poll() == 0
    finally:
        process.kill()
        os.close(ours)


def read(terminal: int, until: str, seconds: float = 90) -> str:
    """What the terminal shows up to some words."""
    shown, end = b"", time.monotonic() + seconds
    while until.encode() not in shown and time.monotonic() < end:
        if select.select([terminal], [], [], 1)[0]:
            shown += os.read(terminal, 4096)
    return shown.decode(errors="replace")
