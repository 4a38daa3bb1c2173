//! One language: its words by class, and the sentences that show what they are for.

use crate::tables::{LANGUAGES, UNKNOWN};
use crate::{Class, Trait};

/// A word or phrase of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// In lower case, but for abbreviations; a blank between the words of a phrase.
    pub word: &'static str,
    /// What stands with it before the colon in the file: `5` for *may*; empty for most classes.
    pub key: &'static str,
}

/// A sentence that shows what a class is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// The class it is an example of.
    pub class: Class,
    /// Whether the class has something to find in it.
    pub good: bool,
    /// The sentence.
    pub sentence: &'static str,
    /// What is found; empty where anything will do.
    pub want: &'static str,
    /// Where it stands: `lang/en.txt:12`.
    pub place: &'static str,
}

/// The words of one language.
#[derive(Debug)]
pub struct Language {
    /// ISO 639-1 code; `und` for [`Language::unknown`].
    pub code: &'static str,
    /// Other codes it goes by.
    pub also: &'static [&'static str],
    /// Its English name.
    pub name: &'static str,
    /// The zones that news in it is printed in, in minutes east of Greenwich, the westernmost
    /// first: where a clock without its zone may stand.
    pub zones: (i16, i16),
    /// What its grammar does; nothing is told of the unknown one's.
    pub traits: &'static [Trait],
    /// Whole words by class, sorted.
    pub(crate) words: [&'static [Entry]; Class::COUNT],
    /// Stems by class, sorted.
    pub(crate) stems: [&'static [Entry]; Class::COUNT],
    /// In the order of the file.
    pub(crate) examples: &'static [Example],
}

/// The longest of some sorted stems with which a word begins. The last stem that does not stand behind
/// the word is it, or shares with the word all that a shorter one can have: seldom is there a second
/// search, and each is for less of the word.
fn longest(stems: &'static [Entry], low: &str) -> Option<&'static Entry> {
    let mut part = low;
    loop {
        let behind = stems.partition_point(|e| e.word <= part);
        let found = stems.get(..behind)?.last()?;
        if part.starts_with(found.word) {
            return Some(found);
        }
        // The stem stands before the word and does not begin it, so they part somewhere.
        let both = part.bytes().zip(found.word.bytes()).take_while(|(a, b)| a == b).count();
        part = part.get(..part.floor_char_boundary(both)).filter(|part| !part.is_empty())?;
    }
}

impl Language {
    /// The language of an ISO 639-1 code, whatever region follows it: `pt`, `pt-BR`.
    pub fn of(code: &str) -> Option<&'static Language> {
        let short = code.split(['-', '_']).next().unwrap_or(code);
        let is = |name: &str| name.eq_ignore_ascii_case(short);
        LANGUAGES.iter().find(|l| is(l.code) || l.also.iter().any(|a| is(a)))
    }

    /// The language of a code, or the unknown one where there is no code or no such file.
    pub fn or_unknown(code: Option<&str>) -> &'static Language {
        code.and_then(Language::of).unwrap_or(&UNKNOWN)
    }

    /// What may be used where nobody knows the language: the words that mean one thing in all
    /// languages of the crate, as [`crate::Fallback`] tells for each class.
    pub fn unknown() -> &'static Language {
        &UNKNOWN
    }

    /// Every language, sorted by code, without the unknown one.
    pub fn all() -> &'static [Language] {
        LANGUAGES
    }

    /// The whole words and phrases of a class, sorted.
    pub fn words(&self, class: Class) -> &'static [Entry] {
        // Both arrays have one place for each class.
        self.words[class as usize]
    }

    /// The stems of a class, which take any ending, sorted.
    pub fn stems(&self, class: Class) -> &'static [Entry] {
        self.stems[class as usize]
    }

    /// The entry of a class for a word in lower case: the word itself, else the longest stem that
    /// it begins with. Logarithmic in the size of the class.
    pub fn find(&self, class: Class, low: &str) -> Option<&'static Entry> {
        let words = self.words(class);
        if let Ok(at) = words.binary_search_by(|e| e.word.cmp(low)) {
            return words.get(at);
        }
        // A stem is the beginning of one word: of a phrase that is its last.
        let last = || low.rfind(' ').map_or(0, |i| i + 1);
        longest(self.stems(class), low).filter(|stem| stem.word.len() > last())
    }

    /// Whether a word in lower case is of a class.
    pub fn has(&self, class: Class, low: &str) -> bool {
        self.find(class, low).is_some()
    }

    /// Whether a word in lower case is of a class, or begins a phrase of it.
    pub fn begins(&self, class: Class, low: &str) -> bool {
        let goes_on = |list: &[Entry]| {
            // A blank sorts before all that stands within words.
            let next = list.get(list.partition_point(|e| e.word < low));
            let rest = next.and_then(|e| e.word.strip_prefix(low));
            rest.is_some_and(|r| r.is_empty() || r.starts_with(' '))
        };
        goes_on(self.words(class)) || goes_on(self.stems(class)) || self.has(class, low)
    }

    /// The words and phrases of a class in running text, in order, as the text has them. For
    /// tests and examples: the crates cut words by rules of their own. Quadratic in nothing, five
    /// look-ups a word.
    pub fn found<'t>(&self, class: Class, text: &'t str) -> Vec<&'t str> {
        let words = cut(text);
        let mut out = Vec::new();
        let mut at = 0;
        while let Some(first) = words.get(at) {
            let longest = (1..=5).rev().find_map(|n| {
                let part = words.get(at..at + n)?;
                let low: Vec<String> = part.iter().map(|r| lower(text, r, class)).collect();
                let last = part.last()?;
                self.has(class, &low.join(" ")).then_some((n, last.end))
            });
            match longest {
                Some((n, end)) => {
                    out.extend(text.get(first.start..end));
                    at += n;
                }
                None => at += 1,
            }
        }
        out
    }

    /// The entry of a class that a line begins with, or is where a `$` ends the entry; the
    /// longest one. For tests and examples.
    pub fn opens(&self, class: Class, line: &str) -> Option<&'static Entry> {
        let low = line.trim_start().to_lowercase();
        let bare = low.trim_end_matches(|c: char| !c.is_alphanumeric());
        let fits = |e: &&Entry| match e.word.strip_suffix('$') {
            Some(whole) => bare == whole,
            None => low.starts_with(e.word),
        };
        self.words(class).iter().filter(fits).max_by_key(|e| e.word.len())
    }

    /// Whether the grammar of the language does this.
    pub fn does(&self, what: Trait) -> bool {
        self.traits.contains(&what)
    }

    /// The example sentences, in the order of the file.
    pub fn examples(&self) -> &'static [Example] {
        self.examples
    }
}

