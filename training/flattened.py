#!/usr/bin/env python3
"""Flatten the pages of a set whether or not they have gold text, each in the style that its id gives.

usage: flattened.py BENCH/extract SET OUT

Writes OUT/gold.jsonl and OUT/pages; the flattening itself is the bench's `flatten.py`.
"""
import gzip, hashlib, json, os, sys


def main():
    bench, name, out = sys.argv[1:4]
    sys.path.insert(0, bench)
    import flatten
    os.makedirs(os.path.join(out, "pages"), exist_ok=True)
    with open(os.path.join(bench, name, "gold.jsonl"), encoding="utf-8") as src, \
            open(os.path.join(out, "gold.jsonl"), "w", encoding="utf-8") as dst:
        for g in map(json.loads, src):
            with gzip.open(os.path.join(bench, name, g["file"])) as z:
                page = flatten.decode(z.read())
            style = ("browser", "indent", "tight")[hashlib.sha256(("flat/" + g["id"]).encode()).digest()[0] % 3]
            g["file"] = "pages/%s.txt.gz" % g["id"]
            with gzip.open(os.path.join(out, g["file"]), "wb") as z:
                z.write(flatten.flatten(page, style).encode("utf-8", "replace"))
            dst.write(json.dumps(g, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
