//! Decides how two wordings stand to each other and what differs in substance.
//!
//! Similarity proposes; these rules decide. Each reads the words that one wording has and the
//! other lacks, wherever they stand, so that a sentence turned round is not a different one.

mod aligned;
mod facts;
mod figures;
mod lexicon;
mod measure;
mod names;
mod polarity;
mod rules;

pub(crate) use aligned::Aligned;
pub(crate) use figures::{Counted, Figures};
pub(crate) use lexicon::apart;

use crate::encoder::Encoder;
use crate::record::{Comparison, Difference, Relation};
use crate::similar::{align, edits, likeness, near};
use facts::Facts;
use headwater_lang::Language;
use headwater_text::{Span, TokenKind};

/// Whether a text has a word that denies.
pub(crate) fn denies(text: &str) -> bool {
    Facts::read(text).of(lexicon::Kind::Negator).next().is_some()
}

/// Compares two wordings. Similarity proposes; polarity, numbers, names, dates, modality, scope
/// and attribution decide.
pub fn compare(a: &str, b: &str) -> Comparison {
    let score = likeness(a, b);
    let steps = align(a, b);
    let (relation, _) = crate::matches::relation(&steps, &edits(&steps, 0, 0));
    let relation = match relation {
        Relation::Paraphrased if score < 0.35 => None,
        other => Some(other),
    };
    Comparison { score, relation, differs: differs(a, b) }
}

/// The same with the optional model's opinion in the likeness; what decides is not touched by it.
pub fn compare_with(encoder: &Encoder, a: &str, b: &str) -> Comparison {
    let plain = compare(a, b);
    Comparison { score: encoder.likeness(a, b, plain.score), ..plain }
}

/// What differs in substance between two wordings of one statement, in order of kind and place.
pub fn differs(a: &str, b: &str) -> Vec<Difference> {
    let mut out = of_pair(&Pair::new(Facts::read(a), Facts::read(b), true));
    // A condition says how surely the rest is said.
    let modal = out.iter().any(|d| d.kind == "modality");
    out.retain(|d| !modal || d.kind != CONDITION);
    out.iter_mut().filter(|d| d.kind == CONDITION).for_each(|d| d.kind = "modality".to_owned());
    out.sort();
    out
}

/// What a condition that one wording lacks is called before it is told as modality.
const CONDITION: &str = "condition";

fn of_pair(pair: &Pair) -> Vec<Difference> {
    let mut out = Vec::new();
    rules::condition(pair, &mut out);
    rules::attribution(pair, &mut out);
    rules::numbers(pair, &mut out);
    rules::dates(pair, &mut out);
    polarity::differs(pair, &mut out);
    rules::modality(pair, &mut out);
    rules::scope(pair, &mut out);
    let mut named = Vec::new();
    names::differs(pair, &mut named);
    // Nouns are large in German: a source that differs is no name besides.
    let told =
        |n: &Difference| out.iter().any(|d: &Difference| d.kind == "attribution" && d.a == n.a);
    named.retain(|n| !told(n));
    out.extend(named);
    out.sort();
    out.dedup();
    out
}

/// The clause that turns what a sentence says, if it has one: a condition (*if the clause is
/// paid*), or what is set against it with a denial (*but we cannot say …*). In its language, in bytes
/// of `text`.
pub(crate) fn turned(text: &str, lang: Option<&str>) -> Option<Span> {
    rules::turned(&Facts::read_in(text, lang), Language::or_unknown(lang))
}

/// Whether a text has a condition anywhere. In its language.
pub(crate) fn conditional(text: &str, lang: Option<&str>) -> bool {
    Facts::read_in(text, lang).of(lexicon::Kind::Modality).any(|f| f.class == "if")
}

/// What differs between two readings of one statement, each in its language. One is drawn only
/// where the wordings meet: a number, name or date against its like, a word that one reading lacks
/// beside a word that both have. Of two languages only what is written alike is laid side by side,
/// and conditions.
pub(crate) fn between(a: (&str, Option<&str>), b: (&str, Option<&str>)) -> Vec<Aligned> {
    let same = a.1.is_none() || b.1.is_none() || a.1 == b.1;
    let pair = Pair::new(Facts::read_in(a.0, a.1), Facts::read_in(b.0, b.1), same);
    let found = of_pair(&pair).into_iter();
    found.filter_map(|d| aligned::aligned(&pair, d)).collect()
}

/// Two wordings with what each has alone.
pub(crate) struct Pair {
    pub a: Facts,
    pub b: Facts,
    /// For each word of `a` whether `b` has it nowhere.
    pub only_a: Vec<bool>,
    /// For each word of `b` whether `a` has it nowhere.
    pub only_b: Vec<bool>,
    /// Whether both are in one language, or that of one is not known.
    pub same: bool,
}

