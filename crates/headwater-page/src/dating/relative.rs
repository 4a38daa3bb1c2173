//! A page that says no more than *2 hours ago* or *yesterday*, and when it was fetched, in; the day
//! meant out. Without a known fetch such words give no date.

use crate::article::Basis;
use crate::body::Body;
use crate::title::Title;
use crate::view::View;
use headwater_text::{Told, When, dates_in};

/// Lines this near to the headline are looked at.
const NEAR: usize = 6;
/// Longer lines are prose.
const WORDS: u32 = 14;

/// The date that a short line by the headline gives, counted from the fetch.
pub(crate) fn relative(
    view: &View,
    body: &Body,
    title: &Title,
    fetched: Option<When>,
) -> Option<(When, Basis)> {
    let fetched = fetched?;
    let first = body.is_body.iter().position(|b| *b).unwrap_or(0);
    let head = title.block.unwrap_or(first).min(first);
    for i in head.saturating_sub(2)..(first + 2).min(head + NEAR).min(view.len()) {
        let short = view.shapes.get(i).is_some_and(|s| s.words <= WORDS);
        if Some(i) == title.block || !short || view.linked(i) > 0.6 {
            continue;
        }
        for d in dates_in(&view.doc.text, view.span(i), view.language) {
            let leans = match d.told {
                Told::Ago { .. } => true,
                Told::Shift(days) => days <= 0,
                Told::Day { year: None, .. } => true,
                _ => false,
            };
            let when =
                d.beside(fetched).filter(|w| leans && w.interval().0 <= fetched.interval().1);
            if let Some(when) = when {
                let words = d.span.of(&view.doc.text).to_owned();
                return Some((when, Basis { kind: "visible".into(), words, span: Some(d.span) }));
            }
        }
    }
    None
}
