//! Trains the weights of the fast tagger on annotated articles. Not part of the program.

// Matrices over labels read better by index.
#![allow(clippy::needless_range_loop)]

use crate::attribute::Stage;
use crate::crf::WIDTH;
use crate::fast::Fast;
use crate::features::{EDGES, Scene};
use crate::lexis::{Lexis, Word, hash};
use crate::sheet::Sheet;
use headwater_page::Article;
use headwater_text::{CharIndex, Span};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// One annotated quotation: places in bytes.
#[derive(Clone, Debug)]
pub struct Gold {
    /// Reported words.
    pub content: Vec<Span>,
    /// Who says them.
    pub speaker: Vec<Span>,
    /// What attributes.
    pub cue: Vec<Span>,
}

/// An annotated article.
pub struct Lesson {
    /// The article.
    pub article: Article,
    /// Its quotations.
    pub gold: Vec<Gold>,
}

/// Reads lessons from JSON lines.
pub fn lessons(jsonl: &str) -> Vec<Lesson> {
    jsonl.lines().filter_map(lesson).collect()
}

fn lesson(line: &str) -> Option<Lesson> {
    let v: Value = serde_json::from_str(line).ok()?;
    let text = v.get("text")?.as_str()?;
    let index = CharIndex::new(text);
    let quotes = v.get("quotes")?.as_array()?;
    let gold = quotes.iter().map(|q| Gold {
        content: index.parse_list(q.get("content_spans")),
        speaker: index.parse_list(q.get("speaker_spans")),
        cue: index.parse_list(q.get("cue_spans")),
    });
    let gold = gold.collect();
    Some(Lesson { article: Article::plain(v.get("id")?.as_str()?, text), gold })
}

/// One sequence for the trainer.
#[derive(Default)]
pub struct Sequence {
    /// Features of all tokens, one after the other.
    pub features: Vec<u32>,
    /// Where each token's features end.
    pub ends: Vec<u32>,
    /// The border class before each token.
    pub edges: Vec<u16>,
    /// The right labels.
    pub gold: Vec<u8>,
}

/// Labels of the scanning chain for all tokens of a sheet.
pub fn labels(sheet: &Sheet<'_>, gold: &[Gold]) -> Vec<u8> {
    let mut out = vec![0u8; sheet.tokens.len()];
    let mut paint = |span: &Span, begin: u8| {
        let a = sheet.tokens.partition_point(|t| t.span.end <= span.start);
        let b = sheet.tokens.partition_point(|t| t.span.start < span.end);
        for (k, l) in out.get_mut(a..b).unwrap_or(&mut []).iter_mut().enumerate() {
            *l = if k == 0 { begin } else { begin + 1 };
        }
    };
    for q in gold {
        let cue = q.cue.first().map_or(0, |c| c.start);
        for c in &q.content {
            paint(c, if c.start >= cue { 1 } else { 3 });
        }
    }
    for q in gold {
        let cue = q.cue.first().map_or(0, |c| c.start);
        for s in &q.speaker {
            paint(s, if s.start <= cue { 7 } else { 9 });
        }
    }
    for c in gold.iter().flat_map(|q| &q.cue) {
        paint(c, 5);
    }
    out
}

/// Counts words into the table, and joins word classes (`word TAB a TAB b TAB c` a line).
pub fn lexis(lessons: &[Lesson], classes: &str) -> Lexis {
    let mut counts: BTreeMap<u32, [u32; 4]> = BTreeMap::new();
    for l in lessons {
        let sheet = Sheet::new(&l.article);
        for (i, y) in labels(&sheet, &l.gold).iter().enumerate() {
            let c = counts.entry(hash(sheet.low(i))).or_default();
            c[0] += 1;
            c[1] += u32::from(matches!(y, 5 | 6));
            c[2] += u32::from(matches!(y, 7..=10));
            c[3] += u32::from(matches!(y, 1 | 3));
        }
    }
    let mut table: BTreeMap<u32, Word> = BTreeMap::new();
    for line in classes.lines() {
        let mut parts = line.split('\t');
        let Some(word) = parts.next() else { continue };
        let mut number = || parts.next().and_then(|p| p.parse().ok()).unwrap_or(0);
        let classes = [number(), number(), number()];
        table.entry(hash(word)).or_insert(Word { classes, ..Word::default() });
    }
    for (key, [n, cue, speaker, opens]) in counts {
        if n < 4 {
            continue;
        }
        let grade = |k: u32| match f64::from(k) / (f64::from(n) + 1.0) {
            r if r > 0.65 => 5,
            r if r > 0.4 => 4,
            r if r > 0.2 => 3,
            r if r > 0.05 => 2,
            r if r > 0.01 => 1,
            _ => 0,
        };
        let w = table.entry(key).or_default();
        (w.cue, w.speaker, w.opens) = (grade(cue), grade(speaker), grade(opens));
    }
    Lexis::new(table.into_iter().collect())
}

