//! One [`Article`](headwater_page::Article) in, its [`Quotation`]s out: who said what, where the
//! page says so, through which medium, and with which informants between.
//!
//! Invariants: only the article itself is looked at; no words are invented (content, speaker
//! and cue are places of the text); time is linear in the text.

mod quotation;

pub use quotation::{Kind, Person, Quotation, Quoted, Zone};
