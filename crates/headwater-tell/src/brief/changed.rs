//! What changed between the reports of a story: differences of substance in statements and in
//! numbers outside of them, then single words of quotations.

use super::source::first_parent;
use super::wordings::letters;
use super::{Outline, Statement, Wordings, quote};
use crate::fit::neighbours;
use headwater::Findings;
use headwater_collate::{Match, Place, Relation, Utterance, compare, is_ellipsis};
use headwater_page::Article;
use headwater_quote::Kind;
use headwater_stemma::Stemma;
use headwater_text::{Span, TokenKind, fold, tokens};
use std::collections::BTreeSet;

/// Edits of passages that are looked at for one story.
const EDITS: usize = 2_000;

/// Bytes on either side of an edit that are compared.
const ROUND: usize = 40;

/// Words of a change that is told as one of single words.
const FEW: usize = 3;

/// What kind of change it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// In substance: `number`, `polarity` … as records call it.
    Substance(String),
    /// In words of a quotation.
    Word,
}

/// Words that stand otherwise in other reports.
pub(crate) struct Change {
    /// In what.
    pub(crate) manner: Manner,
    /// The words as they were; empty where they were put in.
    pub(crate) from: Place,
    /// The words as they are; empty where they are left out.
    pub(crate) to: Place,
    /// Pages that have the first.
    pub(crate) had: BTreeSet<usize>,
    /// Pages that have the second.
    pub(crate) have: BTreeSet<usize>,
    /// How often it is met.
    pub(crate) times: usize,
    /// The statement it belongs to, if it belongs to one.
    pub(crate) utterance: Option<usize>,
}

/// Kinds of difference by weight; what is not named here comes last.
const GRAVE: [&str; 7] = ["polarity", "number", "date", "name", "modality", "scope", "attribution"];

/// Everything that changed in one story, the gravest first, then what most pages have.
pub(super) fn changes(
    trace: &Findings,
    outline: &Outline,
    story: usize,
    stemma: &Stemma,
) -> Vec<Change> {
    let mut found = Changes { trace, stemma, list: Vec::new() };
    for statement in outline.shared(story) {
        let Some(utterance) = trace.utterances.get(statement.utterance) else { continue };
        for (kind, a, b) in utterance.differs.iter().filter(|_| statement.differs) {
            if statement.pages.contains(&a.article) && statement.pages.contains(&b.article) {
                let manner = Manner::Substance(kind.clone());
                found.put(manner, *a, *b, Some(statement.utterance));
            }
        }
    }
    let members: BTreeSet<usize> = trace
        .stories
        .get(story)
        .map_or(&[][..], |s| &s.articles)
        .iter()
        .filter(|a| !outline.also.contains_key(a))
        .copied()
        .collect();
    found.numbers(&members);
    for statement in outline.shared(story) {
        if let Some(utterance) = trace.utterances.get(statement.utterance) {
            found.words(outline, statement, utterance);
        }
    }
    let rank = |c: &Change| match &c.manner {
        Manner::Substance(kind) => GRAVE.iter().position(|g| g == kind).unwrap_or(GRAVE.len()),
        Manner::Word => GRAVE.len() + 1,
    };
    let mut list = found.list;
    list.sort_by_key(|c| (rank(c), std::cmp::Reverse(c.times), c.from, c.to));
    list
}

/// The statements, by their number in the story, that pages of one language quote in other words.
pub(super) fn worded(trace: &Findings, outline: &Outline, story: usize) -> Vec<usize> {
    let lang = |p: Place| trace.articles.get(p.article).and_then(|q| q.article.lang.as_deref());
    let other = |statement: &Statement| {
        let utterance = trace.utterances.get(statement.utterance);
        let told = utterance.and_then(|u| Wordings::of(trace, &outline.also, statement, u));
        told.is_some_and(|told| {
            let one = |p: Place| lang(p) == lang(told.top) && !told.own.contains(&p.article);
            one(told.top)
                && (told.few.iter().any(|f| one(f.place)) || told.whole.iter().any(|w| one(w.0)))
        })
    };
    let shown = outline.shared(story).enumerate();
    shown.filter(|(_, s)| other(s)).map(|(k, _)| k + 1).collect()
}

/// Whether words are what is left of one behind an apostrophe, as in *it's*: it stands for several words
/// (*is*, *has*), and in full it says the same.
fn clipped(words: &str) -> bool {
    let left = words.trim().strip_prefix(['\'', '’', '‘', 'ʼ']);
    left.is_some_and(|l| (1..=2).contains(&l.chars().count()) && l.chars().all(char::is_alphabetic))
}

struct Changes<'t> {
    trace: &'t Findings,
    stemma: &'t Stemma,
    list: Vec<Change>,
}

