"""Learns whom a speaker's phrase means: the table of weights crates/headwater-quote/src/antecedent.tsv.

    speakers.py GOLD.jsonl ASKED.jsonl [OUT.tsv]

GOLD is what `speakers_gold.py` writes, a page a line: {id, writer, test, seen, weight, text, quotes:
[{content_spans, names}]}, places in code points; pages marked `test` are measured and never learned
from, and of those marked `seen` the reader's pointers are left out. ASKED is what the example
`speaker_rows` writes of the same pages, places in bytes. A conditional logit (Denis and Baldridge,
2008), one vector of weights for all forms of phrases and one more for each, both held small.
Prints how many speakers are right, leaving out one writer after the other, beside what rules said.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path

import numpy as np

SOURCE = Path(__file__).resolve().parent.parent / "crates/headwater-quote/src/antecedent.rs"
FORMS = ["name", "pronoun", "description", "missing"]
# How strongly weights are held small: those of all forms, and those of one.
SHARED, OWN = 0.7, 2.0


def features():
    block = re.search(r"FEATURES: \[&str; \d+\] = \[(.*?)\];", SOURCE.read_text(), re.S).group(1)
    return re.findall(r'"([^"]+)"', block)


def plain(words):
    words = unicodedata.normalize("NFKD", words.lower())
    words = "".join(c for c in words if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", words).split()


def same(a, b):
    a, b = plain(a), plain(b)
    return bool(a and b) and (a[-1] == b[-1] or set(a) <= set(b) or set(b) <= set(a))


def chars(spans):
    return {i for s, e in spans for i in range(s, e)}


def points(text):
    """The code point at each byte."""
    out = []
    for i, c in enumerate(text):
        out += [i] * len(c.encode())
    return out + [len(text)]


def questions(gold, asked):
    out = []
    pointers = [i for i, name in enumerate(features()) if name.startswith("pointed")]
    for page in gold:
        at = points(page["text"])
        mine = [(q, chars([(at[s], at[e]) for s, e in q["content"]])) for q in asked.get(page["id"], [])]
        taken = set()
        for g in page["quotes"]:
            words = chars(g["content_spans"])
            dice = [(2 * len(words & m) / max(1, len(words) + len(m)), i) for i, (_, m) in enumerate(mine) if i not in taken]
            best = max(dice, default=(0, 0))
            if best[0] < 0.5:
                continue
            taken.add(best[1])
            q = mine[best[1]][0]
            if not g["names"]:
                right = [name is None for name, _ in q["answers"]]
                ruled = q["ruled"] is None
            else:
                right = [name is not None and any(same(name, n) for n in g["names"]) for name, _ in q["answers"]]
                ruled = q["ruled"] is not None and any(same(q["ruled"], n) for n in g["names"])
            rows = np.array([r for _, r in q["answers"]])
            if page.get("seen"):
                rows[:, pointers] = 0
            out.append({"writer": page["writer"], "test": page["test"], "form": q["form"], "rows": rows,
                        "right": np.array(right), "ruled": ruled,
                        "weight": page.get("weight", 1)})
    return out


def learn(train, width):
    """Gradient steps with momentum over all questions at once."""
    train = [q for q in train if q["right"].any()]
    most = max(len(q["rows"]) for q in train)
    rows = np.zeros((len(train), most, width), np.float32)
    real, right = np.zeros((2, len(train), most), bool)
    weight = np.array([q["weight"] for q in train], np.float32)
    form = np.array([q["form"] for q in train])
    for i, q in enumerate(train):
        n = len(q["rows"])
        rows[i, :n], real[i, :n], right[i, :n] = q["rows"], True, q["right"]
    groups = [np.flatnonzero(form == f) for f in range(4)]
    weights = np.zeros((5, width))
    speed = np.zeros_like(weights)
    for _ in range(400):
        slope = np.zeros_like(weights)
        for f, at in enumerate(groups):
            score = rows[at] @ (weights[0] + weights[1 + f]).astype(np.float32)
            score[~real[at]] = -1e9
            p = np.exp(score - score.max(1, keepdims=True))
            p /= p.sum(1, keepdims=True)
            r = p * right[at]
            r /= np.maximum(r.sum(1, keepdims=True), 1e-12)
            slope[1 + f] = np.einsum("qc,qcf->f", (r - p) * weight[at, None], rows[at])
        slope[0] = slope[1:].sum(0)
        slope[0] -= SHARED * weights[0]
        slope[1:] -= OWN * weights[1:]
        speed = 0.9 * speed + slope / weight.sum()
        weights += 0.3 * speed
    return weights


def told(q, weights):
    score = q["rows"] @ (weights[0] + weights[1 + q["form"]])
    best = int(score.argmax())
    p = np.exp(score - score.max())
    return best, bool(q["right"][best]), float(1 / p.sum())


def report(name, questions, judged):
    line = []
    for form in [None, 0, 1, 2, 3]:
        few = [(q, j) for q, j in zip(questions, judged) if form is None or q["form"] == form]
        if few:
            rules, learned = sum(q["ruled"] for q, _ in few), sum(j[1] for _, j in few)
            may = sum(q["right"].any() for q, _ in few)
            line.append(f"{FORMS[form] if form is not None else 'all'} {rules}>{learned} of {may}/{len(few)}")
    print(f"{name:8}", " | ".join(line))


def main():
    names = features()
    gold = [json.loads(line) for line in open(sys.argv[1])]
    asked = {row["id"]: row["asked"] for row in map(json.loads, open(sys.argv[2]))}
    every = questions(gold, asked)
    train = [q for q in every if not q["test"]]
    all_judged = []
    for writer in sorted({q["writer"] for q in train}):
        rest = learn([q for q in train if q["writer"] != writer], len(names))
        mine = [q for q in train if q["writer"] == writer]
        judged = [told(q, rest) for q in mine]
        all_judged += list(zip(mine, judged))
        report(writer, mine, judged)
    report("all", [q for q, _ in all_judged], [j for _, j in all_judged])
    weights = learn(train, len(names))
    held = [q for q in every if q["test"]]
    report("held", held, [told(q, weights) for q in held])
    if len(sys.argv) > 3 and sys.argv[3].endswith(".tsv"):
        with open(sys.argv[3], "w") as out:
            for i, name in enumerate(names):
                row = [weights[0][i] + weights[1 + form][i] for form in range(4)]
                out.write(name + "".join(f"\t{w:.3f}" for w in row) + "\n")


if __name__ == "__main__":
    main()
