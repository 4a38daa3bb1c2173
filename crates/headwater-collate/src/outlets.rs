//! Names of one outlet folded, and which pages are copies of one report of it.

use crate::words::{hash_word, join, words};
use headwater_lang::{Class, Language};
use headwater_page::Article;
use headwater_text::fold;
use std::collections::BTreeMap;

/// An outlet over all pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outlet {
    /// A name made from what its spellings have in common; left empty by [`outlets`].
    pub id: String,
    /// The spelling that most pages print, then the longest, then the first by alphabet.
    pub name: String,
    /// All spellings, sorted.
    pub spellings: Vec<String>,
}

/// What the spellings of one outlet have in common: letters and figures without case, accents,
/// marks and a leading *The*; of an address what stands before its ending. Empty where nothing is
/// left. It folds no more than that: two outlets under one name would cost more than two names of
/// one.
///
/// ```
/// use headwater_collate::outlet_key;
///
/// assert_eq!(outlet_key("The Strait Post"), outlet_key("www.strait-post.com"));
/// assert_ne!(outlet_key("Strait Post"), outlet_key("Strait Post Sport"));
/// ```
pub fn outlet_key(name: &str) -> String {
    let folded = fold(name.trim());
    let address = !folded.contains(char::is_whitespace) && folded.contains('.');
    let kept = if address { host(&folded) } else { without_article(&folded) };
    kept.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// A folded name without the article before it.
fn without_article(folded: &str) -> &str {
    let article = |first| Language::unknown().has(Class::OutletArticle, first);
    folded.split_once(' ').filter(|(first, _)| article(first)).map_or(folded, |(_, rest)| rest)
}

/// Of an address such as `www.post.co.uk` the part that names its owner.
fn host(address: &str) -> &str {
    let bare = address.strip_prefix("www.").unwrap_or(address);
    let Some((head, _)) = bare.rsplit_once('.') else { return bare };
    match head.rsplit_once('.') {
        // `co`, `com`, `org` before a country.
        Some((owner, middle)) if middle.len() <= 3 => owner,
        _ => head,
    }
}

/// The outlets that pages name, in the order of their keys.
pub fn outlets<'n>(names: impl Iterator<Item = &'n str>) -> Vec<Outlet> {
    let mut by_key: BTreeMap<String, BTreeMap<&str, usize>> = BTreeMap::new();
    for name in names {
        let key = outlet_key(name);
        if !key.is_empty() {
            *by_key.entry(key).or_default().entry(name).or_default() += 1;
        }
    }
    by_key
        .into_values()
        .map(|counts| {
            let best = counts
                .iter()
                .max_by_key(|(name, n)| (**n, name.chars().count(), std::cmp::Reverse(**name)));
            Outlet {
                id: String::new(),
                name: best.map_or(String::new(), |(name, _)| (*name).to_owned()),
                spellings: counts.keys().map(|name| (*name).to_owned()).collect(),
            }
        })
        .collect()
}

/// Fewest words of a body by which two files are known for one report.
const WORDS: usize = 8;

/// A mark that pages share which print one body for one outlet: two files or addresses of one
/// report, hence one witness. Nothing for a page without outlet or with hardly a body. Versions
/// with other words have other marks.
pub fn witness(article: &Article) -> Option<u64> {
    let key = article.outlet.as_deref().map(outlet_key).filter(|k| !k.is_empty())?;
    let body = article.body.iter().flat_map(|p| words(&article.text, *p));
    let (hash, count) = body.fold((hash_word(&key), 0), |(h, n), w| (join(h, w.hash), n + 1));
    (count >= WORDS).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_outlet_fold_and_others_do_not() {
        let names =
            ["The Strait Post", "Strait Post", "Strait Post", "straitpost.example.org", "Tide"];
        let found = outlets(names.into_iter());
        let shown: Vec<(&str, usize)> =
            found.iter().map(|o| (o.name.as_str(), o.spellings.len())).collect();
        assert_eq!(shown, [("Strait Post", 2), ("straitpost.example.org", 1), ("Tide", 1)]);
        assert_eq!(outlet_key("Österreich-Blatt"), outlet_key("osterreich blatt"));
        assert_eq!(outlet_key("post.co.uk"), "post");
        assert_eq!(outlet_key("…"), "");
    }

    #[test]
    fn one_body_of_one_outlet_is_one_witness() {
        let page = |outlet: &str, text: &str| {
            let outlet = Some(outlet.to_owned()).filter(|o| !o.is_empty());
            witness(&Article { outlet, ..Article::plain("a", text) })
        };
        let body = "The ferry stays in port until the storm has passed, said the harbour master.";
        assert!(page("Tide", body).is_some());
        assert_eq!(page("Tide", body), page("The Tide", &format!("{body}\n")));
        assert_ne!(page("Tide", body), page("Echo", body));
        assert_ne!(page("Tide", body), page("Tide", &body.replace("ferry", "boat")));
        assert_eq!(page("", body), None);
        assert_eq!(page("Tide", "It rained."), None);
    }
}
