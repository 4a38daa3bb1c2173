//! Whether an article is in English, which has a trained tagger of its own, or in German.

use crate::sheet::Sheet;
use headwater_page::Article;

/// How many words are looked at.
const SAMPLE: usize = 2000;

/// By the article's own word, else by its commonest words.
pub(crate) fn is_english(article: &Article, sheet: &Sheet<'_>) -> bool {
    if let Some(lang) = &article.lang {
        return lang.starts_with("en");
    }
    const COMMON: &[&str] = &[
        "the", "of", "and", "to", "that", "is", "was", "for", "with", "by", "he", "it", "on",
        "said", "has", "have", "are", "this", "not", "from",
    ];
    share(sheet, COMMON) * 12 >= share(sheet, &[])
}

/// By the article's own word, else by its commonest words.
pub(crate) fn is_german(article: &Article, sheet: &Sheet<'_>) -> bool {
    if let Some(lang) = &article.lang {
        return lang.starts_with("de");
    }
    const COMMON: &[&str] = &[
        "der", "und", "das", "dem", "den", "ist", "nicht", "mit", "von", "zu", "ein", "eine",
        "auf", "sich",
    ];
    share(sheet, COMMON) * 12 >= share(sheet, &[])
}

/// How many of the first words are among these; all, where none are given.
fn share(sheet: &Sheet<'_>, among: &[&str]) -> usize {
    let words = (0..sheet.tokens.len()).filter(|&i| sheet.is_word(i)).take(SAMPLE);
    words.filter(|&i| among.is_empty() || among.contains(&sheet.low(i))).count()
}
