//! Which lines of a page belong to its report, settled by all pages of the story together.
//!
//! A page reader sees one page. Seen together, a line that stands in other pages' bodies belongs to
//! the body here as well, and one that stands in other pages' frames to the frame. What only one
//! page has stays where the reader put it.

use crate::credit;
use crate::witness::{mix, words_of};
use headwater_lang::Language;
use headwater_page::Article;
use headwater_text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How often the pages are looked over.
const LOOKS: usize = 3;
/// Lines beside the body that are looked at, a page.
const MAX_BESIDE: usize = 2_000;
/// Lines between two that are text within which others are.
const GAP: usize = 12;
/// Words from which a line that ends as sentences do is taken for one.
const SENTENCE: usize = 8;
/// Words that a line may have which only says where the report comes from.
const CREDIT: usize = 16;
/// Words of a headline from which it is known again.
const HEADLINE: usize = 3;

/// A paragraph of a body, or a line beside it.
struct Unit {
    span: Span,
    words: Vec<u64>,
    /// Whether the page's reader gave it to the body.
    given: bool,
    /// Whether it belongs there as far as is known.
    inside: bool,
    /// Whether it ends as sentences do.
    ended: bool,
}

impl Unit {
    /// Whether it reads as a whole sentence.
    fn whole(&self) -> bool {
        self.ended && self.words.len() >= SENTENCE
    }
}

/// In how many pages of the story a line stands in the body, and in how many only beside it.
#[derive(Clone, Copy, Default)]
struct Votes {
    inside: usize,
    beside: usize,
}

impl Votes {
    /// Whether the pages hold it for text; a whole sentence counts twice.
    fn text(self, whole: bool) -> bool {
        self.inside * if whole { 2 } else { 1 } > self.beside
    }
}

/// What the pages of a story have, taken together.
struct Pages {
    /// How many there are.
    count: usize,
    votes: BTreeMap<Vec<u64>, Votes>,
    titles: BTreeSet<Vec<u64>>,
    /// Runs of three words in bodies.
    runs: BTreeSet<u64>,
    outlets: BTreeSet<String>,
}

/// The bodies of a story's articles, in their order.
pub(crate) fn settle(articles: &[&Article]) -> Vec<Vec<Span>> {
    let mut units: Vec<Vec<Unit>> = articles.iter().map(|a| units(a)).collect();
    // What one look brings in is known for text in the next.
    for _ in 0..LOOKS {
        let pages = Pages::new(articles, &units);
        let taken: Vec<Option<Vec<bool>>> =
            units.iter().zip(articles).map(|(list, a)| pages.body(list, a)).collect();
        for (u, t) in units.iter_mut().zip(&taken).filter_map(|(l, t)| Some((l, t.as_ref()?))) {
            u.iter_mut().zip(t).for_each(|(u, t)| u.inside = *t);
        }
    }
    units.iter().map(|list| places(list)).collect()
}

/// The places of what belongs to the report; what was brought in twice, once.
fn places(list: &[Unit]) -> Vec<Span> {
    let mut seen = BTreeSet::new();
    let text = list.iter().filter(|u| u.inside);
    text.filter(|u| u.given || seen.insert(&u.words)).map(|u| u.span).collect()
}

fn units(article: &Article) -> Vec<Unit> {
    let text = article.text.as_str();
    let mut out = Vec::new();
    let mut at = 0;
    let mut beside = 0;
    let end = Span::new(text.len(), text.len());
    for part in article.body.iter().copied().chain([end]) {
        let gap = Span::new(at, part.start.max(at));
        for line in lines(text, gap) {
            let again = article.repeats.iter().any(|r| r.contains(line));
            if beside < MAX_BESIDE && !again {
                beside += 1;
                out.extend(unit(text, line, false));
            }
        }
        out.extend(unit(text, part, true));
        at = at.max(part.end);
    }
    out
}

fn lines(text: &str, gap: Span) -> impl Iterator<Item = Span> {
    let mut at = gap.start;
    gap.of(text).split_inclusive('\n').filter_map(move |line| {
        let lead = line.len() - line.trim_start().len();
        let span = Span::new(at + lead, at + lead + line.trim().len());
        at += line.len();
        (span.start < span.end).then_some(span)
    })
}

