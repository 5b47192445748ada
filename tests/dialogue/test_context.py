from types import SimpleNamespace
from typing import Any

import pytest

from bot.content.answers import all_answers
from bot.dialogue.context import DANGER_OVER, Said, followed_up, in_context, leans_on, may_be_chosen, said
from bot.nlu.follow_up import FollowUps

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


@pytest.mark.parametrize(
    ("text", "parsed", "replies", "leans"),
    [
        ("och polisen då", {"intent": {"name": "report_police", "confidence": 0.8}}, (CALM,), True),
        ("och polisen då", {"intent": {"name": "nlu_fallback", "confidence": 0.4}}, (CALM, URGENT), True),
        ("och polisen då", {}, (), False),
        ("och polisen då", {}, ({"topic": "greet"}, CALM), False),
        ("och polisen då", {}, ({"topic": "out_of_scope"},), False),
        ("och polisen då", {}, ({},), False),
        ("ja gärna", {"intent": {"name": "affirm", "confidence": 0.7}}, (CALM,), False),
        ("ja men sen då", {"intent": {"name": "affirm", "confidence": 0.4}}, (CALM,), True),
        ("hur anmäler jag", {"intent": {"name": "report_police", "confidence": 0.95}}, (CALM,), False),
        ("men om han är 9", {"intent": {"name": "give_age", "confidence": 0.95}}, (CALM,), True),
        ("i Umeå", {"intent": {"name": "give_location", "confidence": 1.0}}, (CALM,), False),
        ("hon är borta", {"urgent": True}, (CALM,), False),
        ("ett två tre fyra fem sex sju åtta nio tio", {}, (CALM,), False),
    ],
)
def test_what_may_lean_on_the_answer_before(text: str, parsed: dict[str, Any], replies: tuple[dict[str, Any], ...], leans: bool) -> None:
    answer = leans_on(text, parsed, Said(replies), all_answers())
    assert (answer is not None) is leans
    assert answer is None or answer.topic == CALM["topic"]


LIKELIER_TOGETHER = FollowUps([0, 1, *[0] * 6])
"""Believes only the message with the answer's title."""


@pytest.mark.parametrize(
    ("together", "entities", "before", "least", "topic"),
    [
        ({"report_police": 0.8, "sextortion": 0.2}, [], "sextortion", 0.3, "report_police"),
        ({"report_police": 0.2, "sextortion": 0.8}, [], "sextortion", 0.3, "ask_more"),
        ({"report_police": 0.2, "sextortion": 0.8}, ["age_group"], "sextortion", 0.3, "sextortion"),
        ({"report_police": 0.2, "report_social_services": 0.8}, [], "report_social_services", 0.3, "report_social_services"),
        ({"report_police": 0.5, "sextortion": 0.5}, [], "sextortion", 0.6, "greet"),
    ],
)
def test_a_short_message_follows_the_answer_before(together: dict[str, float], entities: list[str], before: str, least: float, topic: str) -> None:
    parsed = {"intent": {"name": "greet", "confidence": 0.3}, "intent_ranking": [], "entities": [{"entity": name} for name in entities]}
    found = followed_up("och då", parsed, together, all_answers()[before], LIKELIER_TOGETHER, least)
    assert found["intent"]["name"] == topic
    assert found["entities"] == parsed["entities"]
