//! One report as carrier of a text: what the tree is inferred from.

use crate::again::repeated;
use crate::credit;
use crate::settle::settle;
use crate::wire;
use headwater_lang::{Class, Language};
use headwater_quote::{Kind, Quotation, Quoted, Zone};
use headwater_text::{Span, When, fold_char, sentences, words};
use std::collections::{BTreeMap, BTreeSet};

/// Sentences of one body that are compared; the rest of a longer one is left aside.
const MAX_LINES: usize = 400;

/// A report of the story, seen as a witness.
#[derive(Clone, Debug)]
pub(crate) struct Witness<'a> {
    /// The article's id.
    pub(crate) id: &'a str,
    /// Index in the articles' list.
    pub(crate) article: usize,
    /// The publication.
    pub(crate) outlet: Option<&'a str>,
    /// The host of its address; empty where none is known.
    pub(crate) host: &'a str,
    /// First and last minute that publication falls into; open ends are the extremes of `i64`.
    pub(crate) interval: (i64, i64),
    /// The date as printed.
    pub(crate) date: Option<When>,
    /// Where the date is printed.
    pub(crate) date_span: Option<Span>,
    /// The page's text; all places are in it.
    pub(crate) text: &'a str,
    /// Where the headline stands.
    pub(crate) title_span: Option<Span>,
    /// The body's sentences.
    pub(crate) lines: Vec<Line>,
    /// Words of the headline.
    pub(crate) title_words: Vec<u64>,
    /// The body's paragraphs by their words: the last place of each, and whether it stands twice.
    pub(crate) paragraphs: BTreeMap<u64, (Span, bool)>,
    /// Names of publications that the text credits.
    pub(crate) credits: Vec<credit::Credit>,
    /// Agencies that its dateline or its end gives.
    pub(crate) wires: Vec<wire::Wire>,
    /// Lines right above and below the body, where bylines and credits stand.
    pub(crate) beside: Vec<Span>,
    /// Media that its quotations name, once a quotation: how a lost source is called.
    pub(crate) media: Vec<Medium<'a>>,
    /// The language of its body.
    pub(crate) language: &'static Language,
    /// Words between quotation marks, whoever says them.
    pub(crate) marked: Vec<Span>,
    /// Quotations of headline and body with their speakers.
    pub(crate) voices: Vec<Voice<'a>>,
}

impl Witness<'_> {
    /// Whether its body has more sentences than are compared.
    pub(crate) fn is_cut(&self) -> bool {
        self.lines.len() >= MAX_LINES
    }
}

/// A quotation whose speaker is known.
#[derive(Clone, Debug)]
pub(crate) struct Voice<'a> {
    /// The words.
    pub(crate) span: Span,
    /// Who says them, as printed.
    pub(crate) speaker: &'a str,
    /// Those of them that stand in quotation marks, without what is between.
    pub(crate) marked: Vec<Span>,
    /// Where the speaker and the word of saying stand.
    pub(crate) beside: Vec<Span>,
    /// Where the medium or occasion stands that they came through.
    pub(crate) via: Option<Span>,
    /// Where those stand whom the report has them from.
    pub(crate) from: Vec<Span>,
}

/// A medium through which a quotation came.
#[derive(Clone, Debug)]
pub(crate) struct Medium<'a> {
    /// Its name as printed.
    pub(crate) name: &'a str,
    /// Bytes quoted.
    pub(crate) quoted: usize,
    /// The words before the name say that it is a medium: *the daily X*.
    pub(crate) called: bool,
}

impl<'a> Medium<'a> {
    /// The media of a quotation: through which it came, and whom the page has that from.
    fn of(q: &'a Quotation, text: &'a str, language: &'static Language) -> Vec<Medium<'a>> {
        let quoted = q.span.len();
        let medium = |name, span| Medium { name, quoted, called: called(text, span, language) };
        let via = q.via.as_deref().map(|name| medium(name, q.via_span));
        let whole = |s: &Span| q.chain.iter().any(|c| c == s.of(text));
        let chain = q.chain_spans.iter().copied().filter(whole);
        via.into_iter().chain(chain.map(|s| medium(s.of(text), Some(s)))).collect()
    }
}

/// Words from what kind of medium it is to its name.
const CALLED: usize = 4;

/// Whether one of the last words before a name, up to a mark, says that it is a medium's.
fn called(text: &str, name: Option<Span>, language: &Language) -> bool {
    let before = name.and_then(|s| text.get(..s.start)).unwrap_or("");
    let line = before.rsplit(['\n', '.', ',', ';', ':', '(']).next().unwrap_or("");
    let words = line.split_whitespace().rev().take(CALLED);
    let bare = |w: &str| {
        let low = w.to_lowercase().replace('’', "'");
        let low = low.trim_matches(|c: char| !c.is_alphanumeric());
        low.rsplit('\'').next().unwrap_or(low).to_owned()
    };
    words.map(bare).any(|w| language.has(Class::Medium, &w))
}

/// A sentence of the body.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// Where it stands.
    pub(crate) span: Span,
    /// Its words, folded and hashed.
    pub(crate) words: Vec<u64>,
    /// Where each word stands.
    pub(crate) places: Vec<Span>,
    /// Hash of the sentence as printed.
    pub(crate) raw: u64,
    /// Share of its words that stand between quotation marks.
    pub(crate) quoted: f64,
}

