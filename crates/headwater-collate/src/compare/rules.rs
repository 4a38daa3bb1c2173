//! Numbers, dates, modality, scope and attribution.

use super::facts::{Fact, Facts};
use super::lexicon::Kind;
use super::{Pair, difference, measure};
use crate::record::Difference;
use headwater_lang::{Class, Language};
use headwater_text::Span;

/// What is left of two lists when equal classes are taken away pair by pair.
fn left<'f>(x: Vec<&'f Fact>, y: Vec<&'f Fact>) -> (Vec<&'f Fact>, Vec<&'f Fact>) {
    let mut rest = y;
    let mut kept = Vec::new();
    for fact in x {
        match rest.iter().position(|f| f.class == fact.class) {
            Some(at) => {
                rest.remove(at);
            }
            None => kept.push(fact),
        }
    }
    (kept, rest)
}

fn facts(pair: &Pair, second: bool, kind: Kind) -> Vec<&Fact> {
    pair.side(second).of(kind).collect()
}

fn both(kind: &str, x: &[&Fact], y: &[&Fact], out: &mut Vec<Difference>) {
    for (p, q) in x.iter().zip(y) {
        out.push(difference(kind, Some(p.span), Some(q.span)));
    }
}

/// Numbers that stand against each other; one that is merely left out is no difference, nor are
/// equal measures in other units.
pub(crate) fn numbers(pair: &Pair, out: &mut Vec<Difference>) {
    let (x, y) = left(facts(pair, false, Kind::Number), facts(pair, true, Kind::Number));
    let (x, y) = measure::unlike(pair, x, y);
    let against = |p: &&Fact, q: &&Fact| measure::comparable(pair, p, q);
    let met = x.iter().zip(&y).filter(|(p, q)| against(p, q));
    out.extend(met.map(|(p, q)| difference("number", Some(p.span), Some(q.span))));
    bounds(pair, out);
    measure::units(pair, out);
    if x.is_empty() && y.is_empty() && !out.iter().any(|d| d.kind == "number") {
        let (x, y) = left(facts(pair, false, Kind::Unit), facts(pair, true, Kind::Unit));
        let has = |f: &&Fact, second: bool| beside_number(pair.side(second), f);
        let x: Vec<&Fact> = x.into_iter().filter(|f| has(f, false)).collect();
        let y: Vec<&Fact> = y.into_iter().filter(|f| has(f, true)).collect();
        let apart = |p: &Fact, q: &Fact| !measure::convertible(&p.class, &q.class);
        let met = x.iter().zip(&y).filter(|(p, q)| apart(p, q));
        out.extend(met.map(|(p, q)| difference("number", Some(p.span), Some(q.span))));
    }
}

/// The same number bounded otherwise: *more than 200* against *about 200*, or one that is only the
/// most against the number itself: *up to 480*, *480*. A bare number agrees with other bounds.
fn bounds(pair: &Pair, out: &mut Vec<Difference>) {
    let bounded = |second: bool| -> Vec<(&Fact, &Fact)> {
        let side = pair.side(second);
        let numbers = side.of(Kind::Number);
        numbers.filter_map(|n| Some((side.of(Kind::Bound).find(|b| b.end == n.at)?, n))).collect()
    };
    let hull = |(b, n): (&Fact, &Fact)| b.span.hull(n.span);
    let mut rest = bounded(true);
    for bound in bounded(false) {
        let Some(at) = rest.iter().position(|(_, n)| n.class == bound.1.class) else {
            if let Some(n) = bare(pair, true, bound) {
                out.push(difference("number", Some(hull(bound)), Some(n.span)));
            }
            continue;
        };
        let other = rest.remove(at);
        if other.0.class != bound.0.class {
            out.push(difference("number", Some(hull(bound)), Some(hull(other))));
        }
    }
    for bound in rest {
        if let Some(n) = bare(pair, false, bound) {
            out.push(difference("number", Some(n.span), Some(hull(bound))));
        }
    }
}

/// The number of one side without any bound that the other has as the most: *up to 480*.
fn bare<'p>(pair: &'p Pair, second: bool, bound: (&Fact, &Fact)) -> Option<&'p Fact> {
    let side = pair.side(second);
    let free = |n: &&Fact| !side.of(Kind::Bound).any(|b| b.end <= n.at && n.at - b.end < 2);
    // *from 5 to 10*: the end of a range.
    let range = pair.side(!second).of(Kind::Number).any(|n| n.end == bound.0.at);
    let found = side.of(Kind::Number).find(|n| n.class == bound.1.class)?;
    (bound.0.class == "below" && !range && free(&found)).then_some(found)
}

