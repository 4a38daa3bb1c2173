//! Further items of one page told from the article that it is called by: reports that follow below
//! it, cards of other reports inside it, and pages that are nothing but a list of them.
//!
//! Only HTML says where an item begins and ends. Each search is linear in blocks and elements.

use crate::body::Body;
use crate::clue::Clues;
use crate::html::Tag;
use crate::title::{Title, heading, likeness};
use crate::view::View;
use headwater_text::{Remark, Span};
use std::collections::BTreeMap;

/// Words of an item that is a report of its own.
const REPORT: u32 = 40;
/// Headings of further reports that are looked at.
const MOST: usize = 50;
/// Items that make a list.
const LIST: usize = 4;
/// What an item of a list says of its report has fewer words.
const TEASER: u32 = 60;

/// Blocks of other items than the one that the page is called by. Reports below it are no body from
/// now on; a remark says so. What a card says of another report may be: its names and days are not.
pub(crate) fn others(
    view: &View,
    found: &mut Body,
    title: &Title,
    remarks: &mut Vec<Remark>,
) -> Vec<bool> {
    let mut out = vec![false; view.len()];
    let Some(at) = title.block.filter(|_| !view.flat) else {
        return out;
    };
    below(view, found, at, &mut out);
    without(view, found, &out, remarks);
    cards(view, found, at, &mut out);
    teasers(view, found, at, &mut out);
    out
}

/// Takes other reports out of the body.
fn without(view: &View, found: &mut Body, other: &[bool], remarks: &mut Vec<Remark>) {
    let mut places: Vec<Span> = Vec::new();
    for (i, other) in other.iter().enumerate() {
        let taken = *other && found.is_body.get(i) == Some(&true);
        if let Some(flag) = found.is_body.get_mut(i).filter(|_| taken) {
            *flag = false;
            places.push(view.span(i));
        }
    }
    let sum: usize = places.iter().map(|s| s.of(&view.doc.text).split_whitespace().count()).sum();
    if sum >= REPORT as usize {
        let text = "further reports stand on the page; they are left out here";
        remarks.push(Remark::new("several-items", text, places));
    }
}

/// The elements around block `i`, from the inside.
fn around(view: &View, i: usize) -> Vec<u32> {
    let mut at = view.doc.blocks.get(i).map_or(0, |b| b.node);
    let mut out = Vec::new();
    while at != 0 && out.len() < 400 {
        out.push(at);
        at = view.doc.nodes.get(at as usize).map_or(0, |n| n.parent);
    }
    out
}

/// The first block behind element `node` and all that it holds, from block `from` on.
fn end_of(view: &View, node: u32, from: usize) -> usize {
    let depth = |n: u32| view.doc.nodes.get(n as usize).map_or(0, |n| n.depth);
    let own = depth(node);
    let nodes = view.doc.nodes.iter().enumerate().skip(node as usize + 1);
    let next = nodes.take_while(|(_, n)| n.depth > own).last().map_or(node, |(i, _)| i as u32) + 1;
    let inside = |b: &crate::html::Block| (node..next).contains(&b.node);
    let blocks = view.doc.blocks.iter().enumerate().skip(from);
    blocks.take_while(|(_, b)| inside(b)).last().map_or(from, |(i, _)| i + 1)
}

/// Reports below the one that the page is called by: each in an element beside its own and made like
/// it, under a heading of the first rank.
fn below(view: &View, body: &Body, at: usize, out: &mut [bool]) {
    let own = around(view, at);
    let fold = |i: usize| view.shapes.get(i).map_or(0, |s| s.fold);
    let node = |i: usize| view.doc.blocks.get(i).map_or(0, |b| b.node);
    let (mut i, mut looked) = (at + 1, 0);
    while i < view.len() && looked < MOST {
        if heading(view, node(i)) != 1 || fold(i) == fold(at) {
            i += 1;
            continue;
        }
        looked += 1;
        let next = sibling(view, &own, &around(view, i));
        let alike = likeness(view.line(i), view.line(at)) > 0.5;
        let Some((first, second)) = next.filter(|_| !alike) else {
            i += 1;
            continue;
        };
        let end = end_of(view, second, i);
        let words = |from: usize, to: usize, body_only: bool| -> u32 {
            let counts = |j: &usize| !body_only || body.is_body.get(*j) == Some(&true);
            (from..to).filter(counts).filter_map(|j| view.shapes.get(j)).map(|s| s.words).sum()
        };
        let report = words(at, end_of(view, first, at), true) >= REPORT;
        if report && words(i, end, false) >= REPORT {
            out.iter_mut().take(end).skip(i).for_each(|o| *o = true);
        }
        i = end.max(i + 1);
    }
}