/// FNV-1a over bytes: the same on every machine.
pub(crate) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}

/// A word as wording compares it: case and typographic marks folded, accents kept, since a
/// spelling is evidence.
pub(crate) fn word_key(word: &str) -> u64 {
    let mut buf = [0u8; 4];
    let mut h = 0xcbf2_9ce4_8422_2325u64;
    for c in word.chars().map(fold_char).flat_map(char::to_lowercase) {
        for b in c.encode_utf8(&mut buf).bytes() {
            h = (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3);
        }
    }
    h
}

pub(crate) fn mix(a: u64, b: u64) -> u64 {
    let h = a.rotate_left(23) ^ b.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (h ^ (h >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}

impl<'a> Witness<'a> {
    /// The view of an article that the tree is inferred from, its body being these places.
    pub(crate) fn new(quoted: &'a Quoted, article: usize, mut body: Vec<Span>) -> Witness<'a> {
        let a = &quoted.article;
        let title = a.title.as_deref().filter(|t| !t.trim().is_empty());
        let mut title_span = a.title_span;
        // A record whose text begins with its own headline.
        if let (Some(t), Some(first)) = (title, body.first().copied())
            && first.of(&a.text).trim() == t.trim()
        {
            title_span = title_span.or(Some(first));
            body.remove(0);
        }
        let body = within(&a.text, body, LONGEST);
        // Quotations by their marks alone: what a tagger finds besides was not there in training.
        let lines = lines(&a.text, &body);
        let title_words = title.map(words_of).unwrap_or_default();
        let language = Language::or_unknown(a.lang.as_deref());
        let credits = credit::credits(&a.text, &body, language);
        let wires = wire::wires(a, &body);
        let own = || quoted.quotes.iter().filter(|q| matches!(q.zone, Zone::Title | Zone::Body));
        let media = own().flat_map(|q| Medium::of(q, &a.text, language)).collect();
        let voice = |q: &'a Quotation| {
            let beside = q.speaker_spans.iter().chain(&q.cue).copied().collect();
            let marked = if q.kind == Kind::Direct { q.content.clone() } else { Vec::new() };
            let speaker = q.speaker.as_deref()?;
            let from = q.chain_spans.clone();
            Some(Voice { span: q.span, speaker, marked, beside, via: q.via_span, from })
        };
        let voices = own().filter_map(voice).collect();
        let direct = own().filter(|q| q.kind == Kind::Direct);
        let marked = direct.flat_map(|q| q.content.iter().copied()).collect();
        let outlet = a.outlet.as_deref().filter(|o| !o.trim().is_empty());
        Witness {
            id: &a.id,
            article,
            outlet,
            host: a.url.as_deref().map_or("", host),
            interval: printed(a),
            date: a.date,
            date_span: a.date_basis.as_ref().and_then(|b| b.span),
            text: &a.text,
            title_span,
            lines,
            title_words,
            paragraphs: repeated(&a.text, &body),
            credits,
            wires,
            beside: wire::beside(a, &body),
            media,
            language,
            marked,
            voices,
        }
    }
}

impl Witness<'_> {
    /// The body's sentences, and the lines right beside it.
    pub(crate) fn near_text(&self) -> impl Iterator<Item = &str> {
        let lines = self.lines.iter().map(|l| l.span);
        lines.chain(self.beside.iter().copied()).map(|s| s.of(self.text))
    }

    /// Whether a quotation stands in this sentence of the body or one next to it.
    pub(crate) fn voiced(&self, line: usize) -> bool {
        let near = line.saturating_sub(1)..(line + 2).min(self.lines.len());
        let spans = self.lines.get(near).unwrap_or(&[]).iter();
        spans
            .into_iter()
            .any(|l| l.quoted > 0.0 || self.voices.iter().any(|v| v.span.overlap(l.span) > 0))
    }
}

/// When the article may have appeared by its own page alone: bounds that were drawn from the other
/// reports of the story would tell what is to be inferred.
fn printed(a: &headwater_page::Article) -> (i64, i64) {
    let own = |b: &Option<headwater_page::Bound>| b.clone().filter(|b| b.basis.kind != "story");
    let bare = headwater_page::Article {
        date: a.date,
        not_before: own(&a.not_before),
        not_after: own(&a.not_after),
        ..headwater_page::Article::default()
    };
    bare.interval()
}

/// The witnesses of a story, in the order given.
pub(crate) fn gather<'a>(list: impl Iterator<Item = (usize, &'a Quoted)>) -> Vec<Witness<'a>> {
    let list: Vec<(usize, &Quoted)> = list.collect();
    let articles: Vec<&headwater_page::Article> = list.iter().map(|x| &x.1.article).collect();
    let bodies = settle(&articles);
    let each = list.iter().zip(bodies).map(|((i, q), body)| Witness::new(q, *i, body));
    each.collect()
}

