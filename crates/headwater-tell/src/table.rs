//! Statements, edges and differences as one table for spreadsheets: a row each, in the order of
//! telling, under the numbers of the report.

use crate::brief::Outline;
use crate::fit;
use crate::plain::plain;
use headwater::Findings;
use headwater_collate::{Place, Utterance};
use headwater_stemma::{Node, in_words};
use headwater_text::{CharIndex, Span};
use serde_json::{Value, json};

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
    for row in sheet.rows() {
        out.push_str(&line(&sheet.cells(&row)));
    }
    out
}

/// The rows of [`table`] as records, for programs: numbers are numbers, what is not known is `null`,
/// and words stand beside their places, in code points of the text of their page.
///
/// ```
/// let tables = headwater_tell::tables(&headwater::Findings::default());
/// assert!(tables.statements.is_empty() && tables.edges.is_empty());
/// ```
pub fn tables(trace: &Findings) -> Tables {
    let shown = fit::shown(trace);
    let sheet = Sheet { trace: &shown, outline: Outline::of(&shown) };
    let indexes =
        shown.articles.iter().map(|q| CharIndex::new(&q.article.text)).collect::<Vec<_>>();
    let mut out = Tables::default();
    for row in sheet.rows() {
        match row.kind {
            Kind::Statement => out.statements.push(sheet.statement(&row, &indexes)),
            Kind::Edge => out.edges.push(sheet.edge(&row)),
            Kind::Difference => out.differences.push(sheet.difference(&row, &indexes)),
        }
    }
    out
}

/// What is told of stories as three tables, in the order of telling, under the numbers of the report.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    /// A statement as one page has it, a row each.
    pub statements: Vec<Value>,
    /// Pages and what each was made from.
    pub edges: Vec<Value>,
    /// What two pages have differently in one statement.
    pub differences: Vec<Value>,
}

/// What a row is.
#[derive(Clone, Copy)]
enum Kind {
    Statement,
    Edge,
    Difference,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Statement => "statement",
            Kind::Edge => "edge",
            Kind::Difference => "difference",
        }
    }
}

/// A page, or what stands for one that is not held.
#[derive(Clone, Default)]
struct Side {
    article: Option<usize>,
    /// The outlet, or what is known of a source that is not held.
    outlet: String,
    place: Option<Place>,
}

/// A row before it is written.
struct Row<'t> {
    kind: Kind,
    /// The number of its story, and the story's index.
    number: usize,
    story: usize,
    statement: Option<usize>,
    utterance: Option<&'t Utterance>,
    this: Side,
    relation: String,
    other: Side,
    probability: Option<f64>,
}

struct Sheet<'t> {
    trace: &'t Findings,
    outline: Outline,
}

