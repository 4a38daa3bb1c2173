//! Words of a page between our quotation marks.

/// `words` on one line between quotation marks that do not occur in them, so that a reader, and
/// a test, can tell where the page's words begin and end: `“…”`, else `«…»`, else `⟦…⟧`.
pub fn quoted(words: &str) -> String {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let free = |marks: [char; 2]| !words.contains(marks);
    if free(['“', '”']) {
        format!("“{words}”")
    } else if free(['«', '»']) {
        format!("«{words}»")
    } else {
        format!("⟦{words}⟧")
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn our_marks_never_stand_inside() {
        assert_eq!(quoted("we  wait"), "“we wait”");
        assert_eq!(quoted("he said “wait”"), "«he said “wait”»");
        assert_eq!(quoted("« oui », “yes"), "⟦« oui », “yes⟧");
    }
}
