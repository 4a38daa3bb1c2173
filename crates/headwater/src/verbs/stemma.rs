//! `headwater stemma`: the family tree of each story, or of all input as one.

use super::{all, tagger};
use crate::cli::StemmaArgs;
use crate::out::Out;
use crate::progress::Progress;
use crate::records::stemmata;
use crate::trace::in_order;
use crate::trouble::Tally;
use anyhow::Result;
use headwater_collate as collate;
use headwater_stemma::stemma;
use rayon::prelude::*;

/// Where no record has a `story`, all input is one story.
pub(super) fn run(args: &StemmaArgs, tally: &Tally) -> Result<()> {
    let progress = Progress::count("pages read");
    let list = all(&args.sources, &tagger(&args.tagger)?, tally, &progress)?;
    let mut articles = in_order(list);
    if articles.is_empty() {
        return Ok(());
    }
    let named = articles.iter().any(|q| q.article.extra.contains_key("story"));
    if !named {
        for quoted in &mut articles {
            quoted.article.extra.insert("story".into(), serde_json::json!("s1"));
        }
    }
    let matches = collate::matches(&articles);
    let people = collate::people(&articles);
    let stories = collate::stories(&articles, &matches, &people);
    collate::bounds(&mut articles, &stories);
    let utterances = collate::utterances(&articles, &stories, &matches, &people);
    let trees: Vec<_> =
        stories.par_iter().map(|s| stemma(s, &articles, &matches, &utterances)).collect();
    let mut out = Out::new();
    for row in stemmata(&articles, &trees) {
        out.line(&row)?;
    }
    out.finish()
}
