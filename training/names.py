#!/usr/bin/env python3
"""Train the choice among the names that may be a page's authors: rows of numbers in, a small forest out.

usage: names.py --set ROWS GOLD [--set ROWS GOLD ...] [--out WEIGHTS.bin] [--folds DIR] [--flat]

ROWS comes from `cargo run --release -p headwater-page --example fields GOLD ROWS [FOLDS]`. A name is
right if the gold has it, with or without degrees behind it. Five folds by host: prints F1 of names
as the bench scores it, and the share of pages without gold that are given one, for several
thresholds. --folds DIR writes the forest of each fold (`names-0.bin` …), --out one trained on all pages.
--flat: of flattened pages (`flat_names-0.bin` …), where small letters beside a date and desks in bylines are plain too.
"""
import json, os, sys, unicodedata
import numpy as np
import lightgbm as lgb

sys.path.insert(0, os.path.dirname(__file__))
import folds
from blocks import fold_of, host

TREES, LEAVES, RATE = 100, 8, 0.07
# A page without gold counts half: some name an author whom the annotators passed over.
NO_GOLD = 0.5
# What a page says plainly counts where nothing else does: a By line under the headline (column 5), or
# the word of a desk (44) in a name that tags (0, 1, 3, 4) call the author and that is not the outlet's (34).
PLAIN = 0.05
FLAT, FLAT_WIDTH = False, 56


def plain(row, flat=False):
    if flat and (row[54] > 0 or row[44] > 0 and not row[34] > 0 and max(row[50:54]) > 0):
        return True
    return row[5] > 0 or row[44] > 0 and not row[34] > 0 and max(row[0], row[1], row[3], row[4]) > 0


def key(s):
    return "".join(c for c in unicodedata.normalize("NFKC", s or "").casefold() if c.isalnum())


def load(rows, gold):
    gold = {g["id"]: g for g in map(json.loads, open(gold, encoding="utf-8"))}
    out = []
    for r in map(json.loads, open(rows, encoding="utf-8")):
        g = gold[r["id"]]
        if not g.get("title"):
            continue
        names = [key(n) for n in r["names"]]
        want = {key(a) for a in g.get("authors") or [] if key(a)}
        x = np.array(r["name_rows"], dtype=np.float32)
        # A flattened page that shows source code is read as HTML, and has rows of its own.
        if FLAT and x.ndim > 1 and x.shape[1] != FLAT_WIDTH:
            continue
        y = [float(n in want or len(n) > 8 and any(w.startswith(n) for w in want)) for n in names]
        out.append({"id": r["id"], "fold": fold_of(host(g)), "want": want, "names": names, "x": x, "y": y})
    return out


def train(pages):
    pages = [p for p in pages if p["names"]]
    x = np.concatenate([p["x"] for p in pages])
    y = np.concatenate([p["y"] for p in pages])
    # Pages that offer many names do not outweigh the others.
    w = np.concatenate([[(1.0 if v else len(p["y"]) ** -.5) * (1.0 if p["want"] else NO_GOLD) for v in p["y"]] for p in pages])
    settings = dict(objective="binary", num_leaves=LEAVES, learning_rate=RATE, min_data_in_leaf=20, lambda_l2=5.0,
                    feature_fraction=.5, bagging_fraction=.8, bagging_freq=1, seed=1, num_threads=1, deterministic=True, verbose=-1)
    return lgb.train(settings, lgb.Dataset(x, y, weight=w), TREES)


def pick(p, q, threshold):
    """The probable names, none that holds or is part of a more probable one."""
    out = []
    for i in sorted(range(len(q)), key=lambda i: -q[i]):
        n = p["names"][i]
        if q[i] >= threshold and len(out) < 8 and not any(n in m or m in n for m in out):
            out.append(n)
    rest = [i for i in range(len(q)) if plain(p["x"][i], FLAT) and q[i] >= PLAIN]
    if not out and rest:
        out.append(p["names"][max(rest, key=lambda i: q[i])])
    return set(out)


def figures(pages, prob, threshold):
    f, inv = [], []
    for p in pages:
        got = pick(p, prob[id(p)], threshold)
        if p["want"]:
            f.append(2.0 * len(got & p["want"]) / (len(got) + len(p["want"])))
        else:
            inv.append(bool(got))
    return float(np.mean(f)), float(np.mean(inv))


def main():
    global FLAT
    options = folds.sets()
    FLAT = options.flat
    pages = {rows: load(rows, gold) for rows, gold in options.set}
    for some in pages.values():
        there = [len(p["want"] & set(p["names"])) / len(p["want"]) for p in some if p["want"]]
        print("share of gold names among those offered: %.3f" % np.mean(there))
    folds.run("flat_names" if FLAT else "names", options, pages, train, figures, (.2, .25, .3, .35, .4, .45, .5, .55, .6, .7))


if __name__ == "__main__":
    main()
