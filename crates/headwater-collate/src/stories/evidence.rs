//! Two articles in, what speaks for one event out: shared telling words, names, passages,
//! headline and dates, weighed into one score.

use super::background::background;
use super::weights::{BASE, WEIGHTS};
use crate::terms::{Term, terms};
use crate::{Match, Place};
use headwater_quote::Quoted;
use std::collections::BTreeMap;

/// A term's list is not followed beyond so many articles.
const POSTINGS: usize = 500;
/// Candidates of one article.
const CANDIDATES: usize = 60;

/// Terms of a vector that are kept: the heaviest.
const KEPT: usize = 120;
/// Words of the beginning that count as the lead.
const LEAD: usize = 60;

/// Weighed terms of length one, sorted by term.
pub(super) type Vector = Vec<(u64, f32)>;

/// What an article is about, for comparison.
pub(super) struct Profile {
    /// All telling words.
    all: Vector,
    /// Those of the headline.
    title: Vector,
    /// Those written with a capital.
    names: Vector,
    /// Those of the headline and the first paragraphs.
    lead: Vector,
    /// Numbers of two digits and more.
    numbers: Vector,
    /// Words counted.
    size: usize,
    /// First and last minute of publication; open ends are the extreme values.
    pub(super) when: (i64, i64),
}

impl Profile {
    pub(super) fn new(quoted: &Quoted) -> Profile {
        let article = &quoted.article;
        let title = match article.title_span {
            Some(span) => terms(&article.text, span),
            None => article
                .title
                .as_deref()
                .map_or(Vec::new(), |t| terms(t, headwater_text::Span::new(0, t.len()))),
        };
        let body: Vec<Term> =
            article.body.iter().flat_map(|p| terms(&article.text, *p)).take(3000).collect();
        let weighed = |parts: &[(&[Term], f64)], keep: &dyn Fn(&Term) -> bool| {
            let mut counts: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
            for (part, by) in parts {
                for t in part.iter().filter(|t| t.weight > 0.0 && keep(t)) {
                    let slot = counts.entry(key(&t.stem)).or_insert((0.0, t.weight));
                    *slot = (slot.0 + by, slot.1.min(t.weight));
                }
            }
            unit(counts.into_iter().map(|(k, (n, w))| (k, (1.0 + libm::log(n.max(0.4))) * w)))
        };
        let lead = body.get(..LEAD).unwrap_or(&body);
        let rest = body.get(LEAD..).unwrap_or(&[]);
        let every = [(title.as_slice(), 2.0), (lead, 1.0), (rest, 0.6)];
        Profile {
            all: weighed(&every, &|_| true),
            title: weighed(&[(&title, 1.0)], &|_| true),
            names: weighed(&every, &|t| t.capital && !t.number),
            lead: weighed(&[(&title, 2.0), (lead, 1.0)], &|_| true),
            numbers: weighed(&every, &|t| t.number && t.stem.len() > 1),
            size: title.len() + body.len(),
            when: article.interval(),
        }
    }
}

fn key(stem: &str) -> u64 {
    crate::words::hash_word(stem)
}

/// The heaviest terms, of length one, sorted by term.
fn unit(terms: impl Iterator<Item = (u64, f64)>) -> Vector {
    let mut list: Vec<(u64, f64)> = terms.collect();
    list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    list.truncate(KEPT);
    list.sort_by_key(|t| t.0);
    let norm = libm::sqrt(list.iter().map(|(_, x)| x * x).sum::<f64>()).max(1e-9);
    list.into_iter().map(|(k, x)| (k, (x / norm) as f32)).collect()
}

/// The inner product, and how many terms both have.
fn dot(a: &Vector, b: &Vector) -> f64 {
    shared(a, b).map(|(_, x, y)| f64::from(x * y)).sum()
}

/// Terms both have, with both weights.
fn shared<'a>(a: &'a Vector, b: &'a Vector) -> impl Iterator<Item = (u64, f32, f32)> + 'a {
    let mut i = 0;
    a.iter().filter_map(move |(k, x)| {
        while b.get(i).is_some_and(|(l, _)| l < k) {
            i += 1;
        }
        b.get(i).filter(|(l, _)| l == k).map(|(_, y)| (*k, *x, *y))
    })
}

/// How many numbers describe a pair.
pub(super) const FEATURES: usize = 12;

