//! The JSON of a whole trace, from the records of the crates.

use crate::brief::{Brief, Outline};
use crate::fit;
use crate::joins::because;
use crate::sentence::{Sentences, bound};
use headwater::{About, Findings};
use headwater_collate::{Match, Story, Texts, Utterance};
use headwater_page::Bound;
use headwater_quote::Quoted;
use headwater_stemma::Stemma;
use headwater_text::CharIndex;
use serde_json::{Map, Value, json};
use std::borrow::Borrow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

/// The sections of a trace in the order in which they are written, with the `type` of their rows.
const SECTIONS: [(&str, &str); 8] = [
    ("articles", "article"),
    ("matches", "match"),
    ("outlets", "outlet"),
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
    /// The same findings as they are shown to people, and the order in which they are told.
    told: OnceCell<(Findings, Outline)>,
    /// The articles that are told of, where not all are.
    kept: Option<BTreeSet<usize>>,
}

impl<'t> Records<'t> {
    /// Indexes the texts of `trace`.
    pub fn new(trace: &'t Findings) -> Records<'t> {
        Records {
            trace,
            texts: Texts::new(&trace.articles),
            about: None,
            told: OnceCell::new(),
            kept: None,
        }
    }

    /// Only what belongs to a wording that was looked for.
    pub fn about(self, about: Option<&'t About>) -> Records<'t> {
        Records { about, kept: about.map(|a| a.articles(self.trace)), ..self }
    }

    /// The one object of `trace --format json`; what was looked for comes first, which tagger found
    /// the quotations last.
    pub fn json(&self) -> Value {
        let asked = self.asked().map(|asked| ("about".to_owned(), asked));
        let reader = ("reader".to_owned(), json!(self.trace.reader));
        let sections = SECTIONS.iter();
        let sections = sections.map(|(name, _)| ((*name).to_owned(), self.rows(name).collect()));
        let bounds: Vec<Value> = self.bounds().collect();
        let bounds = (!bounds.is_empty()).then(|| ("bounds".to_owned(), json!(bounds)));
        Value::Object(asked.into_iter().chain(sections).chain(bounds).chain([reader]).collect())
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
                .flat_map(move |(name, kind)| self.rows(name).map(move |row| typed(kind, row)))
                .chain(self.bounds().map(move |row| typed("bound", row))),
        )
    }

    /// The bounds that were met: what was not looked at any further, and how many.
    fn bounds(&self) -> impl Iterator<Item = Value> + '_ {
        self.trace.bounds.iter().map(|b| bound_record(*b))
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
            "outlets" => Box::new(
                trace
                    .outlets
                    .iter()
                    .map(|o| json!({"id": o.id, "name": o.name, "spellings": o.spellings})),
            ),
            "stories" => Box::new(
                self.stories().filter(move |(_, s)| told(s)).map(|(i, s)| self.story(i, s)),
            ),
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

    /// What is shown to people, and in which order.
    fn told(&self) -> &(Findings, Outline) {
        self.told.get_or_init(|| {
            let shown = fit::shown(self.trace);
            let outline = Outline::of(&shown);
            (shown, outline)
        })
    }

    /// Stories in the order in which they are told, then those that are told to nobody.
    fn stories(&self) -> impl Iterator<Item = (usize, &'t Story)> {
        let order = &self.told().1.order;
        let rest = (0..self.trace.stories.len()).filter(|i| !order.contains(i));
        let all: Vec<usize> = order.iter().copied().chain(rest).collect();
        let trace = self.trace;
        all.into_iter().filter_map(|i| Some((i, trace.stories.get(i)?)))
    }

    /// A story with the number under which it is told and the answers at its head, each of its
    /// joins with a sentence that says why.
    fn story(&self, index: usize, story: &Story) -> Value {
        let mut row = self.bare(story);
        let (shown, outline) = self.told();
        row["number"] = json!(outline.number(index));
        // Pages that are not told as one story have no answers together.
        if shown.stories.get(index).is_some_and(|told| outline.reports(told) > 1) {
            // Pages that nothing ties to another are not shown with the rest.
            if let Some(told) = shown.stories.get(index).filter(|t| t.articles != story.articles) {
                let ids = told.articles.iter().map(|a| self.texts.id(*a)).collect::<Vec<_>>();
                row["shown"] = json!({"title": told.title, "articles": ids});
            }
            let brief = Brief::of(shown, outline, index);
            row["brief"] = brief.to_json(&self.texts);
            let list = outline.statements.get(index).into_iter().flatten();
            let told = list.enumerate().map(|(k, s)| s.to_json(&self.texts, shown, k + 1));
            row["statements"] = told.collect();
        }
        row
    }

    /// Stories as they were found, without what only a whole run can tell: the number under which a
    /// story is told, the answers at its head, its statements.
    pub fn bare_stories(&self) -> impl Iterator<Item = Value> + '_ {
        self.trace.stories.iter().map(|story| self.bare(story))
    }

