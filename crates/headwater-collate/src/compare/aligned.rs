//! Whether a difference stands between two readings of one statement that meet around it.

use super::Pair;
use super::lexicon::Kind;
use crate::record::Difference;
use crate::similar::near;
use headwater_text::{Span, TokenKind};

/// A difference that may be drawn.
pub(crate) struct Aligned {
    /// What differs. The place of a side that lacks a word is empty, beside a word that both have;
    /// that of a side which lacks a condition is the whole reading, which is said without it.
    pub difference: Difference,
    /// The side that has no words for it.
    pub lacks: Option<bool>,
}

/// Words next to a difference among which one must stand in the other reading.
const NEXT: usize = 3;

/// Share of the telling words of the shorter reading that the other must have before a difference
/// between two wordings of one language is drawn.
const FLOOR: f64 = 0.3;

/// The same for a denial.
const NEAR: f64 = 0.6;

/// The same for *only* and *just*, which are told where nothing else is said otherwise.
const SAME: f64 = 0.9;

/// Words that say under which condition something holds, at least.
const CLAUSE: usize = 3;

/// Rarity from which a word tells.
const TELLS: f64 = 8.0;

/// The difference, if the readings are near enough for it.
pub(super) fn aligned(pair: &Pair, d: Difference) -> Option<Aligned> {
    let lacks = match (d.a.is_empty(), d.b.is_empty()) {
        (true, true) => return None,
        (true, false) => Some(false),
        (false, true) => Some(true),
        _ => None,
    };
    if d.kind == super::CONDITION {
        return condition(pair, &d, lacks?);
    }
    if slight(pair, &d, lacks.is_some()) {
        return None;
    }
    let same = pair.same;
    let drawn = d.kind == "number" || d.kind == "date" && years(pair, &d);
    let cross = !same && !drawn && lacks.is_none();
    if cross || same && common(pair) < FLOOR {
        return None;
    }
    if d.kind == "number" && lacks.is_none() && !super::measure::one_slot(pair, &d) {
        return None;
    }
    if d.kind == "modality" && lacks.is_none() && both_allow(pair, &d) {
        return None;
    }
    let Some(second) = lacks else { return Some(Aligned { difference: d, lacks }) };
    // Reported speech has *he said* inside where the other has it outside.
    if d.kind == "attribution" {
        return None;
    }
    let with = if second { d.a } else { d.b };
    let there = beside(pair, second, with, d.kind == "polarity")?;
    let gap = Span::new(there.start, there.start);
    Some(Aligned { difference: filled(d, second, gap), lacks })
}

/// Whether a word makes no difference of substance between two readings. Of *must*, *may* and *just*
/// alone none of the thirty that written page sets showed was one where more was said otherwise; a
/// denial is one where most of the rest is the same.
fn slight(pair: &Pair, d: &Difference, lacking: bool) -> bool {
    match d.kind.as_str() {
        "modality" => [(false, d.a), (true, d.b)].iter().all(|(side, span)| {
            let words = &pair.side(*side).words;
            words.iter().filter(|w| w.span.overlap(*span) > 0).count() < CLAUSE
        }),
        "scope" => lacking && common(pair) < SAME,
        "polarity" => pair.same && common(pair) < NEAR,
        _ => false,
    }
}

/// A condition that one reading lacks. Told where the rest is the same: a word behind or before the
/// clause stands in the other reading; of two languages, where each is one sentence.
fn condition(pair: &Pair, d: &Difference, second: bool) -> Option<Aligned> {
    let same = pair.same;
    if same && common(pair) < FLOOR {
        return None;
    }
    if same && kept(pair, !second, if second { d.a } else { d.b }) {
        return None;
    }
    if !(same || pair.a.single() && pair.b.single()) {
        return None;
    }
    let whole = pair.side(second).whole()?;
    let difference = Difference { kind: "modality".to_owned(), ..filled(d.clone(), second, whole) };
    Some(Aligned { difference, lacks: Some(second) })
}

/// Whether the other reading has most words of a stretch: the same condition in another form.
fn kept(pair: &Pair, side: bool, span: Span) -> bool {
    let (mut all, mut lone) = (0, 0);
    for (k, word) in pair.side(side).words.iter().enumerate() {
        if word.span.overlap(span) > 0 && pair.side(side).rarity(k) > TELLS {
            all += 1;
            lone += usize::from(pair.lone(side, k));
        }
    }
    all > 0 && lone * 2 <= all
}

/// Whether a difference of dates is one of two years, with their months or without: what else is said of days has many forms in two
/// languages.
fn years(pair: &Pair, d: &Difference) -> bool {
    let year = |side: bool, span: Span| {
        let mut words = pair.side(side).words.iter().filter(|w| w.span.overlap(span) > 0);
        let number = words.next_back().and_then(|w| w.fold.parse::<i32>().ok());
        number.is_some_and(|y| (1900..2100).contains(&y))
    };
    year(false, d.a) && year(true, d.b)
}

/// *may* against *can*: both allow.
fn both_allow(pair: &Pair, d: &Difference) -> bool {
    let class = |side: bool, span: Span| {
        let found = pair.side(side).of(Kind::Modality).find(|f| f.span.overlap(span) > 0);
        found.map(|f| f.class.as_str())
    };
    let (x, y) = (class(false, d.a), class(true, d.b));
    let allows = |c: Option<&str>| matches!(c, Some("may" | "can"));
    allows(x) && allows(y)
}

fn filled(mut d: Difference, second: bool, place: Span) -> Difference {
    *(if second { &mut d.b } else { &mut d.a }) = place;
    d
}

/// The word of the side without words that stands beside the difference in the other: behind it
/// alone, where `turned` says that the difference turns round what follows.
fn beside(pair: &Pair, second: bool, with: Span, turned: bool) -> Option<Span> {
    let (full, other) = (pair.side(!second), pair.side(second));
    let at = full.words.iter().position(|w| w.span.end > with.start)?;
    let end = full.words.iter().position(|w| w.span.start >= with.end).unwrap_or(full.words.len());
    let after = (end..full.words.len()).take(NEXT);
    let before = (at.saturating_sub(NEXT)..at).rev().filter(|_| !turned);
    let mut heads = after.chain(before).filter(|k| full.rarity(*k) > TELLS);
    heads.find_map(|k| {
        let word = full.word(k);
        let same = |w: &&crate::words::Piece| {
            w.kind == TokenKind::Word && (w.fold == word || near(&w.fold, word))
        };
        other.words.iter().find(same).map(|w| w.span)
    })
}

/// Share of the telling words of the poorer side that the other has.
fn common(pair: &Pair) -> f64 {
    let share = |second: bool| {
        let side = pair.side(second);
        let tells = (0..side.words.len()).filter(|k| side.rarity(*k) > TELLS);
        let (all, lone) = tells
            .fold((0, 0), |(all, lone), k| (all + 1, lone + usize::from(pair.lone(second, k))));
        (all > 0).then(|| f64::from(all - lone as i32) / f64::from(all))
    };
    share(false).into_iter().chain(share(true)).fold(0.0, f64::max)
}
