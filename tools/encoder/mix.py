"""Finds what the encoder and the learned witness count beside each other.

    python mix.py UNITS MIX WEIGHTS SCORES...

Logistic regressions on calls that neither had seen: SCORES come from train.py, the learned witness's answers stand in
UNITS. Writes MIX.
"""
import json
import sys

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from windows import HEADS, units_of

# The encoder reads where the learned witness finds something this likely: half of all windows, and next to nothing of
# what it would find in all of them is lost.
GLANCE = 0.15


def main(units, mix, weights, scores):
    known = {(unit["call"], unit["turn"], unit["start"]): unit for unit in units_of(units) if unit.get("scores")}
    rows = [json.loads(line) for path in scores for line in open(path)]
    seen = [known[row["call"], row["turn"], row["start"]] for row in rows]
    said = np.array([row["said"] for row in rows])
    learned = np.array([unit["scores"][: len(HEADS)] for unit in seen])
    wanted = np.array([unit["heads"] for unit in seen])
    questions = HEADS + torch.load(weights, weights_only=False)["tags"] + ["either", "hypothetical", "led"]
    with open(mix, "w") as file:
        file.write("# Written by tools/encoder/mix.py. The weights were fitted on %d units of %d labelled calls that neither the\n" % (len(rows), len({row["call"] for row in rows})))
        file.write("# encoder nor the learned witness had seen.\nglance = %s\nquestions = [\n" % GLANCE)
        file.writelines('    "%s",\n' % question for question in questions)
        file.write("]\n")
        for at, head in enumerate(HEADS):
            columns = np.stack([said[:, at], learned[:, at]], 1)
            fitted = LogisticRegression(C=1.0, max_iter=1000).fit(columns, wanted[:, at])
            counts = (head, *fitted.coef_[0], fitted.intercept_[0])
            file.write('\n[[heads]]\nhead = "%s"\nencoder = %.3f\nlearned = %.3f\noffset = %.3f\n' % counts)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
