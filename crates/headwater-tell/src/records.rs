//! The JSON of a whole trace, from the records of the crates.

use crate::sentence::Sentences;
use headwater::{About, Findings};
use headwater_collate::{Match, Story, Texts, Utterance};
use headwater_quote::Quoted;
use headwater_stemma::Stemma;
use headwater_text::CharIndex;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

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
pub struct Records<'t> {
    trace: &'t Findings,
    texts: Texts<'t>,
    about: Option<&'t About>,
    /// The articles that are told of, where not all are.
    kept: Option<BTreeSet<usize>>,
}

impl<'t> Records<'t> {
    /// Indexes the texts of `trace`.
    pub fn new(trace: &'t Findings) -> Records<'t> {
        Records { trace, texts: Texts::new(&trace.articles), about: None, kept: None }
    }

    /// Only what belongs to a wording that was looked for.
    pub fn about(self, about: Option<&'t About>) -> Records<'t> {
        Records { about, kept: about.map(|a| a.articles(self.trace)), ..self }
    }

    /// The one object of `trace --format json`; what was looked for comes first.
    pub fn json(&self) -> Value {
        let asked = self.asked().map(|asked| ("about".to_owned(), asked));
        let sections = SECTIONS.iter();
        let sections = sections.map(|(name, _)| ((*name).to_owned(), self.rows(name).collect()));
        Value::Object(asked.into_iter().chain(sections).collect())
    }

    /// The records of `trace --format jsonl`, each with its `type`.
    pub fn lines(&self) -> impl Iterator<Item = Value> + '_ {
        let typed = |kind: &str, row: Value| {
            let mut line = Map::new();
            line.insert("type".to_owned(), json!(kind));
            if let Value::Object(fields) = row {
                line.extend(fields);
            }
            Value::Object(line)
        };
        let asked = self.asked().map(|row| typed("about", row));
        asked.into_iter().chain(
            SECTIONS
                .iter()
                .flat_map(move |(name, kind)| self.rows(name).map(move |row| typed(kind, row))),
        )
    }

    /// The wording that was looked for, and what is like it.
    fn asked(&self) -> Option<Value> {
        let about = self.about?;
        let id = |u: usize| self.trace.utterances.get(u).map(|u| u.id.as_str());
        let statements = about.statements.iter();
        let statements = statements.map(|(s, u)| json!({"utterance": id(*u), "likeness": s}));
        let passages = about.passages.iter().map(|(score, place)| {
            let mut row = self.texts.json(*place);
            row["likeness"] = json!(score);
            row
        });
        Some(json!({
            "words": about.words,
            "statements": statements.collect::<Vec<_>>(),
            "passages": passages.collect::<Vec<_>>(),
        }))
    }

    /// Whether an article is told of.
    fn keeps(&self, article: usize) -> bool {
        self.kept.as_ref().is_none_or(|k| k.contains(&article))
    }

    /// The records of one section; none for a name that is no section.
    pub fn rows(&self, section: &str) -> Box<dyn Iterator<Item = Value> + '_> {
        let (trace, texts) = (self.trace, &self.texts);
        let told = |s: &&Story| s.articles.iter().all(|a| self.keeps(*a));
        match section {
            "articles" => Box::new(self.articles()),
            "matches" => {
                let kept = |m: &&Match| self.keeps(m.a.article) && self.keeps(m.b.article);
                let rows = trace.matches.iter().filter(kept).map(|m| m.to_json(texts));
                Box::new(rows.map(|row| headwater::named(row, trace.model)))
            }
            "stories" => Box::new(trace.stories.iter().filter(told).map(|s| s.to_json(texts))),
            "utterances" => {
                let kept = |u: &&Utterance| u.readings.iter().all(|r| self.keeps(r.place.article));
                let rows = trace.utterances.iter().filter(kept).map(|u| u.to_json(texts));
                Box::new(rows.map(|row| headwater::named(row, trace.model)))
            }
            "threads" => {
                let list = trace.threads.iter().enumerate();
                let kept = list.filter(|(i, _)| self.about.is_none_or(|a| a.threads.contains(i)));
                Box::new(kept.map(|(_, t)| t.to_json(texts, &trace.utterances)))
            }
            "stemmata" => {
                let told = |i: usize| trace.stories.get(i).as_ref().is_none_or(told);
                let kept = trace.stemmata.iter().enumerate().filter(|(i, _)| told(*i));
                let kept: Vec<&Stemma> = kept.map(|(_, t)| t).collect();
                Box::new(stemmata(&trace.articles, &kept).into_iter())
            }
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
        let each = self.trace.articles.iter().zip(story_of).enumerate();
        each.filter(|(i, _)| self.keeps(*i)).map(|(_, (quoted, story))| {
            let mut record = quoted.to_json();
            record["story"] = story;
            record
        })
    }

    fn remarks(&self) -> impl Iterator<Item = Value> + '_ {
        self.trace.remarks.iter().filter(|(i, _)| self.keeps(*i)).map(|(i, remark)| {
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
pub fn stemmata(articles: &[Quoted], trees: &[&Stemma]) -> Vec<Value> {
    let own = trees.iter().flat_map(|t| &t.springs).flat_map(|s| &s.grounds);
    let grounds = trees.iter().flat_map(|t| &t.edges).flat_map(|e| &e.grounds).chain(own);
    let indexes: BTreeMap<usize, CharIndex<'_>> = grounds
        .flat_map(|g| &g.places)
        .filter_map(|p| Some((p.article, CharIndex::new(&articles.get(p.article)?.article.text))))
        .collect();
    let of = |i: usize| Some((articles.get(i)?.article.id.as_str(), indexes.get(&i)?));
    trees.iter().map(|t| told(t, t.to_json(of), articles)).collect()
}

/// The record of a tree with the sentences of its grounds and rivals.
fn told(tree: &Stemma, mut row: Value, articles: &[Quoted]) -> Value {
    let id = |i: usize| articles.get(i).map_or(String::new(), |q| q.article.id.clone());
    let sentences = Sentences::new(articles, tree, id);
    for (e, edge) in tree.edges.iter().enumerate() {
        for (g, ground) in edge.grounds.iter().enumerate() {
            row["edges"][e]["grounds"][g]["text"] = json!(sentences.ground(ground));
        }
    }
    for (s, spring) in tree.springs.iter().enumerate() {
        for (g, ground) in spring.grounds.iter().enumerate() {
            row["springs"][s]["grounds"][g]["text"] = json!(sentences.ground(ground));
        }
    }
    for (r, rival) in tree.rivals.iter().enumerate() {
        row["rivals"][r]["text"] = json!(sentences.other(&rival.what));
    }
    row
}
