"""The network of multilingual-e5-small as an ONNX model, written from the bundled 4-bit weights.

The matrices stay in 4 bits in memory; onnxruntime multiplies with them as they are.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from connectors.e5_encoder import ROWS, STATE
from connectors.e5_weights import Weights, nibbles

_OPSET, _FORMAT = 18, 10  # versions of the operators and of the file, known to every onnxruntime since 1.18
_MICROSOFT = "com.microsoft"
_BLOCK = 32


def network(weights: Weights) -> ModelProto:
    """Rows of embeddings (1, tokens, hidden) to the last state of each token, in the same shape."""
    return _Builder(weights).model()


class _Builder:
    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._nodes: list[NodeProto] = []
        self._constants: list[TensorProto] = []

    def model(self) -> ModelProto:
        shape = self._weights.shape
        state = self._normed(ROWS, "emb.ln")
        for layer in range(shape.layers):
            state = self._layer(state, f"l{layer}.")
        self._nodes[-1].output[0] = STATE
        sizes: list[int | str | None] = [1, "tokens", shape.hidden]
        ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, sizes) for name in (ROWS, STATE)]
        graph = helper.make_graph(self._nodes, "e5", ends[:1], ends[1:], self._constants)
        versions = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=_FORMAT)

    def _layer(self, state: str, of: str) -> str:
        mixed = self._dense(state, of, "qkv")
        parts = [f"{of}{part}.out" for part in "qkv"]
        self._nodes.append(helper.make_node("Split", [mixed], parts, axis=-1, num_outputs=3))
        attention = {"num_heads": self._weights.shape.heads, "domain": _MICROSOFT}
        attended = self._dense(self._add("MultiHeadAttention", parts, **attention), of, ["ao"])
        state = self._normed(self._add("Add", [state, attended]), f"{of}aln")
        inner = self._add("Gelu", [self._dense(state, of, ["fi"])], domain=_MICROSOFT)
        return self._normed(self._add("Add", [state, self._dense(inner, of, ["fo"])]), f"{of}oln")

    def _dense(self, given: str, of: str, parts: Sequence[str]) -> str:
        """Multiply by matrices side by side, rows of 4-bit blocks, and add their biases."""
        bias = np.concatenate([self._weights.vector(f"{of}{part}.b") for part in parts])
        blocks = np.concatenate([self._weights.blocks(f"{of}{part}.w") for part in parts])
        outputs = len(bias)
        each = len(blocks) // outputs
        numbers = nibbles(blocks)
        packed = (numbers[:, 0::2] | numbers[:, 1::2] << 4).reshape(outputs, each, _BLOCK // 2)
        scales = blocks["scale"].astype(np.float32).reshape(outputs, each)
        names = [self._constant(value) for value in (packed, scales, bias)]
        sizes = {"N": outputs, "K": each * _BLOCK, "bits": 4, "block_size": _BLOCK, "accuracy_level": 4}
        given_to = [given, names[0], names[1], "", "", names[2]]
        return self._add("MatMulNBits", given_to, domain=_MICROSOFT, **sizes)

    def _normed(self, given: str, of: str) -> str:
        constants = [self._constant(self._weights.vector(f"{of}.{letter}")) for letter in "wb"]
        return self._add(
            "LayerNormalization", [given, *constants], axis=-1, epsilon=self._weights.shape.epsilon
        )

    def _constant(self, value: NDArray[Any]) -> str:
        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def _add(self, operator: str, given: Sequence[str], **attributes: Any) -> str:
        name = f"n{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, given, [name], **attributes))
        return name
