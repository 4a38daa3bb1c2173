//! The article record: what an outlet published as one item, and where it says so.

use headwater_text::{CharIndex, Remark, Span, When};
use serde_json::{Map, Value, json};

/// What a finding rests on: words of the page with their place, or a tag without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// A short stable name: `visible`, `json-ld`, `meta`, `url`, `time-tag`, `prose`, `feed`,
    /// `mail`, `agency`, `story`, `given`.
    pub kind: String,
    /// The words of the page, or the tag as written.
    pub words: String,
    /// Where the words stand, if they stand in the text.
    pub span: Option<Span>,
}

impl Basis {
    /// The record form.
    pub fn to_json(&self, index: &CharIndex) -> Value {
        let mut v = json!({"kind": self.kind, "words": self.words});
        if let Some(span) = self.span {
            v["place"] = index.json(span);
        }
        v
    }

    /// Reads the record form, or a plain string.
    pub fn from_json(v: &Value, index: &CharIndex) -> Option<Basis> {
        if let Some(words) = v.as_str() {
            return Some(Basis { kind: "given".into(), words: words.into(), span: None });
        }
        Some(Basis {
            kind: v.get("kind")?.as_str()?.into(),
            words: v.get("words")?.as_str()?.into(),
            span: v.get("place").and_then(|p| index.parse(p)),
        })
    }
}

/// A bound on an unknown date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The earliest or latest date.
    pub date: When,
    /// Why.
    pub basis: Basis,
}

/// A stretch of the visible page that is not the article's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// `title`, `byline`, `date`, `caption`, `teaser`, `menu`, `comment`, `form`, `other-item`,
    /// `other`.
    pub kind: String,
    /// Where.
    pub span: Span,
}

/// Words of somebody else that the body sets apart: a posting shown in the page, a block quotation,
/// a line pulled out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embed {
    /// `post`, `quotation`, `pull-quote`.
    pub kind: String,
    /// Where; the signature of a posting with it.
    pub span: Span,
    /// The network of a posting, where the page says it: `x`, `mastodon`.
    pub network: Option<String>,
    /// Whose words, as the page gives it.
    pub author: Option<String>,
    /// The account: `@mlind`.
    pub handle: Option<String>,
    /// The day of a posting.
    pub date: Option<When>,
}

/// One entry of a live blog: an item of its own with its time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// From its time to its last line.
    pub span: Span,
    /// Its heading, if it has one.
    pub title: Option<Span>,
    /// When, with the day of the page where the page gives one.
    pub time: Option<When>,
    /// Where its time is printed.
    pub place: Span,
}

/// One article. All places are bytes of `text`; [`Article::to_json`] writes code points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// Given id, else path relative to the argument, else URL.
    pub id: String,
    /// Path or archive the bytes came from.
    pub source: Option<String>,
    /// Address of the page.
    pub url: Option<String>,
    /// SHA-256 of the bytes as fetched, hexadecimal.
    pub sha256: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Where the headline stands; `None` if only in metadata.
    pub title_span: Option<Span>,
    /// The publication.
    pub outlet: Option<String>,
    /// Persons or desks named as authors, few and sure.
    pub authors: Vec<String>,
    /// Publication date as printed.
    pub date: Option<When>,
    /// What the date rests on.
    pub date_basis: Option<Basis>,
    /// For undated pages: not published before.
    pub not_before: Option<Bound>,
    /// For undated pages: not published after.
    pub not_after: Option<Bound>,
    /// When the page says it was changed.
    pub modified: Option<When>,
    /// ISO 639-1 code of the body's language.
    pub lang: Option<String>,
    /// The whole visible page, fixed once.
    pub text: String,
    /// The body, a range a paragraph, in order.
    pub body: Vec<Span>,
    /// Everything else that was recognised, in order.
    pub frame: Vec<Frame>,
    /// Ranges that print the body again.
    pub repeats: Vec<Span>,
    /// Parts of the body that are set apart as somebody else's words, in order.
    pub embeds: Vec<Embed>,
    /// The entries of a live blog, in the order of the page; empty for other pages.
    pub entries: Vec<Entry>,
    /// What is amiss.
    pub remarks: Vec<Remark>,
    /// Fields of the input record that we do not know, passed through untouched.
    pub extra: Map<String, Value>,
}

/// Fields that [`Article`] itself reads and writes.
const OWN: &[&str] = &[
    "id",
    "source",
    "url",
    "sha256",
    "title",
    "title_span",
    "outlet",
    "authors",
    "date",
    "date_basis",
    "date_not_before",
    "date_not_before_basis",
    "date_not_after",
    "date_not_after_basis",
    "modified",
    "lang",
    "text",
    "body",
    "frame",
    "repeats",
    "embeds",
    "entries",
    "remarks",
];