/// The host of an address: `news.example` of `https://news.example/a`.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or("")
}

/// The words of a short text.
pub(crate) fn words_of(text: &str) -> Vec<u64> {
    words(text, Span::new(0, text.len())).map(|t| word_key(t.span.of(text))).collect()
}

/// Bytes of a body that are laid beside others, some 60,000 words: no report is longer, and what
/// is costs more than its length.
const LONGEST: usize = 400_000;

/// The parts of a body within its first `most` bytes.
fn within(text: &str, body: Vec<Span>, most: usize) -> Vec<Span> {
    let mut left = most;
    let mut out = Vec::new();
    for span in body {
        let mut end = span.end.min(span.start + left);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        left -= end.saturating_sub(span.start);
        if end > span.start {
            out.push(Span::new(span.start, end));
        }
        if end < span.end {
            break;
        }
    }
    out
}

fn lines(text: &str, body: &[Span]) -> Vec<Line> {
    let mut out = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for part in body {
        // A body that the page prints twice is read once.
        if !seen.insert(part.of(text).trim()) {
            continue;
        }
        let inside = quoted_ranges(text, *part);
        for span in sentences(text, *part) {
            if out.len() >= MAX_LINES {
                return out;
            }
            let mut line = Line {
                span,
                words: Vec::new(),
                places: Vec::new(),
                raw: hash(span.of(text).bytes()),
                quoted: 0.0,
            };
            let mut within = 0usize;
            for place in words(text, span).map(|t| t.span) {
                let marked = inside.iter().any(|q| q.contains(place));
                within += usize::from(marked);
                line.words.push(word_key(place.of(text)));
                line.places.push(place);
            }
            if line.words.is_empty() {
                continue;
            }
            line.quoted = within as f64 / line.words.len() as f64;
            out.push(line);
        }
    }
    out
}

/// Ranges between quotation marks of one paragraph. A mark left open runs to the end of the
/// paragraph; one without an opening is passed over.
fn quoted_ranges(text: &str, part: Span) -> Vec<Span> {
    let words = part.of(text);
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    let mut before = ' ';
    let mut chars = words.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, n)| *n);
        let at = part.start + i;
        let mark = match fold_char(c) {
            '"' => true,
            '\'' => before.is_whitespace() || !next.is_alphanumeric() && open.is_some(),
            _ => false,
        };
        before = c;
        if !mark {
            continue;
        }
        match open {
            None if !next.is_whitespace() => open = Some(at + c.len_utf8()),
            Some(start) => {
                out.push(Span::new(start, at));
                open = None;
            }
            None => {}
        }
    }
    if let Some(start) = open {
        out.push(Span::new(start, part.end));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    #[test]
    fn a_body_without_end_is_laid_beside_others_in_part() {
        let text = "ab\n\nñandú cd";
        let body = vec![Span::new(0, 2), Span::new(4, text.len())];
        assert_eq!(within(text, body.clone(), 100), body);
        assert_eq!(within(text, body, 3), [Span::new(0, 2)]);
        let body = vec![Span::new(0, 2), Span::new(4, text.len())];
        assert_eq!(within(text, body, 4), [Span::new(0, 2), Span::new(4, 6)]);
    }

    #[test]
    fn headline_and_quotations_are_kept_apart() {
        let text = "Tolls rise in Varn\n\nMayor Lind said “we must pay” today. It rained.\n\n“No,” she said";
        let mut article = Article::plain("a", text);
        article.title = Some("Tolls rise in Varn".into());
        let quoted = Quoted { article, ..Quoted::default() };
        let body = quoted.article.body.clone();
        let w = Witness::new(&quoted, 0, body);
        assert_eq!(w.title_span.map(|s| s.of(text)), Some("Tolls rise in Varn"));
        assert_eq!(w.lines.len(), 3);
        let share: Vec<usize> = w.lines.iter().map(|l| (l.quoted * 10.0) as usize).collect();
        assert_eq!(share, [4, 0, 3]);
    }

    #[test]
    fn a_sentence_in_the_bodies_of_others_is_body_where_a_reader_left_it_beside() {
        let text = "The ferry company of Orvel has sold both of its boats to a buyer.\n\n\
            From April the island will have no boat of its own for the first time.\n\n\
            A petition in the bakery had more names by noon than the island has voters.";
        let page = |id: &str| Quoted { article: Article::plain(id, text), ..Quoted::default() };
        let mut pages = [page("a"), page("b"), page("c")];
        pages[2].article.body.truncate(2);
        let settled = gather(pages.iter().enumerate());
        let last = settled[2].lines.last().map(|l| l.span.of(text));
        assert!(last.is_some_and(|l| l.starts_with("A petition")), "{last:?}");
        // Alone, the page keeps what its reader chose.
        let alone = gather(pages.iter().enumerate().skip(2));
        assert_eq!(alone[0].lines.len(), 2);
    }
}
