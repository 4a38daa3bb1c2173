//! Characters of a page that show nothing or turn what is read.

/// Whether a character shows nothing of itself, ends a line or turns the direction of reading:
/// control characters, directional marks, invisible operators, tags. Joiners, which some scripts
/// need, are not among them.
pub fn hidden(c: char) -> bool {
    directional(c)
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
            | '\u{e0000}'..='\u{e007f}')
}

fn directional(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `words` with hidden characters dropped, and directional ones made visible as `<U+202E>`.
/// White space other than line ends stays as it is.
pub fn visible(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if directional(c) {
            out.push_str(&format!("<U+{:04X}>", u32::from(c)));
        } else if !hidden(c) {
            out.push(c);
        }
    }
    out
}

/// The same on one line: white space is folded, and dropped at both ends.
pub fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for part in words.split_whitespace() {
        let part = visible(part);
        if !out.is_empty() && !part.is_empty() {
            out.push(' ');
        }
        out.push_str(&part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{hidden, plain, visible};

    #[test]
    fn nothing_of_a_page_moves_the_cursor() {
        assert_eq!(plain("a\x1b[31mred\u{7}\r\nb"), "a[31mred b");
        assert_eq!(plain("x\u{202e}y\u{61c}"), "x<U+202E>y<U+061C>");
        assert_eq!(plain(" \u{9b}1m \u{2063} two\u{2028}lines "), "1m two lines");
    }

    #[test]
    fn what_shows_nothing_is_dropped_and_joiners_stay() {
        assert_eq!(visible("a\u{e0041}\u{2060}\u{feff}  b\u{200d}c"), "a  b\u{200d}c");
        assert!(!visible("\u{2028}\u{85}\u{e007f}\u{2064}").contains(hidden));
    }
}
