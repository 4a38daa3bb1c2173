//! Attributes quotations by rules, from quotation marks, cue words and word order. The tagger for
//! languages without a trained one, and for headlines and nested quotations in all.

use crate::marks::Marked;
use crate::phrase::{Clause, clause, phrase_left, phrase_right};
use crate::quotation::{Stance, Zone};
use crate::reports::reported;
use crate::sheet::{Para, Sheet};
use crate::words::{is_cue, is_determiner, is_pronoun};
use headwater_lang::{Class, Language};
use std::ops::Range;

/// A quotation before its speaker is a person: ranges of tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) speaker: Vec<Range<usize>>,
    pub(crate) cue: Vec<Range<usize>>,
    /// The speaker is that of an earlier quotation, named there.
    pub(crate) implicit: bool,
    pub(crate) confidence: f64,
    pub(crate) by: By,
    /// What a tagger says of the circumstances; none where it does not know them.
    pub(crate) told: Option<Told>,
}

/// What found a quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum By {
    /// A trained tagger.
    #[default]
    Tagger,
    /// Marks, cue words and word order.
    Rule,
    /// The form of a headline: a speaker, a colon, words.
    Headline,
    /// Marks that a tagger left alone, with a speaker whom the paragraph before or after names.
    Completion,
}

/// The circumstances of a quotation as a tagger reads them: ranges of tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Told {
    pub(crate) via: Option<Range<usize>>,
    pub(crate) informant: Option<Range<usize>>,
    pub(crate) day: Option<Range<usize>>,
    /// Whether the speaker's phrase was guessed: nothing there reads as one.
    pub(crate) guessed: bool,
    /// The token with which the speaker's fullest name begins.
    pub(crate) name: Option<usize>,
    pub(crate) stance: Stance,
}

impl Found {
    pub(crate) fn start(&self) -> usize {
        self.content.first().map_or(0, |c| c.start)
    }

    pub(crate) fn end(&self) -> usize {
        self.content.last().map_or(0, |c| c.end)
    }
}

/// All quotations that the rules find, paragraph by paragraph.
pub(crate) fn find(sheet: &Sheet<'_>) -> Vec<Found> {
    let mut out = Vec::new();
    let mut last: Option<Range<usize>> = None;
    for (n, para) in sheet.paras.iter().enumerate() {
        let from = out.len();
        direct(sheet, n, para, &mut last, &mut out);
        indirect(sheet, para, from, &mut last, &mut out);
        if out.len() == from {
            out.extend(crate::headline::find(sheet, para));
        }
    }
    out.sort_by_key(|f: &Found| (f.start(), f.end()));
    out
}

/// Quotations in marks.
fn direct(
    sheet: &Sheet<'_>,
    n: usize,
    para: &Para,
    last: &mut Option<Range<usize>>,
    out: &mut Vec<Found>,
) {
    let here = out.len();
    for (k, m) in para.marked.iter().enumerate() {
        let before =
            k.checked_sub(1).and_then(|b| para.marked.get(b)).map_or(para.tokens.start, |b| b.end);
        let after = para.marked.get(k + 1).map_or(para.tokens.end, |a| a.first);
        let words = sheet.words(m.first..m.end);
        let found = attribution(sheet, before..m.first, m.end..after, words >= 4)
            .filter(|c| c.speaker.is_some())
            .or_else(|| crate::german::bare_verb(sheet, m.end, after));
        if !is_speech(sheet, para, m, found.is_some()) {
            continue;
        }
        let content = m.first..m.end;
        if let Some(c) = found {
            *last = c.speaker.clone();
            out.push(Found {
                content: std::iter::once(content).collect(),
                speaker: c.speaker.into_iter().collect(),
                cue: std::iter::once(c.cue).collect(),
                implicit: false,
                confidence: 0.8,
                by: By::Rule,
                told: None,
            });
            continue;
        }
        // Another part of the sentence that the quotation before it belongs to.
        if out.len() > here
            && let Some(prev) = out.last_mut()
            && sheet.sentence(prev.end().saturating_sub(1)) == sheet.sentence(m.first)
            && gap_is_attribution(sheet, prev.end(), m.first)
        {
            prev.content.push(content);
            continue;
        }
        out.push(unattributed(sheet, n, para, m, (out.len() > here, last)));
    }
}

