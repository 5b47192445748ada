"""Nothing that a parent writes is left anywhere: marked messages, faults of every kind, everything at debug level, and then a search."""

import os
import random
import secrets
import signal
import sqlite3
import string
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Optional

import httpx
import pytest

from tests.hardening.conftest import BreakableStack
from tests.hardening.fake_rasa import FakeRasa, good, http
from tests.hardening.gateway import gateway
from tests.hardening.search import in_bytes, in_file, in_files, in_processes
from tests.stack import Stack

SERVERS = ("bot.dialogue.server", "rasa_sdk", "bot.gateway.server")


class Marks:
    """Words and numbers that stand nowhere else, and messages that hold them."""

    def __init__(self) -> None:
        self.word = "zq" + "".join(random.choices(string.ascii_lowercase, k=10))
        self.name = "Qz" + "".join(random.choices(string.ascii_lowercase, k=10))
        self.user = "xq" + secrets.token_hex(5)
        self.number = "070" + "".join(random.choices(string.digits, k=7))
        self.spaced = f"{self.number[:3]}-{self.number[3:6]} {self.number[6:8]} {self.number[8:]}"
        self.account = "".join(random.choices(string.digits, k=12))

    @property
    def all(self) -> list[str]:
        return [self.word, self.name, self.user, self.number, self.spaced, self.account]

    def messages(self) -> list[str]:
        """In several registers, long, shouted, as payloads and as commands."""
        return [
            f"min dotter {self.name} {self.name}sson har fått {self.word} av en vuxen man på snapchat, {self.user} heter han där",
            f"VEM RINGER JAG I KIRUNA {self.word.upper()} {self.spaced}",
            f"asså mamma flippa ut nån {self.word} skicka bild å vill ha swish {self.number}",
            f"Jag vill göra en orosanmälan angående {self.name}, konto {self.account}, e-post {self.user}@example.org",
            f"my son {self.name} got threats from {self.user} {self.word}",
            f"hjälp {self.name} säger att hon inte vill leva {self.word}",
            f"topic:{self.word}",
            f"kommun:{self.account}",
            f'/inform{{"kommun": "{self.word}", "name": "{self.name}"}}',
            f"{self.word} " * 300,
            f"https://instagram.com/{self.user} {self.word}",
        ]


def say(url: str, message: str, conversation: Optional[str] = None) -> Optional[httpx.Response]:
    """One message; None where the connection broke."""
    try:
        return httpx.post(f"{url}/api/chat", json={"message": message, "conversation": conversation, "kommun": None}, timeout=30)
    except httpx.HTTPError:
        return None


def say_all(stack: Stack, marks: Marks) -> None:
    """Every message: half of them in one conversation, the others in new ones."""
    conversation = None
    for number, message in enumerate(marks.messages()):
        answer = say(stack.url, message, conversation if number % 2 else None)
        if answer is not None and answer.status_code == 200:
            conversation = answer.json()["conversation"]


def back(stack: Stack) -> None:
    """Wait until messages are answered again."""
    until(lambda: stack.say("hej"))


def until(question: Callable[[], Any], seconds: float = 120) -> None:
    started = time.monotonic()
    while not question():
        assert time.monotonic() - started < seconds
        time.sleep(0.2)


def left(stack: BreakableStack, marks: Marks) -> dict[str, set[str]]:
    """Where marks are found."""
    return {**in_files(marks.all, stack.began, stack.folder), **in_processes(marks.all, stack.processes(""))}


@pytest.fixture(scope="module")
def marks() -> Marks:
    return Marks()


