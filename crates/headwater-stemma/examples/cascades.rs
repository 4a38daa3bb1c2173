//! Bench runner for cascades with a known tree.
//!
//!     cascades predict DIR.. OUT     trees of DIR/*/witnesses.jsonl into OUT/<DIR's name>/<story>.json
//!     cascades dump DIR OUT          evidence rows: OUT.json (names, ids, pairs) and OUT.bin
//!     cascades readings FILE OUT     tree of collated witnesses
//!     cascades second DIR OUT        evidence rows for second parents
//!
//! `--page` takes the flattened page instead of the text; `--weights=FOLDER` other weights;
//! `--part=A-B` the stories whose number ends in one of these digits. Score with the lineage bench's
//! `score.py --all SETS OUT`.
#![allow(clippy::print_stdout)]

use anyhow::{Context, Result, bail};
use headwater_collate::Story;
use headwater_page::{Article, Hint};
use headwater_quote::Quoted;
use headwater_stemma::{
    Collated, Stemma, WeightFiles, from_readings, rows, second_rows, stemma, stemma_weighed,
};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};

fn witnesses(path: &Path, page: bool) -> Result<Vec<Quoted>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let v: Value = serde_json::from_str(line)?;
        let article = if page { page_of(&v) } else { Article::from_json(v) };
        let article = article.context("no text")?;
        out.push(Quoted { article, ..Quoted::default() });
    }
    out.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    Ok(out)
}

/// The page as the page reader sees it; title, outlet and time as the set gives them.
fn page_of(v: &Value) -> Option<Article> {
    let given = Article::from_json(v.clone())?;
    let hint = Hint { id: given.id.clone(), html: Some(false), ..Hint::default() };
    let read = headwater_page::read(v["page"].as_str()?.as_bytes(), &hint);
    Some(Article {
        title: given.title,
        title_span: None,
        outlet: given.outlet,
        date: given.date,
        ..read
    })
}

fn stories(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut out: Vec<PathBuf> = std::fs::read_dir(dir)?
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.join("witnesses.jsonl").exists())
        .collect();
    out.sort();
    Ok(out)
}

/// The part of a set's stories that is taken.
fn taken(dir: &Path, o: &Options) -> Result<Vec<PathBuf>> {
    let last = |p: &PathBuf| p.to_str().and_then(|n| n.chars().last()?.to_digit(10));
    let mut list = stories(dir)?;
    list.retain(|p| o.part.is_none_or(|(a, b)| last(p).is_some_and(|d| a <= d && d <= b)));
    Ok(list)
}

/// Weights read from a folder; a forest that is not there is none.
struct Weights {
    linear: String,
    forests: [Vec<u8>; 3],
}

impl Weights {
    fn read(folder: &Path) -> Result<Weights> {
        let forest = |name: &str| {
            std::fs::read(folder.join(name).with_extension("forest")).unwrap_or_default()
        };
        Ok(Weights {
            linear: std::fs::read_to_string(folder.join("linear.json"))?,
            forests: ["alone", "descent", "sibling"].map(forest),
        })
    }

    fn files(&self) -> WeightFiles<'_> {
        WeightFiles { linear: &self.linear, forests: self.forests.each_ref().map(Vec::as_slice) }
    }
}

fn dump(dir: &Path, out: &Path, o: &Options) -> Result<()> {
    let mut bin = std::io::BufWriter::new(std::fs::File::create(out.with_extension("bin"))?);
    let mut list = Vec::new();
    let mut names = Value::Null;
    for story in taken(dir, o)? {
        let articles = witnesses(&story.join("witnesses.jsonl"), o.page)?;
        let r = rows(&articles, o.weights.as_ref().map(Weights::files))?;
        names = json!(r.names);
        let pairs: Vec<Value> = r.pairs.iter().map(|(p, c, ..)| json!([p, c])).collect();
        let ids: Vec<&str> = articles.iter().map(|a| a.article.id.as_str()).collect();
        list.push(json!({"dir": story, "ids": ids, "pairs": pairs}));
        let all = r.alone.iter().chain(r.pairs.iter().flat_map(|(_, _, d, s)| [d, s]));
        for x in all.flatten() {
            bin.write_all(&(*x as f32).to_le_bytes())?;
        }
    }
    let head = json!({"names": names, "stories": list});
    std::fs::write(out.with_extension("json"), serde_json::to_vec(&head)?)?;
    Ok(())
}

