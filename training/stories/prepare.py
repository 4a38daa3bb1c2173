#!/usr/bin/env python3
"""Training sets for the weights of stories (standard library only): prepare.py BENCH OUT_DIR

ecbplus.jsonl and basil.jsonl are the training splits as they are; undated.jsonl is basil without
dates; apart.jsonl are long articles of one autumn's politics without their dates: two of them that
are two weeks apart or more are of one subject and not of one event.
"""
import json, sys

bench, out = sys.argv[1:]


def rows(path):
    with open(f"{bench}/{path}", encoding="utf-8") as f:
        return [json.loads(x) for x in f if x.strip()]


def write(name, items):
    with open(f"{out}/{name}.jsonl", "w", encoding="utf-8") as f:
        for r in items:
            f.write(json.dumps(r) + "\n")


write("ecbplus", rows("stories/ecbplus/train.jsonl"))
basil = rows("stories/basil/train.jsonl")
write("basil", basil)
write("undated", [dict(r, date=None) for r in basil])
apart = []
for r in rows("quotes/polnear/train.jsonl")[::2]:
    meta, text = r["meta"], r["text"]
    body = text.split("\n", 1)[1] if "\n" in text else text
    apart.append(dict(id=r["id"], title=meta.get("title"), text=body, date=None, day=meta["publication_date"]))
write("apart", apart)
