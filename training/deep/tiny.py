#!/usr/bin/env python3
"""Makes the tiny random model, and what it says of a few sentences, against which the Rust side is
tested.

    python3 tiny.py crates/headwater-quote/tests/deep
"""

import json
import sys

import numpy as np
import torch

import data
import decode
import export
import model
import pieces

SENTENCES = [
    "Mayor Ada Quill said on Monday that the Bridge of Ørsk “will open in Spring”, at the latest.",
    "“No,” said Quill’s aide. 'Not before 2,031!'\n\nThe river’s harbour\u00a0office disagreed: it's late\u200b.\n" * 6,
    "",
    "Ünïcödé – naïve café… Мост открыт? AT&T §5 ½",
]


def main():
    folder = sys.argv[1]
    model.WIDTH, model.HEADS, model.POINTER, model.GROUP = 32, 4, 8, 8
    letters = "abcdefghijklmnopqrstuvwxyz0123456789.,:;!?'\"“”’‘–…&§"
    words = "the said on mayor bridge will open in harb ##our ##er river not no a at aide office late quill ada".split()
    vocab = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *letters, *("##" + c for c in letters), *words]
    vocab = list(dict.fromkeys(vocab))
    pieces.UNK, data.CLS, pieces.SEP, data.SEP = 0, 1, 2, 2  # as the export numbers them
    numbers = {p: i for i, p in enumerate(v for v in vocab if export.wanted(v))}
    torch.manual_seed(5)
    net = model.Deep(2, 40).eval()
    with torch.no_grad():
        for p in net.parameters():
            p.add_(torch.randn_like(p) * 0.3)
    table = model.squeeze(np.random.default_rng(5).normal(0, 1, (len(vocab), model.WIDTH)).astype(np.float32))
    keep = [i for i, p in enumerate(vocab) if export.wanted(p)]
    # The reference uses the rounded weights: what is compared is the arithmetic.
    for name, p in net.named_parameters():
        if p.ndim == 2 and name.endswith("weight"):
            out = []
            export.linear(out, p.detach().numpy(), np.zeros(len(p), np.float32))
            whole = np.frombuffer(out[0][: p.numel()], np.int8).reshape(p.shape)
            scale = np.frombuffer(out[0][p.numel() : p.numel() + 4 * len(p)], "<f4")
            p.data.copy_(torch.from_numpy(whole * scale[:, None]))
    net.place.data = net.place.data.half().float()
    saved = {"net": net.state_dict(), "table": table, "size": 40, "layers": 2}
    open(folder + "/tiny.bin", "wb").write(export.pack(saved, vocab))
    rows = model.unsqueeze(*table)[keep]

    def run(batch):
        t = {k: torch.from_numpy(v) for k, v in batch.items()}
        t["vectors"] = torch.from_numpy(rows[batch["ids"]])
        with torch.no_grad():
            e, links = net(t)
        return e.numpy(), torch.log_softmax(links, -1).numpy()

    parts = [data.Part({"id": str(i), "text": s}, numbers) for i, s in enumerate(SENTENCES)]
    out = []
    for part, (emissions, links) in zip(parts, decode.read(parts, run, 40, 10)):
        moves = net.moves.detach().numpy()
        tags = decode.tags(part.doc, emissions, moves) if part.doc.words else []
        out.append({
            "text": part.text,
            "words": [part.text[s:e] for s, e, _ in part.doc.words],
            "scores": [[round(float(x), 4) for x in row] for row in emissions],
            "contents": [[c[0][0], c[-1][1]] for q in (decode.quotes(part.doc, tags, links, emissions, moves) if part.doc.words else []) for c in [q["content_spans"]]],
        })
    json.dump(out, open(folder + "/tiny.json", "w", encoding="utf-8"), ensure_ascii=False)


if __name__ == "__main__":
    main()
