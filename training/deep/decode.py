"""Emissions and pointers of whole articles to quotations, as the program makes them."""

import numpy as np

from data import RELATIONS, STANCES, collate

TAGS = 7

KEPT = 6  # links of a word
FLOOR = -12.0  # the least a link counts
LONGER = 1.0


def read(parts, run, size, overlap=64, batch=16):
    """For each part: emissions (words, tags of both layers and stances) and link tables (words -> {word: log p})."""
    jobs, home = [], []
    for i, part in enumerate(parts):
        cuts = part.cuts(size - 2, overlap)
        # Each word is read in the window in which it lies furthest from an edge.
        room = np.full((len(cuts), len(part.ids)), -1)
        for c, (a, b) in enumerate(cuts):
            left = np.arange(b - a) if a else np.full(b - a, size)
            right = np.arange(b - a)[::-1] if b < len(part.ids) else np.full(b - a, size)
            room[c, a:b] = np.minimum(left, right)
        home.append(room.argmax(0) if len(cuts) else [])
        jobs += [(i, c, a, b) for c, (a, b) in enumerate(cuts)]
    out = [[np.zeros((len(p.doc.words), 2 * TAGS + len(STANCES)), np.float32), {}] for p in parts]
    jobs.sort(key=lambda j: j[3] - j[2])
    for k in range(0, len(jobs), batch):
        group = jobs[k : k + batch]
        rows = [parts[i].window(a, b) for i, _, a, b in group]
        emissions, links = run(collate(rows))
        for (i, c, a, _), row, e, l in zip(group, rows, emissions, links):
            names = row["words"]
            column = {int(w): s + 1 for s, w in enumerate(names) if w >= 0}
            for s, w in enumerate(names):
                if w >= 0 and home[i][row["steps"][s] - 1 + a] == c:
                    out[i][0][w] = e[s]
                    out[i][1][int(w)] = best(l[:, s], names), column
    return out


def best(links, names):
    """Only the likeliest few words count (and [CLS]); the program keeps no more."""
    out = np.full(links.shape, -30.0)
    out[:, 0] = links[:, 0]
    columns = np.nonzero(names >= 0)[0] + 1
    for row, new in zip(links, out):
        top = columns[np.argsort(-row[columns], kind="stable")[:KEPT]]
        new[top] = row[top]
    return out


def viterbi(e, moves, begin):
    """Best tags of one paragraph; `begin` are scores of the first tag."""
    score, back = e[0] + begin, []
    for row in e[1:]:
        full = score[:, None] + moves
        back.append(full.argmax(0))
        score = full.max(0) + row
    tag = [int(score.argmax())]
    for b in reversed(back):
        tag.append(int(b[tag[-1]]))
    return tag[::-1]


def tags(doc, emissions, moves):
    out = np.zeros(len(doc.words), int)
    paras = np.array([w[2] for w in doc.words])
    for p in np.unique(paras):
        at = np.nonzero(paras == p)[0]
        out[at] = viterbi(emissions[at], moves, moves[0])
    return out


def spans(doc, tags_):
    """(kind, first word, one past the last) in order."""
    out, last = [], None
    for i, t in enumerate(tags_):
        kind = (t + 1) // 2
        if t and (t % 2 == 1 or last is None or last[0] != kind or doc.words[i][2] != doc.words[i - 1][2]):
            last = [kind, i, i + 1]
            out.append(last)
        elif t:
            last[2] = i + 1
        else:
            last = None
    return out


def pick(doc, span, goals, links, which, emissions, moves, begins=True):
    """The part a content span's words point to, or None. Where they agree on a word that is in no
    part, that word begins one."""
    own = asked(span)
    none, totals = 0.0, {}
    for w in own:
        table, column = links[w]
        row = table[which]
        none += max(row[0], FLOOR)
        for word, c in column.items():
            if row[c] > -30:
                totals[word] = totals.get(word, 0.0) + max(row[c], FLOOR) - FLOOR
    least, best, part = FLOOR * len(own), none, None
    for g in goals:
        total = least + totals.get(g[1], 0.0)
        if total > best:
            best, part = total, g
    starts = {g[1] for g in goals}
    late = max(((t, -w) for w, t in totals.items() if w not in starts), default=None)
    if begins and late and least + late[0] > best:
        return begun(doc, -late[1], which, emissions, moves)
    return part


