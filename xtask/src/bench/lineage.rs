//! Family trees.

use super::{Bench, lines, out, python, rows};
use anyhow::Result;
use serde_json::{Value, json};
use std::path::Path;

/// Runs `stemma` on each simulated story and the artificial tradition.
pub(super) fn run(bench: &mut Bench) -> Result<()> {
    let folder = bench.data.join("lineage");
    for text in ["text", "page"] {
        let target = out(&format!("lineage-{text}"))?;
        for set in ["sim-easy", "sim-hard", "sim-contam", "sim-quotes", "parzival"] {
            let whole = folder.join(set);
            let mut stories = vec![(whole.clone(), format!("{set}.json"))];
            if !whole.join("witnesses.jsonl").exists() {
                stories = std::fs::read_dir(&whole)?
                    .flatten()
                    .map(|e| (e.path(), format!("{set}/{}.json", e.file_name().to_string_lossy())))
                    .collect();
            } else if text == "page" {
                continue;
            }
            stories.sort();
            for (story, name) in stories {
                let path = target.join(name);
                std::fs::create_dir_all(path.parent().unwrap_or(&target))?;
                std::fs::write(path, predict(bench, &story, text)?.to_string())?;
            }
        }
        let scorer = folder.join("score.py");
        let json = python(&[&scorer, Path::new("--all"), &folder, &target])?;
        for line in json.lines() {
            let set: Value = serde_json::from_str(line)?;
            let name = set["set"].as_str().unwrap_or_default();
            bench.take(&format!("lineage {name} ({text})"), line)?;
        }
    }
    Ok(())
}

/// The flattened pages of a story, read from files as a user would; outlet and time as given.
fn read_pages(bench: &Bench, witnesses: &[Value]) -> Result<Vec<Value>> {
    let folder = out("lineage-pages/x")?.with_file_name("story");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    for w in witnesses {
        let name = format!("{}.txt", w["id"].as_str().unwrap_or_default());
        std::fs::write(folder.join(name), w["page"].as_str().unwrap_or_default())?;
    }
    let read = bench.headwater(&["read", &folder.to_string_lossy()], "")?;
    let named = read.into_iter().filter_map(|mut article| {
        let id = article["id"].as_str()?.trim_end_matches(".txt").to_owned();
        let w = witnesses.iter().find(|w| w["id"] == id.as_str())?;
        article["id"] = w["id"].clone();
        article["date"] = w["time"].clone();
        article["outlet"] = w["outlet"].clone();
        Some(article)
    });
    Ok(named.collect())
}

/// Witnesses in, a prediction of the scorer's form out. `page` gives the flattened page to be
/// read first, without title, outlet and clean text.
fn predict(bench: &Bench, story: &Path, text: &str) -> Result<Value> {
    let witnesses = rows(&story.join("witnesses.jsonl"))?;
    let input = if text == "page" { read_pages(bench, &witnesses)? } else { witnesses };
    let trees = bench.headwater(&["stemma"], &lines(&input))?;
    let Some(tree) = trees.first() else { return Ok(json!({"nodes": [], "edges": []})) };
    let list = |v: &Value| v.as_array().cloned().unwrap_or_default();
    let mut nodes: Vec<Value> = list(&tree["nodes"]).iter().map(|n| n["id"].clone()).collect();
    let mut edges: Vec<Value> = list(&tree["edges"])
        .iter()
        .map(|e| json!([e["parent"], e["child"], e["probability"]]))
        .collect();
    let mut root = tree["root"].clone();
    if root.is_null() {
        // The scorer wants one root above several springs: the event, as its gold has it.
        root = json!("event");
        let top = |n: &&Value| !edges.iter().any(|e| e[1] == **n);
        let tops: Vec<Value> = nodes.iter().filter(top).map(|n| json!([root, n, 1.0])).collect();
        edges.extend(tops);
        nodes.push(root.clone());
    }
    Ok(json!({"nodes": nodes, "edges": edges, "root": root}))
}
