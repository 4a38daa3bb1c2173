//! Shared passages, near copies, reworded sentences, differences of substance.

use super::{Bench, lines, out, python, rows};
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// Runs `matches` and `compare` on the development parts.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let folder = bench.data.join("reuse");
    spans(bench, &folder, "families/dev/docs", "families/dev/gold")?;
    near(bench)?;
    spans(bench, &folder, "seeds/docs", "seeds/gold")?;
    for set in ["matched", "mtref", "msrp", "panpara"] {
        pairs(bench, &folder, set)?;
    }
    polarity(bench, &folder)
}

fn score(bench: &mut Bench, what: &str, gold: &str, pred: &Path) -> Result<()> {
    let folder = bench.data.join("reuse");
    let path = folder.join(format!("{gold}.jsonl"));
    let json = python(&[&folder.join("score.py"), Path::new(what), &path, pred])?;
    bench.take(&format!("reuse {what} {gold}"), &json)
}

fn bare(folder: &Path, docs: &str) -> Result<Vec<Value>> {
    let docs = rows(&folder.join(format!("{docs}.jsonl")))?;
    Ok(docs.iter().map(|d| json!({"id": d["id"], "text": d["text"]})).collect())
}

fn spans(bench: &mut Bench, folder: &Path, docs: &str, gold: &str) -> Result<()> {
    let found = bench.headwater(&["matches"], &lines(&bare(folder, docs)?))?;
    let pred = out(&format!("reuse-{}.jsonl", docs.replace('/', "-")))?;
    std::fs::write(&pred, lines(&found))?;
    score(bench, "spans", gold, &pred)
}

/// Two documents are near if the program says that half of the shorter one is of common origin.
fn near(bench: &mut Bench) -> Result<()> {
    let matches = rows(&out("reuse-families-dev-docs.jsonl")?)?;
    let half = |m: &&Value| m["share"].as_f64().is_some_and(|share| share >= 0.5);
    let id = |v: &Value| v.as_str().unwrap_or("").to_owned();
    let near: BTreeSet<(String, String)> =
        matches.iter().filter(half).map(|m| (id(&m["a"]), id(&m["b"]))).collect();
    let found: Vec<Value> = near.iter().map(|(a, b)| json!({"a": a, "b": b})).collect();
    let pred = out("reuse-near.jsonl")?;
    std::fs::write(&pred, lines(&found))?;
    score(bench, "pairs", "families/dev/docpairs", &pred)
}

fn pairs(bench: &mut Bench, folder: &Path, set: &str) -> Result<()> {
    let gold = format!("pairs/{set}_dev");
    let input: Vec<Value> = rows(&folder.join(format!("{gold}.jsonl")))?
        .iter()
        .map(|p| json!({"id": p["id"], "a": p["a"], "b": p["b"]}))
        .collect();
    let found: Vec<Value> = bench
        .headwater(&["compare"], &lines(&input))?
        .iter()
        .map(|p| json!({"id": p["id"], "score": p["score"]}))
        .collect();
    let pred = out(&format!("reuse-{set}.jsonl"))?;
    std::fs::write(&pred, lines(&found))?;
    score(bench, "phrase", &gold, &pred)
}

/// Right: the kind that differs is named first, or none where nothing differs.
fn polarity(bench: &mut Bench, folder: &Path) -> Result<()> {
    let gold = rows(&folder.join("polarity/dev.jsonl"))?;
    let input: Vec<Value> =
        gold.iter().map(|p| json!({"id": p["id"], "a": p["a"], "b": p["b"]})).collect();
    let found = bench.headwater(&["compare"], &lines(&input))?;
    let mut right = 0;
    for (g, f) in gold.iter().zip(&found) {
        let kind = &f["differs"][0]["kind"];
        if *kind == g["differs"] {
            right += 1;
        } else {
            println!("{}: {} expected, {} named", g["id"], g["differs"], kind);
        }
    }
    let share = f64::from(right) / f64::max(gold.len() as f64, 1.0);
    let json = json!({"right": right, "of": gold.len(), "share": share});
    bench.take("reuse polarity/dev", &json.to_string())
}
