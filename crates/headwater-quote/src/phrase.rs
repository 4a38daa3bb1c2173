//! Noun phrases beside a verb, found without a parser: the speaker to the left or right of a cue.

use crate::sheet::{Sheet, Sort};
use crate::words::{
    is_between, is_breaker, is_cue, is_determiner, is_particle, is_pronoun, is_role,
};
use headwater_lang::Class;
use std::ops::Range;

/// A cue with the noun phrase that is its subject.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) speaker: Option<Range<usize>>,
    pub(crate) cue: Range<usize>,
    /// The subject follows the verb: *said Lind*.
    pub(crate) inverted: bool,
}

/// How far a phrase may reach, in tokens.
const REACH: usize = 14;

/// The clause of the cue at `at`, not looking beyond `within`.
pub(crate) fn clause(sheet: &Sheet<'_>, at: usize, within: &Range<usize>) -> Clause {
    let cue = at..at + 1;
    let left = subject_left(sheet, at, within.start)
        .filter(|np| !crate::german::fronted(sheet, np, within.start));
    if left.is_some() {
        return Clause { speaker: left, cue, inverted: false };
    }
    let mut from = at + 1;
    while from < within.end && is_between(sheet.language, sheet.low(from)) && !sheet.cap(from) {
        from += 1;
    }
    if sheet.verb_second {
        from = crate::german::subject_from(sheet, from, within.end);
    }
    let mut right = phrase_right(sheet, from, within.end);
    if sheet.verb_second {
        right = right.map(|np| crate::german::without_day(sheet, np));
    }
    if sheet.verb_second && right.as_ref().is_some_and(|np| sheet.is(Class::EmptySubject, np.start))
    {
        right = crate::german::source(sheet, within);
    }
    Clause { inverted: right.is_some(), speaker: right, cue }
}

/// The subject that ends before token `at`, auxiliaries, adverbs and an apposition skipped.
pub(crate) fn subject_left(sheet: &Sheet<'_>, at: usize, floor: usize) -> Option<Range<usize>> {
    let mut end = at;
    while end > floor && is_between(sheet.language, sheet.low(end - 1)) && !sheet.cap(end - 1) {
        end -= 1;
    }
    if end > floor && sheet.is(Class::Who, end - 1) {
        end -= 1;
    }
    if end > floor && matches!(sheet.low(end - 1), "," | "–" | "—" | ")") {
        // NAME, a doctor, said: the name stands before the earlier comma.
        let close = end - 1;
        let low = floor.max(close.saturating_sub(REACH + 6));
        let opener = if sheet.low(close) == ")" { "(" } else { sheet.low(close) };
        let comma = (low..close)
            .rev()
            .find(|&k| sheet.low(k) == opener && sheet.inside(k) == sheet.inside(close));
        // The chairman, NAME, said: the name stands between the commas.
        if let Some(comma) = comma
            && let Some(np) = phrase_left(sheet, comma, floor)
            && is_determiner(sheet.language, sheet.low(np.start))
            && (2..=4).contains(&(close - comma - 1))
            && (comma + 1..close).all(|k| sheet.cap(k))
        {
            return Some(comma + 1..close);
        }
        if let Some(comma) = comma
            && let Some(np) = phrase_left(sheet, comma, floor)
            && (sheet.cap(np.end - 1) || is_pronoun(sheet.language, sheet.low(np.start)))
        {
            return Some(np);
        }
        return phrase_left(sheet, close, floor).filter(|np| sheet.cap(np.end - 1));
    }
    phrase_left(sheet, end, floor)
}

/// The noun phrase that ends right before token `end`.
pub(crate) fn phrase_left(sheet: &Sheet<'_>, end: usize, floor: usize) -> Option<Range<usize>> {
    let last = end.checked_sub(1).filter(|l| *l >= floor)?;
    let side = sheet.inside(end) && sheet.inside(last);
    if !usable(sheet, last, side) {
        return None;
    }
    if is_pronoun(sheet.language, sheet.low(last)) {
        return Some(last..end);
    }
    if is_breaker(sheet.language, sheet.low(last)) || is_determiner(sheet.language, sheet.low(last))
    {
        return None;
    }
    let low = floor.max(end.saturating_sub(REACH));
    let mut start = last;
    while start > low {
        let k = start - 1;
        let word = sheet.low(k);
        let of = joins(sheet, k) && k > low;
        if sheet.inside(k) != side
            || !(sheet.is_word(k) || of || sheet.word(k) == "'s" || word == "." || number(sheet, k))
        {
            break;
        }
        if word == "." && !crate::words::is_title(sheet.language, sheet.low(k.saturating_sub(1))) {
            break;
        }
        if is_determiner(sheet.language, word) {
            start = k;
            break;
        }
        if (is_breaker(sheet.language, word)
            || is_pronoun(sheet.language, word)
            || is_cue(sheet.language, word) && !sheet.cap(k))
            && !is_particle(word)
        {
            break;
        }
        start = k;
    }
    while start < last
        && (joins(sheet, start)
            || sheet.low(start) == "."
            || is_between(sheet.language, sheet.low(start)) && !sheet.cap(start))
    {
        start += 1;
    }
    Some(start..end)
}

/// The noun phrase that begins at token `from`.
pub(crate) fn phrase_right(sheet: &Sheet<'_>, from: usize, ceiling: usize) -> Option<Range<usize>> {
    let top = ceiling.min(from + REACH);
    let side = from > 0 && sheet.inside(from - 1) && sheet.inside(from);
    if from >= top || !usable(sheet, from, side) || sheet.is(Class::ReportThat, from) {
        return None;
    }
    if is_pronoun(sheet.language, sheet.low(from))
        && !is_determiner(sheet.language, sheet.low(from))
    {
        return Some(from..from + 1);
    }
    if is_breaker(sheet.language, sheet.low(from)) {
        return None;
    }
    let mut end = from;
    while end < top {
        let word = sheet.low(end);
        let dot =
            word == "." && end > from && crate::words::is_title(sheet.language, sheet.low(end - 1));
        if sheet.inside(end) != side
            || !(sheet.is_word(end) || dot || word.starts_with('\'') || word.starts_with('’'))
        {
            break;
        }
        if end > from && is_breaker(sheet.language, word) && !joins(sheet, end) {
            break;
        }
        if end > from && is_between(sheet.language, word) && !sheet.cap(end) {
            break;
        }
        end += 1;
    }
    // A name ends the phrase unless a small word joins more of it.
    let caps = (from..end).any(|k| sheet.cap(k));
    if caps {
        let last = (from..end).rev().find(|&k| sheet.cap(k)).unwrap_or(from);
        end = last + 1;
    } else if !is_determiner(sheet.language, sheet.low(from))
        && !is_role(sheet.language, sheet.low(end.saturating_sub(1)))
        && end > from + 3
    {
        return None;
    }
    while end > from && joins(sheet, end - 1) {
        end -= 1;
    }
    (end > from).then_some(from..end)
}

/// Whether a token joins a noun to what it is of.
fn joins(sheet: &Sheet<'_>, k: usize) -> bool {
    sheet.is(Class::PhraseJoin, k) || sheet.low(k) == "'s"
}

/// A word on the same side of the quotation marks.
fn usable(sheet: &Sheet<'_>, i: usize, inside: bool) -> bool {
    sheet.is_word(i) && sheet.inside(i) == inside
}

fn number(sheet: &Sheet<'_>, i: usize) -> bool {
    sheet.tokens.get(i).is_some_and(|t| t.sort == Sort::Number)
}
