"""Five folds by host for the choices among what a page offers: shared by days.py and names.py.

A page is a dict with `fold`, its rows of numbers `x`, and whatever the caller's `figures` reads.
"""
import argparse, os
from blocks import export


def sets():
    """The options --set ROWS GOLD, --out, --folds and --flat."""
    ap = argparse.ArgumentParser()
    ap.add_argument("--set", nargs=2, action="append", required=True)
    ap.add_argument("--out")
    ap.add_argument("--folds")
    ap.add_argument("--flat", action="store_true")
    return ap.parse_args()


def run(kind, options, pages_of, train, figures, thresholds):
    """Trains and judges each fold by the others, prints a line a threshold, writes what was asked for.

    pages_of: pages by name of set; train: pages to a model; figures: pages, probabilities by id(page)
    and a threshold to two shares.
    """
    everything = [p for pages in pages_of.values() for p in pages]
    prob = {}
    for fold in range(5):
        model = train([p for p in everything if p["fold"] != fold])
        if options.folds:
            export(model, f"{options.folds}/{kind}-{fold}.bin")
        for p in everything:
            if p["fold"] == fold:
                prob[id(p)] = model.predict(p["x"]) if len(p["x"]) else []
    for threshold in thresholds:
        each = ((os.path.basename(k),) + figures(v, prob, threshold) for k, v in pages_of.items())
        print("%.2f  %s" % (threshold, "  ".join("%s %.3f %.3f" % row for row in each)))
    if options.out:
        export(train(everything), options.out)
