//! One story: the answer first, then its tree, its reports, what was said, and what is noted in
//! the margin.

use super::words::{linked, listed, name, shown};
use super::{Book, grounds, margin, reports, said, tree};
use crate::amount::count;
use crate::brief::Brief;
use crate::six::{Bit, SAID, Six};
use crate::text::Labels;
use crate::text::names::span_of_days;
use headwater_collate::{Story, Utterance};
use headwater_stemma::Stemma;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Most statements told openly in one story; the others stand behind a click.
const OPEN: usize = 12;

/// The story at place `index` of the trace.
pub(super) fn render(book: &Book, index: usize) -> Markup {
    let Some(story) = book.trace.stories.get(index) else { return html! {} };
    let number = book.number(index);
    let id = format!("s{number}");
    let stemma = book.trace.stemmata.get(index);
    let days = span_of_days(story.articles.iter().filter_map(|a| book.article(*a)));
    let said = utterances(book, index);
    html! {
        section.story id=(id) aria-labelledby=(format!("{id}-title")) {
            p.eyebrow { "Story " (number) " · " (count(story.articles.len(), "report", "reports")) " · " (days) }
            h2.of-page id=(format!("{id}-title")) { (name(&story.title)) }
            (six(book, story, index))
            @if let Some(stemma) = stemma && (story.articles.len() > 1 || stemma.nodes.len() > 1) {
                h3 { (if story.articles.len() > 1 { "Where it springs from" } else { "What it rests on" }) }
                (tree::render(book, story, stemma, &id))
                (separately(book, story, stemma))
                (grounds::render(book, story, stemma, &id))
            }
            h3 { "The reports, in order of time" }
            (reports::table(book, story))
            (statements(book, story, &said))
            (margin::remarks(book, story))
            (margin::spellings(book, story))
            (margin::joins(book, story))
        }
    }
}

/// Utterances of the story with their index, in the order of telling.
fn utterances<'t>(book: &Book<'t>, story: usize) -> Vec<(usize, &'t Utterance)> {
    let list = book.said.get(&story).map_or(&[][..], Vec::as_slice);
    list.iter().filter_map(|i| Some((*i, book.trace.utterances.get(*i)?))).collect()
}

/// Articles that carry an utterance.
pub(super) fn witnesses(utterance: &Utterance) -> BTreeSet<usize> {
    utterance.readings.iter().map(|r| r.place.article).collect()
}

/// Most statements named in a list of numbers.
const NAMED: usize = 6;

/// The six lines: where it springs from, who speaks, which report is first, what are copies, what
/// changed, who denies it.
fn six(book: &Book, story: &Story, index: usize) -> Markup {
    let (trace, outline, names) = (book.trace, &book.outline, &book.names);
    let labels = &Labels::of(&trace.articles, names, &story.articles);
    let found = &Brief::of(trace, outline, index);
    let lines = Six { trace, outline, names, labels, story, found }.lines();
    html! {
        dl.short.six {
            @for (label, list) in &lines {
                dt { (label) }
                dd { @for line in list { div { @for bit in line { (told(book, bit)) } } } }
            }
        }
    }
}

fn told(book: &Book, bit: &Bit) -> Markup {
    html! {
        @match bit {
            Bit::Words(words) => (shown(words)),
            Bit::Page(article, called) => @match book.page_href(*article) {
                Some(href) => a.wit href=(href) { bdi { (shown(called)) } },
                None => span.wit { bdi { (shown(called)) } },
            },
            Bit::Lost(called) => {
                span.lost-sign aria-hidden="true" { "◇" } " " b.of-page { bdi { (shown(called)) } }
            },
            Bit::Sign("≠") => span.substance-sign { "≠" },
            Bit::Sign(mark) => span.quiet { (mark) },
            Bit::Doubt(word) => span.quiet { (word) },
            Bit::Said(place) => (linked(book, *place, SAID)),
        }
    }
}

/// A report that has a statement by a way of its own; for a lost text the reports made from it.
fn taker(called: &dyn Fn(&str) -> Option<Markup>, stemma: &Stemma, id: &str) -> Option<Markup> {
    let lost = stemma.nodes.iter().any(|n| n.id == id && n.witness.is_none());
    let below = stemma.edges.iter().filter(|e| lost && e.parent == id);
    let through: Vec<Markup> = below.filter_map(|e| called(&e.child)).collect();
    let own = called(id)?;
    Some(if through.is_empty() {
        own
    } else {
        html! { (listed(&through)) " through " (own) }
    })
}

/// Statements that reports have without one having them from another.
fn separately(book: &Book, story: &Story, stemma: &Stemma) -> Markup {
    let node = |id: &str| stemma.nodes.iter().find(|n| n.id == id);
    let called =
        |id: &str| Some(html! { span.of-page { bdi { (tree::called(book, story, node(id)?)) } } });
    let each = stemma.utterances.iter().filter_map(|u| {
        let index = book.trace.utterances.iter().position(|x| x.id == u.id)?;
        let (href, number) = book.statement(index)?;
        let takers: Vec<Markup> =
            u.takers.iter().filter_map(|t| taker(&called, stemma, t)).collect();
        Some(html! { "statement " a href=(href) { (number) } " in " (listed(&takers)) })
    });
    let each: Vec<Markup> = each.take(NAMED).collect();
    let more = stemma.utterances.len().saturating_sub(each.len());
    html! {
        @if !each.is_empty() {
            p.quiet {
                "The same words by separate ways: "
                @for (i, one) in each.iter().enumerate() { @if i > 0 { "; " } (one) }
                @if more > 0 { "; and " (more) " more" }
                ". Reports that quote one speaker need not have it from each other."
            }
        }
    }
}

/// A page by name, linked to its text.
pub(super) fn witness(book: &Book, article: usize) -> Markup {
    let called = book.call(article);
    match book.page_href(article) {
        Some(href) => html! { a.wit href=(href) { bdi { (called) } } },
        None => html! { span.wit { bdi { (called) } } },
    }
}

fn statements(book: &Book, story: &Story, said: &[(usize, &Utterance)]) -> Markup {
    let shared: Vec<_> = said.iter().filter(|(_, u)| witnesses(u).len() > 1).collect();
    let single: Vec<_> = said.iter().filter(|(_, u)| witnesses(u).len() < 2).collect();
    let (open, folded) = shared.split_at(shared.len().min(OPEN));
    // A report that stands alone is here for the sake of a thread: what the thread takes up comes
    // first, the rest waits behind a click.
    let alone = story.articles.len() == 1;
    let taken: BTreeSet<usize> = book
        .trace
        .threads
        .iter()
        .flat_map(|t| t.statements.iter().chain(&t.against))
        .map(|s| s.utterance)
        .collect();
    let (first, rest): (Vec<_>, Vec<_>) = single
        .into_iter()
        .partition(|(i, _)| alone && (taken.contains(i) || book.trace.articles.len() == 1));
    html! {
        @if !said.is_empty() {
            h3 { @if alone { "What was said" } @else { "What was said, and how each report has it" } }
            (said::all(book, open.iter().copied()))
            (said::all(book, first.into_iter()))
            @if !folded.is_empty() {
                details.more { summary { (count(folded.len(), "more statement", "more statements")) " in several reports" }
                    (said::all(book, folded.iter().copied())) }
            }
            @if !rest.is_empty() {
                details.more {
                    summary {
                        @if alone { (count(rest.len(), "more statement", "more statements")) }
                        @else { (count(rest.len(), "statement stands", "statements stand")) " in one report only" }
                    }
                    (said::all(book, rest.into_iter()))
                }
            }
        }
    }
}
