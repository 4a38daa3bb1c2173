//! Prints what collation finds in articles, for the bench.
//!
//!     collate clusters < articles.jsonl     one {id, cluster} a line, for stories/score.py
//!     collate pairs < pairs.jsonl           one {id, score} a line, for tgpairs
//!     collate trace < quoted.jsonl          one object as `trace --format json`, without trees
//!     collate features < articles.jsonl     [id, id, numbers] of candidate pairs
//!     collate tongues < articles.jsonl      [id, id, numbers] of pairs in two languages
//!     collate statements [shipped] < quoted.jsonl   pairs of units of each story: places and numbers
//!     collate told [shipped] < quoted.jsonl   sentences in a report's own words beside statements
//!     collate news < articles.jsonl         [id, numbers] of each article
//!     collate remarks < articles.jsonl      one {article, kind, text, words} a line

use headwater::{Engine, Findings, Step, Unwatched};
use headwater_collate::encoder::Encoder;
use headwater_collate::{
    InTurn, Match, Overlap, Person, Place, Profile, event_odds, likelihood, statement_pairs,
    told_pairs,
};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_text::{CharIndex, Span};
use serde_json::{Value, json};
use std::collections::BTreeMap;
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
        "clusters" => clusters(rows, &mut out),
        "pairs" => pairs(rows, &mut out),
        "features" => features(rows, &mut out),
        "tongues" => tongues(rows, &mut out),
        "statements" => statements(rows, &mut out),
        "told" => told(rows, &mut out),
        "trace" => trace(rows, &mut out),
        "news" => news(rows, &mut out),
        "remarks" => remarks(rows, &mut out),
        _ => Err("no such verb: the comment on top of the example names them".into()),
    }
}

fn clusters(rows: Vec<Value>, out: &mut impl Write) -> Result<(), Problem> {
    let found = findings(rows, true, Step::Stories)?;
    for story in &found.stories {
        for a in &story.articles {
            let id = &found.articles[*a].article.id;
            writeln!(out, "{}", json!({"id": id, "cluster": story.id}))?;
        }
    }
    Ok(())
}

fn pairs(rows: Vec<Value>, out: &mut impl Write) -> Result<(), Problem> {
    for row in rows {
        let mut a = row["a"].clone();
        let mut b = row["b"].clone();
        a["id"] = json!("a");
        b["id"] = json!("b");
        let (Some(a), Some(b)) = (one(a, true), one(b, true)) else { continue };
        let (p, q) = (Profile::new(&a), Profile::new(&b));
        let score = likelihood(event_odds(&p, &q, Overlap::default()), 0.0);
        writeln!(out, "{}", json!({"id": row["id"], "score": score}))?;
    }
    Ok(())
}

fn features(rows: Vec<Value>, out: &mut impl Write) -> Result<(), Problem> {
    let found = findings(rows, true, Step::Stories)?;
    let profiles: Vec<Profile> = found.articles.iter().map(|q| Profile::new(q)).collect();
    let mut shared: BTreeMap<(usize, usize), Vec<Match>> = BTreeMap::new();
    for m in found.matches.iter().filter(|m| m.a.article != m.b.article) {
        shared.entry((m.a.article, m.b.article)).or_default().push(m.clone());
    }
    let id = |i: usize| &found.articles[i].article.id;
    for (a, p) in profiles.iter().enumerate() {
        for (b, q) in profiles.iter().enumerate().skip(a + 1) {
            let matches = shared.get(&(a, b)).map_or(&[][..], Vec::as_slice);
            let (x, y) = (&found.articles[a].article, &found.articles[b].article);
            let overlap = Overlap::of(x, y, matches);
            let f = headwater_collate::pair_features(p, q, overlap);
            if matches.is_empty() && f[6] < 1.3 {
                continue; // fewer than three telling words in common
            }
            writeln!(out, "{}", json!([id(a), id(b), f]))?;
        }
    }
    Ok(())
}

