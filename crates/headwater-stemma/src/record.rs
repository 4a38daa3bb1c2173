//! The records of `headwater stemma`.

use headwater_collate::Place;

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

/// The family tree of one story.
#[derive(Clone, Debug, PartialEq)]
pub struct Stemma {
    /// The story's id.
    pub story: String,
    /// Witnesses in id order, then lost texts.
    pub nodes: Vec<Node>,
    /// Edges sorted by child, then falling probability.
    pub edges: Vec<Edge>,
    /// Node id of the root; `None` if nothing is known.
    pub root: Option<String>,
    /// Trees that fit nearly as well.
    pub rivals: Vec<Rival>,
}