fn second(dir: &Path, out: &Path, o: &Options) -> Result<()> {
    let weights = o.weights.as_ref().context("second needs weights")?.files();
    let mut bin = std::io::BufWriter::new(std::fs::File::create(out.with_extension("bin"))?);
    let mut list = Vec::new();
    let mut names = Vec::new();
    for story in taken(dir, o)? {
        let articles = witnesses(&story.join("witnesses.jsonl"), o.page)?;
        let ids: Vec<&str> = articles.iter().map(|a| a.article.id.as_str()).collect();
        let r = second_rows(&articles, weights)?;
        if names.is_empty() {
            names = r.names;
        }
        let pairs: Vec<Value> = r.arcs.iter().map(|(p, c, ..)| json!([p, c])).collect();
        let threes: Vec<Value> = r.rows.iter().map(|(p, q, c, _)| json!([p, q, c])).collect();
        list.push(json!({"dir": story, "ids": ids, "pairs": pairs, "threes": threes}));
        let edges = r.arcs.iter().flat_map(|(_, _, d, s)| [d, s]);
        let all = r.root.iter().chain(edges).chain(r.rows.iter().flat_map(|x| &x.3));
        for x in all {
            bin.write_all(&(*x as f32).to_le_bytes())?;
        }
    }
    let head = json!({"names": names, "stories": list});
    std::fs::write(out.with_extension("json"), serde_json::to_vec(&head)?)?;
    Ok(())
}

/// The prediction in the scorer's form: what stands above all is the event, never given.
fn prediction(s: &Stemma) -> Value {
    let mut edges: Vec<Value> = Vec::new();
    for e in &s.edges {
        let to_lost = s.nodes.iter().any(|n| n.id == e.child && n.witness.is_none());
        edges.push(json!([e.parent, e.child, if to_lost { 1.0 } else { e.probability }]));
    }
    for n in s.nodes.iter().filter(|n| !s.edges.iter().any(|e| e.child == n.id)) {
        let own = s.springs.iter().find(|s| s.node == n.id);
        edges.push(json!(["event", n.id, own.map_or(1.0, |s| s.probability)]));
    }
    let mut nodes: Vec<&str> = s.nodes.iter().map(|n| n.id.as_str()).collect();
    nodes.push("event");
    json!({"nodes": nodes, "edges": edges, "root": "event"})
}

fn predict(dir: &Path, out: &Path, o: &Options) -> Result<()> {
    let set = dir.file_name().context("no folder name")?;
    let to = out.join(set);
    std::fs::create_dir_all(&to)?;
    for story in taken(dir, o)? {
        let articles = witnesses(&story.join("witnesses.jsonl"), o.page)?;
        let all = (0..articles.len()).collect();
        let id = story.file_name().and_then(|n| n.to_str()).context("no story name")?;
        let s = Story {
            id: id.into(),
            title: String::new(),
            articles: all,
            joins: Vec::new(),
            bounds: Vec::new(),
            also: Vec::new(),
        };
        let s = match &o.weights {
            Some(w) => stemma_weighed(&s, &articles, w.files())?,
            None => stemma(&s, &articles, &[]),
        };
        std::fs::write(to.join(format!("{id}.json")), prediction(&s).to_string())?;
    }
    Ok(())
}

/// The tree of collated witnesses.
fn readings(path: &Path, out: &Path) -> Result<()> {
    let mut list = Vec::new();
    for line in std::fs::read_to_string(path)?.lines() {
        let v: Value = serde_json::from_str(line)?;
        let words = v["readings"].as_array().context("no readings")?;
        let lost = v["lacunae"].as_array().cloned().unwrap_or_default();
        list.push(Collated {
            id: v["id"].as_str().context("no id")?.to_owned(),
            readings: words.iter().map(|w| w.as_str().unwrap_or("").to_owned()).collect(),
            lacunae: lost
                .iter()
                .filter_map(|l| Some((l[0].as_u64()? as usize, l[1].as_u64()? as usize)))
                .collect(),
        });
    }
    let s = from_readings("readings", &list);
    let edges: Vec<Value> =
        s.edges.iter().map(|e| json!([e.parent, e.child, e.probability])).collect();
    let nodes: Vec<&str> = s.nodes.iter().map(|n| n.id.as_str()).collect();
    std::fs::write(out, json!({"nodes": nodes, "edges": edges, "root": s.root}).to_string())?;
    Ok(())
}

#[derive(Default)]
struct Options {
    page: bool,
    weights: Option<Weights>,
    part: Option<(u32, u32)>,
}

fn main() -> Result<()> {
    let mut o = Options::default();
    let mut rest = Vec::new();
    for a in std::env::args().skip(1) {
        if a == "--page" {
            o.page = true;
        } else if let Some(path) = a.strip_prefix("--weights=") {
            o.weights = Some(Weights::read(Path::new(path))?);
        } else if let Some(f) = a.strip_prefix("--part=") {
            let (first, last) = f.split_once('-').context("--part=A-B")?;
            o.part = Some((first.parse()?, last.parse()?));
        } else {
            rest.push(a);
        }
    }
    let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
    match rest.as_slice() {
        ["dump", dir, out] => dump(Path::new(dir), Path::new(out), &o),
        ["second", dir, out] => second(Path::new(dir), Path::new(out), &o),
        ["readings", path, out] => readings(Path::new(path), Path::new(out)),
        ["predict", dirs @ .., out] => {
            dirs.iter().try_for_each(|d| predict(Path::new(d), Path::new(out), &o))
        }
        _ => bail!(
            "usage: cascades dump|second|predict DIR.. OUT [--weights=FOLDER] [--part=A-B] [--page]"
        ),
    }
}
