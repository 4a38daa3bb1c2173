//! Writes what words without marks are weighed by, for `training/belief.py`: reads records (one JSON
//! object a line, as `headwater read` gives them), writes `{id, weighed}` a line, places in bytes.
//!
//!     belief_rows < pages.jsonl > rows.jsonl

use headwater_page::Article;
use headwater_quote::Tagger;
use headwater_quote::judging::weighed;
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let value = serde_json::from_str(&line?).map_err(std::io::Error::other)?;
        let Some(article) = Article::from_json(value) else { continue };
        let list = weighed(&article, &Tagger::Learned).into_iter().map(|(content, numbers)| {
            let spans: Vec<[usize; 2]> = content.iter().map(|s| [s.start, s.end]).collect();
            serde_json::json!([spans, numbers])
        });
        let list: Vec<serde_json::Value> = list.collect();
        writeln!(out, "{}", serde_json::json!({"id": article.id, "weighed": list}))?;
    }
    Ok(())
}
