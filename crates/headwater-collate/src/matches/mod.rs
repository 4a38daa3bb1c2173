//! What pages share: from an index of fingerprints the pairs worth comparing, then seeds, chains
//! and an exact alignment of each pair.
//!
//! What two pages share is a function of these two pages: no third page changes it.

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

pub use index::{Crowd, Key, Moved, Partner, Postings, head_of};
pub(crate) use passage::relation;
pub use passage::{Side, passages, repeated};
pub use prepare::{Prepared, fingerprints};
pub use reword::Proposal;
pub use topic::{LEAST as LEAST_OF_TOPIC, kindred, topic};

use crate::encoder::Encoder;
use crate::record::Match;
use crate::similar::{Lexis, Named};
use crate::spread::{InTurn, Spread};
use headwater_quote::Quoted;
use meaning::Meanings;
use reword::Margins;
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use unit::{FoldedUnits, Units};

/// A fingerprint that stands in more pages than this speaks only for neighbours: boilerplate would
/// otherwise pair everything with everything.
pub const CAP: usize = 64;
/// How many neighbours, on either side.
pub const NEIGHBOURS: usize = 4;
/// Fingerprints a pair has to share.
pub const LEAST: u32 = 2;

/// What each two of a few articles share by themselves, and what stands twice in one (`a == b`).
pub fn matches<Q: Borrow<Quoted> + Sync>(articles: &[Q]) -> Vec<Match> {
    matches_with(articles, &InTurn)
}

/// [`matches`], with the work over articles and over pairs done as `spread` likes.
pub fn matches_with<Q: Borrow<Quoted> + Sync>(articles: &[Q], spread: &impl Spread) -> Vec<Match> {
    let articles: Vec<&Quoted> = articles.iter().map(Borrow::borrow).collect();
    let pairs = candidates(&articles, spread);
    let found = shared(&articles, &pairs, spread, None);
    let mut out: Vec<Match> = Vec::new();
    for (i, quoted) in articles.iter().enumerate() {
        out.extend(twice(quoted).into_iter().map(|m| m.between(i, i)));
    }
    for ((a, b), list) in pairs.iter().zip(found) {
        out.extend(list.matches.into_iter().map(|m| m.between(*a, *b)));
    }
    sort_matches(&mut out);
    out
}

/// The rewordings that are proposed before it is settled which to keep; for choosing how.
#[doc(hidden)]
pub fn proposals(articles: &[Quoted]) -> Vec<Proposal> {
    let articles: Vec<&Quoted> = articles.iter().collect();
    let pairs = candidates(&articles, &InTurn);
    let ready = PairContext::new(&articles, &pairs, &InTurn, None);
    let named = |(a, b): &(usize, usize)| {
        let mut found = ready.pair(*a, *b).sentences;
        found.iter_mut().for_each(|p| (p.a.article, p.b.article) = (*a, *b));
        found
    };
    pairs.iter().flat_map(named).collect()
}

/// Pairs worth comparing among a few articles, in order.
fn candidates(articles: &[&Quoted], spread: &impl Spread) -> Vec<(usize, usize)> {
    let prints = spread.each(articles, |q| (fingerprints(&q.article), topic(&q.article)));
    let (mut runs, mut topics) = (Postings::new(CAP, NEIGHBOURS), Postings::new(CAP, NEIGHBOURS));
    let keyed = || (0..).zip(&prints);
    runs.add(&keyed().map(|(k, p)| (k, p.0.as_slice())).collect::<Vec<_>>());
    topics.add(&keyed().map(|(k, p)| (k, p.1.as_slice())).collect::<Vec<_>>());
    let mut out = BTreeSet::new();
    for (k, (run, topic)) in keyed() {
        let of_topic = |p: &Partner| {
            let other = prints.get(p.page as usize).map_or(0, |p| p.1.len());
            kindred(p.shared, topic.len(), other)
        };
        let by_run = runs.partners(k, run, LEAST).into_iter();
        let by_topic = topics.partners(k, topic, topic::LEAST).into_iter().filter(of_topic);
        let pair = |p: Partner| (k.min(p.page) as usize, k.max(p.page) as usize);
        out.extend(by_run.chain(by_topic).map(pair));
    }
    out.into_iter().collect()
}

/// Passages that stand twice within one page; both places are in article 0.
pub fn twice(quoted: &Quoted) -> Vec<Match> {
    let words = Prepared::new(&quoted.article);
    let mut out = repeated(0, &quoted.article.text, &words);
    let echoes = echo::echoes(0, &quoted.article, &words, &out);
    out.extend(echoes);
    sort_matches(&mut out);
    out
}

