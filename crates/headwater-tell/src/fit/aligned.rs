//! Whether a difference of substance stands where the rest of two readings agrees. What differs
//! because all words differ is another wording, not another number.

use crate::brief::changes;
use headwater_collate::{Place, Reading};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_text::{Span, TokenKind, fold, tokens};
use std::sync::Arc;

/// Bytes of the shortest modal word that is told where the other reading has none.
const SHORT: usize = 4;

/// Bytes read on either side of a difference to find the words next to it.
const ROUND: usize = 120;

/// The places of a difference of this kind between the words at `a` and at `b`, if it may be told.
/// Where one side has no words its place becomes the one between the words that agree.
pub(super) fn stands(
    articles: &[Arc<Quoted>],
    readings: &[Reading],
    kind: &str,
    a: Place,
    b: Place,
) -> Option<(Place, Place)> {
    let page = |p: Place| articles.get(p.article).map(|q| &q.article);
    let (left, right) = (page(a)?, page(b)?);
    let (x, y) = (a.span.of(&left.text).trim(), b.span.of(&right.text).trim());
    if let (Some(l), Some(r)) = (&left.lang, &right.lang)
        && l != r
    {
        // Between two languages only what is written in figures can be laid side by side.
        let (m, n) = (figure(&left.text, a.span), figure(&right.text, b.span));
        let told = kind == "number" && !m.is_empty() && !n.is_empty() && m != n;
        return told.then_some((a, b));
    }
    match (x.is_empty(), y.is_empty()) {
        (true, true) => None,
        (false, false) => {
            let told = neighbours(left, a, right, b) && alike(articles, readings, a, b);
            told.then_some((a, b))
        }
        // Where one reading has *he wrote* inside, the other has it outside.
        _ if kind == "attribution" => None,
        // A short modal word is put in by grammar as often as by meaning.
        _ if kind == "modality" && x.len().max(y.len()) < SHORT => None,
        (lacks, _) => one_sided(articles, readings, a, b, lacks),
    }
}

/// A difference that one reading has words for and the other has none: the words stand alone
/// between words that agree.
fn one_sided(
    articles: &[Arc<Quoted>],
    readings: &[Reading],
    a: Place,
    b: Place,
    first_lacks: bool,
) -> Option<(Place, Place)> {
    let (with, without) = if first_lacks { (b, a) } else { (a, b) };
    let holding = |p: Place| {
        let of = readings.iter().filter(|r| r.place.article == p.article);
        of.map(|r| r.place).find(|r| r.span.start <= p.span.start && p.span.end <= r.span.end)
    };
    let (long, short) = (holding(with)?, holding(without)?);
    let text = |p: Place| articles.get(p.article).map_or("", |q| p.span.of(&q.article.text));
    let changes = changes(text(long), long.span.start, text(short), short.span.start);
    let change = changes.into_iter().find(|(l, _)| l.overlap(with.span) > 0)?;
    let inside = |span: Span, p: Place| span.start > p.span.start && span.end < p.span.end;
    let words = |p: Place| text(p).split_whitespace().count();
    let put_in = Place { article: with.article, span: change.0 };
    let gap = Place { article: without.article, span: change.1 };
    let alone = text(gap).trim().is_empty() && words(put_in) <= words(with) + 1;
    if !alone || !inside(change.0, long) || !inside(change.1, short) {
        return None;
    }
    Some(if first_lacks { (gap, with) } else { (with, gap) })
}

/// Whether a word next to two places is the same, before or behind them.
pub(crate) fn neighbours(left: &Article, a: Place, right: &Article, b: Place) -> bool {
    let (before_a, after_a) = around(left, a);
    let (before_b, after_b) = around(right, b);
    let same = |x: &Option<String>, y: &Option<String>| x.is_some() && x == y;
    same(&before_a, &before_b) || same(&after_a, &after_b)
}

/// The words right before and behind a place, folded.
fn around(page: &Article, place: Place) -> (Option<String>, Option<String>) {
    let text = &page.text;
    let words = |part: &str| -> Vec<String> {
        let list = tokens(part);
        let words = list.iter().filter(|t| t.kind != TokenKind::Mark);
        words.map(|t| fold(t.span.of(part))).collect()
    };
    let mut from = place.span.start.saturating_sub(ROUND);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (place.span.end + ROUND).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = words(text.get(from..place.span.start).unwrap_or("")).pop();
    let after = words(text.get(place.span.end..to).unwrap_or("")).into_iter().next();
    (before, after)
}

