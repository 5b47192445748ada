"""Sentence vectors as dense features of Rasa's messages."""

from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.vectors import embed

EMBEDDED = "embedded"
"""Message property: whether an example gets a vector in a training; messages always do."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(GraphComponent):
    """Adds one dense sentence feature of DIMENSIONS numbers to each message's text."""

    def __init__(self, name: str) -> None:
        """Args: name: the component's name in the graph, kept as the features' origin."""
        self._name = name
        # The model is loaded now and not at the first message.
        embed([""])

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "SentenceVectorFeaturizer":
        """Make the component and load the model."""
        return cls(execution_context.node_name)

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the features, all messages in one batch."""
        self._add(messages)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the examples that get a vector."""
        self._add([example for example in training_data.training_examples if example.get(EMBEDDED)])
        return training_data

    def _add(self, messages: List[Message]) -> None:
        with_text = [message for message in messages if message.get(TEXT)]
        for message, vector in zip(with_text, embed([message.get(TEXT) for message in with_text])):
            message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._name))
