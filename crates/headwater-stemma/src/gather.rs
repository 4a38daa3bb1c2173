//! Reports that do not say where they heard words which another report has from an occasion or a
//! medium: they have them from there too.
//!
//! A press conference has many listeners, and few of them say where they heard what they print.
//! Where one report says it, the words themselves tell it of the others: what a speaker said there
//! was not said anew for each. A lost dispatch whose reports have the words goes back to the
//! occasion in the same way.

use crate::assemble::{STOOD, round};
use crate::credit::outlet_key;
use crate::grounds::Grounds;
use crate::occasion::{APART, Stand, surname};
use crate::record::{Edge, Ground, Node, Stemma};
use crate::wire;
use crate::witness::{Voice, Witness};
use headwater_collate::{Place, Utterance};
use headwater_lang::{Class, agency};
use std::collections::{BTreeMap, BTreeSet};

/// A report has its words from an occasion where one in so many of them is known from there, at
/// least.
const PART: usize = 20;

/// Of what the report has of the speaker, one part in so many is known from there, at least: who
/// met him elsewhere has other words of his, and may share a sentence that he says to everybody.
const OWN: usize = 3;

/// Words that a sentence has which is not said anew on each occasion.
const LONG: usize = 6;

/// Occasions of which a page can be the whole text, as the languages' files name them.
const WRITTEN: &[&str] = &["bulletin", "post", "statement"];

/// What a medium prints first of a speaker.
const INTERVIEW: &str = "interview";

/// The tree of a story, and what tells of where words were said.
pub(crate) struct Gathering<'a, 'w> {
    pub(crate) witnesses: &'a [Witness<'w>],
    pub(crate) court: &'a Grounds<'a>,
    /// For each report the occasion that it has its words from.
    pub(crate) stands: &'a [Option<Stand<'a>>],
    pub(crate) utterances: &'a [Utterance],
}

/// A lost text, or an occasion, that words came from.
struct Origin {
    node: String,
    /// Its name as compared.
    name: String,
    /// The kind of an occasion; none of a medium.
    kind: Option<&'static str>,
    /// Whose words came from there, folded.
    speakers: BTreeSet<String>,
    /// The reports below it.
    below: BTreeSet<usize>,
}

/// Words that a report shares with one that has them from an occasion.
struct Shared {
    /// Where the longest of them stand in the one.
    here: Place,
    /// The report that says where they were said.
    other: usize,
    /// Bytes of all such words of the report.
    length: usize,
}

impl Gathering<'_, '_> {
    /// Puts below the occasions, each named by a report, and below the media that reports lean on,
    /// what has words from them and goes back to nothing else.
    pub(crate) fn gather(&self, occasions: &[(usize, String)], tree: &mut Stemma) {
        let media: Vec<String> = self.media(tree).map(|n| n.id.clone()).collect();
        for (n, (c, node)) in occasions.iter().enumerate() {
            for (d, other) in occasions.iter().skip(n + 1) {
                self.merge((*c, node), (*d, other), tree);
            }
        }
        for (c, node) in occasions {
            let Some(origin) = self.occasion(*c, node, tree) else { continue };
            self.collect(&origin, tree);
        }
        for node in media {
            let origin = self.medium(tree, node);
            self.collect(&origin, tree);
        }
    }

    /// How an occasion is called: by a name rather than by who was there (*to reporters*), then as
    /// most of the reports below it call it, then as the first of them does.
    pub(crate) fn named(&self, c: usize, node: &str, tree: &Stemma) -> Option<String> {
        let own = self.stands.get(c).and_then(Option::as_ref)?;
        let mut votes: BTreeMap<String, (usize, bool, usize)> = BTreeMap::new();
        let mut below = self.below(tree, node);
        below.insert(c);
        for w in below {
            let stand = self.stands.get(w).and_then(Option::as_ref);
            let (Some(stand), Some(witness)) = (stand, self.witnesses.get(w)) else { continue };
            if !stand.meets(own) {
                continue;
            }
            let words = stand.span.of(witness.text);
            let first = words.split_whitespace().next().unwrap_or("");
            let small = witness.language.has(Class::Preposition, &first.to_lowercase());
            let vote = votes.entry(stand.label(witness)).or_insert((0, !small, 0));
            vote.0 += 1;
            vote.2 = vote.2.max(usize::MAX - w);
        }
        let rank = |(_, v): &(String, (usize, bool, usize))| (v.1, v.0, v.2);
        votes.into_iter().max_by_key(rank).map(|v| v.0)
    }

