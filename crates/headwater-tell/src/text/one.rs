//! One page told for a fact-checker: what it is, who says what in it, whom it credits, and what
//! it does not show.

use super::names::{dated, outlet, when};
use super::{Names, hang, quoted};
use crate::plain::{plain, short};
use headwater::Findings;
use headwater_quote::{Quotation, Quoted, Stance, Zone};
use std::collections::BTreeMap;

/// The report on a run of one page.
pub fn one(trace: &Findings) -> String {
    let names = Names::of(&trace.articles);
    let Some(page) = trace.articles.first() else { return String::new() };
    let article = &page.article;
    let mut out = String::new();
    match &article.title {
        Some(title) => out.push_str(&format!("{}\n", quoted(title))),
        None => out.push_str("(no headline found)\n"),
    }
    let by = match article.authors.as_slice() {
        [] => "no author named".to_owned(),
        list => format!("by {}", list.iter().map(|a| plain(a)).collect::<Vec<_>>().join(", ")),
    };
    out.push_str(&hang(
        1,
        "",
        &format!("{}, {} · {by}", outlet(article), dated(article, trace.not_before(0))),
    ));
    let words: usize =
        article.body.iter().map(|s| s.of(&article.text).split_whitespace().count()).sum();
    let body = super::count(article.body.len(), "paragraph", "paragraphs");
    out.push_str(&hang(
        1,
        "",
        &format!("article of {body}, {words} words; page {}", plain(&article.id)),
    ));
    out.push_str(&said(page));
    out.push_str(&credits(page));
    let remarks: Vec<_> = trace.remarks.iter().collect();
    if !remarks.is_empty() {
        out.push_str("\n  Remarks\n");
        for (_, remark) in remarks {
            out.push_str(&hang(4, "·", &plain(&remark.text)));
        }
    }
    let repeats: Vec<_> = trace.threads.iter().collect();
    for (i, _) in repeats.iter().enumerate() {
        out.push_str(&super::thread::tell(trace, &names, i));
    }
    out
}

/// Its quotations by speaker, in the order in which the speakers first appear. Words in the
/// frame are counted, not told.
fn said(page: &Quoted) -> String {
    let told = |q: &&Quotation| matches!(q.zone, Zone::Title | Zone::Body);
    let mut speakers: Vec<(Option<&str>, Vec<&Quotation>)> = Vec::new();
    for quote in page.quotes.iter().filter(told) {
        let name = quote.speaker.as_deref();
        match speakers.iter_mut().find(|(n, _)| *n == name) {
            Some((_, list)) => list.push(quote),
            None => speakers.push((name, vec![quote])),
        }
    }
    let mut out = String::from("\n  Who says what\n");
    if speakers.is_empty() {
        out.push_str("    no quotation found in this article\n");
    }
    for (name, list) in speakers {
        let role = list.iter().find_map(|q| q.role.as_deref());
        let name = name.map_or("speaker not named".to_owned(), plain);
        let role = role.filter(|r| !name.contains(*r)).map(|r| format!(" ({})", short(r, 60)));
        out.push_str(&format!("    {name}{}\n", role.unwrap_or_default()));
        for quote in list {
            out.push_str(&row(page, quote));
        }
    }
    let frame = page.quotes.iter().filter(|q| q.zone == Zone::Frame).count();
    if frame > 0 {
        let n = super::count(frame, "quotation stands", "quotations stand");
        let words = format!("{n} in menus, feeds or teasers: not this article's words, not told");
        out.push_str(&hang(4, "·", &words));
    }
    out
}

fn row(page: &Quoted, quote: &Quotation) -> String {
    let text = &page.article.text;
    let words: Vec<String> = quote.content.iter().map(|s| plain(s.of(text))).collect();
    let words = words.join(" … ");
    let words = quoted(&words);
    let mut facts = vec![quote.kind.name().to_owned()];
    if quote.zone == Zone::Title {
        facts.push("in the headline".to_owned());
    }
    if quote.stance != Stance::Stated {
        facts.push(quote.stance.name().to_owned());
    }
    if let Some(via) = &quote.via {
        facts.push(format!("via {}", plain(via)));
    }
    if !quote.chain.is_empty() {
        let chain: Vec<String> = quote.chain.iter().map(|c| plain(c)).collect();
        facts.push(format!("told by {}", chain.join(" → ")));
    }
    if let Some(said_on) = &quote.said_on {
        facts.push(format!("said {}", when(said_on)));
    }
    hang(6, "·", &format!("{words}   [{}]", facts.join(", ")))
}

/// The media and informants that stand between the words and this page, none of which it shows.
fn credits(page: &Quoted) -> String {
    let mut credits: BTreeMap<String, usize> = BTreeMap::new();
    let told = page.quotes.iter().filter(|q| matches!(q.zone, Zone::Title | Zone::Body));
    for quote in told {
        if let Some(via) = &quote.via {
            *credits.entry(plain(via)).or_default() += 1;
        }
        for informant in &quote.chain {
            if quote.via.as_ref() != Some(informant) && quote.speaker.as_ref() != Some(informant) {
                *credits.entry(plain(informant)).or_default() += 1;
            }
        }
    }
    if credits.is_empty() {
        return "\n  It credits no other medium or informant.\n".to_owned();
    }
    let mut out = String::from("\n  What it credits and does not show\n");
    for (name, n) in credits {
        let n = super::count(n, "quotation", "quotations");
        out.push_str(&hang(4, "◇", &format!("{name}: {n}")));
    }
    out
}
