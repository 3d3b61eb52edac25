"""all-MiniLM-L6-v2 as a graph that a CPU runs fast, made from weights that are int8 already.

The carried file multiplies in float32 and expands its int8 weights on every call. This graph holds the same weights and
multiplies in int8, with four rules (docs/decisions/0003-embedding-model.md has what each brought):

- One passage a call. No padding and no mask, and a vector never depends on what else was in a batch.
- Activations are quantised when they are known (dynamically), with one scale for a passage. A few tokens have values
  ten times as large as the rest, so the inputs of the feed-forward layers are first divided by each token's largest
  value, which the product is multiplied by again.
- Add + LayerNormalization, not the fused SkipLayerNormalization, whose CPU kernel is six times as slow.
- Mean pooling and normalisation are part of the graph: 384 numbers come out, not 384 a token.
"""

from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

LAYERS = 6
HEADS = 12
DIMENSION = 384
# of the model's configuration
LAYER_NORM_EPSILON = 1e-12
# The largest GELU output of a token is far above this; it only keeps a division from meeting zero.
SMALLEST_ROW_MAXIMUM = 1e-3

_MICROSOFT = "com.microsoft"


def build_graph(carried: bytes) -> bytes:
    """A model with the input ``input_ids`` (1, tokens) int64 and the output ``embedding`` (1, 384), of length 1."""
    weights = _Weights(onnx.load_model_from_string(carried).graph)
    graph = _Graph()
    x = _embed(graph, weights)
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}"
        x = _attend(graph, weights, x, f"{prefix}.attention")
        x = _feed_forward(graph, weights, x, prefix)
    pooled = graph.node("ReduceMean", x, graph.constant(np.array([1])), keepdims=0)
    graph.node("LpNormalization", pooled, output="embedding", axis=-1, p=2)
    content: bytes = graph.model().SerializeToString()
    return content


class _Weights:
    """The carried file's tensors under the model's own names."""

    def __init__(self, graph: onnx.GraphProto) -> None:
        self._tensors = {tensor.name: tensor for tensor in graph.initializer}
        products = {node.output[0]: node.input[1] for node in graph.node if node.op_type == "MatMul"}
        # The exporter numbered the matrices; each is known by the bias that is added to its product.
        self._matrices = {
            node.input[1]: products[node.input[0]]
            for node in graph.node
            if node.op_type == "Add" and node.input[0] in products
        }

    def array(self, name: str) -> NDArray[Any]:
        return numpy_helper.to_array(self._tensors[f"inner.{name}"])

    def matrix(self, layer: str) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """The int8 matrix (inputs, outputs) of a linear layer and the scale of each of its columns."""
        name = self._matrices[f"inner.{layer}.bias"]
        values, scales = self._tensors[f"{name}_q"], self._tensors[f"{name}_scale"]
        return numpy_helper.to_array(values), numpy_helper.to_array(scales).ravel()


class _Graph:
    """Collects nodes and constants; names them in the order in which they are added."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[TensorProto] = []

    def constant(self, value: NDArray[Any]) -> str:
        name = f"constant_{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, operator: str, *inputs: str, domain: str = "", output: str = "", **attributes: Any) -> str:
        output = output or f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def quantise(self, x: str) -> tuple[str, str, str]:
        """``x`` as uint8 values, their scale and their zero point."""
        values, scale, zero = (f"{x}_{part}" for part in ("values", "scale", "zero"))
        self._nodes.append(helper.make_node("DynamicQuantizeLinear", [x], [values, scale, zero]))
        return values, scale, zero

    def model(self) -> onnx.ModelProto:
        ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])
        embedding = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, [1, DIMENSION])
        graph = helper.make_graph(self._nodes, "all-MiniLM-L6-v2", [ids], [embedding], self._constants)
        opsets = [helper.make_opsetid("", 21), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def _embed(graph: _Graph, weights: _Weights) -> str:
    words, scales = (graph.constant(weights.array(f"embeddings.word_embeddings.weight_{x}")) for x in ("q", "scale"))
    rows = graph.node("Cast", graph.node("Gather", words, "input_ids"), to=TensorProto.FLOAT)
    rows = graph.node("Mul", rows, graph.node("Gather", scales, "input_ids"))
    # All tokens are of type 0, so that type's vector is added to every position once and for all.
    positions = weights.array("embeddings.position_embeddings.weight_q") * weights.array(
        "embeddings.position_embeddings.weight_scale"
    ) + weights.array("embeddings.token_type_embeddings.weight")[0].astype(np.float32)
    first = graph.constant(np.array([0]))
    length = graph.node("Shape", "input_ids", start=1, end=2)
    positions_here = graph.node("Slice", graph.constant(positions), first, length, first)
    return _add_and_normalise(graph, weights, rows, positions_here, "embeddings.LayerNorm")


def _attend(graph: _Graph, weights: _Weights, x: str, name: str) -> str:
    quantised = graph.quantise(x)
    heads = [_linear(graph, weights, quantised, f"{name}.self.{part}") for part in ("query", "key", "value")]
    context = graph.node("MultiHeadAttention", *heads, domain=_MICROSOFT, num_heads=HEADS)
    y = _linear(graph, weights, graph.quantise(context), f"{name}.output.dense")
    return _add_and_normalise(graph, weights, y, x, f"{name}.output.LayerNorm")


def _feed_forward(graph: _Graph, weights: _Weights, x: str, name: str) -> str:
    last = graph.constant(np.array([-1]))
    largest = graph.node("ReduceMax", graph.node("Abs", x), last)
    y = _linear_by_row(graph, weights, x, largest, f"{name}.intermediate.dense")
    bias = graph.constant(weights.array(f"{name}.intermediate.dense.bias"))
    y = graph.node("BiasGelu", y, bias, domain=_MICROSOFT)
    # GELU is never below -0.17: the largest value of a row is also its largest magnitude.
    largest = graph.node(
        "Max", graph.node("ReduceMax", y, last), graph.constant(np.array([SMALLEST_ROW_MAXIMUM], np.float32))
    )
    y = _linear_by_row(graph, weights, y, largest, f"{name}.output.dense")
    y = graph.node("Add", y, graph.constant(weights.array(f"{name}.output.dense.bias")))
    return _add_and_normalise(graph, weights, y, x, f"{name}.output.LayerNorm")


def _linear(graph: _Graph, weights: _Weights, x: tuple[str, str, str], layer: str, *, with_bias: bool = True) -> str:
    values, scale, zero = x
    matrix, scales = weights.matrix(layer)
    zeros = graph.constant(np.zeros(len(scales), np.int8))
    inputs = [values, graph.constant(matrix), scale, graph.constant(scales), zero, zeros]
    if with_bias:
        inputs.append(graph.constant(weights.array(f"{layer}.bias")))
    return graph.node("MatMulIntegerToFloat", *inputs, domain=_MICROSOFT)


def _linear_by_row(graph: _Graph, weights: _Weights, x: str, largest: str, layer: str) -> str:
    """The product without its bias; each row is quantised in units of its own largest value."""
    unit = graph.quantise(graph.node("Div", x, largest))
    return graph.node("Mul", _linear(graph, weights, unit, layer, with_bias=False), largest)


def _add_and_normalise(graph: _Graph, weights: _Weights, x: str, residual: str, name: str) -> str:
    scale, bias = (graph.constant(weights.array(f"{name}.{part}")) for part in ("weight", "bias"))
    total = graph.node("Add", x, residual)
    return graph.node("LayerNormalization", total, scale, bias, axis=-1, epsilon=LAYER_NORM_EPSILON)