/// Where two lines of elements part, if what they part in is made alike: the same element, by the
/// same name or one that is called an article.
fn sibling(view: &View, own: &[u32], other: &[u32]) -> Option<(u32, u32)> {
    let same = own.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let from = |list: &[u32]| list.get(list.len().checked_sub(same + 1)?).copied();
    let (a, b) = (from(own)?, from(other)?);
    let of = |n: u32| view.doc.nodes.get(n as usize);
    let (x, y) = (of(a)?, of(b)?);
    let shared = || view.doc.called(x).iter().any(|w| view.doc.called(y).contains(w));
    (x.tag == y.tag && x.tag.heading() == 0 && (x.tag == Tag::Article || shared()))
        .then_some((a, b))
}

/// Small elements below the one that the page is called by, beside it and made like it, each under a
/// heading of its own: what they say of other reports is not of this one.
fn teasers(view: &View, body: &Body, at: usize, out: &mut [bool]) {
    let own = around(view, at);
    let node = |i: usize| view.doc.blocks.get(i).map_or(0, |b| b.node);
    let words = |from: usize, to: usize| -> u32 {
        let chosen = (from..to).filter(|j| body.is_body.get(*j) == Some(&true));
        chosen.filter_map(|j| view.shapes.get(j)).map(|s| s.words).sum()
    };
    let (mut i, mut looked) = (at + 1, 0);
    while i < view.len() && looked < MOST {
        if !matches!(heading(view, node(i)), 1..=4) {
            i += 1;
            continue;
        }
        looked += 1;
        let Some((first, second)) = sibling(view, &own, &around(view, i)) else {
            i += 1;
            continue;
        };
        let end = end_of(view, second, i);
        let held = words(at, end_of(view, first, at));
        if held >= REPORT && words(i, end) * 4 < held {
            out.iter_mut().take(end).skip(i).for_each(|o| *o = true);
        }
        i = end.max(i + 1);
    }
}

/// Small `article` elements that hold neither the headline nor a fair part of the body: cards of
/// other reports, readers' comments.
fn cards(view: &View, body: &Body, at: usize, out: &mut [bool]) {
    let own = around(view, at);
    let mut words: BTreeMap<u32, u32> = BTreeMap::new();
    let mut all = 0;
    let mut holder: Vec<Option<u32>> = vec![None; view.len()];
    // The innermost article of each element; parents come before what they hold.
    let mut inner: Vec<u32> = vec![0; view.doc.nodes.len()];
    for (n, node) in view.doc.nodes.iter().enumerate() {
        let up = inner.get(node.parent as usize).copied().unwrap_or(0);
        let own = if node.tag == Tag::Article { n as u32 } else { up };
        if let Some(slot) = inner.get_mut(n) {
            *slot = own;
        }
    }
    for (i, block) in view.doc.blocks.iter().enumerate() {
        let article = inner.get(block.node as usize).copied().filter(|a| *a != 0);
        let count = view.shapes.get(i).map_or(0, |s| s.words);
        if body.is_body.get(i) == Some(&true) {
            all += count;
            article.into_iter().for_each(|a| *words.entry(a).or_default() += count);
        }
        if let Some(slot) = holder.get_mut(i) {
            *slot = article.filter(|a| !own.contains(a));
        }
    }
    for (flag, article) in out.iter_mut().zip(&holder) {
        let Some(article) = article else { continue };
        let held = words.get(article).copied().unwrap_or(0);
        *flag |= all >= REPORT && held * 4 < all && held < TEASER;
    }
}

/// Whether the page is a list of other pages: headings set alike, each a link, each with at most a
/// teaser below it, and hardly any other text.
pub(crate) fn is_list(view: &View, body: &Body, clues: &Clues) -> bool {
    let meta = view.doc.metas.iter().find(|m| m.0 == "og:type");
    if view.flat || !clues.headlines.is_empty() || meta.is_some_and(|m| m.1 == "article") {
        return false;
    }
    let path = |i: usize| {
        let node = view.doc.blocks.get(i).map_or(0, |b| b.node);
        view.doc.nodes.get(node as usize).map_or(0, |n| n.path)
    };
    let node = |i: usize| view.doc.blocks.get(i).map_or(0, |b| b.node);
    let heads = |i: &usize| {
        let s = view.shapes.get(*i);
        view.linked(*i) > 0.9
            && s.is_some_and(|s| (2..30).contains(&s.words))
            && matches!(heading(view, node(*i)), 2..=4)
    };
    let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
    (0..view.len()).filter(heads).for_each(|i| *counts.entry(path(i)).or_default() += 1);
    let Some((most, _)) = counts.into_iter().filter(|c| c.1 >= LIST).max_by_key(|c| c.1) else {
        return false;
    };
    let (mut inside, mut all, mut item) = (0, 0, false);
    for (i, s) in view.shapes.iter().enumerate() {
        let head = heads(&i);
        if head || heading(view, node(i)) != 0 {
            item = head && path(i) == most;
        }
        if body.is_body.get(i) == Some(&true) {
            all += s.words;
            inside += if item && s.words < TEASER { s.words } else { 0 };
        }
    }
    all > 0 && inside * 10 >= all * 7
}

