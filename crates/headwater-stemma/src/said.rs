//! Utterances as nodes of their own: what several reports have without one having it from another.
//!
//! Shared words of a speaker are no sign of descent. Where the tree gives no way by which a report
//! can have taken an utterance from another that has it, both took it from the utterance itself.

use crate::record::{Said, Stemma};
use headwater_collate::{Reading, Utterance};
use headwater_quote::Quoted;
use std::collections::BTreeSet;

/// Most utterances of one story that become nodes: those that most reports took, first.
const MOST: usize = 12;

/// The utterances that at least two texts of the tree took independently.
pub(crate) fn said(s: &Stemma, utterances: &[Utterance], articles: &[&Quoted]) -> Vec<Said> {
    let mut out: Vec<Said> = utterances
        .iter()
        .filter_map(|u| {
            let takers = takers(s, &holders(s, u));
            (takers.len() > 1).then(|| Said {
                id: u.id.clone(),
                speaker: u.speaker.clone(),
                date: u.said_on,
                label: fullest(u, articles).to_owned(),
                takers: takers.into_iter().map(str::to_owned).collect(),
            })
        })
        .collect();
    out.sort_by_key(|u| std::cmp::Reverse(u.takers.len()));
    out.truncate(MOST);
    out
}

/// Nodes of the tree whose reports have the utterance.
fn holders<'s>(s: &'s Stemma, u: &Utterance) -> BTreeSet<&'s str> {
    let articles: BTreeSet<usize> = u.readings.iter().map(|r| r.place.article).collect();
    let has = |w: Option<usize>| w.is_some_and(|w| articles.contains(&w));
    s.nodes.iter().filter(|n| has(n.witness)).map(|n| n.id.as_str()).collect()
}

/// The texts that took it from nothing that the tree shows: each holder, or the lost text that it
/// was made from.
fn takers<'s>(s: &'s Stemma, holders: &BTreeSet<&'s str>) -> BTreeSet<&'s str> {
    holders.iter().filter_map(|h| taker(s, h, holders)).collect()
}

fn taker<'s>(s: &'s Stemma, holder: &'s str, holders: &BTreeSet<&'s str>) -> Option<&'s str> {
    let mut at = holder;
    // No way up is longer than the nodes are many.
    for _ in 0..s.nodes.len() {
        let above: Vec<&str> =
            s.edges.iter().filter(|e| e.child == at).map(|e| e.parent.as_str()).collect();
        if above.iter().any(|p| holders.contains(p)) {
            return None;
        }
        let Some(lost) = above.iter().find(|p| is_text(s, p)) else { break };
        at = lost;
    }
    Some(at)
}

/// Whether a node is a lost text.
fn is_text(s: &Stemma, id: &str) -> bool {
    s.nodes.iter().any(|n| n.id == id && n.witness.is_none())
}

/// The longest reading, as its report has it.
fn fullest<'a>(u: &Utterance, articles: &[&'a Quoted]) -> &'a str {
    let words = |r: &Reading| {
        articles.get(r.place.article).map_or("", |q| r.place.span.of(&q.article.text))
    };
    let all = u.readings.iter().map(words);
    all.reduce(|a, b| if b.len() > a.len() { b } else { a }).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Edge, Node};
    use headwater_collate::{Place, Relation};
    use headwater_page::Article;
    use headwater_text::Span;

    fn tree(edges: &[(&str, &str)], named: &str) -> Stemma {
        let node = |id: &str, witness| Node { id: id.into(), witness, ..Node::default() };
        let mut nodes: Vec<Node> =
            ["a", "b", "c"].iter().enumerate().map(|(i, id)| node(id, Some(i))).collect();
        nodes.push(Node { label: named.into(), ..node("lost-1", None) });
        let edge = |(p, c): &(&str, &str)| Edge {
            parent: (*p).into(),
            child: (*c).into(),
            probability: 0.9,
            grounds: Vec::new(),
        };
        let edges = edges.iter().map(edge).collect();
        Stemma { nodes, edges, root: Some("lost-1".into()), ..Stemma::default() }
    }

    fn reading(article: usize, end: usize) -> Reading {
        let place = Place { article, span: Span::new(0, end) };
        Reading { place, quote: None, relation: Relation::Base, repeat: false }
    }

    fn found(s: &Stemma) -> Vec<(String, Vec<String>)> {
        let text = "We will pay no toll, not this year.";
        let articles: Vec<Quoted> = ["a", "b", "c"]
            .iter()
            .map(|id| Quoted { article: Article::plain(id, text), ..Quoted::default() })
            .collect();
        let u = Utterance {
            id: "u1".into(),
            speaker: Some("Ada Lind".into()),
            said_on: None,
            readings: vec![reading(0, 20), reading(1, 35), reading(2, 20)],
            apparatus: Vec::new(),
            differs: Vec::new(),
        };
        said(s, &[u], &articles.iter().collect::<Vec<_>>())
            .into_iter()
            .map(|s| (s.label, s.takers))
            .collect()
    }

    #[test]
    fn reports_that_do_not_follow_each_other_take_it_from_the_speaker() {
        let s = tree(&[("b", "c")], "");
        let words = "We will pay no toll, not this year.".to_owned();
        assert_eq!(found(&s), [(words, vec!["a".into(), "b".into()])]);
    }

    #[test]
    fn what_came_down_by_one_way_is_no_node() {
        assert!(found(&tree(&[("a", "b"), ("b", "c")], "")).is_empty());
        // All three go back to one text that the credits name.
        let s = tree(&[("lost-1", "a"), ("lost-1", "b"), ("b", "c")], "Harbour Wire");
        assert!(found(&s).is_empty());
    }
}
