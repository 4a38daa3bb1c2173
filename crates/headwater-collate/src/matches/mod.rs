//! Articles in, the passages they share out: candidates from an index of fingerprints, then
//! seeds, chains and an exact alignment of each pair.

mod chain;
mod clause;
mod echo;
mod index;
mod meaning;
mod parts;
mod passage;
mod prepare;
mod reword;
mod share;
mod shortlist;
mod topic;
mod unit;

pub use index::{CAP, Candidate, Index, candidates};
pub(crate) use passage::relation;
pub use passage::{Side, passages, repeated};
pub use prepare::{Prepared, fingerprints};
pub use reword::Proposal;

use crate::encoder::Encoder;
use crate::record::Match;
use crate::similar::{Lexis, Named};
use crate::spread::{InTurn, Spread};
use headwater_quote::Quoted;
use meaning::Meanings;
use reword::Leads;
use std::sync::OnceLock;
use topic::{kindred, topic};
use unit::{Spelt, Units};

/// All passages shared by two articles, and those that stand twice in one (`a == b`). Articles
/// are sorted by id.
pub fn matches(articles: &[Quoted]) -> Vec<Match> {
    matches_with(articles, &InTurn)
}

/// [`matches`], with the work over articles and over pairs done as `spread` likes.
pub fn matches_with(articles: &[Quoted], spread: &impl Spread) -> Vec<Match> {
    matches_by(articles, spread, None)
}

/// [`matches_with`], with the optional model's opinion on which sentences are reworded, where there
/// is one.
pub fn matches_by(
    articles: &[Quoted],
    spread: &impl Spread,
    encoder: Option<&Encoder>,
) -> Vec<Match> {
    let Found { passages: mut out, sentences, clauses } = found(articles, spread, encoder);
    let text = |i: usize| articles.get(i).map_or("", |q| q.article.text.as_str());
    let rewordings = reword::settled(&sentences, Leads::of(encoder), text);
    reword::absorb(&mut out, &rewordings);
    out.extend(rewordings);
    out.extend(clauses.iter().map(|p| p.made(text)));
    sort_matches(&mut out);
    share::tell(articles, &mut out);
    out
}

/// The rewordings that are proposed before it is settled which to keep; for choosing how.
#[doc(hidden)]
pub fn proposals(articles: &[Quoted]) -> Vec<Proposal> {
    found(articles, &InTurn, None).sentences
}

/// What articles share, or one pair of them.
#[derive(Default)]
struct Found {
    passages: Vec<Match>,
    /// Sentences that may be reworded.
    sentences: Vec<Proposal>,
    /// Parts of sentences that are.
    clauses: Vec<Proposal>,
}

fn found(articles: &[Quoted], spread: &impl Spread, encoder: Option<&Encoder>) -> Found {
    let numbered: Vec<(usize, &Quoted)> = articles.iter().enumerate().collect();
    let first = spread.each(&numbered, |(i, q)| {
        let words = Prepared::new(&q.article);
        let mut twice = repeated(*i, &q.article.text, &words);
        twice.extend(echo::echoes(*i, &q.article, &words, &twice));
        (fingerprints(&q.article), topic(&q.article), twice)
    });
    let (mut prints, mut topics) = (Vec::new(), Vec::new());
    let mut out = Found::default();
    for (print, topic, twice) in first {
        prints.push(print);
        topics.push(topic);
        out.passages.extend(twice);
    }
    let pairs = pairs(&prints, &topics);
    drop((prints, topics));
    let mut ready = Ready::new(articles, &pairs, spread);
    if encoder.is_some() {
        ready.ask(encoder);
    }
    for one in spread.each(&pairs, |(a, b)| ready.pair(*a, *b)) {
        out.passages.extend(one.passages);
        out.sentences.extend(one.sentences);
        out.clauses.extend(one.clauses);
    }
    out
}

/// The articles that stand in a pair, ready for comparison.
struct Ready<'t> {
    articles: &'t [Quoted],
    /// For each article what it is made of; nothing for one that is in no pair.
    made: Vec<Option<Made>>,
    lexis: Lexis,
    encoder: Option<&'t Encoder>,
    meanings: Meanings,
}

/// What an article is made of.
struct Made {
    words: Prepared,
    sentences: Units,
    /// Parts of sentences, cut where first wanted.
    parts: OnceLock<Units>,
}

impl Made {
    fn parts(&self, article: &Quoted, lexis: &Lexis) -> &Units {
        self.parts.get_or_init(|| parts::parts(&article.article).known(lexis))
    }
}

impl<'t> Ready<'t> {
    fn new(articles: &'t [Quoted], pairs: &[(usize, usize)], spread: &impl Spread) -> Ready<'t> {
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
        let made = spread.each(&both, |(q, s)| match (q, s) {
            (Some(q), Some(s)) => {
                let (words, sentences) = (Prepared::new(&q.article), s.known(&lexis));
                Some(Made { words, sentences, parts: OnceLock::new() })
            }
            _ => None,
        });
        Ready { articles, made, lexis, encoder: None, meanings: Meanings::default() }
    }

    /// Lets the optional model have a say.
    fn ask(&mut self, encoder: Option<&'t Encoder>) {
        let made = self.made.iter().enumerate();
        let sentences = made.flat_map(|(i, m)| {
            m.iter().flat_map(move |m| m.sentences.all.iter().map(move |u| (u.print, i, u.span)))
        });
        self.meanings = Meanings::new(sentences.collect());
        self.encoder = encoder;
    }

    /// What one pair shares.
    fn pair(&self, a: usize, b: usize) -> Found {
        let side = |i: usize| Some((self.articles.get(i)?, self.made.get(i)?.as_ref()?));
        let (Some((x, u)), Some((y, v))) = (side(a), side(b)) else { return Found::default() };
        let passages = passages((a, &x.article.text, &u.words), (b, &y.article.text, &v.words));
        let size = u.sentences.all.len().saturating_mul(v.sentences.all.len());
        if size > WINDOW || !near_in_time(x, y) {
            return Found { passages, ..Found::default() };
        }
        let lexis = &self.lexis;
        let sense = self.encoder.map(|encoder| {
            move |i: usize, j: usize| {
                let (p, q) = (u.sentences.all.get(i)?, v.sentences.all.get(j)?);
                self.meanings.nearness(p.print, q.print, self.articles, encoder)
            }
        });
        let sense = sense.as_ref().map(|s| s as reword::Sense<'_>);
        let (s, t) = ((a, &u.sentences), (b, &v.sentences));
        let sentences = reword::reworded(s, t, lexis, sense, &passages);
        let mut clauses = Vec::new();
        let sizes = (u.words.size(), v.words.size());
        if clause::worth_it(sizes, &passages, &sentences) {
            let (s, t) = (u.parts(x, lexis), v.parts(y, lexis));
            clauses = clause::clauses((a, s), (b, t), lexis, &passages, &sentences);
        }
        Found { passages, sentences, clauses }
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
