"""Danger first: finds that someone is in danger now, by patterns and by two classifiers; any of them suffices.

The patterns stand in `data/urgency.yml` and are read by `bot.safety.patterns`, which needs no model. The graph component comes last in
the pipeline, so that no threshold and no fallback can undo what it finds. What the patterns find sets the intent, unless the topic
classifier is sure of another subject. Then, and where only the examples of `data/urgency_examples.yml` speak for danger, the intent is
left as it is and the urgent answer is put before the other (`bot/dialogue/channel.py`): a false alarm then costs a few lines and not the
answer.
"""

from typing import Any, Dict, List, Optional

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.certain import FALLBACK, set_intent
from bot.safety import classifier
from bot.safety.classifier import UrgencyModel
from bot.safety.patterns import Topic, by_pattern, table

__all__ = ["ENOUGH", "URGENT", "URGENT_TOPIC", "UrgencyDetector", "by_classifier", "by_pattern", "topics"]

FILE = "urgency.npz"

URGENT = "urgent"
"""Message property: whether someone is taken to be in danger now."""

URGENT_TOPIC = "urgent_topic"
"""Message property: the urgent topic that is likeliest, on urgent messages."""

ENOUGH = 0.5
"""Summed probability of the urgent topics from which the topic classifier alone calls a message urgent."""

SURE = 0.6
"""Probability from which the topic classifier's own topic is answered too, after whom to ring, where the patterns have found danger."""

NO_SUBJECT = frozenset({FALLBACK, "give_location", "give_age"})


def topics() -> "tuple[Topic, ...]":
    """The urgent topics, the gravest first, as the file has them."""
    return table().topics


def by_classifier(probabilities: Dict[str, float]) -> Optional[str]:
    """The likeliest urgent topic, where the urgent topics together reach `ENOUGH`; else None.

    Args:
        probabilities: topic ids to calibrated probabilities.
    """
    urgent = {topic.name: probabilities.get(topic.name, 0.0) for topic in topics()}
    return likeliest(probabilities) if sum(urgent.values()) >= ENOUGH else None


def likeliest(probabilities: Dict[str, float]) -> str:
    """The urgent topic with the highest probability.

    Args:
        probabilities: topic ids to calibrated probabilities.
    """
    return max((topic.name for topic in topics()), key=lambda name: probabilities.get(name, 0.0))


def stands(intent: Dict[str, Any]) -> bool:
    """Whether an intent is kept although danger was found: it is urgent itself, or the topic classifier is sure of it.

    Args:
        intent: name and confidence; {} where there is none. What a place or an age decided is no subject of its own.
    """
    name = intent.get(INTENT_NAME_KEY)
    return name in {topic.name for topic in topics()} or (name not in NO_SUBJECT and float(intent.get("confidence") or 0.0) >= SURE)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class UrgencyDetector(GraphComponent):
    """Sets the properties `urgent` and `urgent_topic`, and an urgent intent where that is certain."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`urgent_from`: probability by the examples from which a message is urgent."""
        return {"urgent_from": 0.5}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        """Args: as Rasa gives them to `create`."""
        self._urgent_from = float(config["urgent_from"])
        self._model = UrgencyModel()
        self._model_storage = model_storage
        self._resource = resource

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "UrgencyDetector":
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "UrgencyDetector":
        """Load the trained component.

        Raises:
            ValueError: there is no trained model.
        """
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / FILE, allow_pickle=False) as arrays:
            component._model.restore(arrays)
        table().compile()
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the topics' examples and on those written for this, and keep the result."""
        own = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model.restore(classifier.learned((example.get(TEXT), example.get(INTENT)) for example in own))
        with self._model_storage.write_to(self._resource) as folder:
            # Rasa packs the model slowly; what is small already costs it nothing.
            np.savez_compressed(folder / FILE, **self._model.arrays())
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing after this component needs predictions for the examples."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Judge each message; `urgent` is set on all of them."""
        likelihoods = self._model.probabilities([message.get(TEXT) or "" for message in messages])
        for message, likelihood in zip(messages, likelihoods):
            text = message.get(TEXT) or ""
            probabilities = {entry[INTENT_NAME_KEY]: entry["confidence"] for entry in message.get("intent_ranking") or []}
            certain = by_pattern(text) or by_classifier(probabilities)
            urgent = bool(certain) or bool(text and likelihood >= self._urgent_from)
            message.set(URGENT, urgent, add_to_output=True)
            if urgent:
                message.set(URGENT_TOPIC, certain or likeliest(probabilities), add_to_output=True)
            if certain and not stands(message.get(INTENT) or {}):
                set_intent(message, certain)
        return messages
