//! A report that starts from a wording: who said it, in which readings, where it springs from.

use super::{Names, count, hang, quoted, said, story, thread};
use crate::plain::{plain, short};
use headwater::About;
use headwater::Findings;

/// The report of what was found for a wording.
pub fn about(trace: &Findings, about: &About) -> String {
    let names = Names::of(&trace.articles);
    // Without quotation marks: those stand only around words that a page has.
    let mut out = format!("About: {}\n", plain(&about.words));
    for (number, (score, index)) in about.statements.iter().enumerate() {
        let Some(utterance) = trace.utterances.get(*index) else { continue };
        out.push_str(&format!("\n  Nearest statement, likeness {:.0} in 100\n", score * 100.0));
        out.push_str(&said::tell(trace, &names, utterance, number + 1));
    }
    for (score, place) in &about.passages {
        let words = format!(
            "{}   (no speaker found; likeness {:.0} in 100)",
            quoted(&short(said::slice(trace, *place), 200)),
            score * 100.0
        );
        out.push_str(&hang(2, names.siglum(place.article), &words));
    }
    if about.is_empty() {
        let pages = count(trace.articles.len(), "page", "pages");
        out.push_str(&format!("\n  no report of these words among {pages}\n"));
    }
    for (i, index) in about.stories.iter().enumerate() {
        out.push_str(&story::tell(trace, &names, *index, i + 1));
    }
    for index in &about.threads {
        out.push_str(&thread::tell(trace, &names, *index));
    }
    out
}
