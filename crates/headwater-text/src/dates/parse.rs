//! Reads date words from the pieces of a text: one pass, each rule looks a bounded number of pieces
//! ahead.

use super::scan::{Kind, Piece, digit, pieces};
use super::words::{Calendar, Word, key, zone};
use super::{DateWords, Told};
use crate::{Span, When};
use headwater_lang::{Class, Language};

struct Line<'t> {
    text: &'t str,
    pieces: Vec<Piece>,
    /// What each piece means in a date.
    meanings: Vec<&'static [Word]>,
}

/// A rule's result and the number of the piece after it.
type Found<T> = Option<(T, usize)>;

/// Words longer than this mean nothing in a date.
const LONGEST: usize = 40;

/// Whether a word is of a class in any language.
fn any(class: Class, word: &str) -> bool {
    Language::unknown().has(class, &word.to_lowercase())
}

pub(super) fn all(text: &str, within: Span, language: &Language) -> Vec<DateWords> {
    let line = Line::new(text, within, language);
    let mut out = Vec::new();
    let mut at = 0;
    while at < line.pieces.len() {
        match line.date_words(at) {
            Some((words, next)) if next > at => {
                out.push(words);
                at = next;
            }
            _ => at += 1,
        }
    }
    out
}

impl<'t> Line<'t> {
    /// Cuts the text and joins the pieces of phrases (*il y a*). A word that the language has
    /// means what it means there; others are read as in a text of no known language, because
    /// pages print dates in the language of the program that made them.
    fn new(text: &'t str, within: Span, language: &Language) -> Line<'t> {
        let calendars = [Calendar::of(language), Calendar::of(Language::unknown())];
        let cut = pieces(text, within);
        let mut line = Line { text, pieces: Vec::with_capacity(cut.len()), meanings: Vec::new() };
        let mut at = 0;
        while let Some(first) = cut.get(at).copied() {
            let rest = cut.get(at + 1..).unwrap_or(&[]);
            let (taken, meaning) = match first.kind {
                Kind::Word if first.span.len() <= LONGEST => {
                    let key = key(first.span.of(text));
                    let in_one = |c: &&'static Calendar| {
                        c.phrase(&key, rest, text).or_else(|| {
                            let words = c.word(&key);
                            (!words.is_empty()).then_some((1, words))
                        })
                    };
                    calendars.iter().find_map(in_one).unwrap_or((1, &[]))
                }
                _ => (1, &[][..]),
            };
            let end = cut.get(at + taken - 1).map_or(first.span.end, |p| p.span.end);
            line.pieces.push(Piece { span: Span::new(first.span.start, end), ..first });
            line.meanings.push(meaning);
            at += taken;
        }
        line
    }

    fn piece(&self, at: usize) -> Option<Piece> {
        self.pieces.get(at).copied()
    }