impl Article {
    /// A record that has only an id and a text: all body, a paragraph a line.
    pub fn plain(id: &str, text: &str) -> Article {
        let mut body = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let span = Span::new(start, start + line.len()).trim(text);
            if !span.is_empty() {
                body.push(span);
            }
            start += line.len();
        }
        Article { id: id.to_owned(), text: text.to_owned(), body, ..Article::default() }
    }

    /// The article alone, for `read --clean`: title and facts stay, the text is the body's
    /// paragraphs joined by blank lines, and all places are in that.
    pub fn clean(&self) -> Article {
        let mut out = Article { text: String::new(), ..self.clone() };
        let mut moved: Vec<(Span, usize)> = Vec::new();
        for span in &self.body {
            if !out.text.is_empty() {
                out.text.push_str("\n\n");
            }
            moved.push((*span, out.text.len()));
            out.text.push_str(span.of(&self.text));
        }
        let place = |s: Span| {
            let at = moved.partition_point(|(b, _)| b.end <= s.start);
            let (body, new) = moved.get(at)?;
            body.contains(s)
                .then(|| Span::new(new + s.start - body.start, new + s.end - body.start))
        };
        out.body = moved.iter().map(|(s, at)| Span::new(*at, at + s.len())).collect();
        out.title_span = self.title_span.and_then(place);
        for basis in [
            out.date_basis.as_mut(),
            out.not_before.as_mut().map(|b| &mut b.basis),
            out.not_after.as_mut().map(|b| &mut b.basis),
        ]
        .into_iter()
        .flatten()
        {
            basis.span = basis.span.and_then(place);
        }
        out.frame = Vec::new();
        out.repeats = Vec::new();
        out.embeds = moved_embeds(&self.embeds, &out.body, place);
        out.entries = Vec::new();
        for remark in &mut out.remarks {
            remark.places = remark.places.iter().filter_map(|s| place(*s)).collect();
        }
        out
    }

    /// The day or interval that publication falls into, in UTC minutes, from date or bounds.
    /// Open ends are `i64::MIN` and `i64::MAX`.
    pub fn interval(&self) -> (i64, i64) {
        if let Some(date) = self.date {
            return date.interval();
        }
        (
            self.not_before.as_ref().map_or(i64::MIN, |b| b.date.interval().0),
            self.not_after.as_ref().map_or(i64::MAX, |b| b.date.interval().1),
        )
    }

    /// The record of `headwater read`. Known fields come first in fixed order, then `extra`.
    pub fn to_json(&self) -> Value {
        let index = CharIndex::new(&self.text);
        let iso = |w: &Option<When>| w.map(|w| Value::String(w.iso())).unwrap_or(Value::Null);
        let mut m = Map::new();
        m.insert("id".into(), json!(self.id));
        m.insert("source".into(), json!(self.source));
        m.insert("url".into(), json!(self.url));
        m.insert("sha256".into(), json!(self.sha256));
        m.insert("title".into(), json!(self.title));
        m.insert("title_span".into(), self.title_span.map_or(Value::Null, |s| index.json(s)));
        m.insert("outlet".into(), json!(self.outlet));
        m.insert("authors".into(), json!(self.authors));
        m.insert("date".into(), iso(&self.date));
        let basis = self.date_basis.as_ref().map_or(Value::Null, |b| b.to_json(&index));
        m.insert("date_basis".into(), basis);
        for (name, bound) in
            [("date_not_before", &self.not_before), ("date_not_after", &self.not_after)]
        {
            if let Some(b) = bound {
                m.insert(name.into(), json!(b.date.iso()));
                m.insert(format!("{name}_basis"), b.basis.to_json(&index));
            }
        }
        m.insert("modified".into(), iso(&self.modified));
        m.insert("lang".into(), json!(self.lang));
        m.insert("text".into(), json!(self.text));
        m.insert("body".into(), index.json_list(&self.body));
        let frame = self.frame.iter().map(|f| {
            json!({"kind": f.kind, "start": index.to_chars(f.span.start),
                "end": index.to_chars(f.span.end)})
        });
        m.insert("frame".into(), frame.collect());
        m.insert("repeats".into(), index.json_list(&self.repeats));
        if !self.embeds.is_empty() {
            m.insert("embeds".into(), self.embeds.iter().map(|e| e.to_json(&index)).collect());
        }
        if !self.entries.is_empty() {
            m.insert("entries".into(), self.entries.iter().map(|e| e.to_json(&index)).collect());
        }
        let remarks = self.remarks.iter().map(|r| r.to_json(&index)).collect();
        m.insert("remarks".into(), remarks);
        m.extend(self.extra.clone());
        Value::Object(m)
    }

    /// Reads a record. `None` unless it is an object with a string `text`. A record without
    /// `body` is all body. Entries of lists that are no places of the text are left out, and a
    /// remark says so.
    pub fn from_json(value: Value) -> Option<Article> {
        let Value::Object(mut m) = value else { return None };
        let text = m.get("text")?.as_str()?.to_owned();
        let string = |k: &str| m.get(k).and_then(Value::as_str).map(str::to_owned);
        let when = |k: &str| m.get(k).and_then(Value::as_str).and_then(When::parse);
        let index = CharIndex::new(&text);
        let bound = |k: &str| {
            let basis = m.get(&format!("{k}_basis")).and_then(|b| Basis::from_json(b, &index));
            let given = || Basis { kind: "given".into(), words: String::new(), span: None };
            Some(Bound { date: when(k)?, basis: basis.unwrap_or_else(given) })
        };
        let authors = m.get("authors").and_then(Value::as_array).into_iter().flatten();
        let authors = authors.filter_map(Value::as_str).map(str::to_owned).collect();
        let (body, bad_body) = index.checked_list(m.get("body"));
        let (frame, bad_frame) = listed(&m, "frame", |f| Frame::from_json(f, &index));
        let (repeats, bad_repeats) = index.checked_list(m.get("repeats"));
        let (embeds, bad_embeds) = listed(&m, "embeds", |e| Embed::from_json(e, &index));
        let (entries, bad_entry) = listed(&m, "entries", |e| Entry::from_json(e, &index));
        let (remarks, bad_remarks) = listed(&m, "remarks", |r| Remark::from_json(r, &index));
        let bad = [
            ("body", bad_body),
            ("frame", bad_frame),
            ("repeats", bad_repeats),
            ("embeds", bad_embeds),
            ("entries", bad_entry),
            ("remarks", bad_remarks),
        ];
        let bad = bad.into_iter().filter_map(|(name, n)| bad_entries(name, n));
        let mut article = Article {
            id: string("id").unwrap_or_default(),
            source: string("source"),
            url: string("url"),
            sha256: string("sha256"),
            title: string("title"),
            title_span: m.get("title_span").and_then(|v| index.parse(v)),
            outlet: string("outlet"),
            authors,
            date: when("date").or_else(|| when("time")),
            date_basis: m.get("date_basis").and_then(|b| Basis::from_json(b, &index)),
            not_before: bound("date_not_before"),
            not_after: bound("date_not_after"),
            modified: when("modified"),
            lang: string("lang"),
            body,
            frame,
            repeats,
            embeds,
            entries,
            remarks: remarks.into_iter().chain(bad).collect(),
            ..Article::default()
        };
        if !m.contains_key("body") {
            article.body = Article::plain("", &text).body;
        }
        for name in OWN {
            m.remove(*name);
        }
        article.text = text;
        article.extra = m;
        Some(article)
    }
}

