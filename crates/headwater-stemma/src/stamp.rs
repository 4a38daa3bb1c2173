//! Times to the minute, with their zones: which of two reports was printed first.
//!
//! Two minutes with zones are compared as such. Where one has no zone the clock on the wall is
//! compared, and two hours say nothing. Days are compared by the calendar, and one day by nothing.

use crate::witness::Witness;
use headwater_text::When;

/// Minutes that clocks of one story may differ by where a zone is not printed.
const CLOCKS: i64 = 120;

/// Log odds of an edge backwards in time, where both minutes and both zones are printed.
const FORBIDDEN: f64 = -8.0;

/// How two times stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stamped {
    Before,
    After,
    Open,
}

/// A date as printed.
#[derive(Clone, Copy, Debug)]
struct Stamp {
    /// Minutes of UTC, where the zone is printed.
    utc: Option<i64>,
    /// Minutes by the clock on the wall.
    wall: Option<i64>,
    day: i64,
}

/// The dates of a story's witnesses.
#[derive(Debug, Default)]
pub(crate) struct Stamps(Vec<Option<Stamp>>);

impl Stamps {
    pub(crate) fn new(witnesses: &[Witness]) -> Stamps {
        Stamps(witnesses.iter().map(|w| stamp(w.date?)).collect())
    }

    /// What two minutes with their zones add to the weight of `b` being made from `a`: they all
    /// but forbid that a report is made from a later one.
    pub(crate) fn forbids(&self, a: usize, b: usize) -> f64 {
        let utc = |w: usize| self.0.get(w).copied().flatten().and_then(|s| s.utc);
        match utc(a).zip(utc(b)) {
            Some((x, y)) if x > y => FORBIDDEN,
            _ => 0.0,
        }
    }

    /// How `a` stands to `b`.
    pub(crate) fn order(&self, a: usize, b: usize) -> Stamped {
        let (Some(Some(a)), Some(Some(b))) = (self.0.get(a), self.0.get(b)) else {
            return Stamped::Open;
        };
        let (gap, free) = match (a.utc.zip(b.utc), a.wall.zip(b.wall)) {
            (Some((x, y)), _) => (y - x, 0),
            (None, Some((x, y))) => (y - x, CLOCKS),
            (None, None) => (b.day - a.day, 0),
        };
        match gap {
            g if g > free => Stamped::Before,
            g if g < -free => Stamped::After,
            _ => Stamped::Open,
        }
    }
}

fn stamp(date: When) -> Option<Stamp> {
    date.day?;
    // Without its zone a minute is where the clock on the wall stood.
    let (at, _) = When { zone: None, ..date }.interval();
    let wall = date.minute.map(|_| at);
    let utc = date.minute.and(date.zone).map(|_| date.interval().0);
    Some(Stamp { utc, wall, day: at.div_euclid(1440) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn order(a: &str, b: &str) -> Stamped {
        let of = |s: &str| When::parse(s).and_then(stamp);
        Stamps(vec![of(a), of(b)]).order(0, 1)
    }

    #[test]
    fn zones_count_where_they_are_printed() {
        assert_eq!(order("2031-03-08T10:00+02:00", "2031-03-08T09:30+01:00"), Stamped::Before);
        assert_eq!(order("2031-03-08T10:00+02:00", "2031-03-08T07:59Z"), Stamped::After);
        assert_eq!(order("2031-03-08T10:00", "2031-03-08T11:30"), Stamped::Open);
        assert_eq!(order("2031-03-08T10:00", "2031-03-08T12:01+01:00"), Stamped::Before);
    }

    #[test]
    fn only_minutes_with_zones_forbid() {
        let forbids = |a: &str, b: &str| {
            let of = |s: &str| When::parse(s).and_then(stamp);
            Stamps(vec![of(a), of(b)]).forbids(0, 1) < 0.0
        };
        assert!(forbids("2031-03-08T10:00+01:00", "2031-03-08T08:30Z"));
        assert!(!forbids("2031-03-08T10:00+01:00", "2031-03-08T09:30Z"));
        assert!(!forbids("2031-03-08T10:00", "2031-03-08T08:30Z"));
        assert!(!forbids("2031-03-09", "2031-03-08T08:30Z"));
    }

    #[test]
    fn one_day_says_nothing_and_two_do() {
        assert_eq!(order("2031-03-08", "2031-03-08T23:00"), Stamped::Open);
        assert_eq!(order("2031-03-09", "2031-03-08T23:00Z"), Stamped::After);
        assert_eq!(order("2031-03", "2031-03-08"), Stamped::Open);
    }
}
