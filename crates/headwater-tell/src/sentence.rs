//! What a family tree found, in sentences: the one place where grounds and rivals become words.
//!
//! Words of pages stand between quotation marks and are slices of them; all else is ours.

use crate::plain::plain;
use headwater::Bound;
use headwater_collate::Place;
use headwater_quote::Quoted;
use headwater_stemma::{Ground, Other, Reason, Stemma};
use headwater_text::Remark;
use std::borrow::Borrow;
use std::collections::BTreeMap;

/// Characters of a page's words that are shown.
const WIDTH: usize = 80;

/// How sentences about one tree call its reports and quote their words.
pub(crate) struct Sentences<'a> {
    articles: Vec<&'a Quoted>,
    names: BTreeMap<usize, String>,
}

impl<'a> Sentences<'a> {
    /// Reports are called by their outlet, with their short name where another report of the story
    /// has the same outlet; by their short name where they have none.
    pub(crate) fn new<Q: Borrow<Quoted>>(
        articles: &'a [Q],
        tree: &Stemma,
        short: impl Fn(usize) -> String,
    ) -> Sentences<'a> {
        let articles: Vec<&Quoted> = articles.iter().map(Borrow::borrow).collect();
        let outlet = |i: usize| {
            let name = articles.get(i)?.article.outlet.as_deref().map(plain)?;
            (!name.is_empty()).then_some(name)
        };
        let members: Vec<usize> = tree.nodes.iter().filter_map(|n| n.witness).collect();
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for name in members.iter().filter_map(|i| outlet(*i)) {
            *count.entry(name).or_default() += 1;
        }
        let call = |i: usize| match outlet(i) {
            Some(name) if count.get(&name) == Some(&1) => name,
            Some(name) => format!("{name} ({})", short(i)),
            None => short(i),
        };
        let names = members.iter().map(|i| (*i, call(*i))).collect();
        Sentences { articles, names }
    }

    fn name(&self, article: usize) -> &str {
        self.names.get(&article).map_or("a report", String::as_str)
    }

    fn quoted(&self, place: Place) -> String {
        let text = self.articles.get(place.article).map_or("", |q| q.article.text.as_str());
        let words = place.span.of(text);
        let end = words.char_indices().nth(WIDTH).map(|(i, _)| i);
        let cut = end.and_then(|e| words.get(..e)).and_then(|w| w.get(..w.rfind(' ')?));
        match cut {
            Some(short) => headwater_text::quoted(&format!("{} …", plain(short))),
            None => headwater_text::quoted(&plain(words)),
        }
    }

    fn list(&self, places: &[Place]) -> String {
        places.iter().map(|p| self.quoted(*p)).collect::<Vec<_>>().join(", ")
    }

    /// One ground for or against an edge. It speaks of the edge's child, which is not named.
    #[allow(clippy::too_many_lines, reason = "a sentence for each kind of ground")]
    pub(crate) fn ground(&self, ground: &Ground) -> String {
        let name = |w: &usize| self.name(*w);
        match &ground.what {
            Reason::Shared { other, both, of, verbatim } => {
                self.shared(*other, *both, *of, *verbatim)
            }
            Reason::Alone { words, more } => {
                let stand = if words.len() + more == 1 { "stands" } else { "stand" };
                let more = tail(*more, "word");
                format!("{}{more} {stand} in both and in no other report", self.list(words))
            }
            Reason::Lacks { words, more, .. } => {
                format!("drops {}{}", self.list(words), tail(*more, "phrase"))
            }
            Reason::BothLack { sentences, holder, words } => {
                let holder = holder.map_or("other reports", |h| self.name(h));
                let n = count(*sentences, "sentence");
                format!("neither has {n} found in {holder}: {}", self.list(words))
            }
            Reason::Adds { sentences, words } => {
                let n = count(*sentences, "sentence");
                format!("adds {n} that no other report has: {}", self.quoted(*words))
            }
            Reason::HasMore { other, sentences, words } => {
                let n = count(*sentences, "sentence");
                format!("has {n} that {} lacks: {}", name(other), self.quoted(*words))
            }
            Reason::Marks { other, gained, places, words } => {
                self.marks(*other, *gained, *places, *words)
            }
            Reason::Moved { words } => format!(
                "moves one paragraph; the rest is in the same order: {}",
                self.quoted(*words)
            ),
            Reason::BothTwice { paragraphs, words } => {
                format!(
                    "both print {} twice: {}",
                    count(*paragraphs, "paragraph"),
                    self.quoted(*words)
                )
            }
            Reason::Twice { paragraphs, once, words } => self.twice(*paragraphs, once, *words),
            Reason::Later { other, hours } => {
                format!("dated {} after {}", span(*hours), name(other))
            }
            Reason::Earlier { other, hours } => {
                format!("dated {} before {}", span(*hours), name(other))
            }
            Reason::Credits { by, of, words } => {
                let away = if of.is_none() { ", which is not among these pages" } else { "" };
                format!("{} credits {}{away}", name(by), self.quoted(*words))
            }
            Reason::Heard { other, words } => {
                format!("has words that {} has from there: {}", name(other), self.quoted(*words))
            }
            Reason::Headline { of } => {
                let title = self.articles.get(*of).and_then(|q| q.article.title.as_deref());
                let title = headwater_text::quoted(&plain(title.unwrap_or_default()));
                format!("both have the headline {title}")
            }
            Reason::OwnHeadline { other } => {
                format!(
                    "shares words of its headline with {} that stand in neither body",
                    name(other)
                )
            }
            Reason::SecondParent { other, beside, sentences, verbatim, words } => {
                let beside = beside.map_or("the first parent", |p| self.name(p));
                let n = count(*sentences, "sentence");
                let lacks = if *sentences == 1 { "lacks it" } else { "has none of them" };
                format!(
                    "shares {n} with {}, {}; {beside} {lacks}: {}",
                    name(other),
                    verbatim_of(*verbatim, *sentences),
                    self.quoted(*words)
                )
            }
            Reason::Retold { other, held, of } => {
                format!("{held} of its {of} names and numbers are in {}", name(other))
            }
            Reason::Wording { other, both, verbatim } => {
                let same = match verbatim {
                    0 => "none is".to_owned(),
                    1 => "1 is".to_owned(),
                    n => format!("{n} are"),
                };
                let n = count_only(*both, "sentence");
                format!("of {n} shared with {}, {same} the same word for word", name(other))
            }
            Reason::Readings { changed } => format!("{} here", changes(*changed)),
            Reason::LostWords { lost, put } => format!("{lost} words are lost and {put} put in"),
        }
    }

    fn shared(&self, other: usize, both: usize, of: usize, verbatim: usize) -> String {
        let other = self.name(other);
        if both == 0 {
            return format!("no sentence of it is in {other}");
        }
        let what = match (both == of, of) {
            (true, 1) => "its one sentence is".to_owned(),
            (true, n) => format!("all {n} sentences are"),
            (false, n) if both == 1 => format!("one of its {n} sentences is"),
            (false, n) => format!("{both} of its {n} sentences are"),
        };
        format!("{what} in {other}, {}", verbatim_of(verbatim, both))
    }

    fn marks(&self, other: usize, gained: bool, places: usize, words: Place) -> String {
        let (other, words) = (self.name(other), self.quoted(words));
        let n = if places == 1 { "one place".to_owned() } else { format!("{places} places") };
        if gained {
            format!(
                "has quotation marks in {n} where {other} has lost them; an editor may have put \
                 them back: {words}"
            )
        } else {
            format!("lacks quotation marks in {n} where {other} has them: {words}")
        }
    }

    fn twice(&self, paragraphs: usize, once: &[usize], words: Place) -> String {
        let n = count(paragraphs, "paragraph");
        let names: Vec<&str> = once.iter().map(|w| self.name(*w)).collect();
        let have = if names.len() == 1 { "has once" } else { "each have once" };
        format!("prints {n} twice that {} {have}: {}", names.join(" and "), self.quoted(words))
    }

    /// What another tree says.
    pub(crate) fn other(&self, other: &Other) -> String {
        match other {
            Other::MadeFrom { child, parent } => {
                format!("{} was made from {}", self.name(*child), self.name(*parent))
            }
            Other::OneSource { a, b } => {
                format!("{} and {} share a source we do not have", self.name(*a), self.name(*b))
            }
            Other::Own { child } => format!("{} is its own report", self.name(*child)),
        }
    }
}

