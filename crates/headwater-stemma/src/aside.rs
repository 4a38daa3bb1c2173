//! Occasions that a report has words from beside what it was made from: *in a written statement to
//! this page he said*.
//!
//! A report that was made from another may bring words of its own. Where it says through which
//! occasion they came, and no report above it has them, that occasion is a second source.

use crate::assemble::round;
use crate::grounds::Grounds;
use crate::occasion::{called, surname};
use crate::record::{Edge, Node, Stemma};
use crate::source::Occasion;
use crate::witness::{Voice, Witness};
use headwater_collate::Utterance;
use headwater_text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Words that are quoted from there at least: of less nobody would say that it is a source.
const WORDS: usize = 6;
/// How probable such a source is: the report says it, but may have it from a report that is not held.
const SURE: f64 = 0.65;

/// What one report has from one occasion.
struct Heard<'w> {
    kind: &'static str,
    span: Span,
    speaker: &'w str,
    /// The speaker's name, folded.
    key: String,
    words: usize,
}

/// An occasion that the tree has as a node: its kind, its speaker's name folded, and the node.
pub(crate) type Known = (&'static str, String, String);

/// What is asked of a story's reports for it.
pub(crate) struct Asides<'a, 'w> {
    witnesses: &'a [Witness<'w>],
    court: &'a Grounds<'a>,
    /// Of each article the places of its readings, with their utterances.
    said: BTreeMap<usize, Vec<(Span, usize)>>,
    /// The articles of each utterance.
    articles: Vec<BTreeSet<usize>>,
    /// Articles that are themselves what was issued.
    issued: BTreeSet<usize>,
}

impl<'a, 'w> Asides<'a, 'w> {
    pub(crate) fn new(
        witnesses: &'a [Witness<'w>],
        court: &'a Grounds<'a>,
        utterances: &[Utterance],
    ) -> Asides<'a, 'w> {
        let mut said: BTreeMap<usize, Vec<(Span, usize)>> = BTreeMap::new();
        for (n, u) in utterances.iter().enumerate() {
            for place in u.readings.iter().map(|r| r.place) {
                said.entry(place.article).or_default().push((place.span, n));
            }
        }
        let of = |u: &Utterance| u.readings.iter().map(|r| r.place.article).collect();
        let all = witnesses.iter().zip(&court.evidence.sources.issued);
        let issued = all.filter(|(_, issued)| **issued).map(|(w, _)| w.article).collect();
        Asides { witnesses, court, said, articles: utterances.iter().map(of).collect(), issued }
    }

    /// Adds a second source for each report that quotes words from an occasion which no report above
    /// it has. `known` are the occasions of the tree, `free` gives an id to a new node. Linear in the
    /// quotations, but for looking up what stands above each report.
    pub(crate) fn add(
        &self,
        tree: &mut Stemma,
        mut known: Vec<Known>,
        free: impl Fn(&Stemma) -> String,
    ) {
        for (c, w) in self.witnesses.iter().enumerate() {
            let ids = ancestors(tree, w.id);
            let above = self.witnesses.iter().filter(|w| ids.contains(w.id));
            let above: BTreeSet<usize> = above.map(|w| w.article).collect();
            if above.is_empty() {
                continue;
            }
            for heard in self.heard(c, &above) {
                let same = |k: &&Known| k.0 == heard.kind && k.1 == heard.key;
                let parent = match known.iter().find(same).map(|k| k.2.clone()) {
                    Some(id) if ids.contains(&id) => continue,
                    Some(id) => id,
                    None => {
                        let id = free(tree);
                        let label = called(w, heard.kind, heard.span, heard.speaker);
                        let occasion = Some(heard.kind);
                        tree.nodes.push(Node { id: id.clone(), witness: None, label, occasion });
                        known.push((heard.kind, heard.key, id.clone()));
                        id
                    }
                };
                let grounds = vec![self.court.occasion(c, heard.span)];
                let (child, probability) = (w.id.to_owned(), round(SURE));
                tree.edges.push(Edge { parent, child, probability, grounds });
            }
        }
    }

    /// What a report quotes, in marks, from an occasion, and no report above it nor one that is itself
    /// what was issued has.
    fn heard(&self, c: usize, above: &BTreeSet<usize>) -> Vec<Heard<'_>> {
        let Some(w) = self.witnesses.get(c) else { return Vec::new() };
        let occasions = self.court.evidence.sources.occasions.get(c);
        let occasions: &[Occasion] = occasions.map_or(&[], Vec::as_slice);
        let mut out: BTreeMap<(&'static str, String), Heard<'_>> = BTreeMap::new();
        for v in w.voices.iter().filter(|v| v.speaker.starts_with(char::is_uppercase)) {
            let Some(via) = v.via.filter(|_| !v.marked.is_empty()) else { continue };
            let Some(o) = occasions.iter().find(|o| o.span.overlap(via) > 0) else { continue };
            let key = surname(v.speaker);
            if key.is_empty() || self.stands_elsewhere(w.article, v, above) {
                continue;
            }
            let words = v.marked.iter().map(|s| s.of(w.text).split_whitespace().count());
            let (kind, span, speaker) = (o.kind, o.span, v.speaker);
            let fresh = || Heard { kind, span, speaker, key: key.clone(), words: 0 };
            out.entry((kind, key.clone())).or_insert_with(fresh).words += words.sum::<usize>();
        }
        out.into_values().filter(|h| h.words >= WORDS).collect()
    }

    /// Whether a report above has these words, or a page that is itself what was issued.
    fn stands_elsewhere(&self, article: usize, v: &Voice<'_>, above: &BTreeSet<usize>) -> bool {
        let own = self.said.get(&article).map_or(&[][..], Vec::as_slice);
        let of = own.iter().filter(|(span, _)| span.overlap(v.span) > 0);
        let articles = of.filter_map(|(_, n)| self.articles.get(*n)).flatten();
        articles.into_iter().any(|a| above.contains(a) || *a != article && self.issued.contains(a))
    }
}

