"""Sentence vectors as dense features, from multilingual-e5-small."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.e5 import embedder
from bot.nlu.e5.embedder import Embedder
from bot.nlu.vector_store import Embed, kept
from bot.settings import BUILD

Array = NDArray[Any]

LONGEST = 240
"""Characters of a message that are embedded: time grows with length, and what matters in a long story stands at its ends."""

LAYERS = (8, 10)
"""Of the network's twelve: what the later one adds and what it drops is told better by both, and the last two tell nothing more (docs/understanding.md)."""

DIMENSIONS = 384 * len(LAYERS)
"""Numbers in a vector."""

KEPT = BUILD / "vectors.npz"
KIND = f"{embedder.name()}, query, {LONGEST}, layers {', '.join(map(str, LAYERS))}"
"""Names the vectors, so that those of another kind are never taken for them."""

EMBEDDED = "embedded"
"""Message property: whether an example gets a vector in a training; messages always do."""

ONE_OF = 5
"""Of so many examples in Swedish one gets a vector: their words teach Swedish, and vectors of the rest add nothing to what is then understood
(docs/understanding.md), but a minute to a training."""

FOREIGN = frozenset({"english", "other"})
"""Kinds of examples that all get vectors: of other languages there are too few examples for words to teach."""

_ready: Dict[str, Array] = {}
"""By text; empty but in a training, so that nothing a parent writes is ever among them."""


@lru_cache(maxsize=1)
def _embedder() -> Embedder:
    return Embedder(LAYERS, BUILD)


def shorten(text: str, longest: int = LONGEST) -> str:
    """The beginning and the end of a text that is too long, half and half, cut between words."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half].rsplit(' ', 1)[0]} {text[-half:].split(' ', 1)[-1]}"


def drawn(text: str) -> bool:
    """Whether an example is one of the ONE_OF drawn by lot, which stand for all of them; always the same for the same text."""
    return crc32(text.encode()) % ONE_OF == 0


def gets_vector(text: str, kind: str) -> bool:
    """Whether an example gets a vector in a training.

    Args:
        text: the example.
        kind: as its block in `data/nlu.yml` says.
    """
    return kind in FOREIGN or drawn(text)


def embed(texts: List[str]) -> Array:
    """Vectors for texts: those after each of LAYERS side by side.

    Args:
        texts: any number, any length.

    Returns:
        float32 array of shape (len(texts), DIMENSIONS).
    """
    new = iter(_embedder().vectors([shorten(text) for text in texts if text not in _ready]))
    return np.vstack([_ready[text] if text in _ready else next(new) for text in texts]) if texts else np.zeros((0, DIMENSIONS), dtype=np.float32)


def have_ready(texts: List[str], path: Path) -> None:
    """Have the vectors of texts that every training asks for ready in this process, from an earlier training where they were kept.

    Args:
        texts: any number.
        path: the file that keeps them.
    """
    _ready.update(zip(texts, kept(texts, embed, path, KIND)))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(GraphComponent):
    """Adds one dense sentence feature of DIMENSIONS numbers to each message's text."""

    def __init__(self, name: str) -> None:
        """Args: name: the component's name in the graph, kept as the features' origin."""
        self._name = name
        _embedder()

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext) -> "SentenceVectorFeaturizer":
        """Make the component and load the model."""
        return cls(execution_context.node_name)

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the features, all messages in one batch."""
        self._add(messages, embed)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the features to the examples that get a vector; what was computed for an earlier training is taken from there."""
        self._add([example for example in training_data.training_examples if example.get(EMBEDDED)], lambda texts: kept(texts, embed, KEPT, KIND))
        return training_data

    def _add(self, messages: List[Message], embed_all: Embed) -> None:
        with_text = [message for message in messages if message.get(TEXT)]
        for message, vector in zip(with_text, embed_all([message.get(TEXT) for message in with_text])):
            message.add_features(Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._name))
