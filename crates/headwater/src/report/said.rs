//! One statement: the fullest reading on top, under it each other wording once, aligned with it.
//! Same words become dots, other words are underlined, lacking words stand in a dotted box;
//! pages with the same wording stand together, and what only marks and spelling change is counted.

use super::Book;
use super::story::{witness, witnesses};
use super::words::{count, head, linked, listed, name, shown};
use crate::tell::names::when;
use headwater_collate::{Place, Reading, Relation, Utterance};
use headwater_quote::Quotation;
use headwater_text::{Span, TokenKind, fold, tokens};
use maud::{Markup, html};

/// Most characters of the reading on top.
const WORDS: usize = 600;
/// Same words up to this many are shown, lightly; longer runs become dots.
const FEW: usize = 3;

/// A piece of a reading, as it stands to the reading on top.
enum Piece {
    /// Words both have (marks, case or spelling may differ).
    Same(Span),
    /// Words that differ or are added.
    Other(Span),
    /// Words of the reading on top that are lacking here.
    Lacks(Place),
}

/// A wording and the readings that have it.
struct Wording<'u> {
    pieces: Vec<Piece>,
    key: Vec<(usize, String)>,
    readings: Vec<(usize, &'u Reading)>,
    /// Whether it is told as a whole: too little is the same to be aligned.
    whole: bool,
}

/// Statements one after another; who speaks is said once for those that follow each other.
pub(super) fn all<'u>(
    book: &Book,
    list: impl Iterator<Item = &'u (usize, &'u Utterance)>,
) -> Markup {
    let mut last = String::new();
    let mut out: Vec<Markup> = Vec::new();
    for (index, utterance) in list {
        let Some(base) = utterance.readings.first() else { continue };
        let who = who(book, utterance, base);
        let again = who.0 == last;
        last.clone_from(&who.0);
        out.push(one(book, *index, utterance, (!again).then_some(who)));
    }
    html! { @for o in &out { (o) } }
}

fn one(book: &Book, index: usize, utterance: &Utterance, who: Option<Markup>) -> Markup {
    let Some(base) = utterance.readings.first() else { return html! {} };
    let wordings = wordings(book, utterance, base);
    let folded = utterance.apparatus.iter().filter(|v| v.folded).count();
    let alike: Vec<Markup> = wordings
        .iter()
        .filter(|w| w.key.is_empty() && !w.whole)
        .flat_map(|w| w.readings.iter().filter(|(_, r)| !r.repeat))
        .map(|(i, r)| reading(book, utterance, *i, r))
        .collect();
    let (href, number) = book.statement(index).unwrap_or_default();
    html! {
        article.said id=(href.trim_start_matches('#')) {
            @match who {
                Some(who) => p.who { span.no { (number) } " " (who) },
                None => p.who.again { span.no { (number) } },
            }
            div.reading.base {
                div.words { (base_words(book, utterance, base)) }
                div.has { (listed(&alike)) }
            }
            @for w in wordings.iter().filter(|w| !w.key.is_empty() || w.whole) {
                div.reading {
                    div.words { @if w.whole { (whole(book, w)) } @else { (aligned(book, w)) } }
                    div.has {
                        (listed(&w.readings.iter().filter(|(_, r)| !r.repeat).map(|(i, r)| reading(book, utterance, *i, r)).collect::<Vec<_>>()))
                        @if let Some(r) = w.readings.first().and_then(|(_, r)| manner(r.relation)) { div.quiet { (r) } }
                    }
                }
            }
            (substance(book, utterance))
            @if folded > 0 && witnesses(utterance).len() > 1 {
                p.folded { (count(folded, "place more differs", "places more differ"))
                    " only in marks, capitals or spelling." }
            }
        }
    }
}

fn quote<'b>(book: &'b Book, reading: &Reading) -> Option<&'b Quotation> {
    let page = book.trace.articles.get(reading.place.article)?;
    page.quotes.iter().find(|q| Some(&q.id) == reading.quote.as_ref())
}

