//! Names that stand against each other.

use super::facts::Facts;
use super::lexicon::{Kind, titles};
use super::{Pair, difference};
use crate::record::Difference;
use headwater_text::{Span, TokenKind};

/// A name: its words in order.
struct Name {
    words: Vec<String>,
    span: Span,
    at: usize,
}

/// Names that only one wording has, against names that only the other has. Abbreviations of one
/// another (*United States*, *US*) are the same.
pub(crate) fn differs(pair: &Pair, out: &mut Vec<Difference>) {
    let (x, mut y) = (names(pair, false), names(pair, true));
    let mut left = Vec::new();
    for name in x {
        match y.iter().position(|other| short_for(&name, other, pair)) {
            Some(at) => {
                y.remove(at);
            }
            None => left.push(name),
        }
    }
    // Names differ where one takes the other's place; two that stand in different places are
    // names that one wording has besides.
    for p in left {
        if let Some(at) = y.iter().position(|q| one_place(&p, q, pair)) {
            let q = y.remove(at);
            out.push(difference("name", Some(p.span), Some(q.span)));
        }
    }
}

/// Runs of capitalised words that the other wording lacks.
fn names(pair: &Pair, second: bool) -> Vec<Name> {
    let side = pair.side(second);
    let mut out: Vec<Name> = Vec::new();
    if title_case(side) {
        return out;
    }
    for (at, word) in side.words.iter().enumerate() {
        if word.kind != TokenKind::Word || !pair.lone(second, at) || !is_name(pair, second, at) {
            continue;
        }
        match out.last_mut().filter(|n| n.at + 1 == at) {
            Some(name) => {
                name.words.push(word.fold.clone());
                name.span = name.span.hull(word.span);
                name.at = at;
            }
            None => out.push(Name { words: vec![word.fold.clone()], span: word.span, at }),
        }
    }
    out
}

/// Whether most words are large, as in a headline of some houses: capitals tell no names there.
fn title_case(side: &Facts) -> bool {
    let german = side.large_nouns();
    let telling = |at: &usize| {
        side.rarity(*at) >= 8.0 && side.words.get(*at).is_some_and(|w| w.kind == TokenKind::Word)
    };
    let all = (0..side.words.len()).filter(telling);
    let (all, large) = all.fold((0, 0), |(all, large), at| {
        (all + 1, large + usize::from(side.capital.get(at) == Some(&true)))
    });
    !german && all > 3 && large * 5 > all * 4
}

/// Whether the word looks like part of a name where it stands.
fn is_name(pair: &Pair, second: bool, at: usize) -> bool {
    let side = pair.side(second);
    if side.capital.get(at) != Some(&true)
        || side.word(at).chars().count() < 2
        || titles(side.lexicon).contains(side.word(at))
    {
        return false;
    }
    if side.at(at).is_some_and(|f| f.kind != Kind::Pole) {
        return false;
    }
    if side.shouted.get(at) == Some(&true) {
        return true;
    }
    if side.rarity(at) < 8.0 {
        return false;
    }
    let first = side.first.get(at) == Some(&true);
    let nouns_are_large = side.large_nouns();
    // Where every noun or any first word is large, only a word that takes the other's very place
    // between the same neighbours, or one that no vocabulary knows, is a name.
    if first || nouns_are_large {
        return side.rarity(at) > 16.5 || (side.rarity(at) > 11.5 && takes_place(pair, second, at));
    }
    true
}

/// Whether the neighbours of the word, or of the run of large words it stands in, stand in the
/// other wording around such a run that it has alone.
fn takes_place(pair: &Pair, second: bool, at: usize) -> bool {
    let (run, whole) = (run(pair, second, at), pair.side(second).words.len());
    let other = pair.side(!second);
    let around = |f: &Facts, (from, to): (usize, usize)| {
        (from.checked_sub(1).map_or("", |p| f.word(p)).to_owned(), f.word(to).to_owned())
    };
    let mine = around(pair.side(second), run);
    run.1 - run.0 < whole
        && (0..other.words.len()).any(|k| {
            pair.lone(!second, k)
                && other.capital.get(k) == Some(&true)
                && other.at(k).is_none()
                && around(other, self::run(pair, !second, k)) == mine
        })
}

/// The run of large words that only one wording has around a word.
fn run(pair: &Pair, second: bool, at: usize) -> (usize, usize) {
    let side = pair.side(second);
    let fits = |k: usize| pair.lone(second, k) && side.capital.get(k) == Some(&true);
    let from = (0..at).rev().take_while(|k| fits(*k)).last().unwrap_or(at);
    let to = (at + 1..side.words.len()).take_while(|k| fits(*k)).last().map_or(at + 1, |k| k + 1);
    (from, to)
}

/// Whether the word before or behind the one name stands so by the other too, or both lead or both
/// end their wording.
fn one_place(p: &Name, q: &Name, pair: &Pair) -> bool {
    let before = |f: &Facts, n: &Name| {
        (n.at + 1).checked_sub(n.words.len() + 1).map(|k| f.word(k).to_owned())
    };
    let behind = |f: &Facts, n: &Name| f.words.get(n.at + 1).map(|w| w.fold.clone());
    let (a, b) = (&pair.a, &pair.b);
    before(a, p) == before(b, q) || behind(a, p) == behind(b, q)
}

/// Whether one name is the initials of the other, or its beginning: *IS* of *ISIS*, *Iran* of
/// *Iranian*.
fn short_for(x: &Name, y: &Name, _: &Pair) -> bool {
    let initials = |n: &Name| n.words.iter().filter_map(|w| w.chars().next()).collect::<String>();
    let whole = |n: &Name| n.words.concat();
    let (a, b) = (whole(x), whole(y));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let begins = short.chars().count() >= 4 || long.chars().count() <= 5;
    if x.words.len() == 1 && y.words.len() == 1 && begins && long.starts_with(short.as_str()) {
        return true;
    }
    (y.words.len() == 1 && x.words.len() > 1 && whole(y) == initials(x))
        || (x.words.len() == 1 && y.words.len() > 1 && whole(x) == initials(y))
}
