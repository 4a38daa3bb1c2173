//! Reads the bytes of one page to one [`Article`].

use crate::article::{Article, Basis, Bound, Embed, Entry};
use crate::authors::{self, Around};
use crate::body::Body;
use crate::byline::{Byline, byline};
use crate::clue::{Clues, clues};
use crate::dating;
use crate::decode::{decode_html, decode_text};
use crate::drawn::{self, Found, revealed};
use crate::flat::{looks_like_html, read_flat};
use crate::head::{without_head, without_title};
use crate::html::Doc;
use crate::label::{SHIPPED, Weights, choose};
use crate::saved::saved;
use crate::title::Title;
use crate::view::View;
use crate::{appeal, embed, frame, items, lang, live, outlet, printed, title};
use headwater_lang::Language;
use headwater_text::{Remark, Span, When, fold};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// What is known of a page besides its bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hint {
    /// Given id, else path relative to the argument, else URL.
    pub id: String,
    /// Path or archive the bytes came from.
    pub source: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// When it was fetched; no date later than this is given.
    pub fetched: Option<When>,
    /// HTML, flattened text, or unknown.
    pub html: Option<bool>,
    /// The encoding that the server named.
    pub charset: Option<String>,
    /// What a feed or a record says of the page: its title, date and outlet.
    pub told: Told,
    /// How much of the bytes is the article.
    pub extent: Extent,
    /// SHA-256 of the file that the bytes were made from, hexadecimal; `None` where they are what
    /// came.
    pub sha256: Option<String>,
    /// The carrier was damaged: the bytes may break off.
    pub broken: bool,
    /// What the carrier has to remark on the page.
    pub remarks: Vec<Remark>,
    /// Fields of the carrying record that pass through.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// How much of what came is the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// A part, among menus and other items.
    #[default]
    Page,
    /// All but its own head: a document.
    Document,
    /// All, as in a feed.
    Item,
}

/// What the carrier of a page (a feed, a mail) says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// The headline.
    pub title: Option<String>,
    /// The date, as written.
    pub date: Option<When>,
    /// The outlet.
    pub outlet: Option<String>,
    /// The authors.
    pub authors: Vec<String>,
    /// Who tells it.
    pub by: Teller,
}

/// Who tells what a page is. All but a record of JSON are believed before the page itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Teller {
    /// A record that came with the page.
    #[default]
    Record,
    /// An entry of a feed.
    Feed,
    /// The head of a mail.
    Mail,
    /// The head of a news agency's file.
    Agency,
}

impl Teller {
    /// Its name as the basis of a date.
    fn name(self) -> &'static str {
        match self {
            Teller::Record => "given",
            Teller::Feed => "feed",
            Teller::Mail => "mail",
            Teller::Agency => "agency",
        }
    }

    /// Whether it is believed before what stands on the page.
    fn is_sure(self) -> bool {
        self != Teller::Record
    }
}

/// Pages longer than this are cut; a remark says so.
pub const LONGEST: usize = 64 << 20;

/// Reads one page. Cannot fail: what is amiss becomes a remark.
pub fn read(bytes: &[u8], hint: &Hint) -> Article {
    read_with(bytes, hint, &SHIPPED)
}

/// Reads one page with other weights than the shipped ones; for measuring.
pub fn read_with(bytes: &[u8], hint: &Hint, weights: &Weights) -> Article {
    let sha256 = hint.sha256.clone().unwrap_or_else(|| {
        let digest = Sha256::digest(bytes);
        digest.iter().map(|b| format!("{b:02x}")).collect()
    });
    let long = bytes.len() > LONGEST;
    let bytes = bytes.get(..LONGEST.min(bytes.len())).unwrap_or(bytes);
    let html = hint.html.unwrap_or_else(|| looks_like_html(bytes));
    let mut article = if html {
        let source = decode_html(bytes, hint.charset.as_deref());
        read_source(&source, hint, weights)
    } else {
        assemble(read_flat(decode_text(bytes)), hint, weights, true)
    };
    if long {
        article.remarks.push(Remark::new(
            "cut-off",
            "the page is longer than 64 MiB; the rest was not read",
            vec![],
        ));
    }
    if !html && bytes.iter().take(8192).filter(|b| **b == 0).count() > 8 {
        article.remarks.push(Remark::new("binary", "the bytes do not look like text", vec![]));
    }
    article.sha256 = Some(sha256);
    article
}

