"""What a button sends back.

A payload names a topic, a kommun or an age group, and nothing else: it cannot set a slot of its own choosing or run an action.
Anything else that a parent types is text, also when it begins with a slash.
"""

import re
from typing import Any, Collection, Optional

PAYLOAD = re.compile(r"(topic|kommun|age):([a-z0-9_-]{1,40})")

PLAIN_LANGUAGE = "plain_language"
"""The topic that a line in another language leads to."""

START_TOPICS = ("warning_signs", "talk_prevent", "report_social_services")
"""The three ways in that every page offers: signs, how to talk, where to report."""


def topic(name: str) -> str:
    """Payload of a button that leads to a topic."""
    return f"topic:{name}"


def kommun(code: str) -> str:
    """Payload of a button that names a kommun by its code."""
    return f"kommun:{code}"


def age(group: str) -> str:
    """Payload of a button that names an age group, or `unknown`."""
    return f"age:{group}"


def parse(message: str, topics: Collection[str], kommuner: Collection[str], age_groups: Collection[str]) -> Optional[dict[str, Any]]:
    """Read a message that may be a payload.

    Args:
        message: what came from outside.
        topics: ids of the topics that there are.
        kommuner: codes of the kommuner that there are.
        age_groups: the age groups that can be named.

    Returns:
        Rasa's parse data (text, intent, entities), or None where the message is no payload or names something unknown.
    """
    match = PAYLOAD.fullmatch(message)
    if not match:
        return None
    kind, value = match.groups()
    if kind == "topic" and value in topics:
        return parse_data(message, value)
    if kind == "kommun" and value in kommuner:
        return parse_data(message, "give_location", {"kommun": value})
    if kind == "age" and value in age_groups:
        return parse_data(message, "give_age", {"age_group": value})
    return None


def parse_data(text: str, intent: str, entities: Optional[dict[str, str]] = None) -> dict[str, Any]:
    """Rasa's parse data for an intent that is certain.

    Args:
        text: what stands in the tracker as the message.
        intent: the intent's name.
        entities: entity names to values.
    """
    return {
        "text": text,
        "intent": {"name": intent, "confidence": 1.0},
        "intent_ranking": [{"name": intent, "confidence": 1.0}],
        "entities": [{"entity": name, "value": value, "start": 0, "end": 0} for name, value in (entities or {}).items()],
    }
