//! Finds the names of an article: runs of capitals, cut from the titles and offices around them.

use crate::heading::{Headings, is_heading, past_shouts};
use crate::quotation::Zone;
use crate::sheet::Sheet;
use crate::words::{ends, is_breaker, is_determiner, is_particle, is_pronoun, is_role, is_title};
use headwater_lang::{Class, Language};
use std::collections::BTreeSet;
use std::ops::Range;

/// A run of capitals with what surrounds it.
pub(crate) struct Run {
    pub(crate) name: Range<usize>,
    pub(crate) role: Option<Range<usize>>,
    pub(crate) titled: bool,
    pub(crate) zone: Zone,
}

/// What the page shows of its words in small letters and in capitals.
struct Seen<'s> {
    /// Words in small letters.
    small: BTreeSet<&'s str>,
    /// Pairs of capitals that stand within a sentence, where only names have them.
    pairs: BTreeSet<(&'s str, &'s str)>,
    /// Pairs of capitals that stand by themselves.
    alone: BTreeSet<(&'s str, &'s str)>,
}

impl<'s> Seen<'s> {
    fn new(sheet: &'s Sheet<'_>) -> Seen<'s> {
        let words = || (0..sheet.tokens.len()).filter(|&k| sheet.is_word(k));
        let within = |k: &usize| {
            *k > 0 && sheet.sentence(k - 1) == sheet.sentence(*k) && sheet.is_word(k - 1)
        };
        let two = |k: usize| (sheet.low(k), sheet.low(k + 1));
        let large = |k: &usize| sheet.cap(*k) && sheet.is_word(*k);
        let pairs = || words().filter(|k| large(k) && large(&(k + 1)));
        let bare = |k: &usize| k.checked_sub(1).is_none_or(|b| !large(&b)) && !large(&(k + 2));
        Seen {
            small: sheet.small(),
            pairs: pairs().filter(within).map(two).collect(),
            alone: pairs().filter(bare).map(two).collect(),
        }
    }

    /// Whether the capital at the head of a sentence is of a common word before a name: *Doch Ada
    /// Lind*, *Rival Ada Lind*. The page has it in small letters or has the name without it, and never
    /// has it within a sentence before that name.
    fn common(&self, sheet: &Sheet<'_>, k: usize) -> bool {
        let pair = |k: usize| (sheet.low(k), sheet.low(k + 1));
        let led = sheet.cap(k + 2) && self.alone.contains(&pair(k + 1));
        sheet.cap(k + 1)
            && (self.small.contains(sheet.low(k)) || led)
            && !self.pairs.contains(&pair(k))
    }
}

/// All names, split from titles and offices.
pub(crate) fn runs(sheet: &Sheet<'_>) -> Vec<Run> {
    let mut out = Vec::new();
    let seen = Seen::new(sheet);
    let headings = Headings::new(sheet);
    for para in &sheet.paras {
        let heading = is_heading(sheet, para);
        let mut k = para.tokens.start;
        while k < para.tokens.end {
            if !sheet.cap(k) || !sheet.is_word(k) {
                k += 1;
                continue;
            }
            let end = run_end(sheet, k, para.tokens.end);
            let run = past_shouts(sheet, k..end)..end;
            let run = if heading { headings.known(sheet, run) } else { Some(run) };
            let cut = |run| split(sheet, &seen, run, para.tokens.clone(), para.zone);
            out.extend(run.and_then(cut));
            k = end.max(k + 1);
        }
    }
    out
}

fn run_end(sheet: &Sheet<'_>, start: usize, ceiling: usize) -> usize {
    let mut end = start + 1;
    while end < ceiling && end < start + 14 {
        let same = sheet.sentence(end) == sheet.sentence(start);
        let dot = sheet.low(end) == "."
            && (is_title(sheet.language, sheet.low(end - 1))
                || sheet.word(end - 1).chars().count() == 1);
        let next_cap = sheet.cap(end + 1) && end + 1 < ceiling;
        let grows = sheet.cap(end) && sheet.is_word(end)
            || dot && next_cap
            || is_particle(sheet.low(end)) && sheet.is_word(end) && leads_on(sheet, end, ceiling)
            || next_cap && body_of(sheet, start, end);
        if !grows || !same && !dot {
            break;
        }
        end += 1;
    }
    end
}

