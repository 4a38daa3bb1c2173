//! Reworded sentences of a pair of articles: mutual best with a margin, by likeness, where no
//! passage covers them.

use super::passage::made_of;
use super::shortlist::shortlist;
use super::unit::{Unit, Units};
use crate::encoder::Encoder;
use crate::record::{Match, Place};
use crate::similar::{Lexis, Lone};
use headwater_text::Span;

/// Likeness below which nothing is proposed.
const FLOOR: f64 = 0.36;
/// Lead below which nothing is proposed.
const LEAST: f64 = 0.07;
/// The lead that supports others of the same two articles.
const CLEAR: f64 = 0.1;
/// What nearness in sense by the optional model counts beside all else, where it is asked.
const SENSE: f64 = 0.35;
/// Likeness below which the model is not asked, and what is taken from such a likeness instead.
const ASKED: f64 = 0.3;
const UNASKED: f64 = 0.2;

/// By how much the best has to lead the next best.
#[derive(Clone, Copy, Debug)]
pub(super) struct Margins {
    /// To stand on its own, in articles in which no other sentence leads clearly, one does, or more
    /// do: a lone likeness between two articles is more often chance.
    own: [f64; 3],
    /// Where the same two sentences stand on their own in other reports that are tied to these.
    seconded: f64,
}

impl Margins {
    /// The leads asked for with the optional model, or without: what means the same lies further
    /// ahead where the model is used.
    pub(super) fn of(encoder: Option<&Encoder>) -> Margins {
        match encoder {
            None => Margins { own: [0.15, 0.12, 0.1], seconded: 0.07 },
            Some(_) => Margins { own: [0.21, 0.18, 0.16], seconded: 0.11 },
        }
    }
}

/// How near two sentences, given by number, lie in sense.
pub(super) type Sense<'s> = &'s dyn Fn(usize, usize) -> Option<f64>;

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

impl Proposal {
    /// Whether it leads so clearly that it speaks for others of the same two articles.
    pub(super) fn clear(&self) -> bool {
        self.margin >= CLEAR
    }

    /// The match it is, in the texts of its two articles.
    pub(super) fn made(&self, texts: (&str, &str)) -> Match {
        let (a, b) = ((self.a.article, texts.0), (self.b.article, texts.1));
        made_of(a, b, self.a.span, self.b.span, Some(self.score))
    }
}

/// Sentences of two articles that may be rewordings of one another; `known` are their passages.
pub(super) fn reworded(
    a: (usize, &Units),
    b: (usize, &Units),
    lexis: &Lexis,
    sense: Option<Sense<'_>>,
    known: &[Match],
) -> Vec<Proposal> {
    let (x, y) = (free(a.1, known, true), free(b.1, known, false));
    let mut scored = scored(a.1, b.1, &shortlist(a.1, &x, b.1, &y), lexis);
    if let Some(sense) = sense {
        for s in &mut scored {
            let asked = if s.score >= ASKED { sense(s.i, s.j) } else { None };
            s.score = (1.0 - SENSE) * s.score + SENSE * asked.unwrap_or(s.score - UNASKED);
        }
    }
    let mut tops = (vec![Top::default(); a.1.all.len()], vec![Top::default(); b.1.all.len()]);
    for s in &scored {
        offer(&mut tops.0, s.i, s.score, s.v.print);
        offer(&mut tops.1, s.j, s.score, s.u.print);
    }
    let mut out = Vec::new();
    for Scored { i, j, u, v, score } in scored {
        let rival = rival(&tops.0, i, v.print).max(rival(&tops.1, j, u.print));
        let margin = score - rival;
        if score >= FLOOR && margin >= LEAST {
            out.push(Proposal {
                a: Place { article: a.0, span: u.span },
                b: Place { article: b.0, span: v.span },
                score,
                margin,
                prints: (u.print.min(v.print), u.print.max(v.print)),
            });
        }
    }
    out
}

