//! Groups the units of one story that report one statement.

use super::kinship::{Senses, pairs};
use super::units::Unit;
use crate::sets::Sets;
use headwater_quote::Quoted;
use std::collections::{BTreeMap, BTreeSet};

/// Probability from which a mutual best pair is one statement by itself.
const SURE: f64 = 0.55;
/// Probability from which a pair is one statement even if it is not the best: a statement repeated.
const SAME: f64 = 0.97;
/// Probability that is enough where the neighbours on both sides are joined too.
const WITH_NEIGHBOURS: f64 = 0.3;
/// How much better than its rival a pair below [`SURE`] must be.
const MARGIN: f64 = 0.1;
/// How many units away a neighbour may be.
const NEAR: usize = 4;
/// Words from which equal wording is one statement, whoever is read as its speaker.
const LONG: usize = 6;

/// Groups of indexes into `units`: each is one utterance. Units of the headline join a group but
/// never make one.
pub(super) fn groups(
    articles: &[&Quoted],
    units: &[Unit],
    senses: Option<&mut Senses<'_>>,
) -> Vec<Vec<usize>> {
    let mut sets = Sets::new(units.len());
    join_equal(units, &mut sets);
    let joined: Vec<usize> = (0..units.len()).map(|i| sets.root(i)).collect();
    let pairs = pairs(articles, units, &joined, senses).odds;
    join_best(units, &pairs, &mut sets);
    adopt_clauses(units, &mut sets);
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..units.len() {
        by_root.entry(sets.root(i)).or_default().push(i);
    }
    let body = |g: &Vec<usize>| g.iter().filter_map(|i| units.get(*i)).any(|u| !u.title);
    by_root.into_values().filter(body).collect()
}

/// Units with the same words: reprints and second printings. Short ones must be of one speaker.
fn join_equal(units: &[Unit], sets: &mut Sets) {
    let mut seen: BTreeMap<(Option<usize>, Vec<&str>), usize> = BTreeMap::new();
    for (i, u) in units.iter().enumerate() {
        let words: Vec<&str> = u.words.iter().map(|w| w.stem.as_str()).collect();
        let person = if words.len() < LONG { u.person } else { None };
        if person.is_none() && words.len() < LONG {
            continue;
        }
        let first = *seen.entry((person, words)).or_insert(i);
        sets.join(first, i);
    }
}

/// The two best partners of a unit in another article: likeness and set of the best, likeness of
/// the best of another set (a second printing is no rival).
#[derive(Clone, Copy, Default)]
struct Best {
    first: f64,
    set: usize,
    second: f64,
}

impl Best {
    fn offer(&mut self, s: f64, set: usize) {
        if s > self.first {
            if set != self.set {
                self.second = self.first;
            }
            (self.first, self.set) = (s, set);
        } else if set != self.set && s > self.second {
            self.second = s;
        }
    }
}

/// Joins pairs that are each other's best between their two articles: strong pairs first, then
/// among what is left the weaker ones that stand beside joined ones, as long as there are any.
fn join_best(units: &[Unit], pairs: &BTreeMap<(usize, usize), f64>, sets: &mut Sets) {
    let mut homes = Homes::new(units, sets);
    for (i, j, _) in mutual(units, pairs, sets, SURE) {
        homes.join(sets, i, j);
    }
    for (i, j) in pairs.iter().filter(|(_, s)| **s >= SAME).map(|(k, _)| *k) {
        homes.join(sets, i, j);
    }
    for _ in 0..4 {
        let mut joined = false;
        for (i, j, clear) in mutual(units, pairs, sets, WITH_NEIGHBOURS) {
            if clear && sets.root(i) != sets.root(j) && beside(units, sets, i, j) {
                joined |= homes.join(sets, i, j);
            }
        }
        if !joined {
            break;
        }
    }
}

/// In which sentences of which articles the members of each set stand, by root.
struct Homes(BTreeMap<usize, BTreeMap<(usize, bool), BTreeSet<usize>>>);

impl Homes {
    fn new(units: &[Unit], sets: &Sets) -> Homes {
        let mut out = Homes(BTreeMap::new());
        for (i, u) in units.iter().enumerate().filter(|(_, u)| !u.title) {
            let home = out.0.entry(sets.root(i)).or_default();
            home.entry((u.article, u.repeat)).or_default().insert(u.sentence);
        }
        out
    }

    /// Joins the sets of two units, unless one report has two sentences for them: a chain over a
    /// third report must not make two statements one. Says whether they are joined now.
    fn join(&mut self, sets: &mut Sets, i: usize, j: usize) -> bool {
        let (a, b) = (sets.root(i), sets.root(j));
        if a == b {
            return false;
        }
        let none = BTreeMap::new();
        let (x, y) = (self.0.get(&a).unwrap_or(&none), self.0.get(&b).unwrap_or(&none));
        let apart = x.iter().any(|(at, s)| y.get(at).is_some_and(|t| t.is_disjoint(s)));
        if apart {
            return false;
        }
        let moved = self.0.remove(&a.max(b)).unwrap_or_default();
        sets.join(i, j);
        let home = self.0.entry(sets.root(i)).or_default();
        for (at, sentences) in moved {
            home.entry(at).or_default().extend(sentences);
        }
        true
    }
}

