//! Descent that reports tell themselves: who credits another report of the story is made from it.
//!
//! Wording weighs first. A credit decides where wording leaves a report without a parent or with
//! a nameless lost one, and adds a parent where wording gives another from which the credited
//! report is not already above.

use crate::anchors::outlet_keys;
use crate::evidence::Evidence;
use crate::infer::{Inferred, Up};
use crate::retold::tidy;
use crate::stamp::Stamped;
use crate::witness::Witness;

/// How probable a credited parent is, alone and beside another. Most written ones were right.
const SURE: [f64; 2] = [0.8, 0.65];

/// Share of its word runs from which on a report is a copy of its parent, whatever it credits.
const COPY: f64 = 0.3;

/// How probable a parent by wording is that a credit does not replace, where it shares more.
const CLEAR: f64 = 0.6;

/// Who credits this many reports surveys them: all of them are its parents, also those that others
/// of them come from.
const SURVEY: usize = 3;

/// Hangs reports below those that they credit.
pub(crate) fn follow(witnesses: &[Witness], e: &Evidence, out: &mut Inferred) {
    shared(witnesses, e, out);
    let mut order: Vec<usize> = (0..witnesses.len()).collect();
    order.sort_by_key(|c| (e.sources.leans.get(*c).map_or(0, Vec::len), *c));
    for c in order.iter().copied() {
        if !translates(witnesses, e, c, out) {
            first(witnesses, e, c, out);
        }
    }
    for c in order {
        further(e, c, out);
    }
    tidy(out);
}

/// The reports that `c` credits and may be made from, likeliest first.
fn credited(e: &Evidence, c: usize, out: &Inferred) -> Vec<usize> {
    let leans = e.sources.leans.get(c).map(Vec::as_slice).unwrap_or(&[]);
    let may = |p: &usize| e.stamps.order(*p, c) != Stamped::After && !out.descends(*p, c);
    let mut list: Vec<(f64, usize)> = leans
        .iter()
        .map(|l| l.on)
        .filter(may)
        .map(|p| (e.kinship.share(p, c) + e.anchors.held(p, c), p))
        .collect();
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    list.into_iter().map(|x| x.1).collect()
}

/// A report that the copies of one lost text credit is that text's parent.
fn shared(witnesses: &[Witness], e: &Evidence, out: &mut Inferred) {
    for l in 0..out.lost.len() {
        let Some(lost) = out.lost.get(l).filter(|l| l.name.is_some() && l.parent.is_none()) else {
            continue;
        };
        let members = lost.members.clone();
        let count = |p: usize| members.iter().filter(|c| e.sources.lean(**c, p).is_some()).count();
        let may =
            |p: usize, c: usize| !out.descends(p, c) && e.stamps.order(p, c) != Stamped::After;
        let free = |p: &usize| !members.contains(p) && members.iter().all(|c| may(*p, *c));
        let best = (0..witnesses.len()).filter(free).max_by_key(|p| (count(*p), usize::MAX - p));
        let Some(p) = best.filter(|p| count(*p) * 2 >= members.len()) else { continue };
        if let Some(lost) = out.lost.get_mut(l) {
            lost.parent = Some(p);
        }
    }
}

/// Share of its names and numbers from which on a page is another language's edition of a page of
/// the same outlet.
const EDITION: f64 = 0.5;

/// Hangs a report below the same outlet's report in another language whose names and numbers it has:
/// whom it credits, that one credits.
fn translates(witnesses: &[Witness], e: &Evidence, c: usize, out: &mut Inferred) -> bool {
    let Some(w) = witnesses.get(c) else { return false };
    let keys = outlet_keys(w.outlet);
    let edition = |p: &usize| {
        let of = |o: &Witness| o.language.code != w.language.code && outlet_keys(o.outlet) == keys;
        e.stamps.order(*p, c) == Stamped::Before
            && witnesses.get(*p).is_some_and(of)
            && e.anchors.held(*p, c) >= EDITION
            && !out.descends(*p, c)
    };
    if keys.is_empty() {
        return false;
    }
    let held = |p: &usize| e.anchors.held(*p, c);
    let all = (0..witnesses.len()).filter(edition);
    let Some(p) = all.max_by(|a, b| held(a).total_cmp(&held(b)).then(b.cmp(a))) else {
        return false;
    };
    out.place(c, Up::Witness(p), SURE[0]);
    out.retold.insert(c);
    true
}