impl Changes<'_> {
    fn page(&self, article: usize) -> Option<&Article> {
        self.trace.articles.get(article).map(|q| &q.article)
    }

    fn slice(&self, place: Place) -> &str {
        self.page(place.article).map_or("", |a| place.span.of(&a.text))
    }

    /// Adds a change, or a place more of one that is known.
    fn put(&mut self, manner: Manner, a: Place, b: Place, utterance: Option<usize>) {
        let (a, b) = if self.earlier(b.article, a.article) { (b, a) } else { (a, b) };
        let words = |p: Place| fold(self.slice(p).trim());
        let (x, y) = (words(a), words(b));
        let same = |c: &Change, x: &str, y: &str| words(c.from) == x && words(c.to) == y;
        let known = self.list.iter().position(|c| {
            c.manner == manner && (same(c, &x, &y) || same(c, &y, &x) && c.manner != Manner::Word)
        });
        // The same words the other way round are the same change.
        let turned = known.and_then(|i| self.list.get(i)).is_some_and(|c| !same(c, &x, &y));
        let (a, b) = if turned { (b, a) } else { (a, b) };
        match known.and_then(|i| self.list.get_mut(i)) {
            Some(change) => {
                let again = change.utterance != utterance || change.manner == Manner::Word;
                let fresh = change.had.insert(a.article) | change.have.insert(b.article);
                change.times += usize::from(again || fresh);
            }
            None => self.list.push(Change {
                manner,
                from: a,
                to: b,
                had: BTreeSet::from([a.article]),
                have: BTreeSet::from([b.article]),
                times: 1,
                utterance,
            }),
        }
    }

    /// Whether `x` stands before `y`: the tree says so, else their days do.
    fn earlier(&self, x: usize, y: usize) -> bool {
        let node = |a: usize| self.stemma.nodes.iter().find(|n| n.witness == Some(a));
        let above = |x: usize, y: usize| {
            let (Some(over), Some(under)) = (node(x), node(y)) else { return false };
            let up = |id: &String| Some(first_parent(self.stemma, id)?.parent.clone());
            // A tree is no deeper than its nodes.
            let line = std::iter::successors(up(&under.id), up).take(self.stemma.nodes.len());
            line.into_iter().any(|id| id == over.id)
        };
        if above(x, y) {
            return true;
        }
        if above(y, x) {
            return false;
        }
        let (x, y) = (self.trace.interval(x), self.trace.interval(y));
        x.1 < y.0
    }

    /// Numbers that differ in passages outside of statements.
    fn numbers(&mut self, members: &BTreeSet<usize>) {
        let plain = |m: &&Match| {
            m.a.article != m.b.article
                && members.contains(&m.a.article)
                && members.contains(&m.b.article)
                && !matches!(m.relation, Relation::Paraphrased)
        };
        let of: Vec<&Match> = self.trace.matches.iter().filter(plain).collect();
        let mut places: Vec<(Place, Place)> = Vec::new();
        for m in of {
            let at = |a: Span, b: Span| {
                let left = Place { article: m.a.article, span: a };
                (left, Place { article: m.b.article, span: b })
            };
            // A passage that begins with a number: what bounds the number stands before it.
            let begins = |p: Place| {
                let figure = |c: char| c.is_alphanumeric() || matches!(c, '.' | ',');
                let words = self.slice(p);
                let end = words.find(|c| !figure(c)).unwrap_or(words.len());
                let number = words.starts_with(char::is_numeric);
                number.then(|| Span::new(p.span.start, p.span.start + end))
            };
            if let (Some(a), Some(b)) = (begins(m.a), begins(m.b)) {
                places.push(at(a, b));
            }
            let both = m.edits.iter().filter(|e| !e.folded && !e.a.is_empty() && !e.b.is_empty());
            places.extend(both.map(|e| at(e.a, e.b)));
        }
        for (a, b) in places.into_iter().take(EDITS) {
            if let Some((a, b)) = self.number(a, b)
                && !self.told(a)
                && !self.told(b)
            {
                self.put(Manner::Substance("number".to_owned()), a, b, None);
            }
        }
    }

    /// Whether a place stands in a change of a statement already.
    fn told(&self, place: Place) -> bool {
        let meets = |p: Place| p.article == place.article && p.span.overlap(place.span) > 0;
        self.list.iter().any(|c| c.utterance.is_some() && (meets(c.from) || meets(c.to)))
    }

    /// The numbers that differ at an edit, where the words next to them agree.
    fn number(&self, a: Place, b: Place) -> Option<(Place, Place)> {
        let (left, right) = (self.page(a.article)?, self.page(b.article)?);
        let (wide_a, wide_b) = (widened(&left.text, a.span), widened(&right.text, b.span));
        let (x, y) = (wide_a.of(&left.text), wide_b.of(&right.text));
        let figures = |w: &str| w.chars().any(char::is_numeric);
        if left.lang != right.lang || !figures(x) || !figures(y) {
            return None;
        }
        let found = compare(x, y).differs;
        let number = found.iter().find(|d| {
            d.kind == "number"
                && !d.a.is_empty()
                && !d.b.is_empty()
                && d.a.shift(wide_a.start).overlap(a.span) > 0
        })?;
        let a = Place { article: a.article, span: number.a.shift(wide_a.start) };
        let b = Place { article: b.article, span: number.b.shift(wide_b.start) };
        // Outside of statements only what is written in figures is laid side by side.
        if !figures(a.span.of(&left.text)) || !figures(b.span.of(&right.text)) {
            return None;
        }
        // What is counted must be the same: the word behind the number.
        neighbours(left, a, right, b).then_some((a, b))
    }

    /// Single words of quotations that another reading leaves out, puts in or has otherwise.
    fn words(&mut self, outline: &Outline, statement: &Statement, utterance: &Utterance) {
        let Some(told) = Wordings::of(self.trace, &outline.also, statement, utterance) else {
            return;
        };
        let direct = |article: usize| {
            let mut of = utterance.readings.iter().filter(|r| r.place.article == article);
            of.find_map(|r| quote(self.trace, r)).is_some_and(|q| q.kind == Kind::Direct)
        };
        if !direct(told.top.article) {
            return;
        }
        let reading = |article: usize| {
            let mut of = utterance.readings.iter().map(|r| r.place);
            of.find(|p| p.article == article)
        };
        let inside = |p: Place, of: Place| p.span.start > of.span.start && p.span.end < of.span.end;
        for few in &told.few {
            let (changes, pages) = (&few.changes, &few.pages);
            // One of many changes is a rewording, not a word.
            if changes.iter().any(|(a, b)| !self.small(*a) || !self.small(*b)) {
                continue;
            }
            for (a, b) in changes {
                // What is cut off or joined on at an end is no change of words.
                let held = reading(b.article).is_some_and(|r| inside(*b, r));
                let known = self.list.iter().any(|c| {
                    c.utterance == Some(statement.utterance)
                        && c.manner != Manner::Word
                        && (meets(c.from, *a)
                            || meets(c.to, *b)
                            || meets(c.from, *b)
                            || meets(c.to, *a))
                });
                // *third quarter*, *third-quarter*.
                let same = letters(self.slice(*a)) == letters(self.slice(*b));
                let short = clipped(self.slice(*a)) || clipped(self.slice(*b));
                // What a newsroom put into the words in brackets.
                let short = short || self.bracketed(*a) || self.bracketed(*b);
                if !held || !inside(*a, told.top) || known || same || short {
                    continue;
                }
                if direct(b.article) {
                    self.put(Manner::Word, *a, *b, Some(statement.utterance));
                    let have = pages.iter().copied().filter(|p| direct(*p));
                    let change = self.list.iter_mut().find(|c| c.from == *a && c.to == *b);
                    if let Some(change) = change {
                        change.have.extend(have);
                    }
                }
            }
        }
    }

    /// Whether words stand in square brackets.
    fn bracketed(&self, place: Place) -> bool {
        let text = self.page(place.article).map_or("", |a| a.text.as_str());
        let before = text.get(..place.span.start).unwrap_or("").trim_end();
        let behind = text.get(place.span.end..).unwrap_or("").trim_start();
        let inside = |s: &str| s.trim().starts_with('[') && s.trim().ends_with(']');
        inside(self.slice(place)) || before.ends_with('[') && behind.starts_with(']')
    }

    /// Whether a place is a matter of a few words.
    fn small(&self, place: Place) -> bool {
        let words = self.slice(place).trim();
        count(words) <= FEW && !is_ellipsis(words)
    }
}

