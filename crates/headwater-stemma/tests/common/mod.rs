//! What the tests of trees share.
#![allow(dead_code, reason = "each file of tests uses some of it")]

use headwater_collate::Story;
use headwater_quote::Quoted;
use headwater_stemma::{Stemma, stemma};

/// All of these as one story.
pub(crate) fn story(articles: &[Quoted]) -> Story {
    Story { id: "s1".into(), articles: (0..articles.len()).collect(), ..Story::default() }
}

/// The tree of all of these.
pub(crate) fn tree(articles: &[Quoted]) -> Stemma {
    let found = stemma(&story(articles), articles, &[]);
    let ids: std::collections::BTreeSet<&str> = found.nodes.iter().map(|n| n.id.as_str()).collect();
    assert_eq!(ids.len(), found.nodes.len(), "no two nodes have one id");
    found
}

/// What one of them was made from, by name.
pub(crate) fn parents<'s>(s: &'s Stemma, child: &str) -> Vec<&'s str> {
    let mut out: Vec<&str> =
        s.edges.iter().filter(|e| e.child == child).map(|e| e.parent.as_str()).collect();
    out.sort_unstable();
    out
}