    fn bare(&self, story: &Story) -> Value {
        let mut row = story.to_json(&self.texts);
        for (join, told) in
            story.joins.iter().zip(row["joins"].as_array_mut().into_iter().flatten())
        {
            told["because"] = json!(because(self.trace, join));
        }
        row
    }

    /// For each page that has them the ids of its story's other pages with the same body of the
    /// same outlet.
    fn also(&self) -> BTreeMap<usize, Vec<&'t str>> {
        let mut out: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for story in &self.trace.stories {
            let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
            for (copy, of) in &story.also {
                groups.entry(*of).or_insert_with(|| vec![*of]).push(*copy);
            }
            for group in groups.values() {
                for one in group {
                    let others = group.iter().filter(|other| *other != one);
                    out.insert(*one, others.map(|other| self.texts.id(*other)).collect());
                }
            }
        }
        out
    }

    /// Articles with their quotations, the id of their story and what it says of their dates.
    fn articles(&self) -> impl Iterator<Item = Value> + '_ {
        let mut story_of = vec![Value::Null; self.trace.articles.len()];
        for story in &self.trace.stories {
            for article in &story.articles {
                if let Some(place) = story_of.get_mut(*article) {
                    *place = json!(story.id);
                }
            }
        }
        let bounds = self.trace.stories.iter().flat_map(|s| &s.bounds).map(|(i, b)| (*i, b));
        let bounds: BTreeMap<usize, &Bound> = bounds.collect();
        let also = self.also();
        let each = self.trace.articles.iter().zip(story_of).enumerate();
        each.filter(|(i, _)| self.keeps(*i)).map(move |(i, (quoted, story))| {
            let mut record = quoted.to_json();
            record["story"] = story;
            if let Some(of) = also.get(&i) {
                record["also"] = json!(of);
            }
            if let Some(bound) = bounds.get(&i) {
                record["date_not_before"] = json!(bound.date.iso());
                let text = CharIndex::new(&quoted.article.text);
                record["date_not_before_basis"] = bound.basis.to_json(&text);
            }
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

/// The record of a bound that was met.
///
/// ```
/// let met = headwater_tell::bound_record(headwater::Bound::CommonRuns(3));
/// assert_eq!((&met["kind"], &met["count"]), (&"common-runs".into(), &3.into()));
/// ```
pub fn bound_record(met: headwater::Bound) -> Value {
    json!({"kind": met.name(), "count": met.count(), "text": bound(met)})
}

/// The records of family trees. Only the texts that grounds point into are indexed.
pub fn stemmata<Q: Borrow<Quoted>>(articles: &[Q], trees: &[&Stemma]) -> Vec<Value> {
    let articles: Vec<&Quoted> = articles.iter().map(Borrow::borrow).collect();
    let own = trees.iter().flat_map(|t| &t.springs).flat_map(|s| &s.grounds);
    let grounds = trees.iter().flat_map(|t| &t.edges).flat_map(|e| &e.grounds).chain(own);
    let indexes: BTreeMap<usize, CharIndex<'_>> = grounds
        .flat_map(|g| &g.places)
        .filter_map(|p| Some((p.article, CharIndex::new(&articles.get(p.article)?.article.text))))
        .collect();
    let of = |i: usize| Some((articles.get(i)?.article.id.as_str(), indexes.get(&i)?));
    trees.iter().map(|t| told(t, t.to_json(of), &articles)).collect()
}

/// The record of a tree with the sentences of its grounds and rivals.
fn told(tree: &Stemma, mut row: Value, articles: &[&Quoted]) -> Value {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Look, markdown, text};

    #[test]
    fn a_bound_that_was_met_is_told_in_every_form() {
        let bounds = vec![headwater::Bound::LongPairs(2), headwater::Bound::CommonRuns(1)];
        let met = Findings { bounds, ..Findings::default() };
        let words = "2 pairs of long pages were compared word for word only";
        let json = Records::new(&met).json();
        assert_eq!(json["bounds"][0], json!({"kind": "long-pairs", "count": 2, "text": words}));
        assert_eq!(json["bounds"][1]["kind"], "common-runs");
        assert!(Records::new(&met).lines().any(|row| row["type"] == "bound"));
        for told in [text(&met, &Look::default()), markdown(&met, &Look::default())] {
            assert!(told.contains(words), "{told}");
        }
        assert!(crate::html(&met, &crate::html::Sheet::default()).contains(words));
        assert!(Records::new(&Findings::default()).json().get("bounds").is_none());
    }
}
