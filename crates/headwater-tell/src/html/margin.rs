//! What is noted beside a story: remarks on its pages, people with several spellings, and why its
//! reports were put together.

use super::Book;
use super::story::witness;
use super::words::{linked, listed, name, shown};
use crate::amount::count;
use crate::joins::because;
use crate::sentence::mind;
use headwater_collate::{Place, Story};
use headwater_text::Span;
use maud::{Markup, html};
use std::collections::BTreeSet;

/// Most places shown for one remark.
const PLACES: usize = 3;

/// Remarks on the pages of the story.
pub(super) fn remarks(book: &Book, story: &Story) -> Markup {
    let here = book.trace.remarks.iter().filter(|(a, _)| story.articles.contains(a));
    let list: Vec<_> = here.filter_map(|(a, r)| Some((a, r, mind(r)?))).collect();
    html! {
        @if !list.is_empty() {
            h3 { "Mind" }
            ul.remarks {
                @for (article, remark, words) in &list {
                    li { (witness(book, **article)) " " span { (shown(words)) }
                        (at_places(book, **article, &remark.places)) }
                }
            }
        }
    }
}

/// The first words that a remark is about, and how many places more.
fn at_places(book: &Book, article: usize, places: &[Span]) -> Markup {
    let more = places.len().saturating_sub(PLACES);
    html! {
        @if !places.is_empty() {
            span.quiet {
                @for (i, span) in places.iter().take(PLACES).enumerate() {
                    (if i == 0 { ": " } else { ", " }) (linked(book, Place { article, span: *span }, 44))
                }
                @if more > 0 { " and " (count(more, "place", "places")) " more" }
            }
        }
    }
}

/// People of the story that the pages spell in several ways.
pub(super) fn spellings(book: &Book, story: &Story) -> Markup {
    let many = |p: &&headwater_collate::Person| {
        let here: BTreeSet<&str> = p
            .articles
            .iter()
            .filter(|(a, _)| story.articles.contains(a))
            .map(|(_, n)| n.as_str())
            .collect();
        here.len() > 1
    };
    let list: Vec<_> = book.trace.people.iter().filter(many).take(40).collect();
    html! {
        @if !list.is_empty() {
            details.more { summary { "One person, several spellings" }
            ul.spellings {
                @for person in list {
                    li {
                        @let names: BTreeSet<&str> = person.articles.iter().filter(|(a, _)| story.articles.contains(a)).map(|(_, n)| n.as_str()).collect();
                        @for (i, n) in names.iter().enumerate() {
                            @if i > 0 { " · " }
                            span.of-page { (name(n)) } " "
                            span.quiet { (listed(&person.articles.iter().filter(|(a, m)| m == *n && story.articles.contains(a)).map(|(a, _)| witness(book, *a)).collect::<Vec<_>>())) }
                        }
                        @if person.doubtful { " " span.quiet { "(joined by likeness of the names alone)" } }
                    }
                }
            } }
        }
    }
}

/// Why the reports are one story.
pub(super) fn joins(book: &Book, story: &Story) -> Markup {
    html! {
        @if !story.joins.is_empty() {
            details.more { summary { "Why these pages are one story" }
                ul { @for j in &story.joins {
                    li { (witness(book, j.a)) " and " (witness(book, j.b)) ": " (shown(&because(book.trace, j))) }
                } }
            }
        }
    }
}
