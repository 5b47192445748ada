"""The dialogues of `follow_ups.yml`: what they are, and that the bot follows them better than it would message by message."""

from typing import Any

import pytest

from bot.content.answers import all_answers
from bot.nlu.follow_up import is_short
from bot.report.dialogues import KINDS, FollowedUp, play, read

DIALOGUES = read()
RIGHT = 0.75
"""Share of follow-ups that must be understood; what is reached stands in docs/understanding.md."""


@pytest.fixture(scope="module")
def followed(bot_here: Any) -> list[FollowedUp]:
    return play(DIALOGUES, bot_here)


def test_they_are_many_and_of_every_kind() -> None:
    assert len({dialogue.name for dialogue in DIALOGUES}) == len(DIALOGUES) >= 60
    assert {dialogue.kind for dialogue in DIALOGUES} == set(KINDS)
    topics = {topic for dialogue in DIALOGUES for turn in dialogue.turns for topic in (turn.topic, *turn.also)}
    assert topics <= set(all_answers())


def test_what_follows_is_short() -> None:
    assert [turn.say for dialogue in DIALOGUES for turn in dialogue.turns[1:] if not is_short(turn.say)] == []


def test_most_are_followed(followed: list[FollowedUp]) -> None:
    assert sum(turn.right for turn in followed) / len(followed) >= RIGHT


def test_what_went_before_helps(followed: list[FollowedUp]) -> None:
    assert sum(turn.right for turn in followed) > sum(turn.right_alone for turn in followed)


@pytest.mark.parametrize("dialogue", [dialogue for dialogue in DIALOGUES if any(turn.kommun for turn in dialogue.turns)], ids=lambda dialogue: dialogue.name)
def test_the_place_is_known_afterwards(dialogue: Any, bot_here: Any) -> None:
    for turn in dialogue.turns:
        answer = bot_here.say(turn.say, f"place {dialogue.name}")
        assert not turn.kommun or answer["kommun"] == turn.kommun
