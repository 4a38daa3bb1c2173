//! `headwater import`: the pages of a library that was exported with its texts, what readers
//! corrected in it, and which pages it forgot.

use crate::cli::ImportArgs;
use crate::trouble::Tally;
use anyhow::{Context, Result, bail};
use headwater_page::Article;
use headwater_store::Came;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Adds the articles of the exported files.
pub(in crate::verbs) fn run(args: &ImportArgs, tally: &Tally) -> Result<()> {
    if args.paths.is_empty() {
        bail!(
            "no file was named\nhint: `headwater import whole.jsonl` reads what `export --full-text` wrote"
        );
    }
    let (mut pages, mut apart) = (0, Vec::new());
    for path in &args.paths {
        each(path, |row| {
            match row["type"].as_str() {
                Some("article") => pages += 1,
                Some("correction" | "tombstone") => apart.push(row),
                _ => {}
            }
            Ok(())
        })?;
    }
    if pages == 0 {
        bail!(
            "no whole texts stand in what was named, so there is nothing to import\n\
             hint: `headwater export --full-text` writes them"
        );
    }
    super::add::into(&args.keep, "import", pages, |adding, progress| {
        let mut batch = Vec::new();
        for path in &args.paths {
            each(path, |row| {
                let Some(article) = article(row)? else { return Ok(()) };
                progress.add(1);
                tally.found(1);
                batch.push((article.clone(), Came::Record(Box::new(article))));
                if batch.len() >= args.keep.batch.max(1) {
                    adding.take(std::mem::take(&mut batch), progress)?;
                }
                Ok(())
            })?;
        }
        adding.take(batch, progress)?;
        adding.bring(&apart)
    })
}

/// The article of an exported row; nothing for another kind of row.
fn article(mut row: Value) -> Result<Option<Article>> {
    if row["type"] != "article" {
        return Ok(None);
    }
    if let Some(fields) = row.as_object_mut() {
        fields.shift_remove("type");
    }
    Ok(Some(Article::from_json(row).context("it is no article")?))
}

/// Hands each row of a file to `take`.
fn each(path: &Path, mut take: impl FnMut(Value) -> Result<()>) -> Result<()> {
    let shown = || format!("cannot read `{}`", path.display());
    let file = BufReader::new(File::open(path).with_context(shown)?);
    for (number, line) in file.lines().enumerate() {
        let line = line.with_context(shown)?;
        let place = || format!("`{}`, line {}", path.display(), number + 1);
        take(serde_json::from_str(&line).with_context(place)?).with_context(place)?;
    }
    Ok(())
}
