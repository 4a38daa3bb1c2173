//! The contents: one row a story with its source in a few words, its days and how much differs in
//! it, in the order and under the numbers of the text report.

use super::Book;
use super::words::name;
use crate::brief::{Brief, From};
use crate::six::stands;
use crate::text::names::{span_of_days, when};
use headwater_collate::Thread;
use maud::{Markup, html};

/// Stories and messages, each with a link; nothing where there is none.
pub(super) fn table(book: &Book) -> Markup {
    html! {
        @if !book.stories.is_empty() || !book.threads.is_empty() {
            nav.contents #contents aria-label="Contents" {
                table {
                    thead { tr {
                        th scope="col" { "No." } th scope="col" { "Story" } th scope="col" { "Springs from" }
                        th scope="col" { "Days" } th.n scope="col" { "Pages" } th.n scope="col" { "Differ" }
                    } }
                    tbody {
                        @for (i, index) in book.stories.iter().enumerate() { (story(book, *index, i + 1)) }
                        @for i in &book.threads {
                            @if let Some(t) = book.trace.threads.get(*i) { (message(t, *i)) }
                        }
                    }
                }
            }
        }
    }
}

fn story(book: &Book, index: usize, number: usize) -> Markup {
    let Some(story) = book.trace.stories.get(index) else { return html! {} };
    let days = span_of_days(story.articles.iter().filter_map(|a| book.article(*a)));
    let list = book.outline.statements.get(index).map_or(&[][..], Vec::as_slice);
    let differ = list.iter().filter(|s| s.differs).count();
    html! {
        tr {
            td.no { (number) }
            td { a href=(format!("#s{number}")) { span.of-page { (name(&story.title)) } } }
            td data-label="Springs from" { @if let Some(brief) = book.briefs.get(&index) { (source(book, brief, book.outline.reports(story))) } }
            td data-label="Days" { (days) }
            td.n data-label="Pages" { (book.outline.reports(story)) }
            td.n.none[differ == 0] data-label="Differ" { @if differ > 0 { span.substance-sign { "≠ " (differ) } } @else { "–" } }
        }
    }
}

/// Where a story springs from, in four words.
fn source(book: &Book, brief: &Brief, reports: usize) -> Markup {
    let sure: Vec<_> = brief.source.iter().filter(|w| stands(w)).collect();
    html! {
        @match (sure.as_slice(), brief.source.len()) {
            ([], _) => "not found",
            ([way], 1) => @match &way.from {
                From::Held(_) if reports == 1 => "one page",
                From::Held(article) => { bdi { (book.call(*article)) } },
                From::Lost(label) => {
                    span.lost-sign aria-hidden="true" { "◇" } " " (name(&crate::plain::short(label, 40)))
                },
                From::Unnamed => "not found",
            },
            (_, ways) => { (ways) " separate ways" },
        }
    }
}

/// A message over time, in the same columns.
fn message(thread: &Thread, index: usize) -> Markup {
    let dates = thread.statements.iter().chain(&thread.against).filter_map(|s| s.date);
    let years: std::collections::BTreeSet<i16> = dates.clone().map(|d| d.year).collect();
    let days = match (years.first(), years.last()) {
        (Some(a), Some(b)) if a != b => format!("{a}–{b}"),
        _ => dates.min().map_or("undated".to_owned(), |d| when(&d)),
    };
    let speakers: std::collections::BTreeSet<_> =
        thread.statements.iter().filter_map(|s| s.speaker.as_deref()).collect();
    let from = match speakers.first() {
        Some(one) if speakers.len() == 1 => name(one),
        _ => html! { "several speakers" },
    };
    html! {
        tr {
            td.no { "over time" }
            td { a href=(format!("#t{}", index + 1)) { span.of-page { (name(&thread.title)) } } }
            td data-label="Springs from" { (from) }
            td data-label="Days" { (days) }
            td.n.none data-label="Pages" { "–" }
            td.n.none[thread.against.is_empty()] data-label="Differ" {
                @if thread.against.is_empty() { "–" } @else { (thread.against.len()) " against" }
            }
        }
    }
}
