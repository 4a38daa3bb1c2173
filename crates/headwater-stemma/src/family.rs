//! Sentences of one story's witnesses laid side by side: which wordings are readings of one
//! sentence, and who has which.
//!
//! A *reading* is a wording (folded words); a *family* is a set of readings of one sentence. Both
//! depend on the set of witnesses alone, not on their order.

use crate::witness::{Witness, mix};
use std::collections::{BTreeMap, HashMap};

/// Postings longer than this are not followed: such words say nothing about kinship.
const MAX_POSTING: usize = 400;
/// Longest sentence that is aligned word by word.
const MAX_ALIGNED: usize = 160;
/// Sentence start and end, as words.
pub(crate) const EDGE: u64 = 1;

/// One wording of a sentence.
#[derive(Clone, Debug)]
pub(crate) struct Wording {
    pub(crate) words: Vec<u64>,
    /// Witnesses that have it, sorted.
    pub(crate) bearers: Vec<usize>,
    pub(crate) family: usize,
    /// Pairs of neighbouring words, sentence ends included; sorted, once each.
    pub(crate) grams: Vec<u64>,
}

/// All readings of one sentence.
#[derive(Clone, Debug, Default)]
pub(crate) struct Family {
    pub(crate) readings: Vec<usize>,
    pub(crate) bearers: Vec<usize>,
    /// Whether most of its words stand between quotation marks somewhere.
    pub(crate) quoted: bool,
}

/// A place where two readings differ: word ranges in the one and in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) a: (usize, usize),
    pub(crate) b: (usize, usize),
}

/// The story's sentences, side by side.
#[derive(Debug, Default)]
pub(crate) struct Collation {
    pub(crate) readings: Vec<Wording>,
    pub(crate) families: Vec<Family>,
    /// For each witness and line the reading.
    pub(crate) lines: Vec<Vec<usize>>,
    /// For each witness its families in order of first place, and the first line of each.
    pub(crate) having: Vec<BTreeMap<usize, usize>>,
    /// Witnesses of a family that have a gram; sorted.
    pub(crate) support: HashMap<(usize, u64), Vec<usize>>,
    /// In how many bodies a word stands.
    pub(crate) spread: HashMap<u64, usize>,
    /// Witnesses with exactly this printed sentence; sorted.
    pub(crate) printed: HashMap<u64, Vec<usize>>,
}

pub(crate) fn grams(words: &[u64]) -> Vec<u64> {
    let mut out = Vec::with_capacity(words.len() + 1);
    let mut before = EDGE;
    for w in words.iter().copied().chain([EDGE]) {
        out.push(mix(before, w));
        before = w;
    }
    out
}

/// Lays the witnesses' sentences side by side.
pub(crate) fn collate(witnesses: &[Witness]) -> Collation {
    let mut c = Collation::default();
    let mut known: BTreeMap<&[u64], Vec<usize>> = BTreeMap::new();
    for (w, witness) in witnesses.iter().enumerate() {
        let mut own: Vec<u64> =
            witness.lines.iter().flat_map(|l| l.words.iter().copied()).collect();
        own.sort_unstable();
        own.dedup();
        for word in own {
            *c.spread.entry(word).or_default() += 1;
        }
        for line in &witness.lines {
            let bearers = known.entry(&line.words).or_default();
            if bearers.last() != Some(&w) {
                bearers.push(w);
            }
            let list = c.printed.entry(line.raw).or_default();
            if list.last() != Some(&w) {
                list.push(w);
            }
        }
    }
    let mut order: Vec<(&[u64], Vec<usize>)> = known.into_iter().collect();
    order.sort_by(|a, b| (b.1.len(), b.0.len(), a.0).cmp(&(a.1.len(), a.0.len(), b.0)));
    let mut index: HashMap<&[u64], usize> = HashMap::new();
    for (i, (words, bearers)) in order.iter().enumerate() {
        let mut g = grams(words);
        g.sort_unstable();
        g.dedup();
        index.insert(words, i);
        c.readings.push(Wording {
            words: words.to_vec(),
            bearers: bearers.clone(),
            family: 0,
            grams: g,
        });
    }
    c.group();
    for witness in witnesses {
        let list: Vec<usize> =
            witness.lines.iter().filter_map(|l| index.get(l.words.as_slice()).copied()).collect();
        let mut having = BTreeMap::new();
        for (at, r) in list.iter().enumerate() {
            if let Some(r) = c.readings.get(*r) {
                having.entry(r.family).or_insert(at);
            }
        }
        c.lines.push(list);
        c.having.push(having);
    }
    c.fill(witnesses);
    c
}

