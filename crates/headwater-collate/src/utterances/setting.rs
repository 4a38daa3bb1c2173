//! What stands around a reading in its own sentence and turns what it says: *if the clause is paid*
//! before *he can go*, *but we cannot say that it protects* behind *we see an association*. A report
//! that leaves it out says something else, though the rest is the same word for word, or in another
//! language.

use crate::apparatus::paragraph;
use crate::compare::{conditional, turned};
use crate::encoder::{Encoder, cosine};
use crate::similar::likeness;
use crate::{Place, Reading};
use headwater_quote::{Quotation, Quoted};
use headwater_text::{Span, sentences};

/// Words that a reading has at least for what it lacks to be told.
const WORDS: usize = 3;

/// Likeness of two wordings of one language from which one is the other without a clause.
const ALIKE: f64 = 0.5;

/// The same by what the sentence model says that they mean, and the nearness to the clause itself up
/// to which a reading does not say it in other words (*provided that the state pays*).
const MEANT: f64 = 0.5;
const UNSAID: f64 = 0.26;

/// A clause that turns a sentence.
struct Clause {
    place: Place,
    /// Its words.
    words: String,
    /// The rest of its sentence, as far as it is quoted.
    rest: String,
}

/// For each reading that says without it what another says under a condition or with a denial set
/// against it: the place of that clause, and the reading. The two are alike in meaning where there is
/// a model, else in words and of one language.
pub(super) fn left_out(
    articles: &[&Quoted],
    readings: &[Reading],
    encoder: Option<&Encoder>,
) -> Vec<(Place, Place)> {
    let kept = || readings.iter().filter(|r| !r.repeat);
    let clauses: Vec<Clause> = kept().filter_map(|r| clause(articles, r)).collect();
    let lang = |p: &Place| articles.get(p.article).and_then(|q| q.article.lang.as_deref());
    let mut out = Vec::new();
    for r in kept() {
        let text = articles.get(r.place.article).map_or("", |q| q.article.text.as_str());
        let words = r.place.span.of(text);
        // The next sentence may say it.
        let around = beside(text, r.place.span).of(text);
        let says = || {
            let lang = lang(&r.place);
            turned(around, lang).is_some() || conditional(around, lang)
        };
        let others = || clauses.iter().filter(|c| c.place.article != r.place.article);
        let few = words.split_whitespace().count() < WORDS;
        if few || others().next().is_none() || says() {
            continue;
        }
        let found = match encoder {
            Some(model) => meant(model, others(), words),
            None => others()
                .find(|c| lang(&c.place) == lang(&r.place) && likeness(&c.rest, words) >= ALIKE),
        };
        out.extend(found.map(|c| (c.place, r.place)));
    }
    out
}

/// The clause whose sentence, without it, is nearest in meaning to a reading that has nothing of any
/// such clause.
fn meant<'c>(
    model: &Encoder,
    clauses: impl Iterator<Item = &'c Clause>,
    words: &str,
) -> Option<&'c Clause> {
    let own = model.encode(words);
    let mut best: Option<(f64, &Clause)> = None;
    for c in clauses {
        if cosine(&own, &model.encode(&c.words)) > UNSAID {
            return None;
        }
        let near = cosine(&own, &model.encode(&c.rest));
        if near >= MEANT && best.is_none_or(|(most, _)| near > most) {
            best = Some((near, c));
        }
    }
    best.map(|(_, c)| c)
}

/// The sentences of a reading with the one before and the one behind, within its paragraph.
fn beside(text: &str, reading: Span) -> Span {
    let all = sentences(text, paragraph(text, reading));
    let own = |s: &Span| s.overlap(reading) > 0;
    let first = all.iter().position(own).unwrap_or(0);
    let last = all.iter().rposition(own).unwrap_or(first);
    let around = all.iter().skip(first.saturating_sub(1)).take(last + 2 - first.saturating_sub(1));
    around.copied().reduce(Span::hull).unwrap_or(reading)
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
        words: found.of(text).to_owned(),
        rest: format!("{before} {behind}"),
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
        let found = left_out(&list, &readings, Some(Encoder::shipped())).into_iter();
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
