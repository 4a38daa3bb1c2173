#!/usr/bin/env python3
"""Train the block labeller of headwater-page: rows of numbers in, a small forest out.

usage: blocks.py [--kind html|flat] --set DUMP GOLD [--set DUMP GOLD ...] [--out WEIGHTS.bin] [--folds DIR]

DUMP.jsonl and DUMP.f32 come from `cargo run --release -p headwater-page --example blocks GOLD DUMP`.
Each block is labelled by the share of its 4-grams that the gold text has; short blocks by the
4-grams that they form with their neighbours. Five folds by host: prints the 4-gram F1 of each set
as the bench scores it, each page judged by trees that did not see its host. --folds DIR writes
the forest of each fold (`html-0.bin` …), --out one trained on all pages.
"""
import argparse, collections, hashlib, json, os, re, struct
import numpy as np
import lightgbm as lgb

WORD = re.compile(r"\w+")
TREES, LEAVES = 60, 24


def host(gold):
    u = (gold.get("url") or gold["id"]).replace("hard::", "http://")
    h = (re.split("[/?#]", u.split("://", 1)[1])[0] if "://" in u else u).lower()
    parts = h.split(":")[0].split(".")
    n = 3 if len(parts) > 2 and len(parts[-2]) <= 3 else 2
    return ".".join(parts[-n:])


def fold_of(h):
    return hashlib.sha256(h.encode()).digest()[0] % 5


def grams(t, n=4):
    if not t:
        return collections.Counter()
    return collections.Counter(tuple(t[i:i + n]) for i in range(max(1, len(t) - n + 1)))


def label(tokens, gold):
    g = grams(gold)
    lab = np.zeros(len(tokens))
    for i, t in enumerate(tokens):
        if len(t) >= 4:
            q = [tuple(t[j:j + 4]) for j in range(len(t) - 3)]
            lab[i] = sum(x in g for x in q) / len(q)
    prev = []
    nxt = [[]] * len(tokens)
    ahead = []
    for i in range(len(tokens) - 1, -1, -1):
        nxt[i] = ahead
        if lab[i] > .5:
            ahead = tokens[i][:3]
    for i, t in enumerate(tokens):
        if len(t) < 4 and t:
            a, b = prev[-3:] + t, t + nxt[i]
            hit = [tuple(x[j:j + 4]) in g for x, k in ((a, len(a)), (b, len(b))) for j in range(k - 3)]
            if hit and sum(hit) * 2 >= len(hit):
                lab[i] = 1
        if lab[i] > .5:
            prev = t if len(t) >= 3 else (prev + t)[-3:]
    return lab


def load(sets, width=None):
    pages = []
    for name, (dump, goldpath) in enumerate(sets):
        gold = {}
        for l in open(goldpath, encoding="utf-8"):
            g = json.loads(l)
            gold[g["id"]] = g
        raw = np.fromfile(dump + ".f32", dtype="<f4")
        at = 0
        for l in open(dump + ".jsonl", encoding="utf-8"):
            r = json.loads(l)
            n = len(r["seq"])
            x = raw[at:at + n * r["width"]].reshape(n, r["width"])
            at += n * r["width"]
            g = gold[r["id"]]
            if n == 0 or not g.get("text"):
                continue
            width = width or r["width"]
            if r["width"] != width:
                continue
            tok = [WORD.findall(r["lines"][i]) for i in r["seq"]]
            y = label(tok, WORD.findall(g["text"]))
            h = host(g)
            pages.append(dict(set=name, id=r["id"], x=x, y=y, tok=tok, gold=g["text"], host=h, fold=fold_of(h), lines=[r["lines"][i] for i in r["seq"]]))
    return pages


def weights(p):
    n = np.array([len(t) for t in p["tok"]], dtype=float)
    total = max(50.0, float((n * p["y"]).sum()))
    return (np.minimum(n, 200) + 2) / total * 20 + .05


