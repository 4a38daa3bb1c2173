//! Finds the words of substance in a wording: numbers with units, dates, negators, poles, modality,
//! scope, attribution, names – each with its place.

use super::lexicon::{Kind, Lexicon, of_language, of_words};
use crate::words::{Piece, pieces};
use headwater_lang::{Class, Language, Trait};
use headwater_text::{Span, TokenKind, rarity_folded};

/// A word or phrase of substance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fact {
    /// What it is.
    pub kind: Kind,
    /// Class: a number's value, a month, a pole with its sign.
    pub class: String,
    /// Index of its first word.
    pub at: usize,
    /// Index after its last word.
    pub end: usize,
    /// Where it stands.
    pub span: Span,
}

/// Words of a wording that are read; what stands behind them is not judged.
const MOST: usize = 600;

/// A wording made ready for comparison.
pub(crate) struct Facts {
    /// Words and numbers, marks left out.
    pub words: Vec<Piece>,
    /// For each word whether it begins with a capital letter.
    pub capital: Vec<bool>,
    /// For each word whether all of two to five letters are large: *US*, *NATO*.
    pub shouted: Vec<bool>,
    /// For each word whether a sentence begins with it.
    pub first: Vec<bool>,
    /// For each word whether a comma or a stronger mark stands before it.
    pub broken: Vec<bool>,
    /// All facts in order.
    pub facts: Vec<Fact>,
    /// The language taken, where words told it.
    pub lexicon: Option<&'static Lexicon>,
}

/// Initials without their stops: *f.b.i.* is *fbi*.
fn undotted(word: String) -> String {
    let initials = word.contains('.')
        && word.split('.').all(|part| part.chars().count() < 2)
        && word.chars().all(|c| c == '.' || c.is_alphabetic());
    if initials { word.replace('.', "") } else { word }
}

/// Puts numbers together whose thousands a space parts: *2 100*, *1 500 000*. A plain space counts
/// only behind up to three digits and before exactly three, as all groups must be.
fn grouped(text: &str, all: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(all.len());
    let plain = |p: &Piece| p.span.of(text).bytes().all(|b| b.is_ascii_digit());
    let mut open = false;
    for piece in all {
        let joins = piece.kind == TokenKind::Number && piece.span.len() == 3 && plain(&piece);
        if let Some(last) = out.last_mut().filter(|l| l.kind == TokenKind::Number && joins)
            && matches!(
                Span::new(last.span.end, piece.span.start).of(text),
                " " | "\u{a0}" | "\u{202f}" | "\u{2009}"
            )
            && (open || last.span.len() <= 3 && plain(last) && last.fold != "0")
        {
            last.span.end = piece.span.end;
            last.fold.push_str(&piece.fold);
            open = true;
            continue;
        }
        open = false;
        out.push(piece);
    }
    out
}

impl Facts {
    /// Reads a wording, in the language that its words tell.
    pub(crate) fn read(text: &str) -> Facts {
        Facts::read_in(text, None)
    }

    /// Reads a wording in this language, where the lexicon has it.
    pub(crate) fn read_in(text: &str, lang: Option<&str>) -> Facts {
        let all = grouped(text, pieces(text));
        let mut words = Vec::new();
        let (mut capital, mut shouted, mut first) = (Vec::new(), Vec::new(), Vec::new());
        let mut broken = Vec::new();
        let (mut begins, mut breaks) = (true, false);
        for piece in all {
            if words.len() >= MOST {
                break;
            }
            if piece.kind == TokenKind::Mark {
                let mark = piece.span.of(text);
                breaks |= matches!(mark, "," | ";" | ":" | "–" | "—" | "." | "!" | "?" | "(" | ")");
                begins |= matches!(mark, "." | "!" | "?" | "“" | "„" | "«" | "\"" | ":");
                continue;
            }
            capital.push(piece.span.of(text).chars().next().is_some_and(char::is_uppercase));
            let letters = piece.span.of(text).chars();
            let length = letters.clone().count();
            shouted.push((2..=5).contains(&length) && letters.clone().all(char::is_uppercase));
            first.push(begins);
            broken.push(breaks);
            (begins, breaks) = (false, false);
            words.push(Piece { fold: undotted(piece.fold), ..piece });
        }
        let lexicon = match lang {
            Some(code) => of_language(code),
            None => of_words(words.iter().map(|w| w.fold.as_str())),
        };
        let mut out = Facts { words, capital, shouted, first, broken, facts: Vec::new(), lexicon };
        out.facts = out.collect(text);
        out
    }

    /// Facts of one kind.
    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = &Fact> {
        self.facts.iter().filter(move |f| f.kind == kind)
    }

