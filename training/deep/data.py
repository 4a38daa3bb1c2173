"""Articles with their quotations as windows of word pieces with tags and links."""

import json

import numpy as np

from pieces import BREAK, CLS, MASK, SEP, Doc


def load(path):
    return [json.loads(line) for line in open(path, encoding="utf-8")]


def trim(text, s, e):
    while s < e and text[s].isspace():
        s += 1
    while e > s and text[e - 1].isspace():
        e -= 1
    return s, e


def gold(doc, quotes):
    """Tag of each word, and the word its speaker and its cue begin with (-1 none, -2 not asked)."""
    n = len(doc.words)
    starts = np.array([w[0] for w in doc.words])
    ends = np.array([w[1] for w in doc.words])
    tags = np.zeros(n, np.int32)
    links = np.full((2, n), -2, np.int32)

    def reach(span):
        s, e = trim(doc.text, *span)
        return int(np.searchsorted(ends, s, "right")), int(np.searchsorted(starts, e, "left"))

    for q in quotes:
        goal = []
        for field, tag in (("speaker_spans", 3), ("cue_spans", 5)):
            found = [reach(s) for s in q[field]]
            goal.append(found[0][0] if found else -1)
            for a, b in found:
                tags[a:b] = tag + 1
                tags[a : a + 1] = tag
        for a, b in (reach(s) for s in q["content_spans"]):
            tags[a:b] = 2
            tags[a : a + 1] = 1
            links[0, a:b], links[1, a:b] = goal
    links[:, (tags == 0) | (tags > 2)] = -2
    return tags, links


class Part:
    """One article ready to be cut."""

    def __init__(self, row, vocab):
        self.id, self.text = row["id"], row["text"]
        self.doc = Doc(row["text"], vocab)
        self.tags, self.links = gold(self.doc, row.get("quotes", []))
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
        """One row of a batch: [CLS] pieces [SEP], and its steps (words and paragraph breaks): where
        each stands in the row, its tag, its links as step + 1 (0: [CLS], -1: not asked)."""
        first = np.nonzero(self.first[a:b])[0]
        word = self.word[a:b][first]
        links = np.full((2, len(word)), -1, np.int64)
        for r in range(2):
            goal = np.where(word >= 0, self.links[r, word], -2)
            there = np.searchsorted(first, self.at[np.maximum(goal, 0)] - a) + 1
            inside = (goal >= 0) & (self.at[np.maximum(goal, 0)] >= a) & (self.at[np.maximum(goal, 0)] < b)
            links[r] = np.where(inside, there, np.where(goal == -1, 0, -1))
        return {
            "ids": np.array([CLS, *self.ids[a:b], SEP]),
            "shapes": np.array([BREAK, *self.shapes[a:b], BREAK]),
            "inside": np.array([0, *self.inside[a:b], 0]),
            "steps": first + 1,
            "words": word,
            "tags": np.where(word >= 0, self.tags[word], 0).astype(np.int64),
            "links": links,
        }


def collate(rows):
    """Rows of unequal length as one padded batch."""
    length = max(len(r["ids"]) for r in rows)
    steps = max(len(r["steps"]) for r in rows)
    out = {k: np.zeros((len(rows), length), np.int64) for k in ("ids", "shapes", "inside")}
    out["mask"] = np.zeros((len(rows), length), bool)
    out["steps"], out["tags"] = np.zeros((2, len(rows), steps), np.int64)
    out["links"] = np.full((len(rows), 2, steps), -1, np.int64)
    for i, r in enumerate(rows):
        for k in ("ids", "shapes", "inside"):
            out[k][i, : len(r[k])] = r[k]
        out["mask"][i, : len(r["ids"])] = True
        for k in ("steps", "tags"):
            out[k][i, : len(r[k])] = r[k]
        out["links"][i, :, : r["links"].shape[1]] = r["links"]
    return out


def epoch(parts, size, batch, rng, blank=0.04):
    """Batches of one pass: windows of a random phase in random order, some pieces masked."""
    rows = []
    for i, part in enumerate(parts):
        rows += [(i, a, b) for a, b in part.cuts(size - 2, 0, int(rng.integers(size // 4, size - 2)))]
    # Alike lengths share a batch, so that little is padded.
    order = sorted(range(len(rows)), key=lambda k: (rows[k][2] - rows[k][1]) // 32 * 10.0 + rng.random())
    groups = [order[k : k + batch] for k in range(0, len(order), batch)]
    groups = [g for g in groups if len(g) == batch]
    rng.shuffle(groups)
    for g in groups:
        out = collate([parts[rows[k][0]].window(rows[k][1], rows[k][2]) for k in g])
        gone = (rng.random(out["ids"].shape) < blank) & (out["ids"] > MASK)
        out["ids"] = np.where(gone, MASK, out["ids"])
        yield out

