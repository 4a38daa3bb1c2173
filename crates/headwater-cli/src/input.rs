//! Files to articles: opened one after another, read in parallel, given out in order.

use crate::progress::Progress;
use crate::trouble::Tally;
use crate::walk::Input;
use headwater::{Dossier, Engine};
use headwater_page::{Article, Item, pages, pages_of_file, read};
use headwater_quote::{Quoted, Tagger, quotes};
use rayon::prelude::*;
use std::fs::File;
use std::io::{Cursor, Read};

/// Bytes and pages that are in memory at once; more cores do not need more.
const BATCH_BYTES: usize = 64 << 20;
const BATCH_PAGES: usize = 512;

/// Reads all `inputs` and hands the articles to `take` in order, a batch at a time. Memory does
/// not grow with the number of pages.
pub(crate) fn articles(
    inputs: Vec<Input>,
    tally: &Tally,
    progress: &Progress,
    mut take: impl FnMut(Vec<Article>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut batch: Vec<Item> = Vec::new();
    let mut bytes = 0;
    for input in inputs {
        let all = match input {
            Input::Stdin { head } => pages("-", Cursor::new(head).chain(std::io::stdin().lock())),
            Input::File { path, id } => match File::open(&path) {
                Ok(file) => pages_of_file(&id, file),
                Err(error) => {
                    tally.trouble(
                        format_args!("cannot open `{}`: {error}", path.display()),
                        "check its permissions",
                    );
                    continue;
                }
            },
        };
        for item in all {
            match item {
                Ok(item) => {
                    bytes += item.size();
                    batch.push(item);
                }
                Err(problem) => tally.trouble(problem, ""),
            }
            if bytes >= BATCH_BYTES || batch.len() >= BATCH_PAGES {
                give(&mut batch, tally, progress, &mut take)?;
                bytes = 0;
            }
        }
    }
    give(&mut batch, tally, progress, &mut take)
}

fn give(
    batch: &mut Vec<Item>,
    tally: &Tally,
    progress: &Progress,
    take: &mut impl FnMut(Vec<Article>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let items = std::mem::take(batch);
    let articles: Vec<Article> = items
        .into_par_iter()
        .map(|item| {
            let article = match item {
                Item::Page(page) => read(&page.bytes, &page.hint),
                Item::Article(article) => *article,
            };
            progress.add(1);
            article
        })
        .collect();
    tally.found(articles.len());
    take(articles)
}

/// The quotations of each article, in order; those that a record already has are kept.
pub(crate) fn quoted(articles: Vec<Article>, tagger: &Tagger) -> Vec<Quoted> {
    articles
        .into_par_iter()
        .map(|article| match Quoted::from_article(article) {
            Ok(quoted) => quoted,
            Err(article) => quotes(*article, tagger),
        })
        .collect()
}

/// Everything about each article by itself, in order.
pub(crate) fn dossiers(articles: Vec<Article>, engine: &Engine) -> Vec<Dossier> {
    articles.into_par_iter().map(|article| engine.dossier(article)).collect()
}

/// The same without quotations, but for those that a record already has.
pub(crate) fn bare(articles: Vec<Article>, engine: &Engine) -> Vec<Dossier> {
    let bare =
        |a| Quoted::from_article(a).unwrap_or_else(|a| Quoted { article: *a, ..Quoted::default() });
    articles.into_par_iter().map(|article| engine.dossier_of(bare(article))).collect()
}
