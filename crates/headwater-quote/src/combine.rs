//! Combines what a trained tagger found with what plain rules find: rules win in headlines and for
//! attributions at a sentence's end.

use crate::headline;
use crate::quotation::Zone;
use crate::reports::reported;
use crate::rules::{By, Found};
use crate::sheet::{Para, Sheet};
use crate::words::is_pronoun;
use headwater_lang::Class;
use std::ops::Range;

/// Below this a quotation in menus and teasers is not believed.
const FRAME_FLOOR: f64 = 0.75;

/// Below this, words without a cue, a speaker and marks are not believed to be anybody's.
const TURN_FLOOR: f64 = 0.3;

/// Combines the quotations of one paragraph. Rules add to them if `ruled`.
pub(crate) fn combine(sheet: &Sheet<'_>, para: &Para, found: &mut Vec<Found>, ruled: bool) {
    if let Some(head) = headline::find(sheet, para).filter(|_| ruled) {
        found.retain(|f| !meets(f, &head));
        found.push(head);
    }
    let mut at = para.tokens.start;
    while ruled && at < para.tokens.end {
        let s = sheet.sentence_range(para, at);
        at = s.end.max(at + 1);
        if let Some(rule) = reported(sheet, &s) {
            add(sheet, found, rule);
        }
    }
    for f in found.iter_mut() {
        f.speaker =
            f.speaker.iter().map(|r| bare(sheet, r.clone())).filter(|r| !r.is_empty()).collect();
    }
    found.retain(|f| {
        let sure = para.zone != Zone::Frame
            || f.confidence >= FRAME_FLOOR && !f.speaker.is_empty()
            || matches!(f.by, By::Headline | By::Completion);
        // An interview's turns have neither cue nor marks.
        let turn = f.told.is_some() && f.confidence >= TURN_FLOOR;
        let bound = turn
            || !f.cue.is_empty()
            || !f.speaker.is_empty()
            || f.content.iter().any(|c| sheet.inside(c.start));
        sure && bound && !empty(sheet, f)
    });
    found.sort_by_key(|f| (f.start(), f.end()));
}

/// A rule's finding counts where the tagger has none; at the end of a sentence it counts more.
fn add(sheet: &Sheet<'_>, found: &mut Vec<Found>, rule: Found) {
    // The words began in marks a sentence before: the tagger and the marks know better.
    let start = rule.start();
    if start > 0 && sheet.inside(start) && sheet.inside(start - 1) {
        return;
    }
    let tail = rule.cue.first().is_some_and(|c| c.start > rule.start());
    let opinion = rule.cue.first().is_some_and(|c| sheet.is(Class::Opinion, c.start));
    let clash = found.iter().any(|f| meets(f, &rule));
    let told = rule.speaker.iter().any(|r| {
        sheet.cap(r.start)
            || sheet.cap(r.end.saturating_sub(1))
            || is_pronoun(sheet.language, sheet.low(r.start))
    });
    if !clash && told || tail && clash && !found.iter().any(|f| alike(f, &rule)) || opinion {
        let touch = |a: &[Range<usize>], b: &[Range<usize>]| {
            a.iter().any(|x| b.iter().any(|y| x.start < y.end && y.start < x.end))
        };
        found.retain(|f| {
            !meets(f, &rule)
                && !(tail
                    && (touch(&f.cue, &rule.cue)
                        || touch(&f.speaker, &rule.speaker) && touch(&f.content, &rule.cue)))
        });
        found.push(rule);
    }
}

fn meets(a: &Found, b: &Found) -> bool {
    a.content.iter().any(|x| b.content.iter().any(|y| x.start < y.end && y.start < x.end))
}

/// Nearly the same words.
fn alike(a: &Found, b: &Found) -> bool {
    let len = |f: &Found| f.content.iter().map(ExactSizeIterator::len).sum::<usize>();
    let both: usize = a
        .content
        .iter()
        .flat_map(|x| {
            b.content.iter().map(|y| x.end.min(y.end).saturating_sub(x.start.max(y.start)))
        })
        .sum();
    both * 5 > 4 * len(a).max(len(b))
}

/// A speaker without punctuation at its ends.
fn bare(sheet: &Sheet<'_>, mut r: Range<usize>) -> Range<usize> {
    let plain = |k: usize| sheet.is_word(k) || sheet.low(k).starts_with(|c: char| c.is_numeric());
    while r.start < r.end && !plain(r.start) && sheet.low(r.start) != "@" {
        r.start += 1;
    }
    loop {
        let Some(last) = r.end.checked_sub(1).filter(|l| *l > r.start) else {
            // An article or a conjunction alone speaks for nobody.
            let alone = sheet.is(Class::NeverAlone, r.start);
            return if alone { r.end..r.end } else { r };
        };
        let stays = match sheet.low(last) {
            ")" | "'s" => true,
            "." => abbreviated(sheet, last - 1) || last >= 2 && sheet.low(last - 2) == ",",
            low => plain(last) && !sheet.language.has(Class::HeadlineVerb, low),
        };
        if stays {
            return r;
        }
        r.end = last;
    }
}

/// Words that a full stop belongs to at the end of a name (*Jr.*, *R-Ky.*).
fn abbreviated(sheet: &Sheet<'_>, k: usize) -> bool {
    let low = sheet.low(k);
    low.chars().count() == 1 || low.contains('-') || sheet.is(Class::NameShort, k)
}

/// Words that report nothing by themselves: *this*, *it*.
fn empty(sheet: &Sheet<'_>, f: &Found) -> bool {
    let words: usize = f.content.iter().map(|c| sheet.words(c.clone())).sum();
    words == 0 || words == 1 && sheet.is(Class::Pointing, f.start())
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)] // lists of ranges are meant
mod tests {
    use super::*;
    use headwater_page::Article;

    /// Content and speaker of what is found where a tagger found these words.
    fn found(text: &str, tagged: &[Range<usize>], ruled: bool) -> Vec<(String, String)> {
        let article = Article { lang: Some("en".into()), ..Article::plain("p", text) };
        let sheet = Sheet::new(&article);
        let by_tagger = |r: &Range<usize>| Found {
            content: vec![r.clone()],
            speaker: vec![10..12],
            cue: vec![12..13],
            ..Found::default()
        };
        let mut all: Vec<Found> = tagged.iter().map(by_tagger).collect();
        combine(&sheet, &sheet.paras[0], &mut all, ruled);
        let words = |of: &[Range<usize>]| -> String {
            of.iter().map(|r| sheet.span(r).of(text)).collect::<Vec<_>>().join(" … ")
        };
        all.iter().map(|f| (words(&f.content), words(&f.speaker))).collect()
    }

    #[test]
    fn who_speaks_at_the_end_of_a_sentence_says_all_of_it() {
        let text = "The old bridge will stay closed until the summer, Mayor Lind said.";
        let whole = ("The old bridge will stay closed until the summer", "Mayor Lind");
        let whole = [(whole.0.to_owned(), whole.1.to_owned())];
        assert_eq!(found(text, &[], true), whole, "the tagger found nothing");
        assert_eq!(found(text, &[6..9], true), whole, "it found the last words alone");
        assert_eq!(found(text, &[], false), [], "no rules are asked for");
    }
}
