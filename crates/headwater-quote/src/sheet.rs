//! Cuts an article into tokens, sentences, paragraphs and what stands in quotation marks: what every
//! tagger and rule reads instead of the bare text.

use crate::marks::{self, Marked};
use crate::quotation::Zone;
use headwater_lang::{Class, Language, Trait};
use headwater_page::Article;
use headwater_text::{Span, sentences};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(unreachable_pub)] // public for training only
pub enum Sort {
    Word,
    Number,
    Mark,
}

/// A token: a word (inner apostrophes, dots and hyphens kept, a possessive *'s* cut off), a
/// number, or a mark.
#[derive(Clone, Debug)]
#[allow(unreachable_pub)] // public for training only
pub struct Token {
    pub(crate) span: Span,
    pub(crate) sort: Sort,
    /// Begins with a capital letter.
    pub(crate) cap: bool,
    /// Number of its sentence, counted through the article.
    pub(crate) sentence: usize,
    /// Stands inside quotation marks (the marks themselves count).
    pub(crate) inside: bool,
    /// Is a verb of saying in the article's language.
    cue: bool,
    low: (usize, usize),
}

/// A paragraph: one line of the text.
#[derive(Clone, Debug)]
#[allow(unreachable_pub)] // public for training only
pub struct Para {
    pub(crate) span: Span,
    pub(crate) tokens: Range<usize>,
    pub(crate) zone: Zone,
    /// What stands between quotation marks here, in order.
    pub(crate) marked: Vec<Marked>,
}

/// Longer sentences and paragraphs, in tokens, are no prose and are cut: what is compared within
/// them stays bounded.
const LONG_SENTENCE: usize = 400;
const LONG_PARAGRAPH: usize = 1200;

/// Tokens of one article that are read: some five megabytes of prose, more than any report has.
/// What stands behind them is left unread, and a remark says so.
const MOST: usize = 1_000_000;

/// An article prepared for reading.
#[allow(unreachable_pub)] // public for training only
pub struct Sheet<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: Vec<Token>,
    pub(crate) paras: Vec<Para>,
    /// The language that the article is read in.
    pub(crate) language: &'static Language,
    /// Its verb stands second, as in German.
    pub(crate) verb_second: bool,
    /// Its nouns have capitals, as in German.
    pub(crate) large_nouns: bool,
    /// Where reading stopped, if the article is longer than is read.
    pub(crate) stopped: Option<usize>,
    lower: String,
    voices: OnceCell<BTreeSet<String>>,
    turns: OnceCell<BTreeSet<String>>,
}

impl<'t> Sheet<'t> {
    /// Cuts the article into paragraphs, sentences and tokens and pairs its quotation marks.
    pub(crate) fn new(article: &'t Article) -> Sheet<'t> {
        let text = article.text.as_str();
        let mut sheet = Sheet {
            text,
            tokens: Vec::new(),
            paras: Vec::new(),
            language: Language::unknown(),
            verb_second: false,
            large_nouns: false,
            stopped: None,
            lower: String::new(),
            voices: OnceCell::new(),
            turns: OnceCell::new(),
        };
        let zones = Zones::new(article);
        let mut at = 0;
        let mut sentence = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(at, at + line.len()).trim(text);
            at += line.len();
            if span.is_empty() {
                continue;
            }
            if sheet.tokens.len() >= MOST {
                sheet.stopped.get_or_insert(span.start);
                break;
            }
            let zone = zones.at(span);
            let mut first = sheet.tokens.len();
            for s in sentences(text, span) {
                if sheet.tokens.len() >= MOST {
                    sheet.stopped.get_or_insert(s.start);
                    break;
                }
                sentence = sheet.cut(s, sentence) + 1;
                if sheet.tokens.len() - first > LONG_PARAGRAPH {
                    sheet.paragraph(first, zone);
                    first = sheet.tokens.len();
                }
            }
            sheet.paragraph(first, zone);
        }
        sheet.language = crate::language::language(article, &sheet);
        sheet.verb_second = sheet.language.does(Trait::VerbSecond);
        sheet.large_nouns = sheet.language.does(Trait::LargeNouns);
        for i in 0..sheet.tokens.len() {
            let cue = crate::words::is_cue(sheet.language, sheet.low(i));
            if let Some(token) = sheet.tokens.get_mut(i) {
                token.cue = cue;
            }
        }
        marks::pair(&mut sheet);
        sheet
    }

    /// Closes the paragraph that begins at token `first`.
    fn paragraph(&mut self, first: usize, zone: Zone) {
        let end = self.tokens.len();
        for start in (first..end).step_by(LONG_PARAGRAPH) {
            let tokens = start..end.min(start + LONG_PARAGRAPH);
            let span = self.span(&tokens);
            self.paras.push(Para { span, tokens, zone, marked: Vec::new() });
        }
    }