fn beside_number(facts: &Facts, unit: &Fact) -> bool {
    facts.of(Kind::Number).any(|n| n.at < unit.at && unit.at - n.at <= 3)
}

/// Dates that stand against each other.
pub(crate) fn dates(pair: &Pair, out: &mut Vec<Difference>) {
    let of = |second: bool| {
        let side = pair.side(second);
        let not_verb = |f: &&Fact| f.class != "m5" || is_month(side, f.at);
        facts(pair, second, Kind::Date).into_iter().filter(not_verb).collect::<Vec<_>>()
    };
    let (x, y) = left(of(false), of(true));
    both("date", &x, &y, out);
}

/// Whether *May* is the month: with a number beside it, or large inside a sentence.
fn is_month(side: &Facts, at: usize) -> bool {
    if !side.is_twin(at, "modal-month") {
        return true;
    }
    let number = |k: Option<usize>| {
        k.is_some_and(|k| side.word(k).starts_with(|c: char| c.is_ascii_digit()))
    };
    number(Some(at + 1))
        || number(at.checked_sub(1))
        || (side.capital.get(at) == Some(&true) && side.first.get(at) == Some(&false))
}

/// From a condition to the next mark.
fn clause(side: &Facts, f: &Fact) -> Span {
    let ends = |k: &usize| side.broken.get(*k) == Some(&true);
    let end = (f.end..side.words.len()).find(ends).unwrap_or(side.words.len());
    end.checked_sub(1).and_then(|k| side.words.get(k)).map_or(f.span, |w| f.span.hull(w.span))
}

/// The first clause that turns what is said: a condition at the head of a clause, or one that a
/// word of contrast begins and that denies.
pub(crate) fn turned(side: &Facts, language: &Language) -> Option<Span> {
    let head = |at: usize| {
        let before = at.checked_sub(1).map_or("", |b| side.word(b));
        side.broken.get(at) == Some(&true)
            || side.first.get(at) == Some(&true)
            || language.has(Class::Conjunction, before)
    };
    let mut conditions = side.of(Kind::Modality).filter(|f| f.class == "if" && head(f.at));
    if let Some(f) = conditions.next() {
        return Some(clause(side, f));
    }
    let at =
        (1..side.words.len()).find(|k| head(*k) && language.has(Class::Contrast, side.word(*k)))?;
    side.of(Kind::Negator).find(|n| n.at > at)?;
    let (first, last) = (side.words.get(at)?, side.words.last()?);
    Some(first.span.hull(last.span))
}

/// A condition under which one wording says what the other says without any: *if the clause is paid,
/// he can go*, *he can go*. The place is the clause, up to the next mark.
pub(crate) fn condition(pair: &Pair, out: &mut Vec<Difference>) {
    let of = |second: bool| {
        facts(pair, second, Kind::Modality).into_iter().filter(|f| f.class == "if").collect()
    };
    let (x, y): (Vec<&Fact>, Vec<&Fact>) = (of(false), of(true));
    match (x.first(), y.first()) {
        (Some(f), None) => out.push(difference(super::CONDITION, Some(clause(&pair.a, f)), None)),
        (None, Some(f)) => out.push(difference(super::CONDITION, None, Some(clause(&pair.b, f)))),
        _ => {}
    }
}

/// Classes that say no more than plain speech about the future or a possibility the verb implies.
const WEAK: &[&str] = &["will", "would"];

/// May against will, must against would like to, a claim without its *allegedly*.
pub(crate) fn modality(pair: &Pair, out: &mut Vec<Difference>) {
    let of = |second: bool| {
        let side = pair.side(second);
        let strong = |f: &&Fact| {
            !WEAK.contains(&f.class.as_str())
                && f.class != "if"
                && (!side.is_twin(f.at, "modal-month") || !is_month(side, f.at))
                && !pair.in_lost_clause(second, f.at)
        };
        facts(pair, second, Kind::Modality).into_iter().filter(strong).collect::<Vec<_>>()
    };
    let (x, y) = left(of(false), of(true));
    let far = x.len().max(y.len());
    for k in 0..far {
        let (p, q) = (x.get(k), y.get(k));
        // What only one wording has says something if it bears on what the other has too.
        let bears = |f: &&Fact, second| pair.counterparts(second, f.end).next().is_some();
        if q.is_none() && p.is_some_and(|f| !bears(f, false))
            || p.is_none() && q.is_some_and(|f| !bears(f, true))
        {
            continue;
        }
        let weak = |second: bool| {
            facts(pair, second, Kind::Modality)
                .into_iter()
                .find(|f| WEAK.contains(&f.class.as_str()))
        };
        let a = p.copied().or_else(|| weak(false)).map(|f| f.span);
        let b = q.copied().or_else(|| weak(true)).map(|f| f.span);
        out.push(difference("modality", a, b));
    }
}

