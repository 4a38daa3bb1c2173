//! What is marked where in the pages: findings of the whole trace sorted by page, and the layers
//! of one page with the places where links land.

use super::Book;
use headwater_text::{Remark, Span};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Findings of all pages, by page: read once for the whole report.
pub(super) struct Findings {
    pub(super) marks: BTreeMap<usize, Vec<(Span, &'static str)>>,
    /// Ends of quotations with the statements they belong to.
    pub(super) notes: BTreeMap<usize, BTreeMap<usize, BTreeSet<usize>>>,
}

impl Findings {
    pub(super) fn of(book: &Book) -> Findings {
        let mut marks: BTreeMap<usize, Vec<(Span, &'static str)>> = BTreeMap::new();
        let mut put = |article: usize, span: Span, class: &'static str| {
            if book.pages.contains(&article) {
                marks.entry(article).or_default().push((span, class));
            }
        };
        for m in book.trace.matches.iter().filter(|m| m.a.article != m.b.article) {
            put(m.a.article, m.a.span, "shared");
            put(m.b.article, m.b.span, "shared");
        }
        let noted = |r: &Remark| crate::sentence::mind(r).is_some();
        for (article, remark) in book.trace.remarks.iter().filter(|(_, r)| noted(r)) {
            remark.places.iter().for_each(|s| put(*article, *s, "remarked"));
        }
        let mut notes: BTreeMap<usize, BTreeMap<usize, BTreeSet<usize>>> = BTreeMap::new();
        for (i, u) in book.trace.utterances.iter().enumerate() {
            for place in u.readings.iter().map(|r| r.place) {
                put(place.article, place.span, "stated");
                let page = notes.entry(place.article).or_default();
                page.entry(place.span.end).or_default().insert(i);
            }
        }
        for (i, quoted) in book.trace.articles.iter().enumerate() {
            for q in &quoted.quotes {
                q.content.iter().for_each(|s| put(i, *s, "quote"));
                q.speaker_spans.iter().for_each(|s| put(i, *s, "speaker"));
                q.cue.iter().for_each(|s| put(i, *s, "cue"));
            }
        }
        Findings { marks, notes }
    }
}

/// What is marked where in one page.
pub(super) struct Layers<'b> {
    pub(super) book: &'b Book<'b>,
    /// The page.
    index: usize,
    /// Marked ranges by class, in order.
    pub(super) marks: Vec<(Span, &'static str)>,
    /// Their union, in order.
    covered: Vec<Span>,
    /// Places to land, byte and id.
    pub(super) anchors: BTreeMap<usize, String>,
    pub(super) notes: BTreeMap<usize, BTreeSet<usize>>,
}

impl<'b> Layers<'b> {
    pub(super) fn of(
        book: &'b Book<'b>,
        findings: &mut Findings,
        index: usize,
        text: &str,
    ) -> Layers<'b> {
        let mut marks = findings.marks.remove(&index).unwrap_or_default();
        marks.retain(|(s, _)| !s.of(text).is_empty());
        marks.sort();
        marks.dedup();
        let mut covered: Vec<Span> = Vec::new();
        for (span, _) in &marks {
            match covered.last_mut().filter(|last| span.start <= last.end) {
                Some(last) => *last = last.hull(*span),
                None => covered.push(*span),
            }
        }
        let notes = findings.notes.remove(&index).unwrap_or_default();
        let anchors = book.anchors.borrow();
        let anchors = anchors.range((index, 0)..=(index, usize::MAX));
        let anchors = anchors.filter_map(|(a, at)| Some((*at, book.anchor_id(*a, *at)?))).collect();
        Layers { book, index, marks, covered, anchors, notes }
    }

    pub(super) fn touches(&self, span: Span) -> bool {
        let after = self.covered.partition_point(|c| c.end <= span.start);
        self.covered.get(after).is_some_and(|c| c.overlap(span) > 0)
    }

    /// Ways to the same statement in the pages told before and after this one.
    pub(super) fn around(&self, utterance: usize) -> Markup {
        let Some((_, number)) = self.book.statement(utterance) else { return html! {} };
        let all = self.book.trace.utterances.get(utterance).map_or(&[][..], |u| &u.readings);
        let anchors = self.book.anchors.borrow();
        let id = |place: headwater_collate::Place| {
            let at = (place.article, place.span.start);
            anchors.contains(&at).then(|| self.book.anchor_id(at.0, at.1))?
        };
        let sure = |(i, _): &(usize, &headwater_collate::Reading)| self.book.sure(utterance, *i);
        let held = all.iter().enumerate().filter(sure).map(|(_, r)| r.place);
        let before = held.clone().filter(|p| p.article < self.index).max_by_key(|p| p.article);
        let after = held.filter(|p| p.article > self.index).min_by_key(|p| p.article);
        html! {
            @for (place, sign, word) in [(before, "‹", "before"), (after, "›", "after")] {
                @if let Some(id) = place.and_then(id) {
                    a.note href=(format!("#{id}")) aria-label=(format!("statement {number} in the page {word}")) { (sign) }
                }
            }
        }
    }

    /// Marks that begin in `span`.
    pub(super) fn begin_in(&self, span: Span) -> &[(Span, &'static str)] {
        let from = self.marks.partition_point(|(m, _)| m.start < span.start);
        let to = self.marks.partition_point(|(m, _)| m.start < span.end);
        self.marks.get(from..to).unwrap_or(&[])
    }

    /// Targets inside `span`, for stretches whose text is not shown.
    pub(super) fn landings(&self, span: Span) -> Markup {
        html! { @for id in self.anchors.range(span.start..span.end).map(|(_, id)| id) { span.at id=(id) {} } }
    }
}