impl Pair {
    fn new(a: Facts, b: Facts, same: bool) -> Pair {
        let (mut only_a, mut only_b) = (vec![true; a.words.len()], vec![true; b.words.len()]);
        for (i, j) in in_order(&a, &b) {
            only_a.iter_mut().skip(i).take(1).for_each(|f| *f = false);
            only_b.iter_mut().skip(j).take(1).for_each(|f| *f = false);
        }
        for exact in [true, false] {
            for (i, x) in a.words.iter().enumerate() {
                if only_a.get(i) != Some(&true) {
                    continue;
                }
                let same = |j: &usize| {
                    let Some(y) = b.words.get(*j) else { return false };
                    only_b.get(*j) == Some(&true)
                        && if exact {
                            x.fold == y.fold
                        } else {
                            x.kind == TokenKind::Word
                                && y.kind == TokenKind::Word
                                && near(&x.fold, &y.fold)
                        }
                };
                let found = (0..b.words.len()).find(same);
                if let Some(j) = found {
                    only_a.iter_mut().skip(i).take(1).for_each(|f| *f = false);
                    only_b.iter_mut().skip(j).take(1).for_each(|f| *f = false);
                }
            }
        }
        Pair { a, b, only_a, only_b, same }
    }

    /// The pair the other way round, for rules that look at one side.
    pub(crate) fn lone(&self, second: bool, at: usize) -> bool {
        let row = if second { &self.only_b } else { &self.only_a };
        row.get(at).copied().unwrap_or(false)
    }

    /// Facts of one side.
    pub(crate) fn side(&self, second: bool) -> &Facts {
        if second { &self.b } else { &self.a }
    }

    /// Whether a word stands in a stretch that the other wording lacks altogether and that is a
    /// clause of its own: a clause left out says nothing of what differs in the rest. It is one if
    /// it is long, or if it is cut off by a mark at the beginning or end of the wording.
    pub(crate) fn in_lost_clause(&self, second: bool, at: usize) -> bool {
        self.in_clause_over(second, at, SHORT)
    }

    /// The same for a cue of attribution: *a indiqué le ministère* says no more than a source, with
    /// its auxiliary and its article.
    pub(crate) fn in_lost_speech(&self, second: bool, at: usize) -> bool {
        self.in_clause_over(second, at, SOURCE)
    }

    fn in_clause_over(&self, second: bool, at: usize, short: usize) -> bool {
        let row = if second { &self.only_b } else { &self.only_a };
        if row.get(at) != Some(&true) {
            return false;
        }
        let start = at - row.iter().take(at).rev().take_while(|l| **l).count();
        let end = at + row.iter().skip(at).take_while(|l| **l).count();
        let broken = |k: usize| self.side(second).broken.get(k) == Some(&true);
        let outer = end == row.len() && broken(start) || start == 0 && broken(end);
        end - start > if outer { short } else { LONG }
    }

    /// Where the other wording has the word that a negator or a modal verb bears on: the first
    /// word that is not a small one, among the few from `after` on.
    pub(crate) fn counterparts(
        &self,
        second: bool,
        after: usize,
    ) -> impl Iterator<Item = usize> + '_ {
        let (side, other) = (self.side(second), self.side(!second));
        let head = (after..(after + REACH).min(side.words.len()))
            .find(|&k| side.rarity(k) > COMMON)
            .map_or("", |k| side.word(k));
        let found = move |m: &usize| {
            let word = other.word(*m);
            head == word || near(head, word) || same_stem(head, word)
        };
        (0..if head.is_empty() { 0 } else { other.words.len() }).filter(found)
    }
}

/// The longest row of words that both wordings have in the same order: pairs of indexes. Taken
/// first, so that small words of a clause left out are not taken for those of the rest.
fn in_order(a: &Facts, b: &Facts) -> Vec<(usize, usize)> {
    let wide = b.words.len() + 1;
    let mut best = vec![0_u16; (a.words.len() + 1) * wide];
    let at = |best: &[u16], i: usize, j: usize| best.get(i * wide + j).copied().unwrap_or(0);
    for i in (0..a.words.len()).rev() {
        for j in (0..b.words.len()).rev() {
            let here = if a.word(i) == b.word(j) {
                at(&best, i + 1, j + 1) + 1
            } else {
                at(&best, i + 1, j).max(at(&best, i, j + 1))
            };
            best.iter_mut().skip(i * wide + j).take(1).for_each(|cell| *cell = here);
        }
    }
    let (mut i, mut j, mut out) = (0, 0, Vec::new());
    while i < a.words.len() && j < b.words.len() {
        if a.word(i) == b.word(j) {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if at(&best, i + 1, j) >= at(&best, i, j + 1) {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// Whether two words begin alike for half of the shorter one, three letters at least: forms of one
/// verb (*lascerà*, *lasciare*).
fn same_stem(a: &str, b: &str) -> bool {
    let common = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    common >= 3 && 2 * common >= a.chars().count().min(b.chars().count())
}

/// How far the word that a negator or a modal verb bears on can stand behind it, in words.
const REACH: usize = 5;

/// Rarity up to which a word is too small to be that word.
const COMMON: f64 = 8.0;

/// Words in a row that only one wording has, more than which are a clause of their own: within a
/// wording, and cut off by a mark at its beginning or end.
const LONG: usize = 7;
const SHORT: usize = 3;

/// The same for a source cut off by a mark.
const SOURCE: usize = 4;

/// A difference of this kind.
pub(crate) fn difference(kind: &str, a: Option<Span>, b: Option<Span>) -> Difference {
    Difference { kind: kind.to_owned(), a: a.unwrap_or_default(), b: b.unwrap_or_default() }
}
