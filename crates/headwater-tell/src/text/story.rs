//! One story as text: its reports in time order, its tree, what was said, its remarks.

use super::names::{dated, outlet, span_of_days};
use super::{Names, WIDTH, count, hang, quoted, said, tree};
use crate::plain::{plain, short};
use headwater::Findings;
use headwater_collate::{Story, Utterance};
use std::collections::BTreeSet;

/// Most utterances told for one story; the rest are counted.
const UTTERANCES: usize = 12;

/// The story at place `index` of the trace, told as number `number`.
pub(crate) fn tell(trace: &Findings, names: &Names, index: usize, number: usize) -> String {
    let Some(story) = trace.stories.get(index) else { return String::new() };
    let days = span_of_days(story.articles.iter().filter_map(|a| article(trace, *a)));
    let right = format!("{} · {days}", count(story.articles.len(), "report", "reports"));
    let title = format!("STORY {number} · {}", plain(&story.title));
    let room = WIDTH.saturating_sub(right.chars().count() + 3);
    let left = short(&title, room);
    let gap = WIDTH.saturating_sub(left.chars().count() + right.chars().count());
    let mut out = format!("\n\n{left}{}{right}\n", " ".repeat(gap));
    out.push_str(&reports(trace, names, story));
    if let Some(stemma) = trace.stemmata.get(index)
        && (story.articles.len() > 1 || stemma.nodes.len() > 1)
    {
        out.push_str(&tree::tell(trace, names, stemma));
    }
    out.push_str(&utterances(trace, names, story));
    out.push_str(&remarks(trace, names, story));
    out
}

fn article(trace: &Findings, index: usize) -> Option<&headwater_page::Article> {
    trace.articles.get(index).map(|q| &q.article)
}

/// Its reports in time order; undated ones last.
fn reports(trace: &Findings, names: &Names, story: &Story) -> String {
    let mut order = story.articles.clone();
    order.sort_by_key(|a| {
        let date = article(trace, *a).and_then(|x| x.date);
        (date.is_none(), date.map(|d| d.interval()), *a)
    });
    let copies: BTreeSet<usize> = story.also.iter().map(|a| a.0).collect();
    let mut out = String::new();
    for index in order.into_iter().filter(|i| !copies.contains(i)) {
        let Some(article) = article(trace, index) else { continue };
        let sign = format!("{:<w$} ", names.siglum(index), w = names.width);
        let title = article.title.as_deref().map(|t| format!(" · {}", quoted(&short(t, 90))));
        let also: Vec<usize> = story.also.iter().filter(|a| a.1 == index).map(|a| a.0).collect();
        let also = match also.as_slice() {
            [] => String::new(),
            some => format!(" · also {}", names.list(some.iter().copied())),
        };
        let dated = dated(article, trace.not_before(index));
        let words = format!("{}, {dated}{}{also}", outlet(article), title.unwrap_or_default());
        out.push_str(&hang(2, &sign, &words));
    }
    out
}

/// What was said: statements with several readings first, then the others, each in the order of
/// its fullest report.
fn utterances(trace: &Findings, names: &Names, story: &Story) -> String {
    let mut list: Vec<&Utterance> = trace
        .utterances
        .iter()
        .filter(|u| u.readings.iter().any(|r| story.articles.contains(&r.place.article)))
        .collect();
    if list.is_empty() {
        return String::new();
    }
    let witnesses = |u: &Utterance| {
        let mut pages: Vec<usize> = u.readings.iter().map(|r| r.place.article).collect();
        pages.sort_unstable();
        pages.dedup();
        pages.len()
    };
    list.sort_by_key(|u| (witnesses(u) < 2, u.readings.first().map(|r| r.place)));
    let mut out = String::from("\n  What was said, and how each report has it\n");
    for (i, utterance) in list.iter().take(UTTERANCES).enumerate() {
        out.push_str(&said::tell(trace, names, utterance, i + 1));
    }
    if list.len() > UTTERANCES {
        let more = count(list.len() - UTTERANCES, "statement", "statements");
        out.push_str(&format!("        … and {more} more; --format html or json gives all\n"));
    }
    out
}

fn remarks(trace: &Findings, names: &Names, story: &Story) -> String {
    let mut out = String::new();
    for (index, remark) in &trace.remarks {
        if story.articles.contains(index) {
            let sign = format!("{:<w$} ", names.siglum(*index), w = names.width);
            out.push_str(&hang(4, &sign, &plain(&remark.text)));
        }
    }
    if out.is_empty() { out } else { format!("\n  Remarks\n{out}") }
}
