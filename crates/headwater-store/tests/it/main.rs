//! A library in a file: what it finds, and what it bears.

mod bears;
mod law;
#[path = "../../../headwater/tests/pages/mod.rs"]
mod pages;
