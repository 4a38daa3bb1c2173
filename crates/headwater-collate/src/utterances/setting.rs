//! What stands around a reading in its own sentence and turns what it says: *if the clause is paid*
//! before *he can go*, *but we cannot say that it protects* behind *we see an association*. A report
//! that leaves it out says something else, though the rest is the same word for word.

use crate::apparatus::paragraph;
use crate::compare::turned;
use crate::similar::likeness;
use crate::{Place, Reading};
use headwater_quote::{Quotation, Quoted};
use headwater_text::{Span, sentences};

/// Words that a reading has at least for what it lacks to be told.
const WORDS: usize = 3;

/// Likeness of two wordings of one language from which one is the other without a clause.
const ALIKE: f64 = 0.5;

/// A clause that turns a sentence.
struct Clause {
    place: Place,
    /// The rest of its sentence, as far as it is quoted.
    rest: String,
    /// Whether it opens the sentence.
    leads: bool,
}

/// For each reading that says without it what another says under a condition or with a denial set
/// against it: the place of that clause, and the reading. Of one language the two are alike; of two,
/// where words tell nothing, the clause leads one sentence and the reading begins another.
pub(super) fn left_out(articles: &[&Quoted], readings: &[Reading]) -> Vec<(Place, Place)> {
    let kept = || readings.iter().filter(|r| !r.repeat);
    let clauses: Vec<Clause> = kept().filter_map(|r| clause(articles, r)).collect();
    let lang = |p: &Place| articles.get(p.article).and_then(|q| q.article.lang.as_deref());
    let mut out = Vec::new();
    for r in kept() {
        let text = articles.get(r.place.article).map_or("", |q| q.article.text.as_str());
        let words = r.place.span.of(text);
        let around = paragraph(text, r.place.span);
        // The paragraph may say it in a sentence of its own.
        let says = || turned(around.of(text), lang(&r.place)).is_some();
        if words.split_whitespace().count() < WORDS || says() {
            continue;
        }
        let begins = sentences(text, around).iter().any(|s| {
            let before = Span::new(s.start, r.place.span.start.max(s.start));
            s.overlap(r.place.span) > 0 && !before.of(text).contains(char::is_alphanumeric)
        });
        let fits = |c: &&Clause| {
            if lang(&c.place) == lang(&r.place) {
                likeness(&c.rest, words) >= ALIKE
            } else {
                let (a, b) = (c.rest.split_whitespace().count(), words.split_whitespace().count());
                c.leads && begins && a <= b * 2 && b <= a * 2
            }
        };
        out.extend(clauses.iter().find(fits).map(|c| (c.place, r.place)));
    }
    out
}

/// The clause that turns a reading, within its quotation and its sentence.
fn clause(articles: &[&Quoted], reading: &Reading) -> Option<Clause> {
    let quoted = articles.get(reading.place.article)?;
    let text = quoted.article.text.as_str();
    let quote: &Quotation = quoted.quotes.iter().find(|q| Some(&q.id) == reading.quote.as_ref())?;
    let whole = paragraph(text, reading.place.span);
    let sentence = sentences(text, whole).into_iter().filter(|s| s.overlap(reading.place.span) > 0);
    let sentence = sentence.reduce(Span::hull)?;
    let own = Span::new(sentence.start.max(quote.span.start), sentence.end.min(quote.span.end));
    let own = if own.start < own.end { own } else { reading.place.span };
    let found = turned(own.of(text), quoted.article.lang.as_deref())?.shift(own.start);
    let before = Span::new(own.start, found.start).of(text);
    let behind = Span::new(found.end, own.end.max(found.end)).of(text);
    Some(Clause {
        place: Place { article: reading.place.article, span: found },
        rest: format!("{before} {behind}"),
        leads: !before.contains(char::is_alphanumeric),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Relation;
    use headwater_page::Article;
    use headwater_text::CharIndex;

    /// What the readings of a statement lack: each page with its quotation and the reading in it.
    fn lacking(pages: &[(&str, &str, &str, &str)]) -> Vec<(String, usize)> {
        let quoted: Vec<Quoted> = pages
            .iter()
            .map(|(lang, text, quote, _)| {
                let at = text.find(quote).unwrap();
                let article = Article { lang: Some((*lang).into()), ..Article::plain("a", text) };
                let span = Span::new(at, at + quote.len());
                let json = serde_json::json!({
                    "id": "q1", "start": 0, "end": 1, "kind": "direct", "content_spans": [[0, 1]],
                    "speaker_spans": [], "cue_spans": [], "chain": [], "chain_spans": [],
                    "zone": "body", "stance": "stated", "confidence": 1.0,
                });
                let read = Quotation::from_json(&json, &CharIndex::new(text)).unwrap();
                let quote = Quotation { span, content: vec![span], ..read };
                Quoted { article, quotes: vec![quote], ..Quoted::default() }
            })
            .collect();
        let reading = |(i, (_, text, _, words)): (usize, &(&str, &str, &str, &str))| {
            let at = text.find(words).unwrap();
            let place = Place { article: i, span: Span::new(at, at + words.len()) };
            let quote = Some("q1".into());
            Reading { place, quote, relation: Relation::Base, repeat: false }
        };
        let readings: Vec<Reading> = pages.iter().enumerate().map(reading).collect();
        let list: Vec<&Quoted> = quoted.iter().collect();
        let found = left_out(&list, &readings).into_iter();
        found.map(|(a, b)| (a.span.of(pages[a.article].1).to_owned(), b.article)).collect()
    }

    #[test]
    fn a_condition_or_a_denial_that_is_cut_away_is_told() {
        let whole = "“If the fee is paid, she may sail, and the board has no say,” Lind said.";
        let cut = "“Darf sie fahren, und der Rat hat nichts zu sagen”, sagte Lind.";
        let found = lacking(&[
            (
                "en",
                whole,
                "If the fee is paid, she may sail, and the board has no say",
                "she may sail",
            ),
            (
                "de",
                cut,
                "Darf sie fahren, und der Rat hat nichts zu sagen",
                "Darf sie fahren, und der Rat hat nichts zu sagen",
            ),
        ]);
        assert_eq!(found, [("If the fee is paid".to_owned(), 1)]);
        let whole = "“We see a link, but we cannot say that salt did it,” Lind said.";
        let found = lacking(&[
            ("en", whole, "We see a link, but we cannot say that salt did it", "We see a link"),
            ("en", "“We see a link,” Lind said.", "We see a link", "We see a link"),
        ]);
        assert_eq!(found, [("but we cannot say that salt did it".to_owned(), 1)]);
    }

    #[test]
    fn what_stands_in_a_sentence_of_its_own_is_not_left_out() {
        let whole = "“We see a link, but we cannot say that salt did it,” Lind said.";
        let apart = "“We see a link,” Lind said. If salt did it nobody knows, she said.";
        let found = lacking(&[
            ("en", whole, "We see a link, but we cannot say that salt did it", "We see a link"),
            ("en", apart, "We see a link", "We see a link"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
