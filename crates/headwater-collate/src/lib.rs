//! Many articles in, what they share out: people and their spellings, passages, stories,
//! utterances with their apparatus, threads.
//!
//! Invariants: the order of the articles never changes a result; similarity proposes, and
//! polarity, numbers and names decide; every finding is a place in an article.
//!
//! Every function takes articles **sorted by id** (see [`sort`]) and speaks of them by their
//! index in that order.

mod apparatus;
mod bounds;
mod compare;
pub mod encoder;
mod matches;
mod people;
mod record;
mod record_json;
mod remarks;
mod similar;
mod spread;
mod stories;
mod terms;
mod threads;
mod utterances;
mod words;

pub use compare::{compare, compare_with, differs};
pub use matches::{
    CAP, Candidate, Index, Prepared, Side, candidates, fingerprints, matches, matches_by,
    matches_with, passages, repeated, sort_matches,
};
#[doc(hidden)]
pub use matches::{Proposal, proposals};
pub use record::{
    Comparison, Difference, Edit, Join, Match, Person, Place, Reading, Relation, Statement, Story,
    Thread, Utterance, Variant,
};
pub use similar::{Pairing, Tie, align, edits, likeness};
pub use spread::{InTurn, Spread};

pub use apparatus::is_ellipsis;
pub use bounds::bounds;
pub use people::{people, sounds};
pub use record_json::Texts;
pub use remarks::remarks;
#[doc(hidden)]
pub use stories::pair_features;
pub use stories::{same_event, stories};
pub use threads::threads;
#[doc(hidden)]
pub use utterances::statement_pairs;
pub use utterances::{utterances, utterances_by};

use headwater_quote::Quoted;

/// Puts articles into the one order that all functions here work in.
pub fn sort(articles: &mut [Quoted]) {
    articles.sort_by(|a, b| a.article.id.cmp(&b.article.id));
}