/// The entries of a list that can be read, and how many cannot.
fn listed<T>(
    record: &Map<String, Value>,
    name: &str,
    read: impl Fn(&Value) -> Option<T>,
) -> (Vec<T>, usize) {
    let all = record.get(name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let read: Vec<T> = all.iter().filter_map(read).collect();
    let bad = all.len() - read.len();
    (read, bad)
}

impl Frame {
    fn from_json(v: &Value, index: &CharIndex) -> Option<Frame> {
        let at = |k: &str| v.get(k).and_then(Value::as_u64).map(|n| n as usize);
        let span = index.span(at("start")?, at("end")?);
        Some(Frame { kind: v.get("kind")?.as_str()?.to_owned(), span })
    }
}

/// A place as an object with `start` and `end`.
fn ends(span: Span, index: &CharIndex) -> Value {
    json!({"start": index.to_chars(span.start), "end": index.to_chars(span.end)})
}

fn from_ends(v: &Value, index: &CharIndex) -> Option<Span> {
    let at = |k: &str| v.get(k).and_then(Value::as_u64).map(|n| n as usize);
    let (start, end) = (at("start")?, at("end")?);
    (start <= end).then(|| index.span(start, end))
}

impl Embed {
    fn to_json(&self, index: &CharIndex) -> Value {
        let mut v = ends(self.span, index);
        v["kind"] = json!(self.kind);
        for (name, words) in
            [("network", &self.network), ("author", &self.author), ("handle", &self.handle)]
        {
            if let Some(words) = words {
                v[name] = json!(words);
            }
        }
        if let Some(date) = self.date {
            v["date"] = json!(date.iso());
        }
        v
    }

    fn from_json(v: &Value, index: &CharIndex) -> Option<Embed> {
        let string = |k: &str| v.get(k).and_then(Value::as_str).map(str::to_owned);
        Some(Embed {
            kind: string("kind")?,
            span: from_ends(v, index)?,
            network: string("network"),
            author: string("author"),
            handle: string("handle"),
            date: string("date").as_deref().and_then(When::parse),
        })
    }
}

impl Entry {
    fn to_json(&self, index: &CharIndex) -> Value {
        let mut v = ends(self.span, index);
        v["time"] = json!(self.time.map(|t| t.iso()));
        v["place"] = index.json(self.place);
        if let Some(title) = self.title {
            v["title"] = index.json(title);
        }
        v
    }

    fn from_json(v: &Value, index: &CharIndex) -> Option<Entry> {
        Some(Entry {
            span: from_ends(v, index)?,
            title: v.get("title").and_then(|t| index.parse(t)),
            time: v.get("time").and_then(Value::as_str).and_then(When::parse),
            place: index.parse(v.get("place")?)?,
        })
    }
}

/// The embeds of the clean text: those whose first and last letters it has.
fn moved_embeds(
    embeds: &[Embed],
    body: &[Span],
    place: impl Fn(Span) -> Option<Span>,
) -> Vec<Embed> {
    let ends =
        |s: Span| Some((place(Span::new(s.start, s.start))?, place(Span::new(s.end, s.end))?));
    let moved = embeds.iter().filter_map(|e| {
        let (from, to) = ends(e.span)?;
        let span = Span::new(from.start, to.end);
        body.iter().any(|b| b.overlap(span) > 0).then(|| Embed { span, ..e.clone() })
    });
    moved.collect()
}

/// A remark that `n` entries of a record's list `name` could not be read; `None` for 0.
pub fn bad_entries(name: &str, n: usize) -> Option<Remark> {
    let text = match n {
        0 => return None,
        1 => format!("one entry of `{name}` in the record could not be read and was left out"),
        n => format!("{n} entries of `{name}` in the record could not be read and were left out"),
    };
    Some(Remark::new("bad-entries", text, vec![]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_comes_back_as_it_went() {
        let mut a = Article::plain("p1", "“Größe” said Lind.\n\nMore – here.");
        a.date = When::parse("2031-04-02T08:15");
        a.title = Some("Größe".into());
        a.title_span = Some(Span::new(3, 10));
        a.remarks = vec![Remark::new("no-outlet", "no outlet named", vec![Span::new(0, 3)])];
        a.embeds = vec![Embed {
            kind: "post".into(),
            span: Span::new(0, 3),
            handle: Some("@lind".into()),
            date: When::parse("2031-04-01"),
            ..Embed::default()
        }];
        let (span, place) = (Span::new(3, 10), Span::new(3, 3));
        a.entries = vec![Entry { span, place, ..Entry::default() }];
        a.extra.insert("my_column".into(), json!({"kept": [1, 2]}));
        let back = Article::from_json(a.to_json()).unwrap();
        assert_eq!(back, a);
    }

    #[test]
    fn entries_that_cannot_be_read_are_told() {
        let row = json!({"id": "x", "text": "One.\nTwo.", "body": [[0, 4], [9, 99], "all"],
            "repeats": [[5, 9]], "frame": [{"kind": "menu"}], "remarks": [{"kind": "k"}]});
        let a = Article::from_json(row).unwrap();
        assert_eq!((a.body.as_slice(), a.repeats.len()), (&[Span::new(0, 4)][..], 1));
        let told: Vec<&str> = a.remarks.iter().map(|r| r.text.as_str()).collect();
        assert!(told.len() == 3 && told[0].starts_with("2 entries of `body`"), "{told:?}");
        let again = Article::from_json(a.to_json()).unwrap();
        assert_eq!(again.remarks, a.remarks, "told once");
    }

    #[test]
    fn the_clean_article_moves_its_places() {
        let mut a = Article::plain("p", "Menu\nFog in 2029.\nMenu\nFerries wait.");
        a.body = vec![Span::new(5, 17), Span::new(23, 36)];
        let words = "2029".to_owned();
        let basis = Basis { kind: "prose".into(), words, span: Some(Span::new(12, 16)) };
        a.not_before = When::parse("2029").map(|date| Bound { date, basis });
        let c = a.clean();
        assert_eq!(c.text, "Fog in 2029.\n\nFerries wait.");
        assert_eq!(
            c.body.iter().map(|s| s.of(&c.text)).collect::<Vec<_>>(),
            ["Fog in 2029.", "Ferries wait."]
        );
        assert_eq!(c.not_before.unwrap().basis.span.unwrap().of(&c.text), "2029");
    }

    #[test]
    fn id_and_text_alone_are_all_body() {
        let a = Article::from_json(json!({"id": "x", "text": "One.\n\nTwo."})).unwrap();
        assert_eq!(a.body, [Span::new(0, 4), Span::new(6, 10)]);
        assert!(Article::from_json(json!({"id": "x"})).is_none());
    }
}
