//! Words of pages, and small pieces that all views have. Markup escapes; here directional marks are
//! made visible, and each name stands by itself in its direction.

use crate::ask::{Ask, Form};
use headwater_store::Slice;
use headwater_text::{plain, visible};
use maud::{Markup, html};
use serde_json::Value;

/// A field of a record that is text.
pub(crate) fn text<'v>(record: &'v Value, name: &str) -> &'v str {
    record.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// A field that is a number.
pub(crate) fn count(record: &Value, name: &str) -> usize {
    record.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or(0)
}

/// A field that is a list.
pub(crate) fn list<'v>(record: &'v Value, name: &str) -> &'v [Value] {
    record.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A name of a page's or a person's, in its own direction.
pub(crate) fn name(words: &str) -> Markup {
    html! { bdi { (plain(words)) } }
}

/// At most `width` characters, cut between words.
pub(crate) fn head(words: &str, width: usize) -> String {
    let words = plain(words);
    let Some((end, _)) = words.char_indices().nth(width) else { return words };
    let cut = words.get(..end).unwrap_or_default();
    let space = cut.rfind(' ').filter(|i| *i > end / 2).unwrap_or(end);
    format!("{} …", cut.get(..space).unwrap_or_default().trim_end())
}

/// Words of a page between quotation marks, in their language and direction.
pub(crate) fn quoted(words: &str, lang: &str, width: usize) -> Markup {
    let words = head(words, width);
    let (open, close) = marks(&words);
    let lang = is_tag(lang).then_some(lang);
    html! { span.said-words { (open) q lang=[lang] dir="auto" { (words) } (close) } }
}

/// Quotation marks that do not stand in the words.
pub(crate) fn marks(words: &str) -> (&'static str, &'static str) {
    let free = |marks: [char; 2]| !words.contains(marks);
    if free(['“', '”']) {
        ("“", "”")
    } else if free(['«', '»']) {
        ("«", "»")
    } else {
        ("⟦", "⟧")
    }
}

/// A language tag that may stand in an attribute.
pub(crate) fn is_tag(lang: &str) -> bool {
    (2..=12).contains(&lang.len()) && lang.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// Text of a page as it stands, with lines kept and hidden characters shown or dropped.
pub(crate) fn shown(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (i, line) in words.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        // White space is kept: pieces of one text stand side by side.
        for part in line.split_inclusive(char::is_whitespace) {
            let word = part.trim_end_matches(char::is_whitespace);
            out.push_str(&visible(word));
            if word.len() < part.len() {
                out.push(' ');
            }
        }
    }
    out
}

/// Outlet and day of a page.
pub(crate) fn whence(ask: &Ask, record: &Value) -> Markup {
    let (outlet, date) = (text(record, "outlet"), text(record, "date"));
    html! {
        @if outlet.is_empty() { span.quiet { (ask.say.t("word.no-outlet")) } } @else { (name(outlet)) }
        " · "
        @if date.is_empty() { span.quiet { (ask.say.t("word.undated")) } }
        @else { time datetime=(plain(date)) { (ask.say.day(date)) } }
    }
}

/// The address of a place in a page.
pub(crate) fn place_path(page: &str, start: usize, end: usize) -> String {
    format!("/page/{}?at={start}-{end}#at", crate::ask::encoded(page))
}

/// The same of a record with `page`, `start` and `end`.
pub(crate) fn place_of(ask: &Ask, record: &Value) -> String {
    ask.to(&place_path(text(record, "page"), count(record, "start"), count(record, "end")))
}

/// Ways to the slices before and after.
pub(crate) fn paging(ask: &Ask, slice: Slice, all: usize) -> Markup {
    let shown = all.saturating_sub(slice.from).min(slice.most);
    let page = slice.from / slice.most.max(1) + 1;
    let to = |page: usize| ask.address(Form::Html, &[("page", &page.to_string())]);
    let say = ask.say;
    html! {
        @if all > slice.most || slice.from > 0 {
            nav.paging aria-label=(say.t("page.paging")) {
                @if page > 1 { a rel="prev" href=(to(page - 1)) { "← " (say.t("page.before")) } }
                @if shown > 0 {
                    span.quiet { (say.f("page.range", &[&say.number(slice.from + 1),
                        &say.number(slice.from + shown), &say.number(all)])) }
                }
                @if slice.from + shown < all { a rel="next" href=(to(page + 1)) { (say.t("page.after")) " →" } }
            }
        }
    }
}

/// Rows as CSV: these columns of each record. No cell is taken for a formula.
pub(crate) fn csv(columns: &[&str], rows: &[Value]) -> String {
    let mut out = columns.join(",") + "\r\n";
    for row in rows {
        let cells = columns.iter().map(|c| match row.get(*c) {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(s)) => headwater_tell::csv_cell(s),
            Some(Value::Array(list)) => {
                let words =
                    list.iter().map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
                headwater_tell::csv_cell(&words.collect::<Vec<_>>().join("; "))
            }
            Some(other) => headwater_tell::csv_cell(&other.to_string()),
        });
        out += &(cells.collect::<Vec<_>>().join(",") + "\r\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_of_a_text_keep_their_spaces_and_show_what_turns_them() {
        assert_eq!(shown(" a \n b\u{202e}c "), " a \n b<U+202E>c ");
        assert_eq!(shown("x\u{7}\u{200b}y\u{a0}z"), "xy z");
        let escaped = name("<script>alert(1)</script>").into_string();
        assert_eq!(escaped, "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>");
    }

    #[test]
    fn no_cell_is_a_formula() {
        let rows = [serde_json::json!({"a": "=1+1", "b": ["x", "y,z"], "c": 3})];
        assert_eq!(csv(&["a", "b", "c"], &rows), "a,b,c\r\n'=1+1,\"x; y,z\",3\r\n");
    }
}
