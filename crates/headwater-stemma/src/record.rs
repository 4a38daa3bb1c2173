//! The records of `headwater stemma`.

use headwater_collate::{Numbers, Place};
use headwater_text::{CharIndex, When};
use serde_json::{Value, json};

/// A text in the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// The article's id, or `lost-1`, `lost-2`, …
    pub id: String,
    /// Index of the article in the story's list; `None` for a text we do not hold.
    pub witness: Option<usize>,
    /// For lost nodes what the credits call it; for witnesses the outlet or id.
    pub label: String,
    /// For what was said or issued and is no report: `conference`, `statement`, `speech`, `ruling`,
    /// `call`, `post`, `bulletin`, `column`.
    pub occasion: Option<&'static str>,
}

/// One piece of evidence for or against an edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    /// What was found.
    pub what: Reason,
    /// Whether it speaks for the edge.
    pub favours: bool,
    /// Weight in log odds, at least 0.
    pub weight: f64,
    /// Where, in the articles by their index.
    pub places: Vec<Place>,
}

/// What a ground rests on. The *child* is the edge's; the *other* is the edge's parent or, where
/// the parent is no report, the report compared with. Articles stand by their index.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the words on each variant say what its fields are")]
pub enum Reason {
    /// `both` of the child's `of` sentences stand in the other too, `verbatim` with the same words.
    Shared { other: usize, both: usize, of: usize, verbatim: usize },
    /// `words` (and `more`) stand in both and in no other report.
    Alone { words: Vec<Place>, more: usize },
    /// The child lacks `words` (and `more` places) of the other, in sentences that it has.
    Lacks { other: usize, words: Vec<Place>, more: usize },
    /// Both leave out sentences that others have; `holder` where one report has all of them.
    BothLack { sentences: usize, holder: Option<usize>, words: Vec<Place> },
    /// The child has sentences of its own.
    Adds { sentences: usize, words: Place },
    /// The child has sentences that other reports have and this one (`other`) lacks.
    HasMore { other: usize, sentences: usize, words: Place },
    /// Quotation marks at `places` places that the child has and the other lacks (`gained`), or
    /// the other way round.
    Marks { other: usize, gained: bool, places: usize, words: Place },
    /// A paragraph stands elsewhere in the child, the rest in the same order.
    Moved { words: Place },
    /// Both print paragraphs twice.
    BothTwice { paragraphs: usize, words: Place },
    /// The child prints paragraphs twice that each of `once` prints once.
    Twice { paragraphs: usize, once: Vec<usize>, words: Place },
    /// The child is dated so many hours after the other.
    Later { other: usize, hours: f64 },
    /// The child is dated so many hours before the other.
    Earlier { other: usize, hours: f64 },
    /// `by` credits a source in these words; `of` where that is a report of this story.
    Credits { by: usize, of: Option<usize>, words: Place },
    /// The child has words that `other` has from the occasion above both.
    Heard { other: usize, words: Place },
    /// Both have this headline, that of article `of`.
    Headline { of: usize },
    /// Two headlines share words that stand in neither body.
    OwnHeadline { other: usize },
    /// The child shares sentences with the other that its first parent lacks.
    SecondParent {
        other: usize,
        beside: Option<usize>,
        sentences: usize,
        verbatim: usize,
        words: Place,
    },
    /// Of the child's `of` names and numbers `held` stand in the other, which is not later.
    Retold { other: usize, held: usize, of: usize },
    /// Of the sentences that the child and the other share, `verbatim` have the same words.
    Wording { other: usize, both: usize, verbatim: usize },
    /// So many readings of collated witnesses change.
    Readings { changed: usize },
    /// So many words of collated witnesses are lost, so many put in.
    LostWords { lost: usize, put: usize },
}

