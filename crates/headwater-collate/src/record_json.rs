//! Writes findings as JSON records: places become code points of each article's text.

use crate::{
    Comparison, Match, Person, Place, Reading, Statement, Story, Thread, Utterance, Variant,
};
use headwater_quote::Quoted;
use headwater_text::{CharIndex, Span};
use serde_json::{Value, json};
use std::borrow::Borrow;

/// The texts that places point into, indexed once for all records of a run.
pub struct Texts<'a> {
    articles: Vec<&'a Quoted>,
    indexes: Vec<CharIndex<'a>>,
}

impl<'a> Texts<'a> {
    /// Indexes the articles.
    pub fn new<Q: Borrow<Quoted>>(articles: &'a [Q]) -> Texts<'a> {
        let articles: Vec<&Quoted> = articles.iter().map(Borrow::borrow).collect();
        let indexes = articles.iter().map(|q| CharIndex::new(&q.article.text)).collect();
        Texts { articles, indexes }
    }

    /// The id of an article.
    pub fn id(&self, article: usize) -> &'a str {
        self.articles.get(article).map_or("", |q| q.article.id.as_str())
    }

    /// The words at a place.
    pub fn words(&self, place: Place) -> &'a str {
        self.articles.get(place.article).map_or("", |q| place.span.of(&q.article.text))
    }

    /// Start and end in code points.
    pub fn points(&self, place: Place) -> (usize, usize) {
        self.indexes
            .get(place.article)
            .map_or((0, 0), |i| (i.to_chars(place.span.start), i.to_chars(place.span.end)))
    }

    /// `{article, start, end}`.
    pub fn json(&self, place: Place) -> Value {
        let (start, end) = self.points(place);
        json!({"article": self.id(place.article), "start": start, "end": end})
    }

    fn pair(&self, article: usize, span: Span) -> Value {
        let (start, end) = self.points(Place { article, span });
        json!([start, end])
    }
}

/// A number as records print it.
fn rounded(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

impl Match {
    /// The record of `headwater matches`.
    pub fn to_json(&self, texts: &Texts<'_>) -> Value {
        let (a_start, a_end) = texts.points(self.a);
        let (b_start, b_end) = texts.points(self.b);
        let edits = self.edits.iter().map(|e| {
            json!({"a": texts.pair(self.a.article, e.a), "b": texts.pair(self.b.article, e.b),
                "folded": e.folded})
        });
        json!({
            "a": texts.id(self.a.article), "b": texts.id(self.b.article),
            "a_start": a_start, "a_end": a_end, "b_start": b_start, "b_end": b_end,
            "relation": self.relation.name(), "score": rounded(self.score),
            "share": self.share.map(rounded), "edits": edits.collect::<Vec<_>>(),
        })
    }
}

impl Comparison {
    /// The record of `headwater compare`; places are into the two wordings.
    pub fn to_json(&self, a: &str, b: &str) -> Value {
        let (x, y) = (CharIndex::new(a), CharIndex::new(b));
        let differs = self.differs.iter().map(|d| {
            json!({"kind": d.kind, "a": x.json(d.a), "b": y.json(d.b),
                "a_words": d.a.of(a), "b_words": d.b.of(b)})
        });
        json!({
            "score": rounded(self.score),
            "relation": self.relation.map(|r| r.name()),
            "differs": differs.collect::<Vec<_>>(),
        })
    }
}

impl Person {
    /// The record form.
    pub fn to_json(&self, texts: &Texts<'_>) -> Value {
        let articles =
            self.articles.iter().map(|(a, name)| json!({"article": texts.id(*a), "name": name}));
        json!({
            "name": self.name, "spellings": self.spellings,
            "articles": articles.collect::<Vec<_>>(), "doubtful": self.doubtful,
        })
    }
}

impl Story {
    /// The record form: the story with its articles and why they were joined.
    pub fn to_json(&self, texts: &Texts<'_>) -> Value {
        let joins = self.joins.iter().map(|j| {
            let words = j.words.iter().map(|w| texts.words(Place { article: j.a, span: *w }));
            json!({"a": texts.id(j.a), "b": texts.id(j.b), "weight": rounded(j.weight),
                "passages": j.passages, "words": words.collect::<Vec<_>>(),
                "headlines_alike": j.headlines, "days_apart": j.days.map(rounded)})
        });
        let also = self.also.iter();
        let also = also.map(|(a, of)| json!({"article": texts.id(*a), "of": texts.id(*of)}));
        json!({
            "story": self.id, "title": self.title,
            "articles": self.articles.iter().map(|a| texts.id(*a)).collect::<Vec<_>>(),
            "joins": joins.collect::<Vec<_>>(),
            "also": also.collect::<Vec<_>>(),
        })
    }
}

impl Reading {
    /// The record form.
    pub fn to_json(&self, texts: &Texts<'_>) -> Value {
        let mut v = texts.json(self.place);
        v["quote"] = json!(self.quote);
        v["relation"] = json!(self.relation.name());
        v["repeat"] = json!(self.repeat);
        v
    }
}

impl Variant {
    /// The record form; `reading` counts the utterance's readings from 0.
    pub fn to_json(&self, texts: &Texts<'_>) -> Value {
        let others = self.others.iter().map(|(reading, place)| {
            let mut v = texts.json(*place);
            v["reading"] = json!(reading);
            v["words"] = json!(texts.words(*place));
            v["elided"] = json!(crate::is_ellipsis(texts.words(*place)));
            v
        });
        let mut base = texts.json(self.base);
        base["words"] = json!(texts.words(self.base));
        json!({
            "base": base, "others": others.collect::<Vec<_>>(),
            "folded": self.folded, "substance": self.substance,
        })
    }
}

impl Utterance {
    /// The record of `headwater utterances`.
    pub fn to_json(&self, texts: &Texts<'_>) -> Value {
        let differs = self.differs.iter().map(|(kind, a, b)| {
            let side = |p: &Place| {
                let mut v = texts.json(*p);
                v["words"] = json!(texts.words(*p));
                v
            };
            json!({"kind": kind, "base": side(a), "other": side(b)})
        });
        json!({
            "utterance": self.id, "speaker": self.speaker,
            "said_on": self.said_on.map(|w| w.iso()),
            "readings": self.readings.iter().map(|r| r.to_json(texts)).collect::<Vec<_>>(),
            "apparatus": self.apparatus.iter().map(|v| v.to_json(texts)).collect::<Vec<_>>(),
            "differs": differs.collect::<Vec<_>>(),
        })
    }
}

impl Statement {
    /// The record form.
    pub fn to_json(&self, texts: &Texts<'_>, utterances: &[Utterance]) -> Value {
        let mut v = texts.json(self.place);
        v["quote"] = json!(self.quote);
        v["speaker"] = json!(self.speaker);
        v["date"] = json!(self.date.map(|d| d.iso()));
        if let Some(bound) = self.not_before {
            v["date_not_before"] = json!(bound.iso());
        }
        v["utterance"] = json!(utterances.get(self.utterance).map(|u| u.id.as_str()));
        v
    }
}

impl Thread {
    /// The record of `headwater threads`. `title_ours` says that no page calls it so.
    pub fn to_json(&self, texts: &Texts<'_>, utterances: &[Utterance]) -> Value {
        let list = |of: &[Statement]| -> Vec<Value> {
            of.iter().map(|s| s.to_json(texts, utterances)).collect()
        };
        json!({
            "thread": self.id, "title": self.title, "title_ours": true,
            "statements": list(&self.statements), "against": list(&self.against),
            "open": self.open,
        })
    }
}
