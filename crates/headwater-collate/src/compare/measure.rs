//! Numbers with what they count: which are equal in other units, and which stand against each other.

use super::facts::{Fact, Facts};
use super::lexicon::Kind;
use super::{Counted, Pair, difference};
use crate::record::Difference;
use crate::similar::near;
use headwater_text::TokenKind;

/// Units that can be turned into each other: class, kind of measure, how many of the least.
const MEASURES: &[(&str, char, f64)] = &[
    ("km", 'l', 1000.0),
    ("mile", 'l', 1609.344),
    ("m", 'l', 1.0),
    ("foot", 'l', 0.3048),
    ("t", 'w', 1000.0),
    ("kg", 'w', 1.0),
    ("minute", 'd', 1.0),
    ("hour", 'd', 60.0),
    ("day", 'd', 1440.0),
    ("week", 'd', 10_080.0),
    ("percent", 'p', 0.01),
];

/// By how much of the larger two equal measures may differ, since they are rounded.
const ROUNDED: f64 = 0.06;

/// Money: another currency's amount is neither equal nor different by its figures.
const MONEY: &[&str] =
    &["euro", "dollar", "pound", "crown", "yen", "rouble", "hryvnia", "zloty", "real"];

/// What a number counts: the unit behind it, a word between at most.
fn unit<'f>(side: &'f Facts, n: &Fact) -> Option<&'f Fact> {
    side.of(Kind::Unit).find(|u| u.at >= n.end && u.at <= n.end + 1)
}

fn class<'f>(side: &'f Facts, n: &Fact) -> Option<&'f str> {
    unit(side, n).map(|u| u.class.as_str())
}

fn measure(class: &str) -> Option<(char, f64)> {
    MEASURES.iter().find(|m| m.0 == class).map(|m| (m.1, m.2))
}

/// Whether amounts in these two units can be turned into each other.
pub(super) fn convertible(p: &str, q: &str) -> bool {
    matches!((measure(p), measure(q)), (Some(x), Some(y)) if x.0 == y.0)
}

/// A number's amount in the least unit of its kind; a bare fraction is a share.
fn amount(side: &Facts, n: &Fact) -> Option<(char, f64)> {
    let value: f64 = n.class.parse().ok()?;
    match class(side, n).and_then(measure) {
        Some((kind, least)) => Some((kind, value * least)),
        None if value > 0.0 && value < 1.0 => Some(('p', value)),
        None => None,
    }
}

/// A figure with what it counts; none for ordinals and the like, which are no amounts.
pub(super) fn counted(side: &Facts, n: &Fact) -> Option<Counted> {
    let value: f64 = n.class.parse().ok()?;
    let unit = unit(side, n);
    let span = unit.map_or(n.span, |u| n.span.hull(u.span));
    let (kind, value) = match amount(side, n) {
        Some((kind, least)) => (Some(kind.to_string()), least),
        None => (unit.map(|u| u.class.clone()), value),
    };
    Some(Counted { span, unit: kind, value: format!("{value:.4}") })
}

/// Numbers of two sides without those that are equal measures.
pub(super) fn unlike<'f>(
    pair: &Pair,
    x: Vec<&'f Fact>,
    mut y: Vec<&'f Fact>,
) -> (Vec<&'f Fact>, Vec<&'f Fact>) {
    let mut kept = Vec::new();
    for p in x {
        let equal = |q: &&Fact| match (amount(&pair.a, p), amount(&pair.b, q)) {
            (Some((k, v)), Some((l, w))) if class(&pair.a, p) != class(&pair.b, q) => {
                k == l && (v - w).abs() <= ROUNDED * v.abs().max(w.abs())
            }
            _ => rounded(&pair.a, p, &pair.b, q),
        };
        match y.iter().position(equal) {
            Some(at) => {
                y.remove(at);
            }
            None => kept.push(p),
        }
    }
    one_in(&pair.a, &mut kept, &pair.b, &mut y);
    one_in(&pair.b, &mut y, &pair.a, &mut kept);
    (kept, y)
}

/// Whether one number is the other one rounded, and says so: *about 60 million* for 61 million.
fn rounded(a: &Facts, p: &Fact, b: &Facts, q: &Fact) -> bool {
    let about = |side: &Facts, n: &Fact| {
        side.of(Kind::Bound).any(|bound| bound.end == n.at && bound.class == "about")
    };
    let value = |n: &Fact| n.class.parse::<f64>().ok();
    let (Some(v), Some(w)) = (value(p), value(q)) else { return false };
    (about(a, p) || about(b, q)) && (v - w).abs() <= ROUNDED * v.abs().max(w.abs())
}

