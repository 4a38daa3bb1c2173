//! Whether an article is in English, which has a trained tagger of its own.

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
    let (mut words, mut hits) = (0usize, 0usize);
    for i in (0..sheet.tokens.len()).filter(|&i| sheet.is_word(i)).take(SAMPLE) {
        words += 1;
        hits += usize::from(COMMON.contains(&sheet.low(i)));
    }
    hits * 12 >= words
}