    /// Cuts a sentence into tokens; gives the number of the last sentence, which is another one
    /// where it had to be cut for its length.
    fn cut(&mut self, within: Span, mut sentence: usize) -> usize {
        let first = self.tokens.len();
        let part = within.of(self.text);
        let mut chars = part.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            if self.tokens.len() >= MOST {
                self.stopped.get_or_insert(within.start + at);
                break;
            }
            if c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}' {
                continue;
            }
            let (sort, end) = token_at(part, at, c);
            while chars.next_if(|(i, _)| *i < end).is_some() {}
            let low = self.lower.len();
            let words = part.get(at..end).unwrap_or("");
            for c in words.chars() {
                if c == '’' {
                    self.lower.push('\'');
                } else {
                    self.lower.extend(c.to_lowercase());
                }
            }
            self.tokens.push(Token {
                span: Span::new(within.start + at, within.start + end),
                sort,
                cap: c.is_uppercase(),
                sentence,
                inside: false,
                cue: false,
                low: (low, self.lower.len()),
            });
            if (self.tokens.len() - first).is_multiple_of(LONG_SENTENCE) {
                sentence += 1;
            }
        }
        sentence
    }

    /// The token's words in lower case, apostrophes straight; empty past the end.
    pub(crate) fn low(&self, i: usize) -> &str {
        self.tokens.get(i).and_then(|t| self.lower.get(t.low.0..t.low.1)).unwrap_or("")
    }

    /// The token as printed; empty past the end.
    pub(crate) fn word(&self, i: usize) -> &'t str {
        self.tokens.get(i).map_or("", |t| t.span.of(self.text))
    }

    pub(crate) fn is_word(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.sort == Sort::Word)
    }

    pub(crate) fn cap(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.cap)
    }

    pub(crate) fn inside(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.inside)
    }

    pub(crate) fn cue(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.cue)
    }

    /// Whether the token's words are of a class in the article's language.
    pub(crate) fn is(&self, class: Class, i: usize) -> bool {
        self.language.has(class, self.low(i))
    }

    /// How many tokens the longest phrase of a class has that begins at token `i`, up to three.
    pub(crate) fn phrase(&self, class: Class, i: usize) -> Option<usize> {
        let fits = |words: &str| self.language.has(class, words);
        let two = || format!("{} {}", self.low(i), self.low(i + 1));
        let three = || format!("{} {}", two(), self.low(i + 2));
        if !self.language.begins(class, self.low(i)) {
            None
        } else if fits(&three()) {
            Some(3)
        } else if fits(&two()) {
            Some(2)
        } else {
            fits(self.low(i)).then_some(1)
        }
    }

    pub(crate) fn sentence(&self, i: usize) -> usize {
        self.tokens.get(i).map_or(usize::MAX, |t| t.sentence)
    }

    /// The names that speak in the running text, found when first asked for.
    pub(crate) fn voices(&self) -> &BTreeSet<String> {
        self.voices.get_or_init(|| crate::voices::voices(self))
    }

    /// The names in capitals that take turns in a transcript, found when first asked for.
    pub(crate) fn turns(&self) -> &BTreeSet<String> {
        self.turns.get_or_init(|| crate::voices::turns(self))
    }

    /// The words that stand somewhere in small letters.
    pub(crate) fn small(&self) -> BTreeSet<&str> {
        let all = (0..self.tokens.len()).filter(|&k| self.is_word(k) && !self.cap(k));
        all.map(|k| self.low(k)).collect()
    }

    /// The hull of a range of tokens.
    pub(crate) fn span(&self, r: &Range<usize>) -> Span {
        let start = self.tokens.get(r.start).map_or(0, |t| t.span.start);
        let end =
            r.end.checked_sub(1).and_then(|e| self.tokens.get(e)).map_or(start, |t| t.span.end);
        Span::new(start, end)
    }

    /// How many words and numbers stand in the range.
    pub(crate) fn words(&self, r: Range<usize>) -> usize {
        self.tokens.get(r).map_or(0, |t| t.iter().filter(|t| t.sort != Sort::Mark).count())
    }

    /// The tokens of the sentence of token `i`, cut at the ends of `para`.
    pub(crate) fn sentence_range(&self, para: &Para, i: usize) -> Range<usize> {
        let n = self.sentence(i);
        let tokens = self.tokens.get(para.tokens.clone()).unwrap_or(&[]);
        let a = tokens.partition_point(|t| t.sentence < n);
        let b = tokens.partition_point(|t| t.sentence <= n);
        para.tokens.start + a..para.tokens.start + b
    }
}

