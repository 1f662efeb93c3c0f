"""Teaches a pretrained language model what labelled calls say of their units.

    python train.py UNITS BASE PIECES KEPT OUT [FIRST] [--after WEIGHTS --new NAMES]

UNITS comes from `verbatim eval --cross-validate --units`, PIECES and KEPT from vocabulary.py. Every sixth of the calls
that are measured on, and every third of the lines of loose text, are left out, from the one of the number FIRST (usually
0) on; OUT.pt gets the weights, OUT.scores.jsonl what they say of those left out, unit by unit, in the call and alone.
About half an hour on two idle cores that multiply bfloat16 in hardware.

With --after, what was taught before (by the same FIRST) is taught further, once over everything and EPOCHS times over the
calls whose ids begin with one of the NAMES (with commas between them): what was written since.
"""
import argparse
import json
import random
import time

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from transformers import BertConfig, BertModel

from windows import HEADS, Windows, by_turn, units_of

EPOCHS, RATE, BATCH, DECAY, DROPOUT, SEED = 3, 1.5e-4, 32, 0.9, 0.1, 1
# How fast somebody learns further who knows most of it.
FURTHER = 0.6
FOLDS = 6
# Of lines of loose text more are left out, since each says so little.
LINE_FOLDS = 3
# What a unit counts that was written to teach, stands alone, or holds only the edge of a mention.
WRITTEN, LOOSE, EDGE = 0.8, 0.3, 0.3
# What a tag counts where the unit carries something, and where not.
TAG, NO_TAG, MANNER = 1.0, 0.1, 0.3
# What telling the categories of one kind apart counts.
APART = 0.5
# Asked besides the heads and the tags: pain or objection, hypothetical, led, somebody else's thing.
BESIDES = 4
# This share of all units is shown once more, alone, so that loose text is understood too.
ALONE = 0.15


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("units", "base", "pieces", "kept", "out"):
        parser.add_argument(name)
    parser.add_argument("first", nargs="?", type=int, default=0)
    parser.add_argument("--after")
    parser.add_argument("--new", default=(), type=lambda names: tuple(names.split(",")))
    return parser.parse_args()


class Dropout(nn.Module):
    """Drops the same features of all pieces of a window: as good, and far cheaper on a processor."""

    def __init__(self, share):
        super().__init__()
        self.p = share

    def forward(self, x):
        if not self.training:
            return x
        shape = (x.shape[0], *([1] * (x.dim() - 2)), x.shape[-1])
        return x * (torch.rand(shape) > self.p).to(x.dtype) / (1 - self.p)


def with_own_dropout(module):
    for name, child in module.named_children():
        if isinstance(child, nn.Dropout):
            setattr(module, name, Dropout(child.p))
        else:
            with_own_dropout(child)


class Net(nn.Module):
    def __init__(self, config, n_questions):
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.head = nn.Linear(2 * config.hidden_size, n_questions)
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, ids, parts, mask, units):
        of, on = units
        x = self.bert(input_ids=ids, token_type_ids=parts, attention_mask=mask).last_hidden_state.float()[of]
        on = on.unsqueeze(-1)
        mean = (x * on).sum(1) / on.sum(1)
        most = x.masked_fill(on == 0, -1e4).max(1).values
        return self.head(self.dropout(torch.cat([mean, most], -1)))


def pretrained(base, kept, n_questions):
    config = BertConfig.from_pretrained(base)
    config.vocab_size = len(kept)
    config.hidden_dropout_prob, config.attention_probs_dropout_prob = DROPOUT, 0.0
    config._attn_implementation = "eager"
    net = Net(config, n_questions)
    with_own_dropout(net)
    weights = {name.removeprefix("bert."): value for name, value in load_file(f"{base}/model.safetensors").items()}
    words = "embeddings.word_embeddings.weight"
    weights[words] = weights[words][kept]
    missing = net.bert.load_state_dict(weights, strict=False).missing_keys
    assert not missing, missing
    net.bert.embeddings.word_embeddings.weight.requires_grad = False
    return net, config.num_hidden_layers


