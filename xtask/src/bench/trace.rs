//! The whole report on the example pages.

use super::{headwater_text, out, python};
use anyhow::Result;
use std::path::Path;

/// Traces the pages of each set and prints `trace/score.py`'s figures.
pub(super) fn run(data: &Path) -> Result<()> {
    let pages = data.join("extract/flattened/pages");
    let json = headwater_text(&["trace", "--format", "json", &pages.to_string_lossy()], "")?;
    let file = out("trace-five.json")?;
    std::fs::write(&file, json)?;
    let scorer = data.join("trace/score.py");
    println!("\ntrace five\n{}", python(&[&scorer, &data.join("trace/five"), &file])?);
    Ok(())
}
