//! Whether somebody is spoken of as *she* or as *he*, by the page itself: titles, forms of
//! offices, verbs that agree, and the pronouns that follow a name. Never by forenames.

use crate::figures::Figure;
use crate::sheet::Sheet;
use crate::words::{is_role, is_title};
use headwater_lang::{Class, Language};
use std::collections::BTreeMap;
use std::ops::Range;

/// How somebody is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    She,
    He,
}

/// What a sign counts: a title or the form of an office or verb, against a pronoun near a name,
/// which may mean somebody else.
const FORM: i32 = 3;
const PRONOUN: i32 = 1;
/// Words before a name in which its title and office stand.
const BEFORE: usize = 3;
/// Words before a name among which the article of a long office stands.
const OFFICE: usize = 8;

/// The gender of a pronoun or title.
pub(crate) fn of_word(language: &Language, low: &str) -> Option<Gender> {
    let bare = low.trim_end_matches('.');
    match (language.has(Class::She, bare), language.has(Class::He, bare)) {
        (true, false) => Some(Gender::She),
        (false, true) => Some(Gender::He),
        _ => None,
    }
}

/// The gender of an office by its form: where a word has a woman's ending and the same word with a
/// man's is an office too, or the other way round. Where a man's form has no ending, a word with a
/// woman's is none.
pub(crate) fn of_role(language: &Language, low: &str) -> Option<Gender> {
    let role = |w: String| language.has(Class::Role, &w);
    language.words(Class::RoleForm).iter().find_map(|form| {
        let she = form.word;
        let he = if form.key == "-" { "" } else { form.key };
        match low.strip_suffix(she) {
            Some(stem) => role(format!("{stem}{he}")).then_some(Gender::She),
            None => {
                let stem = low.strip_suffix(he)?;
                role(format!("{stem}{she}")).then_some(Gender::He)
            }
        }
    })
}

/// The gender that a verb of saying shows, in languages whose past tense agrees.
fn of_verb(language: &Language, low: &str) -> Option<Gender> {
    let ends = |class| crate::words::ends(language, class, low);
    match (ends(Class::PastShe), ends(Class::PastHe)) {
        (true, _) => Some(Gender::She),
        (false, true) => Some(Gender::He),
        _ => None,
    }
}

/// How each figure is spoken of, where the page tells. Linear in the mentions and tokens.
pub(crate) fn genders<'m>(
    sheet: &Sheet<'_>,
    figures: &[Figure],
    mentions: impl Iterator<Item = (usize, &'m Range<usize>)>,
) -> Vec<Option<Gender>> {
    let mut votes = vec![0i32; figures.len()];
    let mut vote = |figure: usize, gender: Option<Gender>, weight: i32| {
        if let (Some(v), Some(gender)) = (votes.get_mut(figure), gender) {
            *v += if gender == Gender::She { weight } else { -weight };
        }
    };
    // The one person that a sentence names; none where it names several.
    let mut named: BTreeMap<usize, Option<(usize, usize)>> = BTreeMap::new();
    for (figure, m) in mentions {
        vote(figure, beside(sheet, m), FORM);
        let known = figures.get(figure).is_some_and(|f| f.human || f.name.len() > 1);
        if known && !sheet.inside(m.start) {
            let slot = named.entry(sheet.sentence(m.start)).or_insert(Some((figure, m.start)));
            if slot.is_some_and(|s| s.0 != figure) {
                *slot = None;
            }
        }
    }
    for k in 0..sheet.tokens.len() {
        let low = sheet.low(k);
        if sheet.inside(k) || !sheet.is(Class::Personal, k) {
            continue;
        }
        let Some(gender) = of_word(sheet.language, low) else { continue };
        let sentence = sheet.sentence(k);
        let at = match named.get(&sentence) {
            Some(here) => here.filter(|s| s.1 < k),
            None => sentence.checked_sub(1).and_then(|s| named.get(&s).copied().flatten()),
        };
        if let Some((figure, _)) = at {
            vote(figure, Some(gender), PRONOUN);
        }
    }
    let told = |v: i32| match v {
        v if v > 0 => Some(Gender::She),
        v if v < 0 => Some(Gender::He),
        _ => None,
    };
    votes.into_iter().map(told).collect()
}

