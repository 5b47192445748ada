"""Sentence vectors of texts, from multilingual-e5-small. Needs nothing of Rasa, which takes ten seconds to be read."""

from concurrent.futures import Executor, Future
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, List, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.nlu.e5 import embedder
from bot.nlu.e5.embedder import Embedder
from bot.nlu.vector_store import kept
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

ONE_OF = 12
"""Of so many examples in Swedish one gets a vector: their words teach Swedish. Vectors of all would add nothing on the published messages, two points on
writers that the bot has not read (docs/understanding.md), and a minute to a training."""

ONE_OF_FOREIGN = 3
"""The same of examples in other languages: there are fewer of them, so that words teach less."""

FOREIGN = frozenset({"english", "other"})
"""Kinds of examples in other languages."""

_ready: Dict[str, Array] = {}
_coming: "List[Future[Dict[str, Array]]]" = []
"""By text, and those that are being made; empty but in a training, so that nothing a parent writes is ever among them."""


@lru_cache(maxsize=1)
def _embedder() -> Embedder:
    return Embedder(LAYERS, BUILD)


def shorten(text: str, longest: int = LONGEST) -> str:
    """The beginning and the end of a text that is too long, half and half, cut between words."""
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half].rsplit(' ', 1)[0]} {text[-half:].split(' ', 1)[-1]}"


def drawn(text: str, one_of: int = ONE_OF) -> bool:
    """Whether an example is the one of so many that is drawn by lot and stands for all of them; always the same for the same text."""
    return crc32(text.encode()) % one_of == 0


def gets_vector(text: str, kind: str, one_of: int = ONE_OF) -> bool:
    """Whether an example gets a vector in a training.

    Args:
        text: the example.
        kind: as its block in `data/nlu.yml` says.
        one_of: as ONE_OF says; of examples in other languages at least one of ONE_OF_FOREIGN.
    """
    return drawn(text, min(one_of, ONE_OF_FOREIGN) if kind in FOREIGN else one_of)


def embed(texts: Sequence[str]) -> Array:
    """Vectors for texts: those after each of LAYERS side by side.

    Args:
        texts: any number, any length.

    Returns:
        float32 array of shape (len(texts), DIMENSIONS).
    """
    while _coming:
        _ready.update(_coming.pop().result())
    new = iter(_made([text for text in texts if text not in _ready]))
    return np.vstack([_ready[text] if text in _ready else next(new) for text in texts]) if texts else np.zeros((0, DIMENSIONS), dtype=np.float32)


def have_ready(texts: Sequence[str], aside: Executor, path: Path = KEPT) -> None:
    """Begin to make the vectors of texts that every training asks for, or to take them from an earlier training where they were kept,
    while this thread has other things to do; `embed` waits for them.

    Args:
        texts: any number.
        aside: a thread to make them in.
        path: the file that keeps them.
    """
    _coming.append(aside.submit(_kept, list(texts), path))


def _kept(texts: List[str], path: Path) -> Dict[str, Array]:
    return dict(zip(texts, kept(texts, _made, path, KIND)))


def _made(texts: Sequence[str]) -> Array:
    return _embedder().vectors([shorten(text) for text in texts])
