//! Runs the collation over bench files and writes what the scorers read.
//!
//!     measure spans DOCS.jsonl         matches, code points
//!     measure proposals DOCS.jsonl     rewordings proposed, with score and lead
//!     measure docpairs DOCS.jsonl      pairs whose matches cover half of the shorter text
//!     measure phrase PAIRS.jsonl       {id, score}
//!     measure differs PAIRS.jsonl      share of pairs whose kind of difference is named right
//!     measure made N [WORDS]           made articles as JSON Lines
//!     measure speed N [WORDS]          candidates and passages over N made articles
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the terminal")]

use headwater_collate::{Match, Relation, compare, likeness, matches};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_text::{CharIndex, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;

mod made;

type Trouble = Box<dyn std::error::Error>;

fn rows(path: &str) -> Result<Vec<Value>, Trouble> {
    let text = std::fs::read_to_string(path)?;
    let rows = text.lines().filter(|l| !l.trim().is_empty()).map(serde_json::from_str);
    Ok(rows.collect::<Result<_, _>>()?)
}

fn articles(path: &str) -> Result<Vec<Quoted>, Trouble> {
    let read = |mut v: Value| {
        // The stories of a bench file are gold, not input.
        if let Some(m) = v.as_object_mut() {
            m.retain(|k, _| {
                matches!(
                    k.as_str(),
                    "id" | "text"
                        | "date"
                        | "title"
                        | "title_span"
                        | "body"
                        | "frame"
                        | "repeats"
                        | "lang"
                )
            });
        }
        Article::from_json(v).map(|article| Quoted { article, ..Quoted::default() })
    };
    let mut all: Vec<Quoted> = rows(path)?.into_iter().filter_map(read).collect();
    headwater_collate::sort(&mut all);
    Ok(all)
}

fn spans(path: &str) -> Result<(), Trouble> {
    let all = articles(path)?;
    let index: Vec<CharIndex> = all.iter().map(|q| CharIndex::new(&q.article.text)).collect();
    for m in matches(&all) {
        let (a, b) = (&index[m.a.article], &index[m.b.article]);
        println!(
            "{}",
            json!({"a": all[m.a.article].article.id, "b": all[m.b.article].article.id,
                "a_start": a.to_chars(m.a.span.start), "a_end": a.to_chars(m.a.span.end),
                "b_start": b.to_chars(m.b.span.start), "b_end": b.to_chars(m.b.span.end),
                "relation": m.relation.name(), "score": m.score})
        );
    }
    Ok(())
}

/// Proposed rewordings with score and lead, for choosing the lead that is asked for.
fn proposals(path: &str) -> Result<(), Trouble> {
    let all = articles(path)?;
    let index: Vec<CharIndex> = all.iter().map(|q| CharIndex::new(&q.article.text)).collect();
    for p in headwater_collate::proposals(&all) {
        let (a, b) = (p.a.article, p.b.article);
        println!(
            "{}",
            json!({"a": all[a].article.id, "b": all[b].article.id,
                "a_start": index[a].to_chars(p.a.span.start), "a_end": index[a].to_chars(p.a.span.end),
                "b_start": index[b].to_chars(p.b.span.start), "b_end": index[b].to_chars(p.b.span.end),
                "score": p.score, "margin": p.margin, "prints": format!("{:?}", p.prints)})
        );
    }
    Ok(())
}

fn docpairs(path: &str) -> Result<(), Trouble> {
    let all = articles(path)?;
    let mut covered: BTreeMap<(usize, usize), (Vec<Span>, Vec<Span>)> = BTreeMap::new();
    for Match { a, b, relation, .. } in matches(&all) {
        if a.article != b.article && relation <= Relation::Noisy {
            let pair = covered.entry((a.article, b.article)).or_default();
            pair.0.push(a.span);
            pair.1.push(b.span);
        }
    }
    let share = |spans: &mut Vec<Span>, text: &str| {
        spans.sort_unstable();
        let (mut end, mut sum) = (0, 0);
        for s in spans.iter() {
            sum += s.end.saturating_sub(s.start.max(end));
            end = end.max(s.end);
        }
        sum as f64 / text.len().max(1) as f64
    };
    for ((a, b), (mut x, mut y)) in covered {
        let (s, t) = (&all[a].article, &all[b].article);
        let score = if s.text.len() <= t.text.len() {
            share(&mut x, &s.text)
        } else {
            share(&mut y, &t.text)
        };
        println!("{}", json!({"a": s.id, "b": t.id, "score": score}));
    }
    Ok(())
}

fn phrase(path: &str) -> Result<(), Trouble> {
    for row in rows(path)? {
        let (a, b) = (row["a"].as_str().unwrap_or(""), row["b"].as_str().unwrap_or(""));
        println!("{}", json!({"id": row["id"], "score": likeness(a, b)}));
    }
    Ok(())
}

fn differs(path: &str) -> Result<(), Trouble> {
    let mut right: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
    for row in rows(path)? {
        let (a, b) = (row["a"].as_str().unwrap_or(""), row["b"].as_str().unwrap_or(""));
        let mut found: Vec<String> = compare(a, b).differs.into_iter().map(|d| d.kind).collect();
        found.dedup();
        let wanted: Vec<String> = row["differs"].as_str().map(str::to_owned).into_iter().collect();
        let good = found == wanted;
        let lang = row["lang"].as_str().unwrap_or("en").to_owned();
        let kind = wanted.first().cloned().unwrap_or_else(|| "same".to_owned());
        for key in [(lang.clone(), kind), (lang, "all".into()), ("all".into(), "all".into())] {
            let count = right.entry(key).or_default();
            count.0 += usize::from(good);
            count.1 += 1;
        }
        if !good {
            println!("{} wanted {wanted:?} found {found:?}\n    {a}\n    {b}", row["id"]);
        }
    }
    for ((lang, kind), (good, all)) in right {
        println!("{lang:4} {kind:12} {good:4} / {all:4} = {:.3}", good as f64 / all as f64);
    }
    Ok(())
}

fn main() -> Result<(), Trouble> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let at = |i: usize| args.get(i).map(String::as_str);
    match (at(0), at(1)) {
        (Some("spans"), Some(path)) => spans(path),
        (Some("proposals"), Some(path)) => proposals(path),
        (Some("docpairs"), Some(path)) => docpairs(path),
        (Some("phrase"), Some(path)) => phrase(path),
        (Some("differs"), Some(path)) => differs(path),
        (Some("made"), Some(n)) => {
            made::write(n.parse()?, at(2).unwrap_or("400").parse()?);
            Ok(())
        }
        (Some("speed"), Some(n)) => made::speed(n.parse()?, at(2).unwrap_or("400").parse()?),
        _ => Err("measure spans|docpairs|phrase|differs FILE, measure made|speed N [WORDS]".into()),
    }
}
