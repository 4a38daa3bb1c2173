#!/usr/bin/env python3
"""Fits the weights of statement pairs and prints them with figures cross-validated by writer.

    fit.py BENCH PROGRAM COLLATE [MORE]

BENCH is the folder of the bench data, PROGRAM the built `headwater`, COLLATE the built example `collate`, MORE a
second folder of page sets with gold beside desk/dev. Needs numpy. Each set is traced as read, and once more with the
quotations of its gold; pairs of units come from `collate statements`. A pair is one statement if a gold
utterance overlaps both units by half.

Written sets hold reports of one event and little else. real.jsonl names stories and windows of real pages, with pairs
that were read by eye (places, 1 for one statement, and how many pairs of its kind each stands for). Of the other pairs of
these pages one in twelve counts as two statements where the fit on written sets leaves it below .25.

What is printed goes into src/utterances/weights.rs.
"""
import gzip, importlib.util, json, os, re, subprocess, sys, tempfile
import numpy as np

NAMES = "alike held sense same differ num= num/ num1 names direct length tells run differ*run crowd lead".split()
REAL = os.path.join(os.path.dirname(os.path.abspath(__file__)), "real.jsonl")
UNSURE = .25


def scorer(bench):
    path = os.path.join(bench, "trace/score.py")
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lines(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def given(score, top, article):
    """The article with the quotations of gold in place of those found."""
    gold = {row["id"]: row for name in ("gold", "html") for row in lines(f"{top}/quotes/{name}.jsonl")}
    row = next((g for k, g in gold.items() if score.stem(article).startswith(k)), None)
    if row is None:
        return article
    quotes, used, text = [], [], article["text"]
    for quote in row["quotes"] + row.get("optional", []):
        spans = quote.get("content_spans") or []
        for words in [] if spans else quote["content_texts"]:
            pattern = re.escape(words).replace("\\ ", "\\s+")
            found = [[m.start(), m.end()] for m in re.finditer(pattern, text)]
            fresh = [p for p in found if p not in used] or found
            body = [p for p in fresh if any(s <= p[0] < e for s, e in article["body"])]
            spans = spans + (body or fresh)[:1]
        if not spans:
            continue
        used += spans
        inside = any(s < spans[0][1] and spans[0][0] < e for s, e in article["body"])
        title = article.get("title_span") or [0, 0]
        zone = "body" if inside else "title" if title[0] <= spans[0][0] < title[1] else "frame"
        quotes.append({"start": spans[0][0], "end": spans[-1][1], "kind": quote["kind"], "content_spans": spans,
                       "speaker_spans": [], "speaker": quote.get("speaker_name") or quote.get("speaker"),
                       "cue_spans": [], "chain": [], "zone": zone, "confidence": 1.0})
    quotes.sort(key=lambda q: (q["start"], q["end"]))
    for i, quote in enumerate(quotes):
        quote["id"] = f"q{i + 1}"
    names = sorted({q["speaker"] for q in quotes if q["speaker"]})
    people = [{"name": n, "spellings": [n], "role": None, "mentions": []} for n in names]
    return {**article, "quotes": quotes, "people": people}


def speaks(score, top, articles):
    """A function from a page and a place in it to the gold utterances that overlap it by half."""
    by_id = {a["id"]: a for a in articles}
    gold = []
    for row in lines(f"{top}/reuse/utterances.jsonl"):
        for v in row["variants"]:
            page = next((i for i, a in by_id.items() if score.stem(a).startswith(v["page"])), None)
            if page is None:
                continue
            place = (v["start"], v["end"]) if v.get("start") is not None else score.find(by_id[page]["text"], v["text"])
            if place:
                gold.append((page, place, row["utterance"]))
    return lambda page, start, end: {u for i, p, u in gold if i == page and
                                     score.over((start, end), p) >= .5 * min(end - start, p[1] - p[0])}


def asked(collate, verb, articles, model):
    """The rows that the example `collate` prints of these articles."""
    text = "".join(json.dumps(a, ensure_ascii=False) + "\n" for a in articles)
    command = [collate, verb] + (["shipped"] if model else [])
    found = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return map(json.loads, found.splitlines())


def pairs(score, top, articles, collate, model):
    said = speaks(score, top, articles)
    for a, b, same, row in asked(collate, "statements", articles, model):
        x, y = said(*a), said(*b)
        yield same, row, bool(x & y), 1.0 if x and y else 0.5


def fit(x, y, w, ridge=1.0):
    x = np.hstack([np.ones((len(x), 1)), x])
    b, keep = np.zeros(x.shape[1]), np.eye(x.shape[1]) * ridge
    keep[0, 0] = 1e-3
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ b, -30, 30)))
        b -= np.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + keep, x.T @ (w * (p - y)) + keep @ b)
    return b


