"""Sentence vectors of several kinds, kept in build/ between runs, since they take most of the time."""

from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, List, Sequence

from numpy.typing import NDArray

from bot.nlu.e5 import embedder
from bot.nlu.e5.embedder import Embedder
from bot.nlu.vector_store import Embed, kept
from bot.nlu.vectors import shorten
from bot.report.ablation.recipes import Space, said
from bot.settings import BUILD

Array = NDArray[Any]
FOLDER = BUILD / "ablation"


class Vectors:
    """The vectors of many texts in one space.

    Args:
        texts: any number; the same one may come twice.
        matrix: their vectors, one a row.
    """

    def __init__(self, texts: Sequence[str], matrix: Array) -> None:
        self._places = {text: place for place, text in enumerate(texts)}
        self._matrix = matrix

    @property
    def dimensions(self) -> int:
        """Numbers in a vector."""
        return int(self._matrix.shape[1])

    def of(self, texts: Sequence[str]) -> Array:
        """Some texts' vectors, in order."""
        return self._matrix[[self._places[text] for text in texts]]


def vectors(space: Space, texts: Sequence[str], say: Callable[[str], None], folder: Path = FOLDER) -> Vectors:
    """Vectors for texts, made where they are not kept from an earlier run.

    Args:
        space: of which kind.
        texts: any number.
        say: is told now and then how far it has come.
        folder: where they are kept.
    """
    unique = list(dict.fromkeys(texts))
    name = f"{space.prefix}, {said(space.layers)}"
    embed = _reporting(lambda part: _embed(space, part), name, say)
    return Vectors(unique, kept(unique, embed, folder / f"{space.prefix}-{'-'.join(map(str, space.layers))}.npz", f"{embedder.name()}, {name}"))


def _embed(space: Space, texts: List[str]) -> Array:
    return _embedder(space.layers).vectors([shorten(text) for text in texts], space.prefix)


@lru_cache(maxsize=1)
def _embedder(layers: tuple[int, ...]) -> Embedder:
    return Embedder(layers, BUILD)


def _reporting(embed: Embed, name: str, say: Callable[[str], None]) -> Embed:
    done = 0

    def told(texts: List[str]) -> Array:
        nonlocal done
        if done % 2048 == 0:
            say(f"sentence vectors, {name}: {done} made")
        found = embed(texts)
        done += len(texts)
        return found

    return told
