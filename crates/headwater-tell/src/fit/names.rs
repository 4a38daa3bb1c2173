//! Whether words are fit to name a speaker, a medium or an outlet.

use headwater_lang::{Class, Language};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_text::fold;
use std::borrow::Borrow;
use std::collections::BTreeSet;

/// Most words of a name without an office.
const WORDS: usize = 6;

/// Most words of one with an office.
const LONGEST: usize = 12;

/// Words that the pages themselves print as offices of somebody who has a name.
pub(crate) struct Offices(BTreeSet<String>);

impl Offices {
    /// Those of these pages.
    pub(crate) fn of<Q: Borrow<Quoted>>(articles: &[Q]) -> Offices {
        let mut words = BTreeSet::new();
        for quoted in articles {
            let quoted = quoted.borrow();
            let language = Language::or_unknown(quoted.article.lang.as_deref());
            let roles = quoted.people.iter().filter_map(|p| p.role.as_deref());
            for role in roles.chain(quoted.quotes.iter().filter_map(|q| q.role.as_deref())) {
                let telling = |w: &&str| {
                    let low = w.to_lowercase();
                    low.chars().count() > 3 && !function(language, &low)
                };
                words.extend(parts(role).filter(telling).map(fold));
            }
        }
        Offices(words)
    }

    /// Whether a word is an office, by itself or in this language.
    pub(crate) fn has(&self, language: &Language, word: &str) -> bool {
        let low = word.to_lowercase();
        self.0.contains(&fold(word))
            || language.has(Class::Post, &low)
            || language.has(Class::Role, &low)
    }
}

/// Whether `name` may stand for who spoke on this page.
pub(super) fn speaker(name: &str, page: &Article, offices: &Offices) -> bool {
    let language = Language::or_unknown(page.lang.as_deref());
    let office = parts(name).any(|w| offices.has(language, w));
    let dated = parts(name).any(|w| {
        let low = w.to_lowercase();
        language.has(Class::Weekday, &low) || language.has(Class::RelativeDay, &low)
    });
    named(name, language)
        && !verb(name, language)
        && !dated
        && !joined(name, language)
        && parts(name).count() <= LONGEST
        && (office || known(name, page))
        && (office
            || parts(name).count() <= WORDS && !name.contains([',', '.', '/'])
            || initials(name))
        && (office || !common(name, page, language))
}

/// Whether `name` may stand for what words came through: a medium or an occasion.
pub(super) fn medium(name: &str, page: &Article) -> bool {
    let language = Language::or_unknown(page.lang.as_deref());
    named(name, language)
        && !verb(name, language)
        && parts(name).count() <= WORDS
        && !common(name, page, language)
}

/// Whether `name` may stand for who published a page. Addresses of sites may.
pub(super) fn outlet(name: &str) -> bool {
    let language = Language::unknown();
    named(name, language) && parts(name).count() <= WORDS
}

/// The words of a name.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    let edge = |c: char| !c.is_alphanumeric();
    name.split_whitespace().map(move |w| w.trim_matches(edge)).filter(|w| !w.is_empty())
}

/// Words that name nobody by themselves.
fn function(language: &Language, low: &str) -> bool {
    let classes = [Class::Stop, Class::Conjunction, Class::That, Class::BeforeNoun];
    classes.iter().any(|c| language.has(*c, low))
}

/// Words of the calendar.
fn calendar(language: &Language, low: &str) -> bool {
    let classes = [
        Class::Weekday,
        Class::WeekdayShort,
        Class::RelativeDay,
        Class::Month,
        Class::MonthShort,
        Class::LastDay,
        Class::NextDay,
        Class::DateOf,
        Class::TimeUnit,
    ];
    low.chars().all(char::is_numeric) || classes.iter().any(|c| language.has(*c, low))
}

/// Letters, no marks of sentences, no address, and some word that is neither a function word nor a
/// day.
fn named(name: &str, language: &Language) -> bool {
    const MARKS: [char; 19] = [
        '“', '”', '„', '«', '»', '"', '‹', '›', '!', '?', '…', ';', ':', '|', '[', ']', '<', '>',
        '\n',
    ];
    let low = name.to_lowercase();
    let address = low.contains("://") || low.starts_with("www.") || low.contains('@');
    let telling = |w: &str| {
        let low = w.to_lowercase();
        w.chars().any(char::is_alphabetic) && !function(language, &low) && !calendar(language, &low)
    };
    !address && !name.contains(MARKS) && parts(name).any(telling)
}

/// A verb of saying or of the past among the words in lower case: a piece of a sentence, no name.
fn verb(name: &str, language: &Language) -> bool {
    let says = |low: &str| language.find(Class::Said, low).is_some_and(|e| e.key == "verb");
    let verb =
        |w: &&str| w.starts_with(char::is_lowercase) && (says(w) || language.has(Class::Past, w));
    // The last word may be a noun that is a verb as well (*press reports*).
    let all: Vec<&str> = parts(name).collect();
    let some = all.len().saturating_sub(1).max(1);
    all.iter().take(some).any(verb)
}