/// The sequences of the scanning chain, one a paragraph.
pub fn scan_sequences(lesson: &Lesson, lexis: &Lexis) -> Vec<Sequence> {
    let sheet = Sheet::new(&lesson.article);
    let gold = labels(&sheet, &lesson.gold);
    let mut out = Vec::new();
    for (n, para) in sheet.paras.iter().enumerate() {
        let scene = Scene::new(&sheet, lexis, n, para);
        let mut s = Sequence { gold: gold[para.tokens.clone()].to_vec(), ..Sequence::default() };
        for i in 0..scene.len() {
            scene.features(i, &mut s.features);
            s.ends.push(s.features.len() as u32);
            s.edges.push(scene.edge(i) as u16);
        }
        out.push(s);
    }
    out
}

/// The sequences of the attributing chain, one for each cue candidate; `fast` scans.
pub fn attribute_sequences(lesson: &Lesson, fast: &Fast) -> Vec<Sequence> {
    let sheet = Sheet::new(&lesson.article);
    let mut out = Vec::new();
    let tokens = |s: &Span| {
        let a = sheet.tokens.partition_point(|t| t.span.end <= s.start);
        let b = sheet.tokens.partition_point(|t| t.span.start < s.end);
        a..b.max(a)
    };
    let gold: Vec<[Vec<std::ops::Range<usize>>; 3]> = lesson
        .gold
        .iter()
        .map(|g| [&g.content, &g.speaker, &g.cue].map(|l| l.iter().map(tokens).collect()))
        .collect();
    for (n, para) in sheet.paras.iter().enumerate() {
        let base = para.tokens.start;
        let scene = Scene::new(&sheet, &fast.lexis, n, para);
        let scan = fast.scan(&scene);
        let mut cues = scan.cues();
        let here = |q: &&[Vec<std::ops::Range<usize>>; 3]| {
            q[2].first().is_some_and(|c| para.tokens.contains(&c.start))
        };
        let meets = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| {
            a.start < b.end && b.start < a.end
        };
        for q in gold.iter().filter(here) {
            let cue = q[2][0].start - base..q[2][0].end.min(para.tokens.end) - base;
            if !cues.iter().any(|c| meets(c, &cue)) {
                cues.push(cue);
            }
        }
        for cue in cues {
            let at = base + cue.start..base + cue.end;
            let right =
                gold.iter().filter(|q| q[2].iter().any(|c| meets(c, &at))).max_by_key(|q| {
                    q[2].iter()
                        .map(|c| c.end.min(at.end).saturating_sub(c.start.max(at.start)))
                        .max()
                });
            let stage = Stage::new(&scene, &scan, cue);
            let mut s = Sequence::default();
            for i in stage.window.clone() {
                stage.features(i, &mut s.features);
                s.ends.push(s.features.len() as u32);
                s.edges.push(stage.edge(i) as u16);
                let k = base + i;
                let mut y = 0;
                for (slot, begin) in [(0, 1), (1, 3)] {
                    if let Some(r) = right.and_then(|q| q[slot].iter().find(|r| r.contains(&k))) {
                        y = if r.start == k || i == stage.window.start { begin } else { begin + 1 };
                    }
                }
                s.gold.push(y);
            }
            out.push(s);
        }
    }
    out
}

/// Number of border classes of the scanning chain.
pub const SCAN_EDGES: usize = EDGES;

/// Labels of the attributing chain.
pub const ATTRIBUTE_LABELS: usize = crate::attribute::LABELS;

/// How to train.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Passes over the data.
    pub epochs: usize,
    /// Step size.
    pub rate: f32,
    /// Pull towards zero.
    pub l1: f32,
    /// Features seen less often are left out.
    pub min_count: u32,
    /// At most so many features survive; the rest are pruned and the survivors trained again.
    pub keep: usize,
}

/// Trained weights.
#[derive(Clone, Default)]
pub struct Weights {
    /// Labels in use.
    pub labels: usize,
    /// Feature and its weights.
    pub rows: Vec<(u32, [f32; WIDTH])>,
    /// Border weights.
    pub edges: Vec<f32>,
}

