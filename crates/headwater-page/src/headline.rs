//! The headline of flattened text: one row of numbers for every line that may be it, and the choice
//! among them.

use crate::body::Body;
use crate::byline::is_person;
use crate::dating::has_date;
use crate::head::is_date_line;
use crate::masthead::is_row;
use crate::phrase;
use crate::shape::Shape;
use crate::title::{Title, bag};
use crate::view::View;
use headwater_text::{Forest, fold};
use std::collections::{BTreeMap, BTreeSet};

/// Lines above the first of the body that are looked at.
const ABOVE: usize = 60;
/// Lines below it: the body may begin with words of consent, a label, a caption.
const BELOW: usize = 10;
/// A headline has at most so many words, and bytes.
const WORDS: u32 = 45;
const BYTES: usize = 600;
/// A line less probable than this is not given.
const FLOOR: f64 = 0.15;

/// One line with its row.
pub(crate) struct Line {
    pub(crate) block: usize,
    pub(crate) row: Vec<f32>,
}

/// The headline, if one is probable enough: the forest weighs the lines of a page against each other.
pub(crate) fn choose(view: &View, body: &Body, forest: &Forest) -> Title {
    let scored: Vec<(f64, usize)> =
        lines(view, body).iter().map(|l| (forest.score(&l.row), l.block)).collect();
    let most = scored.iter().map(|s| s.0).fold(f64::MIN, f64::max);
    let all: f64 = scored.iter().map(|s| libm::exp(s.0 - most)).sum();
    let best = scored.iter().find(|s| s.0 >= most).filter(|_| 1.0 / all >= FLOOR);
    best.map_or(Title::default(), |(_, i)| Title {
        words: Some(view.line(*i).to_owned()),
        span: Some(view.span(*i)),
        block: Some(*i),
    })
}

/// What the lines by the beginning of the body have in common.
struct Page<'p> {
    view: &'p View<'p>,
    body: &'p Body,
    first: usize,
    window: std::ops::Range<usize>,
    /// Long words of the body's first lines, and of its first running text.
    topic: BTreeSet<String>,
    lead: BTreeSet<String>,
    /// Long words of each line of the window, and the line folded.
    bags: Vec<BTreeSet<String>>,
    folded: Vec<String>,
    /// Where lines with the same words stand.
    copies: BTreeMap<u64, Vec<usize>>,
    by: Vec<bool>,
    dated: Vec<bool>,
    shares: Vec<f32>,
}

/// Lines that may be the headline, each with its row.
pub(crate) fn lines(view: &View, body: &Body) -> Vec<Line> {
    let Some(first) = body.is_body.iter().position(|b| *b) else {
        return Vec::new();
    };
    let page = Page::new(view, body, first);
    let mut out = Vec::new();
    for i in page.window.clone() {
        let Some(s) = view.shapes.get(i) else {
            continue;
        };
        let fits = s.words > 0 && s.words <= WORDS && view.span(i).len() <= BYTES;
        if fits && !page.is_masthead(i) && !page.only_signs(i) {
            out.push(Line { block: i, row: page.row(i, s) });
        }
    }
    out
}

fn long(words: BTreeSet<String>) -> BTreeSet<String> {
    words.into_iter().filter(|w| w.chars().count() > 3).collect()
}

fn share(a: &BTreeSet<String>, b: &BTreeSet<String>) -> f32 {
    a.intersection(b).count() as f32 / a.len().max(3) as f32
}

