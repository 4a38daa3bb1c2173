//! Reads one file of a language; what is wrong in it is told with its line. Used by the build
//! script, so that a file that does not parse stops the build.

use crate::class::{Class, Keys, ROWS, Row, Shape, Trait};
use std::collections::BTreeSet;

/// What is wrong, and in which line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) line: usize,
    pub(crate) what: String,
}

/// A word or phrase of a class.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    pub(crate) class: Class,
    pub(crate) key: String,
    /// Blanks between the words of a phrase.
    pub(crate) word: String,
    /// Takes any ending.
    pub(crate) stem: bool,
    /// Counts only where the language is known: another word in some other one.
    pub(crate) own: bool,
}

/// An example sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Example {
    pub(crate) class: Class,
    pub(crate) good: bool,
    pub(crate) sentence: String,
    pub(crate) want: String,
    pub(crate) line: usize,
}

/// One file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) also: Vec<String>,
    pub(crate) zones: Option<(i16, i16)>,
    pub(crate) traits: Vec<Trait>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) examples: Vec<Example>,
}

/// Reads the text of a file. The format is told in the crate's README.
pub(crate) fn parse(text: &str) -> Result<File, Problem> {
    let mut reader =
        Reader { file: File::default(), none: Vec::new(), at: None, seen: BTreeSet::new() };
    for (i, line) in text.lines().enumerate() {
        reader.line(i + 1, line).map_err(|what| Problem { line: i + 1, what })?;
    }
    let last = text.lines().count();
    reader.finish().map_err(|what| Problem { line: last, what })
}

struct Reader {
    file: File,
    none: Vec<Class>,
    seen: BTreeSet<Entry>,
    /// The class and key that further lines belong to.
    at: Option<(&'static Row, String)>,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) -> Result<(), String> {
        let inner = line.trim();
        if inner.is_empty() || inner.starts_with("# ") || inner == "#" {
            return Ok(());
        }
        if line.starts_with(char::is_whitespace) {
            let Some((row, key)) = self.at.clone() else {
                return Err("a line that begins with white space goes on a class".into());
            };
            if let Some(rest) = inner.strip_prefix("good:") {
                return self.example(row, true, rest, number);
            }
            if let Some(rest) = inner.strip_prefix("bad:") {
                return self.example(row, false, rest, number);
            }
            return self.words(row, &key, inner);
        }
        let (head, rest) = inner.split_once(':').ok_or("no colon after the name of a class")?;
        match head {
            "language" => self.file.name = rest.trim().to_owned(),
            "also" => self.file.also = rest.split_whitespace().map(str::to_owned).collect(),
            "zones" => {
                let mut all = rest.split_whitespace().map(str::parse::<i16>);
                let (Some(Ok(from)), Some(Ok(to)), None) = (all.next(), all.next(), all.next())
                else {
                    return Err("zones are two numbers of minutes".into());
                };
                let known = -720..=840;
                if from > to || !known.contains(&from) || !known.contains(&to) {
                    return Err("zones are minutes east of Greenwich, the westernmost first".into());
                }
                self.file.zones = Some((from, to));
            }
            "traits" => return self.traits(rest),
            "none" => return self.none(rest),
            _ => return self.head(head, rest),
        }
        Ok(())
    }

    fn traits(&mut self, names: &str) -> Result<(), String> {
        for name in names.split_whitespace() {
            let known = Trait::NAMES.iter().find(|t| t.0 == name);
            self.file.traits.push(known.ok_or(format!("no such trait: {name}"))?.1);
        }
        Ok(())
    }

    fn none(&mut self, names: &str) -> Result<(), String> {
        self.at = None;
        for name in names.split_whitespace() {
            let row = Class::named(name).ok_or(format!("no such class: {name}"))?;
            self.none.push(row.class);
        }
        Ok(())
    }

    fn head(&mut self, head: &str, rest: &str) -> Result<(), String> {
        let (name, key) = head.split_once(' ').unwrap_or((head, ""));
        let row = Class::named(name).ok_or(format!("no such class: {name}"))?;
        match row.keys {
            Keys::None if !key.is_empty() => return Err(format!("{name} has no keys: {key}")),
            Keys::Name if key.is_empty() => return Err(format!("{name} needs a key")),
            Keys::Number(least, most) => {
                let number: Option<i32> = key.parse().ok();
                if number.is_none_or(|n| n < least || n > most) {
                    return Err(format!("the key of {name} is a number of {least} to {most}"));
                }
            }
            Keys::None | Keys::Name => {}
        }
        self.at = Some((row, key.to_owned()));
        self.words(row, key, rest)
    }

