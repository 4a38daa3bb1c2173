//! The learned labeller of blocks chooses those of the body by their rows of numbers.
//!
//! A forest gives each block a probability; the page is cut where the expected F1 of the choice
//! is greatest; what is already printed is not taken again.

use crate::body::Body;
use crate::features::features;
use crate::flat::read_flat;
use crate::html::{Tag, group, read_html};
use crate::inset::{
    is_labelled, is_timed_item, without_adverts, without_comments, without_islands,
    without_last_list,
};
use crate::leaning::Leanings;
use crate::phrase;
use crate::runs::RunSet;
use crate::shape::Shape;
use crate::view::View;
use headwater_text::{Forest, shipped};
use std::sync::LazyLock;

/// The learned parts of the reader.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// For blocks of HTML.
    pub html: Forest,
    /// For lines of flattened text.
    pub flat: Forest,
    /// What words speak for or against the body.
    pub words: Leanings,
    /// For the days that a page names.
    pub days: Forest,
    /// For the names that may be authors.
    pub names: Forest,
    /// For the lines of flattened text that may be the headline.
    pub titles: Forest,
    /// For the names that may be authors, in flattened text.
    pub flat_names: Forest,
}

impl Weights {
    /// The weights that ship with the crate.
    pub fn shipped() -> Weights {
        SHIPPED.clone()
    }
}

static HTML: &[u8] = include_bytes!("../weights/html.bin");
static FLAT: &[u8] = include_bytes!("../weights/flat.bin");
static WORDS: &[u8] = include_bytes!("../weights/words.bin");
static DAYS: &[u8] = include_bytes!("../weights/days.bin");
static NAMES: &[u8] = include_bytes!("../weights/names.bin");
static TITLES: &[u8] = include_bytes!("../weights/titles.bin");
static FLAT_NAMES: &[u8] = include_bytes!("../weights/flat_names.bin");

/// A mark over the weights that ship with the crate.
pub fn weights() -> u64 {
    headwater_text::marks(
        [HTML, FLAT, WORDS, DAYS, NAMES, TITLES, FLAT_NAMES].map(headwater_text::mark),
    )
}

/// The weights that ship with the crate; see `weights/README.md`.
pub(crate) static SHIPPED: LazyLock<Weights> = LazyLock::new(|| {
    let words = shipped("words.bin", Leanings::parse(WORDS));
    let blocks = |flat: bool, bytes: &[u8]| Forest::parse(bytes)?.for_width(width(flat, &words));
    let days = |bytes: &[u8]| Forest::parse(bytes)?.for_width(crate::dating::WIDTH);
    Weights {
        html: shipped("html.bin", blocks(false, HTML)),
        flat: shipped("flat.bin", blocks(true, FLAT)),
        days: shipped("days.bin", days(DAYS)),
        names: shipped("names.bin", Forest::parse(NAMES)),
        titles: shipped("titles.bin", Forest::parse(TITLES)),
        flat_names: shipped("flat_names.bin", Forest::parse(FLAT_NAMES)),
        words,
    }
});

/// Numbers of a block's row, from the row of a page of one word.
fn width(flat: bool, words: &Leanings) -> usize {
    let doc = if flat { read_flat("Word".to_owned()) } else { read_html("<p>Word</p>") };
    let mut width = 0;
    features(&View::new(&doc, flat, Vec::new()), Some(words), |_, row| width = row.len());
    width
}

/// How much a word too many counts against a word too few, from the development pages: forests
/// give blocks of menus a little too much.
const GAIN_HTML: f64 = 1.5;
/// The same for flattened text.
const GAIN_FLAT: f64 = 1.25;
/// Blocks below this are never body.
const FLOOR: f64 = 0.1;
/// After so many trees a block whose sum is below the second number is left: it is no body.
const EARLY: (usize, f64) = (40, -2.0);

/// Chooses the body of a page.
pub(crate) fn choose(view: &View, weights: &Weights) -> Body {
    let forest = if view.flat { &weights.flat } else { &weights.html };
    let mut order: Vec<(f64, f64, usize)> = Vec::with_capacity(view.len());
    features(view, Some(&weights.words), |i, row| {
        let words = f64::from(view.shapes.get(i).map_or(0, |s| s.words));
        if let Some(p) = forest.probability_above(row, EARLY.0, EARLY.1) {
            order.push((p, words, i));
        }
    });
    let mut chosen = vec![false; view.len()];
    let gain = if view.flat { GAIN_FLAT } else { GAIN_HTML };
    for i in cut(order, gain) {
        if let Some(c) = chosen.get_mut(i) {
            *c = true;
        }
    }
    without_pull_quotes(view, &mut chosen);
    once(view, &mut chosen);
    without_comments(view, &mut chosen);
    if view.flat {
        without_tail(view, &mut chosen);
        without_last_list(view, &mut chosen);
        without_islands(view, &mut chosen);
    } else {
        without_adverts(view, &mut chosen);
    }
    Body::of(view, chosen)
}

