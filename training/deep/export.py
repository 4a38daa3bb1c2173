#!/usr/bin/env python3
"""Writes a trained tagger as the one file that the program reads.

    python3 export.py MODEL.pt BASE.bin OUT.bin

Matrices become whole numbers of 8 bits with a scale a row. The word pieces stand in the order of
their bytes, after the three for the beginning, the end and the unknown.
"""

import struct
import sys

import numpy as np
import torch

import base
import data
import model


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


def pack(saved, pieces, scores):
    """The bytes of a model file, of the pieces that the model was trained with."""
    net = {k: v.numpy() for k, v in saved["net"].items()}
    order = [0, 1, 2, *sorted(range(3, len(pieces)), key=lambda i: pieces[i].encode())]
    whole, scale = (t[order] for t in saved["table"])
    out = []
    plain = lambda name: out.append(net[name].astype("<f4").tobytes())
    norm = lambda name: (plain(name + ".weight"), plain(name + ".bias"))
    matrix = lambda name: linear(out, net[name + ".weight"], net[name + ".bias"])
    half = (whole.reshape(len(order), -1, 2) + 8).astype(np.uint8)
    out.append((half[..., 0] | half[..., 1] << 4).tobytes())
    out.append(scale.astype("<f2").tobytes())
    out.append(net["place"].astype("<f2").tobytes())
    plain("shape"), plain("marks"), norm("norm")
    for n in range(saved["layers"]):
        at = f"layers.{n}."
        matrix(at + "qkv"), matrix(at + "out"), norm(at + "norm1")
        matrix(at + "up"), matrix(at + "down"), norm(at + "norm2")
    moves = net["moves"].astype("<f4")
    matrix("inner"), out.append(moves[0].tobytes())
    matrix("outer"), out.append(moves[1].tobytes())
    matrix("stance"), matrix("source"), matrix("target")
    words = "\n".join(pieces[i] for i in order).encode()
    inner = net["layers.0.up.weight"].shape[0]
    head = (saved["layers"], model.WIDTH, inner, model.HEADS, saved["size"], len(order), len(words), model.GROUP, model.POINTER,
            data.RELATIONS, len(data.STANCES))
    scores = np.array([scores[i] for i in order], "<f4")
    return b"HWDEEP2\n" + struct.pack("<11I", *head) + words + scores.tobytes() + b"".join(out)


def main():
    saved = torch.load(sys.argv[1], weights_only=False)
    source = base.Base(sys.argv[2])
    keep = saved["keep"]
    made = pack(saved, [source.pieces[i] for i in keep], source.scores[keep])
    open(sys.argv[3], "wb").write(made)
    print(len(made), "bytes")


if __name__ == "__main__":
    main()