def train(pages, trees=TREES, leaves=LEAVES, rate=.12, seed=1):
    x = np.concatenate([p["x"] for p in pages])
    y = np.concatenate([p["y"] for p in pages])
    w = np.concatenate([weights(p) * p.get("boost", 1.0) for p in pages])
    par = dict(objective="cross_entropy", num_leaves=leaves, learning_rate=rate, min_data_in_leaf=40,
               feature_fraction=.5, bagging_fraction=.8, bagging_freq=1, lambda_l2=2.0, num_threads=1, max_bin=127,
               verbose=-1, seed=seed, deterministic=True, force_row_wise=True)
    return lgb.train(par, lgb.Dataset(x, y, weight=w), trees)


def choose(p, prob, gain=1.0, twice=True):
    """Cut at the best expected F1, then drop lines already printed."""
    n = np.array([len(t) for t in p["tok"]], dtype=float)
    order = np.argsort(-prob, kind="stable")
    expect = float((prob * n).sum())
    tp = np.cumsum((prob * n)[order])
    f = 2 * tp / (np.cumsum(n[order]) * gain + expect + 1e-9)
    k = int(np.argmax(f)) + 1
    pick = np.zeros(len(n), bool)
    pick[order[:k]] = True
    pick &= prob > .1
    if twice:
        seen = set()
        for i in range(len(n)):
            t = [w.lower() for w in p["tok"][i]]
            if pick[i]:
                runs = [tuple(t[j:j + 5]) for j in range(len(t) - 4)]
                if runs and sum(r in seen for r in runs) >= .85 * len(runs):
                    pick[i] = False
                else:
                    seen.update(runs)
    return pick


def score(p, pick):
    pr = [w for i in np.nonzero(pick)[0] for w in p["tok"][i]]
    g, q = grams(WORD.findall(p["gold"])), grams(pr)
    tp = sum((g & q).values())
    return tp / max(1, sum(q.values())), tp / max(1, sum(g.values())), bool(q)


def table(pages, picks, names):
    for s in sorted({p["set"] for p in pages}):
        r = [score(p, k) for p, k in zip(pages, picks) if p["set"] == s]
        P = np.mean([a for a, b, c in r if c])
        R = np.mean([b for a, b, c in r])
        print("%-40s n %d f1 %.4f p %.4f r %.4f" % (names[s], len(r), 2 * P * R / (P + R), P, R))


def export(model, path):
    out = bytearray(b"HWF1")
    trees = model.dump_model()["tree_info"]
    out += struct.pack("<H", len(trees))
    for t in trees:
        inner, leaves = [], []

        def walk(n):
            if "leaf_value" in n and "split_feature" not in n:
                leaves.append(n["leaf_value"])
                return -len(leaves)
            i = len(inner)
            inner.append(None)
            l, r = walk(n["left_child"]), walk(n["right_child"])
            thr = np.float32(n["threshold"])
            inner[i] = (n["split_feature"], thr, l, r)
            return i
        walk(t["tree_structure"])
        out += struct.pack("<H", len(inner))
        for f, thr, l, r in inner:
            out += struct.pack("<Hfhh", f, thr, l, r)
        for v in leaves:
            out += struct.pack("<f", v)
    with open(path, "wb") as f:
        f.write(out)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--set", nargs=2, action="append", required=True)
    ap.add_argument("--out")
    ap.add_argument("--folds")
    ap.add_argument("--kind", default="html", choices=["html", "flat"])
    a = ap.parse_args()
    pages = load(a.set)
    names = [s[1] for s in a.set]
    picks = [None] * len(pages)
    if a.folds:
        os.makedirs(a.folds, exist_ok=True)
    for f in range(5):
        m = train([p for p in pages if p["fold"] != f])
        if a.folds:
            export(m, os.path.join(a.folds, "%s-%d.bin" % (a.kind, f)))
        for i, p in enumerate(pages):
            if p["fold"] == f:
                picks[i] = choose(p, m.predict(p["x"]))
    table(pages, picks, names)
    if a.out:
        export(train(pages), a.out)
        print(a.out, os.path.getsize(a.out), "bytes")


if __name__ == "__main__":
    main()
