//! `headwater import`: the pages of a library that was exported with its texts.

use crate::cli::AddArgs;
use crate::trouble::Tally;
use anyhow::{Context, Result, bail};
use headwater_page::Article;
use headwater_store::Came;
use serde_json::Value;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// Adds the articles of the exported files.
pub(in crate::verbs) fn run(args: &AddArgs, tally: &Tally) -> Result<()> {
    if args.sources.paths.is_empty() {
        bail!(
            "no file was named\nhint: `headwater import whole.jsonl` reads what `export --full-text` wrote"
        );
    }
    let mut pages = 0;
    for path in &args.sources.paths {
        each(path, |_| {
            pages += 1;
            Ok(())
        })?;
    }
    if pages == 0 {
        bail!(
            "no whole texts stand in what was named, so there is nothing to import\n\
             hint: `headwater export --full-text` writes them"
        );
    }
    super::add::into(args, "import", pages, |adding, progress| {
        let mut batch = Vec::new();
        for path in &args.sources.paths {
            each(path, |article| {
                progress.add(1);
                tally.found(1);
                batch.push((article.clone(), Came::Record(Box::new(article))));
                if batch.len() >= args.batch.max(1) {
                    adding.take(std::mem::take(&mut batch), progress)?;
                }
                Ok(())
            })?;
        }
        adding.take(batch, progress)
    })
}

/// Hands each article of a file to `take`.
fn each(path: &Path, mut take: impl FnMut(Article) -> Result<()>) -> Result<()> {
    let shown = || format!("cannot read `{}`", path.display());
    let file = BufReader::new(File::open(path).with_context(shown)?);
    for (number, line) in file.lines().enumerate() {
        let line = line.with_context(shown)?;
        let place = || format!("`{}`, line {}", path.display(), number + 1);
        let mut row: Value = serde_json::from_str(&line).with_context(place)?;
        if row["type"] != "article" {
            continue;
        }
        if let Some(fields) = row.as_object_mut() {
            fields.shift_remove("type");
        }
        take(Article::from_json(row).with_context(place)?)?;
    }
    Ok(())
}
