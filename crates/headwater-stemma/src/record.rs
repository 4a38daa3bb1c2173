//! The records of `headwater stemma`.

use headwater_collate::Place;
use headwater_text::{CharIndex, When};
use serde_json::{Value, json};

/// A text in the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The article's id, or `lost-1`, `lost-2`, …
    pub id: String,
    /// Index of the article in the story's list; `None` for a text we do not hold.
    pub witness: Option<usize>,
    /// For lost nodes what the credits call it; for witnesses the outlet or id.
    pub label: String,
}

/// One piece of evidence for or against an edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// A short stable name: `shared-innovation`, `lacks`, `adds`, `credit`, `time`, …
    pub kind: String,
    /// Whether it speaks for the edge.
    pub favours: bool,
    /// Weight in log odds, at least 0.
    pub weight: f64,
    /// In plain words; words of pages only between quotation marks.
    pub text: String,
    /// Where, in the articles by their index.
    pub places: Vec<Place>,
}

/// `child` was made from `parent`.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Node id.
    pub parent: String,
    /// Node id.
    pub child: String,
    /// Probability, 0 to 1.
    pub probability: f64,
    /// Why and why not, strongest first.
    pub grounds: Vec<Ground>,
}

/// Another tree that the evidence does not rule out.
#[derive(Clone, Debug, PartialEq)]
pub struct Rival {
    /// Edges that replace those to the same children.
    pub edges: Vec<(String, String)>,
    /// Probability of this alternative, 0 to 1.
    pub probability: f64,
    /// In plain words.
    pub text: String,
}

/// An utterance that several texts of a tree took independently: a node of its own beside the tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// The utterance's id.
    pub id: String,
    /// Who said it.
    pub speaker: Option<String>,
    /// When, where a report tells.
    pub date: Option<When>,
    /// The fullest reading: words of a page.
    pub label: String,
    /// Ids of the nodes that took it from no other text that has it, sorted.
    pub takers: Vec<String>,
}

/// The family tree of one story.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stemma {
    /// The story's id.
    pub story: String,
    /// Witnesses in id order, then lost texts.
    pub nodes: Vec<Node>,
    /// Edges sorted by child, then falling probability.
    pub edges: Vec<Edge>,
    /// Node id of the root: the source that all goes back to; `None` if nothing is known.
    pub root: Option<String>,
    /// The nearest text from which all witnesses descend, held or lost; `None` where they go back
    /// to the source by ways of their own.
    pub archetype: Option<String>,
    /// What the probabilities are calibrated on; `None` where they are plain shares of resampled
    /// collations.
    pub calibrated_on: Option<&'static str>,
    /// Whether the story is so large that each report was compared with its nearest alone.
    pub bounded: bool,
    /// Trees that fit nearly as well.
    pub rivals: Vec<Rival>,
    /// Utterances that several texts of the tree took independently.
    pub utterances: Vec<Said>,
}

impl Stemma {
    /// The record form. `article` gives for an index the article's id and an index of its text.
    pub fn to_json<'t>(
        &self,
        article: impl Fn(usize) -> Option<(&'t str, &'t CharIndex<'t>)>,
    ) -> Value {
        let place = |p: &Place| {
            let (id, index) = article(p.article)?;
            Some(
                json!({"article": id, "start": index.to_chars(p.span.start), "end": index.to_chars(p.span.end)}),
            )
        };
        let ground = |g: &Ground| {
            let places: Vec<Value> = g.places.iter().filter_map(place).collect();
            json!({"kind": g.kind, "for": g.favours, "weight": g.weight, "text": g.text, "places": places})
        };
        let edges = self.edges.iter().map(|e| {
            json!({"parent": e.parent, "child": e.child, "probability": e.probability,
                "grounds": e.grounds.iter().map(ground).collect::<Vec<_>>()})
        });
        let nodes = self.nodes.iter().map(|n| {
            let kind = if n.witness.is_some() { "witness" } else { "lost" };
            json!({"id": n.id, "kind": kind, "label": n.label})
        });
        let rivals = self
            .rivals
            .iter()
            .map(|r| json!({"edges": r.edges, "probability": r.probability, "text": r.text}));
        let said = self.utterances.iter().map(|u| {
            json!({"id": u.id, "kind": "utterance", "speaker": u.speaker,
                "date": u.date.map(|d| d.iso()), "label": u.label, "takers": u.takers})
        });
        json!({
            "story": self.story,
            "nodes": nodes.collect::<Vec<_>>(),
            "edges": edges.collect::<Vec<_>>(),
            "root": self.root,
            "archetype": self.archetype,
            "bounded": self.bounded,
            "calibrated_on": self.calibrated_on,
            "rivals": rivals.collect::<Vec<_>>(),
            "utterances": said.collect::<Vec<_>>(),
        })
    }
}
