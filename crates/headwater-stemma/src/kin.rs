//! What two witnesses share and how they differ, place by place.
//!
//! For each differing reading it is asked whether *other* witnesses support it: a reading that
//! only one of the two has is its own doing; one that others have was handed down.

use crate::family::{Collation, Gap, gaps};
use crate::table::Table;
use crate::title::is_whole;
use crate::witness::{Witness, mix, words_of};
use headwater_lang::{Class, Language};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Most relatives of one witness that are looked at in large stories.
pub(crate) const NEAREST: usize = 48;
/// Stories up to this size are compared all with all.
pub(crate) const ALL_PAIRS: usize = 64;

/// Counts of one kind of matter (prose or quoted), seen from `a` and `b`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Side {
    /// Sentences both have.
    pub(crate) shared: f64,
    /// Of these, word for word.
    pub(crate) same: f64,
    /// Sentences of `a` that `b` lacks: others have them, or nobody.
    pub(crate) only: [[f64; 2]; 2],
    /// Differing places: only b's reading is supported by others; only a's; both; neither.
    pub(crate) places: [f64; 4],
    /// Places where `b` has nothing for words of `a` (and the other way), and those words.
    pub(crate) lacks: [f64; 2],
    pub(crate) lacked: [f64; 2],
    /// Shared sentences that no third witness has.
    pub(crate) alone: f64,
    /// Shared sentences weighted by rarity.
    pub(crate) rare: f64,
    /// Word pairs inside shared sentences that only these two have though others have the sentence.
    pub(crate) alone_words: f64,
    /// Shared word pairs weighted by rarity.
    pub(crate) rare_words: f64,
    /// Sentences cut at an end in `a` or `b` alone.
    pub(crate) cut: [f64; 2],
}

/// What two witnesses (`a < b`) share and how they differ.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kin {
    /// Prose, quoted matter.
    pub(crate) side: [Side; 2],
    /// Printed sentences in both, character for character.
    pub(crate) printed: f64,
    /// Same words printed differently: only b's form supported; only a's; both; neither.
    pub(crate) forms: [f64; 4],
    /// Weighted share of a's three-word runs in b, and of b's in a; likeness.
    pub(crate) share: [f64; 2],
    pub(crate) like: f64,
    /// The same for prose alone, unweighted.
    pub(crate) prose: [f64; 2],
    pub(crate) prose_like: f64,
    /// Shared sentences out of order, as a share.
    pub(crate) moved: f64,
    /// Neighbouring sentences that are neighbours in both, weighted by rarity.
    pub(crate) neighbours: f64,
    /// Places that differ in a number.
    pub(crate) numbers: f64,
    /// Headlines alike: same words, share of words.
    pub(crate) title: f64,
    pub(crate) title_like: f64,
    /// Differing places and unshared sentences together.
    pub(crate) apart: f64,
}

/// Word runs of one witness.
pub(crate) struct Runs {
    pub(crate) all: Vec<u64>,
    pub(crate) prose: Vec<u64>,
    pub(crate) mass: f64,
}

/// All that was found between pairs of witnesses.
pub(crate) struct Kinship {
    pub(crate) runs: Vec<Runs>,
    /// Weight of a run by how few have it.
    pub(crate) weight: HashMap<u64, f64>,
    /// For each witness its relatives, sorted.
    pub(crate) near: Vec<Vec<usize>>,
    /// What was found, by the lower of two witnesses and the place of the other among its relatives.
    pairs: Vec<Vec<Kin>>,
    /// Likeness of each two.
    likes: Table,
    /// Whether some relatives were left out because there are too many.
    pub(crate) bounded: bool,
}

impl Kinship {
    pub(crate) fn get(&self, a: usize, b: usize) -> Option<&Kin> {
        let (low, high) = (a.min(b), a.max(b));
        let near = self.near.get(low)?;
        let first = near.partition_point(|w| *w <= low);
        let at = near.get(first..)?.binary_search(&high).ok()?;
        self.pairs.get(low)?.get(at)
    }

    /// Likeness of two witnesses; 0 for pairs not looked at.
    pub(crate) fn like(&self, a: usize, b: usize) -> f64 {
        self.likes.get(a, b)
    }

    /// The weighed share of the word runs of `c` that `p` has too.
    pub(crate) fn share(&self, p: usize, c: usize) -> f64 {
        self.get(p, c).map_or(0.0, |k| k.share[usize::from(p < c)])
    }

    /// The share of the word runs of `c` outside of quotations that `p` has too.
    pub(crate) fn prose(&self, p: usize, c: usize) -> f64 {
        self.get(p, c).map_or(0.0, |k| k.prose[usize::from(p < c)])
    }