fn unit(text: &str, span: Span, given: bool) -> Option<Unit> {
    let line = span.of(text).trim_end();
    let words = words_of(line);
    let last = line.trim_end_matches(|c: char| "\"'”’»“)".contains(c)).chars().last();
    let ended = last.is_some_and(|c| ".!?…".contains(c));
    (!words.is_empty()).then_some(Unit { span, words, given, inside: given, ended })
}

fn runs(words: &[u64]) -> impl Iterator<Item = u64> {
    words.windows(3).filter_map(|w| match w {
        [a, b, c] => Some(mix(mix(*a, *b), *c)),
        _ => None,
    })
}

impl Pages {
    fn new(articles: &[&Article], units: &[Vec<Unit>]) -> Pages {
        let titles = articles.iter().filter_map(|a| Some(words_of(a.title.as_deref()?)));
        let outlets = articles.iter().filter_map(|a| a.outlet.as_deref());
        let mut pages = Pages {
            count: units.len(),
            votes: BTreeMap::new(),
            titles: titles.filter(|t| t.len() >= HEADLINE).collect(),
            runs: BTreeSet::new(),
            outlets: outlets.map(credit::outlet_key).collect(),
        };
        for list in units {
            let mut own: BTreeMap<&[u64], bool> = BTreeMap::new();
            for u in list {
                *own.entry(&u.words).or_default() |= u.inside;
            }
            for (words, inside) in own {
                let v = pages.votes.entry(words.to_vec()).or_default();
                v.inside += usize::from(inside);
                v.beside += usize::from(!inside);
            }
        }
        let text = units.iter().flatten().filter(|u| u.inside && pages.text(u));
        let all: BTreeSet<u64> = text.flat_map(|u| runs(&u.words)).collect();
        pages.runs = all;
        pages
    }

    fn votes(&self, u: &Unit) -> Votes {
        self.votes.get(&u.words).copied().unwrap_or_default()
    }

    fn text(&self, u: &Unit) -> bool {
        self.votes(u).text(u.whole()) && !self.teaser(u)
    }

    /// Whether the words are a headline of the story, or a line that stands beside bodies, after
    /// at most three words such as *read also*.
    fn teaser(&self, u: &Unit) -> bool {
        let rests = (0..=3).filter_map(|k| u.words.get(k..));
        rests.filter(|rest| rest.len() >= HEADLINE).any(|rest| {
            let beside = || self.votes.get(rest).is_some_and(|v| v.inside == 0 && v.beside > 0);
            self.titles.contains(rest) || rest.len() < u.words.len() && !u.ended && beside()
        })
    }

    /// Whether at least half of the sentence stands, in runs of three words, in other bodies.
    fn akin(&self, u: &Unit) -> bool {
        let all = u.words.len().saturating_sub(2);
        let found = runs(&u.words).filter(|r| self.runs.contains(r)).count();
        u.whole() && found * 2 >= all && !self.teaser(u)
    }

    /// Whether a line next to text is text: a whole sentence that most pages do not have.
    fn joins(&self, u: &Unit) -> bool {
        u.whole() && self.votes(u).beside * 2 <= self.count && !self.teaser(u)
    }

    /// Whether the line does no more than to credit a publication.
    fn credits(&self, article: &Article, u: &Unit, within: bool) -> bool {
        let own = article.outlet.as_deref().map(credit::outlet_key);
        u.words.len() <= CREDIT
            && credit::credits(
                &article.text,
                &[u.span],
                Language::or_unknown(article.lang.as_deref()),
            )
            .iter()
            .any(|c| {
                let key = credit::outlet_key(&c.name);
                own.as_deref() != Some(&key) && (within || self.outlets.contains(&key))
            })
    }

