//! Reports that credit another for words which that one says it has from a third.

use crate::record::{Edge, Node, Reason, Stemma};
use headwater_collate::Place;
use headwater_quote::Quoted;
use headwater_text::Remark;
use std::collections::BTreeMap;

/// From this probability on an edge is told of.
const MADE: f64 = 0.5;

/// Remarks on credits that stop short: the report that is credited names whom it has it from. Each with
/// the number of its report in `articles`. Linear in the edges, but for those at one node.
///
/// ```
/// use headwater_stemma::{Stemma, second_hand};
///
/// assert!(second_hand(&Stemma::default(), &[]).is_empty());
/// ```
pub fn second_hand(tree: &Stemma, articles: &[&Quoted]) -> Vec<(usize, Remark)> {
    let nodes: BTreeMap<&str, &Node> = tree.nodes.iter().map(|n| (n.id.as_str(), n)).collect();
    let node = |id: &str| nodes.get(id).copied();
    let mut above: BTreeMap<&str, Vec<&Edge>> = BTreeMap::new();
    for edge in tree.edges.iter().filter(|e| e.probability >= MADE) {
        above.entry(edge.child.as_str()).or_default().push(edge);
    }
    let mut out: Vec<(usize, Remark)> = Vec::new();
    for edge in above.values().flatten() {
        let held = |id: &str| node(id).and_then(|n| n.witness);
        let (Some(p), Some(c)) = (held(&edge.parent), held(&edge.child)) else { continue };
        let Some(words) = credit(edge, c, Some(p)) else { continue };
        let from = above.get(edge.parent.as_str()).into_iter().flatten().filter_map(|e| {
            let source = node(&e.parent).filter(|n| n.occasion.is_none())?;
            credit(e, p, source.witness)?;
            called(source, articles)
        });
        let from: Vec<String> = from.filter(|name| !name.is_empty()).collect();
        let own = articles.get(c).and_then(|q| q.article.outlet.as_deref());
        let (Some(first), Some(by)) = (from.first(), node(&edge.parent)) else { continue };
        let Some(by) = called(by, articles).filter(|_| own != Some(first)) else { continue };
        let text = format!("{by} is credited here; it has this from {first}, as it says itself.");
        out.push((c, Remark::new("credits-second-hand", text, vec![words.span])));
    }
    // One place of a report is told once, where two of an outlet may be meant.
    out.sort_by_key(|(i, r)| (*i, r.places.clone()));
    out.dedup_by(|a, b| a.0 == b.0 && a.1.places == b.1.places);
    out
}

/// Where the child of an edge credits its parent.
fn credit(edge: &Edge, child: usize, parent: Option<usize>) -> Option<Place> {
    edge.grounds.iter().find_map(|g| match g.what {
        Reason::Credits { by, of, words } if by == child && (of == parent || of.is_none()) => {
            Some(words).filter(|w| g.favours && w.article == child)
        }
        _ => None,
    })
}

/// How a text is called: by its outlet, or by its name if it is not here.
fn called(node: &Node, articles: &[&Quoted]) -> Option<String> {
    match node.witness {
        Some(w) => articles.get(w)?.article.outlet.clone(),
        None => Some(node.label.clone()),
    }
}
