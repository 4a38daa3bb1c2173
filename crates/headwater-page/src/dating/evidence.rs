//! One row of numbers for each day that the page names: all that speaks for or against it. What the
//! learned choice sees.

use super::candidates::{Candidate, Origin};
use crate::body::Body;
use crate::html::group;
use crate::masthead::copyright;
use crate::phrase;
use crate::title::Title;
use crate::view::View;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How many numbers describe a day.
pub(crate) const WIDTH: usize = 65;
/// Days beyond this many are not weighed.
const MOST_DAYS: usize = 200;
/// Stands for *no such thing* in a row.
const NONE: f32 = 99.0;

/// One day with what speaks for it.
pub(crate) struct Day<'c> {
    pub(crate) date: Date,
    pub(crate) members: Vec<&'c Candidate>,
    pub(crate) row: Vec<f32>,
}

/// Where a candidate stands.
#[derive(Clone, Copy)]
struct Spot {
    /// Blocks after the headline; negative before it.
    from_title: f32,
    /// Blocks after the first block of the body.
    from_first: f32,
    /// Blocks after the last block of the body, 0 before.
    after: f32,
    in_body: bool,
    paragraph: f32,
    linked: f32,
    around: u32,
    hidden: bool,
    path: u64,
    by: bool,
    /// Share of the line that the date makes up.
    share: f32,
    /// Elements up from the headline to the one that holds the date too, and up from the date.
    to_title: (f32, f32),
    /// The same for the first block of the body.
    to_body: (f32, f32),
}

/// What all days of a page have in common.
struct Page<'v> {
    view: &'v View<'v>,
    title: Option<usize>,
    first: usize,
    last: usize,
    /// How many blocks of the body stand before each block.
    paragraphs: Vec<u32>,
    /// The elements that hold the headline, and those that hold the first block of the body.
    title_line: Vec<u32>,
    body_line: Vec<u32>,
    month: Option<(i16, i8)>,
    copyright: Option<i16>,
}

impl Page<'_> {
    fn spot(&self, c: &Candidate, is_body: &[bool]) -> Option<Spot> {
        let at = c.block?;
        let clip = |to: usize| (at as f32 - to as f32).clamp(-60.0, 60.0);
        let node = self.view.doc.blocks.get(at).map_or(0, |b| b.node);
        let mut around = self.view.doc.blocks.get(at).map_or(0, |b| b.named);
        let (mut up, mut hidden, mut path) = (node, false, 0);
        for step in 0..6 {
            let Some(n) = self.view.doc.nodes.get(up as usize) else {
                break;
            };
            around |= n.groups;
            hidden |= n.hidden;
            if step == 0 {
                path = n.path;
            }
            if up == 0 || up == n.parent {
                break;
            }
            up = n.parent;
        }
        let by = |i: usize| {
            self.view.shapes.get(i).is_some_and(|s| s.words < 30 && s.phrases & phrase::BY != 0)
        };
        let line = self.view.span(at).len().max(1);
        let own = ancestors(self.view, at);
        Some(Spot {
            from_title: self.title.map_or(NONE, clip),
            from_first: clip(self.first),
            after: if at > self.last { clip(self.last) } else { 0.0 },
            in_body: is_body.get(at) == Some(&true),
            paragraph: self.paragraphs.get(at).map_or(0.0, |p| (*p).min(50) as f32),
            linked: self.view.linked(at),
            around,
            hidden,
            path,
            by: by(at) || by(at + 1) || at > 0 && by(at - 1),
            share: c.span.map_or(0, |s| s.len()) as f32 / line as f32,
            to_title: meeting(&self.title_line, &own),
            to_body: meeting(&self.body_line, &own),
        })
    }
}