/// Reads the source of a page: as it was before somebody saved it, and with the text that only its
/// data have where readers would see a script draw it.
fn read_source(source: &str, hint: &Hint, weights: &Weights) -> Article {
    let saved = saved(source, hint.url.as_deref());
    let source = saved.bare(source);
    let source = printed::joined(&source).map_or(source, Cow::Owned);
    let own = saved.hint(hint);
    let article = assemble(saved.doc(&source), &own, weights, false);
    let words = |a: &Article| -> usize {
        a.body.iter().map(|s| s.of(&a.text).split_whitespace().count()).sum()
    };
    let seen = words(&article);
    if hint.extent != Extent::Page || seen >= drawn::FEW {
        return article;
    }
    let bare = saved.doc(&source);
    let stated = clues(&bare).bodies;
    let told = |mut article: Article, text: &str| {
        article.remarks.push(Remark::new("drawn-by-script", text, vec![]));
        article
    };
    if let Some((full, found)) = revealed(&source, &bare, &stated, seen) {
        let whole = assemble(saved.doc(&full), &own, weights, false);
        if words(&whole) > seen {
            let text = "a script draws the page; its text is from the page's own data";
            return if found == Found::Data { told(whole, text) } else { whole };
        }
    }
    if seen < drawn::FEW / 2 && drawn::is_drawn(&bare) {
        return told(article, "a script draws the page, and its text is not in the file");
    }
    article
}

/// A page as it was read: its lines, which of them are the body, and what lies about them.
struct Seen<'d> {
    view: View<'d>,
    body: Body,
    title: Title,
    lang: Option<String>,
    /// Each with its minute of the day.
    entries: Vec<(Entry, i16)>,
    embeds: Vec<Embed>,
    /// What is amiss.
    told: Vec<Remark>,
    /// Whether it is a list of other pages.
    list: bool,
}

/// Finds the body of a page and its headline, and takes off it what is none of it.
fn look<'d>(
    doc: &'d Doc,
    clues: &mut Clues,
    hint: &Hint,
    weights: &Weights,
    flat: bool,
) -> Seen<'d> {
    let mut view = View::new(doc, flat, std::mem::take(&mut clues.bodies));
    let page = hint.extent == Extent::Page;
    let mut body = if page { choose(&view, weights) } else { Body::whole(&view) };
    let lang = body_language(&view, &body);
    view.language = Language::or_unknown(lang.as_deref());
    if hint.extent != Extent::Item {
        without_head(&view, &mut body);
    }
    let title = title::title(&view, &body, clues, hint.url.as_deref(), &weights.titles);
    if hint.extent != Extent::Item {
        without_title(&view, &mut body, &title);
    }
    let mut told = Vec::new();
    if page {
        view.other = items::others(&view, &mut body, &title, &mut told);
        if let Some(offer) = appeal::without_appeals(&view, &mut body, &title) {
            let text = "the text breaks off at an offer to pay for it";
            told.push(Remark::new("paywall", text, vec![offer]));
        }
    }
    let entries = live::entries(&view, &mut body, &title, clues.live);
    let embeds = if page { embed::embeds(&view, &mut body) } else { Vec::new() };
    if clues.paid && told.iter().all(|r| r.kind != "paywall") && few_words(&view, &body) {
        let text = "the page says that it is not free; its text may break off";
        told.push(Remark::new("paywall", text, vec![]));
    }
    let list = page && items::is_list(&view, &body, clues);
    if list {
        let text = "the page is a list of other pages; it is no article of its own";
        told.push(Remark::new("not-an-article", text, vec![]));
    }
    // A headline that stands in the body too is the headline, not a repeat.
    if let Some(flag) = title.block.and_then(|t| body.is_repeat.get_mut(t)) {
        *flag = false;
    }
    Seen { view, body, title, lang, entries, embeds, told, list }
}

