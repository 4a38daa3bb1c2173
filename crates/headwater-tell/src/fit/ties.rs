//! Which pages of a story are shown as one: those that something more than single words in common ties
//! to another of them.

use headwater::Findings;
use headwater_collate::{Match, Relation, Story, outlet_key};
use headwater_quote::{Quotation, Quoted, Zone};
use headwater_stemma::{Node, Stemma};
use std::collections::{BTreeMap, BTreeSet};

/// Probability from which descent alone, without a passage or a statement, keeps pages together.
const LIKELY: f64 = 0.7;

/// Likeness of what is meant from which a statement in two languages keeps pages together.
const ACROSS: f64 = 0.4;

/// Bytes of a passage that ties two pages: a line of print.
const PASSAGE: usize = 80;

/// Takes out of a story the pages that share no passage and surely no statement (across languages, where
/// less is sure, two) with another of it, and of which none is likely made from the other or from one
/// source with it: that they report one event rests on single words then, and of those read on
/// pages of the web most were of one subject only. Linear in what the findings hold.
pub(super) fn unjoin(out: &mut Findings) {
    let told = |s: &&Story| s.articles.len() > 1;
    let members: BTreeMap<usize, usize> = (out.stories.iter().enumerate())
        .filter(|(_, s)| told(s))
        .flat_map(|(at, s)| s.articles.iter().map(move |a| (*a, at)))
        .collect();
    let mut tied: BTreeSet<usize> = BTreeSet::new();
    let long = |m: &&Match| {
        m.relation != Relation::Paraphrased && m.a.span.len().min(m.b.span.len()) >= PASSAGE
    };
    for m in out.matches.iter().filter(long) {
        let (a, b) = (m.a.article, m.b.article);
        if a != b && members.get(&a).is_some_and(|s| members.get(&b) == Some(s)) {
            tied.extend([a, b]);
        }
    }
    for story in &out.stories {
        tied.extend(story.also.iter().flat_map(|(a, b)| [*a, *b]));
        let passages = story.joins.iter().filter(|j| j.passages > 0);
        tied.extend(passages.flat_map(|j| [j.a, j.b]));
    }
    tied.extend(shares(out, &members, &tied));
    tied.extend(out.stemmata.iter().flat_map(descended));
    let Findings { articles, stories, stemmata, .. } = out;
    for (at, story) in stories.iter_mut().enumerate().filter(|(_, s)| s.articles.len() > 1) {
        let mut kept: Vec<usize> =
            story.articles.iter().copied().filter(|a| tied.contains(a)).collect();
        let pages = || kept.iter().filter_map(|a| articles.get(*a));
        let outlets: BTreeSet<String> =
            pages().filter_map(|q| q.article.outlet.as_deref()).map(outlet_key).collect();
        // What pages of several outlets share is no template of one.
        if outlets.len() < 2 && pages().filter(|q| reports(q)).count() < 2 {
            kept.clear();
        }
        if kept.len() == story.articles.len() {
            continue;
        }
        // The headline is that of a page that is left.
        let headline = |a: &usize| articles.get(*a).and_then(|q| q.article.title.clone());
        if kept.len() > 1 && !kept.iter().any(|a| headline(a).as_ref() == Some(&story.title)) {
            story.title = kept.iter().find_map(headline).unwrap_or_default();
        }
        match kept.as_slice() {
            [] | [_] => {
                story.articles.truncate(1);
                story.joins.clear();
                if let Some(stemma) = stemmata.get_mut(at) {
                    let story = std::mem::take(&mut stemma.story);
                    *stemma = Stemma { story, ..Stemma::default() };
                }
            }
            _ => {
                story.joins.retain(|j| kept.contains(&j.a) && kept.contains(&j.b));
                if let Some(stemma) = stemmata.get_mut(at) {
                    prune(stemma, &kept);
                }
                story.articles = kept;
            }
        }
    }
}

/// Whether a page tells what somebody wrote or said: it has an author, or gives words to a speaker in its
/// text. Pages of a shop or of a handbook mostly do neither, and what two of them share is their template.
fn reports(page: &Quoted) -> bool {
    let said = |q: &Quotation| q.zone == Zone::Body && q.speaker.is_some();
    !page.article.authors.is_empty() || page.quotes.iter().any(said)
}

