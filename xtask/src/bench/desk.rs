//! Page sets as a desk would have them, with gold for the whole report.

use super::part::Part;
use super::{Bench, fresh, python};
use anyhow::{Result, bail};
use serde_json::{Map, Value};
use std::path::Path;

/// Traces each set with the set's own runner, then takes the mean of each figure over all sets,
/// over those held back and over the rest.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let folder = bench.data.join("desk");
    let reports = fresh("desk")?;
    let printed = python(&[
        &folder.join("run.py"),
        Path::new("--bin"),
        &bench.program,
        Path::new("--keep"),
        &reports,
    ])?;
    println!("\ndesk\n{}", printed.trim_end());
    let scorer = bench.data.join("trace/score.py");
    let mut sets: Vec<(String, Map<String, Value>)> = Vec::new();
    for entry in std::fs::read_dir(&reports)?.flatten() {
        let report = entry.path();
        let name = report.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let gold = folder.join("dev").join(&name);
        let json = python(&[&scorer, &gold, &report, Path::new("--json")])?;
        if let Value::Object(figures) = serde_json::from_str(json.trim())? {
            sets.push((name, figures));
        }
    }
    if sets.is_empty() {
        bail!("no set of `{}` was traced", folder.display());
    }
    sets.sort_by(|a, b| a.0.cmp(&b.0));
    let all: Vec<_> = sets.iter().collect();
    bench.take("desk", &mean(&all))?;
    for part in Part::BOTH {
        let some: Vec<_> = sets.iter().filter(|(name, _)| Part::of(name) == part).collect();
        if some.is_empty() {
            println!("\ndesk, {}: no set", part.name());
        } else {
            bench.take(&format!("desk, {}", part.name()), &mean(&some))?;
        }
    }
    Ok(())
}

/// The mean of each figure over the sets that have it.
fn mean(sets: &[&(String, Map<String, Value>)]) -> String {
    let mut out = Map::new();
    out.insert("sets".into(), sets.len().into());
    for key in sets.iter().flat_map(|(_, figures)| figures.keys()) {
        let values: Vec<f64> =
            sets.iter().filter_map(|(_, f)| f.get(key).and_then(Value::as_f64)).collect();
        if !values.is_empty() && !out.contains_key(key) {
            out.insert(key.clone(), (values.iter().sum::<f64>() / values.len() as f64).into());
        }
    }
    Value::Object(out).to_string()
}
