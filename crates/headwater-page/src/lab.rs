//! For training and measuring only: what the learned parts see of a page.

use crate::byline::byline;
use crate::clue::clues;
use crate::decode::{decode_html, decode_text};
use crate::features::features;
use crate::flat::{looks_like_html, read_flat};
use crate::html::read_html;
use crate::label::{self, Weights};
use crate::leaning::{Kind, key, line_keys};
use crate::reader::Hint;
use crate::title::title;
use crate::view::View;
use crate::{authors, dating, headline, outlet};
use std::borrow::Cow;

/// What the block labeller sees of one page.
pub struct Seen {
    /// The lines of all blocks.
    pub lines: Vec<String>,
    /// Which of them were looked at.
    pub seq: Vec<usize>,
    /// A row of numbers for each of these, without what words speak for.
    pub rows: Vec<Vec<f32>>,
    /// Keys of the words of each of these.
    pub words: Vec<Vec<u32>>,
    /// Keys of its start, its end and the whole.
    pub wholes: Vec<[u32; 3]>,
    /// The element of each of these.
    pub nodes: Vec<u32>,
    /// Parents of all elements.
    pub parents: Vec<u32>,
    /// What elements are called: keys of words, names that return once.
    pub calls: Vec<Vec<u32>>,
    /// For each element a place in these.
    pub called: Vec<u32>,
}

/// Measures one page.
pub fn blocks(bytes: &[u8], html: Option<bool>) -> Seen {
    let flat = !html.unwrap_or_else(|| looks_like_html(bytes));
    let source = if flat { Cow::default() } else { decode_html(bytes, None) };
    let doc = if flat { read_flat(decode_text(bytes)) } else { read_html(&source) };
    let stated = clues(&doc).bodies;
    let view = View::new(&doc, flat, stated);
    let (mut seq, mut rows) = (Vec::new(), Vec::new());
    features(&view, None, |i, row| {
        seq.push(i);
        rows.push(row.to_vec());
    });
    let line = |i: &usize| view.hashed.line(*i);
    let word = |w: &u32| key(Kind::Word, u64::from(*w));
    let from = |c: usize| doc.calls.get(c).map_or(0, |e| *e as usize);
    let calls = (0..doc.calls.len()).map(|c| from(c.wrapping_sub(1))..from(c));
    Seen {
        lines: (0..view.len()).map(|i| view.line(i).to_owned()).collect(),
        words: seq.iter().map(|i| line(i).iter().map(word).collect()).collect(),
        wholes: seq.iter().map(|i| line_keys(line(i))).collect(),
        nodes: seq.iter().filter_map(|i| doc.blocks.get(*i)).map(|b| b.node).collect(),
        parents: doc.nodes.iter().map(|n| n.parent).collect(),
        calls: calls.map(|c| doc.called.get(c).unwrap_or(&[]).to_vec()).collect(),
        called: doc.nodes.iter().map(|n| n.called).collect(),
        seq,
        rows,
    }
}

/// A day or a name, and its row of numbers.
pub type Row = (String, Vec<f32>);

/// What the choices of a page's fields see of it.
pub struct Fields {
    /// The days that the page offers.
    pub days: Vec<Row>,
    /// The same as if it had printed words alone and no tags.
    pub bare: Vec<Row>,
    /// The names that may be authors.
    pub names: Vec<Row>,
    /// The lines that may be the headline of flattened text.
    pub titles: Vec<Row>,
}

/// Measures one page of HTML or flattened text.
pub fn fields(bytes: &[u8], hint: &Hint, weights: &Weights) -> Fields {
    let flat = !hint.html.unwrap_or_else(|| looks_like_html(bytes));
    let source = if flat { Cow::default() } else { decode_html(bytes, None) };
    let doc = if flat { read_flat(decode_text(bytes)) } else { read_html(&source) };
    let mut clues = clues(&doc);
    let view = View::new(&doc, flat, std::mem::take(&mut clues.bodies));
    let body = label::choose(&view, weights);
    let title = title(&view, &body, &clues, hint.url.as_deref(), &weights.titles);
    let all = dating::collect(&view, &clues, hint.url.as_deref());
    let [days, bare] = [false, true].map(|bare| {
        let kept: Vec<_> = all.iter().filter(|c| !bare || c.is_printed()).collect();
        let url = hint.url.as_deref().filter(|_| !bare);
        let days = dating::days(&view, &body, &title, &kept, url);
        days.into_iter().map(|d| (d.date.to_string(), d.row)).collect()
    });
    let outlet = outlet::outlet(&view, &body, &title, &clues, hint.url.as_deref());
    let ruled = byline(&view, &body, &title, &clues, outlet.as_deref());
    let around = authors::Around {
        view: &view,
        body: &body,
        title: &title,
        clues: &clues,
        outlet: outlet.as_deref(),
        url: hint.url.as_deref(),
    };
    let names = authors::names(around, &ruled.names);
    let lines = if flat { headline::lines(&view, &body) } else { Vec::new() };
    Fields {
        days,
        bare,
        names: names.into_iter().map(|n| (n.name, n.row)).collect(),
        titles: lines.into_iter().map(|l| (view.line(l.block).to_owned(), l.row)).collect(),
    }
}
