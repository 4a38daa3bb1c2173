//! What may be shown: the one place where findings are held back because they are not fit to be
//! told. A speaker, medium or outlet that is no name becomes *not found*; a difference stands only
//! where the words around it agree. Text, HTML, Markdown and tables tell of what is left; the JSON
//! of the crates' own records stays whole.

mod aligned;
mod names;
mod ties;

pub(crate) use aligned::neighbours;
pub(crate) use names::Offices;

use headwater::Findings;
use headwater_collate::{Relation, outlet_key};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_stemma::{Edge, Reason, Stemma};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The findings without what is not fit to be shown. Every index means what it meant before.
///
/// ```
/// let shown = headwater_tell::fit_to_show(&headwater::Findings::default());
/// assert!(shown.articles.is_empty());
/// ```
pub fn shown(trace: &Findings) -> Findings {
    let offices = Offices::of(&trace.articles);
    // A name of an outlet, or one word of it alone.
    let named = trace.articles.iter().filter_map(|q| q.article.outlet.as_deref());
    let words = named.clone().flat_map(str::split_whitespace).filter(|w| w.chars().count() > 4);
    let outlets: BTreeSet<String> =
        named.clone().chain(words).map(outlet_key).filter(|k| !k.is_empty()).collect();
    let mut out = trace.clone();
    undirected(&mut out);
    ties::unjoin(&mut out);
    for quoted in &mut out.articles {
        if let Some(fit) = page(quoted, &offices, &outlets) {
            *quoted = Arc::new(fit);
        }
    }
    speakers(&mut out, &offices, &outlets);
    let articles = &out.articles;
    for utterance in &mut out.utterances {
        let readings = &utterance.readings;
        utterance.differs.retain_mut(|(kind, a, b)| {
            let stands = aligned::stands(articles, readings, kind, *a, *b);
            (*a, *b) = stands.unwrap_or((*a, *b));
            stands.is_some()
        });
    }
    let nowhere = Article::default();
    for node in out.stemmata.iter_mut().flat_map(|t| &mut t.nodes) {
        let lost = node.witness.is_none() && node.occasion.is_none();
        if lost && !names::medium(&node.label, &nowhere) {
            node.label.clear();
        }
    }
    out
}

/// Takes away descent between two pages of one outlet of which neither is dated or credits the other:
/// nothing says which of them was first. Pages of a shop or a handbook share whole blocks.
fn undirected(out: &mut Findings) {
    let Findings { articles, stemmata, .. } = out;
    let page = |t: &Stemma, id: &str| {
        let node = t.nodes.iter().find(|n| n.id == id)?;
        articles.get(node.witness?).map(|q| &q.article)
    };
    let open = |a: &Article, b: &Article| {
        let outlet = |a: &Article| a.outlet.as_deref().map(outlet_key);
        a.date.is_none() && b.date.is_none() && outlet(a) == outlet(b)
    };
    for tree in stemmata {
        let known = |e: &Edge| {
            let pages = page(tree, &e.parent).zip(page(tree, &e.child));
            let credited =
                e.grounds.iter().any(|g| g.favours && matches!(g.what, Reason::Credits { .. }));
            credited || pages.is_none_or(|(a, b)| !open(a, b))
        };
        let kept: Vec<Edge> = tree.edges.iter().filter(|e| known(e)).cloned().collect();
        tree.edges = kept;
    }
}

/// A page with the names that are fit; nothing where all are.
fn page(quoted: &Quoted, offices: &Offices, outlets: &BTreeSet<String>) -> Option<Quoted> {
    let article = &quoted.article;
    // An outlet among the pages reports; it is not who spoke.
    let speaks = |name: &String| {
        names::speaker(name, article, offices) && !outlets.contains(&outlet_key(name))
    };
    let carries = |name: &String| names::medium(name, article);
    let fit = article.outlet.as_deref().is_none_or(names::outlet)
        && quoted.people.iter().all(|p| speaks(&p.name))
        && quoted.quotes.iter().all(|q| {
            q.speaker.as_ref().is_none_or(speaks)
                && q.via.as_ref().is_none_or(carries)
                && q.chain.iter().all(|c| speaks(c) || carries(c))
        });
    if fit {
        return None;
    }
    let mut out = quoted.clone();
    out.article.outlet = out.article.outlet.filter(|o| names::outlet(o));
    out.people.retain(|p| speaks(&p.name));
    for quote in &mut out.quotes {
        if quote.speaker.as_ref().is_some_and(|s| !speaks(s)) {
            (quote.speaker, quote.speaker_text, quote.role) = (None, None, None);
        }
        if quote.via.as_ref().is_some_and(|v| !carries(v)) {
            (quote.via, quote.via_span) = (None, None);
        }
        quote.chain.retain(|c| speaks(c) || carries(c));
    }
    Some(out)
}

/// The speakers of what joins pages. A statement whose own speaker is not fit has the one that
/// most of its other reports name.
fn speakers(out: &mut Findings, offices: &Offices, outlets: &BTreeSet<String>) {
    let Findings { articles, utterances, threads, people, stemmata, .. } = out;
    let article = |i: usize| articles.get(i).map(|q| &q.article);
    let fit = |name: &str, i: usize| {
        article(i).is_some_and(|a| names::speaker(name, a, offices))
            && !outlets.contains(&outlet_key(name))
    };
    for u in utterances.iter_mut() {
        let at = u.readings.first().map_or(0, |r| r.place.article);
        if u.speaker.as_deref().is_some_and(|s| fit(s, at)) {
            continue;
        }
        let close = [Relation::Base, Relation::Verbatim, Relation::Noisy];
        let near = u.readings.iter().filter(|r| close.contains(&r.relation));
        let said = near.filter_map(|r| {
            let quotes = &articles.get(r.place.article)?.quotes;
            quotes.iter().find(|q| Some(&q.id) == r.quote.as_ref())?.speaker.clone()
        });
        let said: Vec<String> = said.collect();
        let votes = |name: &String| said.iter().filter(|s| *s == name).count();
        u.speaker = said.iter().max_by(|a, b| votes(a).cmp(&votes(b)).then(b.cmp(a))).cloned();
    }
    for thread in threads.iter_mut() {
        for s in thread.statements.iter_mut().chain(&mut thread.against) {
            s.speaker = s.speaker.take().filter(|name| fit(name, s.place.article));
        }
    }
    people.retain(|p| p.articles.first().is_some_and(|(i, _)| fit(&p.name, *i)));
    for said in stemmata.iter_mut().flat_map(|t| &mut t.utterances) {
        let of = utterances.iter().find(|u| u.id == said.id);
        said.speaker = of.and_then(|u| u.speaker.clone());
    }
}
