//! The bare name in the words of a byline, with what its shape says.

use crate::byline::{capital, is, is_person, strip_by};
use crate::credit::DESKS;
use headwater_lang::{Class, Language};
use headwater_text::fold;

/// A name for comparing: letters and digits alone.
pub(crate) fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Cuts everything from a name that is none: *By* and its cousins, brackets, what follows a dash.
/// `None` where nothing is left that could be one.
pub(crate) fn clean(raw: &str) -> Option<String> {
    let mut s = strip_by(raw.trim());
    for mark in ['(', '[', '|', '<', '\u{2022}'] {
        s = s.split(mark).next().unwrap_or(s);
    }
    let places = Language::unknown().words(Class::ByPlace).iter().map(|e| e.word);
    for mark in [" - ", " – ", " — ", " @ "].into_iter().chain(places) {
        s = s.split(mark).next().unwrap_or(s);
    }
    // `ByMara Lind`: the space was lost between elements.
    for by in Language::unknown().words(Class::ByGlued) {
        let rest = s.strip_prefix(by.word).or_else(|| s.strip_prefix(&capital(by.word)));
        s = rest.filter(|r| r.starts_with(char::is_uppercase)).unwrap_or(s);
    }
    let mut words: Vec<&str> = s.split_whitespace().collect();
    let edge = |w: &&str| {
        let low = w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        low.is_empty() || is(Class::BylineEdge, &low)
    };
    while words.last().is_some_and(edge) {
        words.pop();
    }
    while words.first().is_some_and(edge) {
        words.remove(0);
    }
    let name = words.join(" ");
    let name = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != ')');
    let fits = (2..=60).contains(&name.chars().count()) && words.len() <= 7;
    (fits && name.chars().any(char::is_alphabetic) && !name.contains("://"))
        .then(|| name.to_owned())
}

/// What the shape of a name says, as numbers.
pub(crate) fn kind_of(name: &str) -> [f32; 10] {
    let words: Vec<&str> = name.split(' ').collect();
    let low: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    let has = |class| f32::from(low.iter().any(|w| is(class, w)));
    let big = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    let capitals = !name.chars().any(char::is_lowercase);
    [
        words.len().min(8) as f32,
        name.chars().count() as f32,
        big as f32 / words.len().max(1) as f32,
        f32::from(capitals),
        f32::from(name.chars().any(|c| c.is_ascii_digit())),
        f32::from(name.chars().any(|c| matches!(c, '@' | '/' | ':' | '?' | '!' | '©' | '#' | '_'))),
        f32::from(has(Class::Desk) > 0.0 || low.iter().any(|w| DESKS.contains(&fold(w)))),
        has(Class::NoName),
        has(Class::Post),
        f32::from(is_person(name)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_bare() {
        for (raw, name) in [
            ("By Mara Lind", "Mara Lind"),
            ("ByMara Lind", "Mara Lind"),
            ("Veröffentlicht von Mara Lind am", "Mara Lind"),
            ("Mara Lind (Harbour Editor)", "Mara Lind"),
            ("Mara Lind – Lervik Post", "Mara Lind"),
            ("Mara Lind in Lervik", "Mara Lind"),
        ] {
            assert_eq!(clean(raw).as_deref(), Some(name), "{raw}");
        }
        assert_eq!(clean("Written by"), None);
        assert_eq!(clean("https://lervik.example/x"), None);
    }
}
