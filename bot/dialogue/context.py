"""What a message means by what went before it in the conversation. Pure functions on plain data; `bot/dialogue/channel.py` calls them."""

from dataclasses import dataclass, field
from typing import Any, Iterable, Mapping, Optional

import numpy as np

from bot.content.answers import Answer
from bot.dialogue import payloads
from bot.nlu.follow_up import FollowUps, features, is_short
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


CERTAIN = 0.9
"""The confidence from which a message is taken as what it says by itself. Cross-validated, more is followed without it (0.83 beside 0.81), because
most of the examples stay on their topic; but what is said so clearly and not answered is the worse mistake."""

CLEAR = 0.5
"""The confidence from which a yes, a thank you and the like are what they are, whatever went before."""

ASK_MORE = "ask_more"
TALK = frozenset({"greet", "goodbye", "thanks", "affirm", "deny", "restart", "complaint", "bot_challenge", ASK_MORE})
NO_SUBJECT = TALK | {"out_of_scope", "nlu_fallback", DANGER_OVER}
"""Replies that are about no subject, so that nothing can follow up on them."""


def leans_on(text: str, parsed: Mapping[str, Any], before: Said, answers: Mapping[str, Answer]) -> Optional[Answer]:
    """The answer that a message may follow up on, or None.

    Args:
        text: the message.
        parsed: what was understood of it alone.
        before: what the bot has said.
        answers: all answers.
    """
    topic = before.replies[0].get("topic") if before.replies else None
    intent = parsed.get("intent") or {}
    clear = intent.get("confidence", 0.0) >= _enough(str(intent.get("name")))
    if topic in NO_SUBJECT or clear or parsed.get(URGENT) or not is_short(text):
        return None
    return answers.get(str(topic))


def _enough(topic: str) -> float:
    # "16 år" is an age; "men om han är 16?" asks what was answered, for that age.
    return CLEAR if topic in TALK else 1.0 if topic in ("give_age", "give_location") else CERTAIN


def followed_up(text: str, parsed: Mapping[str, Any], together: Mapping[str, float], answer: Answer, model: FollowUps, least: float) -> dict[str, Any]:
    """The parse data of a short message, as the answer before it lets it be understood.

    Args:
        text: the message.
        parsed: what was understood of it alone.
        together: topic ids to probabilities by the message with the answer's title.
        answer: the answer before it.
        model: weighs the two.
        least: confidence from which that is believed.
    """
    alone = {entry["name"]: float(entry["confidence"]) for entry in parsed.get("intent_ranking") or [] if entry["name"] in together}
    topics = sorted(together)
    chances = model.probabilities(features(topics, alone, together, answer))
    order = np.argsort(-chances)
    ranking = [{"name": topics[place], "confidence": float(chances[place])} for place in order]
    found = ranking[0]
    if chances[order[0]] < least:
        return dict(parsed)
    told = {entity["entity"] for entity in parsed.get("entities") or []}
    if found["name"] == answer.topic and not answer.local and not told & {"age_group", "kommun", "kommun_choice", "lan"}:
        # The same words once more would help no one; contacts depend on what time it is and where.
        found = {**found, "name": ASK_MORE}
    return {**parsed, "intent": found, "intent_ranking": ranking}
