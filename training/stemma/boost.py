"""Small forests on top of the linear scores: gradient boosting of the same loss over whole trees.

Each step asks the field which edges are too probable and which not probable enough, and fits one
tree a kind of edge to that. Needs lightgbm.
"""
import struct

import lightgbm as lgb
import numpy as np
from scipy.optimize import minimize

from treecrf import Batch

PARAMS = {'objective': 'none', 'num_leaves': 15, 'learning_rate': .15, 'min_data_in_leaf': 60, 'min_sum_hessian_in_leaf': 2.0,
          'lambda_l2': 8.0, 'feature_fraction': .3, 'max_bin': 63, 'num_threads': 1, 'verbose': -1, 'deterministic': True,
          'force_row_wise': True, 'seed': 1}
KINDS = ('A', 'D', 'S')


class Rows:
    """Stories as batches whose rows stand one after the other."""

    def __init__(self, stories):
        ok = [s for s in stories if all(s.root[i] or s.desc[:, i].any() for i in range(s.n))]
        ok.sort(key=lambda s: s.n)
        self.batches = [Batch(ok[i:i + 60]) for i in range(0, len(ok), 60)]
        self.reports = sum(s.n for s in ok)
        self.X = {k: np.concatenate([getattr(b, k) for b in self.batches]) for k in KINDS}
        self.cut = {k: np.cumsum([0] + [len(getattr(b, k)) for b in self.batches]) for k in KINDS}
        for b in self.batches:
            b.A = b.D = b.S = None

    def linear(self, w):
        return {k: self.X[k] @ np.asarray(v, 'f4') for k, v in zip(KINDS, w)}

    def pulls(self, score):
        """Loss a report; gradient and curvature of each row's score."""
        loss, grad, curve = 0.0, {k: [] for k in KINDS}, {k: [] for k in KINDS}
        for i, b in enumerate(self.batches):
            v, p, g = b.pulls(*[score[k][self.cut[k][i]:self.cut[k][i + 1]].astype(float) for k in KINDS])
            loss += v
            for k, q, h in zip(KINDS, p, g):
                grad[k].append(h)
                curve[k].append(np.clip(q * (1 - q), .02, None))
        cat = lambda d: {k: np.concatenate(x) for k, x in d.items()}
        return loss / self.reports, cat(grad), cat(curve)


def fit(train, w, steps, watch=None, every=40):
    """Boosters by kind, in the order alone, descent, sibling."""
    rows = Rows(train)
    start = rows.linear(w)
    data = {k: lgb.Dataset(rows.X[k], label=np.zeros(len(rows.X[k]), 'f4'), params=PARAMS, free_raw_data=True) for k in KINDS}
    boost = {k: lgb.Booster(PARAMS, data[k]) for k in KINDS}
    held = Rows(watch) if watch else None
    base = held and held.linear(w)
    score = dict(start)
    for i in range(steps):
        loss, grad, curve = rows.pulls(score)
        for k in KINDS:
            boost[k].update(fobj=lambda _scores, _data, k=k: (grad[k], curve[k]))
            score[k] = score[k] + boost[k].predict(rows.X[k], raw_score=True, start_iteration=i, num_iteration=1)
        if (i + 1) % every == 0:
            text = 'boost %d train %.4f' % (i + 1, loss)
            if held:
                now = {k: base[k] + boost[k].predict(held.X[k], raw_score=True) for k in KINDS}
                text += ' held %.4f, linear alone %.4f' % (held.pulls(now)[0], held.pulls(base)[0])
            print(text, flush=True)
    return boost


def scores(boosters, s, w):
    """Log weights of a story's edges as matrices, as `treecrf.full` has them."""
    add = lambda k, x: boosters[k].predict(x, raw_score=True) if boosters is not None and len(x) else np.zeros(len(x))
    d = np.full((s.n, s.n), -1e9)
    b = np.full((s.n, s.n), -1e9)
    if len(s.pairs):
        d[s.pairs[:, 0], s.pairs[:, 1]] = s.D @ w[1] + add('D', s.D)
        b[s.pairs[:, 0], s.pairs[:, 1]] = s.S @ w[2] + add('S', s.S)
    return d, b, s.A @ w[0] + add('A', s.A)


def binary(X, y, steps, l2=2.0):
    """Linear weights for yes or no, and a forest on top of them; both in log odds."""
    scale = np.sqrt((X.astype(float) ** 2).mean(0))
    scale[scale < 1e-9] = 1
    Z = X / scale

    def f(w):
        z = Z @ w
        p = 1 / (1 + np.exp(-z))
        return np.logaddexp(0, z).sum() - (y * z).sum() + .5 * l2 * w @ w, Z.T @ (p - y) + l2 * w
    w = minimize(f, np.zeros(X.shape[1]), jac=True, method='L-BFGS-B').x / scale
    params = dict(PARAMS, objective='binary', boost_from_average=False, num_leaves=10, min_data_in_leaf=50)
    return w, lgb.train(params, lgb.Dataset(X, label=y, init_score=X @ w), steps)


def trees(booster):
    """The trees as (feature, threshold, left, right) lists and leaves."""
    out = []
    for info in booster.dump_model()['tree_info']:
        nodes, leaves = [], []

        def walk(t):
            if 'split_feature' not in t:
                leaves.append(t.get('leaf_value', 0.0))
                return -len(leaves)
            at = len(nodes)
            nodes.append(None)
            nodes[at] = (t['split_feature'], np.float32(t['threshold']), walk(t['left_child']), walk(t['right_child']))
            return at
        walk(info['tree_structure'])
        out.append((nodes, leaves))
    return out


def write(path, booster):
    """A file as headwater-text's `forest` reads it."""
    with open(path, 'wb') as f:
        all_trees = trees(booster)
        f.write(b'HWF1' + struct.pack('<H', len(all_trees)))
        for nodes, leaves in all_trees:
            f.write(struct.pack('<H', len(nodes)))
            for n in nodes:
                f.write(struct.pack('<Hfhh', *n))
            f.write(struct.pack('<%df' % len(leaves), *leaves))
