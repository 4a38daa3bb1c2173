//! Finds what a sentence reports without quotation marks, by cue words and word order; also reports
//! inside the words of another quotation.

use crate::marks::is_mark;
use crate::phrase::{clause, phrase_right};
use crate::rules::{By, Found};
use crate::sheet::Sheet;
use crate::words::{ends, is_pronoun};
use headwater_lang::Class;
use std::ops::Range;

/// Reports inside the words of another quotation: *she said that X had promised that …*.
pub(crate) fn nested(sheet: &Sheet<'_>, outer: &Found) -> Vec<Found> {
    let mut out = Vec::new();
    for c in outer.content.iter().filter(|c| c.len() >= 9) {
        let mut at = c.start;
        while at < c.end {
            let n = sheet.sentence(at);
            let tokens = sheet.tokens.get(at..c.end).unwrap_or(&[]);
            let s = at..at + tokens.partition_point(|t| t.sentence <= n).max(1);
            at = s.end;
            out.extend(nested_in(sheet, &s).filter(|f| f.start() > c.start || f.end() + 2 < c.end));
        }
    }
    out
}

fn nested_in(sheet: &Sheet<'_>, s: &Range<usize>) -> Option<Found> {
    let end = body_end(sheet, s);
    for k in s.start + 1..end {
        let takes = sheet.is(Class::ReportThat, k + 1)
            || complement(sheet, k, end) == Some(k + 1) && sheet.is_word(k + 2);
        if !crate::words::is_cue(sheet.language, sheet.low(k)) || !takes {
            continue;
        }
        let Some(np) = crate::phrase::subject_left(sheet, k, s.start) else { continue };
        let named = sheet.cap(np.end - 1) && !is_pronoun(sheet.language, sheet.low(np.start));
        let mut stop = (k + 2..end)
            .find(|&j| sheet.low(j) == "," && sheet.is(Class::FurtherClause, j + 1))
            .unwrap_or(end);
        while stop > k && is_mark(sheet.word(stop - 1)) || sheet.low(stop - 1) == "," {
            stop -= 1;
        }
        if named && sheet.words(k + 1..stop) >= 4 {
            return Some(Found {
                content: std::iter::once(k + 1..stop).collect(),
                speaker: vec![np],
                cue: std::iter::once(k..k + 1).collect(),
                implicit: false,
                confidence: 0.4,
                by: By::Rule,
                told: None,
            });
        }
    }
    None
}

/// The first report that a sentence holds.
pub(crate) fn reported(sheet: &Sheet<'_>, s: &Range<usize>) -> Option<Found> {
    let end = body_end(sheet, s);
    let make = |content: Range<usize>, speaker: Option<Range<usize>>, cue: Range<usize>| {
        let content = trim(sheet, content);
        (sheet.words(content.clone()) >= 3).then(|| Found {
            content: vec![content],
            speaker: speaker.into_iter().collect(),
            cue: vec![cue],
            implicit: false,
            confidence: 0.5,
            by: By::Rule,
            told: None,
        })
    };
    if let Some((content, np, cue)) = tail(sheet, s, end) {
        return make(content, Some(np), cue);
    }
    for k in s.clone() {
        if sheet.inside(k) {
            continue;
        }
        // According to X, … / …, according to X.
        if let Some(n) = sheet.phrase(Class::According, k) {
            let np = phrase_right(sheet, k + n, end)?;
            let content = if k > s.start + 2 { s.start..k } else { np.end..end };
            return make(content, Some(np), k..k + n);
        }
        // in his opinion, …
        if crate::words::is_breaker(sheet.language, sheet.low(k))
            && is_pronoun(sheet.language, sheet.low(k + 1))
            && sheet.is(Class::Opinion, k + 2)
            && sheet.low(k + 3) == ","
        {
            return make(k + 4..end, Some(k + 1..k + 2), k + 2..k + 3);
        }
        if !sheet.cue(k) || sheet.cap(k) && k > s.start && sheet.cap(k.saturating_sub(1)) {
            continue;
        }
        let c = clause(sheet, k, s);
        let Some(np) = c.speaker.clone() else { continue };
        if c.inverted {
            continue;
        }
        if let Some(start) = complement(sheet, k, end) {
            return make(start..end, Some(np), c.cue);
        }
    }
    None
}

