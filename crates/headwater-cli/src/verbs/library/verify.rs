//! `headwater verify`: whether a library is as it was written.

use crate::cli::{PlainFormat, VerifyArgs};
use crate::out::Out;
use crate::trouble::{Tally, say};
use anyhow::Result;
use headwater_store::Mode;
use headwater_tell::{count, grouped};
use headwater_text::shown;
use serde_json::json;

/// Verifies, and names what is damaged.
pub(in crate::verbs) fn run(args: &VerifyArgs, tally: &Tally) -> Result<()> {
    let path = super::path(&args.library);
    let shelf = super::open(&path, Mode::Write).or_else(|_| super::open(&path, Mode::Read))?;
    let checked = shelf.verify()?;
    tally.found(1);
    let mut out = Out::new();
    match args.format {
        PlainFormat::Text => {
            for damage in &checked.damage {
                out.text(&format!("{}: {}\n", shown(&damage.what), shown(&damage.how)))?;
            }
            let all = format!(
                "{}, {} and {}",
                count(checked.pages, "page", "pages"),
                count(checked.places, "place", "places"),
                count(checked.rows, "row", "rows")
            );
            match checked.damage.len() {
                0 => out.text(&format!("{all}: all as they were written\n"))?,
                n => out.text(&format!("{all} looked at: {} amiss\n", grouped(n)))?,
            }
        }
        PlainFormat::Json => {
            let damage = checked.damage.iter().map(|d| json!({"what": d.what, "how": d.how}));
            out.line(&json!({"pages": checked.pages, "places": checked.places,
                "rows": checked.rows, "words": checked.words, "damage": damage.collect::<Vec<_>>()}))?;
        }
    }
    out.finish()?;
    if !checked.words && checked.damage.is_empty() {
        say("headwater: the file may not be written here, so its index of words was not checked");
    }
    if !checked.damage.is_empty() {
        tally.trouble(
            "the library is damaged",
            "take a copy of it that is whole; what is not named above is as it was",
        );
    }
    Ok(())
}
