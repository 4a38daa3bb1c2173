//! Finds dates in prose and in date lines, with their places, and says what day they mean where the
//! date of publication is known.
//!
//! The words are those of the crate `headwater-lang`, some forty languages; digits count in every
//! script. Two-way numeric dates (*03/04/2024*) stay open until evidence decides. Calendars other
//! than the Gregorian one are not read, but Thai years are.

mod parse;
mod scan;
mod words;

use crate::{Span, When};
use headwater_lang::Language;
use jiff::{ToSpan, civil};

/// What some words say of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// A day of a year, or of an unsaid year: *Thursday, December 22*.
    Day {
        /// The year, if said.
        year: Option<i16>,
        /// 1 to 12.
        month: i8,
        /// Day of the month.
        day: i8,
    },
    /// Two numbers that may be day and month in either order: *03/04/2024*.
    Either {
        /// The year.
        year: i16,
        /// The first number.
        first: i8,
        /// The second number.
        second: i8,
    },
    /// A month, or a part of it.
    Month {
        /// The year, if said.
        year: Option<i16>,
        /// 1 to 12.
        month: i8,
        /// *early*, *mid*, *late* as 0, 1, 2.
        part: Option<i8>,
    },
    /// A year, or a part of it: *late 2023*.
    Year {
        /// The year.
        year: i16,
        /// *early*, *mid*, *late* as 0, 1, 2.
        part: Option<i8>,
    },
    /// A day of the week, Monday 0: *on Friday*, *last Friday*, *next Friday*.
    Weekday {
        /// Monday is 0.
        day: i8,
        /// -1 *last*, 0 nothing said, 1 *next*.
        turn: i8,
    },
    /// *today*, *yesterday*, *tomorrow*.
    Shift(i16),
    /// So many minutes before: *2 hours ago*.
    Ago {
        /// How many units.
        count: i64,
        /// Minutes in one unit.
        unit: i64,
    },
}

/// Words that give a date, with their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateWords {
    /// Where they stand, with weekday and time.
    pub span: Span,
    /// What they say.
    pub told: Told,
    /// The day of the week that stands beside a date, Monday 0.
    pub weekday: Option<i8>,
    /// Minutes after midnight, if a time stands with it.
    pub minute: Option<i16>,
    /// Distance of the time's zone from UTC in minutes.
    pub zone: Option<i16>,
}

/// All date words in the part `within` of `text`, whose language nobody knows, in order, without
/// overlap: words that mean different days in different languages are left out. Linear.
pub fn dates(text: &str, within: Span) -> Vec<DateWords> {
    parse::all(text, within, Language::unknown())
}

/// All date words in the part `within` of a text in a known language, in order, without overlap.
/// Words that the language lacks are read as [`dates`] reads them. Linear.
///
/// ```
/// use headwater_lang::Language;
/// use headwater_text::{Span, dates, dates_in};
///
/// let text = "3. listopada 2030.";
/// let whole = Span::new(0, text.len());
/// let day = |code: &str| {
///     let found = dates_in(text, whole, Language::or_unknown(Some(code)));
///     found.first().and_then(|d| d.alone()).map(|w| w.iso())
/// };
/// assert_eq!(day("hr").as_deref(), Some("2030-10-03"));
/// assert_eq!(day("pl").as_deref(), Some("2030-11-03"));
/// // October or November: nobody says which.
/// assert_eq!(dates(text, whole), []);
/// ```
pub fn dates_in(text: &str, within: Span, language: &Language) -> Vec<DateWords> {
    parse::all(text, within, language)
}

impl DateWords {
    /// What the words alone fix: a day, month or year with its year said. `None` for words that
    /// need another date beside them and for two-way numbers.
    pub fn alone(&self) -> Option<When> {
        let when = match self.told {
            Told::Day { year: Some(y), month, day } => When::day(y, month, day)?,
            Told::Month { year: Some(y), month, .. } => When { month: Some(month), ..year_only(y) },
            Told::Year { year, .. } => year_only(year),
            _ => return None,
        };
        Some(self.timed(when))
    }

    /// Like [`DateWords::alone`], two-way numbers read with the day first or not.
    pub fn ordered(&self, day_first: bool) -> Option<When> {
        let Told::Either { year, first, second } = self.told else {
            return self.alone();
        };
        let (day, month) = if day_first { (first, second) } else { (second, first) };
        When::day(year, month, day).map(|w| self.timed(w))
    }

