//! Reads JSON Lines to items: pages (`html`), articles (`text`), other fields kept; also one value
//! over many lines, a list of records, and news in JSON.

use super::gunzip::Peek;
use super::news_json;
use super::problem::{Fault, Part, Problem};
use super::{Item, Next, Page};
use crate::article::Article;
use crate::reader::{Hint, LONGEST};
use headwater_text::When;
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::io::{BufRead, Read};

pub(super) struct Lines<'r> {
    name: String,
    input: Peek<'r>,
    number: usize,
    /// What a line gave besides its first item.
    more: VecDeque<Result<Item, Problem>>,
}

/// One value may be this long: room for a page with every character escaped.
const LIMIT: usize = 2 * LONGEST;

impl<'r> Lines<'r> {
    pub(super) fn new(name: &str, input: Peek<'r>) -> Lines<'r> {
        let mut lines = Lines { name: name.to_owned(), input, number: 0, more: VecDeque::new() };
        lines.whole();
        lines
    }

    /// Reads a file that is one value over many lines; leaves all others as they are.
    fn whole(&mut self) {
        let head = self.input.head(64 << 10);
        let line = head.split(|b| *b == b'\n').find(|l| !l.iter().all(u8::is_ascii_whitespace));
        let open = line.is_some_and(|l| {
            l.len() < head.len() && serde_json::from_slice::<Value>(l).is_err_and(|e| e.is_eof())
        });
        if !open {
            return;
        }
        let bytes = self.input.head(LIMIT + 1);
        if let Ok(value) =
            serde_json::from_slice::<Value>(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
        {
            let all = bytes.len();
            self.input.consume(all);
            self.number = 1;
            self.more = self.value(value);
        }
    }

    pub(super) fn step(&mut self) -> Next {
        loop {
            if let Some(item) = self.more.pop_front() {
                return Some(item);
            }
            let mut line = Vec::new();
            self.number += 1;
            let limit = LIMIT as u64;
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
            match serde_json::from_slice(start) {
                Ok(value) => self.more = self.value(value),
                Err(e) => return Some(Err(self.problem(Fault::Json(e.to_string())))),
            }
        }
    }

    fn problem(&self, fault: Fault) -> Problem {
        Problem { name: self.name.clone(), part: Some(Part::Line(self.number)), fault }
    }

    /// The items of a value: of a list each of its records, of a feed each of its entries.
    fn value(&self, value: Value) -> VecDeque<Result<Item, Problem>> {
        match value {
            Value::Array(list) if !list.is_empty() => {
                let own = |(n, v): (usize, Value)| match v {
                    Value::Object(m) => self.record(m, format!("{}:{}", self.name, n + 1)),
                    _ => Err(self.problem(Fault::NoObject)),
                };
                let cut = list.len() > news_json::MOST;
                let cut = cut.then(|| Err(self.problem(Fault::TooManyEntries(news_json::MOST))));
                list.into_iter().take(news_json::MOST).enumerate().map(own).chain(cut).collect()
            }
            Value::Object(m) if news_json::is_feed(&m) => {
                let items = news_json::feed(&self.name, &m);
                if items.is_empty() {
                    return VecDeque::from([Err(self.problem(Fault::NoPage))]);
                }
                items.into_iter().map(Ok).collect()
            }
            Value::Object(m) => {
                VecDeque::from([self.record(m, format!("{}:{}", self.name, self.number))])
            }
            _ => VecDeque::from([Err(self.problem(Fault::NoObject))]),
        }
    }

    /// The item of one record.
    fn record(&self, mut m: Map<String, Value>, fallback: String) -> Result<Item, Problem> {
        if news_json::is_ninjs(&m)
            && let Some(item) = news_json::ninjs(&self.name, fallback.clone(), &m)
        {
            return Ok(item);
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn items(source: &str) -> Vec<Result<Item, Problem>> {
        let mut lines = Lines::new("x.json", Peek::new(Box::new(source.as_bytes())));
        std::iter::from_fn(|| lines.step()).collect()
    }

    fn told(item: &Result<Item, Problem>) -> (String, Option<String>, Option<String>) {
        match item {
            Ok(Item::Page(p)) => {
                let t = &p.hint.told;
                (p.hint.id.clone(), t.title.clone(), t.date.map(|d| d.iso()))
            }
            other => panic!("a page was expected, not {other:?}"),
        }
    }

    #[test]
    fn values_over_many_lines_and_lists_are_read() {
        let one = "{\n \"id\": \"a\",\n \"text\": \"One.\"\n}\n";
        assert!(matches!(&items(one)[..], [Ok(Item::Article(a))] if a.id == "a"));
        let list = "[{\"id\":\"a\",\"text\":\"One.\"},\n {\"text\":\"Two.\"}, 7]";
        assert!(
            matches!(&items(list)[..], [Ok(_), Ok(Item::Article(b)), Err(_)] if b.id == "x.json:2")
        );
        // A first line that is broken does not hide the others.
        let lines = "{\"id\":\n{\"id\":\"b\",\"text\":\"Two.\"}\n";
        assert!(matches!(&items(lines)[..], [Err(_), Ok(Item::Article(b))] if b.id == "b"));
    }

    #[test]
    fn feeds_and_reports_in_json() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Lervik Post", "items":
            [{"id": "1", "url": "http://a.example/1", "title": "Fog", "content_html": "<p>Ferries wait.",
            "date_published": "2031-04-02T08:00:00+02:00", "authors": [{"name": "Mara Lind"}]},
            {"id": "2", "content_text": "Two."}]}"#;
        let all = items(feed);
        assert_eq!(
            told(&all[0]),
            (
                "http://a.example/1".into(),
                Some("Fog".into()),
                Some("2031-04-02T08:00+02:00".into())
            )
        );
        assert_eq!((all.len(), told(&all[1]).0), (2, "2".into()));
        let ninjs = r#"{"uri": "urn:n:1", "headline": "Fog", "byline": "By Mara Lind", "versioncreated":
            "2031-04-02T08:00:00Z", "body_html": "<p>Ferries wait.</p>", "source": "Coast Press"}"#;
        assert_eq!(
            told(&items(ninjs)[0]),
            ("urn:n:1".into(), Some("Fog".into()), Some("2031-04-02T08:00+00:00".into()))
        );
    }
}