/// What two articles share by themselves, and what they would share if other reports of their
/// story seconded it. The first of the two is article 0, the other article 1.
#[derive(Clone, Debug, Default)]
pub struct Shared {
    /// Passages and rewordings in order of place.
    pub matches: Vec<Match>,
    /// Whether the two are so long that their sentences were not all laid beside each other.
    pub cut: bool,
    /// The sentences, by their prints, that are clearly rewordings of one another.
    sure: Vec<(u64, u64)>,
    /// Rewordings that lead not clearly enough to stand by themselves.
    open: Vec<Proposal>,
}

impl Shared {
    /// The pairs of sentences that are clearly rewordings of one another, by their prints.
    pub fn sure(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.sure.iter().copied()
    }

    /// The pairs of sentences, by their prints, that are rewordings of one another if other reports
    /// second them.
    pub fn open(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        self.open.iter().map(|p| p.prints)
    }

    /// The matches of the two articles where `sure` are the rewordings of their story; nothing
    /// where these add none.
    pub fn seconded(
        &self,
        a: &Quoted,
        b: &Quoted,
        sure: &BTreeSet<(u64, u64)>,
    ) -> Option<Vec<Match>> {
        let texts = (a.article.text.as_str(), b.article.text.as_str());
        let more = self.open.iter().filter(|p| sure.contains(&p.prints));
        let more: Vec<Match> = more.map(|p| p.made(texts)).collect();
        (!more.is_empty()).then(|| together(a, b, self.matches.clone(), more))
    }
}

/// Passages with rewordings added, in order. A passage within a reworded sentence is part of it.
fn together(a: &Quoted, b: &Quoted, mut found: Vec<Match>, rewordings: Vec<Match>) -> Vec<Match> {
    reword::absorb(&mut found, &rewordings);
    found.extend(rewordings);
    sort_matches(&mut found);
    share::tell(a, b, &mut found);
    found
}

/// Pairs whose articles are held ready at once: more cost memory, fewer make an article that
/// stands in many pairs ready more often.
const BLOCK: usize = 16_384;

/// What each of some pairs of articles shares, passages and rewordings, in order of place; the
/// first article of a pair stands as article 0, the second as article 1. The optional model is
/// used to tell which sentences are reworded.
pub fn shared(
    articles: &[&Quoted],
    pairs: &[(usize, usize)],
    spread: &impl Spread,
    encoder: Option<&Encoder>,
) -> Vec<Shared> {
    let mut out = Vec::with_capacity(pairs.len());
    for block in pairs.chunks(BLOCK) {
        let ready = PairContext::new(articles, block, spread, encoder);
        out.extend(spread.each(block, |(a, b)| ready.settled(*a, *b)));
    }
    out
}

/// What one pair of articles shares, before it is settled which rewordings stand.
#[derive(Default)]
struct Found {
    passages: Vec<Match>,
    /// Sentences that may be reworded.
    sentences: Vec<Proposal>,
    /// Parts of sentences that are.
    clauses: Vec<Proposal>,
    /// Whether the two are too long for the sentences of both.
    cut: bool,
}

/// The articles that stand in some pairs, ready for comparison.
struct PairContext<'t> {
    articles: &'t [&'t Quoted],
    /// What each is made of, by its number.
    made: BTreeMap<usize, PreparedArticle>,
    lexis: Lexis,
    encoder: Option<&'t Encoder>,
    meanings: Meanings<'t>,
}

/// What an article is made of.
struct PreparedArticle {
    words: Prepared,
    sentences: Units,
    /// Parts of sentences, cut where first wanted.
    parts: OnceLock<Units>,
}

impl PreparedArticle {
    fn parts(&self, article: &Quoted, lexis: &Lexis) -> &Units {
        self.parts.get_or_init(|| parts::parts(&article.article).known(lexis))
    }
}

