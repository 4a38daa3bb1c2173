//! What is found out about one story: a function of its pages, of the ids they are shown by, and
//! of the pairs among them.

use super::lost::name_lost;
use crate::engine::Dossier;
use crate::findings::Step;
use crate::id::{PageId, short};
use crate::store::{Account, StoryRow};
use headwater_collate::encoder::Encoder;
use headwater_collate::{
    self as collate, Key, Likely, Match, Numbers, Place, Profile, Shared, Story, Utterance,
};
use headwater_page::Article;
use headwater_quote::Quoted;
use headwater_stemma::{Stemma, second_hand, stemma};
use headwater_text::{Remark, mark};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A story that something is to be found out about.
pub(super) struct Job {
    /// Its pages in order.
    pub(super) keys: Vec<Key>,
    pages: Vec<PageId>,
    /// The ids they are shown by.
    shown: Vec<String>,
    pairs: Vec<Likely>,
    /// Those of its pages that were compared, by their places.
    pub(super) compared: Vec<(usize, usize)>,
    /// What those share of which the story's other pages second something.
    pub(super) shared: Vec<(usize, usize, Arc<Shared>)>,
    /// The rewordings among them, by the prints of their sentences, that other pages second.
    pub(super) seconded: BTreeSet<(u64, u64)>,
    pub(super) dossiers: Vec<(Key, Arc<Dossier>)>,
    /// A mark over all that what is found out hangs on.
    pub(super) print: u64,
}

impl Job {
    pub(super) fn new(
        keys: Vec<Key>,
        pages: Vec<PageId>,
        shown: Vec<String>,
        pairs: Vec<Likely>,
        compared: Vec<(usize, usize)>,
        seconded: BTreeSet<(u64, u64)>,
    ) -> Job {
        let mut bytes: Vec<u8> = Vec::new();
        for (page, id) in pages.iter().zip(&shown) {
            bytes.extend(page.bytes());
            bytes.extend((id.len() as u64).to_le_bytes());
            bytes.extend(id.as_bytes());
        }
        for p in &pairs {
            let numbers = [p.a as u64, p.b as u64, p.score.to_bits(), p.passages as u64];
            bytes.extend(numbers.iter().flat_map(|n| n.to_le_bytes()));
        }
        bytes.extend(seconded.iter().flat_map(|(a, b)| [a, b]).flat_map(|n| n.to_le_bytes()));
        for (a, b) in &compared {
            bytes.extend([a, b].into_iter().flat_map(|n| (*n as u64).to_le_bytes()));
        }
        Job {
            keys,
            pages,
            shown,
            pairs,
            compared,
            shared: Vec::new(),
            seconded,
            dossiers: Vec::new(),
            print: mark(&bytes),
        }
    }
}

/// What a library knows about a story, and what was found out about it.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) print: u64,
    /// Its pages in order.
    pub(super) keys: Vec<Key>,
    pub(super) pages: Vec<PageId>,
    pub(super) id: String,
    /// The names of its utterances, each with a mark over its readings and what differs in them.
    pub(super) said: Vec<(String, u64)>,
    /// What was found out about it; not in memory where a library was taken up again.
    pub(super) account: Option<Arc<Account>>,
}

impl Told {
    /// What a store keeps of it.
    pub(super) fn of(row: StoryRow, keys: Vec<Key>) -> Told {
        let StoryRow { id, pages, print, said } = row;
        Told { print, keys, pages, id, said, account: None }
    }

    /// As a store keeps it.
    pub(super) fn row(&self) -> StoryRow {
        let (id, pages, said) = (self.id.clone(), self.pages.clone(), self.said.clone());
        StoryRow { id, pages, print: self.print, said }
    }
}

/// The names of utterances, each with a mark over its readings and what differs in them.
fn utterance_prints(utterances: &[Utterance], pages: &[PageId]) -> Vec<(String, u64)> {
    let marked = utterances.iter().map(|u| {
        let mut bytes: Vec<u8> = Vec::new();
        let mut place = |p: &Place| {
            bytes.extend(pages.get(p.article).map(|p| p.bytes()).unwrap_or_default());
            bytes.extend([p.span.start, p.span.end].iter().flat_map(|n| n.to_le_bytes()));
        };
        u.readings.iter().for_each(|r| place(&r.place));
        u.differs.iter().for_each(|(_, a, b)| [a, b].into_iter().for_each(&mut place));
        (u.id.clone(), mark(&bytes))
    });
    marked.collect()
}

