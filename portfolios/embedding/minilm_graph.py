"""all-MiniLM-L6-v2 as an ONNX graph, built from its published weights.

Input `ids`: token ids, [1, tokens]. Output `vector`: the mean over the tokens, of length 1, [1, 384].
"""

import math
from importlib import import_module
from pathlib import Path
from typing import Any

DIMENSIONS = 384
LAYERS, HEADS = 6, 12
OPSET, FORMAT = 17, 8
EPSILON = 1e-12


def build(weights: Path, target: Path) -> None:
    """Write the graph with the weights of a safetensors file. Needs the packages onnx and safetensors."""
    graph = _Graph(import_module("safetensors.numpy").load_file(weights))
    graph.embeddings()
    for layer in range(LAYERS):
        graph.layer(f"encoder.layer.{layer}")
    graph.mean()
    graph.write(target)


class _Graph:
    """A graph that grows; `here` is the name of the hidden states so far, [1, tokens, 384]."""

    def __init__(self, weights: Any) -> None:
        self.numpy, self.onnx = import_module("numpy"), import_module("onnx")
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}
        self.here = "ids"

    def embeddings(self) -> None:
        """Word, position and the one segment there is, added up."""
        weights, floats = self.weights, "embeddings.{}_embeddings.weight"
        words = self.add("Gather", self.constant(weights[floats.format("word")]), "ids")
        places = weights[floats.format("position")] + weights[floats.format("token_type")][0]
        length = self.add("Gather", self.add("Shape", "ids"), self.integers(1))
        placed = self.add("Slice", self.constant(places), self.integers(0), length, self.integers(0))
        self.here = self.normed(self.add("Add", words, placed), "embeddings.LayerNorm")

    def layer(self, name: str) -> None:
        """Attention over the tokens, then two dense steps; each is added to what was there."""
        attended = self.dense(self.attention(f"{name}.attention.self"), f"{name}.attention.output.dense")
        self.here = self.normed(self.add("Add", attended, self.here), f"{name}.attention.output.LayerNorm")
        wide = self.gelu(self.dense(self.here, f"{name}.intermediate.dense"))
        narrow = self.dense(wide, f"{name}.output.dense")
        self.here = self.normed(self.add("Add", narrow, self.here), f"{name}.output.LayerNorm")

    def attention(self, name: str) -> str:
        query, value = self.heads(f"{name}.query"), self.heads(f"{name}.value")
        turned = self.add("Transpose", self.heads(f"{name}.key"), perm=[0, 1, 3, 2])
        scale = self.number(1 / math.sqrt(DIMENSIONS / HEADS))
        shares = self.add("Softmax", self.add("Mul", self.add("MatMul", query, turned), scale), axis=-1)
        mixed = self.add("Transpose", self.add("MatMul", shares, value), perm=[0, 2, 1, 3])
        return self.add("Reshape", mixed, self.integers(0, 0, DIMENSIONS))

    def heads(self, name: str) -> str:
        split = self.add(
            "Reshape", self.dense(self.here, name), self.integers(0, 0, HEADS, DIMENSIONS // HEADS)
        )
        return self.add("Transpose", split, perm=[0, 2, 1, 3])

    def dense(self, given: str, name: str) -> str:
        product = self.add("MatMul", given, self.constant(self.weights[f"{name}.weight"].T))
        return self.add("Add", product, self.constant(self.weights[f"{name}.bias"]))

    def normed(self, given: str, name: str) -> str:
        scale, bias = (self.constant(self.weights[f"{name}.{part}"]) for part in ("weight", "bias"))
        return self.add("LayerNormalization", given, scale, bias, axis=-1, epsilon=EPSILON)

    def gelu(self, given: str) -> str:
        turned = self.add("Erf", self.add("Mul", given, self.number(math.sqrt(0.5))))
        raised = self.add("Add", turned, self.number(1.0))
        return self.add("Mul", self.add("Mul", given, raised), self.number(0.5))

    def mean(self) -> None:
        mean = self.add("ReduceMean", self.here, axes=[1], keepdims=0)
        length = self.add("ReduceL2", mean, axes=[1], keepdims=1)
        self.nodes.append(self.onnx.helper.make_node("Div", [mean, length], ["vector"]))

    def add(self, operation: str, *given: str, **attributes: Any) -> str:
        """Append a node; the name of its output."""
        name = f"{operation}_{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(operation, given, [name], **attributes))
        return name

    def constant(self, value: Any) -> str:
        name = f"constant_{len(self.constants)}"
        array = self.numpy.ascontiguousarray(value)
        self.constants[name] = self.onnx.numpy_helper.from_array(array, name)
        return name

    def number(self, value: float) -> str:
        return self.constant(self.numpy.array(value, dtype="float32"))

    def integers(self, *values: int) -> str:
        return self.constant(self.numpy.array(values, dtype="int64"))

    def write(self, target: Path) -> None:
        helper, kind = self.onnx.helper, self.onnx.TensorProto
        ids = helper.make_tensor_value_info("ids", kind.INT64, [1, "tokens"])
        vector = helper.make_tensor_value_info("vector", kind.FLOAT, [1, DIMENSIONS])
        graph = helper.make_graph(
            self.nodes, "all-MiniLM-L6-v2", [ids], [vector], list(self.constants.values())
        )
        operations = [helper.make_opsetid("", OPSET)]
        model = helper.make_model(graph, opset_imports=operations, ir_version=FORMAT)
        self.onnx.checker.check_model(model)
        target.write_bytes(model.SerializeToString())
