"""Makes what `speakers.py` learns from: pages with the true speakers of their quotations.

    speakers_gold.py BENCH HEADWATER DRILLS.jsonl OUT SETS...

BENCH is the folder of the bench data (its `trace/score.py` finds the gold words in a page), HEADWATER
the program, DRILLS.jsonl the compiled drills, SETS folders of written page sets. Writes OUT/pages.jsonl
(records for the example `speaker_rows`) and OUT/gold.jsonl.

The learned reader has seen four fifths of the drills: what it points at there says too much, and is
left out. Sets named in NEVER are measured alone.
"""

import hashlib
import json
import os
import subprocess
import sys

NEVER = {"x1b", "x1f", "x2b", "x3b"}


def emit(out, page, writer, article, quotes, **more):
    record = {k: v for k, v in article.items() if k not in ("quotes", "people")} | {"id": page}
    out[0].write(json.dumps(record, ensure_ascii=False) + "\n")
    gold = {"id": page, "writer": writer, "test": False, "text": article["text"], "quotes": quotes}
    out[1].write(json.dumps(gold | more, ensure_ascii=False) + "\n")


def of_set(score, program, folder):
    with open(os.path.join(folder, "manifest.json")) as f:
        manifest = json.load(f)
    path = lambda x: os.path.normpath(os.path.join(folder, x))
    pages = manifest["pages"]
    pages = [path(x) for x in (pages if isinstance(pages, list) else [pages])]
    told = subprocess.run([program, "trace", "--format", "json", *pages], capture_output=True)
    articles = {score.stem(a): a for a in json.loads(told.stdout)["articles"]}
    gold = manifest["quotes"]
    for row in score.rows([path(x) for x in gold] if isinstance(gold, list) else path(gold)):
        name = next(s for s in articles if s == row["id"] or s.startswith(row["id"]))
        quotes = []
        for q in row["quotes"]:
            spans = score.spans(articles[name], q)
            names = [q.get("speaker"), q.get("speaker_name"), *(q.get("spellings") or [])]
            if spans:
                quotes.append({"content_spans": spans, "names": [n for n in names if n]})
        yield name, articles[name], quotes


def main():
    bench, program, drills, to, *roots = sys.argv[1:]
    sys.path.insert(0, os.path.join(bench, "trace"))
    import score

    os.makedirs(to, exist_ok=True)
    out = [open(os.path.join(to, name), "w") for name in ("pages.jsonl", "gold.jsonl")]
    for root in roots:
        for name in sorted(os.listdir(root)):
            folder = os.path.join(root, name)
            if not os.path.exists(os.path.join(folder, "manifest.json")):
                continue
            writer = name[:2] if name.startswith("w") else name
            for page, article, quotes in of_set(score, program, folder):
                emit(out, f"{name}/{page}", writer, article, quotes, weight=1.5, test=name in NEVER)
    for row in map(json.loads, open(drills)):
        held = int(hashlib.sha256(row["id"].encode()).hexdigest(), 16) % 5 == 0
        quotes = [
            {"content_spans": q["content_spans"],
             "names": [n for n in [q.get("speaker_name"), *(q.get("spellings") or [])] if n]}
            for q in row["quotes"]
        ]
        writer = "d" + row["id"].split("-")[1][0]
        emit(out, row["id"], writer, {"text": row["text"]}, quotes, weight=1 if held else 0.5, seen=not held)


if __name__ == "__main__":
    main()
