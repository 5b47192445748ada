"""Writes the network as an ONNX graph, for ONNX Runtime.

A BERT encoder (Devlin et al. 2018) with mean pooling. ONNX Runtime's own operators (com.microsoft) take the weights in four bits as they are
and count with eight, each block of 32 for itself, so that a text's vector does not depend on what is beside it.
"""

from typing import Any, List, Sequence

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from bot.nlu.e5.weights import BLOCK, Weights, halves, scales

Array = NDArray[Any]

OPERATORS = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
IR_VERSION = 8
IN_EIGHT_BITS = 4
"""What ONNX Runtime calls counting in int8."""


def graph(weights: Weights, layers: Sequence[int]) -> ModelProto:
    """The network as far as the last of some layers.

    Args:
        weights: of the whole network.
        layers: after which a vector is taken, 1 to 12, at least one.

    Returns:
        A model with the input "tokens", the n tokens' word and place vectors (texts, n, 384), and the output "vector" (texts, 384 a layer): the
        layers' vectors side by side, each of unit length.

    Raises:
        ValueError: the network has no such layers.
    """
    if not layers or not all(1 <= layer <= weights.layers for layer in layers):
        raise ValueError(f"the network has no layers {', '.join(map(str, layers))}")
    return _Writer(weights).model(layers)


class _Writer:
    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.nodes: List[NodeProto] = []
        self.constants: List[TensorProto] = []

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
        model: ModelProto = helper.make_model(helper.make_graph(self.nodes, "e5", [given], [found], self.constants), opset_imports=OPERATORS)
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
        blocks = np.concatenate([self.weights.blocks(tensor + ".w") for tensor in tensors])
        rows = len(bias)
        per_row = len(blocks) // rows
        bits = halves(blocks).reshape(rows, per_row, BLOCK)
        packed = bits[:, :, 0::2] | bits[:, :, 1::2] << 4
        inputs = [given, self._constant(name + ".w", packed), self._constant(name + ".s", scales(blocks)), "", "", self._constant(name + ".b", bias)]
        shape = {"K": per_row * BLOCK, "N": rows, "bits": 4, "block_size": BLOCK, "accuracy_level": IN_EIGHT_BITS}
        return self._node("MatMulNBits", inputs, name, "com.microsoft", **shape)

    def _normalised(self, operator: str, given: Sequence[str], tensor: str, domain: str, **attributes: int) -> str:
        learned = [self._constant(f"{tensor}.{part}", self.weights.numbers(f"{tensor}.{part}")) for part in "wb"]
        return self._node(operator, [*given, *learned], tensor, domain, epsilon=self.weights.epsilon, **attributes)

    def _constant(self, name: str, values: Array) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, list(inputs), [output], domain=domain, **attributes))
        return output
