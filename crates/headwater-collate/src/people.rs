//! Joins the people of the articles of a story: spellings of one name joined
//! through transliteration (*Zelensky*, *Zelenskyi*, *Зеленский*), short forms joined to the only
//! full name they can mean, and misspellings, with doubt, to a name that some page gives.
//!
//! It knows no names: two spellings are one person because of their letters and their company.

mod skeleton;

use crate::Person;
use crate::sets::Sets;
use headwater_quote::Quoted;
pub(crate) use skeleton::skeleton;
use skeleton::{Name, near, same_given};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// One name as one article gives it.
struct Mention<'a> {
    article: usize,
    name: &'a str,
    parts: Name,
    spellings: BTreeSet<String>,
    role: BTreeSet<String>,
}

/// Joins the people of some articles, such as those of one story: who is whom is settled among
/// them, and no namesake elsewhere changes it.
pub fn people<Q: Borrow<Quoted>>(articles: &[Q]) -> Vec<Person> {
    let mentions = mentions(articles);
    let mut groups = Groups::new(mentions.len());
    join_full_names(&mentions, &mut groups);
    join_short_names(&mentions, &mut groups);
    join_slips(&mentions, &mut groups);
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for i in 0..mentions.len() {
        by_root.entry(groups.root(i)).or_default().push(i);
    }
    let mut out: Vec<Person> = by_root
        .iter()
        .map(|(root, members)| person(&mentions, members, groups.doubt(*root)))
        .collect();
    out.sort_by(|a, b| (&a.name, &a.articles).cmp(&(&b.name, &b.articles)));
    out
}

fn mentions<Q: Borrow<Quoted>>(articles: &[Q]) -> Vec<Mention<'_>> {
    let mut out: Vec<Mention<'_>> = Vec::new();
    for (article, quoted) in articles.iter().map(Borrow::borrow).enumerate() {
        let first = out.len();
        for p in &quoted.people {
            out.push(Mention {
                article,
                name: &p.name,
                parts: Name::new(&p.name),
                spellings: p.spellings.iter().cloned().chain([p.name.clone()]).collect(),
                role: p.role.iter().flat_map(|r| crate::terms::stems(r)).collect(),
            });
        }
        for q in &quoted.quotes {
            let Some(name) = q.speaker.as_deref() else { continue };
            if out.get(first..).unwrap_or(&[]).iter().any(|m| m.name == name) {
                continue;
            }
            let role = q.role.iter().flat_map(|r| crate::terms::stems(r)).collect();
            let spellings = BTreeSet::from([name.to_owned()]);
            out.push(Mention { article, name, parts: Name::new(name), spellings, role });
        }
    }
    out
}

/// Letters of a word's skeleton that count.
const LETTERS: usize = 5;

/// A word of a name by the first letter of its sounds and the next consonants: endings that
/// languages put on names and vowels that they hear otherwise are left out. Linear in its length.
pub fn sound_key(word: &str) -> String {
    let sound = sounds(word).replace('g', "h");
    let mut out = String::new();
    for c in sound.chars() {
        if out.is_empty() || !"aeiou ".contains(c) && !out.ends_with(c) {
            out.push(c);
        }
    }
    out.chars().take(LETTERS).collect()
}

/// A name by its sounds: one form for its spellings in most alphabets and habits of
/// transliteration. Linear in its length.
pub fn sounds(name: &str) -> String {
    Name::new(name).key()
}

/// Names of the same skeleton, and names of two or more parts whose last parts agree and whose
/// given names do not contradict each other.
fn join_full_names(mentions: &[Mention<'_>], groups: &mut Groups) {
    let mut whole: BTreeMap<String, usize> = BTreeMap::new();
    let mut last: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, m) in mentions.iter().enumerate() {
        let first = *whole.entry(m.parts.key()).or_insert(i);
        groups.join(first, i);
        if first == i && m.parts.full() {
            last.entry(m.parts.last()).or_default().push(i);
        }
    }
    for names in last.values() {
        for (k, i) in names.iter().enumerate() {
            for j in names.iter().skip(k + 1).take(200) {
                let (Some(a), Some(b)) = (mentions.get(*i), mentions.get(*j)) else { continue };
                if same_given(&a.parts, &b.parts) {
                    groups.join(*i, *j);
                }
            }
        }
    }
}

