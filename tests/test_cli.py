"""The command line as a separate process, as a person would use it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot import language
from bot.settings import ROOT


def run(*words: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-W", "ignore", "-m", "bot", *words], input=text, capture_output=True, text=True, cwd=ROOT, timeout=120)


def test_version_names_the_pipeline() -> None:
    assert language.name() in run("--version").stdout


def test_help_names_every_command() -> None:
    shown = run("--help").stdout
    for command in ("ask", "understand", "redact", "evaluate", "contacts", "serve", "train"):
        assert command in shown
        assert run(command, "--help").returncode == 0


def test_ask() -> None:
    done = run("ask", "hur gör man en orosanmälan", "--kommun", "1419")
    assert done.returncode == 0, done.stderr
    assert "0304-60 10 00" in done.stdout
    assert "Källa:" in done.stdout


def test_understand_and_evaluate(tmp_path: Path) -> None:
    lines = '{"text": "hej"}\n\n{"text": "vart vänder jag mig i Umeå"}\n{"text": ""}\n'
    done = run("understand", "-", text=lines)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [item["text"] for item in found] == ["hej", "vart vänder jag mig i Umeå", ""]
    assert set(found[0]) == {"text", "topic", "confidence", "urgent", "kommun_code", "child_age", "ranking"}
    assert found[1]["kommun_code"] == "2480"
    test_set = tmp_path / "set.jsonl"
    test_set.write_text('{"text": "hej", "topic": "greet"}\n{"text": "tack", "topic": "goodbye", "also": ["thanks"]}\n', encoding="utf-8")
    done = run("evaluate", str(test_set), "--json")
    assert json.loads(done.stdout)["accuracy"] == 1.0


@pytest.mark.parametrize(
    ("words", "text", "code", "says"),
    [
        (("understand", "-"), "{", 2, "rad 1: raden är inte JSON"),
        (("understand", "-"), '{"txt": "hej"}', 2, "text ska finnas"),
        (("evaluate", "-"), '{"text": "hej"}', 2, "topic"),
        (("evaluate", "-"), "", 2, "inga rader"),
        (("understand", "nowhere.jsonl"), "", 1, "Filen finns inte"),
        (("ask", "hej", "--kommun", "9999"), "", 2, "Kommunkoden finns inte"),
        (("ask", " "), "", 2, "Skriv några ord"),
    ],
)
def test_bad_input_is_a_sentence_and_no_traceback(words: tuple[str, ...], text: str, code: int, says: str) -> None:
    done = run(*words, text=text)
    assert done.returncode == code
    assert says in done.stderr
    assert "Traceback" not in done.stderr