/// Words, the speaker and the cue.
type Tail = (Range<usize>, Range<usize>, Range<usize>);

/// *…, X said.*, *…, said X.*, *…, sources close to X told Y.*
fn tail(sheet: &Sheet<'_>, s: &Range<usize>, end: usize) -> Option<Tail> {
    for k in (s.start + 4..end).rev().take(24).filter(|&k| !sheet.inside(k) && sheet.cue(k)) {
        let wide = informants(sheet, k, s.start);
        let c = clause(sheet, k, s);
        let (np, inverted) = match wide {
            Some(np) => (np, false),
            None => match c.speaker {
                Some(np) => (np, c.inverted),
                None => continue,
            },
        };
        let participle = ends(sheet.language, Class::ParticipleEnd, sheet.low(np.start));
        if participle && !sheet.cap(np.start) {
            continue;
        }
        let lead = if inverted { k } else { np.start };
        let rest = if inverted { np.end } else { k + 1 };
        let next = sheet.low(rest);
        let told = sheet.is(Class::Telling, k);
        // An object or clause after the cue: the words before the comma only lead in.
        let object = rest < end
            && !told
            && (sheet.is(Class::ReportThat, rest)
                || next == ":"
                || crate::words::is_determiner(sheet.language, next)
                || is_pronoun(sheet.language, next)
                || sheet.cap(rest));
        let comma = lead.saturating_sub(1);
        if lead > s.start + 4
            && sheet.low(comma) == ","
            && !object
            && end.saturating_sub(rest) <= 14
        {
            return Some((s.start..comma, np, k..k + 1));
        }
    }
    None
}

/// Unnamed informants with what describes them: *three sources close to the company*.
fn informants(sheet: &Sheet<'_>, cue: usize, floor: usize) -> Option<Range<usize>> {
    let low = floor.max(cue.saturating_sub(12));
    let comma = (low..cue).rev().find(|&k| sheet.low(k) == "," && !sheet.inside(k))?;
    let who = (comma + 1..cue.min(comma + 5)).find(|&k| sheet.is(Class::Informant, k))?;
    sheet.is(Class::InformantJoin, who + 1).then_some(comma + 1..cue)
}

/// Where the words reported by the cue at `k` begin, if it takes a clause here.
fn complement(sheet: &Sheet<'_>, k: usize, end: usize) -> Option<usize> {
    if sheet.is(Class::ReportThat, k + 1) {
        return Some(k + 1);
    }
    // told X that, said on Friday that: the conjunction may stand some words off.
    if let Some(that) =
        (k + 2..end.min(k + 12)).find(|&j| sheet.is(Class::ReportThat, j) && !sheet.inside(j))
        && (k + 1..that).all(|j| !matches!(sheet.low(j), "," | ";" | ":"))
    {
        return Some(that);
    }
    // urged X to do
    let to = |j| sheet.is(Class::Infinitive, j);
    if sheet.is(Class::Asking, k) && (k + 2..end.min(k + 10)).any(to) && sheet.is_word(k + 1) {
        return Some(k + 1);
    }
    let subject = sheet.low(k + 1);
    let opens = is_pronoun(sheet.language, subject)
        || crate::words::is_determiner(sheet.language, subject)
        || sheet.cap(k + 1)
        || is_mark(sheet.word(k + 1))
        || sheet.is(Class::ClauseOpening, k + 1);
    (opens && sheet.is(Class::PlainCue, k) && end > k + 4).then_some(k + 1)
}

/// The end of a sentence without its full stop.
fn body_end(sheet: &Sheet<'_>, s: &Range<usize>) -> usize {
    let mut end = s.end;
    while end > s.start && matches!(sheet.low(end - 1), "." | "!" | "?" | "…") {
        end -= 1;
    }
    end
}

fn trim(sheet: &Sheet<'_>, mut r: Range<usize>) -> Range<usize> {
    while r.start < r.end && matches!(sheet.low(r.start), "," | ":" | ";" | "–" | "—" | "―") {
        r.start += 1;
    }
    while r.start < r.end && matches!(sheet.low(r.end - 1), "," | ":" | ";" | "–" | "—" | "―")
    {
        r.end -= 1;
    }
    r
}
