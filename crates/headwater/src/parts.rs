//! A run in parts, for engines that spread work over machines: what two pages have to do with each
//! other, and what is found out about those that strong ties connect, as functions of their own. Put
//! together, the parts find what [`Library`] finds:
//!
//! 1. each page by itself: [`Engine::dossier`](crate::Engine::dossier), [`Entry`](crate::Entry);
//! 2. pages that share prints ([`heads`]) meet, but for prints that are crowded: those of more than
//!    [`CAP`](headwater_collate::CAP) pages (telling words: [`COMMON`](headwater_collate::COMMON)). A
//!    crowded run of words still speaks for [`NEIGHBOURS`](headwater_collate::NEIGHBOURS) pages before
//!    and after, in the order of their keys. [`tied`] says which pairs are looked at, [`mass`] which
//!    pages are mass reprints;
//! 3. [`linked`] looks at the pairs;
//! 4. [`background`] tells from the pages with the least keys how alike reports are here at all;
//! 5. ties that are [`strong`], and stories that pages name, connect pages to parts;
//! 6. [`part`] finds out all about one.
//!
//! Messages over time (threads) run over all stories and are not among it.

use crate::change::Error;
use crate::engine::{Dossier, Engine};
use crate::findings::Findings;
use crate::library::Library;
use crate::library::ties;
use crate::store::TieRow;
use headwater_collate::{self as collate, Key, Match, Overlap, Spread};
use headwater_quote::Quoted;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The parts of prints by which pages find each other, each once: `prints` are sorted.
///
/// ```
/// assert_eq!(headwater::heads(&[1 << 32, (1 << 32) + 5, 7 << 32]), [1, 7]);
/// ```
pub fn heads(prints: &[u64]) -> Vec<u32> {
    let mut out: Vec<u32> = prints.iter().map(|p| (p >> 32) as u32).collect();
    out.dedup();
    out
}

/// What is known of a page that meets another.
///
/// ```
/// let page = headwater::Ends { minute: None, topic: 3, words: 40 };
/// assert!(page.minute.is_none());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ends {
    /// First minute of its date.
    pub minute: Option<i64>,
    /// Rare words that tell its topic.
    pub topic: usize,
    /// Words that tell what it is about.
    pub words: usize,
}

/// How many prints two pages share that are not crowded, or for which they are neighbours.
///
/// ```
/// assert_eq!(headwater::Met::default().runs, 0);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Met {
    /// Runs of words.
    pub runs: u32,
    /// Rare words of a topic.
    pub topic: u32,
    /// Telling words.
    pub words: u32,
}

/// Whether two pages are looked at together, and if so whether they are compared word by word.
///
/// ```
/// use headwater::{Ends, Met, tied};
///
/// let page = Ends { minute: None, topic: 0, words: 40 };
/// assert_eq!(tied(page, page, Met { runs: 2, ..Met::default() }), Some(true));
/// assert_eq!(tied(page, page, Met { words: 9, ..Met::default() }), Some(false));
/// assert_eq!(tied(page, page, Met::default()), None);
/// ```
pub fn tied(a: Ends, b: Ends, met: Met) -> Option<bool> {
    let gap = a.minute.zip(b.minute).map_or(0, |(a, b)| (a - b).abs());
    let by_topic = met.topic >= collate::LEAST_OF_TOPIC
        && ties::compared_by_topic(met.topic, a.topic, b.topic, gap);
    if met.runs >= collate::LEAST || by_topic {
        return Some(true);
    }
    let by_words = met.words > 0 && ties::weighed_by_words(met.words, a.words, b.words, gap);
    by_words.then_some(false)
}

/// Whether a page is a mass reprint, by how many of how many of its runs of words and of its telling
/// words are crowded.
///
/// ```
/// assert!(headwater::mass((6, 10), (5, 9)));
/// assert!(!headwater::mass((0, 10), (5, 9)));
/// ```
pub fn mass(runs: (usize, usize), words: (usize, usize)) -> bool {
    ties::is_mass(runs, words)
}

