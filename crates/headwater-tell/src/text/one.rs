//! One page told for a fact-checker: what it is, who says what in it, whom it credits, and what
//! it does not show.

use super::names::{dated, outlet, when};
use super::paper::{Ink, Paper, Piece, plain};
use super::{Desk, Look, count, quoted, thread};
use crate::fit;
use crate::plain::{plain as safe, short};
use headwater::Findings;
use headwater_quote::{Quotation, Quoted, Stance, Zone};
use std::collections::BTreeMap;

/// The report on a run of one page.
pub fn one(trace: &Findings, look: &Look) -> String {
    let shown = fit::shown(trace);
    let desk = Desk::new(&shown, look);
    let Some(page) = shown.articles.first() else { return String::new() };
    let mut paper = Paper::new(look.width, look.colour);
    let article = &page.article;
    let title = article.title.as_deref().map_or("no headline found".to_owned(), quoted);
    paper.line(0, &[Piece(Ink::Head, title)]);
    let by = match article.authors.as_slice() {
        [] => "no author named".to_owned(),
        list => format!("by {}", list.iter().map(|a| safe(a)).collect::<Vec<_>>().join(", ")),
    };
    let day = dated(article, shown.not_before(0));
    paper.line(2, &[plain(format!("{}, {day} · {by}", outlet(article)))]);
    let words: usize =
        article.body.iter().map(|s| s.of(&article.text).split_whitespace().count()).sum();
    let body = count(article.body.len(), "paragraph", "paragraphs");
    let of = format!("article of {body}, {words} words; page {}", safe(&article.id));
    paper.line(2, &[plain(of)]);
    said(&mut paper, page);
    credits(&mut paper, page);
    let remarks: Vec<String> =
        shown.remarks.iter().filter_map(|(_, r)| crate::sentence::mind(r)).collect();
    if !remarks.is_empty() {
        paper.gap();
        paper.line(2, &[Piece(Ink::Head, "Mind".to_owned())]);
        for words in remarks {
            paper.hang(&[plain("    · ")], "      ", &[plain(words)]);
        }
    }
    for (i, _) in shown.threads.iter().enumerate() {
        thread::tell(&desk, &mut paper, i);
    }
    paper.finish()
}

/// Its quotations by speaker, in the order in which the speakers first appear. Words in the
/// frame are counted, not told.
fn said(paper: &mut Paper, page: &Quoted) {
    let told = |q: &&Quotation| matches!(q.zone, Zone::Title | Zone::Body);
    let mut speakers: Vec<(Option<&str>, Vec<&Quotation>)> = Vec::new();
    for quote in page.quotes.iter().filter(told) {
        let name = quote.speaker.as_deref();
        match speakers.iter_mut().find(|(n, _)| *n == name) {
            Some((_, list)) => list.push(quote),
            None => speakers.push((name, vec![quote])),
        }
    }
    paper.gap();
    paper.line(2, &[Piece(Ink::Head, "Who says what".to_owned())]);
    if speakers.is_empty() {
        paper.line(4, &[plain("no quotation found in this article")]);
    }
    for (name, list) in speakers {
        let role = list.iter().find_map(|q| q.role.as_deref());
        let name = name.map_or("speaker not found".to_owned(), safe);
        let role = role.filter(|r| !name.contains(*r)).map(|r| format!(", {}", short(r, 60)));
        paper.line(4, &[plain(format!("{name}{}", role.unwrap_or_default()))]);
        for quote in list {
            paper.hang(&[plain("      · ")], "        ", &[plain(row(page, quote))]);
        }
    }
    let frame = page.quotes.iter().filter(|q| q.zone == Zone::Frame).count();
    if frame > 0 {
        let n = count(frame, "quotation stands", "quotations stand");
        let words = format!("{n} in menus, feeds or teasers: not this article's words, not told");
        paper.hang(&[plain("    · ")], "      ", &[plain(words)]);
    }
}

fn row(page: &Quoted, quote: &Quotation) -> String {
    let text = &page.article.text;
    let words: Vec<String> = quote.content.iter().map(|s| safe(s.of(text))).collect();
    let words = quoted(&words.join(" … "));
    let mut facts = vec![quote.kind.name().to_owned()];
    if quote.zone == Zone::Title {
        facts.push("in the headline".to_owned());
    }
    if quote.stance != Stance::Stated {
        facts.push(quote.stance.name().to_owned());
    }
    if let Some(via) = &quote.via {
        facts.push(format!("via {}", safe(via)));
    }
    if !quote.chain.is_empty() {
        let chain: Vec<String> = quote.chain.iter().map(|c| safe(c)).collect();
        facts.push(format!("told by {}", chain.join(" → ")));
    }
    if let Some(said_on) = &quote.said_on {
        facts.push(format!("said {}", when(said_on)));
    }
    format!("{words} [{}]", facts.join(", "))
}

/// The media and informants that stand between the words and this page, none of which it shows.
fn credits(paper: &mut Paper, page: &Quoted) {
    let mut credits: BTreeMap<String, usize> = BTreeMap::new();
    let told = page.quotes.iter().filter(|q| matches!(q.zone, Zone::Title | Zone::Body));
    for quote in told {
        if let Some(via) = &quote.via {
            *credits.entry(safe(via)).or_default() += 1;
        }
        for informant in &quote.chain {
            if quote.via.as_ref() != Some(informant) && quote.speaker.as_ref() != Some(informant) {
                *credits.entry(safe(informant)).or_default() += 1;
            }
        }
    }
    paper.gap();
    if credits.is_empty() {
        paper.line(2, &[plain("It credits no other medium or informant.")]);
        return;
    }
    paper.line(2, &[Piece(Ink::Head, "What it credits and does not show".to_owned())]);
    for (name, n) in credits {
        let n = count(n, "quotation", "quotations");
        paper.hang(&[plain("    ◇ ")], "      ", &[plain(format!("{name}: {n}"))]);
    }
}
