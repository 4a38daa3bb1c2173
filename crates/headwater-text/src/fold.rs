//! Folding of spellings and marks: what may differ without the wording differing.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// One character with typographic habits folded: all quotation marks become `"`, apostrophes
/// `'`, dashes `-`, no-break spaces a space. Letters stay.
pub fn fold_char(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '〝' | '〞' | '＂' => '"',
        '‘' | '’' | '‚' | '‛' | '‹' | '›' | 'ʼ' | '′' | '`' | '´' => '\'',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2009}' | '\u{200a}' => ' ',
        c => c,
    }
}

/// A word folded for comparison: lower case, accents and marks folded. Not for printing.
pub fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .map(fold_char)
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_and_marks_fold() {
        assert_eq!(fold("Geoană’s"), "geoana's");
        assert_eq!(fold("ÉLYSÉE"), "elysee");
        assert_eq!(fold("Київ"), "киів");
    }
}
