"""Training cascades: the lineage bench's simulator in several invented worlds, and our own generator.

    python data.py --simulator SIMULATE.py --generator GENERATE.py --out DIR [--scale 1.0]

Same arguments, same bytes. Writes DIR/<set>/sNNN/; seeds are those below and no others.
"""
import argparse
import json
import os
import random
import subprocess
import sys

SYLLABLES = 'bal bir dro dul fen fis gar gol hel hir kan kor kri lan les lun mar mos nar nel pin por ras rel sig sol tar tri tus var ves zel'.split()
ROLES = ['mayor', 'foreign minister', 'union leader', 'central bank governor', 'harbour master', 'opposition leader', 'head of the health board', 'judge', 'rector', 'spokeswoman', 'party chairman', 'chief of police']
TOPICS = [['harbour strike', 'the harbour strike', 'a shorter week for dock workers'], ['water treaty', 'the water treaty', 'shared use of the upper river'],
          ['rail merger', 'the rail merger', 'a single company for the railways'], ['school reform', 'the school reform', 'smaller classes from next autumn'],
          ['tax plan', 'the tax plan', 'a levy on empty houses'], ['hospital row', 'the hospital dispute', 'two new wards on the coast'],
          ['fishing quota', 'the quota talks', 'a lower catch of herring'], ['power line', 'the power line', 'a cable under the strait']]
OUTLETS = ['{} Times', 'The {} Post', '{} Today', 'Evening {}', 'Radio {}', '{} Daily', '{} 24', 'The {} Herald', 'Weekly {}', '{} Online', '{} Gazette', 'The {}', '{} Observer', '{}', 'Free {}', 'Northern {}', '{} Tribune', '{} News']

# Sets: preset or kind, seed, world (0 is the simulator's own), stories, reports.
SETS = [(p, 901, 0, n, '8-18') for p, n in (('hard', 160), ('contam', 160), ('quotes', 140), ('easy', 80))]
SETS += [(p, 902, 1, n, '8-18') for p, n in (('hard', 160), ('contam', 160), ('quotes', 140), ('easy', 80))]
SETS += [(p, 903, 2, n, '6-30') for p, n in (('hard', 90), ('contam', 90), ('quotes', 80), ('easy', 40))]
SETS += [(p, 904, 3, n, '2-6') for p, n in (('hard', 70), ('contam', 50), ('quotes', 90), ('easy', 30))]
# Kinds of our own generator, seed, stories; the last field is how many reports are left at most.
KINDS = [(k, 7, n, 0) for k, n in (('wire', 170), ('mixed', 170), ('quotes', 140), ('chain', 140))]
KINDS += [(k, 8, n, 6) for k, n in (('wire', 50), ('mixed', 60), ('quotes', 90), ('chain', 40))]


def word(r, n):
    return ''.join(r.choice(SYLLABLES) for _ in range(n)).capitalize()


def near(r, name):
    """Another spelling of a name."""
    i = r.randrange(1, len(name) - 1)
    return r.choice([name[:i] + name[i] + name[i:], name[:i] + r.choice('aeiouhky') + name[i + 1:]])


def world(seed):
    """Names, places, outlets and topics of a world of its own."""
    r = random.Random('world-%d' % seed)
    people = []
    for role in r.sample(ROLES, 7):
        name = word(r, 2) + ' ' + word(r, r.choice([2, 3]))
        people.append([name, [near(r, name), near(r, name)], role])
    outlets = [o.format(word(r, 2)) for o in OUTLETS]
    return {'people': people, 'places': [word(r, 2) for _ in range(7)], 'outlets': outlets,
            'agencies': [word(r, 2) + 'press', word(r, 2) + ' Agency'], 'topics': r.sample(TOPICS, 5)}


def thin(folder, most):
    """Leaves two to `most` reports of each story; the others become lost ones."""
    for story in sorted(os.listdir(folder)):
        path = os.path.join(folder, story, 'witnesses.jsonl')
        r = random.Random('thin-' + story)
        with open(path, encoding='utf-8') as f:
            lines = f.readlines()
        kept = sorted(r.sample(range(len(lines)), min(len(lines), r.randint(2, most))))
        given = {json.loads(lines[i])['id'] for i in kept}
        with open(path, 'w', encoding='utf-8') as f:
            f.writelines(lines[i] for i in kept)
        path = os.path.join(folder, story, 'gold.json')
        with open(path, encoding='utf-8') as f:
            gold = json.load(f)
        gold['hidden'] = [v for v in gold['nodes'] if v not in given]
        with open(path, 'w', encoding='utf-8') as f:
            json.dump(gold, f, indent=1, ensure_ascii=False)


def make(simulator, generator, out, scale=1.0, seeds=None):
    """Makes all sets that are not there yet; their folders in order."""
    os.makedirs(out, exist_ok=True)
    folders = []
    size = lambda n: max(3, int(n * scale))
    for preset, seed, w, n, nodes in SETS:
        to = os.path.join(out, 'sim-%s-%d' % (preset, seed))
        folders.append(to)
        if os.path.exists(os.path.join(to, 'done')):
            continue
        args = [sys.executable, simulator, '--out', to, '--preset', preset, '--seed', str(seed), '--stories', str(size(n)), '--nodes', nodes]
        if w:
            path = os.path.join(out, 'world-%d.json' % w)
            with open(path, 'w', encoding='utf-8') as f:
                json.dump(world(w), f, ensure_ascii=False)
            args += ['--world', path]
        subprocess.run(args, check=True)
        open(os.path.join(to, 'done'), 'w').close()
    for kind, seed, n, most in KINDS:
        to = os.path.join(out, 'gen-%s-%d' % (kind, seed))
        folders.append(to)
        if os.path.exists(os.path.join(to, 'done')):
            continue
        subprocess.run([sys.executable, generator, '--out', to, '--kind', kind, '--seed', str(seed), '--stories', str(size(n))], check=True)
        if most:
            thin(to, most)
        open(os.path.join(to, 'done'), 'w').close()
    return folders


if __name__ == '__main__':
    ap = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    ap.add_argument('--simulator', required=True)
    ap.add_argument('--generator', required=True)
    ap.add_argument('--out', required=True)
    ap.add_argument('--scale', type=float, default=1.0)
    a = ap.parse_args()
    make(a.simulator, a.generator, a.out, a.scale)
