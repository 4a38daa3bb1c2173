//! Two articles in, what speaks for one event out: shared telling words, names, passages,
//! headline and dates, weighed into one score.

use crate::terms::{Term, terms};
use crate::{Match, Person};
use headwater_quote::Quoted;
use std::collections::{BTreeMap, BTreeSet};

/// A term's list is not followed beyond so many articles.
const POSTINGS: usize = 300;
/// Candidates of one article.
const CANDIDATES: usize = 50;

/// What an article is about, for comparison.
pub(super) struct Profile {
    /// Weight of each telling stem, of length one.
    vector: BTreeMap<String, f64>,
    title: BTreeMap<String, f64>,
    /// First and last minute of publication; open ends are the extreme values.
    when: (i64, i64),
}

impl Profile {
    pub(super) fn new(_index: usize, quoted: &Quoted, _people: &[Person]) -> Profile {
        let article = &quoted.article;
        let mut counts: BTreeMap<String, f64> = BTreeMap::new();
        let mut weights: BTreeMap<String, f64> = BTreeMap::new();
        let mut add = |all: Vec<Term>, by: f64| {
            for w in all.into_iter().filter(Term::tells) {
                let gain = if w.capital { 1.5 } else { 1.0 };
                let weight = weights.entry(w.stem.clone()).or_insert(w.weight);
                *weight = weight.min(w.weight);
                *counts.entry(w.stem).or_default() += by * gain;
            }
        };
        let title_terms = match article.title_span {
            Some(span) => terms(&article.text, span),
            None => article
                .title
                .as_deref()
                .map_or(Vec::new(), |t| terms(t, headwater_text::Span::new(0, t.len()))),
        };
        add(title_terms.clone(), 3.0);
        for (i, p) in article.body.iter().enumerate() {
            // The first paragraphs tell the event, later ones its background.
            let place = if i < 4 { 1.0 } else { 0.5 };
            add(terms(&article.text, *p), place);
        }
        let mut title: BTreeMap<String, f64> = BTreeMap::new();
        for w in title_terms.into_iter().filter(Term::tells) {
            title.insert(w.stem, w.weight);
        }
        for (stem, n) in &mut counts {
            *n = (1.0 + libm::log(n.max(0.4))) * weights.get(stem).copied().unwrap_or(0.0);
        }
        unit(&mut counts);
        unit(&mut title);
        Profile { vector: counts, title, when: article.interval() }
    }
}

fn unit(v: &mut BTreeMap<String, f64>) {
    let norm = libm::sqrt(v.values().map(|x| x * x).sum::<f64>());
    if norm > 0.0 {
        v.values_mut().for_each(|x| *x /= norm);
    }
}

fn dot(a: &BTreeMap<String, f64>, b: &BTreeMap<String, f64>) -> f64 {
    let (a, b) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    a.iter().filter_map(|(k, x)| Some(x * b.get(k)?)).sum()
}

/// What speaks for one event behind two articles.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Evidence {
    /// All in one, 0 to 1.
    pub(super) score: f64,
    /// Passages shared.
    pub(super) passages: usize,
    /// The share of the shorter body that stands in the other too.
    pub(super) shared: f64,
    /// Likeness of all telling words.
    pub(super) words: f64,
    /// Likeness of headlines.
    pub(super) title: f64,
    /// Telling words both have, rarest first.
    pub(super) telling: Vec<String>,
    /// Days between, if both are dated.
    pub(super) days: Option<f64>,
}

impl Evidence {
    fn new(a: &Profile, b: &Profile, passages: usize, shared: f64) -> Evidence {
        let words = dot(&a.vector, &b.vector);
        let title = dot(&a.title, &b.title);
        let days = days(a.when, b.when);
        let mut telling: Vec<(f64, &String)> =
            a.vector.iter().filter_map(|(k, x)| Some((x * b.vector.get(k)?, k))).collect();
        telling.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.1.cmp(y.1)));
        let telling = telling.into_iter().take(5).map(|(_, k)| k.clone()).collect();
        let decay = days.map_or(0.9, |d| if d <= 1.0 { 1.0 } else { libm::exp(-(d - 1.0) / 6.0) });
        let lexical = 1.4 * words + 0.25 * title;
        let score = (1.0 - (1.0 - lexical.min(1.0)) * (1.0 - shared.min(1.0))) * decay;
        Evidence { score: score.clamp(0.0, 1.0), passages, shared, words, title, telling, days }
    }

    /// The grounds in plain words.
    pub(super) fn because(&self, articles: &[Quoted], a: usize, b: usize) -> String {
        let mut grounds = Vec::new();
        match self.passages {
            0 => {}
            1 => grounds.push("they share a passage".to_owned()),
            n => grounds.push(format!("they share {n} passages")),
        }
        let printed: Vec<String> =
            self.telling.iter().filter_map(|s| printed(articles, a, s)).collect();
        if !printed.is_empty() {
            grounds.push(format!("both have {}", printed.join(", ")));
        }
        if self.title >= 0.4 {
            grounds.push("their headlines are alike".to_owned());
        }
        if let Some(d) = self.days {
            grounds.push(match d {
                d if d < 1.0 => "published within a day".to_owned(),
                d => format!("published {} days apart", d.round() as i64),
            });
        }
        let _ = b;
        grounds.join("; ")
    }
}