impl<'t> PairContext<'t> {
    fn new(
        articles: &'t [&'t Quoted],
        pairs: &[(usize, usize)],
        spread: &impl Spread,
        encoder: Option<&'t Encoder>,
    ) -> PairContext<'t> {
        let numbers: BTreeSet<usize> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let wanted: Vec<(usize, &Quoted)> =
            numbers.into_iter().filter_map(|i| Some((i, *articles.get(i)?))).collect();
        let mut spelt = spread.each(&wanted, |(_, q)| FoldedUnits::new(&q.article));
        let words: Vec<Named> = spelt.iter_mut().flat_map(FoldedUnits::take_words).collect();
        let lexis = Lexis::learn(words, spread);
        let both: Vec<((usize, &Quoted), FoldedUnits)> = wanted.into_iter().zip(spelt).collect();
        let made = spread.each(&both, |((i, q), s)| {
            let (words, sentences) = (Prepared::new(&q.article), s.known(&lexis));
            (*i, PreparedArticle { words, sentences, parts: OnceLock::new() })
        });
        let made: BTreeMap<usize, PreparedArticle> = made.into_iter().collect();
        let text = |i: usize| articles.get(i).map_or("", |q| q.article.text.as_str());
        let asked = made.iter().filter(|_| encoder.is_some());
        let meanings = Meanings::new(
            asked.flat_map(|(i, m)| m.sentences.all.iter().map(|u| u.span.of(text(*i)))),
        );
        PairContext { articles, made, lexis, encoder, meanings }
    }

    /// What one pair shares, and the rewordings that other reports may second.
    fn settled(&self, a: usize, b: usize) -> Shared {
        let Found { passages, sentences, clauses, cut } = self.pair(a, b);
        let (Some(x), Some(y)) = (self.articles.get(a), self.articles.get(b)) else {
            return Shared::default();
        };
        let texts = (x.article.text.as_str(), y.article.text.as_str());
        let (sure, open) = reword::settled(sentences, Margins::of(self.encoder));
        let rewordings: Vec<Match> = sure.iter().map(|p| p.made(texts)).collect();
        let clauses: Vec<Match> = clauses.iter().map(|p| p.made(texts)).collect();
        let matches = together(x, y, [passages, clauses].concat(), rewordings);
        let sure: Vec<_> = sure.iter().map(|p| p.prints).collect();
        let mut out = Shared { matches, cut, sure, open: Vec::new() };
        let own: BTreeSet<(u64, u64)> = out.sure.iter().copied().collect();
        out.open = open;
        match out.seconded(x, y, &own) {
            Some(matches) => {
                out.open.retain(|p| !own.contains(&p.prints));
                Shared { matches, ..out }
            }
            None => out,
        }
    }

    /// What one pair may share. The first of the two stands as article 0, the other as article 1.
    fn pair(&self, a: usize, b: usize) -> Found {
        let side = |i: usize| Some((*self.articles.get(i)?, self.made.get(&i)?));
        let (Some((x, u)), Some((y, v))) = (side(a), side(b)) else { return Found::default() };
        let passages = passages((0, &x.article.text, &u.words), (1, &y.article.text, &v.words));
        let size = u.sentences.all.len().saturating_mul(v.sentences.all.len());
        let near = near_in_time(x, y);
        let cut = near && size > WINDOW;
        if cut || !near {
            return Found { passages, cut, ..Found::default() };
        }
        let lexis = &self.lexis;
        let sense = self.encoder.map(|encoder| {
            move |i: usize, j: usize| {
                let (p, q) = (u.sentences.all.get(i)?, v.sentences.all.get(j)?);
                let texts = (p.span.of(&x.article.text), q.span.of(&y.article.text));
                self.meanings.nearness(texts, encoder)
            }
        });
        let sense = sense.as_ref().map(|s| s as reword::Sense<'_>);
        let (s, t) = ((0, &u.sentences), (1, &v.sentences));
        let sentences = reword::reworded(s, t, lexis, sense, &passages);
        let mut clauses = Vec::new();
        let sizes = (u.words.size(), v.words.size());
        if clause::worth_it(sizes, &passages, &sentences) {
            let (s, t) = (u.parts(x, lexis), v.parts(y, lexis));
            clauses = clause::clauses((0, s), (1, t), lexis, &passages, &sentences);
        }
        Found { passages, sentences, clauses, cut }
    }
}

/// Most pairs of sentences in which rewordings of one text are sought in another: articles of a
/// hundred sentences each. Longer pairs keep their verbatim passages only.
const WINDOW: usize = 10_000;
/// Rewordings are sought in reports of the same weeks; a later page that repeats words is found by
/// its verbatim passages.
pub const WEEKS: i64 = 45 * 1440;

/// Whether two articles may be of the same weeks.
fn near_in_time(a: &Quoted, b: &Quoted) -> bool {
    match (a.article.date, b.article.date) {
        (Some(a), Some(b)) => (a.interval().0 - b.interval().0).abs() <= WEEKS,
        _ => true,
    }
}

/// The one order of matches: by articles, then places.
pub fn sort_matches(found: &mut [Match]) {
    found.sort_by(|x, y| {
        (x.a.article, x.b.article, x.a, x.b).cmp(&(y.a.article, y.b.article, y.a, y.b))
    });
}
