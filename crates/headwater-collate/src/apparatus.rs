//! Finds the places where the readings of one statement vary: the words of the base and what the
//! others have there.
//!
//! Words outrank marks: only words are aligned, and marks never make a place of variation.

use crate::compare::Aligned;
use crate::terms::{Term, terms};
use crate::utterances::liken::{dice, kin};
use crate::{Place, Reading, Relation, Variant};
use headwater_quote::Quoted;
use headwater_text::Span;
use std::collections::BTreeSet;

/// Alignments of more cells than this are not made; the reading then differs as a whole.
const CELLS: usize = 250_000;

/// One stretch where two readings differ: ranges of word indexes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Change {
    a: (usize, usize),
    b: (usize, usize),
    folded: bool,
    /// One word for one of the same stem: a place by itself.
    inflected: bool,
}

/// The apparatus of an utterance. `readings[0]` is the base; repeats are left out.
pub(crate) fn apparatus(articles: &[&Quoted], readings: &[Reading]) -> Vec<Variant> {
    let Some(base) = readings.first() else { return Vec::new() };
    let base_text = text_of(articles, base.place.article);
    let base_words = terms(base_text, base.place.span);
    let mut found: Vec<(usize, Vec<Term>, Vec<Change>)> = Vec::new();
    for (i, r) in readings.iter().enumerate().skip(1) {
        if r.repeat {
            continue;
        }
        let text = text_of(articles, r.place.article);
        let other = terms(text, r.place.span);
        let changes = changes(base_text, &base_words, text, &other);
        found.push((i, other, changes));
    }
    let mut ranges: Vec<(usize, usize)> =
        found.iter().flat_map(|(_, _, c)| c.iter().map(|c| c.a)).collect();
    ranges.sort_unstable();
    places(ranges)
        .into_iter()
        .map(|range| {
            let span = stretch(&base_words, range, base.place.span);
            let mut others = Vec::new();
            let mut folded = true;
            for (i, other, changes) in &found {
                let Some((at, same)) = reading_at(range, changes) else { continue };
                let Some(r) = readings.get(*i) else { continue };
                let text = text_of(articles, r.place.article);
                let span = ellipsis(text, other, at, r.place.span)
                    .unwrap_or_else(|| stretch(other, at, r.place.span));
                others.push((*i, Place { article: r.place.article, span }));
                folded &= same;
            }
            let base = Place { article: base.place.article, span };
            Variant { base, others, folded, substance: None }
        })
        .collect()
}

fn lang_of<'a>(articles: &[&'a Quoted], article: usize) -> Option<&'a str> {
    articles.get(article).and_then(|q| q.article.lang.as_deref())
}

fn text_of<'a>(articles: &[&'a Quoted], article: usize) -> &'a str {
    articles.get(article).map_or("", |q| q.article.text.as_str())
}

/// Overlapping ranges of the base become one place. Places where words are added (empty ranges)
/// stay by themselves unless they stand inside another.
fn places(ranges: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for r in ranges {
        match out.last_mut() {
            Some(last) if r.0 < last.1 || *last == r => last.1 = last.1.max(r.1),
            _ => out.push(r),
        }
    }
    out
}

/// What a reading has at a place of the base, and whether it differs there only by folding.
/// `None` if it has the same words.
fn reading_at(range: (usize, usize), changes: &[Change]) -> Option<((usize, usize), bool)> {
    let inside = |c: &&Change| {
        (c.a.0 < range.1 && range.0 < c.a.1)
            || c.a == range
            || (c.a.0 == c.a.1 && range.0 < c.a.0 && c.a.0 < range.1)
    };
    let touched: Vec<&Change> = changes.iter().filter(inside).collect();
    let (first, last) = (touched.first()?, touched.last()?);
    // Words of the place before the first change and after the last are the same on both sides.
    let start = first.b.0.saturating_sub(first.a.0.saturating_sub(range.0));
    let end = last.b.1 + range.1.saturating_sub(last.a.1);
    Some(((start, end), touched.iter().all(|c| c.folded)))
}

