//! The fast tagger: a scanning chain labels the tokens of each paragraph, and what it labels is
//! linked to quotations.

use crate::attribute::{Scan, Stage};
use crate::choices::{Marginals, View};
use crate::crf::{Chain, WIDTH};
use crate::features::Scene;
use crate::lexis::Lexis;
use crate::link;
use crate::refine::Judges;
use crate::rules::{By, Found};
use crate::sheet::{Para, Sheet};
use headwater_text::shipped;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

/// A trained fast tagger.
#[derive(Clone, Debug, Default)]
pub struct Fast {
    /// Words.
    pub lexis: Lexis,
    /// The scanning chain.
    pub scan: Chain,
    /// The chain that finds what one cue reports.
    pub attribute: Chain,
    /// What looks at the findings again.
    pub judges: Judges,
    /// Leanings of the decoder.
    pub lean: Lean,
}

/// How far the decoder leans towards finding more, in log odds or probabilities.
#[derive(Clone, Copy, Debug)]
pub struct Lean {
    /// Added to the labels of reported words.
    pub content: f32,
    /// Added to the labels of speakers.
    pub speaker: f32,
    /// A speaker that was not in the best labelling is taken from this probability up.
    pub late: f32,
    /// Reported words that no cue claims are taken from this probability up.
    pub loose: f32,
    /// What a cue claims with less than this is dropped.
    pub floor: f32,
    /// Quotations believed less than this after the second look are dropped.
    pub belief: f64,
}

impl Default for Lean {
    fn default() -> Lean {
        Lean { content: 0.2, speaker: 1.5, late: 0.02, loose: 0.9, floor: 0.3, belief: 0.45 }
    }
}

/// What one cue reports, and what the chain said of the tokens around it.
#[derive(Clone, Debug)]
struct Claim {
    found: Found,
    trace: Marginals,
}

static WORDS: &[u8] = include_bytes!("../weights/words.bin");
static SCAN: &[u8] = include_bytes!("../weights/scan.bin");
static ATTRIBUTE: &[u8] = include_bytes!("../weights/attribute.bin");
static STARTS: &[u8] = include_bytes!("../weights/starts.bin");
static ENDS: &[u8] = include_bytes!("../weights/ends.bin");
static KEEP: &[u8] = include_bytes!("../weights/keep.bin");

/// A mark over the weights of the tagger inside the program.
pub(crate) fn weights() -> u64 {
    let files = [WORDS, SCAN, ATTRIBUTE, STARTS, ENDS, KEEP];
    headwater_text::marks(files.map(headwater_text::mark))
}