fn assemble(doc: Doc, hint: &Hint, weights: &Weights, flat: bool) -> Article {
    let mut clues = clues(&doc);
    let seen = look(&doc, &mut clues, hint, weights, flat);
    let Seen { view, body: found, title, lang, entries, embeds, told, list } = seen;
    let outlet = hint
        .told
        .outlet
        .clone()
        .or_else(|| outlet::outlet(&view, &found, &title, &clues, hint.url.as_deref()));
    let url = hint.url.as_deref();
    let known = outlet.as_deref();
    let around =
        Around { view: &view, body: &found, title: &title, clues: &clues, outlet: known, url };
    let authors = written_by(around, weights, flat);
    let mut candidates = dating::collect(&view, &clues, url);
    // The days that a list prints are those of its items.
    candidates.retain(|c| !list || !c.is_printed());
    let known = dating::Known { url, fetched: hint.fetched };
    let dating = dating::choose(&view, &found, &title, &candidates, known, &weights.days);
    let carried = hint.told.by.is_sure() && !hint.told.authors.is_empty();
    let carried = authors.names.is_empty() || carried;
    let mut article = Article {
        id: hint.id.clone(),
        source: hint.source.clone(),
        url: hint.url.clone().or_else(|| doc.canonical.clone()),
        title: titled(hint, title.words.as_deref()),
        title_span: title
            .span
            .filter(|_| !hint.told.by.is_sure() || said_alike(hint, &title.words)),
        outlet,
        authors: if carried { hint.told.authors.clone() } else { authors.names.clone() },
        date: dating.date,
        date_basis: dating.basis,
        modified: dating.modified,
        remarks: dating.remarks,
        body: spans(&view, &found.is_body),
        repeats: joined(&view, &found),
        frame: frame::frames(&view, &found, &title, &authors),
        embeds,
        entries: live::dated(entries, dating.date),
        extra: hint.extra.clone(),
        ..Article::default()
    };
    bounds(&mut article, &view, &found, hint);
    let unread = dating::unread(&view, &found, &title);
    remarks(&mut article, &view, hint, unread);
    article.remarks.extend(told);
    article.remarks.extend(hint.remarks.iter().cloned());
    article.lang = lang;
    article.text = doc.text;
    article
}

/// Who wrote the article, by its byline and by what else the page says.
fn written_by(around: Around<'_>, weights: &Weights, flat: bool) -> Byline {
    let mut authors = byline(around.view, around.body, around.title, around.clues, around.outlet);
    let names = authors::names(around, &authors.names);
    let chosen = authors::choose(names, if flat { &weights.flat_names } else { &weights.names });
    // What the fixed rules read off a flattened byline stands where the choice gives nobody.
    if !flat || !chosen.is_empty() {
        authors.names = chosen;
    }
    if authors.names.is_empty() {
        authors.names = authors::credited(around);
    }
    authors
}

/// Whether the body is shorter than reports are.
fn few_words(view: &View, found: &Body) -> bool {
    const FEW: u32 = 150;
    let chosen = (0..view.len()).filter(|i| found.is_body.get(*i) == Some(&true));
    chosen.filter_map(|i| view.shapes.get(i)).map(|s| s.words).sum::<u32>() < FEW
}

/// The headline: what a carrier is sure of, else what the page says, else what the carrier says.
fn titled(hint: &Hint, words: Option<&str>) -> Option<String> {
    let told = hint.told.title.as_deref();
    let (first, second) = if hint.told.by.is_sure() { (told, words) } else { (words, told) };
    first.or(second).map(str::to_owned)
}

/// Whether the page has the headline that the carrier tells.
fn said_alike(hint: &Hint, words: &Option<String>) -> bool {
    match (&hint.told.title, words) {
        (Some(told), Some(words)) => fold(told) == fold(words),
        (told, _) => told.is_none(),
    }
}

/// The language of the first lines of the body.
fn body_language(view: &View, body: &Body) -> Option<String> {
    let first = spans(view, &body.is_body).into_iter().take(12);
    let words: String = first.map(|s| s.of(&view.doc.text).to_owned() + "\n").collect();
    lang::language(&words, view.doc.lang.as_deref())
}

fn spans(view: &View, chosen: &[bool]) -> Vec<Span> {
    (0..view.len()).filter(|i| chosen.get(*i) == Some(&true)).map(|i| view.span(i)).collect()
}

