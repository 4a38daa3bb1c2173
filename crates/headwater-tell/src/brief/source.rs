//! Where a story springs from, and which reports were made from which.

use super::{Outline, Statement, quote};
use headwater::Findings;
use headwater_collate::{Reading, outlet_key};
use headwater_lang::{Class, Language};
use headwater_quote::Quotation;
use headwater_stemma::{Edge, Node, Reason, Stemma, is_press};
use headwater_text::{fold, sentences};
use std::collections::{BTreeMap, BTreeSet};

/// From this probability on a report counts as made from another.
pub(crate) const MADE: f64 = 0.6;

/// Ways whose name is looked for in the reports; a story of more has no one source.
const NAMED: usize = 8;

/// What one way of a story begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum From {
    /// A report that was made from none of the others.
    Held(usize),
    /// A text that is not among the pages, as the reports call it.
    Lost(String),
    /// A text that is not among the pages and that no report names.
    Unnamed,
}

/// One way on which a story came: all that goes back to one beginning.
pub(crate) struct Way {
    /// Node of the family tree.
    pub(crate) node: String,
    /// What stands at its beginning.
    pub(crate) from: From,
    /// The reports on this way, sorted, the beginning among them where it is one.
    pub(crate) reports: Vec<usize>,
    /// Reports of the story that name the beginning, where it is not among the pages.
    pub(crate) named_by: Vec<usize>,
    /// How sure it is that this is the beginning.
    pub(crate) probability: Option<f64>,
}

/// From this share of the shorter text on two pages have most of it in common.
const MOST: f64 = 0.5;

/// Pages that have most of their text in common though neither was found to be made from the other, nor
/// both from one source; those with most in common first.
pub(super) fn alike(trace: &Findings, stemma: &Stemma, articles: &[usize]) -> Vec<(usize, usize)> {
    let mut share: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for m in &trace.matches {
        let pair = (m.a.article, m.b.article);
        let here = pair.0 != pair.1 && articles.contains(&pair.0) && articles.contains(&pair.1);
        if let Some(part) = m.share.filter(|part| here && *part >= MOST) {
            let of = share.entry(pair).or_default();
            *of = of.max(part);
        }
    }
    // Nodes that descent puts together, each by the first of them.
    let mut group: BTreeMap<&str, &str> =
        stemma.nodes.iter().map(|n| (n.id.as_str(), n.id.as_str())).collect();
    for edge in &stemma.edges {
        let ends =
            group.get(edge.parent.as_str()).copied().zip(group.get(edge.child.as_str()).copied());
        if let Some((to, from)) = ends {
            group.values_mut().filter(|g| **g == from).for_each(|g| *g = to);
        }
    }
    let of = |page: usize| {
        let node = stemma.nodes.iter().find(|n| n.witness == Some(page))?;
        group.get(node.id.as_str())
    };
    let mut out: Vec<((usize, usize), f64)> =
        share.into_iter().filter(|((a, b), _)| of(*a).is_none() || of(*a) != of(*b)).collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    out.into_iter().map(|x| x.0).collect()
}

/// What several pages quote the same words from, where a page says through what they came.
pub(crate) struct Heard {
    /// How a page calls it: a medium, or an occasion with who spoke there.
    pub(crate) label: String,
    /// The pages that have such words, sorted.
    pub(crate) pages: Vec<usize>,
}

/// What statements of a story came through.
#[derive(Default)]
struct Origin {
    pages: BTreeSet<usize>,
    occasion: bool,
    statements: usize,
    label: String,
}

/// Sentences at the beginning of a page that say what it reports on.
const OPENING: usize = 3;

/// Statements that make a name a medium that pages quote from.
const TWICE: usize = 2;