class TestNothingIsLeft:
    """In order: each fault is followed by messages, and leaves the stack working."""

    def test_while_all_is_well(self, breakable: BreakableStack, marks: Marks) -> None:
        say_all(breakable, marks)
        assert say(breakable.url, marks.messages()[0]).status_code == 200  # type: ignore[union-attr]

    @pytest.mark.parametrize("content", [b"no database " * 1000, None], ids=["garbage", "gone"])
    def test_with_a_broken_database(self, breakable: BreakableStack, marks: Marks, content: Optional[bytes]) -> None:
        for path in breakable.folder.glob("contacts.db*"):
            path.unlink()
        if content:
            breakable.database.write_bytes(content)
        say_all(breakable, marks)
        failed = say(breakable.url, f"vem ringer jag i Kiruna {marks.word}")
        assert failed is not None and failed.status_code == 503
        breakable.restore_database()

    @pytest.mark.parametrize(
        ("server", "number"), [("rasa_sdk", signal.SIGKILL), ("bot.dialogue.server", signal.SIGABRT), ("bot.gateway.server", signal.SIGSEGV)]
    )
    def test_with_a_server_that_dies_in_the_middle(self, breakable: BreakableStack, marks: Marks, server: str, number: int) -> None:
        back(breakable)
        talking = threading.Thread(target=say_all, args=(breakable, marks))
        talking.start()
        time.sleep(0.3)
        for pid in breakable.processes(server):
            os.kill(pid, number)
        talking.join()
        back(breakable)

    def test_no_process_may_leave_a_dump(self, breakable: BreakableStack) -> None:
        for server in SERVERS:
            (pid,) = breakable.processes(server)
            limits = Path(f"/proc/{pid}/limits").read_text()
            assert next(line for line in limits.splitlines() if line.startswith("Max core file size")).split()[4:6] == ["0", "0"]

    def test_nothing_is_left(self, breakable: BreakableStack, marks: Marks) -> None:
        assert left(breakable, marks) == {}

    def test_the_log_is_at_debug_and_its_own_words_are_there(self, breakable: BreakableStack) -> None:
        log = breakable.log.read_text(errors="replace")
        assert "DEBUG rasa.core.processor" in log and "DEBUG    rasa_sdk" in log and "DEBUG httpcore" in log
        assert "sqlite3.DatabaseError" in log
        assert "Swedish pipeline:" in log


ECHO = b'"MESSAGE"'
ODD_ANSWERS: dict[str, bytes] = {
    "no JSON": http(b"MESSAGE is not JSON"),
    "no UTF-8": http(b'{"replies": "\xff\xfe' + ECHO),
    "a failure that repeats the message": http(b'{"error": ' + ECHO + b"}", "500 Internal Server Error"),
    "a list": http(b"[" + ECHO + b"]"),
    "null": http(b"null"),
    "no replies": http(b'{"replies": [], "kommun": null}'),
    "replies of the wrong kind": http(b'{"replies": [' + ECHO + b'], "kommun": null}'),
    "kommun of the wrong kind": http(b'{"replies": [], "kommun": [' + ECHO + b"]}"),
    "a field more": good(heard="MESSAGE"),
    "text of the wrong kind": good(text=["MESSAGE"]),
    "buttons of the wrong kind": good(buttons="MESSAGE"),
    "deep": http(b"[" * 50_000),
    "too large": http(b'"' + b"MESSAGE" * 500_000 + b'"'),
    "a redirect": http(b"", "302 Found", "Location: http://127.0.0.1:1/MESSAGE\r\n"),
    "a broken head": b"MESSAGE\r\n\r\n",
    "cut off": http(b'{"replies": [' + ECHO)[:-4],
    "nothing": b"",
    "headers without end": b"HTTP/1.1 200 OK\r\n" + b"X-M: MESSAGE\r\n" * 20_000,
}


