//! Lines whose words are all large: *In New Letter, Lind Asks For Patience*. There capitals tell no
//! name, so what is taken for one is laid beside the names of the running text.

use crate::sheet::{Para, Sheet};
use std::collections::BTreeSet;
use std::ops::Range;

/// Words of the shortest such line, and letters from which on its words are large.
const WORDS: usize = 4;
const LETTERS: usize = 4;

/// Letters of a word in capitals alone that is shouted; shorter ones are initials of a body.
const SHOUTED: usize = 4;

/// The capitals of an article's running text.
pub(crate) struct Headings<'s> {
    /// Pairs of words with capitals, side by side.
    pairs: BTreeSet<(&'s str, &'s str)>,
    /// Words with a capital within a sentence.
    single: BTreeSet<&'s str>,
}

impl<'s> Headings<'s> {
    /// Reads the lines that are no headings. Linear in their words.
    pub(crate) fn new(sheet: &'s Sheet<'_>) -> Headings<'s> {
        let running = sheet.paras.iter().filter(|p| !is_heading(sheet, p));
        let large = |k: usize| sheet.is_word(k) && sheet.cap(k);
        let words = running.flat_map(|p| p.tokens.clone()).filter(|&k| large(k));
        let (mut pairs, mut single) = (BTreeSet::new(), BTreeSet::new());
        for k in words {
            if large(k + 1) && sheet.sentence(k) == sheet.sentence(k + 1) {
                pairs.insert((sheet.low(k), sheet.low(k + 1)));
            }
            let within =
                k > 0 && sheet.sentence(k - 1) == sheet.sentence(k) && sheet.is_word(k - 1);
            if within {
                single.insert(sheet.low(k));
            }
        }
        Headings { pairs, single }
    }

    /// What of a run of capitals in a heading the running text knows: the words that stand side by side
    /// there, else one that it has within a sentence. A run of one or two words may be all that there is.
    pub(crate) fn known(&self, sheet: &Sheet<'_>, run: Range<usize>) -> Option<Range<usize>> {
        if run.len() < 3 {
            return Some(run);
        }
        let pair = |k: usize| self.pairs.contains(&(sheet.low(k), sheet.low(k + 1)));
        let at = |from: usize| (from..run.end - 1).find(|k| !pair(*k)).unwrap_or(run.end - 1) + 1;
        let longest = run.clone().map(|k| k..at(k)).max_by_key(|r| (r.len(), usize::MAX - r.start));
        let alone = || run.clone().find(|k| self.single.contains(sheet.low(*k))).map(|k| k..k + 1);
        longest.filter(|r| r.len() > 1).or_else(alone)
    }
}

/// Whether all longer words of a line are large, in a language that has small ones.
pub(crate) fn is_heading(sheet: &Sheet<'_>, para: &Para) -> bool {
    let words = || para.tokens.clone().filter(|&k| sheet.is_word(k));
    let long = |k: &usize| sheet.word(*k).chars().count() >= LETTERS;
    !sheet.large_nouns
        && words().count() >= WORDS
        && words().filter(long).count() >= WORDS - 1
        && words().filter(long).all(|k| sheet.cap(k))
}

/// Where a run begins behind words that shout: *MUST WATCH Lind*.
pub(crate) fn past_shouts(sheet: &Sheet<'_>, run: Range<usize>) -> usize {
    let shouts = |k: usize| {
        let word = sheet.word(k);
        word.chars().count() >= SHOUTED && word.chars().all(char::is_uppercase)
    };
    let last = run.clone().rev().skip(1).find(|k| *k > run.start && shouts(*k) && shouts(*k - 1));
    last.filter(|k| !shouts(*k + 1)).map_or(run.start, |k| k + 1)
}
