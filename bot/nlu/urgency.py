"""Danger first: finds that a child is in danger now, by patterns and by the classifier; either suffices.

The patterns stand in `data/urgency.yml`. The graph component comes last in the pipeline, so that no threshold and no fallback can
undo what it finds.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Optional

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.certain import set_intent
from bot.nlu.words import fold
from bot.settings import DATA

PATTERNS = DATA / "urgency.yml"
GAP = r"(?:\W+\w+){0,6}?\W+"
URGENT = "urgent"
"""Message property: whether a child is taken to be in danger now."""

ENOUGH = 0.5
"""Summed probability of the urgent topics from which the classifier alone calls a message urgent."""


@dataclass(frozen=True)
class Topic:
    """Compiled patterns of one urgent topic."""

    name: str
    patterns: "tuple[re.Pattern[str], ...]"
    unless: "tuple[re.Pattern[str], ...]"


@lru_cache(maxsize=1)
def topics(path: Path = PATTERNS) -> "tuple[Topic, ...]":
    """The urgent topics, the gravest first, as the file has them.

    Raises:
        ValueError: a pattern is no regular expression; the message names it.
    """
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(Topic(name, _compile(name, entry["patterns"]), _compile(name, entry.get("unless") or [])) for name, entry in content.items())


def by_pattern(text: str) -> Optional[str]:
    """The urgent topic whose patterns the message fits, or None."""
    folded = fold(text)
    for topic in topics():
        if any(pattern.search(folded) for pattern in topic.unless):
            continue
        if any(pattern.search(folded) for pattern in topic.patterns):
            return topic.name
    return None


def by_classifier(probabilities: Dict[str, float]) -> Optional[str]:
    """The likeliest urgent topic, where the urgent topics together reach `ENOUGH`; else None.

    Args:
        probabilities: topic ids to calibrated probabilities.
    """
    urgent = {topic.name: probabilities.get(topic.name, 0.0) for topic in topics()}
    return max(urgent, key=lambda name: urgent[name]) if sum(urgent.values()) >= ENOUGH else None


def _compile(name: str, lines: List[str]) -> "tuple[re.Pattern[str], ...]":
    compiled = []
    for line in lines:
        pattern = fold(str(line)).replace(" … ", GAP).replace(" ", r"\W+")
        try:
            compiled.append(re.compile(rf"\b(?:{pattern})"))
        except re.error as error:
            raise ValueError(f"data/urgency.yml, {name}: mönstret {line!r} går inte att läsa ({error}).") from error
    return tuple(compiled)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class UrgencyDetector(GraphComponent):
    """Sets an urgent topic as the intent, and the property `urgent`, where a child is in danger now."""

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "UrgencyDetector":
        """Make the component; it has no settings."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Judge each message; `urgent` is set on all of them."""
        for message in messages:
            ranking = message.get("intent_ranking") or []
            probabilities = {entry[INTENT_NAME_KEY]: entry["confidence"] for entry in ranking}
            topic = by_pattern(message.get(TEXT) or "") or by_classifier(probabilities)
            message.set(URGENT, topic is not None, add_to_output=True)
            if topic and (message.get(INTENT) or {}).get(INTENT_NAME_KEY) not in {entry.name for entry in topics()}:
                set_intent(message, topic)
        return messages
