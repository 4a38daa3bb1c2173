//! Names and numbers of a report: what stays when it is told in other words or another language.
//!
//! A name is folded over alphabets and habits of transliteration, and to its beginning, since
//! languages put endings on names. Words are weighed by how few reports of the story have them.

use crate::kin::common;
use crate::title::is_whole;
use crate::witness::{Line, Witness, hash};
use headwater_collate::sound_key as key;
use headwater_text::Span;
use std::collections::{BTreeSet, HashMap};

/// The anchors of a story's witnesses.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// Sorted, once each.
    of: Vec<Vec<u64>>,
    weight: HashMap<u64, f64>,
    mass: Vec<f64>,
    /// For each witness those whose outlet it names, in whatever alphabet or case.
    named: Vec<BTreeSet<usize>>,
}

impl Anchors {
    pub(crate) fn new(witnesses: &[Witness]) -> Anchors {
        let of: Vec<Vec<u64>> = witnesses.iter().map(anchors).collect();
        let mut spread: HashMap<u64, usize> = HashMap::new();
        for a in of.iter().flatten() {
            *spread.entry(*a).or_default() += 1;
        }
        let n = witnesses.len() as f64;
        let weight: HashMap<u64, f64> =
            spread.into_iter().map(|(a, k)| (a, libm::log(1.0 + n / k as f64))).collect();
        let sum = |list: &Vec<u64>| list.iter().filter_map(|a| weight.get(a)).sum();
        let mass = of.iter().map(sum).collect();
        Anchors { of, weight, mass, named: named(witnesses) }
    }

    /// Whether `c` names the outlet of `p`, which is not its own.
    pub(crate) fn names(&self, c: usize, p: usize) -> bool {
        self.named.get(c).is_some_and(|l| l.contains(&p))
    }

    /// Takes it that `c` does not mean `p` where it names its outlet.
    pub(crate) fn forget(&mut self, c: usize, p: usize) {
        if let Some(named) = self.named.get_mut(c) {
            named.remove(&p);
        }
    }

    /// The weighed share of the anchors of `c` that `p` has too.
    pub(crate) fn held(&self, p: usize, c: usize) -> f64 {
        let (Some(a), Some(b)) = (self.of.get(p), self.of.get(c)) else { return 0.0 };
        let mass = self.mass.get(c).copied().unwrap_or(0.0);
        let both = common(a, b, |x| self.weight.get(&x).copied().unwrap_or(0.0));
        if mass > 0.0 { both / mass } else { 0.0 }
    }

    /// Where the anchors stand that `p` and `c` share, the rarest of the story first, and of each the
    /// first place in `p` and in `c`. At most `most` of them.
    pub(crate) fn places(
        &self,
        witnesses: &[Witness],
        p: usize,
        c: usize,
        most: usize,
    ) -> Vec<[Span; 2]> {
        let (Some(of_p), Some(of_c)) = (witnesses.get(p), witnesses.get(c)) else {
            return Vec::new();
        };
        let first = |w: &Witness| {
            let mut out: HashMap<u64, Span> = HashMap::new();
            w.lines.iter().for_each(|l| {
                in_line(w.text, l, |a, at| {
                    out.entry(a).or_insert(at);
                })
            });
            out
        };
        let (theirs, own) = (first(of_p), first(of_c));
        let both = own.iter().filter_map(|(a, at)| Some((*a, [*theirs.get(a)?, *at])));
        let weight = |a: &u64| self.weight.get(a).copied().unwrap_or(0.0);
        let mut both: Vec<(u64, [Span; 2])> = both.collect();
        both.sort_by(|(a, x), (b, y)| weight(b).total_cmp(&weight(a)).then(x[1].cmp(&y[1])));
        both.into_iter().take(most).map(|(_, places)| places).collect()
    }