/// Of blocks with probability and words: those up to the best expected F1, most probable first.
fn cut(mut order: Vec<(f64, f64, usize)>, gain: f64) -> Vec<usize> {
    order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    let expected: f64 = order.iter().map(|o| o.0 * o.1).sum();
    let (mut right, mut taken, mut best) = (0.0, 0.0, (0.0, 0));
    for (k, (p, words, _)) in order.iter().enumerate() {
        right += p * words;
        taken += words;
        let f = 2.0 * right / (taken * gain + expected + 1e-9);
        if f > best.0 {
            best = (f, k + 1);
        }
    }
    order.iter().take(best.1).filter(|o| o.0 > FLOOR).map(|o| o.2).collect()
}

/// Short lines that stand inside an article and are not of it: *Advertisement*, share buttons,
/// links to other items, the trail of sections that leads to the page.
fn is_inset(view: &View, i: usize) -> bool {
    let Some(s) = view.shapes.get(i) else {
        return true;
    };
    let short = s.words <= 4 && s.phrases & (phrase::ADVERT | phrase::SHARE) != 0;
    let more = phrase::MORE | phrase::OTHERS;
    let trail = s.words < 25 && s.bars > 1 && s.phrases & phrase::MENU != 0;
    let node = view.doc.blocks.get(i).and_then(|b| view.doc.nodes.get(b.node as usize));
    trail
        || node.is_some_and(|n| n.off)
        || is_caption(view, i, s)
        || view.flat && is_timed_item(view, i)
        || is_labelled(view, i)
        || short && !s.closed()
        || s.words <= 20 && s.phrases & more != 0 && view.linked(i) > 0.5
}

/// Whether a short block behind a picture ends with whose the picture is: *The quay. Photo: M. Lind*.
fn is_caption(view: &View, i: usize, s: &Shape) -> bool {
    const LONGEST: u32 = 45;
    const CREDIT: usize = 8;
    if s.words > LONGEST || view.doc.blocks.get(i).is_none_or(|b| b.images == 0) {
        return false;
    }
    let line = view.line(i);
    let last =
        line.trim_end_matches(['.', ' ']).rsplit_once(['.', '!', '?', '(']).map(|p| p.1.trim());
    last.is_some_and(|l| {
        l.split_whitespace().count() <= CREDIT && phrase::phrases(l) & phrase::CREDIT != 0
    })
}

/// Drops quotations set apart whose words stand in the running text as well.
fn without_pull_quotes(view: &View, chosen: &mut [bool]) {
    const LONGEST: u32 = 80;
    let is = |i: &usize| {
        view.shapes.get(*i).is_some_and(|s| (5..=LONGEST).contains(&s.words))
            && is_set_apart(view, *i)
    };
    let quotes: Vec<usize> =
        (0..view.len()).filter(|i| chosen.get(*i) == Some(&true)).filter(is).collect();
    if quotes.is_empty() {
        return;
    }
    let mut runs = RunSet::with_room(view.hashed.len());
    for (i, _) in chosen.iter().enumerate().filter(|(i, c)| **c && quotes.binary_search(i).is_err())
    {
        runs.add_runs(view.hashed.line(i));
    }
    for i in quotes {
        let stands = runs.known(view.hashed.line(i));
        if let Some(c) = chosen.get_mut(i).filter(|_| stand(stands)) {
            *c = false;
        }
    }
}

/// Whether the elements around a block say that it is a quotation set apart.
fn is_set_apart(view: &View, i: usize) -> bool {
    let mut at = view.doc.blocks.get(i).map_or(0, |b| b.node);
    for _ in 0..4 {
        let Some(n) = view.doc.nodes.get(at as usize).filter(|_| at != 0) else {
            return false;
        };
        if n.tag == Tag::Blockquote || n.groups & group::QUOTE != 0 {
            return true;
        }
        at = n.parent;
    }
    false
}

/// Drops short open lines below the last running text that do not follow it at once: headlines of
/// other items, which flattened text does not tell from those of sections.
fn without_tail(view: &View, chosen: &mut [bool]) {
    const RUNNING: u32 = 25;
    const SHORT: u32 = 15;
    const SENTENCE: u32 = 8;
    let runs = |s: &Shape| s.words >= RUNNING || s.words >= SENTENCE && s.closed();
    let text = |i: usize| chosen.get(i) == Some(&true) && view.shapes.get(i).is_some_and(runs);
    let Some(last) = (0..view.len()).rfind(|i| text(*i)) else {
        return;
    };
    let mut apart = false;
    for (i, c) in chosen.iter_mut().enumerate().skip(last + 1) {
        let open = view.shapes.get(i).is_some_and(|s| !s.closed() && s.words < SHORT);
        *c &= !(apart && open);
        apart |= !*c;
    }
}

