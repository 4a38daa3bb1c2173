//! How two units of two reports stand to each other, in numbers, and the odds that both report one
//! statement.
//!
//! Words propose and carry; names, numbers and lengths object. Units of one language are compared
//! by their words and, with the sentence model, by sense; units of two languages by sense, numbers
//! and names. The weights were fitted on page sets written for the purpose, see
//! `weights/statements.md`.

use super::liken::{covered, likeness};
use super::units::Unit;
use super::weights;
use crate::encoder::{Encoder, cosine};
use crate::people::skeleton;
use crate::similar::Sketches;
use crate::terms::Term;
use headwater_quote::{Kind, Quoted};
use headwater_text::fold;
use std::collections::{BTreeMap, BTreeSet};

/// How many numbers describe a pair.
pub(crate) const NUMBERS: usize = 15;
/// What describes one pair.
pub(crate) type Row = [f64; NUMBERS];

/// A stem's list is not followed beyond so many units.
const POSTINGS: usize = 400;
/// Units of the same language that are compared with one unit at most.
const CANDIDATES: usize = 60;
/// Units of another article that are compared because of their sense, and the least sense.
const BY_SENSE: usize = 3;
const LEAST_SENSE: f64 = 0.25;
/// Units of a story up to which all are laid beside all by sense; beyond, only words propose.
const BESIDE_ALL: usize = 3000;

/// One unit made ready to be compared.
struct View<'a> {
    lang: Option<&'a str>,
    direct: bool,
    /// Digits of its numbers.
    numbers: BTreeSet<&'a str>,
    /// Skeletons of its names: capitalised words of four letters and more.
    names: BTreeSet<String>,
    /// How many of its words say something by themselves.
    tells: usize,
}

impl<'a> View<'a> {
    fn new(articles: &[&'a Quoted], unit: &'a Unit) -> View<'a> {
        let quoted = articles.get(unit.article).copied();
        let text = quoted.map_or("", |q| q.article.text.as_str());
        let quote = quoted.and_then(|q| q.quotes.get(unit.quote));
        let numbers = unit.words.iter().filter(|w| w.number).map(|w| w.stem.as_str()).collect();
        let name = |w: &&Term| w.capital && !w.number && w.span.of(text).chars().count() >= 4;
        let names = unit.words.iter().filter(name).map(|w| skeleton(&fold(w.span.of(text))));
        View {
            lang: quoted.and_then(|q| q.article.lang.as_deref()),
            direct: quote.is_some_and(|q| q.kind == Kind::Direct),
            numbers,
            names: names.filter(|n| n.len() >= 3).collect(),
            tells: unit.words.iter().filter(|w| w.tells()).count(),
        }
    }
}

/// Pairs of units of two articles worth comparing, with the odds that they are one statement.
pub(super) struct Pairs {
    /// By the two indexes, the smaller first: probability, 0 to 1.
    pub(super) odds: BTreeMap<(usize, usize), f64>,
    /// What describes each pair, for fitting.
    pub(super) rows: BTreeMap<(usize, usize), (bool, Row)>,
}

