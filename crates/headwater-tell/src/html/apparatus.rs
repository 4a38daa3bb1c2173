//! The wordings of one statement, aligned: same words become dots, other words are underlined,
//! lacking words stand in a dotted box, and readings with the same wording stand together.

use super::Book;
use super::words::{head, linked, marks, shown};
use headwater_collate::{Place, Reading, Relation, Utterance, is_ellipsis};
use headwater_text::{Span, TokenKind, fold, tokens};
use maud::{Markup, html};

/// Most characters of a reading.
const WORDS: usize = 600;
/// Same words up to this many are shown, lightly; longer runs become dots.
const FEW: usize = 3;

/// A piece of a reading, as it stands to the reading on top.
enum Piece {
    /// Words both have (marks, case or spelling may differ).
    Same(Span),
    /// Words that differ or are added.
    Other(Span),
    /// Words of the reading on top that are lacking here, and the ellipsis that says so, if any.
    Lacks(Place, Option<Span>),
}

/// A wording and the readings that have it.
pub(super) struct Wording<'u> {
    pieces: Vec<Piece>,
    /// Where it differs from the reading on top, and how.
    pub(super) key: Vec<(usize, String)>,
    pub(super) readings: Vec<(usize, &'u Reading)>,
    /// Whether it is told as a whole: too little is the same to be aligned.
    pub(super) whole: bool,
}

/// The reading on top, with thin dots under places where others vary.
pub(super) fn base_words(book: &Book, utterance: &Utterance, base: &Reading) -> Markup {
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
    let (open, close) = marks(span.of(&article.text));
    html! {
        @if long || parts.len() == 1 { (linked(book, base.place, WORDS)) } @else {
            span.said-words { (open) q lang=[book.lang(base.place.article)] dir="auto" {
                @for (part, varies) in parts {
                    @if varies { span.varies { (shown(part.of(&article.text))) } }
                    @else { (shown(part.of(&article.text))) }
                }
            } (close) }
        }
    }
}

/// All readings grouped by wording; the first group has the words of the reading on top.
pub(super) fn wordings<'u>(
    book: &Book,
    utterance: &'u Utterance,
    base: &Reading,
) -> Vec<Wording<'u>> {
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
            pieces.push(Piece::Lacks(v.base, None));
            at = here;
        } else if is_ellipsis(words) && other.span.start >= at && other.span.end <= end {
            pieces.push(Piece::Same(Span::new(at, other.span.start)));
            pieces.push(Piece::Lacks(v.base, Some(other.span)));
            at = other.span.end;
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
            Piece::Lacks(..) => {}
        }
    }
    same * 2 < other || pieces.iter().filter(|p| matches!(p, Piece::Other(_))).count() > 8
}

fn words(text: &str) -> usize {
    tokens(text).iter().filter(|t| t.kind != TokenKind::Mark).count()
}

pub(super) fn whole(book: &Book, wording: &Wording) -> Markup {
    let place = wording.readings.first().map(|(_, r)| r.place);
    html! { @if let Some(place) = place { (linked(book, place, WORDS)) } }
}

pub(super) fn aligned(book: &Book, wording: &Wording) -> Markup {
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
                    Piece::Lacks(place, mark) => {
                        @let sign = if mark.is_some() { "…" } else { "‸" };
                        @let aloud = if mark.is_some() { "leaves out, and says so: " } else { "lacks: " };
                        " " span.lacks { span.aloud { (aloud) } span aria-hidden="true" { (sign) } " " q { (shown(head(book.slice(*place), 80).0)) } } " "
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
pub(super) fn manner(relation: Relation) -> Option<&'static str> {
    match relation {
        Relation::Base | Relation::Verbatim => None,
        Relation::Trimmed => Some("some words left out"),
        Relation::Noisy => Some("single words changed"),
        Relation::Retranslated => Some("as if through another language or an editor"),
        Relation::Paraphrased => Some("in other words"),
    }
}
