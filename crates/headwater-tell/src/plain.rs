//! Words of a page made safe for a terminal.

pub use headwater_text::plain;

/// `words` cut to at most `width` characters at a word boundary, with ` …` where cut.
pub(crate) fn short(words: &str, width: usize) -> String {
    let words = plain(words);
    if words.chars().count() <= width {
        return words;
    }
    let cut: String = words.chars().take(width.saturating_sub(2)).collect();
    let end = cut.rfind(' ').filter(|i| *i > cut.len() / 2).unwrap_or(cut.len());
    format!("{} …", cut.get(..end).unwrap_or("").trim_end())
}

/// `words` broken into lines of at most `width` characters, each but the first behind `indent`.
pub(crate) fn wrap(words: &str, width: usize, indent: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in words.split(' ').filter(|w| !w.is_empty()) {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(indent);
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_and_broken() {
        assert_eq!(short("one two three four", 12), "one two …");
        assert_eq!(wrap("one two three", 8, "  "), "one two\n  three");
    }
}
