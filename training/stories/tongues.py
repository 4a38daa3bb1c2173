#!/usr/bin/env python3
"""Fits the weights by which two articles of two languages are one story (numpy).

    target/release/examples/collate tongues < ARTICLES.jsonl > PAIRS.jsonl
    python3 training/stories/tongues.py ARTICLES.jsonl PAIRS.jsonl

ARTICLES: the articles of written page sets as `headwater read` gives them, their ids `SET/ID`, with
the name of their true story in `gold`. Pairs of two sets are of two stories; their days are taken
for the same, since sets play in different years. Prints how well each set is told by the weights
fitted on the others, then the weights.
"""
import json, sys
import numpy as np


def rows(articles, pairs):
    with open(articles, encoding="utf-8") as f:
        gold = {r["id"]: r["gold"] for r in map(json.loads, f)}
    for line in open(pairs, encoding="utf-8"):
        a, b, numbers = json.loads(line)
        one, two = a.split("/")[0], b.split("/")[0]
        if one != two:
            numbers[4], numbers[5] = 0.0, 1.0
        yield one, two, numbers, gold[a] == gold[b]


def fit(X, y, same):
    """Logistic regression by Newton's method, with a small ridge."""
    # Pairs within a set are few and hard; those across are many and easy: each kind counts alike.
    w = np.where(same, 1.0 / max(1, same.sum()), 1.0 / max(1, (~same).sum()))
    w *= len(y) / w.sum()
    Z = np.hstack([X, np.ones((len(X), 1))])
    v = np.zeros(Z.shape[1])
    ridge = np.diag([0.05] * X.shape[1] + [0.0])
    for _ in range(60):
        p = 1.0 / (1.0 + np.exp(-Z @ v))
        step = np.linalg.solve((Z.T * (w * p * (1 - p))) @ Z + ridge + 1e-9 * np.eye(len(v)),
                               Z.T @ (w * (p - y)) + ridge @ v)
        v -= step
    return v


def likely(v, X):
    return 1.0 / (1.0 + np.exp(-(X @ v[:-1] + v[-1])))


def main():
    data = list(rows(*sys.argv[1:3]))
    X = np.array([d[2] for d in data])
    y = np.array([d[3] for d in data])
    one, two = np.array([d[0] for d in data]), np.array([d[1] for d in data])
    same = one == two
    total = np.zeros(4, int)
    for name in sorted(set(one)):
        test = same & (one == name)
        train = (one != name) & (two != name)
        if not test.any():
            continue
        p = likely(fit(X[train], y[train], same[train]), X[test]) >= 0.3
        t = y[test]
        got = np.array([(p & t).sum(), t.sum(), (p & ~t).sum(), (~t).sum()])
        total += got
        print("%-6s joined %d of %d; falsely %d of %d" % (name, *got))
    m = fit(X, y, same)
    print("all    joined %d of %d; falsely %d of %d" % tuple(total))
    across = likely(m, X[~same])
    print("across sets: %d of %d at .3 and more" % ((across >= 0.3).sum(), len(across)))
    print("const BASE: f64 = %.4f;" % m[-1])
    print("const WEIGHTS: [f64; %d] = [%s];" % (X.shape[1], ", ".join("%.4f" % v for v in m[:-1])))


main()
