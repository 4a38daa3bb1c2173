//! Shared passages, near copies, reworded sentences, differences of substance.

use super::{headwater, lines, out, python, rows, table};
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;
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

/// Two documents are near if their matches cover half of the shorter one.
fn near(folder: &Path) -> Result<()> {
    let docs = bare(folder, "families/dev/docs")?;
    let length: BTreeMap<&str, usize> = docs
        .iter()
        .filter_map(|d| Some((d["id"].as_str()?, d["text"].as_str()?.chars().count())))
        .collect();
    let matches = rows(&out("reuse-families-dev-docs.jsonl")?)?;
    let mut covered: BTreeMap<(String, String), [Ranges; 2]> = BTreeMap::new();
    for m in &matches {
        let at = |k: &str| m[k].as_u64().unwrap_or(0);
        let id = |k: &str| m[k].as_str().unwrap_or("").to_owned();
        let sides = covered.entry((id("a"), id("b"))).or_default();
        sides[0].push((at("a_start"), at("a_end")));
        sides[1].push((at("b_start"), at("b_end")));
    }
    let mut found = Vec::new();
    for ((a, b), sides) in covered {
        let size = |id: &str| length.get(id).copied().unwrap_or(0);
        let shorter = usize::from(size(&b) < size(&a));
        let total = size(if shorter == 1 { &b } else { &a }) as u64;
        if a != b && 2 * union(sides[shorter].clone()) >= total {
            found.push(json!({"a": a, "b": b}));
        }
    }
    let pred = out("reuse-near.jsonl")?;
    std::fs::write(&pred, lines(&found))?;
    score(folder, "pairs", "families/dev/docpairs", &pred, &[])
}

/// Half-open ranges of code points.
type Ranges = Vec<(u64, u64)>;

fn union(mut spans: Ranges) -> u64 {
    spans.sort_unstable();
    let (mut total, mut end) = (0, 0);
    for (s, e) in spans {
        total += e.saturating_sub(s.max(end));
        end = end.max(e);
    }
    total
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
