//! Publication times as soft evidence: intervals, with times that cannot belong to the story
//! taken as unknown.
//!
//! A minute without its zone is of a clock on the wall: pages of one language are laid side by side
//! by their clocks; beside one of another language it stands in a zone of its own.

use crate::stamp::zones;
use crate::witness::Witness;

/// Minutes beyond which a time is taken for a wrong one when the story's middle is elsewhere.
const FAR: i64 = 120 * 1440;
/// Intervals longer than this say little; they count as unknown.
const WIDE: i64 = 45 * 1440;

/// The first and the last minute of an interval.
type Minutes = (i64, i64);

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
pub(crate) struct Times {
    known: Vec<Option<(i64, i64)>>,
    clocks: Vec<Clock>,
    ranks: Vec<Option<f64>>,
}

/// How the clock of a page stands.
#[derive(Clone, Copy, Debug)]
struct Clock {
    language: &'static str,
    /// Minutes from what is printed to the least and the most that it may be by UTC; none where the
    /// zone is printed, or no minute.
    open: Option<(i64, i64)>,
    /// The zone that is printed beside a minute.
    zone: Option<i64>,
}

impl Clock {
    fn new(w: &Witness) -> Clock {
        let minute = w.date.filter(|d| d.minute.is_some());
        let zone = minute.and_then(|d| d.zone).map(i64::from);
        let open = minute.filter(|d| d.zone.is_none()).map(|d| {
            let (west, east) = zones(w.language, d);
            (-i64::from(east), -i64::from(west))
        });
        Clock { language: w.language.code, open, zone }
    }
}

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
        let known: Vec<Option<(i64, i64)>> = witnesses.iter().map(usable).collect();
        let clocks = witnesses.iter().map(Clock::new).collect();
        let mut times = Times { known, clocks, ranks: Vec::new() };
        times.ranks = times.all_ranks();
        times
    }

    fn all_ranks(&self) -> Vec<Option<f64>> {
        let mut ends: Vec<i64> = self.known.iter().flatten().map(|t| t.1).collect();
        ends.sort_unstable();
        let others = ends.len().saturating_sub(1) as f64;
        let rank = |t: &Option<(i64, i64)>| {
            let (start, _) = (*t)?;
            (others > 0.0).then(|| ends.partition_point(|end| *end < start) as f64 / others)
        };
        self.known.iter().map(rank).collect()
    }

    /// Whether `a` was certainly earlier than `b`.
    pub(crate) fn before(&self, a: usize, b: usize) -> bool {
        matches!(self.both(a, b), (Some((_, end)), Some((start, _))) if end < start)
    }

    /// The times of two pages as they are laid side by side.
    pub(crate) fn both(&self, a: usize, b: usize) -> (Option<Minutes>, Option<Minutes>) {
        let (x, y) = (self.get(a), self.get(b));
        let (Some(p), Some(q)) = (self.clocks.get(a), self.clocks.get(b)) else { return (x, y) };
        let shift = |t: Option<(i64, i64)>, by: (i64, i64)| t.map(|t| (t.0 + by.0, t.1 + by.1));
        let wall = |zone: Option<i64>| (zone.unwrap_or(0), zone.unwrap_or(0));
        match (p.open, q.open) {
            (None, None) => (x, y),
            (Some(_), Some(_)) if p.language == q.language => (x, y),
            (Some(_), None) if p.language == q.language => (x, shift(y, wall(q.zone))),
            (None, Some(_)) if p.language == q.language => (shift(x, wall(p.zone)), y),
            (p, q) => (shift(x, p.unwrap_or((0, 0))), shift(y, q.unwrap_or((0, 0)))),
        }
    }

    pub(crate) fn get(&self, w: usize) -> Option<(i64, i64)> {
        self.known.get(w).copied().flatten()
    }

    pub(crate) fn order(&self, a: usize, b: usize) -> Order {
        match self.both(a, b) {
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
        self.ranks.get(w).copied().flatten()
    }
}

fn known((a, b): (i64, i64)) -> Option<(i64, i64)> {
    (a > i64::MIN && b < i64::MAX && b - a <= WIDE).then_some((a, b))
}
