"""Writes the taught encoder as one ONNX file with eight-bit weights.

    python export.py WEIGHTS OUT
"""
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

WIDTH, HEADS = 384, 12
# No window has more pieces.
PLACES = 192
# Seven bits, so that processors without dot products of bytes cannot overflow.
MOST = 63


class Graph:
    def __init__(self, weights):
        self.weights = {name: value.float().numpy() for name, value in weights.items()}
        self.constants, self.nodes = [], []

    def constant(self, name, value):
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def whole(self, name, *numbers):
        return self.constant(name, np.array(numbers, np.int64))

    def node(self, kind, inputs, out, **settings):
        self.nodes.append(helper.make_node(kind, inputs, out if isinstance(out, list) else [out], **settings))
        return out

    def rounded(self, x):
        """Activations as bytes, with their scale and zero."""
        return self.node("DynamicQuantizeLinear", [x], [x + ".bytes", x + ".scale", x + ".zero"])

    def linear(self, rounded, name):
        bytes_, scale, zero = rounded
        weights, scales = quantized(self.weights[name + ".weight"].T, 0, MOST)
        operands = [bytes_, self.constant(name + ".w", weights), zero, self.constant(name + ".z", np.zeros(weights.shape[1], np.int8))]
        self.node("MatMulInteger", operands, name + ".whole")
        self.node("Cast", [name + ".whole"], name + ".float", to=TensorProto.FLOAT)
        self.node("Mul", [scale, self.constant(name + ".s", scales)], name + ".both")
        self.node("Mul", [name + ".float", name + ".both"], name + ".product")
        return self.node("Add", [name + ".product", self.constant(name + ".b", self.weights[name + ".bias"])], name + ".out")

    def norm(self, x, name):
        parts = [self.constant(f"{name}.{part}", self.weights[f"{name}.{part}"]) for part in ("weight", "bias")]
        return self.node("LayerNormalization", [x, *parts], name + ".out", epsilon=1e-12, axis=-1)


def quantized(weights, axis, most):
    scales = np.abs(weights).max(axis=axis) / most
    scales[scales == 0] = 1
    return np.rint(weights / np.expand_dims(scales, axis)).clip(-most, most).astype(np.int8), scales.astype(np.float32)


def embeddings(g):
    prefix = "bert.embeddings."
    words, scales = quantized(g.weights[prefix + "word_embeddings.weight"], 1, 127)
    g.node("Gather", [g.constant("words", words), "ids"], "word.bytes")
    g.node("Cast", ["word.bytes"], "word.float", to=TensorProto.FLOAT)
    g.node("Gather", [g.constant("word_scales", scales[:, None]), "ids"], "word.scale")
    g.node("Mul", ["word.float", "word.scale"], "word")
    g.node("Gather", [g.constant("parts", g.weights[prefix + "token_type_embeddings.weight"]), "types"], "part")
    g.node("Gather", [g.constant("places", g.weights[prefix + "position_embeddings.weight"][:PLACES]), "places_of"], "place")
    g.node("Add", ["word", "part"], "word+part")
    return g.norm(g.node("Add", ["word+part", "place"], "embedded"), prefix + "LayerNorm")


def layer(g, x, at):
    prefix = f"bert.encoder.layer.{at}."
    rounded = g.rounded(x)

    def by_head(name, order):
        out = g.linear(rounded, prefix + "attention.self." + name)
        g.node("Reshape", [out, "heads"], out + ".heads")
        return g.node("Transpose", [out + ".heads"], out + ".turned", perm=order)

    queries, keys, values = by_head("query", [1, 0, 2]), by_head("key", [1, 2, 0]), by_head("value", [1, 0, 2])
    g.node("MatMul", [queries, keys], prefix + "alike")
    g.node("Mul", [prefix + "alike", "head_scale"], prefix + "scaled")
    g.node("Softmax", [prefix + "scaled"], prefix + "shares", axis=-1)
    g.node("MatMul", [prefix + "shares", values], prefix + "seen")
    g.node("Transpose", [prefix + "seen"], prefix + "turned", perm=[1, 0, 2])
    seen = g.node("Reshape", [prefix + "turned", "flat"], prefix + "flat")
    out = g.linear(g.rounded(seen), prefix + "attention.output.dense")
    x = g.norm(g.node("Add", [out, x], prefix + "attended"), prefix + "attention.output.LayerNorm")
    wide = g.node("Gelu", [g.linear(g.rounded(x), prefix + "intermediate.dense")], prefix + "wide")
    out = g.linear(g.rounded(wide), prefix + "output.dense")
    return g.norm(g.node("Add", [out, x], prefix + "sum"), prefix + "output.LayerNorm")


def answers(g, x):
    """`units` has a row of ones and zeros over the pieces for each unit: the mean and the greatest of its pieces."""
    g.node("MatMul", ["units", x], "unit.sum")
    g.node("ReduceSum", ["units", g.whole("axis1", 1)], "unit.count", keepdims=1)
    g.node("Div", ["unit.sum", "unit.count"], "unit.mean")
    g.node("Unsqueeze", ["units", g.whole("axis2", 2)], "unit.column")
    g.node("Sub", ["unit.column", g.constant("one", np.array([1], np.float32))], "unit.outside")
    g.node("Mul", ["unit.outside", g.constant("far", np.array([1e4], np.float32))], "unit.far")
    g.node("Unsqueeze", [x, g.whole("axis0", 0)], "unit.pieces")
    g.node("Add", ["unit.pieces", "unit.far"], "unit.masked")
    g.node("ReduceMax", ["unit.masked", g.whole("axis1b", 1)], "unit.most", keepdims=0)
    g.node("Concat", ["unit.mean", "unit.most"], "unit", axis=-1)
    g.node("MatMul", ["unit", g.constant("head.w", g.weights["head.weight"].T)], "unit.said")
    g.node("Add", ["unit.said", g.constant("head.b", g.weights["head.bias"])], "answers")


def main(path, out):
    g = Graph(torch.load(path, weights_only=False)["weights"])
    g.whole("heads", -1, HEADS, WIDTH // HEADS)
    g.whole("flat", -1, WIDTH)
    g.constant("head_scale", np.array([(WIDTH // HEADS) ** -0.5], np.float32))
    x = embeddings(g)
    for at in range(1 + max(int(name.split("layer.")[1].split(".")[0]) for name in g.weights if "layer." in name)):
        x = layer(g, x, at)
    answers(g, x)
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT32, ["pieces"]) for name in ("ids", "types", "places_of")]
    inputs.append(helper.make_tensor_value_info("units", TensorProto.FLOAT, ["units", "pieces"]))
    outputs = [helper.make_tensor_value_info("answers", TensorProto.FLOAT, ["units", len(g.weights["head.bias"])])]
    graph = helper.make_graph(g.nodes, "encoder", inputs, outputs, g.constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)])
    model.ir_version = 9
    onnx.save(model, out)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
