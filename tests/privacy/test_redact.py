"""Redaction: the tables in rows.py, the properties that hold for every text, the published set, its time and the command."""

import json
import random
import subprocess
import sys
import time
from dataclasses import astuple

import pytest

from bot.privacy import PLACEHOLDERS, redact
from bot.privacy.findings import PLACEHOLDER
from bot.privacy.score import PUBLISHED, main, score
from bot.settings import ROOT
from tests.privacy.rows import STAYS, STRUCK

ROWS = [json.loads(line) for line in PUBLISHED.read_text(encoding="utf-8").splitlines()]
TEXTS = [text for text, _ in STRUCK] + STAYS + [row["text"] for row in ROWS]
KINDS_OF_DIGITS = ("personal_number", "phone", "email", "plate", "link", "bank", "card")
NASTY = [
    "a",
    "1",
    "1 ",
    "1-",
    "a.",
    "a@",
    "@",
    "a_",
    "A ",
    "Anna ",
    "0 ",
    "07",
    "070 ",
    "12 12 12 ",
    "heter ",
    "min dotter ",
    "och ",
    "Anna och ",
    "konto ",
    "bank 1",
    "http://a/",
    "a.a",
    "snap ",
    "gata 1 ",
    "x 1,",
    "[namn] ",
    "+",
    "(0",
    "\n",
    "Å",
    "'a",
    "a-",
    "noll ",
    "noll ett ",
    "SE45 ",
]


@pytest.mark.parametrize(("text", "expected"), STRUCK)
def test_struck(text: str, expected: str) -> None:
    assert redact(text).text == expected


@pytest.mark.parametrize("text", STAYS)
def test_stays(text: str) -> None:
    assert redact(text).text == text
    assert redact(text).found == ()


def test_the_tables_are_large_and_half_of_them_stays() -> None:
    assert len(STRUCK) + len(STAYS) >= 250
    assert len(STAYS) >= len(STRUCK)


def test_found_covers_just_what_was_replaced() -> None:
    for text in TEXTS:
        result, at, rebuilt = redact(text), 0, ""
        for finding in result.found:
            struck = text[finding.start : finding.end]
            assert at <= finding.start < finding.end <= len(text)
            assert struck == struck.strip()
            rebuilt += text[at : finding.start] + PLACEHOLDERS[finding.kind]
            rebuilt += "s" if result.text.startswith(rebuilt + "s") and struck.endswith("s") and finding.kind == "name" else ""
            at = finding.end
        assert rebuilt + text[at:] == result.text


def test_redacting_twice_changes_nothing_more() -> None:
    for text in TEXTS:
        once = redact(text).text
        assert redact(once).text == once


def test_placeholders_are_not_nested() -> None:
    for text in TEXTS:
        bare = PLACEHOLDER.sub("", redact(text).text)
        assert not any(word in bare for word in PLACEHOLDERS.values())
        assert "\ufffc" not in bare


def test_texts_side_by_side_stay_redacted() -> None:
    drawn = random.Random(3)
    for _ in range(100):
        rows = drawn.sample(ROWS, 3)
        text = "\n".join(row["text"] for row in rows)
        shown = redact(text).text
        for row in rows:
            for secret in row["secrets"]:
                if secret["kind"] in KINDS_OF_DIGITS:
                    assert secret["value"] not in shown, (secret, shown)


def test_published_set() -> None:
    assert len(ROWS) >= 300
    assert sum(not row["secrets"] for row in ROWS) >= 150
    result = score(ROWS)
    assert not result.wrong
    for kind in result.secrets:
        assert result.recall(kind) >= (1.0 if kind in KINDS_OF_DIGITS else 0.95), result.missed


def test_score_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "personal_number" in capsys.readouterr().out


def test_parents_examples_are_left_alone() -> None:
    """What parents type, data/nlu.yml: hardly a message has anything personal in it."""
    lines = [line.strip()[2:] for line in (ROOT / "data" / "nlu.yml").read_text(encoding="utf-8").splitlines() if line.startswith("      - ")]
    touched = [line for line in lines if redact(line).found]
    assert len(touched) < len(lines) / 100


@pytest.mark.parametrize("piece", NASTY)
def test_nothing_runs_away(piece: str) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        begun = time.perf_counter()
        redact(text)
        return time.perf_counter() - begun

    redact("Anna 070-123 45 67")
    assert seconds(64 * 1024) < 4


def test_a_long_message_is_quick() -> None:
    text = " ".join(row["text"] for row in ROWS[60:])[:4000]
    redact(text)
    times = []
    for _ in range(20):
        begun = time.perf_counter()
        redact(text)
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.04


def test_needs_neither_rasa_nor_tensorflow() -> None:
    code = "import sys, bot.privacy; bot.privacy.redact('Anna'); sys.exit(any(name in sys.modules for name in ('rasa', 'tensorflow', 'spacy')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=60).returncode == 0


def test_command() -> None:
    lines = '{"text": "Min dotter Nora, 070-123 45 67"}\n\n{"text": ""}\n'
    done = subprocess.run([sys.executable, "-m", "bot", "redact", "-"], input=lines, capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 0, done.stderr
    first, second = (json.loads(line) for line in done.stdout.splitlines())
    assert first == {
        "text": "Min dotter [namn], [telefonnummer]",
        "found": [{"kind": "name", "start": 11, "end": 15}, {"kind": "phone", "start": 17, "end": 30}],
    }
    assert second == {"text": "", "found": []}


def test_findings_are_plain() -> None:
    assert [astuple(finding) for finding in redact("ring 0701234567").found] == [("phone", 5, 15)]
