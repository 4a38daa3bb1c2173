//! What lines of frames say, by the words they begin with, in whatever language: frames are in that
//! of a site's program or network as often as in the article's. The words are `headwater-lang`'s.

use headwater_lang::{Class, Language};
use headwater_text::fold;
use std::collections::BTreeSet;

/// A set of kinds of phrase, one bit each.
pub(crate) type Phrases = u16;

/// Share buttons and calls to follow.
pub(crate) const SHARE: Phrases = 1;
/// Opens a list of other items: *Related*, *Latest news*.
pub(crate) const OTHERS: Phrases = 1 << 1;
/// Opens or belongs to reader comments.
pub(crate) const COMMENT: Phrases = 1 << 2;
/// Subscription, log in, e-mail forms.
pub(crate) const FORM: Phrases = 1 << 3;
/// Copyright, terms, imprint.
pub(crate) const LEGAL: Phrases = 1 << 4;
/// *Advertisement*.
pub(crate) const ADVERT: Phrases = 1 << 5;
/// Picture credits.
pub(crate) const CREDIT: Phrases = 1 << 6;
/// *By*, *Von*, *Par*.
pub(crate) const BY: Phrases = 1 << 7;
/// A link to another item in mid-text: *Read more:*.
pub(crate) const MORE: Phrases = 1 << 8;
/// Cookies, consent, scripts switched off.
pub(crate) const NOTICE: Phrases = 1 << 9;
/// *Published*, *Updated*.
pub(crate) const DATED: Phrases = 1 << 10;
/// *Tags:*, *Filed under*.
pub(crate) const TAGS: Phrases = 1 << 11;
/// *Home*, *Menu*, *Search*, *Skip to content*.
pub(crate) const MENU: Phrases = 1 << 12;
/// *About the author*.
pub(crate) const BIO: Phrases = 1 << 13;
/// How many kinds.
pub(crate) const COUNT: usize = 14;

/// The kinds and their classes in `headwater-lang`.
const CLASSES: [(Phrases, Class); COUNT] = [
    (SHARE, Class::Share),
    (OTHERS, Class::Others),
    (COMMENT, Class::Comment),
    (FORM, Class::Form),
    (LEGAL, Class::Legal),
    (ADVERT, Class::Advert),
    (CREDIT, Class::PictureCredit),
    (BY, Class::ByOpening),
    (MORE, Class::More),
    (NOTICE, Class::Notice),
    (DATED, Class::Dated),
    (TAGS, Class::Tags),
    (MENU, Class::Menu),
    (BIO, Class::Bio),
];

/// The words of a class in all languages, folded.
pub(crate) fn folded(class: Class) -> BTreeSet<String> {
    Language::unknown().words(class).iter().map(|e| fold(e.word)).collect()
}

/// The kinds of phrase that `line` begins with.
pub(crate) fn phrases(line: &str) -> Phrases {
    let mut low = String::with_capacity(48);
    let start =
        line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '*' | '('));
    for c in start.chars().take(32) {
        low.extend(c.to_lowercase());
    }
    let Some(first) = low.chars().next() else {
        return 0;
    };
    let bare = low.trim_end_matches(|c: char| !c.is_alphanumeric());
    let whole = line.len() <= 32;
    let mut out = 0;
    for (kind, phrase) in by_letter(first) {
        let hit = match phrase.strip_suffix('$') {
            Some(p) => whole && bare == p,
            None => low.starts_with(phrase),
        };
        if hit {
            out |= kind;
        }
    }
    out
}

/// The phrases that begin with this character.
fn by_letter(first: char) -> &'static [(Phrases, &'static str)] {
    use std::collections::HashMap;
    use std::sync::LazyLock;
    type Index = HashMap<char, Vec<(Phrases, &'static str)>>;
    static INDEX: LazyLock<Index> = LazyLock::new(|| {
        let mut index = Index::new();
        for (kind, class) in CLASSES {
            for phrase in Language::unknown().words(class) {
                if let Some(c) = phrase.word.chars().next() {
                    index.entry(c).or_default().push((kind, phrase.word));
                }
            }
        }
        index
    });
    INDEX.get(&first).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_frames_are_known() {
        assert_ne!(phrases("Advertisement:") & ADVERT, 0);
        assert_ne!(phrases("• Click to share on a site") & SHARE, 0);
        assert_ne!(phrases("Lea también: Otra nota") & MORE, 0);
        assert_eq!(phrases("The harbour master waited."), 0);
        assert_eq!(phrases("Printing presses"), 0);
    }
}
