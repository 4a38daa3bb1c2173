//! The words of a stretch of text as collation weighs them: folded, cut to a stem, and with a
//! weight that says how much a word tells. Weights come from the shipped table of rarity, never
//! from the articles of the run, so that one article more does not change what is said of the
//! others.

use headwater_text::{Span, Token, TokenKind, fold, rarity_folded, words};

/// Rarity below which a word tells nothing, and from which it tells most.
const LEAST: f64 = 7.0;
const MOST: f64 = 15.0;

/// One word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Term {
    /// Where it stands in the text.
    pub(crate) span: Span,
    /// Its folded stem.
    pub(crate) stem: String,
    /// How much it tells: 0 for *the*, 1 for a word that one text in ten thousand has.
    pub(crate) weight: f64,
    /// Whether it is written with a capital.
    pub(crate) capital: bool,
    /// Whether it is a number.
    pub(crate) number: bool,
}

impl Term {
    /// Whether it says something by itself.
    pub(crate) fn tells(&self) -> bool {
        self.weight >= 0.25
    }
}

/// The words of a stretch of `text`, marks left out. Linear.
pub(crate) fn terms(text: &str, within: Span) -> Vec<Term> {
    let mut out = Vec::new();
    for Token { span, kind } in words(text, within) {
        let written = span.of(text);
        let mut at = span.start;
        for part in written.split(['-', '‑']) {
            let here = Span::new(at, at + part.len());
            at = here.end
                + if written.as_bytes().get(here.end - span.start) == Some(&b'-') { 1 } else { 3 };
            if part.is_empty() {
                continue;
            }
            let stem = stem(part);
            if stem.is_empty() {
                continue;
            }
            let number = kind == TokenKind::Number;
            let weight = if number { number_weight(&stem) } else { weight(&bare(part), &stem) };
            let capital = part.chars().next().is_some_and(char::is_uppercase);
            out.push(Term { span: here, stem, weight, capital, number });
        }
    }
    out
}

/// A number tells more the more digits it has.
fn number_weight(digits: &str) -> f64 {
    let count = digits.chars().filter(char::is_ascii_digit).count();
    (0.3 + 0.1 * count as f64).min(0.9)
}

/// The folded stem of a word: case, accents, possessive and the commonest endings are cut. A
/// light cut on purpose: two words that are not the same should rarely meet.
pub(crate) fn stem(word: &str) -> String {
    let mut w = bare(word);
    if w.chars().next().is_some_and(char::is_numeric) {
        w.retain(|c| c != ',' && c != '.');
        return w;
    }
    if w.is_ascii() { latin(w) } else { other(w) }
}

/// A word folded, without its possessive ending.
fn bare(word: &str) -> String {
    let mut w = fold(word);
    let head = w.strip_suffix("'s").or_else(|| w.strip_suffix('\'')).map(str::len);
    if let Some(head) = head {
        w.truncate(head);
    }
    w
}

fn latin(mut w: String) -> String {
    let whole = w.len();
    let cuts: &[(&str, &str, usize)] = &[
        ("sses", "ss", 4),
        ("ies", "y", 4),
        ("ied", "y", 4),
        ("ings", "", 7),
        ("ing", "", 6),
        ("eed", "eed", 4),
        ("edly", "", 7),
        ("ed", "", 5),
        ("ss", "ss", 3),
        ("us", "us", 4),
        ("is", "is", 4),
        ("s", "", 4),
    ];
    for (tail, put, least) in cuts {
        if w.len() >= *least && w.ends_with(tail) {
            w.truncate(w.len() - tail.len());
            w.push_str(put);
            break;
        }
    }
    let b = w.as_bytes();
    let n = b.len();
    // *stopped*, *running*: the doubled letter goes with the ending.
    if n > 3 && b[n - 1] == b[n - 2] && !matches!(b[n - 1], b'l' | b's' | b'e' | b'o') {
        w.pop();
    }
    if w.len() > 4 && w.ends_with('e') {
        w.pop();
    }
    // *urged* is of *urge*, which is too short to lose its own ending.
    if w.len() == 3 && whole > 4 && w.ends_with(['c', 'g', 'u', 'v', 'z']) {
        w.push('e');
    }
    w
}

/// Words of other scripts and with letters beyond ASCII: up to three letters of ending go from
/// a long word, because these languages decline.
fn other(w: String) -> String {
    let letters = w.chars().count();
    let cyrillic = w.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c));
    let cut = match letters {
        0..=4 => 0,
        5..=6 => 1,
        _ => 2,
    };
    if !cyrillic || cut == 0 {
        return w;
    }
    w.chars().take(letters - cut).collect()
}

/// The stems of a short text.
pub(crate) fn stems(text: &str) -> Vec<String> {
    terms(text, Span::new(0, text.len())).into_iter().map(|t| t.stem).collect()
}

/// How much a word tells, 0 to 1, from the rarity of its commonest form: the table has *seek*
/// but not *seeking*.
pub(crate) fn weight(word: &str, stem: &str) -> f64 {
    let mut rarity = rarity_folded(word);
    if stem.len() >= 3 && stem != word {
        rarity = rarity.min(rarity_folded(stem) + 0.3);
        if word.is_ascii() && stem.len() >= 4 {
            rarity = rarity.min(rarity_folded(&format!("{stem}e")) + 0.3);
        }
    }
    ((rarity - LEAST) / (MOST - LEAST)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inflections_meet() {
        assert_eq!(stem("negotiations"), stem("negotiation"));
        assert_eq!(stem("Minister’s"), stem("ministers"));
        assert_eq!(stem("stopped"), stem("stop"));
        assert_eq!(stem("carries"), stem("carry"));
        assert_ne!(stem("bus"), stem("bu"));
        assert_eq!(stem("urged"), stem("urge"));
        assert_eq!(stem("200,000"), "200000");
    }

    #[test]
    fn compounds_are_cut_at_hyphens() {
        let text = "A well-known ‘self‑made’ man";
        assert_eq!(stems(text), ["a", "well", "known", "self", "made", "man"]);
        let spans: Vec<&str> =
            terms(text, Span::new(0, text.len())).iter().map(|w| w.span.of(text)).collect();
        assert_eq!(spans, ["A", "well", "known", "self", "made", "man"]);
    }

    #[test]
    fn rare_words_tell_more() {
        assert!(weight("the", "the") < 0.05);
        assert!(weight("ferry", "ferry") > weight("people", "people"));
        assert!(weight("qzxvwkrt", "qzxvwkrt") > 0.9);
    }
}