/// Neighbouring lines that repeat the body, as one range each.
fn joined(view: &View, body: &Body) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut last = None;
    for i in (0..view.len()).filter(|i| body.is_repeat.get(*i) == Some(&true)) {
        match out.last_mut() {
            Some(span) if last.is_some_and(|l: usize| l + 1 == i) => span.end = view.span(i).end,
            _ => out.push(view.span(i)),
        }
        last = Some(i);
    }
    out
}

/// The feed's date where the page has none; bounds where nobody has.
fn bounds(article: &mut Article, view: &View, body: &Body, hint: &Hint) {
    if let Some(date) = hint.told.date
        && (article.date.is_none() || hint.told.by.is_sure())
    {
        article.date = Some(date);
        article.date_basis =
            Some(Basis { kind: hint.told.by.name().into(), words: date.iso(), span: None });
    }
    if article.date.is_some() {
        return;
    }
    article.not_before = dating::not_before(view, body);
    article.not_after = hint.fetched.map(|date| Bound {
        date,
        basis: Basis { kind: "fetch".into(), words: date.iso(), span: None },
    });
}

fn remarks(article: &mut Article, view: &View, hint: &Hint, unread: Option<Span>) {
    let body: usize = article.body.iter().map(|s| s.len()).sum();
    let again: Vec<Span> = article.repeats.clone();
    let repeated: usize = again.iter().map(|s| s.len()).sum();
    if body > 0 && repeated * 2 > body {
        article.remarks.push(Remark::new(
            "body-twice",
            "the body is printed more than once",
            again,
        ));
    }
    if article.body.is_empty() {
        article.remarks.push(Remark::new("no-body", "no running text was found", vec![]));
    }
    if article.date.is_none() {
        article.remarks.push(match unread {
            Some(place) => {
                Remark::new("date-unread", "a day is printed that could not be read", vec![place])
            }
            None => {
                let text = "the page does not say when it was published";
                Remark::new("no-date", text, vec![])
            }
        });
    }
    let struck: Vec<Span> = view.doc.struck.iter().map(|s| s.trim(&view.doc.text)).collect();
    if !struck.is_empty() {
        let text = "words are struck out on the page; they are left out here";
        article.remarks.push(Remark::new("struck-out", text, struck));
    }
    if view.doc.full {
        article.remarks.push(Remark::new(
            "too-many-lines",
            "the page has more than a million lines; the rest was not read",
            vec![],
        ));
    }
    if view.doc.cut || hint.broken {
        let end = view.doc.text.len();
        article.remarks.push(Remark::new(
            "cut-off",
            "the page breaks off",
            vec![Span::new(end, end)],
        ));
    }
    if let (Some(date), Some(fetched)) = (article.date, hint.fetched)
        && date.interval().0 > fetched.interval().1.saturating_add(14 * 60)
    {
        article.date = None;
        article.date_basis = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No character of the page stands in two of body, repeats and frame.
    fn once(page: &str, html: bool) {
        let a = read(page.as_bytes(), &Hint { html: Some(html), ..Hint::default() });
        let mut all: Vec<Span> = a.body.iter().chain(&a.repeats).copied().collect();
        all.extend(a.frame.iter().map(|f| f.span));
        all.sort();
        for pair in all.windows(2) {
            assert!(pair[0].end <= pair[1].start, "{:?} {:?}", pair, a);
        }
    }

    #[test]
    fn every_place_is_in_one_part() {
        let title = "Fog keeps the ferries of Lervik waiting until noon";
        let body = "The harbour master said on Monday that the ferries would wait for the fog to lift, \
            and that nobody should come to the quay before noon.";
        for head in [title, body] {
            once(&format!("Home\n{head}\n{head}\n\n{body}\n{body}\n{head}\n"), false);
            once(&format!("<h1>{head}</h1><p>{head}<p>{body}<p>{body}<h2>{head}</h2>"), true);
        }
        once(
            "Паромы ждут\nStand: 02.04.2031, 08:15 Uhr\nПаромы ждут и ждут в Лервике снова\nПаромы ждут и ждут в Лервике снова\n",
            false,
        );
    }
}
