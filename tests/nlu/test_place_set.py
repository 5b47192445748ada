"""A worry, and where one lives, in one message: the worry is answered, and the place is heard. Both hands wrote no examples."""

from typing import Any

import pytest

from bot.content.labelled import messages
from bot.settings import ROOT

EVERY = messages(ROOT / "tests" / "nlu" / "place_set.jsonl")
MESSAGES = [message for message in EVERY if message.hand == "l"]
SHORT = [message for message in EVERY if message.hand == "m"]
"""Few words: two thirds with a worry, one third about nothing but where."""
PLACE = "give_location"


@pytest.fixture(scope="module")
def understood(understander: Any) -> list[Any]:
    return list(understander.understand([message.text for message in MESSAGES]))


def test_the_worry_is_answered(understood: list[Any]) -> None:
    missed = [(message.text, row["topic"]) for message, row in zip(MESSAGES, understood) if not message.is_met(row["topic"])]
    assert len(missed) <= 0.1 * len(MESSAGES), missed
    assert PLACE not in {topic for _, topic in missed}


def test_the_place_is_heard(understood: list[Any]) -> None:
    assert sum(bool(row["kommun_code"]) for row in understood) >= 0.9 * len(MESSAGES)


def test_a_few_words_of_worry_beside_a_place_are_answered_and_no_words_of_worry_are_not(understander: Any) -> None:
    rows = list(zip(SHORT, understander.understand([message.text for message in SHORT])))
    missed = {kind: [message.text for message, row in rows if (message.topic == PLACE) == kind and not message.is_met(row["topic"])] for kind in (True, False)}
    places = sum(message.topic == PLACE for message in SHORT)
    assert len(missed[True]) <= 0.1 * places, missed
    assert len(missed[False]) <= 0.15 * (len(SHORT) - places), missed
