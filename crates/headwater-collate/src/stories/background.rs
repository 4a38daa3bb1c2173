//! How much more alike reports must be than those of sparse news to be of one event. A local paper
//! writes about the same towns, trades and people in the same sentences every day; how much more
//! its reports must have in common is read off pairs that appeared too far apart to be of one
//! event.
//!
//! Read off each page's own far ties instead, it is better where these are many and worse where
//! they are few: on the dense made stream (`bench/stream`) BCubed F1 is .994 for 400 events but .87
//! for 60, against .983 and .993 by a sample of all pages.

use super::evidence::{Overlap, Profile, days, features, odds};

/// Reports so many days apart are taken for reports of different events.
const FAR: f64 = 4.0;
/// The day's distance they are weighed with instead of their own: that of reports of one event,
/// as a logarithm.
const NEAR: f64 = 0.3;
/// Pages that are compared with each other at most, for this purpose.
pub const SAMPLE: usize = 300;
/// Shares of far pairs whose odds are read, from which the top is guessed. Not the top itself: a
/// long affair has far pairs that do belong together, and they must not count as chance.
const MIDDLE: f64 = 0.5;
const HIGH: f64 = 0.9;
/// The guess in sparse news, which the weights were fitted on (`weights/stories.md`).
const USUAL: f64 = -1.0;
/// Pairs with fewer telling words in common are no candidates, which the weights were fitted on;
/// they count as the middle of sparse news does.
const FEW: f64 = 3.0;
const NOTHING: f64 = -6.5;
/// So many pages are corrected by half; a few are hardly corrected at all, so that one more of them
/// changes nothing.
const HALF: f64 = 40.0;
/// No pages are corrected by more.
const MOST: f64 = 12.0;
/// Corrections differ by such steps, so that one page more seldom changes any.
const STEP: f64 = 0.05;

/// Of two pages too far apart to be of one event, the log odds that they would have if they had
/// appeared together; nothing of two that may be.
pub fn chance(a: &Profile, b: &Profile, shared: Overlap) -> Option<f64> {
    if a.tongue.differs(&b.tongue) || days(a.when, b.when).is_none_or(|d| d < FAR) {
        return None;
    }
    let mut numbers = features(a, b, shared.part);
    let [_, _, _, _, _, _, _, _, day, ..] = &mut numbers;
    *day = NEAR;
    let [_, _, _, _, _, _, both, ..] = &numbers;
    let nothing = *both < libm::log1p(FEW);
    let odds = odds(&numbers);
    Some(if nothing { odds.min(NOTHING) } else { odds })
}

/// By how much the log odds of each pair of so many pages are lowered, from the chances among a
/// sample of them, in any order.
pub fn background(chances: Vec<f64>, pages: usize) -> f64 {
    lowered(height(chances), pages)
}

/// Up to where chance alone brings the log odds of two pages, from the chances among a sample, in any
/// order; nothing without a chance. Sorts them.
pub fn height(mut chances: Vec<f64>) -> Option<f64> {
    chances.sort_by(f64::total_cmp);
    let (middle, high) = (quantile(&chances, MIDDLE)?, quantile(&chances, HIGH)?);
    Some(high + (high - middle))
}

/// By how much the log odds of each pair of so many pages are lowered where chance brings them so high.
pub fn lowered(height: Option<f64>, pages: usize) -> f64 {
    let n = pages as f64;
    let trust = n * n / (n * n + HALF * HALF);
    height.map_or(0.0, |top| (((top - USUAL) * trust).clamp(0.0, MOST) / STEP).round() * STEP)
}

fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    sorted.get((sorted.len() as f64 * part) as usize).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;
    use headwater_quote::Quoted;
    use serde_json::json;

    /// Reports of `count` days, one a day, each about something else in the words of `frame`.
    fn run(count: usize, frame: &str) -> f64 {
        let parts = ["bre", "tol", "vash", "min", "gor", "lup", "dax"];
        let profiles: Vec<Profile> = (0..count)
            .map(|i| {
                let thing = [i % 7, i / 7 % 7, i / 49].map(|k| parts[k]).concat();
                let text = format!("On the {thing}\n\n{}", frame.replace('#', &thing));
                let date = format!("2031-{:02}-{:02}", 1 + i / 28, 1 + i % 28);
                let row = json!({"id": format!("a{i:03}"), "date": date, "text": text});
                let article = Article::from_json(row).unwrap();
                Profile::new(&Quoted { article, ..Quoted::default() })
            })
            .collect();
        let mut chances = Vec::new();
        for (i, a) in profiles.iter().enumerate() {
            let later = profiles.iter().skip(i + 1);
            chances.extend(later.filter_map(|b| chance(a, b, Overlap::default())));
        }
        background(chances, count)
    }

    const STOCK: &str = "Councillor Ilse Marn of Orvel told the Strait Post that the # debate \
        would resume after Easter. Harbour residents expected worse, and regional radio \
        interrupted its programme.";

    const PLAIN: &str = "The # is gone.";

    #[test]
    fn stock_sentences_ask_for_more() {
        assert!(run(120, STOCK) > 2.0, "{}", run(120, STOCK));
        assert!(run(120, PLAIN) < 0.5, "{}", run(120, PLAIN));
    }

    #[test]
    fn a_few_pages_are_hardly_corrected_and_one_more_changes_little() {
        assert!(run(6, STOCK) < 0.3);
        assert!((run(60, STOCK) - run(61, STOCK)).abs() < 0.6);
    }
}
