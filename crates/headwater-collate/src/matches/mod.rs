//! Articles in, the passages they share out: candidates from an index of fingerprints, then
//! seeds, chains and an exact alignment of each pair.

mod chain;
mod index;
mod passage;
mod prepare;
mod reword;
mod shortlist;
mod topic;
mod unit;

pub use index::{CAP, Candidate, Index, candidates};
pub(crate) use passage::relation;
pub use passage::{Side, passages, repeated};
pub use prepare::{Prepared, fingerprints};
pub use reword::Proposal;

use crate::record::Match;
use crate::similar::{Lexis, Named};
use crate::spread::{InTurn, Spread};
use headwater_quote::Quoted;
use topic::{kindred, topic};
use unit::{Spelt, Units};

/// All passages shared by two articles, and those that stand twice in one (`a == b`). Articles
/// are sorted by id.
pub fn matches(articles: &[Quoted]) -> Vec<Match> {
    matches_with(articles, &InTurn)
}

/// [`matches`], with the work over articles and over pairs done as `spread` likes.
pub fn matches_with(articles: &[Quoted], spread: &impl Spread) -> Vec<Match> {
    let (mut out, proposals) = found(articles, spread);
    let text = |i: usize| articles.get(i).map_or("", |q| q.article.text.as_str());
    let rewordings = reword::settled(&proposals, text);
    reword::absorb(&mut out, &rewordings);
    out.extend(rewordings);
    sort_matches(&mut out);
    out
}

/// The rewordings that are proposed before it is settled which to keep; for choosing how.
#[doc(hidden)]
pub fn proposals(articles: &[Quoted]) -> Vec<Proposal> {
    found(articles, &InTurn).1
}

/// Passages, and proposals of rewordings.
fn found(articles: &[Quoted], spread: &impl Spread) -> (Vec<Match>, Vec<Proposal>) {
    let numbered: Vec<(usize, &Quoted)> = articles.iter().enumerate().collect();
    let first = spread.each(&numbered, |(i, q)| {
        let twice = repeated(*i, &q.article.text, &Prepared::new(&q.article));
        (fingerprints(&q.article), topic(&q.article), twice)
    });
    let (mut prints, mut topics) = (Vec::new(), Vec::new());
    let mut out = Vec::new();
    for (print, topic, twice) in first {
        prints.push(print);
        topics.push(topic);
        out.extend(twice);
    }
    let pairs = pairs(&prints, &topics);
    drop((prints, topics));
    let mut proposals = Vec::new();
    let ready = Ready::new(articles, &pairs, spread);
    for (passages, reworded) in spread.each(&pairs, |(a, b)| ready.pair(*a, *b)) {
        out.extend(passages);
        proposals.extend(reworded);
    }
    (out, proposals)
}

/// The articles that stand in a pair, ready for comparison.
struct Ready<'t> {
    articles: &'t [Quoted],
    /// For each article its words and units; nothing for one that is in no pair.
    parts: Vec<Option<(Prepared, Units)>>,
    lexis: Lexis,
}

impl Ready<'_> {
    fn new<'t>(
        articles: &'t [Quoted],
        pairs: &[(usize, usize)],
        spread: &impl Spread,
    ) -> Ready<'t> {
        let mut paired = vec![false; articles.len()];
        for (a, b) in pairs {
            for i in [a, b] {
                paired.iter_mut().skip(*i).take(1).for_each(|p| *p = true);
            }
        }
        let wanted: Vec<Option<&Quoted>> =
            articles.iter().zip(paired).map(|(q, p)| p.then_some(q)).collect();
        let mut spelt = spread.each(&wanted, |q| q.map(|q| Spelt::new(&q.article)));
        let mut words: Vec<Named> = Vec::new();
        for s in spelt.iter_mut().flatten() {
            words.extend(s.take_words());
        }
        let lexis = Lexis::learn(words, spread);
        let both: Vec<_> = wanted.into_iter().zip(spelt).collect();
        let parts = spread.each(&both, |(q, s)| match (q, s) {
            (Some(q), Some(s)) => Some((Prepared::new(&q.article), s.known(&lexis))),
            _ => None,
        });
        Ready { articles, parts, lexis }
    }

    /// Passages and proposals of one pair.
    fn pair(&self, a: usize, b: usize) -> (Vec<Match>, Vec<Proposal>) {
        let side = |i: usize| {
            let (words, units) = self.parts.get(i)?.as_ref()?;
            Some((self.articles.get(i)?, words, units))
        };
        let (Some(x), Some(y)) = (side(a), side(b)) else { return Default::default() };
        let found = passages((a, &x.0.article.text, x.1), (b, &y.0.article.text, y.1));
        let (u, v) = (x.2, y.2);
        if u.all.len().saturating_mul(v.all.len()) > WINDOW || !near_in_time(x.0, y.0) {
            return (found, Vec::new());
        }
        let proposals = reword::reworded((a, u), (b, v), &self.lexis, &found);
        (found, proposals)
    }
}

/// Most pairs of sentences in which rewordings of one text are sought in another: articles of a
/// hundred sentences each. Longer pairs keep their verbatim passages only.
const WINDOW: usize = 10_000;
/// Rewordings are sought in reports of the same weeks; a later page that repeats words is found by
/// its verbatim passages.
const WEEKS: i64 = 45 * 1440;

fn near_in_time(a: &Quoted, b: &Quoted) -> bool {
    match (a.article.date, b.article.date) {
        (Some(a), Some(b)) => (a.interval().0 - b.interval().0).abs() <= WEEKS,
        _ => true,
    }
}

/// Pairs worth comparing: those that share runs of words, and those that share a topic. In order.
fn pairs(prints: &[Vec<u64>], topics: &[Vec<u64>]) -> Vec<(usize, usize)> {
    let shared = candidates(&Index::build(prints, 0));
    let mut out: Vec<(usize, usize)> =
        shared.iter().chain(&kindred(topics)).map(|c| (c.a as usize, c.b as usize)).collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// The one order of matches: by articles, then places.
pub fn sort_matches(found: &mut [Match]) {
    found.sort_by(|x, y| {
        (x.a.article, x.b.article, x.a, x.b).cmp(&(y.a.article, y.b.article, y.a, y.b))
    });
}