/// The text from the first to the last of these words; where there are none, the empty place
/// before the next.
fn stretch(all: &[Term], range: (usize, usize), whole: Span) -> Span {
    let end = range.1.min(all.len());
    match (all.get(range.0), end.checked_sub(1).and_then(|i| all.get(i))) {
        (Some(first), Some(last)) if range.0 < end => Span::new(first.span.start, last.span.end),
        (Some(next), _) => Span::new(next.span.start, next.span.start),
        _ => Span::new(whole.end, whole.end),
    }
}

/// The ellipsis that a reading sets where it leaves words out: *…*, *...*, with or without
/// brackets around it. `None` where it has words or no such mark.
fn ellipsis(text: &str, all: &[Term], (start, end): (usize, usize), whole: Span) -> Option<Span> {
    if start < end {
        return None;
    }
    let from = start.checked_sub(1).and_then(|i| all.get(i)).map_or(whole.start, |w| w.span.end);
    let to = all.get(start).map_or(whole.end, |w| w.span.start);
    let between = text.get(from..to)?;
    let (at, length) = ["…", "...", ". . ."]
        .iter()
        .find_map(|mark| between.find(mark).map(|at| (at, mark.len())))?;
    let opens = between.get(..at).is_some_and(|b| b.ends_with(['[', '(']));
    let closes = between.get(at + length..).is_some_and(|b| b.starts_with([']', ')']));
    let wide = usize::from(opens && closes);
    Some(Span::new(from + at - wide, from + at + length + wide))
}

/// Whether the words of a place of variation are an ellipsis alone: the reading says itself that
/// it leaves words out.
pub fn is_ellipsis(words: &str) -> bool {
    let marks = words.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')']);
    matches!(marks, "…" | "..." | ". . .")
}

/// The stretches where two wordings differ, in order.
fn changes(text_a: &str, a: &[Term], text_b: &str, b: &[Term]) -> Vec<Change> {
    let pairs = align(a, b);
    let mut out: Vec<Change> = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (x, y) in pairs.iter().copied().chain([(a.len(), b.len())]) {
        if x > i || y > j {
            out.push(Change { a: (i, x), b: (j, y), folded: false, inflected: false });
        }
        if let (Some(v), Some(w)) = (a.get(x), b.get(y))
            && v.span.of(text_a) != w.span.of(text_b)
        {
            // Another inflection is another word; other case, accents or marks are not.
            let same = headwater_text::fold(v.span.of(text_a))
                == headwater_text::fold(w.span.of(text_b))
                || v.capital && w.capital && dice(&v.stem, &w.stem) >= 0.6;
            out.push(Change { a: (x, x + 1), b: (y, y + 1), folded: same, inflected: true });
        }
        (i, j) = (x + 1, y + 1);
    }
    glue(a, b, out)
}

/// Joins changes that touch, and changes between which only one or two small words agree: *for as
/// long as it takes* against *as much as needed* is one change, though both have *as … as*.
fn glue(a: &[Term], b: &[Term], changes: Vec<Change>) -> Vec<Change> {
    let mut out: Vec<Change> = Vec::new();
    for c in changes {
        if let Some(last) = out.last_mut() {
            let between = a.get(last.a.1..c.a.0).unwrap_or(&[]);
            let small = between.iter().all(|w| !w.tells() && !w.capital);
            let wide = last.a.1 - last.a.0 + c.a.1 - c.a.0 >= 2
                || last.b.1 - last.b.0 + c.b.1 - c.b.0 >= 2;
            let both = last.a.1 > last.a.0 || last.b.1 > last.b.0;
            let whole = !last.inflected && !c.inflected;
            let island = between.len() <= 2 && small && wide && both && whole;
            if (between.is_empty() && whole) || (island && c.b.0 <= b.len()) {
                last.a.1 = c.a.1;
                last.b.1 = c.b.1;
                last.folded &= c.folded;
                continue;
            }
        }
        out.push(c);
    }
    out
}

