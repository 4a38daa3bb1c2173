//! What words mean in dates: the calendar of one language, and of those whose language is not
//! known, from the tables of `headwater-lang`.

use super::scan::{Kind, Piece, pieces};
use crate::{Span, fold};
use headwater_lang::{Class, Language};
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

/// What a word means in a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// 1 to 12.
    Month(i8),
    /// 1 to 12 of the Iranian year.
    Solar(i8),
    /// Monday is 0.
    Weekday(i8),
    /// A short form of such a day, or a name that is another word too.
    ShortDay(i8),
    /// Days from today.
    Shift(i16),
    /// Minutes in one of them.
    Unit(i64),
    /// *a*, *an*, *einer*: one unit.
    One,
    /// *ago*, after the number and unit.
    AgoAfter,
    /// *vor*, *hace*, *il y a*: before the number and unit.
    AgoBefore,
    /// *last*.
    Last,
    /// *next*.
    Next,
    /// 0 early, 1 middle, 2 late.
    Part(i8),
    /// Words between day, month and year that mean nothing: *of*, *de*.
    Of,
    /// Words before a time: *at*, *um*.
    At,
    /// Words after a time: *Uhr*.
    Clock,
    /// Words after a year: *року*, *г.*.
    AfterYear,
    /// *rd* of *3rd*.
    Ordinal,
    /// What stands behind the number of a year, 1, a month, 2, a day, 3: *年*, *월*.
    Numbered(i8),
}

/// Makes a word of its class's key.
type Maker = fn(i32) -> Word;

/// The classes that are read, with what their keys mean.
const CLASSES: &[(Class, Maker)] = &[
    (Class::Month, |n| Word::Month(n as i8)),
    (Class::MonthShort, |n| Word::Month(n as i8)),
    (Class::SolarMonth, |n| Word::Solar(n as i8)),
    (Class::Weekday, |n| Word::Weekday(n as i8 - 1)),
    (Class::WeekdayShort, |n| Word::ShortDay(n as i8 - 1)),
    (Class::RelativeDay, |n| Word::Shift(n as i16)),
    (Class::TimeUnit, |n| Word::Unit(n.into())),
    (Class::OneUnit, |_| Word::One),
    (Class::AgoAfter, |_| Word::AgoAfter),
    (Class::AgoBefore, |_| Word::AgoBefore),
    (Class::LastDay, |_| Word::Last),
    (Class::NextDay, |_| Word::Next),
    (Class::PartOfTime, |n| Word::Part(n as i8)),
    (Class::DateOf, |_| Word::Of),
    (Class::TimeAt, |_| Word::At),
    (Class::Clock, |_| Word::Clock),
    (Class::AfterYear, |_| Word::AfterYear),
    (Class::Ordinal, |_| Word::Ordinal),
    (Class::NumberedDate, |n| Word::Numbered(n as i8)),
];

/// A phrase of more than one piece: its further pieces, and what it means.
type Phrase = (Vec<String>, Vec<Word>);

/// The calendar words of a language, by [`key`].
#[derive(Default)]
pub(super) struct Calendar {
    words: HashMap<String, Vec<Word>>,
    /// By their first piece, the longest first.
    phrases: HashMap<String, Vec<Phrase>>,
}

impl Calendar {
    /// The calendar of a language, made when first asked for.
    pub(super) fn of(language: &Language) -> &'static Calendar {
        static ALL: LazyLock<HashMap<&'static str, (&'static Language, OnceLock<Calendar>)>> =
            LazyLock::new(|| {
                let all = Language::all().iter().chain([Language::unknown()]);
                all.map(|l| (l.code, (l, OnceLock::new()))).collect()
            });
        static NONE: LazyLock<Calendar> = LazyLock::new(Calendar::default);
        ALL.get(language.code).map_or(&*NONE, |(l, made)| made.get_or_init(|| Calendar::new(l)))
    }

    fn new(language: &Language) -> Calendar {
        let mut out = Calendar::default();
        for (class, meaning) in CLASSES {
            for entry in language.words(*class) {
                out.add(entry.word, meaning(entry.key.parse().unwrap_or(0)));
            }
        }
        out.phrases.values_mut().for_each(|p| p.sort_by_key(|p| std::cmp::Reverse(p.0.len())));
        out
    }

    fn add(&mut self, word: &str, meaning: Word) {
        let cut = pieces(word, Span::new(0, word.len()));
        let mut keys = cut.iter().map(|p| key(p.span.of(word)));
        let Some(first) = keys.next() else { return };
        let more: Vec<String> = keys.collect();
        let list = if more.is_empty() {
            self.words.entry(first).or_default()
        } else {
            let phrases = self.phrases.entry(first).or_default();
            let at = phrases.iter().position(|p| p.0 == more).unwrap_or(phrases.len());
            if at == phrases.len() {
                phrases.push((more, Vec::new()));
            }
            let Some(phrase) = phrases.get_mut(at) else { return };
            &mut phrase.1
        };
        if !list.contains(&meaning) {
            list.push(meaning);
        }
    }

    /// What a word means, by its key; empty for other words.
    pub(super) fn word(&self, key: &str) -> &[Word] {
        self.words.get(key).map_or(&[], Vec::as_slice)
    }

    /// The longest phrase that begins with the word of that key and goes on in `next`: how many
    /// pieces it has, and what it means.
    pub(super) fn phrase(&self, key: &str, next: &[Piece], text: &str) -> Option<(usize, &[Word])> {
        let fits = |p: &&Phrase| {
            p.0.len() <= next.len()
                && p.0.iter().zip(next).all(|(k, n)| {
                    // Marks inside a phrase are glued to its words: *segunda-feira*.
                    let glued = !n.apart || !matches!(n.kind, Kind::Mark(_));
                    glued && *k == self::key(n.span.of(text))
                })
        };
        let found = self.phrases.get(key)?.iter().find(fits)?;
        Some((found.0.len() + 1, &found.1))
    }
}

/// A word as the tables are looked up: folded, but for scripts whose vowels are signs on letters.
pub(super) fn key(word: &str) -> String {
    if word.chars().any(|c| ('\u{900}'..='\u{eff}').contains(&c)) {
        return word.to_lowercase();
    }
    fold(word)
}

/// Distance from UTC in minutes of a zone's short name, which is written in capitals.
pub(super) fn zone(name: &str) -> Option<i16> {
    if name.chars().any(char::is_lowercase) {
        return None;
    }
    Language::unknown().find(Class::ZoneName, &name.to_lowercase())?.key.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_many_languages_are_known_without_their_language() {
        let unknown = Calendar::of(Language::unknown());
        for (word, month) in
            [("Dezember", 12), ("грудня", 12), ("мая", 5), ("Ağustos", 8), ("października", 10)]
        {
            assert!(unknown.word(&key(word)).contains(&Word::Month(month)), "{word}");
        }
        assert!(unknown.word(&key("MARTES")).contains(&Word::Weekday(1)));
        assert_eq!(unknown.word(&key("headwater")), []);
    }

    #[test]
    fn a_known_language_decides_between_two_months() {
        let month = |code: &str| {
            let calendar = Calendar::of(Language::of(code).unwrap());
            calendar.word(&key("listopada")).first().copied()
        };
        assert_eq!(month("pl"), Some(Word::Month(11)));
        assert_eq!(month("hr"), Some(Word::Month(10)));
    }
}
