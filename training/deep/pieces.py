"""Text in; words, word pieces and the small surface features of the tagger out.

The Rust side (crates/headwater-quote/src/deep/) cuts in the same way; a test there holds the two
together. A word is a run of letters, digits and combining marks, or one other visible character.
"""

import unicodedata

BEGIN, END, UNK = 0, 1, 2
LONGEST = 100  # characters; a longer word is unknown
SPACE = "▁"  # begins a piece before which there is white space

# What a word looks like before it is folded to lower case.
LOWER, CAPITAL, CAPITALS, MIXED, DIGITS, MARK, INNER, BREAK = range(8)


def words(text):
    """(start, end, paragraph) of each word, code points."""
    out, start, para = [], None, 0
    for i, c in enumerate(text):
        if c.isalnum() or unicodedata.category(c) == "Mn":
            if start is None:
                start = i
            continue
        if start is not None:
            out.append((start, i, para))
            start = None
        if c == "\n":
            para += 1
        elif not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cn", "Cs"):
            out.append((i, i + 1, para))
    if start is not None:
        out.append((start, len(text), para))
    return out


class Vocabulary:
    """Pieces with scores; a word is cut so that the sum of its pieces' scores is greatest."""

    def __init__(self, pieces, scores):
        self.ids = {p: i for i, p in enumerate(pieces) if i > UNK}
        self.scores = [float(s) for s in scores]
        self.longest = max(len(p) for p in self.ids)
        self.unknown = min(self.scores[UNK + 1 :]) - 10.0
        self.seen = {}

    def split(self, word, spaced):
        """Numbers of the pieces of a word as printed."""
        key = (word, spaced)
        if key not in self.seen:
            self.seen[key] = self._split(word, spaced)
        return self.seen[key]

    def _split(self, word, spaced):
        if len(word) > LONGEST:
            return [UNK]
        word = (SPACE if spaced else "") + unicodedata.normalize("NFKC", word).replace(" ", SPACE)
        n = len(word)
        best, back = [0.0] + [-1e30] * n, [(0, UNK)] * (n + 1)
        for i in range(n):
            for j in range(i + 1, min(n, i + self.longest) + 1):
                piece = self.ids.get(word[i:j])
                if piece is None:
                    if j > i + 1:
                        continue
                    piece, score = UNK, self.unknown
                else:
                    score = self.scores[piece]
                if best[i] + score > best[j]:
                    best[j], back[j] = best[i] + score, (i, piece)
        out, at = [], n
        while at > 0:
            at, piece = back[at]
            if not (piece == UNK and out and out[-1] == UNK):
                out.append(piece)
        return out[::-1] or [UNK]


def shape(word):
    """The case feature of a word."""
    first = word[0]
    if not first.isalnum():
        return MARK
    if any(c.isnumeric() for c in word):
        return DIGITS
    if not any(c.isupper() for c in word):
        return LOWER
    if len(word) > 1 and all(c.isupper() for c in word):
        return CAPITALS
    if first.isupper() and not any(c.isupper() for c in word[1:]):
        return CAPITAL
    return MIXED


PAIRS = {'"': '"”', "“": '”"', "«": "»", "„": "“”»", "‘": "’", "‚": "‘’", "‹": "›"}
# Marks that also close; they open where a word begins right after them and none before.
TURNED = {"»": "«", "”": "”", "›": "‹"}


def quoted(text):
    """For each code point whether it stands inside quotation marks, paragraph by paragraph, and the
    pairs of marks. A mark never closed counts to the paragraph's end."""
    mask, pairs = bytearray(len(text)), []
    base = 0
    for para in text.split("\n"):
        closer, since = None, 0
        for i, c in enumerate(para):
            before = para[i - 1] if i else " "
            after = para[i + 1] if i + 1 < len(para) else " "
            if closer is None:
                if c in PAIRS:
                    if c in "‘‚" and before.isalnum():
                        continue
                    closer, since = PAIRS[c], i
                elif c in TURNED and after.isalnum() and not before.isalnum():
                    closer, since = TURNED[c], i
            elif c in closer:
                if c == "’" and after.isalnum():
                    continue  # an apostrophe
                mask[base + since : base + i + 1] = b"\1" * (i + 1 - since)
                pairs.append((base + since, base + i))
                closer = None
        if closer is not None and "’" not in closer:
            mask[base + since : base + len(para)] = b"\1" * (len(para) - since)
        base += len(para) + 1
    return mask, pairs


class Doc:
    """One text as parallel lists: words, and pieces with the word each belongs to (-1: a paragraph
    break, one END)."""

    def __init__(self, text, vocab):
        self.text = text
        self.words = words(text)
        mask, _ = quoted(text)
        self.ids, self.word, self.first, self.shapes, self.inside = [], [], [], [], []
        self.at = []  # index of the first piece of each word
        para = None
        for n, (s, e, p) in enumerate(self.words):
            if para is not None and p != para:
                self._push(END, -1, 1, BREAK, 0)
            para = p
            self.at.append(len(self.ids))
            raw = text[s:e]
            spaced = s == 0 or text[s - 1].isspace()
            for k, piece in enumerate(vocab.split(raw, spaced)):
                self._push(piece, n, int(k == 0), INNER if k else shape(raw), mask[s])

    def _push(self, piece, word, first, shape_, inside):
        self.ids.append(piece)
        self.word.append(word)
        self.first.append(first)
        self.shapes.append(shape_)
        self.inside.append(inside)
