//! Articles in, the passages they share out: candidates from an index of fingerprints, then
//! seeds, chains and an exact alignment of each pair.

mod chain;
mod index;
mod passage;
mod prepare;
mod reword;
mod topic;

pub use index::{CAP, Candidate, Index, candidates};
pub(crate) use passage::relation;
pub use passage::{Side, passages, repeated};
pub use prepare::{Prepared, fingerprints};
pub use reword::{Proposal, Unit, reworded, settled, units};
pub use topic::{kindred, topic};

use crate::record::Match;
use headwater_quote::Quoted;
use std::collections::BTreeMap;

/// All passages shared by two articles, and those that stand twice in one (`a == b`). Articles
/// are sorted by id.
///
/// For the same in parallel: [`fingerprints`], [`topic`], [`Prepared`] and [`units`] for each
/// article, [`candidates`] and [`kindred`] over all, [`passages`] and [`reworded`] for each pair,
/// [`repeated`] for each article, [`settled`] over all proposals, [`sort_matches`] in the end.
pub fn matches(articles: &[Quoted]) -> Vec<Match> {
    let prints: Vec<Vec<u64>> = articles.iter().map(|q| fingerprints(&q.article)).collect();
    let topics: Vec<Vec<u64>> = articles.iter().map(|q| topic(&q.article)).collect();
    let pairs = pairs(&prints, &topics);
    let ready: Vec<Prepared> = articles.iter().map(|q| Prepared::new(&q.article)).collect();
    let mut out = Vec::new();
    for (i, (quoted, words)) in articles.iter().zip(&ready).enumerate() {
        out.extend(repeated(i, &quoted.article.text, words));
    }
    for group in groups(articles.len(), &pairs) {
        let members: BTreeMap<usize, Vec<Unit>> = group
            .iter()
            .flat_map(|p| [p.0, p.1])
            .filter_map(|i| Some((i, articles.get(i)?)))
            .collect::<BTreeMap<_, _>>()
            .into_iter()
            .map(|(i, q)| (i, units(q)))
            .collect();
        let mut proposals = Vec::new();
        for (a, b) in group {
            let side = |i: usize| Some((i, articles.get(i)?.article.text.as_str(), ready.get(i)?));
            let (Some(x), Some(y)) = (side(a), side(b)) else { continue };
            let found = passages(x, y);
            if let (Some(u), Some(v)) = (members.get(&a), members.get(&b))
                && u.len().saturating_mul(v.len()) <= WINDOW
                && near_in_time(articles.get(a), articles.get(b))
            {
                proposals.extend(reworded((a, u), (b, v), &found));
            }
            out.extend(found);
        }
        let text = |i: usize| articles.get(i).map_or("", |q| q.article.text.as_str());
        out.extend(settled(&proposals, text));
    }
    sort_matches(&mut out);
    out
}

/// Most pairs of sentences in which rewordings of one text are sought in another: articles of a
/// hundred sentences each. Longer pairs keep their verbatim passages only.
const WINDOW: usize = 10_000;
/// Rewordings are sought in reports of the same weeks; a later page that repeats words is found by
/// its verbatim passages.
const WEEKS: i64 = 45 * 1440;

fn near_in_time(a: Option<&Quoted>, b: Option<&Quoted>) -> bool {
    match (a.and_then(|q| q.article.date), b.and_then(|q| q.article.date)) {
        (Some(a), Some(b)) => (a.interval().0 - b.interval().0).abs() <= WEEKS,
        _ => true,
    }
}

/// Pairs worth comparing: those that share runs of words, and those that share a topic. In order.
pub fn pairs(prints: &[Vec<u64>], topics: &[Vec<u64>]) -> Vec<(usize, usize)> {
    let shared = candidates(&Index::build(prints, 0));
    let mut out: Vec<(usize, usize)> =
        shared.iter().chain(&kindred(topics)).map(|c| (c.a as usize, c.b as usize)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// Pairs by connected group, so that no more than one group is held ready at a time.
fn groups(count: usize, pairs: &[(usize, usize)]) -> Vec<Vec<(usize, usize)>> {
    let mut parent: Vec<usize> = (0..count).collect();
    fn top(parent: &mut [usize], mut i: usize) -> usize {
        while let Some(up) = parent.get(i).copied().filter(|up| *up != i) {
            let above = parent.get(up).copied().unwrap_or(up);
            parent.iter_mut().skip(i).take(1).for_each(|p| *p = above);
            i = above;
        }
        i
    }
    for (a, b) in pairs {
        let (x, y) = (top(&mut parent, *a), top(&mut parent, *b));
        let (low, high) = (x.min(y), x.max(y));
        parent.iter_mut().skip(high).take(1).for_each(|p| *p = low);
    }
    let mut out: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for pair in pairs {
        out.entry(top(&mut parent, pair.0)).or_default().push(*pair);
    }
    out.into_values().collect()
}

/// The one order of matches: by articles, then places.
pub fn sort_matches(found: &mut [Match]) {
    found.sort_by(|x, y| {
        (x.a.article, x.b.article, x.a, x.b).cmp(&(y.a.article, y.b.article, y.a, y.b))
    });
}