    fn words(&mut self, row: &'static Row, key: &str, words: &str) -> Result<(), String> {
        if row.shape == Shape::Cases && !words.trim().is_empty() {
            return Err(format!("{} takes sentences only", row.name));
        }
        for word in words.split_whitespace() {
            let (word, own) = match word.strip_suffix('!') {
                Some(word) if !word.is_empty() => (word, true),
                _ => (word, false),
            };
            let (word, stem) = match word.strip_suffix('*') {
                Some(stem) if !stem.is_empty() => (stem, true),
                _ => (word, false),
            };
            let word = word.replace('_', " ");
            if row.class != Class::Abbreviation && word.to_lowercase() != word {
                return Err(format!("not in lower case: {word}"));
            }
            let entry = Entry { class: row.class, key: key.to_owned(), word, stem, own };
            if !self.seen.insert(Entry { own: false, ..entry.clone() }) {
                return Err(format!("twice in {} {key}: {}", row.name, entry.word));
            }
            self.file.entries.push(entry);
        }
        Ok(())
    }

    fn example(
        &mut self,
        row: &'static Row,
        good: bool,
        rest: &str,
        line: usize,
    ) -> Result<(), String> {
        let (sentence, want) = rest.rsplit_once(" -> ").unwrap_or((rest, ""));
        if sentence.trim().is_empty() {
            return Err("an example without a sentence".into());
        }
        if row.shape == Shape::Cases && want.is_empty() {
            return Err(format!("an example of {} says after -> what is expected", row.name));
        }
        self.file.examples.push(Example {
            class: row.class,
            good,
            sentence: sentence.trim().to_owned(),
            want: want.trim().to_owned(),
            line,
        });
        Ok(())
    }

    fn finish(self) -> Result<File, String> {
        if self.file.name.is_empty() {
            return Err("no line language: with the name".into());
        }
        for row in ROWS {
            let has = self.file.entries.iter().any(|e| e.class == row.class)
                || self.file.examples.iter().any(|e| e.class == row.class);
            let none = self.none.contains(&row.class);
            if row.required && !has && !none {
                return Err(format!("nothing of {}, which no line none: names either", row.name));
            }
            if has && none {
                return Err(format!("{} is given and named by none:", row.name));
            }
        }
        Ok(self.file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that says of each required class that it is empty.
    fn rest(but: &[&str]) -> String {
        let names: Vec<&str> =
            ROWS.iter().filter(|r| r.required && !but.contains(&r.name)).map(|r| r.name).collect();
        format!("language: Test\nnone: {}\n", names.join(" "))
    }

    fn problem(text: &str) -> (usize, String) {
        parse(text).map_err(|p| (p.line, p.what)).unwrap_err()
    }

    #[test]
    fn words_phrases_stems_and_examples_are_read() {
        let text =
            rest(&["month"]) + "month 3: march tavasz*\n  third_moon\n  good: In March. -> march\n";
        let file = parse(&text).unwrap();
        let words: Vec<(&str, bool)> =
            file.entries.iter().map(|e| (e.word.as_str(), e.stem)).collect();
        assert_eq!(words, [("march", false), ("tavasz", true), ("third moon", false)]);
        assert_eq!(file.examples[0].want, "march");
        assert_eq!(file.examples[0].line, 5);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let base = rest(&["month"]);
        for (line, what) in [
            ("month 13: x", "the key of month is a number of 1 to 12"),
            ("moon 1: x", "no such class: moon"),
            ("month 1: May", "not in lower case: May"),
            ("month 1: x x", "twice in month 1: x"),
            ("date: x", "date takes sentences only"),
            ("month 1", "no colon after the name of a class"),
            ("traits: verb-last", "no such trait: verb-last"),
        ] {
            assert_eq!(problem(&format!("{base}{line}\n")), (3, what.to_owned()));
        }
        assert_eq!(problem(&base).1, "nothing of month, which no line none: names either");
        let both = rest(&[]) + "month 1: x\n";
        assert_eq!(problem(&both).1, "month is given and named by none:");
    }
}
