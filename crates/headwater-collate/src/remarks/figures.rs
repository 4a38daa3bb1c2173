//! Figures that one report of a story gives otherwise than the report it was made from, or than
//! two others: *82 days* where the rest have *28 days*.
//!
//! Two figures stand against each other only where they count the same thing, in sentences that
//! tell the same, and where neither page has the other's figure anywhere. A figure that a page itself
//! denies (*17, and not 14*) stands against any other page that has it.

use crate::compare::Figures;
use crate::encoder::{Encoder, cosine};
use crate::people::sounds;
use crate::terms::{Term, terms};
use headwater_page::Article;
use headwater_text::{Remark, Span, sentences};
use std::collections::{BTreeMap, BTreeSet};

/// Sentences of a page that are read.
const SENTENCES: usize = 400;
/// Shared words of two sentences of one language, and their share of the shorter one's words.
const WORDS: usize = 3;
const SHARE: f64 = 0.4;
/// Shared names and numbers of two sentences in two languages.
const ANCHORS: usize = 2;
/// Reports beside its parents that must agree against a report.
const OTHERS: usize = 2;
/// Sentences with one figure that are looked at.
const HOLDERS: usize = 12;
/// Remarks a page.
const MOST: usize = 6;

/// One figure of a sentence.
#[derive(Clone, Debug)]
struct Figure {
    span: Span,
    /// What is counted.
    unit: String,
    /// How many.
    value: String,
    /// The sentence.
    line: usize,
}

struct Line<'t> {
    /// Its words.
    said: &'t str,
    /// Stems of its telling words, those of its figures left out.
    words: BTreeSet<String>,
    /// Names by their sounds.
    names: BTreeSet<String>,
    /// Amounts of its figures.
    values: BTreeSet<String>,
}

struct Page<'t> {
    language: String,
    figures: Vec<Figure>,
    /// From a figure to the one that it denies, and the value of that one.
    denied: Vec<(Span, String)>,
    /// Values of its other numbers.
    stated: BTreeSet<String>,
    lines: Vec<Line<'t>>,
    has: BTreeSet<(String, String)>,
}

/// Where a figure stands: page and its number among the page's figures.
type At = (usize, usize);

/// Remarks on figures that a report has otherwise than the others of its story, each with the
/// report's place in `articles`. `parents` gives for each report those it was made from. Linear in
/// the length of the pages.
pub fn figures(articles: &[&Article], parents: &[Vec<usize>]) -> Vec<(usize, Remark)> {
    let mut known = Known::new();
    let pages: Vec<Page> = articles.iter().map(|a| page(a, &mut known)).collect();
    let mut by_unit: BTreeMap<&str, BTreeMap<&str, Vec<At>>> = BTreeMap::new();
    for (p, page) in pages.iter().enumerate() {
        for (i, f) in page.figures.iter().enumerate() {
            let of_unit = by_unit.entry(f.unit.as_str()).or_default();
            of_unit.entry(f.value.as_str()).or_default().push((p, i));
        }
    }
    let above = above(parents);
    let mut out = Vec::new();
    for (c, page) in pages.iter().enumerate() {
        let own = parents.get(c).map(Vec::as_slice).unwrap_or(&[]);
        let mut told = BTreeSet::new();
        for (i, figure) in page.figures.iter().enumerate() {
            let Some(values) = by_unit.get(figure.unit.as_str()) else { continue };
            let alone = values.get(figure.value.as_str());
            // What was made from this report has the figure from it.
            let own_line = |q: usize| above.get(q).is_some_and(|a| a.contains(&c));
            let elsewhere = alone.is_some_and(|v| {
                v.len() > HOLDERS || v.iter().any(|at| at.0 != c && !own_line(at.0))
            });
            if elsewhere || told.len() >= MOST || told.contains(&(&figure.unit, &figure.value)) {
                continue;
            }
            if let Some((q, j)) = against(&pages, values, own, (c, i), &own_line) {
                told.insert((&figure.unit, &figure.value));
                out.extend(remark(articles, (c, figure.span), q, &pages, j).map(|r| (c, r)));
            }
        }
    }
    out.extend(denied(articles, &pages));
    out
}

/// Reports above one that are looked at: a chain of descent is seldom longer.
const ABOVE: usize = 50;