#[cfg(test)]
mod tests {
    use crate::{Article, Hint, read};

    const FOG: &str = "<p>The ferries of Lervik waited until noon on Monday because of thick fog, the harbour \
        office said, and two hundred travellers stood on the quay with their bags.</p><p>“We have waited \
        for worse,” said the captain, Mara Lind, who has sailed the route for nineteen years.</p>";
    const BELLS: &str = "<p>Die Glocken von Talsund läuten wieder, nachdem drei Handwerker sie ein Jahr lang \
        in einer Scheune am Hafen gegossen, gefeilt und gestimmt hatten, wie der Küster mitteilte.</p>\
        <p>Zum ersten Läuten kamen vierhundert Leute, von denen einige weinten und andere lachten.</p>";

    fn page(html: &str) -> Article {
        let source = format!(
            "<html><head><title>Fog keeps ferries waiting</title></head><body><main>{html}</main></body></html>"
        );
        read(source.as_bytes(), &Hint { html: Some(true), ..Hint::default() })
    }

    fn body(a: &Article) -> String {
        a.body.iter().map(|s| s.of(&a.text)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_report_below_another_is_none_of_it() {
        for (open, close) in [("<article>", "</article>"), ("<div class='story'>", "</div>")] {
            let second = open.replace("story'", "story next'");
            let a = page(&format!(
                "{open}<h1>Fog keeps ferries waiting</h1><p class=byline>Jo Berg</p>{FOG}{close}\
                 {second}<h1>Glocken läuten wieder</h1><p class=byline>Ola Holm</p>{BELLS}{close}"
            ));
            let text = body(&a);
            assert!(text.contains("The ferries") && !text.contains("Glocken"), "{text}");
            assert!(a.remarks.iter().any(|r| r.kind == "several-items"));
            assert!(!a.authors.iter().any(|n| n == "Ola Holm"), "{:?}", a.authors);
        }
    }

    #[test]
    fn parts_of_one_report_stay_together() {
        let a = page(&format!(
            "<article><h1>Fog keeps ferries waiting</h1>{FOG}<h1>What the bells say</h1>{BELLS}</article>"
        ));
        assert!(body(&a).contains("Glocken"), "{}", body(&a));
    }

    #[test]
    fn cards_give_no_author_and_no_day() {
        let a = page(&format!(
            "<article><h1>Fog keeps ferries waiting</h1><p class=firma>Jo Berg</p><p>3 May 2031</p>{FOG}\
             <article class=card><h4><a href=/b>Bells again</a></h4><span class=author>Ola Holm</span>\
             <time>1 May 2031</time></article>{FOG}</article>"
        ));
        assert_eq!(a.authors, ["Jo Berg"]);
        assert_eq!(a.date.map(|d| d.iso()).as_deref(), Some("2031-05-03"));
    }

    #[test]
    fn a_teaser_below_gives_no_day() {
        let a = page(&format!(
            "<div class=post><h2>Fog keeps ferries waiting</h2><div class=stamp>Posted Sat. 05/03/31</div>{FOG}{FOG}</div>\
             <div class='post teaser'><h3>Earlier: bells</h3><div class=stamp>Posted Thu. 05/01/31</div><p>They ring.</p></div>"
        ));
        assert_eq!(a.date.map(|d| d.iso()).as_deref(), Some("2031-05-03"));
    }

    #[test]
    fn a_list_of_reports_is_no_article() {
        let item = |n: usize| {
            format!(
                "<div class=item><a href=/{n}><h2>Паром номер {n} снова стоит у причала</h2></a><p>Туман держится \
                 над заливом, и капитаны ждут уже пятый час подряд.</p><span>{} марта 2031</span></div>",
                n + 1
            )
        };
        let list: String = (0..6).map(item).collect();
        let a = page(&format!("<h1>Новости города</h1>{list}"));
        assert!(a.remarks.iter().any(|r| r.kind == "not-an-article"), "{:?}", a.remarks);
        assert_eq!(a.date, None);
        let b = page(&format!(
            "<article><h1>Fog keeps ferries waiting</h1>{FOG}{BELLS}{FOG}</article>{list}"
        ));
        assert!(!b.remarks.iter().any(|r| r.kind == "not-an-article"));
    }
}