/// All against some, and an *only* that one wording lacks.
pub(crate) fn scope(pair: &Pair, out: &mut Vec<Difference>) {
    let of = |second: bool| {
        let clear =
            |f: &&Fact| !pair.in_lost_clause(second, f.at) && !before_number(pair.side(second), f);
        facts(pair, second, Kind::Scope).into_iter().filter(clear).collect::<Vec<_>>()
    };
    let (x, y) = left(of(false), of(true));
    both("scope", &x, &y, out);
    let only = |f: &&&Fact| f.class == "only";
    match (x.iter().find(only), y.iter().find(only)) {
        (Some(f), None) if y.is_empty() => out.push(difference("scope", Some(f.span), None)),
        (None, Some(f)) if x.is_empty() => out.push(difference("scope", None, Some(f.span))),
        _ => {}
    }
}

/// *some 200 people* is about 200, not some of them.
fn before_number(side: &Facts, fact: &Fact) -> bool {
    fact.class == "some" && side.of(Kind::Number).any(|n| n.at == fact.at + 1)
}

/// An attribution that one wording lacks, or another source for the same words.
pub(crate) fn attribution(pair: &Pair, out: &mut Vec<Difference>) {
    let said = |second: bool| {
        facts(pair, second, Kind::Said).into_iter().find(|f| !pair.in_lost_speech(second, f.at))
    };
    match (said(false), said(true)) {
        (Some(f), None) if pair.b.of(Kind::Said).next().is_none() => {
            out.push(difference("attribution", Some(phrase(pair, false, f)), None));
        }
        (None, Some(f)) if pair.a.of(Kind::Said).next().is_none() => {
            out.push(difference("attribution", None, Some(phrase(pair, true, f))));
        }
        (Some(f), Some(g)) => {
            if let (Some(x), Some(y)) = (speaker(pair, false, f), speaker(pair, true, g)) {
                out.push(difference("attribution", Some(x), Some(y)));
            }
        }
        _ => {}
    }
}

/// The cue with the words beside it that the other wording lacks.
fn phrase(pair: &Pair, second: bool, cue: &Fact) -> Span {
    let side = pair.side(second);
    let mut span = cue.span;
    for at in (cue.at + 1)..(cue.at + 4).min(side.words.len()) {
        if !pair.lone(second, at) {
            break;
        }
        span = side.words.get(at).map_or(span, |w| span.hull(w.span));
    }
    for at in (cue.at.saturating_sub(4)..cue.at).rev() {
        if !pair.lone(second, at) {
            break;
        }
        span = side.words.get(at).map_or(span, |w| span.hull(w.span));
    }
    span
}

/// The source beside a cue, where the other wording has another: words without a capital that
/// only this wording has. (Names are told apart by the rule for names.)
fn speaker(pair: &Pair, second: bool, cue: &Fact) -> Option<Span> {
    let side = pair.side(second);
    let lone =
        |at: &usize| pair.lone(second, *at) && side.rarity(*at) > 8.0 && side.at(*at).is_none();
    let named = |at: usize| {
        let noun = side.large_nouns();
        side.capital.get(at) == Some(&true) && side.first.get(at) == Some(&false) && !noun
    };
    let after = (cue.at + 1..(cue.at + 5).min(side.words.len())).find(lone);
    let before = (cue.at.saturating_sub(3)..cue.at).rev().find(lone);
    // *The owner said the ship was …*: the source stands before; after *according to* behind.
    let order = if cue.class == "pre" {
        [after, before]
    } else if cue.at < side.words.len() / 2 {
        [before, None]
    } else {
        [after, before]
    };
    let at = order.into_iter().flatten().next()?;
    (!named(at)).then(|| side.words.get(at).map(|w| w.span)).flatten()
}
