"""What a message means by what went before it in the conversation. Pure functions on plain data; `bot/dialogue/channel.py` calls them."""

from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping, Optional

from bot.content.answers import Answer
from bot.dialogue import payloads
from bot.nlu.urgency import URGENT
from bot.safety.patterns import table

DANGER_OVER = "danger_over"
"""The topic of a parent who says that the danger is over. It has no examples: the words mean it only after an urgent answer."""

LATEST_REPLIES = 3
"""So many replies back an urgent answer is still what is talked about."""


@dataclass(frozen=True)
class Said:
    """What the bot has said in a conversation, the latest first.

    Args:
        replies: the metadata of each reply (`topic`, `urgent`, …).
        offered: the payloads of every button that was shown.
    """

    replies: tuple[Mapping[str, Any], ...] = ()
    offered: frozenset[str] = field(default_factory=frozenset)


def said(events: Iterable[Any]) -> Said:
    """What the bot has said.

    Args:
        events: Rasa's events, the oldest first.
    """
    spoken = [event for event in events if event.type_name == "bot"]
    offered = frozenset(button["payload"] for event in spoken for button in event.data.get("buttons") or [])
    return Said(tuple((event.metadata or {}).get("metadata") or {} for event in reversed(spoken)), offered)


def may_be_chosen(message: str, before: Said, answers: Mapping[str, Answer]) -> bool:
    """Whether a payload belongs to a button that this conversation has been shown, or that every page shows.

    Args:
        message: a payload.
        before: what the bot has said.
        answers: all answers; the urgent ones can always be chosen, and so can plain language.
    """
    always = {*payloads.START_TOPICS, payloads.PLAIN_LANGUAGE, "restart", DANGER_OVER, *(name for name, answer in answers.items() if answer.urgent)}
    return message in before.offered or message in {payloads.topic(name) for name in always}


def in_context(text: str, parsed: Mapping[str, Any], before: Said) -> Optional[str]:
    """The topic that a message means by what went before it, or None where it means what it says.

    Args:
        text: the message.
        parsed: what was understood of it alone.
        before: what the bot has said.
    """
    urgent = any(reply.get("urgent") for reply in before.replies[:LATEST_REPLIES])
    if urgent and not parsed.get(URGENT) and table().over(text):
        return DANGER_OVER
    return None