/// For each report those that it was made from, directly or by way of others. Two that stand among each
/// other's parents are siblings by a lost report, and neither was made from the other. Linear in the reports
/// and their parents.
fn above(parents: &[Vec<usize>]) -> Vec<BTreeSet<usize>> {
    let sets: Vec<BTreeSet<usize>> = parents.iter().map(|p| p.iter().copied().collect()).collect();
    let sibling = |c: usize, p: usize| sets.get(p).is_some_and(|s| s.contains(&c));
    let direct: Vec<Vec<usize>> = sets
        .iter()
        .enumerate()
        .map(|(c, own)| own.iter().copied().filter(|p| !sibling(c, *p)).collect())
        .collect();
    let of = |c: usize| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![c]);
        while let Some(at) = open.pop() {
            for p in direct.get(at).into_iter().flatten() {
                if seen.len() < ABOVE && seen.insert(*p) {
                    open.push(*p);
                }
            }
        }
        seen
    };
    (0..parents.len()).map(of).collect()
}

/// Remarks on figures that a report denies and another of its story has: *17, and not 14*.
fn denied(articles: &[&Article], pages: &[Page]) -> Vec<(usize, Remark)> {
    let mut has: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (p, page) in pages.iter().enumerate() {
        for value in &page.stated {
            has.entry(value).or_default().insert(p);
        }
    }
    let of_page = |(c, page): (usize, &Page)| {
        let told = page.denied.iter().filter_map(|(whole, value)| {
            let other = has.get(value.as_str())?.iter().find(|p| **p != c)?;
            let (own, other) = (articles.get(c)?, articles.get(*other)?);
            let called = other.outlet.as_deref().unwrap_or(&other.id);
            let words = whole.of(&own.text);
            let text = format!("“{words}”: the figure denied here stands in {called}.");
            Some((c, Remark::new("figure-denied", text, vec![*whole])))
        });
        told.take(MOST).collect::<Vec<_>>()
    };
    pages.iter().enumerate().flat_map(of_page).collect()
}

/// The figure of another report that one stands against; what was made from the report itself (`later`)
/// does not count.
fn against(
    pages: &[Page],
    values: &BTreeMap<&str, Vec<At>>,
    parents: &[usize],
    (c, i): At,
    later: &dyn Fn(usize) -> bool,
) -> Option<At> {
    let page = pages.get(c)?;
    let figure = page.figures.get(i)?;
    let mut found: Vec<At> = Vec::new();
    for (value, places) in values {
        if page.has.contains(&(figure.unit.clone(), (*value).to_owned()))
            || rounded(&figure.value, value)
        {
            continue;
        }
        let holders: BTreeSet<usize> =
            places.iter().map(|at| at.0).filter(|q| !later(*q)).take(HOLDERS).collect();
        let heard = holders.iter().any(|h| parents.contains(h)) || holders.len() >= OTHERS;
        if !heard {
            continue;
        }
        let fits = |at: &&At| {
            let (own, other) = ((c, i), **at);
            figure.unit != FEW && opposed(pages, own, other)
                || parents.contains(&other.0)
                    && (figure.unit != FEW && lone(pages, own, other) || meant(pages, own, other))
        };
        let first = |at: &&At| !parents.contains(&at.0);
        let mut list: Vec<&At> =
            places.iter().filter(|at| holders.contains(&at.0)).take(HOLDERS).collect();
        list.sort_by_key(first);
        found.extend(list.into_iter().find(fits));
    }
    // Two figures that it could stand against are none.
    match found.as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

/// Whether one of two figures is the other one rounded.
fn rounded(a: &str, b: &str) -> bool {
    let (Ok(x), Ok(y)) = (a.parse::<f64>(), b.parse::<f64>()) else { return false };
    let (small, large) = (x.abs().min(y.abs()), x.abs().max(y.abs()));
    small >= 10.0 && large - small <= 0.05 * large
}

/// Whether two figures are the only ones of their kind in which a sentence differs from one in another
/// language that it was made from, by what both mean.
fn meant(pages: &[Page], own: At, other: At) -> bool {
    let Some(((a, x, s), (b, y, t))) = at(pages, own).zip(at(pages, other)) else { return false };
    let close = || {
        let (v, w) = (number(&x.value), number(&y.value));
        v.max(w) <= FAR * v.min(w) || slipped(&x.value, &y.value)
    };
    a.language != b.language
        && !x.unit.contains(':')
        && rest(a, x, b, y) == 1
        && rest(b, y, a, x) == 1
        && close()
        && {
            let model = Encoder::shipped();
            cosine(&model.encode(s.said), &model.encode(t.said)) >= MEANT
        }
}

/// Likeness of what two sentences mean from which on one was made from the other.
const MEANT: f64 = 0.42;

/// A figure with its page and its sentence.
fn at<'p, 't>(
    pages: &'p [Page<'t>],
    (p, i): At,
) -> Option<(&'p Page<'t>, &'p Figure, &'p Line<'t>)> {
    let page = pages.get(p)?;
    let figure = page.figures.get(i)?;
    Some((page, figure, page.lines.get(figure.line)?))
}

