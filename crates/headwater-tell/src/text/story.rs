//! One story as text: the six lines, its tree, what was said, what to mind.

use super::names::{dated, span_of_days};
use super::paper::{Ink, Paper, Piece, TIE, dim, outlet, plain, sign};
use super::{Desk, Labels, count, quoted, rule, said, tree};
use crate::brief::Brief;
use crate::sentence::mind;
use crate::six::{Bit, SAID, Six};
use headwater_collate::Story;
use std::collections::BTreeMap;

/// The story at this place of the findings, told as number `number`.
pub(super) fn tell(desk: &Desk, paper: &mut Paper, index: usize, number: usize) {
    let Some(story) = desk.trace.stories.get(index) else { return };
    let labels = Labels::of(&desk.trace.articles, &desk.names, &story.articles);
    let found = Brief::of(desk.trace, &desk.outline, index);
    rule(paper, &number.to_string(), &crate::plain::plain(&story.title), &extent(desk, story));
    paper.gap();
    for (label, lines) in six(desk, &labels, &found, story) {
        for (i, line) in lines.iter().enumerate() {
            paper.labelled(2, plain(if i == 0 { label } else { "" }), COLUMN, line);
        }
    }
    tree::tell(desk, paper, &labels, &found, index, number);
    said::tell(desk, paper, &labels, &found, index, number);
    minds(desk, paper, &labels, story);
}

/// Columns of the words *Source*, *Speaker* and so on.
const COLUMN: usize = 9;

/// The six lines: the name of each, and its paragraphs.
pub(super) fn six(
    desk: &Desk,
    labels: &Labels,
    found: &Brief,
    story: &Story,
) -> Vec<(&'static str, Vec<Vec<Piece>>)> {
    let (trace, outline, names) = (desk.trace, &desk.outline, &desk.names);
    let lines = Six { trace, outline, names, labels, story, found }.lines();
    let inked = |line: &Vec<Bit>| line.iter().flat_map(|bit| pieces(desk, bit)).collect();
    lines.into_iter().map(|(label, list)| (label, list.iter().map(inked).collect())).collect()
}

fn pieces(desk: &Desk, bit: &Bit) -> Vec<Piece> {
    match bit {
        Bit::Words(words) => vec![plain(words)],
        Bit::Page(_, name) => vec![outlet(name)],
        Bit::Lost(name) => vec![sign("◇"), plain(TIE), outlet(name)],
        Bit::Sign("~") => vec![plain("~")],
        Bit::Sign(mark) => vec![sign(*mark)],
        Bit::Doubt(word) => vec![dim(*word)],
        Bit::Said(place) => vec![plain(quoted(&crate::plain::short(desk.slice(*place), SAID)))],
    }
}

/// `6 pages, 12–13 Mar 2024`.
pub(super) fn extent(desk: &Desk, story: &Story) -> String {
    let articles = story.articles.iter().filter_map(|a| desk.trace.articles.get(*a));
    let days = span_of_days(articles.map(|q| &q.article));
    let also = story.articles.len() - desk.outline.reports(story);
    let also = if also == 0 { String::new() } else { format!(" ({also} equal)") };
    format!("{}{also}, {days}", count(story.articles.len(), "page", "pages"))
}

/// Further stories, one line each, told from number `from + 1` on.
pub(super) fn short(desk: &Desk, paper: &mut Paper, list: &[usize], from: usize, most: usize) {
    if list.is_empty() {
        return;
    }
    rule(paper, "More stories", "in short", &count(list.len(), "story", "stories"));
    paper.gap();
    let most = if desk.look.all { usize::MAX } else { most };
    for (i, story) in list.iter().take(most).enumerate() {
        let Some(story) = desk.trace.stories.get(*story) else { continue };
        let title = crate::plain::short(&story.title, 100);
        let words = [plain(title), dim(format!("  {}", extent(desk, story)))];
        paper.labelled(2, plain((from + i + 1).to_string()), 5, &words);
    }
    if list.len() > most {
        paper.line(2, &[dim(format!("… {} more: --all", list.len() - most))]);
    }
}

/// What to mind of each report.
pub(super) fn remarks(desk: &Desk, story: &Story) -> BTreeMap<usize, Vec<String>> {
    let mut of: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for (index, remark) in &desk.trace.remarks {
        if story.articles.contains(index)
            && let Some(words) = mind(remark)
            && of.get(index).is_none_or(|list| !list.contains(&words))
        {
            of.entry(*index).or_default().push(words);
        }
    }
    for index in &story.articles {
        if let Some(quoted) = desk.trace.articles.get(*index)
            && quoted.article.date.is_none()
            && !desk.outline.also.contains_key(index)
        {
            let words = dated(&quoted.article, desk.trace.not_before(*index));
            of.entry(*index).or_default().insert(0, words);
        }
    }
    of
}

/// The same, a line each.
fn minds(desk: &Desk, paper: &mut Paper, labels: &Labels, story: &Story) {
    let of = remarks(desk, story);
    if of.is_empty() {
        return;
    }
    paper.gap();
    paper.line(2, &[Piece(Ink::Head, "Mind".to_owned())]);
    for (index, list) in of {
        let words = [outlet(labels.get(index)), plain(format!(": {}", list.join("; ")))];
        paper.hang(&[plain("    ")], "      ", &words);
    }
}
