//! Words as hashes, and runs of five of them: how a page is asked whether it printed something
//! before.

/// How many words a run has.
pub(crate) const RUN: usize = 5;

/// Hashes of the folded words of a line, after those already in `out`.
pub(crate) fn word_hashes(line: &str, out: &mut Vec<u32>) {
    let mut word = Word::default();
    for c in line.chars() {
        word.next(c, c.is_alphanumeric(), out);
    }
    word.end(out);
}

/// A word as it is read, letter by letter.
#[derive(Default)]
pub(crate) struct Word {
    hash: u32,
    open: bool,
}

impl Word {
    /// Takes one character, which belongs to a word or ends one.
    #[inline]
    pub(crate) fn next(&mut self, c: char, of_word: bool, out: &mut Vec<u32>) {
        if of_word {
            self.open = true;
            let low = if c.is_ascii() {
                u32::from((c as u8).to_ascii_lowercase())
            } else {
                c.to_lowercase().next().map_or(0, |l| l as u32)
            };
            self.hash = (self.hash ^ low).wrapping_mul(0x0100_0193).rotate_left(7);
        } else {
            self.end(out);
        }
    }

    /// Ends the line.
    #[inline]
    pub(crate) fn end(&mut self, out: &mut Vec<u32>) {
        if self.open {
            out.push(self.hash);
            *self = Word::default();
        }
    }
}

/// Hash of a run of words.
#[inline]
pub(crate) fn run_hash(run: &[u32]) -> u64 {
    run.iter().fold(0x9e37, |h, w| {
        (h ^ u64::from(*w)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
    })
}

/// A set of hashes for which no page can make looking up slow: a hash whose places are all taken
/// is forgotten instead.
pub(crate) struct RunSet {
    slots: Vec<u64>,
    shift: u32,
}

/// How many places a hash may stand in.
const PLACES: usize = 12;
/// Sets do not grow beyond this.
const MOST: usize = 1 << 23;

impl RunSet {
    /// Room for about `n` hashes.
    pub(crate) fn with_room(n: usize) -> RunSet {
        let size = (n.saturating_mul(2)).clamp(32, MOST).next_power_of_two();
        RunSet { slots: vec![0; size], shift: 64 - size.trailing_zeros() }
    }

    /// The places of `hash`, which is not 0 in the set.
    fn places(&self, hash: u64) -> (u64, impl Iterator<Item = usize> + use<>) {
        let hash = hash.max(1);
        let first = (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift) as usize;
        let mask = self.slots.len() - 1;
        (hash, (first..first + PLACES).map(move |p| p & mask))
    }

    /// Whether the set has `hash`.
    pub(crate) fn has(&self, hash: u64) -> bool {
        let (hash, places) = self.places(hash);
        for slot in places.filter_map(|p| self.slots.get(p)) {
            if *slot == hash || *slot == 0 {
                return *slot == hash;
            }
        }
        false
    }

    /// Adds `hash`.
    pub(crate) fn add(&mut self, hash: u64) {
        let (hash, places) = self.places(hash);
        for place in places {
            if let Some(slot) = self.slots.get_mut(place).filter(|s| **s == 0 || **s == hash) {
                *slot = hash;
                return;
            }
        }
    }

    /// Adds the runs of these words.
    pub(crate) fn add_runs(&mut self, words: &[u32]) {
        words.windows(RUN).for_each(|w| self.add(run_hash(w)));
    }

    /// How many of these words' runs the set has, and how many there are.
    pub(crate) fn known(&self, words: &[u32]) -> (usize, usize) {
        let known = words.windows(RUN).filter(|w| self.has(run_hash(w))).count();
        (known, words.len().saturating_sub(RUN - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fold_and_marks_do_not_count() {
        let (mut a, mut b) = (Vec::new(), Vec::new());
        word_hashes("Fog OVER Łódź – 3 days", &mut a);
        word_hashes("fog, over łódź: 3 days.", &mut b);
        assert_eq!((a.len(), &a), (5, &b));
    }

    #[test]
    fn a_full_set_forgets_and_does_not_slow_down() {
        let mut set = RunSet::with_room(10);
        (0..1000).for_each(|n| set.add(n));
        assert!(set.slots.iter().filter(|s| **s != 0).count() <= set.slots.len());
        let mut set = RunSet::with_room(1000);
        (0..1000).for_each(|n| set.add(run_hash(&[n])));
        assert!((0..1000).all(|n| set.has(run_hash(&[n]))));
        assert!((1000..2000).all(|n| !set.has(run_hash(&[n]))));
    }
}
