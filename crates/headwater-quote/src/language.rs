//! The language that an article is read in.

use crate::sheet::Sheet;
use headwater_lang::{Class, Language};
use headwater_page::Article;

/// How many words are looked at.
const SAMPLE: usize = 2000;

/// The language of the article's own word, else of its commonest words, English or German. A
/// language for which there are no verbs of saying is read as one that nobody knows.
pub(crate) fn language(article: &Article, sheet: &Sheet<'_>) -> &'static Language {
    let told = article.lang.as_deref();
    let guess = || {
        let all = words(sheet).count();
        // German first: English shares fewer of its commonest words.
        ["de", "en"].into_iter().filter_map(Language::of).find(|language| {
            let common = words(sheet).filter(|w| language.has(Class::Commonest, w)).count();
            all > 0 && common * 12 >= all
        })
    };
    let found = if told.is_some() { told.and_then(Language::of) } else { guess() };
    let reads = |l: &&Language| !l.words(Class::Cue).is_empty() || !l.stems(Class::Cue).is_empty();
    found.filter(reads).unwrap_or(Language::unknown())
}

/// Whether an article is in English, which has a trained tagger of its own.
pub(crate) fn is_english(article: &Article, sheet: &Sheet<'_>) -> bool {
    if let Some(lang) = &article.lang {
        return lang.starts_with("en");
    }
    let english = Language::or_unknown(Some("en"));
    let common = words(sheet).filter(|w| english.has(Class::Commonest, w)).count();
    common * 12 >= words(sheet).count()
}

/// The first words of the article, in lower case.
fn words<'s>(sheet: &'s Sheet<'_>) -> impl Iterator<Item = &'s str> {
    let words = (0..sheet.tokens.len()).filter(|&i| sheet.is_word(i)).take(SAMPLE);
    words.map(|i| sheet.low(i))
}