    /// The folded word at an index.
    pub(crate) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |w| w.fold.as_str())
    }

    /// From the first to the last word.
    pub(crate) fn whole(&self) -> Option<Span> {
        Some(self.words.first()?.span.hull(self.words.last()?.span))
    }

    /// Whether it is one sentence, and nothing in it is quoted.
    pub(crate) fn single(&self) -> bool {
        self.first.iter().filter(|f| **f).count() < 2
    }

    /// Rarity of the word at an index.
    pub(crate) fn rarity(&self, at: usize) -> f64 {
        rarity_folded(self.word(at))
    }

    fn collect(&self, text: &str) -> Vec<Fact> {
        let mut out = Vec::new();
        let mut at = 0;
        while at < self.words.len() {
            at += self.take(text, at, &mut out).max(1);
        }
        out
    }

    /// Takes the facts that begin at a word; gives the number of words taken.
    fn take(&self, text: &str, at: usize, out: &mut Vec<Fact>) -> usize {
        if let Some((class, taken)) = self.fraction(at) {
            out.push(self.fact(Kind::Number, class, at, taken));
            return taken;
        }
        if let Some((value, taken)) = self.number(at) {
            out.push(self.fact(number_kind(text, self, at, taken), value, at, taken));
            return taken;
        }
        let Some(lexicon) = self.lexicon else { return 1 };
        let most = lexicon.phrase(self.word(at)).min(4);
        for taken in (1..=most).rev() {
            let phrase = (at..at + taken).map(|k| self.word(k)).collect::<Vec<_>>().join("_");
            let meanings = lexicon.look(&phrase);
            if meanings.is_empty() || (taken == 1 && self.is_other(text, lexicon.language, at)) {
                continue;
            }
            for (kind, class) in meanings {
                if *kind != Kind::Stop && *kind != Kind::Number && *kind != Kind::Scale {
                    out.push(self.fact(*kind, (*class).to_owned(), at, taken));
                }
            }
            return taken;
        }
        1
    }

    /// Number phrases: *a third*.
    fn fraction(&self, at: usize) -> Option<(String, usize)> {
        let lexicon = self.lexicon?;
        let taken = lexicon.phrase(self.word(at)).min(2);
        let phrase = format!("{}_{}", self.word(at), self.word(at + 1));
        let found = lexicon.look(&phrase).iter().find(|(k, _)| *k == Kind::Number)?;
        (taken == 2).then(|| (found.1.to_owned(), 2))
    }

    /// The fact that a word belongs to.
    pub(crate) fn at(&self, at: usize) -> Option<&Fact> {
        self.facts.iter().find(|f| f.at <= at && at < f.end)
    }

    /// Words that look like one of substance and are another: the month May, *einen* as article.
    fn is_other(&self, text: &str, language: &Language, at: usize) -> bool {
        let word = self.word(at);
        let capital = self.capital.get(at) == Some(&true);
        let first = self.first.get(at) == Some(&true);
        let number = |k: usize| self.words.get(k).is_some_and(|w| w.kind == TokenKind::Number);
        let beside_number = number(at + 1) || at > 0 && number(at - 1);
        let Some(twin) = language.find(Class::Twin, word) else { return false };
        match twin.key {
            // Months are written large; the verb *march* is not.
            "verb-month" => !(capital && !first || beside_number),
            // Folded alike: *maja*, of May, and *mają*, they have.
            "beside-number" => !beside_number,
            // Spanish *sí* is yes.
            "accent" => self.words.get(at).is_some_and(|w| !w.span.of(text).is_ascii()),
            // French *si* is so, and Portuguese *se* the reflexive word, where no clause begins with
            // it.
            "clause" => {
                let begins = |flags: &[bool]| flags.get(at) == Some(&true);
                let joins = |w| language.has(Class::That, w) || language.has(Class::Contrast, w);
                let led = at > 0 && joins(self.word(at - 1));
                !begins(&self.first) && !begins(&self.broken) && !led
            }
            // *the United States* states nothing.
            "large-name" => capital && !first,
            "large" => capital,
            _ => false,
        }
    }

    /// Whether a word looks like another one that is told apart in this way.
    pub(crate) fn is_twin(&self, at: usize, key: &str) -> bool {
        let twin = self.lexicon.and_then(|l| l.language.find(Class::Twin, self.word(at)));
        twin.is_some_and(|t| t.key == key)
    }

    /// Whether capitals are on all nouns.
    pub(crate) fn large_nouns(&self) -> bool {
        self.lexicon.is_some_and(|l| l.language.does(Trait::LargeNouns))
    }

    fn fact(&self, kind: Kind, class: String, at: usize, taken: usize) -> Fact {
        let end = self.words.get(at + taken - 1).or(self.words.get(at)).map_or(0, |w| w.span.end);
        let start = self.words.get(at).map_or(0, |w| w.span.start);
        Fact { kind, class, at, end: at + taken, span: Span::new(start, end) }
    }

    /// A number that begins at a word: its value as text, and how many words it takes.
    fn number(&self, at: usize) -> Option<(String, usize)> {
        let (mut value, mut taken) = match self.words.get(at)? {
            w if w.kind == TokenKind::Number => (self.figure(&w.fold)?, 1),
            w => match self.in_letters(&w.fold)? {
                Letters::Value(v) => (v, 1),
                Letters::Other(class) => return Some((class, 1)),
            },
        };
        let lexicon = self.lexicon;
        while let Some(next) = self.words.get(at + taken) {
            let scale = lexicon.and_then(|l| {
                l.look(&next.fold).iter().find(|(k, _)| *k == Kind::Scale).map(|(_, c)| *c)
            });
            let Some(scale) = scale.and_then(|s| s.parse::<f64>().ok()) else { break };
            value *= scale;
            taken += 1;
        }
        Some((shown(value), taken))
    }

    /// The value of a number in figures, with what is written right behind it: *3.4bn*, *55m*, *6am*.
    fn figure(&self, folded: &str) -> Option<f64> {
        let bare = folded.trim_end_matches(char::is_alphabetic);
        let tail = folded.get(bare.len()..).unwrap_or("");
        if tail.is_empty() || !bare.ends_with(|c: char| c.is_ascii_digit()) {
            return digits(folded);
        }
        let scale = self.lexicon.and_then(|l| {
            l.look(tail).iter().find(|(k, _)| *k == Kind::Scale).and_then(|(_, c)| c.parse().ok())
        });
        Some(digits(bare)? * scale.unwrap_or(1.0))
    }

    fn in_letters(&self, word: &str) -> Option<Letters> {
        let lexicon = self.lexicon?;
        let class =
            |w: &str, kind: Kind| lexicon.look(w).iter().find(|(k, _)| *k == kind).map(|(_, c)| *c);
        if let Some((tens, ones)) = word.split_once('-') {
            let part = |w: &str| class(w, Kind::Number).and_then(|c| c.parse::<f64>().ok());
            return Some(Letters::Value(part(tens)? + part(ones)?));
        }
        if let Some(class) = class(word, Kind::Number) {
            return Some(match class.parse::<f64>() {
                Ok(v) => Letters::Value(v),
                Err(_) => Letters::Other(class.to_owned()),
            });
        }
        let scale = class(word, Kind::Scale)?.parse::<f64>().ok()?;
        Some(Letters::Value(scale))
    }
}

