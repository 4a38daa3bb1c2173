//! Remarks on what a page says of itself, between a headline and its text, between the figures of a
//! story's reports, and between their wordings of one statement.

mod correction;
mod figures;
mod headline;
mod report;
mod said;

pub use figures::figures;
pub use said::said_otherwise;

use crate::stories::Profile;
use headwater_page::Article;
use headwater_text::Remark;

/// What a page alone shows to be amiss: a headline that its text does not bear out, a correction, that
/// it is no report. The profile is that of the page.
pub fn remarks(article: &Article, profile: &Profile) -> Vec<Remark> {
    let headline = headline::beyond_body(article);
    let report = report::none(article, profile.tells_news());
    headline.into_iter().chain(correction::notes(article)).chain(report).collect()
}