/// Describes and weighs all candidate pairs. Linear in units and candidates, and up to
/// [`BESIDE_ALL`] units quadratic in the dot products of their senses.
pub(super) fn pairs(articles: &[&Quoted], units: &[Unit], encoder: Option<&Encoder>) -> Pairs {
    let text = |u: &Unit| articles.get(u.article).map_or("", |q| u.span.of(&q.article.text));
    let views: Vec<View<'_>> = units.iter().map(|u| View::new(articles, u)).collect();
    // Units of one wording have one sense and one likeness to others: each wording is read once.
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let wording: Vec<usize> = units
        .iter()
        .map(|u| {
            let next = numbers.len();
            *numbers.entry(text(u)).or_insert(next)
        })
        .collect();
    let mut wordings = vec![""; numbers.len()];
    for (text, number) in &numbers {
        wordings[*number] = text;
    }
    let of = |i: usize| wording.get(i).copied().unwrap_or_default();
    let sketches = Sketches::new(wordings.iter().copied());
    // Where only one article says anything there is nothing to compare.
    let several = units.windows(2).any(|w| matches!(w, [a, b] if a.article != b.article));
    let senses: Option<Vec<Vec<f32>>> =
        encoder.filter(|_| several).map(|e| wordings.iter().map(|t| e.encode(t)).collect());
    let sense = |i: usize, j: usize| match senses.as_deref() {
        Some(list) => list.get(of(i)).zip(list.get(of(j))).map_or(0.0, |(a, b)| cosine(a, b)),
        None => 0.0,
    };
    let mut chosen = by_words(units);
    if senses.is_some() && units.len() <= BESIDE_ALL {
        by_sense(units, &sense, &mut chosen);
    }
    let mut known: BTreeMap<(usize, usize), Wordings> = BTreeMap::new();
    let mut rows: BTreeMap<(usize, usize), (bool, Row)> = BTreeMap::new();
    for (i, j) in chosen {
        if let (Some(u), Some(v), Some(a), Some(b)) =
            (units.get(i), units.get(j), views.get(i), views.get(j))
        {
            // Words by weight and wordings by static vectors, half and half: the one sees that a
            // rare word is kept, the other that the whole sentence is.
            let wordings = *known.entry((of(i), of(j))).or_insert_with(|| Wordings {
                alike: 0.5 * likeness(&u.words, &v.words) + 0.5 * sketches.likeness(of(i), of(j)),
                held: covered(&u.words, &v.words).max(covered(&v.words, &u.words)),
                run: longest_run(&u.words, &v.words).min(8) as f64 / 8.0,
            });
            let same = a.lang.is_none() || b.lang.is_none() || a.lang == b.lang;
            if !same && scrap(u.words.len(), v.words.len()) {
                continue;
            }
            rows.insert((i, j), (same, describe((u, a), (v, b), wordings, sense(i, j))));
        }
    }
    leads(units, &mut rows);
    let sure = encoder.is_some();
    let odds = rows.iter().map(|(k, (same, row))| (*k, weights::odds(*same, sure, row))).collect();
    Pairs { odds, rows }
}

/// Words of a wording below which its sense beside a longer one of another language says nothing.
const SCRAP: usize = 3;

/// Whether one of two wordings of two languages is a word or two where the other says more: *der
/// Umzug* is near in sense to all that is said about it.
fn scrap(a: usize, b: usize) -> bool {
    let (short, long) = (a.min(b), a.max(b));
    short < SCRAP && long >= 2 * short
}

/// Pairs that share a telling stem, the heaviest first.
fn by_words(units: &[Unit]) -> BTreeSet<(usize, usize)> {
    let stems = |u: &Unit| -> BTreeMap<String, f64> {
        u.words.iter().filter(|w| w.tells()).map(|w| (w.stem.clone(), w.weight)).collect()
    };
    let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, u) in units.iter().enumerate() {
        for s in stems(u).into_keys() {
            index.entry(s).or_default().push(i);
        }
    }
    let mut out = BTreeSet::new();
    for (i, u) in units.iter().enumerate() {
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for (s, weight) in stems(u) {
            for j in index.get(&s).into_iter().flatten().take(POSTINGS) {
                if units.get(*j).is_some_and(|v| v.article != u.article) {
                    *shared.entry(*j).or_default() += weight;
                }
            }
        }
        let mut list: Vec<(usize, f64)> = shared.into_iter().collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out.extend(list.into_iter().take(CANDIDATES).map(|(j, _)| (i.min(j), i.max(j))));
    }
    out
}

/// For each unit the few of each other article that are nearest in sense.
fn by_sense(
    units: &[Unit],
    sense: &impl Fn(usize, usize) -> f64,
    out: &mut BTreeSet<(usize, usize)>,
) {
    for (i, u) in units.iter().enumerate() {
        let mut near: BTreeMap<usize, Vec<(f64, usize)>> = BTreeMap::new();
        for (j, v) in units.iter().enumerate().filter(|(_, v)| v.article != u.article) {
            let s = sense(i, j);
            if s >= LEAST_SENSE {
                near.entry(v.article).or_default().push((s, j));
            }
        }
        for mut list in near.into_values() {
            list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            out.extend(list.iter().take(BY_SENSE).map(|(_, j)| (i.min(*j), i.max(*j))));
        }
    }
}

