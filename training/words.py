"""What words speak for or against the body: the table of hashes and the numbers made from it.

Each host has one vote on each word: the share of the word's places that lie in the body. Numbers for a
page of training leave its own host's vote out, so that they are as good as they will be on a page
never seen. The numbers are those of features/said.rs; the table is that of leaning.rs.
"""
import struct
import numpy as np

# A word speaks if it stands on so many hosts, and if its log odds are not next to nothing.
HOSTS, LEAST = 4, .2
# Votes that are added for the average of all words.
PRIOR = 2.0


class Table:
    """Votes of hosts on keys of one sort."""

    def __init__(self, pages, votes):
        """votes: page to keys, how much of each lies in the body, and how much outside."""
        by_host = {}
        for p in pages:
            if p["gold"] and len(p["y"]):
                by_host.setdefault((p["host"], p["fold"]), []).append(votes(p))
        own = {}
        for host, parts in by_host.items():
            keys, of = np.unique(np.concatenate([a for a, _, _ in parts]), return_inverse=True)
            inside = np.bincount(of, np.concatenate([b for _, b, _ in parts]))
            outside = np.bincount(of, np.concatenate([c for _, _, c in parts]))
            own[host] = keys, inside / np.maximum(inside + outside, 1e-9)
        self.keys = np.unique(np.concatenate([k for k, _ in own.values()]))
        self.votes = np.zeros((6, len(self.keys)))
        self.hosts = np.zeros((6, len(self.keys)))
        self.own = {}
        for (host, fold), (keys, share) in own.items():
            at = np.searchsorted(self.keys, keys)
            self.own[host] = at, share
            self.votes[fold, at] += share
            self.hosts[fold, at] += 1
        self.votes[5], self.hosts[5] = self.votes[:5].sum(0), self.hosts[:5].sum(0)
        self.mean = self.votes[5].sum() / self.hosts[5].sum()

    def odds(self, without, host=None):
        """Log odds of all keys as they ship; without a fold (None: of all) and a host in another."""
        votes, hosts = self.votes[5].copy(), self.hosts[5].copy()
        if without is not None:
            votes -= self.votes[without]
            hosts -= self.hosts[without]
        if host in self.own:
            at, share = self.own[host]
            votes[at] -= share
            hosts[at] -= 1
        return self._odds(votes, hosts)

    def _odds(self, votes, hosts):
        odds = np.log((votes + PRIOR * self.mean) / (hosts - votes + PRIOR * (1 - self.mean)))
        odds = np.clip(np.round((odds - np.log(self.mean / (1 - self.mean))) * 16), -127, 127) / 16
        odds[(hosts < HOSTS) | (np.abs(odds) < LEAST)] = 0
        return odds

    def find(self, keys):
        """Places of keys in the table, and whether it has them."""
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return at, self.keys[at] == keys

    def of(self, p, without, found):
        """Log odds of what `find` found for the keys of a page."""
        at, has = found
        use = np.unique(at[has])
        votes, hosts = self.votes[5][use].copy(), self.hosts[5][use].copy()
        if without is not None:
            votes -= self.votes[without][use]
            hosts -= self.hosts[without][use]
        if p["host"] in self.own and p["fold"] != without:
            own, share = self.own[p["host"]]
            places = np.searchsorted(use, own)
            ok = (places < len(use)) & (use[np.minimum(places, len(use) - 1)] == own) if len(use) else np.zeros(len(own), bool)
            votes[places[ok]] -= share[ok]
            hosts[places[ok]] -= 1
        out = np.zeros(len(at))
        out[has] = self._odds(votes, hosts)[np.searchsorted(use, at[has])]
        return out


def whole_votes(p):
    y = np.repeat(p["y"] > .5, 3).astype(float)
    return p["wholes"].ravel(), y, 1 - y


def word_votes(p):
    y = np.repeat(p["y"] > .5, p["lengths"]).astype(float)
    return p["words"], y, 1 - y


