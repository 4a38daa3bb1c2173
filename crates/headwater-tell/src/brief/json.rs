//! The six answers as a record.

use super::{Brief, Change, From, Manner, Statement};
use headwater::Findings;
use headwater_collate::{Place, Texts};
use serde_json::{Value, json};
use std::collections::BTreeSet;

impl Brief {
    /// The record form: ids of pages, places in code points with their words.
    pub(crate) fn to_json(&self, texts: &Texts<'_>) -> Value {
        let ids = |list: &[usize]| -> Vec<&str> { list.iter().map(|a| texts.id(*a)).collect() };
        let source = self.source.iter().map(|w| {
            let (kind, label) = match &w.from {
                From::Held(_) => ("held", None),
                From::Lost(label) => ("lost", Some(label)),
                From::Unnamed => ("lost", None),
            };
            json!({"kind": kind, "node": w.node, "label": label, "articles": ids(&w.reports),
                "named_by": ids(&w.named_by), "probability": w.probability})
        });
        let speakers = self.speakers.iter().map(|s| {
            let spelt = s.spellings.iter();
            let spelt = spelt.map(|(name, pages)| json!({"name": name, "articles": ids(pages)}));
            json!({"name": s.name, "role": s.role, "pages": s.pages, "statements": s.statements,
                "spellings": spelt.collect::<Vec<_>>()})
        });
        let copies = self.copies.iter().flat_map(|c| {
            c.by.iter().map(|(by, probability)| {
                json!({"article": texts.id(*by), "of": texts.id(c.of), "probability": probability})
            })
        });
        let denied = self.denied.iter().map(|d| {
            let mut row = place(texts, d.place);
            row["speaker"] = json!(d.speaker);
            row["date"] = json!(d.date.map(|d| d.iso()));
            row
        });
        let heard = self.heard.as_ref();
        let alike = self.alike.iter().map(|(a, b)| json!([texts.id(*a), texts.id(*b)]));
        json!({
            "source": source.collect::<Vec<_>>(),
            "heard": heard.map(|h| json!({"label": h.label, "articles": ids(&h.pages)})),
            "speaker": speakers.collect::<Vec<_>>(),
            "first": {"articles": ids(&self.first), "undated": ids(&self.undated)},
            "copies": copies.collect::<Vec<_>>(),
            "alike": alike.collect::<Vec<_>>(),
            "changed": self.changed.iter().map(|c| change(texts, c)).collect::<Vec<_>>(),
            "worded": self.worded,
            "denied": denied.collect::<Vec<_>>(),
        })
    }
}

impl Statement {
    /// What is shown of a statement: its number in the story, who speaks, the pages that surely have
    /// it, for each reading whether it is sure, and the differences that are told.
    pub(crate) fn to_json(&self, texts: &Texts<'_>, shown: &Findings, number: usize) -> Value {
        let utterance = shown.utterances.get(self.utterance);
        let of = |p: &Place| self.pages.contains(&p.article);
        let differs = utterance.filter(|_| self.differs).map_or(&[][..], |u| &u.differs);
        let differs = differs.iter().filter(|(_, a, b)| of(a) && of(b));
        let differs = differs
            .map(|(kind, a, b)| json!({"kind": kind, "base": place(texts, *a), "other": place(texts, *b)}));
        json!({
            "number": number,
            "shown": self.is_shown(),
            "utterance": utterance.map(|u| &u.id),
            "speaker": utterance.and_then(|u| u.speaker.as_ref()),
            "articles": self.pages.iter().map(|a| texts.id(*a)).collect::<Vec<_>>(),
            "sure": self.sure,
            "differs": differs.collect::<Vec<_>>(),
        })
    }
}

fn place(texts: &Texts<'_>, place: Place) -> Value {
    let mut row = texts.json(place);
    row["words"] = json!(texts.words(place));
    row
}

fn change(texts: &Texts<'_>, change: &Change) -> Value {
    let kind = match &change.manner {
        Manner::Substance(kind) => kind.as_str(),
        Manner::Word => "word",
    };
    let ids = |set: &BTreeSet<usize>| set.iter().map(|a| texts.id(*a)).collect::<Vec<_>>();
    json!({"kind": kind, "from": place(texts, change.from), "to": place(texts, change.to),
        "had": ids(&change.had), "have": ids(&change.have), "times": change.times})
}
