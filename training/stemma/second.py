"""Second parents: two parents of a report as one more choice beside each single one.

The tree follows the first of two. An edge of the tree weighs what it does alone and with each
second parent together, so all trees and all second parents are still summed exactly.
"""
import json

import numpy as np
from scipy.optimize import minimize

import treecrf


class Story(treecrf.Story):
    """A story with the last round's weights, and rows of evidence for two parents."""

    def __init__(self, rec, A, D, S, X):
        super().__init__(rec, A, D, S)
        self.X = X
        self.threes = np.array(rec['threes'], dtype=int).reshape(-1, 3)
        near = [{self.ids.index(p) for p in self.near[v]} for v in self.ids]
        self.two = np.array([{p, q} <= near[c] for p, q, c in self.threes], bool)
        at = {(p, c): i for i, (p, c) in enumerate(self.pairs)}
        self.arc = np.array([at[p, c] for p, _, c in self.threes], dtype=int)
        self.many = np.array([len(x) > 1 for x in near], bool)


def load(path):
    """Reads PATH.json and PATH.bin: names and stories."""
    with open(path + '.json', encoding='utf-8') as f:
        head = json.load(f)
    data = np.fromfile(path + '.bin', dtype='<f4')
    out, at = [], 0

    def take(rows, width):
        nonlocal at
        at += rows * width
        return data[at - rows * width:at].reshape(rows, width)
    for rec in head['stories']:
        A = take(len(rec['ids']), 1)
        both = take(len(rec['pairs']), 2)
        X = take(len(rec['threes']), len(head['names']))
        out.append(Story(rec, A, both[:, :1], both[:, 1:], X))
    assert at == len(data), (at, len(data))
    return head['names'], out


class Batch:
    """Stories of like size; scores of rows in, loss and its slope by each row's score out."""

    def __init__(self, stories):
        self.trees = treecrf.Batch(stories)
        self.X = np.concatenate([s.X for s in stories])
        first = np.cumsum([0] + [len(s.pairs) for s in stories])
        self.arc = np.concatenate([s.arc + f for s, f in zip(stories, first)])
        self.two = np.concatenate([s.two for s in stories])
        self.arcs = first[-1]
        found = [{c for (_, _, c), t in zip(s.threes, s.two) if t} for s in stories]
        # A report that has two parents, of which some pair is among the rows.
        self.known = np.concatenate([np.array([c in f for _, c in s.pairs], bool) for s, f in zip(stories, found)])

    def pulls(self, score):
        top = np.minimum(score, 30)
        e = np.exp(top)
        whole = 1 + np.bincount(self.arc, e, self.arcs)
        right = np.bincount(self.arc, e * self.two, self.arcs)
        t = self.trees
        d = t.D[:, 0].astype(float)
        gold = d + np.where(self.known, np.log(np.maximum(right, 1e-30)), 0)
        gold = np.where(self.known & (right <= 0), -1e9, gold)
        loss, probable, pull = t.pulls(t.A[:, 0].astype(float), d + np.log(whole), t.S[:, 0].astype(float), gold)
        p, q = probable[1], probable[1] - pull[1]
        share = e / whole[self.arc]
        true = np.where(self.two & self.known[self.arc], e / np.maximum(right[self.arc], 1e-30), 0)
        chance = p[self.arc] * share
        return loss, chance, chance - q[self.arc] * true


def batches(stories):
    """Stories from which something can be learned, by size."""
    ok = [s for s in stories if len(s.pairs) and all(s.root[i] or s.desc[:, i].any() for i in range(s.n))]
    ok.sort(key=lambda s: s.n)
    return [Batch(ok[i:i + 60]) for i in range(0, len(ok), 60)]


def fit(stories, l2=3.0, iters=200):
    """Linear weights of two parents against one."""
    parts = batches(stories)
    scale = np.sqrt((np.concatenate([b.X for b in parts]).astype(float) ** 2).mean(0))
    scale[scale < 1e-9] = 1
    total = sum(s.n for s in stories)

    def f(x):
        loss, g = 0.0, np.zeros_like(x)
        for b in parts:
            v, _, pull = b.pulls((b.X @ (x / scale).astype('f4')).astype(float))
            loss += v
            g += pull.astype('f4') @ b.X
        return (loss + .5 * l2 * (x @ x)) / total, (g / scale + l2 * x) / total
    x0 = np.zeros(parts[0].X.shape[1])
    x0[0] = -3 * scale[0]
    r = minimize(f, x0, jac=True, method='L-BFGS-B', options={'maxiter': iters})
    print('second parents: loss a report %.4f, evaluations %d' % (r.fun, r.nfev), flush=True)
    return r.x / scale


def loss(stories, score):
    """Loss a report with these scores of a story's rows."""
    parts = batches(stories)
    return sum(b.pulls(score(b.X))[0] for b in parts) / sum(s.n for s in stories)
