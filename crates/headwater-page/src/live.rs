//! The entries of a live blog: each a time on a line of its own, most often a heading, and text.

use crate::article::Entry;
use crate::body::Body;
use crate::phrase;
use crate::title::Title;
use crate::view::View;
use headwater_lang::{Class, Language};
use headwater_text::{Span, When};

/// So many entries make a live blog.
const LEAST: usize = 3;
/// Entries beyond this many are not read.
const MOST: usize = 2_000;
/// Lines around the headline where a page says that it is one.
const NEAR: usize = 4;
/// Words of a line that runs.
const RUNNING: u32 = 8;
/// Letters of a line that is a time.
const TIME: usize = 24;

/// One entry by its lines.
struct Part {
    at: usize,
    minute: i16,
    title: Option<usize>,
    lines: Vec<usize>,
}

/// The entries, whose lines are body from now on. None where the page is no live blog.
pub(crate) fn entries(
    view: &View,
    found: &mut Body,
    title: &Title,
    stated: bool,
) -> Vec<(Entry, i16)> {
    if !stated && !is_called_live(view, title) {
        return Vec::new();
    }
    let from = title.block.map_or(0, |t| t + 1);
    let times: Vec<(usize, i16)> =
        (from..view.len()).filter_map(|i| Some((i, clock(view, i)?))).take(MOST).collect();
    if times.len() < LEAST || !is_ordered(&times) {
        return Vec::new();
    }
    let mut parts: Vec<Part> = Vec::new();
    for (k, (at, minute)) in times.iter().enumerate() {
        let end = times.get(k + 1).map_or(view.len(), |n| n.0);
        parts.push(part(view, *at, *minute, end));
    }
    parts.retain(|p| !p.lines.is_empty());
    if parts.len() < LEAST {
        return Vec::new();
    }
    let first = parts.first().map_or(0, |p| p.at);
    let mut own = vec![false; view.len()];
    for i in parts.iter().flat_map(|p| p.lines.iter().chain(&p.title)) {
        if let Some(flag) = own.get_mut(*i) {
            *flag = true;
        }
    }
    // Above the first entry what runs stays, below it nothing but the entries.
    let runs = |i: usize| view.shapes.get(i).is_some_and(|s| s.words >= RUNNING && s.closed());
    for (i, (flag, own)) in found.is_body.iter_mut().zip(own).enumerate() {
        *flag = own || *flag && i < first && runs(i);
    }
    let entry = |p: Part| {
        let last = p.lines.last().or(p.title.as_ref()).copied().unwrap_or(p.at);
        let place = view.span(p.at);
        let span = Span::new(place.start, view.span(last).end);
        (Entry { span, title: p.title.map(|t| view.span(t)), time: None, place }, p.minute)
    };
    parts.into_iter().map(entry).collect()
}

/// Gives the entries the day of the page.
pub(crate) fn dated(entries: Vec<(Entry, i16)>, day: Option<When>) -> Vec<Entry> {
    let at =
        |minute: i16| day.filter(|d| d.day.is_some()).map(|d| When { minute: Some(minute), ..d });
    entries.into_iter().map(|(e, minute)| Entry { time: at(minute), ..e }).collect()
}

/// Whether the headline, what the page calls itself, or a line by the headline says so.
fn is_called_live(view: &View, title: &Title) -> bool {
    let alone = |low: &str| {
        let whole = Language::unknown().words(Class::LiveAlone).iter();
        whole.filter_map(|w| w.word.strip_suffix('$')).any(|w| w == low)
    };
    let says = |line: &str| {
        let low = line.to_lowercase();
        let words = Language::unknown().words(Class::LiveSign);
        line.len() < 400 && words.iter().any(|w| low.contains(w.word)) || alone(&low)
    };
    let at = title.block.unwrap_or(0);
    title.words.as_deref().is_some_and(says)
        || view.doc.title.as_deref().is_some_and(says)
        || (at.saturating_sub(NEAR)..(at + NEAR).min(view.len()))
            .filter(|i| view.shapes.get(*i).is_some_and(|s| s.words <= 6))
            .any(|i| says(view.line(i)))
}

/// The minute of a line that is a time of day and nothing else: *14:05 Uhr*, *2.05 pm*.
fn clock(view: &View, i: usize) -> Option<i16> {
    let line = view.line(i);
    if line.len() > TIME || view.shapes.get(i).is_none_or(|s| s.digits < 3 || s.words > 4) {
        return None;
    }
    let low = line.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let hour: String = low.chars().take_while(char::is_ascii_digit).collect();
    let rest = low.get(hour.len()..)?.strip_prefix([':', '.', 'h'])?;
    let minute: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let tail = rest.get(minute.len()..)?.trim().replace('.', "");
    if hour.len() > 2 || minute.len() != 2 {
        return None;
    }
    let (mut h, m) = (hour.parse::<i16>().ok()?, minute.parse::<i16>().ok()?);
    match Language::unknown().find(Class::HalfDay, &tail).map(|half| half.key) {
        Some("0") if h == 12 => h = 0,
        Some("12") if h < 12 => h += 12,
        _ => {}
    }
    // What stands behind is a word of clocks or a zone.
    let words = tail.split_whitespace().count();
    let known = |w: &str| Language::unknown().has(Class::Clock, w) || w.chars().count() <= 4;
    ((0..24).contains(&h)
        && (0..60).contains(&m)
        && words <= 1
        && tail.split_whitespace().all(known))
    .then_some(h * 60 + m)
}