    /// Likeness of one witness to each.
    pub(crate) fn likes(&self, a: usize) -> &[f64] {
        self.likes.row(a)
    }
}

fn runs(witness: &Witness, lines: &[usize], c: &Collation) -> Runs {
    let mut all = BTreeSet::new();
    let mut prose = BTreeSet::new();
    for (line, r) in witness.lines.iter().zip(lines) {
        let family = c.readings.get(*r).map_or(0, |r| r.family);
        let quoted = c.families.get(family).is_some_and(|f| f.quoted);
        for w in line.words.windows(3) {
            if let [x, y, z] = w {
                let run = mix(mix(*x, *y), *z);
                all.insert(run);
                if !quoted {
                    prose.insert(run);
                }
            }
        }
    }
    Runs { all: all.into_iter().collect(), prose: prose.into_iter().collect(), mass: 0.0 }
}

/// With which others each witness is compared, both ways, and whether there were more.
fn nearest(
    list: &[Runs],
    posting: &HashMap<u64, Vec<u32>>,
    weight: &HashMap<u64, f64>,
) -> (Vec<BTreeSet<usize>>, bool) {
    let n = list.len();
    let mut near: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); n];
    let mut bounded = false;
    let mut score = vec![0.0; n];
    for (i, own) in list.iter().enumerate() {
        let mut chosen: Vec<usize> = (0..n).filter(|j| *j != i).collect();
        if n > ALL_PAIRS {
            score.fill(0.0);
            for run in &own.all {
                let Some(l) = posting.get(run).filter(|l| l.len() <= 256) else { continue };
                let weight = weight.get(run).copied().unwrap_or(0.0);
                for j in l {
                    if let Some(sum) = score.get_mut(*j as usize) {
                        *sum += weight;
                    }
                }
            }
            chosen.retain(|j| score.get(*j).is_some_and(|s| *s > 0.0));
            bounded |= chosen.len() > NEAREST;
            let of = |j: &usize| score.get(*j).copied().unwrap_or_default();
            chosen.sort_by(|x, y| of(y).total_cmp(&of(x)).then(x.cmp(y)));
            chosen.truncate(NEAREST);
        }
        for j in chosen {
            for (x, y) in [(i, j), (j, i)] {
                if let Some(s) = near.get_mut(x) {
                    s.insert(y);
                }
            }
        }
    }
    (near, bounded)
}

/// Compares witnesses with each other: all with all in small stories, else each with those it
/// shares most rare word runs with.
pub(crate) fn kinship(witnesses: &[Witness], c: &Collation) -> Kinship {
    let n = witnesses.len();
    let empty = Vec::new();
    let mut list: Vec<Runs> = witnesses
        .iter()
        .enumerate()
        .map(|(i, w)| runs(w, c.lines.get(i).unwrap_or(&empty), c))
        .collect();
    let mut posting: HashMap<u64, Vec<u32>> = HashMap::new();
    for (i, r) in list.iter().enumerate() {
        for run in &r.all {
            posting.entry(*run).or_default().push(i as u32);
        }
    }
    let weight: HashMap<u64, f64> =
        posting.iter().map(|(r, l)| (*r, libm::log(1.0 + n as f64 / l.len() as f64))).collect();
    for r in &mut list {
        r.mass = r.all.iter().map(|x| weight.get(x).copied().unwrap_or(0.0)).sum();
    }
    let (near, bounded) = nearest(&list, &posting, &weight);
    let near: Vec<Vec<usize>> = near.into_iter().map(|s| s.into_iter().collect()).collect();
    let (pairs, likes) = (Vec::with_capacity(n), Table::new(n));
    let mut kinship = Kinship { runs: list, weight, near, pairs, likes, bounded };
    let mut aligned = Aligned::default();
    for i in 0..n {
        let later: Vec<usize> = kinship
            .near
            .get(i)
            .map(|l| l.iter().copied().filter(|j| *j > i).collect())
            .unwrap_or_default();
        let mut row = Vec::with_capacity(later.len());
        for j in later {
            let k = kin(witnesses, c, &kinship, &mut aligned, i, j);
            kinship.likes.add(i, j, k.like);
            kinship.likes.add(j, i, k.like);
            row.push(k);
        }
        kinship.pairs.push(row);
    }
    kinship
}

/// Alignments of readings, each made once.
#[derive(Default)]
struct Aligned(HashMap<(usize, usize), Vec<Gap>>);

impl Aligned {
    fn gaps(&mut self, c: &Collation, x: usize, y: usize) -> Vec<Gap> {
        let (lo, hi) = (x.min(y), x.max(y));
        let made = self.0.entry((lo, hi)).or_insert_with(|| {
            match (c.readings.get(lo), c.readings.get(hi)) {
                (Some(a), Some(b)) => gaps(&a.words, &b.words),
                _ => Vec::new(),
            }
        });
        if lo == x { made.clone() } else { made.iter().map(|g| Gap { a: g.b, b: g.a }).collect() }
    }
}