impl Reason {
    /// Puts the articles of a part of a list in their places in the whole list.
    fn place(&mut self, to: &Numbers<'_>) {
        let one = |i: &mut usize| *i = to.of(*i);
        match self {
            Reason::Shared { other, .. }
            | Reason::Later { other, .. }
            | Reason::Earlier { other, .. }
            | Reason::OwnHeadline { other }
            | Reason::Retold { other, .. }
            | Reason::Wording { other, .. } => one(other),
            Reason::Alone { words, .. } => words.iter_mut().for_each(|p| to.place(p)),
            Reason::Lacks { other, words, .. } => {
                one(other);
                words.iter_mut().for_each(|p| to.place(p));
            }
            Reason::BothLack { holder, words, .. } => {
                holder.iter_mut().for_each(one);
                words.iter_mut().for_each(|p| to.place(p));
            }
            Reason::Adds { words, .. }
            | Reason::Moved { words }
            | Reason::BothTwice { words, .. } => to.place(words),
            Reason::HasMore { other, words, .. }
            | Reason::Heard { other, words }
            | Reason::Marks { other, words, .. } => {
                one(other);
                to.place(words);
            }
            Reason::Twice { once, words, .. } => {
                once.iter_mut().for_each(one);
                to.place(words);
            }
            Reason::Credits { by, of, words } => {
                one(by);
                of.iter_mut().for_each(one);
                to.place(words);
            }
            Reason::Headline { of } => one(of),
            Reason::SecondParent { other, beside, words, .. } => {
                one(other);
                beside.iter_mut().for_each(one);
                to.place(words);
            }
            Reason::Readings { .. } | Reason::LostWords { .. } => {}
        }
    }

    /// The stable name that records use.
    pub fn kind(&self) -> &'static str {
        match self {
            Reason::Shared { .. } => "shared-wording",
            Reason::Alone { .. } => "shared-innovation",
            Reason::Lacks { .. } | Reason::LostWords { .. } => "lacks",
            Reason::BothLack { .. } => "leaves-out",
            Reason::Adds { .. } => "adds",
            Reason::HasMore { .. } => "has-more",
            Reason::Marks { .. } => "marks",
            Reason::Moved { .. } => "order",
            Reason::BothTwice { .. } | Reason::Twice { .. } => "twice",
            Reason::Later { .. } | Reason::Earlier { .. } => "time",
            Reason::Credits { .. } => "credit",
            Reason::Heard { .. } => "heard",
            Reason::Headline { .. } | Reason::OwnHeadline { .. } => "headline",
            Reason::SecondParent { .. } => "second-parent",
            Reason::Retold { .. } => "retold",
            Reason::Wording { .. } => "wording",
            Reason::Readings { .. } => "readings",
        }
    }

    /// The numbers of this ground by the names that records use.
    pub fn numbers(&self) -> Vec<(&'static str, f64)> {
        let n = |x: &usize| *x as f64;
        match self {
            Reason::Shared { both, of, verbatim, .. } => {
                vec![("both", n(both)), ("of", n(of)), ("verbatim", n(verbatim))]
            }
            Reason::Alone { words, more } | Reason::Lacks { words, more, .. } => {
                vec![("count", (words.len() + more) as f64)]
            }
            Reason::BothLack { sentences, .. }
            | Reason::Adds { sentences, .. }
            | Reason::HasMore { sentences, .. } => vec![("sentences", n(sentences))],
            Reason::Marks { places, .. } => vec![("count", n(places))],
            Reason::BothTwice { paragraphs, .. } | Reason::Twice { paragraphs, .. } => {
                vec![("paragraphs", n(paragraphs))]
            }
            Reason::Later { hours, .. } => vec![("hours", *hours)],
            Reason::Earlier { hours, .. } => vec![("hours", -*hours)],
            Reason::SecondParent { sentences, verbatim, .. } => {
                vec![("sentences", n(sentences)), ("verbatim", n(verbatim))]
            }
            Reason::Retold { held, of, .. } => vec![("held", n(held)), ("of", n(of))],
            Reason::Wording { both, verbatim, .. } => {
                vec![("both", n(both)), ("verbatim", n(verbatim))]
            }
            Reason::Readings { changed } => vec![("changed", n(changed))],
            Reason::LostWords { lost, put } => vec![("lost", n(lost)), ("put", n(put))],
            Reason::Moved { .. }
            | Reason::Credits { .. }
            | Reason::Heard { .. }
            | Reason::Headline { .. }
            | Reason::OwnHeadline { .. } => Vec::new(),
        }
    }
}

/// `child` was made from `parent`.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Node id.
    pub parent: String,
    /// Node id.
    pub child: String,
    /// Probability, 0 to 1; not a number where the trees could not be weighed.
    pub probability: f64,
    /// Why and why not, strongest first.
    pub grounds: Vec<Ground>,
}

