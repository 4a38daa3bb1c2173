//! Blocks that are not body, told apart: headline, byline, date line, caption, menu, and so on.

use crate::article::Frame;
use crate::body::Body;
use crate::byline::{Byline, is_byline};
use crate::dating::has_date;
use crate::html::group;
use crate::phrase;
use crate::shape::Shape;
use crate::title::Title;
use crate::view::View;
use headwater_lang::{Class, Language};
use headwater_text::Span;

/// Kinds of all blocks outside the body, neighbours of one kind joined.
pub(crate) fn frames(view: &View, body: &Body, title: &Title, byline: &Byline) -> Vec<Frame> {
    let first = body.is_body.iter().position(|b| *b);
    let last = body.is_body.iter().rposition(|b| *b);
    let mut out: Vec<Frame> = Vec::new();
    let mut state = "other";
    let mut joinable = false;
    for i in 0..view.len() {
        if body.is_body.get(i) == Some(&true) || body.is_repeat.get(i) == Some(&true) {
            joinable = false;
            continue;
        }
        let place = Place {
            before: first.is_none_or(|f| i < f),
            after: last.is_some_and(|l| i > l),
            near: first.is_some_and(|f| i + 6 >= f && i <= f),
        };
        let kind = kind(view, i, &place, title, byline, &mut state);
        let span = view.span(i);
        match out.last_mut() {
            Some(f) if joinable && f.kind == kind => f.span = Span::new(f.span.start, span.end),
            _ => out.push(Frame { kind: kind.to_owned(), span }),
        }
        joinable = true;
    }
    out
}

struct Place {
    before: bool,
    after: bool,
    near: bool,
}

fn kind<'s>(
    view: &View,
    i: usize,
    place: &Place,
    title: &Title,
    byline: &Byline,
    state: &mut &'s str,
) -> &'s str {
    let Some(s) = view.shapes.get(i) else {
        return "other";
    };
    let same_title = title.block.and_then(|t| view.shapes.get(t)).is_some_and(|t| t.fold == s.fold);
    if title.block == Some(i) || same_title && s.words > 2 {
        return "title";
    }
    if byline.block == Some(i) || place.near && is_byline(view, i) {
        return "byline";
    }
    if place.near && s.words < 15 && has_date(view, i) {
        return "date";
    }
    of_shape(view, i, s, place, state)
}

/// The kind of a line that is none of the article's own, by its words and its element.
fn of_shape<'s>(view: &View, i: usize, s: &Shape, place: &Place, state: &mut &'s str) -> &'s str {
    let groups = groups(view, i);
    let has = |g| groups & g != 0;
    let says = |p| s.phrases & p != 0;
    if (says(phrase::FORM) || has(group::FORM)) && s.words < 40 {
        return "form";
    }
    if says(phrase::COMMENT) && s.words < 12 || has(group::COMMENT) {
        *state = if place.after { "comment" } else { *state };
        return "comment";
    }
    if is_credit(view, i)
        || says(phrase::CREDIT) && s.words < 40
        || has(group::CAPTION) && s.words > 3 && !place.after
    {
        return "caption";
    }
    if s.bars > 1 && s.words > 2 {
        return "menu";
    }
    if s.words <= 4 && s.digits >= 3 && place.after {
        return "date";
    }
    if s.words >= 5 && says(phrase::MORE) {
        return "teaser";
    }
    if says(phrase::OTHERS) && s.words < 8 {
        if place.after {
            *state = "other-item";
        }
        return "teaser";
    }
    if says(phrase::SHARE | phrase::MENU | phrase::TAGS) && s.words < 8
        || has(group::NAV) && s.words < 12
    {
        return "menu";
    }
    if place.after && *state == "comment" && has(group::COMMENT) {
        return "comment";
    }
    if s.words >= 5 && (s.closed() || s.words > 12) {
        return if place.after && s.words > 12 { "other-item" } else { "teaser" };
    }
    if s.words >= 5 && !place.near {
        return "teaser";
    }
    if place.before && !place.near || view.linked(i) > 0.6 || s.starts_bullet {
        return "menu";
    }
    "other"
}

/// A line that names a picture's maker or agency.
fn is_credit(view: &View, i: usize) -> bool {
    let low = view.line(i).to_lowercase();
    view.shapes.get(i).is_some_and(|s| s.words < 40)
        && Language::unknown().words(Class::PictureSign).iter().any(|w| low.contains(w.word))
}

/// Class words of the block and the three elements around it.
fn groups(view: &View, i: usize) -> u32 {
    let mut at = view.doc.blocks.get(i).map_or(0, |b| b.node);
    let mut out = 0;
    for _ in 0..4 {
        let Some(n) = view.doc.nodes.get(at as usize) else {
            break;
        };
        out |= n.groups;
        at = n.parent;
    }
    out
}
