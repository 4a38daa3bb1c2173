//! A second look at what the chains found: for each quotation a few places where it may begin and
//! end, judged by small forests that see more than one token at a time, and whether to believe it.

use crate::choices::{Choice, View};
use crate::rules::Found;
use headwater_text::{BadWeights, Forest};

/// Forests for beginnings, ends and belief.
#[derive(Clone, Debug, Default)]
pub struct Judges {
    /// Is this the beginning?
    pub starts: Forest,
    /// Is this the end?
    pub ends: Forest,
    /// Is this a quotation at all?
    pub keep: Forest,
}

impl Judges {
    /// Reads the three forests.
    ///
    /// # Errors
    ///
    /// Where one is malformed.
    pub fn parse(bytes: [&[u8]; 3]) -> Result<Judges, BadWeights> {
        let [starts, ends, keep] = bytes.map(Forest::parse);
        Ok(Judges { starts: starts?, ends: ends?, keep: keep? })
    }

    /// Moves the ends of what was found and sets how far to believe it.
    pub(crate) fn refine(&self, view: &View<'_, '_>, found: &mut Vec<Found>, floor: f64) {
        for k in 0..found.len() {
            let [p, q] = self.fit(view, found, k);
            if let Some(f) = found.get_mut(k) {
                f.confidence = self.keep.probability(&view.belief(f, p, q));
            }
        }
        found.retain(|f| f.confidence >= floor && !f.content.is_empty());
    }

    /// Moves the ends of one finding; how likely they are now.
    pub(crate) fn fit(&self, view: &View<'_, '_>, found: &mut [Found], k: usize) -> [f64; 2] {
        let others = view.others(found, k);
        let Some(f) = found.get_mut(k) else { return [0.0; 2] };
        let (start, p) = best(&self.starts, &view.starts(f, &others), f.start());
        let (end, q) = best(&self.ends, &view.ends(f, &others), f.end());
        if start < end {
            move_start(f, start);
            move_end(f, end);
        }
        [p, q]
    }
}

/// The likeliest place; the present one where none is clearly likelier.
fn best(forest: &Forest, options: &[Choice], now: usize) -> (usize, f64) {
    let mut top = (now, 0.0);
    let mut first = true;
    for o in options {
        let p = forest.probability(&o.row);
        if first || p > top.1 {
            top = (o.at, p);
            first = false;
        }
    }
    top
}

pub(crate) fn move_start(f: &mut Found, at: usize) {
    f.content.retain(|c| c.end > at);
    if let Some(c) = f.content.first_mut() {
        c.start = at;
    }
}

pub(crate) fn move_end(f: &mut Found, at: usize) {
    f.content.retain(|c| c.start < at);
    if let Some(c) = f.content.last_mut() {
        c.end = at;
    }
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)] // lists of ranges are meant
mod tests {
    use super::*;

    #[test]
    fn moving_an_end_drops_the_parts_beyond_it() {
        let mut f = Found { content: vec![2..5, 8..12], ..Found::default() };
        move_start(&mut f, 6);
        assert_eq!(f.content, [6..12]);
        move_end(&mut f, 10);
        assert_eq!(f.content, [6..10]);
    }

    #[test]
    fn malformed_forests_are_an_error() {
        let good = include_bytes!("../weights/starts.bin");
        let why = |bytes: [&[u8]; 3]| Judges::parse(bytes).map(|_| ()).unwrap_err();
        assert_eq!(why([good, b"x", good]), BadWeights::Mark("HWF1"));
        assert_eq!(why([good, good, b"HWF1"]), BadWeights::Length);
    }

    #[test]
    fn the_shipped_weights_are_read() {
        let own = crate::Fast::embedded();
        let trees = [&own.judges.starts, &own.judges.ends, &own.judges.keep];
        assert!(trees.iter().all(|t| (*t).clone().for_width(0).is_err()), "no forest is empty");
        assert!(own.scan.labels > 0 && own.attribute.labels > 0);
    }
}
