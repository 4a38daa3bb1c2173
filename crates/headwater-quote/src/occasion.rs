//! Where and when something was said: the medium or occasion, informants, the day.

use crate::phrase::phrase_right;
use crate::rules::Told;
use crate::sheet::{Para, Sheet};
use crate::words::{is_determiner, month, weekday};
use headwater_lang::Class;
use headwater_page::Basis;
use headwater_text::{Span, When};
use std::ops::Range;

/// What a sentence tells of the occasion of its quotation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Occasion {
    pub(crate) via: Option<Range<usize>>,
    /// An informant named by *citing*, *through*.
    pub(crate) informant: Option<Range<usize>>,
    pub(crate) said_on: Option<(When, Basis)>,
    /// The words that say it was spoken to someone, or written.
    pub(crate) spoken: Option<Range<usize>>,
    pub(crate) written: Option<Range<usize>>,
}

impl Occasion {
    /// What a tagger says counts more than what rules read.
    pub(crate) fn hear(&mut self, sheet: &Sheet<'_>, told: &Told, date: Option<When>) {
        if let Some(via) = &told.via {
            let addressed = via.clone().any(|k| sheet.is(Class::Addressee, k) && !sheet.cap(k));
            self.via = Some(bare(sheet, via.clone())).filter(|_| !addressed || via.len() > 3);
        }
        self.informant = told.informant.clone().map(|i| bare(sheet, i));
        if let (None, Some(day)) = (&self.said_on, &told.day) {
            let found = day.clone().find_map(|k| day_at(sheet, k, day.end, date));
            self.said_on = found.map(|(w, r)| (w, basis(sheet, &r)));
        }
    }
}

/// A name without its article and the marks around it; marks around a part of it stay.
fn bare(sheet: &Sheet<'_>, mut r: Range<usize>) -> Range<usize> {
    let plain = |k: usize| sheet.is_word(k) || sheet.low(k).starts_with(char::is_numeric);
    let quoting = |k: usize| crate::marks::is_mark(sheet.word(k));
    let mut opened = false;
    while r.len() > 1 && (!plain(r.start) || is_determiner(sheet.language, sheet.low(r.start))) {
        opened |= quoting(r.start);
        r.start += 1;
    }
    while r.len() > 1 {
        let last = r.end - 1;
        let stop = matches!(sheet.low(last), "," | "." | ";" | ":" | "–" | "—");
        if !(stop || quoting(last) && opened) {
            break;
        }
        opened &= !quoting(last);
        r.end = last;
    }
    r
}

/// Reads the occasion from the attribution's sentence. `content` are the reported words, which
/// do not count.
pub(crate) fn read(
    sheet: &Sheet<'_>,
    para: &Para,
    cue: usize,
    content: &[Range<usize>],
    date: Option<When>,
) -> Occasion {
    let s = sheet.sentence_range(para, cue);
    let free = |k: usize| !content.iter().any(|c| c.contains(&k)) && !sheet.inside(k);
    let mut o = Occasion::default();
    for k in s.clone().filter(|&k| free(k)) {
        if o.via.is_none() {
            via_at(sheet, k, s.end, &mut o);
        }
        if o.informant.is_none() && sheet.is(Class::Informing, k) {
            o.informant = target(sheet, k + 1, s.end);
        }
        if o.said_on.is_none() {
            o.said_on = day_at(sheet, k, s.end, date).map(|(w, r)| (w, basis(sheet, &r)));
        }
        if crate::words::is_writing(sheet.language, sheet.low(k)) && o.written.is_none() {
            o.written = Some(k..k + 1);
        }
    }
    o
}

fn basis(sheet: &Sheet<'_>, r: &Range<usize>) -> Basis {
    let span = sheet.span(r);
    Basis { kind: "prose".into(), words: span.of(sheet.text).to_owned(), span: Some(span) }
}

