"""A worry, and where one lives, in one message: the worry is answered, and the place is heard."""

from typing import Any

import pytest

from bot.content.labelled import messages
from bot.settings import ROOT

MESSAGES = messages(ROOT / "tests" / "nlu" / "place_set.jsonl")


@pytest.fixture(scope="module")
def understood(understander: Any) -> list[Any]:
    return list(understander.understand([message.text for message in MESSAGES]))


def test_the_worry_is_answered(understood: list[Any]) -> None:
    missed = [(message.text, row["topic"]) for message, row in zip(MESSAGES, understood) if not message.is_met(row["topic"])]
    assert len(missed) <= 0.1 * len(MESSAGES), missed
    assert "give_location" not in {topic for _, topic in missed}


def test_the_place_is_heard(understood: list[Any]) -> None:
    assert sum(bool(row["kommun_code"]) for row in understood) >= 0.9 * len(MESSAGES)