enum Letters {
    Value(f64),
    /// Ordinals, multiples, *dozens*.
    Other(String),
}

/// The value of a number as folded: `1200`, `7.4`.
fn digits(folded: &str) -> Option<f64> {
    folded.parse::<f64>().ok().filter(|v| v.is_finite()).or_else(|| {
        // `12:30`, `1.2.3`: kept apart by a value of their own.
        let plain: String = folded.chars().filter(char::is_ascii_digit).collect();
        plain.parse::<f64>().ok().map(|v| v + 0.001)
    })
}

fn shown(value: f64) -> String {
    format!("{:.4}", value).trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Whether a number is part of a date: the day beside a month, or a year.
fn number_kind(text: &str, facts: &Facts, at: usize, taken: usize) -> Kind {
    let Some(lexicon) = facts.lexicon else { return Kind::Number };
    let is = |k: usize, kind: Kind, prefix: &str| {
        facts.words.get(k).is_some_and(|w| {
            lexicon.look(&w.fold).iter().any(|(found, c)| *found == kind && c.starts_with(prefix))
        })
    };
    let month_near = (at > 0 && is(at - 1, Kind::Date, "m"))
        || is(at + taken, Kind::Date, "m")
        || (at > 1 && is(at - 2, Kind::Date, "m"))
        || (lexicon.language.has(Class::DateOf, facts.word(at + taken))
            && is(at + taken + 1, Kind::Date, "m"));
    let Some(word) = facts.words.get(at).filter(|w| w.kind == TokenKind::Number) else {
        return Kind::Number;
    };
    let plain = word.fold.strip_suffix('s').unwrap_or(&word.fold);
    // A time of day: `7:30`.
    let clock = word.span.of(text).split_once(':').is_some_and(|(h, m)| {
        m.len() == 2
            && h.parse::<u32>().is_ok_and(|h| h < 25)
            && m.parse::<u32>().is_ok_and(|m| m < 60)
    });
    if clock {
        return Kind::Date;
    }
    let value = plain.parse::<u32>().unwrap_or(0);
    let printed = word.span.of(text).trim_end_matches('s');
    let unit = is(at + taken, Kind::Unit, "") && !is(at + taken, Kind::Unit, "year");
    let year = printed.len() == 4 && (1800..2100).contains(&value) && !unit && taken == 1;
    if year || (month_near && (1..=31).contains(&value) && !unit) {
        return Kind::Date;
    }
    Kind::Number
}
