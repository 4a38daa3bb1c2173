//! Records as lines of JSON in which nothing of a page can act on a terminal.

use headwater_text::hidden;
use serde_json::Value;

/// A record as one line of JSON, without the line's end. Hidden characters, such as those that
/// turn the direction of reading, are escaped: the same values for every parser.
pub fn json_line(record: &Value) -> String {
    let line = record.to_string();
    // Outside of strings JSON has none of them.
    let Some(first) = line.find(hidden) else { return line };
    let mut out = String::with_capacity(line.len() + 16);
    let (kept, rest) = line.split_at(first);
    out.push_str(kept);
    for c in rest.chars() {
        if hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::json_line;
    use headwater_text::hidden;
    use serde_json::{Value, json};

    #[test]
    fn hidden_characters_are_escaped_and_come_back() {
        let evil = "a\u{9b}31m\u{202e}b\u{2028}\u{e0041}\u{61c}\u{7f}\n\"ж";
        let record = json!({evil: [evil, 1.5, null]});
        let line = json_line(&record);
        assert!(!line.contains(hidden), "{line}");
        assert_eq!(serde_json::from_str::<Value>(&line).ok(), Some(record));
        assert_eq!(json_line(&json!({"b": 1, "a": "жx"})), "{\"b\":1,\"a\":\"жx\"}");
    }
}
