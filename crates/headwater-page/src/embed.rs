//! Words of somebody else that a page sets apart and that belong to its report: postings shown in
//! it, block quotations, lines pulled out.

use crate::article::Embed;
use crate::body::Body;
use crate::html::{NETWORKS, Node, Tag, group, key_of};
use crate::view::View;
use headwater_text::{Span, When, dates_in};

/// Embeds beyond this many are not told.
const MOST: usize = 200;
/// Lines of a flattened posting above its signature.
const ABOVE: usize = 6;

/// The embeds of a page in order. The postings among them that stand inside the report or right
/// below it become body.
pub(crate) fn embeds(view: &View, found: &mut Body) -> Vec<Embed> {
    let mut out = if view.flat { signed(view, found) } else { set_apart(view, found) };
    out.truncate(MOST);
    out
}

/// Where the body begins and ends.
fn reach(found: &Body) -> Option<(usize, usize)> {
    Some((found.is_body.iter().position(|b| *b)?, found.is_body.iter().rposition(|b| *b)?))
}

fn take(found: &mut Body, blocks: std::ops::Range<usize>) {
    for i in blocks {
        if let Some(flag) = found.is_body.get_mut(i) {
            *flag = true;
        }
        if let Some(flag) = found.is_repeat.get_mut(i) {
            *flag = false;
        }
    }
}

/// What elements set apart.
fn set_apart(view: &View, found: &mut Body) -> Vec<Embed> {
    let Some((first, last)) = reach(found) else { return Vec::new() };
    let pulled = key_of("pullquote");
    let kinds: Vec<Option<Kind>> = view.doc.nodes.iter().map(|n| kind(view, n, pulled)).collect();
    // The outermost element that sets apart, for each element; parents come first.
    let mut outer: Vec<u32> = vec![0; kinds.len()];
    for (n, node) in view.doc.nodes.iter().enumerate().skip(1) {
        let up = outer.get(node.parent as usize).copied().unwrap_or(0);
        let own = if up == 0 && kinds.get(n).is_some_and(Option::is_some) { n as u32 } else { up };
        if let Some(slot) = outer.get_mut(n) {
            *slot = own;
        }
    }
    let of = |i: usize| {
        let node = view.doc.blocks.get(i).map_or(0, |b| b.node);
        outer.get(node as usize).copied().unwrap_or(0)
    };
    let mut out = Vec::new();
    let mut i = 0;
    while i < view.len() && out.len() < MOST {
        let own = of(i);
        let end = (i + 1..view.len()).find(|j| of(*j) != own).unwrap_or(view.len());
        if own != 0
            && let Some(kind) = kinds.get(own as usize).copied().flatten()
        {
            out.extend(one(view, found, i..end, kind, (first, last)));
        }
        i = end;
    }
    out
}

