//! The family tree as indented text, with the grounds of each edge.

use super::names::{dated, doubt, outlet};
use super::{Names, hang, quoted};
use crate::plain::{plain, short};
use crate::sentence::Sentences;
use headwater::Findings;
use headwater_stemma::{Edge, Ground, Node, Stemma};

/// Most grounds told for one edge; the rest are counted.
const GROUNDS: usize = 4;

/// The tree, then why each report stands where it does, then the rivals.
pub(crate) fn tell(trace: &Findings, names: &Names, stemma: &Stemma) -> String {
    let mut out = String::from("\n  Who has it from whom\n");
    let mut roots: Vec<&Node> =
        stemma.nodes.iter().filter(|n| first_parent(stemma, &n.id).is_none()).collect();
    roots.sort_by_key(|n| n.witness.is_some());
    if roots.len() > 1 {
        out.push_str("    separate ways; no common source named\n");
    }
    let mut seen = Vec::new();
    for root in roots {
        branch(trace, names, stemma, root, "    ", None, &mut seen, &mut out);
    }
    out.push_str(&separately(names, stemma));
    let sentences = Sentences::new(&trace.articles, stemma, |i| names.siglum(i).to_owned());
    for edge in &stemma.edges {
        out.push_str(&grounds(names, &sentences, stemma, edge));
    }
    for spring in stemma.springs.iter().filter(|s| !s.grounds.is_empty()) {
        let title = format!("{} counts as its own report", name(names, stemma, &spring.node));
        out.push_str(&why(&sentences, &title, &spring.grounds));
    }
    for (i, rival) in stemma.rivals.iter().enumerate() {
        if i == 0 {
            out.push('\n');
        }
        let words = format!("{} ({})", sentences.other(&rival.what), doubt(rival.probability));
        out.push_str(&hang(4, "Other reading:", &words));
    }
    if stemma.unweighed {
        let words = "the evidence could not be weighed; how sure the edges are is not known";
        out.push_str(&hang(4, "!", words));
    }
    if stemma.bounded {
        let words = "so many reports that each was compared with its nearest alone";
        out.push_str(&hang(4, "!", words));
    }
    out
}

/// Most utterances told that several reports have separately.
const SAID: usize = 4;

/// A report that has an utterance by a way of its own; for a lost text the reports made from it.
fn taker(names: &Names, stemma: &Stemma, id: &str) -> String {
    let lost = stemma.nodes.iter().any(|n| n.id == id && n.witness.is_none());
    let through: Vec<String> = stemma
        .edges
        .iter()
        .filter(|e| lost && e.parent == id)
        .map(|e| name(names, stemma, &e.child))
        .collect();
    match through.as_slice() {
        [] => name(names, stemma, id),
        reports => format!("{} through {}", reports.join(" and "), name(names, stemma, id)),
    }
}

/// Utterances that reports have without one having them from another.
fn separately(names: &Names, stemma: &Stemma) -> String {
    let mut out = String::new();
    for u in stemma.utterances.iter().take(SAID) {
        let takers: Vec<String> = u.takers.iter().map(|t| taker(names, stemma, t)).collect();
        let speaker = u.speaker.as_deref().map(plain).map_or(String::new(), |s| format!("{s}, "));
        let words = format!("{speaker}{} – {}", quoted(&short(&u.label, 80)), takers.join(", "));
        out.push_str(&hang(6, "·", &words));
    }
    if out.is_empty() {
        return out;
    }
    let more = stemma.utterances.len().saturating_sub(SAID);
    if more > 0 {
        out.push_str(&format!("      … and {more} more\n"));
    }
    format!("\n    Same quotation, separate sources: not copying\n{out}")
}

/// The likeliest parent of a node.
fn first_parent<'s>(stemma: &'s Stemma, id: &str) -> Option<&'s Edge> {
    let edges = stemma.edges.iter().filter(|e| e.child == id);
    edges.reduce(|a, b| if b.probability > a.probability { b } else { a })
}

#[allow(clippy::too_many_arguments)]
fn branch<'s>(
    trace: &Findings,
    names: &Names,
    stemma: &'s Stemma,
    node: &'s Node,
    lead: &str,
    edge: Option<&Edge>,
    seen: &mut Vec<&'s str>,
    out: &mut String,
) {
    // Depth is bounded by the nodes: a node is told once, so a cycle cannot run on.
    if seen.contains(&node.id.as_str()) || seen.len() > stemma.nodes.len() {
        return;
    }
    seen.push(&node.id);
    out.push_str(&format!("{lead}{}\n", label(trace, names, stemma, node, edge)));
    let children: Vec<&Node> = stemma
        .nodes
        .iter()
        .filter(|n| first_parent(stemma, &n.id).is_some_and(|e| e.parent == node.id))
        .collect();
    let below = lead.replace("├─ ", "│  ").replace("└─ ", "   ");
    for (i, child) in children.iter().enumerate() {
        let turn = if i + 1 == children.len() { "└─ " } else { "├─ " };
        let lead = format!("{below}{turn}");
        branch(trace, names, stemma, child, &lead, first_parent(stemma, &child.id), seen, out);
    }
}

