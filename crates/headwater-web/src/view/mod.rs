//! The views: each finds what it shows as data, and tells it for people.

mod check;
mod correct;
mod front;
mod help;
mod lists;
mod outlet;
mod page;
mod person;
mod readings;
mod search;
mod statement;
mod story;
mod thread;

pub(crate) use check::{Checked, checked, checking};
pub(crate) use correct::{KINDS, correcting};
pub(crate) use page::raw;
pub(crate) use story::Local;

use crate::ask::Ask;
use crate::fault::Fault;
use crate::library::App;
use headwater_store::{Named, Shelf};
use maud::Markup;
use serde_json::Value;

/// A view.
pub(crate) struct View {
    /// What it is called.
    pub(crate) title: String,
    /// The same as data.
    pub(crate) json: Value,
    /// For people; empty where only data is asked for.
    pub(crate) body: Markup,
    /// Its list as rows for a spreadsheet, where it has one.
    pub(crate) csv: Option<String>,
}

/// The view that a request asks for.
pub(crate) fn find(app: &App, shelf: &Shelf, ask: &Ask) -> Result<View, Fault> {
    let parts: Vec<&str> = ask.path.iter().map(String::as_str).collect();
    match parts.as_slice() {
        [] => front::view(app, shelf, ask),
        ["stories"] => lists::stories(shelf, ask),
        ["speakers"] => lists::speakers(shelf, ask),
        ["outlets"] => lists::outlets(shelf, ask),
        ["search"] => search::view(shelf, ask),
        ["help"] => Ok(help::view(ask)),
        ["story", name] => story::view(app, shelf, ask, name),
        ["statement", name] => statement::view(app, shelf, ask, name),
        ["thread", name] => thread::view(app, shelf, ask, name),
        ["person", name] => person::view(shelf, ask, name),
        ["outlet", name] => outlet::view(shelf, ask, name),
        ["page", name] => page::view(shelf, ask, name),
        _ => Err(Fault::NotFound(format!("/{}", parts.join("/")))),
    }
}

/// What is kept under a name, if it is of this kind.
fn named(shelf: &Shelf, kind: &str, name: &str) -> Result<Value, Fault> {
    match shelf.show(name)? {
        Named::Found(record) if record["type"] == kind => Ok(record),
        Named::Several(list) => Err(Fault::Several(list)),
        Named::Forgotten(when) => Err(Fault::Forgotten(when.to_string())),
        Named::Found(_) | Named::Nothing => Err(Fault::NotFound(name.to_owned())),
    }
}
