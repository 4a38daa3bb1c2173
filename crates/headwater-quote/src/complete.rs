//! What a trained tagger left open, closed by rules: speakers of words in marks, transcripts,
//! block quotations after a colon, quotations that run over paragraphs.

use crate::phrase::clause;
use crate::rules::{By, Found, attribution};
use crate::sheet::{Para, Sheet, Sort};
use crate::voices::speaks;
use headwater_lang::Class;
use std::ops::Range;

/// Completes the quotations of paragraph `n`; `before` is the last one found above it. Words
/// are read for attributions only if `ruled`: else the tagger knows them better.
pub(crate) fn complete(
    sheet: &Sheet<'_>,
    n: usize,
    para: &Para,
    found: &mut Vec<Found>,
    before: Option<&Found>,
    ruled: bool,
) {
    if let Some(line) = transcript(sheet, para) {
        found.clear();
        found.push(line);
        return;
    }
    if ruled {
        found.iter_mut().for_each(|f| past_occasion(sheet, para, f));
    }
    for k in 0..para.marked.len() {
        let Some(m) = para.marked.get(k) else { break };
        if sheet.words(m.first..m.end) < 4 {
            continue;
        }
        let floor =
            k.checked_sub(1).and_then(|b| para.marked.get(b)).map_or(para.tokens.start, |b| b.end);
        let top = para.marked.get(k + 1).map_or(para.tokens.end, |a| a.first);
        let holds = |f: &Found| f.content.iter().any(|c| c.start < m.end && m.first < c.end);
        let at = found.iter().position(holds);
        if at.and_then(|i| found.get(i)).is_some_and(|f| !f.speaker.is_empty()) {
            continue;
        }
        let ruled = ruled
            .then(|| attribution(sheet, floor..m.first, m.end..top, true))
            .flatten()
            .filter(|c| c.speaker.is_some());
        let ahead = || (m.first == para.tokens.start).then(|| lead(sheet, n)).flatten();
        let goes_on = || before.filter(|_| m.continues)?.speaker.first().cloned();
        let (speaker, cue) = match ruled.or_else(ahead) {
            Some(c) => (c.speaker, Some(c.cue)),
            None => (goes_on(), None),
        };
        let implicit = cue.is_none();
        let Some(speaker) = speaker else { continue };
        match at.and_then(|i| found.get_mut(i)) {
            Some(f) => {
                f.speaker = std::iter::once(speaker).collect();
                f.implicit |= implicit;
                if f.cue.is_empty() {
                    f.cue.extend(cue);
                }
            }
            None => found.push(Found {
                content: std::iter::once(m.first..m.end).collect(),
                speaker: std::iter::once(speaker).collect(),
                cue: cue.into_iter().collect(),
                implicit,
                confidence: 0.6,
                by: By::Completion,
                told: None,
            }),
        }
    }
    found.sort_by_key(Found::start);
}

/// *Talking to the Post, Mara Lind said …*: the first verb names the occasion, the one before the
/// words attributes them.
fn past_occasion(sheet: &Sheet<'_>, para: &Para, f: &mut Found) {
    let [cue] = f.cue.as_slice() else { return };
    let occasion = cue.len() == 1 && sheet.is(Class::OccasionVerb, cue.start);
    if !occasion || f.start() <= cue.end {
        return;
    }
    let Some(verb) = (cue.end..f.start()).rev().find(|&k| sheet.cue(k) && !sheet.inside(k)) else {
        return;
    };
    let c = clause(sheet, verb, &sheet.sentence_range(para, verb));
    if let Some(speaker) = c.speaker {
        f.speaker = std::iter::once(speaker).collect();
        f.cue = std::iter::once(c.cue).collect();
    }
}

/// *She said:* at the end of the paragraph before.
fn lead(sheet: &Sheet<'_>, n: usize) -> Option<crate::phrase::Clause> {
    let para = sheet.paras.get(n.checked_sub(1)?)?;
    let last = para.tokens.end.checked_sub(1)?;
    if sheet.low(last) != ":" {
        return None;
    }
    let s = sheet.sentence_range(para, last);
    let cue = s.clone().rev().take(20).find(|&k| sheet.cue(k) && !sheet.inside(k))?;
    Some(clause(sheet, cue, &s)).filter(|c| c.speaker.is_some())
}

/// A line of a transcript: a name in capitals that has a turn more than once or speaks in the
/// running text, a colon, what was said as a sentence.
fn transcript(sheet: &Sheet<'_>, para: &Para) -> Option<Found> {
    let (name, colon) = turn(sheet, para)?;
    let content = colon + 1..closing(sheet, para, colon + 1);
    let sentence = matches!(
        sheet.low(para.tokens.end.saturating_sub(1)),
        "." | "!" | "?" | "…" | "\"" | "”" | "“" | "»" | "-" | "–" | "—" | ")" | "]"
    );
    let fits = sentence
        && sheet.words(content.clone()) >= 3
        && (speaks(sheet, &name) || sheet.turns().contains(sheet.span(&name).of(sheet.text)));
    fits.then(|| Found {
        content: std::iter::once(content).collect(),
        speaker: std::iter::once(name).collect(),
        cue: std::iter::once(colon..colon + 1).collect(),
        implicit: false,
        confidence: 0.8,
        by: By::Completion,
        told: None,
    })
}

/// The name in capitals and the colon that open a paragraph.
pub(crate) fn turn(sheet: &Sheet<'_>, para: &Para) -> Option<(Range<usize>, usize)> {
    let start = para.tokens.start
        + usize::from(
            para.marked.first().is_some_and(|m| m.first == para.tokens.start && m.opened),
        );
    let colon = (start..para.tokens.end.min(start + 5)).find(|&k| sheet.low(k) == ":")?;
    let loud = |k: usize| {
        let w = sheet.word(k);
        sheet.is_word(k) && w.chars().count() > 1 && !w.chars().any(char::is_lowercase) || w == "."
    };
    let name = start..colon;
    let letters: usize = name.clone().map(|k| sheet.word(k).chars().count()).sum();
    (letters >= 4 && name.clone().all(loud)).then_some((name, colon))
}

/// The end of a paragraph without a stray closing mark.
fn closing(sheet: &Sheet<'_>, para: &Para, from: usize) -> usize {
    let all: Range<usize> = from..para.tokens.end;
    let last = all.end.saturating_sub(1);
    let stray = sheet.tokens.get(last).is_some_and(|t| t.sort == Sort::Mark)
        && crate::marks::is_mark(sheet.word(last));
    if stray && last > from { last } else { all.end }
}
