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
    data = np.fromfile(path + '.bin', dtype='<f4')
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


class Batch:
    """Stories padded to one size, so that all matrices are inverted at once."""

    def __init__(self, stories):
        self.k, self.N = len(stories), max(s.n for s in stories)
        k, N = self.k, self.N
        self.A = np.concatenate([s.A for s in stories])
        self.D = np.concatenate([s.D for s in stories])
        self.S = np.concatenate([s.S for s in stories])
        self.ai = np.concatenate([[t * N + i for i in range(s.n)] for t, s in enumerate(stories)]).astype(int)
        self.pi = np.concatenate([t * N * N + s.pairs[:, 0] * N + s.pairs[:, 1] for t, s in enumerate(stories)]).astype(int)
        self.real = np.zeros((k, N), bool)
        self.desc, self.sib = np.zeros((k, N, N), bool), np.zeros((k, N, N), bool)
        self.single, self.row, self.group = np.zeros((k, N), bool), np.zeros((k, N), bool), np.zeros((k, N, N), bool)
        for t, s in enumerate(stories):
            n = s.n
            self.real[t, :n] = True
            self.desc[t, :n, :n], self.sib[t, :n, :n] = s.desc, s.sib
            for blk in s.blocks:
                if s.root[blk[0]]:
                    if len(blk) == 1:
                        self.single[t, blk[0]] = True
                    else:
                        self.row[t, blk[0]] = True
                        self.group[t, blk[0], blk] = True
        self.grouped = self.group.any(1)

    def matrices(self, sa, sd, ss):
        k, N = self.k, self.N
        d, b, r = np.full(k * N * N, -1e9), np.full(k * N * N, -1e9), np.zeros(k * N)
        d[self.pi], b[self.pi] = sd, ss
        r[self.ai] = sa
        return d.reshape(k, N, N), b.reshape(k, N, N), r.reshape(k, N)

    def pulls(self, sa, sd, ss, gold=None):
        """Sum of log losses; for each row the probability of its edge, and that less the gold's.

        `gold` are scores of descent within the gold trees, where they are others."""
        d, b, r = self.matrices(sa, sd, ss)
        e = d if gold is None else self.matrices(sa, gold, ss)[0]
        k, N = self.k, self.N
        eye = np.arange(N)
        top = np.maximum(np.maximum(d.max(1), b.max(1)), r)
        D, B, R = np.exp(np.maximum(d - top[:, None], -700)), np.exp(np.maximum(b - top[:, None], -700)), np.exp(r - top)
        D[d < -1e8] = 0
        B[b < -1e8] = 0
        W = D + B
        L = -W
        L[:, eye, eye] += W.sum(1) + R
        inv = np.linalg.inv(L)
        z = np.linalg.slogdet(L)[1] + top.sum(1)
        diag = inv[:, eye, eye]
        K = diag[:, None, :] - inv.transpose(0, 2, 1)
        PD, PB, PR = D * K, B * K, R * diag
        gd, gb = np.where(self.desc, e, -1e9), np.where(self.sib, b, -1e9)
        gr = np.where(self.single | self.grouped, r, -1e9)
        gtop = np.maximum(np.maximum(gd.max(1), gb.max(1)), gr)
        gtop = np.where(self.real, gtop, 0)
        GD = np.where(self.desc, np.exp(np.maximum(gd - gtop[:, None], -700)), 0)
        GB = np.where(self.sib, np.exp(np.maximum(gb - gtop[:, None], -700)), 0)
        GR = np.where(self.single | self.grouped, np.exp(np.maximum(gr - gtop, -700)), 0)
        L = -GB
        L[:, eye, eye] += GB.sum(1) + GD.sum(1) + np.where(self.single, GR, 0) + ~self.real
        L = np.where(self.row[:, :, None], np.where(self.group, GR[:, None, :], 0), L)
        inv = np.linalg.inv(L)
        zg = np.linalg.slogdet(L)[1] + gtop.sum(1)
        diag = inv[:, eye, eye]
        m0, h0 = ~self.row, ~self.row
        QB = GB * (m0[:, None, :] * diag[:, None, :] - h0[:, :, None] * inv.transpose(0, 2, 1))
        QD = GD * diag[:, None, :]
        QR = np.where(self.single, GR * diag, 0)
        QR = QR + (self.group * GR[:, None, :] * inv.transpose(0, 2, 1)).sum(1)
        take = lambda x, i: x.reshape(-1)[i]
        probable = take(PR, self.ai), take(PD, self.pi), take(PB, self.pi)
        pull = take(PR - QR, self.ai), take(PD - QD, self.pi), take(PB - QB, self.pi)
        return (z - zg).sum(), probable, pull

    def loss(self, wa, wd, ws):
        """Sum of log losses, and its gradient."""
        f = lambda x: x.astype('f4')
        loss, _, (ga, gd, gs) = self.pulls(self.A @ f(wa), self.D @ f(wd), self.S @ f(ws))
        return loss, np.concatenate([f(ga) @ self.A, f(gd) @ self.D, f(gs) @ self.S]).astype(float)


def fit(stories, l2=3.0, iters=120, start=None, verbose=False):
    """Weights that make the gold trees most probable."""
    na, nd, ns = stories[0].A.shape[1], stories[0].D.shape[1], stories[0].S.shape[1]
    scale = np.concatenate([np.sqrt((np.concatenate([getattr(s, k) for s in stories]) ** 2).mean(0, dtype=float)) for k in 'ADS'])
    scale[scale < 1e-9] = 1
    # A gold parent that was not among the candidates cannot be learned from.
    ok = [s for s in stories if all(s.root[i] or s.desc[:, i].any() for i in range(s.n))]
    ok.sort(key=lambda s: s.n)
    batches = [Batch(ok[i:i + 60]) for i in range(0, len(ok), 60)]
    total = sum(s.n for s in ok)

    def f(x):
        w = x / scale
        loss, g = 0.0, np.zeros_like(x)
        for bt in batches:
            v, gr = bt.loss(w[:na], w[na:na + nd], w[na + nd:])
            loss += v
            g += gr
        return (loss + .5 * l2 * (x @ x)) / total, (g / scale + l2 * x) / total
    x0 = np.zeros(na + nd + ns) if start is None else np.concatenate(start) * scale
    r = minimize(f, x0, jac=True, method='L-BFGS-B', options={'maxiter': iters})
    if verbose:
        print('loss a report %.4f' % r.fun, 'evaluations', r.nfev)
    w = r.x / scale
    return w[:na], w[na:na + nd], w[na + nd:]
