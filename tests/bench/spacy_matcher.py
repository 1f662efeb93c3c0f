"""How long does spaCy's PhraseMatcher take to find these phrases in these turns?

Arguments: a file of phrases and a file of turns, one a line. Only cutting and matching is timed, on one thread.
"""

import json
import sys
import time

import spacy
from spacy.matcher import PhraseMatcher


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [line.rstrip("\n") for line in file]


phrases, turns = lines(sys.argv[1]), lines(sys.argv[2])
nlp = spacy.blank("en")
matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
for number, phrase in enumerate(phrases):
    matcher.add(str(number), [nlp.make_doc(phrase)])

begun = time.perf_counter()
found = sum(len(matcher(doc)) for doc in nlp.pipe(turns, n_process=1))
seconds = time.perf_counter() - begun

told = {
    "version": spacy.__version__,
    "seconds": seconds,
    "bytes": sum(len(turn.encode()) for turn in turns),
    "n_found": found,
}
print(json.dumps(told))
