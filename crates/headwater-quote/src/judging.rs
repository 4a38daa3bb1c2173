//! Makes the rows that the forests of the second look are trained on, from annotated articles. Not
//! part of the program.

use crate::antecedent::{Answer, Form, Question, Row as Numbers};
use crate::choices::{Choice, View};
use crate::fast::Fast;
use crate::rules::Found;
use crate::sheet::{Sheet, Sort};
use crate::training::Lesson;
use headwater_text::Span;
use std::ops::Range;

/// A place or a finding: which finding it belongs to, whether it is right, and its features.
#[derive(Clone, Debug)]
pub struct Row {
    /// Number of the finding.
    pub group: usize,
    /// The answer.
    pub right: bool,
    /// The features.
    pub features: Vec<f32>,
}

/// Rows for beginnings, ends and belief.
pub type Rows = [Vec<Row>; 3];

/// Appends the rows of one article. `fast` must not have learned from it. With `believe`, the
/// findings are moved by its judges and rows for belief given; else rows for places.
pub fn rows(lesson: &Lesson, fast: &Fast, believe: bool, out: &mut Rows) {
    let sheet = Sheet::new(&lesson.article);
    let tokens = |s: &Span| {
        let a = sheet.tokens.partition_point(|t| t.span.end <= s.start);
        let b = sheet.tokens.partition_point(|t| t.span.start < s.end);
        a..b.max(a)
    };
    let gold: Vec<Vec<Range<usize>>> =
        lesson.gold.iter().map(|g| g.content.iter().map(tokens).collect()).collect();
    for (n, para) in sheet.paras.iter().enumerate() {
        fast.paragraph(&sheet, n, para, |view, found| {
            for k in 0..found.len() {
                if believe {
                    let [p, q] = fast.judges.fit(view, found, k);
                    let features = view.belief(&found[k], p, q);
                    let right = matching(&found[k], &gold).is_some();
                    out[2].push(Row { group: 0, right, features });
                } else {
                    places(view, found, k, &gold, out);
                }
            }
        });
    }
}

/// The annotated quotation that shares half of its tokens with a finding.
fn matching<'g>(f: &Found, gold: &'g [Vec<Range<usize>>]) -> Option<&'g Vec<Range<usize>>> {
    let size = |l: &[Range<usize>]| l.iter().map(ExactSizeIterator::len).sum::<usize>();
    let dice = |g: &[Range<usize>]| {
        let both: usize = f.content.iter().flat_map(|a| g.iter().map(|b| meets(a, b))).sum();
        2.0 * both as f64 / (size(&f.content) + size(g)).max(1) as f64
    };
    let best = gold.iter().map(|g| (dice(g), g)).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|b| b.0 >= 0.5).map(|b| b.1)
}

fn meets(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// Rows for the places where one finding may begin and end.
fn places(
    view: &View<'_, '_>,
    found: &[Found],
    k: usize,
    gold: &[Vec<Range<usize>>],
    out: &mut Rows,
) {
    let f = &found[k];
    let Some(right) = matching(f, gold) else { return };
    let others = view.others(found, k);
    let nearest = |c: &Range<usize>| right.iter().max_by_key(|r| meets(r, c)).cloned();
    // Where no place is right to the token, one that differs by marks and stops is.
    let word = |i: usize| view.sheet.tokens.get(i).is_some_and(|t| t.sort != Sort::Mark);
    let first = |i: usize| (i..view.sheet.tokens.len()).find(|&i| word(i));
    let last = |i: usize| (0..i).rev().find(|&i| word(i));
    let mut push = |slot: usize, list: Vec<Choice>, right: usize, like: &dyn Fn(usize) -> bool| {
        let group = out[slot].last().map_or(0, |r| r.group + 1);
        let exact = list.iter().any(|c| c.at == right);
        for c in list {
            let right = if exact { c.at == right } else { like(c.at) };
            out[slot].push(Row { group, right, features: c.row });
        }
    };
    if let Some(r) = f.content.first().and_then(nearest) {
        push(0, view.starts(f, &others), r.start, &|i| first(i) == first(r.start));
    }
    if let Some(r) = f.content.last().and_then(nearest) {
        push(1, view.ends(f, &others), r.end, &|i| last(i) == last(r.end));
    }
}

/// One quotation whose speaker was asked for, with all answers that were weighed.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Places of the words.
    pub content: Vec<Span>,
    /// What kind of phrase names the speaker, 0 to 3: the column of the table of weights.
    pub form: usize,
    /// The phrase as printed.
    pub printed: Option<String>,
    /// What rules answer.
    pub ruled: Option<String>,
    /// Names of the answers, `None` for nobody, with their numbers.
    pub answers: Vec<(Option<String>, Vec<f32>)>,
}

impl Asked {
    pub(crate) fn new(
        sheet: &Sheet<'_>,
        figures: &crate::figures::Figures<'_, '_>,
        q: &Question<'_>,
        form: Form,
        rows: &[(Answer, Numbers)],
    ) -> Asked {
        let mention = q.found.speaker.first();
        let name = |answer: &Answer| match answer {
            Answer::Figure(f) => figures.name(*f),
            Answer::Printed => mention.and_then(|r| figures.printed(r)),
            Answer::Nobody => None,
        };
        Asked {
            content: q.found.content.iter().map(|c| sheet.span(c)).collect(),
            form: form as usize,
            printed: mention.map(|r| sheet.span(r).of(sheet.text).to_owned()),
            ruled: q.ruled.name.clone(),
            answers: rows.iter().map(|(a, r)| (name(a), r.to_vec())).collect(),
        }
    }
}

/// What is asked about the speakers of an article.
pub fn asked(article: &headwater_page::Article, tagger: &crate::Tagger) -> Vec<Asked> {
    let sheet = Sheet::new(article);
    let found = tagger.find(&sheet);
    crate::assemble::Assembly::new(&sheet, article.date).asked(found)
}

/// The places of words without marks that a tagger finds in an article, and what they are weighed by.
pub fn weighed(
    article: &headwater_page::Article,
    tagger: &crate::Tagger,
) -> Vec<(Vec<Span>, Vec<f64>)> {
    let sheet = Sheet::new(article);
    let found = tagger.find(&sheet);
    crate::assemble::Assembly::new(&sheet, article.date).weighed(found)
}
