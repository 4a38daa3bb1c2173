//! The six lines at the head of a story, in words: one wording for text, HTML and Markdown.

use crate::brief::{Brief, Change, From, Manner, Outline, Speaker, Way};
use crate::plain::{plain as safe, short};
use crate::text::count;
use crate::text::names::{Labels, Names, doubt, kind, when};
use headwater::Findings;
use headwater_collate::{Place, Story};

/// Most ways, changes and denials told in these lines.
const WAYS: usize = 4;
const CHANGES: usize = 5;
const WORDS: usize = 3;
const DENIALS: usize = 4;
const ALIKE: usize = 2;

/// A beginning less sure than this is not told as one.
const SURE: f64 = 0.35;

/// A report is told as one that begins a way of its own only where that is as sure as this.
pub(crate) const OWN: f64 = 0.95;

/// Whether a way is sure enough to be told as one among several.
pub(crate) fn stands(way: &Way) -> bool {
    let own = matches!(way.from, From::Held(_));
    way.probability.is_none_or(|p| p >= if own { OWN } else { SURE })
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Bit {
    /// Our words, and names of people.
    Words(String),
    /// A page, as it is called.
    Page(usize, String),
    /// A source that is not among the pages.
    Lost(String),
    /// ≠ or ~.
    Sign(&'static str),
    /// A word for doubt.
    Doubt(&'static str),
    /// Words of a page, to stand between quotation marks.
    Said(Place),
}

/// Most characters of a page's words in these lines.
pub(crate) const SAID: usize = 60;

/// What the lines are told from.
pub(crate) struct Six<'t> {
    pub(crate) trace: &'t Findings,
    pub(crate) outline: &'t Outline,
    pub(crate) names: &'t Names,
    pub(crate) labels: &'t Labels,
    pub(crate) story: &'t Story,
    pub(crate) found: &'t Brief,
}

fn words(words: impl Into<String>) -> Bit {
    Bit::Words(words.into())
}

/// Bits with a sign between them.
fn joined(parts: Vec<Vec<Bit>>, between: &str) -> Vec<Bit> {
    let mut out = Vec::new();
    for (i, part) in parts.into_iter().enumerate() {
        if i > 0 {
            out.push(words(between));
        }
        out.extend(part);
    }
    out
}

/// What is told of changes where nothing of substance and no single word is otherwise.
fn wording(statements: &[usize]) -> String {
    let numbers = |list: &[usize]| list.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
    match statements {
        [] => "none found".to_owned(),
        [one] => format!("only the wording of statement {one}"),
        [some @ .., last] if some.len() < CHANGES => {
            format!("only the wording of statements {} and {last}", numbers(some))
        }
        some => format!("only the wording of {} statements", some.len()),
    }
}

impl Six<'_> {
    /// The lines in order, each behind its name. *Changed* may have several.
    pub(crate) fn lines(&self) -> Vec<(&'static str, Vec<Vec<Bit>>)> {
        vec![
            ("Source", vec![self.source()]),
            ("Speaker", vec![self.speakers()]),
            ("First", vec![self.first()]),
            ("Copies", vec![self.copies()]),
            ("Changed", self.changed()),
            ("Denied", vec![self.denied()]),
        ]
    }

    fn page(&self, article: usize) -> Bit {
        Bit::Page(article, self.labels.get(article).to_owned())
    }

    /// Several pages with commas between them.
    fn pages(&self, articles: impl IntoIterator<Item = usize>) -> Vec<Bit> {
        joined(articles.into_iter().map(|a| vec![self.page(a)]).collect(), ", ")
    }

    fn source(&self) -> Vec<Bit> {
        let all = self.outline.reports(self.story);
        match self.found.source.as_slice() {
            [] => vec![words("not found")],
            [way] if way.probability.is_some_and(|p| p < SURE) => {
                let mut out = vec![words("not found; possibly ")];
                out.extend(self.beginning(way));
                out
            }
            [way] => self.one_way(way, all),
            ways => {
                let (sure, rest): (Vec<&Way>, Vec<&Way>) = ways.iter().partition(|w| stands(w));
                self.several(&sure, &rest, ways.len())
            }
        }
    }

    /// Several beginnings of a story: those that several reports go back to, then what single
    /// reports lean on, which is nothing that the story springs from.
    fn several(&self, sure: &[&Way], rest: &[&Way], ways: usize) -> Vec<Bit> {
        let (single, told): (Vec<&Way>, Vec<&Way>) =
            sure.iter().partition(|w| w.reports.len() == 1);
        let lost = |w: &&&Way| !matches!(w.from, From::Held(_));
        let leans: Vec<&Way> = single.iter().filter(lost).copied().collect();
        let alone = single.len() - leans.len();
        let mut out = match told.as_slice() {
            [] => {
                let why = if !self.found.alike.is_empty() {
                    "nothing says which of the pages that are alike was first".to_owned()
                } else if rest.is_empty() {
                    "none of these pages was made from another".to_owned()
                } else {
                    format!("{ways} separate ways")
                };
                let mut out = vec![words(format!("not found: {why}"))];
                if let Some(heard) = &self.found.heard {
                    let pages = count(heard.pages.len(), "page quotes", "pages quote");
                    out.extend([words(format!("; {pages} ")), Bit::Lost(safe(&heard.label))]);
                }
                out
            }
            told => {
                let each = told.iter().take(WAYS).map(|w| {
                    let mut out = self.beginning(w);
                    let pages = count(w.reports.len(), "page", "pages");
                    out.push(words(format!(" ({pages})")));
                    out
                });
                let mut out = vec![words(format!("{ways} separate ways: "))];
                out.extend(joined(each.collect(), " · "));
                if told.len() > WAYS {
                    out.push(words(format!(" · {} more", told.len() - WAYS)));
                }
                if alone > 0 {
                    let pages = count(alone, "page", "pages");
                    out.push(words(format!(" · {pages} from none of the others")));
                }
                let open: usize = rest.iter().map(|w| w.reports.len()).sum();
                if open > 0 {
                    let pages = count(open, "page", "pages");
                    out.push(words(format!(" · {pages} not sure from where")));
                }
                out
            }
        };
        for way in leans.iter().take(WAYS) {
            out.push(words("; "));
            out.extend(self.pages(way.reports.iter().copied()));
            out.push(words(" from "));
            out.extend(self.beginning(way));
        }
        if leans.len() > WAYS {
            out.push(words(format!("; {} more from single sources", leans.len() - WAYS)));
        }
        out
    }

    /// The one beginning of a story of `all` reports.
    fn one_way(&self, way: &Way, all: usize) -> Vec<Bit> {
        let mut out = self.beginning(way);
        match way.from {
            From::Held(_) => {
                let rest = all.saturating_sub(1);
                if rest > 0 {
                    let what = if rest == 1 { "the other page goes" } else { "the others go" };
                    out.push(words(format!("; {what} back to it")));
                }
            }
            From::Lost(_) => {
                if let Some(sure) = way.probability.map(doubt) {
                    out.extend([words(" ("), Bit::Doubt(sure), words(")")]);
                }
                let named = match way.named_by.len() {
                    0 => String::new(),
                    n if n >= all && all == 2 => "; both name it".to_owned(),
                    n if n >= all && all > 1 => format!("; all {all} name it"),
                    1 => format!("; one of {all} names it"),
                    n => format!("; {n} of {all} name it"),
                };
                out.push(words(format!(", not among these pages{named}")));
            }
            From::Unnamed => {
                return vec![words("not found: these pages share a source that none names")];
            }
        }
        out
    }

    /// What stands at the beginning of a way.
    fn beginning(&self, way: &Way) -> Vec<Bit> {
        match &way.from {
            From::Held(article) => vec![self.page(*article), words("’s own report")],
            From::Lost(label) => vec![Bit::Lost(safe(label))],
            From::Unnamed => vec![Bit::Lost("a source not named".to_owned())],
        }
    }

    fn speakers(&self) -> Vec<Bit> {
        let told = self.found.told().into_iter();
        let each: Vec<Vec<Bit>> = told.map(|s| self.speaker(s)).collect();
        if each.is_empty() { vec![words("not found")] } else { joined(each, " · ") }
    }

    fn speaker(&self, speaker: &Speaker) -> Vec<Bit> {
        let mut out = vec![words(safe(&speaker.name))];
        if let Some(role) = &speaker.role {
            out.push(words(format!(", {}", short(role, 80))));
        }
        let spelt = speaker.spellings.iter().take(3).map(|(name, pages)| {
            let mut one = vec![words(format!("{} in ", safe(name)))];
            one.extend(self.pages(pages.iter().take(2).copied()));
            one
        });
        let spelt: Vec<Vec<Bit>> = spelt.collect();
        if !spelt.is_empty() {
            out.push(words(" (also "));
            out.extend(joined(spelt, ", "));
            out.push(words(")"));
        }
        out
    }

    fn first(&self) -> Vec<Bit> {
        let date = |a: usize| self.trace.articles.get(a).and_then(|q| q.article.date);
        let told = |a: &usize| {
            let mut out = vec![self.page(*a)];
            out.extend(date(*a).map(|d| words(format!(", {}", when(&d)))));
            out
        };
        let mut out = match self.found.first.as_slice() {
            [] => return vec![words("not found: no page tells its day")],
            [one] => {
                let mut out = told(one);
                out.push(words("; none earlier among these pages"));
                out
            }
            some => {
                let mut out = joined(some.iter().take(3).map(told).collect(), " or ");
                if some.len() > 3 {
                    out.push(words(format!(" or {} more", some.len() - 3)));
                }
                out.push(words("; these pages do not tell which"));
                out
            }
        };
        match self.found.undated.as_slice() {
            [] => {}
            [one] => out.extend([words("; "), self.page(*one), words(" is undated")]),
            some => out.push(words(format!("; {} are undated", some.len()))),
        }
        out
    }

    fn copies(&self) -> Vec<Bit> {
        let all = self.outline.reports(self.story);
        let mut out = match self.found.copies.as_slice() {
            [] => Vec::new(),
            [one] if one.by.len() > 1 => vec![
                words(format!("{} of {all} were made from ", one.by.len())),
                self.page(one.of),
                words(": count them once"),
            ],
            some => {
                let each = some.iter().take(WAYS).map(|c| {
                    let mut out = if c.by.len() > 3 {
                        vec![words(count(c.by.len(), "page", "pages"))]
                    } else {
                        self.pages(c.by.iter().map(|b| b.0))
                    };
                    out.extend([words(" from "), self.page(c.of)]);
                    out
                });
                let mut out = joined(each.collect(), "; ");
                let more: usize = some.iter().skip(WAYS).map(|c| c.by.len()).sum();
                if more > 0 {
                    out.push(words(format!("; {more} more")));
                }
                out
            }
        };
        for (a, b) in self.found.alike.iter().take(ALIKE) {
            let lead = if out.is_empty() { "" } else { "; " };
            out.extend([words(lead), self.page(*a), words(" and "), self.page(*b)]);
            out.push(words(" have most of their text in common, which was first is not told"));
        }
        if self.found.alike.len() > ALIKE {
            out.push(words(format!("; {} more such pairs", self.found.alike.len() - ALIKE)));
        }
        let equal = self.story.articles.len() - all;
        if equal > 0 {
            let lead = if out.is_empty() { "" } else { "; " };
            let print = if equal == 1 { "page prints" } else { "pages print" };
            let told = format!("{lead}{equal} {print} the same text as another of its outlet");
            out.push(words(told));
        }
        if out.is_empty() { vec![words("none found")] } else { out }
    }

    fn changed(&self) -> Vec<Vec<Bit>> {
        let (single, grave): (Vec<&Change>, Vec<&Change>) =
            self.found.changed.iter().partition(|c| c.manner == Manner::Word);
        let told = grave.iter().take(CHANGES).chain(single.iter().take(WORDS));
        let mut out: Vec<Vec<Bit>> = told.map(|c| self.change(c)).collect();
        if grave.len() > CHANGES {
            out.push(vec![words(format!("… {} more below", grave.len() - CHANGES))]);
        }
        if out.is_empty() { vec![vec![words(wording(&self.found.worded))]] } else { out }
    }

    /// `≠ number “more than 4,000” → “about 4,000” Merrin Today`.
    fn change(&self, change: &Change) -> Vec<Bit> {
        let empty = |p: Place| {
            let page = self.trace.articles.get(p.article);
            page.is_none_or(|q| p.span.of(&q.article.text).trim().is_empty())
        };
        let (mark, what) = match &change.manner {
            Manner::Substance(k) => ("≠", kind(k).to_owned()),
            Manner::Word => ("~", "word".to_owned()),
        };
        let mut out = vec![Bit::Sign(mark), words(format!(" {what}: "))];
        match (empty(change.from), empty(change.to)) {
            (true, _) => out.extend([words("adds "), Bit::Said(change.to)]),
            (_, true) => out.extend([words("leaves out "), Bit::Said(change.from)]),
            _ => out.extend([Bit::Said(change.from), words(" → "), Bit::Said(change.to)]),
        }
        if change.times > 1 && change.manner == Manner::Word && change.have.len() == 1 {
            let n = change.times;
            out.push(words(if n == 2 { " twice".to_owned() } else { format!(" {n} times") }));
        }
        out.push(words(", "));
        out.extend(self.pages(change.have.iter().take(WAYS).copied()));
        let more = change.have.len().saturating_sub(WAYS);
        if more > 0 {
            out.push(words(format!(" and {more} more")));
        }
        out
    }

    fn denied(&self) -> Vec<Bit> {
        let each = self.found.denied.iter().take(DENIALS).map(|d| {
            let who = d.speaker.as_deref().map_or("a speaker not named".to_owned(), safe);
            let date = d.date.map_or(String::new(), |d| format!(", {}", when(&d)));
            let page = if self.story.articles.contains(&d.place.article) {
                self.page(d.place.article)
            } else {
                Bit::Page(d.place.article, self.names.file(d.place.article).to_owned())
            };
            vec![words(format!("by {who}{date} (")), page, words(")")]
        });
        let mut out = joined(each.collect(), "; ");
        if out.is_empty() {
            return vec![words("none found")];
        }
        let more = self.found.denied.len().saturating_sub(DENIALS);
        if more > 0 {
            out.push(words(format!("; {more} more")));
        }
        out
    }
}
