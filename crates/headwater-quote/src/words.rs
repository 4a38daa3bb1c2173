//! Small words that rules look for, in the language of the article: pronouns, function words,
//! verbs of saying, offices, days. The words are those of `headwater-lang`.

use headwater_lang::{Class, Language};

/// A verb of saying.
pub(crate) fn is_cue(language: &Language, low: &str) -> bool {
    language.has(Class::Cue, low) && !language.has(Class::NoCue, low)
}

/// Whether a word has an ending of a class.
pub(crate) fn ends(language: &Language, class: Class, low: &str) -> bool {
    language.words(class).iter().any(|e| low.ends_with(e.word))
}

/// Whether the cue keeps its distance from what is said.
pub(crate) fn is_claiming(language: &Language, low: &str) -> bool {
    language.has(Class::Claiming, low)
}

/// Forms of writing among the cues.
pub(crate) fn is_writing(language: &Language, low: &str) -> bool {
    language.has(Class::Writing, low)
}

/// Head words of offices and occupations.
pub(crate) fn is_role(language: &Language, low: &str) -> bool {
    let bare = low.trim_end_matches('.');
    language.has(Class::Role, bare) || bare.len() > 5 && ends(language, Class::RoleEnd, bare)
}

/// Titles before a name that are no part of it.
pub(crate) fn is_title(language: &Language, low: &str) -> bool {
    language.has(Class::Title, low.trim_end_matches('.'))
}

/// Personal pronouns that may be a speaker.
pub(crate) fn is_pronoun(language: &Language, low: &str) -> bool {
    language.has(Class::Pronoun, low)
}

/// Third person singular pronouns for one person.
pub(crate) fn is_personal(language: &Language, low: &str) -> bool {
    language.has(Class::Personal, low)
}

/// Articles, possessives and demonstratives that begin a noun phrase.
pub(crate) fn is_determiner(language: &Language, low: &str) -> bool {
    language.has(Class::Determiner, low)
}

/// Small words inside a name. Names keep those of their own language, so these are asked of all.
pub(crate) fn is_particle(low: &str) -> bool {
    Language::unknown().has(Class::Particle, low)
}

/// Auxiliaries and adverbs between a subject and its cue.
pub(crate) fn is_between(language: &Language, low: &str) -> bool {
    let adverb = || {
        low.len() > 4
            && ends(language, Class::AdverbEnd, low)
            && !language.has(Class::NoAdverb, low)
    };
    language.has(Class::Between, low) || adverb()
}

/// Prepositions and conjunctions that end a noun phrase to the left.
pub(crate) fn is_breaker(language: &Language, low: &str) -> bool {
    language.has(Class::Breaker, low)
}

/// The number of a weekday, Monday 0.
pub(crate) fn weekday(language: &Language, low: &str) -> Option<i64> {
    let day: i64 = language.find(Class::Weekday, low)?.key.parse().ok()?;
    Some(day - 1)
}

/// The number of a month, January 1, by its name or a short form of it.
pub(crate) fn month(language: &Language, low: &str) -> Option<i8> {
    let low = low.trim_end_matches('.');
    let found = language.find(Class::Month, low).or_else(|| language.find(Class::MonthShort, low));
    found?.key.parse().ok()
}
