//! The page around the stories: head, counts and bounds, contents, legend, foot.

use super::words::{linked, name, quoted};
use super::{Book, page, story, thread};
use crate::amount::{count, grouped};
use crate::text::names::when;
use headwater::About;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const STYLE: &str = include_str!("style.css");

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

pub(super) fn render(book: &Book) -> Markup {
    // Stories and threads first: they decide which places the page views must be able to open.
    let stories: Vec<Markup> = book.stories.iter().map(|i| story::render(book, *i)).collect();
    let threads: Vec<Markup> = book.threads.iter().map(|i| thread::render(book, *i)).collect();
    let pages = page::all(book);
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
                title { "Headwater: where these statements spring from" }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#findings" { "Skip to the findings" }
                (top(book))
                main #findings {
                    @for s in &stories { (s) }
                    @for t in &threads { (t) }
                    (rest(book))
                    @if !book.pages.is_empty() { (pages) }
                }
                (foot())
            }
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
        header.top {
            p.mark { "Headwater" }
            @match book.about {
                Some(about) => h1 { "Where it springs from: " bdi.asked { (super::words::shown(&about.words)) } },
                None => h1 { "Where these statements spring from" },
            }
            ul.figures {
                (figure(articles.len(), "page", "pages"))
                (figure(named.len(), "outlet named", "outlets named"))
                @if unnamed > 0 { (figure(unnamed, "page without outlet", "pages without outlet")) }
                @if undated > 0 { (figure(undated, "undated", "undated")) }
                (figure(several, "story of several reports", "stories of several reports"))
                (figure(book.trace.threads.len(), "thread", "threads"))
            }
            p.bound {
                "Only these " (count(articles.len(), "page", "pages")) " were looked at. "
                em { "No earlier report" } " always means: none among them. "
                "Findings are made by rules and measured models, which err; each opens the place it rests on."
            }
            @if let Some(about) = book.about { (found(book, about)) }
            (legend())
            (contents(book))
        }
    }
}

/// What is nearest to the wording that was looked for.
fn found(book: &Book, about: &About) -> Markup {
    let likeness = |score: f64| format!("likeness {:.0} in 100", score * 100.0);
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
                                (u.speaker.as_deref().map_or(html! { "speaker not named" }, name))
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

fn contents(book: &Book) -> Markup {
    html! {
        @if !book.stories.is_empty() || !book.threads.is_empty() {
            nav.contents aria-label="Contents" {
                ol {
                    @for (i, index) in book.stories.iter().enumerate() {
                        @if let Some(s) = book.trace.stories.get(*index) {
                            li {
                                a href=(format!("#s{}", i + 1)) {
                                    span.no { "Story " (i + 1) } " "
                                    span.of-page { (name(&s.title)) }
                                }
                                " " span.quiet { (count(s.articles.len(), "report", "reports")) }
                            }
                        }
                    }
                    @for i in &book.threads {
                        @if let Some(t) = book.trace.threads.get(*i) {
                        li {
                            a href=(format!("#t{}", i + 1)) {
                                span.no { "Thread " (i + 1) } " "
                                span.of-page { (name(&t.title)) }
                            }
                            " " span.quiet {
                                (count(t.statements.len(), "statement", "statements"))
                                @if !t.against.is_empty() { ", " (t.against.len()) " against" }
                            }
                        }
                        }
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
                dt { span.same { "· · ·" } } dd { "the same words as the reading on top" }
                dt { span.of-page { u { "other words" } } } dd { "words that differ or are added" }
                dt { span.lacks { "‸ " span.of-page { "words" } } } dd { "words that this report lacks" }
                dt { span.lacks { "… " span.of-page { "words" } } } dd { "words that it leaves out and says so with an ellipsis" }
                dt { span.substance-sign { "≠" } } dd { "a difference of substance: a number, a name, a date, a yes or no" }
            }
            p {
                "How sure, in 100: "
                @for (i, (from, word)) in headwater_stemma::bands().iter().rev().enumerate() {
                    @if i > 0 { ", " }
                    b { (word) }
                    @if *from > 0.0 { " from " (format!("{:.0}", from * 100.0)) }
                }
                ". The numbers stand in the table under each tree; they were "
                "checked on simulated families of reports, not on these pages."
            }
        }
    }
}

fn rest(book: &Book) -> Markup {
    let alone = book.trace.articles.len() - book.pages.len();
    html! {
        @if book.left_out > 0 {
            p.rest { (count(book.left_out, "more story is", "more stories are"))
                " left out here; " code { "--format jsonl" } " gives all." }
        }
        @if alone > 0 && book.about.is_some() {
            p.rest { (count(alone, "page", "pages")) " more of those looked at "
                (if alone == 1 { "does" } else { "do" }) " not belong here." }
        } @else if alone > 0 && book.left_out == 0 {
            p.rest { (count(alone, "page stands", "pages stand")) " alone: "
                (if alone == 1 { "it shares" } else { "they share" }) " nothing with another page." }
            (standing(book))
        }
        @if book.stories.is_empty() && book.about.is_none() {
            p.rest { "No two of these pages report the same event." }
        }
    }
}

/// Most pages listed that stand alone.
const ALONE: usize = 50;

/// Pages that stand alone: outlet, day, headline.
fn standing(book: &Book) -> Markup {
    let all = (0..book.trace.articles.len()).filter(|a| !book.pages.contains(a));
    let all: Vec<usize> = all.collect();
    html! {
        ul.rest {
            @for index in all.iter().take(ALONE) {
                @if let Some(article) = book.article(*index) {
                    li {
                        bdi { (book.call(*index)) } ", "
                        (article.date.map_or("undated".to_owned(), |d| when(&d))) ": "
                        @match &article.title {
                            Some(title) => (quoted(title, book.lang(*index), 120)),
                            None => "no headline found",
                        }
                    }
                }
            }
            @if all.len() > ALONE { li { (all.len() - ALONE) " more" } }
        }
    }
}

fn foot() -> Markup {
    html! {
        footer {
            p {
                (concat!("Headwater ", env!("CARGO_PKG_VERSION")))
                ". It says what differs, is lacking, was added or appeared later; what that means is for the reader to judge. "
                "Quotations are short and stand with their outlet; the pages themselves are not part of this file."
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