/// Whether nearly all of a block's runs, of which so many are known, stand elsewhere.
fn stand((known, all): (usize, usize)) -> bool {
    all > 0 && known * 100 >= all * 85
}

/// Drops blocks whose five-word runs stand in chosen blocks before them.
fn once(view: &View, chosen: &mut [bool]) {
    let mut seen = RunSet::with_room(view.hashed.len());
    for (i, c) in chosen.iter_mut().enumerate().filter(|(_, c)| **c) {
        if is_inset(view, i) {
            *c = false;
            continue;
        }
        let line = view.hashed.line(i);
        if stand(seen.known(line)) {
            *c = false;
        } else {
            seen.add_runs(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_text::BadWeights;

    #[test]
    fn the_shipped_weights_are_read_and_fit_their_rows() {
        let own = Weights::shipped();
        let trees = [&own.html, &own.flat, &own.days, &own.names].map(|f| f.clone().for_width(0));
        assert!(
            trees.iter().all(|t| matches!(t, Err(BadWeights::Width { .. }))),
            "no empty forest"
        );
        assert!(own.html.for_width(3).is_err(), "rows too narrow are an error");
    }

    #[test]
    fn short_lines_apart_from_the_text_are_left() {
        let text = "The harbour master said on Monday that the ferries would wait for the fog to lift, \
            and that nobody should come to the quay before noon or ask for money back.";
        let doc = read_flat(
            ["Fog", text, "What is known", "Subscribe", "Fog in Talsund", text].join("\n"),
        );
        let view = View::new(&doc, true, Vec::new());
        let mut chosen = [true, true, true, false, true, false];
        without_tail(&view, &mut chosen);
        assert_eq!(chosen, [true, true, true, false, false, false]);
    }

    #[test]
    fn a_word_too_many_counts_more_than_a_word_too_few() {
        let order = vec![(0.9, 50.0, 0), (0.4, 50.0, 1)];
        assert_eq!(cut(order.clone(), 1.0), [0, 1]);
        assert_eq!(cut(order.clone(), GAIN_HTML), [0]);
        assert_eq!(cut(order, GAIN_FLAT), [0]);
    }

    #[test]
    fn likely_blocks_are_all_taken_and_unlikely_ones_never() {
        let order = vec![(0.05, 400.0, 0), (0.9, 10.0, 1), (0.8, 10.0, 2)];
        assert_eq!(cut(order, GAIN_HTML), [1, 2]);
        assert_eq!(cut(vec![(0.05, 400.0, 0)], GAIN_HTML), [0; 0]);
        assert_eq!(cut(Vec::new(), GAIN_HTML), [0; 0]);
    }

    const STORY: [&str; 5] = [
        "The harbour master of Talsund said on Monday that the ferries would wait for the fog to \
            lift, and that nobody should come to the quay before noon or ask for money back.",
        "Two boats had left the island in the early morning and had to turn round when the fog \
            closed in behind the lighthouse, according to the company that runs them.",
        "“We have been through this every November for thirty years,” the master said. “Nobody \
            drowns from waiting.”",
        "The school on the island opened late, since three of its teachers live in the town and \
            were standing on the quay with everybody else.",
        "By the afternoon the fog had lifted, and the first boat left at half past two with twice \
            as many people as on any other Monday of the year.",
    ];

    /// The lines of a flattened page that are taken for its body.
    fn body(lines: &[&str]) -> Vec<usize> {
        let doc = read_flat(lines.join("\n"));
        let view = View::new(&doc, true, Vec::new());
        let body = choose(&view, &SHIPPED);
        (0..lines.len()).filter(|i| body.is_body.get(*i) == Some(&true)).collect()
    }

    /// Which lines are left of a flattened page where every one was chosen.
    fn left(lines: &[&str]) -> Vec<usize> {
        let doc = read_flat(lines.join("\n"));
        let view = View::new(&doc, true, Vec::new());
        let mut chosen = vec![true; view.len()];
        once(&view, &mut chosen);
        (0..chosen.len()).filter(|i| chosen[*i]).collect()
    }

    #[test]
    fn of_two_printings_the_first_is_left() {
        let twice: Vec<&str> = STORY.into_iter().chain(STORY).collect();
        assert_eq!(left(&twice), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn advertisements_and_trails_of_sections_inside_an_article_are_not_left() {
        let [first, second, ..] = STORY;
        assert_eq!(left(&[first, "Advertisement", second]), [0, 2]);
        assert_eq!(left(&[first, "Home | News | Harbour | Sports | Weather", second]), [0, 2]);
    }

    #[test]
    fn an_article_printed_twice_is_taken_once() {
        let twice: Vec<&str> =
            ["Fog keeps ferries in the harbour"].into_iter().chain(STORY).chain(STORY).collect();
        let taken = body(&twice);
        assert!((1..6).all(|i| taken.contains(&i)), "{taken:?}");
        assert!(taken.iter().all(|i| *i < 6), "{taken:?}");
    }
}
