//! Places times on a line. Order is kept, long gaps are shortened so that a report of the next year
//! does not press a day's reports into one dot.

use headwater_text::When;
use std::collections::BTreeSet;

const DAY: i64 = 1440;

/// A mark under the axis.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tick {
    pub(super) x: f64,
    pub(super) label: String,
}

/// A scale from the first to the last moment of a story.
pub(super) struct Axis {
    /// Moments with their places, both rising.
    stops: Vec<(i64, f64)>,
    pub(super) ticks: Vec<Tick>,
    from: f64,
    to: f64,
}

impl Axis {
    /// An axis from `from` to `to` for reports that appeared within `intervals`. Open ends
    /// (`i64::MIN`, `i64::MAX`) take no room.
    pub(super) fn new(intervals: &[(i64, i64)], from: f64, to: f64) -> Axis {
        let mut moments = BTreeSet::new();
        let mut days = BTreeSet::new();
        for at in intervals.iter().flat_map(|(a, b)| [*a, *b]) {
            if at == i64::MIN || at == i64::MAX {
                continue;
            }
            let day = at.div_euclid(DAY) * DAY;
            days.insert(day);
            moments.extend([day, at, day + DAY]);
        }
        let moments: Vec<i64> = moments.into_iter().collect();
        let weights: Vec<f64> =
            moments.windows(2).map(|w| libm::log1p((w[1] - w[0]) as f64 / 60.0) + 0.35).collect();
        let all: f64 = weights.iter().sum();
        let mut at = from;
        let mut stops = Vec::new();
        for (i, moment) in moments.iter().enumerate() {
            stops.push((*moment, at));
            at += weights.get(i).map_or(0.0, |w| w / all * (to - from));
        }
        let mut axis = Axis { stops, ticks: Vec::new(), from, to };
        axis.ticks = axis.ticks_of(&days);
        axis
    }

    /// Where a moment stands; open ends stand at the ends.
    pub(super) fn x(&self, moment: i64) -> f64 {
        let after = self.stops.partition_point(|(m, _)| *m <= moment);
        match (after.checked_sub(1).and_then(|i| self.stops.get(i)), self.stops.get(after)) {
            (None, _) => self.from,
            (Some(last), None) => {
                if moment > last.0 {
                    self.to
                } else {
                    last.1
                }
            }
            (Some(a), Some(b)) => {
                let part = (moment - a.0) as f64 / (b.0 - a.0) as f64;
                a.1 + part * (b.1 - a.1)
            }
        }
    }

    /// A tick at the beginning of each day, as far as their labels have room.
    fn ticks_of(&self, days: &BTreeSet<i64>) -> Vec<Tick> {
        let mut ticks: Vec<Tick> = Vec::new();
        let mut year = 0;
        for day in days {
            let x = self.x(*day);
            let Some(date) = date_of(*day) else { continue };
            if ticks.last().is_some_and(|t| x - t.x < 74.0) {
                continue;
            }
            let mut label = crate::text::names::when(&date);
            // The year is said once and again where it changes.
            if date.year == year {
                label = label.rsplit_once(' ').map(|(l, _)| l.to_owned()).unwrap_or(label);
            }
            year = date.year;
            ticks.push(Tick { x, label });
        }
        ticks
    }
}

/// The calendar day that begins at this minute since 1970 (civil from days, Howard Hinnant's
/// public algorithm).
fn date_of(minute: i64) -> Option<When> {
    let z = minute.div_euclid(DAY) + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    let year = yoe + era * 400 + i64::from(month <= 2);
    When::day(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(iso: &str) -> i64 {
        When::parse(iso).unwrap().interval().0
    }

    #[test]
    fn order_is_kept_and_gaps_are_shortened() {
        let at = ["2024-03-12T09:40", "2024-03-12T18:05", "2024-03-13T06:30", "2025-03-04T15:20"];
        let list: Vec<(i64, i64)> = at.iter().map(|t| (minute(t), minute(t))).collect();
        let axis = Axis::new(&list, 100.0, 500.0);
        let xs: Vec<f64> = list.iter().map(|(a, _)| axis.x(*a)).collect();
        assert!(xs.windows(2).all(|w| w[0] + 5.0 < w[1]), "{xs:?}");
        assert!(xs.iter().all(|x| (100.0..=500.0).contains(x)));
        assert!(xs[3] - xs[2] < 300.0, "a year does not take all: {xs:?}");
        let labels: Vec<&str> = axis.ticks.iter().map(|t| t.label.as_str()).collect();
        assert_eq!(labels, ["12 Mar 2024", "13 Mar", "4 Mar 2025"]);
    }

    #[test]
    fn open_ends_stand_at_the_ends() {
        let axis = Axis::new(&[(i64::MIN, minute("2024-03-12"))], 0.0, 9.0);
        assert_eq!(axis.x(i64::MIN), 0.0);
        assert_eq!(axis.x(i64::MAX), 9.0);
        let empty = Axis::new(&[], 0.0, 9.0);
        assert_eq!(empty.x(5), 0.0);
    }

    #[test]
    fn days_are_calendar_days() {
        for iso in ["1970-01-01", "2000-02-29", "2024-12-31", "1815-06-18"] {
            assert_eq!(date_of(minute(iso)).map(|d| d.iso()).as_deref(), Some(iso));
        }
    }
}
