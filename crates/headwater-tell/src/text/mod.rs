//! The report for people, as plain text: the answer to six questions first, then who has it from
//! whom, then what was said; doubt in words. Grounds and what one page alone has are told when
//! asked for.

mod about;
mod alone;
mod markdown;
pub(crate) mod names;
mod one;
mod paper;
mod said;
mod story;
mod thread;
mod tree;

pub use about::about;
pub(crate) use alone::strongest;
pub use markdown::{escaped, markdown};
pub(crate) use names::{Labels, Names};
pub use one::one;

use crate::brief::Outline;
use crate::fit;
use crate::plain::plain;
use crate::sentence::bound;
use headwater::Findings;
use headwater_collate::Place;
use paper::{Ink, Paper, Piece};
use std::collections::BTreeSet;

/// How the text report is to look, and how much of it is wanted.
///
/// ```
/// use headwater_tell::{Look, Why};
///
/// let look = Look { width: 100, why: Why::Story(2), ..Look::default() };
/// assert!(!look.all && !look.colour);
/// ```
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns of a line; 40 at least, 200 at most.
    pub width: usize,
    /// Whether words are coloured. No word depends on it.
    pub colour: bool,
    /// Whether statements of one page, doubtful readings and all pages are told too.
    pub all: bool,
    /// Of which stories grounds and rivals are told.
    pub why: Why,
    /// What was passed over or could not be read, a line each.
    pub skipped: Vec<String>,
}

/// Of which stories grounds and other readings are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Why {
    /// Of none.
    #[default]
    No,
    /// Of the one told under this number.
    Story(usize),
    /// Of all.
    All,
}

impl Default for Look {
    fn default() -> Look {
        Look { width: 80, colour: false, all: false, why: Why::No, skipped: Vec::new() }
    }
}

/// So few stories are all told in full.
const FEW: usize = 6;

/// Of more, so many are told in full before lines are counted.
const FULL: usize = 2;

/// Lines after which further stories are told in one line each, unless all is asked for.
const LINES: usize = 80;

/// Most stories told in one line each, and most messages over time.
const SHORT: usize = 12;
const THREADS: usize = 3;

/// Findings on a desk, to be told.
pub(crate) struct Desk<'t> {
    trace: &'t Findings,
    names: Names,
    outline: Outline,
    look: &'t Look,
}

impl<'t> Desk<'t> {
    /// Of findings that are fit to be shown.
    fn new(trace: &'t Findings, look: &'t Look) -> Desk<'t> {
        Desk { trace, names: Names::of(&trace.articles), outline: Outline::of(trace), look }
    }

    fn slice(&self, place: Place) -> &'t str {
        self.trace.articles.get(place.article).map_or("", |q| place.span.of(&q.article.text))
    }

    fn why(&self, number: usize) -> bool {
        self.look.why == Why::All || self.look.why == Why::Story(number)
    }
}

/// The report over many pages.
pub fn text(trace: &Findings, look: &Look) -> String {
    let shown = fit::shown(trace);
    let desk = Desk::new(&shown, look);
    let mut paper = Paper::new(look.width, look.colour);
    head(&desk, &mut paper);
    let several = |i: &&usize| shown.stories.get(**i).is_some_and(|s| desk.outline.reports(s) > 1);
    let stories: Vec<usize> = desk.outline.order.iter().filter(several).copied().collect();
    let mut full = 0;
    for story in &stories {
        let asked = look.all || desk.why(full + 1) || full < FULL || stories.len() <= FEW;
        if !asked && paper.lines() > LINES {
            break;
        }
        story::tell(&desk, &mut paper, *story, full + 1);
        full += 1;
    }
    story::short(&desk, &mut paper, stories.get(full..).unwrap_or_default(), full, SHORT);
    let most = if look.all { usize::MAX } else { THREADS };
    for (i, _) in shown.threads.iter().enumerate().take(most) {
        thread::tell(&desk, &mut paper, i);
    }
    let more = shown.threads.len().saturating_sub(most);
    if more > 0 {
        let messages = count(more, "message", "messages");
        paper.line(2, &[paper::dim(format!("… {messages} more: --all"))]);
    }
    alone::tell(&desk, &mut paper);
    foot(&mut paper, !stories.is_empty(), trace.reader);
    paper.finish()
}

