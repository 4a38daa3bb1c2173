//! Chooses the blocks that are the article's body.

use crate::phrase;
use crate::runs::RunSet;
use crate::view::View;

/// Which blocks are body, and which print the body again.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// Per block: part of the body.
    pub(crate) is_body: Vec<bool>,
    /// Per block: prints a part of the body again.
    pub(crate) is_repeat: Vec<bool>,
}

impl Body {
    /// Every block is body.
    pub(crate) fn whole(view: &View) -> Body {
        Body { is_body: vec![true; view.len()], is_repeat: vec![false; view.len()] }
    }

    /// The chosen blocks, and those that print them again.
    pub(crate) fn of(view: &View, is_body: Vec<bool>) -> Body {
        let mut out = Body { is_body, is_repeat: vec![false; view.len()] };
        mark_repeats(view, &mut out);
        out
    }
}

/// How much a block speaks for running text: words of prose count for it, short lines, links
/// and openers of other items against it. A feature of the learned choice.
pub(crate) fn score(view: &View, i: usize) -> f64 {
    let Some(s) = view.shapes.get(i) else {
        return 0.0;
    };
    if view.is_again(i) {
        return -1.0;
    }
    let linked = f64::from(view.linked(i));
    let sentence = s.closed() || s.ends == crate::shape::Ends::Quote || s.stops > 0;
    if s.words >= 10 && linked < 0.5 && (sentence || s.words > 25) {
        return f64::from(s.words.min(80)) * (1.0 - linked);
    }
    let opener = phrase::OTHERS | phrase::COMMENT;
    if s.words < 8 && s.phrases & opener != 0 {
        return -70.0;
    }
    -4.0 - 6.0 * linked
}

/// The run with the greatest sum.
pub(crate) fn best_run(scores: &[f64]) -> (usize, usize) {
    let (mut best, mut at, mut sum) = ((0, 0, 0.0), 0, 0.0);
    for (i, s) in scores.iter().enumerate() {
        if sum <= 0.0 {
            (at, sum) = (i, 0.0);
        }
        sum += s;
        if sum > best.2 {
            best = (at, i + 1, sum);
        }
    }
    (best.0, best.1)
}

/// Blocks outside the body whose words the body has.
fn mark_repeats(view: &View, out: &mut Body) {
    let mut runs = RunSet::with_room(view.hashed.len());
    let mut whole = RunSet::with_room(view.len());
    for (i, s) in view.shapes.iter().enumerate() {
        if out.is_body.get(i) == Some(&true) {
            runs.add_runs(view.hashed.line(i));
            whole.add(s.fold);
        }
    }
    for (i, s) in view.shapes.iter().enumerate() {
        if out.is_body.get(i) == Some(&true) || s.words < 6 {
            continue;
        }
        let (known, all) = runs.known(view.hashed.line(i));
        let again = whole.has(s.fold) || all > 0 && known * 100 >= all * 85;
        if let Some(r) = out.is_repeat.get_mut(i) {
            *r = again;
        }
    }
}
