//! The JSON of a whole trace, from the records of the crates.

use crate::trace::Trace;
use headwater_collate::Texts;
use headwater_quote::Quoted;
use headwater_stemma::Stemma;
use headwater_text::CharIndex;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The sections of a trace in the order in which they are written, with the `type` of their rows.
const SECTIONS: [(&str, &str); 7] = [
    ("articles", "article"),
    ("matches", "match"),
    ("stories", "story"),
    ("utterances", "utterance"),
    ("threads", "thread"),
    ("stemmata", "stemma"),
    ("remarks", "remark"),
];

/// A trace with its texts indexed, so that places become code points.
pub(crate) struct Records<'t> {
    trace: &'t Trace,
    texts: Texts<'t>,
}

impl<'t> Records<'t> {
    /// Indexes the texts of `trace`.
    pub(crate) fn new(trace: &'t Trace) -> Records<'t> {
        Records { trace, texts: Texts::new(&trace.articles) }
    }

    /// The one object of `trace --format json`.
    pub(crate) fn json(&self) -> Value {
        let sections = SECTIONS.iter();
        Value::Object(
            sections.map(|(name, _)| ((*name).to_owned(), self.rows(name).collect())).collect(),
        )
    }

    /// The records of `trace --format jsonl`, each with its `type`.
    pub(crate) fn lines(&self) -> impl Iterator<Item = Value> + '_ {
        SECTIONS.iter().flat_map(|(name, kind)| {
            self.rows(name).map(move |row| {
                let mut line = Map::new();
                line.insert("type".to_owned(), json!(kind));
                if let Value::Object(fields) = row {
                    line.extend(fields);
                }
                Value::Object(line)
            })
        })
    }

    /// The records of one section; none for a name that is no section.
    pub(crate) fn rows(&self, section: &str) -> Box<dyn Iterator<Item = Value> + '_> {
        let (trace, texts) = (self.trace, &self.texts);
        match section {
            "articles" => Box::new(self.articles()),
            "matches" => Box::new(trace.matches.iter().map(|m| m.to_json(texts))),
            "stories" => Box::new(trace.stories.iter().map(|s| s.to_json(texts))),
            "utterances" => Box::new(trace.utterances.iter().map(|u| u.to_json(texts))),
            "threads" => {
                Box::new(trace.threads.iter().map(|t| t.to_json(texts, &trace.utterances)))
            }
            "stemmata" => Box::new(stemmata(&trace.articles, &trace.stemmata).into_iter()),
            "remarks" => Box::new(self.remarks()),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// Articles with their quotations and the id of their story.
    fn articles(&self) -> impl Iterator<Item = Value> + '_ {
        let mut story_of = vec![Value::Null; self.trace.articles.len()];
        for story in &self.trace.stories {
            for article in &story.articles {
                if let Some(place) = story_of.get_mut(*article) {
                    *place = json!(story.id);
                }
            }
        }
        self.trace.articles.iter().zip(story_of).map(|(quoted, story)| {
            let mut record = quoted.to_json();
            record["story"] = story;
            record
        })
    }

    fn remarks(&self) -> impl Iterator<Item = Value> + '_ {
        self.trace.remarks.iter().map(|(i, remark)| {
            let text = self.trace.articles.get(*i).map_or("", |q| q.article.text.as_str());
            let mut row = Map::new();
            row.insert("article".to_owned(), json!(self.texts.id(*i)));
            if let Value::Object(fields) = remark.to_json(&CharIndex::new(text)) {
                row.extend(fields);
            }
            Value::Object(row)
        })
    }
}

/// The records of family trees. Only the texts that grounds point into are indexed.
pub(crate) fn stemmata(articles: &[Quoted], trees: &[Stemma]) -> Vec<Value> {
    let grounds = trees.iter().flat_map(|t| &t.edges).flat_map(|e| &e.grounds);
    let indexes: BTreeMap<usize, CharIndex<'_>> = grounds
        .flat_map(|g| &g.places)
        .filter_map(|p| Some((p.article, CharIndex::new(&articles.get(p.article)?.article.text))))
        .collect();
    let of = |i: usize| Some((articles.get(i)?.article.id.as_str(), indexes.get(&i)?));
    trees.iter().map(|t| t.to_json(of)).collect()
}
