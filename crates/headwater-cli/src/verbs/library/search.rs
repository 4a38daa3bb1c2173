//! `headwater search`: pages that have certain words.

use super::cells::{csv, markdown, safe};
use crate::cli::{SearchArgs, TableFormat};
use crate::out::Out;
use crate::trouble::Tally;
use anyhow::{Result, anyhow};
use headwater_store::{Hits, Mode, Query, Shelf};
use headwater_tell::{count, grouped};
use serde_json::{Value, json};

const COLUMNS: [&str; 8] = ["page", "id", "title", "outlet", "date", "url", "story", "words"];

/// Searches, and tells what was found.
pub(in crate::verbs) fn run(args: &SearchArgs, tally: &Tally) -> Result<()> {
    let query = Query::parse(&args.words.join(" ")).map_err(|told| {
        anyhow!("{told}\nhint: `headwater search --help` shows what may be typed")
    })?;
    let shelf = super::open(&super::path(&args.library), Mode::Read)?;
    let hits = shelf.search(&query, args.limit)?;
    tally.found(hits.all);
    let mut out = Out::new();
    let row = |record: &Value| COLUMNS.map(|c| record[c].clone());
    let head = COLUMNS.map(|c| json!(c));
    match args.format {
        TableFormat::Text => out.text(&text(&shelf, &hits)?)?,
        TableFormat::Json => {
            for hit in &hits.hits {
                out.line(&hit.to_json())?;
            }
        }
        TableFormat::Csv => {
            out.text(&csv(&head))?;
            for hit in &hits.hits {
                out.text(&csv(&row(&hit.to_json())))?;
            }
        }
        TableFormat::Md => {
            out.text(&markdown(&head))?;
            out.text(&format!("|{}\n", " --- |".repeat(COLUMNS.len())))?;
            for hit in &hits.hits {
                out.text(&markdown(&row(&hit.to_json())))?;
            }
        }
    }
    out.finish()
}

fn text(shelf: &Shelf, hits: &Hits) -> Result<String> {
    let held = format!(
        "{} of {}",
        count(shelf.pages()?, "page", "pages"),
        count(shelf.outlets()?, "outlet", "outlets")
    );
    if hits.all == 0 {
        return Ok(format!("none of {held} has this\n"));
    }
    let mut out = format!("{} of {held}\n", grouped(hits.all));
    for hit in &hits.hits {
        let title = hit.title.as_deref().unwrap_or(&hit.id);
        let outlet = hit.outlet.as_deref().unwrap_or("outlet not known");
        let date = hit.date.as_deref().unwrap_or("undated");
        let short = hit.page.get(..12).unwrap_or(&hit.page);
        out += &format!("\n{}\n  {} · {date} · {short}\n", safe(title), safe(outlet));
        if let Some(story) = &hit.story {
            out += &format!("  story {story}\n");
        }
        if !hit.words.is_empty() {
            out += &format!("  {}\n", safe(&hit.words));
        }
    }
    let rest = hits.all - hits.hits.len().min(hits.all);
    if rest > 0 {
        out += &format!("\n{} more; --limit shows them\n", grouped(rest));
    }
    Ok(out)
}