    /// Which lines of a page are text, from where all pages agree on it outwards; `None` where
    /// they agree on nothing.
    fn body(&self, list: &[Unit], article: &Article) -> Option<Vec<bool>> {
        let mut taken: Vec<bool> = list.iter().map(|u| self.text(u)).collect();
        let akin = |i: usize| list.get(i).is_some_and(|u| !u.inside && self.akin(u));
        let mut from = None;
        for i in (0..list.len()).chain((0..list.len()).rev()) {
            // Who comments far below repeats what was said above.
            let near = from.is_none_or(|f: usize| f.abs_diff(i) <= GAP);
            if let Some(t) = taken.get_mut(i) {
                *t = *t || near && akin(i);
                from = if *t { Some(i) } else { from };
            }
        }
        let first = taken.iter().position(|t| *t)?;
        let last = taken.iter().rposition(|t| *t)?;
        let open = |i: usize, within: bool| {
            list.get(i).is_some_and(|u| {
                !u.given && self.joins(u) || self.credits(article, u, within) && !self.teaser(u)
            })
        };
        let mut gap: Vec<usize> = Vec::new();
        for i in first..=last {
            if taken.get(i).copied().unwrap_or_default() {
                // Beyond so many lines another text begins, as of those who comment.
                let near = gap.len() <= GAP;
                gap.drain(..).filter(|i| near && open(*i, true)).for_each(|i| {
                    if let Some(t) = taken.get_mut(i) {
                        *t = true;
                    }
                });
            } else {
                gap.push(i);
            }
        }
        let before = (0..first).rev().take_while(|i| open(*i, false));
        let after = (last + 1..list.len()).take_while(|i| open(*i, false));
        for i in before.chain(after) {
            if let Some(t) = taken.get_mut(i) {
                *t = true;
            }
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAD: &str = "The harbour board of Varn will raise the tolls from next spring.";
    const SAID: &str = "Mayor Ada Lind said that the town could not wait any longer.";
    const OLD: &str = "The tolls were last raised eleven years ago after a long dispute.";
    const SHARE: &str = "Share this article";

    /// A page of these lines whose reader gave the lines marked `*` to the body.
    fn page(title: &str, lines: &[&str]) -> Article {
        let mut article = Article { title: Some(title.into()), ..Article::default() };
        for line in lines {
            let words = line.trim_start_matches('*');
            let at = article.text.len();
            article.text.push_str(words);
            if line.starts_with('*') {
                article.body.push(Span::new(at, article.text.len()));
            }
            article.text.push('\n');
        }
        article
    }

    fn settled(pages: &[Article], i: usize) -> Vec<&str> {
        let list: Vec<&Article> = pages.iter().collect();
        settle(&list)[i].iter().map(|s| s.of(&pages[i].text)).collect()
    }

    fn star(line: &str) -> String {
        format!("*{line}")
    }

    #[test]
    fn pages_together_tell_text_from_frame() {
        let (lead, said, share) = (star(LEAD), star(SAID), star(SHARE));
        let pages = [
            page("Tolls rise in Varn", &[&lead, &said, SHARE]),
            page("Harbour to cost more", &[&lead, &share, SAID]),
            page("Lind on tolls", &[LEAD, &said, SHARE]),
        ];
        for i in 0..3 {
            assert_eq!(settled(&pages, i), [LEAD, SAID]);
        }
    }

    #[test]
    fn teasers_go_and_sentences_beside_the_body_come() {
        let (lead, said, teaser) = (star(LEAD), star(SAID), "*Read also: Harbour to cost more");
        let pages = [
            page("Tolls rise in Varn", &[&lead, teaser, &said, OLD, SHARE]),
            page("Harbour to cost more", &[&lead, "Source: Varn Courier", &said, SHARE]),
        ];
        assert_eq!(settled(&pages, 0), [LEAD, SAID, OLD]);
        assert_eq!(settled(&pages, 1), [LEAD, "Source: Varn Courier", SAID]);
    }

    #[test]
    fn who_comments_below_and_repeats_the_report_is_no_text() {
        let (lead, said, old) = (star(LEAD), star(SAID), star(OLD));
        let comments: Vec<String> = (1..=20)
            .map(|n| format!("I have paid tolls for {n} years and see no reason."))
            .collect();
        let mut lines: Vec<&str> = vec![&lead, &said, SHARE];
        lines.extend(comments.iter().map(String::as_str));
        lines.push(OLD);
        let pages = [
            page("Tolls rise in Varn", &lines),
            page("Harbour to cost more", &[&lead, &said, &old, SHARE]),
        ];
        let found = settled(&pages, 0);
        assert_eq!(found[..2], [LEAD, SAID]);
        assert!(!found.iter().any(|l| l.starts_with("I have paid")), "{found:?}");
    }

    #[test]
    fn a_page_of_its_own_stays_as_it_was_read() {
        let (lead, share) = (star(LEAD), star(SHARE));
        let pages = [page("Tolls", &[&lead, &share, "Contact us"]), page("Rain", &["*It rained."])];
        assert_eq!(settled(&pages, 0), [LEAD, SHARE]);
        assert_eq!(settled(&pages, 1), ["It rained."]);
        assert!(settle(&[&Article::default()])[0].is_empty());
    }
}