/// What stands beside a name: a title, an office, a verb of saying.
fn beside(sheet: &Sheet<'_>, m: &Range<usize>) -> Option<Gender> {
    let language = sheet.language;
    let same = |k: &usize| sheet.sentence(*k) == sheet.sentence(m.start);
    let mut before = (m.start.saturating_sub(BEFORE)..m.start).rev().filter(same);
    let title = before.clone().take(2).find_map(|k| {
        let low = sheet.low(k);
        is_title(language, low).then(|| of_word(language, low)).flatten()
    });
    let office = || {
        let k = before.find(|k| is_role(language, sheet.low(*k)))?;
        of_role(language, sheet.low(k))
    };
    let verb = || {
        let near = (m.end..m.end + 2).chain(m.start.saturating_sub(2)..m.start);
        let k = near.filter(same).find(|k| sheet.cue(*k))?;
        of_verb(language, sheet.low(k))
    };
    title.or_else(office).or_else(|| article(sheet, m)).or_else(verb)
}

/// What the article of the office beside a name tells: *la directrice du musée, NAME*; *NAME, el
/// alcalde*. One behind a preposition belongs to something else.
fn article(sheet: &Sheet<'_>, m: &Range<usize>) -> Option<Gender> {
    let language = sheet.language;
    let same = |k: &usize| sheet.sentence(*k) == sheet.sentence(m.start);
    if sheet.low(m.end) == "," && same(&(m.end + 1)) && !sheet.cap(m.end + 2) {
        let told = of_article(language, sheet.low(m.end + 1));
        if told.is_some() {
            return told;
        }
    }
    let mut before = (m.start.saturating_sub(OFFICE)..m.start).rev().filter(same);
    let stops = |k: &usize| matches!(sheet.low(*k), "." | ":" | ";") || sheet.cue(*k);
    let free = |k: &usize| {
        let before = k.checked_sub(1).filter(same);
        !before.is_some_and(|b| crate::words::is_breaker(language, sheet.low(b)))
    };
    let at = before
        .by_ref()
        .take_while(|k| !stops(k))
        .find(|k| of_article(language, sheet.low(*k)).is_some() && free(k) && !sheet.cap(*k + 1))?;
    of_article(language, sheet.low(at))
}

/// The gender of an article before an office.
pub(crate) fn of_article(language: &Language, low: &str) -> Option<Gender> {
    match (language.has(Class::SheArticle, low), language.has(Class::HeArticle, low)) {
        (true, false) => Some(Gender::She),
        (false, true) => Some(Gender::He),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::Figures;
    use crate::quotation::Zone;
    use headwater_page::Article;

    /// Whom the last pronoun `word` of a page means.
    fn meant(lang: &str, text: &str, word: &str) -> Option<String> {
        let article = Article { lang: Some(lang.into()), ..Article::plain("p", text) };
        let sheet = Sheet::new(&article);
        let figures = Figures::new(&sheet);
        let at = (0..sheet.tokens.len()).rfind(|&k| sheet.low(k) == word).unwrap();
        figures.whom(&(at..at + 1), None, None, Zone::Body).name
    }

    #[test]
    fn a_pronoun_means_whom_the_page_speaks_of_so() {
        let english = "Mrs Ada Lind runs the ferry. Mayor Omar Reel met Mayor Ada Lind on the \
            quay. “It is late,” she said.";
        assert_eq!(meant("en", english, "she").as_deref(), Some("Ada Lind"));
        assert_eq!(
            meant("en", &english.replace("she said", "he said"), "he").as_deref(),
            Some("Omar Reel")
        );
        let ukrainian = "«Ні», – сказала міністр Ада Лінд. Міністр Омар Рил сказав «так» поруч з \
            міністром Ада Лінд. «Пізно», – додав він.";
        assert_eq!(meant("uk", ukrainian, "він").as_deref(), Some("Омар Рил"));
    }

    #[test]
    fn offices_tell_by_their_form_and_pronouns_by_what_follows() {
        let german = Language::or_unknown(Some("de"));
        assert_eq!(of_role(german, "ministerin"), Some(Gender::She));
        assert_eq!(of_role(german, "minister"), None);
        let spanish = Language::or_unknown(Some("es"));
        assert_eq!(of_role(spanish, "ministra"), Some(Gender::She));
        assert_eq!(of_role(spanish, "ministro"), Some(Gender::He));
        // Offices that take any ending.
        let polish = Language::or_unknown(Some("pl"));
        assert_eq!(of_role(polish, "dyrektorka"), Some(Gender::She));
        assert_eq!(of_role(polish, "dyrektor"), Some(Gender::He));
        let text = "Ada Lind came late. She had lost her boots. Omar Reel of the harbour board \
            waited with Ada Lind. “It is cold,” she said.";
        assert_eq!(meant("en", text, "she").as_deref(), Some("Ada Lind"));
    }
}
