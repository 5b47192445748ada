from types import SimpleNamespace
from typing import Any

import pytest

from bot.content.answers import all_answers
from bot.dialogue.context import DANGER_OVER, Said, in_context, may_be_chosen, said

URGENT = {"topic": "child_missing", "urgent": True}
CALM = {"topic": "sextortion", "urgent": False}


def spoken(metadata: dict[str, Any], *payloads: str) -> Any:
    return SimpleNamespace(type_name="bot", metadata={"metadata": metadata}, data={"buttons": [{"title": "x", "payload": name} for name in payloads]})


def test_said() -> None:
    before = said(
        [spoken(CALM, "topic:report_police"), SimpleNamespace(type_name="user"), spoken(URGENT), SimpleNamespace(type_name="bot", metadata={}, data={})]
    )
    assert before == Said(({}, URGENT, CALM), frozenset({"topic:report_police"}))


@pytest.mark.parametrize(
    ("message", "chosen"),
    [
        ("topic:report_police", True),
        ("topic:sextortion", False),
        ("kommun:1480", False),
        ("age:3-6", False),
        ("topic:warning_signs", True),
        ("topic:restart", True),
        ("topic:danger_over", True),
        ("topic:plain_language", True),
        ("topic:child_missing", True),
    ],
)
def test_only_what_was_offered_can_be_chosen(message: str, chosen: bool) -> None:
    assert may_be_chosen(message, Said((), frozenset({"topic:report_police"})), all_answers()) is chosen


@pytest.mark.parametrize(
    ("text", "urgent", "replies", "topic"),
    [
        ("hon är hemma nu", False, (URGENT,), DANGER_OVER),
        ("hon är hemma nu", False, (CALM, {}, URGENT), DANGER_OVER),
        ("hon är hemma nu", False, (CALM, {}, CALM, URGENT), None),
        ("hon är hemma nu", False, (CALM,), None),
        ("hon är hemma nu", False, (), None),
        ("hon är hemma nu men har tagit tabletter", True, (URGENT,), None),
        ("hur länge ska vi vänta", False, (URGENT,), None),
    ],
)
def test_danger_over_by_words(text: str, urgent: bool, replies: tuple[dict[str, Any], ...], topic: str | None) -> None:
    assert in_context(text, {"urgent": urgent}, Said(replies)) == topic
