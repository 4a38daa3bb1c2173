//! The whole report on the example pages.

use super::{Bench, out, python};
use anyhow::Result;
use std::path::Path;

/// Traces the pages of each set and prints `trace/score.py`'s figures.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let pages = bench.data.join("extract/flattened/pages");
    let json =
        bench.headwater_text(&["trace", "--format", "json", &pages.to_string_lossy()], "")?;
    let file = out("trace-five.json")?;
    std::fs::write(&file, json)?;
    let scorer = bench.data.join("trace/score.py");
    let gold = bench.data.join("trace/five");
    let json = python(&[&scorer, &gold, &file, Path::new("--json")])?;
    bench.take("trace five", &json)
}
