#!/usr/bin/env python3
"""Set the menus of flattened pages in rows, as people copy them: a twin of a flattened set.

usage: rows.py FLAT/gold.jsonl HTML.pred OUT

Runs of four and more short lines above the headline become rows of up to eight parts between bars, dots or wide gaps.
The outlet's name (`sitename` of HTML.pred, from the example `extract` on the HTML of the same pages) goes on top, in
capitals on every other page, where the page does not begin with it. Which page gets what hangs on its id alone.
"""
import gzip, hashlib, json, os, sys

MARKS = ("   ", " | ", " · ", "  ", " • ", " / ")


def joined(lines, mark, end):
    out, run = [], []

    def flush():
        while run:
            part = run[:8] if len(run) > 9 else run[:]
            out.append(mark.join(part) if len(part) > 2 else "\n".join(part))
            del run[:len(part)]
    for k, line in enumerate(lines):
        bare = line.strip().lstrip("• ")
        if k < end and bare and len(bare.split()) <= 4 and not any(c.isdigit() for c in bare):
            run.append(bare)
            continue
        if k < end and not bare and run:
            continue
        flush()
        out.append(line)
    flush()
    return out


def main():
    gold, pred, to = sys.argv[1:4]
    site = {p["id"]: p.get("sitename") for p in map(json.loads, open(pred, encoding="utf-8"))}
    os.makedirs(os.path.join(to, "pages"), exist_ok=True)
    with open(os.path.join(to, "gold.jsonl"), "w", encoding="utf-8") as out:
        for g in map(json.loads, open(gold, encoding="utf-8")):
            if not g.get("title"):
                continue
            with gzip.open(os.path.join(os.path.dirname(gold), g["file"]), "rt", encoding="utf-8") as f:
                lines = f.read().split("\n")
            h = hashlib.sha256(("rows/" + g["id"]).encode()).digest()
            want = g["title"].lower()
            end = next((k for k, l in enumerate(lines) if l.strip() and l.strip().lower() in (want, "• " + want)), min(60, len(lines)))
            lines = joined(lines, MARKS[h[0] % len(MARKS)], end)
            name = site.get(g["id"]) or ""
            if name and len(name.split()) <= 5 and name.lower() not in (lines[0].lower() if lines else ""):
                lines.insert(0, name.upper() if h[1] % 2 else name)
            g["file"] = "pages/%s.txt.gz" % g["id"]
            with gzip.open(os.path.join(to, g["file"]), "wt", encoding="utf-8") as f:
                f.write("\n".join(lines))
            out.write(json.dumps(g, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
