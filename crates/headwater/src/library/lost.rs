//! Names of lost texts that last: made from the reports that go back to them.

use crate::id::{PageId, short};
use headwater_stemma::Stemma;
use std::collections::{BTreeMap, BTreeSet};

/// Names the lost texts of a tree by the pages below them, and the nodes of rivals accordingly. No
/// name is that of a witness.
pub(super) fn name_lost(tree: &mut Stemma, pages: &[PageId]) {
    let held: BTreeSet<&str> =
        tree.nodes.iter().filter(|n| n.witness.is_some()).map(|n| n.id.as_str()).collect();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for node in tree.nodes.iter().filter(|n| n.witness.is_none()) {
        let below = below(tree, &node.id, pages);
        // One above the other with the same reports below: told apart by how many came before.
        let tries = (0_u64..).map(|n| {
            let parts = below.iter().map(|p| p.bytes().to_vec());
            short("lost", parts.chain([n.to_le_bytes().to_vec()]))
        });
        let free = |name: &String| !held.contains(name.as_str()) && !taken.contains(name);
        if let Some(name) = tries.take(tree.nodes.len() + 1).find(free) {
            taken.insert(name.clone());
            names.insert(node.id.clone(), name);
        }
    }
    let named = |id: &mut String| {
        if let Some(name) = names.get(id) {
            id.clone_from(name);
        }
    };
    tree.nodes.iter_mut().for_each(|n| named(&mut n.id));
    tree.edges.iter_mut().for_each(|e| [&mut e.parent, &mut e.child].into_iter().for_each(named));
    tree.edges.sort_by(|a, b| a.child.cmp(&b.child).then(b.probability.total_cmp(&a.probability)));
    tree.springs.iter_mut().for_each(|s| named(&mut s.node));
    tree.springs.sort_by(|a, b| a.node.cmp(&b.node));
    [&mut tree.root, &mut tree.archetype].into_iter().flatten().for_each(named);
    for (parent, child) in tree.rivals.iter_mut().flat_map(|r| &mut r.edges) {
        [parent, child].into_iter().for_each(named);
    }
    for said in &mut tree.utterances {
        said.takers.iter_mut().for_each(named);
        said.takers.sort();
    }
}

/// The pages of the reports that go back to a node, at any remove.
fn below(tree: &Stemma, top: &str, pages: &[PageId]) -> BTreeSet<PageId> {
    let mut met: BTreeSet<&str> = BTreeSet::from([top]);
    let mut open = vec![top];
    while let Some(at) = open.pop() {
        let children = tree.edges.iter().filter(|e| e.parent == at).map(|e| e.child.as_str());
        open.extend(children.filter(|c| met.insert(c)));
    }
    let witnesses = tree.nodes.iter().filter(|n| met.contains(n.id.as_str()));
    witnesses.filter_map(|n| pages.get(n.witness?).copied()).collect()
}
