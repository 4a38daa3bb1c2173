//! Records as lines for people, as cells for spreadsheets, as tables of Markdown.

use headwater_text::shown;
use serde_json::Value;

/// A number with its thousands set apart.
pub(super) fn number(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// So many of a thing, in words.
pub(super) fn count(n: usize, one: &str, more: &str) -> String {
    format!("{} {}", number(n), if n == 1 { one } else { more })
}

/// A field of a record as text that cannot harm a terminal; nothing where it has none.
pub(super) fn field<'r>(record: &'r Value, name: &str) -> Option<String> {
    let value: &'r Value = record.get(name)?;
    match value {
        Value::Null => None,
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(safe(text)),
        Value::Array(list) => {
            let parts: Vec<String> = list.iter().filter_map(Value::as_str).map(safe).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }
        other => Some(other.to_string()),
    }
}

/// Words of a page on one line, safe for a terminal.
pub(super) fn safe(words: &str) -> String {
    shown(&words.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The records below a name.
pub(super) fn list<'r>(record: &'r Value, name: &str) -> &'r [Value] {
    record.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// A row of cells by RFC 4180. No cell is taken for a formula.
pub(super) fn csv<'c>(cells: impl IntoIterator<Item = &'c Value>) -> String {
    let cells: Vec<String> = cells.into_iter().map(|c| cell(&plain(c))).collect();
    cells.join(",") + "\r\n"
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    // A number is none, also one below zero.
    let formula = formula && text.parse::<f64>().is_err();
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

/// A row of a table of Markdown.
pub(super) fn markdown<'c>(cells: impl IntoIterator<Item = &'c Value>) -> String {
    let cells = cells.into_iter().map(|c| {
        let mut out = String::new();
        for c in safe(&plain(c)).chars() {
            // What Markdown and HTML would read as theirs.
            if "\\`*_[]<>|&#!~".contains(c) {
                out.push('\\');
            }
            out.push(c);
        }
        out
    });
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_have_their_thousands_apart() {
        let told = [0, 12, 123, 1234, 18_204, 1_234_567].map(number);
        assert_eq!(told, ["0", "12", "123", "1,234", "18,204", "1,234,567"]);
    }

    #[test]
    fn no_cell_is_a_formula() {
        let row = [json!("=1+1"), json!("-5"), json!("a \"b\", c"), json!(null), json!(0.5)];
        assert_eq!(csv(&row), "'=1+1,-5,\"a \"\"b\"\", c\",,0.5\r\n");
    }

    #[test]
    fn a_page_writes_no_markdown() {
        let row = [json!("<b>a|b</b>\n[x](y)")];
        assert_eq!(markdown(&row), "| \\<b\\>a\\|b\\</b\\> \\[x\\](y) |\n");
    }
}
