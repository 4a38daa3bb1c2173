//! What German word order tells of speakers: the verb stands second, so that its subject follows
//! whatever else opens the sentence; the subjunctive goes on reporting.

use crate::phrase::{Clause, phrase_left, phrase_right};
use crate::quotation::Zone;
use crate::rules::{By, Found, Told};
use crate::sheet::{Para, Sheet};
use crate::words::{ends, is_determiner, is_pronoun};
use headwater_lang::Class;
use std::ops::Range;

/// Words that open a sentence and speak for nobody: adverbs, connectives, days, months.
fn opener(sheet: &Sheet<'_>, k: usize) -> bool {
    [Class::Opener, Class::Weekday, Class::Month].iter().any(|c| sheet.is(*c, k))
}

/// Whether what stands before the verb is no subject: *Zum Rücktritt sagte …*, *Bisher habe …*.
pub(crate) fn fronted(sheet: &Sheet<'_>, np: &Range<usize>, floor: usize) -> bool {
    if !sheet.verb_second {
        return false;
    }
    let opens = |k: usize| k == floor || matches!(sheet.low(k.wrapping_sub(1)), "," | ":" | ";");
    let led = np.start > floor && sheet.is(Class::Preposition, np.start - 1) && opens(np.start - 1);
    led || opener(sheet, np.start) || opens(np.start) && sheet.is(Class::Preposition, np.start)
}

/// Where the subject begins behind the verb, adverbs and a phrase that only says where or how
/// skipped: *sagt auf Nachfrage Mara Lind*, *sagt vor der Kamera ein Bürger*.
pub(crate) fn subject_from(sheet: &Sheet<'_>, mut from: usize, end: usize) -> usize {
    let adverb = |k: usize| sheet.is(Class::Adverb, k) && !sheet.cap(k);
    while from < end && adverb(from) {
        from += 1;
    }
    if !sheet.is(Class::Preposition, from) {
        return from;
    }
    let article = usize::from(is_determiner(sheet.language, sheet.low(from + 1)));
    let noun = from + 1 + article;
    let next = noun + 1;
    let begins = sheet.cap(next)
        || is_determiner(sheet.language, sheet.low(next))
        || is_pronoun(sheet.language, sheet.low(next));
    let skips = next < end
        && sheet.is_word(noun)
        && sheet.is_word(next)
        && sheet.cap(noun)
        && begins
        && sheet.inside(next) == sheet.inside(from);
    // *mit Mara Lind*: a first name after the preposition belongs to what follows it.
    let genitive = sheet.is(Class::GenitiveArticle, next) && article == 1;
    if skips && !genitive { next } else { from }
}

/// The name without a day behind it: *ein Sprecher am Montag*.
pub(crate) fn without_day(sheet: &Sheet<'_>, np: Range<usize>) -> Range<usize> {
    let Some(last) = np.end.checked_sub(1) else { return np };
    let day = crate::words::weekday(sheet.language, sheet.low(last)).is_some()
        || crate::words::month(sheet.language, sheet.low(last)).is_some();
    let led = |k: usize| sheet.is(Class::DayLead, k);
    if day && last > np.start + 1 && led(last - 1) { np.start..last - 1 } else { np }
}

/// *In dem Bericht heißt es*: the source that a sentence names where its subject is empty.
pub(crate) fn source(sheet: &Sheet<'_>, within: &Range<usize>) -> Option<Range<usize>> {
    let led = |k: &usize| sheet.is(Class::SourceLead, *k) && !sheet.inside(*k);
    within.clone().filter(led).find_map(|k| phrase_right(sheet, k + 1, within.end))
}

/// *„…“, strich Lind heraus*: after words in marks and a comma, the next word is the verb and its
/// subject follows, known cue or not.
pub(crate) fn bare_verb(sheet: &Sheet<'_>, end: usize, ceiling: usize) -> Option<Clause> {
    if !sheet.verb_second || sheet.low(end) != "," {
        return None;
    }
    let verb = end + 1;
    let low = sheet.low(verb);
    let fits = sheet.is_word(verb)
        && !sheet.cap(verb)
        && ends(sheet.language, Class::VerbEnd, low)
        && !is_pronoun(sheet.language, low)
        && !is_determiner(sheet.language, low)
        && !sheet.is(Class::Preposition, verb)
        && !opener(sheet, verb);
    let from = verb + 1 + usize::from(sheet.is(Class::Reflexive, verb + 1));
    let np = phrase_right(sheet, from, ceiling).filter(|_| fits)?;
    let named = np.clone().any(|k| sheet.cap(k)) || is_pronoun(sheet.language, sheet.low(np.start));
    named.then(|| Clause { speaker: Some(np), cue: verb..verb + 1, inverted: true })
}

/// *nach Meinung des …*: where the name begins.
pub(crate) fn opinion(sheet: &Sheet<'_>, k: usize) -> Option<usize> {
    let noun = sheet.is(Class::OpinionLead, k) && sheet.is(Class::Opinion, k + 1);
    noun.then(|| k + 2 + usize::from(sheet.is(Class::OpinionOf, k + 2)))
}

