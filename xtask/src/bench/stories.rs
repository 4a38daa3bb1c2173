//! Story grouping.

use super::{Bench, lines, out, python, rows};
use anyhow::Result;
use serde_json::{Value, json};
use std::path::Path;

/// Runs `stories` on each set's development part.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let scorer = bench.data.join("stories/score.py");
    for set in ["ecbplus", "basil", "uci"] {
        let gold = bench.data.join(format!("stories/{set}/dev.jsonl"));
        let bare: Vec<Value> = rows(&gold)?
            .iter()
            .map(|d| {
                json!({"id": d["id"], "date": d["date"], "outlet": d["outlet"], "lang": d["lang"],
                    "title": d["title"], "text": d["text"]})
            })
            .collect();
        let found: Vec<Value> = bench
            .headwater(&["stories"], &lines(&bare))?
            .iter()
            .map(|d| json!({"id": d["id"], "cluster": d["story"]}))
            .collect();
        let pred = out(&format!("stories-{set}.jsonl"))?;
        std::fs::write(&pred, lines(&found))?;
        let json = python(&[&scorer, Path::new("clusters"), &gold, &pred])?;
        bench.take(&format!("stories {set} dev"), &json)?;
    }
    Ok(())
}
