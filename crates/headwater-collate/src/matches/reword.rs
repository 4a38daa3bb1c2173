//! Reworded sentences of a pair of articles: mutual best with a margin, by likeness, over what no
//! passage covers yet.

use super::passage::made_of;
use super::prepare::zones;
use crate::record::Match;
use crate::similar::Sketch;
use crate::words::{join, words};
use headwater_quote::Quoted;
use headwater_text::{Span, sentences};

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
const FLOOR: f64 = 0.34;
/// Likeness from which no margin is asked for.
const SURE: f64 = 0.55;
/// By how much the best has to lead the next best.
const MARGIN: f64 = 0.06;

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

/// Reworded sentences of two articles; `known` are their passages.
pub fn reworded(
    a: (usize, &str, &[Unit]),
    b: (usize, &str, &[Unit]),
    known: &[Match],
) -> Vec<Match> {
    let free = |units: &[Unit], first: bool| -> Vec<usize> {
        let covered = |u: &Unit| {
            let over = known.iter().map(|m| if first { m.a.span } else { m.b.span });
            over.map(|s| s.overlap(u.span)).sum::<usize>() * 2 > u.span.len()
        };
        (0..units.len()).filter(|k| units.get(*k).is_some_and(|u| !covered(u))).collect()
    };
    let (x, y) = (free(a.2, true), free(b.2, false));
    let table = Table::fill(a.2, b.2, &x, &y);
    let mut out = Vec::new();
    for (i, p) in x.iter().enumerate() {
        for (j, q) in y.iter().enumerate() {
            let (Some(u), Some(v)) = (a.2.get(*p), b.2.get(*q)) else { continue };
            if !table.accepts(i, j, u, v, a.2, b.2, &x, &y) {
                continue;
            }
            out.push(made_of((a.0, a.1), (b.0, b.1), u.span, v.span, Some(table.at(i, j))));
        }
    }
    out
}

struct Table {
    width: usize,
    cells: Vec<f64>,
}

impl Table {
    fn fill(a: &[Unit], b: &[Unit], x: &[usize], y: &[usize]) -> Table {
        let mut cells = Vec::with_capacity(x.len() * y.len());
        for p in x {
            for q in y {
                let score = match (a.get(*p), b.get(*q)) {
                    (Some(u), Some(v)) if comparable(u, v) => u.sketch.likeness(&v.sketch),
                    _ => 0.0,
                };
                cells.push(score);
            }
        }
        Table { width: y.len(), cells }
    }

    fn at(&self, i: usize, j: usize) -> f64 {
        self.cells.get(i * self.width + j).copied().unwrap_or(0.0)
    }

    /// Mutual best with a margin over all that is not another printing of the same sentence.
    #[allow(clippy::too_many_arguments, reason = "two rows, two columns, two texts")]
    fn accepts(
        &self,
        i: usize,
        j: usize,
        u: &Unit,
        v: &Unit,
        a: &[Unit],
        b: &[Unit],
        x: &[usize],
        y: &[usize],
    ) -> bool {
        let score = self.at(i, j);
        if score < FLOOR {
            return false;
        }
        let print =
            |units: &[Unit], k: Option<&usize>| k.and_then(|k| units.get(*k)).map(|w| w.print);
        let row =
            (0..y.len()).filter(|k| print(b, y.get(*k)) != Some(v.print)).map(|k| self.at(i, k));
        let column =
            (0..x.len()).filter(|k| print(a, x.get(*k)) != Some(u.print)).map(|k| self.at(k, j));
        let rival = row.chain(column).fold(0.0, f64::max);
        if score >= SURE { score > rival } else { score >= rival + MARGIN }
    }
}

/// Whether two units can be the same statement at all: lengths within a factor, and some rare word
/// or a like sense.
fn comparable(u: &Unit, v: &Unit) -> bool {
    let (p, q) = (u.sketch.len(), v.sketch.len());
    p.min(q) * 5 >= p.max(q) * 2 && u.sketch.kindred(&v.sketch)
}