/// *One in four* against *25 per cent*.
fn one_in(whole: &Facts, x: &mut Vec<&Fact>, share: &Facts, y: &mut Vec<&Fact>) {
    let found = x.iter().enumerate().find_map(|(i, n)| {
        let parts: f64 = n.class.parse().ok()?;
        // The one stands among the few words before it.
        let one =
            whole.of(Kind::Number).any(|o| o.class == "1" && o.end <= n.at && n.at - o.end < 4);
        let equal = |q: &&Fact| {
            let (kind, part) = amount(share, q).unwrap_or((' ', 0.0));
            kind == 'p' && (part * parts - 1.0).abs() <= ROUNDED
        };
        let at = y.iter().position(|q| one && equal(q))?;
        Some((i, at))
    });
    if let Some((i, at)) = found {
        x.remove(i);
        y.remove(at);
        x.retain(|o| o.class != "1");
    }
}

/// Whether two numbers can stand against each other: of one make, not counting different things.
pub(super) fn comparable(pair: &Pair, p: &Fact, q: &Fact) -> bool {
    let make = |f: &Fact| f.class.chars().next().filter(char::is_ascii_alphabetic);
    let (c, d) = (class(&pair.a, p), class(&pair.b, q));
    let money = |c: &str| MONEY.contains(&c);
    let units = match (c, d) {
        (Some(c), Some(d)) => {
            c == d || convertible(c, d) || !(money(c) && money(d)) && measure(c).is_none()
        }
        _ => true,
    };
    make(p) == make(q) && units
}

/// The same figure in two units of one measure: *180 metres*, *180 feet*; *5 per cent*, *5 points*.
pub(super) fn units(pair: &Pair, out: &mut Vec<Difference>) {
    let figures = |side: &'_ Facts| -> Vec<(Fact, Fact)> {
        let of = side.of(Kind::Number);
        of.filter_map(|n| Some((n.clone(), unit(side, n)?.clone()))).collect()
    };
    let (x, y) = (figures(&pair.a), figures(&pair.b));
    for (n, u) in &x {
        let points = |c: &str, d: &str| c == "percent" && d == "points";
        let other = |(m, v): &&(Fact, Fact)| {
            m.class == n.class
                && u.class != v.class
                && (convertible(&u.class, &v.class)
                    || points(&u.class, &v.class)
                    || points(&v.class, &u.class))
        };
        // The figure may stand on either side with both units.
        let met = |(m, v): &&(Fact, Fact)| m.class == n.class && v.class == u.class;
        if y.iter().any(|f| met(&f)) {
            continue;
        }
        if let Some((m, v)) = y.iter().find(other) {
            out.push(difference("number", Some(n.span.hull(u.span)), Some(m.span.hull(v.span))));
        }
    }
}

/// Whether two numbers that differ count one thing: a unit or a word beside them is the same, or
/// they are the only ones of wordings with as many numbers each.
pub(super) fn one_slot(pair: &Pair, d: &Difference) -> bool {
    let fact = |side: &'_ Facts, span: headwater_text::Span| {
        side.of(Kind::Number).find(|f| f.span.overlap(span) > 0).cloned()
    };
    let (Some(p), Some(q)) = (fact(&pair.a, d.a), fact(&pair.b, d.b)) else { return true };
    let (c, e) = (class(&pair.a, &p), class(&pair.b, &q));
    if c.is_some() && (c == e || c.zip(e).is_some_and(|(c, e)| convertible(c, e))) {
        return true;
    }
    let figure = |side: &Facts, f: &Fact| {
        side.words.get(f.at).is_some_and(|w| w.kind == TokenKind::Number) || f.class != "1"
    };
    if !figure(&pair.a, &p) || !figure(&pair.b, &q) {
        return false;
    }
    if !pair.same {
        return pair.a.of(Kind::Number).count() == pair.b.of(Kind::Number).count();
    }
    let alike = |x: &str, y: &str| !x.is_empty() && (x == y || near(x, y));
    let behind = alike(pair.a.word(p.end), pair.b.word(q.end));
    let before = match (p.at.checked_sub(1), q.at.checked_sub(1)) {
        (Some(i), Some(j)) => alike(pair.a.word(i), pair.b.word(j)),
        _ => false,
    };
    behind || before
}
