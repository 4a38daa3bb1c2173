//! Joins the quotations of a story to utterances: each one statement made once by one person, with
//! every report's reading of it, the fullest as base, and what differs.
//!
//! Only reports of one story are joined. Words propose and carry, speakers object: long common
//! wording is one statement though the names read differ. The same message by another speaker or
//! on another occasion stays apart (see [`crate::threads`]).

mod attribution;
mod kinship;
pub(crate) mod liken;
mod link;
mod setting;
mod told;
mod units;
mod weights;

use crate::apparatus::{apparatus, relation};
use crate::encoder::Encoder;
use crate::people::Lookup;
use crate::record::{Person, Place, Reading, Relation, Utterance};
use crate::terms::terms;
use attribution::Attribution;
use headwater_lang::{Class, Language};
use headwater_quote::Quoted;
use headwater_text::{Span, When};
use kinship::Senses;
use std::collections::BTreeMap;
use units::{Unit, units};

/// Finds the utterances of one story, of which these are the articles and the people: by words
/// alone, or with the sentence model, which joins readings in two languages by what they mean. In
/// order of their first reading; their names are left empty.
pub fn utterances(
    articles: &[&Quoted],
    people: &[Person],
    encoder: Option<&Encoder>,
) -> Vec<Utterance> {
    let mut all = units_of(articles, people);
    let mut senses = encoder.map(Senses::new);
    let mut groups = link::groups(articles, &all, senses.as_mut());
    told::adopt(articles, &mut all, &mut groups, senses.as_mut());
    let mut out: Vec<Utterance> = groups
        .iter()
        .filter_map(|group| utterance(articles, people, &all, group, encoder))
        .collect();
    out.sort_by_key(|u| u.readings.iter().map(|r| r.place).min());
    out
}

/// The units of a story's articles.
fn units_of(articles: &[&Quoted], people: &[Person]) -> Vec<Unit> {
    let lookup = Lookup::new(people);
    let mut all = Vec::new();
    for (a, quoted) in articles.iter().enumerate() {
        all.extend(units(a, quoted, |name| lookup.find(a, name)));
    }
    all
}

/// Pairs of units of one story that are weighed for being one statement: their places, whether
/// they are in one language, and the numbers that describe them. For fitting the weights.
#[doc(hidden)]
pub fn statement_pairs(
    articles: &[&Quoted],
    people: &[Person],
    encoder: Option<&Encoder>,
) -> Vec<(Place, Place, bool, Vec<f64>)> {
    let all = units_of(articles, people);
    let place = |i: usize| all.get(i).map(|u| Place { article: u.article, span: u.span });
    let apart: Vec<usize> = (0..all.len()).collect();
    let rows =
        kinship::pairs(articles, &all, &apart, encoder.map(Senses::new).as_mut()).rows.into_iter();
    rows.filter_map(|((i, j), (same, row))| Some((place(i)?, place(j)?, same, row.to_vec())))
        .collect()
}

/// Sentences in a report's own words beside the statements of its story: the place of each, the
/// places of a statement's readings, and the numbers that describe the two. For fitting the weights.
#[doc(hidden)]
pub fn told_pairs(
    articles: &[&Quoted],
    people: &[Person],
    encoder: Option<&Encoder>,
) -> Vec<(Place, Vec<Place>, Vec<f64>)> {
    let mut all = units_of(articles, people);
    let mut senses = encoder.map(Senses::new);
    let groups = link::groups(articles, &all, senses.as_mut());
    let rows = told::rows(articles, &mut all, &groups, senses.as_mut());
    let place = |i: usize| all.get(i).map(|u| Place { article: u.article, span: u.span });
    let group = |g: usize| groups.get(g).into_iter().flatten().filter_map(|i| place(*i)).collect();
    rows.into_iter()
        .filter_map(|r| Some((place(r.sentence)?, group(r.group), r.row.to_vec())))
        .collect()
}

