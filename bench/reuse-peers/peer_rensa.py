#!/usr/bin/env python3
"""The same as `cargo run` beside it, for the Python package rensa, whose core is Rust.

    python peer_rensa.py DOCS.jsonl        (pip install rensa==0.5.0)
"""
import json
import sys
import time

from rensa import RMinHash, RMinHashLSH

rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
place = {row["id"]: number for number, row in enumerate(rows)}
truth = {(place[row["of"]], number) for number, row in enumerate(rows) if row.get("of")}
start = time.process_time()
lsh, pairs = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32), set()
for number, row in enumerate(rows):
    words = row["text"].lower().split()
    sketch = RMinHash(num_perm=128, seed=42)
    sketch.update([" ".join(words[i:i + 5]) for i in range(max(len(words) - 4, 1))])
    pairs.update((other, number) for other in lsh.query(sketch))
    lsh.insert(number, sketch)
spent = time.process_time() - start
print(f"{'rensa, 32 bands of 4':30} {spent:8.2f} CPU s  {len(rows) / spent:8.0f} documents/s  {len(pairs):7} pairs  "
      f"{len(pairs & truth) / max(len(truth), 1):.3f} of the true ones")
