#!/usr/bin/env python3
"""Fits the weights by which words without marks are believed to be reported speech (numpy).

    cargo build --release -p headwater-cli
    cargo build --release -p headwater-quote --features training --example belief_rows
    python3 training/belief.py target/release/headwater target/release/examples/belief_rows SET...

SET: folders of page sets in the form of `bench/trace`; a writer is the first two letters of their names.
Beside them stand `belief-real.tsv`: findings on real pages (source, language, whether the words are a clause or a
request that somebody said, the numbers), read by eye by somebody who did not write the code; no words of a page.
Prints average precision by the reader's own probability and by weights fitted on the other writers, what is
kept at some cuts, then the weights, for `src/belief.rs`.
"""
import json, os, subprocess, sys

import numpy as np


def gold(top):
    """By page: places of the words that are quoted, and of those that may be."""
    out = {}
    with open(os.path.join(top, "manifest.json"), encoding="utf-8") as f:
        files = json.load(f)["quotes"]
    for name in files if isinstance(files, list) else [files]:
        for line in open(os.path.join(top, name), encoding="utf-8"):
            d = json.loads(line)
            out[d["id"]] = (d["quotes"], d.get("optional", []))
    return out


def places(text, q):
    if q.get("content_texts"):
        found = [(text.find(w), len(w)) for w in q["content_texts"]]
        return {k for at, n in found if at >= 0 for k in range(at, at + n)}
    return {k for a, b in q.get("content_spans") or [] for k in range(a, b)}


def dice(a, b):
    return 2 * len(a & b) / max(1, len(a) + len(b))


def rows(headwater, belief, top):
    read = subprocess.run([headwater, "read", os.path.join(top, "pages")], capture_output=True, check=False).stdout
    made = subprocess.run([belief], input=read, capture_output=True, check=True).stdout
    known = gold(top)
    for page, row in zip(map(json.loads, read.splitlines()), map(json.loads, made.splitlines())):
        stem = page["id"].rsplit(".", 1)[0]
        wanted, free = known.get(stem) or known.get(page["id"]) or ([], [])
        text, raw = page["text"], page["text"].encode()
        at = lambda byte: len(raw[:byte].decode(errors="ignore"))
        wanted, free = [[places(text, q) for q in list_] for list_ in (wanted, free)]
        for spans, numbers in row["weighed"]:
            said = {k for a, b in spans for k in range(at(a), at(b))}
            # What need not be found, as in headlines, is right where it is.
            yield any(dice(said, w) >= 0.5 for w in wanted + free), numbers


def fit(X, y):
    """Logistic regression by Newton's method, with a small ridge."""
    Z = np.hstack([X, np.ones((len(X), 1))])
    v, ridge = np.zeros(Z.shape[1]), np.diag([0.5] * X.shape[1] + [0.0])
    for _ in range(40):
        p = 1 / (1 + np.exp(-Z @ v))
        v -= np.linalg.solve((Z.T * (p * (1 - p))) @ Z + ridge, Z.T @ (p - y) + ridge @ v)
    return v


def precision(y, score):
    """Average precision."""
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(y[order])
    return float((hits / np.arange(1, len(y) + 1))[y[order]].mean())


def real():
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "belief-real.tsv"), encoding="utf-8") as f:
        for line in f:
            source, lang, right, numbers = line.rstrip("\n").split("\t")
            yield source, right == "1", [float(x) for x in numbers.split()]


def main(headwater, belief, *sets):
    data = [(os.path.basename(top.rstrip("/"))[:2], *row) for top in sets for row in rows(headwater, belief, top)]
    writer = np.array([d[0] for d in data])
    y = np.array([d[1] for d in data])
    X = np.array([d[2] for d in data])
    print("%d findings, %d right" % (len(y), y.sum()))
    print("by the reader alone: %.3f" % precision(y, X[:, 0]))
    told = np.zeros(len(y))
    seen = list(real())
    Xr, yr = np.array([r[2] for r in seen]), np.array([r[1] for r in seen])
    for w in sorted(set(writer)):
        v = fit(np.vstack([X[writer != w], Xr]), np.r_[y[writer != w], yr])
        told[writer == w] = X[writer == w] @ v[:-1] + v[-1]
    print("by the other writers and real pages: %.3f" % precision(y, told))
    folds, of_real = np.arange(len(yr)) % 5, np.zeros(len(yr))
    for k in range(5):
        v = fit(np.vstack([X, Xr[folds != k]]), np.r_[y, yr[folds != k]])
        of_real[folds == k] = Xr[folds == k] @ v[:-1] + v[-1]
    print("real pages, five-fold: %.3f (by the reader alone %.3f)" % (precision(yr, of_real), precision(yr, Xr[:, 0])))
    for cut in (0.2, 0.25, 0.3, 0.4):
        kept = told >= np.log(cut / (1 - cut))
        print("  from %.2f: %d kept, right %.3f; of the right ones %.3f" % (cut, kept.sum(), y[kept].mean(), y[kept].sum() / y.sum()))
        kept = of_real >= np.log(cut / (1 - cut))
        print("    real: %d kept, right %.3f; of the right ones %.3f" % (kept.sum(), yr[kept].mean(), yr[kept].sum() / yr.sum()))
    v = fit(np.vstack([X, Xr]), np.r_[y, yr])
    print("const BASE: f64 = %.3f;" % v[-1])
    print("const WEIGHTS: [f64; NUMBERS] = [%s];" % ", ".join("%.3f" % x for x in v[:-1]))


main(*sys.argv[1:])