/// Whether the word at `k` joins the name of a body, begun at `start`, to what it is for: *Ministry of
/// Health and Welfare*.
fn body_of(sheet: &Sheet<'_>, start: usize, k: usize) -> bool {
    let body = |k: usize| {
        let kind = sheet.language.find(Class::NotOne, sheet.low(k));
        sheet.cap(k) && kind.is_some_and(|e| e.key == "body")
    };
    let joins = |k: usize| sheet.is(Class::PhraseJoin, k) && body(k - 1);
    let office =
        is_role(sheet.language, sheet.low(k + 1)) || is_title(sheet.language, sheet.low(k + 1));
    let and = |k: usize| sheet.is(Class::NameJoin, k);
    let second = and(k) && !(start..k).any(and) && !office && !body(k + 1);
    joins(k) || second && (start + 1..k).any(joins)
}

/// Whether the particle of a name at `k` is followed by a capital, perhaps behind a second particle:
/// *Jan von der Linden*, *Ana de la Rua*.
fn leads_on(sheet: &Sheet<'_>, k: usize, ceiling: usize) -> bool {
    let cap = |at: usize| at < ceiling && sheet.cap(at);
    let second = is_particle(sheet.low(k + 1)) && cap(k + 2);
    (cap(k + 1) || second) && !article(sheet, k)
}

/// Whether a particle of names is an article here: in German, where all nouns have capitals,
/// *Lind den Bericht* is no name, and *von der Linden* is one.
fn article(sheet: &Sheet<'_>, k: usize) -> bool {
    sheet.large_nouns
        && is_determiner(sheet.language, sheet.low(k))
        && !k.checked_sub(1).is_some_and(|b| is_particle(sheet.low(b)))
}

/// Where a run begins without what only opens a sentence or a phrase before its name.
fn past_openers(
    sheet: &Sheet<'_>,
    seen: &Seen<'_>,
    run: Range<usize>,
    initial: bool,
    zone: Zone,
) -> usize {
    let mut start = run.start;
    // *— A Varn judge*: behind a dash as well.
    let indefinite = sheet.language.find(Class::Indefinite, sheet.low(start));
    let article = run.len() > 1 && sheet.low(start + 1) != ".";
    if article && indefinite.is_some_and(|e| e.key != "some")
        || initial
            && sheet.low(start + 1) != "."
            && (is_breaker(sheet.language, sheet.low(start))
                || is_determiner(sheet.language, sheet.low(start))
                || is_pronoun(sheet.language, sheet.low(start))
                || crate::words::is_between(sheet.language, sheet.low(start))
                || sheet.phrase(Class::According, start).is_some_and(|n| n > 1)
                || run.len() > 1 && seen.common(sheet, start)
                || sheet.cue(start))
    {
        start += 1;
    }
    // Headlines that print every word large: *Fears Over Ada Lind*.
    let breaks = |k: &usize| {
        let low = sheet.low(*k);
        is_breaker(sheet.language, low) && !is_particle(low)
    };
    if zone == Zone::Title
        && let Some(k) = (start..run.end.saturating_sub(1)).rev().find(breaks)
    {
        start = k + 1;
    }
    start
}