/// How many figures of its kind the sentence of one figure has that the sentence of another lacks.
fn rest(page: &Page, f: &Figure, other: &Page, g: &Figure) -> usize {
    let line = page.figures.iter().filter(|o| o.line == f.line && o.unit == f.unit);
    let has = |o: &Figure| {
        let there = other.figures.iter().filter(|z| z.line == g.line && z.unit == g.unit);
        there.into_iter().any(|z| z.value == o.value)
    };
    line.filter(|o| !has(o)).count()
}

/// Whether two figures are the only ones of their kind in which two sentences that tell the same
/// differ.
fn opposed(pages: &[Page], own: At, other: At) -> bool {
    let Some(((a, x, s), (b, y, t))) = at(pages, own).zip(at(pages, other)) else { return false };
    // In one language the noun tells what is counted.
    if x.unit == COUNT && a.language == b.language {
        return false;
    }
    if rest(a, x, b, y) != 1 || rest(b, y, a, x) != 1 {
        return false;
    }
    let names = s.names.intersection(&t.names).count();
    if a.language != b.language {
        return names + s.values.intersection(&t.values).count() >= ANCHORS;
    }
    // Sentences that name others tell something else.
    if names == 0 && !s.names.is_empty() && !t.names.is_empty() {
        return false;
    }
    let shared = s.words.intersection(&t.words).count();
    let least = s.words.len().min(t.words.len()).max(1);
    shared >= WORDS && shared as f64 >= SHARE * least as f64
}

/// Whether a figure is the only one of its kind that a report does not have from the one it was made
/// from, and the other the only one of that kind that it left out; in sentences that have a name, a
/// figure or, in one language, telling words in common. What counts things (*rods*) is no kind.
fn lone(pages: &[Page], (c, i): At, (p, j): At) -> bool {
    let (Some(a), Some(b)) = (pages.get(c), pages.get(p)) else { return false };
    let (Some(x), Some(y)) = (a.figures.get(i), b.figures.get(j)) else { return false };
    if x.unit.contains(':') || x.unit == YEAR {
        return false;
    }
    let slip = slipped(&x.value, &y.value);
    if x.unit == COUNT {
        return slip;
    }
    // Two measures of one amount (*320 km (200 miles)*) are one.
    let only = |page: &Page, other: &Page, value: &str| {
        let mut of_unit = page.has.iter().filter(|h| h.0 == x.unit && !other.has.contains(*h));
        of_unit.all(|h| h.1 == value || rounded(&h.1, value))
    };
    let (Some(s), Some(t)) = (a.lines.get(x.line), b.lines.get(y.line)) else { return false };
    let near = s.names.intersection(&t.names).count() + s.values.intersection(&t.values).count();
    let words = s.words.intersection(&t.words).count();
    let others = near == 0 && !s.names.is_empty() && !t.names.is_empty();
    let told = near >= 1 || !others && a.language == b.language && words >= 2;
    let (v, w) = (number(&x.value), number(&y.value));
    let close = v.max(w) <= FAR * v.min(w);
    only(a, b, &x.value) && only(b, a, &y.value) && (slip || told && close)
}

/// Figures that are further apart, as a ratio, are of two things.
const FAR: f64 = 10.0;

fn number(value: &str) -> f64 {
    value.parse::<f64>().unwrap_or(0.0).abs()
}