/// Weighted size of what two sorted lists share.
pub(crate) fn common(a: &[u64], b: &[u64], weight: impl Fn(u64) -> f64) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += weight(*x);
                i += 1;
                j += 1;
            }
        }
    }
    sum
}

fn ratio(x: f64, y: f64) -> f64 {
    if y > 0.0 { x / y } else { 0.0 }
}

fn kin(
    ws: &[Witness],
    c: &Collation,
    all: &Kinship,
    aligned: &mut Aligned,
    a: usize,
    b: usize,
) -> Kin {
    let mut k = Kin::default();
    let (Some(ra), Some(rb), Some(wa), Some(wb)) =
        (all.runs.get(a), all.runs.get(b), ws.get(a), ws.get(b))
    else {
        return k;
    };
    let s = common(&ra.all, &rb.all, |x| all.weight.get(&x).copied().unwrap_or(0.0));
    k.share = [ratio(s, ra.mass), ratio(s, rb.mass)];
    k.like = ratio(s, ra.mass + rb.mass - s);
    let s = common(&ra.prose, &rb.prose, |_| 1.0);
    k.prose = [ratio(s, ra.prose.len() as f64), ratio(s, rb.prose.len() as f64)];
    k.prose_like = ratio(s, (ra.prose.len() + rb.prose.len()) as f64 - s);
    titles(&mut k, wa, wb);
    let mut seen: BTreeSet<(u64, u64)> = BTreeSet::new();
    let empty = BTreeMap::new();
    let (ha, hb) = (c.having.get(a).unwrap_or(&empty), c.having.get(b).unwrap_or(&empty));
    let mut order = Vec::new();
    for (f, la) in ha {
        match hb.get(f) {
            Some(lb) => {
                order.push((*la, *lb, *f));
                shared(&mut k, ws, c, aligned, &mut seen, (a, b, *f));
            }
            None => lone(&mut k, c, *f, 0),
        }
    }
    for f in hb.keys().filter(|f| !ha.contains_key(f)) {
        lone(&mut k, c, *f, 1);
    }
    sequence(&mut k, c, order, ws.len());
    let places: f64 = k.side.iter().map(|s| s.places.iter().sum::<f64>()).sum();
    let lone: f64 = k.side.iter().map(|s| s.only.iter().flatten().sum::<f64>()).sum();
    k.apart = places + lone;
    k
}

fn titles(k: &mut Kin, a: &Witness, b: &Witness) {
    if a.title_words.is_empty() || b.title_words.is_empty() {
        return;
    }
    k.title = f64::from(u8::from(a.title_words == b.title_words));
    let x: BTreeSet<u64> = a.title_words.iter().copied().collect();
    let y: BTreeSet<u64> = b.title_words.iter().copied().collect();
    k.title_like = ratio(x.intersection(&y).count() as f64, x.union(&y).count() as f64);
}

/// A sentence that only one of the two has.
fn lone(k: &mut Kin, c: &Collation, f: usize, who: usize) {
    let Some(family) = c.families.get(f) else { return };
    let old = usize::from(family.bearers.len() < 2);
    if let Some(x) =
        k.side[usize::from(family.quoted)].only.get_mut(who).and_then(|o| o.get_mut(old))
    {
        *x += 1.0;
    }
}

