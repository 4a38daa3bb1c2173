//! Remarks between a headline and its text.

mod headline;

use headwater_page::Article;
use headwater_text::Remark;

/// What is amiss between an article's headline and its text.
pub fn remarks(article: &Article) -> Vec<Remark> {
    headline::beyond_body(article).into_iter().collect()
}
