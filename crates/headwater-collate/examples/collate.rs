//! Articles in, what collation finds out: for the bench.
//!
//!     collate clusters < articles.jsonl     one {id, cluster} a line, for stories/score.py
//!     collate pairs < pairs.jsonl           one {id, score} a line, for tgpairs
//!     collate trace < quoted.jsonl          one object as `trace --format json`, without trees
//!     collate features < articles.jsonl     [id, id, numbers] of candidate pairs
//!     collate statements [shipped] < quoted.jsonl   pairs of units of each story: places and numbers
//!     collate remarks < articles.jsonl      one {article, kind, text, words} a line

use headwater_collate::encoder::Encoder;
use headwater_collate::{
    Place, Texts, bounds, people, remarks, sort, statement_pairs, stories, threads, utterances_by,
};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_text::Span;
use serde_json::{Value, json};
use std::io::{BufRead, Write};

type Problem = Box<dyn std::error::Error>;

fn main() -> Result<(), Problem> {
    let verb = std::env::args().nth(1).unwrap_or_default();
    let mut rows = Vec::new();
    for line in std::io::stdin().lock().lines() {
        rows.push(serde_json::from_str::<Value>(&line?)?);
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    match verb.as_str() {
        "clusters" => {
            let articles = read(rows, true);
            for story in
                stories(&articles, &headwater_collate::matches(&articles), &people(&articles))
            {
                for a in &story.articles {
                    let id = articles.get(*a).map(|q| q.article.id.as_str());
                    writeln!(out, "{}", json!({"id": id, "cluster": story.id}))?;
                }
            }
        }
        "pairs" => {
            for row in rows {
                let mut a = row["a"].clone();
                let mut b = row["b"].clone();
                a["id"] = json!("a");
                b["id"] = json!("b");
                let articles = read(vec![a, b], true);
                let pair: Result<[Quoted; 2], _> = articles.try_into();
                let score = pair.map_or(0.0, |p| headwater_collate::same_event(&p, &[]));
                writeln!(out, "{}", json!({"id": row["id"], "score": score}))?;
            }
        }
        "features" => {
            let articles = read(rows, true);
            let id = |i: usize| articles.get(i).map(|q| q.article.id.as_str());
            let matches = headwater_collate::matches(&articles);
            for (a, b, f) in headwater_collate::pair_features(&articles, &matches) {
                writeln!(out, "{}", json!([id(a), id(b), f]))?;
            }
        }
        "statements" => {
            let articles = read(rows, false);
            let model = std::env::args().nth(2).is_some_and(|word| word == "shipped");
            let encoder = if model { Some(Encoder::shipped()?) } else { None };
            let people = people(&articles);
            let found = stories(&articles, &headwater_collate::matches(&articles), &people);
            let texts = Texts::new(&articles);
            let place = |p: Place| {
                let (s, e) = texts.points(p);
                json!([texts.id(p.article), s, e])
            };
            for (a, b, same, row) in statement_pairs(&articles, &found, &people, encoder) {
                writeln!(out, "{}", json!([place(a), place(b), same, row]))?;
            }
        }
        "trace" => writeln!(out, "{}", trace(read(rows, false)))?,
        "remarks" => {
            let articles = read(rows, false);
            for (i, r) in remarks(&articles, &[], &[]) {
                let Some(a) = articles.get(i).map(|q| &q.article) else { continue };
                let words: Vec<&str> = r.places.iter().map(|p| p.of(&a.text)).collect();
                let row = json!({"article": a.id, "kind": r.kind, "text": r.text, "words": words});
                writeln!(out, "{row}")?;
            }
        }
        _ => return Err("clusters, pairs, trace or remarks".into()),
    }
    Ok(())
}

/// Articles of the bench: `title` apart from `text` is put on top of it; a gold label must not be
/// seen.
fn read(rows: Vec<Value>, blind: bool) -> Vec<Quoted> {
    let mut out: Vec<Quoted> = rows.into_iter().filter_map(|row| one(row, blind)).collect();
    sort(&mut out);
    out
}

fn one(mut row: Value, blind: bool) -> Option<Quoted> {
    if blind {
        let title = row["title"].as_str().unwrap_or("").to_owned();
        let text = row["text"].as_str().unwrap_or("").to_owned();
        row.as_object_mut()?.remove("story");
        let whole = if title.is_empty() { text } else { format!("{title}\n\n{text}") };
        row["text"] = json!(whole);
        let mut article = Article::from_json(row)?;
        if !title.is_empty() {
            article.title_span = Some(Span::new(0, title.len()));
            article.body.retain(|p| p.start >= title.len());
        }
        return Some(Quoted { article, ..Quoted::default() });
    }
    let article = Article::from_json(row)?;
    Some(
        Quoted::from_article(article)
            .unwrap_or_else(|article| Quoted { article: *article, ..Quoted::default() }),
    )
}

fn trace(mut articles: Vec<Quoted>) -> Value {
    let matches = headwater_collate::matches(&articles);
    let people = people(&articles);
    let stories = stories(&articles, &matches, &people);
    bounds(&mut articles, &stories);
    let encoder = Encoder::shipped().ok();
    let utterances = utterances_by(&articles, &stories, &matches, &people, encoder);
    let threads = threads(&articles, &utterances, &people);
    let found = remarks(&articles, &stories, &utterances);
    let texts = Texts::new(&articles);
    let mut rows: Vec<Value> = articles.iter().map(Quoted::to_json).collect();
    for s in &stories {
        for a in &s.articles {
            if let Some(row) = rows.get_mut(*a) {
                row["story"] = json!(s.id);
            }
        }
    }
    let found = found.iter().map(|(i, r)| {
        let places: Vec<Value> = r
            .places
            .iter()
            .map(|p| {
                let (s, e) = texts.points(headwater_collate::Place { article: *i, span: *p });
                json!([s, e])
            })
            .collect();
        json!({"article": texts.id(*i), "kind": r.kind, "text": r.text, "places": places})
    });
    json!({
        "articles": rows,
        "people": people.iter().map(|p| p.to_json(&texts)).collect::<Vec<_>>(),
        "matches": matches.iter().map(|m| m.to_json(&texts)).collect::<Vec<_>>(),
        "stories": stories.iter().map(|s| s.to_json(&texts)).collect::<Vec<_>>(),
        "utterances": utterances.iter().map(|u| u.to_json(&texts)).collect::<Vec<_>>(),
        "threads": threads.iter().map(|t| t.to_json(&texts, &utterances)).collect::<Vec<_>>(),
        "stemmata": [],
        "remarks": found.collect::<Vec<_>>(),
    })
}
