//! A report that starts from a wording: who said it, in which readings, where it springs from.

use super::{Names, hang, quoted, said, story};
use crate::plain::short;
use crate::trace::Trace;
use headwater_collate as collate;
use headwater_text::sentences;

/// Likeness from which a wording counts as found. Below it, sentences of other statements about
/// the same matter begin to appear.
const FLOOR: f64 = 0.5;

/// The report, and how many places were found.
pub(crate) fn about(trace: &Trace, words: &str) -> (String, usize) {
    let names = Names::of(&trace.articles);
    let mut out = format!("About {}\n", quoted(words));
    let utterances = utterances(trace, words);
    let mut found = 0;
    let mut stories: Vec<usize> = Vec::new();
    for (number, (score, index)) in utterances.iter().take(5).enumerate() {
        let Some(utterance) = trace.utterances.get(*index) else { continue };
        found += 1;
        out.push_str(&format!("\n  Nearest statement, likeness {:.0} in 100\n", score * 100.0));
        out.push_str(&said::tell(trace, &names, utterance, number + 1));
        let pages: Vec<usize> = utterance.readings.iter().map(|r| r.place.article).collect();
        for (i, s) in trace.stories.iter().enumerate() {
            if s.articles.iter().any(|a| pages.contains(a)) && !stories.contains(&i) {
                stories.push(i);
            }
        }
    }
    if found == 0 {
        let places = passages(trace, words);
        found += places.len();
        for (score, article, span) in places.iter().take(8) {
            let text = trace.articles.get(*article).map_or("", |q| &q.article.text);
            let words = format!(
                "{}   (no speaker found; likeness {:.0} in 100)",
                quoted(&short(span.of(text), 200)),
                score * 100.0
            );
            out.push_str(&hang(2, names.siglum(*article), &words));
            for (i, s) in trace.stories.iter().enumerate() {
                if s.articles.contains(article) && !stories.contains(&i) {
                    stories.push(i);
                }
            }
        }
    }
    if found == 0 {
        let pages = super::count(trace.articles.len(), "page", "pages");
        out.push_str(&format!("\n  no report of these words among {pages}\n"));
    }
    for (i, index) in stories.iter().take(2).enumerate() {
        out.push_str(&story::tell(trace, &names, *index, i + 1));
    }
    (out, found)
}

/// Utterances with a reading like `words`, the likeliest first.
fn utterances(trace: &Trace, words: &str) -> Vec<(f64, usize)> {
    let mut list: Vec<(f64, usize)> = trace
        .utterances
        .iter()
        .enumerate()
        .filter_map(|(i, u)| {
            let best = u
                .readings
                .iter()
                .map(|r| score(words, said::slice(trace, r.place)))
                .fold(0.0, f64::max);
            (best >= FLOOR).then_some((best, i))
        })
        .collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    list
}

/// Sentences of bodies like `words`.
fn passages(trace: &Trace, words: &str) -> Vec<(f64, usize, headwater_text::Span)> {
    let mut list = Vec::new();
    for (i, quoted) in trace.articles.iter().enumerate() {
        for paragraph in &quoted.article.body {
            for sentence in sentences(&quoted.article.text, *paragraph) {
                let likeness = score(words, sentence.of(&quoted.article.text));
                if likeness >= FLOOR {
                    list.push((likeness, i, sentence));
                }
            }
        }
    }
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    list
}

/// Likeness of a wording to a passage: that of the whole, or 1 where the passage holds it.
fn score(words: &str, passage: &str) -> f64 {
    let fold = |t: &str| {
        let list = headwater_text::tokens(t);
        let list = list.iter().filter(|t| t.kind != headwater_text::TokenKind::Mark);
        list.map(|w| headwater_text::fold(w.span.of(t))).collect::<Vec<_>>().join(" ")
    };
    let (needle, hay) = (fold(words), fold(passage));
    if needle.split(' ').count() >= 3 && format!(" {hay} ").contains(&format!(" {needle} ")) {
        return 1.0;
    }
    collate::compare(words, passage).score
}