/// Finds out about a story what the steps up to `depth` find; `senses` tells what statements mean.
pub(super) fn tell(job: &Job, depth: Step, senses: Option<&Encoder>) -> Told {
    let named: Vec<Cow<'_, Quoted>> =
        job.dossiers.iter().zip(&job.shown).map(|((_, d), id)| under(&d.quoted, id)).collect();
    let quoted: Vec<&Quoted> = named.iter().map(AsRef::as_ref).collect();
    let profiles: Vec<&Profile> = job.dossiers.iter().map(|(_, d)| d.profile().as_ref()).collect();
    let mut story = collate::story(&quoted, &profiles, &job.pairs);
    let sorted: BTreeSet<PageId> = job.pages.iter().copied().collect();
    story.id = short("s", sorted.iter().map(|p| p.bytes()));
    let (mut people, mut utterances, mut tree) = (Vec::new(), Vec::new(), None);
    let mut remarks = Vec::new();
    // Two files of one report are one witness: what is said and followed is so by the first.
    let copies: BTreeSet<usize> = story.also.iter().map(|a| a.0).collect();
    let witnesses: Vec<usize> =
        story.articles.iter().copied().filter(|i| !copies.contains(i)).collect();
    if depth >= Step::Utterances {
        let own: Vec<&Quoted> = witnesses.iter().filter_map(|i| quoted.get(*i).copied()).collect();
        let to = Numbers(&witnesses);
        people = collate::people(&own);
        let found = collate::utterances(&own, &people, senses).into_iter();
        utterances = found.map(|u| u.placed(&to)).collect();
        people = people.into_iter().map(|p| p.placed(&to)).collect();
        name(&mut utterances, &job.pages);
    }
    if depth >= Step::Stemmata {
        let of = Story { articles: witnesses, ..story.clone() };
        let mut found = stemma(&of, &quoted, &utterances);
        name_lost(&mut found, &job.pages);
        remarks = otherwise(&of.articles, &quoted, &found);
        let articles: Vec<&Article> = quoted.iter().map(|q| &q.article).collect();
        let said = collate::said_otherwise(&articles, &utterances, &remarks);
        remarks.extend(said);
        remarks.extend(second_hand(&found, &quoted));
        tree = Some(found);
    }
    let matches = seconded(job, &quoted);
    let (print, keys, pages) = (job.print, job.keys.clone(), job.pages.clone());
    let said = utterance_prints(&utterances, &pages);
    let id = story.id.clone();
    let told = pages.clone();
    let account = Account { pages: told, story, people, utterances, tree, remarks, matches };
    Told { print, keys, pages, id, said, account: Some(Arc::new(account)) }
}

/// From this probability on a report is compared with the one it was made from.
const MADE: f64 = 0.5;

/// Whether a node is an occasion: what reports have from there is said anew in each.
fn occasion(tree: &Stemma, node: &str) -> bool {
    tree.nodes.iter().any(|n| n.id == node && n.occasion.is_some())
}

/// The figures that one of these reports has otherwise than those it was made from, or two others.
fn otherwise(witnesses: &[usize], quoted: &[&Quoted], tree: &Stemma) -> Vec<(usize, Remark)> {
    let held: BTreeMap<&str, usize> =
        tree.nodes.iter().filter_map(|n| Some((n.id.as_str(), n.witness?))).collect();
    let place = |id: &str| {
        let article = held.get(id)?;
        witnesses.iter().position(|w| w == article)
    };
    let edges = || tree.edges.iter().filter(|e| e.probability >= MADE);
    let mut parents: Vec<Vec<usize>> = vec![Vec::new(); witnesses.len()];
    for edge in edges() {
        let Some(c) = place(&edge.child) else { continue };
        let Some(list) = parents.get_mut(c) else { continue };
        match place(&edge.parent) {
            Some(p) => list.push(p),
            // By way of a lost report: what that was made from, and what else was made from it.
            None if !occasion(tree, &edge.parent) => {
                let above = edges().filter(|e| e.child == edge.parent).map(|e| &e.parent);
                let beside = edges().filter(|e| e.parent == edge.parent).map(|e| &e.child);
                list.extend(above.chain(beside).filter_map(|id| place(id)).filter(|p| *p != c));
            }
            None => {}
        }
    }
    let articles: Vec<&Article> =
        witnesses.iter().filter_map(|i| quoted.get(*i)).map(|q| &q.article).collect();
    let found = collate::figures(&articles, &parents).into_iter();
    found.filter_map(|(i, r)| Some((*witnesses.get(i)?, r))).collect()
}

/// What pages of a story share beyond what they share by themselves.
fn seconded(job: &Job, quoted: &[&Quoted]) -> BTreeMap<(Key, Key), Vec<Match>> {
    let more = job.shared.iter().filter_map(|(a, b, shared)| {
        let key = |i: usize| job.keys.get(i).copied();
        let matches = shared.seconded(quoted.get(*a)?, quoted.get(*b)?, &job.seconded)?;
        Some((super::pair(key(*a)?, key(*b)?), matches))
    });
    more.collect()
}

/// Names utterances by the place of their base reading, which no two of them share.
fn name(utterances: &mut [Utterance], pages: &[PageId]) {
    for u in utterances {
        let Some(base) = u.readings.first() else { continue };
        let page = pages.get(base.place.article).map(|p| p.bytes()).unwrap_or_default();
        let place = [base.place.span.start, base.place.span.end, usize::from(base.repeat)];
        let place: Vec<u8> = place.iter().flat_map(|n| (*n as u64).to_le_bytes()).collect();
        let quote = base.quote.as_deref().unwrap_or_default().as_bytes();
        u.id = short("u", [&page[..], &place, quote]);
    }
}

/// An article under the id by which it is shown.
pub(super) fn under<'q>(quoted: &'q Quoted, id: &str) -> Cow<'q, Quoted> {
    if quoted.article.id == id {
        return Cow::Borrowed(quoted);
    }
    let mut named = quoted.clone();
    id.clone_into(&mut named.article.id);
    Cow::Owned(named)
}
