"""The decoder of headwater-stemma once more, for choosing its settings; kept as small as can be."""
import numpy as np

from treecrf import zsum


def chances(s, score):
    """Of a story of `second.Story` with these scores of two parents: parents (second ones too), none,
    shared lost text, all read through lost texts; and pairs of parents by child."""
    n = s.n
    d, b = np.full((n, n), -1e9), np.full((n, n), -1e9)
    if len(s.pairs):
        d[s.pairs[:, 0], s.pairs[:, 1]] = s.D[:, 0]
        b[s.pairs[:, 0], s.pairs[:, 1]] = s.S[:, 0]
    e = np.exp(np.minimum(score, 30))
    whole = 1 + np.bincount(s.arc, e, len(s.pairs)) if len(s.pairs) else np.ones(0)
    if len(s.pairs):
        d[s.pairs[:, 0], s.pairs[:, 1]] += np.log(whole)
    _, PD, PB, PR = zsum(d, b, s.A[:, 0].astype(float))
    PB = np.where(PB > 1e-3, PB, 0)
    C, o = PD, PR
    for _ in range(4):
        C = PD + C @ PB
        np.fill_diagonal(C, 0)
        o = PR + o @ PB
    two = [{} for _ in range(n)]
    for (p, q, c), a, x in zip(s.threes, s.arc, e):
        v = PD[p, c] * x / whole[a]
        C[q, c] += v
        k = (min(p, q), max(p, q))
        two[c][k] = two[c].get(k, 0) + v
    return np.clip(C, 0, 1), np.clip(o, 0, 1), PB + PB.T, two


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


def above(v, up, more):
    """All reports above one, by first and second parents."""
    seen, todo = set(), [v]
    while todo:
        x = todo.pop()
        if x not in seen:
            seen.add(x)
            todo += [p for p in [up[x]] if p is not None] + [q for q, c in more if c == x]
    return seen


def seconds(m, up, mark):
    """Second parents whose pair is probable enough."""
    more = []
    for c, p in enumerate(up):
        best = None
        for q, _ in sorted(enumerate(m[0][:, c]), key=lambda x: (-x[1], x[0])):
            v = m[3][c].get((min(p, q), max(p, q)), 0) if p is not None else 0
            if v >= mark and (best is None or v > best[0]) and c not in above(q, up, more):
                best = (v, q)
        if best:
            more.append((best[1], c))
    return more


def decode(s, m, st):
    """Parents, and groups of parentless reports that share a lost text; second parents."""
    C, o, Q = m[:3]
    n = s.n
    W = np.full((n + 1, n + 1), -1e9)
    W[:n, :n] = np.where(C > 1e-4, C - st['floor'], -1e9)
    W[n, :n] = st['alone_gain'] * (o - st['floor']) + st['alone_bonus']
    np.fill_diagonal(W, -1e9)
    up = [None if p == n else p for p in edmonds(W, n)[:n]]
    grp = list(range(n))
    for a in range(n):
        for b in range(a + 1, n):
            least = st['siblings'] if up[a] is None else st['siblings_below']
            if up[a] == up[b] and Q[a, b] >= least:
                x, y = grp[b], grp[a]
                grp = [y if g == x else g for g in grp]
    return up, grp, seconds(m, up, st['second'])


def lost_pairs(s):
    i = [k for k, v in enumerate(s.ids) if not s.near[v]]
    root = {s.gold['root']}
    return {(a, b) for a in i for b in i if a < b and (s.lost[s.ids[a]] & s.lost[s.ids[b]]) - root}


def f1(g, p):
    t = len(g & p)
    return 1.0 if not g and not p else 2 * t / (len(g) + len(p))


def scores(list_):
    """Edge F1, root F1, lost F1, F1 of two parents (means over stories; the last two where there is
    something)."""
    e, r, l, t = [], [], [], []
    for s, (up, grp, more) in list_:
        gold = {(p, v) for v in s.ids for p in s.near[v]}
        pred = {(s.ids[p], s.ids[c]) for c, p in enumerate(up) if p is not None}
        e.append(f1(gold, pred | {(s.ids[q], s.ids[c]) for q, c in more}))
        r.append(f1({v for v in s.ids if not s.near[v]}, {s.ids[c] for c, p in enumerate(up) if p is None}))
        g = lost_pairs(s)
        q = {(a, b) for a in range(s.n) for b in range(a + 1, s.n) if up[a] is None and up[b] is None and grp[a] == grp[b]}
        if g or q:
            l.append(f1(g, q))
        g, q = {c for c in range(s.n) if s.many[c]}, {c for _, c in more}
        if g or q:
            t.append(f1(g, q))
    return tuple(np.mean(x) if x else 0.0 for x in (e, r, l, t))
