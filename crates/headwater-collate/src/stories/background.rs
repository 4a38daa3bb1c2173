//! All profiles of a run in, how much more alike its reports are than those of sparse news out.
//! A local paper writes about the same towns, trades and people in the same sentences every day;
//! there two reports must have more in common to be of one event. How much more is read off
//! reports that appeared too far apart to be of one event.

use super::evidence::{Profile, Shared, days, features, odds};

/// Reports so many days apart are taken for reports of different events.
const FAR: f64 = 4.0;
/// The day's distance they are weighed with instead of their own: that of reports of one event,
/// as a logarithm.
const NEAR: f64 = 0.3;
/// Articles that are compared with each other at most.
const SAMPLE: usize = 300;
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
/// A run of so many articles is corrected by half; a few pages are hardly corrected at all, so
/// that one more of them changes nothing.
const HALF: f64 = 40.0;
/// No run is corrected by more.
const MOST: f64 = 12.0;

/// By how much the log odds of a pair are lowered in this run. Measured on pairs of dated reports
/// far apart; a run of few days is not corrected. The articles compared are chosen by a hash of
/// their ids, so that one article more replaces one at most. At most `SAMPLE` squared steps.
pub(super) fn background(ids: &[&str], profiles: &[Profile], passages: &[Shared]) -> f64 {
    let mut order: Vec<(u64, usize)> =
        ids.iter().enumerate().map(|(i, id)| (crate::words::hash_word(id), i)).collect();
    order.sort_unstable();
    order.truncate(SAMPLE);
    let mut found = Vec::new();
    for (n, (_, i)) in order.iter().enumerate() {
        for (_, j) in order.iter().skip(n + 1) {
            let (Some(a), Some(b)) = (profiles.get(*i), profiles.get(*j)) else { continue };
            if days(a.when, b.when).is_none_or(|d| d < FAR) {
                continue;
            }
            let part = Shared::of(passages, *i.min(j), *i.max(j)).part;
            let mut numbers = features(a, b, part);
            let [_, _, _, _, _, _, _, _, day, ..] = &mut numbers;
            *day = NEAR;
            let [_, _, _, _, _, _, both, ..] = &numbers;
            let nothing = *both < libm::log1p(FEW);
            let odds = odds(&numbers);
            found.push(if nothing { odds.min(NOTHING) } else { odds });
        }
    }
    let n = profiles.len() as f64;
    let trust = n * n / (n * n + HALF * HALF);
    found.sort_by(f64::total_cmp);
    let (Some(middle), Some(high)) = (quantile(&found, MIDDLE), quantile(&found, HIGH)) else {
        return 0.0;
    };
    let top = high + (high - middle);
    ((top - USUAL) * trust).clamp(0.0, MOST)
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
        let articles: Vec<Quoted> = (0..count)
            .map(|i| {
                let thing = [i % 7, i / 7 % 7, i / 49].map(|k| parts[k]).concat();
                let text = format!("On the {thing}\n\n{}", frame.replace('#', &thing));
                let date = format!("2031-{:02}-{:02}", 1 + i / 28, 1 + i % 28);
                let row = json!({"id": format!("a{i:03}"), "date": date, "text": text});
                let article = Article::from_json(row).unwrap();
                Quoted { article, ..Quoted::default() }
            })
            .collect();
        let profiles: Vec<Profile> = articles.iter().map(Profile::new).collect();
        let ids: Vec<&str> = articles.iter().map(|q| q.article.id.as_str()).collect();
        background(&ids, &profiles, &[])
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
        assert!((run(60, STOCK) - run(61, STOCK)).abs() < 0.5);
    }
}