def batch(windows):
    longest = max(len(ids) for ids, _, _ in windows)
    ids, parts = (torch.zeros(len(windows), longest, dtype=torch.long) for _ in range(2))
    mask = torch.zeros(len(windows), longest)
    placed = [(at, *span) for at, (_, _, spans) in enumerate(windows) for span in spans]
    for at, (row, part, _) in enumerate(windows):
        ids[at, : len(row)], parts[at, : len(row)], mask[at, : len(row)] = torch.tensor(row), torch.tensor(part), 1
    on = torch.zeros(len(placed), longest)
    for at, (_, _, start, end) in enumerate(placed):
        on[at, start:end] = 1
    return ids, parts, mask, (torch.tensor([window for window, *_ in placed]), on), [unit for _, unit, *_ in placed]


def weight_of(unit):
    weight = 1.0 if unit["measured"] else LOOSE if unit["loose"] else WRITTEN
    return weight * (EDGE if unit["edge"] else 1)


def answers(units, tags):
    """What should be answered, and what each answer counts."""
    n = len(HEADS) + len(tags) + BESIDES
    wanted, counts = torch.zeros(len(units), n), torch.zeros(len(units), n)
    first, last = len(HEADS), len(HEADS) + len(tags)
    for at, unit in enumerate(units):
        weight, labels = weight_of(unit), unit["labels"]
        wanted[at, :first] = torch.tensor(unit["heads"], dtype=torch.float)
        counts[at, :first] = weight * torch.tensor(unit["judged"], dtype=torch.float)
        for label in labels:
            wanted[at, first + tags.index(label["tag"])] = 1
        counts[at, first:last] = weight * (TAG if labels else NO_TAG)
        if labels and unit["loose"]:
            counts[at, first:last] *= wanted[at, first:last]
        if unit["judged"][0] and unit["judged"][1]:
            wanted[at, -4], counts[at, -4] = float(unit["heads"][0] or unit["heads"][1]), weight
        if labels and not unit["loose"]:
            wanted[at, -3] = float(any(label["polarity"] == "hypothetical" for label in labels))
            wanted[at, -2] = float(any(label["origin"] == "led" for label in labels))
            wanted[at, -1] = float(any(label["target"] == "other" for label in labels))
            counts[at, -3:] = MANNER * weight
    return wanted, counts


def apart(said, units, tags):
    """How badly the categories of one kind are told apart where something of the kind is said."""
    first, loss = len(HEADS), said.new_zeros(())
    kinds = {}
    for at, tag in enumerate(tags):
        kinds.setdefault(tag.split("/")[0], []).append(first + at)
    for kind, columns in kinds.items():
        rows = [(at, columns.index(first + tags.index(label["tag"])), weight_of(unit)) for at, unit in enumerate(units) for label in unit["labels"] if label["tag"].split("/")[0] == kind]
        if rows:
            at, right, weights = (torch.tensor(column) for column in zip(*rows))
            found = nn.functional.cross_entropy(said[at][:, columns], right, reduction="none")
            loss = loss + (found * weights).sum()
    return loss


def optimizer(net, n_layers, base_rate):
    groups = []
    for name, value in net.named_parameters():
        if not value.requires_grad:
            continue
        layer = int(name.split("layer.")[1].split(".")[0]) if "layer." in name else -1 if "embeddings" in name else n_layers
        rate = base_rate * 5 if layer == n_layers else base_rate * DECAY ** (n_layers - layer - 1)
        plain = "bias" in name or "LayerNorm" in name
        groups.append({"params": [value], "lr": rate, "weight_decay": 0.0 if plain else 0.01})
    return torch.optim.AdamW(groups, fused=True)


def batches(windows):
    """Windows of like length together, in random order."""
    windows = random.sample(windows, len(windows))
    found = []
    for at in range(0, len(windows), BATCH * 20):
        part = sorted(windows[at : at + BATCH * 20], key=lambda window: len(window[0]))
        found += [part[start : start + BATCH] for start in range(0, len(part), BATCH)]
    return random.sample(found, len(found))


