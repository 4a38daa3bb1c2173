//! Statements, edges and differences as one table for spreadsheets: a row each, in the order of
//! telling, under the numbers of the report.

use crate::brief::Outline;
use crate::fit;
use crate::plain::plain;
use headwater::Findings;
use headwater_collate::Place;
use headwater_stemma::{Stemma, in_words};

/// The columns.
const COLUMNS: [&str; 15] = [
    "table",
    "story",
    "title",
    "statement",
    "page",
    "outlet",
    "date",
    "speaker",
    "words",
    "relation",
    "other_page",
    "other_outlet",
    "other_words",
    "probability",
    "how_sure",
];

/// The table as CSV with a head, rows ended by `\r\n` as RFC 4180 has them. `table` says what a row
/// is: a `statement` as one page has it, an `edge` (page made from other page, or from a source
/// that is not among them), or a `difference` between two pages. No cell is taken for a formula:
/// one that begins with `=`, `+`, `-`, `@` or a tab has an apostrophe before it.
///
/// ```
/// let table = headwater_tell::table(&headwater::Findings::default());
/// assert!(table.starts_with("table,story,title,statement,page"));
/// ```
pub fn table(trace: &Findings) -> String {
    let shown = fit::shown(trace);
    let sheet = Sheet { trace: &shown, outline: Outline::of(&shown) };
    let mut out = line(&COLUMNS.map(str::to_owned));
    for (i, story) in sheet.outline.order.iter().enumerate() {
        sheet.statements(*story, i + 1, &mut out);
        sheet.edges(*story, i + 1, &mut out);
        sheet.differences(*story, i + 1, &mut out);
    }
    out
}

struct Sheet<'t> {
    trace: &'t Findings,
    outline: Outline,
}

impl Sheet<'_> {
    fn id(&self, article: usize) -> String {
        self.trace.articles.get(article).map_or(String::new(), |q| q.article.id.clone())
    }

    fn outlet(&self, article: usize) -> String {
        let page = self.trace.articles.get(article);
        page.and_then(|q| q.article.outlet.clone()).unwrap_or_default()
    }

    fn words(&self, place: Place) -> String {
        let page = self.trace.articles.get(place.article);
        page.map_or(String::new(), |q| place.span.of(&q.article.text).trim().to_owned())
    }

    /// The cells that every row begins with. Numbers of story and statement stand in cells of their
    /// own: *1.10* in one cell would be read as *1.1*.
    fn row(&self, table: &str, story: usize, number: usize) -> [String; 15] {
        let title = self.trace.stories.get(story).map_or(String::new(), |s| s.title.clone());
        let mut row: [String; 15] = Default::default();
        [row[0], row[1], row[2]] = [table.to_owned(), number.to_string(), title];
        row
    }

    fn statements(&self, story: usize, number: usize, out: &mut String) {
        let list = self.outline.statements.get(story).into_iter().flatten();
        for (k, statement) in list.enumerate() {
            let Some(u) = self.trace.utterances.get(statement.utterance) else { continue };
            // A second printing on the same page is told where the page has no other.
            let again = u.readings.iter().all(|r| r.repeat);
            let told = u.readings.iter().zip(&statement.sure);
            for (reading, _) in told.filter(|(r, sure)| **sure && (again || !r.repeat)) {
                let article = reading.place.article;
                let date = self.trace.articles.get(article).and_then(|q| q.article.date);
                let mut row = self.row("statement", story, number);
                row[3] = (k + 1).to_string();
                row[4] = self.id(article);
                row[5] = self.outlet(article);
                row[6] = date.map_or(String::new(), |d| d.iso());
                row[7] = u.speaker.clone().unwrap_or_default();
                row[8] = self.words(reading.place);
                row[9] = reading.relation.name().to_owned();
                out.push_str(&line(&row));
            }
        }
    }

    fn edges(&self, story: usize, number: usize, out: &mut String) {
        let nothing = Stemma::default();
        let stemma = self.trace.stemmata.get(story).unwrap_or(&nothing);
        let node = |id: &str| stemma.nodes.iter().find(|n| n.id == id);
        for edge in &stemma.edges {
            let (Some(child), Some(parent)) = (node(&edge.child), node(&edge.parent)) else {
                continue;
            };
            let mut row = self.row("edge", story, number);
            match child.witness {
                Some(article) => (row[4], row[5]) = (self.id(article), self.outlet(article)),
                None => row[5] = child.label.clone(),
            }
            match parent.witness {
                Some(article) => {
                    (row[10], row[11]) = (self.id(article), self.outlet(article));
                    row[9] = "made-from".to_owned();
                }
                None => {
                    row[11] = parent.label.clone();
                    row[9] = "relies-on-a-source-not-held".to_owned();
                }
            }
            row[13] = format!("{:.2}", edge.probability);
            row[14] = in_words(edge.probability).to_owned();
            out.push_str(&line(&row));
        }
    }

    fn differences(&self, story: usize, number: usize, out: &mut String) {
        for (k, statement) in self.outline.shared(story).enumerate().filter(|(_, s)| s.differs) {
            let Some(u) = self.trace.utterances.get(statement.utterance) else { continue };
            for (kind, a, b) in &u.differs {
                let mut row = self.row("difference", story, number);
                row[3] = (k + 1).to_string();
                (row[4], row[5]) = (self.id(a.article), self.outlet(a.article));
                row[7] = u.speaker.clone().unwrap_or_default();
                row[8] = self.words(*a);
                row[9].clone_from(kind);
                (row[10], row[11]) = (self.id(b.article), self.outlet(b.article));
                row[12] = self.words(*b);
                out.push_str(&line(&row));
            }
        }
    }
}

