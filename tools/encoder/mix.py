"""Finds what the encoder and the learned witness count beside each other.

    python mix.py UNITS MIX WEIGHTS SCORES...

Logistic regressions on what neither had seen, for turns of calls, and for loose text: lines that stand alone, and the
units of those calls shown alone. SCORES come from train.py, the learned witness's answers stand in UNITS. Writes MIX.
"""
import json
import sys

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

from windows import HEADS, units_of

# The encoder reads where the learned witness finds something this likely: two thirds of all windows, and nothing of what it
# would find in all of them is lost on the calls that were left out (at .15 six in ten were read, and 4 of 215 lost).
GLANCE = 0.1
# A head with fewer mentions shares what the two count with the others.
ENOUGH = 40


def shared(here, learned):
    """What the two count for heads that have too few mentions of their own to tell."""
    pairs = [(answer[at], unit[learned][at], *(float(at == other) for other in range(len(HEADS)))) for answer, unit in here for at in range(len(HEADS))]
    fitted = LogisticRegression(C=1.0, max_iter=2000).fit(pairs, [wanted for _, unit in here for wanted in unit["heads"]])
    return fitted.coef_[0][:2]


def offset_of(columns, wanted, weights):
    """The offset with which as many are expected as there are."""
    sums = np.array(columns) @ weights
    low, high = -20.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if (1 / (1 + np.exp(-sums - middle))).sum() < sum(wanted) else (low, middle)
    return middle


def main(units, mix, weights, scores):
    known = {(unit["call"], unit["turn"], unit["start"]): unit for unit in units_of(units) if unit.get("scores")}
    rows = [json.loads(line) for path in scores for line in open(path)]
    unit_of = lambda row: known[row["call"], row["turn"], row["start"]]
    in_calls = [row for row in rows if "said" in row and not unit_of(row)["line"]]
    alone = [row for row in rows if "alone" in row]
    questions = HEADS + torch.load(weights, weights_only=False)["tags"] + ["either", "hypothetical", "led", "other"]
    with open(mix, "w") as file:
        counts = (len(in_calls), len({row["call"] for row in in_calls}), len(alone))
        file.write("# Written by tools/encoder/mix.py. The weights were fitted on what neither the encoder nor the learned witness had\n")
        file.write("# seen: %d units of %d labelled calls; for loose text those and lines that stand alone, %d together.\n" % counts)
        file.write("glance = %s\nquestions = [\n" % GLANCE)
        file.writelines('    "%s",\n' % question for question in questions)
        file.write("]\n")
        for name, said, learned, told in (("heads", "said", "scores", in_calls), ("loose", "alone", "alone", alone)):
            here = [(row[said], unit_of(row)) for row in told]
            together = shared(here, learned)
            for at, head in enumerate(HEADS):
                columns = [(answer[at], unit[learned][at]) for answer, unit in here]
                wanted = [unit["heads"][at] for _, unit in here]
                if sum(wanted) >= ENOUGH:
                    fitted = LogisticRegression(C=1.0, max_iter=1000).fit(columns, wanted)
                    weights, offset = fitted.coef_[0], fitted.intercept_[0]
                else:
                    weights, offset = together, offset_of(columns, wanted, together)
                counts = (name, head, *weights, offset)
                file.write('\n[[%s]]\nhead = "%s"\nencoder = %.3f\nlearned = %.3f\noffset = %.3f\n' % counts)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