/// A quotation that no verb of saying goes with: the speaker is whom the sentence begins with, or
/// whoever spoke `last`, if it goes on from there or another one of the paragraph stands before it.
fn unattributed(
    sheet: &Sheet<'_>,
    n: usize,
    para: &Para,
    m: &Marked,
    (another, last): (bool, &mut Option<Range<usize>>),
) -> Found {
    let led = n
        .checked_sub(1)
        .and_then(|b| sheet.paras.get(b))
        .is_some_and(|b| sheet.low(b.tokens.end.saturating_sub(1)) == ":");
    let whole = m.first == para.tokens.start && (m.end + 1 >= para.tokens.end || !m.closed);
    let implicit = whole || m.continues || led || another;
    let s = sheet.sentence_range(para, m.first);
    let goes_on = crate::german::goes_on(sheet, &s) && last.is_some();
    let implicit = implicit || goes_on;
    let leads = (m.first > s.start && !goes_on)
        .then(|| first_phrase(sheet, &s, m.first))
        .flatten()
        .filter(|np| !crate::german::fronted(sheet, np, s.start));
    let carried = last.clone().filter(|_| implicit && para.zone != Zone::Title);
    let implicit = leads.is_none();
    let speaker: Vec<Range<usize>> = leads.or(carried).into_iter().collect();
    *last = speaker.first().cloned().or(last.take());
    Found {
        content: std::iter::once(m.first..m.end).collect(),
        speaker,
        cue: Vec::new(),
        implicit,
        confidence: 0.5,
        by: By::Rule,
        told: None,
    }
}

/// Whether words in marks are said by somebody, and no title, nickname or distancing.
fn is_speech(sheet: &Sheet<'_>, para: &Para, m: &Marked, attributed: bool) -> bool {
    let words = sheet.words(m.first..m.end);
    let first = m.first + usize::from(m.opened);
    let small = sheet.is_word(first) && !sheet.cap(first);
    let stop = ends_like_speech(sheet, m.first, m.end);
    let colon = sheet.low(m.first.wrapping_sub(1)) == ":";
    let s = sheet.sentence_range(para, m.first);
    let reported = attributed
        || s.clone().any(|k| !sheet.inside(k) && (sheet.cue(k) || according(sheet, k).is_some()));
    let opens = m.first == s.start;
    // … called it “…”, spoke of a “…”
    let before = (1..3).map(|b| sheet.low(m.first.wrapping_sub(b)));
    let called = reported && before.clone().any(|w| sheet.language.has(Class::Called, w));
    if before.clone().any(|w| sheet.language.has(Class::Work, w)) {
        return colon;
    }
    let subjunctive = crate::german::goes_on(sheet, &s);
    match words {
        0 => false,
        1 => small && (called || subjunctive) || stop && attributed && colon,
        2..=5 if small => reported || subjunctive || words >= 3,
        2..=5 => {
            attributed && (stop || colon)
                || (called || subjunctive) && !all_caps(sheet, first, m.end)
        }
        6..=8 => small || reported || colon || stop || opens,
        _ => true,
    }
}

/// Whether every word in the range is capitalised, as in names.
fn all_caps(sheet: &Sheet<'_>, first: usize, end: usize) -> bool {
    (first..end).filter(|&k| sheet.is_word(k)).all(|k| sheet.cap(k))
}

