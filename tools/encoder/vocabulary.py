"""Chooses the pieces of words that the encoder keeps.

    python vocabulary.py BASE PIECES KEPT TEXT...

BASE is the folder of the pretrained model, TEXT files of one call a line. Writes PIECES, one piece a line, and KEPT, the
number of each in the pretrained vocabulary. The frequent ones are kept, and every single letter and sign, so that any
word can still be written.
"""
import collections
import json
import sys

from tokenizers import Tokenizer

KEPT = 12_000
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[unused1]", "[unused2]", "[unused3]"]


def is_written_here(piece):
    letters = piece.removeprefix("##")
    return all(ord(c) < 0x250 or 0x2000 <= ord(c) < 0x2100 or 0x20A0 <= ord(c) < 0x20D0 for c in letters)


def main(base, pieces, kept, texts):
    vocabulary = [line.rstrip("\n") for line in open(f"{base}/vocab.txt")]
    tokenizer = Tokenizer.from_file(f"{base}/tokenizer.json")
    tokenizer.no_truncation()
    tokenizer.no_padding()
    counts = collections.Counter()
    for text in texts:
        for line in open(text):
            said = [turn["text"] for turn in json.loads(line)["turns"]]
            for encoded in tokenizer.encode_batch(said, add_special_tokens=False):
                counts.update(encoded.ids)
    special = [vocabulary.index(name) for name in SPECIAL]
    letters = [at for at, piece in enumerate(vocabulary) if len(piece.removeprefix("##")) == 1 and is_written_here(piece)]
    frequent = [at for at, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    frequent = [at for at in frequent if is_written_here(vocabulary[at]) and not vocabulary[at].startswith("[")]
    chosen = [at for at in dict.fromkeys(letters + frequent) if at not in special]
    chosen = special + sorted(chosen[: KEPT - len(special)])
    with open(pieces, "w") as file:
        file.writelines(vocabulary[at] + "\n" for at in chosen)
    with open(kept, "w") as file:
        json.dump(chosen, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:])