/// What was read and found, in two lines, and a line for each bound that was met.
fn head(desk: &Desk, paper: &mut Paper) {
    for line in head_lines(desk) {
        paper.line(0, &[paper::plain(line)]);
    }
}

fn head_lines(desk: &Desk) -> Vec<String> {
    let articles = &desk.trace.articles;
    let outlets: BTreeSet<&str> =
        articles.iter().filter_map(|q| q.article.outlet.as_deref()).collect();
    let several = desk.trace.stories.iter().filter(|s| desk.outline.reports(s) > 1).count();
    let mut parts = vec![
        format!(
            "{}, {}",
            count(articles.len(), "page", "pages"),
            count(outlets.len(), "outlet", "outlets")
        ),
        format!("{} in several pages", count(several, "story", "stories")),
    ];
    if !desk.trace.threads.is_empty() {
        let n = count(desk.trace.threads.len(), "message", "messages");
        parts.push(format!("{n} over time"));
    }
    let found = parts.join(" · ");
    let alone = alone::pages(desk).len();
    let mut parts = Vec::new();
    if alone > 0 {
        let stand = if alone == 1 { "stands" } else { "stand" };
        let pages = count(alone, "page", "pages");
        parts.push(format!("{pages} {stand} alone (listed at the end)"));
    }
    if desk.look.skipped.is_empty() {
        parts.push("no file skipped".to_owned());
    } else {
        parts.extend(desk.look.skipped.iter().map(|s| plain(s)));
    }
    let bounds = desk.trace.bounds.iter().map(|met| bound(*met));
    [found, parts.join(" · ")].into_iter().chain(bounds).collect()
}

/// How sure the words for doubt are, and what may be asked next.
fn foot(paper: &mut Paper, stories: bool, reader: &str) {
    paper.gap();
    let bands = headwater_stemma::bands().iter().rev().filter(|b| b.0 >= 0.35);
    let bands: Vec<String> = bands
        .enumerate()
        .map(|(i, (from, word))| {
            let of = if i == 0 { " in 100" } else { "" };
            format!("{word} from {:.0}{of}", from * 100.0)
        })
        .collect();
    if stories {
        paper.line(0, &[paper::dim(format!("Sure: {}", bands.join(", ")))]);
        let found = match reader {
            "learned" => "Quotations: found by the learned reader",
            "fast" => "Quotations: found by the fast tagger, which reads English best",
            _ => "Quotations: as given, or found by rules",
        };
        paper.line(0, &[paper::dim(found)]);
        let next = "Next: --why 1 · --all · trace PAGE · --about \"WORDS\" · --out report.html";
        paper.line(0, &[paper::dim(next)]);
    }
}

/// `━━ 1 ━━ Title ━━━━ 6 pages, 12–13 Mar 2024`.
fn rule(paper: &mut Paper, label: &str, title: &str, right: &str) {
    let left = format!("━━ {label} ━━ ");
    let left = if title.is_empty() { format!("━━ {label}") } else { left };
    let taken = paper::columns(&left) + paper::columns(right);
    let room = paper.width.saturating_sub(taken + 5);
    paper.gap();
    if room < 16 {
        // No room for all on one line.
        paper.line(0, &[Piece(Ink::Head, format!("{left}{title}"))]);
        paper.line(0, &[paper::plain(right)]);
        return;
    }
    let title = crate::plain::short(title, room);
    let fill = paper.width.saturating_sub(taken + paper::columns(&title) + 2).max(1);
    let fill = "━".repeat(if right.is_empty() { fill + 1 } else { fill });
    let pieces =
        [Piece(Ink::Head, format!("{left}{title}")), paper::plain(format!(" {fill} {right}"))];
    paper.line(0, &pieces);
}

/// `1 page`, `2 pages`.
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Words without the quotation marks at their ends, which ours would double.
pub(crate) fn unmarked(words: &str) -> &str {
    let mark = |c: char| c.is_whitespace() || "“”„\"«»‹›‘’,".contains(c);
    words.trim_matches(mark)
}

/// Words of a page between quotation marks, on one line.
pub(crate) fn quoted(words: &str) -> String {
    headwater_text::quoted(&plain(words))
}
