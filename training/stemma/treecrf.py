"""Conditional random field over the trees of a story: rows of evidence in, linear weights out.

A tree gives each report one edge: from a given parent, from a sibling with which it shares a lost
text, or from the root (made from nothing given). All trees are summed by the directed matrix-tree
theorem; what the gold tree leaves open (which sibling heads a group, which of two parents is the
tree's) is summed over as well.
"""
import json
import os
from collections import defaultdict

import numpy as np
from scipy.optimize import minimize


def contract(edges, given):
    """Nearest given ancestors and the hidden ones above each given report."""
    par = defaultdict(list)
    for e in edges:
        par[e[1]].append(e[0])
    near, lost, first = {}, {}, {}
    for v in given:
        found, ghosts, st, seen = set(), set(), list(par[v]), set()
        while st:
            p = st.pop()
            if p in seen:
                continue
            seen.add(p)
            if p in given:
                found.add(p)
            else:
                ghosts.add(p)
                st += par[p]
        near[v], lost[v] = found, ghosts
        first[v] = {p for p in par[v] if p not in given}
    return near, lost, first


class Story:
    """Rows of one story and what its gold tree allows."""

    def __init__(self, rec, A, D, S):
        self.dir, self.ids = rec['dir'], rec['ids']
        self.n = len(self.ids)
        self.pairs = np.array(rec['pairs'], dtype=int).reshape(-1, 2)
        self.A, self.D, self.S = A, D, S
        g = self.gold = json.load(open(os.path.join(self.dir, 'gold.json'), encoding='utf-8'))
        near, lost, first = contract(g['edges'], set(self.ids))
        self.near, self.lost = near, lost
        root = g['root']
        at = {v: i for i, v in enumerate(self.ids)}
        n = self.n
        self.desc = np.zeros((n, n), bool)
        self.sib = np.zeros((n, n), bool)
        self.root = np.zeros(n, bool)
        for v in self.ids:
            for p in near[v]:
                self.desc[at[p], at[v]] = True
            if not near[v]:
                self.root[at[v]] = True
        for a in self.ids:
            for b in self.ids:
                if a == b:
                    continue
                if not near[a] and not near[b]:
                    ok = (lost[a] & lost[b]) - {root}
                else:
                    ok = near[a] and near[b] and (first[a] & first[b]) - {root} and near[a] == near[b]
                if ok:
                    self.sib[at[a], at[b]] = True
        # blocks of reports that siblings join
        comp = list(range(n))
        for a in range(n):
            for b in range(n):
                if self.sib[a, b] and comp[a] != comp[b]:
                    x, y = comp[a], comp[b]
                    comp = [x if z == y else z for z in comp]
        self.blocks = [[i for i in range(n) if comp[i] == k] for k in sorted(set(comp))]


def load(path):
    """Reads PATH.json and PATH.bin."""
    head = json.load(open(path + '.json', encoding='utf-8'))
    data = np.fromfile(path + '.bin', dtype='<f4').astype(float)
    na, nd, ns = (len(x) for x in head['names'])
    out, at = [], 0
    for rec in head['stories']:
        n, p = len(rec['ids']), len(rec['pairs'])
        A = data[at:at + n * na].reshape(n, na)
        at += n * na
        both = data[at:at + p * (nd + ns)].reshape(p, nd + ns)
        at += p * (nd + ns)
        out.append(Story(rec, A, both[:, :nd], both[:, nd:]))
    assert at == len(data), (at, len(data))
    return head['names'], out


def full(s, wa, wd, ws):
    """Log weights as matrices."""
    d = np.full((s.n, s.n), -1e9)
    b = np.full((s.n, s.n), -1e9)
    if len(s.pairs):
        d[s.pairs[:, 0], s.pairs[:, 1]] = s.D @ wd
        b[s.pairs[:, 0], s.pairs[:, 1]] = s.S @ ws
    return d, b, s.A @ wa


def zsum(d, b, r):
    """log of the sum over all trees, and the probabilities of each edge."""
    n = len(r)
    top = np.maximum(np.maximum(d.max(0), b.max(0)), r)
    D, B, R = np.exp(np.maximum(d - top, -60) ) * (d > -1e8), np.exp(np.maximum(b - top, -60)) * (b > -1e8), np.exp(np.maximum(r - top, -60)) * (r > -1e8)
    W = D + B
    L = -W.copy()
    L[np.arange(n), np.arange(n)] += W.sum(0) + R
    sign, logdet = np.linalg.slogdet(L)
    inv = np.linalg.inv(L)
    K = np.diag(inv)[None, :] - inv.T
    return logdet + top.sum(), D * K, B * K, R * np.diag(inv)


