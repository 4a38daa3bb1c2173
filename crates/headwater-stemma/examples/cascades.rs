//! Bench runner for cascades with a known tree.
//!
//!     cascades dump DIR OUT [WEIGHTS.json] [page]      evidence rows of DIR/*/witnesses.jsonl
//!
//! `dump` writes OUT.json (names, ids and pairs) and OUT.bin (32-bit floats, little-endian).
#![allow(clippy::print_stdout)]

use anyhow::{Context, Result, bail};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_stemma::rows;
use headwater_text::Span;
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};

fn witnesses(path: &Path, page: bool) -> Result<Vec<Quoted>> {
    let text = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut out = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let mut v: Value = serde_json::from_str(line)?;
        if page && let Some(p) = v.get("page").cloned() {
            v["text"] = p;
        }
        let mut article = Article::from_json(v).context("no text")?;
        if page {
            frame(&mut article);
        }
        out.push(Quoted { article, ..Quoted::default() });
    }
    out.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    Ok(out)
}

/// What the page reader would do, in the roughest form: the body begins after the headline, and
/// lines without a full stop are not of it.
fn frame(a: &mut Article) {
    let title = a.title.clone().unwrap_or_default();
    let start = a.body.iter().position(|s| s.of(&a.text) == title).map_or(0, |i| i + 1);
    let ends = |s: &Span| {
        let w = s.of(&a.text);
        w.split_whitespace().count() >= 6 && !w.starts_with("Read also")
    };
    a.body = a.body.iter().skip(start).filter(|s| ends(s)).copied().collect();
}

fn stories(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut out: Vec<PathBuf> = std::fs::read_dir(dir)?
        .filter_map(|e| Some(e.ok()?.path()))
        .filter(|p| p.join("witnesses.jsonl").exists())
        .collect();
    out.sort();
    Ok(out)
}

fn dump(dir: &Path, out: &Path, weights: Option<&str>, page: bool) -> Result<()> {
    let mut bin = std::io::BufWriter::new(std::fs::File::create(out.with_extension("bin"))?);
    let mut list = Vec::new();
    let mut names = Value::Null;
    for story in stories(dir)? {
        let articles = witnesses(&story.join("witnesses.jsonl"), page)?;
        let r = rows(&articles, weights);
        names = json!(r.names);
        let pairs: Vec<Value> = r.pairs.iter().map(|(p, c, ..)| json!([p, c])).collect();
        let ids: Vec<&str> = articles.iter().map(|a| a.article.id.as_str()).collect();
        list.push(json!({"dir": story, "ids": ids, "pairs": pairs}));
        let all = r.alone.iter().chain(r.pairs.iter().flat_map(|(_, _, d, s)| [d, s]));
        for x in all.flatten() {
            bin.write_all(&(*x as f32).to_le_bytes())?;
        }
    }
    std::fs::write(
        out.with_extension("json"),
        serde_json::to_vec(&json!({"names": names, "stories": list}))?,
    )?;
    Ok(())
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let page = args.iter().any(|a| a == "page");
    let args: Vec<&str> = args.iter().map(String::as_str).filter(|a| *a != "page").collect();
    match args.as_slice() {
        ["dump", dir, out, rest @ ..] => {
            let weights = rest.first().map(std::fs::read_to_string).transpose()?;
            dump(Path::new(dir), Path::new(out), weights.as_deref(), page)
        }
        _ => bail!("usage: cascades dump DIR OUT [WEIGHTS.json] [page]"),
    }
}
