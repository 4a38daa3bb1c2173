//! Whether one wording says yes where the other says no.

use super::facts::Fact;
use super::lexicon::{Kind, Lexicon};
use super::{Pair, difference};
use crate::record::Difference;
use headwater_lang::Trait;

/// Concepts whose negative word can stand for a plain *not*: *refused to answer*, *did not answer*.
const LIKE_NOT: &[&str] = &["assent-"];

/// Polarity: opposite words for one thing, or a negator on one side only.
pub(crate) fn differs(pair: &Pair, out: &mut Vec<Difference>) {
    // Of two languages nothing tells which word a negator turns round, and what one says with a
    // negator the other says without (*ohne Strom*, *знеструмлено*).
    if !pair.same {
        return;
    }
    if let Some(found) = opposite(pair).or_else(|| prefixed(pair)) {
        out.push(found);
        return;
    }
    let (x, y) = (negators(pair, false), negators(pair, true));
    if x.len() % 2 == y.len() % 2 {
        return;
    }
    // A word such as *refuses* may do what the other wording says with *not*.
    let stands_for_not = |second: bool| {
        lone_poles(pair, second).iter().any(|f| LIKE_NOT.contains(&f.class.as_str()))
    };
    let (more, fewer) = if x.len() > y.len() { (false, true) } else { (true, false) };
    if stands_for_not(fewer) && !stands_for_not(more) {
        return;
    }
    // Where both deny something, one of the denials must turn round what the other wording has.
    let all = if x.len() > y.len() { &x } else { &y };
    let turns = |f: &&&Fact| turns_round(pair, more, f.end);
    let shown = if x.is_empty() || y.is_empty() {
        all.last()
    } else {
        let Some(found) = all.iter().find(turns) else { return };
        Some(found)
    };
    let span = shown.map(|f| f.span);
    let (a, b) = if more { (None, span) } else { (span, None) };
    out.push(difference("polarity", a, b));
}

/// Whether the word that a negator denies stands in the other wording without one before it.
fn turns_round(pair: &Pair, second: bool, after: usize) -> bool {
    let mut met = pair.counterparts(second, after).peekable();
    met.peek().is_some() && met.all(|m| !negated(pair, !second, m))
}

/// Negators outside clauses that the other wording lacks altogether.
fn negators(pair: &Pair, second: bool) -> Vec<&Fact> {
    let side = pair.side(second);
    let mut out: Vec<&Fact> =
        side.of(Kind::Negator).filter(|f| !pair.in_lost_clause(second, f.at)).collect();
    // Slavic and Romance double negation is one: *nobody not came*.
    let double = |l: &Lexicon| l.language.does(Trait::DoubleNegation);
    if side.lexicon.is_some_and(double) && out.len() == 2 {
        out.truncate(1);
    }
    out
}

fn lone_poles(pair: &Pair, second: bool) -> Vec<&Fact> {
    let lone = |f: &&Fact| pair.lone(second, f.at) && !pair.in_lost_clause(second, f.at);
    pair.side(second).of(Kind::Pole).filter(lone).collect()
}

/// Whether a negator stands just before a word.
fn negated(pair: &Pair, second: bool, at: usize) -> bool {
    pair.side(second).of(Kind::Negator).any(|n| n.at < at && at - n.at <= 3)
}

/// Opposite poles of one concept among the words that only one wording has.
fn opposite(pair: &Pair) -> Option<Difference> {
    for p in lone_poles(pair, false) {
        for q in lone_poles(pair, true) {
            let (Some(x), Some(y)) = (split(&p.class), split(&q.class)) else { continue };
            if x.0 != y.0 {
                continue;
            }
            let yes = x.1 != negated(pair, false, p.at);
            let other = y.1 != negated(pair, true, q.at);
            if yes != other {
                return Some(difference("polarity", Some(p.span), Some(q.span)));
            }
        }
    }
    None
}

fn split(class: &str) -> Option<(&str, bool)> {
    class.strip_suffix('+').map(|c| (c, true)).or(class.strip_suffix('-').map(|c| (c, false)))
}

/// *lawful* and *unlawful*.
fn prefixed(pair: &Pair) -> Option<Difference> {
    let words = |second: bool| {
        let side = pair.side(second);
        let lone = move |(at, _): &(usize, _)| pair.lone(second, *at);
        side.words.iter().enumerate().filter(lone).map(|(_, w)| w)
    };
    for x in words(false) {
        for y in words(true) {
            let (short, long) = if x.fold.len() < y.fold.len() { (x, y) } else { (y, x) };
            let reverses = |l: &Lexicon| l.reverses(&long.fold, &short.fold);
            if short.fold.chars().count() > 3 && pair.a.lexicon.is_some_and(reverses) {
                return Some(difference("polarity", Some(x.span), Some(y.span)));
            }
        }
    }
    None
}
