//! `headwater forget`: a page and all that rests on it, out of a library.

use crate::cli::{ForgetArgs, TaggerName};
use crate::out::Out;
use crate::trouble::Tally;
use anyhow::{Context, Result};
use headwater::{Library, PageId, Step};
use headwater_files::Cores;
use headwater_quote::Tagger;
use headwater_store::Mode;
use headwater_tell::count;
use std::collections::BTreeSet;

/// Takes the named pages out; all of them, or none.
pub(in crate::verbs) fn run(args: &ForgetArgs, tally: &Tally) -> Result<()> {
    let path = super::path(&args.library);
    let mut shelf = super::open(&path, Mode::Write)?;
    let mut pages: BTreeSet<PageId> = BTreeSet::new();
    let mut unclear = false;
    for name in &args.names {
        match shelf.meant(name)?.as_slice() {
            [page] => drop(pages.insert(*page)),
            [] => {
                unclear = true;
                tally.trouble(
                    format_args!("no page is named `{name}`"),
                    "`headwater search` finds pages",
                );
            }
            several => {
                unclear = true;
                let names: Vec<String> = several.iter().map(PageId::to_string).collect();
                tally.trouble(
                    format_args!("several pages are named `{name}`: {}", names.join(", ")),
                    "give the names of those that are to be forgotten",
                );
            }
        }
    }
    if unclear {
        return Ok(());
    }
    let engine = super::engine(&shelf, TaggerName::Auto, &args.meaning, || Tagger::Fast)?;
    shelf.run(super::run("forget", &engine));
    let pages: Vec<PageId> = pages.into_iter().collect();
    // Nobody may add between here and there.
    shelf.begin()?;
    shelf.bury(&pages);
    let shown = || format!("`{}`", path.display());
    let mut library = Library::open(shelf, Step::Stemmata, &engine).with_context(shown)?;
    library.remove(&engine, &pages, &Cores).with_context(shown)?;
    library.store().settle().with_context(shown)?;
    tally.found(pages.len());
    let left = count(library.store().pages()?, "page", "pages");
    let gone = count(pages.len(), "page", "pages");
    let mut out = Out::new();
    out.text(&format!("{gone} forgotten with all that rested on it; {left} left\n"))?;
    out.finish()
}