class TestMalformedReplies:
    """A parent gets the emergency numbers whatever comes from Rasa, and nothing of it is logged."""

    @pytest.fixture(scope="class")
    def fake(self) -> Any:
        with FakeRasa().running() as rasa:
            yield rasa

    @pytest.fixture(scope="class")
    def door(self, fake: FakeRasa, tmp_path_factory: pytest.TempPathFactory, contacts_url: str) -> Any:
        with gateway(tmp_path_factory.mktemp("door"), contacts_url, fake.port, LOTSEN_LOG_LEVEL="DEBUG", LOTSEN_BOT_TIMEOUT="1") as running:
            yield running

    @pytest.mark.parametrize("odd", ODD_ANSWERS)
    def test_is_answered_with_the_numbers(self, fake: FakeRasa, door: Any, odd: str, marks: Marks) -> None:
        fake.answer, fake.echo = ODD_ANSWERS[odd], True
        answer = door.say(f"{marks.word[:7]} {marks.word}")
        assert answer.status_code == 503
        assert "112" in answer.json()["error"]["message"]
        assert marks.word[:7] not in answer.text
        fake.answer, fake.echo = good(), False
        assert door.say(marks.word).status_code == 200
        assert not in_file(door.log, [*marks.all, marks.word[:7]])

    @pytest.mark.parametrize(("endless", "wait"), [(True, 0.0), (False, 30.0)], ids=["endless", "slow"])
    def test_what_never_ends_is_cut(self, fake: FakeRasa, door: Any, endless: bool, wait: float, marks: Marks) -> None:
        fake.answer, fake.endless, fake.wait = http(b'"')[:-1].replace(b"Content-Length: 1", b"Content-Length: 999999999") + b"a", endless, wait
        answer = door.say(marks.word)
        fake.answer, fake.endless, fake.wait = good(), False, 0.0
        assert answer.status_code == 503
        assert not in_file(door.log, marks.all)
        assert door.say(marks.word).status_code == 200


class TestTheSearchFinds:
    """What the tests above rely on."""

    @pytest.mark.parametrize("spelt", [str.encode, lambda mark: mark.upper().encode(), lambda mark: b"\x01" + mark.encode("utf-16-le")])
    def test_a_mark_in_a_file(self, tmp_path: Path, spelt: Callable[[str], bytes]) -> None:
        marks, began = Marks(), time.time() - 5
        (tmp_path / "deep").mkdir()
        (tmp_path / "deep" / "some.bin").write_bytes(b"\0" * 5_000_000 + spelt(marks.word) + b"\xff")
        assert in_files(marks.all, began, tmp_path) == {str(tmp_path / "deep" / "some.bin"): {marks.word}}

    @pytest.mark.parametrize("offset", [0, 1, 2])
    def test_a_mark_in_base64(self, marks: Marks, offset: int) -> None:
        import base64

        assert in_bytes(base64.b64encode(b"x" * offset + marks.word.encode() + b" and more"), marks.all) == {marks.word}

    def test_a_mark_in_a_database_that_is_written_ahead(self, tmp_path: Path, marks: Marks) -> None:
        began = time.time() - 5
        database = sqlite3.connect(tmp_path / "some.db")
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE t (text)")
        database.execute("INSERT INTO t VALUES (?)", (marks.word,))
        database.commit()
        found = in_files(marks.all, began, tmp_path)
        database.close()
        assert {marks.word} in found.values()

    def test_marks_of_a_process(self, marks: Marks) -> None:
        code = f"import tempfile, time; f = tempfile.TemporaryFile(); f.write(b'{marks.word[:2]}' + b'{marks.word[2:]}'); f.flush()\n"
        code += "print(1, flush=True); time.sleep(60)"
        process = subprocess.Popen([sys.executable, "-c", code, marks.name], env={"A": marks.user}, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        found = in_processes(marks.all, [process.pid])
        process.kill()
        process.wait()
        assert set().union(*found.values()) == {marks.word, marks.name, marks.user}

    def test_a_mark_in_a_log(self, breakable: BreakableStack, marks: Marks) -> None:
        """The very log that is searched: had a server printed it, it would be found."""
        other = Marks()
        with breakable.log.open("ab") as log:
            log.write(other.word.encode())
        assert left(breakable, other) == {str(breakable.log): {other.word}}
