//! The wordings of one statement, aligned: every sentence is printed whole, the same words grey, other
//! words underlined, words left out struck and small.

use super::Book;
use super::words::{head, linked, marks, shown};
use crate::brief::{Few, Wordings};
use headwater_collate::{Place, is_ellipsis};
use headwater_text::Span;
use maud::{Markup, html};

/// Most characters of a reading.
const WORDS: usize = 600;

/// The wording on top, with dots under places where others vary in a few words.
pub(super) fn top(book: &Book, told: &Wordings) -> Markup {
    let place = told.top;
    let Some(article) = book.article(place.article) else { return html! {} };
    let mut varies: Vec<Span> =
        told.few.iter().flat_map(|f| f.changes.iter().map(|(a, _)| a.span)).collect();
    varies.sort();
    let mut parts: Vec<(Span, bool)> = Vec::new();
    let mut at = place.span.start;
    for here in varies.into_iter().filter(|s| !s.is_empty()) {
        if here.start < at || here.end > place.span.end {
            continue;
        }
        parts.push((Span::new(at, here.start), false));
        parts.push((here, true));
        at = here.end;
    }
    parts.push((Span::new(at, place.span.end), false));
    let words = place.span.of(&article.text);
    let (open, close) = marks(words);
    html! {
        @if words.chars().count() > WORDS || parts.len() == 1 { (linked(book, place, WORDS)) } @else {
            span.said-words { (open) q lang=[book.lang(place.article)] dir="auto" {
                @for (part, varies) in parts {
                    @if varies { span.varies { (shown(part.of(&article.text))) } }
                    @else { (shown(part.of(&article.text))) }
                }
            } (close) }
        }
    }
}

/// A wording told whole.
pub(super) fn whole(book: &Book, place: Place) -> Markup {
    linked(book, place, WORDS)
}

/// A wording that differs in a few words: the sentence, with what is other and what is left out.
pub(super) fn aligned(book: &Book, few: &Few) -> Markup {
    let Some(article) = book.article(few.place.article) else { return html! {} };
    let mut at = few.place.span.start;
    let mut parts: Vec<Markup> = Vec::new();
    for (from, to) in &few.changes {
        if to.span.start < at || to.span.end > few.place.span.end {
            continue;
        }
        parts.push(same(Span::new(at, to.span.start).of(&article.text)));
        parts.push(change(book, *from, *to));
        at = to.span.end;
    }
    parts.push(same(Span::new(at, few.place.span.end).of(&article.text)));
    html! {
        span.aligned lang=[book.lang(few.place.article)] dir="auto" {
            @for (i, part) in parts.iter().enumerate() { @if i > 0 { " " } (part) }
        }
    }
}

/// Words of the wording on top struck, where there are any, and the words here that stand instead.
fn change(book: &Book, from: Place, to: Place) -> Markup {
    let (old, new) = (book.slice(from).trim(), book.slice(to).trim());
    let ellipsis = is_ellipsis(new);
    let aloud = if ellipsis { "leaves out, and says so: " } else { "leaves out: " };
    html! {
        @if !old.is_empty() { del.lacks { span.aloud { (aloud) } q { (shown(head(old, 80).0)) } } }
        @if !old.is_empty() && !new.is_empty() { " " }
        @if ellipsis { (shown(new)) }
        @else if !new.is_empty() {
            @match book.href(to) {
                Some(href) => a.other href=(href) { q { (shown(new)) } },
                None => span.other { q { (shown(new)) } },
            }
        }
    }
}

/// The same words, grey.
fn same(text: &str) -> Markup {
    html! { @if text.chars().any(char::is_alphanumeric) { q.same { (shown(text.trim())) } } }
}