/// All nodes above one.
fn ancestors(tree: &Stemma, node: &str) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = BTreeSet::new();
    let mut open = vec![node.to_owned()];
    while let Some(at) = open.pop() {
        for e in tree.edges.iter().filter(|e| e.child == at) {
            if out.insert(e.parent.clone()) {
                open.push(e.parent.clone());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use headwater_collate::Story;
    use headwater_page::Article;
    use headwater_quote::{Quoted, Tagger, quotes};

    /// The edges of the tree of two reports, by labels.
    fn edges(second: &str) -> Vec<(String, String)> {
        let first = "The lock at Sarvin stays shut until the last barge has paid its dues, the \
            council of Varn decided on Monday after a long and loud night in the old town hall. \
            Ferries to Orvel go round by the northern channel, which adds forty minutes to each \
            crossing. “Nobody gets through for nothing,” the council's head Ilse Marn said.";
        let page = |id: &str, text: &str, day: &str| {
            let mut article = Article::plain(id, text);
            article.lang = Some("en".into());
            article.outlet = Some(id.to_uppercase());
            article.date = headwater_text::When::parse(day);
            quotes(article, &Tagger::Fast)
        };
        let copy = format!("{first} {second}");
        let pages = [page("a", first, "2031-03-08"), page("b", &copy, "2031-03-09")];
        let list: Vec<&Quoted> = pages.iter().collect();
        let people = headwater_collate::people(&list);
        let utterances = headwater_collate::utterances(&list, &people, None);
        let story = Story { id: "s".into(), articles: vec![0, 1], ..Story::default() };
        let tree = crate::stemma(&story, &list, &utterances);
        let label = |id: &str| {
            tree.nodes.iter().find(|n| n.id == id).map_or(String::new(), |n| n.label.clone())
        };
        tree.edges.iter().map(|e| (label(&e.parent), label(&e.child))).collect()
    }

    #[test]
    fn a_copy_with_words_of_its_own_has_the_statement_as_a_second_source() {
        let found = edges(
            "“We were never asked about the dues and we shall not pay them,” the barge owner Jo \
             Lind said in a written statement.",
        );
        let second = ("written statement, Jo Lind".to_owned(), "B".to_owned());
        assert!(found.contains(&second), "{found:?}");
        assert!(found.contains(&("A".to_owned(), "B".to_owned())), "{found:?}");
    }

    #[test]
    fn words_without_an_occasion_are_no_source() {
        let found = edges("“We were never asked about the dues,” the barge owner Jo Lind said.");
        assert_eq!(found, [("A".to_owned(), "B".to_owned())]);
    }
}
