//! One story: the answer first, then its tree, its reports, what was said, and what is noted in
//! the margin.

use super::words::{count, listed, name, shown};
use super::{Book, grounds, margin, reports, said, tree};
use crate::text::names::{dated, span_of_days, substance as substance_in_words};
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
            (short(book, story, stemma, &said))
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

/// The answer in a few sentences.
fn short(
    book: &Book,
    story: &Story,
    stemma: Option<&Stemma>,
    said: &[(usize, &Utterance)],
) -> Markup {
    let differing: Vec<_> =
        said.iter().filter(|(_, u)| !u.differs.is_empty() && witnesses(u).len() > 1).collect();
    let copies = stemma.map_or(0, |s| {
        let held = |id: &str| s.nodes.iter().any(|n| n.id == id && n.witness.is_some());
        let made = |e: &&headwater_stemma::Edge| {
            e.probability >= 0.35 && held(&e.parent) && held(&e.child)
        };
        s.edges.iter().filter(made).map(|e| &e.child).collect::<BTreeSet<_>>().len()
    });
    html! {
        ul.short {
            @if let Some(stemma) = stemma { (springs(book, story, stemma)) }
            @if copies > 0 {
                li { b { (copies) " of " (count(story.articles.len(), "report", "reports")) }
                    (if copies == 1 { " follows" } else { " follow" })
                    " another report of this story. A copy is not a second confirmation." }
            }
            @if !differing.is_empty() {
                li { b { (count(differing.len(), "statement differs", "statements differ")) }
                    " in substance between the reports: " (substance(book, &differing)) "." }
            }
        }
    }
}

/// Kinds of difference by weight; what is not named here comes last.
const GRAVE: [&str; 6] = ["polarity", "number", "date", "name", "scope", "attribution"];

/// Most statements named for one kind of difference.
const NAMED: usize = 6;

/// Each kind of difference with the statements that show it, the gravest first.
fn substance(book: &Book, differing: &[&(usize, &Utterance)]) -> Markup {
    let kinds = differing.iter().flat_map(|(_, u)| u.differs.iter().map(|d| d.0.as_str()));
    let mut kinds: Vec<&str> = kinds.collect::<BTreeSet<_>>().into_iter().collect();
    kinds.sort_by_key(|k| GRAVE.iter().position(|g| g == k).unwrap_or(GRAVE.len()));
    let each = kinds.into_iter().map(|kind| {
        let has = |u: &Utterance| u.differs.iter().any(|d| d.0.as_str() == kind);
        let of: Vec<_> = differing.iter().filter(|(_, u)| has(u)).collect();
        let links = of.iter().take(NAMED).filter_map(|(i, _)| {
            let (href, number) = book.statement(*i)?;
            Some(html! { a href=(href) { (number) } })
        });
        let links = links.collect::<Vec<_>>();
        html! { (shown(substance_in_words(kind))) " (" (listed(&links)) @if of.len() > NAMED { ", …" } ")" }
    });
    listed(&each.collect::<Vec<_>>())
}

/// Where it springs from, in one sentence.
fn springs(book: &Book, story: &Story, stemma: &Stemma) -> Markup {
    let root = stemma.nodes.iter().find(|n| Some(&n.id) == stemma.root.as_ref());
    let first = reports::in_time(book, story)
        .into_iter()
        .find(|a| book.article(*a).is_some_and(|x| x.date.is_some()));
    let by = stemma
        .nodes
        .iter()
        .find(|n| Some(&n.id) == stemma.archetype.as_ref() && Some(&n.id) != stemma.root.as_ref());
    let none = html! {
        " No earlier report among " (count(book.trace.articles.len(), "page", "pages")) " from "
        (count(outlets(book), "outlet", "outlets")) "."
    };
    html! {
        @match root {
            Some(node) if node.witness.is_none() => li {
                "Springs from " b { "a text that is not among these pages" } ": "
                span.lost-sign aria-hidden="true" { "◇" } " " span.of-page { (tree::called(book, story, node)) } "."
                @if let (Some(by), true) = (by, story.articles.len() > 1) { " All reports held here go back to it by way of " b { (tree::called(book, story, by)) } "." }
            },
            Some(_) if story.articles.len() == 1 => {},
            Some(node) => li {
                "Springs, as far as these pages show, from "
                b { (tree::called(book, story, node)) } "." (none)
            },
            None if story.articles.len() > 1 => li { "These pages do not show which text stands behind all reports." },
            None => {},
        }
        @if let (Some(first), true) = (first, story.articles.len() > 1 && root.is_none_or(|n| n.witness.is_none())) {
            li { "First dated report here: " b { (witness(book, first)) } ", "
                (book.article(first).map(|a| dated(a, None)).unwrap_or_default()) "." (none) }
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

fn outlets(book: &Book) -> usize {
    let named = book.trace.articles.iter().filter_map(|q| q.article.outlet.as_deref());
    named.collect::<BTreeSet<_>>().len()
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