/// One row.
fn line(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|c| cell(c)).collect();
    cells.join(",") + "\r\n"
}

/// Words of a page on one line as a cell.
fn cell(words: &str) -> String {
    guarded(&plain(words), formula(words))
}

/// A cell of a table by RFC 4180 that no spreadsheet takes for a formula: such words get an
/// apostrophe before them. All white space stays.
///
/// ```
/// assert_eq!(headwater_tell::csv_cell(" =1+1, \"b\""), "\"' =1+1, \"\"b\"\"\"");
/// ```
pub fn csv_cell(words: &str) -> String {
    guarded(words, formula(words))
}

/// Whether a spreadsheet may take words for a formula, white space before them or not.
fn formula(words: &str) -> bool {
    words.starts_with(['\t', '\r']) || words.trim_start().starts_with(['=', '+', '-', '@'])
}

fn guarded(words: &str, formula: bool) -> String {
    let words = format!("{}{words}", if formula { "'" } else { "" });
    if words.contains([',', '"', '\n', '\r']) {
        return format!("\"{}\"", words.replace('"', "\"\""));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_commas_do_not_split() {
        assert_eq!(cell("=1+1"), "'=1+1");
        assert_eq!(cell(" -2"), "'-2");
        assert_eq!(cell("\t@x"), "'@x");
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell("a - b"), "a - b");
    }

    #[test]
    fn statements_edges_and_differences_stand_in_their_columns() {
        use crate::html::sample;
        let table = table(&sample::trace(&sample::pages()));
        let rows: Vec<&str> = table.lines().collect();
        assert!(rows.iter().all(|r| r.split(',').count() >= COLUMNS.len()), "{table}");
        let of = |kind: &str| rows.iter().filter(|r| r.starts_with(kind)).count();
        assert!(of("statement,") >= 4 && of("edge,") == 4 && of("difference,") == 1, "{table}");
        let difference = rows.iter().find(|r| r.starts_with("difference,")).expect("a row");
        assert!(difference.contains("More than") && difference.contains("About"), "{difference}");
    }
}