/// A full stop that stands behind initials and short titles alone: *J. D. Lind*, *Dr. Lind*.
fn initials(name: &str) -> bool {
    let short = |w: &str| w.strip_suffix('.').is_some_and(|w| w.chars().count() <= 4);
    let all: Vec<&str> = name.split_whitespace().collect();
    all.len() <= WORDS && all.iter().all(|w| !w.contains([',', '.', '/']) || short(w))
}

/// Whether a lone word stands for somebody on this page: it is written in capitals; or it follows
/// another name, as a surname does; or, where nouns have no capitals, it has its own amid sentences.
fn known(name: &str, page: &Article) -> bool {
    let list: Vec<&str> = parts(name).collect();
    let [word] = list.as_slice() else { return true };
    if !word.chars().any(char::is_lowercase) || !word.starts_with(char::is_uppercase) {
        return true;
    }
    let language = Language::or_unknown(page.lang.as_deref());
    // Of a record that was read elsewhere nothing follows.
    if !page.text.contains(*word) {
        return true;
    }
    let nouns = page.lang.as_deref().is_some_and(|l| l.starts_with("de"));
    page.text.match_indices(*word).any(|(at, found)| {
        let after = page.text.get(at + found.len()..).and_then(|t| t.chars().next());
        let before = page.text.get(..at).and_then(|t| t.strip_suffix(' '));
        let Some(previous) = before.and_then(|b| b.rsplit(char::is_whitespace).next()) else {
            return false;
        };
        let whole = after.is_none_or(|c| !c.is_alphanumeric());
        let full = previous.starts_with(char::is_uppercase)
            && previous.chars().all(char::is_alphabetic)
            && !function(language, &previous.to_lowercase());
        let amid = !previous.is_empty() && previous.chars().all(char::is_lowercase);
        whole && (full || amid && !nouns)
    })
}

/// A piece of a sentence that begins with what joins it to the rest: a conjunction, or a function
/// word that is no article (*Mit der Verlängerung*).
fn joined(name: &str, language: &Language) -> bool {
    let Some(first) = parts(name).next().map(str::to_lowercase) else { return true };
    let articles = !language.words(Class::Nobody).is_empty();
    language.has(Class::Conjunction, &first)
        || articles && language.has(Class::Stop, &first) && !language.has(Class::Nobody, &first)
}

/// One noun that names nobody: a lone word in lower case, or one that the page also prints so.
fn common(name: &str, page: &Article, language: &Language) -> bool {
    let low = |w: &str| w.to_lowercase();
    let telling: Vec<&str> = parts(name).filter(|w| !function(language, &low(w))).collect();
    let [word] = telling.as_slice() else { return false };
    if word.starts_with(char::is_lowercase) {
        return true;
    }
    // Where nouns have capitals, or no letters have, nothing follows from one.
    let lower = low(word);
    if lower == *word || page.lang.as_deref().is_none_or(|l| l.starts_with("de")) {
        return false;
    }
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    page.text.match_indices(lower.as_str()).any(|(at, found)| {
        let before = page.text.get(..at).and_then(|t| t.chars().next_back());
        let after = page.text.get(at + found.len()..).and_then(|t| t.chars().next());
        edge(before) && edge(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Article {
        let text = "The ferry waits, officials say. Officials would not say more. The mayor came. \
            Halvard Reiss wrote. Then it rained.";
        Article { lang: Some("en".into()), ..Article::plain("a", text) }
    }

    fn offices() -> Offices {
        Offices(["chairman", "spokeswoman"].map(str::to_owned).into())
    }

    #[test]
    fn names_and_offices_speak() {
        for name in [
            "Mara Lind",
            "Reiss",
            "the chairman",
            "Harbour Commission",
            "two officials",
            "A spokeswoman for the Merrin River Commission, Bettine Sorrel",
            "J. D. Lind",
            "Dr. Mara Lind",
            "people close to the energy ministry",
        ] {
            assert!(speaker(name, &page(), &offices()), "{name}");
        }
    }

    #[test]
    fn pieces_of_sentences_days_and_common_nouns_do_not() {
        for name in [
            "",
            "he",
            "Tuesday",
            "on Tuesday",
            "3 March",
            "agency",
            "the agency",
            "Officials",
            "Then",
            "Yet Reiss",
            "A judge on Wednesday",
            "Lendrik said the drought",
            "Lind; the rest",
            "https://example.org/x",
            "a man who came to the quay with his dog",
            "“Lind”",
        ] {
            assert!(!speaker(name, &page(), &offices()), "{name}");
        }
    }

    #[test]
    fn media_have_names_and_outlets_may_be_addresses() {
        for name in ["Meridian Ledger", "Radio Halmark", "LBC", "press conference"] {
            assert!(medium(name, &page()), "{name}");
        }
        for name in ["reporters", "Monday", "it", "the", "www.example.org"] {
            assert!(!medium(name, &page()), "{name}");
        }
        assert!(outlet("orvel.example") && outlet("The Strait Post"));
        assert!(!outlet("https://orvel.example/") && !outlet("Home | News | Sport"));
    }
}