/// Of what sort the token is that begins with `c` at this place of a sentence, and where it ends.
fn token_at(part: &str, at: usize, c: char) -> (Sort, usize) {
    let end = at + c.len_utf8();
    let rest = |from: usize| part.get(from..).unwrap_or("");
    let sort = if c.is_alphabetic() {
        Sort::Word
    } else if c.is_numeric() {
        Sort::Number
    } else if (c == '\'' || c == '`') && rest(end).starts_with(c) {
        // Two apostrophes or grave accents in a row are one quotation mark.
        return (Sort::Mark, end + c.len_utf8());
    } else if matches!(c, '\'' | '’') && possessive(rest(end)) {
        return (Sort::Mark, end + 1);
    } else {
        return (Sort::Mark, end);
    };
    let grows = |i: usize, next: char| {
        let rest = rest(i + next.len_utf8());
        next.is_alphanumeric()
            || is_combining(next)
            || joins(next, sort, rest) && !split_here(next, rest)
            || next == '.' && part.get(at..i).is_some_and(dotted)
    };
    let more = rest(end).char_indices().find(|(i, next)| !grows(end + i, *next));
    (sort, more.map_or(part.len(), |(i, _)| end + i))
}

/// Whether the rest after an apostrophe begins with a possessive s.
fn possessive(rest: &str) -> bool {
    rest.starts_with(['s', 'S']) && !rest.chars().nth(1).is_some_and(char::is_alphanumeric)
}

fn split_here(c: char, rest: &str) -> bool {
    matches!(c, '\'' | '’') && possessive(rest)
}

fn joins(c: char, sort: Sort, rest: &str) -> bool {
    let more = rest.chars().next().is_some_and(char::is_alphanumeric);
    let digit = rest.chars().next().is_some_and(char::is_numeric);
    match sort {
        Sort::Word => more && matches!(c, '\'' | '’' | '-' | '‑' | '.' | '&'),
        Sort::Number => more && c == '-' || digit && matches!(c, ',' | '.' | ':'),
        Sort::Mark => false,
    }
}

/// Whether a word is of the form *U.S*, so that a full stop after it belongs to it.
fn dotted(word: &str) -> bool {
    let mut letters = word.split('.');
    word.len() < 12 && word.contains('.') && letters.all(|l| l.chars().count() == 1)
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// The zones of an article, for look-up in rising order of place.
struct Zones<'a> {
    article: &'a Article,
    body: Vec<Span>,
    repeats: Vec<Span>,
    all_body: bool,
}

impl<'a> Zones<'a> {
    fn new(article: &'a Article) -> Zones<'a> {
        let sorted = |spans: &[Span]| {
            let mut s = spans.to_vec();
            s.sort_unstable();
            s
        };
        Zones {
            article,
            body: sorted(&article.body),
            repeats: sorted(&article.repeats),
            all_body: article.body.is_empty() && article.frame.is_empty(),
        }
    }

    fn at(&self, span: Span) -> Zone {
        let hits = |spans: &[Span]| {
            let i = spans.partition_point(|s| s.start < span.end);
            let before = spans.get(i.saturating_sub(3)..i).unwrap_or(&[]);
            before.iter().any(|s| s.overlap(span) > 0)
        };
        if self.article.title_span.is_some_and(|t| t.overlap(span) > 0) {
            Zone::Title
        } else if hits(&self.repeats) {
            Zone::Repeat
        } else if self.all_body || hits(&self.body) {
            Zone::Body
        } else {
            Zone::Frame
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_keep_names_whole_and_cut_possessives() {
        let a = Article::plain("p", "Lind’s U.S. aide didn't say ''No'' to AT&T-like 2,500.");
        let s = Sheet::new(&a);
        let words: Vec<&str> = (0..s.tokens.len()).map(|i| s.word(i)).collect();
        let want = [
            "Lind",
            "’s",
            "U.S.",
            "aide",
            "didn't",
            "say",
            "''",
            "No",
            "''",
            "to",
            "AT&T-like",
            "2,500",
            ".",
        ];
        assert_eq!(words, want);
    }

    #[test]
    fn paragraphs_know_their_zone() {
        let mut a = Article::plain("p", "Title\n\nMenu\n\nBody here.\nBody here.");
        a.title_span = Some(Span::new(0, 5));
        a.body = vec![Span::new(13, 23)];
        a.repeats = vec![Span::new(24, 34)];
        let zones: Vec<Zone> = Sheet::new(&a).paras.iter().map(|p| p.zone).collect();
        assert_eq!(zones, [Zone::Title, Zone::Frame, Zone::Body, Zone::Repeat]);
    }
}