/// Leads from which on a report is closer than another: in names and numbers, and in runs of words.
const CLOSER: (f64, f64) = (0.2, 0.03);

/// A report that credits all that `c` credits, and has more of the words of `c`, or many more of its
/// names and numbers, than any of those: the credits came with its words.
fn closer(
    witnesses: &[Witness],
    e: &Evidence,
    list: &[usize],
    c: usize,
    out: &Inferred,
) -> Option<usize> {
    let leads = |q: usize, p: usize| {
        let held = e.anchors.held(q, c) - e.anchors.held(p, c);
        let share = e.kinship.share(q, c) - e.kinship.share(p, c);
        held >= CLOSER.0 && share >= 0.0 || held >= 0.0 && share >= CLOSER.1
    };
    let between = |q: &usize| {
        *q != c
            && !list.contains(q)
            && list.iter().all(|p| e.sources.lean(*q, *p).is_some() && leads(*q, *p))
            && e.stamps.order(*q, c) == Stamped::Before
            && !out.descends(*q, c)
    };
    let held = |q: &usize| e.anchors.held(*q, c);
    let all = (0..witnesses.len()).filter(between);
    all.max_by(|a, b| held(a).total_cmp(&held(b)).then(b.cmp(a)))
}

/// The first parent of a report that credits some.
fn first(witnesses: &[Witness], e: &Evidence, c: usize, out: &mut Inferred) {
    let list = credited(e, c, out);
    let Some(best) = list.first().copied() else { return };
    // Whom a credited report credits itself, it hands on.
    let between = |q: usize| list.iter().copied().find(|p| e.sources.lean(*p, q).is_some());
    let best = between(best).unwrap_or(best);
    let nearer = closer(witnesses, e, &list, c, out);
    let best = nearer.unwrap_or(best);
    let named = |l: &usize| out.lost.get(*l).is_some_and(|l| l.name.is_some());
    match out.up.get(c) {
        Some(Up::Lost(l)) if named(l) => {}
        Some(Up::Witness(q)) => {
            let told = list.contains(q) || e.named(c, *q);
            let share = |p: usize| e.kinship.share(p, c);
            // Wording that speaks clearly for another stands against a credit: it may name the
            // source's source.
            let clear = out.sure.get(c).copied().unwrap_or(0.0) >= CLEAR && share(best) < share(*q);
            let copied = share(*q) >= COPY || clear;
            if told {
                let sure = out.sure.get(c).copied().unwrap_or(0.0).max(SURE[0]);
                let from = between(*q).filter(|_| list.contains(q)).unwrap_or(*q);
                out.place(c, Up::Witness(from), sure);
            } else if !copied {
                out.place(c, Up::Witness(best), SURE[0]);
            }
        }
        Some(Up::Root | Up::Lost(_)) => out.place(c, Up::Witness(best), SURE[0]),
        None => {}
    }
}

/// The other reports that it credits.
fn further(e: &Evidence, c: usize, out: &mut Inferred) {
    let list = credited(e, c, out);
    let survey = list.len() >= SURVEY;
    for p in list {
        let first = out.parent(c);
        let known = first == Some(p) || out.second.iter().any(|s| (s.0, s.1) == (p, c));
        let above = |q: usize| !survey && out.descends(q, p);
        let parents = out.second.iter().filter(|s| s.1 == c).map(|s| s.0).chain(first);
        // What it has from the first may be all that it has: a credit can name the source's source.
        // Of an agency's clients each may credit what the dispatch credits.
        let named = |l: &usize| out.lost.get(*l).filter(|l| l.name.is_some());
        let fellows = match out.up.get(c) {
            Some(Up::Lost(l)) => named(l).map(|l| l.members.as_slice()),
            _ => None,
        };
        let fellows = fellows.unwrap_or(&[]).iter().filter(|m| **m != c && **m != p);
        let adds = survey || first.iter().chain(fellows).all(|q| e.anchors.beyond(p, *q, c) > 0);
        if !known && adds && !parents.clone().any(above) && !out.descends(p, c) {
            out.second.push((p, c, SURE[1]));
        }
    }
}
