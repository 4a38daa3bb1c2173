//! Reads pages with gold by another crate: `headwater-peers TOOL GOLD.jsonl OUT.jsonl`; `read.py` runs
//! it for all of them. OUT is what the scorer of the bench wants.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// Text, title, date and authors of one page, empty where the tool gives none.
fn read(tool: &str, html: &str, url: Option<&str>) -> Option<Value> {
    match tool {
        "dom_smoothie" => {
            let mut page = dom_smoothie::Readability::new(html, url, None).ok()?;
            let a = page.parse().ok()?;
            Some(json!({"text": a.text_content.to_string(), "title": a.title, "date": a.published_time,
                "authors": a.byline.into_iter().collect::<Vec<_>>()}))
        }
        "legible" => {
            let a = legible::parse(html, url, None).ok()?;
            Some(json!({"text": a.text_content, "title": a.title, "date": a.published_time,
                "authors": a.byline.into_iter().collect::<Vec<_>>()}))
        }
        "libreadability" => {
            let a = libreadability::extract(html, url).ok()?;
            Some(json!({"text": a.text_content, "title": a.title, "date": a.published_time,
                "authors": [a.byline]}))
        }
        "rs-trafilatura" => {
            let a = rs_trafilatura::extract(html).ok()?;
            let m = a.metadata;
            Some(json!({"text": a.content_text, "title": m.title,
                "date": m.date.map(|d| d.to_string().chars().take(10).collect::<String>()),
                "authors": split(m.author.as_deref().unwrap_or(""))}))
        }
        "trafilatura" => {
            let options = trafilatura::Options::default().with_fallback(true);
            let a = trafilatura::extract(html, &options).ok()?;
            let m = a.metadata;
            Some(json!({"text": a.content_text, "title": m.title,
                "date": m.date.map(|d| d.to_string()), "authors": split(&m.author)}))
        }
        _ => None,
    }
}

fn split(authors: &str) -> Vec<&str> {
    authors.split(';').map(str::trim).filter(|a| !a.is_empty()).collect()
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().collect();
    let [_, tool, gold, out] = args.as_slice() else {
        eprintln!("usage: headwater-peers TOOL GOLD.jsonl OUT.jsonl");
        std::process::exit(2);
    };
    let folder = Path::new(gold).parent().unwrap_or(Path::new("."));
    let mut out = BufWriter::new(std::fs::File::create(out)?);
    for line in BufReader::new(std::fs::File::open(gold)?).lines() {
        let row: Value = serde_json::from_str(&line?)?;
        let mut bytes = Vec::new();
        let file = std::fs::File::open(folder.join(row["file"].as_str().unwrap_or_default()))?;
        flate2::read::MultiGzDecoder::new(file).read_to_end(&mut bytes)?;
        let html = String::from_utf8_lossy(&bytes);
        let url = row["url"].as_str().filter(|u| u.starts_with("http"));
        // A crash on one page is that page's loss.
        let read = std::panic::catch_unwind(|| read(tool, &html, url)).ok().flatten();
        let mut row_out = read.unwrap_or_else(|| json!({"text": ""}));
        row_out["id"] = row["id"].clone();
        writeln!(out, "{row_out}")?;
    }
    Ok(())
}
