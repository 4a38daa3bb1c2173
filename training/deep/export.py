#!/usr/bin/env python3
"""Writes a trained tagger as the one file that the program reads.

    python3 export.py MODEL.pt BASE_MODEL_FOLDER OUT.bin

Matrices become whole numbers of 8 bits with a scale a row. Word pieces of scripts other than Latin
and the unused ones are left out (a text's words in them become [UNK]).
"""

import struct
import sys
import unicodedata

import numpy as np
import torch

import model


def wanted(piece):
    if piece in ("[UNK]", "[CLS]", "[SEP]"):
        return True
    if piece.startswith("[") and piece.endswith("]") and len(piece) > 1:
        return False
    letters = [c for c in piece.removeprefix("##") if c.isalpha()]
    return all("LATIN" in unicodedata.name(c, "") for c in letters)


def linear(out, weight, bias):
    """Rows of 8 bits; of a few ways to cut off the largest weights the one that errs least."""
    best = error = None
    for cut in (1.0, 0.95, 0.9, 0.85, 0.8):
        scale = np.float32(np.abs(weight).max(1, keepdims=True) * cut / 127 + 1e-12)
        whole = np.clip(np.rint(weight / scale), -127, 127)
        e = ((whole * scale - weight) ** 2).sum(1, keepdims=True)
        if best is None:
            best, error = (whole, scale), e
        else:
            best = tuple(np.where(e < error, new, old) for new, old in zip((whole, scale), best))
            error = np.minimum(e, error)
    out.append(best[0].astype(np.int8).tobytes() + best[1].astype("<f4").tobytes() + bias.astype("<f4").tobytes())


def pack(saved, vocab):
    """The bytes of a model file; of all pieces in `vocab` those that are wanted."""
    net = {k: v.numpy() for k, v in saved["net"].items()}
    keep = [i for i, piece in enumerate(vocab) if wanted(piece)]
    whole, scale = (t[keep] for t in saved["table"])
    out = []
    plain = lambda name: out.append(net[name].astype("<f4").tobytes())
    norm = lambda name: (plain(name + ".weight"), plain(name + ".bias"))
    matrix = lambda name: linear(out, net[name + ".weight"], net[name + ".bias"])
    half = (whole.reshape(len(keep), -1, 2) + 8).astype(np.uint8)
    out.append((half[..., 0] | half[..., 1] << 4).tobytes())
    out.append(scale.astype("<f2").tobytes())
    out.append(net["place"].astype("<f2").tobytes())
    plain("shape"), plain("inside"), norm("norm")
    for n in range(saved["layers"]):
        at = f"layers.{n}."
        matrix(at + "qkv"), matrix(at + "out"), norm(at + "norm1")
        matrix(at + "up"), matrix(at + "down"), norm(at + "norm2")
    matrix("tags"), plain("moves"), matrix("source"), matrix("target")
    words = "\n".join(vocab[i] for i in keep).encode()
    inner = net["layers.0.up.weight"].shape[0]
    head = (saved["layers"], model.WIDTH, inner, model.HEADS, saved["size"], len(keep), len(words), model.GROUP, model.POINTER)
    return b"HWDEEP1\n" + struct.pack("<9I", *head) + words + b"".join(out)


def main():
    saved = torch.load(sys.argv[1], weights_only=False)
    vocab = [line.rstrip("\n") for line in open(sys.argv[2] + "/vocab.txt", encoding="utf-8")]
    data = pack(saved, vocab)
    open(sys.argv[3], "wb").write(data)
    print(len(data), "bytes")


if __name__ == "__main__":
    main()
