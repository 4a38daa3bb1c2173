//! Articles and what they share in, stories out: reports of one event, with why they were joined.

mod background;
mod evidence;
mod group;
mod weights;

use crate::{Join, Match, Person, Story};
use evidence::{Pair, Profile};
use headwater_quote::Quoted;
use std::collections::BTreeMap;

/// Pairs less likely than this are left out of the graph.
const LEAST: f64 = 0.02;

/// Groups articles into stories. Every article is in exactly one; singletons are stories too.
/// Articles that bring a `story` field keep to it. Articles are sorted by id.
pub fn stories(articles: &[Quoted], matches: &[Match], _people: &[Person]) -> Vec<Story> {
    let profiles: Vec<Profile> = articles.iter().map(Profile::new).collect();
    let pairs = evidence::pairs(articles, &profiles, matches, LEAST);
    let given: Vec<Option<&str>> = articles
        .iter()
        .map(|a| a.article.extra.get("story").and_then(serde_json::Value::as_str))
        .collect();
    let days: Vec<Option<i64>> =
        articles.iter().map(|q| q.article.date.map(|d| d.interval().0 / 1440)).collect();
    let labels = group::group(&days, &pairs, &given);
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (i, label) in labels.iter().enumerate() {
        members.entry(*label).or_default().push(i);
    }
    let mut lists: Vec<Vec<usize>> = members.into_values().collect();
    lists.sort();
    let mut joins = joins(articles, &profiles, &labels, &pairs);
    lists
        .into_iter()
        .enumerate()
        .map(|(n, list)| {
            let label = list.first().and_then(|i| labels.get(*i)).copied().unwrap_or(0);
            Story {
                id: format!("s{}", n + 1),
                title: title(articles, &list),
                joins: joins.remove(&label).unwrap_or_default(),
                articles: list,
            }
        })
        .collect()
}

/// How likely two articles report one event, 0 to 1: what [`stories`] would weigh.
pub fn same_event(pair: &[Quoted; 2], matches: &[Match]) -> f64 {
    let profiles: Vec<Profile> = pair.iter().map(Profile::new).collect();
    evidence::pairs(pair, &profiles, matches, 0.0).first().map_or(0.0, |p| p.score)
}

/// Candidate pairs with the numbers that describe them, for fitting the weights.
#[doc(hidden)]
pub fn pair_features(articles: &[Quoted], matches: &[Match]) -> Vec<(usize, usize, Vec<f64>)> {
    let profiles: Vec<Profile> = articles.iter().map(Profile::new).collect();
    evidence::numbers(articles, &profiles, matches)
}

/// The strongest join of each article with its story: a tree that holds the story together.
fn joins(
    articles: &[Quoted],
    profiles: &[Profile],
    labels: &[usize],
    pairs: &[Pair],
) -> BTreeMap<usize, Vec<Join>> {
    let mut sorted: Vec<&Pair> = pairs.iter().collect();
    sorted.sort_by(|x, y| y.score.total_cmp(&x.score).then((x.a, x.b).cmp(&(y.a, y.b))));
    let mut sets = group::Sets::new(labels.len());
    let mut out: BTreeMap<usize, Vec<Join>> = BTreeMap::new();
    for p in sorted {
        let (x, y) = (labels.get(p.a), labels.get(p.b));
        if x.is_some() && x == y && sets.root(p.a) != sets.root(p.b) {
            sets.join(p.a, p.b);
            let because = p.because(articles, profiles);
            let join = Join { a: p.a, b: p.b, weight: p.score, because };
            out.entry(x.copied().unwrap_or(0)).or_default().push(join);
        }
    }
    out
}

/// The headline of the earliest dated report, else of the first.
fn title(articles: &[Quoted], list: &[usize]) -> String {
    let titled = list.iter().filter_map(|i| articles.get(*i)).filter(|a| a.article.title.is_some());
    let best = titled.min_by_key(|a| {
        let start = a.article.interval().0;
        (if start == i64::MIN { i64::MAX } else { start }, a.article.id.as_str())
    });
    best.and_then(|a| a.article.title.clone()).unwrap_or_default()
}
