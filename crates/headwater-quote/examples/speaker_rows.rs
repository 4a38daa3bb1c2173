//! Writes what is asked about the speakers of articles, for `training/speakers.py`: reads records
//! (one JSON object a line, as `headwater read` gives them), writes `{id, asked}` a line.
//!
//!     speaker_rows < pages.jsonl > asked.jsonl

use headwater_page::Article;
use headwater_quote::Tagger;
use headwater_quote::judging::asked;
use std::io::{BufRead, Write};

fn main() -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let value = serde_json::from_str(&line?).map_err(std::io::Error::other)?;
        let Some(article) = Article::from_json(value) else { continue };
        let list: Vec<serde_json::Value> = asked(&article, &Tagger::Learned)
            .into_iter()
            .map(|a| {
                let spans: Vec<[usize; 2]> = a.content.iter().map(|s| [s.start, s.end]).collect();
                serde_json::json!({"content": spans, "form": a.form, "printed": a.printed,
                    "ruled": a.ruled, "answers": a.answers})
            })
            .collect();
        writeln!(out, "{}", serde_json::json!({"id": article.id, "asked": list}))?;
    }
    Ok(())
}
