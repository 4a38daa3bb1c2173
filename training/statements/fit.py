#!/usr/bin/env python3
"""Fits the weights of statement pairs and prints them with figures cross-validated by writer.

    fit.py SETS PROGRAM COLLATE

SETS is a folder of page sets with gold (bench/desk/dev), PROGRAM the built `headwater`, COLLATE the built
example `collate` of headwater-collate. Needs numpy. Each set is traced as read, and once more with the
quotations of its gold; pairs of units come from `collate statements`. A pair is one statement if a gold
utterance overlaps both units by half. What is printed goes into src/utterances/weights.rs.
"""
import importlib.util, json, os, re, subprocess, sys
import numpy as np

NAMES = "alike held sense same differ num= num/ num1 names direct length tells run differ*run lead".split()


def scorer(sets):
    path = os.path.join(sets, "../../trace/score.py")
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
        p = 1 / (1 + np.exp(-x @ b))
        b -= np.linalg.solve((x * (w * p * (1 - p))[:, None]).T @ x + keep, x.T @ (w * (p - y)) + keep @ b)
    return b


def main(sets, program, collate):
    score = scorer(sets)
    rows = []
    for name in sorted(os.listdir(sets)):
        top = os.path.join(sets, name)
        found = subprocess.run([program, "trace", "--format", "json", f"{top}/pages"], capture_output=True, text=True)
        articles = json.loads(found.stdout)["articles"]
        for article in articles:
            article.pop("story", None)
        for gold in (True, False):
            used = [given(score, top, a) for a in articles] if gold else articles
            for model in (True, False):
                rows += [(name[:2], gold, model, *p) for p in pairs(score, top, used, collate, model)]
    for same in (True, False):
        for model in (True, False):
            part = [r for r in rows if r[2] == model and r[3] == same]
            x, y = np.array([r[4] for r in part], float), np.array([r[5] for r in part], float)
            w, writer, gold = np.array([r[6] for r in part]), np.array([r[0] for r in part]), np.array([r[1] for r in part])
            p = np.zeros(len(y))
            for one in sorted(set(writer)):
                b = fit(x[writer != one], y[writer != one], w[writer != one])
                p[writer == one] = 1 / (1 + np.exp(-(b[0] + x[writer == one] @ b[1:])))
            title = ("one language" if same else "two languages") + (", with the model" if model else ", without")
            for kind in (True, False):
                m = gold == kind
                order = np.argsort(-p[m])
                hits = np.cumsum(y[m][order])
                ap = (hits / np.arange(1, len(order) + 1) * y[m][order]).sum() / y[m].sum()
                sure = p[m] >= .5
                print(f"{title}, {'gold' if kind else 'found'} quotations: AP {ap:.3f}, at .5 P {y[m][sure].mean():.3f} R {y[m][sure].sum() / y[m].sum():.3f}")
            b = fit(x, y, w)
            print("  ", f"base {b[0]:.3f};", ", ".join(f"{n} {v:.3f}" for n, v in zip(NAMES, b[1:])))


if __name__ == "__main__":
    main(*sys.argv[1:])
