//! Records as lines for people, as cells for spreadsheets, as tables of Markdown.

use headwater_text::shown;
use serde_json::Value;

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

/// A row of cells by RFC 4180. No cell is taken for a formula; a number is none.
pub(super) fn csv<'c>(cells: impl IntoIterator<Item = &'c Value>) -> String {
    let cell = |value: &Value| match value {
        Value::String(text) => headwater_tell::csv_cell(text),
        Value::Number(number) => number.to_string(),
        other => headwater_tell::csv_cell(&plain(other)),
    };
    cells.into_iter().map(cell).collect::<Vec<_>>().join(",") + "\r\n"
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A row of a table of Markdown.
pub(super) fn markdown<'c>(cells: impl IntoIterator<Item = &'c Value>) -> String {
    let cells = cells.into_iter().map(|c| headwater_tell::escaped(&safe(&plain(c))));
    format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn no_cell_is_a_formula() {
        let row = [json!(" =1+1"), json!(-5), json!("a \"b\", c"), json!(null), json!(0.5)];
        assert_eq!(csv(&row), "' =1+1,-5,\"a \"\"b\"\", c\",,0.5\r\n");
    }

    #[test]
    fn a_page_writes_no_markdown() {
        let row = [json!("<b>a|b</b>\n[x](y)")];
        assert_eq!(markdown(&row), "| &lt;b&gt;a\\|b&lt;/b&gt; \\[x\\](y) |\n");
    }
}