def train(net, n_layers, windows, tags, epochs, base_rate):
    steps = int(len(batches(windows)) * epochs)
    warm = int(steps * 0.06)
    adam = optimizer(net, n_layers, base_rate)
    rate = lambda step: (step + 1) / warm if step < warm else max(0.0, (steps - step) / (steps - warm))
    schedule = torch.optim.lr_scheduler.LambdaLR(adam, rate)
    loss_of = nn.BCEWithLogitsLoss(reduction="none")
    step, began = 0, time.time()
    while step < steps:
        for chosen in batches(windows)[: steps - step]:
            ids, parts, mask, places, units = batch(chosen)
            wanted, counts = answers(units, tags)
            with torch.autocast("cpu", torch.bfloat16):
                said = net(ids, parts, mask, places)
            loss = ((loss_of(said.float(), wanted) * counts).sum() + APART * apart(said.float(), units, tags)) / len(units)
            adam.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            schedule.step()
            step += 1
            if step % 100 == 0:
                print(f"{step} of {steps}, loss {loss.item():.3f}, {time.time() - began:.0f} s", flush=True)


def lines_left_out(lines, told, before):
    """Whoever is taught further goes on without the lines that were left out before, and leaves some of the new ones out."""
    is_new = lambda line: not before or line.startswith(told.new)
    new = [line for line in lines if is_new(line)]
    known = {line for line in lines if not is_new(line)}
    return set(new[told.first::LINE_FOLDS]) | (known - set(before["seen"]) if before else set())


def main():
    told = arguments()
    for seed in (torch.manual_seed, random.seed, np.random.seed):
        seed(SEED)
    units = units_of(told.units)
    tags = sorted({label["tag"] for unit in units for label in unit["labels"]})
    calls_of = lambda is_wanted: sorted({unit["call"] for unit in units if is_wanted(unit)})
    calls, lines = calls_of(lambda unit: unit["measured"]), calls_of(lambda unit: unit["line"])
    before = torch.load(told.after) if told.after else None
    left_out = set(calls[told.first::FOLDS]) | lines_left_out(lines, told, before)
    maker = Windows(told.pieces)
    windows = [window for turn in by_turn(units) for window in maker.of(turn)]
    alone = [window for unit in units for window in maker.alone(unit) if not unit["loose"]]
    is_left_out = lambda window: window[2][0][0]["call"] in left_out
    seen = lambda windows: [window for window in windows if not is_left_out(window)]
    shown = seen(windows) + [window for window in seen(alone) if random.random() < ALONE]
    net, n_layers = pretrained(told.base, json.load(open(told.kept)), len(HEADS) + len(tags) + BESIDES)
    if before:
        assert before["tags"] == tags
        assert not left_out & set(before["seen"]), "it has seen calls that are to be left out now"
        net.load_state_dict(before["weights"])
        is_new = lambda window: not window[2][0][0]["loose"] and window[2][0][0]["call"].startswith(told.new)
        again = [window for window in shown if is_new(window)]
        assert again, "nothing is new: name the beginnings of the ids with --new"
        train(net, n_layers, shown + again * (EPOCHS - 1), tags, 1, RATE * FURTHER)
    else:
        train(net, n_layers, shown, tags, EPOCHS, RATE)
    torch.save({"weights": net.state_dict(), "tags": tags, "seen": sorted({unit["call"] for unit in units} - left_out)}, f"{told.out}.pt")
    net.eval()
    with open(f"{told.out}.scores.jsonl", "w") as file, torch.no_grad():
        for key, kind in (("said", windows), ("alone", alone)):
            for window in filter(is_left_out, kind):
                *inputs, here = batch([window])
                for unit, said in zip(here, net(*inputs).tolist()):
                    line = {name: unit[name] for name in ("call", "turn", "start")} | {key: said}
                    file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
