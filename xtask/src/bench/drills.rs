//! Who said what, in many languages: short written passages.

use super::part::Part;
use super::{Bench, lines, out, python, rows};
use anyhow::Result;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Compiles the passages, runs `quotes` over them once and scores all, those held back and the
/// rest.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let folder = bench.data.join("quotes/drills");
    let mut written: Vec<PathBuf> = std::fs::read_dir(&folder)?
        .flatten()
        .map(|e| e.path())
        .filter(|p| p.extension().is_some_and(|e| e == "drill"))
        .collect();
    written.sort();
    let gold = out("drills.jsonl")?;
    let compiler = folder.join("drills.py");
    let mut args: Vec<&Path> = vec![&compiler, Path::new("compile"), &gold];
    args.extend(written.iter().map(PathBuf::as_path));
    python(&args)?;

    let gold = rows(&gold)?;
    let bare: Vec<Value> = gold.iter().map(|d| json!({"id": d["id"], "text": d["text"]})).collect();
    let mut args = vec!["quotes"];
    args.extend(bench.rest.iter().map(String::as_str));
    let found = bench.headwater(&args, &lines(&bare))?;
    let scorer = folder.join("score.py");
    let parts = [None, Some(Part::Held), Some(Part::Rest)];
    for part in parts {
        let of =
            |d: &&Value| part.is_none_or(|p| Part::of(d["id"].as_str().unwrap_or_default()) == p);
        let title = part.map_or("drills".to_owned(), |p| format!("drills, {}", p.name()));
        let file = |kind: &str| out(&format!("{}-{kind}.jsonl", title.replace([',', ' '], "")));
        let (want, have) = (file("gold")?, file("found")?);
        let some: Vec<Value> = gold.iter().filter(of).cloned().collect();
        std::fs::write(&want, lines(&some))?;
        let some: Vec<Value> = found.iter().filter(of).cloned().collect();
        std::fs::write(&have, lines(&some))?;
        bench.take(&title, &python(&[&scorer, &want, &have, Path::new("--json")])?)?;
    }
    Ok(())
}
