//! Quotations and speakers.

use super::{Bench, lines, out, python, rows};
use anyhow::Result;
use serde_json::json;
use std::path::Path;

/// Runs `quotes` on each set's development part.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    for set in ["polnear/dev", "dewikinews/dev", "adaq_ru/dev", "adaq_cs/dev", "seeds/gold"] {
        let gold = bench.data.join(format!("quotes/{set}.jsonl"));
        let bare: Vec<_> = rows(&gold)?
            .iter()
            .map(|d| json!({"id": d["id"], "text": d["text"], "lang": d["lang"]}))
            .collect();
        let mut args = vec!["quotes"];
        args.extend(bench.rest.iter().map(String::as_str));
        let found: Vec<_> = bench
            .headwater(&args, &lines(&bare))?
            .iter()
            .map(|d| json!({"id": d["id"], "quotes": d["quotes"]}))
            .collect();
        let pred = out(&format!("quotes-{}.jsonl", set.replace('/', "-")))?;
        std::fs::write(&pred, lines(&found))?;
        let scorer = bench.data.join("quotes/score.py");
        let json = python(&[&scorer, &gold, &pred, Path::new("--json")])?;
        bench.take(&format!("quotes {set}"), &json)?;
    }
    Ok(())
}
