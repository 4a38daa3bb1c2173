//! `headwater stemma`: the family tree of each story, or of all input as one.

use super::{all, tagger};
use crate::cli::StemmaArgs;
use crate::out::Out;
use crate::progress::Progress;
use crate::records::Records;
use crate::trace::Trace;
use crate::trouble::Tally;
use anyhow::Result;

/// Where no record has a `story`, all input is one story.
pub(super) fn run(args: &StemmaArgs, tally: &Tally) -> Result<()> {
    let progress = Progress::count("pages read");
    let list = all(&args.sources, &tagger(&args.tagger)?, tally, &progress)?;
    let mut articles = list;
    if articles.is_empty() {
        return Ok(());
    }
    let named = articles.iter().any(|q| q.article.extra.contains_key("story"));
    if !named {
        for quoted in &mut articles {
            quoted.article.extra.insert("story".into(), serde_json::json!("s1"));
        }
    }
    let trace = Trace::of(articles, &progress);
    let mut out = Out::new();
    for row in Records::new(&trace).rows("stemmata") {
        out.line(&row)?;
    }
    out.finish()
}