/// Makes the record of one group of units.
fn utterance(
    articles: &[&Quoted],
    people: &[Person],
    all: &[Unit],
    group: &[usize],
    encoder: Option<&Encoder>,
) -> Option<Utterance> {
    let mut stretches = stretches(all, group);
    let units = group.iter().filter_map(|i| all.get(*i));
    let attribution = Attribution::new(articles, people, units);
    // Whoever is named as the speaker is beside words that a report gives to that person.
    let elsewhere = |s: &Stretch| s.quote.is_some_and(|q| attribution.outvoted(s.article, q));
    let base = base(articles, &stretches, &elsewhere)?;
    let first = stretches.remove(base);
    let text = |s: &Stretch| articles.get(s.article).map_or("", |q| q.article.text.as_str());
    let base_words = terms(text(&first), first.span);
    let mut readings = vec![reading(articles, &first, Relation::Base)];
    for s in &stretches {
        let r = relation(text(&first), &base_words, text(s), &terms(text(s), s.span));
        readings.push(reading(articles, s, r));
    }
    let (apparatus, mut differs) =
        crate::apparatus::with_substance(articles, &readings, apparatus(articles, &readings));
    let others = attribution.others(&readings).into_iter();
    differs.extend(others.map(|(a, b)| ("attribution".to_owned(), a, b)));
    for (a, b) in setting::left_out(articles, &readings, encoder) {
        // A condition inside the readings is found by laying them side by side.
        let known = |d: &(String, Place, Place)| d.0 == "modality" && (d.1 == b || d.2 == b);
        if !differs.iter().any(known) {
            differs.push(("modality".to_owned(), a, b));
        }
    }
    // A report's own words name things as they like.
    let own =
        |p: &Place| readings.iter().any(|r| r.quote.is_none() && r.place.article == p.article);
    differs.retain(|(kind, a, b)| kind != "name" || !own(a) && !own(b));
    differs.sort();
    let quotes = || {
        let units = group.iter().filter_map(|i| all.get(*i));
        units.filter_map(|u| articles.get(u.article)?.quotes.get(u.quote?))
    };
    let printed = articles.get(first.article).and_then(|a| a.quotes.get(first.quote?));
    let base = group.iter().filter_map(|i| all.get(*i));
    let mut base = base.filter(|u| (u.article, u.quote) == (first.article, first.quote));
    let by = base.find_map(|u| u.person);
    let outvoted = attribution.speaker.filter(|s| by != Some(*s));
    let speaker = outvoted
        .and_then(|p| Some(people.get(p)?.name.clone()))
        .or_else(|| printed.and_then(|q| q.speaker.clone()))
        .or_else(|| quotes().filter_map(|q| q.speaker.clone()).max_by_key(String::len))
        .filter(|s| !share(s, articles.get(first.article).and_then(|a| a.article.lang.as_deref())));
    let said_on: Option<When> = quotes().filter_map(|q| q.said_on).min();
    Some(Utterance { id: String::new(), speaker, said_on, readings, apparatus, differs })
}

/// Whether a speaker is so many in a hundred of those who were asked: nobody. Words may stand before
/// the number: *Over 80% of managers*.
fn share(name: &str, lang: Option<&str>) -> bool {
    let mut words = name.match_indices(|c: char| c.is_numeric()).map(|(at, _)| at);
    let Some(at) = words.next() else { return false };
    let (head, figure) = name.split_at(at);
    let (first, rest) = figure.split_once(char::is_whitespace).unwrap_or((figure, ""));
    let known = || Language::or_unknown(lang).opens(Class::Unit, rest);
    let marked = first.ends_with(PERCENT_SIGN) || rest.starts_with(PERCENT_SIGN);
    let begins = head.is_empty() || head.ends_with(' ');
    let near = head.split_whitespace().count() <= BEFORE_SHARE;
    begins && near && (marked || known().is_some_and(|e| e.key == PERCENT))
}

/// Words before the number of a share: *more than*.
const BEFORE_SHARE: usize = 3;

/// Its name among the units of a language, and its sign.
const PERCENT: &str = "percent";
const PERCENT_SIGN: char = '%';

/// The part of one quotation that belongs to an utterance.
struct Stretch {
    article: usize,
    quote: Option<usize>,
    span: Span,
    repeat: bool,
}

fn stretches(all: &[Unit], group: &[usize]) -> Vec<Stretch> {
    let mut by_quote: BTreeMap<(usize, Option<usize>, usize, bool), Span> = BTreeMap::new();
    for u in group.iter().filter_map(|i| all.get(*i)) {
        let slot = by_quote
            .entry((u.article, u.quote, u.quote.map_or(u.sentence, |_| 0), u.repeat))
            .or_insert(u.span);
        *slot = slot.hull(u.span);
    }
    let mut out: Vec<Stretch> = by_quote
        .into_iter()
        .map(|((article, quote, _, repeat), span)| Stretch { article, quote, span, repeat })
        .collect();
    out.sort_by_key(|s| (s.quote.is_none(), s.repeat, s.article, s.span));
    out
}

