//! Quotations and speakers.

use super::{Bench, lines, out, python, rows};
use anyhow::Result;
use serde_json::json;
use std::path::Path;

/// Runs `quotes` on each set's development part, with the fast tagger and with the learned reader;
/// the learned one only where the texts are news.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let news = ["polnear/dev", "dewikinews/dev", "seeds/gold"];
    for set in news.into_iter().chain(["adaq_ru/dev", "adaq_cs/dev"]) {
        read(bench, set, "fast", "quotes")?;
    }
    for set in news {
        read(bench, set, "deep", "learned")?;
    }
    Ok(())
}

fn read(bench: &mut Bench, set: &str, tagger: &str, title: &str) -> Result<()> {
    let gold = bench.data.join(format!("quotes/{set}.jsonl"));
    let bare: Vec<_> = rows(&gold)?
        .iter()
        .map(|d| json!({"id": d["id"], "text": d["text"], "lang": d["lang"]}))
        .collect();
    let mut args = vec!["quotes", "--tagger", tagger];
    args.extend(bench.rest.iter().map(String::as_str));
    let found: Vec<_> = bench
        .headwater(&args, &lines(&bare))?
        .iter()
        .map(|d| json!({"id": d["id"], "quotes": d["quotes"]}))
        .collect();
    let pred = out(&format!("{title}-{}.jsonl", set.replace('/', "-")))?;
    std::fs::write(&pred, lines(&found))?;
    let scorer = bench.data.join("quotes/score.py");
    let json = python(&[&scorer, &gold, &pred, Path::new("--json")])?;
    bench.take(&format!("{title} {set}"), &json)
}