/// The medium or occasion that most pages of a story quote the same words from.
pub(super) fn heard(trace: &Findings, outline: &Outline, story: usize) -> Option<Heard> {
    let mut found: BTreeMap<String, Origin> = BTreeMap::new();
    for statement in outline.shared(story) {
        let Some(utterance) = trace.utterances.get(statement.utterance) else { continue };
        let sure = utterance.readings.iter().zip(&statement.sure).filter(|(_, sure)| **sure);
        let quoted = sure.filter_map(|(r, _)| Some((r, quote(trace, r)?)));
        let quoted: Vec<(&Reading, &Quotation)> = quoted.collect();
        let pages: BTreeSet<usize> = quoted.iter().map(|(r, _)| r.place.article).collect();
        let through = quoted.iter().find_map(|(r, q)| Some((r.place.article, q.via.as_ref()?)));
        let Some((page, via)) = through.filter(|_| pages.len() > 1) else { continue };
        let lang = trace.articles.get(page).and_then(|q| q.article.lang.as_deref());
        let language = Language::or_unknown(lang);
        let occasion = !language.found(Class::Occasion, via).is_empty();
        let label = match utterance.speaker.as_deref() {
            Some(speaker) if occasion => format!("{via}, {speaker}"),
            // Other names that words came through may be those of books.
            _ if is_press(via) => via.clone(),
            _ => continue,
        };
        let of = found.entry(outlet_key(&label)).or_default();
        (of.occasion, of.label) = (occasion, label);
        of.pages.extend(pages);
        of.statements += 1;
    }
    found.retain(|_, of| of.occasion || of.statements >= TWICE);
    let rank = |of: &Origin| (of.pages.len(), of.occasion, of.statements);
    let most = found.into_values().max_by(|a, b| rank(a).cmp(&rank(b)).then(b.label.cmp(&a.label)));
    let most = most.map(|of| Heard { label: of.label, pages: of.pages.into_iter().collect() });
    most.or_else(|| gathered(trace, outline, story))
}

/// The debate or hearing that pages name in their headline or at their beginning, of those that share
/// statements: at least two of each.
fn gathered(trace: &Findings, outline: &Outline, story: usize) -> Option<Heard> {
    let shared: Vec<&Statement> = outline.shared(story).collect();
    let pages: BTreeSet<usize> = shared.iter().flat_map(|s| s.pages.iter().copied()).collect();
    let mut named: BTreeMap<usize, String> = BTreeMap::new();
    for page in pages.iter().filter(|_| shared.len() >= TWICE) {
        let Some(article) = trace.articles.get(*page).map(|q| &q.article) else { continue };
        let language = Language::or_unknown(article.lang.as_deref());
        let begins = article.body.iter().flat_map(|p| sentences(&article.text, *p)).take(OPENING);
        let places = article.title_span.into_iter().chain(begins);
        let found = places.flat_map(|s| language.found(Class::Gathering, s.of(&article.text)));
        named.extend(found.map(|words| (*page, words.to_owned())).take(1));
    }
    let label = named.values().next()?.clone();
    (named.len() >= TWICE).then(|| Heard { label, pages: named.into_keys().collect() })
}

/// Reports that were made from one other report.
pub(crate) struct Copies {
    /// The other report.
    pub(crate) of: usize,
    /// Those made from it, with how sure that is.
    pub(crate) by: Vec<(usize, f64)>,
}

/// The likeliest parent of a node.
pub(crate) fn first_parent<'s>(stemma: &'s Stemma, id: &str) -> Option<&'s Edge> {
    let edges = stemma.edges.iter().filter(|e| e.child == id);
    edges.reduce(|a, b| if b.probability > a.probability { b } else { a })
}