/// The days of `candidates` in the order of the calendar, each with its row.
pub(crate) fn days<'c>(
    view: &View,
    body: &Body,
    title: &Title,
    candidates: &[&'c Candidate],
    address: Option<&str>,
) -> Vec<Day<'c>> {
    let first = body.is_body.iter().position(|b| *b).unwrap_or(0);
    let page = Page {
        view,
        title: title.block,
        first,
        last: body.is_body.iter().rposition(|b| *b).unwrap_or(0),
        paragraphs: before(&body.is_body),
        title_line: title.block.map_or(Vec::new(), |b| ancestors(view, b)),
        body_line: ancestors(view, first),
        month: address.and_then(month_in_path),
        copyright: copyright_year(view),
    };
    let mut by_day: BTreeMap<Date, Vec<(&'c Candidate, Option<Spot>)>> = BTreeMap::new();
    for c in candidates.iter().filter(|c| !told(view, body, c)) {
        if let Some(date) = c.when.date()
            && (by_day.len() < MOST_DAYS || by_day.contains_key(&date))
        {
            by_day.entry(date).or_default().push((c, page.spot(c, &body.is_body)));
        }
    }
    let whole = Whole::of(candidates, &by_day);
    by_day
        .iter()
        .map(|(date, members)| Day {
            date: *date,
            members: members.iter().map(|m| m.0).collect(),
            row: row(&page, &whole, *date, members),
        })
        .collect()
}

/// Whether a printed day stands inside a sentence of the body, which tells of it: not the article's.
fn told(view: &View, body: &Body, c: &Candidate) -> bool {
    const SENTENCE: u32 = 12;
    let printed = matches!(c.origin, Origin::Visible | Origin::Time);
    let Some(i) = c.block.filter(|_| printed && !c.opens) else {
        return false;
    };
    let Some(s) = view.shapes.get(i).filter(|_| body.is_body.get(i) == Some(&true)) else {
        return false;
    };
    let behind = c.span.map_or(0, |d| view.span(i).end.saturating_sub(d.end));
    let after = c.span.map_or("", |d| view.doc.text.get(d.end..view.span(i).end).unwrap_or(""));
    if after.trim_start().starts_with(['|', '–', '—', ':', '·', ')']) {
        return false;
    }
    s.words >= SENTENCE && s.closed() && behind > 12 && !c.plainly && !c.updated
}

/// The elements that hold a block, from the inside.
fn ancestors(view: &View, block: usize) -> Vec<u32> {
    let mut at = view.doc.blocks.get(block).map_or(0, |b| b.node);
    let mut out = Vec::new();
    while at != 0 && out.len() < 300 {
        out.push(at);
        at = view.doc.nodes.get(at as usize).map_or(0, |n| n.parent);
    }
    out
}

/// How many steps up two lines of ancestors meet. Numbers of elements grow inwards.
fn meeting(a: &[u32], b: &[u32]) -> (f32, f32) {
    let (mut i, mut k) = (0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(k)) {
        match x.cmp(y) {
            std::cmp::Ordering::Equal => break,
            std::cmp::Ordering::Greater => i += 1,
            std::cmp::Ordering::Less => k += 1,
        }
    }
    (i.min(30) as f32, k.min(30) as f32)
}

/// How many blocks of the body stand before each block.
fn before(is_body: &[bool]) -> Vec<u32> {
    let mut seen = 0;
    let mut out = Vec::with_capacity(is_body.len());
    for b in is_body {
        out.push(seen);
        seen += u32::from(*b);
    }
    out
}

/// What the days of a page say together.
#[derive(Default)]
struct Whole {
    published: BTreeSet<Date>,
    modified: BTreeSet<Date>,
    printed: BTreeSet<Date>,
    /// Days printed near the headline.
    near: BTreeSet<Date>,
    /// Days on lines set in the same way.
    paths: BTreeMap<u64, BTreeSet<Date>>,
    /// Days in order of their distance to the headline.
    by_distance: Vec<Date>,
    by_place: Vec<Date>,
    firsts: BTreeMap<Origin, Date>,
    scripts: usize,
    days: usize,
}