/// Trains a chain by AdaGrad on the conditional likelihood, averaged over the last half.
pub fn train(
    sequences: &mut [Sequence],
    labels: usize,
    edge_classes: usize,
    set: Settings,
) -> Weights {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for f in sequences.iter().flat_map(|s| &s.features) {
        *counts.entry((*f).max(1)).or_default() += 1;
    }
    let often = |k: &u32| counts.get(k).copied().unwrap_or(0);
    let mut keys: Vec<u32> = counts.keys().filter(|k| often(k) >= set.min_count).copied().collect();
    keys.sort_unstable();
    let mut made = if set.keep == 0 {
        fit(sequences, &keys, labels, edge_classes, set)
    } else {
        let short = Settings { epochs: set.epochs.div_ceil(2), ..set };
        let mut first = fit(sequences, &keys, labels, edge_classes, short);
        if first.rows.len() > set.keep {
            let size = |r: &[f32; WIDTH]| r.iter().map(|w| w * w).sum::<f32>();
            first.rows.sort_by(|a, b| size(&b.1).total_cmp(&size(&a.1)).then(a.0.cmp(&b.0)));
            first.rows.truncate(set.keep);
        }
        let mut keys: Vec<u32> = first.rows.iter().map(|r| r.0).collect();
        keys.sort_unstable();
        fit(sequences, &keys, labels, edge_classes, set)
    };
    // The program keeps the commonest in a table of their own, close together.
    made.rows.sort_by(|a, b| often(&b.0).cmp(&often(&a.0)).then(a.0.cmp(&b.0)));
    made
}

fn fit(
    sequences: &[Sequence],
    keys: &[u32],
    labels: usize,
    edge_classes: usize,
    set: Settings,
) -> Weights {
    let index: HashMap<u32, u32> = keys.iter().enumerate().map(|(i, k)| (*k, i as u32)).collect();
    let dense: Vec<(Vec<u32>, Vec<u32>)> = sequences
        .iter()
        .map(|s| {
            let (mut ids, mut ends) = (Vec::new(), Vec::new());
            let mut from = 0;
            for e in &s.ends {
                let part = &s.features[from as usize..*e as usize];
                ids.extend(part.iter().filter_map(|f| index.get(&(*f).max(1)).copied()));
                ends.push(ids.len() as u32);
                from = *e;
            }
            (ids, ends)
        })
        .collect();
    let mut model = Learner::new(keys.len(), labels, edge_classes, set);
    let mut order: Vec<usize> = (0..sequences.len()).collect();
    let mut seed = 88_172_645_463_325_252u64;
    let mut sum = (vec![[0f32; WIDTH]; keys.len()], vec![0f32; edge_classes * labels * labels]);
    let mut taken = 0;
    for epoch in 0..set.epochs {
        for i in (1..order.len()).rev() {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            order.swap(i, (seed % (i as u64 + 1)) as usize);
        }
        for &k in &order {
            model.step(&dense[k].0, &dense[k].1, &sequences[k].edges, &sequences[k].gold);
        }
        if epoch >= set.epochs / 2 {
            taken += 1;
            for (s, w) in sum.0.iter_mut().zip(&model.w) {
                s.iter_mut().zip(w).for_each(|(a, b)| *a += b);
            }
            sum.1.iter_mut().zip(&model.e).for_each(|(a, b)| *a += b);
        }
    }
    let scale = 1.0 / taken.max(1) as f32;
    let rows = keys.iter().zip(&sum.0).map(|(k, r)| (*k, r.map(|w| w * scale)));
    let rows = rows.filter(|r| r.1.iter().any(|w| w.abs() > 1e-4)).collect();
    Weights { labels, rows, edges: sum.1.iter().map(|e| e * scale).collect() }
}

struct Learner {
    labels: usize,
    w: Vec<[f32; WIDTH]>,
    g: Vec<[f32; WIDTH]>,
    e: Vec<f32>,
    eg: Vec<f32>,
    set: Settings,
}

impl Learner {
    fn new(n: usize, labels: usize, classes: usize, set: Settings) -> Learner {
        let size = classes * labels * labels;
        Learner {
            labels,
            w: vec![[0.0; WIDTH]; n],
            g: vec![[0.0; WIDTH]; n],
            e: vec![0.0; size],
            eg: vec![0.0; size],
            set,
        }
    }

    /// One step on one sequence.
    fn step(&mut self, ids: &[u32], ends: &[u32], edges: &[u16], gold: &[u8]) {
        let emit = self.emissions(ids, ends);
        let trans = self.transitions(edges, ends.len());
        let (alpha, beta) = self.passes(&emit, &trans);
        self.learn_rows(ids, ends, gold, &alpha, &beta);
        for i in 1..ends.len() {
            let joint =
                |x: usize, y: usize| alpha[i - 1][x] * trans[i][x][y] * emit[i][y] * beta[i][y];
            self.learn_edge(edges[i], (gold[i - 1], gold[i]), joint);
        }
    }

