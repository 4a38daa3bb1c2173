//! Articles in, remarks between a headline and its text out.

mod headline;

use crate::{Story, Utterance};
use headwater_quote::Quoted;
use headwater_text::Remark;

/// Remarks with the index of their article, in order.
pub fn remarks(
    articles: &[Quoted],
    _stories: &[Story],
    _utterances: &[Utterance],
) -> Vec<(usize, Remark)> {
    let mut out = Vec::new();
    for (i, quoted) in articles.iter().enumerate() {
        out.extend(headline::beyond_body(&quoted.article).map(|r| (i, r)));
    }
    out
}
