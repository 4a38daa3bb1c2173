//! Articles that may report one event: they share many rare words, though no run of words.

use super::index::{Candidate, Index, partners};
use super::prepare::zones;
use crate::words::{finish, words};
use headwater_page::Article;
use headwater_text::rarity;

/// Words at least this rare tell a topic, in nats.
const RARE: f64 = 12.0;
/// Rare words two articles have to share.
const LEAST: usize = 5;
/// Of the poorer one's rare words this share has to be common, in hundredths.
const SHARE: usize = 8;
/// Partners an article keeps, best first.
const KEPT: usize = 32;

/// The rare words and numbers of an article as sorted hashes, each once.
pub(super) fn topic(article: &Article) -> Vec<u64> {
    let mut out = Vec::new();
    for zone in zones(article) {
        for word in words(&article.text, zone) {
            let written = word.span().of(&article.text);
            let number = written.starts_with(|c: char| c.is_numeric());
            if if number { written.len() > 2 } else { rarity(written) >= RARE } {
                out.push(finish(word.hash ^ 0x7071));
            }
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Pairs of articles that share enough of their rare words, in order.
pub(super) fn kindred(topics: &[Vec<u64>]) -> Vec<Candidate> {
    let index = Index::build(topics, 0);
    let size = |doc: u32| topics.get(doc as usize).map_or(0, Vec::len);
    let mut all = partners(&index, LEAST);
    all.retain(|c| c.shared as usize * 100 >= SHARE * size(c.a).min(size(c.b)));
    let mut order: Vec<usize> = (0..all.len()).collect();
    let at = |k: &usize| all.get(*k);
    order.sort_by_key(|k| at(k).map(|c| (std::cmp::Reverse(c.shared), c.a, c.b)));
    let mut kept = vec![0; topics.len()];
    let mut out = Vec::new();
    for k in order {
        let Some(pair) = at(&k) else { continue };
        let full = |doc: u32| kept.get(doc as usize).is_some_and(|n| *n >= KEPT);
        if full(pair.a) && full(pair.b) {
            continue;
        }
        for doc in [pair.a, pair.b] {
            kept.iter_mut().skip(doc as usize).take(1).for_each(|n| *n += 1);
        }
        out.push(*pair);
    }
    out.sort_unstable();
    out
}