/// Whether one of two numbers is the other with a digit mistaken, digits in another order, or a
/// nought too many.
fn slipped(a: &str, b: &str) -> bool {
    let (x, y) = (number(a), number(b));
    let (small, large) = (x.min(y), x.max(y));
    let noughts = [10.0, 100.0, 1000.0].iter().any(|n| (small * n - large).abs() <= 1e-6 * large);
    if small >= 10.0 && noughts {
        return true;
    }
    let digits =
        |v: f64| -> Vec<char> { format!("{v}").chars().filter(char::is_ascii_digit).collect() };
    let (mut p, mut q) = (digits(x), digits(y));
    if p.len() != q.len() || p.len() < 3 && !(p.len() == 2 && p.iter().rev().eq(q.iter())) {
        return false;
    }
    let apart = p.iter().zip(&q).filter(|(a, b)| a != b).count();
    p.sort_unstable();
    q.sort_unstable();
    apart == 1 || apart == 2 && p == q
}

/// The units of years, and of counts in two languages, whose nouns nobody lays side by side.
const YEAR: &str = "calendar-year";
const COUNT: &str = "count";
const FEW: &str = "few";
/// A count below this is as often another thing's, and then of a kind that is compared by meaning alone.
const LEAST: f64 = 100.0;

/// What is read of one sentence; places are bytes from its beginning.
struct Read {
    figures: Vec<(Span, String, String)>,
    denied: Vec<(Span, String)>,
    stated: BTreeSet<String>,
    words: BTreeSet<String>,
    names: BTreeSet<String>,
    values: BTreeSet<String>,
}

/// What was read of sentences, by language and words: reports of one story have many in common.
type Known<'t> = BTreeMap<(&'t str, &'t str), Read>;

fn page<'t>(article: &'t Article, known: &mut Known<'t>) -> Page<'t> {
    let language = article.lang.as_deref().unwrap_or_default();
    let mut out = Page {
        language: language.to_owned(),
        figures: Vec::new(),
        denied: Vec::new(),
        stated: BTreeSet::new(),
        lines: Vec::new(),
        has: BTreeSet::new(),
    };
    let body = article.body.iter().flat_map(|p| sentences(&article.text, *p));
    let title = article.title_span.into_iter();
    for (line, span) in title.chain(body).take(SENTENCES).enumerate() {
        let words = span.of(&article.text);
        let fresh = || Read::new(words, article.lang.as_deref());
        let read = known.entry((language, words)).or_insert_with(fresh);
        for (place, unit, value) in read.figures.iter().cloned() {
            out.has.insert((unit.clone(), value.clone()));
            out.figures.push(Figure { span: place.shift(span.start), unit, value, line });
        }
        let denied = read.denied.iter().cloned();
        out.denied.extend(denied.map(|(whole, value)| (whole.shift(span.start), value)));
        out.stated.extend(read.stated.iter().cloned());
        out.lines.push(Line {
            said: words,
            words: read.words.clone(),
            names: read.names.clone(),
            values: read.values.clone(),
        });
    }
    out
}

impl Read {
    fn new(words: &str, lang: Option<&str>) -> Read {
        let list = terms(words, Span::new(0, words.len()));
        let language = lang.unwrap_or_default();
        let mut figures = Vec::new();
        let read = Figures::read(words, lang);
        for f in read.counted() {
            let unit = match f.unit {
                Some(class) => class,
                None => match noun(&list, f.span) {
                    Some(stem) => format!("{language}:{stem}"),
                    None => continue,
                },
            };
            let many = f.value.parse::<f64>().is_ok_and(|v| v >= LEAST);
            if unit.contains(':') {
                let kind = if many { COUNT } else { FEW };
                figures.push((f.span, kind.to_owned(), f.value.clone()));
            }
            figures.push((f.span, unit, f.value));
        }
        let denied = read.denied(words, lang);
        let stated = read.values().filter(|v| !denied.iter().any(|d| d.1 == v.0));
        let free = |t: &&Term| !figures.iter().any(|(span, _, _)| span.overlap(t.span) > 0);
        let years: Vec<(Span, String, String)> = list
            .iter()
            .filter(|t| t.number)
            .filter(free)
            .filter_map(|t| {
                let digits = t.span.of(words);
                let year = digits.len() == 4 && (1900..2100).contains(&digits.parse::<i32>().ok()?);
                year.then(|| (t.span, YEAR.to_owned(), digits.to_owned()))
            })
            .collect();
        figures.extend(years);
        let counts = |t: &&Term| !figures.iter().any(|(span, _, _)| span.overlap(t.span) > 0);
        let tells = list.iter().filter(|t| t.tells() && !t.number).filter(counts);
        let capitals = list.iter().skip(1).filter(|t| t.capital && t.span.len() > 2);
        Read {
            words: tells.map(|t| t.stem.clone()).collect(),
            names: capitals.map(|t| sounds(t.span.of(words))).collect(),
            values: figures.iter().map(|f| f.2.clone()).collect(),
            stated: stated.map(|v| v.1.to_owned()).collect(),
            denied: denied.into_iter().map(|(whole, _, value)| (whole, value)).collect(),
            figures,
        }
    }
}

