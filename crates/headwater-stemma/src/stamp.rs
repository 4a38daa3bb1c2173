//! Times to the minute, with their zones: which of two reports was printed first.
//!
//! Two minutes with zones are compared as such. Where one has no zone and both pages are in one
//! language the clock on the wall is compared, and two hours say nothing; in two languages it may
//! stand in any zone of its page's language. Days are compared by the calendar, and one day by
//! nothing.

use crate::witness::Witness;
use headwater_lang::Language;
use headwater_text::When;

/// Minutes that clocks of one story may differ by where a zone is not printed.
const CLOCKS: i64 = 120;

/// Log odds of an edge backwards in time, where both minutes and both zones are printed.
const FORBIDDEN: f64 = -8.0;

/// The same where days lie between two dates of which one lacks its zone: less sure, since what is
/// printed without a zone is printed by hand.
const UNLIKELY: f64 = -1.5;

/// Days apart from which no zone can turn the order.
const DAYS: i64 = 2;

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
    /// The least and the most minutes of UTC that it may be.
    least: i64,
    most: i64,
    language: &'static str,
    day: i64,
}

/// The dates of a story's witnesses.
#[derive(Debug, Default)]
pub(crate) struct Stamps(Vec<Option<Stamp>>);

impl Stamps {
    pub(crate) fn new(witnesses: &[Witness]) -> Stamps {
        Stamps(witnesses.iter().map(|w| stamp(w.date?, w.language)).collect())
    }

    /// What two minutes with their zones, or days that lie between, add to the weight of `b`
    /// being made from `a`: they all but forbid that a report is made from a later one.
    pub(crate) fn forbids(&self, a: usize, b: usize) -> f64 {
        let of = |w: usize| self.0.get(w).copied().flatten();
        let Some((a, b)) = of(a).zip(of(b)) else { return 0.0 };
        match a.utc.zip(b.utc) {
            Some((x, y)) if x > y => FORBIDDEN,
            None if a.day >= b.day + DAYS => UNLIKELY,
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
            (None, Some((x, y))) if a.language == b.language => (y - x, CLOCKS),
            (None, Some(_)) if b.least > a.most => (b.least - a.most, 0),
            (None, Some(_)) if a.least > b.most => (b.most - a.least, 0),
            (None, Some(_)) => (0, 0),
            (None, None) => (b.day - a.day, 0),
        };
        match gap {
            g if g > free => Stamped::Before,
            g if g < -free => Stamped::After,
            _ => Stamped::Open,
        }
    }
}

fn stamp(date: When, language: &'static Language) -> Option<Stamp> {
    date.day?;
    // Without its zone a minute is where the clock on the wall stood.
    let (at, _) = When { zone: None, ..date }.interval();
    let wall = date.minute.map(|_| at);
    let utc = date.minute.and(date.zone).map(|_| date.interval().0);
    let (west, east) = language.zones;
    let (least, most) = utc.map_or((at - i64::from(east), at - i64::from(west)), |u| (u, u));
    Some(Stamp { utc, wall, least, most, language: language.code, day: at.div_euclid(1440) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(s: &str, language: &str) -> Option<Stamp> {
        When::parse(s).and_then(|w| stamp(w, Language::or_unknown(Some(language))))
    }

    fn order(a: &str, b: &str) -> Stamped {
        Stamps(vec![of(a, "en"), of(b, "en")]).order(0, 1)
    }

    #[test]
    fn a_clock_without_zone_stands_where_its_language_is_spoken() {
        let order = |a: Option<Stamp>, b: Option<Stamp>| Stamps(vec![a, b]).order(0, 1);
        let german = || of("2031-03-08T19:20", "de");
        assert_eq!(order(german(), of("2031-03-08T14:40-04:00", "en")), Stamped::Before);
        assert_eq!(order(german(), of("2031-03-08T13:40-04:00", "en")), Stamped::Open);
        assert_eq!(order(german(), of("2031-03-08T18:30+02:00", "uk")), Stamped::After);
        assert_eq!(order(german(), of("2031-03-08T23:00", "en")), Stamped::Open);
    }

    #[test]
    fn zones_count_where_they_are_printed() {
        assert_eq!(order("2031-03-08T10:00+02:00", "2031-03-08T09:30+01:00"), Stamped::Before);
        assert_eq!(order("2031-03-08T10:00+02:00", "2031-03-08T07:59Z"), Stamped::After);
        assert_eq!(order("2031-03-08T10:00", "2031-03-08T11:30"), Stamped::Open);
        assert_eq!(order("2031-03-08T10:00", "2031-03-08T12:01+01:00"), Stamped::Before);
    }

    #[test]
    fn minutes_with_zones_forbid_and_days_between() {
        let forbids = |a: &str, b: &str| Stamps(vec![of(a, "en"), of(b, "en")]).forbids(0, 1) < 0.0;
        assert!(forbids("2031-03-08T10:00+01:00", "2031-03-08T08:30Z"));
        assert!(!forbids("2031-03-08T10:00+01:00", "2031-03-08T09:30Z"));
        assert!(!forbids("2031-03-08T10:00", "2031-03-08T08:30Z"));
        assert!(!forbids("2031-03-09", "2031-03-08T08:30Z"));
        assert!(forbids("2031-03-10", "2031-03-08T23:30"));
    }

    #[test]
    fn one_day_says_nothing_and_two_do() {
        assert_eq!(order("2031-03-08", "2031-03-08T23:00"), Stamped::Open);
        assert_eq!(order("2031-03-09", "2031-03-08T23:00Z"), Stamped::After);
        assert_eq!(order("2031-03", "2031-03-08"), Stamped::Open);
    }
}
