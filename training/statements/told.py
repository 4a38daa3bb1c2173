#!/usr/bin/env python3
"""Fits the weights of sentences in a report's own words and prints them, cross-validated by writer.

    told.py BENCH PROGRAM COLLATE [MORE]

As fit.py, with the written sets alone. Needs numpy. A sentence says a statement if a gold utterance overlaps it by half and
overlaps a reading of the statement by half. What is printed goes into src/utterances/told.rs.
"""
import json, os, subprocess, sys
import numpy as np
from fit import asked, fit, scorer, speaks

NAMES = "alike held sense num= num/ num1 names length tells run lead lead-in-report title".split()


def rows(score, top, articles, collate):
    said = speaks(score, top, articles)
    for sentence, readings, row in asked(collate, "told", articles, True):
        x, y = said(*sentence), set().union(*(said(*r) for r in readings))
        yield row, bool(x & y), bool(x or y), 1.0 if x and y else 0.5


def main(bench, program, collate, *more):
    score, found, dev = scorer(bench), [], os.path.join(bench, "desk/dev")
    for top in (os.path.join(folder, name) for folder in (dev, *more) for name in sorted(os.listdir(folder))):
        traced = subprocess.run([program, "trace", "--format", "json", f"{top}/pages"], capture_output=True, text=True)
        articles = json.loads(traced.stdout)["articles"]
        for article in articles:
            article.pop("story", None)
        found += [(os.path.basename(top)[:2], *r) for r in rows(score, top, articles, collate)]
    writer, known = np.array([r[0] for r in found]), np.array([r[3] for r in found])
    x, y, w = np.array([r[1] for r in found]), np.array([r[2] for r in found], float), np.array([r[4] for r in found])
    p = np.zeros(len(y))
    for one in sorted(set(writer)):
        b = fit(x[writer != one], y[writer != one], w[writer != one])
        p[writer == one] = 1 / (1 + np.exp(-(b[0] + x[writer == one] @ b[1:])))
    for least in (.5, .65, .8):
        sure = p >= least
        print(f"at {least}: {sure.sum()} of {len(y)}, right {y[sure & known].mean():.3f} of those that gold knows, "
              f"found {y[sure].sum() / y.sum():.3f}")
    b = fit(x, y, w)
    print(f"base {b[0]:.3f};", ", ".join(f"{n} {v:.3f}" for n, v in zip(NAMES, b[1:])))


if __name__ == "__main__":
    main(*sys.argv[1:])
