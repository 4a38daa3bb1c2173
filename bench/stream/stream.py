#!/usr/bin/env python3
"""A dense dated stream of invented news: stream.py [EVENTS] [SEED] > stream.jsonl

Several events a day in a few towns, each reported by several outlets over up to two days, each in
its own wording; events of one town share its people and places, and some return a week later as
another event of the same kind. Rows as in bench/stories: id, date, outlet, lang, title, text, story.
"""
import datetime, json, random, sys

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
R = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
TOWNS = ["Orvel", "Lindmar", "Karst", "Tamsund", "Velholm", "Brask", "Ostrava Nova", "Quillon"]
FIRST = ["Ilse", "Tomas", "Ruta", "Marek", "Olena", "Jonas", "Petra", "Aldo", "Signe", "Viktor"]
LAST = ["Marn", "Almen", "Verhun", "Kessler", "Dray", "Holt", "Sandvik", "Pell", "Orsak", "Lund"]
OUTLETS = ["Orvel Courier", "The Strait Post", "Harbour News", "Coast Wire", "Northern Echo", "Daily Tide"]
KINDS = {
    "fire": (["Fire", "Blaze"], ["destroys", "guts", "damages"], ["warehouse", "paper mill", "school", "grain silo", "hotel"],
             ["Flames broke out in the {x} in {t} {d}.", "A fire in a {x} in {t} was brought under control {d}.", "Crews fought a blaze at the {x} in {t} {d}."],
             ["{n} people were taken to hospital", "{n} firefighters worked through the night", "the damage is put at {n} million crowns"]),
    "strike": (["Strike", "Walkout"], ["halts", "stops", "slows"], ["ferry line", "tram network", "cannery", "shipyard", "post office"],
               ["Workers of the {x} in {t} laid down tools {d}.", "A strike stopped the {x} in {t} {d}.", "The {x} of {t} stood still {d} as staff walked out."],
               ["the union asks for {n} per cent more", "{n} employees took part", "talks are to go on after {n} days"]),
    "vote": (["Council vote", "Vote"], ["backs", "rejects", "delays"], ["bridge toll", "harbour tunnel", "wind farm", "market hall", "rent cap"],
             ["The council of {t} voted on the {x} {d}.", "Members of {t}'s council decided on the {x} {d}.", "After hours of debate {t} decided on its {x} {d}."],
             ["{n} members were for it", "the plan costs {n} million crowns", "it will take {n} months"]),
    "storm": (["Storm", "Flood"], ["cuts off", "hits", "batters"], ["coast road", "old town", "island ferry", "railway", "dam"],
              ["A storm hit the {x} near {t} {d}.", "High water reached the {x} of {t} {d}.", "{t} counted the damage to its {x} {d}."],
              ["{n} houses are without power", "{n} people had to leave their homes", "the water rose by {n} centimetres"]),
    "trial": (["Trial", "Court case"], ["opens", "ends", "resumes"], ["smuggling ring", "bank fraud", "bribery affair", "art theft", "pension scandal"],
              ["A court in {t} heard the case of the {x} {d}.", "The trial over the {x} went on in {t} {d}.", "Judges in {t} dealt with the {x} {d}."],
              ["the charge lists {n} counts", "{n} witnesses are to be heard", "up to {n} years in prison are possible"]),
}
SAID = ["“We did all we could,” {p} said.", "{p} called it “a hard day for all of us”.", "“It must not happen again,” said {p}.",
        "{p} spoke of “a decision we owe to the young”.", "“Nobody here will forget this,” {p} told reporters."]
FILL = ["The weather is to stay mild for the rest of the week.", "Shops in the centre opened as usual.", "The mayor's office gave no comment at first.",
        "Residents said that they had expected worse.", "A report is to follow next month.", "Similar cases were known from other towns.",
        "The region has seen little of this kind in past years.", "Local radio interrupted its programme."]
people = {t: [f"{R.choice(FIRST)} {R.choice(LAST)}" for _ in range(4)] for t in TOWNS}
start = datetime.datetime(2031, 3, 1, 6)
rows = []
for e in range(EVENTS):
    t, kind = R.choice(TOWNS), R.choice(sorted(KINDS))
    head, verbs, things, leads, facts = KINDS[kind]
    x, p = R.choice(things), R.choice(people[t])
    at = start + datetime.timedelta(hours=R.uniform(0, EVENTS * 3))
    numbers = [R.randint(2, 980) for _ in facts]
    said, verb = R.sample(SAID, 2), R.choice(verbs)
    for k in range(R.randint(2, 7)):
        when = at + datetime.timedelta(hours=R.uniform(0, 30))
        title = R.choice([f"{R.choice(head)} {verb} {x} in {t}", f"{t}: {R.choice(head).lower()} {verb} {x}", f"{x.capitalize()} in {t}: {R.choice(head).lower()}, {p} speaks"])
        day = R.choice(["on " + at.strftime("%A"), "late on " + at.strftime("%A"), "this week"])
        parts = [R.choice(leads).format(x=x, t=t, d=day)]
        for f, n in R.sample(list(zip(facts, numbers)), 2):
            parts.append("Reports said that " + f.format(n=n) + ".")
        parts += [s.format(p=p) for s in R.sample(said, R.randint(1, 2))] + R.sample(FILL, 3)
        body = parts[:1] + R.sample(parts[1:], len(parts) - 1)
        rows.append(dict(id=f"s{e:04d}-{k}", date=when.strftime("%Y-%m-%dT%H:%M"), outlet=R.choice(OUTLETS), lang="en",
                         title=title, text="\n\n".join(body), story=f"e{e:04d}"))
rows.sort(key=lambda r: r["date"])
for r in rows:
    print(json.dumps(r, ensure_ascii=False))