/// Cuts titles and offices off a run and finds the office around it.
fn split(
    sheet: &Sheet<'_>,
    seen: &Seen<'_>,
    run: Range<usize>,
    para: Range<usize>,
    zone: Zone,
) -> Option<Run> {
    let mut start = run.start;
    let mut titled = false;
    let mut role: Option<Range<usize>> = None;
    // A common word that only begins a sentence.
    let initial = start == para.start
        || sheet.sentence(start - 1) != sheet.sentence(start)
        || sheet.low(start - 1) == "\""
        || sheet.low(start - 1) == "“";
    start = past_openers(sheet, seen, run.clone(), initial, zone);
    if let Some(k) =
        run.clone().skip(start - run.start).rev().find(|&k| {
            is_role(sheet.language, sheet.low(k)) || is_title(sheet.language, sheet.low(k))
        })
    {
        let after = if sheet.low(k + 1) == "." { k + 2 } else { k + 1 };
        let honorific =
            is_title(sheet.language, sheet.low(k)) && !is_role(sheet.language, sheet.low(k));
        titled = after < run.end;
        if !honorific {
            // *das Abkommen von Premierminister Lind*: what stands before the small word is no office.
            let joined = (start..k).rev().find(|&p| is_particle(sheet.low(p)) && !sheet.cap(p));
            let from = joined.map_or_else(|| back_over(sheet, start, para.start), |p| p + 1);
            // *On Friday President Lind said*: the day is no part of the office.
            let day = |p: &usize| crate::words::weekday(sheet.language, sheet.low(*p)).is_some();
            let from = (from..k).rfind(day).map_or(from, |p| p + 1);
            role = Some(from..k + 1);
        }
        if after >= run.end {
            return None;
        }
        start = after;
    }
    if start >= run.end
        || sheet.low(start) == "."
        || is_pronoun(sheet.language, sheet.low(start)) && run.end == start + 1
        // A label of one letter: *Q:*.
        || run.end == start + 1 && sheet.low(start).len() == 1
        || crate::words::weekday(sheet.language, sheet.low(start)).is_some()
        || crate::words::month(sheet.language, sheet.low(start)).is_some() && run.end == start + 1
    {
        return None;
    }
    start = past_genitive(sheet, start, run.end, para.start, role.is_some());
    let name = start..run.end;
    if role.is_none() && start == run.start {
        role = office_before(sheet, start, para.start)
            .or_else(|| office_after(sheet, run.end, para.end));
    }
    Some(Run { name, role, titled, zone })
}

/// Where the name begins in a run of three and more words behind an office. The first may belong to
/// the office instead: behind a small word (*minister van Volksgezondheid Anna Rudema*), or, in
/// languages that decline, in the genitive (*міністр оборони Ярдонії Остап Ковальчук*).
fn past_genitive(sheet: &Sheet<'_>, start: usize, end: usize, floor: usize, behind: bool) -> usize {
    let capitals = |from: usize| (from..end).filter(|&k| sheet.cap(k) && sheet.is_word(k)).count();
    if behind && is_particle(sheet.low(start)) && capitals(start) >= 3 {
        return (start + 1..end).find(|&k| sheet.cap(k)).map_or(start, |k| k + 1);
    }
    // Small letters between the office and the run: its further words.
    let before = (floor..start).rev().take(5).take_while(|&k| sheet.is_word(k));
    let office = behind || before.into_iter().any(|k| is_role(sheet.language, sheet.low(k)));
    if !office || capitals(start) < 3 || end - start != capitals(start) {
        return start;
    }
    // A body's initials: *начальник ОВА Остап Гринь*.
    let loud = |k: usize| {
        let word = sheet.word(k);
        word.chars().count() > 1 && word.chars().all(char::is_uppercase)
    };
    if loud(start) && !loud(start + 1) {
        return start + 1;
    }
    // *secretary of State Ada Lind*.
    let joined = start.checked_sub(1).filter(|k| *k >= floor).is_some_and(|k| {
        let low = sheet.low(k);
        !sheet.cap(k)
            && (sheet.is(Class::PhraseJoin, k)
                || is_particle(low)
                || is_breaker(sheet.language, low))
            && !sheet.is(Class::NameJoin, k)
    });
    let office_of = start >= 2 && is_role(sheet.language, sheet.low(start - 2));
    if joined && office_of {
        // *Secretary of Harbour Affairs Ada Lind*: of more than one word the name has the last two.
        return (start + 1).max(end - 2);
    }
    let genitive = ends(sheet.language, Class::GenitiveEnd, sheet.low(start));
    if genitive { start + 1 } else { start }
}

/// *Ukraine's* before an office belongs to it, and so does *St.* before the town of one.
fn back_over(sheet: &Sheet<'_>, start: usize, floor: usize) -> usize {
    if start < floor + 2 || !sheet.cap(start - 2) {
        return start;
    }
    let (word, mark) = (start - 2, sheet.low(start - 1));
    let short = mark == "."
        && sheet.sentence(word) == sheet.sentence(start)
        && Language::unknown().has(Class::Abbreviation, sheet.word(word))
        && !is_title(sheet.language, sheet.low(word));
    if short || mark == "'s" { word } else { start }
}