/// What two pages have in common.
///
/// ```
/// assert!(!headwater::Linked::default().cut);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Linked {
    /// The tie, as a store keeps it.
    pub tie: TieRow,
    /// The passages that they share, where they were compared; the page whose id comes first is
    /// article 0, the other article 1.
    pub matches: Vec<Match>,
    /// Whether the two are so long that their sentences were not laid beside each other.
    pub cut: bool,
}

/// What pairs of pages, given by their places, have in common; the last says whether they are to be
/// compared. Nothing for pairs of which nothing can follow. Each pair is a function of its two pages.
///
/// ```
/// use headwater::{Engine, linked};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
///
/// let engine = Engine::fast();
/// let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
/// let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, text)));
/// let found = linked(&engine, &[&pages[0], &pages[1]], &[(0, 1, true)], &InTurn);
/// assert!(found[0].as_ref().is_some_and(|l| l.matches.len() == 1));
/// ```
pub fn linked(
    engine: &Engine,
    pages: &[&Dossier],
    pairs: &[(usize, usize, bool)],
    spread: &impl Spread,
) -> Vec<Option<Linked>> {
    let id = |i: usize| pages.get(i).map(|d| d.quoted().article.id.as_str());
    let key = |i: usize| pages.get(i).map(|d| (id(i), d.page().key()));
    let oriented = |(a, b): (usize, usize)| match id(a).cmp(&id(b)) {
        std::cmp::Ordering::Less => (a, b),
        std::cmp::Ordering::Greater => (b, a),
        // As in a library: of pages with one id the lesser key's comes first.
        std::cmp::Ordering::Equal if key(a) <= key(b) => (a, b),
        std::cmp::Ordering::Equal => (b, a),
    };
    let quoted: Vec<&Quoted> = pages.iter().map(|d| d.quoted()).collect();
    let wanted: Vec<(usize, usize)> =
        pairs.iter().filter(|p| p.2).map(|(a, b, _)| oriented((*a, *b))).collect();
    let mut found = collate::shared(&quoted, &wanted, spread, engine.encoder()).into_iter();
    let jobs: Vec<_> = pairs
        .iter()
        .map(|(a, b, compared)| (oriented((*a, *b)), found.next_if(*compared).map(Arc::new)))
        .collect();
    spread.each(&jobs, |((a, b), shared)| {
        let (x, y) = (pages.get(*a)?, pages.get(*b)?);
        let own = shared.as_ref().map_or(&[][..], |s| s.matches.as_slice());
        let overlap = match shared {
            Some(_) => Overlap::of(&x.quoted().article, &y.quoted().article, own),
            None => Overlap::default(),
        };
        let odds = collate::event_odds(x.profile(), y.profile(), overlap);
        if !ties::follows(shared.is_some(), odds) {
            return None;
        }
        let prints = |of: Option<Vec<(u64, u64)>>| of.unwrap_or_default();
        let tie = TieRow {
            pair: ties::pair(x.page().key(), y.page().key()),
            compared: shared.is_some(),
            odds,
            passages: overlap.passages,
            part: overlap.part,
            sure: prints(shared.as_ref().map(|s| s.sure().collect())),
            open: prints(shared.as_ref().map(|s| s.open().collect())),
        };
        let matches = own.iter().map(|m| m.clone().between(0, 1)).collect();
        Some(Linked { tie, matches, cut: shared.as_ref().is_some_and(|s| s.cut) })
    })
}

/// The next of those that were found, if it is wanted.
trait NextIf: Iterator {
    fn next_if(&mut self, wanted: bool) -> Option<Self::Item> {
        if wanted { self.next() } else { None }
    }
}

impl<I: Iterator> NextIf for I {}