/// What two articles have in common, as numbers.
pub(super) fn features(a: &Profile, b: &Profile, passages: f64) -> [f64; FEATURES] {
    let days = days(a.when, b.when);
    let size = a.size.min(b.size).max(1) as f64;
    let large = a.size.max(b.size).max(1) as f64;
    let both = shared(&a.all, &b.all).count() as f64;
    [
        dot(&a.all, &b.all),
        dot(&a.title, &b.title),
        dot(&a.names, &b.names),
        dot(&a.lead, &b.lead),
        0.5 * (dot(&a.title, &b.all) + dot(&b.title, &a.all)),
        dot(&a.numbers, &b.numbers),
        libm::log1p(both),
        passages.min(1.0),
        days.map_or(0.0, libm::log1p),
        f64::from(u8::from(days.is_some())),
        libm::log(size),
        libm::log(large),
    ]
}

/// The log odds that a pair with these numbers reports one event. Fitted on candidate pairs, most
/// of which do not.
pub(super) fn odds(features: &[f64; FEATURES]) -> f64 {
    expanded(features).iter().zip(WEIGHTS).map(|(x, w)| x * w).sum::<f64>() + BASE
}

fn probability(odds: f64) -> f64 {
    1.0 / (1.0 + libm::exp(-odds))
}

/// The numbers scaled, and those products of them that matter: in long articles a likeness means
/// more than in headlines.
fn expanded(f: &[f64; FEATURES]) -> [f64; 21] {
    let [words, title, names, lead, cross, numbers, both, passages, day, dated, small, large] = *f;
    let s = (small - libm::log(30.0)) / 2.0;
    let root = |x: f64| libm::sqrt(x.max(0.0));
    [
        words,
        title,
        names,
        lead,
        cross,
        numbers,
        both / 3.0,
        passages,
        day,
        dated,
        s,
        large / 5.0,
        words * s,
        lead * s,
        names * s,
        cross * s,
        title * s,
        root(words),
        root(lead),
        words * day,
        words * words,
    ]
}

/// Two articles that may be of one event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pair {
    /// Index of the first article; smaller than that of the second.
    pub(super) a: usize,
    /// Index of the second.
    pub(super) b: usize,
    /// All that speaks for one event in one, 0 to 1.
    pub(super) score: f64,
    /// Passages shared.
    pub(super) passages: usize,
}

impl Pair {
    /// The grounds in plain words.
    pub(super) fn because(&self, articles: &[Quoted], profiles: &[Profile]) -> String {
        let (Some(a), Some(b)) = (profiles.get(self.a), profiles.get(self.b)) else {
            return String::new();
        };
        let mut grounds = Vec::new();
        match self.passages {
            0 => {}
            1 => grounds.push("they share a passage".to_owned()),
            n => grounds.push(format!("they share {n} passages")),
        }
        let printed: Vec<String> =
            telling(a, b).iter().filter_map(|s| printed(articles, self.a, *s)).collect();
        if !printed.is_empty() {
            grounds.push(format!("both have {}", printed.join(", ")));
        }
        if dot(&a.title, &b.title) >= 0.4 {
            grounds.push("their headlines are alike".to_owned());
        }
        if let Some(d) = days(a.when, b.when) {
            grounds.push(match d {
                d if d < 1.0 => "published within a day".to_owned(),
                d => format!("published {} days apart", d.round() as i64),
            });
        }
        grounds.join("; ")
    }
}

/// Telling words both have, weightiest first.
fn telling(a: &Profile, b: &Profile) -> Vec<u64> {
    let mut telling: Vec<(f32, u64)> = shared(&a.all, &b.all).map(|(k, x, y)| (x * y, k)).collect();
    telling.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(&y.1)));
    telling.into_iter().take(5).map(|(_, k)| k).collect()
}

/// A stem as the article prints it first, between quotation marks.
fn printed(articles: &[Quoted], article: usize, stem: u64) -> Option<String> {
    let a = &articles.get(article)?.article;
    let spans = a.title_span.iter().chain(&a.body);
    let word = spans.flat_map(|s| terms(&a.text, *s)).find(|w| key(&w.stem) == stem)?;
    Some(format!("“{}”", word.span.of(&a.text)))
}

/// Days between two intervals. `None` if one has an open end and nothing keeps them apart: that
/// two may be of one day says nothing.
pub(super) fn days(a: (i64, i64), b: (i64, i64)) -> Option<f64> {
    let gap = a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)).max(0);
    let open = [a.0, b.0].contains(&i64::MIN) || [a.1, b.1].contains(&i64::MAX);
    (!open || gap > 0).then_some(gap as f64 / 1440.0)
}

/// Passages that two articles share, in pairs sorted by index.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shared {
    a: usize,
    b: usize,
    /// How many.
    count: usize,
    /// The part of the shorter body that they fill.
    pub(super) part: f64,
}