/// The base: the fullest quotation of the wording that most reports carry. Of two equally full the
/// one of the earlier report, then of the first id. Those that hold of `elsewhere` come last.
fn base(
    articles: &[&Quoted],
    stretches: &[Stretch],
    elsewhere: &dyn Fn(&Stretch) -> bool,
) -> Option<usize> {
    let text = |s: &Stretch| articles.get(s.article).map_or("", |q| q.article.text.as_str());
    let first: Vec<&Stretch> =
        stretches.iter().filter(|s| !s.repeat && s.quote.is_some()).take(200).collect();
    let words: Vec<_> = first.iter().map(|s| terms(text(s), s.span)).collect();
    let close = |i: usize, j: usize| match (words.get(i), words.get(j)) {
        (Some(a), Some(b)) => {
            let r = relation(
                first.get(i).map_or("", |s| text(s)),
                a,
                first.get(j).map_or("", |s| text(s)),
                b,
            );
            let r_back = relation(
                first.get(j).map_or("", |s| text(s)),
                b,
                first.get(i).map_or("", |s| text(s)),
                a,
            );
            let same = |r| matches!(r, Relation::Verbatim | Relation::Trimmed | Relation::Noisy);
            same(r) || same(r_back)
        }
        _ => false,
    };
    let n = first.len();
    let support: Vec<usize> =
        (0..n).map(|i| if n > 60 { 0 } else { (0..n).filter(|j| close(i, *j)).count() }).collect();
    let best = (0..n).max_by_key(|i| {
        let s = first.get(*i);
        let date =
            s.and_then(|s| articles.get(s.article)).map_or(i64::MAX, |a| a.article.interval().0);
        let date = if date == i64::MIN { i64::MAX } else { date };
        (
            s.is_some_and(|s| !elsewhere(s)),
            support.get(*i).copied().unwrap_or(0),
            words.get(*i).map_or(0, Vec::len),
            std::cmp::Reverse(date),
            std::cmp::Reverse(*i),
        )
    });
    best.or((!stretches.is_empty()).then_some(0))
}

