"""Short messages that mean something by what went before them: the published dialogues, played through the whole bot."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Sequence

import yaml

from bot.content.labelled import DIALOGUES
from bot.dialogue.channel import latest_intent
from bot.dialogue.local import LocalBot
from bot.dialogue.look import look

KINDS = ("same", "other", "age", "place", "new")
"""What a follow-up does: asks more of the same, leads to another subject, gives an age or a place, or is about something new."""


@dataclass(frozen=True)
class Turn:
    """What is said, the topic that the reply should have, others that are right too, and the kommun that should be known afterwards."""

    say: str
    topic: str
    also: tuple[str, ...] = ()
    kommun: str = ""


@dataclass(frozen=True)
class Dialogue:
    """Turns that belong together; `kind` is one of KINDS."""

    name: str
    kind: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class FollowedUp:
    """A turn after the first: what it was taken for in the dialogue, and what it would be taken for by itself."""

    kind: str
    turn: Turn
    found: str
    alone: str

    @property
    def right(self) -> bool:
        """Whether the reply was about the right topic."""
        return self.found == self.turn.topic or self.found in self.turn.also

    @property
    def right_alone(self) -> bool:
        """The same, had nothing gone before."""
        return self.alone == self.turn.topic or self.alone in self.turn.also


def read(path: Path = DIALOGUES) -> list[Dialogue]:
    """The published dialogues."""
    return [_dialogue(row) for row in yaml.safe_load(path.read_text(encoding="utf-8"))]


def play(dialogues: Sequence[Dialogue], bot: LocalBot) -> list[FollowedUp]:
    """Say every dialogue's turns to the bot.

    Args:
        dialogues: as `read` gives them.
        bot: answers; each dialogue begins anew.

    Returns:
        Every turn after the first of its dialogue.
    """
    followed = []
    for number, dialogue in enumerate(dialogues):
        for place, turn in enumerate(dialogue.turns):
            conversation = f"{number} {dialogue.name}"
            topics = [reply["topic"] for reply in bot.say(turn.say, conversation)["replies"] if reply["topic"]]
            if place:
                # A reply that asks for the age has no topic yet.
                found = topics[0] if topics else _understood(bot, conversation)
                alone = look(bot.agent, turn.say)["ranking"]
                followed.append(FollowedUp(dialogue.kind, turn, found, alone[0]["topic"] if alone else ""))
    return followed


def _understood(bot: LocalBot, conversation: str) -> str:
    tracker = asyncio.run(bot.agent.tracker_store.retrieve(conversation))
    return (latest_intent(tracker) or "") if tracker else ""


def _dialogue(row: dict[str, Any]) -> Dialogue:
    turns = tuple(Turn(turn["say"], turn["topic"], tuple(turn.get("also") or ()), str(turn.get("kommun") or "")) for turn in row["turns"])
    return Dialogue(row["name"], row["kind"], turns)