/// Whether times run one way: newest first or oldest first. A night in between may turn them once.
fn is_ordered(times: &[(usize, i16)]) -> bool {
    let steps = || times.iter().zip(times.iter().skip(1));
    let up = steps().filter(|(a, b)| b.1 > a.1).count();
    let down = steps().filter(|(a, b)| b.1 < a.1).count();
    up.min(down) * 6 <= times.len()
}

/// One entry: its heading, and the lines that run, up to what is said below every entry.
fn part(view: &View, at: usize, minute: i16, end: usize) -> Part {
    let frame = phrase::SHARE
        | phrase::OTHERS
        | phrase::FORM
        | phrase::ADVERT
        | phrase::MENU
        | phrase::MORE
        | phrase::LEGAL
        | phrase::COMMENT;
    let shape = |i: usize| view.shapes.get(i).copied().unwrap_or_default();
    let framed = |i: usize| {
        let s = shape(i);
        s.words <= 6 && s.phrases & frame != 0
    };
    let runs = |i: usize| shape(i).words >= RUNNING && (shape(i).closed() || shape(i).stops > 0);
    let opens = |i: usize| (2..=20).contains(&shape(i).words) && !framed(i) && !runs(i);
    let title = Some(at + 1).filter(|i| *i < end && opens(*i));
    let mut lines = Vec::new();
    let mut idle = 0;
    for i in at + 1 + usize::from(title.is_some())..end {
        if runs(i) || shape(i).closed() && shape(i).words >= 3 && !framed(i) && idle == 0 {
            lines.push(i);
            idle = 0;
        } else {
            idle += 1;
        }
        // What follows a list of other items is none of the entry.
        if idle >= 3 || shape(i).phrases & (phrase::OTHERS | phrase::LEGAL) != 0 && framed(i) {
            break;
        }
    }
    Part { at, minute, title, lines }
}

#[cfg(test)]
mod tests {
    use crate::{Hint, read};

    const ENTRIES: [(&str, &str, &str); 4] = [
        (
            "14:05",
            "Mayor speaks at three",
            "Mara Lind wants to speak in front of the town hall at 3 pm, her office says. She has not said about what.",
        ),
        (
            "13:20",
            "First boats at the quay",
            "Two boats have come to the quay behind the school. Forty people stand at the fence, and some have brought chairs.",
        ),
        (
            "11:48",
            "Court says no",
            "The court has turned down what the neighbours asked for in the morning. It is to say why in the next days.",
        ),
        (
            "09:00",
            "Good morning",
            "Good morning from Lervik. The gate was opened at half past seven, and since then everybody has waited for the boats.",
        ),
    ];

    fn flat(entries: &[(&str, &str, &str)], label: &str, clock: &str) -> String {
        let one = |e: &(&str, &str, &str)| format!("{}{clock}\n{}\n{}\nShare\n", e.0, e.1, e.2);
        let all: String = entries.iter().map(one).collect();
        format!(
            "Lervik Post\nHome\nSport\n{label}\nThe day of the boats in Lervik\nBy Jo Berg\n4 May 2031\n{all}Load more\n\
             Most read\nBells of Talsund ring again\nImprint\n© 2031 Lervik Post\n"
        )
    }

    #[test]
    fn entries_of_a_live_blog_are_items_with_their_times() {
        for (label, clock, html) in [
            ("Live updates", "", false),
            ("Liveticker", " Uhr", false),
            ("En direct", "", false),
            ("Live updates", "", true),
        ] {
            let page = flat(&ENTRIES, label, clock);
            let page = match html {
                true => {
                    let lines = page.lines().map(|l| format!("<p>{l}</p>")).collect::<String>();
                    format!(
                        "<html><title>The day of the boats in Lervik - {label}</title><body>{lines}</body></html>"
                    )
                }
                false => page,
            };
            let a = read(page.as_bytes(), &Hint { html: Some(html), ..Hint::default() });
            assert_eq!(a.entries.len(), 4, "{label} {html} {:?}", a.title);
            let body: String = a.body.iter().map(|s| s.of(&a.text)).collect();
            for ((time, head, text), entry) in ENTRIES.iter().zip(&a.entries) {
                assert!(body.contains(text), "{label} {text}");
                assert_eq!(entry.title.map(|t| t.of(&a.text)), Some(*head));
                assert!(
                    entry.place.of(&a.text).starts_with(time)
                        && entry.span.of(&a.text).ends_with(text)
                );
            }
            assert!(!body.contains("Bells of Talsund") && !body.contains("Load more"), "{body}");
            if let Some(day) = a.date {
                let first = a.entries[0].time.map(|t| t.iso());
                assert_eq!(first, Some(format!("{}T14:05", &day.iso()[..10])));
            }
        }
    }

    #[test]
    fn a_list_of_times_is_no_live_blog() {
        let page = flat(&ENTRIES, "Boats", "");
        let a = read(page.as_bytes(), &Hint { html: Some(false), ..Hint::default() });
        assert_eq!(a.entries, []);
    }
}
