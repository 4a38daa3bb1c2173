//! Candidates in, the date of publication out, or none.

use super::candidates::{Candidate, Origin};
use crate::article::Basis;
use crate::body::Body;
use crate::title::Title;
use crate::view::View;
use headwater_text::{Remark, When};

/// What was decided.
#[derive(Debug, Default)]
pub(crate) struct Dating {
    pub(crate) date: Option<When>,
    pub(crate) basis: Option<Basis>,
    pub(crate) modified: Option<When>,
    pub(crate) remarks: Vec<Remark>,
}

/// Chooses among `candidates`; nothing later than `fetched`.
pub(crate) fn choose(
    view: &View,
    body: &Body,
    title: &Title,
    candidates: &[Candidate],
    fetched: Option<When>,
) -> Dating {
    let mut out = Dating::default();
    // A day more, since zones differ.
    let limit = fetched.map_or(i64::MAX, |f| f.interval().1.saturating_add(14 * 60));
    let late = |c: &Candidate| c.when.interval().0 > limit;
    let mut best: Option<(f64, &Candidate)> = None;
    let mut dropped: Option<&Candidate> = None;
    for c in candidates {
        let score = weight(view, body, title, c);
        if score <= 0.0 {
            continue;
        }
        if late(c) {
            dropped = dropped.or(Some(c));
            continue;
        }
        if best.is_none_or(|b| score > b.0) {
            best = Some((score, c));
        }
    }
    let best = best.or_else(|| lone(view, candidates).filter(|c| !late(c)).map(|c| (0.0, c)));
    if let Some((_, c)) = best {
        let local = local_day(view, body, title, c, candidates);
        let c = local.unwrap_or(c);
        out.date = Some(refine(c, candidates));
        out.basis = Some(basis(c));
    }
    if let Some(c) = dropped {
        let places = c.span.into_iter().collect();
        let text = format!("the page gives a date later than its fetch: `{}`", c.when.iso());
        out.remarks.push(Remark::new("date-after-fetch", text, places));
    }
    let modified = [Origin::LinkedModified, Origin::MetaModified];
    out.modified = candidates
        .iter()
        .filter(|c| modified.contains(&c.origin) || c.updated && c.block.is_some())
        .map(|c| c.when)
        .find(|w| {
            w.interval().0 <= limit && out.date.is_none_or(|d| w.interval().1 >= d.interval().0)
        });
    out
}

/// The only day that the page's short lines name, wherever they stand; none where they name
/// several.
fn lone<'c>(view: &View, all: &'c [Candidate]) -> Option<&'c Candidate> {
    if view.flat {
        return None;
    }
    let fits = |c: &&Candidate| {
        matches!(c.origin, Origin::Visible | Origin::Time)
            && !c.updated
            && !c.reader
            && (1..=12).contains(&c.line_words)
            && c.block.is_some_and(|at| view.linked(at) < 0.6)
    };
    let first = all.iter().find(fits)?;
    all.iter().filter(fits).all(|c| c.when.date() == first.when.date()).then_some(first)
}

/// Tags give world time, pages print the local day: where a line by the headline names the day
/// before or after a tag's, and none names the tag's day, the printed day counts.
fn local_day<'c>(
    view: &View,
    body: &Body,
    title: &Title,
    best: &Candidate,
    all: &'c [Candidate],
) -> Option<&'c Candidate> {
    if best.block.is_some() && best.origin == Origin::Visible || best.when.zone != Some(0) {
        return None;
    }
    let day = best.when.date()?;
    let mut found = None;
    for c in all.iter().filter(|c| c.origin == Origin::Visible && !c.updated && !c.reader) {
        let Some(at) = c.block.filter(|at| Place::of(body, title, *at).near) else {
            continue;
        };
        let far = c.when.date().and_then(|d| day.until(d).ok()).map_or(99, |s| s.get_days());
        if far == 0 {
            return None;
        }
        if far.abs() == 1 && found.is_none() && view.linked(at) < 0.6 {
            found = Some(c);
        }
    }
    found
}

