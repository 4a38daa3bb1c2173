//! `headwater rebuild`: all pages of a library read anew.

use super::add::Adding;
use crate::cli::{RebuildArgs, TaggerName};
use crate::out::Out;
use crate::progress::Progress;
use crate::trouble::{Tally, say};
use anyhow::{Context, Result, anyhow};
use headwater::{Engine, PageId};
use headwater_collate::Spread;
use headwater_files::Cores;
use headwater_page::Article;
use headwater_quote::Tagger;
use headwater_store::{Came, Mode, Shelf, Trouble};
use headwater_tell::count;
use std::path::{Path, PathBuf};

/// Pages that are read and stored together.
const BATCH: usize = 256;

/// Makes the library anew beside the old one, then puts it in its place.
pub(in crate::verbs) fn run(args: &RebuildArgs, tally: &Tally) -> Result<()> {
    let path = super::path(&args.library);
    let mut old = super::open(&path, Mode::Write)?;
    let made = old.made_with()?;
    let tagger = match (args.tagger, &made) {
        (Some(TaggerName::Fast), _) => Tagger::Fast,
        (Some(TaggerName::Deep), _) => Tagger::Learned,
        (_, Some((reader, _))) => headwater_store::tagger_named(reader)?,
        (_, None) => Tagger::Fast,
    };
    let engine = Engine::new(tagger, super::super::meaning(&args.meaning)?);
    // Nobody adds to the old one while the new one is made.
    old.hold().with_context(|| format!("`{}`", path.display()))?;
    let beside = PathBuf::from(format!("{}.new", path.display()));
    remove(&beside)?;
    let result = anew(&old, &beside, engine, tally);
    if result.is_err() {
        remove(&beside)?;
    }
    let lost = result?;
    old.give_up();
    drop(old);
    Shelf::replace(&beside, &path).with_context(|| {
        format!("cannot put the new library in the place of `{}`", path.display())
    })?;
    let shelf = super::open(&path, Mode::Read)?;
    let mut out = Out::new();
    out.text(&format!("{} read anew\n", count(shelf.pages()?, "page", "pages")))?;
    if lost > 0 {
        say(format_args!("headwater: {} could not be read anew", count(lost, "page", "pages")));
    }
    out.finish()
}

/// Makes the new file; says how many pages could not be read.
fn anew(old: &Shelf, beside: &Path, engine: Engine, tally: &Tally) -> Result<usize> {
    let mut shelf = super::open(beside, Mode::Create)?;
    shelf.take_over(old)?;
    let progress = Progress::count("pages read");
    let mut adding = Adding::over(beside.to_path_buf(), shelf, engine, "rebuild", None)?;
    let mut names: Vec<(PageId, String)> = Vec::new();
    old.each_page_name(|page, added| {
        names.push((page, added));
        Ok::<(), Trouble>(())
    })?;
    let mut lost = 0;
    for chunk in names.chunks(BATCH) {
        let mut came: Vec<(Came, String)> = Vec::new();
        for (page, added) in chunk {
            match old.bytes(*page) {
                Ok(Some(found)) => came.push((found, added.clone())),
                Ok(None) => {}
                Err(error) => {
                    lost += 1;
                    tally.trouble(error, "the page is left out; add it again if you have it");
                }
            }
        }
        let articles = Cores.each(&came, |(came, _)| came.read());
        progress.add(articles.len());
        tally.found(articles.len());
        let mut batch: Vec<(Article, Came)> = Vec::new();
        for (article, (came, added)) in articles.into_iter().zip(came) {
            adding.remember(PageId::of_article(&article), came.clone(), added);
            batch.push((article, came));
        }
        adding.take(batch, &progress)?;
    }
    let mut shelf = adding.close();
    shelf.lead_on(old)?;
    shelf.settle()?;
    if shelf.pages()? + lost < names.len() {
        return Err(anyhow!("the new library has fewer pages than the old one; the old one stays"));
    }
    Ok(lost)
}

fn remove(beside: &Path) -> Result<()> {
    for end in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{end}", beside.display()));
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove `{}`", path.display()));
            }
            _ => {}
        }
    }
    Ok(())
}