/// The digits of the number that begins in a place or that the place stands in, whatever groups
/// them: *2.100* and *2 100* are one number in two languages.
fn figure(text: &str, span: Span) -> String {
    let inner =
        |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '\u{a0}' | '\u{202f}' | '’');
    let words = span.of(text);
    let Some(at) = words.find(|c: char| c.is_ascii_digit()) else { return String::new() };
    let at = span.start + at;
    let before = text.get(..at).unwrap_or("");
    let kept = before.trim_end_matches(inner).len();
    let rest = text.get(kept..).unwrap_or("");
    let mut out = String::new();
    let mut chars = rest.chars().peekable();
    while let Some(c) = chars.next() {
        let grouped = c == ' ' && chars.peek().is_some_and(char::is_ascii_digit);
        if !inner(c) && !grouped {
            break;
        }
        out.extend(c.is_ascii_digit().then_some(c));
    }
    out
}

/// Whether the readings that hold two places share a third of their words.
fn alike(articles: &[Arc<Quoted>], readings: &[Reading], a: Place, b: Place) -> bool {
    let holding = |p: Place| {
        let held = |r: &&Reading| r.place.article == p.article && r.place.span.overlap(p.span) > 0;
        readings.iter().find(held).map_or(p, |r| r.place)
    };
    let words = |p: Place| -> Vec<String> {
        let text = articles.get(p.article).map_or("", |q| p.span.of(&q.article.text));
        let list = tokens(text);
        let words = list.iter().filter(|t| t.kind != TokenKind::Mark).map(|t| t.span.of(text));
        words.filter(|w| w.chars().count() > 3).map(fold).collect()
    };
    let (x, y) = (words(holding(a)), words(holding(b)));
    let common = x.iter().filter(|w| y.contains(w)).count();
    common * 3 >= x.len().min(y.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_collate::Relation;

    /// Whether `a` of the first text and `b` of the second stand as a difference.
    fn told(kind: &str, first: (&str, &str), second: (&str, &str)) -> bool {
        let page = |(text, _): (&str, &str)| {
            let article = Article { lang: Some("en".into()), ..Article::plain("x", text) };
            Arc::new(Quoted { article, ..Quoted::default() })
        };
        let place = |article: usize, (text, words): (&str, &str)| {
            let at = text.find(words).unwrap_or(0);
            Place { article, span: Span::new(at, at + words.len()) }
        };
        let whole = |article: usize, (text, _): (&str, &str)| Reading {
            place: Place { article, span: Span::new(0, text.len()) },
            quote: None,
            relation: Relation::Noisy,
            repeat: false,
        };
        let readings = [whole(0, first), whole(1, second)];
        let pages = [page(first), page(second)];
        stands(&pages, &readings, kind, place(0, first), place(1, second)).is_some()
    }

    #[test]
    fn a_number_differs_where_the_rest_agrees() {
        let a = ("the tolls of more than 4,000 ferries rise", "more than 4,000");
        assert!(told("number", a, ("the tolls of about 4,000 ferries rise", "about 4,000")));
        let other = ("all of them had been counted twice", "twice");
        assert!(!told("number", ("We had eleven minutes to clear the quay", "eleven"), other));
    }

    #[test]
    fn a_number_is_one_however_its_digits_are_grouped() {
        let digits = |text: &str, words: &str| {
            let at = text.find(words).unwrap_or(0);
            figure(text, Span::new(at, at + words.len()))
        };
        assert_eq!(digits("mit 2.100 Stellen", "2.100"), digits("de 2 100 postes", "2"));
        assert_ne!(digits("mit 2.100 Stellen", "2.100"), digits("de 2 000 postes", "2"));
        assert!(digits("no number", "no").is_empty());
    }

    #[test]
    fn words_of_one_side_alone_stand_between_words_that_agree() {
        let with = ("the offers are only meant to win time", "only");
        assert!(told("scope", ("the offers are meant to win time", ""), with));
        // The whole clause is left out, not the one word.
        let named = ("they are not to be named because an inquiry has been opened", "not");
        assert!(!told("polarity", named, ("they say an inquiry has been opened", "")));
    }
}
