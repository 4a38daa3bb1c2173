#!/usr/bin/env python3
"""Train the choice among the lines of flattened text that may be the headline: rows of numbers in, a small forest out.

usage: titles.py --set ROWS GOLD [--set ROWS GOLD ...] [--out WEIGHTS.bin] [--folds DIR]

ROWS comes from `cargo run --release -p headwater-page --example fields GOLD ROWS [FOLDS]` on flattened pages. A line is
right if it has the words of the gold's headline, as the bench scores it loosely. Five folds by host: prints the share of
pages whose most probable line is right, and the share given none, for several thresholds. --folds DIR writes the forest
of each fold (`titles-0.bin` …), --out one trained on all pages.
"""
import collections, json, os, re, sys
import numpy as np
import lightgbm as lgb

sys.path.insert(0, os.path.dirname(__file__))
import folds
from blocks import fold_of, host

TREES, LEAVES, RATE = 180, 10, 0.09
WORD = re.compile(r"\w+")


def likeness(a, b):
    a, b = (collections.Counter(WORD.findall(s.lower())) for s in (a, b))
    return 2.0 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def load(rows, gold):
    gold = {g["id"]: g for g in map(json.loads, open(gold, encoding="utf-8"))}
    out = []
    for r in map(json.loads, open(rows, encoding="utf-8")):
        g = gold[r["id"]]
        if not g.get("title"):
            continue
        y = [float(likeness(t, g["title"]) >= .8) for t in r["titles"]]
        out.append({"id": r["id"], "fold": fold_of(host(g)), "x": np.array(r["title_rows"], dtype=np.float32), "y": y})
    return out


def train(pages):
    """The choice within a page: softmax over its lines."""
    # A page that prints its headline nowhere teaches nothing of where headlines stand.
    pages = [p for p in pages if any(p["y"])]
    x = np.concatenate([p["x"] for p in pages])
    y = np.concatenate([p["y"] for p in pages])
    page = np.concatenate([[i] * len(p["y"]) for i, p in enumerate(pages)])
    want = y / np.bincount(page, weights=y)[page]

    def loss(sums, _):
        p = softmax(sums, page, len(pages))
        return p - want, np.maximum(p * (1 - p), 1e-3)

    settings = dict(objective=loss, num_leaves=LEAVES, learning_rate=RATE, min_data_in_leaf=15, lambda_l2=5.0,
                    feature_fraction=.5, bagging_fraction=.8, bagging_freq=1, seed=1, num_threads=1, deterministic=True, verbose=-1)
    return lgb.train(settings, lgb.Dataset(x, y), TREES)


def softmax(sums, page, pages):
    most = np.full(pages, -1e9)
    np.maximum.at(most, page, sums)
    e = np.exp(sums - most[page])
    return e / np.bincount(page, weights=e, minlength=pages)[page]


def figures(pages, prob, threshold):
    right, none = [], []
    for p in pages:
        q = prob[id(p)]
        q = softmax(q, np.zeros(len(q), int), 1) if len(q) else q
        best = int(np.argmax(q)) if len(q) else None
        given = best is not None and q[best] >= threshold
        right.append(given and p["y"][best] > 0)
        none.append(not given)
    return float(np.mean(right)), float(np.mean(none))


def main():
    options = folds.sets()
    pages = {rows: load(rows, gold) for rows, gold in options.set}
    for some in pages.values():
        print("share of headlines among the lines offered: %.3f" % np.mean([any(p["y"]) for p in some]))
    folds.run("titles", options, pages, train, figures, (.05, .1, .15, .2, .3, .4, .5))


if __name__ == "__main__":
    main()