fn reading(articles: &[&Quoted], s: &Stretch, relation: Relation) -> Reading {
    let quote = articles.get(s.article).and_then(|a| a.quotes.get(s.quote?)).map(|q| q.id.clone());
    Reading { place: Place { article: s.article, span: s.span }, quote, relation, repeat: s.repeat }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::Encoder;
    use headwater_page::Article;
    use headwater_quote::{Tagger, quotes};
    use serde_json::{Value, json};

    fn quoted(id: &str, text: &str) -> Quoted {
        let mut article = Article::plain(id, text);
        article.lang = Some("en".into());
        quotes(article, &Tagger::Fast)
    }

    const PLAIN: &str = "\u{201c}We will rebuild the old lighthouse bridge before winter,\u{201d} \
        said Mayor Mara Lind on Monday.";
    /// Fuller than the others, and nobody else's wording.
    const LOOSE: &str = "\u{201c}The old bridge at the lighthouse is going to be put up again by all \
        of us here together, as it once was, long before any winter comes,\u{201d} said Mayor Mara \
        Lind on Monday.";

    /// The articles of a story, each with its one quotation as a stretch.
    fn base_of(texts: &[&str]) -> Option<usize> {
        let articles: Vec<Quoted> =
            texts.iter().enumerate().map(|(i, t)| quoted(&format!("a{i}"), t)).collect();
        let stretches: Vec<Stretch> = articles
            .iter()
            .enumerate()
            .map(|(article, q)| {
                let found = q.quotes.first().expect("a quotation");
                Stretch { article, quote: Some(0), span: found.span, repeat: false }
            })
            .collect();
        base(&articles.iter().collect::<Vec<_>>(), &stretches, &|_| false)
    }

    #[test]
    fn the_base_is_the_wording_that_most_reports_carry() {
        assert_eq!(base_of(&[LOOSE, PLAIN, PLAIN]), Some(1));
        assert_eq!(base_of(&[PLAIN, LOOSE, PLAIN]), Some(0));
    }

    #[test]
    fn so_many_in_a_hundred_are_nobody() {
        assert!(share("32 percent", Some("en")) && share("32 % der Befragten", Some("de")));
        assert!(share("49% of voters", Some("en")) && share("Over 80% of managers", None));
        assert!(!share("3 Lakes Council", Some("en")));
    }

    #[test]
    fn of_wordings_carried_alike_the_fuller_is_the_base() {
        assert_eq!(base_of(&[PLAIN, LOOSE]), Some(1));
    }

    #[test]
    fn a_clause_that_one_report_leaves_out_stays_with_its_sentence() {
        let long = "\u{201c}We will rebuild the old lighthouse bridge before winter, and nobody on \
            the islands has to pay for it,\u{201d} said Mayor Mara Lind on Monday.";
        let articles = [quoted("a", long), quoted("b", PLAIN)];
        let all: Vec<Unit> =
            articles.iter().enumerate().flat_map(|(i, q)| units(i, q, |_| Some(0))).collect();
        assert_eq!(all.len(), 3, "two clauses and one: {all:?}");
        assert_eq!(link::groups(&articles.each_ref(), &all, None).len(), 1);
    }

    #[test]
    fn two_statements_of_one_speaker_stay_two() {
        let other = "\u{201c}The school on Tamsin gets a new roof and two teachers,\u{201d} said Mayor \
            Mara Lind on Monday.";
        let articles = [quoted("a", PLAIN), quoted("b", other)];
        let all: Vec<Unit> =
            articles.iter().enumerate().flat_map(|(i, q)| units(i, q, |_| Some(0))).collect();
        assert_eq!(link::groups(&articles.each_ref(), &all, None).len(), 2);
    }

    /// A page in a language with its quotations as speaker and words, each of which it holds once.
    fn page(id: &str, lang: &str, said: &[(Option<&str>, &str)]) -> Quoted {
        let text: String = said.iter().map(|(_, w)| format!("“{w}”\n\n")).collect();
        let quotes = said.iter().enumerate().map(|(i, (who, words))| {
            let at = text.find(words).unwrap_or(0);
            let start = text[..at].chars().count();
            let end = start + words.chars().count();
            json!({"id": format!("q{i}"), "start": start, "end": end, "kind": "direct", "speaker": who})
        });
        let quotes: Vec<Value> = quotes.collect();
        let row = json!({"id": id, "lang": lang, "text": text, "quotes": quotes});
        Quoted::from_article(Article::from_json(row).expect("a record")).expect("its quotations")
    }

    /// The words of each utterance that several pages have.
    fn joined(pages: &[Quoted], model: bool) -> Vec<Vec<&str>> {
        let refs: Vec<&Quoted> = pages.iter().collect();
        let people = crate::people(&refs);
        let encoder = model.then(Encoder::shipped);
        let found = utterances(&refs, &people, encoder);
        let words = |r: &Reading| r.place.span.of(&pages[r.place.article].article.text);
        let several = found.iter().filter(|u| u.readings.len() > 1);
        several.map(|u| u.readings.iter().map(words).collect()).collect()
    }

    const LOCK: &str = "The lock at Sarvin will stay shut until the last barge has paid its dues";

    #[test]
    fn long_equal_words_are_one_statement_whoever_is_read_as_their_speaker() {
        for who in [Some("Ilse Marn"), Some("Tuesday"), None] {
            let a = page("a", "en", &[(Some("Ilse Marn"), LOCK)]);
            let b = page(
                "b",
                "en",
                &[(who, "The lock at Sarvin will stay shut until the last barge has paid")],
            );
            assert_eq!(joined(&[a, b], false).len(), 1, "{who:?}");
        }
    }

    #[test]
    fn statements_about_one_matter_by_two_speakers_stay_apart() {
        let a = page("a", "en", &[(Some("Ilse Marn"), LOCK)]);
        let b = page(
            "b",
            "en",
            &[(
                Some("Jo Berg"),
                "Barges have waited at Sarvin since Monday and nobody has told us why",
            )],
        );
        assert!(joined(&[a, b], true).is_empty());
    }

    #[test]
    fn a_statement_is_joined_with_its_translation() {
        let other = "We ordered forty tonnes of gravel in March and have seen none of it";
        let a = page("a", "en", &[(Some("Ilse Marn"), LOCK), (Some("Ilse Marn"), other)]);
        let b = page(
            "b",
            "de",
            &[(
                Some("Ilse Marn"),
                "Die Schleuse von Sarvin bleibt geschlossen, bis der letzte Kahn seine Gebühren bezahlt hat",
            )],
        );
        let pages = [a, b];
        let found = joined(&pages, true);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains(&LOCK), "{found:?}");
    }

    #[test]
    fn the_first_wording_is_one_of_whoever_is_named_as_the_speaker() {
        let short = "The lock at Sarvin will stay shut until the last barge has paid";
        let pages = [
            page("a", "en", &[(Some("Jo Berg"), LOCK)]),
            page("b", "en", &[(Some("Ilse Marn"), short)]),
            page("c", "en", &[(Some("Ilse Marn"), short)]),
        ];
        let refs: Vec<&Quoted> = pages.iter().collect();
        let found = utterances(&refs, &crate::people(&refs), None);
        let said = found.iter().find(|u| u.readings.len() == 3).expect("one statement");
        assert_eq!(said.speaker.as_deref(), Some("Ilse Marn"));
        assert_ne!(said.readings[0].place.article, 0);
    }
}
