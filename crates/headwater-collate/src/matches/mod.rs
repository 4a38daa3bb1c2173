//! Articles in, the passages they share out: candidates from an index of fingerprints, then
//! seeds, chains and an exact alignment of each pair.

mod chain;
mod index;
mod passage;
mod prepare;

pub use index::{CAP, Candidate, Index, candidates};
pub(crate) use passage::relation;
pub use passage::{Side, passages, repeated};
pub use prepare::{Prepared, fingerprints};

use crate::record::Match;
use headwater_quote::Quoted;

/// All passages shared by two articles, and those that stand twice in one (`a == b`). Articles
/// are sorted by id. Use [`fingerprints`], [`Index`], [`candidates`], [`passages`] and
/// [`repeated`] for the same in parallel.
pub fn matches(articles: &[Quoted]) -> Vec<Match> {
    let prints: Vec<Vec<u64>> = articles.iter().map(|q| fingerprints(&q.article)).collect();
    let found = candidates(&Index::build(&prints, 0));
    let ready: Vec<Prepared> = articles.iter().map(|q| Prepared::new(&q.article)).collect();
    let mut out = Vec::new();
    for (i, (quoted, words)) in articles.iter().zip(&ready).enumerate() {
        out.extend(repeated(i, &quoted.article.text, words));
    }
    for pair in found {
        let (a, b) = (pair.a as usize, pair.b as usize);
        if let (Some(x), Some(y)) = (articles.get(a), articles.get(b)) {
            if let (Some(p), Some(q)) = (ready.get(a), ready.get(b)) {
                out.extend(passages((a, &x.article.text, p), (b, &y.article.text, q)));
            }
        }
    }
    sort_matches(&mut out);
    out
}

/// The one order of matches: by articles, then places.
pub fn sort_matches(found: &mut [Match]) {
    found.sort_by(|x, y| {
        (x.a.article, x.b.article, x.a, x.b).cmp(&(y.a.article, y.b.article, y.a, y.b))
    });
}
