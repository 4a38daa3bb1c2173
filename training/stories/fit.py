#!/usr/bin/env python3
"""Fits the weights by which two articles are one story (numpy, scikit-learn).

    mkdir OUT && python3 training/stories/prepare.py ../shared/bench OUT
    for s in ecbplus basil undated apart; do
        target/release/examples/collate features < OUT/$s.jsonl > OUT/$s.features
    done
    python3 training/stories/fit.py OUT > crates/headwater-collate/src/stories/weights.rs

A features file has a line for each candidate pair: [id, id, numbers]. Each set counts alike,
whatever its size. The numbers and their products must be those of `evidence.rs`.
"""
import datetime
import json, sys
import numpy as np
from sklearn.linear_model import LogisticRegression


def expand(F):
    words, title, names, lead, cross, numbers, both, passages, day, dated, small, large = F.T
    s = (small - np.log(30)) / 2
    base = [words, title, names, lead, cross, numbers, both / 3, passages, day, dated, s, large / 5]
    products = [words * s, lead * s, names * s, cross * s, title * s, np.sqrt(np.maximum(words, 0)),
                np.sqrt(np.maximum(lead, 0)), words * day, words * words]
    return np.array(base + products).T


SETS = {"ecbplus": 1.0, "basil": 1.0, "undated": 1.0, "apart": 2.0}


def load(folder, name):
    with open(f"{folder}/{name}.jsonl", encoding="utf-8") as f:
        docs = {r["id"]: r for r in map(json.loads, f)}
    day = lambda i: datetime.date.fromisoformat(docs[i]["day"][:10])
    for line in open(f"{folder}/{name}.features", encoding="utf-8"):
        a, b, numbers = json.loads(line)
        if "story" in docs[a]:
            yield numbers, docs[a]["story"] == docs[b]["story"]
        elif abs((day(a) - day(b)).days) >= 14:
            yield numbers, False


def main():
    folder = sys.argv[1]
    X, y, w = [], [], []
    for name, weight in SETS.items():
        rows = list(load(folder, name))
        X.append(expand(np.array([r[0] for r in rows])))
        y.append(np.array([r[1] for r in rows]))
        w.append(np.full(len(rows), weight / len(rows)))
    X, y, w = np.vstack(X), np.concatenate(y), np.concatenate(w)
    w *= len(y) / w.sum()
    m = LogisticRegression(C=1.0, max_iter=3000).fit(X, y, sample_weight=w)
    print("//! Weights of the numbers that describe a pair of articles, fitted by")
    print("//! `training/stories/fit.py`; see `weights/stories.md`.")
    print()
    print("/// Log odds of a pair with nothing in common.")
    print(f"pub(super) const BASE: f64 = {m.intercept_[0]:.4f};")
    print("/// One weight a number, in the order of `expanded`.")
    print(f"pub(super) const WEIGHTS: [f64; {X.shape[1]}] = [")
    for v in m.coef_[0]:
        print(f"    {v:.4f},")
    print("];")


main()
