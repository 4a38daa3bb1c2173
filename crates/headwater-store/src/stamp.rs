//! A moment, given by the caller.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::fmt;

/// A moment of universal time, to the second.
///
/// ```
/// use headwater_store::Stamp;
///
/// let stamp = Stamp::from_seconds(1_711_111_111);
/// assert_eq!(stamp.to_string(), "2024-03-22T12:38:31Z");
/// assert_eq!(stamp.day(), "22 Mar 2024");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp(i64);

impl Stamp {
    /// From seconds since 1970.
    pub fn from_seconds(seconds: i64) -> Stamp {
        Stamp(seconds)
    }

    /// Reads what `to_string` gives.
    pub fn parse(text: &str) -> Option<Stamp> {
        text.parse::<Timestamp>().ok().map(|t| Stamp(t.as_second()))
    }

    /// The day, for people.
    pub fn day(self) -> String {
        self.zoned().map_or(String::new(), |z| {
            let date = z.date();
            let month = MONTHS.get(date.month() as usize - 1).copied().unwrap_or_default();
            format!("{} {month} {}", date.day(), date.year())
        })
    }

    fn zoned(self) -> Option<jiff::Zoned> {
        Timestamp::from_second(self.0).ok().map(|t| t.to_zoned(TimeZone::UTC))
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Timestamp::from_second(self.0) {
            Ok(stamp) => write!(f, "{stamp}"),
            Err(_) => write!(f, "{}", self.0),
        }
    }
}
