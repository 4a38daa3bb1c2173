//! Groups articles into stories: reports of one event, with why they were put together.

mod background;
mod evidence;
mod group;
mod kept;
mod news;
mod news_weights;
mod tongues;
mod weights;

pub use background::{SAMPLE, background, chance, height, lowered};
pub use evidence::{Overlap, Profile, event_odds, likelihood, pair_features};
pub use group::{CUT, Member, group};
pub use news::news_numbers;
pub use tongues::tongue_features;

use crate::outlets::witness;
use crate::record::{Join, Story};
use headwater_quote::Quoted;
use std::collections::BTreeMap;

/// Pairs less likely than this are no candidates for one story.
pub const LEAST: f64 = 0.02;
/// Telling words that two articles have to share to be weighed against each other; of a headline
/// or another short text one in so many.
const LEAST_WORDS: usize = 3;
const ONE_IN: usize = 24;
/// A telling word of more pages than this leads to none of them.
pub const COMMON: usize = 500;

/// Two articles that may be of one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Likely {
    /// Index of the first article; smaller than that of the second.
    pub a: usize,
    /// Index of the second.
    pub b: usize,
    /// All that speaks for one event in one, 0 to 1.
    pub score: f64,
    /// Passages shared.
    pub passages: usize,
}

/// Whether two articles with so many telling words, of which they share so many, are weighed
/// against each other.
pub fn worth_weighing(shared: usize, here: usize, there: usize) -> bool {
    shared >= LEAST_WORDS || shared * ONE_IN >= here.min(there)
}

/// The weights that a pair is weighed by.
pub(crate) fn weights() -> impl Iterator<Item = f64> {
    let news = news_weights::WEIGHTS.into_iter().chain([news_weights::BASE]);
    weights::WEIGHTS.into_iter().chain([weights::BASE]).chain(tongues::weights()).chain(news)
}

/// One story of these articles, which stand in order: its headline and why they were put
/// together. `pairs` are those among them. Its name is left empty.
pub fn story(articles: &[&Quoted], profiles: &[&Profile], pairs: &[Likely]) -> Story {
    Story {
        id: String::new(),
        title: title(articles),
        articles: (0..articles.len()).collect(),
        joins: joins(articles, profiles, pairs),
        bounds: crate::bounds::bounds(articles),
        also: also(articles),
    }
}

/// The copies of reports that come before them.
fn also(articles: &[&Quoted]) -> Vec<(usize, usize)> {
    let mut first: BTreeMap<u64, usize> = BTreeMap::new();
    let marks = articles.iter().enumerate().filter_map(|(i, q)| Some((i, witness(&q.article)?)));
    marks.map(|(i, mark)| (i, *first.entry(mark).or_insert(i))).filter(|(i, of)| i != of).collect()
}

/// The strongest join of each article with its story: a tree that holds the story together.
fn joins(articles: &[&Quoted], profiles: &[&Profile], pairs: &[Likely]) -> Vec<Join> {
    let mut sorted: Vec<&Likely> = pairs.iter().collect();
    sorted.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut sets = crate::sets::Sets::new(articles.len());
    let mut out = Vec::new();
    for p in sorted {
        if sets.root(p.a) == sets.root(p.b) {
            continue;
        }
        sets.join(p.a, p.b);
        let (Some(first), Some(a), Some(b)) =
            (articles.get(p.a), profiles.get(p.a), profiles.get(p.b))
        else {
            continue;
        };
        let (words, headlines, days) = evidence::grounds(&first.article, a, b);
        let (a, b, weight, passages) = (p.a, p.b, p.score, p.passages);
        out.push(Join { a, b, weight, passages, words, headlines, days });
    }
    out
}

/// The headline of the earliest dated report, else of the first.
fn title(articles: &[&Quoted]) -> String {
    let titled = articles.iter().map(|q| &q.article).filter(|a| a.title.is_some());
    let best = titled.min_by_key(|a| {
        let start = a.interval().0;
        (if start == i64::MIN { i64::MAX } else { start }, a.id.as_str())
    });
    best.and_then(|a| a.title.clone()).unwrap_or_default()
}
