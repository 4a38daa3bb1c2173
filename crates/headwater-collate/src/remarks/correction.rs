//! Notes by which a page says that it was changed: *Correction: …*.

use headwater_lang::{Class, Language};
use headwater_page::Article;
use headwater_text::{Remark, Span};

/// Notes of one page that are told.
const MOST: usize = 8;
/// Words that a note has at least: *Corrections* in a menu is none.
const WORDS: usize = 4;

/// The notes of a page, wherever they stand on it, once each.
pub(super) fn notes(article: &Article) -> Vec<Remark> {
    let language = Language::or_unknown(article.lang.as_deref());
    let mut at = 0;
    let mut out: Vec<Remark> = Vec::new();
    for line in article.text.split('\n') {
        let kept = line.trim();
        let start = at + (line.len() - line.trim_start().len());
        at += line.len() + 1;
        let note = language.opens(Class::Correction, kept).is_some()
            && kept.split_whitespace().count() >= WORDS;
        if note && out.len() < MOST {
            let text = "The page says that it was corrected.";
            let span = Span::new(start, start + kept.len());
            out.push(Remark::new("corrected", text, vec![span]));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_of_a_correction_is_told_with_its_place() {
        for (lang, text) in [
            (
                "en",
                "The ferry left at nine.\n\n Correction: An earlier version had eight.\nCorrections",
            ),
            ("de", "Die Fähre fuhr um neun.\n\nKorrektur: Zuerst stand hier acht Uhr."),
        ] {
            let article = Article { lang: Some(lang.into()), ..Article::plain("a", text) };
            let found = notes(&article);
            assert_eq!(found.len(), 1, "{lang}");
            let words = found[0].places[0].of(text);
            assert!(words.starts_with("Corr") || words.starts_with("Korr"), "{words}");
            assert!(words.ends_with('.'), "{words}");
        }
    }

    #[test]
    fn a_correction_in_a_sentence_is_none() {
        let article =
            Article::plain("a", "The correction: it took the harbour two days to make it.");
        let found = notes(&Article { lang: Some("en".into()), ..article });
        assert!(found.is_empty());
    }
}