/// How two wordings stand to each other, whoever prints them.
#[derive(Clone, Copy)]
struct Wordings {
    alike: f64,
    /// The share of the words of one that the other has.
    held: f64,
    /// The longest run of words that both have, in eighths of eight.
    run: f64,
}

fn describe(
    (u, a): (&Unit, &View<'_>),
    (v, b): (&Unit, &View<'_>),
    Wordings { alike, held, run }: Wordings,
    sense: f64,
) -> Row {
    let yes = |b: bool| f64::from(u8::from(b));
    let (same, differ) = match (u.person, v.person) {
        (Some(x), Some(y)) => (x == y, x != y),
        _ => (false, false),
    };
    let shared = a.numbers.intersection(&b.numbers).count();
    let both = !a.numbers.is_empty() && !b.numbers.is_empty();
    let one = a.numbers.is_empty() != b.numbers.is_empty();
    let names = a.names.intersection(&b.names).count() as f64;
    let fewest = a.names.len().min(b.names.len()).max(1) as f64;
    let (n, m) = (u.words.len().max(1) as f64, v.words.len().max(1) as f64);
    [
        alike,
        held,
        sense,
        yes(same),
        yes(differ),
        yes(both && shared > 0),
        yes(both && shared == 0),
        yes(one),
        names / fewest,
        yes(a.direct && b.direct),
        libm::fabs(libm::log(n / m)),
        libm::log1p(a.tells.min(b.tells) as f64),
        run,
        yes(differ) * run,
        0.0,
    ]
}

/// The longest run of words that both have, in stems.
fn longest_run(a: &[Term], b: &[Term]) -> usize {
    let mut best = 0;
    let mut row = vec![0_usize; b.len() + 1];
    for x in a.iter().take(200) {
        let mut before = 0;
        for (slot, y) in row.iter_mut().skip(1).zip(b.iter().take(200)) {
            let up = *slot;
            *slot = if x.stem == y.stem { before + 1 } else { 0 };
            best = best.max(*slot);
            before = up;
        }
    }
    best
}

/// Fills in the last number of each row: by how much the pair is liker than the best rival that
/// either of the two has in the other's article.
fn leads(units: &[Unit], rows: &mut BTreeMap<(usize, usize), (bool, Row)>) {
    let value = |(_, row): &(bool, Row)| {
        let [alike, _, sense, ..] = row;
        alike.max(*sense)
    };
    let article = |i: usize| units.get(i).map_or(usize::MAX, |u| u.article);
    let mut top: BTreeMap<(usize, usize), [(f64, usize); 2]> = BTreeMap::new();
    for ((i, j), row) in rows.iter() {
        for (x, y) in [(*i, *j), (*j, *i)] {
            let slot = top.entry((x, article(y))).or_insert([(0.0, usize::MAX); 2]);
            let [first, second] = slot;
            let s = value(row);
            if s > first.0 {
                (*second, *first) = (*first, (s, y));
            } else if s > second.0 {
                *second = (s, y);
            }
        }
    }
    for ((i, j), row) in rows.iter_mut() {
        let s = value(row);
        let rival = |x: usize, y: usize| {
            let [first, second] = top.get(&(x, article(y))).copied().unwrap_or_default();
            if first.1 == y { second.0 } else { first.0 }
        };
        let lead = s - rival(*i, *j).max(rival(*j, *i));
        let [.., last] = &mut row.1;
        *last = lead.clamp(-0.5, 0.5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_or_two_are_no_reading_of_a_sentence_in_another_language() {
        assert!(scrap(1, 4) && scrap(5, 2));
        assert!(!scrap(2, 2) && !scrap(2, 3) && !scrap(3, 12));
    }
}
