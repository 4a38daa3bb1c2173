"""Fits the weights of the family tree: two rounds, second parents, settings, calibration.

    python train.py --runner CASCADES --work DIR --out linear.json SET[:N] ..

SET is a folder of simulated stories (witnesses.jsonl and gold.json each); :N takes the first N.
CASCADES is the built example `cascades` of headwater-stemma, which computes the evidence.
"""
import argparse
import json
import os
import subprocess
from collections import defaultdict

import numpy as np
from scipy.optimize import minimize

import treecrf
from decode import chances, decode, scores

FOLDS = 3


def run(*args):
    subprocess.run([str(a) for a in args], check=True)


def block(names, w):
    return {n: round(float(x), 4) for n, x in zip(names, w) if abs(x) >= 5e-4}


def as_json(rounds, second=None, settings=None):
    out = {'rounds': [{'descent': block(n[1], w[1]), 'sibling': block(n[2], w[2]), 'alone': block(n[0], w[0])} for n, w in rounds]}
    out['second'] = second or {}
    out['settings'] = settings or {}
    return out


def write(path, value):
    with open(path, 'w', encoding='utf-8') as f:
        json.dump(value, f, indent=1, sort_keys=True)
        f.write('\n')


def logistic(X, y, l2=2.0):
    scale = np.sqrt((X ** 2).mean(0))
    scale[scale < 1e-9] = 1
    Z = X / scale

    def f(w):
        z = Z @ w
        p = 1 / (1 + np.exp(-z))
        loss = np.logaddexp(0, z).sum() - (y * z).sum()
        return loss + .5 * l2 * w @ w, Z.T @ (p - y) + l2 * w
    return minimize(f, np.zeros(X.shape[1]), jac=True, method='L-BFGS-B').x / scale


def take(names_stories, limit):
    return [s for s in names_stories if limit is None or int(os.path.basename(s.dir)[1:]) < limit]


