//! The evidence of a story as rows of numbers, for fitting the weights and for checking them.

use crate::chances::Chances;
use crate::evidence::Evidence;
use crate::family::collate;
use crate::infer::weighed;
use crate::kin::kinship;
use crate::model::{First, Model, WeightFiles, weigh};
use crate::second::Second;
use crate::witness::gather;
use headwater_quote::Quoted;
use headwater_text::BadWeights;

/// Evidence of one story: a row for each witness alone and for each ordered pair.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// Names of the numbers about a witness alone, about `p` as parent of `c`, and about a lost
    /// text shared by both.
    pub names: [Vec<&'static str>; 3],
    /// A row a witness.
    pub alone: Vec<Vec<f64>>,
    /// `(p, c)`, the row for descent, the row for a shared lost text.
    pub pairs: Vec<(usize, usize, Vec<f64>, Vec<f64>)>,
}

fn row(
    names: &mut Vec<&'static str>,
    fill: impl FnOnce(&mut dyn FnMut(&'static str, f64)),
) -> Vec<f64> {
    let mut out = Vec::new();
    let first = names.is_empty();
    fill(&mut |name, v| {
        if first {
            names.push(name);
        }
        out.push(v);
    });
    out
}

/// The evidence of a story whose reports are all of `articles`. With `weights` (a file of
/// weights), the probabilities of a first look with them count as evidence too.
///
/// # Errors
///
/// Where the weights cannot be used.
pub fn rows(articles: &[Quoted], weights: Option<WeightFiles>) -> Result<Rows, BadWeights> {
    let witnesses = gather(articles.iter().enumerate());
    let collation = collate(&witnesses);
    let e = Evidence::new(&witnesses, kinship(&witnesses, &collation));
    let model = weights.map(Model::parse).transpose()?;
    let first = model.as_ref().map(|m| {
        let arcs = weigh(&e, m, 0, None);
        First::new(&arcs, &arcs.marginals())
    });
    let mut out = Rows::default();
    let [alone, descent, sibling] = &mut out.names;
    for c in 0..e.size() {
        out.alone.push(row(alone, |put| {
            e.alone(c, put);
            if let Some(f) = &first {
                f.alone(&e, c, put);
            }
        }));
        for p in e.kinship.near.get(c).map(Vec::as_slice).unwrap_or(&[]) {
            let d = row(descent, |put| {
                e.descent(*p, c, put);
                if let Some(f) = &first {
                    f.descent(&e, *p, c, put);
                }
            });
            let s = row(sibling, |put| {
                e.siblings(*p, c, put);
                if let Some(f) = &first {
                    f.siblings(&e, *p, c, put);
                }
            });
            out.pairs.push((*p, c, d, s));
        }
    }
    Ok(out)
}

/// What second parents are fitted on: the last round's weights of all edges, and evidence for two
/// parents.
#[derive(Clone, Debug, Default)]
pub struct SecondRows {
    /// Names of the numbers of a row.
    pub names: Vec<&'static str>,
    /// For each witness the weight of being made from nothing given.
    pub root: Vec<f64>,
    /// Weights of edges: parent, child, descent, shared lost text.
    pub arcs: Vec<(usize, usize, f64, f64)>,
    /// First parent, second parent, child, row.
    pub rows: Vec<(usize, usize, usize, Vec<f64>)>,
}

/// What second parents of one story are fitted on, with these weights for everything else.
///
/// # Errors
///
/// Where the weights cannot be used.
pub fn second_rows(articles: &[Quoted], weights: WeightFiles) -> Result<SecondRows, BadWeights> {
    let witnesses = gather(articles.iter().enumerate());
    let collation = collate(&witnesses);
    let e = Evidence::new(&witnesses, kinship(&witnesses, &collation));
    let model = Model::parse(weights)?;
    let (arcs, marginals) = weighed(&e, &model);
    let chances = Chances::new(&arcs, &marginals);
    let second =
        Second { witnesses: &witnesses, collation: &collation, evidence: &e, chances: &chances };
    let mut out = SecondRows { root: arcs.root.clone(), ..SecondRows::default() };
    // Each pair of witnesses has its two kinds of edge one after the other.
    for pair in arcs.arcs.chunks_exact(2) {
        if let [d, s] = pair {
            out.arcs.push((d.from, d.to, d.weight, s.weight));
        }
    }
    for c in 0..e.size() {
        for (p, q, row) in second.pairs(c) {
            if out.names.is_empty() {
                out.names = row.iter().map(|x| x.0).collect();
            }
            out.rows.push((p, q, c, row.into_iter().map(|x| x.1).collect()));
        }
    }
    Ok(out)
}