/// *Lind zufolge*: the name before the word.
pub(crate) fn zufolge(sheet: &Sheet<'_>, k: usize, floor: usize) -> Option<Range<usize>> {
    sheet.is(Class::AccordingBehind, k).then(|| phrase_left(sheet, k, floor)).flatten()
}

/// Whether a sentence reports in the subjunctive without an attribution of its own.
pub(crate) fn goes_on(sheet: &Sheet<'_>, s: &Range<usize>) -> bool {
    let outside = |k: &usize| !sheet.inside(*k);
    sheet.verb_second
        && s.clone().filter(outside).any(|k| sheet.is(Class::Subjunctive, k))
        && !s.clone().filter(outside).any(|k| sheet.cue(k) && !sheet.cap(k))
}

/// Sentences of a paragraph that go on reporting in the subjunctive behind a finding of it or of the
/// paragraph before (`last`), and that a tagger passed over: *„…“, sagte Lind. Der Kai sei gesperrt.*
/// The same person says them. Linear in the paragraph.
pub(crate) fn continued(
    sheet: &Sheet<'_>,
    para: &Para,
    found: &mut Vec<Found>,
    last: Option<&Found>,
) {
    if sheet.language.words(Class::Reported).is_empty() || para.zone != Zone::Body {
        return;
    }
    let ends = |f: &Found| f.content.iter().map(|c| c.end).max().unwrap_or(0);
    let near = last.filter(|f| ends(f) + LULL > para.tokens.start);
    let mut speaker = near.map(|f| f.speaker.clone());
    let mut at = para.tokens.start;
    let mut new = Vec::new();
    while at < para.tokens.end {
        let s = sheet.sentence_range(para, at);
        at = s.end.max(at + 1);
        let meets = |r: &Range<usize>| r.start < s.end && s.start < r.end;
        let taken = found.iter().any(|f| f.content.iter().chain(&f.cue).any(meets));
        let Some(who) = &speaker else {
            speaker = spoken(sheet, found, &s).or(speaker);
            continue;
        };
        if !taken && reports(sheet, &s) {
            let stop = |k: usize| matches!(sheet.low(k), "." | "!");
            let end = if stop(s.end - 1) { s.end - 1 } else { s.end };
            new.push(Found {
                content: std::iter::once(s.start..end).collect(),
                speaker: who.clone(),
                confidence: CONTINUED,
                by: By::Completion,
                told: Some(Told::default()),
                ..Found::default()
            });
        }
        speaker = spoken(sheet, found, &s).or(speaker);
    }
    found.append(&mut new);
    found.sort_by_key(Found::start);
}

/// Where the speaker of a sentence is named that a finding meets.
fn spoken(sheet: &Sheet<'_>, found: &[Found], s: &Range<usize>) -> Option<Vec<Range<usize>>> {
    let meets = |r: &Range<usize>| r.start < s.end && s.start < r.end && !r.is_empty();
    let here = found.iter().filter(|f| f.content.iter().chain(&f.cue).any(meets));
    let named = here.filter(|f| f.speaker.iter().any(|r| sheet.words(r.clone()) > 0));
    named.last().map(|f| f.speaker.clone())
}

/// Tokens from the last words of somebody to a paragraph that may go on from them.
const LULL: usize = 60;
/// How sure such a sentence is: of fifteen on written page sets thirteen were reports.
const CONTINUED: f64 = 0.5;

/// Whether a sentence outside of marks has a verb in the reporting form and nobody's own voice.
fn reports(sheet: &Sheet<'_>, s: &Range<usize>) -> bool {
    let outside = |k: &usize| !sheet.inside(*k);
    let own = |k: usize| sheet.is(Class::OwnVoice, k) || sheet.low(k) == "?";
    let verb = |k: usize| sheet.is(Class::Reported, k) && !sheet.cap(k);
    s.clone().filter(outside).any(verb)
        && !s.clone().filter(outside).any(|k| own(k) || sheet.cue(k) && !sheet.cap(k))
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    /// Sentences that go on behind the first, which is found.
    fn goes(text: &str) -> Vec<String> {
        let mut article = Article::plain("a", &format!("{text}\n"));
        article.lang = Some("de".to_owned());
        let sheet = Sheet::new(&article);
        let para = &sheet.paras[0];
        let first = sheet.sentence_range(para, para.tokens.start);
        let speaker = std::iter::once(first.end - 3..first.end - 1).collect();
        let content = std::iter::once(first).collect();
        let mut found = vec![Found { content, speaker, ..Found::default() }];
        continued(&sheet, para, &mut found, None);
        let words = |f: &Found| sheet.span(&f.content[0]).of(text).to_owned();
        found.iter().skip(1).map(words).collect()
    }

    #[test]
    fn the_subjunctive_goes_on_reporting() {
        let text = "„Der Kai ist alt“, sagte Mara Lind. Das Geld fehle seit Jahren. Der Kreis zahlt. Man habe dreimal gefragt.";
        assert_eq!(goes(text), ["Das Geld fehle seit Jahren", "Man habe dreimal gefragt"]);
    }

    #[test]
    fn who_speaks_for_himself_reports_nothing() {
        let text = "„Der Kai ist alt“, sagte Mara Lind. Ich habe das nie verstanden. Olaf Brandt sagt, er habe recht.";
        assert!(goes(text).is_empty());
    }
}
