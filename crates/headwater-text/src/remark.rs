//! Something found amiss, with its place.

use crate::{CharIndex, Span};
use serde_json::{Value, json};

/// Something amiss in a page or between pages. `text` is our wording, never a slice of the page
/// without its quotation marks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// A short stable name, such as `body-twice`, `marks-out-of-balance`, `no-date`.
    pub kind: String,
    /// One sentence for people.
    pub text: String,
    /// Where in the article's text, in order.
    pub places: Vec<Span>,
}

impl Remark {
    /// A remark of this kind.
    pub fn new(kind: &str, text: impl Into<String>, places: Vec<Span>) -> Remark {
        Remark { kind: kind.to_owned(), text: text.into(), places }
    }

    /// The record form, places in code points.
    pub fn to_json(&self, index: &CharIndex) -> Value {
        json!({"kind": self.kind, "text": self.text, "places": index.json_list(&self.places)})
    }

    /// Reads the record form.
    pub fn from_json(value: &Value, index: &CharIndex) -> Option<Remark> {
        Some(Remark {
            kind: value.get("kind")?.as_str()?.to_owned(),
            text: value.get("text")?.as_str()?.to_owned(),
            places: index.parse_list(value.get("places")),
        })
    }
}
