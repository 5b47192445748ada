"""Texts to vectors."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, List, Sequence

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions

from bot.files import made
from bot.nlu.e5 import weights
from bot.nlu.e5.tokens import Tokens

Array = NDArray[Any]
LONGEST = 512
"""Tokens that the network has places for."""


def name() -> str:
    """Names the weights and how they are counted with: vectors of two names are not alike."""
    return f"{weights.name()}-smooth"


class Embedder:
    """multilingual-e5-small, ready to run.

    One thread works on a text and several texts are worked on at the same time, so that a vector is the same alone and among others,
    and no thread waits busily for another.

    Args:
        layers: of the network's twelve, those after which a vector is taken.
        folder: where the files are kept that are made at the first start.
        threads: how many texts at the same time; 0 for as many as there are cores.
    """

    def __init__(self, layers: Sequence[int], folder: Path, threads: int = 0) -> None:
        self._weights = weights.read(weights.file())
        self._layers = len(layers)
        self._tokens = Tokens(self._weights, folder / f"{weights.name()}.pieces")
        graph = made(folder / f"{name()}-{'-'.join(map(str, layers))}.onnx", lambda: _graph(self._weights, layers))
        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
        self._threads = threads or os.cpu_count() or 1

    @property
    def dimensions(self) -> int:
        """Numbers in a text's vector, 384 for each of the layers."""
        return self._weights.hidden * self._layers

    def vectors(self, texts: Sequence[str], prefix: str = "query") -> Array:
        """The layers' vectors side by side, each of unit length.

        Args:
            texts: n texts; of a very long one, the first 512 tokens count.
            prefix: "query" or "passage", as the network was trained.

        Returns:
            float32 array of shape (n, dimensions).
        """
        found: List[Array]
        if len(texts) < 2:
            found = [self._vector(text, prefix) for text in texts]
        else:
            with ThreadPoolExecutor(self._threads) as pool:
                found = list(pool.map(lambda text: self._vector(text, prefix), texts))
        return np.vstack(found) if found else np.zeros((0, self.dimensions), dtype=np.float32)

    def _vector(self, text: str, prefix: str) -> Array:
        ids = self._tokens.ids(f"{prefix}: {text}")[:LONGEST]
        (found,) = self._session.run(None, {"tokens": self._weights.inputs(ids)[None]})
        return np.asarray(found)


def _graph(read: weights.Weights, layers: Sequence[int]) -> bytes:
    # The library that writes graphs is needed once, and large.
    from bot.nlu.e5 import network
    from bot.nlu.e5.ranges import ranges

    written: bytes = network.graph(read, layers, ranges(read, layers)).SerializeToString()
    return written