/// The same day given with a time elsewhere is the better form.
fn refine(best: &Candidate, all: &[Candidate]) -> When {
    if best.when.minute.is_some() {
        return best.when;
    }
    let same =
        |c: &&Candidate| c.when.date() == best.when.date() && c.when.minute.is_some_and(|m| m > 0);
    let firm = |c: &&Candidate| {
        !matches!(c.origin, Origin::LinkedModified | Origin::MetaModified | Origin::Script)
            && !c.updated
    };
    all.iter().filter(same).find(firm).map_or(best.when, |c| c.when)
}

fn basis(c: &Candidate) -> Basis {
    let kind = match c.origin {
        Origin::Url => "url",
        Origin::Linked | Origin::LinkedOther | Origin::LinkedModified => "json-ld",
        Origin::Meta | Origin::MetaLoose | Origin::MetaModified => "meta",
        Origin::Itemprop | Origin::Time => "time-tag",
        Origin::Visible => "visible",
        Origin::Script => "script",
        Origin::Image => "image",
    };
    Basis { kind: kind.into(), words: c.words.clone(), span: c.span }
}

/// How much a candidate speaks for itself; 0 rules it out. The order of tags follows their
/// measured precision; words of a line count by where it stands.
fn weight(view: &View, body: &Body, title: &Title, c: &Candidate) -> f64 {
    let tag = match c.origin {
        Origin::Url => 9.0,
        Origin::Linked => 8.0,
        Origin::Meta => 7.5,
        Origin::Itemprop => 7.0,
        Origin::LinkedOther => 6.5,
        Origin::MetaLoose => 6.0,
        Origin::Time => 3.0,
        Origin::Script => 2.2,
        Origin::Visible => 2.5,
        Origin::LinkedModified | Origin::MetaModified | Origin::Image => return 0.0,
    };
    let Some(at) = c.block else {
        return tag;
    };
    let place = Place::of(body, title, at);
    let in_body = body.is_body.get(at) == Some(&true) && c.line_words > 12;
    if in_body && !(c.opens && place.paragraph < 2) {
        return 0.0;
    }
    // Dates of comments, of other items, and of changes are not the article's.
    let foreign = c.reader || view.linked(at) > 0.6 && c.line_words > 4;
    if tag < 4.0 && foreign {
        return 0.0;
    }
    // A page may print nothing but *Updated 2 April* under its headline; elsewhere such words
    // speak of the change alone.
    if tag < 4.0 && c.updated {
        return if place.near_head { 0.2 } else { 0.0 };
    }
    let mut score = tag - 0.2 * place.far.min(30.0);
    score += if c.classed { 0.5 } else { 0.0 } + if c.said { 0.3 } else { 0.0 };
    score -= if c.line_words > 25 { 1.0 } else { 0.0 };
    let strong = tag > 6.0;
    let fallback = c.said && c.line_words < 25
        || c.origin == Origin::Time && (c.classed || place.near_head)
        || c.classed && place.near_head;
    if strong || place.near || c.opens && place.paragraph < 2 {
        score.max(0.5)
    } else if fallback && !view.flat {
        (0.4 - 0.01 * place.far.min(30.0)).max(0.05)
    } else {
        0.0
    }
}

/// Where a line stands, seen from headline and body.
struct Place {
    far: f64,
    near: bool,
    near_head: bool,
    /// How many paragraphs of the body stand before it.
    paragraph: usize,
}

impl Place {
    fn of(body: &Body, title: &Title, at: usize) -> Place {
        let first = body.is_body.iter().position(|b| *b).unwrap_or(0);
        let last = body.is_body.iter().rposition(|b| *b).unwrap_or(0);
        let head = title.block.unwrap_or(first).min(first);
        let far = if at < head {
            (head - at) as f64 * 1.5
        } else if at <= first + 2 {
            (at - head) as f64 * 0.3
        } else if at <= last {
            6.0
        } else {
            3.0 + (at - last) as f64
        };
        let near = at + 6 > head && at <= first + 3 || at > last && at < last + 4;
        let near_head = at + 12 > head && at <= first + 6;
        let paragraph = body.is_body.iter().take(at).filter(|b| **b).count();
        Place { far, near, near_head, paragraph }
    }
}