/// Speaker, role, medium, informants and day, as the reports give them.
fn who(book: &Book, utterance: &Utterance, base: &Reading) -> Markup {
    let role = quote(book, base).and_then(|q| q.role.as_deref());
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
        @match utterance.speaker.as_deref() {
            Some(speaker) => b.of-page { (name(speaker)) },
            None => b { "Speaker not named" },
        }
        @if let Some(role) = role { ", " span.of-page { (name(head(role, 80).0)) } }
        @if !media.is_empty() { span.quiet { " · medium: " (media.join(" / ")) } }
        @if !chains.is_empty() { span.quiet { " · through: " (chains.join(" / ")) } }
        @if let Some(on) = &utterance.said_on { span.quiet { " · said " (when(on)) } }
    }
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

/// The reading on top, with thin dots under places where others vary.
fn base_words(book: &Book, utterance: &Utterance, base: &Reading) -> Markup {
    let Some(article) = book.article(base.place.article) else { return html! {} };
    let span = base.place.span;
    let mut parts: Vec<(Span, bool)> = Vec::new();
    let mut at = span.start;
    for v in utterance.apparatus.iter().filter(|v| !v.folded) {
        let here = v.base.span;
        if v.base.article != base.place.article
            || here.start < at
            || here.end > span.end
            || here.is_empty()
        {
            continue;
        }
        parts.push((Span::new(at, here.start), false));
        parts.push((here, true));
        at = here.end;
    }
    parts.push((Span::new(at, span.end), false));
    let long = span.of(&article.text).chars().count() > WORDS;
    html! {
        @if long || parts.len() == 1 { (linked(book, base.place, WORDS)) } @else {
            span.said-words { "“" q lang=[book.lang(base.place.article)] dir="auto" {
                @for (part, varies) in parts {
                    @if varies { span.varies { (shown(part.of(&article.text))) } }
                    @else { (shown(part.of(&article.text))) }
                }
            } "”" }
        }
    }
}

/// All readings grouped by wording; the first group has the words of the reading on top.
fn wordings<'u>(book: &Book, utterance: &'u Utterance, base: &Reading) -> Vec<Wording<'u>> {
    let mut list: Vec<Wording> = Vec::new();
    for (index, reading) in utterance.readings.iter().enumerate() {
        if reading.repeat
            && list
                .iter()
                .any(|w| w.readings.iter().any(|(_, r)| r.place.article == reading.place.article))
        {
            continue;
        }
        let (pieces, key) = pieces(book, utterance, base, index, reading);
        let whole = index > 0 && too_different(book, reading, &pieces, &key);
        let key = if whole { vec![(usize::MAX, fold(book.slice(reading.place)))] } else { key };
        match list.iter_mut().find(|w| w.key == key) {
            Some(w) => w.readings.push((index, reading)),
            None => list.push(Wording { pieces, key, readings: vec![(index, reading)], whole }),
        }
    }
    list
}

/// A reading cut at the places of variation. Without any, and unless it is the same words, the
/// alignment tells nothing and the key says so.
fn pieces(
    book: &Book,
    utterance: &Utterance,
    base: &Reading,
    index: usize,
    reading: &Reading,
) -> (Vec<Piece>, Vec<(usize, String)>) {
    let mut pieces = Vec::new();
    let mut key = Vec::new();
    let (mut at, end) = (reading.place.span.start, reading.place.span.end);
    for v in utterance.apparatus.iter().filter(|v| !v.folded) {
        let Some((_, other)) = v.others.iter().find(|(r, _)| *r == index) else { continue };
        if other.article != reading.place.article || v.base.article != base.place.article {
            continue;
        }
        let words = book.slice(*other).trim();
        if words.is_empty() {
            // Where words are lacking, the place may be given anywhere between its neighbours.
            let here = other.span.start.clamp(at, end);
            pieces.push(Piece::Same(Span::new(at, here)));
            pieces.push(Piece::Lacks(v.base));
            at = here;
        } else if other.span.start >= at && other.span.end <= end {
            pieces.push(Piece::Same(Span::new(at, other.span.start)));
            pieces.push(Piece::Other(other.span));
            at = other.span.end;
        } else {
            continue;
        }
        key.push((v.base.span.start, fold(words)));
    }
    pieces.push(Piece::Same(Span::new(at, end)));
    (pieces, key)
}

