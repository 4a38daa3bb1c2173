//! Shared passages, near copies, reworded sentences, differences of substance.

use super::{headwater, lines, out, python, rows, table};
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Runs `matches` and `compare` on the development parts.
pub(super) fn run(data: &Path) -> Result<()> {
    let folder = data.join("reuse");
    spans(&folder, "families/dev/docs", "families/dev/gold")?;
    near(&folder)?;
    spans(&folder, "seeds/docs", "seeds/gold")?;
    for set in ["matched", "mtref", "msrp", "panpara"] {
        pairs(&folder, set)?;
    }
    polarity(&folder)
}

fn score(folder: &Path, what: &str, gold: &str, pred: &Path, wanted: &[&str]) -> Result<()> {
    let gold = folder.join(format!("{gold}.jsonl"));
    let json = python(&[&folder.join("score.py"), Path::new(what), &gold, pred])?;
    table(&format!("reuse {what} {}", gold.strip_prefix(folder)?.display()), &json, wanted)
}

fn bare(folder: &Path, docs: &str) -> Result<Vec<Value>> {
    let docs = rows(&folder.join(format!("{docs}.jsonl")))?;
    Ok(docs.iter().map(|d| json!({"id": d["id"], "text": d["text"]})).collect())
}

fn spans(folder: &Path, docs: &str, gold: &str) -> Result<()> {
    let found = headwater(&["matches"], &lines(&bare(folder, docs)?))?;
    let pred = out(&format!("reuse-{}.jsonl", docs.replace('/', "-")))?;
    std::fs::write(&pred, lines(&found))?;
    score(folder, "spans", gold, &pred, &[])
}

/// Two documents are near if the program says that half of the shorter one is of common origin.
fn near(folder: &Path) -> Result<()> {
    let matches = rows(&out("reuse-families-dev-docs.jsonl")?)?;
    let half = |m: &&Value| m["share"].as_f64().is_some_and(|share| share >= 0.5);
    let id = |v: &Value| v.as_str().unwrap_or("").to_owned();
    let near: BTreeSet<(String, String)> =
        matches.iter().filter(half).map(|m| (id(&m["a"]), id(&m["b"]))).collect();
    let found: Vec<Value> = near.iter().map(|(a, b)| json!({"a": a, "b": b})).collect();
    let pred = out("reuse-near.jsonl")?;
    std::fs::write(&pred, lines(&found))?;
    score(folder, "pairs", "families/dev/docpairs", &pred, &[])
}

fn pairs(folder: &Path, set: &str) -> Result<()> {
    let gold = format!("pairs/{set}_dev");
    let input: Vec<Value> = rows(&folder.join(format!("{gold}.jsonl")))?
        .iter()
        .map(|p| json!({"id": p["id"], "a": p["a"], "b": p["b"]}))
        .collect();
    let found: Vec<Value> = headwater(&["compare"], &lines(&input))?
        .iter()
        .map(|p| json!({"id": p["id"], "score": p["score"]}))
        .collect();
    let pred = out(&format!("reuse-{set}.jsonl"))?;
    std::fs::write(&pred, lines(&found))?;
    score(folder, "phrase", &gold, &pred, &[])
}

/// Right: the kind that differs is named first, or none where nothing differs.
fn polarity(folder: &Path) -> Result<()> {
    let gold = rows(&folder.join("polarity/dev.jsonl"))?;
    let input: Vec<Value> =
        gold.iter().map(|p| json!({"id": p["id"], "a": p["a"], "b": p["b"]})).collect();
    let found = headwater(&["compare"], &lines(&input))?;
    let mut right = 0;
    println!("\nreuse polarity dev");
    for (g, f) in gold.iter().zip(&found) {
        let kind = &f["differs"][0]["kind"];
        if *kind == g["differs"] {
            right += 1;
        } else {
            println!("  {}: {} expected, {} named", g["id"], g["differs"], kind);
        }
    }
    println!("  right kind named         {right} of {}", gold.len());
    Ok(())
}
