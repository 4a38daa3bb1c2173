//! Articles from pages.

use super::{Bench, lines, out, python};
use anyhow::Result;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// Runs `read --clean` on each set. Learned parts are judged here with the weights that ship,
/// which have seen these pages; the five-fold figures come from the training command.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let folder = bench.data.join("extract");
    let flattened = out("flattened-wcxb")?;
    if !flattened.exists() {
        let script = folder.join("flatten.py");
        let gold = folder.join("wcxb/gold.jsonl");
        python(&[&script, Path::new("--gold"), &gold, Path::new("--out"), &flattened])?;
    }
    let sets = [
        ("aeb", folder.join("aeb")),
        ("wcxb", folder.join("wcxb")),
        ("traf", folder.join("traf")),
        ("htmldate", folder.join("htmldate")),
        ("flattened aeb", folder.join("flattened/aeb")),
        ("flattened wcxb", flattened),
        ("five pages", folder.join("flattened")),
    ];
    for (name, place) in sets {
        let gold = place.join("gold.jsonl");
        let found = predict(bench, &place, &gold)?;
        let pred = out(&format!("extract-{}.jsonl", name.replace(' ', "-")))?;
        std::fs::write(&pred, lines(&found))?;
        let json = python(&[
            &folder.join("score.py"),
            Path::new("--gold"),
            &gold,
            Path::new("--pred"),
            &pred,
            Path::new("--json"),
        ])?;
        bench.take(&format!("extract {name}"), &json)?;
    }
    Ok(())
}

/// Reads the whole folder that the gold rows point into, bytes as they are, and gives each
/// prediction its gold id.
fn predict(bench: &Bench, place: &Path, gold: &Path) -> Result<Vec<Value>> {
    let mut ids = BTreeMap::new();
    let mut folder = None;
    for row in super::rows(gold)? {
        let file = place.join(row["file"].as_str().unwrap_or_default());
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        ids.insert(name, row["id"].clone());
        folder = file.parent().map(Path::to_path_buf);
    }
    let folder = folder.unwrap_or_else(|| place.to_path_buf());
    let found = bench.headwater(&["read", "--clean", &folder.to_string_lossy()], "")?;
    let named = found.into_iter().filter_map(|mut article| {
        let id = ids.get(article["id"].as_str()?)?.clone();
        article["id"] = id;
        Some(article)
    });
    Ok(named.collect())
}
