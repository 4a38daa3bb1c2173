//! Reprints: a report most of which stands, word for word, in one that is older.
//!
//! The trees weigh all that reports share at once, and where several of a story quote one speech
//! a reprint of one of them can seem to stand for itself. What it has word for word decides.

use crate::evidence::Evidence;
use crate::infer::{Inferred, Up};
use crate::stamp::Stamped;

/// Share of a report's word runs in the older one from which on it is its reprint, and by how much
/// more that is than in any other report.
const REPRINT: f64 = 0.6;
const LEAD: f64 = 0.2;

/// How probable that is: written sets have too few to fit it.
const SURE: f64 = 0.8;

/// Hangs reprints that have no parent yet below what they print.
pub(crate) fn reprint(e: &Evidence, out: &mut Inferred) {
    for c in 0..out.up.len() {
        if !out.is_open(c) {
            continue;
        }
        let mut list: Vec<(f64, usize)> = (0..out.up.len())
            .filter(|p| *p != c)
            .map(|p| (e.kinship.share(p, c), p))
            .filter(|(share, _)| *share > REPRINT - LEAD)
            .collect();
        list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let Some((share, p)) = list.first().copied() else { continue };
        let next = list.get(1).map_or(0.0, |x| x.0);
        let older = e.stamps.order(p, c) == Stamped::Before;
        if share >= REPRINT && share - next >= LEAD && older && !out.descends(p, c) {
            out.place(c, Up::Witness(p), SURE);
        }
    }
}
