#!/usr/bin/env python3
"""Small forests that look again at what the fast quotation tagger found.

    python3 quote_judges.py ROWS_DIR WEIGHTS_DIR [--believe]

ROWS_DIR holds the rows of `cargo run … --example judge_rows` (first u32: width; then rows of group,
answer, features). Without --believe: forests for beginnings and ends, of either half (used for the
rows of belief) and of all. With it: the forest of belief. Prints what is right before and after,
each half judged by trees of the other.
"""
import os, sys

import lightgbm as lgb
import numpy as np

from blocks import export

TREES, LEAVES = 60, 16


def load(path):
    raw = open(path, "rb").read()
    width = int(np.frombuffer(raw[:4], "<u4")[0])
    rows = np.frombuffer(raw[4:], "<f4").reshape(-1, width)
    return rows[:, 0].astype(int), rows[:, 1], rows[:, 2:]


def train(y, x):
    par = dict(objective="binary", num_leaves=LEAVES, learning_rate=0.12, min_data_in_leaf=40, feature_fraction=0.5,
               bagging_fraction=0.8, bagging_freq=1, lambda_l2=2.0, num_threads=1, max_bin=127, verbose=-1, seed=1,
               deterministic=True, force_row_wise=True)
    return lgb.train(par, lgb.Dataset(x, y), TREES)


def chosen(group, y, p):
    """Share of groups whose best row is right."""
    best = {}
    for g, right, v in zip(group, y, p):
        if g not in best or v > best[g][0]:
            best[g] = (v, right)
    return np.mean([b[1] for b in best.values()])


def main(rows, weights, believe):
    for name in ["keep"] if believe else ["starts", "ends"]:
        halves = [load(os.path.join(rows, "%s%d.f32" % (name, h))) for h in (0, 1)]
        models = [train(y, x) for _, y, x in halves]
        for h, (group, y, x) in enumerate(halves):
            p = models[1 - h].predict(x)
            if believe:
                for cut in (0.2, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
                    print("%s %d: from %.2f up %d of %d, right %.3f, of the right ones %.3f" % (
                        name, h, cut, (p >= cut).sum(), len(y), y[p >= cut].mean(), y[p >= cut].sum() / y.sum()))
            else:
                lead = p + 0.04 * (x[:, 0] == 0)
                print("%s %d: %d findings, right now %.3f, judged %.3f, with a lead %.3f, at best %.3f" % (
                    name, h, group.max() + 1, chosen(group, y, x[:, 0] == 0), chosen(group, y, p),
                    chosen(group, y, lead), chosen(group, y, y)))
            if not believe:
                export(models[h], os.path.join(weights, "%s%d.bin" % (name, h)))
        all_y, all_x = (np.concatenate([h[i] for h in halves]) for i in (1, 2))
        model = train(all_y, all_x)
        export(model, os.path.join(weights, name + ".bin"))
        gain = model.feature_importance("gain")
        print(name, "columns by gain", [(int(i), int(gain[i])) for i in np.argsort(-gain)[:16]])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--believe" in sys.argv)
