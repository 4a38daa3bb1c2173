//! Reported words whose subject stands before the attribution: *The photos, Lind said, were taken in
//! March.*

use crate::rules::Found;
use crate::sheet::Sheet;
use crate::words::{is_determiner, is_pronoun};
use headwater_lang::Class;
use std::ops::Range;

/// Most words before the attribution.
const LONGEST: usize = 25;
/// Tokens between the attribution and a comma beside it: an office, an adverb.
const NEAR: usize = 3;

/// Gives words without marks back what stands before their attribution in the same sentence, where they
/// begin with neither a name nor a small word, as a verb does whose subject is there. What is part of
/// another finding stays there. *O*(*n* log *n*) in the findings, linear in their sentences.
pub(crate) fn restore(sheet: &Sheet<'_>, found: &mut [Found]) {
    let mut taken: Vec<(usize, usize)> =
        found.iter().flat_map(|f| &f.content).map(|c| (c.start, c.end)).collect();
    taken.sort_unstable();
    // How far the parts reach that begin here or before.
    let reach: Vec<usize> = taken
        .iter()
        .scan(0, |far, c| {
            *far = c.1.max(*far);
            Some(*far)
        })
        .collect();
    let free = |left: &Range<usize>| {
        let before = taken.partition_point(|c| c.0 < left.end);
        before.checked_sub(1).and_then(|i| reach.get(i)).is_none_or(|far| *far <= left.start)
    };
    for f in found {
        if let Some(left) = before(sheet, f).filter(free) {
            f.content.insert(0, left);
        }
    }
}

/// What stands before an attribution between commas, where the words behind it want a subject.
fn before(sheet: &Sheet<'_>, f: &Found) -> Option<Range<usize>> {
    let [content] = f.content.as_slice() else { return None };
    let start = content.start;
    if !verb_like(sheet, start) || sheet.low(start.checked_sub(1)?) != "," {
        return None;
    }
    let parts = || f.cue.iter().chain(&f.speaker);
    let (first, last) = (parts().map(|r| r.start).min()?, parts().map(|r| r.end).max()?);
    // The attribution ends at the comma before the words.
    if last >= start || start - last > NEAR {
        return None;
    }
    let comma = (first.saturating_sub(NEAR)..first).rev().find(|k| sheet.low(*k) == ",")?;
    let para = sheet.paras.get(sheet.paras.partition_point(|p| p.tokens.end <= start))?;
    let from = sheet.sentence_range(para, comma).start;
    let left = from..comma;
    let whole = sheet.sentence(from) == sheet.sentence(start);
    let plain = |k: usize| !sheet.cue(k) && !sheet.inside(k) && sheet.low(k) != ":";
    let fits = (1..=LONGEST).contains(&sheet.words(left.clone())) && left.clone().all(plain);
    (whole && fits && !sheet.is(Class::Conjunction, comma + 1)).then_some(left)
}

/// Whether a token may be a verb without its subject: a word in lower case, outside of marks, that is no
/// article, pronoun, preposition or conjunction.
fn verb_like(sheet: &Sheet<'_>, k: usize) -> bool {
    let low = sheet.low(k);
    let small =
        [Class::Preposition, Class::Conjunction, Class::That, Class::ReportThat, Class::Breaker];
    sheet.is_word(k)
        && !sheet.cap(k)
        && !sheet.inside(k)
        && !is_determiner(sheet.language, low)
        && !is_pronoun(sheet.language, low)
        && !small.iter().any(|c| sheet.is(*c, k))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    fn restored(text: &str, speaker: &str, cue: &str, said: &str) -> Vec<String> {
        let article = Article { lang: Some("en".into()), ..Article::plain("p", text) };
        let sheet = Sheet::new(&article);
        let range = |words: &str| {
            let at = text.find(words).unwrap();
            let first = sheet.tokens.iter().position(|t| t.span.start >= at).unwrap();
            let last = sheet.tokens.iter().rposition(|t| t.span.end <= at + words.len()).unwrap();
            std::iter::once(first..last + 1).collect::<Vec<_>>()
        };
        let (speaker, cue, content) = (range(speaker), range(cue), range(said));
        let mut found = [Found { speaker, cue, content, ..Found::default() }];
        restore(&sheet, &mut found);
        found[0].content.iter().map(|c| sheet.span(c).of(text).to_owned()).collect()
    }

    #[test]
    fn a_subject_before_the_attribution_belongs_to_the_words() {
        let text = "The photos, Mayor Lind said, were taken after the storm.";
        let both = restored(text, "Mayor Lind", "said", "were taken after the storm");
        assert_eq!(both, ["The photos", "were taken after the storm"]);
        let text = "The ferries, according to the council, will stay in port.";
        let both = restored(text, "the council", "according to", "will stay in port");
        assert_eq!(both, ["The ferries", "will stay in port"]);
    }

    #[test]
    fn a_subject_that_another_finding_has_stays_there() {
        let text = "The photos, Mayor Lind said, were taken after the storm.";
        let article = Article { lang: Some("en".into()), ..Article::plain("p", text) };
        let sheet = Sheet::new(&article);
        let words = |r: Range<usize>| std::iter::once(r).collect::<Vec<_>>();
        let first = Found { content: words(0..2), ..Found::default() };
        let (speaker, cue, content) = (words(3..5), words(5..6), words(7..12));
        let mut found = [first, Found { speaker, cue, content, ..Found::default() }];
        restore(&sheet, &mut found);
        assert_eq!(found[1].content.len(), 1);
        found[0].content.clear();
        restore(&sheet, &mut found);
        assert_eq!(found[1].content.len(), 2);
    }

    #[test]
    fn words_with_a_subject_of_their_own_stay_as_they_are() {
        let text = "Asked about the quay, Mayor Lind said, the ferries stay in port.";
        assert_eq!(restored(text, "Mayor Lind", "said", "the ferries stay in port").len(), 1);
        let text = "In March, Mayor Lind said that ferries would stay in port.";
        assert_eq!(restored(text, "Mayor Lind", "said", "ferries would stay in port").len(), 1);
    }
}