impl Fast {
    /// The tagger whose weights are part of the program.
    pub fn embedded() -> &'static Fast {
        static FAST: OnceLock<Fast> = OnceLock::new();
        FAST.get_or_init(|| Fast {
            lexis: shipped("words.bin", Lexis::parse(WORDS)),
            scan: shipped("scan.bin", Chain::parse(SCAN)),
            attribute: shipped("attribute.bin", Chain::parse(ATTRIBUTE)),
            judges: shipped("starts.bin, ends.bin, keep.bin", Judges::parse([STARTS, ENDS, KEEP])),
            lean: Lean::default(),
        })
    }

    /// All quotations of a sheet.
    pub(crate) fn find(&self, sheet: &Sheet<'_>) -> Vec<Found> {
        let mut out = Vec::new();
        for (n, para) in sheet.paras.iter().enumerate() {
            let mut here = self.paragraph(sheet, n, para, |view, found| {
                self.judges.refine(view, found, self.lean.belief);
            });
            crate::complete::complete(sheet, n, para, &mut here, out.last(), true);
            crate::combine::combine(sheet, para, &mut here, true);
            out.append(&mut here);
        }
        out
    }

    /// What the chains find in one paragraph, after `judge` has had its say.
    pub(crate) fn paragraph(
        &self,
        sheet: &Sheet<'_>,
        n: usize,
        para: &Para,
        mut judge: impl FnMut(&View<'_, '_>, &mut Vec<Found>),
    ) -> Vec<Found> {
        let scene = Scene::new(sheet, &self.lexis, n, para);
        let scan = self.scan(&scene);
        let base = para.tokens.start;
        let mut claims: Vec<Claim> =
            scan.cues().into_iter().filter_map(|c| self.claim(&scene, &scan, c, base)).collect();
        settle(&mut claims);
        let taken: BTreeSet<usize> =
            claims.iter().flat_map(|c| c.found.content.iter().flat_map(Clone::clone)).collect();
        let mut loose = Vec::new();
        link::link(sheet, para, &scan.labels, &mut loose);
        let mut out = Vec::new();
        for f in loose {
            self.loose(sheet, &scan, base, f, &taken, &mut claims, &mut out);
        }
        let (found, traces): (Vec<Found>, Vec<Marginals>) =
            claims.into_iter().map(|c| (c.found, c.trace)).unzip();
        out.extend(found);
        crate::snap::snap(sheet, para, &mut out);
        out.sort_by_key(|f| (f.start(), f.end()));
        let view = View { sheet, lexis: &self.lexis, para, scan: &scan, traces: &traces };
        judge(&view, &mut out);
        out
    }

    /// Reported words that no cue claimed: joined to the claim of their cue, or kept as they are.
    #[allow(clippy::too_many_arguments)] // one paragraph's state, passed once
    fn loose(
        &self,
        sheet: &Sheet<'_>,
        scan: &Scan,
        base: usize,
        f: Found,
        taken: &BTreeSet<usize>,
        claims: &mut [Claim],
        out: &mut Vec<Found>,
    ) {
        let free = |r: &&Range<usize>| (r.start..r.end).all(|k| !taken.contains(&k));
        let content: Vec<Range<usize>> = f.content.iter().filter(free).cloned().collect();
        let n: usize = content.iter().map(ExactSizeIterator::len).sum();
        let sum: f32 = content.iter().flat_map(Clone::clone).map(|k| scan.content(k - base)).sum();
        let sure = sum / n.max(1) as f32;
        if n == 0 || sure < self.lean.loose {
            return;
        }
        let mine = |c: &&mut Claim| {
            f.cue.iter().any(|v| v.start < c.trace.cue.end && c.trace.cue.start < v.end)
        };
        match claims.iter_mut().find(mine) {
            Some(Claim { found: c, .. }) => {
                c.content.extend(content.into_iter().filter(|r| sheet.inside(r.start)));
                c.content.sort_by_key(|r| r.start);
            }
            None => out.push(Found { content, confidence: f64::from(sure), ..f }),
        }
    }

    /// Labels and probabilities of one paragraph.
    pub(crate) fn scan(&self, scene: &Scene) -> Scan {
        let (mut scores, mut edges) =
            (Vec::with_capacity(scene.len()), Vec::with_capacity(scene.len()));
        let mut features = Vec::new();
        for i in 0..scene.len() {
            features.clear();
            scene.features(i, &mut features);
            scores.push(self.scan.score(&features));
            edges.push(scene.edge(i));
        }
        let (labels, marginals) = self.scan.decode(&scores, &edges);
        Scan { labels, marginals }
    }

    fn claim(&self, scene: &Scene, scan: &Scan, cue: Range<usize>, base: usize) -> Option<Claim> {
        let stage = Stage::new(scene, scan, cue.clone());
        let (mut scores, mut edges, mut features) = (Vec::new(), Vec::new(), Vec::new());
        for i in stage.window.clone() {
            features.clear();
            stage.features(i, &mut features);
            let mut row = self.attribute.score(&features);
            for (y, v) in row.iter_mut().enumerate() {
                *v += match y {
                    1 | 2 => self.lean.content,
                    3 | 4 => self.lean.speaker,
                    _ => 0.0,
                };
            }
            scores.push(row);
            edges.push(stage.edge(i));
        }
        let (labels, marginals) = self.attribute.decode(&scores, &edges);
        let from = base + stage.window.start;
        let content = stretches(&labels, 1, from);
        let mut speaker = stretches(&labels, 3, from);
        if speaker.is_empty() {
            speaker.extend(
                late(&marginals, &labels, self.lean.late).map(|r| from + r.start..from + r.end),
            );
        }
        let (mut sum, mut n) = (0.0, 0.0);
        for (y, row) in labels.iter().zip(&marginals).filter(|(y, _)| matches!(y, 1 | 2)) {
            sum += row.get(*y).copied().unwrap_or(0.0);
            n += 1.0;
        }
        let cue = base + cue.start..base + cue.end;
        let rows = marginals.iter().map(|r| [r[1], r[2]]).collect();
        let trace = Marginals { cue: cue.clone(), from, rows };
        let sure = sum / f32::max(n, 1.0);
        let confidence = f64::from(sure);
        let found = Found {
            content,
            speaker,
            cue: std::iter::once(cue).collect(),
            implicit: false,
            confidence,
            by: By::Tagger,
            told: None,
        };
        (!found.content.is_empty() && sure >= self.lean.floor).then_some(Claim { found, trace })
    }
}

/// The likeliest speaker where the best labelling has none.
fn late(marginals: &[[f32; WIDTH]], labels: &[usize], floor: f32) -> Option<Range<usize>> {
    let p = |i: usize, y: usize| marginals.get(i).and_then(|r| r.get(y)).copied().unwrap_or(0.0);
    let free = |i: usize| labels.get(i) == Some(&0);
    let mut start = None;
    let mut top = floor;
    for i in (0..labels.len()).filter(|&i| free(i)) {
        if p(i, 3) > top {
            (start, top) = (Some(i), p(i, 3));
        }
    }
    let start = start?;
    let end = (start + 1..labels.len()).find(|&i| !free(i) || p(i, 4) < top * 0.5);
    Some(start..end.unwrap_or(labels.len()))
}

/// Runs of the labels `begin` and `begin + 1`.
fn stretches(labels: &[usize], begin: usize, base: usize) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, &y) in labels.iter().enumerate() {
        let at = base + i;
        if y == begin + 1 && out.last().is_some_and(|r| r.end == at) {
            if let Some(r) = out.last_mut() {
                r.end += 1;
            }
        } else if y == begin || y == begin + 1 {
            out.push(at..at + 1);
        }
    }
    out
}

/// Where two cues claim the same words, the surer one keeps them.
fn settle(claims: &mut Vec<Claim>) {
    claims.sort_by(|a, b| {
        let (a, b) = (&a.found, &b.found);
        b.confidence
            .total_cmp(&a.confidence)
            .then(a.cue.first().map(|c| c.start).cmp(&b.cue.first().map(|c| c.start)))
    });
    let mut kept: Vec<Claim> = Vec::new();
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for mut c in claims.drain(..) {
        let all: usize = c.found.content.iter().map(ExactSizeIterator::len).sum();
        let free = |r: &Range<usize>| r.clone().filter(|k| !taken.contains(k)).count();
        let left: usize = c.found.content.iter().map(free).sum();
        if left * 2 <= all {
            continue;
        }
        let rest = c.found.content.iter().filter_map(|r| {
            let start = r.clone().find(|k| !taken.contains(k))?;
            let end = (start..r.end).find(|k| taken.contains(k)).unwrap_or(r.end);
            Some(start..end)
        });
        c.found.content = rest.collect();
        taken.extend(c.found.content.iter().flat_map(Clone::clone));
        kept.push(c);
    }
    kept.sort_by_key(|c| c.found.start());
    *claims = kept;
}