/// *organising director NAME*, *Ukraine's president, NAME*
fn office_before(sheet: &Sheet<'_>, at: usize, floor: usize) -> Option<Range<usize>> {
    let mut end = at;
    if end > floor && sheet.low(end - 1) == "," {
        end -= 1;
    }
    let last = end.checked_sub(1).filter(|l| *l >= floor)?;
    if !is_role(sheet.language, sheet.low(last)) || sheet.inside(last) != sheet.inside(at) {
        return None;
    }
    let np = crate::phrase::phrase_left(sheet, end, floor);
    let mut np = np.unwrap_or(last..end);
    // *on Tuesday mayor Ada Lind*: the day is none of the office.
    let day = |k: &usize| crate::words::weekday(sheet.language, sheet.low(*k)).is_some();
    if let Some(k) = np.clone().rev().skip(1).find(day) {
        np.start = k + 1;
    }
    np.start = np.start.max(own_words(sheet, np.clone()));
    if is_determiner(sheet.language, sheet.low(np.start)) && np.len() > 1 {
        np.start += 1;
    }
    Some(np)
}

/// Where the words of an office begin that ends with this phrase: behind a small word (*the story of
/// mayor Ada Lind*), and behind a name that does something (*Ada Lind defended Varn harbour master
/// Omar Reel*): large letters, then small ones, then large ones again.
fn own_words(sheet: &Sheet<'_>, np: Range<usize>) -> usize {
    let inner = || np.clone().rev().skip(1);
    let small = |k: &usize| {
        let joins = sheet.is(Class::PhraseJoin, *k) || is_breaker(sheet.language, sheet.low(*k));
        joins && !sheet.cap(*k)
    };
    let behind = inner().find(small).map_or(np.start, |k| k + 1);
    let large = |k: usize| sheet.is_word(k) && sheet.cap(k);
    let plain = |k: usize| sheet.is_word(k) && !sheet.cap(k) && sheet.low(k) != "'s";
    let turn = inner().find(|k| *k > np.start && large(*k) && plain(*k - 1));
    let doer = turn.filter(|k| (np.start..*k).any(large));
    behind.max(doer.unwrap_or(np.start))
}

