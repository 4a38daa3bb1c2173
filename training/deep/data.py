"""Articles with their quotations as windows of word pieces with tags, links and stance.

Two layers of tags: content, speaker and cue; medium, informant and day. PolNeAR knows only the
first: what it does not say (-1, -2) is not asked. A quotation inside another one is left out.
"""

import json
import random

import numpy as np

from pieces import BEGIN, BREAK, END, UNK, Doc, quoted

STANCES = ["asserted", "denied", "asked", "conditional", "future"]
# From content to the first word of: speaker, cue, medium, informant, day, the speaker's full name.
RELATIONS = 6
INNER = [("content_spans", 1), ("speaker_spans", 3), ("cue_spans", 5)]
OUTER = [("via_spans", 1), ("informant_spans", 3), ("said_spans", 5)]


def load(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def trim(text, s, e):
    while s < e and text[s].isspace():
        s += 1
    while e > s and text[e - 1].isspace():
        e -= 1
    return s, e


def outermost(quotes):
    """Without quotations that stand inside the content of another."""
    def within(q):
        return any(
            p is not q and (a, b) != (q["start"], q["end"]) and a <= q["start"] and q["end"] <= b
            for p in quotes for a, b in p["content_spans"]
        )
    return [q for q in quotes if not within(q)]


def full(row, q):
    """Where the speaker's full name stands; None for no speaker, False where it is not told."""
    if not q.get("speaker_name"):
        return None
    if q["speaker_spans"] and q["speaker_text"] == q["speaker_name"]:
        return q["speaker_spans"][0]
    for name in q.get("spellings") or [q["speaker_name"]]:
        at = row["text"].find(name)
        if at >= 0:
            return [at, at + len(name)]
    return False


def spoken(row, q):
    """The speaker's spans; for a sentence that goes on without naming him, those of the nearest
    quotation that does."""
    if q["speaker_spans"] or not q.get("speaker_name"):
        return q["speaker_spans"]
    same = [p for p in row["quotes"] if p["speaker_spans"] and p["speaker_name"] == q["speaker_name"]]
    before = [p for p in same if p["start"] < q["start"]]
    near = max(before, key=lambda p: p["start"]) if before else min(same, key=lambda p: p["start"], default=None)
    return near["speaker_spans"] if near else []


class Gold:
    """Tag of each word in both layers; for content words the word pointed to in each relation (-1
    none, -2 not asked) and the stance (-1 not asked)."""

    def __init__(self, doc, row, whole):
        n = len(doc.words)
        self.starts = np.array([w[0] for w in doc.words])
        self.ends = np.array([w[1] for w in doc.words])
        self.doc = doc
        self.inner = np.zeros(n, np.int32)
        self.outer = np.zeros(n, np.int32) if whole else np.full(n, -1, np.int32)
        self.links = np.full((RELATIONS, n), -2, np.int32)
        self.stance = np.full(n, -1, np.int32)
        for q in outermost(row.get("quotes", [])):
            self.put(row, q, whole)
        self.links[:, (self.inner == 0) | (self.inner > 2)] = -2
        self.stance[(self.inner == 0) | (self.inner > 2)] = -1

    def reach(self, span):
        s, e = trim(self.doc.text, *span)
        return int(np.searchsorted(self.ends, s, "right")), int(np.searchsorted(self.starts, e, "left"))

    def put(self, row, q, whole):
        goal = []
        layers = [(self.inner, INNER[1:])] + ([(self.outer, OUTER)] if whole else [])
        for tags, fields in layers:
            for field, tag in fields:
                found = [self.reach(s) for s in q[field]]
                for a, b in found:
                    tags[a:b] = tag + 1
                    tags[a : a + 1] = tag
                if field == "speaker_spans" and whole:
                    found = [self.reach(s) for s in spoken(row, q)]
                goal.append(found[0][0] if found else -1)
        if whole:
            name = full(row, q)
            goal.append(-2 if name is False else -1 if name is None else self.reach(name)[0])
        for a, b in (self.reach(s) for s in q["content_spans"]):
            self.inner[a:b] = 2
            self.inner[a : a + 1] = 1
            for r, g in enumerate(goal):
                self.links[r, a:b] = g
            if whole:
                self.stance[a:b] = STANCES.index(q["stance"])


class Part:
    """One article ready to be cut. `whole`: both layers, stance and names are told."""

    def __init__(self, row, vocab, whole=False):
        self.id, self.text = row["id"], row["text"]
        self.doc = Doc(row["text"], vocab)
        gold = Gold(self.doc, row, whole)
        self.inner, self.outer, self.links, self.stance = gold.inner, gold.outer, gold.links, gold.stance
        self.ids = np.array(self.doc.ids, np.int32)
        self.word = np.array(self.doc.word, np.int32)
        self.first = np.array(self.doc.first, np.int32)
        self.shapes = np.array(self.doc.shapes, np.int32)
        self.inside = np.array(self.doc.inside, np.int32)
        self.at = np.array(self.doc.at, np.int32)

    def cuts(self, size, overlap, shift=0):
        """Half-open ranges of pieces, each at most `size` long, at word boundaries."""
        out, a, n = [], 0, len(self.ids)
        while a < n:
            b = min(a + (shift if shift and a == 0 else size), n)
            while b < n and b > a + 1 and not self.first[b]:
                b -= 1
            out.append((a, b))
            if b == n:
                break
            back = b - min(overlap, (b - a) // 2)
            while back > a and not self.first[back]:
                back -= 1
            a = back if back > a else b
        return out

    def window(self, a, b):
        """One row of a batch: BEGIN pieces END, and its steps (words and paragraph breaks): where
        each stands in the row, its tags, its links as step + 1 (0: none, -1: not asked)."""
        first = np.nonzero(self.first[a:b])[0]
        word = self.word[a:b][first]
        links = np.full((RELATIONS, len(word)), -1, np.int64)
        for r in range(RELATIONS):
            goal = np.where(word >= 0, self.links[r, word], -2)
            there = np.searchsorted(first, self.at[np.maximum(goal, 0)] - a) + 1
            inside = (goal >= 0) & (self.at[np.maximum(goal, 0)] >= a) & (self.at[np.maximum(goal, 0)] < b)
            links[r] = np.where(inside, there, np.where(goal == -1, 0, -1))
        told = lambda x, outside: np.where(word >= 0, x[word], outside).astype(np.int64)
        return {
            "ids": np.array([BEGIN, *self.ids[a:b], END]),
            "shapes": np.array([BREAK, *self.shapes[a:b], BREAK]),
            "inside": np.array([0, *self.inside[a:b], 0]),
            "steps": first + 1,
            "words": word,
            "inner": told(self.inner, 0),
            "outer": told(self.outer, 0),
            "stance": told(self.stance, -1),
            "links": links,
        }


def collate(rows):
    """Rows of unequal length as one padded batch."""
    length = max(len(r["ids"]) for r in rows)
    steps = max(len(r["steps"]) for r in rows)
    out = {k: np.zeros((len(rows), length), np.int64) for k in ("ids", "shapes", "inside")}
    out["mask"] = np.zeros((len(rows), length), bool)
    for k in ("steps", "inner", "outer"):
        out[k] = np.zeros((len(rows), steps), np.int64)
    out["stance"] = np.full((len(rows), steps), -1, np.int64)
    out["links"] = np.full((len(rows), RELATIONS, steps), -1, np.int64)
    for i, r in enumerate(rows):
        for k in ("ids", "shapes", "inside"):
            out[k][i, : len(r[k])] = r[k]
        out["mask"][i, : len(r["ids"])] = True
        for k in ("steps", "inner", "outer", "stance"):
            out[k][i, : len(r[k])] = r[k]
        out["links"][i, :, : r["links"].shape[1]] = r["links"]
    return out


def epoch(parts, size, batch, rng, blank=0.04):
    """Batches of one pass: windows of a random phase in random order, some pieces blanked."""
    rows = []
    for i, part in enumerate(parts):
        rows += [(i, a, b) for a, b in part.cuts(size - 2, 0, int(rng.integers(size // 4, size - 2)) if len(part.ids) > size - 2 else 0)]
    # Alike lengths share a batch, so that little is padded.
    order = sorted(range(len(rows)), key=lambda k: (rows[k][2] - rows[k][1]) // 24 * 10.0 + rng.random())
    groups = [order[k : k + batch] for k in range(0, len(order), batch)]
    rng.shuffle(groups)
    for g in groups:
        out = collate([parts[rows[k][0]].window(rows[k][1], rows[k][2]) for k in g])
        gone = (rng.random(out["ids"].shape) < blank) & (out["ids"] > UNK)
        out["ids"] = np.where(gone, UNK, out["ids"])
        yield out


# Ways to print quotation marks; a text printed in one way is learned in others as well.
STYLES = ["“”", "„“", "«»", '""', "»«", "„”", "””"]


def restyle(text, rng):
    """The text with the marks of all its pairs changed to another way, places unmoved."""
    a, b = rng.choice(STYLES)
    out = list(text)
    for s, e in quoted(text)[1]:
        if text[s] not in "‘‚‹":
            out[s], out[e] = a, b
    return "".join(out)


def drills(rows, vocab, rng, share=0.3):
    """Drills as parts; English content takes the *that* before it, as PolNeAR has it. Some have
    their marks changed."""
    out = []
    for row in rows:
        if row["lang"] == "en":
            row = {**row, "quotes": [{**q, "content_spans": [that(row["text"], s) for s in q["content_spans"]]} for q in row["quotes"]]}
        if rng.random() < share:
            row = {**row, "text": restyle(row["text"], rng)}
        out.append(Part(row, vocab, True))
    return out


def that(text, span):
    s, e = span
    return [s - 5, e] if text[:s].endswith(" that ") else [s, e]


def shuffled(seed):
    return random.Random(seed)
