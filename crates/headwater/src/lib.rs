//! The whole run as a library: pages in, findings out, all in memory.
//!
//! An [`Engine`] reads a page and makes its [`Dossier`]: everything that the page says by itself. A
//! [`Library`] takes dossiers, one by one or many at once, and gives [`Findings`]: a snapshot of
//! all that is found about its pages together. The findings are a function of the set of pages,
//! whatever the order in which they came; names of stories and utterances are made from what these
//! are, so that they last while their pages stay.
//!
//! No files, no clock, no threads and no printing of its own: work is spread over cores by what
//! the caller hands in ([`Spread`](headwater_collate::Spread)), and steps are told to a [`Watch`].

mod about;
mod change;
mod check;
mod collated;
mod engine;
mod findings;
mod id;
mod library;
mod lookup;
mod parts;
mod store;

pub use about::About;
pub use change::{Bound, Change, Error, Names};
pub use check::{Answer, Asked, Finder, Held, Share, Sought, Source, check};
pub use collated::collated;
pub use engine::{Dossier, Engine, Version};
pub use findings::{Findings, Step, Unwatched, Watch};
pub use id::{NoPageId, PageId};
pub use library::Library;
pub use lookup::{CardRow, INDEXES, Index, Lookup, Meets, Outline, Slip};
pub use parts::{
    Ends, Linked, Member, Met, Part, background, heads, linked, mass, part, strong, tied,
};
pub use store::{
    Account, Entry, Memory, Sample, State, Store, StoreError, StoryRow, TieRow, Update,
};

use serde_json::{Value, json};

/// Outlets by the names that pages print, those of one outlet together, each under a name that
/// lasts. The order of the names does not matter.
///
/// ```
/// let outlets = headwater::outlets(["Strait Post", "The Strait Post", "Tide"]);
/// assert_eq!(outlets.len(), 2);
/// ```
pub fn outlets<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<headwater_collate::Outlet> {
    let mut outlets = headwater_collate::outlets(names.into_iter());
    for outlet in &mut outlets {
        outlet.id = id::short("o", [headwater_collate::outlet_key(&outlet.name)]);
    }
    outlets
}

/// The name of the optional sentence model in records and messages.
///
/// ```
/// assert_eq!(headwater::MEANING_NAME, "use-m3");
/// ```
pub const MEANING_NAME: &str = "use-m3";

/// A record that says so if the optional model was used.
///
/// ```
/// let record = headwater::named(serde_json::json!({"score": 0.8}), true);
/// assert_eq!(record["model"], headwater::MEANING_NAME);
/// ```
pub fn named(mut record: Value, model: bool) -> Value {
    if let Some(fields) = record.as_object_mut().filter(|_| model) {
        fields.insert("model".into(), json!(MEANING_NAME));
    }
    record
}