/// A report that was made from none of the others and credits no text that is missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Spring {
    /// Node id.
    pub node: String,
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
    /// What it says, by the articles' indexes.
    pub what: Other,
}

/// What another tree says of one report or two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the words on each variant say what its fields are")]
pub enum Other {
    /// `child` was made from `parent`.
    MadeFrom { child: usize, parent: usize },
    /// Both were made from a text that is not among the reports.
    OneSource { a: usize, b: usize },
    /// `child` was made from none of the reports.
    Own { child: usize },
}

impl Other {
    fn place(&mut self, to: &Numbers<'_>) {
        match self {
            Other::MadeFrom { child: a, parent: b } | Other::OneSource { a, b } => {
                (*a, *b) = (to.of(*a), to.of(*b));
            }
            Other::Own { child } => *child = to.of(*child),
        }
    }

    /// The stable name that records use.
    pub fn kind(&self) -> &'static str {
        match self {
            Other::MadeFrom { .. } => "made-from",
            Other::OneSource { .. } => "one-source",
            Other::Own { .. } => "own-report",
        }
    }
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
    /// Node id of the text that all goes back to; `None` where there are several springs.
    pub root: Option<String>,
    /// The nearest text from which all witnesses descend, held or lost; `None` where there are
    /// several springs.
    pub archetype: Option<String>,
    /// What the probabilities are calibrated on; `None` where they are plain shares of resampled
    /// collations.
    pub calibrated_on: Option<&'static str>,
    /// Whether the story is so large that each report was compared with its nearest alone.
    pub bounded: bool,
    /// Whether the trees could not be weighed against each other: then the edges are the heaviest
    /// tree's and how probable they are is not known.
    pub unweighed: bool,
    /// Reports that stand for themselves, in id order.
    pub springs: Vec<Spring>,
    /// Trees that fit nearly as well.
    pub rivals: Vec<Rival>,
    /// Utterances that several texts of the tree took independently.
    pub utterances: Vec<Said>,
}

impl Stemma {
    /// The tree of a story whose articles stood in a list of their own, in the whole list.
    #[must_use]
    pub fn placed(mut self, to: &Numbers<'_>) -> Stemma {
        for witness in self.nodes.iter_mut().filter_map(|n| n.witness.as_mut()) {
            *witness = to.of(*witness);
        }
        let of_springs = self.springs.iter_mut().flat_map(|s| &mut s.grounds);
        for ground in self.edges.iter_mut().flat_map(|e| &mut e.grounds).chain(of_springs) {
            ground.places.iter_mut().for_each(|p| to.place(p));
            ground.what.place(to);
        }
        self.rivals.iter_mut().for_each(|r| r.what.place(to));
        self
    }

    /// The record form, without the sentences that tell its grounds and rivals to people.
    /// `article` gives for an index the article's id and an index of its text.
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
            let mut row = json!({"kind": g.what.kind(), "for": g.favours, "weight": g.weight});
            for (name, number) in g.what.numbers() {
                row[name] = tidy(number);
            }
            row["places"] = places.into();
            row
        };
        let edges = self.edges.iter().map(|e| {
            json!({"parent": e.parent, "child": e.child, "probability": e.probability,
                "grounds": e.grounds.iter().map(ground).collect::<Vec<_>>()})
        });
        let springs = self.springs.iter().map(|s| {
            json!({"node": s.node, "probability": s.probability,
                "grounds": s.grounds.iter().map(ground).collect::<Vec<_>>()})
        });
        let nodes = self.nodes.iter().map(|n| {
            let kind = if n.witness.is_some() { "witness" } else { "lost" };
            let mut row = json!({"id": n.id, "kind": kind, "label": n.label});
            if let Some(occasion) = n.occasion {
                row["occasion"] = occasion.into();
            }
            row
        });
        let rivals = self.rivals.iter().map(
            |r| json!({"kind": r.what.kind(), "edges": r.edges, "probability": r.probability}),
        );
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
            "unweighed": self.unweighed,
            "calibrated_on": self.calibrated_on,
            "springs": springs.collect::<Vec<_>>(),
            "rivals": rivals.collect::<Vec<_>>(),
            "utterances": said.collect::<Vec<_>>(),
        })
    }
}

/// A whole number as one, others to three places.
fn tidy(x: f64) -> Value {
    if x.fract() == 0.0 { json!(x as i64) } else { json!((x * 1000.0).round() / 1000.0) }
}
