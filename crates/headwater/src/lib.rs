//! The whole run as a library: pages in, findings out, all in memory.
//!
//! No files, no clock, no threads and no printing of its own: work is spread over cores by what
//! the caller hands in ([`Spread`](headwater_collate::Spread)), and steps are told to a [`Watch`].

mod about;
mod findings;

pub use about::About;
pub use findings::{Findings, Step, Unwatched, Watch, in_order};

use serde_json::{Value, json};

/// The name of the optional sentence model in records and messages.
pub const MEANING_NAME: &str = "use-m3";

/// A record that says so if the optional model was used.
pub fn named(mut record: Value, model: bool) -> Value {
    if let Some(fields) = record.as_object_mut().filter(|_| model) {
        fields.insert("model".into(), json!(MEANING_NAME));
    }
    record
}