impl<'t> Sheet<'t> {
    fn rows(&self) -> Vec<Row<'t>> {
        let mut out = Vec::new();
        for (i, story) in self.outline.order.iter().enumerate() {
            self.statements(*story, i + 1, &mut out);
            self.edges(*story, i + 1, &mut out);
            self.differences(*story, i + 1, &mut out);
        }
        out
    }

    fn side(&self, article: usize, place: Option<Place>) -> Side {
        let page = self.trace.articles.get(article);
        let outlet = page.and_then(|q| q.article.outlet.clone()).unwrap_or_default();
        Side { article: Some(article), outlet, place: place.map(|p| self.trimmed(p)) }
    }

    /// A place without the white space at its ends.
    fn trimmed(&self, place: Place) -> Place {
        let page = self.trace.articles.get(place.article);
        let words = page.map_or("", |q| place.span.of(&q.article.text));
        let start = place.span.start + (words.len() - words.trim_start().len());
        let end = start + words.trim().len();
        Place { span: Span { start, end }, ..place }
    }

    fn statements(&self, story: usize, number: usize, out: &mut Vec<Row<'t>>) {
        let list = self.outline.statements.get(story).into_iter().flatten();
        for (k, statement) in list.enumerate() {
            let Some(u) = self.trace.utterances.get(statement.utterance) else { continue };
            // A second printing on the same page is told where the page has no other.
            let again = u.readings.iter().all(|r| r.repeat);
            let told = u.readings.iter().zip(&statement.sure);
            for (reading, _) in told.filter(|(r, sure)| **sure && (again || !r.repeat)) {
                out.push(Row {
                    kind: Kind::Statement,
                    number,
                    story,
                    statement: Some(k + 1),
                    utterance: Some(u),
                    this: self.side(reading.place.article, Some(reading.place)),
                    relation: reading.relation.name().to_owned(),
                    other: Side::default(),
                    probability: None,
                });
            }
        }
    }

    fn edges(&self, story: usize, number: usize, out: &mut Vec<Row<'t>>) {
        let Some(stemma) = self.trace.stemmata.get(story) else { return };
        let node = |id: &str| stemma.nodes.iter().find(|n| n.id == id);
        let side = |n: &Node| match n.witness {
            Some(article) => self.side(article, None),
            None => Side { outlet: n.label.clone(), ..Side::default() },
        };
        for edge in &stemma.edges {
            let (Some(child), Some(parent)) = (node(&edge.child), node(&edge.parent)) else {
                continue;
            };
            let held = parent.witness.is_some();
            out.push(Row {
                kind: Kind::Edge,
                number,
                story,
                statement: None,
                utterance: None,
                this: side(child),
                relation: if held { "made-from" } else { "relies-on-a-source-not-held" }.to_owned(),
                other: side(parent),
                probability: Some(edge.probability),
            });
        }
    }

    fn differences(&self, story: usize, number: usize, out: &mut Vec<Row<'t>>) {
        for (k, statement) in self.outline.shared(story).enumerate().filter(|(_, s)| s.differs) {
            let Some(u) = self.trace.utterances.get(statement.utterance) else { continue };
            for (kind, a, b) in &u.differs {
                out.push(Row {
                    kind: Kind::Difference,
                    number,
                    story,
                    statement: Some(k + 1),
                    utterance: Some(u),
                    this: self.side(a.article, Some(*a)),
                    relation: kind.clone(),
                    other: self.side(b.article, Some(*b)),
                    probability: None,
                });
            }
        }
    }

    fn title(&self, row: &Row<'_>) -> String {
        self.trace.stories.get(row.story).map_or(String::new(), |s| s.title.clone())
    }

    fn id(&self, side: &Side) -> Option<String> {
        Some(self.trace.articles.get(side.article?)?.article.id.clone())
    }

    fn words(&self, side: &Side) -> Option<&'t str> {
        let place = side.place?;
        Some(place.span.of(&self.trace.articles.get(place.article)?.article.text))
    }

    fn date(&self, row: &Row<'_>) -> Option<String> {
        Some(self.trace.articles.get(row.this.article?)?.article.date?.iso())
    }

    /// The cells of a row. Numbers of story and statement stand in cells of their own: *1.10* in one
    /// cell would be read as *1.1*.
    fn cells(&self, row: &Row<'_>) -> [String; 15] {
        let stated = matches!(row.kind, Kind::Statement);
        let speaker = row.utterance.and_then(|u| u.speaker.clone());
        let words = |side: &Side| self.words(side).unwrap_or_default().to_owned();
        [
            row.kind.name().to_owned(),
            row.number.to_string(),
            self.title(row),
            row.statement.map_or(String::new(), |n| n.to_string()),
            self.id(&row.this).unwrap_or_default(),
            row.this.outlet.clone(),
            self.date(row).filter(|_| stated).unwrap_or_default(),
            speaker.unwrap_or_default(),
            words(&row.this),
            row.relation.clone(),
            self.id(&row.other).unwrap_or_default(),
            row.other.outlet.clone(),
            words(&row.other),
            row.probability.map_or(String::new(), |p| format!("{p:.2}")),
            row.probability.map_or(String::new(), |p| in_words(p).to_owned()),
        ]
    }

    fn statement(&self, row: &Row<'_>, indexes: &[CharIndex<'_>]) -> Value {
        let (start, end) = place(&row.this, indexes);
        let said = row.utterance;
        json!({
            "story": row.number, "title": self.title(row), "statement": row.statement,
            "utterance": said.map(|u| &u.id), "page": self.id(&row.this),
            "outlet": known(&row.this.outlet), "date": self.date(row),
            "speaker": said.and_then(|u| u.speaker.as_ref()), "words": self.words(&row.this),
            "start": start, "end": end, "relation": row.relation,
        })
    }

    fn edge(&self, row: &Row<'_>) -> Value {
        json!({
            "story": row.number, "title": self.title(row), "page": self.id(&row.this),
            "outlet": known(&row.this.outlet), "relation": row.relation,
            "other_page": self.id(&row.other), "other_outlet": known(&row.other.outlet),
            "probability": row.probability, "how_sure": row.probability.map(in_words),
        })
    }

    fn difference(&self, row: &Row<'_>, indexes: &[CharIndex<'_>]) -> Value {
        let (start, end) = place(&row.this, indexes);
        let (other_start, other_end) = place(&row.other, indexes);
        let said = row.utterance;
        json!({
            "story": row.number, "title": self.title(row), "statement": row.statement,
            "utterance": said.map(|u| &u.id), "kind": row.relation,
            "speaker": said.and_then(|u| u.speaker.as_ref()), "page": self.id(&row.this),
            "outlet": known(&row.this.outlet), "words": self.words(&row.this),
            "start": start, "end": end, "other_page": self.id(&row.other),
            "other_outlet": known(&row.other.outlet), "other_words": self.words(&row.other),
            "other_start": other_start, "other_end": other_end,
        })
    }
}

/// Where the words of a side stand, in code points of their page.
fn place(side: &Side, indexes: &[CharIndex<'_>]) -> (Option<usize>, Option<usize>) {
    let found = side.place.and_then(|p| Some((p.span, indexes.get(p.article)?)));
    found.map_or((None, None), |(s, i)| (Some(i.to_chars(s.start)), Some(i.to_chars(s.end))))
}

/// A name; nothing where it is empty.
fn known(name: &str) -> Option<&str> {
    Some(name).filter(|n| !n.is_empty())
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
    #[test]
    fn words_of_a_record_stand_at_its_offsets() {
        use crate::html::sample;
        let trace = sample::trace(&sample::pages());
        let tables = tables(&trace);
        assert_eq!((tables.edges.len(), tables.differences.len()), (4, 1));
        let text = |page: &Value| {
            let found =
                trace.articles.iter().find(|q| Some(q.article.id.as_str()) == page.as_str());
            found.map_or("", |q| q.article.text.as_str())
        };
        for row in tables.statements.iter().chain(&tables.differences) {
            let at = |name: &str| row[name].as_u64().unwrap() as usize;
            let here: String =
                text(&row["page"]).chars().take(at("end")).skip(at("start")).collect();
            assert_eq!(row["words"], here);
        }
    }
}
