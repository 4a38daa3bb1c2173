//! What German word order tells of speakers: the verb stands second, so that its subject follows
//! whatever else opens the sentence; the subjunctive goes on reporting.

use crate::phrase::{Clause, phrase_left, phrase_right};
use crate::sheet::Sheet;
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