    /// The weighed share of the anchors around a place of `c` that `p` has too: in the sentence of
    /// the place and those beside it, the name of its outlet left aside. None where there is none.
    pub(crate) fn around(
        &self,
        witnesses: &[Witness],
        p: usize,
        c: usize,
        at: Span,
    ) -> Option<f64> {
        let w = witnesses.get(c)?;
        let line = w.lines.iter().position(|l| l.span.overlap(at) > 0)?;
        let mut near = BTreeSet::new();
        let beside = w.lines.iter().skip(line.saturating_sub(1)).take(line.min(1) + 2);
        beside.for_each(|l| {
            in_line(w.text, l, |a, _| {
                near.insert(a);
            })
        });
        let outlets = |w: &Witness| outlet_keys(w.outlet).into_iter().map(|k| hash(k.bytes()));
        let names: BTreeSet<u64> =
            outlets(w).chain(witnesses.get(p).into_iter().flat_map(outlets)).collect();
        let near: Vec<u64> = near.difference(&names).copied().collect();
        let weigh = |a: u64| self.weight.get(&a).copied().unwrap_or(0.0);
        let whole: f64 = near.iter().map(|a| weigh(*a)).sum();
        (whole > 0.0)
            .then(|| common(&near, self.of.get(p).map_or(&[], Vec::as_slice), weigh) / whole)
    }

    /// How many anchors of `c` stand in `p` and not in `q`.
    pub(crate) fn beyond(&self, p: usize, q: usize, c: usize) -> usize {
        let of = |w: usize| self.of.get(w).map(Vec::as_slice).unwrap_or(&[]);
        let has = |w: usize, a: &u64| of(w).binary_search(a).is_ok();
        of(c).iter().filter(|a| has(p, a) && !has(q, a)).count()
    }

    /// How many anchors of `c` stand in `p` too, and how many there are.
    pub(crate) fn counts(&self, p: usize, c: usize) -> (usize, usize) {
        let (Some(a), Some(b)) = (self.of.get(p), self.of.get(c)) else { return (0, 0) };
        (common(a, b, |_| 1.0) as usize, b.len())
    }
}

/// Letters that an outlet's name must have to be known again, as printed and folded.
const NAME: usize = 5;
const KEY: usize = 3;
/// Letters of an article at the head of a name, at most.
const ARTICLE: usize = 3;

/// For each witness those whose outlet's name stands in it, folded.
fn named(witnesses: &[Witness]) -> Vec<BTreeSet<usize>> {
    let names: Vec<Vec<String>> = witnesses.iter().map(|w| outlet_keys(w.outlet)).collect();
    let mut begins: HashMap<&str, Vec<usize>> = HashMap::new();
    for (p, name) in names.iter().enumerate() {
        if let Some(first) = name.first() {
            begins.entry(first).or_default().push(p);
        }
    }
    let find = |(c, w): (usize, &Witness)| {
        let mut out = BTreeSet::new();
        for line in &w.lines {
            let words: Vec<&str> = line.places.iter().map(|p| p.of(w.text)).collect();
            let keys: Vec<String> = words.iter().map(|w| key(w)).collect();
            for (i, word) in words.iter().enumerate() {
                let capital = word.starts_with(char::is_uppercase);
                let found = keys.get(i).and_then(|k| begins.get(k.as_str()));
                for p in found.into_iter().flatten().filter(|_| capital) {
                    let Some(name) = names.get(*p) else { continue };
                    let here = keys.get(i..i + name.len()).is_some_and(|k| k == name.as_slice());
                    let outlet = witnesses.get(*p).and_then(|w| w.outlet).unwrap_or("");
                    let whole = || is_whole(w.text, &line.places, (i, name.len()), outlet);
                    if here && names.get(c) != Some(name) && whole() {
                        out.insert(*p);
                    }
                }
            }
        }
        out
    };
    witnesses.iter().enumerate().map(find).collect()
}

/// The words of a name as running text is cut into words: joined by a hyphen they are one.
pub(crate) fn name_words(name: &str) -> impl Iterator<Item = &str> {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '-' | '‑');
    let hyphen = |c: char| !c.is_alphanumeric();
    name.split(move |c: char| !inside(c))
        .map(move |w| w.trim_matches(hyphen))
        .filter(|w| !w.is_empty())
}

/// The words of a name without the frequency of a station: *Radio Quay 98.1 FM*.
fn without_frequency(mut words: Vec<&str>) -> Vec<&str> {
    let number = |w: &&str| w.chars().all(|c| c.is_ascii_digit());
    let at = words.windows(2).position(|w| w.iter().all(number));
    if let Some(at) = at.filter(|_| words.len() > 2) {
        let unit = words.get(at + 2).is_some_and(|w| matches!(*w, "FM" | "MHz" | "UKW" | "AM"));
        words.drain(at..at + 2 + usize::from(unit));
    }
    words
}