def class_votes(p):
    """Elements by the words in them, the share of these in the body."""
    inside, outside = np.zeros(len(p["parents"])), np.zeros(len(p["parents"]))
    weight = np.minimum(p["x"][:, 0], 60) + 1
    np.add.at(inside, p["nodes"], weight * (p["y"] > .5))
    np.add.at(outside, p["nodes"], weight * (p["y"] <= .5))
    for i in range(len(inside) - 1, 0, -1):
        inside[p["parents"][i]] += inside[i]
        outside[p["parents"][i]] += outside[i]
    of = p["of_class"]
    root = np.sqrt(np.maximum(inside + outside, 1e-9))
    used = (inside + outside)[of] > 0
    return p["classes"][used], (inside / root)[of][used], (outside / root)[of][used]


class Tables:
    """All that is learned of words."""

    def __init__(self, pages):
        self.words = Table(pages, word_votes)
        self.wholes = Table(pages, whole_votes)
        self.classes = Table(pages, class_votes)

    def find(self, p):
        p["found"] = (self.words.find(p["words"]), self.wholes.find(p["wholes"].ravel()),
                      self.classes.find(p["classes"]))

    def rows(self, p, without, flat):
        """The numbers of a page's lines that the tables give; as features/said.rs has them."""
        n = len(p["lengths"])
        of = np.repeat(np.arange(n), p["lengths"])
        odds = self.words.of(p, without, p["found"][0])
        known = np.bincount(of, odds != 0, n)
        total = np.bincount(of, odds, n)
        least, most = extremes(odds, of, n)
        start, end, line = self.wholes.of(p, without, p["found"][1]).reshape(n, 3).T
        mean = total / np.maximum(known, 1)
        share = known / np.maximum(p["lengths"], 1)
        own = [mean, np.clip(total, -30, 30), share, least, most, line, start, end]
        whole = line + start + end + 2 * mean
        padded = np.concatenate([np.zeros(3), whole, np.zeros(3)])
        around = [padded[3 + d:3 + d + n] for d in (0, -3, -2, -1, 1, 2, 3)]
        near = [fading(whole), fading(whole[::-1])[::-1]]
        columns = ([] if flat else self.named(p, without)) + own + around + near
        return np.column_stack(columns).astype(np.float32)

    def named(self, p, without):
        n, of, parents = len(p["parents"]), p["of_class"], p["parents"]
        odds = self.classes.of(p, without, p["found"][2])
        own = np.bincount(of, odds, n)
        least, most = extremes(odds, of, n)
        total, floor, top = own.copy(), least.copy(), most.copy()
        for i in range(1, n):
            up = parents[i]
            total[i] += .9 * total[up]
            floor[i] = min(floor[i], floor[up])
            top[i] = max(top[i], top[up])
        at = p["nodes"]
        columns = [total[at], floor[at], top[at]]
        five = np.zeros((3, len(at)))
        for _ in range(5):
            columns.append(own[at])
            five = np.array([np.minimum(five[0], least[at]), np.maximum(five[1], most[at]), five[2] + own[at]])
            at = parents[at]
        return columns + list(five)

    def write(self, path, without=None):
        entries = {}
        for table in (self.words, self.wholes, self.classes):
            odds = table.odds(without)
            for i in np.nonzero(odds)[0]:
                entries[int(table.keys[i])] = int(round(odds[i] * 16))
        entries = sorted(entries.items())
        with open(path, "wb") as f:
            f.write(b"HWL1" + struct.pack("<I", len(entries)))
            f.write(struct.pack("<%dI" % len(entries), *(k for k, _ in entries)))
            f.write(struct.pack("<%db" % len(entries), *(v for _, v in entries)))


def extremes(values, of, n):
    least, most = np.zeros(n), np.zeros(n)
    np.minimum.at(least, of, values)
    np.maximum.at(most, of, values)
    return least, most


def fading(values):
    out, carry = np.zeros(len(values)), 0.0
    for i, v in enumerate(values):
        out[i] = carry
        carry = (carry + v) * .7
    return out