/// Two units compared.
struct Scored<'u> {
    i: usize,
    j: usize,
    u: &'u Unit,
    v: &'u Unit,
    score: f64,
}

fn scored<'u>(
    a: &'u Units,
    b: &'u Units,
    pairs: &[(usize, usize)],
    lexis: &Lexis,
) -> Vec<Scored<'u>> {
    let mut lone = Lone::default();
    let mut out = Vec::with_capacity(pairs.len());
    for (i, j) in pairs {
        let (Some(u), Some(v)) = (a.all.get(*i), b.all.get(*j)) else { continue };
        if let Some(score) = u.pointing(v, lexis, &mut lone) {
            out.push(Scored { i: *i, j: *j, u, v, score });
        }
    }
    out
}

/// The best partner of a unit, and the best among partners of other words than that one:
/// printings of one sentence are no rivals.
#[derive(Clone, Copy, Default)]
struct Top {
    first: f64,
    print: u64,
    second: f64,
}

fn offer(tops: &mut [Top], at: usize, score: f64, print: u64) {
    let Some(top) = tops.get_mut(at) else { return };
    if score > top.first {
        if print != top.print {
            top.second = top.first;
        }
        (top.first, top.print) = (score, print);
    } else if print != top.print {
        top.second = top.second.max(score);
    }
}

/// The best score of a unit with partners of other words than these.
fn rival(tops: &[Top], at: usize, print: u64) -> f64 {
    tops.get(at).map_or(0.0, |t| if t.print == print { t.second } else { t.first })
}

/// Of a unit that passages cover up to this share, in hundredths, the rest may be reworded.
const WHOLE: usize = 85;

/// The units that passages leave open: covered by none but such as lie within the unit, and not
/// nearly whole.
fn free(units: &Units, known: &[Match], first: bool) -> Vec<usize> {
    let open = |u: &Unit| {
        let (mut inside, mut across) = (0, 0);
        for m in known {
            let span = if first { m.a.span } else { m.b.span };
            let both = span.overlap(u.span);
            if within(span, u.span) {
                inside += both;
            } else {
                across += both;
            }
        }
        across * 5 <= u.span.len() && (inside + across) * 100 <= u.span.len() * WHOLE
    };
    (0..units.all.len()).filter(|k| units.all.get(*k).is_some_and(open)).collect()
}

/// Whether a passage lies within a unit, but for a mark or so.
fn within(passage: Span, unit: Span) -> bool {
    passage.overlap(unit) * 10 >= passage.len() * 9
}

/// The proposals of two articles that stand by a clear lead of their own, and those that would if
/// the same two sentences stood elsewhere.
pub(super) fn settled(proposals: Vec<Proposal>, leads: Margins) -> (Vec<Proposal>, Vec<Proposal>) {
    let clear = proposals.iter().filter(|p| p.clear()).count();
    let stands = |p: &Proposal| {
        let others = clear - usize::from(p.clear());
        p.margin >= leads.own.get(others).or(leads.own.last()).copied().unwrap_or(CLEAR)
    };
    let (sure, rest): (Vec<Proposal>, Vec<Proposal>) =
        proposals.into_iter().filter(|p| p.margin >= leads.seconded).partition(stands);
    (sure, rest)
}

/// Passages that lie in a reworded pair of sentences are part of it: they are left out.
pub(super) fn absorb(passages: &mut Vec<Match>, rewordings: &[Match]) {
    let around = |p: &Match, m: &Match| within(p.a.span, m.a.span) && within(p.b.span, m.b.span);
    passages.retain(|p| !rewordings.iter().any(|m| around(p, m)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printings_of_one_sentence_are_no_rivals() {
        let mut tops = vec![Top::default(); 1];
        for (score, print) in [(0.5, 1), (0.4, 2), (0.6, 1), (0.3, 3)] {
            offer(&mut tops, 0, score, print);
        }
        assert_eq!((rival(&tops, 0, 1), rival(&tops, 0, 2)), (0.4, 0.6));
        assert_eq!(rival(&tops, 1, 7), 0.0);
    }
}