fn meets(a: Place, b: Place) -> bool {
    a.article == b.article && a.span.overlap(b.span) > 0
}

fn count(words: &str) -> usize {
    tokens(words).iter().filter(|t| t.kind != TokenKind::Mark).count()
}

/// A place with whole words on either side, within its line.
fn widened(text: &str, span: Span) -> Span {
    let mut from = span.start.saturating_sub(ROUND);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (span.end + ROUND).min(text.len());
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = text.get(from..span.start).unwrap_or("");
    let after = text.get(span.end..to).unwrap_or("");
    let from = match before.rfind('\n') {
        Some(i) => from + i + 1,
        None if from == 0 => 0,
        None => before.find(' ').map_or(span.start, |i| from + i + 1),
    };
    let to = match after.find('\n') {
        Some(i) => span.end + i,
        None if to == text.len() => to,
        None => after.rfind(' ').map_or(span.end, |i| span.end + i),
    };
    Span::new(from, to)
}

#[cfg(test)]
mod tests {
    use super::clipped;

    #[test]
    fn what_an_apostrophe_left_of_a_word_is_no_change() {
        assert!(clipped("’s") && clipped("'ll"));
        assert!(!clipped("has") && !clipped("'not") && !clipped("’") && !clipped("'24"));
    }
}
