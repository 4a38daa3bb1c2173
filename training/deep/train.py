#!/usr/bin/env python3
"""Trains the deep tagger.

    python3 train.py BASE_MODEL_FOLDER TRAIN.jsonl DEV.jsonl OUT_FOLDER [--epochs 6 | --minutes 60]

BASE_MODEL_FOLDER holds model.safetensors and vocab.txt of all-MiniLM-L6-v2. Needs torch and numpy
(no GPU). Twice an epoch a checkpoint is written and DEV scored (SCORER names the folder of score.py,
else it is looked for two folders above DEV). With --minutes the learning rate falls with the clock
instead of the number of steps.
"""

import argparse
import copy
import json
import os
import sys
import time

import numpy as np
import torch

import data
import decode
import model


def arguments():
    ap = argparse.ArgumentParser()
    ap.add_argument("base"), ap.add_argument("train"), ap.add_argument("dev"), ap.add_argument("out")
    ap.add_argument("--epochs", type=float, default=6)
    ap.add_argument("--minutes", type=float)
    ap.add_argument("--layers", type=int, default=6)
    ap.add_argument("--size", type=int, default=256)
    ap.add_argument("--batch", type=int, default=8)
    ap.add_argument("--rate", type=float, default=2e-4)
    ap.add_argument("--threads", type=int, default=1)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--begin", help="a model.pt to go on from")
    ap.add_argument("--every", type=int, default=1, help="use only every nth training article")
    return ap.parse_args()


class Bench:
    """Scores a model on the development articles."""

    def __init__(self, a, vocab, table):
        sys.path.insert(0, os.environ.get("SCORER", os.path.dirname(os.path.dirname(os.path.abspath(a.dev)))))
        import score

        self.score, self.table, self.size, self.out = score.score, table, a.size, a.out
        self.rows = data.load(a.dev)
        self.parts = [data.Part({"id": r["id"], "text": r["text"]}, vocab) for r in self.rows]

    def __call__(self, net, name, every=1):
        net.eval()
        parts, rows = self.parts[::every], self.rows[::every]

        def run(batch):
            with torch.no_grad():
                e, links = net(dress(batch, self.table), half=True)
                return e.numpy(), torch.log_softmax(links, -1).numpy()

        made = decode.predict(parts, run, net.moves.detach().numpy(), self.size)
        with open(f"{self.out}/dev.jsonl", "w", encoding="utf-8") as fh:
            fh.writelines(json.dumps(d, ensure_ascii=False) + "\n" for d in made)
        made = {d["id"]: d for d in made}
        raw, r = self.score(rows, made, raw=True)["pieces"], self.score(rows, made)
        f = lambda t: "%.1f" % (100 * t[2])
        print(name, "raw c/s/v", *(f(raw[k]) for k in ("content", "speaker", "cue")),
              "| direct ex/pa/jo", *(f(r["direct"][k]) for k in ("exact", "partial", "joint_lenient")),
              "| other ex/jo", *(f(r["indirect+mixed"][k]) for k in ("exact", "joint_lenient")),
              "| all ex/jo", *(f(r["all"][k]) for k in ("exact", "joint_lenient")),
              "| speaker %.1f" % (100 * r["all"]["speaker_lenient"]), flush=True)


def dress(batch, table):
    out = {k: torch.from_numpy(v) for k, v in batch.items()}
    out["vectors"] = torch.from_numpy(table[out.pop("ids").numpy()])
    return out


def main():
    a = arguments()
    torch.set_num_threads(a.threads)
    os.makedirs(a.out, exist_ok=True)
    vocab = {line.rstrip("\n"): i for i, line in enumerate(open(a.base + "/vocab.txt", encoding="utf-8"))}
    parts = [data.Part(row, vocab) for row in data.load(a.train)[:: a.every]]
    net, squeezed = model.start(model.safetensors(a.base + "/model.safetensors"), a.layers, a.size, a.seed)
    table = model.unsqueeze(*squeezed)
    if a.begin:
        net.load_state_dict(torch.load(a.begin, weights_only=False)["net"])
    bench = Bench(a, vocab, table)
    mean = copy.deepcopy(net)  # a running mean of the weights is what is kept
    fast = net.heads()
    slow = [p for p in net.parameters() if all(p is not f for f in fast)]
    groups = [{"params": slow, "speed": 1.0}, {"params": fast, "speed": 5.0}]
    adam = torch.optim.AdamW(groups, lr=a.rate, betas=(0.9, 0.98), eps=1e-6, weight_decay=0.01, fused=True)
    rng, begun, cpu = np.random.default_rng(a.seed), time.time(), time.process_time()
    pieces, step, shown = sum(len(p.ids) for p in parts), 0, np.zeros(3)

    def rest(name):
        torch.save({"net": mean.state_dict(), "table": squeezed, "size": a.size, "layers": a.layers}, a.out + "/model.new")
        os.replace(a.out + "/model.new", a.out + "/model.pt")
        print("wall %.0f cpu %.0f" % (time.time() - begun, time.process_time() - cpu), end="  ")
        bench(mean, name, 1 if share >= 1 else 2)

    n, share = 0, 0.0
    while share < 1:
        seen = 0
        for batch in data.epoch(parts, a.size, a.batch, rng):
            share = (time.time() - begun) / 60 / a.minutes if a.minutes else (n + seen / pieces) / a.epochs
            if share >= 1:
                break
            for g in adam.param_groups:
                g["lr"] = a.rate * g["speed"] * min(1.0, (step + 1) / 100) * (1 - share)
            step += 1
            net.train()
            value, t, l = net.loss(dress(batch, table), half=True)
            value.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            adam.step()
            adam.zero_grad()
            with torch.no_grad():
                torch._foreach_lerp_(list(mean.parameters()), list(net.parameters()), 1 - min(0.998, step / (step + 10)))
            before, seen = seen, seen + int(batch["mask"].sum())
            shown += [t, l, 1]
            if step % 50 == 0:
                print("step %d wall %.0f cpu %.0f share %.2f tags %.4f links %.4f" % (
                    step, time.time() - begun, time.process_time() - cpu, share, *(shown[:2] / shown[2])), flush=True)
                shown[:] = 0
            if before < pieces // 2 <= seen:
                rest("epoch %.1f" % (n + 0.5))
        n += 1
        rest("epoch %.1f" % n if share < 1 else "end, all of dev:")


if __name__ == "__main__":
    main()
