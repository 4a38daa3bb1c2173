//! Reads records (one JSON object a line with `id`, `text` and any of the fields of
//! `headwater read`), writes `{id, quotes, people}` a line: what the quotation scorer reads.
//!
//!     bench_quotes [--rules | --weights DIR | --deep MODEL] [--nested] < dev.jsonl > pred.jsonl

use headwater_page::Article;
use headwater_quote::{Chain, Fast, Judges, Lean, Lexis, Tagger, quotes};
use std::io::{BufRead, Write};
use std::path::Path;

/// Weights from a folder of files, with what leans them set in the arguments.
fn given(dir: &Path, args: &[String]) -> std::io::Result<Fast> {
    let other = std::io::Error::other::<headwater_text::BadWeights>;
    let read = |name: &str| std::fs::read(dir.join(name));
    let set = |name: &str, or: f32| {
        let found = args.iter().find_map(|a| a.strip_prefix(name)?.strip_prefix('='));
        found.and_then(|v| v.parse().ok()).unwrap_or(or)
    };
    let lean = Lean {
        content: set("content", Lean::default().content),
        speaker: set("speaker", Lean::default().speaker),
        late: set("late", Lean::default().late),
        loose: set("loose", Lean::default().loose),
        floor: set("floor", Lean::default().floor),
        belief: set("belief", Lean::default().belief as f32).into(),
    };
    let judges = [read("starts.bin")?, read("ends.bin")?, read("keep.bin")?];
    Ok(Fast {
        lexis: Lexis::parse(&read("words.bin")?).map_err(other)?,
        scan: Chain::parse(&read("scan.bin")?).map_err(other)?,
        attribute: Chain::parse(&read("attribute.bin")?).map_err(other)?,
        judges: Judges::parse(judges.each_ref().map(Vec::as_slice)).map_err(other)?,
        lean,
    })
}

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let tagger = match args.iter().position(|a| a == "--weights").and_then(|i| args.get(i + 1)) {
        Some(dir) => Tagger::Given(Box::new(given(Path::new(dir), &args)?)),
        None if args.iter().any(|a| a == "--deep") => {
            let at = args.iter().position(|a| a == "--deep").and_then(|i| args.get(i + 1));
            let bytes = std::fs::read(at.map_or("", String::as_str))?;
            let deep = headwater_quote::deep::Deep::load(&bytes).map_err(std::io::Error::other)?;
            Tagger::Deep(Box::new(deep))
        }
        None if args.iter().any(|a| a == "--rules") => Tagger::Rules,
        None => Tagger::Fast,
    };
    let nested = args.iter().any(|a| a == "--nested");
    let out = std::io::stdout();
    let mut out = std::io::BufWriter::new(out.lock());
    for line in std::io::stdin().lock().lines() {
        let value: serde_json::Value =
            serde_json::from_str(&line?).map_err(std::io::Error::other)?;
        let mut object = serde_json::Map::new();
        let meta = value.get("meta").cloned().unwrap_or_default();
        for key in ["id", "text", "lang", "date", "body", "frame", "title_span", "repeats"] {
            if let Some(v) = value.get(key) {
                object.insert(key.into(), v.clone());
            }
        }
        if let Some(date) = meta.get("published") {
            object.insert("date".into(), date.clone());
        }
        let Some(article) = Article::from_json(object.into()) else { continue };
        let mut quoted = quotes(article, &tagger).to_json();
        if let Some(list) = quoted.get_mut("quotes").and_then(|q| q.as_array_mut())
            && !nested
        {
            list.retain(|q| q.get("nested").is_none_or(|n| n.is_null()));
        }
        let row = serde_json::json!({"id": quoted["id"], "quotes": quoted["quotes"],
            "people": quoted["people"], "remarks": quoted["remarks"]});
        writeln!(out, "{row}")?;
    }
    Ok(())
}
