//! The first stories at a glance, for the cell of a notebook: six answers and the tree of each, on a
//! page that needs nothing else.

use super::{Book, Sheet, shell, story};
use crate::amount::count;
use crate::fit;
use headwater::Findings;
use maud::html;

/// One HTML page with the first `most` stories: the answers at the head of each and who has it from
/// whom. It has no script, loads nothing, and has no links to pages, which are not in it.
///
/// ```
/// let page = headwater_tell::glance(&headwater::Findings::default(), 3);
/// assert!(page.starts_with("<!DOCTYPE html>"));
/// ```
pub fn glance(trace: &Findings, most: usize) -> String {
    let shown = fit::shown(trace);
    let sheet = Sheet::default();
    let book = Book::of(&shown, &sheet, 0);
    let rest = book.stories.len().saturating_sub(most);
    let body = html! {
        main {
            @for index in book.stories.iter().take(most) { (story::glance(&book, *index)) }
            @if book.stories.is_empty() {
                p.rest { (count(trace.articles.len(), "page", "pages")) ", no story in several of them" }
            }
            @if rest > 0 { p.rest { (count(rest, "more story", "more stories")) } }
        }
    };
    shell::page("Headwater: stories at a glance", &body).into_string()
}
