"""Turns a published ONNX of a BERT-like model into what train.py begins with.

    python base.py ONNX TOKENIZER PIECES BASE KEPT

TOKENIZER is the model's tokenizer.json, PIECES the vocabulary that is used. Writes the weights and the form of the model
into the folder BASE, and into KEPT which of the model's own pieces those of PIECES are.
"""
import json
import sys

import numpy as np
import onnx
from onnx import numpy_helper
from safetensors.numpy import save_file

HEAD = 32


def named(graph):
    """The weights by their names; those of products have lost theirs and are known by the bias that is added behind."""
    constants = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
    biases = {}
    for node in graph.node:
        bias = next((name for name in node.input if name in constants and name.endswith(".bias")), None)
        if node.op_type == "Add" and bias:
            biases.update((name, bias) for name in node.input if name != bias)
    weights = {name: value for name, value in constants.items() if name.startswith(("embeddings.", "encoder.")) and "position_ids" not in name}
    for node in graph.node:
        if node.op_type == "MatMul" and node.input[1] in constants:
            weights[biases[node.output[0]].removesuffix("bias") + "weight"] = constants[node.input[1]].T
    return {name: np.array(value, order="C") for name, value in weights.items()}


def main(path, tokenizer, pieces, base, kept):
    weights = named(onnx.load(path).graph)
    n_pieces, width = weights["embeddings.word_embeddings.weight"].shape
    form = {
        "model_type": "bert",
        "hidden_size": width,
        "num_hidden_layers": 1 + max(int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer.")),
        "num_attention_heads": width // HEAD,
        "intermediate_size": weights["encoder.layer.0.intermediate.dense.bias"].shape[0],
        "vocab_size": n_pieces,
        "max_position_embeddings": weights["embeddings.position_embeddings.weight"].shape[0],
        "hidden_act": "gelu",
        "layer_norm_eps": 1e-12,
    }
    save_file(weights, f"{base}/model.safetensors")
    json.dump(form, open(f"{base}/config.json", "w"))
    number = json.load(open(tokenizer))["model"]["vocab"]
    json.dump([number[piece] for piece in open(pieces).read().splitlines()], open(kept, "w"))


if __name__ == "__main__":
    main(*sys.argv[1:])