/// The words of an outlet's name, folded, without an article at its head; none if too little is
/// left to be known again.
pub(crate) fn outlet_keys(name: Option<&str>) -> Vec<String> {
    // *CNN (Online)*: what stands in brackets is no part of the name.
    let name = name.unwrap_or("");
    let bare = name.split(" (").next().filter(|n| !n.is_empty()).unwrap_or(name);
    let words = without_frequency(name_words(bare).collect());
    let large = |w: &str| w.chars().count() >= KEY && w.chars().all(char::is_uppercase);
    let long = |w: &str| w.chars().count() > ARTICLE;
    let first = words.iter().position(|w| long(w) || words.len() == 1 && large(w));
    let kept = words.get(first.unwrap_or(words.len())..).unwrap_or(&[]);
    let letters: usize = kept.iter().map(|w| w.chars().count()).sum();
    let keys: Vec<String> = kept.iter().map(|w| key(w)).collect();
    let told: usize = keys.iter().map(|k| k.chars().count()).sum();
    // *DGVA*: capitals alone are known again by themselves.
    let capitals = matches!(kept, [one] if large(one));
    if letters >= NAME && told >= KEY || capitals { keys } else { Vec::new() }
}

fn anchors(w: &Witness) -> Vec<u64> {
    let mut out = BTreeSet::new();
    for line in &w.lines {
        in_line(w.text, line, |a, _| {
            out.insert(a);
        });
    }
    out.into_iter().collect()
}

/// Gives the anchors of a line with their places.
fn in_line(text: &str, line: &Line, mut found: impl FnMut(u64, Span)) {
    let mut before = line.span.start;
    for (i, place) in line.places.iter().enumerate() {
        let word = place.of(text);
        let between = text.get(before..place.start).unwrap_or("");
        before = place.end;
        let Some(first) = word.chars().next() else { continue };
        if first.is_numeric() {
            let digits: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
            if digits.len() > 1 {
                found(hash(digits.bytes()), *place);
            }
        } else if first.is_uppercase() && word.chars().count() > 2 {
            // A capital right behind the beginning of a sentence or a quotation says nothing.
            let opens = |c: char| ":.!?…".contains(c) || headwater_text::fold_char(c) == '"';
            if i > 0 && !between.contains(opens) {
                found(hash(key(word).bytes()), *place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;
    use headwater_quote::Quoted;

    #[test]
    fn names_and_numbers_stay_in_another_language() {
        let texts = [
            "On Friday Governor Ostap Lychko counted 38,000 homes without light in Krutiva.",
            "У п’ятницю губернатор Остап Личко нарахував 38000 домівок без світла у Крутіві.",
            "Rain fell in Osk; Mayor Ada Lind opened the quay after 14 years.",
        ];
        let pages: Vec<Quoted> = texts
            .iter()
            .map(|t| Quoted { article: Article::plain("a", t), ..Quoted::default() })
            .collect();
        let witnesses: Vec<Witness> =
            pages.iter().map(|q| Witness::new(q, 0, q.article.body.clone())).collect();
        let a = Anchors::new(&witnesses);
        assert!(a.held(0, 1) > 0.9, "{}", a.held(0, 1));
        assert!(a.held(2, 1) < 0.1, "{}", a.held(2, 1));
        assert_eq!(a.counts(0, 1), (4, 4));
    }

    #[test]
    fn an_outlet_is_known_in_another_alphabet() {
        let page = |outlet: &str, text: &str| {
            let article = Article { outlet: Some(outlet.into()), ..Article::plain("a", text) };
            Quoted { article, ..Quoted::default() }
        };
        let pages = [
            page("Прибережний вісник", "Дощ у Варні."),
            page("Glas", "It rained, wrote Pryberezhnyi Visnyk on Monday."),
            page("The Post", "Дощ був і в Оску, пише «Прибережного вісника»; the post came."),
        ];
        let witnesses: Vec<Witness> =
            pages.iter().map(|q| Witness::new(q, 0, q.article.body.clone())).collect();
        let a = Anchors::new(&witnesses);
        assert!(a.names(1, 0) && a.names(2, 0));
        assert!(!a.names(0, 1) && !a.names(1, 2));
    }
}
