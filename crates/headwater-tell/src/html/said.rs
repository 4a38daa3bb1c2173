//! One statement: the fullest reading on top, under it each other wording once, aligned with it.
//! Same words become dots, other words are underlined, lacking words stand in a dotted box;
//! pages with the same wording stand together, and what only marks and spelling change is counted.

use super::Book;
use super::apparatus::{Wording, aligned, base_words, manner, whole, wordings};
use super::story::{witness, witnesses};
use super::words::{head, linked, listed, name, shown};
use crate::amount::count;
use crate::text::names::{substance as substance_in_words, when};
use headwater_collate::{Place, Reading, Utterance};
use headwater_quote::Quotation;
use headwater_text::fold;
use maud::{Markup, html};

/// Statements one after another; who speaks is said once for those that follow each other.
pub(super) fn all<'u>(
    book: &Book,
    list: impl Iterator<Item = &'u (usize, &'u Utterance)>,
) -> Markup {
    let (mut speaker, mut told) = (String::new(), String::new());
    let mut out: Vec<Markup> = Vec::new();
    for (index, utterance) in list {
        let Some(base) = utterance.readings.first() else { continue };
        let (who, rest) = (who(book, utterance, base), circumstances(book, utterance));
        let again = who.0 == speaker && (rest.0.is_empty() || rest.0 == told);
        if !again {
            speaker.clone_from(&who.0);
            told.clone_from(&rest.0);
        }
        let head = (!again).then(|| html! { (who) (rest) });
        out.push(one(book, *index, utterance, head));
    }
    html! { @for o in &out { (o) } }
}

fn one(book: &Book, index: usize, utterance: &Utterance, who: Option<Markup>) -> Markup {
    let Some(base) = utterance.readings.first() else { return html! {} };
    let (wordings, doubtful) = parted(book, index, wordings(book, utterance, base));
    let folded = utterance.apparatus.iter().filter(|v| v.folded).count();
    let alike = wordings.iter().filter(|w| w.key.is_empty() && !w.whole);
    let alike = alike.flat_map(|w| w.readings.iter().copied()).collect();
    let (href, number) = book.statement(index).unwrap_or_default();
    html! {
        article.said id=(href.trim_start_matches('#')) {
            @match who {
                Some(who) => p.who { span.no { (number) } " " (who) },
                None => p.who.again { span.no { (number) } },
            }
            div.reading.base {
                div.words { (base_words(book, utterance, base)) }
                div.has { (pages(book, utterance, alike)) }
            }
            @for w in wordings.iter().filter(|w| !w.key.is_empty() || w.whole) {
                div.reading {
                    div.words { @if w.whole { (whole(book, w)) } @else { (aligned(book, w)) } }
                    div.has {
                        (pages(book, utterance, w.readings.clone()))
                        @if let Some(r) = w.readings.first().and_then(|(_, r)| manner(r.relation)) { div.quiet { (r) } }
                    }
                }
            }
            (substance(book, utterance))
            @if folded > 0 && witnesses(utterance).len() > 1 {
                p.folded { (count(folded, "place more differs", "places more differ"))
                    " only in marks, capitals or spelling." }
            }
            @if !doubtful.is_empty() {
                details.more { summary { "perhaps the same, " (count(doubtful.len(), "place", "places")) }
                    ul { @for r in &doubtful {
                        li { (linked(book, r.place, 200)) " " (witness(book, r.place.article)) }
                    } }
                }
            }
        }
    }
}

/// Wordings without the readings that are not surely of the statement, and these.
fn parted<'u>(
    book: &Book,
    index: usize,
    mut all: Vec<Wording<'u>>,
) -> (Vec<Wording<'u>>, Vec<&'u Reading>) {
    let mut doubtful = Vec::new();
    for wording in &mut all {
        wording.readings.retain(|(i, reading)| {
            let sure = book.sure(index, *i);
            if !sure {
                doubtful.push(*reading);
            }
            sure
        });
    }
    all.retain(|w| !w.readings.is_empty());
    (all, doubtful)
}

