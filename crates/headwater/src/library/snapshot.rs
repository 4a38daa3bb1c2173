//! Puts together what a library has found out: stories in order, places in the whole list.

use super::ties::Link;
use super::told::{Told, under};
use super::{Error, Library};
use crate::change::Bound;
use crate::findings::{Findings, Step};
use crate::id::short;
use crate::store::Account;
use crate::store::Store;
use headwater_collate::encoder::Encoder;
use headwater_collate::{self as collate, Key, Numbers};
use headwater_text::Remark;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

impl<S: Store> Library<S> {
    pub(super) fn snapshot(&self) -> Result<Findings, Error> {
        let mut out = self.but_threads()?;
        if self.depth >= Step::Threads {
            threads(&mut out);
        }
        Ok(out)
    }

    /// All but the threads, which run over all stories.
    pub(super) fn but_threads(&self) -> Result<Findings, Error> {
        if self.light {
            return Err(Error::NotRecalled);
        }
        let mut order: Vec<(&str, Key)> =
            self.cards.iter().map(|(k, c)| (c.id.as_str(), *k)).collect();
        order.sort_unstable();
        let at: BTreeMap<Key, usize> =
            order.iter().enumerate().map(|(i, (_, k))| (*k, i)).collect();
        let dossiers = self.dossiers(order.iter().map(|(_, k)| *k))?;
        let mut out = Findings {
            model: self.model,
            reader: self.reader,
            bounds: self.index_bounds(),
            ..Findings::default()
        };
        for (i, (key, dossier)) in dossiers.iter().enumerate() {
            out.articles.push(match under(&dossier.quoted, &self.shown(*key)) {
                Cow::Borrowed(_) => Arc::clone(&dossier.quoted),
                Cow::Owned(named) => Arc::new(named),
            });
            out.pages.push(dossier.page);
            out.matches.extend(dossier.twice().iter().map(|m| m.clone().between(i, i)));
            if self.depth >= Step::Stemmata {
                let own = dossier.quoted.article.remarks.iter().chain(dossier.remarks());
                out.remarks.extend(own.map(|r: &Remark| (i, r.clone())));
            }
        }
        let cut = |link: &&Link| link.shared.as_ref().is_some_and(|s| s.cut);
        let long = self.links.values().filter(cut).count();
        out.bounds.extend((long > 0).then_some(Bound::LongPairs(long)));
        for ((a, b), link) in &self.links {
            let story = self.cards.get(a).and_then(|c| self.told.get(&c.story?));
            let account = story.and_then(|t| t.account.as_ref());
            let seconded = account.and_then(|t| t.matches.get(&(*a, *b)));
            let own = link.shared.as_ref().map_or(&[][..], |s| s.matches.as_slice());
            let (Some(a), Some(b)) = (at.get(a), at.get(b)) else { continue };
            let found = seconded.map_or(own, Vec::as_slice);
            out.matches.extend(found.iter().map(|m| m.clone().between(*a.min(b), *a.max(b))));
        }
        collate::sort_matches(&mut out.matches);
        let names = out.articles.iter().filter_map(|q| q.article.outlet.as_deref());
        out.outlets = crate::outlets(names);
        self.stories(&mut out, &at);
        out.remarks.sort();
        out.remarks.dedup();
        Ok(out)
    }

    /// What was found out about each story, in the order of their first articles.
    fn stories(&self, out: &mut Findings, at: &BTreeMap<Key, usize>) {
        let numbers = |t: &Told| t.keys.iter().filter_map(|k| at.get(k).copied()).collect();
        let told = self.told.values();
        let mut all: Vec<(Vec<usize>, &Account)> =
            told.filter_map(|t| Some((numbers(t), t.account.as_deref()?))).collect();
        all.sort_by(|x, y| x.0.cmp(&y.0));
        for (numbers, told) in &all {
            let to = Numbers(numbers);
            out.stories.push(told.story.clone().placed(&to));
            out.people.extend(told.people.iter().map(|p| p.clone().placed(&to)));
            out.utterances.extend(told.utterances.iter().map(|u| u.clone().placed(&to)));
            let placed = told.remarks.iter().map(|(i, r)| (to.of(*i), r.clone()));
            out.remarks.extend(placed);
            out.stemmata.extend(told.tree.as_ref().map(|t| t.clone().placed(&to)));
        }
        out.utterances.sort_by_key(|u| u.readings.iter().map(|r| r.place).min());
    }
}

/// Threads over all stories, named by the statements in them.
fn threads(out: &mut Findings) {
    let encoder = Some(Encoder::shipped());
    let Findings { articles, stories, utterances, people, .. } = &*out;
    out.threads = collate::threads(articles, stories, utterances, people, encoder);
    for thread in &mut out.threads {
        let ids = thread.statements.iter().filter_map(|s| out.utterances.get(s.utterance));
        let mut ids: Vec<&str> = ids.map(|u| u.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        thread.id = short("t", ids);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Engine, Unwatched};
    use headwater_collate::InTurn;
    use headwater_page::Article;
    use std::fmt::Write;

    /// What is told of the bounds of two pages with so many sentences in common.
    fn bounds(sentences: usize) -> Vec<Bound> {
        let mut text = String::new();
        for i in 0..sentences {
            let _ = write!(text, "Clerk {i} counted barrel {i} in shed {i} of the Orvel quay. ");
        }
        let engine = Engine::fast();
        let pages = ["a", "b"].map(|id| engine.dossier(Article::plain(id, &text)));
        Findings::of(&engine, pages, Step::Stemmata, &InTurn, &Unwatched).unwrap().bounds
    }

    #[test]
    fn pairs_too_long_for_all_their_sentences_are_told() {
        assert_eq!(bounds(20), []);
        assert_eq!(bounds(130), [Bound::LongPairs(1)]);
    }
}
