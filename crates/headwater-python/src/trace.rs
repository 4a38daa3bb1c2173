//! All findings about a set of pages, told in the forms of the program.

use headwater::{Findings, PageId};
use headwater_tell as tell;
use headwater_tell::{Look, Records, Sheet, Why, json_line};
use pyo3::prelude::*;
use std::collections::BTreeMap;

/// The statements, edges and differences as lines of JSON.
type Tables = (Vec<String>, Vec<String>, Vec<String>);

/// A snapshot of all that was found about some pages.
#[pyclass(frozen, module = "headwater")]
pub(crate) struct Trace {
    found: Findings,
    /// The pages in the order in which they were given.
    order: Vec<PageId>,
    skipped: Vec<String>,
}

impl Trace {
    pub(crate) fn new(found: Findings, order: Vec<PageId>, skipped: Vec<String>) -> Trace {
        Trace { found, order, skipped }
    }

    fn look(&self, width: usize) -> Look {
        Look { width, colour: false, skipped: self.skipped.clone(), ..Look::default() }
    }
}

#[pymethods]
impl Trace {
    /// How many pages it is about.
    fn pages(&self) -> usize {
        self.found.articles.len()
    }

    /// Which tagger found the quotations.
    #[getter]
    fn reader(&self) -> &'static str {
        self.found.reader
    }

    /// The records of one section of `trace --format json`, a line each.
    #[pyo3(signature = (section, about = None))]
    fn rows(&self, py: Python<'_>, section: &str, about: Option<&str>) -> Vec<String> {
        py.detach(|| {
            let about = about.map(|words| self.found.about(words));
            let records = Records::new(&self.found).about(about.as_ref());
            records.rows(section).map(|row| json_line(&row)).collect()
        })
    }

    /// The articles in the order in which they were given.
    fn given(&self, py: Python<'_>) -> Vec<String> {
        py.detach(|| {
            let rows = Records::new(&self.found);
            let rows: BTreeMap<PageId, String> = (self.found.pages.iter().copied())
                .zip(rows.rows("articles").map(|row| json_line(&row)))
                .collect();
            self.order.iter().filter_map(|page| rows.get(page).cloned()).collect()
        })
    }

    /// The whole as `trace --format json` prints it.
    #[pyo3(signature = (about = None))]
    fn json(&self, py: Python<'_>, about: Option<&str>) -> String {
        py.detach(|| {
            let about = about.map(|words| self.found.about(words));
            json_line(&Records::new(&self.found).about(about.as_ref()).json()) + "\n"
        })
    }

    /// The whole as `trace --format jsonl` prints it, a line each.
    #[pyo3(signature = (about = None))]
    fn lines(&self, py: Python<'_>, about: Option<&str>) -> Vec<String> {
        py.detach(|| {
            let about = about.map(|words| self.found.about(words));
            let records = Records::new(&self.found).about(about.as_ref());
            records.lines().map(|row| json_line(&row)).collect()
        })
    }

    /// Statements, edges and differences, each a row of its table.
    fn tables(&self, py: Python<'_>) -> Tables {
        py.detach(|| {
            let tables = tell::tables(&self.found);
            let lines = |rows: &[serde_json::Value]| rows.iter().map(json_line).collect();
            (lines(&tables.statements), lines(&tables.edges), lines(&tables.differences))
        })
    }

    /// The report as the program prints it on a terminal, without colour.
    #[pyo3(signature = (width = 80, about = None, why = None))]
    fn text(
        &self,
        py: Python<'_>,
        width: usize,
        about: Option<&str>,
        why: Option<usize>,
    ) -> String {
        py.detach(|| {
            let look = self.look(width.clamp(40, 400));
            let why = match why {
                None => Why::No,
                Some(0) => Why::All,
                Some(number) => Why::Story(number),
            };
            let look = Look { why, ..look };
            match about.map(|words| self.found.about(words)) {
                Some(about) => tell::about(&self.found, &about, &look),
                None if self.found.articles.len() == 1 => tell::one(&self.found, &look),
                None => tell::text(&self.found, &look),
            }
        })
    }

    /// The report as Markdown.
    fn markdown(&self, py: Python<'_>) -> String {
        py.detach(|| tell::markdown(&self.found, &self.look(80)))
    }

    /// Statements, edges and differences as one table for spreadsheets.
    fn csv(&self, py: Python<'_>) -> String {
        py.detach(|| tell::table(&self.found))
    }

    /// The report as one HTML page.
    #[pyo3(signature = (about = None, with_pages = false))]
    fn html(&self, py: Python<'_>, about: Option<&str>, with_pages: bool) -> String {
        py.detach(|| {
            let about = about.map(|words| self.found.about(words));
            let sheet = Sheet { about: about.as_ref(), skipped: &self.skipped, with_pages };
            tell::html(&self.found, &sheet)
        })
    }

    /// The first stories at a glance, as one HTML page.
    fn glance(&self, py: Python<'_>, most: usize) -> String {
        py.detach(|| tell::glance(&self.found, most))
    }
}
