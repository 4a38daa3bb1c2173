#!/usr/bin/env python3
"""Train the block labeller of headwater-page: rows of numbers in, two small forests and a table of words out.

usage: blocks.py --html DUMP GOLD [--html ...] --flat DUMP GOLD [--flat ...] [--out WEIGHTS] [--folds DIR]

DUMP.jsonl and DUMP.f32 come from `cargo run --release -p headwater-page --example blocks GOLD DUMP`.
Each block is labelled by the share of its 4-grams that the gold text has; short blocks by the
4-grams that they form with their neighbours. HTML whose gold is snippets gives the blocks that hold
one, but for what stands above the running text: their gold counts standfirsts and date lines to the
article now and then, which the others do not. Flattened pages without gold text learn from what the
forest for HTML makes of the same page, if that is among --html.

Five folds by host: prints the figures of each set nearly as the bench scores it, each page judged by
trees and words that did not see its host. --folds DIR writes those of each fold (`html-0.bin`,
`flat-0.bin`, `words-0.bin` …), --out those of all pages.
"""
import argparse, collections, hashlib, json, os, re, struct, sys
import numpy as np
import lightgbm as lgb

sys.path.insert(0, os.path.dirname(__file__))
import words

WORD = re.compile(r"\w+")
TREES, LEAVES, RATE = 120, 31, .07
# Weight of a block that holds a snippet, where a page has no other gold.
SNIPPET = 1.5
# Weight of the blocks of a flattened page that learns from its HTML, and the words it must have there.
READ, READ_WORDS = .6, 60
# As in label.rs.
GAIN = {"html": 1.5, "flat": 1.25}


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


def by_snippets(lines, x, gold):
    """Labels and weights where the gold has only snippets: a line that holds one counts, others do not."""
    fold = lambda t: " ".join(t.split())
    lines = [fold(l) for l in lines]
    running = (x[:, 0] >= 30) & (x[:, 11] + x[:, 12] >= 2) if len(x) else np.zeros(0, bool)
    first = int(np.argmax(running)) if running.any() else len(lines)
    y, w = np.zeros(len(lines)), np.zeros(len(lines))
    for value, snippets in ((0, gold.get("exclude")), (1, gold.get("include"))):
        for s in filter(None, map(fold, snippets or [])):
            for i, l in enumerate(lines):
                if (s in l or len(l) > 20 and l in s) and (value == 0 or i >= first):
                    y[i], w[i] = value, SNIPPET
    return y, w


def weights(tok, y):
    n = np.array([len(t) for t in tok], dtype=float)
    total = max(50.0, float((n * y).sum()))
    return (np.minimum(n, 200) + 2) / total * 20 + .05


def load(sets, flat):
    pages = []
    for name, (dump, goldpath) in enumerate(sets):
        with open(goldpath, encoding="utf-8") as f:
            gold = {g["id"]: g for g in map(json.loads, f)}
        raw = np.fromfile(dump + ".f32", dtype="<f4")
        at = 0
        for l in open(dump + ".jsonl", encoding="utf-8"):
            r = json.loads(l)
            n = len(r["seq"])
            x = raw[at:at + n * r["width"]].reshape(n, r["width"])
            at += n * r["width"]
            if n:
                pages.append(page(r, x, gold[r["id"]], name, flat))
    return pages


def page(r, x, gold, name, flat):
    array = lambda values: np.array(values, dtype=np.int64)
    lines = [r["lines"][i] for i in r["seq"]]
    calls = [r["calls"][c] for c in r["called"]] if r["calls"] else []
    of_class = np.repeat(np.arange(len(calls)), array([len(c) for c in calls]))
    p = dict(set=name, id=r["id"], x=x, lines=lines, tok=[WORD.findall(t) for t in lines], gold=gold.get("text"),
             host=host(gold), fold=fold_of(host(gold)), include=gold.get("include") or [],
             exclude=gold.get("exclude") or [], doubled=bool(gold.get("doubled")),
             lengths=array([len(w) for w in r["words"]]), words=array([w for line in r["words"] for w in line]),
             wholes=array(r["wholes"]), nodes=array(r["nodes"]), parents=array(r["parents"]),
             classes=array([w for c in calls for w in c]), of_class=of_class)
    if p["gold"]:
        p["y"] = label(p["tok"], WORD.findall(p["gold"]))
        p["w"] = weights(p["tok"], p["y"])
    else:
        p["y"], p["w"] = by_snippets(lines, x, gold)
    return p


def by_reading(p, text):
    """Labels and weights of a flattened page from the words that the forest for HTML chose; snippets stay."""
    y = label(p["tok"], text)
    w = weights(p["tok"], y) * READ
    told = p["w"] > 0
    return np.where(told, p["y"], y), np.where(told, p["w"], w)


