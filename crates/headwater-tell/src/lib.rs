//! Findings told: as text for people, as one HTML page, as records.
//!
//! Pure functions of [`Findings`](headwater::Findings): nothing is read, printed or found here.

mod amount;
mod brief;
mod checked;
mod compared;
mod fit;
mod html;
mod joins;
mod json;
mod plain;
mod records;
mod sentence;
mod six;
mod table;
mod text;

pub use amount::{count, grouped};
pub use brief::sure;
pub use checked::checked;
pub use compared::compared;
pub use fit::shown as fit_to_show;
pub use html::{Pieces, Sheet, Ways, glance, html, pieces, style};
pub use json::json_line;
pub use plain::plain;
pub use records::{Records, bound_record, stemmata};
pub use table::{Tables, csv_cell, table, tables};
pub use text::{Look, Why, about, escaped, markdown, one, text};
