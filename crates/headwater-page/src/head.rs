//! Takes off the head of a body what only stands above an article: date lines and standfirsts, the
//! headline once more.

use crate::body::Body;
use crate::html::group;
use crate::phrase;
use crate::shape::Shape;
use crate::title::Title;
use crate::view::View;
use headwater_text::dates_in;

/// Lines of the body that are looked at.
const HEAD: usize = 4;
/// Words of running text.
const RUNNING: u32 = 25;
/// A standfirst has at most so many words.
const STANDFIRST: u32 = 80;
/// What looks like running text is no headline, nor is a line of more words.
const LONGEST_TITLE: u32 = 20;
/// Byline and date line stand at most so many lines below it.
const BELOW: usize = 3;

/// Takes off the head of the body, down to its first running text, lines that only say when the page
/// appeared (*Published 2 April 2031, 8:15*), and a standfirst that the page calls so, where byline
/// or date line stand below it.
pub(crate) fn without_head(view: &View, found: &mut Body) {
    let words = |i: &usize| view.shapes.get(*i).map_or(0, |s| s.words);
    let chosen = (0..view.len()).filter(|i| found.is_body.get(*i) == Some(&true));
    let head: Vec<usize> = chosen.take(HEAD).collect();
    let running = head.iter().position(|i| words(i) >= RUNNING).unwrap_or(head.len());
    let gone = |(n, i): (usize, &usize)| {
        n < running && is_date_line(view, *i) || words(i) <= STANDFIRST && is_standfirst(view, *i)
    };
    let gone: Vec<usize> = head.iter().enumerate().filter(|h| gone(*h)).map(|h| *h.1).collect();
    for i in gone {
        if let Some(flag) = found.is_body.get_mut(i) {
            *flag = false;
        }
    }
}

/// Takes the headline off the head of the body, where it stands there once more.
pub(crate) fn without_title(view: &View, found: &mut Body, title: &Title) {
    let Some((at, fold)) = title.block.and_then(|t| Some((t, view.shapes.get(t)?.fold))) else {
        return;
    };
    let short = |s: &Shape| s.words <= LONGEST_TITLE && s.stops == 0 && !s.closed();
    let same =
        |i: &usize| view.shapes.get(*i).is_some_and(|s| s.fold == fold && (*i != at || short(s)));
    let chosen = || (0..view.len()).filter(|i| found.is_body.get(*i) == Some(&true));
    let mut gone: Vec<usize> = chosen().take(HEAD).filter(same).collect();
    // Consent, labels and captions above a headline that stands below them.
    let words = |i: usize| view.shapes.get(i).map_or(0, |s| s.words);
    let above: Vec<usize> = chosen().take_while(|i| *i < at).collect();
    let sum = |lines: &[usize]| lines.iter().map(|i| words(*i)).sum::<u32>();
    if view.flat && sum(&above) * 8 < sum(&chosen().collect::<Vec<_>>()) {
        gone.extend(above);
    }
    for i in gone {
        if let Some(flag) = found.is_body.get_mut(i) {
            *flag = false;
        }
    }
}

/// Whether the page calls the line a standfirst, and byline or date line stand below it.
fn is_standfirst(view: &View, i: usize) -> bool {
    let node = view.doc.blocks.get(i).and_then(|b| view.doc.nodes.get(b.node as usize));
    node.is_some_and(|n| n.groups & (group::SUMMARY | group::RELATED) != 0)
        && (i + 1..(i + 1 + BELOW).min(view.len())).any(|j| signs(view, j))
}

/// Whether the line says when the page appeared or by whom, and nothing else.
fn signs(view: &View, i: usize) -> bool {
    let by = |s: &Shape| s.words < 12 && s.phrases & phrase::BY != 0 && !s.closed();
    view.shapes.get(i).is_some_and(by) || is_date_line(view, i)
}

/// Whether a line is a day, with little else.
pub(crate) fn is_date_line(view: &View, i: usize) -> bool {
    const LONGEST: usize = 80;
    const BESIDE: usize = 24;
    let line = view.span(i);
    if line.len() > LONGEST || view.shapes.get(i).is_none_or(|s| s.digits == 0) {
        return false;
    }
    let said: usize =
        dates_in(&view.doc.text, line, view.language).iter().map(|d| d.span.len()).sum();
    said > 0 && line.len() - said.min(line.len()) <= BESIDE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flat::read_flat;
    use crate::html::read_html;

    const TEXT: &str = "The harbour master said on Monday that the ferries would wait for the fog to lift, \
        and that nobody should come to the quay before noon. Nobody did, and the quay stayed empty until \
        the bells of Lervik rang at one, when the fog lifted and the first ferry left for the islands.";

    fn kept(lines: &[&str], body: &[usize]) -> Vec<usize> {
        let doc = read_flat(lines.join("\n"));
        let view = View::new(&doc, true, Vec::new());
        let is_body = (0..lines.len()).map(|i| body.contains(&i)).collect();
        let mut found = Body::of(&view, is_body);
        without_head(&view, &mut found);
        (0..lines.len()).filter(|i| found.is_body[*i]).collect()
    }

    #[test]
    fn date_lines_are_no_body() {
        let lead = "The ferries of Lervik wait for noon.";
        let date = "2 April 2031, 8:15";
        assert_eq!(kept(&["Fog", lead, date, TEXT, TEXT], &[1, 2, 3, 4]), [1, 3, 4]);
        assert_eq!(kept(&["Fog", date, lead, TEXT, TEXT], &[1, 2, 3, 4]), [2, 3, 4]);
        assert_eq!(kept(&["Fog", TEXT, date, lead], &[1, 2, 3]), [1, 2, 3]);
    }

    #[test]
    fn standfirsts_are_no_body_where_the_page_says_so() {
        let body = |class: &str, below: &str| {
            let source = format!("<p class={class}>The ferries wait for noon.<p>{below}<p>{TEXT}");
            let doc = read_html(&source);
            let view = View::new(&doc, false, Vec::new());
            let mut found = Body::of(&view, vec![true, false, true]);
            without_head(&view, &mut found);
            found.is_body
        };
        assert_eq!(body("teaser", "By Mara Lind"), [false, false, true]);
        assert_eq!(body("teaser", "Fog"), [true, false, true]);
        assert_eq!(body("fog", "By Mara Lind"), [true, false, true]);
    }
}
