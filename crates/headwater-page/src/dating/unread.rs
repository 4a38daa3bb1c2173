//! Of a page for which no day was found, the line by its headline that prints one all the same: a
//! day in a language or a calendar that is not read yet is no missing day.

use crate::body::Body;
use crate::title::Title;
use crate::view::View;
use headwater_text::Span;

/// Lines above the headline and below the first line of the body that are looked at.
const NEAR: usize = 4;
/// Longer lines are prose.
const LETTERS: usize = 80;

/// Where a day is printed that was not read.
pub(crate) fn unread(view: &View, body: &Body, title: &Title) -> Option<Span> {
    let first = body.is_body.iter().position(|b| *b)?;
    let head = title.block.unwrap_or(first).min(first);
    let lines = head.saturating_sub(NEAR)..(first + 2).min(view.len());
    let fits = |i: &usize| Some(*i) != title.block && looks_dated(view.line(*i));
    lines.take(60).find(fits).map(|i| view.span(i))
}

/// Whether a short line has the numbers of a day: a year of four figures and a number up to 31, or
/// numbers before the signs for year, month and day.
fn looks_dated(line: &str) -> bool {
    if line.chars().count() > LETTERS {
        return false;
    }
    let mut numbers: Vec<(u32, usize)> = Vec::new();
    let (mut value, mut figures) = (0u32, 0usize);
    let mut signs = 0;
    for c in line.chars().chain([' ']) {
        if let Some(d) = figure(c) {
            value = value.saturating_mul(10).saturating_add(d);
            figures += 1;
            continue;
        }
        if figures > 0 {
            numbers.push((value, figures));
            signs += usize::from(matches!(c, '年' | '月' | '日' | '년' | '월' | '일'));
        }
        (value, figures) = (0, 0);
    }
    // Gregorian, Persian, Buddhist and Hebrew years of our time.
    let year = |n: &(u32, usize)| {
        n.1 == 4 && matches!(n.0, 1380..=1480 | 1990..=2100 | 2530..=2640 | 5750..=5860)
    };
    let day = |n: &(u32, usize)| n.1 <= 2 && (1..=31).contains(&n.0);
    signs >= 2 || numbers.iter().any(year) && numbers.iter().any(day)
}

/// The value of a decimal figure of any script.
fn figure(c: char) -> Option<u32> {
    const ZEROS: [u32; 14] = [
        0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xE50,
        0xFF10,
    ];
    ZEROS.iter().find_map(|zero| (c as u32).checked_sub(*zero).filter(|d| *d < 10))
}

#[cfg(test)]
mod tests {
    use super::looks_dated;

    #[test]
    fn days_are_told_from_other_numbers() {
        for line in ["۱۲ اسفند ۱۴۰۹", "令和13年4月2日", "2 Maliba 2031", "๒ เมษายน ๒๕๗๔"]
        {
            assert!(looks_dated(line), "{line}");
        }
        for line in ["Season 2031", "12 comments", "0800 55 44 33", "Fog over Lervik"] {
            assert!(!looks_dated(line), "{line}");
        }
    }
}
