//! Times to the minute, with their zones: which of two reports was printed first.
//!
//! Two minutes with zones are compared as such. Where one has no zone and both pages are in one
//! language the clock on the wall is compared, and two hours say nothing; in two languages it may
//! stand in any zone of its page's language. Days are compared by the calendar, and one day by
//! nothing.

use crate::witness::{Witness, hash, mix};
use headwater_lang::Language;
use headwater_text::{When, fold};

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
pub(crate) struct Stamps {
    of: Vec<Option<Stamp>>,
    /// What tells the pages of a story apart: outlet and headline; none where there is no headline.
    pages: Vec<Option<u64>>,
}

impl Stamps {
    pub(crate) fn new(witnesses: &[Witness]) -> Stamps {
        let page = |w: &Witness| {
            // Two sites that nobody names are two.
            let outlet = fold(w.outlet.unwrap_or(w.host));
            let words = w.title_words.iter().fold(hash(outlet.bytes()), |h, w| mix(h, *w));
            (!w.title_words.is_empty()).then_some(words)
        };
        Stamps {
            of: witnesses.iter().map(|w| stamp(w.date?, w.language)).collect(),
            pages: witnesses.iter().map(page).collect(),
        }
    }

    fn get(&self, w: usize) -> Option<Stamp> {
        self.of.get(w).copied().flatten()
    }

    /// Whether two reports are versions of one page: of one outlet, under one headline.
    pub(crate) fn versions(&self, a: usize, b: usize) -> bool {
        let page = |w: usize| self.pages.get(w).copied().flatten();
        page(a).is_some() && page(a) == page(b)
    }

    /// What two minutes with their zones, or days that lie between, add to the weight of `b`
    /// being made from `a`: they all but forbid that a report is made from a later one. Of versions of
    /// one page every date does: they are printed by one hand.
    pub(crate) fn forbids(&self, first: usize, second: usize) -> f64 {
        let Some((a, b)) = self.get(first).zip(self.get(second)) else { return 0.0 };
        let later = || self.order(first, second) == Stamped::After;
        match a.utc.zip(b.utc) {
            Some((x, y)) if x > y => FORBIDDEN,
            _ if self.versions(first, second) && later() => FORBIDDEN,
            None if a.day >= b.day + DAYS => UNLIKELY,
            _ => 0.0,
        }
    }

    /// How `a` stands to `b`.
    pub(crate) fn order(&self, a: usize, b: usize) -> Stamped {
        let (Some(a), Some(b)) = (self.get(a), self.get(b)) else {
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

/// The zones that the clock of a page in `language` may stand in on a day, the westernmost first.
/// Where one zone of Europe speaks the language, summer time tells which it is: from the last Sunday
/// of March to that of October (Directive 2000/84/EC).
pub(crate) fn zones(language: &Language, date: When) -> (i16, i16) {
    let (west, east) = language.zones;
    if !((0..=120).contains(&west) && east == west + 60) {
        return (west, east);
    }
    let day = When { minute: None, zone: None, ..date }.interval().0.div_euclid(1440);
    // 1 January 1970 was a Thursday. Both months have 31 days.
    let last_sunday = || {
        let last = day + 31 - i64::from(date.day.unwrap_or(1));
        last - (last + 4).rem_euclid(7)
    };
    let summer = match date.month {
        Some(3) => day >= last_sunday(),
        Some(10) => day < last_sunday(),
        month => month.is_some_and(|m| (4..10).contains(&m)),
    };
    let zone = if summer { east } else { west };
    (zone, zone)
}

fn stamp(date: When, language: &'static Language) -> Option<Stamp> {
    date.day?;
    // Without its zone a minute is where the clock on the wall stood.
    let (at, _) = When { zone: None, ..date }.interval();
    let wall = date.minute.map(|_| at);
    let utc = date.minute.and(date.zone).map(|_| date.interval().0);
    let (west, east) = zones(language, date);
    let (least, most) = utc.map_or((at - i64::from(east), at - i64::from(west)), |u| (u, u));
    Some(Stamp { utc, wall, least, most, language: language.code, day: at.div_euclid(1440) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(s: &str, language: &str) -> Option<Stamp> {
        When::parse(s).and_then(|w| stamp(w, Language::or_unknown(Some(language))))
    }

    fn both(a: Option<Stamp>, b: Option<Stamp>) -> Stamps {
        Stamps { of: vec![a, b], pages: vec![None; 2] }
    }

    fn order(a: &str, b: &str) -> Stamped {
        both(of(a, "en"), of(b, "en")).order(0, 1)
    }

    #[test]
    fn a_clock_without_zone_stands_where_its_language_is_spoken() {
        let order = |a: Option<Stamp>, b: Option<Stamp>| both(a, b).order(0, 1);
        let german = || of("2031-03-08T19:20", "de");
        assert_eq!(order(german(), of("2031-03-08T14:40-04:00", "en")), Stamped::Before);
        assert_eq!(order(german(), of("2031-03-08T13:40-04:00", "en")), Stamped::After);
        let spanish = || of("2031-03-08T19:20", "es");
        assert_eq!(order(spanish(), of("2031-03-08T13:40-04:00", "en")), Stamped::Open);
        assert_eq!(order(german(), of("2031-03-08T18:30+02:00", "uk")), Stamped::After);
        assert_eq!(order(german(), of("2031-03-08T23:00", "en")), Stamped::Open);
    }

    #[test]
    fn summer_time_tells_the_zone() {
        let zone = |day: &str, language: &str| {
            When::parse(day).map(|d| zones(Language::or_unknown(Some(language)), d))
        };
        assert_eq!(zone("2031-03-29", "de"), Some((60, 60)));
        assert_eq!(zone("2031-03-30", "de"), Some((120, 120)));
        assert_eq!(zone("2031-10-25", "uk"), Some((180, 180)));
        assert_eq!(zone("2031-10-26", "uk"), Some((120, 120)));
        assert_eq!(zone("2031-07-01", "es"), Some((-480, 120)));
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
        let forbids = |a: &str, b: &str| both(of(a, "en"), of(b, "en")).forbids(0, 1) < 0.0;
        assert!(forbids("2031-03-08T10:00+01:00", "2031-03-08T08:30Z"));
        assert!(!forbids("2031-03-08T10:00+01:00", "2031-03-08T09:30Z"));
        assert!(!forbids("2031-03-08T10:00", "2031-03-08T08:30Z"));
        assert!(!forbids("2031-03-09", "2031-03-08T08:30Z"));
        assert!(forbids("2031-03-10", "2031-03-08T23:30"));
        // Two versions of one page run forward, whatever their dates lack.
        let mut versions = both(of("2031-03-08T10:00", "en"), of("2031-03-08T06:30", "en"));
        assert!(versions.forbids(0, 1) >= 0.0);
        versions.pages = vec![Some(7); 2];
        assert!(versions.forbids(0, 1) < 0.0 && versions.forbids(1, 0) >= 0.0);
    }

    #[test]
    fn one_day_says_nothing_and_two_do() {
        assert_eq!(order("2031-03-08", "2031-03-08T23:00"), Stamped::Open);
        assert_eq!(order("2031-03-09", "2031-03-08T23:00Z"), Stamped::After);
        assert_eq!(order("2031-03", "2031-03-08"), Stamped::Open);
    }
}
