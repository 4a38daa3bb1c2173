//! The report as Markdown, for a wiki or a mail: the same words as the text report.

use super::paper::{Ink, Piece, TIE};
use super::{Desk, Labels, Look, alone, head_lines, said, story, tree};
use crate::brief::Brief;
use crate::fit;
use crate::plain::plain as safe;
use crate::text::names::when;
use headwater::Findings;

/// The report over pages as Markdown. Words of pages cannot become markup: what could is escaped.
///
/// ```
/// use headwater_tell::{Look, markdown};
///
/// let told = markdown(&headwater::Findings::default(), &Look::default());
/// assert!(told.starts_with("# Where these statements spring from"));
/// ```
pub fn markdown(trace: &Findings, look: &Look) -> String {
    let shown = fit::shown(trace);
    let desk = Desk::new(&shown, look);
    let mut out = String::from("# Where these statements spring from\n\n");
    for line in head_lines(&desk) {
        out.push_str(&format!("{}  \n", escaped(&line)));
    }
    let several = |i: &&usize| shown.stories.get(**i).is_some_and(|s| desk.outline.reports(s) > 1);
    for (i, index) in desk.outline.order.iter().filter(several).enumerate() {
        one(&desk, *index, i + 1, &mut out);
    }
    threads(&desk, &mut out);
    standing(&desk, &mut out);
    out
}

fn one(desk: &Desk, index: usize, number: usize, out: &mut String) {
    let Some(story) = desk.trace.stories.get(index) else { return };
    let labels = Labels::of(&desk.trace.articles, &desk.names, &story.articles);
    let found = Brief::of(desk.trace, &desk.outline, index);
    let title = escaped(&safe(&story.title));
    let extent = escaped(&story::extent(desk, story));
    out.push_str(&format!("\n## {number}. {title}\n\n{extent}\n\n"));
    for (label, lines) in story::six(desk, &labels, &found, story) {
        let lines: Vec<String> = lines.iter().map(|l| inked(l)).collect();
        out.push_str(&format!("- **{label}** {}\n", lines.join("  \n  ")));
    }
    out.push_str("\n### Who has it from whom\n\n");
    for row in tree::rows(desk, &labels, &found, index, number) {
        let indent = "  ".repeat(row.depth);
        let mut parts = vec![inked(&row.name)];
        for part in [&row.date, &row.how].into_iter().filter(|p| !p.is_empty()) {
            parts.push(escaped(part));
        }
        if !row.file.is_empty() {
            parts.push(escaped(&row.file));
        }
        out.push_str(&format!("{indent}- {}\n", parts.join(", ")));
        for note in &row.notes {
            out.push_str(&format!("{indent}  - {}\n", escaped(note)));
        }
    }
    out.push_str("\n### What was said\n\n");
    for (k, statement) in desk.outline.shared(index).enumerate() {
        let Some((mark, lines)) = said::lines(desk, &labels, &found, statement) else { continue };
        let mark = if mark.1.trim().is_empty() { String::new() } else { format!("{} ", mark.1) };
        let (first, rest) = lines.split_first().map_or((&[][..], &[][..]), |(f, r)| (f, r));
        out.push_str(&format!("- **{number}.{}** {mark}{}\n", k + 1, inked(first)));
        for line in rest {
            out.push_str(&format!("  - {}\n", inked(line)));
        }
    }
    let mind = story::remarks(desk, story);
    if !mind.is_empty() {
        out.push_str("\n### Mind\n\n");
    }
    for (article, list) in mind {
        let words = escaped(&list.join("; "));
        out.push_str(&format!("- {}: {words}\n", escaped(labels.get(article))));
    }
}

fn threads(desk: &Desk, out: &mut String) {
    for thread in &desk.trace.threads {
        let title = super::quoted(thread.title.trim_end_matches(" …"));
        out.push_str(&format!("\n## One message over time: {} (label ours)\n\n", escaped(&title)));
        let all = thread
            .statements
            .iter()
            .map(|s| (s, ""))
            .chain(thread.against.iter().map(|s| (s, "against, ")));
        for (statement, label) in all {
            let date = statement.date.map_or("undated".to_owned(), |d| when(&d));
            let who = statement.speaker.as_deref().map_or("speaker not named".to_owned(), safe);
            let words = super::quoted(desk.slice(statement.place));
            let file = desk.names.file(statement.place.article);
            let told = format!("{date}, {label}{who}: {words} ({file})");
            out.push_str(&format!("- {}\n", escaped(&told)));
        }
    }
}

fn standing(desk: &Desk, out: &mut String) {
    let pages = alone::pages(desk);
    if pages.is_empty() {
        return;
    }
    out.push_str("\n## Pages that stand alone\n\n");
    for page in pages {
        for (i, line) in alone::lines(desk, page).iter().enumerate() {
            out.push_str(&format!("{}- {}\n", if i == 0 { "" } else { "  " }, inked(line)));
        }
    }
}

/// Pieces as Markdown: outlets in bold.
fn inked(pieces: &[Piece]) -> String {
    let each = pieces.iter().map(|Piece(ink, words)| {
        let words = escaped(words);
        match ink {
            Ink::Outlet if !words.trim().is_empty() => format!("**{}**", words.trim()),
            _ => words,
        }
    });
    each.collect::<String>().trim().to_owned()
}

/// Words in which nothing is markup, neither of Markdown nor of HTML.
///
/// ```
/// assert_eq!(headwater_tell::escaped("*a* <b>"), "\\*a\\* &lt;b&gt;");
/// ```
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            TIE => out.push(' '),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push(' '),
            c => out.push(c),
        }
    }
    // An address that some readers would make a link of.
    out.replace("://", ":\\//").replace("www.", "www\\.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::sample;

    #[test]
    fn words_of_a_page_are_no_markup() {
        let told = escaped("<b> [x](http://a.example) *y* | `z` # _q_");
        assert!(!told.contains('<') && !told.contains("://"), "{told}");
        assert!(told.contains("\\[x\\]") && told.contains("\\*y\\*") && told.contains("\\|"));
    }

    #[test]
    fn markdown_has_the_six_lines_the_tree_and_the_statements() {
        let told = markdown(&sample::trace(&sample::pages()), &Look::default());
        for part in
            ["## 1. ", "- **Source** ", "- **Denied** ", "### Who has it from whom", "- **1.1** "]
        {
            assert!(told.contains(part), "{part}: {told}");
        }
    }
}
