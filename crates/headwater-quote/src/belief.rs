//! Whether words that the learned reader takes for reported speech are any.
//!
//! A reader that sees one word after the other takes *the delay* in *Lind regretted the delay* for
//! what Lind said. How many words there are, whether anybody is known to say them, and where they
//! stand tell more than its own probability: over page sets of several writers, each judged by
//! weights of the others, average precision rises from .83 to .91, on 600 findings in real pages from
//! .77 to .83 (`training/belief.py`). Marks speak for themselves: words inside them are not asked, and
//! words with some in them hardly.

use crate::quotation::{Kind, Quotation, Zone};
use crate::rules::Found;
use crate::sheet::Sheet;
use crate::words::{is_determiner, is_pronoun};
use headwater_lang::Class;
use headwater_text::words;

/// Words below this probability are no finding. Of what is kept eight in ten are right in written sets and six in
/// ten in real pages; nine and eight in ten of the right ones are kept.
const LEAST: f64 = 0.35;

/// The reader's own probability below which words of which some stand in marks are none: in long pages
/// that explain, the marks are round a term.
const LEAST_MIXED: f64 = 0.15;

/// The reader's probability is cut to these.
const ENDS: (f64, f64) = (0.01, 0.995);

/// Words of a phrase, and of a short clause.
const PHRASE: usize = 4;
const CLAUSE: usize = 7;

/// Words at the head of what is said in which its subject stands.
const OPENS: usize = 3;

/// How many numbers describe words without marks.
pub(crate) const NUMBERS: usize = 18;

/// Log odds of a reported phrase that nobody is known to say, and one weight a number in the order of
/// [`numbers`], as `training/belief.py` fits them on the sets of `bench/desk` and `bench/sets`, but for three
/// that are only measured, and on places in news pages of the extraction sets.
const BASE: f64 = -3.607;
const WEIGHTS: [f64; NUMBERS] = [
    0.506, 1.006, -0.080, -0.178, 1.523, -1.464, -0.279, -1.633, -0.149, 0.716, 1.671, 0.725,
    0.193, 0.473, 0.389, -0.295, -0.390, 0.357,
];

/// How likely a quotation of the learned reader is one, from 0 to 1; nothing where it is taken for none. Of
/// words in marks that is what the reader says, of others the belief in them.
pub(crate) fn believed(q: &Quotation, f: &Found, sheet: &Sheet<'_>) -> Option<f64> {
    let text = sheet.text;
    match q.kind {
        Kind::Direct => Some(q.confidence),
        Kind::Mixed => {
            let holds = q.confidence >= LEAST_MIXED || marked(q.span.of(text)) >= 0.5;
            holds.then_some(q.confidence)
        }
        Kind::Indirect => {
            let numbers = numbers(q, f, sheet);
            let odds = numbers.iter().zip(WEIGHTS).map(|(x, w)| x * w).sum::<f64>() + BASE;
            Some(1.0 / (1.0 + libm::exp(-odds))).filter(|p| *p >= LEAST)
        }
    }
}

/// What words without marks are weighed by: the reader's own log odds, how many words there are, and what
/// is known beside them.
pub(crate) fn numbers(q: &Quotation, f: &Found, sheet: &Sheet<'_>) -> [f64; NUMBERS] {
    let text = sheet.text;
    let said = q.span.of(text).trim_end();
    let n = words(text, q.span).count();
    let flag = |b: bool| f64::from(u8::from(b));
    let sure = q.confidence.clamp(ENDS.0, ENDS.1);
    let start = f.start();
    let said_by = f.cue.iter().flat_map(Clone::clone);
    let cued = said_by.clone().any(|k| sheet.cue(k) || sheet.is(Class::According, k));
    let that = [start.checked_sub(1), Some(start)].into_iter().flatten();
    let that = that.clone().any(|k| sheet.is(Class::That, k) || sheet.is(Class::ReportThat, k));
    let inside = || f.content.iter().flat_map(Clone::clone);
    let subject = inside().take(OPENS).any(|k| is_pronoun(sheet.language, sheet.low(k)));
    let verb = inside().any(|k| sheet.is(Class::Modality, k) || sheet.is(Class::Negator, k));
    [
        libm::log(sure / (1.0 - sure)),
        libm::log1p(n as f64),
        flag(n <= PHRASE),
        flag(n <= CLAUSE),
        flag(q.speaker.is_some()),
        flag(!q.cue.is_empty()),
        flag(q.zone == Zone::Title),
        flag(q.zone == Zone::Frame),
        flag(said.ends_with('?')),
        flag(said.contains(char::is_numeric)),
        flag(cued),
        flag(that),
        flag(!cued && !that && !f.cue.is_empty()),
        flag(subject),
        flag(verb),
        flag(!that && is_determiner(sheet.language, sheet.low(start))),
        flag(!f.cue.is_empty() && !said_by.clone().any(|k| sheet.is_word(k))),
        flag(sheet.cap(start) && !sheet.verb_second),
    ]
}

/// The share of letters that stand between marks, which open first.
fn marked(said: &str) -> f64 {
    let mark = |c: char| headwater_text::fold_char(c) == '"';
    let parts: Vec<usize> = said.split(mark).map(str::len).collect();
    let inner = |from: usize| parts.iter().skip(from).step_by(2).sum::<usize>();
    // Of one mark alone, either may be the other's.
    let inner = if parts.len() == 2 { inner(0).max(inner(1)) } else { inner(1) };
    inner as f64 / parts.iter().sum::<usize>().max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;
    use headwater_text::{CharIndex, Span};
    use std::ops::Range;

    fn reported(text: &str, said: &str, speaker: Option<&str>, confidence: f64) -> bool {
        let at = text.find(said).unwrap();
        let json = serde_json::json!({
            "id": "q1", "start": 0, "end": 1, "kind": "indirect", "content_spans": [[0, 1]],
            "speaker": speaker, "speaker_spans": [], "cue_spans": [[0, 1]], "chain": [],
            "chain_spans": [], "zone": "body", "stance": "stated", "confidence": confidence,
        });
        let read = Quotation::from_json(&json, &CharIndex::new(text)).unwrap();
        let span = Span::new(at, at + said.len());
        let article = Article { lang: Some("en".into()), ..Article::plain("p", text) };
        let sheet = Sheet::new(&article);
        let first = sheet.tokens.iter().position(|t| t.span.start >= at).unwrap();
        let last = sheet.tokens.iter().rposition(|t| t.span.end <= span.end).unwrap();
        let one = |r: Range<usize>| std::iter::once(r).collect();
        let (content, cue) = (one(first..last + 1), one(first - 1..first));
        let found = Found { content, cue, ..Found::default() };
        believed(&Quotation { span, ..read }, &found, &sheet).is_some()
    }

    #[test]
    fn a_phrase_that_the_reader_doubts_is_nothing_said_and_a_sentence_is() {
        let text = "Lind regretted the delay. She said that the bridge would be open again in May.";
        assert!(!reported(text, "the delay", Some("Lind"), 0.35));
        assert!(reported(text, "the bridge would be open again in May", Some("Lind"), 0.6));
        assert!(!reported(text, "the bridge", None, 0.6));
    }

    #[test]
    fn a_term_in_marks_makes_no_quotation_and_a_sentence_does() {
        assert!(marked("rules that are “arbitrary” may be struck down by any court") < 0.5);
        assert!(marked("“I will be at my desk on Monday,” and at noon") > 0.5);
        assert!(marked("I will be at my desk on Monday” at noon") > 0.5);
    }
}
