//! Statements that are part of a longer sentence in the other report: clauses and quotations of
//! two articles that already share other things, aligned with each other where no passage and no
//! reworded sentence covers them.

use super::reword::Proposal;
use super::shortlist::shortlist;
use super::unit::{Unit, Units};
use crate::record::{Match, Place};
use crate::similar::{Lexis, Lone};
use headwater_text::Span;

/// Likeness below which nothing is proposed.
const FLOOR: f64 = 0.44;
/// By how much a pair has to lead whatever else either side could stand for.
const LEAD: f64 = 0.07;
/// Bytes between a pair and one already found, on both sides.
const REACH: usize = 240;
/// Likeness below which a pair is nobody's rival.
const RIVAL: f64 = 0.2;
/// Pairs of parts that are weighed against each other.
const MOST: usize = 4000;
/// Of the shorter text this share, in hundredths, has to be found in the other before single
/// clauses are sought: where much of a report follows another, the rest is likely to.
const DENSE: usize = 30;

/// One pair of parts.
#[derive(Clone, Copy, Debug)]
struct Pair<'u> {
    u: &'u Unit,
    v: &'u Unit,
    score: f64,
}

/// The places of two articles that stand for one another already: passages, and sentences that
/// are clearly reworded.
fn taken(known: &[Match], sentences: &[Proposal]) -> Vec<(Span, Span)> {
    let clear = sentences.iter().filter(|p| p.clear());
    let passages = known.iter().map(|m| (m.a.span, m.b.span));
    passages.chain(clear.map(|p| (p.a.span, p.b.span))).collect()
}

/// Whether two articles, of so many bytes of text, share so much that single clauses of them are
/// worth a look.
pub(super) fn worth_it(sizes: (usize, usize), known: &[Match], sentences: &[Proposal]) -> bool {
    let first = sizes.0 <= sizes.1;
    let side = |t: (Span, Span)| if first { t.0 } else { t.1 };
    let mut spans: Vec<Span> = taken(known, sentences).into_iter().map(side).collect();
    spans.sort_unstable();
    let (mut end, mut sum) = (0, 0);
    for s in spans {
        sum += s.end.saturating_sub(s.start.max(end));
        end = end.max(s.end);
    }
    sum * 100 >= sizes.0.min(sizes.1).max(1) * DENSE
}

/// Parts of two articles that stand for one another; `known` are the passages of the pair,
/// `sentences` its reworded sentences.
pub(super) fn clauses(
    a: (usize, &Units),
    b: (usize, &Units),
    lexis: &Lexis,
    known: &[Match],
    sentences: &[Proposal],
) -> Vec<Proposal> {
    let taken = taken(known, sentences);
    let x = open(a.1, taken.iter().map(|t| t.0));
    let y = open(b.1, taken.iter().map(|t| t.1));
    let mut pairs = weighed(a.1, b.1, &shortlist(a.1, &x, b.1, &y), lexis);
    pairs.sort_by(|p, q| {
        q.score.total_cmp(&p.score).then((p.u.span, p.v.span).cmp(&(q.u.span, q.v.span)))
    });
    pairs.truncate(MOST);
    let mut anchors = taken;
    let mut out: Vec<(Pair, f64)> = Vec::new();
    loop {
        let before = out.len();
        for pair in pairs.iter().take_while(|p| p.score >= FLOOR) {
            if !anchors.iter().any(|t| follows(t, pair)) || out.iter().any(|(o, _)| beside(o, pair))
            {
                continue;
            }
            let rival = pairs.iter().find(|q| rivals(pair, q)).map_or(0.0, |q| q.score);
            let lead = pair.score - rival;
            if lead >= LEAD {
                out.push((*pair, lead));
                anchors.push((pair.u.span, pair.v.span));
            }
        }
        if out.len() == before {
            break;
        }
    }
    let proposal = |(p, margin): (Pair, f64)| Proposal {
        a: Place { article: a.0, span: p.u.span },
        b: Place { article: b.0, span: p.v.span },
        score: p.score,
        margin,
        prints: (p.u.print.min(p.v.print), p.u.print.max(p.v.print)),
    };
    out.into_iter().map(proposal).collect()
}

/// The parts that nothing found so far covers by more than a fifth.
fn open(units: &Units, taken: impl Iterator<Item = Span> + Clone) -> Vec<usize> {
    let free = |u: &Unit| {
        let covered: usize = taken.clone().map(|s| s.overlap(u.span)).sum();
        covered * 5 <= u.span.len()
    };
    (0..units.all.len()).filter(|k| units.all.get(*k).is_some_and(free)).collect()
}

fn weighed<'u>(
    a: &'u Units,
    b: &'u Units,
    list: &[(usize, usize)],
    lexis: &Lexis,
) -> Vec<Pair<'u>> {
    let mut lone = Lone::default();
    let pair = |(i, j): &(usize, usize)| {
        let (u, v) = (a.all.get(*i)?, b.all.get(*j)?);
        let score = u.pointing(v, lexis, &mut lone)?;
        (score >= RIVAL).then_some(Pair { u, v, score })
    };
    list.iter().filter_map(pair).collect()
}

/// Whether a pair stands close after or before one already found, on both sides alike.
fn follows(anchor: &(Span, Span), pair: &Pair) -> bool {
    let close = |from: Span, to: Span| {
        let gap = to.start.checked_sub(from.end);
        gap.is_some_and(|g| g <= REACH)
    };
    let (u, v) = (pair.u.span, pair.v.span);
    close(anchor.0, u) && close(anchor.1, v) || close(u, anchor.0) && close(v, anchor.1)
}

/// Whether `q` stands for one side of `p` but not for the other. Printings of the same words are
/// no rivals.
fn rivals(p: &Pair, q: &Pair) -> bool {
    let (here, there) = (p.u.span.overlap(q.u.span) > 0, p.v.span.overlap(q.v.span) > 0);
    match (here, there) {
        (true, false) => p.v.print != q.v.print,
        (false, true) => p.u.print != q.u.print,
        _ => false,
    }
}

/// Whether two pairs cannot both be meant.
fn beside(p: &Pair, q: &Pair) -> bool {
    let (here, there) = (p.u.span.overlap(q.u.span) > 0, p.v.span.overlap(q.v.span) > 0);
    here && there || rivals(p, q)
}
