"""What the actions ask of a conversation. Pure functions on rasa_sdk's Tracker."""

from typing import Any, Iterator, Optional

from rasa_sdk import Tracker

from bot.content.answers import UNKNOWN


def kommun_code(tracker: Tracker) -> Optional[str]:
    """The parent's kommun, or None where it is not known or was not given."""
    code = tracker.get_slot("kommun")
    return None if code in (None, UNKNOWN) else str(code)


def last_answer(tracker: Tracker) -> dict[str, Any]:
    """Metadata of the latest answer about a topic; empty where there has been none."""
    for event in _replies(tracker):
        metadata = _metadata(event)
        if metadata.get("topic"):
            return metadata
    return {}


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
