"""What the actions ask of a conversation. Pure functions on rasa_sdk's Tracker."""

from typing import Any, Iterator, Optional

from rasa_sdk import Tracker

from bot.content.answers import UNKNOWN, all_answers


def kommun_code(tracker: Tracker) -> Optional[str]:
    """The parent's kommun, or None where it is not known or was not given."""
    code = tracker.get_slot("kommun")
    return None if code in (None, UNKNOWN) else str(code)


def kommun_choice(tracker: Tracker) -> list[str]:
    """Codes of the kommuner that the latest message may mean, likeliest first; empty where it is clear or names none.

    One that is known already, from the embedding site or from before, is what is meant.
    """
    codes = (next(tracker.get_latest_entity_values("kommun_choice"), None) or "").split()
    return [] if kommun_code(tracker) in codes else codes


def latest_lan(tracker: Tracker) -> Optional[str]:
    """The code of the län that the latest message names, or None."""
    return next(tracker.get_latest_entity_values("lan"), None)


def has_said(tracker: Tracker, topics: set[str]) -> bool:
    """Whether the bot has answered one of the topics in this conversation."""
    return any(_metadata(event).get("topic") in topics for event in _replies(tracker))


def last_answer(tracker: Tracker) -> dict[str, Any]:
    """Metadata of the latest answer about a topic; empty where there has been none."""
    for event in _replies(tracker):
        metadata = _metadata(event)
        if metadata.get("topic"):
            return metadata
    return {}


def answered_topics(tracker: Tracker) -> list[str]:
    """The topics that the bot has answered, the latest first."""
    topics = (_metadata(event).get("topic") for event in _replies(tracker))
    return list(dict.fromkeys(str(topic) for topic in topics if topic in all_answers()))


def last_reply(tracker: Tracker) -> dict[str, Any]:
    """The latest thing the bot said: its metadata, with `action` for the response it came from; empty at the start."""
    for event in _replies(tracker):
        return {**_metadata(event), "action": (event.get("metadata") or {}).get("utter_action")}
    return {}


def latest_intent_among(tracker: Tracker, names: set[str]) -> Optional[str]:
    """The latest intent that is one of the names, or None."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            intent = event.get("parse_data", {}).get("intent", {}).get("name")
            if intent in names:
                return str(intent)
    return None


def ranking(tracker: Tracker) -> list[str]:
    """Topics for the latest message, likeliest first."""
    return [str(entry["name"]) for entry in tracker.latest_message.get("intent_ranking", [])]


def _replies(tracker: Tracker) -> Iterator[dict[str, Any]]:
    return (event for event in reversed(tracker.events) if event.get("event") == "bot")


def _metadata(event: dict[str, Any]) -> dict[str, Any]:
    return (event.get("metadata") or {}).get("metadata") or {}