/// What an element sets apart.
#[derive(Clone, Copy)]
enum Kind {
    Post(&'static str),
    Quotation,
    Pulled,
}

/// What an element sets apart, if it does.
fn kind(view: &View, node: &Node, pulled: u32) -> Option<Kind> {
    let network = usize::from(node.network).checked_sub(1).and_then(|n| NETWORKS.get(n));
    if let Some(network) = network {
        return Some(Kind::Post(network.0));
    }
    if node.groups & group::QUOTE != 0 && view.doc.called(node).contains(&pulled) {
        return Some(Kind::Pulled);
    }
    (node.tag == Tag::Blockquote).then_some(Kind::Quotation)
}

/// One element's embed, if it says something and stands in the report.
fn one(
    view: &View,
    found: &mut Body,
    blocks: std::ops::Range<usize>,
    kind: Kind,
    reach: (usize, usize),
) -> Option<Embed> {
    let body = |i: &usize| found.is_body.get(*i) == Some(&true);
    let words: u32 = blocks.clone().filter_map(|i| view.shapes.get(i)).map(|s| s.words).sum();
    let inside = blocks.start >= reach.0 && blocks.start <= reach.1 + 2;
    let other = blocks.clone().any(|i| view.is_other(i));
    let network = match kind {
        Kind::Post(_) if !inside || other || !(4..=400).contains(&words) => return None,
        Kind::Post(network) => {
            blocks.clone().find(|i| says(view, *i))?;
            take(found, blocks.clone());
            Some(network.to_owned())
        }
        Kind::Quotation | Kind::Pulled => {
            blocks.clone().find(body)?;
            None
        }
    };
    let post = network.is_some();
    let inside = |i: &usize| post || found.is_body.get(*i) == Some(&true);
    let (from, to) = (blocks.clone().find(inside)?, blocks.clone().rfind(inside)?);
    let span = Span::new(view.span(from).start, view.span(to).end);
    let sign = if post { signature(view, from..to + 1) } else { Sign::default() };
    let kind = match kind {
        Kind::Post(_) => "post",
        Kind::Quotation => "quotation",
        Kind::Pulled => "pull-quote",
    };
    let Sign { author, handle, date } = sign;
    Some(Embed { kind: kind.into(), span, network, author, handle, date })
}

/// Whether a line says something itself, and not only whose the posting is.
fn says(view: &View, i: usize) -> bool {
    const LEAST: u32 = 4;
    let line = view.line(i);
    view.shapes.get(i).is_some_and(|s| s.words >= LEAST)
        && view.linked(i) < 0.8
        && !line.get(..line.len().min(300)).is_some_and(|l| l.contains("(@"))
}

/// Who signs a posting, and when.
#[derive(Default)]
struct Sign {
    author: Option<String>,
    handle: Option<String>,
    date: Option<When>,
}

/// The signature among the last lines of a posting, or the handle in its first.
fn signature(view: &View, blocks: std::ops::Range<usize>) -> Sign {
    let lines = blocks.clone().rev().take(4).chain(blocks.take(3));
    let mut out = Sign::default();
    for i in lines {
        let line = view.span(i);
        if line.len() > 2_000 {
            continue;
        }
        if out.handle.is_none()
            && let Some((author, handle)) = handle(view.line(i))
        {
            (out.author, out.handle) = (author, Some(handle));
        }
        let tail = Span::new(line.end - line.len().min(200), line.end);
        let tail = if tail.of(&view.doc.text).is_empty() { line } else { tail };
        let days = dates_in(&view.doc.text, tail, view.language);
        out.date = out.date.or_else(|| days.iter().rev().find_map(|d| d.alone()));
    }
    out
}

/// *— Mara Lind (@mlind)*: the name before an account, and the account.
fn handle(line: &str) -> Option<(Option<String>, String)> {
    let at = line.rfind('@')?;
    let account: String = line
        .get(at + 1..)?
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@'))
        .take(60)
        .collect();
    let account = account.trim_end_matches(['.', '-']);
    if account.chars().count() < 2 {
        return None;
    }
    let before = line.get(..at)?;
    let bracket = before.strip_suffix('(').map(str::trim_end);
    let dash = before.rfind(['—', '–']).and_then(|d| before.get(d..));
    let name = bracket.map(|b| b.rfind(['—', '–', '”', '"']).and_then(|d| b.get(d..)).unwrap_or(b));
    let name = name.or(dash)?.trim_matches(|c: char| !c.is_alphanumeric());
    let fits = (2..=60).contains(&name.chars().count()) && name.split(' ').count() <= 8;
    Some((fits.then(|| name.to_owned()), format!("@{account}")))
}

/// Postings of flattened pages, which only their signatures tell: *— Mara Lind (@mlind) 4 May 2031*.
fn signed(view: &View, found: &mut Body) -> Vec<Embed> {
    let Some((first, last)) = reach(found) else { return Vec::new() };
    let mut out: Vec<Embed> = Vec::new();
    for i in first..(last + 3).min(view.len()) {
        let line = view.line(i);
        if line.len() > 300 || !line.contains("(@") || out.len() >= MOST {
            continue;
        }
        let dash = line.rfind(['—', '–']).or_else(|| line.starts_with("- ").then_some(0));
        let (Some(at), Some((author, handle))) = (dash, handle(line)) else { continue };
        // The posting stands before the dash, or in the lines above.
        let own = line.get(..at).unwrap_or("").split_whitespace().count() >= 3;
        let gap = |j: usize| view.doc.blocks.get(j).is_none_or(|b| b.gap);
        let mut from = i;
        while !own && from > first && i - from < ABOVE && (from == i || !gap(from)) {
            from -= 1;
            // Without blank lines to part them only the line above is taken.
            if !gap(from) && gap(i) || !gap(i) && !view.doc.blocks.iter().any(|b| b.gap) {
                break;
            }
        }
        take(found, from..i + 1);
        let span = Span::new(view.span(from).start, view.span(i).end);
        let days = dates_in(&view.doc.text, view.span(i), view.language);
        let date = days.iter().rev().find_map(|d| d.alone());
        let (handle, kind) = (Some(handle), "post".to_owned());
        out.push(Embed { kind, span, network: None, author, handle, date });
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::{Article, Hint, read};

    const FOG: &str = "The ferries of Lervik waited until noon on Monday because of thick fog, the harbour office \
        said, and two hundred travellers stood on the quay with their bags.";
    const MORE: &str = "“We have waited for worse,” said the captain, Ola Holm, who has sailed the route for \
        nineteen years and has never once been asked about the lamps.";

    fn read_html(inner: &str) -> Article {
        let page = format!(
            "<html><head><title>Fog keeps ferries waiting</title></head><body><article>\
             <h1>Fog keeps ferries waiting</h1><p>{FOG}</p>{inner}<p>{MORE}</p><p>{FOG} Again.</p></article></body></html>"
        );
        read(page.as_bytes(), &Hint { html: Some(true), ..Hint::default() })
    }

    fn body(a: &Article) -> String {
        a.body.iter().map(|s| s.of(&a.text)).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn postings_are_body_and_marked() {
        for (open, network) in [
            ("<blockquote class='twitter-tweet'>", "x"),
            ("<blockquote class='mastodon-embed'>", "mastodon"),
            ("<blockquote class='instagram-media'>", "instagram"),
            ("<div class='telegram-post'>", "telegram"),
        ] {
            let close = open.get(1..open.find(' ').unwrap_or(0)).unwrap_or("div");
            let a = read_html(&format!(
                "{open}<p>Туман над причалом, ждём до полудня</p>— Mara Lind (@mlind) <a href='#'>May 4, 2031</a></{close}>"
            ));
            assert!(body(&a).contains("Туман над причалом"), "{}", body(&a));
            let e = &a.embeds[0];
            assert_eq!((e.kind.as_str(), e.network.as_deref()), ("post", Some(network)));
            assert_eq!(
                (e.author.as_deref(), e.handle.as_deref()),
                (Some("Mara Lind"), Some("@mlind"))
            );
            assert_eq!(e.date.map(|d| d.iso()).as_deref(), Some("2031-05-04"));
            assert!(e.span.of(&a.text).starts_with("Туман"), "{}", e.span.of(&a.text));
        }
    }

    #[test]
    fn buttons_are_no_postings() {
        let a = read_html(
            "<div class='share-buttons twitter-post'>Tell your friends on many networks now</div>",
        );
        assert_eq!(a.embeds, []);
    }

    #[test]
    fn quotations_set_apart_are_marked_and_stand_once() {
        let words =
            "Nobody drowns from waiting, and nobody was ever thanked for sailing too early.";
        let a = read_html(&format!("<blockquote><p>{words}</p></blockquote>"));
        let marked: Vec<_> =
            a.embeds.iter().map(|e| (e.kind.as_str(), e.span.of(&a.text))).collect();
        assert_eq!(marked, [("quotation", words)]);
        let pulled =
            "We have waited for worse,” said the captain, Ola Holm, who has sailed the route";
        let a = read_html(&format!(
            "<figure class='wp-block-pullquote'><blockquote><p>{pulled}</p></blockquote></figure>"
        ));
        assert_eq!(body(&a).matches("who has sailed the route").count(), 1, "{}", body(&a));
    }

    #[test]
    fn signatures_tell_postings_of_flattened_pages() {
        let page = format!(
            "Fog keeps ferries waiting\n\nBy Jo Berg\n\n{FOG}\n\nFog on the quay, we wait for noon\n— Mara Lind (@mlind) May 4, 2031\n\n{MORE}\n\n{FOG} Again.\n"
        );
        let a = read(page.as_bytes(), &Hint { html: Some(false), ..Hint::default() });
        assert!(body(&a).contains("we wait for noon"), "{}", body(&a));
        let e = &a.embeds[0];
        assert_eq!(
            e.span.of(&a.text),
            "Fog on the quay, we wait for noon\n— Mara Lind (@mlind) May 4, 2031"
        );
        assert_eq!(
            (e.handle.as_deref(), e.date.map(|d| d.iso())),
            (Some("@mlind"), Some("2031-05-04".to_owned()))
        );
    }
}