impl Collation {
    /// Puts each reading with the family whose wordings it shares most with.
    fn group(&mut self) {
        let n: usize = self.readings.len();
        let mut spread: HashMap<u64, usize> = HashMap::new();
        for r in &self.readings {
            for k in keys(&r.words) {
                *spread.entry(k).or_default() += 1;
            }
        }
        let weight = |k: u64| {
            let df = spread.get(&k).copied().unwrap_or(1) as f64;
            libm::log(1.0 + n as f64 / df)
        };
        let mut posting: HashMap<u64, Vec<usize>> = HashMap::new();
        for i in 0..n {
            let Some(words) = self.readings.get(i).map(|r| r.words.clone()) else { continue };
            let own = keys(&words);
            let mass: f64 = own.iter().map(|k| weight(*k)).sum();
            let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
            for k in &own {
                let Some(list) = posting.get(k).filter(|l| l.len() <= MAX_POSTING) else {
                    continue;
                };
                for j in list {
                    *shared.entry(*j).or_default() += weight(*k);
                }
            }
            let mut best: Option<(f64, usize)> = None;
            for (j, s) in shared {
                let Some(other) = self.readings.get(j) else { continue };
                let theirs: f64 = keys(&other.words).iter().map(|k| weight(*k)).sum();
                let low = s / mass.min(theirs).max(1e-9);
                let high = s / mass.max(theirs).max(1e-9);
                let fits = low >= 0.40 && high >= 0.15 && (own.len().min(8) >= 5 || high > 0.6);
                let score = low + high;
                if fits && best.is_none_or(|(b, _)| score > b + 1e-12) {
                    best = Some((score, other.family));
                }
            }
            let family = match best {
                Some((_, f)) => f,
                None => {
                    self.families.push(Family::default());
                    self.families.len() - 1
                }
            };
            if let Some(f) = self.families.get_mut(family) {
                f.readings.push(i);
            }
            if let Some(r) = self.readings.get_mut(i) {
                r.family = family;
            }
            for k in own {
                posting.entry(k).or_default().push(i);
            }
        }
    }

    /// Bearers, support of each pair of words, and whether a family is quoted.
    fn fill(&mut self, witnesses: &[Witness]) {
        let mut quoted: Vec<(f64, usize)> = vec![(0.0, 0); self.families.len()];
        for (w, witness) in witnesses.iter().enumerate() {
            let Some(list) = self.lines.get(w) else { continue };
            for (line, r) in witness.lines.iter().zip(list) {
                let Some(f) = self.readings.get(*r).map(|r| r.family) else { continue };
                if let Some(q) = quoted.get_mut(f) {
                    q.0 += f64::from(u8::from(line.quoted > 0.4));
                    q.1 += 1;
                }
            }
        }
        for (f, (sum, n)) in quoted.into_iter().enumerate() {
            let Some(family) = self.families.get_mut(f) else { continue };
            family.quoted = sum >= 0.4 * n as f64;
            let mut bearers: Vec<usize> = Vec::new();
            for r in &family.readings {
                let Some(reading) = self.readings.get(*r) else { continue };
                bearers.extend(&reading.bearers);
                for g in &reading.grams {
                    self.support.entry((f, *g)).or_default().extend(&reading.bearers);
                }
            }
            bearers.sort_unstable();
            bearers.dedup();
            family.bearers = bearers;
        }
        for list in self.support.values_mut() {
            list.sort_unstable();
            list.dedup();
        }
    }