/// A remark about one page in few words, where readers of a report need it; nothing where the
/// report tells it elsewhere.
pub(crate) fn mind(remark: &Remark) -> Option<String> {
    let n = remark.places.len();
    let told = match remark.kind.as_str() {
        // The day stands with the report itself, and what it has otherwise with the statement.
        "no-date" | "said-otherwise" => return None,
        "said-and-written" => "gives words once as spoken, once as written".to_owned(),
        "marks-out-of-balance" if n > 1 => {
            format!("quotation marks are missing in {n} places; we guessed where quotes end")
        }
        "marks-out-of-balance" => {
            "a quotation mark is missing; we guessed where the quote ends".to_owned()
        }
        "body-twice" => "the article stands on the page twice".to_owned(),
        _ => {
            let text = plain(&remark.text);
            text.strip_suffix('.').map_or(text.clone(), str::to_owned)
        }
    };
    Some(told)
}

/// What was not looked at any further, since it would cost more than it tells.
pub(crate) fn bound(met: Bound) -> String {
    let all = "that the pages were not all laid beside each other for it";
    match met {
        Bound::CommonRuns(n) => {
            format!(
                "{} in so many pages {all}",
                crate::amount::count(n, "run of words stands", "runs of words stand")
            )
        }
        Bound::CommonTopics(n) => {
            format!(
                "{} in so many pages {all}",
                crate::amount::count(n, "rare word stands", "rare words stand")
            )
        }
        Bound::CommonWords(n) => {
            let words = crate::amount::count(n, "word stands", "words stand");
            format!("{words} in so many pages that nothing followed from sharing it")
        }
        Bound::LongPairs(n) => {
            let pairs =
                crate::amount::count(n, "pair of long pages was", "pairs of long pages were");
            format!("{pairs} compared word for word only")
        }
    }
}