fn quote<'b>(book: &'b Book, reading: &Reading) -> Option<&'b Quotation> {
    let page = book.trace.articles.get(reading.place.article)?;
    page.quotes.iter().find(|q| Some(&q.id) == reading.quote.as_ref())
}

/// Speaker and role as the fullest report prints them.
fn who(book: &Book, utterance: &Utterance, base: &Reading) -> Markup {
    let role = quote(book, base).and_then(|q| q.role.as_deref());
    html! {
        @match utterance.speaker.as_deref() {
            Some(speaker) => b.of-page { (name(speaker)) },
            None => b { "Speaker not named" },
        }
        @if let Some(role) = role { ", " span.of-page { (name(head(role, 80).0)) } }
    }
}

/// Medium, informants and day, as the reports give them.
fn circumstances(book: &Book, utterance: &Utterance) -> Markup {
    let mut media: Vec<String> = Vec::new();
    let mut chains: Vec<String> = Vec::new();
    for q in utterance.readings.iter().filter_map(|r| quote(book, r)) {
        if let Some(via) = q.via.as_deref().map(|v| shown(v.trim())).filter(|v| !media.contains(v))
        {
            media.push(via);
        }
        let chain = q.chain.iter().map(|c| shown(c.trim())).collect::<Vec<_>>().join(" ← ");
        if !chain.is_empty() && !chains.contains(&chain) {
            chains.push(chain);
        }
    }
    html! {
        @if !media.is_empty() { span.quiet { " · medium: " (media.join(" / ")) } }
        @if !chains.is_empty() { span.quiet { " · through: " (chains.join(" / ")) } }
        @if let Some(on) = &utterance.said_on { span.quiet { " · said " (when(on)) } }
    }
}

/// The pages that have a wording, in order of time.
fn pages(book: &Book, utterance: &Utterance, mut readings: Vec<(usize, &Reading)>) -> Markup {
    if readings.iter().any(|(_, r)| !r.repeat) {
        readings.retain(|(_, r)| !r.repeat);
    }
    readings.sort_by_key(|(_, r)| {
        let article = book.article(r.place.article);
        let dated = article.is_some_and(|a| a.date.is_some());
        (!dated, book.trace.interval(r.place.article), r.place)
    });
    let each = readings.iter().map(|(i, r)| reading(book, utterance, *i, r));
    listed(&each.collect::<Vec<_>>())
}

/// The page's name, opening the words in it.
fn reading(book: &Book, utterance: &Utterance, index: usize, reading: &Reading) -> Markup {
    let spelt =
        utterance.apparatus.iter().any(|v| v.folded && v.others.iter().any(|(r, _)| *r == index));
    let called = book.call(reading.place.article);
    html! {
        @match book.href(reading.place) {
            Some(href) => a.wit href=(href) { bdi { (called) } },
            None => (witness(book, reading.place.article)),
        }
        @if spelt { span.quiet title="differs in marks, capitals or spelling" { " ~" } }
    }
}

/// Differences of substance, each once, with the pages that have each side.
fn substance(book: &Book, utterance: &Utterance) -> Markup {
    let mut told: Vec<(&str, String, String)> = Vec::new();
    let mut lines: Vec<Markup> = Vec::new();
    for (kind, a, b) in &utterance.differs {
        let key = (kind.as_str(), fold(book.slice(*a).trim()), fold(book.slice(*b).trim()));
        if told.contains(&key) {
            continue;
        }
        told.push(key);
        let side = |p: &Place| {
            html! {
                @if book.slice(*p).trim().is_empty() { i { "no such words" } } @else { (linked(book, *p, 80)) }
                " " span.quiet { "(" (book.call(p.article)) ")" }
            }
        };
        lines.push(html! {
            li { span.substance-sign aria-hidden="true" { "≠" } " differs in " b { (shown(substance_in_words(kind))) } ": "
                (side(a)) " → " (side(b)) }
        });
    }
    html! { @if !lines.is_empty() { ul.substance { @for l in &lines { (l) } } } }
}