/// Pairs of word indexes that stand for each other, rising on both sides: the best global
/// alignment by likeness of words.
fn align(a: &[Term], b: &[Term]) -> Vec<(usize, usize)> {
    let wide = b.len() + 1;
    if (a.len() + 1).saturating_mul(wide) > CELLS {
        return Vec::new();
    }
    let gain = |v: &Term, w: &Term| {
        let k = kin(v, w);
        // A shared rare word outweighs two shared small ones; a faint likeness pairs nothing.
        if k < 0.6 { 0.0 } else { (k * k * (0.3 + v.weight.min(w.weight))) as f32 }
    };
    // The best from here on, and the best from here on that pairs these two words.
    let mut best = vec![0.0_f32; (a.len() + 1) * wide];
    let mut paired = best.clone();
    let at = |table: &[f32], i: usize, j: usize| table.get(i * wide + j).copied().unwrap_or(0.0);
    for (i, v) in a.iter().enumerate().rev() {
        for (j, w) in b.iter().enumerate().rev() {
            let g = gain(v, w);
            let mut here = at(&best, i + 1, j).max(at(&best, i, j + 1));
            if g > 0.0 {
                let on = at(&paired, i + 1, j + 1);
                let go = if on > 0.0 { on + UNBROKEN } else { 0.0 };
                let pair = g + go.max(at(&best, i + 1, j + 1));
                here = here.max(pair);
                paired.iter_mut().skip(i * wide + j).take(1).for_each(|cell| *cell = pair);
            }
            best.iter_mut().skip(i * wide + j).take(1).for_each(|cell| *cell = here);
        }
    }
    let mut out = Vec::new();
    let (mut i, mut j, mut bound) = (0, 0, false);
    while i < a.len() && j < b.len() {
        let (here, pair) = (at(&best, i, j), at(&paired, i, j));
        if pair > 0.0 && (bound || here <= pair) {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
            let on = at(&paired, i, j);
            bound = on > 0.0 && on + UNBROKEN >= at(&best, i, j);
        } else if here <= at(&best, i + 1, j) {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// What two pairs of words in a row are worth beyond themselves, so that of two equal choices the
/// one that leaves the row whole is taken: *we don't like him, we don't want him* and *we don't
/// want him*.
const UNBROKEN: f32 = 0.05;

/// How a reading stands to the base, by its words.
pub(crate) fn relation(base_text: &str, a: &[Term], text: &str, b: &[Term]) -> Relation {
    let changes = changes(base_text, a, text, b);
    let real: Vec<&Change> = changes.iter().filter(|c| !c.folded).collect();
    if real.is_empty() {
        return Relation::Verbatim;
    }
    let lost: usize = real.iter().map(|c| c.a.1 - c.a.0).sum();
    let added: usize = real.iter().map(|c| c.b.1 - c.b.0).sum();
    if added == 0 {
        return Relation::Trimmed;
    }
    let kept = a.len().saturating_sub(lost) as f64 / a.len().max(1) as f64;
    let kept_b = b.len().saturating_sub(added) as f64 / b.len().max(1) as f64;
    if kept.min(kept_b) >= 0.85 {
        Relation::Noisy
    } else if kept_b >= 0.9 {
        Relation::Trimmed
    } else if kept.min(kept_b) >= 0.3 {
        Relation::Retranslated
    } else {
        Relation::Paraphrased
    }
}

/// Differences of substance: kind, words of the base, words of the other.
type Differs = Vec<(String, Place, Place)>;

/// Marks the places where substance differs and lists the differences.
pub(crate) fn with_substance(
    articles: &[&Quoted],
    readings: &[Reading],
    mut variants: Vec<Variant>,
) -> (Vec<Variant>, Differs) {
    let mut differs = Vec::new();
    for (base, r, further) in beside(articles, readings) {
        let a = base.place.span.of(text_of(articles, base.place.article));
        let b = r.place.span.of(text_of(articles, r.place.article));
        let found = crate::compare::between(
            (a, lang_of(articles, base.place.article)),
            (b, lang_of(articles, r.place.article)),
        );
        for Aligned { difference: d, lacks } in found {
            if d.kind == "polarity"
                && lacks.is_some_and(|second| {
                    denied_around(articles, if second { r.place } else { base.place })
                })
            {
                continue;
            }
            let x = Place { article: base.place.article, span: d.a.shift(base.place.span.start) };
            let y = Place { article: r.place.article, span: d.b.shift(r.place.span.start) };
            let known = |p: &Place, o: &Place| p.article == o.article && p.span.overlap(o.span) > 0;
            let told = |(kind, a, b): &(String, Place, Place)| {
                *kind == d.kind && [a, b].iter().any(|p| known(p, &x) || known(p, &y))
            };
            if further && differs.iter().any(told) {
                continue;
            }
            for v in &mut variants {
                if v.base.span.overlap(x.span) > 0 || v.others.iter().any(|(_, o)| *o == y) {
                    v.substance.get_or_insert_with(|| d.kind.clone());
                }
            }
            differs.push((d.kind, x, y));
        }
    }
    differs.sort();
    differs.dedup();
    (variants, differs)
}

/// Wordings of one statement beside the base that are laid beside each other, at most.
const BESIDE: usize = 16;

/// Which readings are laid beside each other: each beside the base, then, since the base may be the
/// one that says something else or be in another language, each wording beside the others. Of what
/// the last tell only what is not known by then is said.
fn beside<'r>(
    articles: &[&Quoted],
    readings: &'r [Reading],
) -> Vec<(&'r Reading, &'r Reading, bool)> {
    let Some(base) = readings.first() else { return Vec::new() };
    let others = || readings.iter().skip(1).filter(|r| !r.repeat);
    let mut list: Vec<(&Reading, &Reading, bool)> = others().map(|r| (base, r, false)).collect();
    let mut seen = BTreeSet::new();
    let words = |r: &&Reading| r.place.span.of(text_of(articles, r.place.article));
    let fresh: Vec<&Reading> = others().filter(|r| seen.insert(words(r))).take(BESIDE).collect();
    for (n, r) in fresh.iter().enumerate() {
        list.extend(fresh.iter().take(n).map(|s| (*s, *r, true)));
    }
    list
}

/// The paragraph around a place: from line end to line end, in bytes.
pub(crate) fn paragraph(text: &str, at: Span) -> Span {
    let start = text.get(..at.start).and_then(|t| t.rfind('\n')).map_or(0, |k| k + 1);
    let rest = text.get(at.end..).unwrap_or("");
    Span::new(start, at.end + rest.find('\n').unwrap_or(rest.len()))
}

/// Whether the denial that one reading lacks stands in its report's sentence around it: *He would
/// not "give up the harbour"* has the *not* of *I will not give up the harbour*.
fn denied_around(articles: &[&Quoted], lacking: Place) -> bool {
    let text = text_of(articles, lacking.article);
    headwater_text::sentences(text, paragraph(text, lacking.span))
        .into_iter()
        .filter(|s| s.overlap(lacking.span) > 0)
        .any(|s| {
            let before = Span::new(s.start, lacking.span.start.max(s.start)).of(text);
            let after = Span::new(lacking.span.end.min(s.end), s.end).of(text);
            crate::compare::denies(before) || crate::compare::denies(after)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    fn variants(base: &str, other: &str) -> Vec<(String, String, bool)> {
        let quoted =
            |id: &str, t: &str| Quoted { article: Article::plain(id, t), ..Quoted::default() };
        let articles = [quoted("a", base), quoted("b", other)];
        let reading = |article: usize, text: &str| Reading {
            place: Place { article, span: Span::new(0, text.len()) },
            quote: None,
            relation: Relation::Base,
            repeat: false,
        };
        let readings = [reading(0, base), reading(1, other)];
        let found = apparatus(&articles.each_ref(), &readings);
        found
            .iter()
            .map(|v| {
                let there = v.others.first().map_or("", |(_, p)| p.span.of(other));
                (v.base.span.of(base).to_owned(), there.to_owned(), v.folded)
            })
            .collect()
    }

    #[test]
    fn one_place_for_one_change() {
        let got = variants(
            "We keep our promise to feed the island this winter, and for as long as it takes",
            "We keep promise to feed the island this winter, and as much as needed",
        );
        let want = [
            ("our".to_owned(), String::new(), false),
            ("for as long as it takes".to_owned(), "as much as needed".to_owned(), false),
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn a_denial_in_the_sentence_around_is_no_difference() {
        let base = "We will not give up the harbour before the winter";
        let told = "She would never agree to \"give up the harbour before the winter\", she said.";
        let bare = "The mayor said \"give up the harbour before the winter\" in the hall.";
        for (other, differs) in [(told, false), (bare, true)] {
            let quoted =
                |id: &str, t: &str| Quoted { article: Article::plain(id, t), ..Quoted::default() };
            let articles = [quoted("a", base), quoted("b", other)];
            let start = other.find("give").unwrap_or(0);
            let reading = |article: usize, span: Span| Reading {
                place: Place { article, span },
                quote: None,
                relation: Relation::Base,
                repeat: false,
            };
            let shorter = Span::new(start, start + "give up the harbour before the winter".len());
            let readings = [reading(0, Span::new(0, base.len())), reading(1, shorter)];
            let (_, found) = with_substance(&articles.each_ref(), &readings, Vec::new());
            assert_eq!(found.iter().any(|d| d.0 == "polarity"), differs, "{other}");
        }
    }

    /// What differs between readings that are whole pages.
    fn told(pages: &[&str]) -> Vec<(String, usize, usize)> {
        let quoted: Vec<Quoted> = pages
            .iter()
            .map(|t| Quoted { article: Article::plain(t, t), ..Quoted::default() })
            .collect();
        let reading = |(article, t): (usize, &&str)| Reading {
            place: Place { article, span: Span::new(0, t.len()) },
            quote: None,
            relation: Relation::Base,
            repeat: false,
        };
        let readings: Vec<Reading> = pages.iter().enumerate().map(reading).collect();
        let (_, found) = with_substance(&quoted.iter().collect::<Vec<_>>(), &readings, Vec::new());
        found.into_iter().map(|(kind, a, b)| (kind, a.article, b.article)).collect()
    }

    #[test]
    fn what_the_base_does_not_tell_the_others_do() {
        let long =
            "The storm took a part of the quay of Varn and left many boats without a mooring";
        let more = "In Varn as many as 480 of the boats are without a mooring";
        let bare = "In Varn 480 of the boats are without a mooring";
        assert_eq!(told(&[long, more, bare]), [("number".to_owned(), 1, 2)]);
        // The same is not told twice.
        let again = told(&[more, bare, "In Varn 480 of the boats have no mooring"]);
        assert!(again.iter().all(|d| d.1 == 0), "{again:?}");
    }

    #[test]
    fn slight_words_differ_only_where_nothing_else_does() {
        let whole = "The gates are only closed to keep the fish in the upper basin";
        let same = "The gates are closed to keep the fish in the upper basin";
        assert_eq!(told(&[whole, same]), [("scope".to_owned(), 0, 1)]);
        let other = "Varn has closed its gates, and the fish stay where they were before the flood";
        assert!(told(&[whole, other]).is_empty());
        assert!(
            told(&[same, "The gates must be closed to keep the fish in the upper basin"])
                .is_empty()
        );
    }

    #[test]
    fn an_ellipsis_is_told_from_a_silent_omission() {
        let whole = "We will pay no toll, not for one bridge of the old road, and not this year";
        for mark in ["…", "[...]", "(…)"] {
            let part = format!("We will pay no toll {mark} and not this year");
            let got = variants(whole, &part);
            let lost = "not for one bridge of the old road".to_owned();
            assert_eq!(got, [(lost, mark.to_owned(), false)], "{part}");
            assert!(is_ellipsis(mark));
        }
        let silent = variants(whole, "We will pay no toll, and not this year");
        assert!(silent.iter().all(|(_, b, _)| b.is_empty()), "{silent:?}");
        assert!(!is_ellipsis("the toll …") && !is_ellipsis(""));
    }

    #[test]
    fn of_two_equal_rows_the_unbroken_one_is_taken() {
        let whole = "By all the islands, we do not like it, we do not want it";
        for (part, lost) in [("we do not want it", 1), ("we do not like it", 2)] {
            let got = variants(whole, part);
            assert!(got.len() <= lost && got.iter().all(|(_, b, _)| b.is_empty()), "{got:?}");
        }
    }

    #[test]
    fn marks_and_spelling_are_folded() {
        let got = variants(
            "Mayor Olena Verhun’s “plan”, she said",
            "Mayor Olena Verhoun's plan she said",
        );
        assert!(got.iter().all(|(_, _, folded)| *folded), "{got:?}");
    }
}
