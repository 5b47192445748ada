"""Writes the network as an ONNX graph, for ONNX Runtime.

A BERT encoder (Devlin et al. 2018) with mean pooling. ONNX Runtime counts the matrices in eight bits (its own operators, com.microsoft). What comes into
a matrix is scaled by one number for all, so it is smoothed first (Xiao et al. 2023, "SmoothQuant"): numbers that are always large are divided, and the
matrix's columns multiplied, by the square root of how large they get. What that gives: docs/beslut/0002-understanding.md.
"""

from typing import Any, List, Mapping, Optional, Sequence

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from bot.nlu.e5.weights import Weights, plain

Array = NDArray[Any]
Ranges = Mapping[str, Array]
"""How large each number gets that comes into a matrix, by the name of the edge that carries them in the graph."""

OPERATORS = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
IR_VERSION = 8
LARGEST = 63
"""Of the whole numbers that stand for weights. With eight bits' 127, processors without VNNI would run over when they add two products in sixteen bits."""

SMOOTHED = 0.5
"""The power of a number's range that it is divided by."""


def graph(weights: Weights, layers: Sequence[int], ranges: Optional[Ranges] = None) -> ModelProto:
    """The network as far as the last of some layers.

    Args:
        weights: of the whole network.
        layers: after which a vector is taken, 1 to 12, at least one.
        ranges: of what comes into the matrices. Without them, the network counts in 32 bits and gives what comes into the matrices as outputs too,
            by their edges' names, so that the ranges can be found.

    Returns:
        A model with the input "tokens", the n tokens' word and place vectors (texts, n, 384), and the output "vector" (texts, 384 a layer): the
        layers' vectors side by side, each of unit length.

    Raises:
        ValueError: the network has no such layers.
    """
    if not layers or not all(1 <= layer <= weights.layers for layer in layers):
        raise ValueError(f"the network has no layers {', '.join(map(str, layers))}")
    return _Writer(weights, ranges).model(layers)


class _Writer:
    def __init__(self, weights: Weights, ranges: Optional[Ranges]) -> None:
        self.weights = weights
        self.ranges = ranges
        self.nodes: List[NodeProto] = []
        self.constants: List[TensorProto] = []
        self.into_matrices: List[str] = []

    def model(self, layers: Sequence[int]) -> ModelProto:
        hidden = self._normalised("LayerNormalization", ["tokens"], "emb.ln", "", axis=-1)
        axis = self._constant("axis", np.array([1]))
        vectors = {}
        for layer in range(1, max(layers) + 1):
            hidden = self._layer(hidden, f"l{layer - 1}.")
            if layer in layers:
                mean = self._node("ReduceMean", [hidden, axis], f"mean {layer}", keepdims=0)
                vectors[layer] = self._node("LpNormalization", [mean], f"vector {layer}", axis=-1, p=2)
        self._node("Concat", [vectors[layer] for layer in layers], "vector", axis=-1)
        size = self.weights.hidden
        given = helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["texts", "tokens", size])
        found = helper.make_tensor_value_info("vector", TensorProto.FLOAT, ["texts", size * len(layers)])
        seen = [helper.make_tensor_value_info(edge, TensorProto.FLOAT, ["texts", "tokens", None]) for edge in self.into_matrices] if self.ranges is None else []
        model: ModelProto = helper.make_model(helper.make_graph(self.nodes, "e5", [given], [found, *seen], self.constants), opset_imports=OPERATORS)
        model.ir_version = IR_VERSION
        return model

    def _layer(self, hidden: str, name: str) -> str:
        together = self._linear(hidden, [name + part for part in "qkv"], name + "qkv")
        parts = [name + part for part in ("query", "key", "value")]
        self.nodes.append(helper.make_node("Split", [together], parts, axis=-1, num_outputs=len(parts)))
        seen = self._node("MultiHeadAttention", parts, name + "seen", "com.microsoft", num_heads=self.weights.heads)
        attended = self._linear(seen, [name + "ao"], name + "attended")
        middle = self._normalised("SkipLayerNormalization", [hidden, attended], name + "aln", "com.microsoft")
        wide = self._node("Gelu", [self._linear(middle, [name + "fi"], name + "wide")], name + "active", "com.microsoft")
        return self._normalised("SkipLayerNormalization", [middle, self._linear(wide, [name + "fo"], name + "narrow")], name + "oln", "com.microsoft")

    def _linear(self, given: str, tensors: Sequence[str], name: str) -> str:
        """One matrix of those of several tensors, one under the other."""
        bias = np.concatenate([self.weights.numbers(tensor + ".b") for tensor in tensors])
        matrix = plain(np.concatenate([self.weights.blocks(tensor + ".w") for tensor in tensors])).reshape(len(bias), -1)
        self.into_matrices.append(given)
        if self.ranges is None:
            product = self._node("MatMul", [given, self._constant(name + ".w", matrix.T)], name + " product")
            return self._node("Add", [product, self._constant(name + ".b", bias)], name)
        divisors = np.asarray(self.ranges[given] ** SMOOTHED, dtype=np.float32)
        matrix = matrix * divisors
        steps = np.abs(matrix).max(axis=1) / LARGEST
        whole = np.round(matrix / steps[:, None]).astype(np.int8)
        smooth = self._node("Mul", [given, self._constant(name + ".smooth", 1 / divisors)], name + " smooth")
        inputs = [smooth, self._constant(name + ".w", whole.T), self._constant(name + ".s", steps.astype(np.float32)), "", self._constant(name + ".b", bias)]
        return self._node("DynamicQuantizeMatMul", inputs, name, "com.microsoft")

    def _normalised(self, operator: str, given: Sequence[str], tensor: str, domain: str, **attributes: int) -> str:
        learned = [self._constant(f"{tensor}.{part}", self.weights.numbers(f"{tensor}.{part}")) for part in "wb"]
        return self._node(operator, [*given, *learned], tensor, domain, epsilon=self.weights.epsilon, **attributes)

    def _constant(self, name: str, values: Array) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, list(inputs), [output], domain=domain, **attributes))
        return output