/// By how much the odds of all ties among so many pages are lowered. `sample` are the
/// [`SAMPLE`](headwater_collate::SAMPLE) pages with the least keys, or all; `ties` those among them.
///
/// ```
/// assert_eq!(headwater::background(&[], &[], 0), 0.0);
/// ```
pub fn background(sample: &[Arc<Dossier>], ties: &[TieRow], pages: usize) -> f64 {
    let overlap = |t: &TieRow| Overlap { passages: t.passages, part: t.part };
    let known: BTreeMap<(Key, Key), Overlap> = ties.iter().map(|t| (t.pair, overlap(t))).collect();
    let mut sample: Vec<&Arc<Dossier>> = sample.iter().collect();
    sample.sort_by_key(|d| d.page().key());
    let mut chances = Vec::new();
    for (i, a) in sample.iter().enumerate() {
        for b in sample.iter().skip(i + 1) {
            let pair = ties::pair(a.page().key(), b.page().key());
            let overlap = known.get(&pair).copied().unwrap_or_default();
            chances.extend(collate::chance(a.profile(), b.profile(), overlap));
        }
    }
    collate::background(chances, pages)
}

/// Whether a tie of such odds is strong: its pages are put into one part.
///
/// ```
/// assert!(headwater::strong(9.0, 0.0) && !headwater::strong(-9.0, 0.0));
/// ```
pub fn strong(odds: f64, background: f64) -> bool {
    collate::likelihood(odds, background) >= collate::CUT
}

/// A page of a part.
///
/// ```
/// use headwater::{Engine, Member};
/// use headwater_page::Article;
/// use std::sync::Arc;
///
/// let dossier = Arc::new(Engine::fast().dossier(Article::plain("a", "It rained in Orvel.")));
/// let member = Member { dossier, shown: "a".into(), crowded: false };
/// assert_eq!(member.shown, "a");
/// ```
#[derive(Clone, Debug)]
pub struct Member {
    /// What is known of it by itself.
    pub dossier: Arc<Dossier>,
    /// The id by which it is shown: its own, or where several pages have it one with `#2`, `#3`, …
    pub shown: String,
    /// Whether it is a mass reprint.
    pub crowded: bool,
}

/// What is found out about a part.
///
/// ```
/// assert!(headwater::Part::default().findings.stories.is_empty());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Its stories with all that belongs to them. Of the matches only what pages print twice, and all
    /// of the pairs in `seconded`; no threads.
    pub findings: Findings,
    /// Pairs of articles of which other reports second something: what [`linked`] gave for them is
    /// to be replaced by the matches here.
    pub seconded: BTreeSet<(usize, usize)>,
}

/// Finds out about pages that strong ties connect, and to which nothing else is tied so. `ties` are
/// those among them, strong or not; `background` is that of all pages of the run.
///
/// ```
/// use headwater::{Engine, Member, linked, part};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
/// use std::sync::Arc;
///
/// # fn main() -> Result<(), headwater::Error> {
/// let engine = Engine::fast();
/// let text = "The council met. “The quay stays shut until the ice has gone,” Mara Lind said.";
/// let pages = ["a", "b"].map(|id| Arc::new(engine.dossier(Article::plain(id, text))));
/// let found = linked(&engine, &[&pages[0], &pages[1]], &[(0, 1, true)], &InTurn);
/// let ties = found.into_iter().flatten().map(|l| l.tie).collect();
/// let members = pages.map(|dossier| {
///     let shown = dossier.quoted().article.id.clone();
///     Member { dossier, shown, crowded: false }
/// });
/// let part = part(&engine, 0.0, members.into(), ties, &InTurn)?;
/// assert_eq!(part.findings.stories[0].articles, [0, 1]);
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If a page was read by another engine, or a tie is of other pages.
pub fn part(
    engine: &Engine,
    background: f64,
    members: Vec<Member>,
    ties: Vec<TieRow>,
    spread: &impl Spread,
) -> Result<Part, Error> {
    let pages = members.into_iter().map(|m| (m.dossier, m.shown, m.crowded)).collect();
    let (findings, seconded) = Library::of_part(engine, background, pages, ties, spread)?;
    let at: BTreeMap<Key, usize> =
        findings.pages.iter().enumerate().map(|(i, p)| (p.key(), i)).collect();
    let place = |k: &Key| at.get(k).copied();
    let seconded = seconded.iter().filter_map(|(a, b)| {
        let (a, b) = (place(a)?, place(b)?);
        Some((a.min(b), a.max(b)))
    });
    let seconded = seconded.collect();
    Ok(Part { findings, seconded })
}