impl<'p> Page<'p> {
    fn new(view: &'p View<'p>, body: &'p Body, first: usize) -> Page<'p> {
        let window = first.saturating_sub(ABOVE)..(first + BELOW).min(view.len());
        let chosen = || (first..view.len()).filter(|i| body.is_body.get(*i) == Some(&true));
        let runs = |i: &usize| view.shapes.get(*i).is_some_and(|s| s.words >= 25);
        let topic = chosen().take(12).flat_map(|i| bag(view.line(i))).collect();
        let lead = chosen().filter(runs).take(2).flat_map(|i| bag(view.line(i))).collect();
        let mut copies: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (i, s) in view.shapes.iter().enumerate().filter(|(_, s)| s.words > 1) {
            let same = copies.entry(s.fold).or_default();
            if same.len() < 6 {
                same.push(i);
            }
        }
        let short = |i: usize| view.span(i).len() <= BYTES;
        let own = |i: usize| if short(i) { long(bag(view.line(i))) } else { BTreeSet::new() };
        let bags: Vec<_> = window.clone().map(own).collect();
        let lower = |i: usize| if short(i) { fold(view.line(i)) } else { String::new() };
        let by = |i: usize| {
            let s = view.shapes.get(i);
            s.is_some_and(|s| s.words < 16 && s.phrases & phrase::BY != 0)
        };
        let topic = long(topic);
        Page {
            shares: bags.iter().map(|b| share(b, &topic)).collect(),
            lead: long(lead),
            folded: window.clone().map(lower).collect(),
            by: window.clone().map(by).collect(),
            dated: window.clone().map(|i| short(i) && has_date(view, i)).collect(),
            view,
            body,
            first,
            window,
            topic,
            bags,
            copies,
        }
    }

    fn row(&self, i: usize, s: &Shape) -> Vec<f32> {
        let mut r = Vec::with_capacity(96);
        self.own(i, s, &mut r);
        self.words(i, s, &mut r);
        self.around(i, &mut r);
        r
    }

    /// Whether line `i` is a row of a menu, or the outlet's name or motto above one.
    fn is_masthead(&self, i: usize) -> bool {
        let at = |i: usize| i.checked_sub(self.window.start);
        let says = |list: &[bool], i: usize| at(i).and_then(|k| list.get(k)) == Some(&true);
        let told = |i: usize| says(&self.dated, i) || says(&self.by, i);
        let row = |i: usize| {
            let line = if self.view.span(i).len() <= BYTES { self.view.line(i) } else { "" };
            let wide = [" | ", " · ", "   "].iter().any(|m| line.matches(m).count() > 1);
            (is_row(line) || wide) && !told(i)
        };
        row(i) || i < 2 && !told(i) && (i + 1..4).take_while(|j| !told(*j)).any(row)
    }

    /// Whether line `i` is a day and nothing else, or a name with whose the picture is: no headline.
    fn only_signs(&self, i: usize) -> bool {
        let line = self.view.line(i);
        let dated = i.checked_sub(self.window.start).and_then(|k| self.dated.get(k));
        if dated == Some(&true) && is_date_line(self.view, i) {
            return true;
        }
        let parts = line.split_once([',', '/', '|']);
        parts.is_some_and(|(name, rest)| {
            is_person(name.trim()) && phrase::phrases(rest) & phrase::CREDIT != 0
        })
    }

    /// The line by itself.
    fn own(&self, i: usize, s: &Shape, r: &mut Vec<f32>) {
        let b = |x: bool| f32::from(u8::from(x));
        let gap = |i: usize| self.view.doc.blocks.get(i).is_none_or(|x| x.gap);
        let letters = s.letters.max(1) as f32;
        r.extend([
            self.first as f32 - i as f32,
            i.min(150) as f32,
            s.words as f32,
            self.view.span(i).len() as f32,
            s.digits as f32 / letters,
            s.upper as f32 / letters,
            s.capital_words as f32 / s.words.max(1) as f32,
            s.commas as f32,
            s.quotes as f32,
            s.stops as f32,
            b(s.closed()),
            s.ends as u8 as f32,
            b(s.starts_upper),
            b(s.starts_bullet),
            b(s.starts_digit),
            s.bars as f32,
            b(gap(i)),
            b(gap(i + 1)),
            b(self.body.is_body.get(i) == Some(&true)),
            self.view.again.get(i).copied().unwrap_or(0.0),
            b(is_row(self.view.line(i))),
            b(is_person(self.view.line(i))),
        ]);
        r.extend((0..phrase::COUNT).map(|p| b(s.phrases & (1 << p) != 0)));
    }

    /// What it shares with other lines.
    fn words(&self, i: usize, s: &Shape, r: &mut Vec<f32>) {
        let k = i - self.window.start;
        let b = |x: bool| f32::from(u8::from(x));
        let empty = BTreeSet::new();
        let bag = self.bags.get(k).unwrap_or(&empty);
        let own = self.shares.get(k).copied().unwrap_or(0.0);
        let copies = self.copies.get(&s.fold).map_or(&[][..], Vec::as_slice);
        let others = || self.folded.iter().enumerate().filter(|(j, f)| *j != k && f.len() <= 300);
        let folded = self.folded.get(k).map_or("", String::as_str);
        let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
        let held =
            others().filter(|(_, f)| f.len() > bare.len() + 3 && s.words > 1 && f.contains(bare));
        let inner = others().filter(|(_, f)| f.len() > 15 && folded.len() > f.len() + 3);
        r.extend([
            own,
            bag.intersection(&self.topic).count() as f32,
            share(bag, &self.lead),
            copies.len() as f32,
            b(copies.iter().any(|c| *c < i)),
            b(copies.iter().any(|c| *c > i)),
            self.shares.iter().filter(|o| **o > own).count() as f32,
            self.shares.iter().skip(k + 1).filter(|o| **o > own).count() as f32,
            held.count().min(4) as f32,
            inner.filter(|(_, f)| folded.contains(f.as_str())).count().min(4) as f32,
        ]);
    }

    /// What stands above and below.
    fn around(&self, i: usize, r: &mut Vec<f32>) {
        let b = |x: bool| f32::from(u8::from(x));
        let k = i - self.window.start;
        let near = |list: &[bool], to: usize| list.get(to) == Some(&true);
        for step in 1..=4 {
            r.push(b(near(&self.by, k + step)));
            r.push(b(near(&self.dated, k + step)));
        }
        for step in 1..=2 {
            r.push(b(k >= step && near(&self.by, k - step)));
            r.push(b(k >= step && near(&self.dated, k - step)));
        }
        r.push(b(near(&self.by, k)));
        r.push(b(near(&self.dated, k)));
        for step in [-3isize, -2, -1, 1, 2, 3] {
            let at = i.checked_add_signed(step);
            let s = at.and_then(|j| self.view.shapes.get(j));
            r.push(s.map_or(-1.0, |s| s.words.min(80) as f32));
            r.push(s.map_or(-1.0, |s| b(s.closed())));
            r.push(s.map_or(-1.0, |s| b(s.starts_bullet || s.bars > 1)));
            let frame = phrase::MENU | phrase::SHARE | phrase::OTHERS | phrase::NOTICE;
            r.push(s.map_or(-1.0, |s| b(s.phrases & frame != 0)));
        }
        let sum = |range: std::ops::Range<usize>| -> f32 {
            let s = range.filter_map(|j| self.view.shapes.get(j)).map(|s| s.words.min(80));
            s.sum::<u32>() as f32
        };
        r.push(sum(i.saturating_sub(6)..i));
        r.push(sum(i + 1..i + 7));
        let between = |list: &[bool], from: usize, to: usize| {
            list.get(from.min(to)..to).unwrap_or(&[]).iter().filter(|x| **x).count() as f32
        };
        let first = self.first - self.window.start;
        r.push(between(&self.by, k + 1, first));
        r.push(between(&self.dated, k + 1, first));
    }
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};

