//! Reworded sentences of a pair of articles: mutual best with a margin, by likeness, over what no
//! passage covers yet.

use super::passage::made_of;
use super::prepare::zones;
use crate::record::{Match, Place};
use crate::similar::Sketch;
use crate::words::{join, words};
use headwater_quote::Quoted;
use headwater_text::{Span, sentences};
use std::collections::BTreeSet;

/// A sentence or quoted words, ready for comparison.
#[derive(Clone, Debug)]
pub struct Unit {
    span: Span,
    sketch: Sketch,
    /// Hash of its words: printings of one sentence share it.
    print: u64,
}

/// Fewest and most words of a unit.
const WORDS: (usize, usize) = (4, 120);
/// Most units of an article that are looked at.
const MOST: usize = 300;
/// Likeness below which nothing is proposed.
const FLOOR: f64 = 0.36;
/// By how much the best has to lead the next best to stand on its own.
const MARGIN: f64 = 0.09;
/// By how much, where the same two sentences stood on their own in other articles.
const SECONDED: f64 = 0.06;

/// Two sentences that are each other's best, before it is settled whether that is enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Proposal {
    /// Article and place of the first.
    pub a: Place,
    /// Article and place of the second.
    pub b: Place,
    /// How strongly they point to one another.
    pub score: f64,
    /// Lead over the next best.
    pub margin: f64,
    /// Hashes of the two sentences, lesser first.
    pub prints: (u64, u64),
}

/// The units of an article: sentences of title and body, and where a sentence holds quoted words
/// of some length those instead.
pub fn units(quoted: &Quoted) -> Vec<Unit> {
    let text = quoted.article.text.as_str();
    let mut out = Vec::new();
    for zone in zones(&quoted.article) {
        for sentence in sentences(text, zone) {
            let inner = quoted_parts(text, sentence);
            let parts = if inner.is_empty() { vec![sentence] } else { inner };
            for part in parts {
                let span = bare(text, part);
                let row = words(text, span);
                if row.len() < WORDS.0 || row.len() > WORDS.1 || out.len() >= MOST {
                    continue;
                }
                let print = row.iter().fold(1, |h, w| join(h, w.hash));
                out.push(Unit { span, sketch: Sketch::within(text, span), print });
            }
        }
    }
    out
}

/// Quoted stretches of five words or more within a sentence.
fn quoted_parts(text: &str, sentence: Span) -> Vec<Span> {
    let part = sentence.of(text);
    let mut out = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in part.char_indices() {
        let opens = matches!(c, '“' | '„' | '«');
        let closes = matches!(c, '”' | '»' | '"' | '“');
        match open {
            Some(start) if closes => {
                let span = Span::new(sentence.start + start, sentence.start + at);
                if words(text, span).len() >= 5 {
                    out.push(span);
                }
                open = None;
            }
            None if opens || c == '"' => open = Some(at + c.len_utf8()),
            _ => {}
        }
    }
    if let Some(start) = open {
        let span = Span::new(sentence.start + start, sentence.end);
        if words(text, span).len() >= 5 {
            out.push(span);
        }
    }
    out
}

/// Without marks at either end.
fn bare(text: &str, span: Span) -> Span {
    let part = span.of(text);
    let head = part.len() - part.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
    let tail = part.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%').len();
    Span::new(span.start + head, span.start + tail.max(head))
}

/// Sentences of two articles that may be rewordings of one another; `known` are their passages.
pub fn reworded(a: (usize, &[Unit]), b: (usize, &[Unit]), known: &[Match]) -> Vec<Proposal> {
    let free = |units: &[Unit], first: bool| -> Vec<usize> {
        let covered = |u: &Unit| {
            let over = known.iter().map(|m| if first { m.a.span } else { m.b.span });
            over.map(|s| s.overlap(u.span)).sum::<usize>() * 2 > u.span.len()
        };
        (0..units.len()).filter(|k| units.get(*k).is_some_and(|u| !covered(u))).collect()
    };
    let x: Vec<&Unit> = free(a.1, true).iter().filter_map(|k| a.1.get(*k)).collect();
    let y: Vec<&Unit> = free(b.1, false).iter().filter_map(|k| b.1.get(*k)).collect();
    let table = Table::fill(&x, &y);
    let mut out = Vec::new();
    for (i, u) in x.iter().enumerate() {
        for (j, v) in y.iter().enumerate() {
            let score = table.at(i, j);
            if score < FLOOR {
                continue;
            }
            let margin = score - table.rival(i, j, &x, &y);
            if margin >= SECONDED {
                out.push(Proposal {
                    a: Place { article: a.0, span: u.span },
                    b: Place { article: b.0, span: v.span },
                    score,
                    margin,
                    prints: (u.print.min(v.print), u.print.max(v.print)),
                });
            }
        }
    }
    out
}

/// Settles proposals: those with a clear lead, and those that the same two sentences second
/// elsewhere. `text` gives an article's text by number.
pub fn settled<'t>(proposals: &[Proposal], text: impl Fn(usize) -> &'t str) -> Vec<Match> {
    let clear = proposals.iter().filter(|p| p.margin >= MARGIN).map(|p| p.prints);
    let clear: BTreeSet<(u64, u64)> = clear.collect();
    let kept = proposals.iter().filter(|p| clear.contains(&p.prints));
    kept.map(|p| {
        let (a, b) = (p.a.article, p.b.article);
        made_of((a, text(a)), (b, text(b)), p.a.span, p.b.span, Some(p.score))
    })
    .collect()
}

struct Table {
    width: usize,
    cells: Vec<f64>,
}

impl Table {
    fn fill(x: &[&Unit], y: &[&Unit]) -> Table {
        let mut cells = Vec::with_capacity(x.len() * y.len());
        for u in x {
            for v in y {
                cells.push(if comparable(u, v) { u.sketch.pointing(&v.sketch) } else { 0.0 });
            }
        }
        Table { width: y.len(), cells }
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.cells.get(i * self.width + j).copied().unwrap_or(0.0)
    }

    /// The best score in the row or the column but for other printings of the same sentences.
    fn rival(&self, i: usize, j: usize, x: &[&Unit], y: &[&Unit]) -> f64 {
        let print = |units: &[&Unit], k: usize| units.get(k).map(|u| u.print);
        let row = (0..y.len()).filter(|k| print(y, *k) != print(y, j)).map(|k| self.at(i, k));
        let column = (0..x.len()).filter(|k| print(x, *k) != print(x, i)).map(|k| self.at(k, j));
        row.chain(column).fold(0.0, f64::max)
    }
}

/// Whether two units can be the same statement at all: lengths within a factor, and some rare word
/// or a like sense.
fn comparable(u: &Unit, v: &Unit) -> bool {
    let (p, q) = (u.sketch.len(), v.sketch.len());
    p.min(q) * 5 >= p.max(q) * 2 && u.sketch.kindred(&v.sketch)
}
