//! JSON Lines in, items out: pages (`html`), articles (`text`), other fields kept.

use super::gunzip::Peek;
use super::problem::{Fault, Part, Problem};
use super::{Item, Next, Page};
use crate::article::Article;
use crate::reader::{Hint, LONGEST};
use headwater_text::When;
use serde_json::{Map, Value};
use std::io::{BufRead, Read};

pub(super) struct Lines<'r> {
    name: String,
    input: Peek<'r>,
    number: usize,
}

impl<'r> Lines<'r> {
    pub(super) fn new(name: &str, input: Peek<'r>) -> Lines<'r> {
        Lines { name: name.to_owned(), input, number: 0 }
    }

    pub(super) fn step(&mut self) -> Next {
        loop {
            let mut line = Vec::new();
            self.number += 1;
            // Room for a page with every character escaped.
            let limit = 2 * LONGEST as u64;
            match (&mut self.input).take(limit).read_until(b'\n', &mut line) {
                Ok(0) => return None,
                Ok(n) if n as u64 == limit && line.last() != Some(&b'\n') => {
                    let skipped = skip_line(&mut self.input);
                    self.number += usize::from(!skipped);
                    return Some(Err(self.problem(Fault::LongLine)));
                }
                Ok(_) => {}
                Err(e) => return Some(Err(self.problem(Fault::Io(e.to_string())))),
            }
            let start: &[u8] = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line);
            if start.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            return Some(self.item(start));
        }
    }

    fn problem(&self, fault: Fault) -> Problem {
        Problem { name: self.name.clone(), part: Some(Part::Line(self.number)), fault }
    }

    fn item(&self, line: &[u8]) -> Result<Item, Problem> {
        let value: Value = match serde_json::from_slice(line) {
            Ok(v) => v,
            Err(e) => return Err(self.problem(Fault::Json(e.to_string()))),
        };
        let Value::Object(mut m) = value else {
            return Err(self.problem(Fault::NoObject));
        };
        let fallback = format!("{}:{}", self.name, self.number);
        if let Some(Value::String(html)) = m.get_mut("html").map(Value::take) {
            m.remove("html");
            let hint = self.hint(m, fallback);
            return Ok(Item::Page(Box::new(Page { bytes: html.into_bytes(), hint })));
        }
        m.remove("html");
        match Article::from_json(Value::Object(m)) {
            Some(mut article) => {
                if article.id.is_empty() {
                    article.id = article.url.clone().unwrap_or(fallback);
                }
                Ok(Item::Article(Box::new(article)))
            }
            None => Err(self.problem(Fault::NoText)),
        }
    }

    /// Known fields of a page's record; the others pass through.
    fn hint(&self, mut m: Map<String, Value>, fallback: String) -> Hint {
        let mut string = |k: &str| match m.get(k) {
            Some(Value::String(_)) => m.remove(k).and_then(|v| v.as_str().map(str::to_owned)),
            _ => None,
        };
        let url = string("url");
        let fetched = string("fetched");
        let source = string("source").or_else(|| Some(self.name.clone()));
        let id = string("id").or_else(|| url.clone()).unwrap_or(fallback);
        if let Some(f) = &fetched {
            m.insert("fetched".into(), Value::String(f.clone()));
        }
        m.remove("text");
        let fetched = fetched.as_deref().and_then(When::parse);
        Hint { id, source, url, fetched, html: Some(true), extra: m, ..Hint::default() }
    }
}

/// Skips to the next line; false at the end.
fn skip_line(input: &mut Peek) -> bool {
    loop {
        let Ok(ready) = input.fill_buf() else {
            return false;
        };
        if ready.is_empty() {
            return false;
        }
        let (n, end) = match memchr::memchr(b'\n', ready) {
            Some(at) => (at + 1, true),
            None => (ready.len(), false),
        };
        input.consume(n);
        if end {
            return true;
        }
    }
}