fn shared(
    k: &mut Kin,
    ws: &[Witness],
    c: &Collation,
    aligned: &mut Aligned,
    seen: &mut BTreeSet<(u64, u64)>,
    at: (usize, usize, usize),
) {
    let (a, b, f) = at;
    let line = |w: usize| {
        let i = *c.having.get(w)?.get(&f)?;
        Some((ws.get(w)?.lines.get(i)?, *c.lines.get(w)?.get(i)?))
    };
    let (Some(family), Some((la, ra)), Some((lb, rb))) = (c.families.get(f), line(a), line(b))
    else {
        return;
    };
    let n = ws.len() as f64;
    let bearers = family.bearers.len();
    let side = &mut k.side[usize::from(family.quoted)];
    side.shared += 1.0;
    side.rare += libm::log(n / bearers as f64);
    side.alone += f64::from(u8::from(bearers == 2));
    let (Some(x), Some(y)) = (c.readings.get(ra), c.readings.get(rb)) else { return };
    for g in x.grams.iter().filter(|g| y.grams.binary_search(g).is_ok()) {
        let have = c.support.get(&(f, *g)).map_or(1, Vec::len);
        if bearers > 2 {
            side.rare_words += libm::log(bearers as f64 / have as f64);
            side.alone_words += f64::from(u8::from(have == 2));
        }
    }
    if ra == rb {
        side.same += 1.0;
        forms(k, c, la.raw, lb.raw, a, b);
        return;
    }
    for gap in aligned.gaps(c, ra, rb) {
        let text = |l: &crate::witness::Line, r: (usize, usize)| {
            l.words.get(r.0..r.1).unwrap_or(&[]).iter().fold(7, |h, w| mix(h, *w))
        };
        // One change made throughout (a name, a term) is one change.
        let short = gap.a.1 - gap.a.0 <= 2
            && gap.b.1 - gap.b.0 <= 2
            && gap.a.1 > gap.a.0
            && gap.b.1 > gap.b.0;
        if short && !seen.insert((text(la, gap.a), text(lb, gap.b))) {
            continue;
        }
        let oa = c.others(f, &x.words, gap.a, a, b) > 0;
        let ob = c.others(f, &y.words, gap.b, a, b) > 0;
        let kind = match (oa, ob) {
            (false, true) => 0,
            (true, false) => 1,
            (true, true) => 2,
            (false, false) => 3,
        };
        side.places[kind] += 1.0;
        side.lacking(&gap, [x.words.len(), y.words.len()]);
        let digits = |w: usize, r: (usize, usize), l: &crate::witness::Line| {
            l.places.get(r.0..r.1).unwrap_or(&[]).iter().any(|p| {
                ws.get(w).is_some_and(|w| p.of(w.text).starts_with(|c: char| c.is_numeric()))
            })
        };
        k.numbers += f64::from(u8::from(digits(a, gap.a, la) || digits(b, gap.b, lb)));
    }
}

impl Side {
    /// Counts words that one of two readings of so many words lacks at a place.
    fn lacking(&mut self, gap: &Gap, sizes: [usize; 2]) {
        for (who, (own, other)) in [(gap.a, gap.b), (gap.b, gap.a)].into_iter().enumerate() {
            if other.0 != other.1 {
                continue;
            }
            let extra = own.1 - own.0;
            self.lacks[who] += 1.0;
            self.lacked[who] += extra as f64;
            if extra >= 3 && (own.0 == 0 || own.1 == sizes[who]) {
                self.cut[1 - who] += 1.0;
            }
        }
    }
}

/// Same words, perhaps printed differently.
fn forms(k: &mut Kin, c: &Collation, x: u64, y: u64, a: usize, b: usize) {
    if x == y {
        k.printed += 1.0;
        return;
    }
    let supported =
        |raw: u64| c.printed.get(&raw).is_some_and(|l| l.iter().any(|w| *w != a && *w != b));
    let kind = match (supported(x), supported(y)) {
        (false, true) => 0,
        (true, false) => 1,
        (true, true) => 2,
        (false, false) => 3,
    };
    k.forms[kind] += 1.0;
}

/// Order of the shared sentences.
fn sequence(k: &mut Kin, c: &Collation, mut order: Vec<(usize, usize, usize)>, n: usize) {
    order.sort_unstable();
    let steps = order.len().saturating_sub(1) as f64;
    let mut back = 0.0;
    for pair in order.windows(2) {
        let [x, y] = pair else { continue };
        if y.1 < x.1 {
            back += 1.0;
        }
        if y.0 == x.0 + 1 && y.1 == x.1 + 1 {
            let both = |f: usize| c.families.get(f).map_or(1, |f| f.bearers.len());
            k.neighbours += libm::log(1.0 + n as f64 / both(x.2).max(both(y.2)) as f64);
        }
    }
    k.moved = ratio(back, steps);
}

/// The words by which a body names an outlet, without the article before them.
pub(crate) fn name_words(outlet: &str) -> Vec<u64> {
    let mut name = words_of(outlet);
    let articles = Language::unknown().words(Class::OutletArticle);
    let article = |w: &u64| articles.iter().any(|e| crate::witness::word_key(e.word) == *w);
    if name.len() > 1 && name.first().is_some_and(article) {
        name.remove(0);
    }
    name
}

/// Where the words of an outlet's name stand in the body as a name: `(line, first word)`.
pub(crate) fn named(witness: &Witness, name: &[u64], outlet: &str) -> Option<(usize, usize)> {
    if name.is_empty() {
        return None;
    }
    witness.lines.iter().enumerate().find_map(|(i, l)| {
        let mut met = l.words.windows(name.len()).enumerate().filter(|(_, w)| *w == name);
        let whole = |at: usize| is_whole(witness.text, &l.places, (at, name.len()), outlet);
        met.find(|(at, _)| whole(*at)).map(|(at, _)| (i, at))
    })
}
