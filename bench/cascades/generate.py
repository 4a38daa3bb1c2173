#!/usr/bin/env python3
"""Cascades of news reports with a known family tree, of another make (stdlib only, seeded).

    generate.py --out DIR --kind wire|mixed|quotes|chain --seed N --stories K

Same file formats as the lineage bench (DIR/sNN/witnesses.jsonl, gold.json), but nothing else in
common with its simulator: sentences are not filled templates but strings of invented words drawn
from a lexicon made anew for each story, in which every content word has rewordings; outlets have
house styles (marks, spelling of names, how they date, whether they credit) that they lay over
whatever they take; agencies send versions; reports of a second event stand among the others.

kinds   wire    an agency sends two to four versions of its report, each with more or corrected;
                outlets take one of them, cut it from the end, some take it from each other
        mixed   two events with the same people and background paragraphs; some round-ups of both
        quotes  many first-hand reports that share quotations and nothing else; few copies
        chain   long chains with a change of language (every sentence worded anew, order kept)

gold    nodes, edges, root ("event"), hidden, contaminated, twins, true_time, credit
"""
import argparse
import json
import os
import random
from datetime import datetime, timedelta

ONSET = 'b bl br d dr f fl g gr h j k kl kr l m n p pl pr r s sk sl st t tr v w z'.split()
VOWEL = 'a e i o u ai ei oa ou'.split()
CODA = ['', '', 'n', 'r', 'l', 's', 'm', 'nd', 'rk', 'st', 'x']
GLUE = ['the', 'a', 'of', 'in', 'to', 'and', 'that', 'for', 'with', 'on', 'by', 'from', 'at', 'after', 'has', 'was', 'is', 'will', 'not', 'its', 'their', 'this', 'more', 'than', 'been', 'would', 'as', 'but', 'who', 'had']
KIN = {'wire': dict(first=(1, 2), copies=(7, 15), hide=.35, rewrite=.25, merge=.10, hop=.05, credit=.45, shared=.3),
       'mixed': dict(first=(2, 4), copies=(6, 13), hide=.20, rewrite=.35, merge=.25, hop=.05, credit=.30, shared=.5),
       'quotes': dict(first=(4, 7), copies=(4, 9), hide=.20, rewrite=.60, merge=.12, hop=.10, credit=.25, shared=.3),
       'chain': dict(first=(1, 3), copies=(7, 14), hide=.25, rewrite=.30, merge=.08, hop=.30, credit=.35, shared=.2)}


def word(r, n=None):
    return ''.join(r.choice(ONSET) + r.choice(VOWEL) + r.choice(CODA) for _ in range(n or r.choice([1, 2, 2, 3])))


def name(r):
    return word(r, 2).capitalize() + ' ' + word(r, r.choice([2, 3])).capitalize()


class Lexicon:
    """Content words of a story, each with rewordings."""

    def __init__(self, r):
        self.r = r
        self.sets = [[word(r) for _ in range(r.choice([2, 3, 3, 4]))] for _ in range(160)]

    def sentence(self, n):
        """A sentence as a list of slots: a function word, or (set, choice); optional ones marked."""
        out = []
        while len(out) < n:
            if out and self.r.random() < .45:
                out.append(['g', self.r.choice(GLUE)])
            else:
                out.append(['w', self.r.randrange(len(self.sets)), 0, self.r.random() < .2])
        return out


