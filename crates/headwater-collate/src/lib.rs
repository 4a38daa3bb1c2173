//! Finds what articles share: people and their spellings, passages, stories, utterances with their
//! apparatus, threads.
//!
//! Invariants: what two pages share is a function of these two, what a story says one of its pages
//! alone; similarity proposes, and polarity, numbers and names decide; every finding is a place in
//! an article.
//!
//! Functions take articles in one order, that of their ids (see [`sort`]), and speak of them by
//! their index in the list given.

mod apparatus;
mod bounds;
mod compare;
pub mod encoder;
mod matches;
mod outlets;
mod people;
mod record;
mod record_json;
mod remarks;
mod sets;
mod similar;
mod spread;
mod stories;
mod terms;
mod threads;
mod utterances;
mod words;

pub use compare::{compare, compare_with, differs};
pub use matches::{
    CAP, Crowd, Key, LEAST, LEAST_OF_TOPIC, Moved, NEIGHBOURS, Partner, Postings, Prepared, Shared,
    Side, WEEKS, fingerprints, head_of, kindred, matches, matches_with, passages, repeated, shared,
    sort_matches, topic, twice,
};
#[doc(hidden)]
pub use matches::{Proposal, proposals};
pub use record::{
    Comparison, Difference, Edit, Join, Match, Numbers, Person, Place, Reading, Relation,
    Statement, Story, Thread, Utterance, Variant,
};
pub use similar::{Pairing, Tie, align, edits, likeness};
pub use spread::{InTurn, Spread};

pub use apparatus::is_ellipsis;
pub use outlets::{Outlet, outlet_key, outlets, witness};
pub use people::{people, sound_key, sounds};
pub use record_json::Texts;
pub use remarks::{figures, remarks, said_otherwise};
pub use stories::{
    COMMON, CUT, LEAST as LEAST_LIKELY, Likely, Member, Overlap, Profile, SAMPLE, background,
    chance, event_odds, group, height, likelihood, lowered, story, worth_weighing,
};
#[doc(hidden)]
pub use stories::{news_numbers, pair_features, tongue_features};
pub use threads::threads;
pub use utterances::utterances;
#[doc(hidden)]
pub use utterances::{statement_pairs, told_pairs};

use headwater_quote::Quoted;

/// Puts articles into the one order that all functions here work in.
pub fn sort(articles: &mut [Quoted]) {
    articles.sort_by(|a, b| a.article.id.cmp(&b.article.id));
}

/// A mark over the weights of this crate.
pub fn weights() -> u64 {
    let numbers = stories::weights().map(f64::to_bits);
    headwater_text::marks(
        numbers.chain([headwater_text::mark(similar::WEIGHTS), encoder::weights()]),
    )
}