def second_parents(a, sets, weights_of):
    """Rows of candidates with out-of-fold trees; 1 where the candidate is a true parent."""
    rows, names = [], None
    for i, (path, limit) in enumerate(sets):
        for k in range(FOLDS):
            out = os.path.join(a.work, 'second-%d-%d.jsonl' % (i, k))
            run(a.runner, 'second', path, out, '--weights=' + weights_of(k), '--fold=%d/%d' % (k, FOLDS))
            for line in open(out, encoding='utf-8'):
                rec = json.loads(line)
                if limit is not None and int(os.path.basename(rec['dir'])[1:]) >= limit:
                    continue
                names = rec['names'] or names
                gold = json.load(open(os.path.join(rec['dir'], 'gold.json'), encoding='utf-8'))
                near, _, _ = treecrf.contract(gold['edges'], set(rec['ids']))
                by = defaultdict(list)
                for p, q, c, x in rec['rows']:
                    by[c].append((p, q, x))
                for c, l in by.items():
                    par = near[rec['ids'][c]]
                    for p, q, x in l:
                        rows.append((rec['dir'], c, rec['ids'][p] in par, rec['ids'][q] in par, len(par) > 1, x))
    return names, rows


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ap.add_argument('--runner', required=True)
    ap.add_argument('--work', required=True)
    ap.add_argument('--out', required=True)
    ap.add_argument('--l2', type=float, default=3.0)
    ap.add_argument('sets', nargs='+')
    a = ap.parse_args()
    os.makedirs(a.work, exist_ok=True)
    sets = []
    for s in a.sets:
        path, _, n = s.partition(':')
        sets.append((path, int(n) if n else None))
    first, all1 = None, []
    for i, (path, limit) in enumerate(sets):
        out = os.path.join(a.work, 'first-%d' % i)
        run(a.runner, 'dump', path, out)
        first, x = treecrf.load(out)
        all1 += take(x, limit)
    fold = lambda s: int(os.path.basename(s.dir)[1:]) % FOLDS
    w1 = treecrf.fit(all1, a.l2, 120, verbose=True)
    part = []
    for k in range(FOLDS):
        w = treecrf.fit([s for s in all1 if fold(s) != k], a.l2, 60, start=w1)
        part.append(w)
        write(os.path.join(a.work, 'w1-%d.json' % k), as_json([(first, w)]))
    names2, all2 = None, []
    for i, (path, limit) in enumerate(sets):
        for k in range(FOLDS):
            out = os.path.join(a.work, 'round2-%d-%d' % (i, k))
            run(a.runner, 'dump', path, out, '--weights=' + os.path.join(a.work, 'w1-%d.json' % k), '--fold=%d/%d' % (k, FOLDS))
            names2, x = treecrf.load(out)
            all2 += take(x, limit)
    w2 = treecrf.fit(all2, a.l2, 120, verbose=True)
    held = []
    for k in range(FOLDS):
        w = treecrf.fit([s for s in all2 if fold(s) != k], a.l2, 60, start=w2)
        write(os.path.join(a.work, 'w2-%d.json' % k), as_json([(first, part[k]), (names2, w)]))
        held += [(s, chances(s, w)) for s in all2 if fold(s) == k]
    # settings of the decoder on held-out probabilities
    best = None
    for bonus in (0, .05, .1, .15, .2, .25):
        for sib in (.1, .15, .2, .3):
            st = {'floor': .3, 'alone_gain': .8, 'alone_bonus': bonus, 'siblings': sib, 'siblings_below': .5}
            e, r, l = scores([(s, decode(s, m, st)) for s, m in held])
            v = e + .35 * r + .25 * l
            print(bonus, sib, 'edge %.3f root %.3f lost %.3f' % (e, r, l))
            if best is None or v > best[0]:
                best = (v, st)
    settings = best[1]
    # calibration of the probabilities of drawn edges
    pts = []
    for s, m in held:
        up, _ = decode(s, m, settings)
        for c, p in enumerate(up):
            pts.append((m[0][p, c], s.ids[p] in s.near[s.ids[c]]) if p is not None else (m[1][c], not s.near[s.ids[c]]))
    q = np.clip([x for x, _ in pts], .001, .999)
    y = np.array([y for _, y in pts], float)
    slope, shift = logistic(np.stack([np.log(q / (1 - q)), np.ones(len(q))], 1), y, 1e-3)
    settings.update(slope=round(float(slope), 4), shift=round(float(shift), 4))
    print('calibration', slope, shift, 'before', q.mean(), y.mean())
    for k in range(FOLDS):
        path = os.path.join(a.work, 'w2-%d.json' % k)
        v = json.load(open(path))
        v['settings'] = settings
        write(path, v)
    names3, rows = second_parents(a, sets, lambda k: os.path.join(a.work, 'w2-%d.json' % k))
    X, y = np.array([r[5] for r in rows]), np.array([r[2] and r[3] and r[4] for r in rows], float)
    fold2 = np.array([int(os.path.basename(r[0])[1:]) % FOLDS for r in rows])
    w3 = logistic(X, y)
    p = np.zeros(len(y))
    for k in range(FOLDS):
        p[fold2 == k] = 1 / (1 + np.exp(-(X[fold2 == k] @ logistic(X[fold2 != k], y[fold2 != k]))))
    top = {}
    for i, r in enumerate(rows):
        if p[i] > top.get((r[0], r[1]), (0,))[0]:
            top[(r[0], r[1])] = (p[i], r[2] and r[3], r[4])
    for t in (.05, .07, .09, .12, .15, .2, .3):
        hit = [x for x in top.values() if x[0] >= t]
        print('second >= %.2f: %d, right edge %.2f, truly two %.2f' % (t, len(hit), np.mean([x[1] for x in hit]) if hit else 0, np.mean([x[2] for x in hit]) if hit else 0), 'of', sum(x[2] for x in top.values()))
    settings['second'] = .08
    write(a.out, as_json([(first, w1), (names2, w2)], block(names3, w3), settings))


if __name__ == '__main__':
    main()