/// The first noun phrase of a sentence: who leads in to words after a colon or in a clause.
fn first_phrase(sheet: &Sheet<'_>, s: &Range<usize>, before: usize) -> Option<Range<usize>> {
    if is_pronoun(sheet.language, sheet.low(s.start))
        && !crate::words::is_determiner(sheet.language, sheet.low(s.start))
    {
        return Some(s.start..s.start + 1);
    }
    let mut end = s.start;
    let mut named = false;
    while end < before.min(s.start + 10) && sheet.is_word(end) && !sheet.inside(end) {
        let low = sheet.low(end);
        let cap = sheet.cap(end) && end > s.start;
        if is_cue(sheet.language, low) && !cap || named && !cap && !crate::words::is_particle(low) {
            break;
        }
        named |= cap
            || end == s.start
                && !crate::words::is_determiner(sheet.language, low)
                && !crate::words::is_breaker(sheet.language, low);
        end += 1;
    }
    let starts = sheet.low(s.start);
    (named
        && end > s.start
        && !crate::words::is_breaker(sheet.language, starts)
        && sheet.cap(end - 1))
    .then_some(s.start..end)
}

/// Whether the words end with the punctuation of speech before the closing mark.
fn ends_like_speech(sheet: &Sheet<'_>, first: usize, end: usize) -> bool {
    let inner = end.saturating_sub(2).max(first);
    let after = sheet.low(end);
    matches!(sheet.low(inner), "," | "." | "!" | "?" | "…")
        || after == ","
        || matches!(after, "–" | "—" | "―")
}

fn gap_is_attribution(sheet: &Sheet<'_>, from: usize, to: usize) -> bool {
    to > from && to - from < 25 && (from..to).any(|k| sheet.cue(k))
}

/// The attribution of words in marks, from what stands before and after them.
pub(crate) fn attribution(
    sheet: &Sheet<'_>,
    before: Range<usize>,
    after: Range<usize>,
    long: bool,
) -> Option<Clause> {
    let next = sheet.sentence(after.start);
    let tail = clip(sheet, &after, next);
    // “…,” said X. / “…,” X said.
    let mut from = tail.start;
    while matches!(sheet.low(from), "," | "–" | "—" | "-" | "―") && from < tail.end {
        from += 1;
    }
    let tail_cue = (from..tail.end.min(from + 16)).find(|&k| sheet.cue(k) && !sheet.inside(k));
    let head_floor = sheet.sentence(before.end.saturating_sub(1));
    let head = lower_clip(sheet, &before, head_floor);
    let head_cue =
        (head.start..head.end).rev().take(16).find(|&k| sheet.cue(k) && !sheet.inside(k));
    if let Some(found) = by_preposition(sheet, from..tail.end, &head) {
        return Some(found);
    }
    let near_tail = tail_cue.map(|k| k - from);
    let leads = matches!(sheet.low(head.end.saturating_sub(1)), ":" | ",")
        || head_cue.is_some_and(|k| k + 2 >= head.end);
    if let Some(k) = head_cue
        && (leads || near_tail.is_none())
    {
        return Some(clause(sheet, k, &head));
    }
    if let Some(k) = tail_cue {
        let c = clause(sheet, k, &(from..tail.end));
        if c.speaker.is_some() {
            return Some(c);
        }
    }
    by_colon(sheet, &head).or_else(|| by_dash(sheet, &after).filter(|_| long))
}

/// *…, so X*, *selon X*, *laut X …*, *X zufolge*: a preposition near the words, after or before.
fn by_preposition(sheet: &Sheet<'_>, tail: Range<usize>, head: &Range<usize>) -> Option<Clause> {
    let close = || head.clone().rev().take(14);
    let preposed = (tail.start..tail.end.min(tail.start + 2)).chain(close());
    for k in preposed.filter(|&k| !sheet.inside(k)) {
        let name = according(sheet, k).and_then(|at| phrase_right(sheet, at, sheet.tokens.len()));
        if name.is_some() {
            return Some(Clause { speaker: name, cue: k..k + 1, inverted: true });
        }
    }
    close().filter(|&k| !sheet.inside(k)).find_map(|k| {
        let name = crate::german::zufolge(sheet, k, head.start)?;
        Some(Clause { speaker: Some(name), cue: k..k + 1, inverted: false })
    })
}