/// Pairs of at least this likeness that are each other's best, strongest first, and whether they
/// are clearly better than their rivals. A unit that has its partner in an article already is out
/// of the running there.
fn mutual(
    units: &[Unit],
    pairs: &BTreeMap<(usize, usize), f64>,
    sets: &Sets,
    least: f64,
) -> Vec<(usize, usize, bool)> {
    let mut homes: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
    for (i, u) in units.iter().enumerate() {
        homes.entry(sets.root(i)).or_default().insert(u.article);
    }
    let settled =
        |i: usize, article: usize| homes.get(&sets.root(i)).is_some_and(|h| h.contains(&article));
    let open: Vec<(usize, usize, usize, usize, f64)> = pairs
        .iter()
        .filter_map(|((i, j), s)| {
            let (a, b) = (units.get(*i)?.article, units.get(*j)?.article);
            (!settled(*i, b) && !settled(*j, a)).then_some((*i, *j, a, b, *s))
        })
        .collect();
    let mut best: BTreeMap<(usize, usize), Best> = BTreeMap::new();
    for (i, j, a, b, s) in &open {
        best.entry((*i, *b)).or_default().offer(*s, sets.root(*j));
        best.entry((*j, *a)).or_default().offer(*s, sets.root(*i));
    }
    let mut out: Vec<(f64, usize, usize, bool)> = Vec::new();
    for (i, j, a, b, s) in open {
        let top = |k: (usize, usize)| best.get(&k).copied().unwrap_or_default();
        let (x, y) = (top((i, b)), top((j, a)));
        if s >= least && s >= x.first - 1e-9 && s >= y.first - 1e-9 {
            out.push((s, i, j, s - x.second >= MARGIN && s - y.second >= MARGIN));
        }
    }
    out.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    out.into_iter().map(|(_, i, j, clear)| (i, j, clear)).collect()
}

/// Whether a neighbour of `i` in its article is joined with a neighbour of `j` in its: the two
/// stand at the same place of what was said.
fn beside(units: &[Unit], sets: &Sets, i: usize, j: usize) -> bool {
    let near = |k: usize| {
        let home = units.get(k).map(|u| (u.article, u.repeat));
        let from = k.saturating_sub(NEAR);
        (from..k + NEAR + 1)
            .filter(move |n| *n != k)
            .filter(move |n| units.get(*n).map(|u| (u.article, u.repeat)) == home)
    };
    let roots: BTreeSet<usize> = near(i).map(|n| sets.root(n)).collect();
    near(j).any(|n| roots.contains(&sets.root(n)))
}

/// A clause that found nothing goes with its neighbour in the sentence; clauses of one sentence
/// that are clauses of one sentence wherever they stand become one statement again.
fn adopt_clauses(units: &[Unit], sets: &mut Sets) {
    let mut sentences: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for (i, u) in units.iter().enumerate() {
        sentences.entry((u.article, u.sentence)).or_default().push(i);
    }
    let sentence_of = |i: usize| units.get(i).map(|u| (u.article, u.sentence));
    // In how many articles, and in which sentences, a group stands.
    let mut members: BTreeMap<usize, BTreeSet<(usize, usize)>> = BTreeMap::new();
    for i in 0..units.len() {
        members.entry(sets.root(i)).or_default().extend(sentence_of(i));
    }
    let alone = |sets: &Sets, i: usize| members.get(&sets.root(i)).is_some_and(|m| m.len() < 2);
    let mut joins = Vec::new();
    for clauses in sentences.values() {
        for pair in clauses.windows(2) {
            let &[i, j] = pair else { continue };
            let (a, b) = (sets.root(i), sets.root(j));
            let both = members.get(&a).zip(members.get(&b));
            let together = both.is_some_and(|(x, y)| {
                let articles = |s: &BTreeSet<(usize, usize)>| -> BTreeSet<usize> {
                    s.iter().map(|p| p.0).collect()
                };
                let shared: BTreeSet<usize> =
                    articles(x).intersection(&articles(y)).copied().collect();
                shared.iter().all(|article| {
                    let of = |s: &BTreeSet<(usize, usize)>| -> BTreeSet<usize> {
                        s.iter().filter(|p| p.0 == *article).map(|p| p.1).collect()
                    };
                    of(x) == of(y)
                })
            });
            if together || alone(sets, i) || alone(sets, j) {
                joins.push((i, j, together));
            }
        }
    }
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for (i, j, together) in joins {
        if together {
            sets.join(i, j);
        } else {
            // A lone clause is adopted once, so that it cannot chain two statements.
            let lone = if alone(sets, j) { j } else { i };
            if taken.insert(lone) {
                sets.join(i, j);
            }
        }
    }
}