impl Shared {
    /// What two articles share; nothing if they stand in no pair.
    pub(super) fn of(all: &[Shared], a: usize, b: usize) -> Shared {
        let found = all.binary_search_by_key(&(a, b), |s| (s.a, s.b)).ok();
        let none = Shared { a, b, count: 0, part: 0.0 };
        found.and_then(|at| all.get(at)).copied().unwrap_or(none)
    }
}

/// The passages of all pairs, those of a line or less left out.
fn passages(articles: &[Quoted], matches: &[Match]) -> Vec<Shared> {
    let body = |i: usize| articles.get(i).map_or(&[][..], |a| a.article.body.as_slice());
    let in_body = |p: Place| body(p.article).iter().map(|b| b.overlap(p.span)).sum::<usize>();
    let mut rows: Vec<(usize, usize, usize)> = matches
        .iter()
        .filter(|m| m.a.article != m.b.article)
        .map(|m| (m.a.article, m.b.article, in_body(m.a).min(in_body(m.b))))
        .filter(|(_, _, length)| *length >= 20)
        .map(|(a, b, length)| (a.min(b), a.max(b), length))
        .collect();
    rows.sort_unstable();
    let size = |i: usize| body(i).iter().map(|b| b.len()).sum::<usize>().max(1);
    rows.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1))
        .filter_map(|group| {
            let (a, b, _) = *group.first()?;
            let length: usize = group.iter().map(|g| g.2).sum();
            let part = length as f64 / size(a).min(size(b)) as f64;
            Some(Shared { a, b, count: group.len(), part })
        })
        .collect()
}

/// All candidate pairs with the numbers that describe them, and the run's background. Candidates
/// come from an index of telling words and from shared passages; words that very many articles
/// have are not followed.
fn described<'a>(
    articles: &[Quoted],
    profiles: &'a [Profile],
    matches: &[Match],
) -> (f64, impl Iterator<Item = (Shared, [f64; FEATURES])> + 'a) {
    let passages = passages(articles, matches);
    let ids: Vec<&str> = articles.iter().map(|q| q.article.id.as_str()).collect();
    let background = background(&ids, profiles, &passages);
    let mut keys = candidates(profiles);
    keys.extend(passages.iter().map(|s| (s.a, s.b)));
    keys.sort_unstable();
    keys.dedup();
    let pairs = keys.into_iter().filter_map(move |(a, b)| {
        let shared = Shared::of(&passages, a, b);
        Some((shared, features(profiles.get(a)?, profiles.get(b)?, shared.part)))
    });
    (background, pairs)
}

/// The candidate pairs that are of one event with a likelihood of at least `least`, sorted.
pub(super) fn pairs(
    articles: &[Quoted],
    profiles: &[Profile],
    matches: &[Match],
    least: f64,
) -> Vec<Pair> {
    let (background, all) = described(articles, profiles, matches);
    all.map(|(s, numbers)| {
        let score = probability(odds(&numbers) - background);
        Pair { a: s.a, b: s.b, score, passages: s.count }
    })
    .filter(|p| p.score >= least)
    .collect()
}

/// The numbers behind all candidate pairs, for fitting the weights.
pub(super) fn numbers(
    articles: &[Quoted],
    profiles: &[Profile],
    matches: &[Match],
) -> Vec<(usize, usize, Vec<f64>)> {
    let (_, all) = described(articles, profiles, matches);
    all.map(|(s, numbers)| (s.a, s.b, numbers.to_vec())).collect()
}

/// For each article those that share most of its telling words.
fn candidates(profiles: &[Profile]) -> Vec<(usize, usize)> {
    let mut index: BTreeMap<u64, Vec<(usize, f32)>> = BTreeMap::new();
    for (i, p) in profiles.iter().enumerate() {
        for (k, x) in &p.all {
            index.entry(*k).or_default().push((i, *x));
        }
    }
    let mut out = Vec::new();
    let mut sums: Vec<f32> = vec![0.0; profiles.len()];
    for (i, p) in profiles.iter().enumerate() {
        let mut met: Vec<usize> = Vec::new();
        for (k, x) in &p.all {
            let list = index.get(k).map(Vec::as_slice).unwrap_or(&[]);
            if list.len() > POSTINGS {
                continue;
            }
            for (j, y) in list.iter().filter(|(j, _)| *j != i) {
                if let Some(sum) = sums.get_mut(*j) {
                    if *sum == 0.0 {
                        met.push(*j);
                    }
                    *sum += x * y;
                }
            }
        }
        let mut list: Vec<(f32, usize)> =
            met.iter().filter_map(|j| sums.get_mut(*j).map(|s| (std::mem::take(s), *j))).collect();
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        out.extend(list.into_iter().take(CANDIDATES).map(|(_, j)| (i.min(j), i.max(j))));
    }
    out
}