/// *X: “…”*
fn by_colon(sheet: &Sheet<'_>, head: &Range<usize>) -> Option<Clause> {
    let colon = head.end.checked_sub(1).filter(|c| *c >= head.start && sheet.low(*c) == ":")?;
    let name = phrase_left(sheet, colon, head.start)?;
    let fits = name.start == head.start
        && name.len() <= 8
        && sheet.cap(name.start)
        && !label(sheet, &name);
    fits.then(|| Clause { speaker: Some(name), cue: colon..colon + 1, inverted: false })
}

/// *“…” – X*
fn by_dash(sheet: &Sheet<'_>, after: &Range<usize>) -> Option<Clause> {
    if !matches!(sheet.low(after.start), "–" | "—" | "-" | "―") {
        return None;
    }
    let from = after.start + 1;
    let name = phrase_right(sheet, from, after.end)?;
    let fits = name.end + 1 >= after.end && sheet.cap(name.start);
    fits.then_some(Clause { speaker: Some(name), cue: after.start..from, inverted: true })
}

/// Where the name begins after a word for *according to*.
fn according(sheet: &Sheet<'_>, k: usize) -> Option<usize> {
    if sheet.is(Class::AccordingMark, k) {
        let marked = k > 0 && matches!(sheet.low(k - 1), "," | "“" | "”" | "\"" | "«" | "»");
        let article = is_determiner(sheet.language, sheet.low(k + 1));
        return (marked && sheet.cap(k + 1) || article).then_some(k + 1);
    }
    let led = sheet.phrase(Class::According, k).map(|n| k + n);
    led.or_else(|| crate::german::opinion(sheet, k))
}

/// *Quote:*, *Background:* and the like label what follows and speak for nobody.
fn label(sheet: &Sheet<'_>, np: &Range<usize>) -> bool {
    np.len() == 1 && Language::unknown().has(Class::Label, sheet.low(np.start))
}

/// The part of `r` from its start that lies in sentence `n`.
fn clip(sheet: &Sheet<'_>, r: &Range<usize>, n: usize) -> Range<usize> {
    let tokens = sheet.tokens.get(r.clone()).unwrap_or(&[]);
    r.start..r.start + tokens.partition_point(|t| t.sentence <= n)
}

/// The part of `r` up to its end that lies in sentence `n`.
fn lower_clip(sheet: &Sheet<'_>, r: &Range<usize>, n: usize) -> Range<usize> {
    let tokens = sheet.tokens.get(r.clone()).unwrap_or(&[]);
    r.start + tokens.partition_point(|t| t.sentence < n)..r.end
}

/// Reported speech without marks, or with some.
fn indirect(
    sheet: &Sheet<'_>,
    para: &Para,
    from: usize,
    last: &mut Option<Range<usize>>,
    out: &mut Vec<Found>,
) {
    let mut at = para.tokens.start;
    while at < para.tokens.end {
        let sentence = sheet.sentence_range(para, at);
        at = sentence.end.max(at + 1);
        let taken = |r: &Range<usize>| {
            out.get(from..).unwrap_or(&[]).iter().any(|f| {
                f.content
                    .iter()
                    .any(|c| c.start < r.end && r.start < c.end && c.len() * 2 > r.len())
            })
        };
        // Words in marks before the comma are a quotation of their own.
        let marked =
            |c: &Range<usize>| sheet.inside(c.end.saturating_sub(1)) && !sheet.inside(c.start);
        if let Some(f) = reported(sheet, &sentence)
            && f.content.iter().all(|c| !taken(c) && !marked(c))
        {
            let range = f.content.first().cloned().unwrap_or(0..0);
            // What rules took for direct parts of it belongs to it.
            let keep: Vec<Found> = out.split_off(from.min(out.len()));
            out.extend(
                keep.into_iter().filter(|o| !(range.start <= o.start() && o.end() <= range.end)),
            );
            *last = f.speaker.first().cloned().or(last.take());
            out.push(f);
        }
    }
}