/// Sets the medium if token `k` begins a phrase that names it.
fn via_at(sheet: &Sheet<'_>, k: usize, end: usize, o: &mut Occasion) {
    if let Some(n) = sheet.phrase(Class::SpeechTo, k) {
        o.via = target(sheet, k + n, end).filter(|v| medium(sheet, v));
        o.spoken = o.via.as_ref().map(|v| k..v.end);
    } else if sheet.is(Class::WrittenWork, k) && sheet.is(Class::WorkFor, k + 1) {
        o.via = target(sheet, k + 2, end).filter(|v| named(sheet, v) && medium(sheet, v));
        o.written = o.via.as_ref().map(|v| k..v.end);
    } else if let Some(n) = sheet.phrase(Class::BroughtBy, k) {
        o.via = target(sheet, k + n, end).filter(|v| named(sheet, v));
    }
}

/// The noun phrase after a preposition, without its article.
fn target(sheet: &Sheet<'_>, from: usize, end: usize) -> Option<Range<usize>> {
    let mut np = phrase_right(sheet, from, end)?;
    if np.len() > 1 && is_determiner(sheet.language, sheet.low(np.start)) {
        np.start += 1;
    }
    // The public broadcaster Radio Halmark: the name is what follows the kind of medium.
    let kind = |k: &usize| {
        sheet.is(Class::MediumKind, *k) && !sheet.cap(*k) && k + 1 < np.end && sheet.cap(k + 1)
    };
    if let Some(k) = np.clone().rev().find(kind) {
        np.start = k + 1;
    }
    Some(np)
}

fn named(sheet: &Sheet<'_>, r: &Range<usize>) -> bool {
    r.clone().any(|k| sheet.cap(k))
}

fn calendar(sheet: &Sheet<'_>, r: &Range<usize>) -> bool {
    r.clone().any(|k| {
        weekday(sheet.language, sheet.low(k)).is_some()
            || month(sheet.language, sheet.low(k)).is_some()
    })
}

/// Whether whom somebody told, wrote or spoke to is a medium or its people, not a partner in talk
/// (*told Governor Lind*, *a letter to the mayor*) and not a day (*spoke on Monday*).
fn medium(sheet: &Sheet<'_>, r: &Range<usize>) -> bool {
    if sheet.is(Class::MediumPeople, r.end.saturating_sub(1)) {
        return true;
    }
    let role = r.clone().any(|k| {
        let low = sheet.low(k);
        crate::words::is_role(sheet.language, low)
            || crate::words::is_title(sheet.language, low)
            || sheet.language.has(Class::BodyOfState, low)
    });
    named(sheet, r) && !role && !calendar(sheet, r) && !goes_on(sheet, r.end)
}

/// Whether the name is not whom the words went to, but what they belong to: *a letter to Lind's
/// lawyer*, *told Orr aides*, *told the Velmar people*.
fn goes_on(sheet: &Sheet<'_>, end: usize) -> bool {
    let owns = sheet.low(end) == "'s";
    let at = end + usize::from(owns);
    let next = sheet.low(at);
    owns && sheet.is_word(at) && !sheet.cap(at)
        || sheet.language.has(Class::PeopleOf, next)
        || crate::words::is_role(sheet.language, next)
        || sheet.language.has(Class::BodyOfState, next)
}

