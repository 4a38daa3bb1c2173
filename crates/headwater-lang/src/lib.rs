//! Words of languages, as data: months, days, verbs of saying, offices, words of page frames.
//!
//! One file a language, `lang/<code>.txt`, holds every class of words of that language together
//! with sentences that show what the class is for; these run as tests. Adding a language is
//! adding a file: the build script reads the folder, and a file that does not parse stops the
//! build with its name and line. The crate's README tells how a file is written.
//!
//! Nothing of one language applies to another. Who knows the language of a text asks
//! [`Language::of`]; who does not uses [`Language::unknown`], which has only what means one thing
//! in all languages.
//!
//! ```
//! use headwater_lang::{Class, Language};
//!
//! let polish = Language::of("pl").unwrap();
//! let croatian = Language::of("hr").unwrap();
//! // One word, two months: a page in a known language is read by that language alone.
//! assert_eq!(polish.find(Class::Month, "listopada").map(|e| e.key), Some("11"));
//! assert_eq!(croatian.find(Class::Month, "listopada").map(|e| e.key), Some("10"));
//! assert_eq!(Language::unknown().find(Class::Month, "listopada"), None);
//!
//! let ukrainian = Language::or_unknown(Some("uk"));
//! assert_eq!(ukrainian.found(Class::Month, "Це було 3 грудня."), ["грудня"]);
//! ```
//!
//! Invariants: the crate has no dependency and knows none of the others; look-ups read static
//! tables, allocate nothing and cannot fail.

mod agency;
mod class;
mod language;
#[cfg(test)]
mod parse;
mod tables;

pub use agency::{Agency, agencies, agency};
pub use class::{Class, Fallback, Keys, Row, Shape, Trait};
pub use language::{Entry, Example, Language};
