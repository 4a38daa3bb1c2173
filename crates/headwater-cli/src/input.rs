//! Files to articles: opened one after another, read in parallel, given out in order.

use crate::progress::Progress;
use crate::trouble::Tally;
use crate::walk::Input;
use headwater::{Dossier, Engine};
use headwater_page::{Article, Item, pages, pages_of_file, read};
use headwater_quote::{Quoted, Tagger, quotes};
use headwater_store::Came;
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
    take: impl FnMut(Vec<Article>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let article = |item| match item {
        Item::Page(page) => read(&page.bytes, &page.hint),
        Item::Article(article) => *article,
    };
    each(inputs, tally, progress, BATCH_PAGES, article, take)
}

/// The same with what came of each page, `most` pages at a time.
pub(crate) fn pages_as_they_came(
    inputs: Vec<Input>,
    tally: &Tally,
    progress: &Progress,
    most: usize,
    take: impl FnMut(Vec<(Article, Came)>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let both = |item| match item {
        Item::Page(page) => {
            (read(&page.bytes, &page.hint), Came::Bytes(page.bytes, Box::new(page.hint)))
        }
        Item::Article(article) => (article.as_ref().clone(), Came::Record(article)),
    };
    each(inputs, tally, progress, most.clamp(1, BATCH_PAGES), both, take)
}

fn each<T: Send>(
    inputs: Vec<Input>,
    tally: &Tally,
    progress: &Progress,
    most: usize,
    make: impl Fn(Item) -> T + Sync,
    mut take: impl FnMut(Vec<T>) -> anyhow::Result<()>,
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
            if bytes >= BATCH_BYTES || batch.len() >= most {
                give(&mut batch, tally, progress, &make, &mut take)?;
                bytes = 0;
            }
        }
    }
    give(&mut batch, tally, progress, &make, &mut take)
}

fn give<T: Send>(
    batch: &mut Vec<Item>,
    tally: &Tally,
    progress: &Progress,
    make: &(impl Fn(Item) -> T + Sync),
    take: &mut impl FnMut(Vec<T>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let items = std::mem::take(batch);
    let made = |item| {
        let made = make(item);
        progress.add(1);
        made
    };
    let all: Vec<T> = items.into_par_iter().map(made).collect();
    tally.found(all.len());
    take(all)
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