/// A day named at token `k`, resolved against the article's date.
pub(crate) fn day_at(
    sheet: &Sheet<'_>,
    k: usize,
    end: usize,
    date: Option<When>,
) -> Option<(When, Range<usize>)> {
    let w = sheet.low(k);
    // December 22(, 2022) / 22 December (2022)
    if let Some(m) = month(sheet.language, w).filter(|_| sheet.cap(k)) {
        let day = |at: usize| {
            sheet
                .low(at)
                .trim_end_matches(|c: char| c.is_alphabetic())
                .parse::<i8>()
                .ok()
                .filter(|d| (1..=31).contains(d))
        };
        let (day, last) = match day(k + 1) {
            Some(d) => (d, k + 2),
            None => (k.checked_sub(1).and_then(day)?, k + 1),
        };
        let skip = usize::from(sheet.low(last) == ",");
        let year = sheet.low(last + skip).parse::<i16>().ok().filter(|y| (1900..2100).contains(y));
        let range = k..last;
        if let Some(y) = year {
            return Some((When::day(y, m, day)?, k..last + skip + 1));
        }
        let d = date?;
        let this = When::day(d.year, m, day)?;
        let later = d.month.is_some_and(|dm| (m, day) > (dm, d.day.unwrap_or(31)));
        return Some((if later { When::day(d.year - 1, m, day)? } else { this }, range));
    }
    if sheet.is(Class::YearLead, k) {
        let year = sheet.low(k + 1).parse::<i16>().ok().filter(|y| (1900..2100).contains(y))?;
        let when = When { year, month: None, day: None, minute: None, zone: None };
        return (k + 1 < end).then_some((when, k..k + 2));
    }
    let base = date?.date()?;
    let shift = sheet.language.find(Class::RelativeDay, w).and_then(|e| e.key.parse::<i64>().ok());
    let back = match shift {
        Some(days @ (-1 | 0)) => -days,
        _ => {
            let day = weekday(sheet.language, w).filter(|_| sheet.cap(k))?;
            if sheet.is(Class::NoDayBefore, k.wrapping_sub(1)) || sheet.low(k + 1) == "'s" {
                return None;
            }
            // A full date follows: that one counts.
            if sheet.low(k + 1) == "," && month(sheet.language, sheet.low(k + 2)).is_some() {
                return day_at(sheet, k + 2, end, date);
            }
            let today = i64::from(base.weekday().to_monday_zero_offset());
            (today - day).rem_euclid(7)
        }
    };
    let day = base.checked_sub(jiff::Span::new().days(back)).ok()?;
    Some((When::day(day.year(), day.month(), day.day())?, k..k + 1))
}

/// Sentences before that of a quotation in which its occasion may stand.
const BACK: usize = 2;

/// Tokens of a phrase that names an occasion.
const PHRASE: usize = 5;

/// The occasion that the sentence of a quotation names outside of the reported words, else one of
/// the two sentences before it in the paragraph: *at the press conference*, *on Telegram*. `taken`
/// are words that do not count, such as the speaker's.
pub(crate) fn occasion(
    sheet: &Sheet<'_>,
    para: &Para,
    at: usize,
    taken: &[Range<usize>],
) -> Option<Range<usize>> {
    let here = sheet.sentence(at);
    let free = |r: &Range<usize>| {
        !r.clone().any(|k| sheet.inside(k))
            && !taken.iter().any(|t| t.start < r.end && r.start < t.end)
    };
    let from = para.tokens.clone().find(|&k| sheet.sentence(k) + BACK >= here)?;
    let to = sheet.sentence_range(para, at).end;
    let phrase = |k: usize| {
        (1..=PHRASE).rev().map(|n| k..k + n).find(|r| {
            let same = sheet.sentence(r.end - 1) == sheet.sentence(r.start);
            let words: Vec<&str> = r.clone().map(|k| sheet.low(k)).collect();
            let known = sheet.language.has(Class::Occasion, &words.join(" "));
            r.end <= to && same && known && free(r)
        })
    };
    // The nearest one, in its own sentence first.
    let all = (from..to).filter_map(phrase);
    let best =
        all.min_by_key(|r| (here.saturating_sub(sheet.sentence(r.start)), r.start.abs_diff(at)))?;
    let small = |k: usize| {
        let low = sheet.low(k);
        crate::words::is_breaker(sheet.language, low) || is_determiner(sheet.language, low)
    };
    let start = best.clone().find(|&k| !small(k)).unwrap_or(best.start);
    Some(start..best.end)
}

/// A line such as *Source: X reporter, citing Y*: the medium for the whole article.
pub(crate) fn source_line(sheet: &Sheet<'_>, para: &Para) -> Option<Range<usize>> {
    let k = para.tokens.start;
    if !sheet.is(Class::SourceLabel, k) || sheet.low(k + 1) != ":" {
        return None;
    }
    let mut np = target(sheet, k + 2, para.tokens.end)?;
    while np.end > np.start + 1 && !sheet.cap(np.end - 1) {
        np.end -= 1;
    }
    Some(np)
}