fn label(
    trace: &Findings,
    names: &Names,
    stemma: &Stemma,
    node: &Node,
    edge: Option<&Edge>,
) -> String {
    let unnamed = |id: &str| {
        stemma.nodes.iter().any(|n| n.id == id && n.witness.is_none() && n.label.is_empty())
    };
    let how = match edge {
        Some(e) if unnamed(&e.parent) && node.witness.is_some() => {
            format!("   {}", doubt(e.probability))
        }
        Some(e) if !e.grounds.is_empty() => format!("   {}", doubt(e.probability)),
        _ => stemma
            .springs
            .iter()
            .find(|s| s.node == node.id)
            .map_or(String::new(), |s| format!("   own report ({})", doubt(s.probability))),
    };
    let Some(article) = node.witness.and_then(|w| trace.articles.get(w)) else {
        let children = stemma.edges.iter().filter(|e| e.parent == node.id);
        let below: Vec<usize> = children.filter_map(|e| witness(stemma, &e.child)).collect();
        let by = match (below.is_empty(), node.label.is_empty()) {
            (true, true) => String::new(),
            (true, false) => "   not among these pages".to_owned(),
            (false, true) => format!("   used by {}", names.list(below)),
            (false, false) => {
                format!("   not among these pages; used by {}", names.list(below))
            }
        };
        return format!("◇ {}{by}{how}", lost(node));
    };
    let second: Vec<String> = stemma
        .edges
        .iter()
        .filter(|e| e.child == node.id && edge.is_some_and(|f| f.parent != e.parent))
        .map(|e| {
            let verb = if e.probability < 0.35 { "may also draw" } else { "also draws" };
            format!("; {verb} on {} ({})", name(names, stemma, &e.parent), doubt(e.probability))
        })
        .collect();
    format!(
        "{:<width$}  {}, {}{how}{}",
        names.siglum(node.witness.unwrap_or(0)),
        outlet(&article.article),
        dated(&article.article, node.witness.and_then(|w| trace.not_before(w))),
        second.concat(),
        width = names.width
    )
}

fn witness(stemma: &Stemma, id: &str) -> Option<usize> {
    stemma.nodes.iter().find(|n| n.id == id)?.witness
}

fn name(names: &Names, stemma: &Stemma, id: &str) -> String {
    match stemma.nodes.iter().find(|n| n.id == id) {
        Some(Node { witness: Some(w), .. }) => names.siglum(*w).to_owned(),
        Some(node) => lost(node),
        None => plain(id),
    }
}

/// What the credits call a lost source.
fn lost(node: &Node) -> String {
    match plain(&node.label) {
        label if label.is_empty() => "a source we do not have".to_owned(),
        label => label,
    }
}

fn grounds(names: &Names, sentences: &Sentences, stemma: &Stemma, edge: &Edge) -> String {
    if edge.grounds.is_empty() {
        return String::new();
    }
    let unnamed = |n: &Node| n.id == edge.parent && n.witness.is_none() && n.label.is_empty();
    let (how, whom) = if stemma.nodes.iter().any(unnamed) {
        ("was made from a text not among these pages", String::new())
    } else if witness(stemma, &edge.parent).is_some() {
        ("follows ", name(names, stemma, &edge.parent))
    } else {
        ("relies on ", name(names, stemma, &edge.parent))
    };
    let child = name(names, stemma, &edge.child);
    why(sentences, &format!("{child} {how}{whom}"), &edge.grounds)
}

/// `Why Bayline follows Post`, and the strongest grounds for and against.
fn why(sentences: &Sentences, title: &str, grounds: &[Ground]) -> String {
    let favour = grounds.iter().filter(|g| g.favours).count();
    let against = grounds.len() - favour;
    let mut out = format!("\n    Why {title}   [{favour} for, {against} against]\n");
    // The strongest, of which one that speaks against where there is any.
    let kept = GROUNDS - usize::from(against > 0);
    let told = grounds.iter().take(favour.min(kept)).chain(grounds.iter().skip(favour));
    for ground in told.take(GROUNDS) {
        let sign = if ground.favours { "+" } else { "−" };
        out.push_str(&hang(6, sign, &sentences.ground(ground)));
    }
    if grounds.len() > GROUNDS {
        out.push_str(&format!("      … and {} more\n", grounds.len() - GROUNDS));
    }
    out
}
