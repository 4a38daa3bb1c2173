"""Text in; words, word pieces and the small surface features of the deep tagger out.

The Rust side (crates/headwater-quote/src/deep/) cuts in the same way; a test there holds the two
together. A word is a run of letters, digits and combining marks, or one other visible character.
"""

import unicodedata

PAD, UNK, CLS, SEP, MASK = 0, 100, 101, 102, 103
LONGEST = 100  # characters; a longer word is [UNK]

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


def fold(word):
    """Lower case without accents."""
    word = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in word if unicodedata.category(c) != "Mn")


def split(word, vocab):
    """Greedy longest pieces of a folded word."""
    if len(word) > LONGEST or not word:
        return [UNK]
    out, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start:
            piece = vocab.get(("##" if start else "") + word[start:end])
            if piece is not None:
                break
            end -= 1
        if end == start:
            return [UNK]
        out.append(piece)
        start = end
    return out


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


PAIRS = {"“": "”", "«": "»", "„": "“”", "‘": "’", "‚": "‘’", "‹": "›"}


def quoted(text):
    """For each code point whether it stands inside quotation marks, paragraph by paragraph. A mark
    never closed counts to the paragraph's end (the next paragraph goes on quoting)."""
    mask = bytearray(len(text))
    base = 0
    for para in text.split("\n"):
        closer, since = None, 0
        for i, c in enumerate(para):
            if closer is None:
                if c == '"':
                    closer, since = '"', i
                elif c in PAIRS:
                    if c in "‘‚" and i and para[i - 1].isalnum():
                        continue
                    closer, since = PAIRS[c], i
            elif c in closer or (c == "”" and closer == '"') or (c == '"' and closer == "”"):
                if c == "’" and i + 1 < len(para) and para[i + 1].isalnum():
                    continue  # an apostrophe
                mask[base + since : base + i + 1] = b"\1" * (i + 1 - since)
                closer = None
        if closer is not None and "’" not in closer:
            mask[base + since : base + len(para)] = b"\1" * (len(para) - since)
        base += len(para) + 1
    return mask


class Doc:
    """One text as parallel lists: words, and pieces with the word each belongs to (-1: a paragraph
    break, one [SEP])."""

    def __init__(self, text, vocab):
        self.text = text
        self.words = words(text)
        mask = quoted(text)
        self.ids, self.word, self.first, self.shapes, self.inside = [], [], [], [], []
        self.at = []  # index of the first piece of each word
        para = None
        for n, (s, e, p) in enumerate(self.words):
            if para is not None and p != para:
                self._push(SEP, -1, 1, BREAK, 0)
            para = p
            self.at.append(len(self.ids))
            raw = text[s:e]
            for k, piece in enumerate(split(fold(raw), vocab)):
                self._push(piece, n, int(k == 0), INNER if k else shape(raw), mask[s])

    def _push(self, piece, word, first, shape_, inside):
        self.ids.append(piece)
        self.word.append(word)
        self.first.append(first)
        self.shapes.append(shape_)
        self.inside.append(inside)