/// Whether so little is the same that the reading is better told as a whole.
fn too_different(
    book: &Book,
    reading: &Reading,
    pieces: &[Piece],
    key: &[(usize, String)],
) -> bool {
    if key.is_empty() {
        return !matches!(reading.relation, Relation::Base | Relation::Verbatim);
    }
    let text = book.article(reading.place.article).map_or("", |a| &a.text);
    let (mut same, mut other) = (0, 0);
    for piece in pieces {
        match piece {
            Piece::Same(s) => same += words(s.of(text)),
            Piece::Other(s) => other += words(s.of(text)),
            Piece::Lacks(_) => {}
        }
    }
    same * 2 < other || pieces.iter().filter(|p| matches!(p, Piece::Other(_))).count() > 8
}

fn words(text: &str) -> usize {
    tokens(text).iter().filter(|t| t.kind != TokenKind::Mark).count()
}

fn whole(book: &Book, wording: &Wording) -> Markup {
    let place = wording.readings.first().map(|(_, r)| r.place);
    html! { @if let Some(place) = place { (linked(book, place, WORDS)) } }
}

fn aligned(book: &Book, wording: &Wording) -> Markup {
    let Some((_, reading)) = wording.readings.first() else { return html! {} };
    let Some(article) = book.article(reading.place.article) else { return html! {} };
    let lang = book.lang(reading.place.article);
    html! {
        span.aligned lang=[lang] dir="auto" {
            @for piece in &wording.pieces {
                @match piece {
                    Piece::Same(span) => (same(span.of(&article.text))),
                    Piece::Other(span) => {
                        @let place = Place { article: reading.place.article, span: *span };
                        @match book.href(place) {
                            Some(href) => { " " a.other href=(href) { q { (shown(span.of(&article.text).trim())) } } " " },
                            None => { " " span.other { q { (shown(span.of(&article.text).trim())) } } " " },
                        }
                    },
                    Piece::Lacks(place) => {
                        " " span.lacks { span.aloud { "lacks: " } span aria-hidden="true" { "‸" } " " q { (shown(head(book.slice(*place), 80).0)) } } " "
                    },
                }
            }
        }
    }
}

/// The same words: a few lightly, many as dots.
fn same(text: &str) -> Markup {
    let n = words(text);
    html! {
        @if n > FEW { span.same { span.aloud { "the same words" } span aria-hidden="true" { (vec!["·"; (n / 2).clamp(3, 9)].join("\u{2009}")) } } }
        @else if n > 0 { q.same { (shown(text.trim())) } }
    }
}

/// How a wording came about, in plain words.
fn manner(relation: Relation) -> Option<&'static str> {
    match relation {
        Relation::Base | Relation::Verbatim => None,
        Relation::Trimmed => Some("some words left out"),
        Relation::Noisy => Some("single words changed"),
        Relation::Retranslated => Some("as if through another language or an editor"),
        Relation::Paraphrased => Some("in other words"),
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
                @if book.slice(*p).trim().is_empty() { "nothing" } @else { (linked(book, *p, 80)) }
                " " span.quiet { "(" (book.call(p.article)) ")" }
            }
        };
        lines.push(html! {
            li { span.substance-sign aria-hidden="true" { "≠" } " differs in " b { (shown(kind)) } ": "
                (side(a)) " → " (side(b)) }
        });
    }
    html! { @if !lines.is_empty() { ul.substance { @for l in &lines { (l) } } } }
}