/// A surname alone is the person of that surname if the articles know only one.
fn join_short_names(mentions: &[Mention<'_>], groups: &mut Groups) {
    let mut full: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (i, m) in mentions.iter().enumerate() {
        if m.parts.full() {
            full.entry(m.parts.last()).or_default().insert(groups.root(i));
        }
    }
    for (i, m) in mentions.iter().enumerate() {
        if m.parts.full() {
            continue;
        }
        if let Some(of) = full.get(m.parts.last())
            && let (Some(one), 1) = (of.first(), of.len())
        {
            groups.join(*one, i);
        }
    }
}

/// A full name one slip away from another whose bearer has the same given name or role: joined,
/// with doubt.
fn join_slips(mentions: &[Mention<'_>], groups: &mut Groups) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (i, m) in mentions.iter().enumerate() {
        if m.parts.full() {
            seen.entry(m.parts.key()).or_insert(i);
        }
    }
    // Candidates share the given name's skeleton: a slip in the surname only.
    let mut given: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for i in seen.values() {
        if let Some(m) = mentions.get(*i) {
            given.entry(m.parts.first()).or_default().push(*i);
        }
    }
    for of in given.values() {
        for (k, i) in of.iter().enumerate() {
            for j in of.iter().skip(k + 1).take(200) {
                let (Some(a), Some(b)) = (mentions.get(*i), mentions.get(*j)) else { continue };
                let role = a.role.is_empty() || b.role.is_empty() || !a.role.is_disjoint(&b.role);
                if groups.root(*i) != groups.root(*j)
                    && role
                    && near(a.parts.last(), b.parts.last())
                {
                    groups.join(*i, *j);
                    groups.mark(*i);
                }
            }
        }
    }
}

fn person(mentions: &[Mention<'_>], members: &[usize], doubtful: bool) -> Person {
    let of: Vec<&Mention<'_>> = members.iter().filter_map(|i| mentions.get(*i)).collect();
    let mut spellings = BTreeSet::new();
    let mut votes: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut articles = Vec::new();
    for m in &of {
        spellings.extend(m.spellings.iter().cloned());
        votes.entry(m.name).or_default().insert(m.article);
        articles.push((m.article, m.name.to_owned()));
    }
    articles.sort();
    articles.dedup();
    // Most articles, then the fullest, then the first by alphabet. A surname alone never beats a
    // full name: it is how a name is shortened, not how it is spelt.
    let best = votes.iter().max_by_key(|(name, in_articles)| {
        let parts = name.split_whitespace().count();
        (parts > 1, in_articles.len(), name.chars().count(), std::cmp::Reverse(**name))
    });
    let name = best.map(|(name, _)| (*name).to_owned()).unwrap_or_default();
    Person { name, spellings: spellings.into_iter().collect(), articles, doubtful }
}

/// Disjoint groups of mentions, some with doubt.
struct Groups {
    sets: Sets,
    doubtful: BTreeSet<usize>,
}

impl Groups {
    fn new(n: usize) -> Groups {
        Groups { sets: Sets::new(n), doubtful: BTreeSet::new() }
    }

    fn root(&self, i: usize) -> usize {
        self.sets.root(i)
    }

    fn join(&mut self, a: usize, b: usize) {
        self.sets.join(a, b);
    }

    fn mark(&mut self, i: usize) {
        self.doubtful.insert(i);
    }

    fn doubt(&self, root: usize) -> bool {
        self.doubtful.iter().any(|i| self.root(*i) == root)
    }
}

/// A name by which one person is known over stories, where only names can tell: all spellings of
/// one sound share it.
pub(crate) fn known_by(name: &str) -> String {
    Name::new(name).key()
}

/// Whether two such names are of one person: equal, or full names of which given and family name are
/// a slip apart at most, as a name is from one alphabet to the other.
pub(crate) fn one_person(a: &str, b: &str) -> bool {
    let (x, y) = (Name::of_key(a), Name::of_key(b));
    let last = x.last() == y.last() || near(x.last(), y.last());
    a == b || x.full() && y.full() && last && same_given(&x, &y)
}

/// The person that an article means by a name: index into `people`.
pub(crate) struct Lookup<'a>(BTreeMap<usize, BTreeMap<&'a str, usize>>);

impl<'a> Lookup<'a> {
    pub(crate) fn new(people: &'a [Person]) -> Lookup<'a> {
        let mut out: BTreeMap<usize, BTreeMap<&'a str, usize>> = BTreeMap::new();
        for (i, p) in people.iter().enumerate() {
            for (article, name) in &p.articles {
                out.entry(*article).or_default().insert(name, i);
            }
        }
        Lookup(out)
    }

    pub(crate) fn find(&self, article: usize, name: &str) -> Option<usize> {
        self.0.get(&article)?.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    fn article(id: &str, names: &[&str]) -> Quoted {
        let people = names.iter().map(|n| headwater_quote::Person {
            name: (*n).to_owned(),
            spellings: vec![(*n).to_owned()],
            role: None,
            mentions: vec![],
        });
        Quoted { article: Article::plain(id, ""), people: people.collect(), quotes: vec![] }
    }

    #[test]
    fn spellings_join_and_namesakes_do_not() {
        let articles = [
            article("a", &["Oleksandr Verhun", "Ruta Almen"]),
            article("b", &["Olexandr Verhoun", "Tomas Almen"]),
            article("c", &["Verhun", "Almen"]),
            article("d", &["Олександр Вергун"]),
        ];
        let people = people(&articles);
        let verhun = people.iter().find(|p| p.name.contains("Verh")).unwrap();
        assert_eq!(verhun.articles.len(), 4, "{people:?}");
        assert_eq!(people.len(), 4, "two Almens and a third of whom we cannot tell: {people:?}");
    }

    #[test]
    fn a_slip_is_joined_with_doubt() {
        let articles = [article("a", &["Marta Kovalind"]), article("b", &["Marta Kovalimd"])];
        let people = people(&articles);
        assert_eq!(people.len(), 1);
        assert!(people.iter().all(|p| p.doubtful));
    }
}
