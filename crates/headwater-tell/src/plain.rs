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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_between_words() {
        assert_eq!(short("one two three four", 12), "one two …");
    }
}
