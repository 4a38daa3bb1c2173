#!/usr/bin/env python3
"""Fits the weights by which a page tells news or does not (numpy, scikit-learn), and prints them.

    training/stories/news.py BENCH PROGRAM COLLATE > crates/headwater-collate/src/stories/news_weights.rs

BENCH is the folder of the bench data, PROGRAM the built `headwater`, COLLATE the built example `collate`. news.tsv has a
row for each page of the extraction sets: R a report or an announcement, O a comment on current matters, G a guide, manual,
product, service or another page that tells no news, X one that cannot be told. Each was judged by its headline and first
330 characters, by readers who did not see what the program makes of it. Figures on standard error are of pages whose
host was not learned from; `held` are those of the fifth that nobody reads (by hash of the id).
"""
import collections, hashlib, json, os, subprocess, sys
from urllib.parse import urlparse
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

# What the numbers of a vector are scaled by before the ridge.
SCALE, RIDGE = 12.0, 0.1


def pages(bench, program, collate, kinds):
    """Each judged page: its id, host, language and numbers."""
    for name in sorted({page.split("/")[0] for page in kinds}):
        read = subprocess.run([program, "read", f"{bench}/extract/{name}/html"], capture_output=True, text=True).stdout
        articles = {a["id"]: a for a in map(json.loads, read.splitlines())}
        found = subprocess.run([collate, "news"], input=read, capture_output=True, text=True, check=True).stdout
        for page, numbers in map(json.loads, found.splitlines()):
            a = articles[page]
            size = sum(e - s for s, e in a.get("body", []))
            if kinds.get(f"{name}/{page}", "X") != "X" and size >= 50:
                yield f"{name}/{page}", urlparse(a.get("url") or "").netloc or page, a.get("lang"), numbers


def main():
    bench, program, collate = sys.argv[1:4]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "news.tsv"), encoding="utf-8") as file:
        kinds = dict(line.rstrip("\n").split("\t") for line in list(file)[1:])
    ids, hosts, langs, numbers = zip(*pages(bench, program, collate, kinds))
    x = np.array(numbers)
    x[:, :-4] *= SCALE
    kind = np.array([kinds[i] for i in ids])
    y = (kind != "G").astype(int)
    held = np.array([int(hashlib.sha256(i.encode()).hexdigest(), 16) % 5 == 0 for i in ids])
    english = np.array([lang == "en" for lang in langs])
    new = lambda: LogisticRegression(C=RIDGE, max_iter=5000)
    odds = np.zeros(len(y))
    for train, test in GroupKFold(5).split(x, y, hosts):
        odds[test] = new().fit(x[train], y[train]).decision_function(x[test])
    for name, of in [("all", y >= 0), ("held", held), ("English", english), ("others", ~english)]:
        none = of & (odds <= -.8)
        print(f"{name}: {of.sum()} pages, AUC {roc_auc_score(y[of], odds[of]):.3f}; taken for none at -0.8: "
              f"right {(y[none] == 0).mean():.3f}, of all that are none {(y[none] == 0).sum() / (y[of] == 0).sum():.3f}, "
              f"of reports {(odds[of & (kind == 'R')] <= -.8).mean():.3f}", file=sys.stderr)
    print(collections.Counter(kind), file=sys.stderr)
    m = new().fit(x, y)
    weights = m.coef_[0].copy()
    weights[:-4] *= SCALE
    print("//! Weights of the numbers that tell a page of news from another, fitted by")
    print("//! `training/stories/news.py`; see `weights/stories.md`.")
    print()
    print("use super::news::NUMBERS;")
    print()
    print("/// Log odds of a page of which nothing is known.")
    print(f"pub(super) const BASE: f64 = {m.intercept_[0]:.3f};")
    print("/// One weight a number, in the order of `numbers`.")
    print("pub(super) const WEIGHTS: [f64; NUMBERS] = [")
    words = [f"{w:.3f}," for w in weights]
    line = "   "
    for word in words:
        if len(line) + 1 + len(word) > 100:
            print(line)
            line = "   "
        line += " " + word
    print(line)
    print("];")


main()