def traced(program, pages):
    command = [program, "trace", "--format", "json", "--tagger", "deep", *pages]
    found = subprocess.run(command, capture_output=True, text=True)
    articles = json.loads(found.stdout)["articles"]
    return [{k: v for k, v in a.items() if k != "story"} for a in articles]


def windows(bench, program):
    """The stories and windows of real pages: their articles and the pairs that were read."""
    with gzip.open(os.path.join(bench, "real/wire/docs.jsonl.gz"), "rt", encoding="utf-8") as file:
        wire = {json.loads(line)["id"]: line for line in file}
    for row in lines(REAL):
        if row["set"] == "real/wire":
            with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
                file.writelines(wire[i] for i in row["pages"])
                file.flush()
                yield "wire", traced(program, [file.name]), row["pairs"]
        else:
            yield row["set"], traced(program, [os.path.join(bench, row["set"], "html", p) for p in row["pages"]]), row["pairs"]


def read(score, articles, pairs, collate, model):
    """Rows of the pairs that were read, and of the others with no answer."""
    def is_(a, b):
        return a[0] == b[0] and score.over(a[1:], b[1:]) >= .5 * max(a[2] - a[1], b[2] - b[1])
    known = [(tuple(p[:3]), tuple(p[3:6]), p[6], p[7]) for p in pairs]
    for a, b, same, row in asked(collate, "statements", articles, model):
        hit = next((p for p in known if is_(a, p[0]) and is_(b, p[1]) or is_(a, p[1]) and is_(b, p[0])), None)
        yield same, row, None if hit is None else bool(hit[2]), 2.0 if hit is None else hit[3]


def guess(b, x):
    return 1 / (1 + np.exp(-(b[0] + x @ b[1:])))


def tell(title, p, y, w):
    order = np.argsort(-p)
    hits = np.cumsum((y * w)[order])
    ap = (hits / np.cumsum(w[order]) * (y * w)[order]).sum() / (y * w).sum()
    sure = p >= .55
    right = (y * w)[sure].sum()
    print(f"{title}: {len(y)} pairs, AP {ap:.3f}, at .55 P {right / w[sure].sum():.3f} R {right / (y * w).sum():.3f}")


def main(bench, program, collate, *more):
    score, rows, real = scorer(bench), [], []
    for top in (os.path.join(f, n) for f in (os.path.join(bench, "desk/dev"), *more) for n in sorted(os.listdir(f))):
        articles = traced(program, [f"{top}/pages"])
        for gold in (True, False):
            used = [given(score, top, a) for a in articles] if gold else articles
            for model in (True, False):
                kind = "gold" if gold else "found"
                rows += [(os.path.basename(top)[:2], kind, model, *p) for p in pairs(score, top, used, collate, model)]
    for name, articles, known in windows(bench, program):
        for model in (True, False):
            real += [(name, "real", model, *p) for p in read(score, articles, known, collate, model)]
    for same in (True, False):
        for model in (True, False):
            written = [r for r in rows if r[2] == model and r[3] == same]
            x, y, w = (np.array([r[i] for r in written], float) for i in (4, 5, 6))
            first = fit(x, y, w)
            others = [r for r in real if r[2] == model and r[3] == same]
            low = [r for r in others if r[5] is None and guess(first, np.array(r[4])) < UNSURE][::12]
            low = [(*r[:5], False, r[6]) for r in low]
            part = written + [r for r in others if r[5] is not None] + low
            x, y, w = (np.array([r[i] for r in part], float) for i in (4, 5, 6))
            writer, kind = (np.array([r[i] for r in part]) for i in (0, 1))
            p = np.zeros(len(y))
            for one in sorted(set(writer)):
                p[writer == one] = guess(fit(x[writer != one], y[writer != one], w[writer != one]), x[writer == one])
            title = ("one language" if same else "two languages") + (", with the model" if model else ", without")
            for k in ("gold", "found", "real"):
                tell(f"{title}, {k}", *(v[kind == k] for v in (p, y, w)))
            b = fit(x, y, w)
            print("  ", f"base {b[0]:.3f};", ", ".join(f"{n} {v:.3f}" for n, v in zip(NAMES, b[1:])))


if __name__ == "__main__":
    main(*sys.argv[1:])
