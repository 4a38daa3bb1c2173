//! The office of a speaker, as the pages of a story print it.

use crate::fit::Offices;
use crate::plain::plain;
use headwater_lang::{Class, Language};
use headwater_page::Article;
use headwater_quote::Quoted;
use std::collections::BTreeMap;

/// Most words of an office.
const WORDS: usize = 8;

/// The office that most pages print beside one of these names, of two the longer.
pub(super) fn office(pages: &[&Quoted], offices: &Offices, names: &[&str]) -> Option<String> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for quoted in pages {
        let roles = quoted.people.iter().filter(|p| names.contains(&p.name.as_str()));
        let roles = roles.filter_map(|p| p.role.clone()).map(|r| plain(&r));
        let beside = beside(&quoted.article, names, offices);
        // *Ada Lind, director Omar Reel*: the office is of who is named behind it.
        let theirs = |role: &String| {
            let mut people = quoted.people.iter().map(|p| p.name.as_str());
            people.any(|name| name.contains(' ') && role.ends_with(name))
        };
        let mut here: Vec<String> = roles.chain(beside).filter(|r| !theirs(r)).collect();
        here.sort();
        here.dedup();
        for role in here {
            *votes.entry(role).or_default() += 1;
        }
    }
    let best = votes
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(a.0.len().cmp(&b.0.len())).then(b.0.cmp(&a.0)));
    best.map(|(role, _)| role).filter(|role| !names.iter().any(|n| n.contains(role.as_str())))
}

/// Offices that stand between commas right before or behind a name: *the mayor of Karst, Tomas
/// Almen,* and *Tomas Almen, the mayor of Karst,*.
fn beside(page: &Article, names: &[&str], offices: &Offices) -> Vec<String> {
    let language = Language::or_unknown(page.lang.as_deref());
    let fit = |words: &str| {
        let words = words.trim();
        let list: Vec<&str> = words.split_whitespace().collect();
        let low = words.starts_with(char::is_lowercase);
        let some = list.len() > 1 && list.len() <= WORDS;
        let first = list.iter().take(3).any(|w| offices.has(language, w));
        // *Tomas Almen, said the mayor*.
        let says = list.first().is_some_and(|w| language.has(Class::Cue, &w.to_lowercase()));
        (low && some && first && !says).then(|| plain(words))
    };
    let mut out = Vec::new();
    for name in names.iter().filter(|n| n.contains(' ')) {
        for body in &page.body {
            let text = body.of(&page.text);
            for (at, found) in text.match_indices(name) {
                let behind = text.get(at + found.len()..).and_then(|t| t.strip_prefix(", "));
                let behind = behind.and_then(|t| t.get(..ends(t).next()?));
                out.extend(behind.and_then(fit));
                let before = text.get(..at).and_then(|t| t.strip_suffix(", "));
                let before = before.map(|t| {
                    ends(t).last().map_or(t, |i| {
                        let end =
                            t.get(i..).and_then(|r| r.chars().next()).map_or(1, char::len_utf8);
                        t.get(i + end..).unwrap_or("")
                    })
                });
                // A sentence begins with a capital that the office has not.
                let before = before.map(|t| {
                    let t = t.trim();
                    let article = t.split(' ').next().unwrap_or("");
                    let rest = t.get(article.len()..).unwrap_or("").trim_start();
                    if article.starts_with(char::is_uppercase) { rest } else { t }
                });
                out.extend(before.and_then(fit));
            }
        }
    }
    out.into_iter().map(|o| bare(&o, language)).collect()
}

/// Where marks stand that end a phrase: not the stop of an abbreviation, as in *chief U.S. economist*
/// and *bishop of St. Brenna*.
fn ends(text: &str) -> impl Iterator<Item = usize> + '_ {
    const ENDS: [char; 11] = [',', ';', ':', '\n', '“', '”', '"', '(', ')', '«', '»'];
    text.char_indices()
        .filter(|(at, c)| {
            let word = |text: &str| text.chars().rev().take_while(|c| c.is_alphanumeric()).count();
            let short = || (1..=2).contains(&word(text.get(..*at).unwrap_or("")));
            let goes_on = || {
                let rest = text.get(at + 1..).unwrap_or("");
                rest.starts_with(char::is_alphanumeric) || rest.starts_with(' ') && short()
            };
            ENDS.contains(c) || *c == '.' && !goes_on()
        })
        .map(|(at, _)| at)
}

/// An office without the article before it.
fn bare(office: &str, language: &Language) -> String {
    let (first, rest) = office.split_once(' ').unwrap_or(("", office));
    let class = Class::Nobody;
    if language.has(class, &first.to_lowercase()) { rest.to_owned() } else { office.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_quote::Person;

    #[test]
    fn offices_between_commas_belong_to_the_name_beside_them() {
        let role = Person {
            name: "Jo Berg".into(),
            spellings: vec![],
            role: Some("mayor".into()),
            mentions: vec![],
        };
        let article = Article::plain("a", "");
        let offices = Offices::of(&[Quoted { article, quotes: vec![], people: vec![role] }]);
        let found = |text: &str| {
            let page = Article { lang: Some("en".into()), ..Article::plain("a", text) };
            beside(&page, &["Tomas Almen"], &offices)
        };
        assert_eq!(found("Tomas Almen, the mayor of Karst, spoke."), ["mayor of Karst"]);
        assert_eq!(found("It rained. The mayor of Karst, Tomas Almen, spoke."), ["mayor of Karst"]);
        assert_eq!(
            found("Tomas Almen, the chief U.S. mayor at St. Brenna, spoke."),
            ["chief U.S. mayor at St. Brenna"]
        );
        assert!(found("Tomas Almen, who had come by train, spoke.").is_empty());
        assert!(found("The town waits for Tomas Almen, said the mayor, and for Jo.").is_empty());
    }

    #[test]
    fn an_office_before_a_second_name_is_that_ones() {
        let person = |name: &str, role: Option<&str>| Person {
            name: name.into(),
            spellings: vec![],
            role: role.map(str::to_owned),
            mentions: vec![],
        };
        let of = |text: &str| {
            let article = Article { lang: Some("en".into()), ..Article::plain("a", text) };
            let people = vec![person("Tomas Almen", None), person("Jo Berg", Some("mayor"))];
            let page = Quoted { article, quotes: vec![], people };
            office(&[&page], &Offices::of(std::slice::from_ref(&page)), &["Tomas Almen"])
        };
        assert_eq!(of("We thank Tomas Almen, mayor Jo Berg, and the town."), None);
        assert_eq!(of("Tomas Almen, mayor of Karst, spoke.").as_deref(), Some("mayor of Karst"));
    }
}