def zone(b, r):
    """The same for a group with exactly one edge from the root."""
    n = len(r)
    top = np.maximum(b.max(0), r)
    B, R = np.exp(b - top) * (b > -1e8), np.exp(r - top)
    L = -B.copy()
    L[np.arange(n), np.arange(n)] += B.sum(0)
    L[0, :] = R
    sign, logdet = np.linalg.slogdet(L)
    inv = np.linalg.inv(L)
    m0, h0 = np.ones(n), np.ones(n)
    m0[0] = 0
    h0[0] = 0
    PB = B * (m0[None, :] * np.diag(inv)[None, :] - h0[:, None] * inv.T)
    return logdet + top.sum(), PB, R * inv[:, 0]


def gold_sum(s, d, b, r):
    """log of the sum over trees that agree with gold, and edge probabilities in them."""
    n = s.n
    PD, PB, PR, total = np.zeros((n, n)), np.zeros((n, n)), np.zeros(n), 0.0
    for blk in s.blocks:
        ix = np.ix_(blk, blk)
        bb = np.where(s.sib[ix], b[ix], -1e9)
        if s.root[blk[0]]:
            if len(blk) == 1:
                total += r[blk[0]]
                PR[blk[0]] = 1
                continue
            z, pb, pr = zone(bb, r[blk])
            PB[ix] += pb
            PR[blk] += pr
        else:
            dd = np.where(s.desc[:, blk], d[:, blk], -1e9)
            top = dd.max(0)
            ex = np.exp(dd - top) * s.desc[:, blk]
            ext = np.log(ex.sum(0)) + top
            z, _, pb, pr = zsum(np.full_like(bb, -1e9), bb, ext)
            PB[ix] += pb
            PD[:, blk] += ex / ex.sum(0) * pr
        total += z
    return total, PD, PB, PR


def fit(stories, l2=3.0, iters=120, start=None, weight=None, verbose=False):
    """Weights that make the gold trees most probable."""
    na, nd, ns = stories[0].A.shape[1], stories[0].D.shape[1], stories[0].S.shape[1]
    scale = np.concatenate([
        np.sqrt((np.concatenate([s.A for s in stories]) ** 2).mean(0)),
        np.sqrt((np.concatenate([s.D for s in stories]) ** 2).mean(0)),
        np.sqrt((np.concatenate([s.S for s in stories]) ** 2).mean(0))])
    scale[scale < 1e-9] = 1
    ok = [s for s in stories if all(
        s.root[i] or (s.desc[:, i] & ~np.isneginf(np.zeros(s.n))).any() for i in range(s.n))]
    total = sum(s.n for s in ok)

    def f(x):
        w = x / scale
        wa, wd, ws = w[:na], w[na:na + nd], w[na + nd:]
        loss, ga, gd, gs = 0.0, np.zeros(na), np.zeros(nd), np.zeros(ns)
        for i, s in enumerate(ok):
            d, b, r = full(s, wa, wd, ws)
            z, PD, PB, PR = zsum(d, b, r)
            zg, GD, GB, GR = gold_sum(s, d, b, r)
            k = 1.0 if weight is None else weight[i]
            loss += k * (z - zg)
            ga += k * ((PR - GR) @ s.A)
            p, c = s.pairs[:, 0], s.pairs[:, 1]
            gd += k * ((PD - GD)[p, c] @ s.D)
            gs += k * ((PB - GB)[p, c] @ s.S)
        g = np.concatenate([ga, gd, gs]) / scale
        return (loss + .5 * l2 * (x @ x)) / total, (g + l2 * x) / total
    x0 = np.zeros(na + nd + ns) if start is None else np.concatenate(start) * scale
    r = minimize(f, x0, jac=True, method='L-BFGS-B', options={'maxiter': iters})
    if verbose:
        print('loss a report', r.fun, 'evaluations', r.nfev)
    w = r.x / scale
    return w[:na], w[na:na + nd], w[na + nd:]