/// Pages that surely share a statement with another of their story.
fn shares(
    out: &Findings,
    members: &BTreeMap<usize, usize>,
    tied: &BTreeSet<usize>,
) -> BTreeSet<usize> {
    // Of each page how many statements it surely shares, those in one language twice.
    let mut shares: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, utterance) in out.utterances.iter().enumerate() {
        let pages: BTreeSet<usize> = utterance.readings.iter().map(|r| r.place.article).collect();
        let open = |p: &usize| members.contains_key(p) && !tied.contains(p);
        if pages.len() < 2 || !pages.iter().any(open) {
            continue;
        }
        let sure = crate::brief::sure_from(out, at, ACROSS);
        let sure = utterance.readings.iter().zip(sure).filter(|(_, sure)| *sure);
        let mut of: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (reading, _) in sure {
            if let Some(story) = members.get(&reading.place.article) {
                of.entry(*story).or_default().insert(reading.place.article);
            }
        }
        for pages in of.into_values().filter(|p| p.len() > 1) {
            let lang = |p: &usize| out.articles.get(*p).and_then(|q| q.article.lang.as_deref());
            let tongues: BTreeSet<Option<&str>> = pages.iter().map(lang).collect();
            let strength = 1 + usize::from(tongues.len() < pages.len());
            for page in pages {
                *shares.entry(page).or_default() += strength;
            }
        }
    }
    shares.into_iter().filter(|(_, n)| *n > 1).map(|(page, _)| page).collect()
}

/// Pages of which one is likely made from the other, or that are likely made from one lost text.
fn descended(tree: &Stemma) -> BTreeSet<usize> {
    let page = |id: &str| tree.nodes.iter().find(|n| n.id == id).and_then(|n| n.witness);
    let mut below: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for edge in tree.edges.iter().filter(|e| e.probability >= LIKELY) {
        below.entry(&edge.parent).or_default().extend(page(&edge.child));
    }
    let mut out = BTreeSet::new();
    for (parent, children) in below {
        let all: BTreeSet<usize> = children.into_iter().chain(page(parent)).collect();
        if all.len() > 1 {
            out.extend(all);
        }
    }
    out
}