    /// How many witnesses other than `a` and `b` have these words at this place of the family.
    pub(crate) fn others(
        &self,
        family: usize,
        words: &[u64],
        range: (usize, usize),
        a: usize,
        b: usize,
    ) -> usize {
        let at =
            |i: isize| usize::try_from(i).ok().and_then(|i| words.get(i)).copied().unwrap_or(EDGE);
        let (from, to) = (range.0 as isize, range.1 as isize);
        let mut least = usize::MAX;
        for i in from..=to {
            let gram = mix(at(i - 1), at(i));
            let Some(list) = self.support.get(&(family, gram)) else { return 0 };
            let own = [a, b].iter().filter(|w| list.binary_search(w).is_ok()).count();
            least = least.min(list.len() - own);
        }
        if least == usize::MAX { 0 } else { least }
    }
}

/// What two sentences are compared by: their words and pairs of words.
fn keys(words: &[u64]) -> Vec<u64> {
    let mut out: Vec<u64> = words.to_vec();
    out.extend(words.windows(2).map(|w| match w {
        [a, b] => mix(*a, *b),
        _ => 0,
    }));
    out.sort_unstable();
    out.dedup();
    out
}

/// Where two wordings differ: longest common subsequence, gaps in order.
pub(crate) fn gaps(a: &[u64], b: &[u64]) -> Vec<Gap> {
    let head = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let left = a.len().min(b.len()) - head;
    let tail = a.iter().rev().zip(b.iter().rev()).take(left).take_while(|(x, y)| x == y).count();
    let (ma, mb) =
        (a.get(head..a.len() - tail).unwrap_or(&[]), b.get(head..b.len() - tail).unwrap_or(&[]));
    if ma.is_empty() && mb.is_empty() {
        return Vec::new();
    }
    let whole = Gap { a: (head, head + ma.len()), b: (head, head + mb.len()) };
    if ma.is_empty() || mb.is_empty() || ma.len() > MAX_ALIGNED || mb.len() > MAX_ALIGNED {
        return vec![whole];
    }
    let width = mb.len() + 1;
    let mut table = vec![0u16; (ma.len() + 1) * width];
    for (i, x) in ma.iter().enumerate().rev() {
        for (j, y) in mb.iter().enumerate().rev() {
            let get = |p: usize| table.get(p).copied().unwrap_or(0);
            let v = if x == y {
                get((i + 1) * width + j + 1) + 1
            } else {
                get((i + 1) * width + j).max(get(i * width + j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = v;
            }
        }
    }
    let get = |i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    let (mut si, mut sj) = (0, 0);
    let flush = |out: &mut Vec<Gap>, si: usize, sj: usize, i: usize, j: usize| {
        if i > si || j > sj {
            out.push(Gap { a: (head + si, head + i), b: (head + sj, head + j) });
        }
    };
    while let (Some(x), Some(y)) = (ma.get(i), mb.get(j)) {
        if x == y {
            flush(&mut out, si, sj, i, j);
            i += 1;
            j += 1;
            (si, sj) = (i, j);
        } else if get(i + 1, j) >= get(i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    flush(&mut out, si, sj, ma.len(), mb.len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_where_words_differ() {
        let g = gaps(&[1, 2, 3, 4, 5], &[1, 2, 9, 4, 5, 6]);
        assert_eq!(g, [Gap { a: (2, 3), b: (2, 3) }, Gap { a: (5, 5), b: (5, 6) }]);
        assert!(gaps(&[1, 2], &[1, 2]).is_empty());
        assert_eq!(gaps(&[], &[7]), [Gap { a: (0, 0), b: (0, 1) }]);
    }
}
