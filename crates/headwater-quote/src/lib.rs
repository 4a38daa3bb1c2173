//! Finds the [`Quotation`]s of one [`Article`](headwater_page::Article): who said what, where the
//! page says so, through which medium, and with which informants between.
//!
//! Invariants: only the article itself is looked at; no words are invented (content, speaker
//! and cue are places of the text); time is linear in the text.

mod antecedent;
mod apart;
mod assemble;
mod attribute;
mod belief;
mod choices;
mod combine;
mod complete;
mod crf;
pub mod deep;
mod fast;
mod features;
mod figures;
mod follows;
mod gender;
mod german;
mod heading;
mod headline;
mod interview;
#[cfg(feature = "training")]
pub mod judging;
mod language;
mod lexis;
mod link;
mod marks;
mod names;
mod occasion;
mod phrase;
mod quotation;
mod refine;
mod related;
mod relay;
mod reports;
mod rules;
mod several;
mod sheet;
mod snap;
mod subject;
mod tagger;
#[cfg(feature = "training")]
pub mod training;
mod voices;
mod words;

pub use crf::{Chain, WIDTH};
pub use fast::{Fast, Lean};
pub use lexis::{Lexis, Word};
pub use quotation::{Kind, Person, Quotation, Quoted, Stance, Zone};
pub use refine::Judges;
pub use tagger::Tagger;

use headwater_page::Article;
use headwater_text::{Remark, Span};

/// A mark of the weights that all taggers share: those by which it is told whom a phrase means.
///
/// ```
/// assert_eq!(headwater_quote::weights(), headwater_quote::weights());
/// ```
pub fn weights() -> u64 {
    antecedent::weights()
}

/// Words and marks of one page up to which the learned reader, which reads some thousand in a second,
/// reads it.
const LEARNED: usize = 20_000;

/// Finds the quotations and people of an article; adds what is amiss to its remarks.
pub fn quotes(mut article: Article, tagger: &Tagger) -> Quoted {
    let (quotes, people, remarks) = {
        let sheet = sheet::Sheet::new(&article);
        let english = language::is_english(&article, &sheet);
        let long = tagger.wide() && sheet.tokens.len() > LEARNED;
        let found = match (long, english) {
            (false, _) if english || tagger.wide() => tagger.find(&sheet),
            (true, true) => Tagger::Fast.find(&sheet),
            _ => rules::find(&sheet),
        };
        let repaired = marks::repaired(&sheet);
        let (quotes, people, mut remarks) =
            assemble::Assembly::new(&sheet, article.date).run(found, article.outlet.as_deref());
        if !repaired.is_empty() {
            let places = repaired.into_iter().take(100).collect();
            let text =
                "Quotation marks are out of balance: one end of these words had to be guessed.";
            remarks.push(Remark::new("marks-out-of-balance", text, places));
        }
        if let Some(at) = sheet.stopped {
            let text =
                "The text is longer than is read for quotations; what stands from here on was not.";
            remarks.push(Remark::new("too-long", text, vec![Span::new(at, article.text.len())]));
        }
        if long {
            let text =
                "The page is too long for the learned reader; its quotations were found by rules.";
            remarks.push(Remark::new("read-by-rules", text, Vec::new()));
        }
        (quotes, people, remarks)
    };
    article.remarks.extend(remarks);
    Quoted { article, quotes, people }
}
