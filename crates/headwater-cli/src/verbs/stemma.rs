//! `headwater stemma`: the family tree of each story, or of all input as one.

use super::engine;
use crate::cli::{StemmaArgs, StemmaFormat};
use crate::cores::Cores;
use crate::input;
use crate::out::Out;
use crate::progress::Progress;
use crate::trouble::Tally;
use crate::walk::inputs;
use anyhow::Result;
use headwater::{Findings, Step};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_stemma::{Collated, Stemma, export, from_readings};
use headwater_tell::stemmata;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where no record has a `story`, all input is one story. Records with `readings` are collated
/// as given.
pub(super) fn run(args: &StemmaArgs, tally: &Tally) -> Result<()> {
    let progress = Progress::count("pages read");
    let mut articles: Vec<Article> = Vec::new();
    let mut inputs = inputs(&args.sources.paths, tally);
    let engine = engine(&args.tagger, &args.meaning, &mut inputs)?;
    input::articles(inputs, tally, &progress, |batch| {
        articles.extend(batch);
        Ok(())
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
        let list = input::dossiers(articles, &engine);
        let trace = Findings::of(&engine, list, Step::Stemmata, &Cores, &progress)?;
        tell(&mut out, args.format, &trace.stemmata, &trace.articles)?;
    }
    out.finish()
}

/// Trees of scholarly records, a story each.
fn collated(given: &[Article]) -> Vec<Stemma> {
    let mut stories: BTreeMap<&str, Vec<Collated>> = BTreeMap::new();
    for article in given {
        let list = |name: &str| article.extra.get(name).and_then(Value::as_array);
        let words = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let pair = |v: &Value| Some((v.get(0)?.as_u64()? as usize, v.get(1)?.as_u64()? as usize));
        let witness = Collated {
            id: article.id.clone(),
            readings: list("readings").into_iter().flatten().map(words).collect(),
            lacunae: list("lacunae").into_iter().flatten().filter_map(pair).collect(),
        };
        let story = article.extra.get("story").and_then(Value::as_str).unwrap_or("s1");
        stories.entry(story).or_default().push(witness);
    }
    stories.into_iter().map(|(story, list)| from_readings(story, &list)).collect()
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