/// Leaves in a tree these pages, what they come from and what says so.
fn prune(tree: &mut Stemma, kept: &[usize]) {
    let gone: BTreeSet<String> = tree
        .nodes
        .iter()
        .filter(|n| n.witness.is_some_and(|w| !kept.contains(&w)))
        .map(|n| n.id.clone())
        .collect();
    tree.edges.retain(|e| !gone.contains(&e.parent) && !gone.contains(&e.child));
    tree.springs.retain(|s| !gone.contains(&s.node));
    tree.rivals.retain(|r| r.edges.iter().all(|(a, b)| !gone.contains(a) && !gone.contains(b)));
    let edges = &tree.edges;
    // A lost text that nothing is left of.
    let empty = |n: &Node| n.witness.is_none() && !edges.iter().any(|e| e.parent == n.id);
    tree.nodes.retain(|n| !gone.contains(&n.id) && !empty(n));
    let known = |id: &String| tree.nodes.iter().any(|n| n.id == *id);
    tree.root = tree.root.take().filter(known);
    tree.archetype = tree.archetype.take().filter(known);
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_collate::Join;
    use headwater_page::Article;
    use headwater_stemma::Edge;

    /// So many pages with an author.
    fn pages(count: usize) -> Vec<std::sync::Arc<Quoted>> {
        let page = |i: usize| {
            let mut article = Article::plain(&i.to_string(), "The quay is shut.");
            article.authors = vec!["Mara Lind".to_owned()];
            std::sync::Arc::new(Quoted { article, ..Quoted::default() })
        };
        (0..count).map(page).collect()
    }

    /// How many pages of a story are shown as one, of which two share so many passages and one is
    /// made from the other with this probability.
    fn together(passages: usize, probability: f64) -> usize {
        let join = Join {
            a: 0,
            b: 1,
            weight: 0.9,
            passages,
            words: Vec::new(),
            headlines: true,
            days: None,
        };
        let story = Story { articles: vec![0, 1], joins: vec![join], ..Story::default() };
        let node = |at: usize| Node {
            id: at.to_string(),
            witness: Some(at),
            label: String::new(),
            occasion: None,
        };
        let edge = Edge { parent: "0".into(), child: "1".into(), probability, grounds: Vec::new() };
        let tree = Stemma { nodes: vec![node(0), node(1)], edges: vec![edge], ..Stemma::default() };
        let (stories, stemmata) = (vec![story], vec![tree]);
        let mut found = Findings { articles: pages(2), stories, stemmata, ..Findings::default() };
        unjoin(&mut found);
        assert_eq!(found.stemmata[0].nodes.is_empty(), found.stories[0].articles.len() == 1);
        found.stories[0].articles.len()
    }

    #[test]
    fn a_page_that_nothing_ties_leaves_its_story_and_what_it_alone_came_from() {
        let node = |id: &str, witness: Option<usize>| Node {
            id: id.to_owned(),
            witness,
            label: String::new(),
            occasion: None,
        };
        let edge = |parent: &str, child: &str| Edge {
            parent: parent.into(),
            child: child.into(),
            probability: 0.8,
            grounds: Vec::new(),
        };
        let nodes = vec![
            node("0", Some(0)),
            node("1", Some(1)),
            node("2", Some(2)),
            node("lost-1", None),
            node("lost-2", None),
        ];
        let edges = vec![edge("lost-1", "0"), edge("lost-1", "1"), edge("lost-2", "2")];
        let tree = Stemma { nodes, edges, ..Stemma::default() };
        let story = Story { articles: vec![0, 1, 2], ..Story::default() };
        let (stories, stemmata) = (vec![story], vec![tree]);
        let mut found = Findings { articles: pages(3), stories, stemmata, ..Findings::default() };
        unjoin(&mut found);
        assert_eq!(found.stories[0].articles, [0, 1], "both from one lost text");
        let left: Vec<&str> = found.stemmata[0].nodes.iter().map(|n| n.id.as_str()).collect();
        assert_eq!((left, found.stemmata[0].edges.len()), (vec!["0", "1", "lost-1"], 2));
    }

    #[test]
    fn pages_that_nobody_wrote_and_nobody_speaks_in_are_no_story() {
        let join = |articles: Vec<std::sync::Arc<Quoted>>| {
            let join = Join {
                a: 0,
                b: 1,
                weight: 0.9,
                passages: 3,
                words: Vec::new(),
                headlines: true,
                days: None,
            };
            let story = Story { articles: vec![0, 1], joins: vec![join], ..Story::default() };
            let mut found = Findings { articles, stories: vec![story], ..Findings::default() };
            unjoin(&mut found);
            found.stories[0].articles.len()
        };
        let text = "The cup holds 20 ounces.\n\n“It keeps the coffee hot,” Mara Lind said.";
        let plain = |text: &str| {
            let article = Article::plain("a", text);
            std::sync::Arc::new(headwater_quote::quotes(article, &headwater_quote::Tagger::Rules))
        };
        assert_eq!(join(vec![plain("The cup holds 20 ounces."), plain(text)]), 1);
        assert_eq!(join(vec![plain(text), plain(text)]), 2, "somebody speaks in both");
        assert_eq!(join(pages(2)), 2, "written by somebody");
        let of = |outlet: &str| {
            let mut article = Article::plain("a", "The cup holds 20 ounces.");
            article.outlet = Some(outlet.to_owned());
            std::sync::Arc::new(Quoted { article, ..Quoted::default() })
        };
        assert_eq!(join(vec![of("Glas"), of("Glas")]), 1, "pages of one site");
        assert_eq!(join(vec![of("Glas"), of("Strait Post")]), 2, "two outlets have the same words");
    }

    #[test]
    fn pages_that_share_nothing_are_not_shown_as_one_story() {
        assert_eq!(together(0, 0.5), 1);
        assert_eq!(together(1, 0.5), 2, "a passage");
        assert_eq!(together(0, 0.8), 2, "likely made from the other");
    }
}