impl Whole {
    fn of(all: &[&Candidate], by_day: &BTreeMap<Date, Vec<(&Candidate, Option<Spot>)>>) -> Whole {
        let mut out = Whole { days: by_day.len(), ..Whole::default() };
        let mut distances = Vec::new();
        let mut places = Vec::new();
        for c in all {
            if let Some(date) = c.when.date() {
                out.firsts.entry(c.origin).or_insert(date);
            }
            out.scripts += usize::from(c.origin == Origin::Script);
        }
        for (date, members) in by_day {
            for (c, spot) in members {
                match c.origin {
                    Origin::Linked | Origin::LinkedOther | Origin::Meta | Origin::MetaLoose => {
                        out.published.insert(*date);
                    }
                    Origin::LinkedModified | Origin::MetaModified => {
                        out.modified.insert(*date);
                    }
                    _ => {}
                }
                let Some(spot) = spot else {
                    continue;
                };
                out.printed.insert(*date);
                out.paths.entry(spot.path).or_default().insert(*date);
                if spot.from_title.abs() <= 8.0 {
                    out.near.insert(*date);
                }
                distances.push((far(c, spot), *date));
                places.push((c.block, c.span.map_or(0, |s| s.start), *date));
            }
        }
        distances.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        places.sort();
        out.by_distance = once(distances.into_iter().map(|d| d.1));
        out.by_place = once(places.into_iter().map(|p| p.2));
        out
    }
}

fn once(days: impl Iterator<Item = Date>) -> Vec<Date> {
    let mut seen = BTreeSet::new();
    days.filter(|d| seen.insert(*d)).collect()
}

/// How far a printed date stands from where the article's own date would.
fn far(c: &Candidate, s: &Spot) -> f32 {
    let base = if s.from_title < NONE { s.from_title } else { s.from_first };
    let before = if base < 0.0 { 1.5 } else { 1.0 };
    let prose = if s.in_body && c.line_words > 12 && !c.opens { 40.0 } else { 0.0 };
    base.abs() * before + prose + if c.reader { 30.0 } else { 0.0 }
}

fn apart(a: Date, b: Date) -> i32 {
    a.until(b).map_or(100_000, |s| s.get_days())
}

fn row(page: &Page, whole: &Whole, date: Date, members: &[(&Candidate, Option<Spot>)]) -> Vec<f32> {
    let mut out = Vec::with_capacity(WIDTH);
    tags(page, whole, date, members, &mut out);
    neighbours(whole, date, members, &mut out);
    places(page, members, &mut out);
    debug_assert_eq!(out.len(), WIDTH);
    out
}

/// What tags, scripts and addresses say.
fn tags(
    page: &Page,
    whole: &Whole,
    date: Date,
    members: &[(&Candidate, Option<Spot>)],
    out: &mut Vec<f32>,
) {
    let count = |o: Origin| members.iter().filter(|m| m.0.origin == o).count().min(5) as f32;
    let is_first = |o: Origin| f32::from(whole.firsts.get(&o) == Some(&date));
    out.push(count(Origin::Url));
    out.push(page.month.map_or(0.0, |m| if m == (date.year(), date.month()) { 1.0 } else { -1.0 }));
    for origin in [Origin::Linked, Origin::Meta, Origin::Script] {
        out.push(count(origin));
        out.push(is_first(origin));
    }
    for origin in [
        Origin::LinkedOther,
        Origin::MetaLoose,
        Origin::Itemprop,
        Origin::LinkedModified,
        Origin::MetaModified,
        Origin::Image,
        Origin::Time,
        Origin::Visible,
    ] {
        out.push(count(origin));
    }
    let scripts = members.iter().filter(|m| m.0.origin == Origin::Script).count();
    out.push(scripts as f32 / whole.scripts.max(1) as f32);
    let mut kinds: Vec<Origin> = members.iter().map(|m| m.0.origin).collect();
    kinds.sort();
    kinds.dedup();
    out.push(kinds.len() as f32);
    let year = page.copyright.map_or(NONE, |y| f32::from(date.year() - y).clamp(-6.0, 6.0));
    out.push(year);
    // Times by the clock of the world shift days.
    let world = members.iter().find(|m| m.0.when.zone == Some(0) && m.1.is_none());
    out.push(world.and_then(|m| m.0.when.minute).map_or(-1.0, f32::from));
    out.push(f32::from(page.view.flat));
}

