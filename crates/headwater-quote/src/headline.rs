//! Headlines that attribute: *X: …*, *… – X*, *X says …*, *X urges Y to …*.

use crate::phrase::phrase_left;
use crate::quotation::Zone;
use crate::rules::{By, Found};
use crate::sheet::{Para, Sheet};
use crate::voices::{speaks, tells};
use crate::words::is_role;
use headwater_lang::{Class, Language};
use std::ops::Range;

/// What a line says that looks like a headline: short, no full stop inside, in the title or
/// the frame or alone on its line.
pub(crate) fn find(sheet: &Sheet<'_>, para: &Para) -> Option<Found> {
    let r = para.tokens.clone();
    let words = sheet.words(r.clone());
    let full =
        sheet.tokens.get(r.clone())?.first()?.sentence != sheet.sentence(r.end.saturating_sub(1));
    let stop = sheet.low(r.end.saturating_sub(1)) == ".";
    if !(4..=30).contains(&words) || full || stop && para.zone != Zone::Frame {
        return None;
    }
    let r = tagged(sheet, r);
    colon(sheet, &r).or_else(|| dash(sheet, &r)).or_else(|| says(sheet, &r))
}

/// Cuts a tag such as *– video* off the end.
fn tagged(sheet: &Sheet<'_>, mut r: Range<usize>) -> Range<usize> {
    let dash = (r.start..r.end).rev().take(6).find(|&k| is_dash(sheet, k));
    if let Some(d) = dash
        && (d + 1..r.end).all(|k| {
            sheet.low(k) == "," || Language::unknown().has(Class::HeadlineTag, sheet.low(k))
        })
    {
        r.end = d;
    }
    r
}

fn is_dash(sheet: &Sheet<'_>, k: usize) -> bool {
    matches!(sheet.low(k), "–" | "—" | "-" | "―")
}

/// *X: …*
fn colon(sheet: &Sheet<'_>, r: &Range<usize>) -> Option<Found> {
    let colon = (r.start..r.end.min(r.start + 9)).find(|&k| sheet.low(k) == ":")?;
    let name = named(sheet, r.start..colon).filter(|n| speaks(sheet, n))?;
    let content = colon + 1..r.end;
    made(sheet, content, name, colon..colon + 1)
}

/// *… – X*
fn dash(sheet: &Sheet<'_>, r: &Range<usize>) -> Option<Found> {
    let dash = (r.start..r.end).rev().take(8).find(|&k| is_dash(sheet, k))?;
    let content = r.start..dash;
    let name = named(sheet, dash + 1..r.end).filter(|n| {
        speaks(sheet, n) || n.len() <= 2 && plain(sheet, n) && tells(sheet, &content)
    })?;
    made(sheet, content, name, dash..dash + 1)
}

/// *X says …* and *…, X says*
fn says(sheet: &Sheet<'_>, r: &Range<usize>) -> Option<Found> {
    let last = r.end.checked_sub(1)?;
    if sheet.cue(last) && last > r.start + 3 {
        let np = phrase_left(sheet, last, r.start)?;
        let comma = np.start.checked_sub(1)?;
        if sheet.low(comma) == "," {
            return made(sheet, r.start..comma, np, last..last + 1);
        }
    }
    None
}

/// A range that names a person or body and nothing else: capitals, or an office.
fn named(sheet: &Sheet<'_>, r: Range<usize>) -> Option<Range<usize>> {
    let words = sheet.words(r.clone());
    if !(1..=6).contains(&words) || r.len() > 8 {
        return None;
    }
    let small = |k: usize| sheet.is_word(k) && !sheet.cap(k);
    let mut all = r.clone();
    let fits = all.all(|k| {
        !small(k)
            || is_role(sheet.language, sheet.low(k))
            || Language::unknown().has(Class::NameSmall, sheet.low(k))
    });
    let marks = r
        .clone()
        .any(|k| matches!(sheet.low(k), "|" | "•" | "/" | "\"" | "“" | "?" | "!" | "©" | ":"));
    let first = sheet.cap(r.start);
    (fits && !marks && first).then_some(r)
}

/// Words alone, no number and no mark.
fn plain(sheet: &Sheet<'_>, r: &Range<usize>) -> bool {
    r.clone().all(|k| sheet.is_word(k))
}

fn made(
    sheet: &Sheet<'_>,
    content: Range<usize>,
    name: Range<usize>,
    cue: Range<usize>,
) -> Option<Found> {
    (sheet.words(content.clone()) >= 3).then(|| Found {
        content: vec![content],
        speaker: vec![name],
        cue: vec![cue],
        implicit: false,
        confidence: 0.6,
        by: By::Headline,
        told: None,
    })
}
