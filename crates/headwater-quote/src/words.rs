//! Small words that rules look for, by language: pronouns, function words, days. No names of
//! people or outlets. Cues and offices have files of their own and are found here too.

pub(crate) use crate::cues::{is_claiming, is_cue, is_english_cue, is_writing};
pub(crate) use crate::roles::{is_role, is_title};

/// Personal pronouns that may be a speaker.
pub(crate) fn is_pronoun(low: &str) -> bool {
    matches!(
        low,
        "he" | "she"
            | "they"
            | "i"
            | "we"
            | "it"
            | "his"
            | "her"
            | "their"
            | "er"
            | "sie"
            | "il"
            | "elle"
            | "ils"
            | "él"
            | "ella"
            | "він"
            | "вона"
            | "вони"
            | "он"
            | "она"
            | "они"
            | "lui"
            | "lei"
            | "egli"
            | "on"
            | "ona"
            | "who"
    )
}

/// Third person singular pronouns for one person.
pub(crate) fn is_personal(low: &str) -> bool {
    matches!(
        low,
        "he" | "she"
            | "his"
            | "her"
            | "er"
            | "sie"
            | "il"
            | "elle"
            | "él"
            | "ella"
            | "він"
            | "вона"
            | "он"
            | "она"
            | "lui"
            | "lei"
            | "egli"
            | "ona"
            | "him"
    )
}

/// Articles, possessives and demonstratives that begin a noun phrase.
pub(crate) fn is_determiner(low: &str) -> bool {
    matches!(
        low,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "its"
            | "this"
            | "these"
            | "those"
            | "some"
            | "many"
            | "several"
            | "other"
            | "both"
            | "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "most"
            | "few"
            | "another"
            | "no"
            | "all"
            | "our"
            | "my"
            | "your"
            | "der"
            | "die"
            | "das"
            | "ein"
            | "eine"
            | "le"
            | "la"
            | "les"
            | "un"
            | "une"
            | "el"
            | "los"
            | "las"
            | "una"
            | "il"
            | "lo"
            | "gli"
            | "i"
    )
}

/// Small words inside a name.
pub(crate) fn is_particle(low: &str) -> bool {
    matches!(
        low,
        "de" | "del"
            | "della"
            | "di"
            | "da"
            | "du"
            | "des"
            | "van"
            | "von"
            | "der"
            | "den"
            | "la"
            | "le"
            | "al"
            | "bin"
            | "ibn"
            | "zu"
            | "y"
            | "e"
            | "ter"
            | "dos"
            | "el"
    )
}

/// Auxiliaries and adverbs between a subject and its cue.
pub(crate) fn is_between(low: &str) -> bool {
    matches!(
        low,
        "has"
            | "have"
            | "had"
            | "also"
            | "later"
            | "then"
            | "is"
            | "was"
            | "were"
            | "are"
            | "be"
            | "been"
            | "will"
            | "would"
            | "did"
            | "not"
            | "once"
            | "again"
            | "further"
            | "even"
            | "just"
            | "still"
            | "now"
            | "never"
            | "often"
            | "already"
            | "himself"
            | "herself"
            | "themselves"
            | "since"
            | "earlier"
            | "first"
            | "ha"
            | "a"
            | "hat"
            | "habe"
            | "haben"
    ) || low.len() > 4
        && low.ends_with("ly")
        && !matches!(
            low,
            "family" | "assembly" | "ally" | "daily" | "monthly" | "weekly" | "july" | "italy"
        )
}

/// Prepositions and conjunctions that end a noun phrase to the left.
pub(crate) fn is_breaker(low: &str) -> bool {
    matches!(
        low,
        "and"
            | "but"
            | "or"
            | "that"
            | "which"
            | "who"
            | "when"
            | "while"
            | "as"
            | "because"
            | "if"
            | "after"
            | "before"
            | "since"
            | "although"
            | "though"
            | "so"
            | "in"
            | "on"
            | "at"
            | "by"
            | "with"
            | "from"
            | "to"
            | "into"
            | "than"
            | "about"
            | "during"
            | "until"
            | "where"
            | "what"
            | "whether"
            | "then"
            | "und"
            | "aber"
            | "dass"
            | "wie"
    )
}

/// The number of a weekday, Monday 0.
pub(crate) fn weekday(low: &str) -> Option<i64> {
    const DAYS: &[&str] =
        &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.iter().position(|d| *d == low).map(|d| d as i64)
}

/// The number of a month, January 1.
pub(crate) fn month(low: &str) -> Option<i8> {
    const MONTHS: &[&str] = &[
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let low = low.trim_end_matches('.');
    let at = MONTHS
        .iter()
        .position(|m| *m == low || low.len() >= 3 && low.len() <= 4 && m.starts_with(low));
    at.map(|m| m as i8 + 1)
}
