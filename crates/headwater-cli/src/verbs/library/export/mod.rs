//! `headwater export`: what a library holds, in the forms that other programs read.

mod annotations;
mod cite;
mod graph;
mod notes;
mod tei;
mod warc;

use super::cells::csv;
use crate::cli::{ExportArgs, ExportFormat};
use crate::out::Out;
use crate::trouble::Tally;
use anyhow::{Result, bail};
use headwater_store::{Mode, Named, Part, Shelf, Trouble};
use serde_json::{Map, Value, json};

/// Writes the library, or what stands behind the findings that are named.
pub(in crate::verbs) fn run(args: &ExportArgs, tally: &Tally) -> Result<()> {
    fits(args)?;
    let shelf = super::open(&super::path(&args.library), Mode::Read)?;
    let part = part(&shelf, &args.of)?;
    let mut out = Out::new();
    tally.found(shelf.pages()?);
    let longest = args.longest;
    match args.format {
        ExportFormat::Csv => table(&shelf, &part, args, &mut out)?,
        ExportFormat::Jsonl => lines(&shelf, &part, args, &mut out)?,
        ExportFormat::Annotations => annotations::write(&shelf, &part, longest, &mut out)?,
        ExportFormat::Tei => tei::write(&shelf, &part, longest, &mut out)?,
        ExportFormat::Graphml => graph::graphml(&shelf, &part, &mut out)?,
        ExportFormat::Dot => graph::dot(&shelf, &part, &mut out)?,
        ExportFormat::Md => notes::write(&shelf, &part, longest, &mut out)?,
        ExportFormat::Bibtex => cite::bibtex(&shelf, &part, &mut out)?,
        ExportFormat::Csl => cite::csl(&shelf, &part, &mut out)?,
        ExportFormat::Warc => warc::write(&shelf, &part, &mut out)?,
    }
    out.finish()
}

/// Whether the options go together.
fn fits(args: &ExportArgs) -> Result<()> {
    let rows = matches!(args.format, ExportFormat::Csv | ExportFormat::Jsonl);
    match (args.format, args.full_text) {
        (ExportFormat::Warc, false) => bail!(
            "an archive has whole pages, and these leave the library only when you say so\n\
             hint: `headwater export --format warc --full-text --of s-3f9a2c71b04e` writes the pages behind a story"
        ),
        (ExportFormat::Jsonl | ExportFormat::Warc, _) | (_, false) => {}
        _ => bail!(
            "whole texts are exported as JSON Lines or as an archive\nhint: leave out --format, or give `--format warc`"
        ),
    }
    if args.table.is_some() && !rows {
        bail!("only CSV and JSON Lines are written a table at a time\nhint: leave out --table");
    }
    Ok(())
}

/// What is meant by the names; all where there are none.
fn part(shelf: &Shelf, names: &[String]) -> Result<Part> {
    let mut all: Option<Part> = None;
    for name in names {
        let Some(part) = shelf.behind(name)? else {
            let known = !matches!(shelf.show(name)?, Named::Nothing);
            let why = if known { "is no single" } else { "names no" };
            bail!(
                "`{name}` {why} page, statement or story of this library\n\
                 hint: `headwater search` and `headwater show` give names"
            );
        };
        match &mut all {
            Some(all) => all.join(part),
            None => all = Some(part),
        }
    }
    Ok(all.unwrap_or_default())
}

fn table(shelf: &Shelf, part: &Part, args: &ExportArgs, out: &mut Out) -> Result<()> {
    let table = known(args)?.unwrap_or("reading");
    let mut head = false;
    shelf.export(table, args.longest, |row| {
        if !part.row(&row) {
            return Ok(());
        }
        let Value::Object(row) = row else { return Ok(()) };
        if !head {
            head = true;
            let names: Vec<Value> = row.keys().map(|k| json!(k)).collect();
            out.text(&csv(&names)).map_err(Stop)?;
        }
        out.text(&csv(row.values())).map_err(Stop)
    })?;
    Ok(())
}

fn lines(shelf: &Shelf, part: &Part, args: &ExportArgs, out: &mut Out) -> Result<()> {
    let only = known(args)?;
    for table in Shelf::tables().filter(|t| only.is_none_or(|o| o == *t)) {
        shelf.export(table, args.longest, |row| match part.row(&row) {
            true => out.line(&typed(table, row)).map_err(Stop),
            false => Ok(()),
        })?;
    }
    if only.is_none() && args.of.is_empty() {
        for row in shelf.kept_apart()? {
            out.line(&row)?;
        }
    }
    if args.full_text {
        shelf.articles(part, |row| out.line(&typed("article", row)).map_err(Stop))?;
    }
    Ok(())
}

/// The table that is asked for.
fn known(args: &ExportArgs) -> Result<Option<&str>> {
    let all: Vec<&str> = Shelf::tables().collect();
    match args.table.as_deref() {
        Some(table) if !all.contains(&table) => {
            bail!("no table `{table}` is exported\nhint: there are {}", all.join(", "))
        }
        other => Ok(other),
    }
}

/// Why an export ends early.
struct Stop(anyhow::Error);

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Stop {
        Stop(trouble.into())
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Stop {
        Stop(error)
    }
}

impl From<Stop> for anyhow::Error {
    fn from(stop: Stop) -> anyhow::Error {
        stop.0
    }
}

/// A row with its type first.
fn typed(kind: &str, row: Value) -> Value {
    let mut line = Map::new();
    line.insert("type".to_owned(), json!(kind));
    if let Value::Object(fields) = row {
        line.extend(fields);
    }
    Value::Object(line)
}

/// The text of a field; nothing where it has none.
fn string<'r>(row: &'r Value, name: &str) -> Option<&'r str> {
    row[name].as_str().filter(|s| !s.trim().is_empty())
}

/// Words of a page on one line, cut to so many characters; a cut end is marked.
fn cut(words: &str, longest: usize) -> String {
    let words = &words.replace(['\n', '\r', '\t'], " ");
    match words.char_indices().nth(longest) {
        Some((end, _)) => words.get(..end).unwrap_or(words).to_owned() + "…",
        None => words.to_owned(),
    }
}

/// The name of a page, made an address that needs no server.
fn urn(page: &str) -> String {
    format!("urn:headwater:page:{page}")
}

/// The record that a name leads to.
fn shown(shelf: &Shelf, name: &str) -> Result<Value> {
    match shelf.show(name)? {
        Named::Found(record) => Ok(record),
        _ => bail!("the library is damaged: `{name}` leads nowhere"),
    }
}