fn tongues(rows: Vec<Value>, out: &mut impl Write) -> Result<(), Problem> {
    let found = findings(rows, false, Step::Stories)?;
    let profiles: Vec<Profile> = found.articles.iter().map(|q| Profile::new(q)).collect();
    let article = |i: usize| &found.articles[i].article;
    for (a, p) in profiles.iter().enumerate() {
        for (b, q) in profiles.iter().enumerate().skip(a + 1) {
            let (x, y) = (article(a), article(b));
            if x.lang.is_some() && y.lang.is_some() && x.lang != y.lang {
                let numbers = headwater_collate::tongue_features(p, q);
                writeln!(out, "{}", json!([x.id, y.id, numbers]))?;
            }
        }
    }
    Ok(())
}

fn statements(rows: Vec<Value>, out: &mut impl Write) -> Result<(), Problem> {
    each_story(rows, |own, people, encoder, place| {
        let found = statement_pairs(own, people, encoder).into_iter();
        for (a, b, same, row) in found {
            writeln!(out, "{}", json!([place(a), place(b), same, row]))?;
        }
        Ok(())
    })
}

fn told(rows: Vec<Value>, out: &mut impl Write) -> Result<(), Problem> {
    each_story(rows, |own, people, encoder, place| {
        for (a, b, row) in told_pairs(own, people, encoder) {
            let b: Vec<Value> = b.into_iter().map(place).collect();
            writeln!(out, "{}", json!([place(a), b, row]))?;
        }
        Ok(())
    })
}

/// Does something with the articles and people of each story, with the sentence model where it is
/// asked for; places are told as an article's id and code points.
fn each_story(
    rows: Vec<Value>,
    mut tell: impl FnMut(
        &[&Quoted],
        &[Person],
        Option<&Encoder>,
        &dyn Fn(Place) -> Value,
    ) -> Result<(), Problem>,
) -> Result<(), Problem> {
    let model = std::env::args().nth(2).is_some_and(|word| word == "shipped");
    let encoder = model.then(Encoder::shipped);
    let found = findings(rows, false, Step::Stories)?;
    for story in &found.stories {
        let own = story.articles.iter().filter_map(|i| found.articles.get(*i));
        let own: Vec<&Quoted> = own.map(AsRef::as_ref).collect();
        let place = |p: Place| {
            let article = &own[p.article].article;
            let points = CharIndex::new(&article.text);
            json!([article.id, points.to_chars(p.span.start), points.to_chars(p.span.end)])
        };
        tell(&own, &headwater_collate::people(&own), encoder, &place)?;
    }
    Ok(())
}

fn trace(rows: Vec<Value>, out: &mut impl Write) -> Result<(), Problem> {
    let found = findings(rows, false, Step::Threads)?;
    writeln!(out, "{}", headwater_tell::Records::new(&found).json())?;
    Ok(())
}

fn news(rows: Vec<Value>, out: &mut impl Write) -> Result<(), Problem> {
    for quoted in rows.into_iter().filter_map(|row| one(row, false)) {
        let numbers = headwater_collate::news_numbers(&quoted);
        writeln!(out, "{}", json!([quoted.article.id, numbers]))?;
    }
    Ok(())
}

fn remarks(rows: Vec<Value>, out: &mut impl Write) -> Result<(), Problem> {
    for quoted in rows.into_iter().filter_map(|row| one(row, false)) {
        let (a, profile) = (&quoted.article, Profile::new(&quoted));
        for r in headwater_collate::remarks(a, &profile) {
            let words: Vec<&str> = r.places.iter().map(|p| p.of(&a.text)).collect();
            let row = json!({"article": a.id, "kind": r.kind, "text": r.text, "words": words});
            writeln!(out, "{row}")?;
        }
    }
    Ok(())
}

fn findings(rows: Vec<Value>, blind: bool, depth: Step) -> Result<Findings, Problem> {
    let engine = Engine::fast();
    let pages = rows.into_iter().filter_map(|row| one(row, blind)).map(|q| engine.dossier_of(q));
    Ok(Findings::of(&engine, pages, depth, &InTurn, &Unwatched)?)
}

/// An article of the bench: `title` apart from `text` is put on top of it; a gold label must not
/// be seen.
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