/// A stem as the article prints it first, between quotation marks.
fn printed(articles: &[Quoted], article: usize, stem: &str) -> Option<String> {
    let a = &articles.get(article)?.article;
    let spans = a.title_span.iter().chain(&a.body);
    let word = spans.flat_map(|s| terms(&a.text, *s)).find(|w| w.stem == stem)?;
    Some(format!("“{}”", word.span.of(&a.text)))
}

/// Days between two intervals; `None` if one is open on both sides.
fn days(a: (i64, i64), b: (i64, i64)) -> Option<f64> {
    if a.0 == i64::MIN && a.1 == i64::MAX || b.0 == i64::MIN && b.1 == i64::MAX {
        return None;
    }
    let gap = a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1)).max(0);
    Some(gap as f64 / 1440.0)
}

/// All candidate pairs with their evidence. Candidates come from an index of telling words and
/// from shared passages; words that very many articles have are not followed.
pub(super) fn pairs(
    articles: &[Quoted],
    profiles: &[Profile],
    matches: &[Match],
) -> BTreeMap<(usize, usize), Evidence> {
    let mut passages: BTreeMap<(usize, usize), (usize, usize)> = BTreeMap::new();
    for m in matches.iter().filter(|m| m.a.article != m.b.article) {
        let in_body = |p: crate::Place| {
            let body = articles.get(p.article).map(|a| a.article.body.as_slice()).unwrap_or(&[]);
            body.iter().map(|b| b.overlap(p.span)).sum::<usize>()
        };
        let length = in_body(m.a).min(in_body(m.b));
        if length < 20 {
            continue;
        }
        let key = (m.a.article.min(m.b.article), m.a.article.max(m.b.article));
        let slot = passages.entry(key).or_default();
        *slot = (slot.0 + 1, slot.1 + length);
    }
    let mut keys: BTreeSet<(usize, usize)> = passages.keys().copied().collect();
    keys.extend(candidates(profiles));
    let size = |i: usize| {
        let body = articles.get(i).map(|a| a.article.body.as_slice()).unwrap_or(&[]);
        body.iter().map(|b| b.len()).sum::<usize>().max(1)
    };
    keys.into_iter()
        .filter_map(|(a, b)| {
            let (count, length) = passages.get(&(a, b)).copied().unwrap_or((0, 0));
            let shared = length as f64 / size(a).min(size(b)) as f64;
            let e = Evidence::new(profiles.get(a)?, profiles.get(b)?, count, shared);
            (e.score >= 0.05).then_some(((a, b), e))
        })
        .collect()
}

fn candidates(profiles: &[Profile]) -> BTreeSet<(usize, usize)> {
    let mut index: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, p) in profiles.iter().enumerate() {
        for stem in p.vector.keys() {
            index.entry(stem).or_default().push(i);
        }
    }
    let mut out = BTreeSet::new();
    for (i, p) in profiles.iter().enumerate() {
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for (stem, x) in &p.vector {
            let list = index.get(stem.as_str()).map(Vec::as_slice).unwrap_or(&[]);
            if list.len() > POSTINGS {
                continue;
            }
            for j in list.iter().filter(|j| **j != i) {
                let y = profiles.get(*j).and_then(|q| q.vector.get(stem)).copied().unwrap_or(0.0);
                *shared.entry(*j).or_default() += x * y;
            }
        }
        let mut list: Vec<(usize, f64)> = shared.into_iter().collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        out.extend(list.into_iter().take(CANDIDATES).map(|(j, _)| (i.min(j), i.max(j))));
    }
    out
}