    const TEXT: &str = "The harbour master of Lervik said on Monday that the ferries would wait for the fog to \
        lift, and that nobody should come to the quay before noon or ask for money back.\n\n\
        “We have waited for worse,” Mara Lind told travellers, of whom two hundred had come to the ferries.\n\n\
        The last such fog lay over the islands for nine days, and the bells rang all the time.";
    const HEADLINE: &str = "Fog keeps the ferries of Lervik waiting";

    fn read_flat(page: &str) -> crate::Article {
        read(page.as_bytes(), &Hint { html: Some(false), ..Hint::default() })
    }

    #[test]
    fn days_and_names_above_a_headline_are_none() {
        for above in
            ["Friday, 4 May 2031", "viernes, 4 de mayo de 2031", "Mara Lind, photo by the author"]
        {
            let a = read_flat(&format!("Quay Post\n\n{above}\n\n{HEADLINE}\n\n{TEXT}\n"));
            assert_eq!(a.title.as_deref(), Some(HEADLINE), "{above}");
        }
    }

    #[test]
    fn headlines_stand_below_menus_labels_and_consent() {
        for above in [
            "Home\nNews\nSport\nWeather",
            "QUAY POST\nNews  Sport  Weather  Jobs\n\nHARBOUR",
            "Quay Post\nfor those who wait\n\nNews | Sport | Weather\n\nHome › News › Harbour",
            "We and our 80 partners store cookies on your device to show you what you like.\nAccept\n\nHarbour",
        ] {
            for below in
                ["By Mara Lind\n2 April 2031", "2 April 2031, 8:15", "Mara Lind · 2 April 2031"]
            {
                let a = read_flat(&format!("{above}\n\n{HEADLINE}\n\n{below}\n\n{TEXT}\n"));
                assert_eq!(a.title.as_deref(), Some(HEADLINE), "{above}\n{below}");
                let body: String = a.body.iter().map(|s| s.of(&a.text)).collect();
                assert!(!body.contains("partners"), "{above}");
            }
        }
    }
}