def begun(doc, word, which, emissions, moves):
    """A speaker or cue that begins with a word, as far as the scores of the next ones carry it."""
    inside = (4, 6)[which]
    end, last = word + 1, inside - 1
    while end < len(doc.words) and doc.words[end][2] == doc.words[word][2]:
        to = moves[last] + emissions[end]
        if np.delete(to, inside).max() > to[inside] + LONGER:
            break
        last, end = inside, end + 1
    return [which + 2, word, end]


def quotes(doc, emissions, links, moves):
    inner, outer, stance = emissions[:, :TAGS], emissions[:, TAGS : 2 * TAGS], emissions[:, 2 * TAGS :]
    from_mask = doc.inside
    found = spans(doc, tags(doc, inner, moves[0])) if len(doc.words) else []
    above = spans(doc, tags(doc, outer, moves[1])) if len(doc.words) else []
    goals = [[s for s in found if s[0] == 2], [s for s in found if s[0] == 3], *([s for s in above if s[0] == k] for k in (1, 2, 3))]
    near = lambda goals, c: [g for g in goals if -260 <= g[1] - c[1] < 260]
    groups = {}
    for c in (s for s in found if s[0] == 1):
        own = [pick(doc, c, near(goals[r], c), links, r, (inner, outer)[r > 1], moves[int(r > 1)], r < 2) for r in range(5)]
        key = ("cue", own[1][1]) if own[1] else ("own", c[1])
        groups.setdefault(key, []).append((c, own))
    out = []
    place = lambda s: [doc.words[s[1]][0], doc.words[s[2] - 1][1]]
    for members in groups.values():
        members.sort(key=lambda m: m[0][1])
        longest = sorted(members, key=lambda m: m[0][1] - m[0][2])
        best = [next((m[1][r] for m in longest if m[1][r]), None) for r in range(5)]
        content = [place(m[0]) for m in members]
        words = [w for m in members for w in range(m[0][1], m[0][2])]
        letters = [from_mask[doc.at[w]] for w in words if doc.text[doc.words[w][0]].isalnum()]
        share = sum(letters) / max(len(letters), 1)
        who = place(best[0]) if best[0] else None
        strings = lambda s: [doc.text[place(s)[0] : place(s)[1]]] if s else []
        out.append({
            "start": content[0][0], "end": content[-1][1],
            "kind": "direct" if share >= 0.97 else "indirect" if share == 0 else "mixed",
            "content_spans": content,
            "speaker_spans": [who] if who else [],
            "speaker_text": doc.text[who[0] : who[1]] if who else "",
            "cue_spans": [place(best[1])] if best[1] else [],
            "via": strings(best[2]), "chain": strings(best[3]), "said": strings(best[4]),
            "name": name(doc, asked(longest[0][0]), links),
            "stance": STANCES[int(stance[[w for m in members for w in asked(m[0])]].sum(0).argmax())],
        })
    return sorted(out, key=lambda q: q["start"])


def asked(content):
    """The words of a content that count: a sentence or two is enough to go by."""
    return range(content[1], min(content[2], content[1] + 100))


def name(doc, words, links):
    """The word with which the speaker's full name begins, by its place."""
    none, totals = 0.0, {}
    for w in words:
        table, column = links[w]
        row = table[RELATIONS - 1]
        none += max(row[0], FLOOR) - FLOOR
        for word, c in column.items():
            if row[c] > -30:
                totals[word] = totals.get(word, 0.0) + max(row[c], FLOOR) - FLOOR
    best = max(totals, key=lambda w: (totals[w], -w), default=None)
    return doc.words[best][0] if best is not None and totals[best] > none else None


def predict(parts, run, moves, size, overlap=64):
    out = []
    for part, (emissions, links) in zip(parts, read(parts, run, size, overlap)):
        out.append({"id": part.id, "quotes": quotes(part.doc, emissions, links, moves)})
    return out
