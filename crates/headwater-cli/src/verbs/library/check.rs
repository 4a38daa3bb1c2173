//! `headwater check`: one page against a library.

use super::cells::safe;
use super::fetching::{is_address, one};
use crate::cli::{CheckArgs, PlainFormat, TaggerName};
use crate::out::Out;
use crate::progress::Progress;
use crate::trouble::Tally;
use anyhow::{Result, bail};
use headwater::{Answer, Asked, Dossier, Engine, Held};
use headwater_files::{Cores, articles, inputs};
use headwater_page::Article;
use headwater_quote::Tagger;
use headwater_store::{Mode, Shelf};
use headwater_tell::{checked, count, grouped};
use std::path::PathBuf;

/// Checks the pages, and tells what is held of their words.
pub(in crate::verbs) fn run(args: &CheckArgs, tally: &Tally) -> Result<()> {
    let shelf = super::open(&super::path(&args.library), Mode::Read)?;
    let tagger = match (args.tagger, shelf.made_with()?) {
        (TaggerName::Fast, _) => Tagger::Fast,
        (TaggerName::Deep, _) => Tagger::Learned,
        (TaggerName::Auto, Some((reader, _))) => headwater_store::tagger_named(&reader)?,
        (TaggerName::Auto, None) => {
            bail!("the library is empty\nhint: `headwater add pages/` adds some")
        }
    };
    let engine = Engine::new(tagger, None);
    let mut out = Out::new();
    let progress = Progress::count("pages checked");
    let (urls, pages): (Vec<PathBuf>, _) = args.pages.iter().cloned().partition(|p| is_address(p));
    let mut all = Vec::new();
    for url in &urls {
        all.extend(one(&url.to_string_lossy(), &args.fetch, tally)?);
    }
    let mut look = |articles: Vec<Article>| {
        for article in articles {
            let page = engine.dossier(article);
            let answer = shelf.check(&page, &engine, &Cores)?;
            match args.format {
                PlainFormat::Text => out.text(&text(&page, &answer, &shelf)?)?,
                PlainFormat::Json => {
                    out.line(&checked(&page, &answer, shelf.pages()?, shelf.outlets()?))?
                }
            }
        }
        Ok::<(), anyhow::Error>(())
    };
    look(all)?;
    if !pages.is_empty() {
        articles(inputs(&pages, tally), tally, &progress, look)?;
    }
    out.finish()
}

/// A page of the library in a line.
fn named(dossier: &Dossier) -> String {
    let a = &dossier.quoted().article;
    let outlet = a.outlet.as_deref().unwrap_or("outlet not known");
    let date = a.date.map_or_else(|| "undated".to_owned(), |d| d.iso());
    let title = a.title.as_deref().unwrap_or(&a.id);
    let page = dossier.page().to_string();
    format!("{} · {date} · {} · {}", safe(outlet), safe(title), page.get(..12).unwrap_or(&page))
}

fn text(page: &Dossier, answer: &Answer, shelf: &Shelf) -> Result<String> {
    let article = &page.quoted().article;
    let held = format!(
        "{} of {}",
        count(shelf.pages()?, "page", "pages"),
        count(shelf.outlets()?, "outlet", "outlets")
    );
    let here = if answer.known { "among" } else { "not among" };
    let mut out = format!(
        "{}\n  {here} the {held} of this library\n\nWhere its text comes from\n",
        safe(article.title.as_deref().unwrap_or(&article.id)),
    );
    let look = |name: &str| -> Result<String> {
        let found = name.parse().ok().map(|p| headwater::Store::get(shelf, p)).transpose()?;
        Ok(found.flatten().map_or(name.to_owned(), |d| named(&d)))
    };
    for source in &answer.sources {
        let sure = headwater_stemma::in_words(source.probability);
        out += &match &source.page {
            Some(page) => format!("  made from, {sure}: {}\n", look(page)?),
            None if source.label.is_empty() => {
                format!("  made from, {sure}: a text that is not held\n")
            }
            None => format!("  made from, {sure}: {} (not held)\n", safe(&source.label)),
        };
    }
    let (all, nowhere) = answer.sentences;
    for share in &answer.shares {
        let other = look(&share.page.to_string())?;
        out += &format!(
            "  {} of {} in {other}\n",
            grouped(share.sentences),
            count(all, "sentence", "sentences")
        );
    }
    out += &match nowhere {
        0 => String::new(),
        n if n == all => format!("  none of {held} was found to share its sentences\n"),
        n => format!("  {} in none of these\n", count(n, "sentence", "sentences")),
    };
    out += &format!("\n{}\n", count(answer.quotations.len(), "quotation", "quotations"));
    for asked in &answer.quotations {
        out += &quotation(page, asked, &held);
    }
    out.push('\n');
    Ok(out)
}

fn quotation(page: &Dossier, asked: &Asked, held: &str) -> String {
    let q = &asked.quotation;
    let who = q.speaker.as_deref().unwrap_or("speaker not known");
    let words = q.span.of(&page.quoted().article.text);
    let mut out = format!("  {}: {}\n", safe(who), safe(words));
    if asked.readings.is_empty() {
        return out + &format!("    none of {held} has these words\n");
    }
    for (i, reading) in asked.readings.iter().enumerate() {
        let first = if asked.first == Some(i) { " · first among these" } else { "" };
        out += &format!("    {} in {}{first}\n", how(words, reading), named(&reading.dossier));
        if reading.relation.is_some_and(|r| r.name() != "verbatim") {
            let theirs = reading.span.of(&reading.dossier.quoted().article.text);
            out += &format!("      {}\n", safe(theirs));
        }
        for (kind, a, b) in &reading.differs {
            out += &format!("      ≠ {kind}: {} → {}\n", or_nothing(a), or_nothing(b));
        }
        if reading.other_speaker {
            let speaker = reading.speaker.as_deref().unwrap_or_default();
            out += &format!("      ≠ speaker: {}\n", safe(speaker));
        }
        if reading.denied {
            out += "      denied there\n";
        }
    }
    out
}

fn or_nothing(words: &str) -> String {
    if words.trim().is_empty() { "(nothing)".to_owned() } else { safe(words) }
}

/// How a reading stands to the quotation.
fn how(words: &str, reading: &Held) -> &'static str {
    let theirs = reading.span.of(&reading.dossier.quoted().article.text);
    match reading.relation.map(|r| r.name()) {
        Some("verbatim" | "base") => "verbatim",
        Some("trimmed") if theirs.len() > words.len() => "with more words",
        Some("trimmed") => "with fewer words",
        Some("noisy") => "nearly the same",
        _ => "in other words",
    }
}
