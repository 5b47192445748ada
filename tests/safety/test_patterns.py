import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.safety import patterns

TABLE = patterns.table()
POSITIVE = [(topic.name, line) for topic in TABLE.topics for line in topic.positive]
NEGATIVE = [(topic.name, line) for topic in TABLE.topics for line in topic.negative]
PATTERNS = [(topic.name, pattern.line) for topic in TABLE.topics for pattern in topic.patterns]


def ids(entry: object) -> str:
    return f"rad {entry.number}" if isinstance(entry, patterns.Line) else str(entry)


def small(tmp_path: Path, text: str) -> patterns.Table:
    path = tmp_path / "urgency.yml"
    path.write_text(text, encoding="utf-8")
    return patterns.Table(path)


# what the table itself promises


@pytest.mark.parametrize(("topic", "line"), POSITIVE, ids=ids)
def test_danger_is_found(topic: str, line: patterns.Line) -> None:
    assert topic in {finding.topic for finding in TABLE.findings(line.text)}


@pytest.mark.parametrize(("topic", "line"), NEGATIVE, ids=ids)
def test_what_is_no_danger_is_left(topic: str, line: patterns.Line) -> None:
    assert next(TABLE.findings(line.text), None) is None


def test_each_pattern_has_an_example() -> None:
    found = {finding.line for _, line in POSITIVE for finding in TABLE.findings(line.text)}
    assert [line for _, line in PATTERNS if line not in found] == []


def test_the_table_is_large_enough() -> None:
    assert min(len(POSITIVE), len(NEGATIVE), len(PATTERNS)) >= 150


def test_every_line_stands_once() -> None:
    for lines in (POSITIVE, NEGATIVE, PATTERNS):
        texts = [line.text for _, line in lines]
        assert sorted(set(texts)) == sorted(texts)


@pytest.mark.parametrize("line", TABLE.danger_over.positive, ids=ids)
def test_danger_is_over(line: patterns.Line) -> None:
    assert TABLE.over(line.text)


@pytest.mark.parametrize("line", [*TABLE.danger_over.negative, *(line for _, line in POSITIVE if "hem" not in line.text)], ids=ids)
def test_danger_is_not_over(line: patterns.Line) -> None:
    assert not TABLE.over(line.text) or patterns.by_pattern(line.text)


def test_each_pattern_of_over_has_an_example() -> None:
    for pattern in TABLE.danger_over.patterns:
        assert any(patterns.Table._found(TABLE, pattern, clauses_of(line.text)) for line in TABLE.danger_over.positive), pattern.line


def clauses_of(text: str) -> list[patterns._Clause]:
    return [patterns._Clause(words, TABLE) for words in TABLE.spelling.clauses(text)]


# how it reads a message


@pytest.mark.parametrize(
    "text",
    [
        "HON VILL INTE LEVA",
        "ho vill int leva",
        "hon vill inte levaaaa",
        "hon har försvnnit",
        "Hej! Tack för senast. hon vill dö. vad gör jag?",
        "hon vill\ninte leva",
    ],
)
def test_spelling_does_not_matter(text: str) -> None:
    assert patterns.by_pattern(text) or "\n" in text


def test_a_back_story_does_not_hide_what_happens_now() -> None:
    assert patterns.by_pattern("Förra året var hon försvunnen.") is None
    assert patterns.by_pattern("Förra året hade vi det svårt. Nu har hon tagit alla mina tabletter.") == "child_suicidal"
    assert patterns.by_pattern("förra året hade vi det svårt, nu är hon försvunnen") == "child_missing"


SMALL = """
stavning:
  inte: int
ordgrupper:
  barnet: hon, han
inte_nu:
  i_satsen:
    förr:
      - förra året
  i_meddelandet:
    lugnt:
      - ingen fara
a:
  starka:
    - <barnet> … springer
    - mönster: åka + ensam
      utom:
        - buss*
  svaga:
    - <barnet> .. gömmer sig
    - rymt ++ (kallt | <tal> grader)
  utom:
    - i skogen
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hon bara springer", True),
        ("springer hon", False),
        ("hon springer i skogen", False),
        ("ensam ska hon åka", True),
        ("ensam ska hon åka med bussen", False),
        ("åka. ensam", False),
        ("han gömmer sig", True),
        ("han ett två tre gömmer sig", False),
        ("han inte gömmer sig", False),
        ("förra året hon gömmer sig", False),
        ("förra året, nu han gömmer sig", True),
        ("han gömmer sig. ingen fara", False),
        ("hon springer. ingen fara", True),
        ("rymt. det är 10 grader", True),
        ("rymt. det är varmt", False),
        ("", False),
        ("!?", False),
    ],
)
def test_notation(tmp_path: Path, text: str, found: bool) -> None:
    assert (small(tmp_path, SMALL).topic(text) == "a") is found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a:\n  starka:\n    - (nu\n", 3),
        ("a:\n  starka:\n    - nu)\n", 3),
        ("a:\n  svaga:\n    - nu\n    - (nu | )\n", 4),
        ("a:\n  starka:\n    - <okänd> nu\n", 3),
        ("a:\n  starka:\n    - hej? …\n", 3),
        ("a:\n  starka:\n    - h*j\n", 3),
        ("a:\n  starka:\n    - mönster: nu\n      utan: då\n", 3),
        ("a:\n  starka: nu\n", 2),
        ("a:\n  starka:\n    - [nu]\n", 3),
        ("a:\n  strka:\n    - nu\n", 2),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(ValueError, match=rf"urgency\.yml, a, rad {line}:"):
        small(tmp_path, text)


@pytest.mark.parametrize(("text", "section"), [("stavning:\n  inte:\n    - en två tre\n", "stavning"), ("ordgrupper:\n  barnet: <nu>\n", "ordgrupper")])
def test_a_bad_line_outside_the_topics_is_named(tmp_path: Path, text: str, section: str) -> None:
    with pytest.raises(ValueError, match=rf"urgency\.yml, {section}, rad "):
        small(tmp_path, text)


def test_no_yaml_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"urgency\.yml"):
        small(tmp_path, "a: [")


# how fast, and with what


@pytest.mark.parametrize(
    "text",
    [
        "a" * 65_536,
        "hon " * 16_384,
        "hon vill inte " * 4_681,
        "hon vill inte leva nu i natt han är borta, " * 1_500,
        "." * 65_536,
        " " * 65_536,
        ", nu" * 16_384,
        "hon är inte hos honom med en man i hans bil " * 1_500,
        "\0" * 65_536,
        " ".join(f"hon{number} är borta, nu" for number in range(3_000)),
    ],
    ids=range(10),
)
def test_nasty_messages_take_no_time(text: str) -> None:
    TABLE.topic(text)
    start = time.process_time()
    TABLE.topic(text)
    assert time.process_time() - start < 2


def test_an_ordinary_message_takes_little_time() -> None:
    text = ("vi har pratat med skolan och de var stöttande, kuratorn ringer på måndag och hon mår bättre men sover dåligt. " * 5)[:500]
    for _ in range(3):
        TABLE.topic(text)
    start = time.process_time()
    for _ in range(20):
        TABLE.topic(text)
    assert (time.process_time() - start) / 20 < 0.015  # 3 ms on a free machine


def test_needs_no_rasa_and_no_spacy() -> None:
    code = "import sys, bot.safety.patterns as p; p.by_pattern('hej'); sys.exit(any(m in sys.modules for m in ('rasa', 'spacy', 'numpy')))"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2]).returncode == 0