class Sent:
    def __init__(self, slots, quote=None, num=None):
        self.slots, self.quote, self.num = slots, quote, num
        self.cut = (0, 10 ** 6)
        self.extra = ''
        self.bare = False

    def copy(self):
        s = Sent([list(x) for x in self.slots], self.quote, self.num)
        s.cut, s.extra, s.bare = self.cut, self.extra, self.bare
        return s

    def reword(self, r, lex, share):
        out = []
        for x in self.slots:
            if x[0] == 'w':
                if x[3] and r.random() < share * .3:
                    continue
                if r.random() < share:
                    x[2] = r.randrange(len(lex.sets[x[1]]))
            elif r.random() < share * .25:
                x[1] = r.choice(GLUE)
            out.append(x)
        if len(out) > 9 and r.random() < share * .3:      # clauses change places
            k = r.randrange(3, len(out) - 3)
            out = out[k:] + out[:k]
        self.slots = out
        if self.num and r.random() < share * .2:
            self.num = str(round(int(self.num), -1)) if r.random() < .7 else str(int(self.num) + r.choice([-2, 1, 3]))

    def words(self, lex):
        out = [x[1] if x[0] == 'g' else lex.sets[x[1]][x[2]] for x in self.slots]
        if self.num:
            out.insert(min(4, len(out)), self.num)
        lo, hi = self.cut
        out = out[lo:hi] if hi - lo >= 4 else out[:6]
        return ('… ' if lo else '') + ' '.join(out) + (' …' if hi < len(self.slots) else '')


class Report:
    def __init__(self):
        self.paras, self.title, self.credits, self.outlet = [], None, [], None

    def copy(self):
        c = Report()
        c.paras = [[s.copy() for s in p] for p in self.paras]
        c.title = self.title.copy() if self.title else None
        c.credits = [x for x in self.credits]
        return c


def house(r, nm):
    """An outlet's habits."""
    return {'name': nm, 'marks': r.choice([('“', '”'), ('"', '"'), ('«', '»'), ('„', '“')]),
            'date': r.choices(['minute', 'day', 'none', 'updated', 'local', 'crawl'], [50, 18, 12, 8, 8, 4])[0],
            'zone': r.choice([-5, -3, -1, 1, 2, 3]), 'titles': r.random() < .6, 'credits': r.random(),
            'short': r.random() < .3, 'style': r.choice([None, None, 0, 1])}


def show(rep, h, people, lex, r):
    """Title and paragraphs in the outlet's style."""
    a, b = h['marks']
    def spell(nm):
        full, alts = nm
        return full if h['style'] is None else alts[h['style'] % len(alts)]
    out = []
    for p in rep.paras:
        line = []
        for s in p:
            t = s.words(lex)
            if s.quote is None:
                line.append(t[0].upper() + t[1:] + s.extra + '.')
            else:
                who, cue, where = s.quote
                nm = spell(people[who])
                nm = nm.split()[-1] if cue % 2 else nm
                verb = ['said', 'told reporters', 'added', 'stressed', 'noted'][cue % 5]
                t = t[0].upper() + t[1:]
                if s.bare:
                    line.append('%s %s that %s.' % (nm, verb, t[0].lower() + t[1:]))
                elif where == 0:
                    line.append('%s%s,%s %s %s.' % (a, t, b, nm, verb))
                else:
                    line.append('%s %s: %s%s.%s' % (nm, verb, a, t, b))
        out.append(' '.join(line))
    for at, c in rep.credits:
        i = min(at, len(out) - 1)
        out[i] = out[i] + ' ' + c if i >= 0 else c
    t = rep.title.words(lex)
    return t[0].upper() + t[1:], out


