//! Articles that may report one event: they share many rare words, though no run of words.

use super::prepare::zones;
use crate::words::{finish, words};
use headwater_page::Article;
use headwater_text::rarity;

/// Words at least this rare tell a topic, in nats.
const RARE: f64 = 12.0;
/// Rare words two articles have to share.
pub const LEAST: u32 = 5;
/// Of the poorer one's rare words this share has to be common, in hundredths.
const SHARE: usize = 8;

/// The rare words and numbers of an article as sorted hashes, each once.
pub fn topic(article: &Article) -> Vec<u64> {
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

/// Whether two articles with so many rare words, of which they share so many, may report one event.
pub fn kindred(shared: u32, here: usize, there: usize) -> bool {
    shared >= LEAST && shared as usize * 100 >= SHARE * here.min(there)
}