/// How the day lies to the other days of the page.
fn neighbours(
    whole: &Whole,
    date: Date,
    members: &[(&Candidate, Option<Spot>)],
    out: &mut Vec<f32>,
) {
    out.push(whole.days.min(30) as f32);
    out.push(whole.printed.len().min(30) as f32);
    out.push(whole.published.iter().filter(|d| **d != date).count() as f32);
    out.push(f32::from(whole.published.contains(&date)));
    out.push(f32::from(whole.published.first() == Some(&date)));
    out.push(whole.published.last().map_or(-1000.0, |d| apart(*d, date).clamp(-400, 400) as f32));
    out.push(whole.modified.last().map_or(-1000.0, |d| apart(*d, date).clamp(-400, 400) as f32));
    let beside = |set: &BTreeSet<Date>| {
        set.iter().filter(|d| apart(**d, date).abs() == 1).count().min(1) as f32
    };
    out.push(beside(&whole.published));
    out.push(beside(&whole.near));
    out.push(f32::from(whole.near.contains(&date)));
    out.push(whole.near.len().min(10) as f32);
    let rank = |list: &[Date]| list.iter().position(|d| *d == date).map_or(NONE, |p| p as f32);
    out.push(rank(&whole.by_distance));
    out.push(rank(&whole.by_place));
    let later = whole.printed.iter().filter(|d| **d > date).count();
    out.push(later.min(30) as f32);
    let path = members.iter().filter_map(|m| whole.paths.get(&m.1?.path)).map(BTreeSet::len).min();
    out.push(path.map_or(NONE, |p| p.min(20) as f32));
}

/// How and where the day is printed: the best of its places.
fn places(page: &Page, members: &[(&Candidate, Option<Spot>)], out: &mut Vec<f32>) {
    let printed = || members.iter().filter_map(|m| m.1.map(|s| (m.0, s)));
    let best = printed().min_by(|a, b| far(a.0, &a.1).total_cmp(&far(b.0, &b.1)));
    let all = printed().count().max(1) as f32;
    let share =
        |test: &dyn Fn(&Candidate) -> bool| printed().filter(|m| test(m.0)).count() as f32 / all;
    out.push(share(&|c| c.updated));
    out.push(share(&|c| c.classed));
    out.push(share(&|c| c.said));
    out.push(share(&|c| c.reader));
    let Some((c, s)) = best else {
        out.resize(WIDTH, NONE);
        return;
    };
    let flag = |b: bool| f32::from(b);
    let within = |g: u32| f32::from(s.around & g != 0);
    let next = page.view.len() as f32;
    out.extend([
        s.from_title,
        s.from_first,
        s.after,
        flag(s.in_body),
        s.paragraph,
        s.linked,
        s.share,
        c.line_words.min(60) as f32,
        flag(c.classed),
        flag(c.updated),
        flag(c.said),
        flag(c.opens),
        flag(s.by),
        flag(s.hidden),
        flag(c.when.minute.is_some()),
        c.block.map_or(0.0, |b| b as f32 / next.max(1.0)),
        within(group::RELATED | group::SIDE | group::NAV | group::LIST),
        within(group::COMMENT),
        within(group::FOOTER),
        within(group::HEADER | group::BYLINE),
        within(group::CAPTION),
        s.to_title.0,
        s.to_title.1,
        s.to_body.0,
        s.to_body.1,
    ]);
}

/// `/2031/04/` in an address.
fn month_in_path(url: &str) -> Option<(i16, i8)> {
    let mut parts = url.split('/').peekable();
    while let Some(part) = parts.next() {
        let year =
            part.parse::<i16>().ok().filter(|y| part.len() == 4 && (1995..=2040).contains(y));
        let month = parts.peek().filter(|m| m.len() <= 2).and_then(|m| m.parse::<i8>().ok());
        if let (Some(year), Some(month @ 1..=12)) = (year, month) {
            return Some((year, month));
        }
    }
    None
}

/// The year of the copyright line.
fn copyright_year(view: &View) -> Option<i16> {
    for i in (0..view.len()).rev().take(80) {
        let line = view.line(i);
        if line.len() > 300 || view.shapes.get(i).is_none_or(|s| s.digits < 4) {
            continue;
        }
        if copyright(line).is_some() {
            let years = line.split(|c: char| !c.is_ascii_digit()).filter(|w| w.len() == 4);
            let latest = years.filter_map(|w| w.parse().ok()).filter(|y| (1995..=2040).contains(y));
            if let Some(year) = latest.max() {
                return Some(year);
            }
        }
    }
    None
}