    fn words(&self, at: usize) -> &'t str {
        self.piece(at).map_or("", |p| p.span.of(self.text))
    }

    fn is(&self, at: usize, mark: char) -> bool {
        self.piece(at).is_some_and(|p| p.kind == Kind::Mark(mark))
    }

    fn glued(&self, at: usize) -> bool {
        self.piece(at).is_some_and(|p| !p.apart)
    }

    /// The number at `at` with its count of digits, if it is short enough for a date.
    fn number(&self, at: usize) -> Option<(i64, usize)> {
        let p = self.piece(at).filter(|p| p.kind == Kind::Number)?;
        let digits = p.span.of(self.text).chars().take(5);
        let (n, count) = digits
            .fold((0, 0), |(n, count), c| (n * 10 + i64::from(digit(c).unwrap_or(0)), count + 1));
        (count <= 4).then_some((n, count))
    }

    fn mean(&self, at: usize) -> &'static [Word] {
        self.meanings.get(at).copied().unwrap_or(&[])
    }

    fn month(&self, at: usize) -> Option<i8> {
        self.mean(at).iter().find_map(|w| if let Word::Month(m) = w { Some(*m) } else { None })
    }

    fn has(&self, at: usize, word: Word) -> bool {
        self.mean(at).contains(&word)
    }

    fn year(&self, at: usize) -> Option<i16> {
        let (n, digits) = self.number(at)?;
        // Thai years count from the death of the Buddha: 2573 is 2030.
        let thai = |c: char| ('\u{e00}'..='\u{e7f}').contains(&c);
        let n =
            if n >= 2400 && at > 0 && self.words(at - 1).starts_with(thai) { n - 543 } else { n };
        (digits == 4 && (1900..=2099).contains(&n)).then_some(n as i16)
    }

    /// A number of one or two digits up to `most`, not part of a longer figure.
    fn small(&self, at: usize, most: i64) -> Option<i8> {
        let (n, digits) = self.number(at)?;
        (digits <= 2 && (1..=most).contains(&n)).then_some(n as i8)
    }

    fn date_words(&self, at: usize) -> Found<DateWords> {
        let first = self.piece(at)?;
        match first.kind {
            Kind::Mark(_) => return None,
            Kind::Number => {
                if at > 0 && self.glued(at) && self.is_figure_mark(at - 1) {
                    return None;
                }
                if let Some(found) = self.time_first(at) {
                    return Some(found);
                }
            }
            Kind::Word if self.mean(at).is_empty() => return None,
            Kind::Word => {}
        }
        if let Some((weekday, next)) = self.weekday(at) {
            let skip = next + self.count(next, |c| matches!(c, ',' | '.' | '(' | '–' | '-'));
            let of = skip + usize::from(self.has(skip, Word::Of));
            if let Some((told, end)) = self.day(of) {
                return Some(self.finish(at, told, end, Some(weekday)));
            }
            let alone = self.bare_weekday(at, weekday, next);
            // *Mar* is the third month too.
            if alone.is_some() || self.month(at).is_none() {
                return alone;
            }
        }
        let (told, end) = self.day(at).or_else(|| self.loose(at))?;
        Some(self.finish(at, told, end, None))
    }

    /// Marks that make a number part of a figure: `1,000`, `4.5`.
    fn is_figure_mark(&self, at: usize) -> bool {
        let mark = self.is(at, '.') || self.is(at, ',') || self.is(at, '$') || self.is(at, '€');
        let figure =
            at > 0 && self.glued(at) && self.piece(at - 1).is_some_and(|p| p.kind == Kind::Number);
        mark && (figure || self.is(at, '$') || self.is(at, '€'))
    }

    fn count(&self, at: usize, test: impl Fn(char) -> bool) -> usize {
        let is = |i: usize| matches!(self.piece(i).map(|p| p.kind), Some(Kind::Mark(c)) if test(c));
        (at..at + 2).take_while(|i| is(*i)).count()
    }

    /// *13:41, 3 December 2024*.
    fn time_first(&self, at: usize) -> Found<DateWords> {
        let ((minute, zone), next) = self.time(at)?;
        let next =
            next + self.count(next, |c| matches!(c, ',' | '|' | '–' | '-' | '·' | '•' | '/'));
        let next = next + usize::from(any(Class::DateOn, self.words(next)));
        let (mut found, end) = match self.weekday(next) {
            Some(_) => self.date_words(next)?,
            None => {
                let (told, end) = self.day(next)?;
                (self.finish(next, told, end, None).0, end)
            }
        };
        if found.minute.is_some() || matches!(found.told, Told::Weekday { .. }) {
            return None;
        }
        found.span.start = self.piece(at)?.span.start;
        found.minute = Some(minute);
        found.zone = zone;
        Some((found, end))
    }

    fn weekday(&self, at: usize) -> Found<i8> {
        let day = self.mean(at).iter().find_map(|w| match w {
            Word::Weekday(d) | Word::ShortDay(d) => Some(*d),
            _ => None,
        })?;
        Some((day, at + 1))
    }

    /// A weekday without a date. Short forms (*Sun*, *Mar*) are other words too.
    fn bare_weekday(&self, at: usize, day: i8, next: usize) -> Found<DateWords> {
        let word = self.words(at);
        if !self.has(at, Word::Weekday(day)) {
            return None;
        }
        let latin = word.is_ascii();
        let lower = word.chars().next().is_some_and(char::is_lowercase);
        let large = Language::unknown().words(Class::LargeDayEnd);
        let large = latin && word.len() >= 6 && large.iter().any(|e| word.ends_with(e.word));
        if lower && large {
            return None;
        }
        let mut start = at;
        let mut turn = 0;
        if at > 0 && self.has(at - 1, Word::Last) {
            (start, turn) = (at - 1, -1);
        } else if at > 0 && self.has(at - 1, Word::Next) {
            (start, turn) = (at - 1, 1);
        }
        Some((self.make(start, next, Told::Weekday { day, turn }, None), next))
    }

    fn make(&self, at: usize, next: usize, told: Told, weekday: Option<i8>) -> DateWords {
        let start = self.piece(at).map_or(0, |p| p.span.start);
        let end = self.piece(next.saturating_sub(1)).map_or(start, |p| p.span.end);
        DateWords { span: Span::new(start, end), told, weekday, minute: None, zone: None }
    }

    /// Adds the year's word and the time that follow a date.
    fn finish(&self, at: usize, told: Told, end: usize, weekday: Option<i8>) -> (DateWords, usize) {
        let mut end = end;
        if self.has(end, Word::AfterYear) {
            end += 1 + usize::from(self.is(end + 1, '.') && self.words(end).chars().count() < 3);
        }
        let mut out = self.make(at, end, told, weekday);
        if !matches!(told, Told::Day { .. } | Told::Either { .. }) {
            return (out, end);
        }
        // Up to three marks or words lie between date and time: *, at*, *–*, *| *.
        for from in end..end + 3 {
            if let Some(((minute, zone), next)) = self.time(from) {
                out.minute = Some(minute);
                out.zone = zone;
                out.span.end = self.piece(next - 1).map_or(out.span.end, |p| p.span.end);
                return (out, next);
            }
            let between = self.has(from, Word::At)
                || self.words(from) == "T"
                || self.count(from, |c| ",|–-—·•/@(".contains(c)) > 0;
            if !between {
                break;
            }
        }
        (out, end)
    }

    /// A day of a calendar, with or without its year.
    fn day(&self, at: usize) -> Found<Told> {
        if let Some((n, digits)) = self.number(at) {
            if digits == 4 {
                return self.iso(at, n);
            }
            return self.numbered(at).or_else(|| self.numeric(at)).or_else(|| self.day_month(at));
        }
        self.month_day(at)
    }

    /// *2024-12-03*, *2024/12/03*, *2024.12.03*, *2024年12月3日*.
    fn iso(&self, at: usize, year: i64) -> Found<Told> {
        let year = i16::try_from(year).ok().filter(|y| (1900..=2099).contains(y))?;
        let same = ['-', '/', '.'].into_iter().find(|c| self.is(at + 1, *c) && self.is(at + 3, *c));
        let numbered = self.has(at + 1, Word::Numbered(1)) && self.has(at + 3, Word::Numbered(2));
        if same.is_none() && !numbered {
            return self.year_first(at);
        }
        if !self.glued(at + 1) {
            return None;
        }
        let (month, day) = (self.small(at + 2, 12)?, self.small(at + 4, 31)?);
        When::day(year, month, day)?;
        let tail = usize::from(numbered && self.day_mark(at + 5));
        Some((Told::Day { year: Some(year), month, day }, at + 5 + tail))
    }

    /// *12月3日*, *12월 3일*.
    fn numbered(&self, at: usize) -> Found<Told> {
        let (month, day) = (self.small(at, 12)?, self.small(at + 2, 31)?);
        (self.has(at + 1, Word::Numbered(2)) && self.day_mark(at + 3))
            .then_some((Told::Day { year: None, month, day }, at + 4))
    }

    /// Whether a piece marks the number before it as a day; scripts without spaces go on behind
    /// it: *3日に*.
    fn day_mark(&self, at: usize) -> bool {
        let first = self.words(at).chars().next().map(String::from).unwrap_or_default();
        self.has(at, Word::Numbered(3))
            || Calendar::of(Language::unknown()).word(&key(&first)).contains(&Word::Numbered(3))
    }

    /// *2030. december 3.*, *2030 m. gruodžio 3 d.*, *2030. gada 3. decembris*: months in lower
    /// case, so that a sentence that ends with a year does not take its next one's date.
    fn year_first(&self, at: usize) -> Found<Told> {
        let year = self.year(at)?;
        let mut next = at + 1;
        next += usize::from(self.is(next, '.'));
        next += usize::from(self.has(next, Word::AfterYear));
        next += usize::from(self.is(next, '.'));
        let (month, day, end) = match self.month(next) {
            Some(month) => (month, self.small(next + 1, 31)?, next + 2),
            None => {
                let day = self.small(next, 31)?;
                let named = next + 1 + usize::from(self.is(next + 1, '.'));
                (self.month(named)?, day, named + 1)
            }
        };
        let lower = |i: usize| self.words(i).chars().next().is_some_and(char::is_lowercase);
        let named = if self.month(next).is_some() { next } else { end - 1 };
        if !lower(named) || self.glued(end) && self.number(end).is_some() {
            return None;
        }
        When::day(year, month, day)?;
        Some((Told::Day { year: Some(year), month, day }, end))
    }

    /// *23.12.2024*, *12/23/24*, *23-12-2024*.
    fn numeric(&self, at: usize) -> Found<Told> {
        let mark =
            ['.', '/', '-'].into_iter().find(|c| self.is(at + 1, *c) && self.is(at + 3, *c))?;
        let first = self.small(at, 31)?;
        let second = self.small(at + 2, 31)?;
        let (n, digits) = self.number(at + 4)?;
        let tight = self.glued(at + 1) && self.glued(at + 2);
        let more = self.is(at + 5, mark) && self.glued(at + 5) && self.glued(at + 6);
        let dotted = self.is(at + 5, '.')
            && self.piece(at + 6).is_some_and(|p| p.kind == Kind::Number && !p.apart);
        if more && self.piece(at + 6).is_some_and(|p| p.kind == Kind::Number) || dotted {
            return None;
        }
        let year = match digits {
            4 if (1900..=2099).contains(&n) => n as i16,
            2 if tight && mark != '-' && self.glued(at + 3) && self.glued(at + 4) && n >= 1 => {
                (if n < 70 { 2000 + n } else { 1900 + n }) as i16
            }
            _ => return None,
        };
        // Short years with points are versions and sections as often as dates.
        if digits == 2 && !(5..=45).contains(&n) {
            return None;
        }
        let told = match (first <= 12, second <= 12) {
            (true, true) if first == second => {
                Told::Day { year: Some(year), month: first, day: second }
            }
            (true, true) if mark == '.' => {
                Told::Day { year: Some(year), month: second, day: first }
            }
            (true, true) => Told::Either { year, first, second },
            (false, true) => Told::Day { year: Some(year), month: second, day: first },
            (true, false) => Told::Day { year: Some(year), month: first, day: second },
            (false, false) => return None,
        };
        if let Told::Day { year: Some(y), month, day } = told {
            When::day(y, month, day)?;
        }
        Some((told, at + 5))
    }

    /// *3rd of December 2024*, *3. Dezember*, *1er janvier*, *3-Dec-2024*.
    fn day_month(&self, at: usize) -> Found<Told> {
        let day = self.small(at, 31)?;
        let ordinal = self.glued(at + 1) && self.has(at + 1, Word::Ordinal);
        let marked = ['.', '-', '/', 'º'].iter().any(|c| self.is(at + 1, *c));
        let mut next = at + 1 + usize::from(ordinal || marked);
        for _ in 0..2 {
            if self.has(next, Word::Of) {
                next += 1;
            }
        }
        let Some(month) = self.month(next) else {
            return self.solar(day, next);
        };
        let short = self.words(next).chars().count() <= 3;
        let named = next;
        next += 1;
        // *نيسان / أبريل*: the month by both of its names.
        if self.is(next, '/') && self.month(next + 1) == Some(month) {
            next += 2;
        }
        if self.is(next, '.') && short || self.is(next, '.') && self.year(next + 1).is_some() {
            next += 1;
        }
        let (year, end) = self.year_after(next);
        let first = self.words(named).chars().next();
        // *2 mar* or *5 set* without a year are seldom dates.
        if year.is_none() && short && first.is_some_and(char::is_lowercase) {
            return None;
        }
        When::day(year.unwrap_or(2000), month, day)?;
        Some((Told::Day { year, month, day }, end))
    }

    /// A day of the Iranian year, whose month stands at `at`: *۱۲ اسفند ۱۴۰۹*.
    fn solar(&self, day: i8, at: usize) -> Found<Told> {
        let month = self.mean(at).iter().find_map(|w| match w {
            Word::Solar(m) => Some(*m),
            _ => None,
        })?;
        let named = at + 1 + usize::from(self.is(at + 1, ','));
        let (year, digits) = self.number(named)?;
        let date = (digits == 4).then(|| of_iran(year, month, day))??;
        let told = Told::Day { year: Some(date.year()), month: date.month(), day: date.day() };
        Some((told, named + 1))
    }

    /// The year after day and month, marks and *de* between; else where the date ends.
    fn year_after(&self, at: usize) -> (Option<i16>, usize) {
        let mut next = at;
        for _ in 0..2 {
            let skip = self.is(next, ',')
                || self.is(next, '-')
                || self.is(next, '/')
                || self.is(next, '\'')
                || self.is(next, '’')
                || self.has(next, Word::Of);
            next += usize::from(skip);
        }
        if let Some(year) = self.year(next) {
            return (Some(year), next + 1);
        }
        (None, at)
    }

    /// *December 24th, 2022*, *Dec. 24*; the month alone with its year.
    fn month_day(&self, at: usize) -> Found<Told> {
        let month = self.month(at)?;
        let word = self.words(at);
        let mut next = at + 1;
        if self.is(next, '.') || self.is(next, '-') || self.is(next, '/') {
            next += 1;
        }
        if let Some(year) = self.year(next) {
            return Some((Told::Month { year: Some(year), month, part: self.part(at) }, next + 1));
        }
        let day = self.small(next, 31)?;
        if word.chars().next().is_some_and(char::is_lowercase) {
            return None;
        }
        next += 1;
        if self.glued(next) && self.has(next, Word::Ordinal) {
            next += 1;
        }
        let (year, end) = self.year_after(next);
        // *May 12:30*, *June 5 percent* and *March 3.5* are not days.
        if year.is_none()
            && (self.is(next, ':')
                || self.is(next, '%')
                || self.is(next, '.') && self.glued(next + 1) && self.number(next + 1).is_some())
        {
            return None;
        }
        When::day(year.unwrap_or(2000), month, day)?;
        Some((Told::Day { year, month, day }, end))
    }

    /// *early*, *mid*, *late* just before `at`.
    fn part(&self, at: usize) -> Option<i8> {
        (1..=3).filter(|back| at >= *back).find_map(|back| {
            let before = self.mean(at - back);
            let part =
                before.iter().find_map(|w| if let Word::Part(p) = w { Some(*p) } else { None });
            let linked =
                back == 1 || (1..back).all(|b| self.has(at - b, Word::Of) || self.is(at - b, '-'));
            part.filter(|_| linked)
        })
    }

    /// Words that lean on another date, parts of years.
    fn loose(&self, at: usize) -> Found<Told> {
        if self.year(at).is_some() {
            return None;
        }
        if let Some(found) = self.ago(at) {
            return Some(found);
        }
        if self.number(at).is_some() {
            return None;
        }
        let here = self.mean(at);
        if here.iter().any(|w| matches!(w, Word::Part(_))) {
            return self.part_of(at);
        }
        here.iter().find_map(|w| match w {
            // *Morgen* and *mañana* are also the morning.
            Word::Shift(s) if *s != 1 || any(Class::ClearTomorrow, self.words(at)) => {
                Some((Told::Shift(*s), at + 1))
            }
            _ => None,
        })
    }

    /// *2 hours ago*, *an hour ago*, *vor 3 Stunden*, *il y a 2 jours*, *godzinę temu*.
    fn ago(&self, at: usize) -> Found<Told> {
        let before = self.has(at, Word::AgoBefore);
        let from = at + usize::from(before);
        let (count, next) = match self.number(from) {
            Some((n, digits)) if digits <= 3 => (n, from + 1),
            Some(_) => return None,
            None if self.has(from, Word::One) => (1, from + 1),
            None => (1, from),
        };
        let unit = self.unit(next)?;
        if before {
            return (next > from).then_some((Told::Ago { count, unit }, next + 1));
        }
        self.has(next + 1, Word::AgoAfter).then_some((Told::Ago { count, unit }, next + 2))
    }

    fn unit(&self, at: usize) -> Option<i64> {
        self.mean(at).iter().find_map(|w| if let Word::Unit(m) = w { Some(*m) } else { None })
    }

    /// *late 2023*, *end of March 2024*.
    fn part_of(&self, at: usize) -> Found<Told> {
        let part =
            self.mean(at).iter().find_map(|w| if let Word::Part(p) = w { Some(*p) } else { None });
        let mut next = at + 1;
        for _ in 0..2 {
            next += usize::from(self.has(next, Word::Of) || self.is(next, '-'));
        }
        if let Some(year) = self.year(next) {
            return Some((Told::Year { year, part }, next + 1));
        }
        let month = self.month(next)?;
        let (year, end) = self.year_after(next + 1);
        year.map(|y| (Told::Month { year: Some(y), month, part }, end))
    }

    /// *13:41*, *1:41 PM EST*, *9.05 Uhr*, *7h30*, *8 a.m.*; minutes and zone.
    fn time(&self, at: usize) -> Found<(i16, Option<i16>)> {
        let (hour, digits) = self.number(at).filter(|(h, d)| *h < 25 && *d <= 2)?;
        let mut next = at + 1;
        let mut minute = 0;
        let mut sure = false;
        let mark =
            self.is(next, ':') || self.is(next, '.') || matches!(self.words(next), "h" | "H");
        let tight = self.glued(next) && self.glued(next + 1);
        let minutes = self.number(next + 1).filter(|(m, d)| *m < 60 && *d == 2);
        if let Some((m, _)) = minutes.filter(|_| mark && tight) {
            sure = !self.is(next, '.');
            minute = m;
            next += 2;
            if self.is(next, ':') && self.glued(next + 1) && self.number(next + 1).is_some() {
                next += 2;
                if self.is(next, '.')
                    && self.glued(next + 1)
                    && self.piece(next + 1).is_some_and(|p| p.kind == Kind::Number)
                {
                    next += 2;
                }
            }
        }
        let mut hour = hour;
        let (half, after) = self.half(next);
        if let Some(pm) = half.filter(|_| (1..=12).contains(&hour)) {
            hour = hour % 12 + if pm { 12 } else { 0 };
            next = after;
            sure = true;
        } else if self.has(next, Word::Clock) {
            sure = true;
            next += 1;
        }
        if !sure || hour > 23 && minute > 0 || digits == 0 {
            return None;
        }
        let (zone, next) = self.zone(next);
        Some((((hour * 60 + minute) as i16, zone), next))
    }

    /// *am*, *pm*, *a.m.*, *p.m.*: whether it is the second half, and the piece after.
    fn half(&self, at: usize) -> (Option<bool>, usize) {
        let second = |word: &str| {
            let half = Language::unknown().find(Class::HalfDay, &word.to_lowercase());
            half.map(|e| e.key != "0")
        };
        let word = self.words(at);
        if let Some(half) = second(word) {
            return (Some(half), at + 1);
        }
        // *p.m.*
        let dotted = word.len() == 1 && self.is(at + 1, '.');
        let half = dotted.then(|| second(&format!("{word}{}", self.words(at + 2)))).flatten();
        match half {
            Some(half) => (Some(half), at + 3 + usize::from(self.is(at + 3, '.'))),
            None => (None, at),
        }
    }

    /// A zone's name or distance after a time.
    fn zone(&self, at: usize) -> (Option<i16>, usize) {
        let open = usize::from(self.is(at, '('));
        let named = zone(self.words(at + open));
        let next = if named.is_some() { at + open + 1 } else { at };
        let sign = if self.is(next, '+') {
            1
        } else if (self.is(next, '-') || self.is(next, '−')) && self.glued(next + 1) {
            -1
        } else {
            return (named, next);
        };
        let utc = named.is_none_or(|z| z == 0);
        match self.number(next + 1) {
            Some((n, 4)) if utc && n <= 1400 => {
                (Some(sign * (n / 100 * 60 + n % 100) as i16), next + 2)
            }
            Some((h, d))
                if utc && d <= 2 && h <= 14 && (self.is(next + 2, ':') || named.is_some()) =>
            {
                let minutes = self.number(next + 3).filter(|_| self.is(next + 2, ':'));
                let end = next + 2 + if minutes.is_some() { 2 } else { 0 };
                let m = minutes.map_or(0, |(m, _)| m.min(59));
                (Some(sign * (h * 60 + m) as i16), end)
            }
            _ => (named, next),
        }
    }
}

/// The day of our calendar that a day of the Iranian year is, for the years 1300 to 1500.
fn of_iran(year: i64, month: i8, day: i8) -> Option<jiff::civil::Date> {
    let most = if month <= 6 { 31 } else { 30 };
    if !(1300..=1500).contains(&year) || !(1..=most).contains(&day) {
        return None;
    }
    // Days since a far year: eight of 33 years are longer by one.
    let count = |y: i64, m: i64, d: i64| {
        let y = y + 1595;
        let months = if m < 7 { (m - 1) * 31 } else { (m - 7) * 30 + 186 };
        365 * y + y / 33 * 8 + (y % 33 + 3) / 4 + months + d
    };
    let known = jiff::civil::date(2024, 3, 20);
    let days = count(year, month.into(), day.into()) - count(1403, 1, 1);
    known.checked_add(jiff::ToSpan::days(days)).ok()
}
