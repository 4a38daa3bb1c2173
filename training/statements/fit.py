#!/usr/bin/env python3
"""Fits the weights of statement pairs and prints them with figures cross-validated by writer.

    fit.py BENCH PROGRAM COLLATE [MORE]

BENCH is the folder of the bench data, PROGRAM the built `headwater`, COLLATE the built example `collate`, MORE a
second folder of page sets with gold beside desk/dev. Needs numpy. Each set is traced as read, and once more with the
quotations of its gold; pairs of units come from `collate statements`. A pair is one statement if a gold
utterance overlaps both units by half.

Written sets hold reports of one event and little else. real.jsonl names stories of the extraction sets, with pairs
that were read by eye (places, 1 for one statement, and how many pairs of its kind each stands for). Of the other pairs of
these pages one in twelve counts as two statements where the fit on written sets leaves it below .25.

Pairs in one language are weighed twice, the second time with how much else their pages share. What is printed goes
into src/utterances/weights.rs.
"""
import importlib.util, json, os, re, subprocess, sys
import numpy as np

# What describes a pair: alike held sense same differ num= num/ num1 names direct length tells run differ*run crowd lead.
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
        yield tuple(a), tuple(b), same, row, bool(x & y), 1.0 if x and y else 0.5


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


def stories(bench, program):
    """The stories of real pages: their articles and the pairs that were read."""
    for row in lines(REAL):
        yield row["set"], traced(program, [os.path.join(bench, row["set"], "html", p) for p in row["pages"]]), row["pairs"]


def read(score, articles, pairs, collate, model):
    """Rows of the pairs that were read, and of the others with no answer."""
    def is_(a, b):
        return a[0] == b[0] and score.over(a[1:], b[1:]) >= .5 * max(a[2] - a[1], b[2] - b[1])
    known = [(tuple(p[:3]), tuple(p[3:6]), p[6], p[7]) for p in pairs]
    for a, b, same, row in asked(collate, "statements", articles, model):
        hit = next((p for p in known if is_(a, p[0]) and is_(b, p[1]) or is_(a, p[1]) and is_(b, p[0])), None)
        yield tuple(a), tuple(b), same, row, None if hit is None else bool(hit[2]), 2.0 if hit is None else hit[3]


def guess(b, x):
    return 1 / (1 + np.exp(-np.clip(b[0] + x @ b[1:], -30, 30)))


def chosen(sets, same, first=None):
    """Numbers, answers and weights of all pairs with an answer, and of every twelfth that was not read and that a
    first fit leaves below UNSURE: two statements."""
    known = [(r, *p[4:]) for rows, numbers in sets for p, r in zip(rows, numbers) if p[2] == same and p[4] is not None]
    if first is not None:
        low = [(r, p[3]) for rows, numbers in sets for p, r in zip(rows, numbers) if p[2] == same and p[4] is None]
        known += [(r, False, 2.0) for r, row in low if guess(first, np.array(row)) < UNSURE][::12]
    return tuple(np.array([k[i] for k in known], float) for i in range(3))


def firsts(sets):
    """The first fit of each kind of pair, by its own numbers."""
    own = [(rows, [p[3] for p in rows]) for rows in sets]
    return {same: fit(*chosen(own, same, fit(*chosen(own, same)))) for same in (True, False)}


def company(first, rows):
    """The numbers of each pair of one set, and behind them how many statements the two pages share otherwise: of the
    units of the one the likelihoods of the best partners in the other, summed without the pair's own units, as a share
    in nats; of the two directions the less. Then its products with all numbers."""
    odds = [guess(first[p[2]], np.array(p[3])) for p in rows]
    best, units = {}, {}
    for (a, b, *_), p in zip(rows, odds):
        for x, y in ((a, b), (b, a)):
            units.setdefault(x[0], set()).add(x)
            slot = best.setdefault((x[0], y[0]), {})
            if p > slot.get(x, (0, None))[0]:
                slot[x] = (p, y)
    def shared(x, y):
        return sum(p for u, (p, v) in best[x[0], y[0]].items() if u != x and v != y)
    for a, b, _, row, *_ in rows:
        n = min(len(units[a[0]]), len(units[b[0]])) - 1
        more = list(row) + [float(np.log((min(shared(a, b), shared(b, a)) + .3) / (n + 1)))]
        yield more + [more[-1] * x for x in more]


def tell(title, p, y, w):
    order = np.argsort(-p)
    hits = np.cumsum((y * w)[order])
    ap = (hits / np.cumsum(w[order]) * (y * w)[order]).sum() / (y * w).sum()
    sure = p >= .55
    right = (y * w)[sure].sum()
    print(f"{title}: {len(y)} pairs, AP {ap:.3f}, at .55 P {right / w[sure].sum():.3f} R {right / (y * w).sum():.3f}")


def fitted(sets, same):
    """Fits on sets of pairs: gives the weights and what to put before them. Two languages have too few pairs of one page
    for more than their own numbers."""
    first = firsts(sets)
    if not same:
        return first, first[same]
    full = [(rows, list(company(first, rows))) for rows in sets]
    return first, fit(*chosen(full, same, first[same]), ridge=3.0)


def main(bench, program, collate, *more):
    score, groups = scorer(bench), []
    for top in (os.path.join(f, n) for f in (os.path.join(bench, "desk/dev"), *more) for n in sorted(os.listdir(f))):
        articles = traced(program, [f"{top}/pages"])
        for kind in ("gold", "found"):
            used = [given(score, top, a) for a in articles] if kind == "gold" else articles
            groups += [(os.path.basename(top)[:2], kind, m, list(pairs(score, top, used, collate, m))) for m in (True, False)]
    for name, articles, known in stories(bench, program):
        groups += [(name, "real", m, list(read(score, articles, known, collate, m))) for m in (True, False)]
    for same in (True, False):
        for model in (True, False):
            mine = [g for g in groups if g[2] == model]
            out = {}
            for one in sorted({g[0] for g in mine}):
                first, b = fitted([g[3] for g in mine if g[0] != one], same)
                for _, kind, _, rows in (g for g in mine if g[0] == one):
                    numbers = list(company(first, rows)) if same else [p[3] for p in rows]
                    x, y, w = chosen([(rows, numbers)], same)
                    if len(y):
                        out.setdefault(kind, []).append((guess(b, x), y, w))
            title = ("one language" if same else "two languages") + (", with the model" if model else ", without")
            for kind, parts in out.items():
                tell(f"{title}, {kind}", *(np.concatenate(v) for v in zip(*parts)))
            first, b = fitted([g[3] for g in mine], same)
            tables = [("own", first[same])] + ([("all", b)] if same else [])
            for name, t in tables:
                print(f"  {name} base {t[0]:.3f};", ", ".join(f"{v:.3f}" for v in t[1:]))


if __name__ == "__main__":
    main(*sys.argv[1:])
