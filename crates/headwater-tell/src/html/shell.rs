//! The page around the stories: head, counts and bounds, contents, legend, foot.

use super::words::{linked, name, quoted};
use super::{Book, contents, page as views, story, sure, thread};
use crate::amount::{count, grouped};
use crate::sentence::bound;
use crate::text::names::when;
use crate::text::{strongest, unmarked};
use headwater::About;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const STYLE: &str = include_str!("style.css");

/// The rules by which the report and its pieces are drawn: CSS for a file of its own.
///
/// ```
/// assert!(headwater_tell::style().contains(".reading"));
/// ```
pub fn style() -> &'static str {
    STYLE
}

/// Nothing may be loaded, run, framed or sent; the one style below is allowed by its hash. A
/// second layer under the escaping of everything that comes from a page.
fn policy() -> String {
    let hash = base64(&Sha256::digest(STYLE));
    format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; \
         img-src 'none'; script-src 'none'"
    )
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |i: usize| u32::from(chunk.get(i).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for i in 0..4 {
            let digit = DIGITS.get((bits >> (18 - 6 * i) & 63) as usize).copied().unwrap_or(b'=');
            out.push(if i <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}

/// How many stories may be told in full until they take so many bytes: the first in any case.
pub(super) fn full(book: &Book, bytes: usize) -> usize {
    let mut taken = 0;
    let mut findings = super::layers::Findings::of(book);
    for (n, index) in book.stories.iter().enumerate() {
        taken += story::render(book, *index).into_string().len();
        for page in book.trace.stories.get(*index).map_or(&[][..], |s| &s.articles) {
            taken += views::one_of(book, &mut findings, *page).into_string().len();
        }
        if taken > bytes {
            return n.max(1);
        }
    }
    book.stories.len()
}

pub(super) fn render(book: &Book) -> Markup {
    // Stories and threads first: they decide which places the page views must be able to open.
    let stories: Vec<Markup> = book.stories.iter().map(|i| story::render(book, *i)).collect();
    let threads: Vec<Markup> = book.threads.iter().map(|i| thread::render(book, *i)).collect();
    let pages = views::all(book);
    let body = html! {
        a.skip href="#findings" { "Skip to the findings" }
        (bar(book))
        (top(book))
        main #findings {
            @for s in &stories { (s) }
            @for t in &threads { (t) }
            (rest(book))
            @if !book.pages.is_empty() { (pages) }
        }
        (foot(book))
    };
    page("Headwater: where these statements spring from", &body)
}

/// A page of its own around `body`.
pub(super) fn page(title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy());
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                meta name="generator" content=(concat!("Headwater ", env!("CARGO_PKG_VERSION")));
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) }
        }
    }
}

/// Most names of skipped files that are told openly.
const SKIPPED: usize = 3;

/// One line that stays at the top: what this is, of how much, and the ways in it.
fn bar(book: &Book) -> Markup {
    let n = book.trace.articles.len();
    let stories = !book.stories.is_empty() || !book.threads.is_empty();
    html! {
        nav.bar aria-label="This report" {
            a.mark href="#top" { "Headwater" }
            span.facts { (count(n, "page", "pages")) span.wide-only { "; only these were looked at" } }
            @if stories { a href="#contents" { "Contents" } }
            @if !book.pages.is_empty() { a href="#pages-title" { "Pages" } }
        }
    }
}

/// Files that were passed over or could not be read.
fn skipped(book: &Book) -> Markup {
    let list = book.sheet.skipped;
    html! {
        @if list.is_empty() { p.bound { "No file was skipped." } }
        @else if list.len() <= SKIPPED {
            p.bound { "Not read: " @for (i, s) in list.iter().enumerate() { @if i > 0 { "; " } (super::words::shown(s)) } "." }
        } @else {
            details.bound { summary { (count(list.len(), "thing was", "things were")) " not read" }
                ul { @for s in list { li { (super::words::shown(s)) } } } }
        }
    }
}

fn top(book: &Book) -> Markup {
    let articles = &book.trace.articles;
    let named: BTreeSet<&str> =
        articles.iter().filter_map(|q| q.article.outlet.as_deref()).collect();
    let unnamed = articles.iter().filter(|q| q.article.outlet.is_none()).count();
    let undated = articles.iter().filter(|q| q.article.date.is_none()).count();
    let several = book.trace.stories.iter().filter(|s| s.articles.len() > 1).count();
    let figure = |n: usize, one: &str, many: &str| {
        html! { li { b { (grouped(n)) } " " (if n == 1 { one } else { many }) } }
    };
    html! {
        header.top #top {
            @match book.sheet.about {
                Some(about) => h1 { "Where it springs from: " bdi.asked { (super::words::shown(&about.words)) } },
                None => h1 { "Where these statements spring from" },
            }
            ul.figures {
                (figure(articles.len(), "page", "pages"))
                (figure(named.len(), "outlet named", "outlets named"))
                @if unnamed > 0 { (figure(unnamed, "page without outlet", "pages without outlet")) }
                @if undated > 0 { (figure(undated, "undated", "undated")) }
                (figure(several, "story in several pages", "stories in several pages"))
                @if !book.trace.threads.is_empty() { (figure(book.trace.threads.len(), "message over time", "messages over time")) }
            }
            p.bound {
                "Only these " (count(articles.len(), "page was", "pages were")) " looked at; "
                em { "none earlier" } " means none among them. "
                "Findings are made by rules and measured models, which err; each opens the place it rests on."
                @for met in &book.trace.bounds { " " (bound(*met)) "." }
            }
            (skipped(book))
            @if let Some(about) = book.sheet.about { (found(book, about)) }
            (legend())
            (contents::table(book))
        }
    }
}

