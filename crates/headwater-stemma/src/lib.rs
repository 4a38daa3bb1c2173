//! Infers the family tree of one story: who follows whom among the reports, and which lost sources
//! stand behind them. A forest of several springs is a good answer: no root is made up.
//!
//! Invariants: every edge carries its grounds for and against; trees that fit equally are both
//! given; a probability comes from an explicit model and is calibrated on cascades that the
//! weights were not fitted on.

mod again;
mod anchors;
mod aside;
mod assemble;
mod chances;
mod credit;
mod credited;
mod doubt;
mod evidence;
pub mod export;
mod family;
mod gather;
mod grounds;
mod infer;
mod kin;
mod model;
mod naming;
mod occasion;
mod parsimony;
mod readings;
mod record;
mod reprint;
mod retold;
mod rows;
mod said;
mod second;
mod secondhand;
mod settle;
mod source;
mod stamp;
mod table;
mod times;
mod title;
mod tree;
mod unrooted;
mod wire;
mod witness;

pub use credit::is_press;
pub use doubt::{bands, in_words};
pub use model::{WeightFiles, weights};
pub use readings::{Collated, from_readings};
pub use record::{Edge, Ground, Node, Other, Reason, Rival, Said, Spring, Stemma};
pub use rows::{Rows, SecondRows, rows, second_rows};
pub use secondhand::second_hand;

use headwater_collate::{Story, Utterance};
use headwater_quote::Quoted;
use headwater_text::BadWeights;
use std::borrow::Borrow;

/// The family tree of one story. Of `articles`, which stand in order of their ids, the story says
/// which are its witnesses.
pub fn stemma<Q: Borrow<Quoted>>(
    story: &Story,
    articles: &[Q],
    utterances: &[Utterance],
) -> Stemma {
    let articles: Vec<&Quoted> = articles.iter().map(Borrow::borrow).collect();
    stemma_with(story, &articles, utterances, model::Model::shipped())
}

/// The same with other weights.
///
/// # Errors
///
/// Where the weights cannot be used.
pub fn stemma_weighed(
    story: &Story,
    articles: &[Quoted],
    weights: WeightFiles,
) -> Result<Stemma, BadWeights> {
    let articles: Vec<&Quoted> = articles.iter().collect();
    Ok(stemma_with(story, &articles, &[], &model::Model::parse(weights)?))
}

fn stemma_with(
    story: &Story,
    articles: &[&Quoted],
    utterances: &[Utterance],
    model: &model::Model,
) -> Stemma {
    let mut members: Vec<usize> =
        story.articles.iter().copied().filter(|i| *i < articles.len()).collect();
    members.sort_by(|a, b| {
        let id = |i: &usize| articles.get(*i).map(|q| q.article.id.as_str());
        id(a).cmp(&id(b)).then(a.cmp(b))
    });
    members.dedup();
    let list = members.iter().filter_map(|i| Some((*i, *articles.get(*i)?)));
    let witnesses = witness::gather(list);
    let collation = family::collate(&witnesses);
    let mut evidence = evidence::Evidence::new(&witnesses, kin::kinship(&witnesses, &collation));
    evidence.heed(&witnesses, utterances);
    let found = infer::infer(&witnesses, &collation, &evidence, model);
    let nothing = model::Weights::default();
    let court = grounds::Grounds {
        witnesses: &witnesses,
        collation: &collation,
        evidence: &evidence,
        weights: model.rounds.first().unwrap_or(&nothing),
    };
    let mut tree = assemble::assemble(&story.id, &witnesses, &court, &found, utterances);
    tree.utterances = said::said(&tree, utterances, articles);
    tree
}
