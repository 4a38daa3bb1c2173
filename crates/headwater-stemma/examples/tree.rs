//! Shows the tree of the articles in a JSON Lines file (all one story): `tree FILE.jsonl`.
#![allow(clippy::print_stdout)]

use anyhow::{Context, Result};
use headwater_collate::Story;
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_stemma::stemma;

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("usage: tree FILE.jsonl")?;
    let text = std::fs::read_to_string(path)?;
    let mut articles = Vec::new();
    for line in text.lines() {
        let article = Article::from_json(serde_json::from_str(line)?).context("no text")?;
        let quoted = Quoted::from_article(article)
            .unwrap_or_else(|article| Quoted { article: *article, ..Quoted::default() });
        articles.push(quoted);
    }
    articles.sort_by(|a, b| a.article.id.cmp(&b.article.id));
    let story =
        Story { id: "s1".into(), articles: (0..articles.len()).collect(), ..Story::default() };
    let s = stemma(&story, &articles, &[]);
    println!("root {:?} archetype {:?}", s.root, s.archetype);
    for n in s.nodes.iter().filter(|n| n.witness.is_none()) {
        println!("lost {} {}", n.id, n.label);
    }
    for e in &s.edges {
        println!("{} -> {}  {:.2}", e.parent, e.child, e.probability);
        for g in &e.grounds {
            println!(
                "    {} {:.2} {}: {:?}",
                if g.favours { '+' } else { '−' },
                g.weight,
                g.what.kind(),
                g.what
            );
        }
    }
    for r in &s.rivals {
        println!("rival {:.2} {:?} {:?}", r.probability, r.edges, r.what);
    }
    Ok(())
}
