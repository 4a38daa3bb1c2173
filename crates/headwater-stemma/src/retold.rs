//! Descent that wording does not show: a report in other words, or in another language, whose
//! names and numbers stand in an earlier one.
//!
//! Only where the wording finds no parent: there it is asked in which report not later than this
//! one its names and numbers stand, and by how much more than in any other.

use crate::evidence::Evidence;
use crate::infer::{Inferred, Lost, Up};
use crate::model::Model;
use crate::naming::credits_absent;
use crate::stamp::Stamped;
use crate::witness::Witness;
use headwater_lang::Language;

/// What tells a parent from a rival: shares of names and numbers, whether the report credits it,
/// whether it is certainly older, and its lead over the next. Fitted, with [`SURE`], on written
/// page sets (`docs/figures.md`), each writer's sets by those of the others.
const RETOLD: Weights = Weights { back: -0.4, credit: 0.2, before: 0.2, lead: 0.6, least: 0.4 };

struct Weights {
    /// Of the share of the parent's anchors that the child has: a short text is no copy of a
    /// long one that happens to have the same names.
    back: f64,
    credit: f64,
    before: f64,
    lead: f64,
    least: f64,
}

/// Log odds of such an edge being right: constant, and by its score.
const SURE: (f64, f64) = (0.05, 1.94);

/// Leads beyond this say no more.
const LEAD: f64 = 0.3;

/// Shares of a report's word runs, all and those outside of quotations, from which on wording has
/// its say, and the least lead: where reports that quote one speech have none. Chosen so that
/// simulated stories stay as they were.
const WORDING: [(&str, f64); 3] =
    [("retold_share", 0.35), ("retold_prose", 0.08), ("retold_lead", 0.03)];

/// Times as many names and numbers as the child has, from which on a page that is not credited is no parent. In the written
/// sets no true parent has three times as many.
const CROWD: usize = 4;

/// Share of its word runs that a report has from one of its language that it names and does not credit.
const SHARED: f64 = 0.02;

/// How well `p` fits as what `c` retells; above 0 it is taken for its parent.
fn score(e: &Evidence, p: usize, c: usize, next: f64) -> f64 {
    let held = e.anchors.held(p, c);
    let flag = |b: bool| f64::from(u8::from(b));
    let credits = e.named(c, p);
    let before = e.stamps.order(p, c) == Stamped::Before;
    held + RETOLD.back * e.anchors.held(c, p)
        + RETOLD.credit * flag(credits)
        + RETOLD.before * flag(before)
        + RETOLD.lead * (held - next).clamp(-LEAD, LEAD)
        - RETOLD.least
}

/// Whether two reports are prints of one text that is named.
fn copies(out: &Inferred, a: usize, b: usize) -> bool {
    let named = |l: usize| out.lost.get(l).is_some_and(|l| l.name.is_some());
    matches!((out.up.get(a), out.up.get(b)), (Some(Up::Lost(x)), Some(Up::Lost(y))) if x == y && named(*x))
}

/// The report that `c` retells, with its score.
fn best(
    witnesses: &[Witness],
    e: &Evidence,
    out: &Inferred,
    c: usize,
    [share, prose, lead]: [f64; 3],
) -> Option<(f64, usize)> {
    let near = e.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]);
    let fits: Vec<(usize, f64)> = near
        .iter()
        .filter(|p| e.stamps.order(**p, c) != Stamped::After)
        .map(|p| (*p, e.anchors.held(*p, c)))
        .collect();
    let mut best: Option<(f64, usize)> = None;
    for (p, held) in &fits {
        // Copies of one text that is not here have the same names and numbers.
        let others = fits.iter().filter(|x| x.0 != *p && !copies(out, *p, x.0)).map(|x| x.1);
        let next = others.fold(0.0, f64::max);
        let words = e.kinship.share(*p, c) >= share || e.kinship.prose(*p, c) >= prose;
        // In one language the same names without the same words are one subject, unless credited: who
        // names a station as host of a debate has nothing from it.
        let of = |i: usize| witnesses.get(i).map_or(Language::unknown().code, |w| w.language.code);
        let shares = || e.named(c, *p) && e.kinship.share(*p, c) >= SHARED;
        let credits = || e.sources.lean(c, *p).is_some() || shares();
        let other = of(*p) == of(c) && of(c) != Language::unknown().code && !credits();
        // A long live blog has everybody's names.
        let (of_parent, of_child) = (e.anchors.counts(c, *p).1, e.anchors.counts(*p, c).1);
        let crowd = of_parent > CROWD * of_child && !e.named(c, *p);
        if words || other || crowd || held - next <= lead {
            continue;
        }
        let s = score(e, *p, c, next);
        if s > 0.0 && best.is_none_or(|b| s > b.0) {
            best = Some((s, *p));
        }
    }
    best
}

/// Hangs reports that wording leaves without a parent below what they retell.
pub(crate) fn retell(witnesses: &[Witness], e: &Evidence, model: &Model, out: &mut Inferred) {
    let bounds = WORDING.map(|(name, default)| model.setting(name, default));
    let mut list: Vec<(f64, usize, usize)> = Vec::new();
    for c in 0..out.up.len() {
        // Who credits a text that is not here is not said to have it from another.
        let named = |l: &usize| out.lost.get(*l).is_some_and(|l| l.name.is_some());
        let wired = matches!(out.up.get(c), Some(Up::Lost(l)) if named(l));
        if out.parent(c).is_none() && !wired && !credits_absent(witnesses, e, c) {
            list.extend(best(witnesses, e, out, c, bounds).map(|(s, p)| (s, p, c)));
        }
    }
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (s, p, c) in list {
        if out.descends(p, c) {
            continue;
        }
        let sure = 1.0 / (1.0 + libm::exp(-(SURE.0 + SURE.1 * s)));
        out.place(c, Up::Witness(p), sure);
        out.retold.insert(c);
    }
    tidy(out);
}

/// Lost texts that fewer than two reports are left of are none.
pub(crate) fn tidy(out: &mut Inferred) {
    let old: Vec<Lost> = std::mem::take(&mut out.lost);
    for (i, lost) in old.into_iter().enumerate() {
        let below = |c: &usize| out.up.get(*c) == Some(&Up::Lost(i));
        let members: Vec<usize> = lost.members.iter().copied().filter(below).collect();
        let now = if members.len() < 2 && lost.name.is_none() {
            lost.parent.map_or(Up::Root, Up::Witness)
        } else {
            Up::Lost(out.lost.len())
        };
        for c in &members {
            let sure = out.sure.get(*c).copied().unwrap_or(0.0);
            // The new index is never above the old one, and those are done.
            out.place(*c, now, sure);
        }
        if matches!(now, Up::Lost(_)) && !members.is_empty() {
            out.lost.push(Lost { members, ..lost });
        }
    }
}
