//! The wordings of a statement against the fullest.

use super::Statement;
use headwater::Findings;
use headwater_collate::{Place, Reading, Utterance, align, edits};
use headwater_text::{Span, fold};
use std::collections::{BTreeMap, BTreeSet};

/// Most changes told one by one; a wording with more is told whole.
const FEW: usize = 3;

/// Most bytes of a change that is told by itself.
const LONG: usize = 80;

/// Words at the end of a wording that may be its page's own.
const TAIL: usize = 2;

/// A wording told in a few changes from the top one.
pub(crate) struct Few {
    /// The first of its readings, whole.
    pub(crate) place: Place,
    /// The words at the top and here.
    pub(crate) changes: Vec<(Place, Place)>,
    /// Pages that have it.
    pub(crate) pages: Vec<usize>,
}

/// The wordings of a statement, each with its pages.
pub(crate) struct Wordings {
    /// The wording that the others are told against.
    pub(crate) top: Place,
    /// Pages that have it, but for marks, case and spelling.
    pub(crate) same: Vec<usize>,
    /// Wordings that are told in a few changes.
    pub(crate) few: Vec<Few>,
    /// Wordings that are told whole.
    pub(crate) whole: Vec<(Place, Vec<usize>)>,
    /// Pages that say it in their own words and quote nobody.
    pub(crate) own: BTreeSet<usize>,
}

impl Wordings {
    /// Of the readings that are surely of the statement, one a page.
    pub(crate) fn of(
        trace: &Findings,
        also: &BTreeMap<usize, usize>,
        statement: &Statement,
        utterance: &Utterance,
    ) -> Option<Wordings> {
        let repeated = utterance.readings.iter().all(|r| r.repeat);
        let mut seen = BTreeSet::new();
        let sure = utterance.readings.iter().zip(&statement.sure);
        let sure = sure.filter(|(r, sure)| **sure && (repeated || !r.repeat)).map(|(r, _)| r);
        // A page that quotes the words is told by its quotation.
        let (quoted, own): (Vec<&Reading>, Vec<&Reading>) = sure.partition(|r| r.quote.is_some());
        let told: Vec<&Reading> = quoted
            .into_iter()
            .chain(own)
            .filter(|r| !also.contains_key(&r.place.article) && seen.insert(r.place.article))
            .collect();
        let top = top(trace, &told)?;
        let own = told.iter().filter(|r| r.quote.is_none()).map(|r| r.place.article).collect();
        let mut out = Wordings { top, same: vec![], few: vec![], whole: vec![], own };
        for reading in told {
            out.put(trace, reading.place);
        }
        Some(out)
    }

    fn put(&mut self, trace: &Findings, place: Place) {
        let lang = |p: Place| trace.articles.get(p.article).and_then(|q| q.article.lang.as_deref());
        let (top, own) = (slice(trace, self.top), slice(trace, place));
        let other = matches!((lang(self.top), lang(place)), (Some(a), Some(b)) if a != b);
        let mut changes = changes(top, self.top.span.start, own, place.span.start);
        changes.retain(|(a, b)| !stands_beside(trace, self.top, place, *a, *b));
        let few = changes.len() <= FEW && changes.iter().all(|(a, b)| a.len().max(b.len()) <= LONG);
        // Only of a quotation it is told which words are other than in another.
        let few = few && (changes.is_empty() || !self.own.contains(&place.article));
        let changed: usize = changes.iter().map(|(a, b)| a.len().max(b.len())).sum();
        if other || !few || changed * 2 > top.len().max(own.len()) {
            let known = self.whole.iter_mut().find(|(p, _)| fold(slice(trace, *p)) == fold(own));
            match known {
                Some((_, pages)) => pages.push(place.article),
                None => self.whole.push((place, vec![place.article])),
            }
        } else if changes.is_empty() {
            self.same.push(place.article);
        } else {
            let at = |(a, b): &(Span, Span)| {
                let from = Place { article: self.top.article, span: *a };
                (from, Place { article: place.article, span: *b })
            };
            let list: Vec<(Place, Place)> = changes.iter().map(at).collect();
            let said = |l: &[(Place, Place)]| -> Vec<(String, String)> {
                let words = |p: Place| fold(slice(trace, p).trim());
                l.iter().map(|(a, b)| (words(*a), words(*b))).collect()
            };
            let known = self.few.iter_mut().find(|f| said(&f.changes) == said(&list));
            match known {
                Some(few) => few.pages.push(place.article),
                None => self.few.push(Few { place, changes: list, pages: vec![place.article] }),
            }
        }
    }
}

/// The wording that the others are told against: the first, unless others have it without a few
/// words at its end, such as *he wrote* where a page has lost its quotation marks.
fn top(trace: &Findings, told: &[&Reading]) -> Option<Place> {
    let words = |r: &Reading| -> Vec<String> {
        let folded = fold(slice(trace, r.place));
        folded
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let first = told.first()?;
    let whole = words(first);
    let shorter = told.iter().filter(|r| {
        let own = words(r);
        whole.starts_with(&own) && own.len() < whole.len() && own.len() + TAIL >= whole.len()
    });
    Some(shorter.min_by_key(|r| words(r).len()).map_or(first.place, |r| r.place))
}

/// Changes of words between two wordings that begin at these bytes; marks, case and spelling do
/// not count.
pub(crate) fn changes(a: &str, a_start: usize, b: &str, b_start: usize) -> Vec<(Span, Span)> {
    let all = edits(&align(a, b), a_start, b_start);
    let words = |text: &str, start: usize, span: Span| {
        let span = Span::new(span.start.saturating_sub(start), span.end.saturating_sub(start));
        span.of(text).chars().any(char::is_alphanumeric)
    };
    let kept =
        all.into_iter().filter(|e| !e.folded && (words(a, a_start, e.a) || words(b, b_start, e.b)));
    kept.map(|e| (e.a, e.b)).collect()
}

/// Whether the words that one wording lacks at its end stand right beside it in its page: they were
/// not left out, the wording was only cut there.
fn stands_beside(trace: &Findings, top: Place, place: Place, a: Span, b: Span) -> bool {
    let around = |p: Place| {
        let text = trace.articles.get(p.article).map_or("", |q| q.article.text.as_str());
        let line = |words: &str| words.split('\n').next().unwrap_or("").len();
        let before = text.get(..p.span.start).unwrap_or("");
        let from = before.rfind('\n').map_or(0, |at| at + 1);
        let behind = text.get(p.span.end..).unwrap_or("");
        (
            letters(before.get(from..).unwrap_or("")),
            letters(behind.get(..line(behind)).unwrap_or("")),
        )
    };
    let (lacking, at, words) = match (a.is_empty(), b.is_empty()) {
        (false, true) => (place, b, Place { span: a, ..top }),
        (true, false) => (top, a, Place { span: b, ..place }),
        _ => return false,
    };
    let words = letters(slice(trace, words));
    let (before, behind) = around(lacking);
    !words.is_empty()
        && (at.start <= lacking.span.start && before.ends_with(&words)
            || at.end >= lacking.span.end && behind.starts_with(&words))
}

/// The words of a text alone: folded, without marks and spaces.
pub(super) fn letters(words: &str) -> String {
    fold(words).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn slice(trace: &Findings, place: Place) -> &str {
    trace.articles.get(place.article).map_or("", |q| place.span.of(&q.article.text))
}
