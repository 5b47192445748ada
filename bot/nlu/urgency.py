"""Danger first: finds that a child is in danger now, by patterns and by the classifier; either suffices.

The patterns stand in `data/urgency.yml` and are read by `bot.safety.patterns`, which needs no model. The graph component comes last in
the pipeline, so that no threshold and no fallback can undo what it finds.
"""

from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.certain import set_intent
from bot.safety.patterns import Topic, by_pattern, table

__all__ = ["ENOUGH", "URGENT", "UrgencyDetector", "by_classifier", "by_pattern", "topics"]

URGENT = "urgent"
"""Message property: whether a child is taken to be in danger now."""

ENOUGH = 0.5
"""Summed probability of the urgent topics from which the classifier alone calls a message urgent."""


def topics() -> "tuple[Topic, ...]":
    """The urgent topics, the gravest first, as the file has them."""
    return table().topics


def by_classifier(probabilities: Dict[str, float]) -> Optional[str]:
    """The likeliest urgent topic, where the urgent topics together reach `ENOUGH`; else None.

    Args:
        probabilities: topic ids to calibrated probabilities.
    """
    urgent = {topic.name: probabilities.get(topic.name, 0.0) for topic in topics()}
    return max(urgent, key=lambda name: urgent[name]) if sum(urgent.values()) >= ENOUGH else None


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