/// Words with the apostrophes, hyphens and points inside them.
fn cut(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut out: Vec<std::ops::Range<usize>> = Vec::new();
    let mut chars = text.char_indices().peekable();
    let inner = |c: char| matches!(c, '\'' | '’' | 'ʼ' | '-' | '.');
    // Signs that go with letters in Indic scripts and in Thai are no letters of their own.
    let letter = |c: char| c.is_alphanumeric() || is_sign(c);
    while let Some((at, c)) = chars.next() {
        if !letter(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some(&(i, next)) = chars.peek() {
            let more = text.get(i + next.len_utf8()..).and_then(|r| r.chars().next());
            if !(letter(next) || inner(next) && more.is_some_and(letter)) {
                break;
            }
            end = i + next.len_utf8();
            chars.next();
        }
        out.push(at..end);
    }
    out
}

/// Combining signs of Latin, Indic scripts and Thai.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93c}' | '\u{94d}' | '\u{e31}'..='\u{e4e}')
}

fn lower(text: &str, range: &std::ops::Range<usize>, class: Class) -> String {
    let word = text.get(range.clone()).unwrap_or("");
    let plain = word.replace(['’', 'ʼ'], "'");
    if class == Class::Abbreviation { plain } else { plain.to_lowercase() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each beginning of the word looked up by itself, the longest first.
    fn one_by_one(language: &Language, class: Class, low: &str) -> Option<&'static Entry> {
        let at = |list: &'static [Entry], word: &str| {
            list.binary_search_by(|e| e.word.cmp(word)).ok().and_then(|i| list.get(i))
        };
        let last = low.rfind(' ').map_or(0, |i| i + 1);
        let ends = low.char_indices().map(|(i, c)| i + c.len_utf8()).filter(|end| *end > last);
        let ends: Vec<usize> = ends.collect();
        at(language.words(class), low)
            .or_else(|| ends.iter().rev().find_map(|e| at(language.stems(class), low.get(..*e)?)))
    }

    #[test]
    fn the_longest_stem_is_found_in_every_class_of_every_language() {
        let mut found = 0;
        for language in Language::all() {
            for class in Class::all().iter().map(|row| row.class) {
                let entries = language.words(class).iter().chain(language.stems(class));
                for word in entries.map(|e| e.word) {
                    let cut: String = word.chars().take(word.chars().count() - 1).collect();
                    let last = word.chars().next_back().unwrap();
                    for low in [
                        word.to_owned(),
                        cut.clone(),
                        format!("{word}a"),
                        format!("{word}{last}z"),
                        format!("{word}ість"),
                        format!("{cut}\u{1}{word}"),
                        format!("{word} x"),
                        format!("a {word}b"),
                    ] {
                        let want = one_by_one(language, class, &low);
                        assert_eq!(language.find(class, &low), want, "{} {low}", language.code);
                        found += usize::from(want.is_some());
                    }
                }
                assert_eq!(language.find(class, ""), one_by_one(language, class, ""));
            }
        }
        assert!(found > 10_000, "{found}");
    }
}