/// The word that a figure counts: the one right behind it.
fn noun(list: &[Term], figure: Span) -> Option<&str> {
    let next = list.iter().find(|t| t.span.start >= figure.end)?;
    let fits = !next.number && !next.capital && next.stem.chars().count() > 2;
    (fits && next.span.start <= figure.end + 2).then_some(next.stem.as_str())
}

fn remark(
    articles: &[&Article],
    (c, span): (usize, Span),
    p: usize,
    pages: &[Page],
    j: usize,
) -> Option<Remark> {
    let (own, other) = (articles.get(c)?, articles.get(p)?);
    let theirs = pages.get(p)?.figures.get(j)?.span;
    let called = other.outlet.as_deref().unwrap_or(&other.id);
    let text = format!("“{}” here; “{}” in {called}.", span.of(&own.text), theirs.of(&other.text));
    Some(Remark::new("figure-otherwise", text, vec![span]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn remarks(pages: &[(&str, &str)], parents: &[&[usize]]) -> Vec<(usize, String)> {
        of_kind("figure-otherwise", pages, parents)
    }

    fn of_kind(kind: &str, pages: &[(&str, &str)], parents: &[&[usize]]) -> Vec<(usize, String)> {
        let list: Vec<Article> = pages
            .iter()
            .map(|(lang, text)| Article {
                lang: Some((*lang).into()),
                outlet: Some("Glas".into()),
                ..Article::plain("p", text)
            })
            .collect();
        let list: Vec<&Article> = list.iter().collect();
        let parents: Vec<Vec<usize>> = parents.iter().map(|p| p.to_vec()).collect();
        let found = figures(&list, &parents).into_iter().filter(|(_, r)| r.kind == kind);
        found.map(|(i, r)| (i, r.text)).collect()
    }

    const FIRST: &str = "The harbour of Varn stays closed for 28 days after the storm, the port \
        master decided. Repairs cost 3 million euros.";

    #[test]
    fn a_figure_that_the_report_before_has_otherwise_is_told() {
        let copy = "The harbour of Varn stays closed for 82 days after the storm, the port master \
            decided.";
        let found = remarks(&[("en", FIRST), ("en", copy)], &[&[], &[0]]);
        assert_eq!(found, [(1, "“82 days” here; “28 days” in Glas.".to_owned())]);
        // Nothing says which of two reports of their own is the one to believe.
        assert!(remarks(&[("en", FIRST), ("en", copy)], &[&[], &[]]).is_empty());
    }

    #[test]
    fn a_figure_lost_in_translation_is_told() {
        let german = "Der Hafenmeister von Varn nannte Kosten von 3 Millionen Euro, wie Lind in \
            Osk sagte.";
        let english = "The port master of Varn put the costs at 30 million euros, as Lind said in \
            Osk.";
        let found = remarks(&[("de", german), ("en", english)], &[&[], &[0]]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].1.contains("30 million euros"), "{found:?}");
    }

    #[test]
    fn a_slip_in_retelling_needs_no_sentence_of_the_same_words() {
        let first = "Varn will lay 320 kilometres (200 miles) of new track, its council decided.";
        let retold = "Ada Lind sagte in Osk, 520 Kilometer Gleis kämen neu hinzu.";
        let found = remarks(&[("en", first), ("de", retold)], &[&[], &[0]]);
        assert_eq!(found.len(), 1, "{found:?}");
        let other = "Ada Lind sagte in Osk, 45 Kilometer Gleis kämen neu hinzu.";
        assert!(remarks(&[("en", first), ("de", other)], &[&[], &[0]]).is_empty());
        assert!(slipped("14200", "142000") && slipped("82", "28") && slipped("2021", "2022"));
        assert!(!slipped("3", "4") && !slipped("320", "450") && !slipped("12", "13"));
    }

    #[test]
    fn a_small_count_lost_in_translation_is_told_where_the_sentences_mean_the_same() {
        let french = "Selon le fabricant, il y a 19 signalements de tiges cassées.";
        let english = "According to the maker there are 11 reports of broken rods.";
        let found = remarks(&[("en", english), ("fr", french)], &[&[], &[0]]);
        assert_eq!(found.len(), 1, "{found:?}");
        let other = "Le maire d’Osk a ouvert 19 écoles neuves.";
        assert!(remarks(&[("en", english), ("fr", other)], &[&[], &[0]]).is_empty());
    }

    #[test]
    fn what_was_made_from_a_report_has_its_slip_and_does_not_bear_it_out() {
        let copy = FIRST.replace("28", "82");
        let pages = [("en", FIRST), ("en", copy.as_str()), ("en", copy.as_str())];
        let told = remarks(&pages, &[&[], &[0], &[1]]);
        assert_eq!(told, [(1, "“82 days” here; “28 days” in Glas.".to_owned())]);
    }

    #[test]
    fn two_others_against_one_are_enough() {
        let odd = FIRST.replace("28", "18");
        let pages = [("en", FIRST), ("en", FIRST), ("en", odd.as_str())];
        assert_eq!(remarks(&pages, &[&[], &[], &[]]).len(), 1);
    }

    #[test]
    fn figures_of_other_things_and_rounded_ones_are_not() {
        let other = "The harbour of Sarn was closed for 12 days in spring. Repairs cost 3 million \
            euros.";
        assert!(remarks(&[("en", FIRST), ("en", other)], &[&[], &[0]]).is_empty());
        let exact = "Some 37,600 homes around Varn have no light after the storm, said Lind.";
        let round = "Some 38,000 homes around Varn have no light after the storm, said Lind.";
        assert!(remarks(&[("en", exact), ("en", round)], &[&[], &[0]]).is_empty());
        let both = "The harbour of Varn stays closed for 82 days after the storm, not 28 days, the \
            port master decided.";
        assert!(remarks(&[("en", FIRST), ("en", both)], &[&[], &[0]]).is_empty());
    }

    /// The words of the figures that pages deny.
    fn told(pages: &[(&str, &str)]) -> Vec<(usize, String)> {
        let none: Vec<&[usize]> = pages.iter().map(|_| &[][..]).collect();
        let denied = |(i, text): (usize, String)| {
            let words = text.strip_suffix("”: the figure denied here stands in Glas.")?;
            Some((i, words.trim_start_matches('“').to_owned()))
        };
        of_kind("figure-denied", pages, &none).into_iter().filter_map(denied).collect()
    }

    #[test]
    fn a_figure_that_a_page_denies_and_another_has_is_told() {
        let first = ("en", "The council of Varn says 14 barges lie below the lock.");
        for (lang, text, words) in [
            ("en", "Pilots count 17 barges below, not 14.", "17 barges below, not 14"),
            ("de", "Dort liegen 17 Kähne und nicht 14, sagen die Lotsen.", "17 Kähne und nicht 14"),
            ("es", "Son 17 las barcazas y no 14.", "17 las barcazas y no 14"),
            ("it", "Le chiatte sono 17, e non 14 come detto ieri.", "17, e non 14"),
            ("en", "There are not 14 but 17 barges below.", "not 14 but 17"),
        ] {
            assert_eq!(told(&[first, (lang, text)]), [(1, words.to_owned())], "{text}");
        }
    }

    #[test]
    fn a_figure_that_nobody_has_or_that_is_not_denied_is_not() {
        let first = ("en", "The council of Varn says 14 barges lie below the lock.");
        for text in [
            "Pilots count 17 barges below, not 15.",
            "Pilots count 17 barges; they did not move for 14 days.",
            "Pilots count 17 barges and 14 boats.",
        ] {
            assert!(told(&[first, ("en", text)]).is_empty(), "{text}");
        }
    }
}
