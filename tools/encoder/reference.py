"""What other programs make of a few texts and turns, for `tests/suite/encoder.rs` to be held against.

    python reference.py UNITS PIECES ONNX FOLDER

Pieces come from the tokenizers library, windows from windows.py, answers from ONNX Runtime. Writes pieces.jsonl and
windows.jsonl into FOLDER.
"""
import json
import sys

import numpy as np
import onnxruntime
from tokenizers import BertWordPieceTokenizer

from windows import Windows, by_turn, units_of

TEXTS = [
    "It's slow, and nobody likes it.",
    "We're at $1,200.50 a month -- that's 40% more than last year!",
    "Café, naïve, Zoë: coöperation à la carte. ÅNGSTRÖM İstanbul",
    "the re-keying-of-everything (again), e.g. in Excel/Sheets",
    "“Quoted” – and ‘so’ on… you know",
    "tab\there\nnew line\u00a0no-break\u2009thin",
    "zero\u200bwidth and bell\u0007 gone",
    "価格が高い, right? 👍🏽 ok",
    "antidisestablishmentarianism xqzzy pneumonoultramicroscopic",
    "a" * 101 + " and " + "b" * 100,
    "e\u0301te\u0301 A\u030angstro\u0308m",
    "don't won't y'all'd've — #1 @home",
    "",
    "  \t ",
    "½ ² ™ ﬁne ﬀ",
]
CALLS = ["f01"]


def main(units, pieces, onnx, folder):
    tokenizer = BertWordPieceTokenizer(pieces, lowercase=True)
    with open(f"{folder}/pieces.jsonl", "w") as file:
        for text in TEXTS:
            said = tokenizer.encode(text, add_special_tokens=False)
            places = [[len(text[:start].encode()), len(text[:end].encode())] for start, end in said.offsets]
            line = {"text": text, "pieces": [[number, *place] for number, place in zip(said.ids, places)]}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    maker, session = Windows(pieces), onnxruntime.InferenceSession(onnx)
    wanted = [turn for turn in by_turn(units_of(units)) if turn[0]["call"] in CALLS and turn[0]["measured"]]
    with open(f"{folder}/windows.jsonl", "w") as file:
        for turn in wanted:
            for ids, parts, spans in maker.of(turn):
                on = np.zeros((len(spans), len(ids)), np.float32)
                for at, (_, start, end) in enumerate(spans):
                    on[at, start:end] = 1
                places = np.arange(len(ids), dtype=np.int32)
                inputs = {"ids": np.array(ids, np.int32), "types": np.array(parts, np.int32), "places_of": places, "units": on}
                said = session.run(None, inputs)[0][:, :8]
                line = {"call": turn[0]["call"], "turn": turn[0]["turn"], "ids": ids, "body": [parts.index(1), sum(parts)]}
                line["units"] = [[unit["start"], start, end] for unit, start, end in spans]
                line["says"] = [[round(float(x), 2) for x in row] for row in said]
                file.write(json.dumps(line, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
