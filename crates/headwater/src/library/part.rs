//! A part of a library: pages that nothing ties to the rest, with what the whole knows of them.

use super::groups::Before;
use super::ties::{Link, Tie, pair};
use super::{Error, Library};
use crate::change::Change;
use crate::engine::{Dossier, Engine};
use crate::findings::{Findings, Step, Unwatched};
use crate::store::{Entry, Memory, Store, TieRow};
use headwater_collate::{self as collate, Key, Overlap, Spread};
use std::sync::Arc;

impl Library {
    /// The findings about some pages that strong ties connect, given the ties among them and the
    /// background of the whole: each page with the id by which it is shown and whether it is a mass
    /// reprint. Also the pairs of which the story's other pages second something.
    pub(crate) fn of_part(
        engine: &Engine,
        background: f64,
        pages: Vec<(Arc<Dossier>, String, bool)>,
        ties: Vec<TieRow>,
        spread: &impl Spread,
    ) -> Result<(Findings, Vec<(Key, Key)>), Error> {
        let mut library = Library::over(Memory::default(), Step::Stemmata);
        library.version = Some(engine.version());
        library.model = engine.encoder().is_some();
        library.reader = engine.reader();
        library.background = background;
        library.fits(pages.iter().map(|(d, ..)| &d.page))?;
        for (dossier, shown, crowded) in pages {
            if dossier.version != engine.version() {
                let (held, given) = (engine.version(), dossier.version);
                return Err(Error::OtherVersion { held, given });
            }
            let key = dossier.page.key();
            library.store.put(Arc::clone(&dossier))?;
            library.card(key, &Entry::of(&dossier));
            if let Some(card) = library.cards.get_mut(&key) {
                card.crowded = crowded;
            }
            library.names.insert(key, shown);
        }
        library.tie_as_told(ties)?;
        let mut before = Before::default();
        before.touch(library.cards.keys().copied());
        library.regroup(engine, before, &mut Change::default(), spread, &Unwatched)?;
        let accounts = library.told.values().filter_map(|t| t.account.as_ref());
        let seconded = accounts.flat_map(|a| a.matches.keys().copied()).collect();
        Ok((library.but_threads()?, seconded))
    }

    fn tie_as_told(&mut self, ties: Vec<TieRow>) -> Result<(), Error> {
        for row in ties {
            let TieRow { pair: (a, b), compared, odds, passages, part, sure, open } = row;
            if !self.cards.contains_key(&a) || !self.cards.contains_key(&b) || a == b {
                return Err(Error::Unfit(format!("a tie of {a:016x} and {b:016x}")));
            }
            let strong = collate::likelihood(odds, self.background) >= collate::CUT;
            for way in [(a, b), (b, a)] {
                self.ties.insert(way, Tie { compared, strong });
            }
            let overlap = Overlap { passages, part };
            let link = Link { odds, overlap, compared, sure, open, shared: None };
            self.links.insert(pair(a, b), link);
        }
        Ok(())
    }
}