/// What is nearest to the wording that was looked for.
fn found(book: &Book, about: &About) -> Markup {
    let likeness = |score: f64| match score {
        s if s > 0.995 => "all the words you asked for".to_owned(),
        s => format!("likeness {:.0} in 100", s * 100.0),
    };
    html! {
        @if about.is_empty() {
            p.rest { "No report of these words among these pages." }
        } @else {
            ul.found {
                @for (score, utterance) in &about.statements {
                    @if let Some(u) = book.trace.utterances.get(*utterance)
                        && let Some(reading) = u.readings.first() {
                        li {
                            (linked(book, reading.place, 260)) " "
                            span.quiet {
                                (u.speaker.as_deref().map_or(html! { "speaker not found" }, name))
                                " · " (likeness(*score))
                                @if let Some((href, number)) = book.statement(*utterance) {
                                    " · statement " a href=(href) { (number) }
                                }
                            }
                        }
                    }
                }
                @for (score, place) in &about.passages {
                    li {
                        (linked(book, *place, 260)) " "
                        span.quiet { bdi { (book.call(place.article)) } " · no speaker found · " (likeness(*score)) }
                    }
                }
            }
        }
    }
}

/// How to read the signs. Every sign also stands as a word or a shape, never as colour alone.
fn legend() -> Markup {
    html! {
        details.legend {
            summary { "How to read this report" }
            dl {
                dt { span.of-page { "Serif" } } dd { "words of a page; a click opens them in their place" }
                dt { "Sans" } dd { "our words" }
                dt { span.lost-sign aria-hidden="true" { "◇" } " hollow" } dd { "a text that is credited or inferred, but not among these pages" }
                dt { span.same.of-page { "grey" } } dd { "the same words as the reading on top" }
                dt { span.other.of-page { "underlined" } } dd { "words that differ or are added" }
                dt { del.lacks.of-page { "struck" } } dd { "words of the reading on top that this page leaves out; with … where it says so by an ellipsis" }
                dt { span.substance-sign { "≠" } } dd { "a difference of substance: a number, a name, a date, a yes or no, a limit" }
            }
            p {
                "How sure: " (sure::legend()) ". The numbers stand in the table under each tree; they were "
                "checked on simulated families of reports, not on these pages."
            }
            p.screen { input type="checkbox" id="everything"; " " label for="everything" { "Print everything: folds and pages too. A print has the six lines, the trees and the statements that differ otherwise." } }
        }
    }
}

fn rest(book: &Book) -> Markup {
    let alone = book.trace.articles.len() - book.story_of.len();
    html! {
        @if book.full < book.stories.len() {
            p.rest { "The first " (book.full) " stories are told in full, the others by their six lines alone, so that this file stays small. "
                "A report on fewer pages, or " code { "--format json" } ", tells all of them." }
        }
        @if book.left_out > 0 {
            p.rest { (count(book.left_out, "more story is", "more stories are"))
                " left out here; " code { "--format jsonl" } " gives all." }
        }
        @if alone > 0 && book.sheet.about.is_some() {
            p.rest { (count(alone, "page", "pages")) " more of those looked at "
                (if alone == 1 { "does" } else { "do" }) " not belong here." }
        } @else if alone > 0 && book.left_out == 0 {
            h2.rest-title { "Pages that stand alone" }
            p.rest { (count(alone, "page shares", "pages share")) " nothing with another page." }
            (standing(book))
        }
        @if book.stories.is_empty() && book.sheet.about.is_none() {
            p.rest { "No two of these pages report the same event." }
        }
    }
}

/// Most pages listed that stand alone.
const ALONE: usize = 50;

/// Pages that stand alone: outlet, day, headline.
fn standing(book: &Book) -> Markup {
    let all = (0..book.trace.articles.len()).filter(|a| !book.story_of.contains_key(a));
    let all: Vec<usize> = all.filter(|a| !book.outline.also.contains_key(a)).collect();
    html! {
        ul.rest #alone {
            @for index in all.iter().take(ALONE) {
                @if let Some(article) = book.article(*index) {
                    li {
                        b { bdi { (article.outlet.as_deref().map_or("outlet not found".to_owned(), crate::plain::plain)) } } ", "
                        (article.date.map_or("undated".to_owned(), |d| when(&d))) ": "
                        @match &article.title {
                            Some(title) => (quoted(title, book.lang(*index), 120)),
                            None => "no headline found",
                        }
                        " " span.cut { (super::words::shown(book.names.file(*index))) }
                        @if let Some(quote) = book.trace.articles.get(*index).and_then(|q| strongest(q)) {
                            div {
                                @if let Some(span) = quote.content.first() { (quoted(unmarked(span.of(&article.text)), book.lang(*index), 120)) }
                                @if let Some(who) = &quote.speaker { " " (name(who)) }
                            }
                        }
                    }
                }
            }
            @if all.len() > ALONE { li { (all.len() - ALONE) " more" } }
        }
    }
}

fn foot(book: &Book) -> Markup {
    let n = book.pages.len();
    html! {
        footer {
            p {
                (concat!("Headwater ", env!("CARGO_PKG_VERSION")))
                ". It says what differs, is missing, was added or appeared later; what that means is for the reader to judge. "
                @match (n, book.sheet.with_pages) {
                    (0, _) => "This file holds no text of the pages beyond what is quoted above.",
                    (_, true) => { "This file holds the full text of " (count(n, "page", "pages")) ": check rights before passing it on." },
                    (_, false) => { "Of " (count(n, "page", "pages")) " this file holds the paragraphs that carry findings, at most "
                        (grouped(views::LIMIT)) " characters each; the pages themselves are not part of it." },
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn base64_is_that_of_everyone() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
    }
}
