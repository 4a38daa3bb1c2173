//! `headwater stemma`: the family tree of each story, or of all input as one.

use super::engine;
use crate::cli::{StemmaArgs, StemmaFormat};
use crate::out::Out;
use crate::progress::Progress;
use crate::trouble::Tally;
use anyhow::Result;
use headwater::{Findings, Step, collated};
use headwater_files::{Cores, inputs};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_stemma::{Stemma, export};
use headwater_tell::stemmata;
use serde_json::json;
use std::sync::Arc;

/// Where no record has a `story`, all input is one story. Records with `readings` are collated
/// as given.
pub(super) fn run(args: &StemmaArgs, tally: &Tally) -> Result<()> {
    let progress = Progress::count("pages read");
    let mut articles: Vec<Article> = Vec::new();
    let mut inputs = inputs(&args.sources.paths, tally);
    let engine = engine(&args.tagger, &args.meaning, &mut inputs)?;
    headwater_files::articles(inputs, tally, &progress, |batch| {
        articles.extend(batch);
        Ok::<(), anyhow::Error>(())
    })?;
    if !articles.iter().any(|a| a.extra.contains_key("story")) {
        for article in &mut articles {
            article.extra.insert("story".into(), json!("s1"));
        }
    }
    let (given, articles): (Vec<Article>, Vec<Article>) =
        articles.into_iter().partition(|a| a.extra.contains_key("readings"));
    let mut out = Out::new();
    tell(&mut out, args.format, &collated(&given), &[])?;
    if !articles.is_empty() {
        let list = headwater_files::dossiers(articles, &engine);
        let trace = Findings::of(&engine, list, Step::Stemmata, &Cores, &progress)?;
        tell(&mut out, args.format, &trace.stemmata, &trace.articles)?;
    }
    out.finish()
}

fn tell(
    out: &mut Out,
    format: StemmaFormat,
    trees: &[Stemma],
    articles: &[Arc<Quoted>],
) -> Result<()> {
    if format == StemmaFormat::Jsonl {
        for row in stemmata(articles, &trees.iter().collect::<Vec<_>>()) {
            out.line(&row)?;
        }
    }
    for tree in trees {
        match format {
            StemmaFormat::Jsonl => {}
            StemmaFormat::Dot => out.text(&export::dot(tree))?,
            StemmaFormat::Graphml => out.text(&export::graphml(tree))?,
            StemmaFormat::Tei => out.text(&export::tei(tree))?,
        }
    }
    Ok(())
}
