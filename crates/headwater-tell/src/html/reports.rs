//! The reports of a story in order of time: outlet, date or bounds and why, headline, authors.

use super::Book;
use super::story::witness;
use super::words::{linked, listed, name, quoted, shown};
use crate::text::names::when;
use headwater_collate::{Place, Story};
use headwater_page::{Article, Basis};
use maud::{Markup, html};

/// Articles in order of time; undated ones by their earliest bound, after dated ones of that time.
pub(super) fn in_time(book: &Book, story: &Story) -> Vec<usize> {
    let mut order = story.articles.clone();
    order.sort_by_key(|a| {
        let article = book.article(*a);
        let dated = article.is_some_and(|x| x.date.is_some());
        (!dated, article.map(Article::interval), *a)
    });
    order
}

/// The reports as a table in order of time.
pub(super) fn table(book: &Book, story: &Story) -> Markup {
    html! {
        div.wide {
            table.reports {
                thead { tr {
                    th scope="col" { "Report" } th scope="col" { "Published" }
                    th scope="col" { "Headline" } th scope="col" { "By" }
                } }
                tbody {
                    @for index in in_time(book, story) {
                        @if let Some(article) = book.article(index) { tr {
                            th scope="row" { (witness(book, index))
                                @if article.outlet.is_none() { div.quiet { "outlet not known" } }
                            }
                            td data-label="Published" { (published(book, index, article)) }
                            td data-label="Headline" { (headline(book, index, article)) }
                            td data-label="By" {
                                @if article.authors.is_empty() { span.quiet { "not named" } }
                                (listed(&article.authors.iter().map(|a| name(a)).collect::<Vec<_>>()))
                            }
                        } }
                    }
                }
            }
        }
    }
}

pub(super) fn headline(book: &Book, index: usize, article: &Article) -> Markup {
    match (&article.title, article.title_span) {
        (_, Some(span)) => linked(book, Place { article: index, span }, 200),
        (Some(title), None) => quoted(title, book.lang(index), 200),
        (None, None) => html! { span.quiet { "none found" } },
    }
}

/// The date as printed with what it rests on, or the bounds we know and why.
pub(super) fn published(book: &Book, index: usize, article: &Article) -> Markup {
    let why = |basis: &Basis| {
        let place = basis.span.map(|span| Place { article: index, span });
        html! {
            @match (basis.kind.as_str(), place) {
                ("story", _) => "from the reports it belongs with",
                (_, Some(place)) => { "the page says " (linked(book, place, 60)) },
                ("url", None) => { "from the address " (quoted(&basis.words, None, 60)) },
                ("given", None) => "as given",
                ("json-ld", None) => "from the page’s data for search engines (JSON-LD)",
                ("meta", None) => "from the page’s meta tags",
                ("time-tag", None) => "from the page’s time tag",
                ("feed", None) => "from the feed",
                ("mail", None) => "from the head of the mail",
                ("agency", None) => "from the head of the agency’s file",
                (kind, None) => { "from the page (" (shown(kind)) ")" },
            }
        }
    };
    html! {
        @if let Some(date) = &article.date {
            time datetime=(date.iso()) { (when(date)) }
            @if let Some(basis) = &article.date_basis { div.quiet { (why(basis)) } }
        } @else {
            span.undated { "undated" }
            @if let Some(b) = book.trace.not_before(index) {
                div { "not before " time datetime=(b.date.iso()) { (when(&b.date)) } }
                div.quiet { (why(&b.basis)) }
            }
            @if let Some(b) = &article.not_after {
                div { "not after " time datetime=(b.date.iso()) { (when(&b.date)) } }
                div.quiet { (why(&b.basis)) }
            }
        }
    }
}
