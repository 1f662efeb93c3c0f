"""How long does tantivy-py take to index these turns?

Arguments: a file of turns, one a line, and an empty folder for the index. Reading the file is not timed.
"""

import json
import sys
import time
from importlib.metadata import version

import tantivy

# As much as our own index gets.
THREADS = 2
MEMORY = 256 << 20

with open(sys.argv[1], encoding="utf-8", newline="\n") as file:
    turns = [line.rstrip("\n") for line in file]

begun = time.perf_counter()
schema = tantivy.SchemaBuilder().add_text_field("text", stored=True, tokenizer_name="en_stem").build()
index = tantivy.Index(schema, path=sys.argv[2])
writer = index.writer(MEMORY, THREADS)
for turn in turns:
    document = tantivy.Document()
    document.add_text("text", turn)
    writer.add_document(document)
writer.commit()
writer.wait_merging_threads()
seconds = time.perf_counter() - begun

told = {
    "version": version("tantivy"),
    "seconds": seconds,
    "bytes": sum(len(turn.encode()) for turn in turns),
}
print(json.dumps(told))