    /// The weight of each label at each token.
    fn emissions(&self, ids: &[u32], ends: &[u32]) -> Vec<[f32; WIDTH]> {
        let l = self.labels;
        let mut emit = vec![[0f32; WIDTH]; ends.len()];
        let mut from = 0;
        for (row, e) in emit.iter_mut().zip(ends) {
            for id in &ids[from as usize..*e as usize] {
                row.iter_mut().zip(&self.w[*id as usize]).for_each(|(r, w)| *r += w);
            }
            from = *e;
            let top = row.iter().take(l).fold(f32::NEG_INFINITY, |m, v| m.max(*v));
            for (y, v) in row.iter_mut().enumerate() {
                *v = if y < l { libm::expf(*v - top) } else { 0.0 };
            }
        }
        emit
    }

    /// The weight of each label behind each other one, before each token.
    fn transitions(&self, edges: &[u16], n: usize) -> Vec<[[f32; WIDTH]; WIDTH]> {
        let l = self.labels;
        let mut trans = vec![[[0f32; WIDTH]; WIDTH]; n];
        for i in 1..n {
            let base = edges[i] as usize * l * l;
            for x in 0..l {
                for y in 0..l {
                    trans[i][x][y] = libm::expf(self.e[base + x * l + y]);
                }
            }
        }
        trans
    }

    /// The weights of all that comes before each token, and of all behind it.
    fn passes(
        &self,
        emit: &[[f32; WIDTH]],
        trans: &[[[f32; WIDTH]; WIDTH]],
    ) -> (Vec<[f32; WIDTH]>, Vec<[f32; WIDTH]>) {
        let (l, n) = (self.labels, emit.len());
        let mut alpha = vec![[0f32; WIDTH]; n];
        let mut beta = vec![[1f32; WIDTH]; n];
        for i in 0..n {
            let mut now = emit[i];
            if i > 0 {
                let mut sum = [0f32; WIDTH];
                for x in 0..l {
                    let a = alpha[i - 1][x];
                    sum.iter_mut().zip(&trans[i][x]).for_each(|(s, t)| *s += a * t);
                }
                now.iter_mut().zip(sum).for_each(|(v, s)| *v *= s);
            }
            norm(&mut now);
            alpha[i] = now;
        }
        for i in (1..n).rev() {
            let mut next = [0f32; WIDTH];
            let weighed: [f32; WIDTH] = std::array::from_fn(|y| emit[i][y] * beta[i][y]);
            for x in 0..l {
                next[x] = trans[i][x].iter().zip(&weighed).map(|(t, w)| t * w).sum();
            }
            norm(&mut next);
            beta[i - 1] = next;
        }
        (alpha, beta)
    }

    /// Moves the weights of each token's features towards its label.
    fn learn_rows(
        &mut self,
        ids: &[u32],
        ends: &[u32],
        gold: &[u8],
        alpha: &[[f32; WIDTH]],
        beta: &[[f32; WIDTH]],
    ) {
        let (rate, l1) = (self.set.rate, self.set.l1);
        let mut from = 0;
        for i in 0..ends.len() {
            let mut p: [f32; WIDTH] = std::array::from_fn(|y| alpha[i][y] * beta[i][y]);
            norm(&mut p);
            p[gold[i] as usize] -= 1.0;
            if p.iter().any(|x| x.abs() > 1e-4) {
                for id in &ids[from as usize..ends[i] as usize] {
                    let (w, g) = (&mut self.w[*id as usize], &mut self.g[*id as usize]);
                    for y in 0..WIDTH {
                        g[y] += p[y] * p[y];
                        let lr = rate / (g[y] + 1e-3).sqrt();
                        let v = w[y] - lr * p[y];
                        w[y] = v.signum() * (v.abs() - lr * l1).max(0.0);
                    }
                }
            }
            from = ends[i];
        }
    }

    /// Moves the weights of one border towards the two labels beside it.
    fn learn_edge(&mut self, edge: u16, gold: (u8, u8), weigh: impl Fn(usize, usize) -> f32) {
        let l = self.labels;
        let base = edge as usize * l * l;
        let mut joint = [[0f32; WIDTH]; WIDTH];
        let mut z = 0f32;
        for x in 0..l {
            for y in 0..l {
                joint[x][y] = weigh(x, y);
                z += joint[x][y];
            }
        }
        let z = z.max(1e-30);
        for x in 0..l {
            for y in 0..l {
                let right = gold.0 as usize == x && gold.1 as usize == y;
                let p = joint[x][y] / z - f32::from(u8::from(right));
                if p.abs() > 1e-5 {
                    let k = base + x * l + y;
                    self.eg[k] += p * p;
                    self.e[k] -= self.set.rate * p / (self.eg[k] + 1e-3).sqrt();
                }
            }
        }
    }
}

fn norm(v: &mut [f32; WIDTH]) {
    let s: f32 = v.iter().sum::<f32>().max(1e-30);
    v.iter_mut().for_each(|x| *x /= s);
}
