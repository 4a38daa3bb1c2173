#!/usr/bin/env python3
"""Fits the weights by which words without marks are believed to be reported speech (numpy).

    cargo build --release -p headwater-cli
    cargo build --release -p headwater-quote --features training --example belief_rows
    python3 training/belief.py target/release/headwater target/release/examples/belief_rows BENCH SET...

BENCH: the folder of the bench data. SET: folders of page sets in the form of `bench/trace`; a writer is the first two
letters of their names. Beside them stands `belief-real.tsv`: places in news pages of the extraction sets (page, first and
last byte, 1 for a clause or a request that somebody said), judged by readers who did not write the code. Prints average precision by the reader's own probability and by weights fitted on the other writers, what is
kept at some cuts, then the weights, for `src/belief.rs`.
"""
import hashlib, json, os, subprocess, sys

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


def real(headwater, belief, bench):
    """The places judged on real pages: page, whether it is right, the numbers as they are today. A place that is found
    no more, or with another end, is left out."""
    judged, seen = {}, {}
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "belief-real.tsv"), encoding="utf-8") as f:
        for line in list(f)[1:]:
            page, start, end, said = line.split("\t")
            judged.setdefault(page, {})[int(start), int(end)] = said.strip() == "1"
    for name in sorted({page.split("/")[0] for page in judged}):
        paths = [f"{bench}/extract/{name}/html/{page.split('/', 1)[1]}" for page in judged if page.startswith(name + "/")]
        read = subprocess.run([headwater, "read", *paths], capture_output=True, check=False).stdout
        made = subprocess.run([belief], input=read, capture_output=True, check=True).stdout
        for row in map(json.loads, made.splitlines()):
            places = judged.get(f"{name}/{row['id']}", {})
            for spans, numbers in row["weighed"]:
                said = places.get((spans[0][0], spans[-1][1]))
                if said is not None and (name, row["id"], spans[0][0]) not in seen:
                    seen[name, row["id"], spans[0][0]] = True
                    yield f"{name}/{row['id']}", said, numbers


def main(headwater, belief, bench, *sets):
    data = [(os.path.basename(top.rstrip("/"))[:2], *row) for top in sets for row in rows(headwater, belief, top)]
    writer = np.array([d[0] for d in data])
    y = np.array([d[1] for d in data])
    X = np.array([d[2] for d in data])
    print("%d findings, %d right" % (len(y), y.sum()))
    print("by the reader alone: %.3f" % precision(y, X[:, 0]))
    told = np.zeros(len(y))
    seen = list(real(headwater, belief, bench))
    Xr, yr = np.array([r[2] for r in seen]), np.array([r[1] for r in seen])
    for w in sorted(set(writer)):
        v = fit(np.vstack([X[writer != w], Xr]), np.r_[y[writer != w], yr])
        told[writer == w] = X[writer == w] @ v[:-1] + v[-1]
    print("by the other writers and real pages: %.3f" % precision(y, told))
    fold = lambda page: int(hashlib.sha256(page.encode()).hexdigest(), 16) % 5
    folds, of_real = np.array([fold(r[0]) for r in seen]), np.zeros(len(yr))
    for k in range(5):
        v = fit(np.vstack([X, Xr[folds != k]]), np.r_[y, yr[folds != k]])
        of_real[folds == k] = Xr[folds == k] @ v[:-1] + v[-1]
    print("%d places of real pages, %d right; five-fold: %.3f (by the reader alone %.3f)" % (
        len(yr), yr.sum(), precision(yr, of_real), precision(yr, Xr[:, 0])))
    for cut in (0.2, 0.3, 0.35, 0.4, 0.55):
        kept = told >= np.log(cut / (1 - cut))
        print("  from %.2f: %d kept, right %.3f; of the right ones %.3f" % (cut, kept.sum(), y[kept].mean(), y[kept].sum() / y.sum()))
        kept = of_real >= np.log(cut / (1 - cut))
        print("    real: %d kept, right %.3f; of the right ones %.3f" % (kept.sum(), yr[kept].mean(), yr[kept].sum() / yr.sum()))
    v = fit(np.vstack([X, Xr]), np.r_[y, yr])
    print("const BASE: f64 = %.3f;" % v[-1])
    print("const WEIGHTS: [f64; NUMBERS] = [%s];" % ", ".join("%.3f" % x for x in v[:-1]))


main(*sys.argv[1:])