    /// The lost media of a tree that are no agencies: an agency is told things too, but prints what
    /// others say elsewhere.
    fn media<'t>(&self, tree: &'t Stemma) -> impl Iterator<Item = &'t Node> {
        let wired = |name: &str| {
            agency(name).is_some()
                || self.witnesses.iter().any(|w| w.wires.iter().any(|x| wire::same(&x.name, name)))
        };
        let lost = tree.nodes.iter().filter(|n| n.witness.is_none() && n.occasion.is_none());
        lost.filter(move |n| !wired(&n.label))
    }

    /// An occasion that report `c` names.
    fn occasion(&self, c: usize, node: &str, tree: &Stemma) -> Option<Origin> {
        let stand = self.stands.get(c)?.as_ref()?;
        let speakers = BTreeSet::from([stand.key.clone()]);
        let (below, kind) = (self.below(tree, node), Some(stand.kind));
        let known = tree.nodes.iter().any(|n| n.id == node);
        known.then(|| Origin { node: node.to_owned(), name: String::new(), kind, speakers, below })
    }

    /// Makes two occasions of one kind and speaker one where reports below both have the same words:
    /// a letter to the editor names the session of last week.
    fn merge(&self, (c, node): (usize, &str), (d, other): (usize, &str), tree: &mut Stemma) {
        let both = self.occasion(c, node, tree).zip(self.occasion(d, other, tree));
        let Some((a, b)) = both.filter(|(a, b)| a.kind == b.kind && a.speakers == b.speakers)
        else {
            return;
        };
        let has = |u: &Utterance, below: &BTreeSet<usize>| {
            let mut own = u.readings.iter().filter_map(|r| self.number(Some(r.place.article)));
            own.any(|w| below.contains(&w))
        };
        let mut said = self.utterances.iter().filter(|u| Self::of(u, &a));
        if said.any(|u| has(u, &a.below) && has(u, &b.below)) {
            let moved = tree.edges.iter_mut().filter(|e| e.parent == other);
            moved.for_each(|e| node.clone_into(&mut e.parent));
            tree.nodes.retain(|n| n.id != other);
        }
    }

    /// Whether an utterance is by one whose words came from an origin.
    fn of(u: &Utterance, origin: &Origin) -> bool {
        u.speaker.as_deref().map(surname).is_some_and(|s| origin.speakers.contains(&s))
    }

    /// A medium and those whose words reports have through it.
    fn medium(&self, tree: &Stemma, node: String) -> Origin {
        let label = tree.nodes.iter().find(|n| n.id == node).map_or("", |n| n.label.as_str());
        let name = outlet_key(label);
        let below = self.below(tree, &node);
        let own = below.iter().filter_map(|w| self.witnesses.get(*w));
        let through = own.flat_map(|w| w.voices.iter().filter(|v| through(w, v, &name)));
        let speakers = through.map(|v| surname(v.speaker)).filter(|s| !s.is_empty()).collect();
        Origin { node, name, kind: None, speakers, below }
    }

    fn collect(&self, origin: &Origin, tree: &mut Stemma) {
        let shared = self.shared(origin);
        let top = |id: &str| id != origin.node && !tree.edges.iter().any(|e| e.child == id);
        let free = tree.nodes.iter().filter(|n| n.occasion.is_none() && top(&n.id));
        let tops: Vec<(String, Option<usize>)> =
            free.map(|n| (n.id.clone(), self.number(n.witness))).collect();
        for (id, witness) in tops {
            let takers = match witness {
                Some(w) => BTreeSet::from([w]),
                None => self.below(tree, &id),
            };
            let taken = takers.iter().filter_map(|w| shared.get(w)).max_by_key(|s| s.length);
            let Some(taken) = taken else { continue };
            let spring = tree.springs.iter().position(|s| s.node == id);
            let spring = spring.map(|at| tree.springs.remove(at));
            let probability = spring.as_ref().map_or(STOOD, |s| s.probability.min(STOOD));
            let mut grounds: Vec<Ground> = spring.map(|s| s.grounds).unwrap_or_default();
            grounds.insert(0, self.court.heard(taken.other, taken.here));
            let (parent, probability) = (origin.node.clone(), round(probability));
            tree.edges.push(Edge { parent, child: id, probability, grounds });
        }
    }

    /// Whether a report may have words from there: it is of these days, and no page that is itself
    /// what was said or issued.
    fn may(&self, origin: &Origin, c: usize) -> bool {
        let Some(w) = self.witnesses.get(c) else { return false };
        let issued = self.court.evidence.sources.issued.get(c).copied().unwrap_or(true);
        let written = origin.kind.is_none_or(|k| WRITTEN.contains(&k));
        let gap = |o: &Witness| {
            let (a, b) = (w.interval, o.interval);
            a.0.saturating_sub(b.1).max(b.0.saturating_sub(a.1))
        };
        let mut own = origin.below.iter().filter_map(|o| self.witnesses.get(*o));
        !(issued && written) && own.any(|o| gap(o) <= APART)
    }

    /// For each report the words of the origin's speakers that it has and one below the origin
    /// has too.
    fn shared(&self, origin: &Origin) -> BTreeMap<usize, Shared> {
        let mut out: BTreeMap<usize, Shared> = BTreeMap::new();
        for u in self.utterances.iter().filter(|u| Self::of(u, origin)) {
            let has = |p: Place| self.number(Some(p.article)).filter(|w| origin.below.contains(w));
            let Some(other) = u.readings.iter().find_map(|r| has(r.place)) else { continue };
            let Some(other) = self.witnesses.get(other).map(|w| w.article) else { continue };
            for r in &u.readings {
                let Some(w) = self.number(Some(r.place.article)) else { continue };
                if origin.below.contains(&w) || !self.open(origin, w, r.place) {
                    continue;
                }
                let known = out.entry(w).or_insert(Shared { here: r.place, other, length: 0 });
                known.length += r.place.span.len();
                if r.place.span.len() > known.here.span.len() {
                    (known.here, known.other) = (r.place, other);
                }
            }
        }
        out.retain(|w, s| {
            let Some(report) = self.witnesses.get(*w) else { return false };
            let body: usize = report.lines.iter().map(|l| l.span.len()).sum();
            let own =
                report.voices.iter().filter(|v| origin.speakers.contains(&surname(v.speaker)));
            let own: usize = own.map(|v| v.span.len()).sum();
            let long = s.here.span.of(report.text).split_whitespace().count() >= LONG;
            long && s.length * PART >= body && s.length * OWN >= own && self.may(origin, *w)
        });
        out
    }

    /// Whether a report gives words to a speaker and does not say that they came from elsewhere.
    fn open(&self, origin: &Origin, c: usize, place: Place) -> bool {
        let Some(w) = self.witnesses.get(c) else { return false };
        let occasions = self.court.evidence.sources.occasions.get(c).map_or(&[][..], Vec::as_slice);
        let kind = |v: &Voice| {
            let via = v.via?;
            occasions.iter().find(|o| o.span.overlap(via) > 0).map(|o| o.kind)
        };
        let fits = |v: &Voice| match (origin.kind, kind(v)) {
            (Some(a), Some(b)) => a == b,
            (Some(_), None) => v.via.is_none(),
            (None, Some(b)) => b == INTERVIEW,
            (None, None) => v.via.is_none() || through(w, v, &origin.name),
        };
        let said = || w.voices.iter().filter(|v| origin.speakers.contains(&surname(v.speaker)));
        let mut own = said().filter(|v| v.span.overlap(place.span) > 0).peekable();
        // What one says at another occasion may be what was said before.
        let elsewhere = origin.kind.is_none()
            && said().any(|v| kind(v).is_some_and(|k| k != INTERVIEW && !WRITTEN.contains(&k)));
        own.peek().is_some() && own.all(fits) && !elsewhere
    }

    fn number(&self, article: Option<usize>) -> Option<usize> {
        let article = article?;
        self.witnesses.iter().position(|w| w.article == article)
    }

    /// The reports below a node, at any remove.
    fn below(&self, tree: &Stemma, node: &str) -> BTreeSet<usize> {
        let mut found: BTreeSet<&str> = BTreeSet::from([node]);
        loop {
            let before = found.len();
            let under = tree.edges.iter().filter(|e| found.contains(e.parent.as_str()));
            let under: Vec<&str> = under.map(|e| e.child.as_str()).collect();
            found.extend(under);
            if found.len() == before {
                break;
            }
        }
        let nodes = tree.nodes.iter().filter(|n| found.contains(n.id.as_str()));
        nodes.filter_map(|n| self.number(n.witness)).collect()
    }
}

/// Whether words came through a medium of this name.
fn through(w: &Witness, v: &Voice, name: &str) -> bool {
    let name: Vec<&str> = name.split(' ').collect();
    v.via.iter().chain(&v.from).any(|s| {
        let via = outlet_key(s.of(w.text));
        let words: Vec<&str> = via.split(' ').collect();
        words.windows(name.len().max(1)).any(|x| x == name)
    })
}
