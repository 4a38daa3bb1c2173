//! Files to articles: opened one after another, read in parallel, given out in order.

use crate::walk::Input;
use crate::{Counts, Troubles};
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
///
/// # Errors
/// What `take` gives.
pub fn articles<E>(
    inputs: Vec<Input>,
    tally: &dyn Troubles,
    progress: &dyn Counts,
    take: impl FnMut(Vec<Article>) -> Result<(), E>,
) -> Result<(), E> {
    let article = |item| match item {
        Item::Page(page) => read(&page.bytes, &page.hint),
        Item::Article(article) => *article,
    };
    each(inputs, tally, progress, BATCH_PAGES, article, take)
}

/// The same with what came of each page, `most` pages at a time.
///
/// # Errors
/// What `take` gives.
pub fn pages_as_they_came<E>(
    inputs: Vec<Input>,
    tally: &dyn Troubles,
    progress: &dyn Counts,
    most: usize,
    take: impl FnMut(Vec<(Article, Came)>) -> Result<(), E>,
) -> Result<(), E> {
    let both = |item| match item {
        Item::Page(page) => {
            (read(&page.bytes, &page.hint), Came::Bytes(page.bytes, Box::new(page.hint)))
        }
        Item::Article(article) => (article.as_ref().clone(), Came::Record(article)),
    };
    each(inputs, tally, progress, most.clamp(1, BATCH_PAGES), both, take)
}

fn each<T: Send, E>(
    inputs: Vec<Input>,
    tally: &dyn Troubles,
    progress: &dyn Counts,
    most: usize,
    make: impl Fn(Item) -> T + Sync,
    mut take: impl FnMut(Vec<T>) -> Result<(), E>,
) -> Result<(), E> {
    let mut batch: Vec<Item> = Vec::new();
    let mut bytes = 0;
    for input in inputs {
        let all = match input {
            Input::Stdin { head } => pages("-", Cursor::new(head).chain(std::io::stdin().lock())),
            Input::Bytes { id, bytes } => pages_of_file(&id, Cursor::new(bytes)),
            Input::File { path, id } => match File::open(&path) {
                Ok(file) => pages_of_file(&id, file),
                Err(error) => {
                    tally.trouble(
                        &format_args!("cannot open `{}`: {error}", path.display()),
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
                Err(problem) => tally.trouble(&problem, ""),
            }
            if bytes >= BATCH_BYTES || batch.len() >= most {
                give(&mut batch, tally, progress, &make, &mut take)?;
                bytes = 0;
            }
        }
    }
    give(&mut batch, tally, progress, &make, &mut take)
}

fn give<T: Send, E>(
    batch: &mut Vec<Item>,
    tally: &dyn Troubles,
    progress: &dyn Counts,
    make: &(impl Fn(Item) -> T + Sync),
    take: &mut impl FnMut(Vec<T>) -> Result<(), E>,
) -> Result<(), E> {
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
pub fn quoted(articles: Vec<Article>, tagger: &Tagger) -> Vec<Quoted> {
    articles
        .into_par_iter()
        .map(|article| match Quoted::from_article(article) {
            Ok(quoted) => quoted,
            Err(article) => quotes(*article, tagger),
        })
        .collect()
}

/// Everything about each article by itself, in order.
pub fn dossiers(articles: Vec<Article>, engine: &Engine) -> Vec<Dossier> {
    articles.into_par_iter().map(|article| engine.dossier(article)).collect()
}

/// The same without quotations, but for those that a record already has.
pub fn bare(articles: Vec<Article>, engine: &Engine) -> Vec<Dossier> {
    let bare =
        |a| Quoted::from_article(a).unwrap_or_else(|a| Quoted { article: *a, ..Quoted::default() });
    articles.into_par_iter().map(|article| engine.dossier_of(bare(article))).collect()
}
