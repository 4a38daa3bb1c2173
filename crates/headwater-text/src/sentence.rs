//! Sentences of a text, with their places.

use crate::Span;
use headwater_lang::{Class, Language};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Cuts the part `within` of `text` into sentences. A sentence ends at `.`, `!`, `?` or `…`
/// (with closing marks after it) before white space and a capital, digit or opening mark, and at
/// every line break. Abbreviations and initials do not end one; the abbreviations are those that
/// are no other word in any language, so that every step cuts a text alike, whether it knows the
/// language or not. Linear.
pub fn sentences(text: &str, within: Span) -> Vec<Span> {
    let part = within.of(text);
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = match c {
            '\n' => Some(at),
            '.' | '!' | '?' | '…' => {
                let mut end = at + c.len_utf8();
                while let Some(&(i, next)) = chars.peek() {
                    if !matches!(
                        next,
                        '.' | '!' | '?' | '…' | '"' | '”' | '’' | '\'' | '»' | '“' | ')' | ']'
                    ) {
                        break;
                    }
                    // A mark that opens the next sentence belongs to that one: `end. “Next`.
                    end = i + next.len_utf8();
                    chars.next();
                }
                let rest = part.get(end..).unwrap_or("");
                let next = rest.trim_start().chars().next();
                let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
                let opens =
                    next.is_none_or(|n| n.is_uppercase() || n.is_numeric() || !n.is_alphanumeric());
                // Looked at last: it walks back over the word.
                let before = || part.get(start..at).unwrap_or("");
                let short = || c == '.' && (abbreviated(before()) || of_date(before(), rest));
                (spaced && opens && !short()).then_some(end)
            }
            _ => None,
        };
        if let Some(end) = end {
            push(&mut out, text, within.start + start, within.start + end);
            start = end;
        }
    }
    push(&mut out, text, within.start + start, within.end);
    out
}

fn push(out: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let span = Span::new(start, end).trim(text);
    if !span.is_empty() {
        out.push(span);
    }
}

/// Whether a full stop belongs to the day of a month: *bis zum 31. März*.
fn of_date(before: &str, rest: &str) -> bool {
    static MONTHS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        Language::all().iter().flat_map(|l| l.words(Class::Month)).map(|e| e.word).collect()
    });
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let word = rest.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    let day = before.get(before.len() - digits..).and_then(|d| d.parse().ok());
    digits <= 2
        && day.is_some_and(|d: u8| (1..=31).contains(&d))
        && MONTHS.contains(word.to_lowercase().as_str())
}

/// Whether the last word before a full stop is one that is written with it.
fn abbreviated(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut chars = word.chars();
    let single = chars.next().is_some_and(char::is_uppercase) && chars.next().is_none();
    let inner =
        word.contains('.') && word.chars().all(|c| c.is_alphabetic() || c == '.') && word.len() < 8;
    single || inner || Language::unknown().has(Class::Abbreviation, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len())).iter().map(|s| s.of(text)).collect()
    }

    /// The sentences of the files of `headwater-lang`.
    #[test]
    fn abbreviations_of_every_language_end_no_sentence() {
        for language in Language::all() {
            for e in language.examples().iter().filter(|e| e.class == Class::SentenceCase) {
                assert_eq!(cut(e.sentence).len().to_string(), e.want, "{}", e.place);
            }
        }
    }

    #[test]
    fn a_mark_before_a_small_letter_ends_no_sentence() {
        for one in ["The band Nordlys! played in Orvel.", "“Who sails?” asked the harbour master."]
        {
            assert_eq!(cut(one), [one]);
        }
    }

    #[test]
    fn the_day_of_a_month_ends_no_sentence() {
        assert_eq!(cut("Die Schleuse bleibt bis zum 31. März zu. Sie öffnet danach.").len(), 2);
        assert_eq!(cut("Otevře se 2. května ráno.").len(), 1);
        assert_eq!(cut("Sie zählten 31. Dann gingen sie.").len(), 2);
        assert_eq!(cut("Das war 2031. März und April folgten.").len(), 2);
    }

    #[test]
    fn ends_are_found() {
        assert_eq!(
            cut("Dr. Mara Lind spoke. “We wait.” She left at 3 p.m. on Monday! No one asked."),
            [
                "Dr. Mara Lind spoke.",
                "“We wait.”",
                "She left at 3 p.m. on Monday!",
                "No one asked."
            ]
        );
        assert_eq!(cut("He said: “Mr. Lind left.” “(Gov. Vey stayed.)”").len(), 2);
        assert_eq!(cut("Title\n\nBody one. Body two"), ["Title", "Body one.", "Body two"]);
    }
}
