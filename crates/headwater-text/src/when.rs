//! A point in time as printed: a year, a month, a day, or a minute with or without its zone.

use jiff::civil;

/// A printed date, as precise as the page gives it. Written as ISO 8601 cut to its precision:
/// `2022`, `2022-12`, `2022-12-23`, `2022-12-23T13:41`, `2022-12-23T13:41+02:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The year.
    pub year: i16,
    /// The month, if given.
    pub month: Option<i8>,
    /// The day, if given.
    pub day: Option<i8>,
    /// Minutes after midnight, if given.
    pub minute: Option<i16>,
    /// The zone's distance from UTC in minutes, if given.
    pub zone: Option<i16>,
}

impl When {
    /// A whole day.
    pub fn day(year: i16, month: i8, day: i8) -> Option<When> {
        civil::Date::new(year, month, day).ok()?;
        Some(When { year, month: Some(month), day: Some(day), minute: None, zone: None })
    }

    /// Reads the ISO form, seconds and fractions dropped. `None` for anything else.
    pub fn parse(iso: &str) -> Option<When> {
        let iso = iso.trim();
        let (date, time) = match iso.find(['T', ' ']) {
            Some(at) => (iso.get(..at)?, Some(iso.get(at + 1..)?)),
            None => (iso, None),
        };
        let mut parts = date.splitn(3, '-');
        let year: i16 = parts.next().filter(|y| y.len() == 4)?.parse().ok()?;
        let month = parts.next().map(|m| m.parse::<i8>()).transpose().ok()?;
        let day = parts.next().map(|d| d.parse::<i8>()).transpose().ok()?;
        civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()?;
        let mut when = When { year, month, day, minute: None, zone: None };
        if let Some(time) = time.filter(|_| day.is_some()) {
            let hour: i16 = time.get(..2)?.parse().ok()?;
            let minute: i16 = time.get(3..5)?.parse().ok()?;
            // 24:00 is the end of a day; nothing comes after it.
            if hour > 24 || minute > 59 || hour == 24 && minute > 0 || hour < 0 || minute < 0 {
                return None;
            }
            when.minute = Some(hour * 60 + minute);
            when.zone = zone(time.get(5..).unwrap_or(""));
        }
        Some(when)
    }

    /// The ISO form.
    pub fn iso(&self) -> String {
        let mut out = format!("{:04}", self.year);
        if let Some(m) = self.month {
            out += &format!("-{m:02}");
        }
        if let Some(d) = self.day {
            out += &format!("-{d:02}");
        }
        if let Some(m) = self.minute {
            out += &format!("T{:02}:{:02}", m / 60, m % 60);
        }
        if let Some(z) = self.zone {
            let sign = if z < 0 { '-' } else { '+' };
            out += &format!("{sign}{:02}:{:02}", z.abs() / 60, z.abs() % 60);
        }
        out
    }

    /// The first and the last minute (UTC, since 1970) that it may mean. A day without a zone
    /// is widened by nothing: the local day counts.
    pub fn interval(&self) -> (i64, i64) {
        let first = civil::Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        let start = first.as_ref().map(|d| days(*d)).unwrap_or(0) * 1440;
        if let Some(m) = self.minute {
            let at = start + i64::from(m) - i64::from(self.zone.unwrap_or(0));
            return (at, at);
        }
        let length = match (self.month, self.day) {
            (Some(_), Some(_)) => 1,
            (Some(_), None) => first.as_ref().map(|d| i64::from(d.days_in_month())).unwrap_or(31),
            _ => first.as_ref().map(|d| i64::from(d.days_in_year())).unwrap_or(365),
        };
        (start, start + length * 1440 - 1)
    }

    /// The calendar day, if known.
    pub fn date(&self) -> Option<civil::Date> {
        civil::Date::new(self.year, self.month?, self.day?).ok()
    }
}

fn days(date: civil::Date) -> i64 {
    let epoch = civil::Date::constant(1970, 1, 1);
    i64::from(epoch.until(date).map(|s| s.get_days()).unwrap_or(0))
}

/// Reads what follows hours and minutes: seconds are skipped, then `Z` or `+hh:mm`.
fn zone(rest: &str) -> Option<i16> {
    let at = rest.find(['Z', 'z', '+', '-', '−'])?;
    let tail = rest.get(at..)?;
    if tail.starts_with(['Z', 'z']) {
        return Some(0);
    }
    let digits: String = tail.chars().filter(char::is_ascii_digit).take(4).collect();
    let hours: i16 = digits.get(..2)?.parse().ok()?;
    let minutes: i16 = digits.get(2..4).unwrap_or("00").parse().ok()?;
    let total = hours * 60 + minutes;
    (total <= 14 * 60).then_some(if tail.starts_with('+') { total } else { -total })
}

#[cfg(test)]
mod tests {
    use super::When;

    #[test]
    fn iso_goes_both_ways() {
        for iso in ["2022", "2022-12", "2022-12-23", "2022-12-23T13:41", "2022-12-23T13:41+02:00"] {
            assert_eq!(When::parse(iso).map(|w| w.iso()).as_deref(), Some(iso));
        }
        assert_eq!(
            When::parse("2022-12-23T13:41:09.5Z").map(|w| w.iso()).as_deref(),
            Some("2022-12-23T13:41+00:00")
        );
        assert_eq!(When::parse("2022-13-01"), None);
        assert_eq!(When::parse("2022-12-23T24:59"), None);
        assert_eq!(When::parse("2022-12-23T25:00"), None);
        assert_eq!(When::parse("2022-12-23T12:60"), None);
        assert_eq!(When::parse("2022-12-23T-1:30"), None);
        assert!(When::parse("2022-12-23T24:00").is_some());
        assert_eq!(When::parse("Friday"), None);
    }

    #[test]
    fn a_clock_ahead_of_utc_shows_an_earlier_minute_of_it() {
        let minute = |iso: &str| When::parse(iso).unwrap().interval().0;
        assert_eq!(minute("2022-12-23T13:41+02:00"), minute("2022-12-23T11:41Z"));
        assert_eq!(minute("2022-12-23T13:41-05:30"), minute("2022-12-23T19:11Z"));
    }

    #[test]
    fn intervals_nest() {
        let (a, b) = When::parse("2022-12").unwrap().interval();
        let (c, d) = When::parse("2022-12-23T13:41").unwrap().interval();
        assert!(a <= c && d <= b);
        assert_eq!(b - a + 1, 31 * 1440);
    }
}
