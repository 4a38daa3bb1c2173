//! Publication times as soft evidence: intervals, with times that cannot belong to the story
//! taken as unknown.

use crate::witness::Witness;

/// Minutes beyond which a time is taken for a wrong one when the story's middle is elsewhere.
const FAR: i64 = 120 * 1440;
/// Intervals longer than this say little; they count as unknown.
const WIDE: i64 = 45 * 1440;

/// How two times stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Order {
    /// One is not known.
    Unknown,
    /// The first was certainly earlier, by hours.
    Before(f64),
    /// The first was certainly later, by hours.
    After(f64),
    /// The intervals overlap.
    Open,
}

/// The usable times of a story's witnesses.
#[derive(Debug)]
pub(crate) struct Times(pub(crate) Vec<Option<(i64, i64)>>);

impl Times {
    pub(crate) fn new(witnesses: &[Witness]) -> Times {
        let mut middles: Vec<i64> = witnesses
            .iter()
            .filter_map(|w| known(w.interval))
            .map(|(a, b)| a / 2 + b / 2)
            .collect();
        middles.sort_unstable();
        let middle = middles.get(middles.len() / 2).copied();
        let usable = |w: &Witness| {
            let (a, b) = known(w.interval)?;
            let m = middle?;
            let far = b.saturating_add(FAR) < m || a > m.saturating_add(FAR);
            (!far).then_some((a, b))
        };
        Times(witnesses.iter().map(usable).collect())
    }

    pub(crate) fn get(&self, w: usize) -> Option<(i64, i64)> {
        self.0.get(w).copied().flatten()
    }

    pub(crate) fn order(&self, a: usize, b: usize) -> Order {
        match (self.get(a), self.get(b)) {
            (Some((_, end)), Some((start, _))) if end < start => {
                Order::Before((start - end) as f64 / 60.0)
            }
            (Some((start, _)), Some((_, end))) if end < start => {
                Order::After((start - end) as f64 / 60.0)
            }
            (Some(_), Some(_)) => Order::Open,
            _ => Order::Unknown,
        }
    }

    /// Share of the others with a known time that are certainly earlier; `None` if unknown.
    pub(crate) fn rank(&self, w: usize) -> Option<f64> {
        self.get(w)?;
        let others: Vec<usize> =
            (0..self.0.len()).filter(|o| *o != w && self.get(*o).is_some()).collect();
        if others.is_empty() {
            return None;
        }
        let earlier =
            others.iter().filter(|o| matches!(self.order(**o, w), Order::Before(_))).count();
        Some(earlier as f64 / others.len() as f64)
    }
}

fn known((a, b): (i64, i64)) -> Option<(i64, i64)> {
    (a > i64::MIN && b < i64::MAX && b - a <= WIDE).then_some((a, b))
}
