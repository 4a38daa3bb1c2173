"""The decoder of headwater-stemma once more, for choosing its settings; kept as small as can be."""
import numpy as np

from treecrf import zsum


def chances(s, weighed):
    """Contracted parents, none, shared lost text, from log weights as matrices."""
    _, PD, PB, PR = zsum(*weighed)
    PB = np.where(PB > 1e-3, PB, 0)
    C, o = PD, PR
    for _ in range(4):
        C = PD + C @ PB
        np.fill_diagonal(C, 0)
        o = PR + o @ PB
    return np.clip(C, 0, 1), np.clip(o, 0, 1), PB + PB.T


def edmonds(W, root):
    """Heaviest arborescence of a small dense matrix; parents by child."""
    n = len(W)
    par = [None] * n
    for c in range(n):
        if c != root:
            col = W[:, c].copy()
            col[c] = -np.inf
            par[c] = int(col.argmax())
    seen = [None] * n
    cyc = None
    for s in range(n):
        x, path = s, []
        while x != root and x is not None and seen[x] is None:
            seen[x] = s
            path.append(x)
            x = par[x]
        if x is not None and x != root and seen[x] == s and x in path:
            cyc = path[path.index(x):]
            break
    if cyc is None:
        return par
    cs = set(cyc)
    keep = [v for v in range(n) if v not in cs]
    m = len(keep)
    V = np.full((m + 1, m + 1), -np.inf)
    V[:m, :m] = W[np.ix_(keep, keep)]
    back_in, back_out = {}, {}
    for i, v in enumerate(keep):
        gain = [(W[v, c] - W[par[c], c], c) for c in cyc]
        V[i, m], back_in[i] = max(gain)
        out = [(W[c, v], c) for c in cyc]
        V[m, i], back_out[i] = max(out)
    sub = edmonds(V, keep.index(root))
    res = [None] * n
    for c in cyc:
        res[c] = par[c]
    for i, p in enumerate(sub):
        if p is None:
            continue
        if i == m:
            res[back_in[p]] = keep[p]
        else:
            res[keep[i]] = back_out[i] if p == m else keep[p]
    return res


def decode(s, m, st):
    """Parents, and groups of parentless reports that share a lost text."""
    C, o, Q = m
    n = s.n
    W = np.full((n + 1, n + 1), -1e9)
    W[:n, :n] = np.where(C > 1e-4, C - st['floor'], -1e9)
    W[n, :n] = st['alone_gain'] * (o - st['floor']) + st['alone_bonus']
    np.fill_diagonal(W, -1e9)
    up = [None if p == n else p for p in edmonds(W, n)[:n]]
    grp = list(range(n))
    for a in range(n):
        for b in range(a + 1, n):
            if up[a] is None and up[b] is None and Q[a, b] >= st['siblings']:
                x, y = grp[b], grp[a]
                grp = [y if g == x else g for g in grp]
    return up, grp


def lost_pairs(s):
    i = [k for k, v in enumerate(s.ids) if not s.near[v]]
    root = {s.gold['root']}
    return {(a, b) for a in i for b in i if a < b and (s.lost[s.ids[a]] & s.lost[s.ids[b]]) - root}


def f1(g, p):
    t = len(g & p)
    return 1.0 if not g and not p else 2 * t / (len(g) + len(p))


def scores(list_):
    """Edge F1, root F1, lost F1 (means over stories; the last where there is something)."""
    e, r, l = [], [], []
    for s, (up, grp) in list_:
        gold = {(p, v) for v in s.ids for p in s.near[v]}
        pred = {(s.ids[p], s.ids[c]) for c, p in enumerate(up) if p is not None}
        e.append(f1(gold, pred))
        r.append(f1({v for v in s.ids if not s.near[v]}, {s.ids[c] for c, p in enumerate(up) if p is None}))
        g = lost_pairs(s)
        q = {(a, b) for a in range(s.n) for b in range(a + 1, s.n) if up[a] is None and up[b] is None and grp[a] == grp[b]}
        if g or q:
            l.append(f1(g, q))
    return np.mean(e), np.mean(r), np.mean(l) if l else 0.0
