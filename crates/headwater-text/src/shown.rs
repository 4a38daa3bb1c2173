//! Words from outside, as a name of a file or an address, made safe to be shown.

/// `words` with every character that does not show itself, or that moves or reorders what stands
/// around it, written as `<U+001B>`: controls, line and paragraph separators, directional marks,
/// joiners and tags. All else stays as it is.
///
/// ```
/// assert_eq!(headwater_text::shown("a\u{1b}[31m.html"), "a<U+001B>[31m.html");
/// ```
pub fn shown(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if c.is_control() || is_unseen(c) {
            out.push_str(&format!("<U+{:04X}>", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a character has no form of its own but changes how others are seen or read.
pub fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{61c}'
        | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unseen_stays_unseen() {
        let all =
            "\u{7}\u{9b}\u{7f}\u{61c}\u{200e}\u{202e}\u{2029}\u{2066}\u{2063}\u{e0041}\u{feff}\n";
        let told = shown(all);
        assert!(told.chars().all(|c| c.is_ascii_graphic()), "{told}");
        assert_eq!(shown("Größe “Київ” שלום"), "Größe “Київ” שלום");
    }
}