    /// The day meant in a text published at `anchor`: weekdays are the last such day up to it
    /// (*next*: after it), days without a year the nearest ones that fit.
    pub fn beside(&self, anchor: When) -> Option<When> {
        let base = anchor.date()?;
        let day = match self.told {
            Told::Day { year: None, month, day } => nearest(base, month, day, self.weekday)?,
            Told::Weekday { day, turn } => {
                let today = base.weekday().to_monday_zero_offset();
                let back = i64::from((today - day).rem_euclid(7));
                let shift = match turn {
                    1 => 7 - back,
                    -1 if back == 0 => -7,
                    _ => -back,
                };
                base.checked_add(shift.days()).ok()?
            }
            Told::Shift(days) => base.checked_add(i64::from(days).days()).ok()?,
            Told::Ago { count, unit } if unit >= 1440 => {
                base.checked_sub(count.checked_mul(unit)?.checked_div(1440)?.days()).ok()?
            }
            Told::Ago { .. } => return self.before_minute(anchor),
            Told::Month { year: None, month, .. } => {
                let first = nearest(base, month, 1, None)?;
                return Some(When { month: Some(month), ..year_only(first.year()) });
            }
            _ => return self.alone(),
        };
        When::day(day.year(), day.month(), day.day()).map(|w| self.timed(w))
    }

    /// Minutes and hours back from a moment that is known to the minute.
    fn before_minute(&self, anchor: When) -> Option<When> {
        let Told::Ago { count, unit } = self.told else {
            return None;
        };
        let day = anchor.date()?;
        let back = count.checked_mul(unit).filter(|b| *b < 1_000_000)?;
        let total = i64::from(anchor.minute?) - back;
        let day = day.checked_add(total.div_euclid(1440).days()).ok()?;
        let when = When::day(day.year(), day.month(), day.day())?;
        let minute = (unit == 1).then_some(total.rem_euclid(1440) as i16);
        Some(When { minute, zone: anchor.zone.filter(|_| minute.is_some()), ..when })
    }

    /// The first day that the words can mean, where they fix one: *late 2023* begins in October.
    pub fn earliest(&self) -> Option<When> {
        match self.told {
            Told::Year { year, part: Some(p) } => {
                When::day(year, [1, 5, 10].get(p as usize).copied()?, 1)
            }
            Told::Month { year: Some(y), month, part } => {
                When::day(y, month, [1, 11, 21].get(part.unwrap_or(0) as usize).copied()?)
            }
            Told::Year { year, part: None } => When::day(year, 1, 1),
            Told::Day { .. } => self.alone(),
            _ => None,
        }
    }

    fn timed(&self, when: When) -> When {
        if when.day.is_none() {
            return when;
        }
        When { minute: self.minute, zone: self.zone, ..when }
    }
}

fn year_only(year: i16) -> When {
    When { year, month: None, day: None, minute: None, zone: None }
}