/// *NAME, a doctor,*: the office after the comma.
fn office_after(sheet: &Sheet<'_>, at: usize, ceiling: usize) -> Option<Range<usize>> {
    if sheet.low(at) != "," {
        return None;
    }
    let mut from = at + 1;
    if is_determiner(sheet.language, sheet.low(from)) {
        from += 1;
    }
    let top = ceiling.min(from + 9);
    let end = (from..top).find(|&k| !sheet.is_word(k) || sheet.is(Class::AfterOffice, k));
    let end = end.unwrap_or(top);
    let head = (from..end).find(|&k| is_role(sheet.language, sheet.low(k)))?;
    // *Tolls rise in Varn, mayor says*, *in Varn, the mayor said*.
    if sheet.cue(head + 1) {
        return None;
    }
    // Another name after the office: that one holds it.
    let after = (head + 1..end).find(|&k| !is_role(sheet.language, sheet.low(k))).unwrap_or(end);
    if after < end && sheet.cap(after) {
        return None;
    }
    let first = head <= from + 4 && !(from..head).any(|k| is_breaker(sheet.language, sheet.low(k)));
    first.then_some(from..end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    fn names(lang: &str, text: &str) -> Vec<String> {
        let mut article = Article::plain("p", text);
        article.lang = Some(lang.to_owned());
        let sheet = Sheet::new(&article);
        let of = |r: &Run| sheet.span(&r.name).of(text).to_owned();
        runs(&sheet).iter().map(of).collect()
    }

    #[test]
    fn a_common_word_that_opens_a_sentence_is_no_part_of_a_name() {
        let text = "Doch Ada Lind kam. Sie war doch da. Sowohl sie wie ihr Hund waren nass.";
        assert!(names("de", text).contains(&"Ada Lind".to_owned()));
        let text =
            "Ada Lind came to Varn. Rival Ada Lind of the harbour party lost. So Ada Lind left.";
        assert!(names("en", text).iter().all(|n| !n.contains("Rival")), "{:?}", names("en", text));
        // A name that the page has within a sentence stays whole, though it is a word as well.
        let text = "Mark Orr came. They mark it. “No,” said Mark Orr.";
        assert!(names("en", text).iter().all(|n| n != "Orr"), "{:?}", names("en", text));
    }

    #[test]
    fn an_office_is_no_more_than_the_words_of_it() {
        let office = |text: &str| {
            let mut article = Article::plain("p", text);
            article.lang = Some("en".to_owned());
            let sheet = Sheet::new(&article);
            let all = runs(&sheet);
            let last = all.iter().rfind(|r| r.role.is_some()).and_then(|r| r.role.clone());
            last.map(|r| sheet.span(&r).of(text).to_owned())
        };
        let is = |text: &str, want: &str| assert_eq!(office(text).as_deref(), Some(want), "{text}");
        is("Ada Lind defended Varn harbour spokesman Omar Reel.", "Varn harbour spokesman");
        is("It is a cover story for special envoy Omar Reel.", "special envoy");
        is(
            "The letter is from former Varn council spokesman Omar Reel.",
            "former Varn council spokesman",
        );
        is(
            "Her team is putting Varn's former harbour director Omar Reel on trial.",
            "Varn's former harbour director",
        );
    }

    #[test]
    fn a_line_of_large_words_has_the_names_of_the_running_text() {
        let text = "Ada Lind spoke in Varn on Monday.\n\nIn New Letter, Lind Asks For Patience\n\n\
            Later MUST WATCH Lind leaves the hall. She said so to Omar Reel.";
        assert_eq!(names("en", text), ["Ada Lind", "Varn", "Lind", "Lind", "Omar Reel"]);
    }

    #[test]
    fn the_name_of_a_body_says_what_it_is_for() {
        let found = names("en", "She left the Ministry of Health and Welfare and Ada Lind stayed.");
        assert!(found.contains(&"Ministry of Health and Welfare".to_owned()), "{found:?}");
        assert!(found.contains(&"Ada Lind".to_owned()), "{found:?}");
    }

    #[test]
    fn words_around_an_office_are_no_part_of_a_name() {
        let text = "VARN — A Halmark judge met the secretary of State Ada Lind. A. Orr was there.";
        let found = names("en", text);
        assert!(found.contains(&"Ada Lind".to_owned()), "{found:?}");
        assert!(found.contains(&"A. Orr".to_owned()), "{found:?}");
        assert!(found.iter().all(|n| !n.contains("A Halmark")), "{found:?}");
    }

    #[test]
    fn an_office_of_several_words_leaves_the_name_whole() {
        let text = "Ousted Secretary of Harbour Affairs Ada Lind spoke.";
        assert_eq!(names("en", text), ["Ada Lind"]);
        let text = "Wegen des Abkommens von Premierminister Jan Marn wurde gestritten.";
        assert_eq!(office("de", text), "Premierminister");
        let text = "On Monday St. Varn Circuit Attorney Kim Lund spoke.";
        assert_eq!(office("en", text), "St. Varn Circuit Attorney");
    }

    /// The first office of a text.
    fn office(lang: &str, text: &str) -> String {
        let mut article = Article::plain("p", text);
        article.lang = Some(lang.to_owned());
        let sheet = Sheet::new(&article);
        let role = runs(&sheet).iter().find_map(|r| r.role.clone()).unwrap();
        sheet.span(&role).of(text).to_owned()
    }

    #[test]
    fn a_day_before_an_office_is_none_of_it() {
        let text = "Most jest zamknięty – poinformował we wtorek burmistrz Piotr Wasiak.";
        assert_eq!(office("pl", text), "burmistrz");
    }

    #[test]
    fn an_article_joins_no_names_in_german() {
        let text = "Am Ende gab Lind den Bericht ab, und Jan von der Linden las ihn.";
        let found = names("de", text);
        assert!(found.contains(&"Lind".to_owned()), "{found:?}");
        assert!(found.contains(&"Jan von der Linden".to_owned()), "{found:?}");
    }
}