/// The separate ways of a story, that of most reports first, then the earliest.
pub(super) fn ways(trace: &Findings, stemma: &Stemma, articles: &[usize]) -> Vec<Way> {
    let mut below: BTreeMap<&str, Vec<&Node>> = BTreeMap::new();
    let mut roots: Vec<&Node> = Vec::new();
    let known: BTreeSet<&str> = stemma.nodes.iter().map(|n| n.id.as_str()).collect();
    for node in &stemma.nodes {
        match first_parent(stemma, &node.id).filter(|e| known.contains(e.parent.as_str())) {
            Some(edge) => below.entry(edge.parent.as_str()).or_default().push(node),
            None => roots.push(node),
        }
    }
    let mut out: Vec<Way> = roots.iter().map(|r| way(stemma, r, &below)).collect();
    out.retain(|w| !w.reports.is_empty());
    let begins = |w: &Way| w.reports.iter().map(|a| trace.interval(*a)).min();
    out.sort_by_cached_key(|w| (std::cmp::Reverse(w.reports.len()), begins(w), w.node.clone()));
    for way in out.iter_mut().take(NAMED) {
        if let From::Lost(label) = &way.from {
            way.named_by = named_by(trace, stemma, articles, (&way.node, label));
        }
    }
    out
}

fn way(stemma: &Stemma, root: &Node, below: &BTreeMap<&str, Vec<&Node>>) -> Way {
    let mut reports = BTreeSet::new();
    let mut stack = vec![root];
    let mut seen = BTreeSet::new();
    while let Some(node) = stack.pop() {
        if seen.insert(node.id.as_str()) {
            reports.extend(node.witness);
            stack.extend(below.get(node.id.as_str()).into_iter().flatten());
        }
    }
    let from = match (root.witness, root.label.trim()) {
        (Some(article), _) => From::Held(article),
        (None, "") => From::Unnamed,
        (None, label) => From::Lost(label.to_owned()),
    };
    let probability = match root.witness {
        Some(_) => stemma.springs.iter().find(|s| s.node == root.id).map(|s| s.probability),
        None => {
            let edges = stemma.edges.iter().filter(|e| e.parent == root.id);
            edges.map(|e| e.probability).reduce(f64::max)
        }
    };
    Way {
        node: root.id.clone(),
        from,
        reports: reports.into_iter().collect(),
        named_by: Vec::new(),
        probability,
    }
}

/// Reports that print the name of a source, or that the tree found to credit it.
fn named_by(
    trace: &Findings,
    stemma: &Stemma,
    articles: &[usize],
    (node, label): (&str, &str),
) -> Vec<usize> {
    let key = outlet_key(label);
    let mut credited = BTreeSet::new();
    let grounds = stemma.edges.iter().flat_map(|e| e.grounds.iter().map(move |g| (e, g)));
    for (edge, ground) in grounds {
        let below = edge.parent == node;
        if let Reason::Credits { by, of: None, words } = &ground.what {
            let text = trace.articles.get(words.article).map_or("", |q| q.article.text.as_str());
            if below || outlet_key(words.span.of(text)) == key {
                credited.insert(*by);
            }
        }
    }
    let wanted = format!(" {} ", spaced(label));
    let names = |a: &&usize| {
        trace.articles.get(**a).is_some_and(|q| {
            let text = &q.article.text;
            let media = q.quotes.iter().flat_map(|q| q.via.iter().chain(&q.chain));
            media.clone().any(|m| outlet_key(m) == key)
                || q.article
                    .body
                    .iter()
                    .any(|s| format!(" {} ", spaced(s.of(text))).contains(&wanted))
        })
    };
    let named = articles.iter().filter(names).copied();
    credited.into_iter().chain(named).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Folded words with single blanks between them.
fn spaced(text: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Reports made from other reports, by the other; that of most copies first.
pub(super) fn copies(stemma: &Stemma) -> Vec<Copies> {
    let held = |id: &str| stemma.nodes.iter().find(|n| n.id == id).and_then(|n| n.witness);
    let mut out: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for edge in stemma.edges.iter().filter(|e| e.probability >= MADE) {
        if let (Some(of), Some(by)) = (held(&edge.parent), held(&edge.child)) {
            out.entry(of).or_default().push((by, edge.probability));
        }
    }
    let mut out: Vec<Copies> = out.into_iter().map(|(of, by)| Copies { of, by }).collect();
    out.sort_by_key(|c| (std::cmp::Reverse(c.by.len()), c.of));
    out
}
