#!/usr/bin/env python3
"""Train the choice among the days that a page names: rows of numbers in, a small forest out.

usage: days.py --set ROWS GOLD [--set ROWS GOLD ...] [--out WEIGHTS.bin] [--folds DIR]

ROWS comes from `cargo run --release -p headwater-page --example fields GOLD ROWS [FOLDS]`. A day is right
if it is the gold's. Five folds by host: prints for each set how often the best day is right, and how
often a page without gold is given one. --folds DIR writes the forest of each fold (`days-0.bin` …),
--out one trained on all pages.
"""
import json, os, sys
import numpy as np
import lightgbm as lgb

sys.path.insert(0, os.path.dirname(__file__))
import folds
from blocks import fold_of, host

TREES, LEAVES, RATE = 100, 8, 0.07
# A page without gold counts half: some print a day that the annotators passed over.
NO_GOLD = 0.5
# Each page once more as if it had no tags: few pages are without, and the printed day is known.
BARE = 0.5


def load(rows, gold):
    gold = {g["id"]: g for g in map(json.loads, open(gold, encoding="utf-8"))}
    out = []
    for r in map(json.loads, open(rows, encoding="utf-8")):
        g = gold[r["id"]]
        day = (g.get("date") or "")[:10] or None
        if not day and not g.get("title"):
            continue
        page = {"id": r["id"], "fold": fold_of(host(g)), "gold": day}
        page["days"], page["x"] = r["days"], np.array(r["rows"], dtype=np.float32)
        page["bare"], page["bare_x"] = r["bare"], np.array(r["bare_rows"], dtype=np.float32)
        out.append(page)
    return out


def train(pages):
    x, y, w = [], [], []
    for p in pages:
        for days, rows, part in ((p["days"], p["x"], 1.0), (p["bare"], p["bare_x"], BARE)):
            if part < 1 and (p["gold"] not in days or days == p["days"]):
                continue
            for d, row in zip(days, rows):
                x.append(row)
                y.append(float(d == p["gold"]))
                # Pages that name many days do not outweigh the others.
                many = 1.0 if d == p["gold"] else len(days) ** -.5
                w.append(part * (many if p["gold"] else many * NO_GOLD))
    data = lgb.Dataset(np.array(x), np.array(y), weight=np.array(w))
    settings = dict(objective="binary", num_leaves=LEAVES, learning_rate=RATE, min_data_in_leaf=20, lambda_l2=5.0,
                    feature_fraction=.5, bagging_fraction=.8, bagging_freq=1, seed=1, num_threads=1, deterministic=True, verbose=-1)
    return lgb.train(settings, data, TREES)


def figures(pages, prob, threshold):
    hit = n = inv = no = 0
    for p in pages:
        q = prob[id(p)]
        best = int(np.argmax(q)) if len(q) else -1
        given = p["days"][best] if best >= 0 and q[best] >= threshold else None
        if p["gold"]:
            n += 1
            hit += given == p["gold"]
        else:
            no += 1
            inv += given is not None
    return hit / max(n, 1), inv / max(no, 1)


def main():
    options = folds.sets()
    pages = {rows: load(rows, gold) for rows, gold in options.set}
    folds.run("days", options, pages, train, figures, (0, .05, .1, .15, .2, .25, .3, .4, .5))


if __name__ == "__main__":
    main()
