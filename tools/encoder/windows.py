"""What stands before the encoder at once: the same windows that src/mine/encoder/window.rs makes."""
import json

from tokenizers import BertWordPieceTokenizer

BODY, BEFORE, NEXT, FREE, REACH = 112, 44, 12, 32, 4
HEADS = ["pain", "objection", "request", "outcome", "trigger", "praise", "pain-cancelled", "objection-cancelled"]


def units_of(path):
    """Units as `verbatim eval --cross-validate --units` writes them."""
    with open(path) as file:
        return [json.loads(line) for line in file]


def by_turn(units):
    turns = {}
    for unit in units:
        turns.setdefault((unit["n"], unit["turn"]), []).append(unit)
    return turns.values()


def letters_by_byte(text):
    places, at = {}, 0
    for place, letter in enumerate(text):
        places[at] = place
        at += len(letter.encode())
    places[at] = len(text)
    return places


class Windows:
    def __init__(self, pieces):
        self.tokenizer = BertWordPieceTokenizer(pieces, lowercase=True)
        number = self.tokenizer.token_to_id
        self.begin, self.part = number("[CLS]"), number("[SEP]")
        self.mark = {"rep": number("[unused1]"), "prospect": number("[unused2]"), "unknown": number("[unused3]")}
        self.known = {}

    def pieces(self, text):
        if text not in self.known:
            encoded = self.tokenizer.encode(text, add_special_tokens=False)
            self.known[text] = (encoded.ids, encoded.offsets)
        return self.known[text]

    def alone(self, unit):
        """A unit as a text of its own; none where it has no piece."""
        around = {at: text for at, _, text in unit["turns"]}
        said = around[0].encode()[unit["start"] : unit["end"]]
        whole = {"start": 0, "end": len(said), "turns": [[0, "prospect", said.decode()]]}
        return [(row, parts, [(unit, start, end) for _, start, end in spans]) for row, parts, spans in self.of([whole])]

    def of(self, units):
        """The windows of one turn's units: (ids, parts, [(unit, first piece, end)])."""
        around = {at: (side, text) for at, side, text in units[0]["turns"]}
        text = around[0][1]
        ids, places = self.pieces(text)
        letters = letters_by_byte(text)
        said = lambda at: [self.mark[around[at][0]]] + list(self.pieces(around[at][1])[0])
        before = []
        for back in range(1, REACH + 1):
            if -back not in around or len(before) >= BEFORE:
                break
            before = said(-back) + before
        after = said(1) if 1 in around else []
        placed = []
        for unit in units:
            start, end = letters[unit["start"]], letters[unit["end"]]
            on = [at for at, (s, e) in enumerate(places) if e > start and s < end]
            if on:
                placed.append((unit, on[0], on[-1] + 1))
        windows, at = [], 0
        while at < len(placed):
            first, last = placed[at][1], at
            while last + 1 < len(placed) and placed[last + 1][2] - first <= BODY - FREE:
                last += 1
            end = min(placed[last][2], first + BODY)
            room = BODY - (end - first)
            left = min(first, max(room // 2, room - (len(ids) - end)))
            start, stop = first - left, min(len(ids), end + room - left)
            pre = before + ([self.mark["prospect"]] + list(ids[:start]) if start else [])
            pre = pre[-BEFORE:]
            row = [self.begin] + pre + [self.part] + list(ids[start:stop]) + [self.part] + (list(ids[stop:]) + after)[:NEXT]
            body = 2 + len(pre)
            parts = [0] * body + [1] * (stop - start) + [0] * (len(row) - body - (stop - start))
            spans = [(u, body + s - start, body + max(s + 1, min(e, stop)) - start) for u, s, e in placed[at : last + 1]]
            windows.append((row, parts, spans))
            at = last + 1
        return windows
