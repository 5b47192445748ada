"""How large the numbers get that come into the network's matrices, found by asking it about texts that mean nothing.

Which numbers are large lies in the network much more than in the text: pieces drawn by lot show nearly the same ones as real messages
(docs/beslut/0002-understanding.md), and need no file of messages.
"""

from typing import Any, Dict, Sequence

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession

from bot.nlu.e5 import network
from bot.nlu.e5.tokens import END, START, UNKNOWN
from bot.nlu.e5.weights import Weights

SEED = 20261130
TEXTS = 40
PIECES = 60
LEAST = 1e-3
"""No range is nought, since it divides."""


def ranges(weights: Weights, layers: Sequence[int]) -> Dict[str, NDArray[Any]]:
    """The largest absolute values, each a float32 array with one for every number that the edge carries, by the edges' names.

    Args:
        weights: of the whole network.
        layers: as for `network.graph`.
    """
    session = InferenceSession(network.graph(weights, layers).SerializeToString(), providers=["CPUExecutionProvider"])
    _, *edges = [output.name for output in session.get_outputs()]
    lot = np.random.default_rng(SEED)
    found: Dict[str, NDArray[Any]] = {edge: np.full(1, LEAST, dtype=np.float32) for edge in edges}
    for _ in range(TEXTS):
        # Past the marks at the start of the vocabulary; the last is the mask's.
        pieces = lot.integers(UNKNOWN + 1, len(weights.scores) - 1, PIECES)
        for edge, values in zip(edges, session.run(edges, {"tokens": weights.inputs([START, *pieces, END])[None]})):
            found[edge] = np.maximum(found[edge], np.abs(values[0]).max(axis=0))
    return found