/// *This is stated in his column published in X*: a sentence about the words around it.
pub(crate) fn about(sheet: &Sheet<'_>, s: &Range<usize>) -> Option<Occasion> {
    let first = sheet.is(Class::AboutOpening, s.start);
    let passive = (s.start..s.end.min(s.start + 6)).any(|k| sheet.is(Class::AboutVerb, k));
    if !first || !passive || s.len() > 30 {
        return None;
    }
    let mut o = Occasion::default();
    for k in s.clone() {
        via_at(sheet, k, s.end, &mut o);
        if o.via.as_ref().is_some_and(|v| named(sheet, v)) {
            return Some(o);
        }
        o = Occasion::default();
    }
    None
}

/// The place of a range of tokens.
pub(crate) fn place(sheet: &Sheet<'_>, r: &Option<Range<usize>>) -> Option<Span> {
    r.as_ref().map(|r| sheet.span(r))
}

/// The first cue of a quotation, or the token before its words.
pub(crate) fn anchor(cue: &[Range<usize>], content: &[Range<usize>], sheet: &Sheet<'_>) -> usize {
    let start = content.first().map_or(0, |c| c.start);
    cue.iter().map(|c| c.start).find(|&k| sheet.cue(k) || k != start).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    /// What is left of the words between `|` and `|` as a medium.
    fn heard(marked: &str) -> String {
        told(marked).unwrap()
    }

    fn told(marked: &str) -> Option<String> {
        let text = marked.replace('|', "");
        let mut article = Article::plain("p", &text);
        article.lang = Some(if marked.contains("sagte") { "de" } else { "en" }.to_owned());
        let sheet = Sheet::new(&article);
        let from = marked.find('|').unwrap();
        let to = marked.rfind('|').unwrap() - 1;
        let a = sheet.tokens.partition_point(|t| t.span.end <= from);
        let b = sheet.tokens.partition_point(|t| t.span.start < to);
        let mut o = Occasion::default();
        o.hear(&sheet, &Told { via: Some(a..b), ..Told::default() }, None);
        o.via.map(|via| sheet.span(&via).of(&text).to_owned())
    }

    #[test]
    fn a_told_medium_loses_its_article_and_the_marks_around_it() {
        assert_eq!(heard("Lind told |the Harbour Post|."), "Harbour Post");
        assert_eq!(heard("Lind told |“Harbour Post,”| she said."), "Harbour Post");
        assert_eq!(heard("Lind sagte |der „Hafenpost“|."), "Hafenpost");
        // Who only listened is no medium.
        assert_eq!(told("Lind told |reporters|."), None);
        // The marks stand around the name alone.
        assert_eq!(heard("Lind told |the daily “Harbour Post”| so."), "daily “Harbour Post”");
        assert_eq!(heard("Lind told |«|."), "«");
    }

    #[test]
    fn what_a_tagger_tells_counts_more_than_rules() {
        let text =
            "Lind told the Harbour Post on Monday that it is late, the Fjord Agency reported.";
        let article = Article::plain("p", text);
        let sheet = Sheet::new(&article);
        let para = &sheet.paras[0];
        let content = std::iter::once(8..11).collect::<Vec<_>>();
        let mut o = read(&sheet, para, 1, &content, None);
        assert_eq!(sheet.span(o.via.as_ref().unwrap()).of(text), "Harbour Post");
        let agency = 13..15;
        o.hear(&sheet, &Told { informant: Some(agency.clone()), ..Told::default() }, None);
        assert_eq!(sheet.span(o.via.as_ref().unwrap()).of(text), "Harbour Post");
        assert_eq!(o.informant, Some(agency));
        o.hear(&sheet, &Told { via: Some(14..15), ..Told::default() }, None);
        assert_eq!(sheet.span(o.via.as_ref().unwrap()).of(text), "Agency");
        assert_eq!(o.informant, None);
    }
}