/// ` … and one more phrase`.
fn tail(more: usize, what: &str) -> String {
    match more {
        0 => String::new(),
        1 => format!(" … and one more {what}"),
        n => format!(" … and {n} more {what}s"),
    }
}

/// `a sentence`, `3 sentences`.
fn count(n: usize, what: &str) -> String {
    if n == 1 { format!("a {what}") } else { format!("{n} {what}s") }
}

/// `1 sentence`, `3 sentences`.
fn count_only(n: usize, what: &str) -> String {
    if n == 1 { format!("1 {what}") } else { format!("{n} {what}s") }
}

fn changes(n: usize) -> String {
    if n == 1 { "1 reading changes".to_owned() } else { format!("{n} readings change") }
}

/// How many of some shared sentences have the same words.
fn verbatim_of(verbatim: usize, all: usize) -> String {
    match verbatim {
        0 => "in other words".to_owned(),
        n if n == all => "word for word".to_owned(),
        n => format!("{n} unchanged"),
    }
}

/// Hours in words.
fn span(hours: f64) -> String {
    let one = |n: f64, one: &str, many: &str| {
        if n == 1.0 { one.to_owned() } else { format!("{n} {many}") }
    };
    if hours < 1.0 {
        one((hours * 60.0).round().max(1.0), "a minute", "minutes")
    } else if hours < 24.0 {
        one(hours.round(), "an hour", "hours")
    } else {
        one((hours / 24.0).round().max(1.0), "a day", "days")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;
    use headwater_stemma::Node;
    use headwater_text::Span;

    fn page(id: &str, outlet: Option<&str>) -> Quoted {
        let article = Article {
            outlet: outlet.map(str::to_owned),
            title: Some("Tolls rise".into()),
            ..Article::plain(id, "The tolls in Varn will “rise” from spring.")
        };
        Quoted { article, ..Quoted::default() }
    }

    fn tree(n: usize) -> Stemma {
        let node = |i: usize| Node { id: i.to_string(), witness: Some(i), ..Node::default() };
        Stemma { nodes: (0..n).map(node).collect(), ..Stemma::default() }
    }

    fn told(what: Reason) -> String {
        let pages = [page("a", Some("Glas")), page("b", Some("Courier")), page("c", None)];
        let sentences = Sentences::new(&pages, &tree(3), |i| format!("p{i}"));
        sentences.ground(&Ground { what, favours: true, weight: 1.0, places: Vec::new() })
    }

    #[test]
    #[allow(clippy::too_many_lines, reason = "a ground of each kind")]
    fn every_kind_of_ground_is_a_sentence() {
        let words = Place { article: 0, span: Span::new(0, 9) };
        let other = 1;
        let cases = [
            (
                Reason::Shared { other, both: 8, of: 8, verbatim: 4 },
                "all 8 sentences are in Courier, 4 unchanged",
            ),
            (
                Reason::Shared { other, both: 1, of: 3, verbatim: 1 },
                "one of its 3 sentences is in Courier, word for word",
            ),
            (
                Reason::Shared { other, both: 0, of: 3, verbatim: 0 },
                "no sentence of it is in Courier",
            ),
            (
                Reason::Alone { words: vec![words], more: 0 },
                "“The tolls” stands in both and in no other report",
            ),
            (
                Reason::Lacks { other, words: vec![words], more: 1 },
                "drops “The tolls” … and one more phrase",
            ),
            (
                Reason::BothLack { sentences: 2, holder: None, words: vec![words] },
                "neither has 2 sentences found in other reports: “The tolls”",
            ),
            (
                Reason::Adds { sentences: 1, words },
                "adds a sentence that no other report has: “The tolls”",
            ),
            (
                Reason::HasMore { other, sentences: 2, words },
                "has 2 sentences that Courier lacks: “The tolls”",
            ),
            (
                Reason::Marks { other, gained: false, places: 1, words },
                "lacks quotation marks in one place where Courier has them: “The tolls”",
            ),
            (
                Reason::Moved { words },
                "moves one paragraph; the rest is in the same order: “The tolls”",
            ),
            (
                Reason::BothTwice { paragraphs: 1, words },
                "both print a paragraph twice: “The tolls”",
            ),
            (
                Reason::Twice { paragraphs: 1, once: vec![1, 2], words },
                "prints a paragraph twice that Courier and p2 each have once: “The tolls”",
            ),
            (Reason::Later { other, hours: 5.2 }, "dated 5 hours after Courier"),
            (Reason::Earlier { other, hours: 48.0 }, "dated 2 days before Courier"),
            (
                Reason::Credits { by: 2, of: None, words },
                "p2 credits “The tolls”, which is not among these pages",
            ),
            (Reason::Headline { of: 0 }, "both have the headline “Tolls rise”"),
            (
                Reason::OwnHeadline { other },
                "shares words of its headline with Courier that stand in neither body",
            ),
            (
                Reason::SecondParent { other, beside: Some(0), sentences: 2, verbatim: 2, words },
                "shares 2 sentences with Courier, word for word; Glas has none of them: “The tolls”",
            ),
            (
                Reason::Retold { other, held: 14, of: 20 },
                "14 of its 20 names and numbers are in Courier",
            ),
            (
                Reason::Wording { other, both: 14, verbatim: 13 },
                "of 14 sentences shared with Courier, 13 are the same word for word",
            ),
            (Reason::Readings { changed: 1 }, "1 reading changes here"),
            (Reason::LostWords { lost: 3, put: 1 }, "3 words are lost and 1 put in"),
        ];
        for (what, sentence) in cases {
            assert_eq!(told(what), sentence);
        }
    }

    #[test]
    fn two_reports_of_one_outlet_are_told_apart() {
        let pages = [page("a", Some("Glas")), page("b", Some("Glas")), page("c", None)];
        let sentences = Sentences::new(&pages, &tree(3), |i| format!("p{i}"));
        let other = Other::OneSource { a: 0, b: 1 };
        assert_eq!(
            sentences.other(&other),
            "Glas (p0) and Glas (p1) share a source we do not have"
        );
        assert_eq!(sentences.other(&Other::Own { child: 2 }), "p2 is its own report");
    }

    #[test]
    fn words_of_a_page_stand_between_marks_that_are_not_theirs() {
        let words = Place { article: 0, span: Span::new(0, 38) };
        assert_eq!(told(Reason::Moved { words }).matches('«').count(), 1);
    }
}
