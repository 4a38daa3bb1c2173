//! One statement: what differs in substance first, then the fullest reading, under it each other
//! wording once, aligned with it; pages with the same wording stand together, copies behind what they
//! were made from, and what only marks and spelling change is counted.

use super::Book;
use super::apparatus::{aligned, top, whole};
use super::story::witness;
use super::words::{head, linked, listed, name, shown};
use crate::amount::count;
use crate::brief::{Statement, Wordings};
use crate::text::names::{kind as kind_in_words, when};
use headwater_collate::{Place, Reading, Relation, Utterance};
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
    let Some(statement) = book.said_of(index) else { return html! {} };
    let also = &book.outline.also;
    let Some(told) = Wordings::of(book.trace, also, statement, utterance) else { return html! {} };
    let folded = utterance.apparatus.iter().filter(|v| v.folded).count();
    let doubtful = utterance.readings.iter().zip(&statement.sure).filter(|(_, sure)| !**sure);
    let doubtful: Vec<&Reading> = doubtful.map(|(r, _)| r).collect();
    let (href, number) = book.statement(index).unwrap_or_default();
    let no = html! {
        @if book.ways.is_some() { a.no href=(href) aria-label=(format!("statement {number}")) { (number) " →" } }
        @else { span.no { (number) } }
    };
    html! {
        article.said.differs[statement.differs] id=[book.statement_id(index)] {
            @match who {
                Some(who) => p.who { (no) " " (who) },
                None => p.who.again { (no) },
            }
            @if statement.differs { (substance(book, statement, utterance)) }
            div.reading.base {
                div.words { (top(book, &told)) }
                div.has { (pages(book, utterance, &told.same)) }
            }
            @for few in &told.few {
                div.reading {
                    div.words { (aligned(book, few)) }
                    div.has { (pages(book, utterance, &few.pages)) }
                }
            }
            @for (place, held) in &told.whole {
                div.reading {
                    div.words { (whole(book, *place)) }
                    div.has {
                        (pages(book, utterance, held))
                        @if let Some(how) = manner(book, utterance, told.top, *place) { span.quiet { " · " (how) } }
                    }
                }
            }
            @if !told.own.is_empty() {
                @let own: Vec<usize> = told.own.iter().copied().collect();
                p.folded { (if own.len() > 1 { "In their own words, not as a quotation: " } else { "In its own words, not as a quotation: " })
                    (pages(book, utterance, &own)) }
            }
            @if folded > 0 && book.several.contains(&index) {
                p.folded { (count(folded, "more difference", "more differences"))
                    " in punctuation, capitals or spelling." }
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

/// How a wording that is told whole came about, in plain words.
fn manner(book: &Book, utterance: &Utterance, top: Place, place: Place) -> Option<&'static str> {
    let lang = |p: Place| book.article(p.article).and_then(|a| a.lang.as_deref());
    if matches!((lang(top), lang(place)), (Some(a), Some(b)) if a != b) {
        return Some("in another language");
    }
    match utterance.readings.iter().find(|r| r.place == place)?.relation {
        Relation::Base | Relation::Verbatim => None,
        Relation::Trimmed => Some("shorter"),
        Relation::Noisy => Some("single words changed"),
        Relation::Retranslated => Some("looks translated or edited"),
        Relation::Paraphrased => Some("in other words"),
    }
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
            None => b { "Speaker not found" },
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
    // *press conference* tells nothing beside *press conference in the rowing hall*.
    let all = media.clone();
    media.retain(|m| !all.iter().any(|o| o != m && fold(o).contains(&fold(m))));
    html! {
        @if !media.is_empty() { span.quiet { " · medium: " (media.join(" / ")) } }
        @if !chains.is_empty() { span.quiet { " · through: " (chains.join(" / ")) } }
        @if let Some(on) = &utterance.said_on { span.quiet { " · said " (when(on)) } }
    }
}

/// The pages that have a wording, in order of time, copies behind what they were made from.
fn pages(book: &Book, utterance: &Utterance, held: &[usize]) -> Markup {
    let mut list = held.to_vec();
    list.sort_by_key(|a| {
        let dated = book.article(*a).is_some_and(|x| x.date.is_some());
        (!dated, book.trace.interval(*a), *a)
    });
    let copy = |a: &usize| book.parent(*a).is_some_and(|p| held.contains(&p));
    let (below, top): (Vec<usize>, Vec<usize>) = list.into_iter().partition(copy);
    let told = |list: &[usize]| {
        listed(&list.iter().map(|a| reading(book, utterance, *a)).collect::<Vec<_>>())
    };
    html! {
        (told(&top))
        @if !top.is_empty() && !below.is_empty() {
            span.copies { (if below.len() == 1 { " and its copy " } else { " and copies: " }) }
        }
        (told(&below))
    }
}

/// The page's name, opening the words in it.
fn reading(book: &Book, utterance: &Utterance, article: usize) -> Markup {
    let here = |r: &&Reading| r.place.article == article;
    let first = utterance
        .readings
        .iter()
        .filter(here)
        .min_by_key(|r| (r.quote.is_none(), r.repeat, r.place));
    match first.and_then(|r| book.href(r.place)) {
        Some(href) => html! { a.wit href=(href) { bdi { (book.call(article)) } } },
        None => witness(book, article),
    }
}

/// A difference of substance: its kind with the folded words on both sides, where these stand, and
/// the pages that have the second.
struct Difference<'u> {
    key: (&'u str, String, String),
    a: Place,
    b: Place,
    held: Vec<usize>,
}

/// Differences of substance, each once, with the pages that have the other side.
fn substance(book: &Book, statement: &Statement, utterance: &Utterance) -> Markup {
    let mut told: Vec<Difference> = Vec::new();
    let of = |p: &Place| statement.pages.contains(&p.article);
    for (kind, a, b) in utterance.differs.iter().filter(|(_, a, b)| of(a) && of(b)) {
        let key = (kind.as_str(), fold(book.slice(*a).trim()), fold(book.slice(*b).trim()));
        match told.iter_mut().find(|t| t.key == key) {
            Some(t) if !t.held.contains(&b.article) => t.held.push(b.article),
            Some(_) => {}
            None => told.push(Difference { key, a: *a, b: *b, held: vec![b.article] }),
        }
    }
    let empty = |p: &Place| book.slice(*p).trim().is_empty();
    let page = |list: &[usize]| {
        let names: Vec<String> = list.iter().map(|a| book.call(*a)).collect();
        html! { " " span.quiet { "(" (names.join(", ")) ")" } }
    };
    html! {
        @if !told.is_empty() { ul.substance { @for Difference { key: (kind, ..), a, b, held } in &told {
            li { span.substance-sign aria-hidden="true" { "≠" } " " b { (shown(kind_in_words(kind))) } ": "
                @match (empty(a), empty(b)) {
                    (true, _) => { "adds " (linked(book, *b, 80)) (page(held)) },
                    (_, true) => { "leaves out " (linked(book, *a, 80)) (page(held)) },
                    _ => { (linked(book, *a, 80)) (page(&[a.article])) " → " (linked(book, *b, 80)) (page(held)) },
                } }
        } } }
    }
}