def train(pages, trees=TREES, leaves=LEAVES, rate=RATE, seed=1):
    """A forest of rows `X`, labels and weights. Of short lines outside the body one in three is used, and
    counts thrice."""
    rng = np.random.default_rng(seed)
    parts = []
    for p, x, y, w in pages:
        dull = (y < .05) & (p["x"][:, 0] < 6)
        used = (w > 0) & (~dull | (rng.random(len(y)) < 1 / 3))
        parts.append((x[used], y[used], np.where(dull, 3 * w, w)[used]))
    x, y, w = map(np.concatenate, zip(*parts))
    par = dict(objective="cross_entropy", num_leaves=leaves, learning_rate=rate, min_data_in_leaf=40,
               feature_fraction=.5, bagging_fraction=.8, bagging_freq=1, lambda_l2=2.0, num_threads=1, max_bin=127,
               verbose=-1, seed=seed, deterministic=True, force_row_wise=True)
    return lgb.train(par, lgb.Dataset(x, y, weight=w, params=par), trees)


def is_inset(x):
    """As in label.rs; the columns are those of features.rs."""
    share, others, advert, more = (x[:, 26 + bit] > 0 for bit in (0, 1, 5, 8))
    short = (x[:, 0] <= 4) & (share | advert) & (x[:, 12] == 0)
    trail = (x[:, 0] < 25) & (x[:, 17] * x[:, 0] > 1.5) & (x[:, 38] > 0)
    return trail | short | (x[:, 0] <= 20) & (others | more) & (x[:, 2] > .5)


def choose(p, prob, gain):
    """Cut at the best expected F1, then drop insets and lines already printed: as label.rs does."""
    n = p["x"][:, 0].astype(float)
    order = np.argsort(-prob, kind="stable")
    expect = float((prob * n).sum())
    tp = np.cumsum((prob * n)[order])
    f = 2 * tp / (np.cumsum(n[order]) * gain + expect + 1e-9)
    k = int(np.argmax(f)) + 1
    pick = np.zeros(len(n), bool)
    pick[order[:k]] = True
    pick &= (prob > .1) & ~is_inset(p["x"])
    seen = set()
    for i in np.nonzero(pick)[0]:
        t = [w.lower() for w in p["tok"][i]]
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


def snippets(p, pick):
    fold = lambda t: " ".join(t.split())
    text = fold("\n".join(p["lines"][i] for i in np.nonzero(pick)[0]))
    hit = sum(fold(s) in text for s in p["include"])
    return hit, len(p["include"]) - hit, sum(fold(s) in text for s in p["exclude"])


def table(judged, names):
    """judged: pages and what was chosen of them."""
    groups = [(n, lambda p, i=i: p["set"] == i) for i, n in enumerate(names)] + [("doubled", lambda p: p["doubled"])]
    for name, which in groups:
        r = [score(p, k) for p, k in judged if which(p) and p["gold"]]
        if r:
            P = np.mean([a for a, b, c in r if c])
            R = np.mean([b for a, b, c in r])
            print("%-16s n %d f1 %.4f p %.4f r %.4f" % (name, len(r), 2 * P * R / (P + R), P, R), flush=True)
        hit, missed, extra = np.sum([snippets(p, k) for p, k in judged if which(p)] or [(0, 0, 0)], axis=0)
        if hit:
            print("%-16s snippets %.4f" % (name, 2 * hit / (2 * hit + missed + extra)), flush=True)


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


def run(html, flat, tables, without):
    """Forests for HTML and flattened text without a fold, and the pages of the fold as they judge them."""
    models, judged, read = [], [], {}
    for kind, pages in (("html", html), ("flat", flat)):
        rows = [tables.rows(p, without, kind == "flat") for p in pages]
        rows = [np.concatenate([p["x"], r], axis=1) for p, r in zip(pages, rows)]
        taught = []
        for p, x in zip(pages, rows):
            text = read.get(p["id"], ())
            y, w = by_reading(p, text) if not p["gold"] and len(text) >= READ_WORDS else (p["y"], p["w"])
            if p["fold"] != without:
                taught.append((p, x, y, w))
        model = train(taught)
        models.append(model)
        for p, x in zip(pages, rows):
            mine = p["fold"] == without
            if mine or kind == "html" and not p["gold"]:
                pick = choose(p, model.predict(x, num_threads=1), GAIN[kind])
                if mine:
                    judged.append((kind, p, pick))
                else:
                    read[p["id"]] = [w for i in np.nonzero(pick)[0] for w in p["tok"][i]]
    return models, judged


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--html", nargs=2, action="append", required=True)
    ap.add_argument("--flat", nargs=2, action="append", required=True)
    ap.add_argument("--out")
    ap.add_argument("--folds")
    a = ap.parse_args()
    html, flat = load(a.html, False), load(a.flat, True)
    tables = words.Tables(html)
    for p in html + flat:
        tables.find(p)
    judged = []
    for without in [*range(5)] * bool(a.folds) + [None] * bool(a.out):
        models, more = run(html, flat, tables, without)
        judged += more
        folder, end = (a.out, ".bin") if without is None else (a.folds, "-%d.bin" % without)
        os.makedirs(folder, exist_ok=True)
        for kind, model in zip(("html", "flat"), models):
            export(model, os.path.join(folder, kind + end))
        tables.write(os.path.join(folder, "words" + end), without)
        print("written:", folder, end, flush=True)
    for kind, sets in (("html", a.html), ("flat", a.flat)):
        table([(p, k) for which, p, k in judged if which == kind], [os.path.basename(d) for d, _ in sets])


if __name__ == "__main__":
    main()
