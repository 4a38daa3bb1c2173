#!/usr/bin/env python3
"""Measure `read` on the bench's page sets and print the scorer's tables (stdlib only).

usage: read.py BENCH/extract [--folds DIR] [--work DIR] [--only SET ...]

Builds nothing: wants `cargo build --release -p headwater-page --examples` done before; the folder of
the examples is $CARGO_TARGET_DIR/release/examples or target/release/examples. --folds DIR are
the weights of five folds (see training/README.md), for figures where no page is judged by trees
that saw its host; without it the shipped weights, which saw all of aeb and wcxb, are used.
"""
import argparse, json, os, subprocess, sys, tempfile

SETS = ["aeb", "wcxb", "traf", "htmldate", "flattened", "flattened/aeb", "flattened/wcxb"]


def doubled(golds, work):
    """The flattened pages whose body stands twice, as a set of their own."""
    path = os.path.join(work, "doubled.jsonl")
    with open(path, "w", encoding="utf-8") as out:
        for gold in golds:
            out.writelines(l for l in open(gold, encoding="utf-8") if json.loads(l).get("doubled"))
    return path


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("bench")
    ap.add_argument("--folds")
    ap.add_argument("--work")
    ap.add_argument("--only", nargs="*")
    a = ap.parse_args()
    tool = os.path.join(os.environ.get("CARGO_TARGET_DIR", "target"), "release", "examples", "extract")
    work = a.work or tempfile.mkdtemp()
    flat = []
    for s in a.only or SETS:
        gold = os.path.join(a.bench, s, "gold.jsonl")
        if s == "flattened/wcxb":
            out = os.path.join(work, "flat-wcxb")
            gold = os.path.join(out, "gold.jsonl")
            if not os.path.exists(gold):
                subprocess.run([sys.executable, os.path.join(a.bench, "flatten.py"), "--gold", os.path.join(a.bench, "wcxb", "gold.jsonl"), "--out", out], check=True, stdout=subprocess.DEVNULL)
        pred = os.path.join(work, s.replace("/", "_") + ".jsonl")
        print("==", s, flush=True)
        subprocess.run([tool, gold, pred] + ([a.folds] if a.folds else []), check=True)
        score = [sys.executable, os.path.join(a.bench, "score.py")]
        subprocess.run(score + ["--gold", gold, "--pred", pred])
        if s.startswith("flattened/"):
            flat.append((gold, pred))
        sys.stdout.flush()
    if len(flat) == 2:
        print("== flattened, doubled", flush=True)
        preds = [w for _, pred in flat for w in ("--pred", pred)]
        subprocess.run(score + ["--gold", doubled([g for g, _ in flat], work)] + preds)


if __name__ == "__main__":
    main()
