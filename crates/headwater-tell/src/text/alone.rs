//! Pages that join no other: outlet, day, headline, and the strongest statement.

use super::names::when;
use super::paper::{Ink, Paper, Piece, dim, outlet, plain};
use super::{Desk, count, quoted, rule, unmarked};
use crate::plain::{plain as safe, short};
use headwater_quote::{Kind, Quotation, Quoted, Stance, Zone};
use std::collections::BTreeSet;

/// Most pages listed, unless all is asked for.
const PAGES: usize = 8;

/// Pages of no story of several reports, in order.
pub(super) fn pages(desk: &Desk) -> Vec<usize> {
    let several = desk.trace.stories.iter().filter(|s| desk.outline.reports(s) > 1);
    let told: BTreeSet<usize> = several.flat_map(|s| s.articles.iter().copied()).collect();
    let equal = &desk.outline.also;
    (0..desk.trace.articles.len()).filter(|a| !told.contains(a) && !equal.contains_key(a)).collect()
}

/// Lists them.
pub(super) fn tell(desk: &Desk, paper: &mut Paper) {
    let pages = pages(desk);
    if pages.is_empty() {
        return;
    }
    rule(paper, "Pages that stand alone", "", &count(pages.len(), "page", "pages"));
    paper.gap();
    let most = if desk.look.all { usize::MAX } else { PAGES };
    for page in pages.iter().take(most) {
        for (i, line) in lines(desk, *page).iter().enumerate() {
            paper.hang(&[plain(if i == 0 { "  " } else { "    " })], "    ", line);
        }
    }
    if pages.len() > most {
        paper.line(2, &[dim(format!("… {} more: --all", pages.len() - most))]);
    }
}

/// One page: outlet, day and headline; then its strongest statement.
pub(super) fn lines(desk: &Desk, index: usize) -> Vec<Vec<Piece>> {
    let Some(page) = desk.trace.articles.get(index) else { return Vec::new() };
    let article = &page.article;
    let name = article.outlet.as_deref().map_or("outlet not found".to_owned(), safe);
    let day = article.date.map_or("undated".to_owned(), |d| when(&d));
    let title = article
        .title
        .as_deref()
        .map_or(plain("no headline found"), |t| Piece(Ink::Plain, quoted(&short(t, 100))));
    let head = [outlet(name), plain(format!(", {day}: ")), title];
    let file = dim(format!("  {}", desk.names.file(index)));
    let mut out = vec![[&head[..], &[file]].concat()];
    if let Some(quote) = strongest(page) {
        let words: Vec<String> = quote.content.iter().map(|s| safe(s.of(&article.text))).collect();
        // One piece of it, so that what stands between marks is as the page has it.
        let words = words.first().map_or(String::new(), |w| quoted(&short(unmarked(w), 120)));
        let who = quote.speaker.as_deref().map_or(String::new(), |s| format!(" {}", safe(s)));
        out.push(vec![plain(words), plain(who)]);
    }
    out
}

/// Of the body's direct quotations with a speaker the surest, then the first.
pub(crate) fn strongest(page: &Quoted) -> Option<&Quotation> {
    // What a page says of itself is an offer or an appeal.
    let own = page.article.outlet.as_deref();
    let fit = page.quotes.iter().filter(|q| {
        q.zone == Zone::Body
            && q.kind == Kind::Direct
            && q.stance == Stance::Stated
            && q.speaker.as_deref().is_some_and(|s| Some(s) != own)
            // Whom no word beside the quotation names may only stand near.
            && !q.speaker_spans.is_empty()
            && q.span.of(&page.article.text).split_whitespace().count() > 3
    });
    fit.reduce(|a, b| if b.confidence > a.confidence { b } else { a })
}
