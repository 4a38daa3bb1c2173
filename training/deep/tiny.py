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
    "»Nein«, sagte Jörn. „Später“, so sie; ”Nej”, dit-il. Мост открыт, сказала Квилл ﬁne!",
    "Ünïcödé – naïve café… Мост открыт? AT&T §5 ½",
]


def vocabulary(rng):
    letters = "abcdefghijklmnopqrstuvwxyzAMQST0123456789.,:;!?'\"“”’‘–…&§▁"
    words = "the said on mayor bridge will open in harb our er river not no a at aide office late quill ada сказала мост".split()
    found = [*letters, *words, *("▁" + w for w in words), *("▁" + c for c in letters)]
    found = ["<s>", "</s>", "<unk>", *dict.fromkeys(found)]
    return found, rng.uniform(-12, -3, len(found)).astype(np.float32)


def rounded(net):
    """The reference uses the weights that the file holds: what is compared is the arithmetic."""
    for name, p in net.named_parameters():
        if p.ndim == 2 and name.endswith("weight"):
            out = []
            export.linear(out, p.detach().numpy(), np.zeros(len(p), np.float32))
            whole = np.frombuffer(out[0][: p.numel()], np.int8).reshape(p.shape)
            scale = np.frombuffer(out[0][p.numel() : p.numel() + 4 * len(p)], "<f4")
            p.data.copy_(torch.from_numpy(whole * scale[:, None]))
    net.place.data = net.place.data.half().float()


def main():
    folder = sys.argv[1]
    model.WIDTH, model.HEADS, model.POINTER, model.GROUP = 32, 4, 8, 8
    rng = np.random.default_rng(5)
    names, scores = vocabulary(rng)
    vocab = pieces.Vocabulary(names, scores)
    torch.manual_seed(5)
    net = model.Deep(2, 40).eval()
    with torch.no_grad():
        for p in net.parameters():
            p.add_(torch.randn_like(p) * 0.3)
    rounded(net)
    whole = rng.integers(-8, 8, (len(names), model.WIDTH)).astype(np.int8)
    table = whole, rng.uniform(0.1, 0.4, (len(names), model.WIDTH // model.GROUP)).astype(np.float16)
    saved = {"net": net.state_dict(), "table": table, "size": 40, "layers": 2}
    open(folder + "/tiny2.bin", "wb").write(export.pack(saved, names, scores))
    rows = model.unsqueeze(*table)

    def run(batch):
        t = {k: torch.from_numpy(v) for k, v in batch.items()}
        t["vectors"] = rows[t["ids"]]
        with torch.no_grad():
            inner, outer, stance, links = net(t)
        return torch.cat([inner, outer, stance], -1).numpy(), torch.log_softmax(links, -1).numpy()

    parts = [data.Part({"id": str(i), "text": s}, vocab) for i, s in enumerate(SENTENCES)]
    out = []
    for part, (emissions, links) in zip(parts, decode.read(parts, run, 40, 10)):
        found = decode.quotes(part.doc, emissions, links, net.moves.detach().numpy())
        out.append({
            "text": part.text,
            "words": [part.text[s:e] for s, e, _ in part.doc.words],
            "scores": [[round(float(x), 4) for x in row[: 2 * decode.TAGS]] for row in emissions],
            "quotes": [{k: q[k] for k in ("content_spans", "speaker_spans", "cue_spans", "via", "chain", "said", "name", "stance")} for q in found],
        })
    json.dump(out, open(folder + "/tiny2.json", "w", encoding="utf-8"), ensure_ascii=False)


if __name__ == "__main__":
    main()
