"""The published safety set: all danger in it is found, by the real model."""

import json
from typing import Any

from bot.safety.classifier import examples
from bot.safety.patterns import table
from bot.safety.score import score
from bot.settings import ROOT, SAFETY_SET

ROWS = [json.loads(line) for line in SAFETY_SET.read_text(encoding="utf-8").splitlines()]


def test_the_set_is_long_and_has_both_sides() -> None:
    assert sum(row["urgent"] for row in ROWS) >= 250
    assert sum(not row["urgent"] for row in ROWS) >= 250
    assert len({row["text"] for row in ROWS}) == len(ROWS)


def test_all_danger_is_found(understander: Any) -> None:
    result = score(ROWS, [item["urgent"] for item in understander.understand([row["text"] for row in ROWS])])
    assert result.missed == []
    assert result.recall == 1.0


def test_no_line_of_a_test_set_is_an_example() -> None:
    danger, none = examples()
    known = {text.strip().lower() for text in (*danger, *none)}
    published = [row["text"] for row in ROWS]
    published += [json.loads(line)["text"] for line in (ROOT / "tests" / "nlu" / "test_set.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [text for text in published if text.strip().lower() in known] == []


def test_no_example_stands_on_both_sides() -> None:
    danger, none = examples()
    assert len(set(danger)) == len(danger)
    assert set(danger) & set(none) == set()


def test_score() -> None:
    rows = [{"text": "a", "urgent": True, "kind": "x"}, {"text": "b", "urgent": True, "kind": "x"}, {"text": "c", "urgent": False, "kind": "y"}]
    result = score(rows, [True, False, True])
    assert (result.recall, result.false_alarms, result.missed) == (0.5, 1.0, ["b"])
    assert result.by_kind == {"x": (1, 2), "y": (1, 1)}


def test_the_gravest_topics_come_first() -> None:
    assert [topic.name for topic in table().topics] == ["acute_danger", "child_suicidal", "child_missing", "about_to_meet"]
