//! Joins the lines of pages that a program made of printed ones, each line of print set at a place
//! of its own, to paragraphs.

use crate::html::{Attrs, Event, Scan};
use std::fmt::Write;

/// So many lines set at places make a printed page.
const LEAST: usize = 8;
/// Lines beyond this many are not read.
const MOST: usize = 100_000;

/// One line of print.
struct Line {
    text: String,
    top: f32,
    /// Height of the letters, 0 where it is not said.
    size: f32,
}

/// The source with its lines joined, if most of its text is set line by line. Linear.
pub(crate) fn joined(source: &str) -> Option<String> {
    let places = memchr::memmem::find_iter(source.as_bytes(), b"absolute").take(LEAST).count();
    if places < LEAST {
        return None;
    }
    let (lines, apart) = lines(source);
    let set: usize = lines.iter().map(|l| l.text.len()).sum();
    if lines.len() < LEAST || apart * 4 > set {
        return None;
    }
    // Boxes of a layout hold more than a line, and do not follow one another evenly.
    let long = lines.iter().filter(|l| l.text.len() > 200).count();
    if long * 5 > lines.len() {
        return None;
    }
    let head_at = memchr::memmem::find(source.as_bytes(), b"<body").unwrap_or(0);
    let mut out = source.get(..head_at).unwrap_or("").to_owned();
    out.push_str("<body>");
    paragraphs(&lines, &mut out);
    out.push_str("</body></html>");
    Some(out)
}

/// The lines of print, and how many letters stand outside of them.
fn lines(source: &str) -> (Vec<Line>, usize) {
    let mut out: Vec<Line> = Vec::new();
    let (mut depth, mut apart, mut raw) = (0usize, 0, false);
    for event in Scan::html(source) {
        match event {
            Event::Start { name, attrs, closed } => {
                raw = matches!(name, "script" | "style" | "title");
                let style = Attrs(attrs).take(20).find(|a| a.0 == "style").map_or("", |a| a.1);
                let top = value(style, "top").filter(|_| style.contains("absolute"));
                if depth == 0
                    && let Some(top) = top
                    && out.len() < MOST
                    && !closed
                {
                    out.push(Line { text: String::new(), top, size: 0.0 });
                    depth = 1;
                } else if depth > 0 && !closed && !matches!(name, "br" | "img" | "wbr") {
                    depth += 1;
                }
                if let Some(line) = out.last_mut().filter(|_| depth > 0) {
                    line.size = line.size.max(value(style, "font-size").unwrap_or(0.0));
                }
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(t) | Event::Verbatim(t) => match out.last_mut().filter(|_| depth > 0) {
                Some(line) => line.text.push_str(t),
                None => apart += t.trim().len(),
            },
            Event::Raw(t) => apart += if raw { 0 } else { t.trim().len() },
        }
    }
    out.retain(|l| !l.text.trim().is_empty());
    (out, apart)
}

/// The number of a property of a style: `top:80pt`.
fn value(style: &str, name: &str) -> Option<f32> {
    let of = |part: &str| {
        let (key, value) = part.split_once(':')?;
        let number: String =
            value.trim().chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        (key.trim() == name).then(|| number.parse().ok())?
    };
    style.split(';').take(20).find_map(of)
}

/// The step from one line of a paragraph to the next, and the usual size of letters.
fn usual(lines: &[Line]) -> (f32, f32) {
    let middle = |mut all: Vec<f32>| {
        all.sort_by(f32::total_cmp);
        all.get(all.len() / 2).copied().unwrap_or(0.0)
    };
    let steps = lines.iter().zip(lines.iter().skip(1)).map(|(a, b)| b.top - a.top);
    (middle(steps.filter(|s| *s > 0.0).collect()), middle(lines.iter().map(|l| l.size).collect()))
}

fn paragraphs(lines: &[Line], out: &mut String) {
    let (step, size) = usual(lines);
    let mut text = String::new();
    let mut headed = false;
    for (i, line) in lines.iter().enumerate() {
        let words = line.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let last = i.checked_sub(1).and_then(|p| lines.get(p));
        let gap = last.map_or(0.0, |l| line.top - l.top);
        let same = last.is_none_or(|l| (l.size - line.size).abs() <= size * 0.2);
        let open = !text.ends_with(['.', '!', '?', ':', '”', '"', '»', '。']);
        let lower = words.starts_with(char::is_lowercase);
        let near = gap.abs() <= step * 1.3;
        let goes_on = same && (near && !text.is_empty() || open && lower && !text.is_empty());
        // A short line far below all others, or above: a number of a page.
        let far = |g: f32| g.abs() > step * 4.0;
        let below = lines.get(i + 1).map_or(step * 9.0, |n| n.top - line.top);
        let lone = far(gap) && far(below) && words.split(' ').count() <= 6;
        if goes_on {
            if text.ends_with('-') && lower {
                text.pop();
            } else {
                text.push(' ');
            }
            text.push_str(&words);
            continue;
        }
        close(&mut text, out);
        if lone && i > 0 {
            let _ = writeln!(out, "<footer>{words}</footer>");
            continue;
        }
        if line.size > size * 1.25 && !headed {
            headed = true;
            let _ = writeln!(out, "<h1>{words}</h1>");
            continue;
        }
        text = words;
    }
    close(&mut text, out);
}

fn close(text: &mut String, out: &mut String) {
    if !text.is_empty() {
        let _ = writeln!(out, "<p>{text}</p>");
        text.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::joined;
    use crate::{Hint, read};

    fn page(lines: &[(&str, u32)]) -> String {
        let set = |(words, top): &(&str, u32)| {
            format!(
                "<p style=\"position:absolute;top:{top}pt;left:72pt\"><span>{words}</span></p>\n"
            )
        };
        let all: String = lines.iter().map(set).collect();
        format!(
            "<html><head><title>fog.pdf</title></head><body><div><p style='position:absolute;top:20pt'>\
             <span style='font-size:20pt'>Fog keeps ferries waiting</span></p>{all}</div></body></html>"
        )
    }

    const LINES: [(&str, u32); 11] = [
        ("The ferries of Lervik waited until noon on Monday because", 80),
        ("of thick fog, the har-", 94),
        ("bour office said, and two hundred travellers stood on the", 108),
        ("quay with their bags.", 122),
        ("“We have waited for worse,” said the captain, who has sailed", 146),
        ("the route for nineteen years and has never once", 160),
        ("been asked about the lamps.", 174),
        ("The last such fog lay over the islands for nine days, and the", 198),
        ("bells rang all the time until somebody found the key to the", 212),
        ("tower and stopped them.", 226),
        ("Page 1 of 1", 800),
    ];

    #[test]
    fn lines_of_print_are_joined() {
        let a = read(page(&LINES).as_bytes(), &Hint { html: Some(true), ..Hint::default() });
        let body: Vec<&str> = a.body.iter().map(|s| s.of(&a.text)).collect();
        assert_eq!(body.len(), 3, "{body:?}");
        assert!(body[0].contains("thick fog, the harbour office said"), "{body:?}");
        assert!(body[1].ends_with("about the lamps."), "{body:?}");
        assert_eq!(a.title.as_deref(), Some("Fog keeps ferries waiting"));
        assert!(a.text.contains("Page 1 of 1") && !body.concat().contains("Page 1"));
    }

    #[test]
    fn pages_that_flow_are_left() {
        assert_eq!(joined("<p>Fog.</p>"), None);
        let boxes = "<div style='position:absolute;top:3px'>x</div>".repeat(9);
        assert_eq!(joined(&format!("{boxes}<p>{}</p>", "The ferries wait. ".repeat(40))), None);
    }
}
