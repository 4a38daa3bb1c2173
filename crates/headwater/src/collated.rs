//! Trees of witnesses whose readings were collated before, as scholars do.

use headwater_page::Article;
use headwater_stemma::{Collated, Stemma, from_readings};
use serde_json::Value;
use std::collections::BTreeMap;

/// Trees of records that bring aligned `readings` (a word for each place) and `lacunae` (pairs of
/// places), a tree for each `story`; records that name none are one story, `s1`. Those without
/// readings are passed over.
///
/// ```
/// use headwater_page::Article;
/// use serde_json::json;
///
/// let witness = |id: &str, readings: [&str; 3]| {
///     let mut article = Article::plain(id, "");
///     article.extra.insert("readings".into(), json!(readings));
///     article
/// };
/// let trees = headwater::collated(&[
///     witness("A", ["dog", "ran", "home"]),
///     witness("B", ["dog", "ran", "house"]),
///     witness("C", ["dog", "walked", "house"]),
/// ]);
/// assert_eq!(trees.len(), 1);
/// ```
pub fn collated(given: &[Article]) -> Vec<Stemma> {
    let mut stories: BTreeMap<&str, Vec<Collated>> = BTreeMap::new();
    for article in given.iter().filter(|a| a.extra.contains_key("readings")) {
        let list = |name: &str| article.extra.get(name).and_then(Value::as_array);
        let words = |v: &Value| v.as_str().unwrap_or_default().to_owned();
        let pair = |v: &Value| Some((v.get(0)?.as_u64()? as usize, v.get(1)?.as_u64()? as usize));
        let witness = Collated {
            id: article.id.clone(),
            readings: list("readings").into_iter().flatten().map(words).collect(),
            lacunae: list("lacunae").into_iter().flatten().filter_map(pair).collect(),
        };
        let story = article.extra.get("story").and_then(Value::as_str).unwrap_or("s1");
        stories.entry(story).or_default().push(witness);
    }
    stories.into_iter().map(|(story, list)| from_readings(story, &list)).collect()
}