/// The day of that name nearest to `base`, a matching day of the week preferred.
fn nearest(base: civil::Date, month: i8, day: i8, weekday: Option<i8>) -> Option<civil::Date> {
    let years = [base.year(), base.year().checked_sub(1)?, base.year().checked_add(1)?];
    let mut best: Option<(bool, i32, civil::Date)> = None;
    for year in years {
        let Ok(date) = civil::Date::new(year, month, day) else {
            continue;
        };
        let odd = weekday.is_some_and(|w| w != date.weekday().to_monday_zero_offset());
        let far = base.until(date).map_or(i32::MAX, |s| s.get_days().abs());
        if best.is_none_or(|b| (odd, far) < (b.0, b.1)) {
            best = Some((odd, far, date));
        }
    }
    best.map(|b| b.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(String, Option<String>)> {
        let anchor = When::parse("2031-04-02T10:00").unwrap();
        dates(text, Span::new(0, text.len()))
            .iter()
            .map(|d| (d.span.of(text).to_owned(), d.beside(anchor).map(|w| w.iso())))
            .collect()
    }

    fn one(text: &str) -> String {
        all(text).into_iter().next().and_then(|d| d.1).unwrap_or_default()
    }

    /// The sentences of the files of `headwater-lang`, read in their language.
    #[test]
    fn the_dates_of_every_language_are_read() {
        let anchor = When::parse("2031-04-02T10:00").unwrap();
        let mut wrong = Vec::new();
        for language in headwater_lang::Language::all() {
            for e in language.examples() {
                if e.class != headwater_lang::Class::DateCase {
                    continue;
                }
                let found = dates_in(e.sentence, Span::new(0, e.sentence.len()), language);
                let day = found
                    .first()
                    .and_then(|d| d.beside(anchor).or_else(|| d.alone()))
                    .map(|w| w.iso())
                    .unwrap_or_default();
                if (day == e.want) != e.good {
                    wrong.push(format!("{}: {} gives {day}", e.place, e.sentence));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn a_sentence_that_ends_with_a_year_keeps_it() {
        let told: Vec<String> =
            all("He left in 2029. March 12 was cold.").into_iter().map(|d| d.0).collect();
        assert_eq!(told, ["March 12"]);
    }

    #[test]
    fn whole_dates_in_many_forms() {
        for (text, iso) in [
            ("Tuesday, 3 December 2030, 13:41", "2030-12-03T13:41"),
            ("December 24th, 2030 1:41 PM EST", "2030-12-24T13:41-05:00"),
            ("3. Dezember 2030, 9.05 Uhr", "2030-12-03T09:05"),
            ("le 1er janvier 2031 à 7h30", "2031-01-01T07:30"),
            ("3 de diciembre de 2030", "2030-12-03"),
            ("3 грудня 2030 року, 08:15", "2030-12-03T08:15"),
            ("5 мая 2030", "2030-05-05"),
            ("12 Ağustos 2030 14:20", "2030-08-12T14:20"),
            ("21 października 2030", "2030-10-21"),
            ("2030-12-03T13:41:09+02:00", "2030-12-03T13:41+02:00"),
            ("23.12.2030 17:05", "2030-12-23T17:05"),
            ("12/23/2030", "2030-12-23"),
            ("13:41, 3 December 2030", "2030-12-03T13:41"),
            ("Dec. 3, 2030", "2030-12-03"),
            ("3-Dec-2030", "2030-12-03"),
            ("Sept. 9, 2030 at 8 a.m.", "2030-09-09T08:00"),
        ] {
            assert_eq!(one(text), iso, "{text}");
        }
    }

    #[test]
    fn glued_bylines_give_their_date() {
        assert_eq!(
            all("lindBy lindDecember 24, 2030No Comments2 Mins Read")[0],
            ("December 24, 2030".into(), Some("2030-12-24".into()))
        );
        assert_eq!(
            all("MARA LINDTuesday, 3 December 2030, 13:41")[0].0,
            "Tuesday, 3 December 2030, 13:41"
        );
    }

    #[test]
    fn words_that_lean_on_the_day_of_publication() {
        for (text, iso) in [
            ("she said on Friday", "2031-03-28"),
            ("on Wednesday he left", "2031-04-02"),
            ("letzten Mittwoch", "2031-03-26"),
            ("said on Thursday, December 22 that", "2030-12-22"),
            ("yesterday", "2031-04-01"),
            ("3 days ago", "2031-03-30"),
            ("vor 2 Stunden", "2031-04-02"),
            ("20 minutes ago", "2031-04-02T09:40"),
            ("an hour ago", "2031-04-02"),
            ("vor einem Tag", "2031-04-01"),
            ("hace 2 días", "2031-03-31"),
            ("il y a 2 jours", "2031-03-31"),
            ("3 giorni fa", "2031-03-30"),
            ("2 dni temu", "2031-03-31"),
            ("2 дні тому", "2031-03-31"),
            ("2 дня назад", "2031-03-31"),
            ("2 gün önce", "2031-03-31"),
            ("тиждень тому", "2031-03-26"),
        ] {
            assert_eq!(one(text), iso, "{text}");
        }
    }

    #[test]
    fn parts_of_years_begin_somewhere() {
        let text = "In late 2029, envoys met.";
        let found = dates(text, Span::new(0, text.len()));
        assert_eq!(found[0].span.of(text), "late 2029");
        assert_eq!(found[0].earliest().map(|w| w.iso()).as_deref(), Some("2029-10-01"));
    }

    #[test]
    fn numbers_that_are_no_dates() {
        assert_eq!(all("It may take 2 or 30 of 4.5.6 tests; 1.2.3.4 and 12/345"), []);
        assert_eq!(one("03/04/2030"), "");
        let text = "03/04/2030";
        let found = dates(text, Span::new(0, text.len()));
        assert_eq!(found[0].ordered(true).map(|w| w.iso()).as_deref(), Some("2030-04-03"));
    }
}
