//! Words of a page made safe for a terminal.

/// `words` on one line: white space folded, control characters dropped, directional controls
/// made visible, so that no page can move the cursor, set colours or reorder what is read.
pub fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut space = false;
    for c in words.chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        match c {
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {
                out.push_str(&format!("<U+{:04X}>", u32::from(c)));
            }
            '\u{200b}' | '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

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
    fn nothing_of_a_page_moves_the_cursor() {
        assert_eq!(plain("a\x1b[31mred\u{7}\r\nb"), "a[31mred b");
        assert_eq!(plain("x\u{202e}y"), "x<U+202E>y");
    }

    #[test]
    fn long_words_are_cut_and_broken() {
        assert_eq!(short("one two three four", 12), "one two …");
        assert_eq!(wrap("one two three", 8, "  "), "one two\n  three");
    }
}
