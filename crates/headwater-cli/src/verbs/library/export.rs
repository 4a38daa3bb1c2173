//! `headwater export`: what a library holds, as JSON Lines or a table.

use super::cells::csv;
use crate::cli::{ExportArgs, ExportFormat};
use crate::out::Out;
use crate::trouble::Tally;
use anyhow::{Result, bail};
use headwater_store::{Mode, Shelf, Trouble};
use serde_json::{Map, Value, json};

/// A table of the library, or all.
pub(in crate::verbs) fn run(args: &ExportArgs, tally: &Tally) -> Result<()> {
    let shelf = super::open(&super::path(&args.library), Mode::Read)?;
    let all: Vec<&str> = Shelf::tables().collect();
    if let Some(table) = args.table.as_deref().filter(|t| !all.contains(t)) {
        bail!("no table `{table}` is exported\nhint: there are {}", all.join(", "));
    }
    let mut out = Out::new();
    tally.found(shelf.pages()?);
    match args.format {
        ExportFormat::Csv => {
            if args.full_text {
                bail!("whole texts are exported as JSON Lines\nhint: leave out --format csv");
            }
            let table = args.table.as_deref().unwrap_or("reading");
            let mut head = false;
            shelf.export(table, args.longest, |row| {
                let Value::Object(row) = row else { return Ok(()) };
                if !head {
                    head = true;
                    let names: Vec<Value> = row.keys().map(|k| json!(k)).collect();
                    out.text(&csv(&names)).map_err(Stop)?;
                }
                out.text(&csv(row.values())).map_err(Stop)
            })?;
        }
        ExportFormat::Jsonl => {
            for table in all.iter().filter(|t| args.table.as_ref().is_none_or(|only| only == *t)) {
                shelf.export(table, args.longest, |row| {
                    out.line(&typed(table, row)).map_err(Stop)
                })?;
            }
            if args.table.is_none() {
                for row in shelf.kept_apart()? {
                    out.line(&row)?;
                }
            }
            if args.full_text {
                shelf.articles(|row| out.line(&typed("article", row)).map_err(Stop))?;
            }
        }
    }
    out.finish()
}

/// Why an export ends early.
struct Stop(anyhow::Error);

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Stop {
        Stop(trouble.into())
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