def invent(r, lex, facts, said, people, p_said, background):
    """A first-hand report: the outlet's own prose around what was said."""
    rep = Report()
    rep.title = Sent(lex.sentence(r.randint(5, 9)))
    rep.paras.append([Sent(lex.sentence(r.randint(14, 24)))])
    for f in facts:
        if r.random() < .75:
            s = f.copy()
            s.reword(r, lex, .6)
            rep.paras.append([s] + ([Sent(lex.sentence(r.randint(8, 18)))] if r.random() < .4 else []))
    for q in said:
        if r.random() < p_said:
            s = q.copy()
            s.reword(r, lex, .12 if r.random() < .6 else .5)
            s.quote = (s.quote[0], r.randrange(10), r.randrange(2))
            if r.random() < .3:
                n = len(s.slots)
                s.cut = r.choice([(0, n * 2 // 3), (n // 3, 10 ** 6)])
            rep.paras.insert(r.randint(1, len(rep.paras)), [s])
    for b in background:
        if r.random() < .3:
            rep.paras.append([b.copy()])
    return rep


def derive(r, lex, par, h, k, said, background, other, hop):
    rep = par.copy()
    kept = []
    for c in rep.credits:
        if r.random() < .75:
            kept.append(c)
    rep.credits = kept
    if other is not None:
        gain = r.sample(other.paras[1:] or other.paras, min(len(other.paras[1:]) or 1, r.randint(1, 4)))
        at = r.randint(1, len(rep.paras))
        if r.random() < .5:
            rep.paras[at:at] = [[s.copy() for s in p] for p in gain]        # as one block
        else:
            for p in gain:
                rep.paras.insert(r.randint(1, len(rep.paras)), [s.copy() for s in p])
    if (h['short'] or r.random() < .4) and len(rep.paras) > 4:
        del rep.paras[max(3, int(len(rep.paras) * r.uniform(.4, .95))):]
    if r.random() < .2 and len(rep.paras) > 4:
        del rep.paras[r.randrange(1, len(rep.paras))]
    if hop:
        for p in rep.paras:
            for s in p:
                s.reword(r, lex, .75)
                if s.quote and r.random() < .5:
                    s.quote = (s.quote[0], r.randrange(10), s.quote[2])
        rep.title.reword(r, lex, .8)
    elif r.random() < k['rewrite']:
        share = r.choice([.1, .3, .6])
        for p in rep.paras:
            if r.random() < .6:
                for s in p:
                    if s.quote is None:
                        s.reword(r, lex, share)
    elif r.random() < .5:
        rep.paras[0][0].reword(r, lex, .4)
    for p in rep.paras:
        for s in list(p):
            if s.quote and r.random() < .08:
                n = len(s.slots)
                s.cut = (0, max(5, int(n * r.uniform(.4, .8)))) if r.random() < .6 else (n // 3, 10 ** 6)
            if s.quote and r.random() < .05:
                s.bare = not s.bare
            if s.quote and r.random() < .03:
                s.reword(r, lex, .15)
    if r.random() < .15 and len(rep.paras) > 2:            # two paragraphs become one
        i = r.randrange(1, len(rep.paras) - 1)
        rep.paras[i:i + 2] = [rep.paras[i] + rep.paras[i + 1]]
    if r.random() < .12 and len(rep.paras) > 3:
        i, j = r.sample(range(1, len(rep.paras)), 2)
        rep.paras[i], rep.paras[j] = rep.paras[j], rep.paras[i]
    if r.random() < .25:
        rep.paras.append([Sent(lex.sentence(r.randint(10, 22)))])
    if r.random() < k['shared'] * .5:
        rep.paras.append([r.choice(background).copy()])
    if r.random() < .06 and said:                          # completes a quotation from a recording
        for p in rep.paras:
            for s in p:
                s.cut = (0, 10 ** 6) if s.quote else s.cut
    if h['titles'] or r.random() < .3:
        rep.title = Sent(lex.sentence(r.randint(5, 9))) if r.random() < .7 else rep.title
        rep.title.reword(r, lex, .5)
    return rep


CREDITS = ['{o} reported.', 'The news was first published by {o}.', '({o})', 'This is reported by {o}.', 'With reference to {o}.', 'As {o} writes, the matter is open.', '{p} told {o} in an interview.', '{p} wrote in an article for {o}.']


def story(r, kind, label):
    k = KIN[kind]
    lex = Lexicon(r)
    people = [(n, [n[:-1] + r.choice('aeiou'), n.replace('a', 'o', 1)]) for n in (name(r) for _ in range(3))]
    outlets = [house(r, r.choice(['The ', '']) + word(r, 2).capitalize() + ' ' + r.choice(['Herald', 'Post', 'News', 'Today', 'Gazette', 'Online', word(r, 2).capitalize(), 'Tribune', 'Echo', 'Radio'])) for _ in range(34)]
    agency = [word(r, 2).capitalize() + r.choice(['press', 'wire', ' News Agency', 'fax']) for _ in range(2)]
    background = [Sent(lex.sentence(r.randint(12, 26)), num=str(r.randint(3, 900)) if r.random() < .5 else None) for _ in range(r.randint(2, 5))]
    events = []
    for _ in range(2 if kind == 'mixed' else 1):
        facts = [Sent(lex.sentence(r.randint(10, 26)), num=str(r.randint(3, 900)) if r.random() < .4 else None) for _ in range(r.randint(3, 7))]
        said = [Sent(lex.sentence(r.randint(9, 26)), quote=(0 if r.random() < .7 else r.randrange(3), 0, 0)) for _ in range(r.randint(2, 6))]
        events.append((facts, said))
    t0 = datetime(2032, r.randint(1, 12), r.randint(1, 27), r.randint(5, 20), r.randint(0, 59))
    reps, time, edges, credit, hs, hop_of = {}, {}, [], {}, {}, {}
    order = []

    def add(rep, h, parents, when):
        v = 'n%02d' % len(order)
        order.append(v)
        reps[v], time[v], hs[v] = rep, when, h
        rep.outlet = h['name']
        for p in parents:
            edges.append([p, v])
        return v
    free = list(outlets)
    r.shuffle(free)
    ev_of = {}
    if kind == 'wire':
        h = house(r, agency[0])
        h['date'] = 'minute'
        last, when = None, t0 + timedelta(minutes=r.randint(3, 40))
        versions = []
        for _ in range(r.randint(2, 4)):
            if last is None:
                rep = invent(r, lex, events[0][0], events[0][1], people, .6, background)
                last = add(rep, h, ['event'], when)
            else:
                rep = reps[last].copy()
                rep.credits = []
                for _ in range(r.randint(1, 3)):
                    src = r.choice(events[0][1] + events[0][0]).copy()
                    if r.random() < .5:
                        src = Sent(lex.sentence(r.randint(10, 22)))
                    rep.paras.insert(r.randint(1, len(rep.paras)), [src])
                if r.random() < .5:
                    rep.paras[0][0].reword(r, lex, .4)
                if r.random() < .4:
                    for p in rep.paras:
                        for s in p:
                            if s.num and r.random() < .5:
                                s.num = str(int(s.num) + r.randint(1, 9))
                last = add(rep, h, [last], when)
            versions.append(last)
            ev_of[last] = 0
            when += timedelta(minutes=r.randint(15, 200))
    for _ in range(r.randint(*k['first'])):
        e = r.randrange(len(events))
        h = free.pop()
        v = add(invent(r, lex, events[e][0], events[e][1], people, .8 if kind != 'quotes' else .55, background), h, ['event'],
                t0 + timedelta(minutes=r.expovariate(1 / 90) + e * 600 + 5))
        ev_of[v] = e
    hidden = ['event']
    for _ in range(r.randint(*k['copies'])):
        pool = list(order)
        w = [1 + 1.5 * sum(x[0] == p for x in edges) + (4 if kind == 'wire' and hs[p]['name'] == agency[0] else 0) + (3 if kind == 'chain' and p == order[-1] else 0) for p in pool]
        p = r.choices(pool, w)[0]
        h = free.pop()
        q = None
        if len(pool) > 1 and r.random() < k['merge']:
            q = r.choice([x for x in pool if x != p])
        hop = r.random() < k['hop']
        rep = derive(r, lex, reps[p], h, k, events[ev_of[p]][1], background, reps[q] if q else None, hop)
        start = max([time[p]] + ([time[q]] if q else []))
        delay = r.choice([r.expovariate(1 / 12), r.expovariate(1 / 150), r.gauss(900, 240)])
        when = start + timedelta(minutes=2 + abs(delay))
        if when.hour < 5 and r.random() < .7:
            when = when.replace(hour=6) + timedelta(minutes=r.randint(0, 180)) if when.replace(hour=6) > start else when
        v = add(rep, h, [p] + ([q] if q else []), when)
        ev_of[v] = ev_of[p]
        if r.random() < k['credit'] * (.5 + h['credits']):
            src = p if r.random() < .6 else (q or p)
            x = r.random()
            up = [a for a, b in edges if b == src and a != 'event']
            if x < .25 and up:
                src = up[0]
            elif x < .32:
                src = r.choice([o for o in order if o != v])
            nm = reps[src].outlet if r.random() < .93 else agency[1]
            credit[v] = src
            rep.credits.append((r.choice([0, 0, 1, 99]), r.choice(CREDITS).format(o=nm, p=people[0][0])))
    for v in order:
        inner = any(a == v for a, _ in edges)
        if inner and r.random() < k['hide'] * (1.3 if hs[v]['name'] == agency[0] else 1):
            hidden.append(v)
    if len(order) + 1 - len(hidden) < 4:
        hidden = ['event']
    shuffled = ['w%02d' % i for i in range(len(order))]
    r.shuffle(shuffled)
    new = dict(zip(order, shuffled), event='event')
    recs, same = [], {}
    for v in sorted(order, key=new.get):
        title, body = show(reps[v], hs[v], people, lex, r)
        if v in hidden:
            continue
        same.setdefault('\n'.join(body), []).append(new[v])
        h, t, prec = hs[v], time[v], 'minute'
        if h['date'] == 'none':
            t, prec = None, None
        elif h['date'] == 'day':
            prec = 'day'
        elif h['date'] == 'updated':
            t += timedelta(minutes=r.expovariate(1 / 900))
        elif h['date'] == 'local':
            t += timedelta(hours=h['zone'])
        elif h['date'] == 'crawl':
            t += timedelta(days=r.randint(100, 500))
        iso = None if t is None else t.strftime('%Y-%m-%d' if prec == 'day' else '%Y-%m-%dT%H:%M')
        frame = [word(r).capitalize() + ' | ' + word(r).capitalize(), h['name'], title] + body + ['Share this', 'More from ' + h['name'], ' '.join(word(r) for _ in range(5)).capitalize()]
        recs.append({'id': new[v], 'outlet': h['name'], 'title': title, 'time': iso, 'time_precision': prec, 'page': '\n'.join(frame), 'text': '\n'.join([title] + body)})
    E = [[new[a], new[b]] for a, b in edges]
    gold = {'name': label, 'nodes': ['event'] + sorted(shuffled), 'edges': E, 'root': 'event', 'hidden': [new[x] for x in hidden],
            'contaminated': sorted({c for _, c in E if sum(c == d for _, d in E) > 1}),
            'twins': [g for g in same.values() if len(g) > 1], 'ops': {}, 'credit': {new[a]: new[b] for a, b in credit.items()},
            'true_time': {new[v]: time[v].strftime('%Y-%m-%dT%H:%M') for v in order}}
    return recs, gold


def main():
    ap = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ap.add_argument('--out', required=True)
    ap.add_argument('--kind', choices=sorted(KIN), default='wire')
    ap.add_argument('--seed', type=int, default=1)
    ap.add_argument('--stories', type=int, default=10)
    a = ap.parse_args()
    given = 0
    for i in range(a.stories):
        r = random.Random('%s-%d-%d' % (a.kind, a.seed, i))
        recs, gold = story(r, a.kind, '%s-s%02d' % (a.kind, i))
        d = os.path.join(a.out, 's%02d' % i)
        os.makedirs(d, exist_ok=True)
        with open(os.path.join(d, 'witnesses.jsonl'), 'w', encoding='utf-8') as f:
            for x in recs:
                f.write(json.dumps(x, ensure_ascii=False) + '\n')
        with open(os.path.join(d, 'gold.json'), 'w', encoding='utf-8') as f:
            json.dump(gold, f, indent=1, ensure_ascii=False)
        given += len(recs)
    print('%s: %d stories, %d given reports' % (a.out, a.stories, given))


if __name__ == '__main__':
    main()
