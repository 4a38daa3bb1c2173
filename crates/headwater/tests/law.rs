//! The law: findings are a function of the set of pages, whatever the order in which they came.

mod pages;

use headwater::{Change, Dossier, Engine, Findings, Library, Memory, PageId, Step};
use headwater_collate::InTurn;
use headwater_tell::Records;
use pages::articles;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn engine() -> &'static Engine {
    static ENGINE: OnceLock<Engine> = OnceLock::new();
    ENGINE.get_or_init(Engine::fast)
}

fn dossiers() -> &'static [Dossier] {
    static ALL: OnceLock<Vec<Dossier>> = OnceLock::new();
    ALL.get_or_init(|| articles().into_iter().map(|a| engine().dossier(a)).collect())
}

/// All that is told, with the names of the pages and the bounds that were met.
fn told(findings: &Findings) -> String {
    let json = Records::new(findings).json();
    format!("{json}\n{:?}\n{:?}", findings.pages, findings.bounds)
}

fn library(room: Option<usize>) -> Library {
    let library = Library::over(Memory::default(), Step::Stemmata);
    match room {
        Some(room) => library.crowded_beyond(room),
        None => library,
    }
}

fn add(library: &mut Library, pages: &[usize]) -> Change {
    let pages = pages.iter().map(|i| dossiers()[*i].clone());
    library.add(engine(), pages, &InTurn).unwrap()
}

fn at_once(pages: &BTreeSet<usize>, room: Option<usize>) -> String {
    let mut library = library(room);
    add(&mut library, &pages.iter().copied().collect::<Vec<_>>());
    told(&library.findings().unwrap())
}

/// Pages in some order, cut into batches; which of them go again; and how soon prints are crowded.
fn runs() -> impl Strategy<Value = (Vec<Vec<usize>>, BTreeSet<usize>, Option<usize>)> {
    let all: Vec<usize> = (0..articles().len()).collect();
    let some = proptest::sample::subsequence(all.clone(), 1..=all.len()).prop_shuffle();
    let room = prop_oneof![2 => Just(None), 1 => (1..5_usize).prop_map(Some)];
    (some, proptest::collection::vec(1..6_usize, 1..20), any::<u32>(), room).prop_map(
        |(order, sizes, gone, room)| {
            let mut batches = Vec::new();
            let mut rest = order.as_slice();
            for size in sizes.iter().cycle() {
                if rest.is_empty() {
                    break;
                }
                let (now, later) = rest.split_at((*size).min(rest.len()));
                batches.push(now.to_vec());
                rest = later;
            }
            let gone = order.iter().copied().filter(|i| gone >> i & 1 == 1).collect();
            (batches, gone, room)
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_and_any_batches_give_the_same_and_removing_undoes_adding(
        (batches, gone, room) in runs()
    ) {
        let mut library = library(room);
        for batch in &batches {
            add(&mut library, batch);
        }
        let all: BTreeSet<usize> = batches.iter().flatten().copied().collect();
        prop_assert_eq!(told(&library.findings().unwrap()), at_once(&all, room));

        let ids: BTreeSet<PageId> = gone.iter().map(|i| dossiers()[*i].page()).collect();
        let ids: Vec<PageId> = ids.into_iter().collect();
        library.remove(engine(), &ids, &InTurn).unwrap();
        let left: BTreeSet<usize> = all.difference(&gone).copied().collect();
        prop_assert_eq!(told(&library.findings().unwrap()), at_once(&left, room));
    }
}

#[test]
fn the_pages_of_the_law_do_meet() {
    let mut library = library(None);
    let all: Vec<usize> = (0..dossiers().len()).collect();
    let change = add(&mut library, &all);
    let found = library.findings().unwrap();
    assert!(change.compared > 20, "{}", change.compared);
    let largest = found.stories.iter().map(|s| s.articles.len()).max();
    assert!(largest.is_some_and(|n| n >= 5), "{largest:?}");
    assert!(found.utterances.iter().any(|u| u.readings.len() > 3));
    assert!(!found.threads.is_empty(), "the toll is spoken of again a year later");
    assert_eq!(found.articles.len(), dossiers().len());
    let ids: BTreeSet<&str> = found.articles.iter().map(|q| q.article.id.as_str()).collect();
    assert_eq!(ids.len(), found.articles.len(), "every id names one page: {ids:?}");
}

#[test]
fn a_page_given_twice_is_one_page() {
    let mut library = library(None);
    assert_eq!(add(&mut library, &[0, 0]).known.len(), 1);
    let change = add(&mut library, &[0]);
    assert_eq!((change.added.len(), change.known.len()), (0, 1));
    assert_eq!(library.len(), 1);
}

#[test]
fn two_files_of_one_report_are_one_witness() {
    let mut library = library(None);
    add(&mut library, &[5, 13]);
    let found = library.findings().unwrap();
    let story = &found.stories[0];
    assert_eq!(story.articles, [0, 1], "both are reports of the story");
    assert_eq!(story.also, [(1, 0)], "but the second is another file of the first");
    assert!(found.utterances.iter().all(|u| u.readings.iter().all(|r| r.place.article == 0)));
    let witnesses: Vec<usize> = found.stemmata[0].nodes.iter().filter_map(|n| n.witness).collect();
    assert_eq!(witnesses, [0]);
    let [outlet] = found.outlets.as_slice() else { panic!("{:?}", found.outlets) };
    assert_eq!(outlet.spellings, ["Strait Post", "The Strait Post"]);
}

#[test]
fn names_of_stories_that_gain_no_page_stay() {
    let mut library = library(None);
    add(&mut library, &[0, 1, 2]);
    let before: Vec<String> =
        library.findings().unwrap().stories.into_iter().map(|s| s.id).collect();
    let change = add(&mut library, &[5, 6, 12]);
    let after = library.findings().unwrap();
    let members: Vec<_> = after.stories.iter().map(|s| (&s.id, &s.articles)).collect();
    let stay = before.iter().all(|id| after.story(id).is_some());
    assert!(stay, "{before:?} are not all among {members:?}");
    assert!(change.renamed.is_empty() && change.stories.gone.is_empty(), "{change:?}");
}

#[test]
fn what_became_of_a_story_is_told() {
    let mut library = library(None);
    add(&mut library, &[0]);
    let old = library.findings().unwrap().stories[0].id.clone();
    let change = add(&mut library, &[1]);
    let new = library.findings().unwrap().stories[0].id.clone();
    assert_eq!(change.renamed, [(old, new)]);
    assert_eq!(change.stories.gone.len(), 1);

    // A page that brings the name of a story holds two together; without it they fall apart.
    let mut library = self::library(None);
    add(&mut library, &[17]);
    let change = add(&mut library, &[18, 0]);
    assert!(change.compared > 0);
    let merged = library.findings().unwrap();
    assert!(merged.stories.len() < 3);
}

#[test]
fn another_engine_is_refused() {
    let mut library = library(None);
    add(&mut library, &[0]);
    let other = Engine::new(headwater_quote::Tagger::Rules, None);
    let page = other.dossier(articles().remove(1));
    let told = library.add(&other, [page.clone()], &InTurn).unwrap_err();
    assert!(matches!(told, headwater::Error::OtherVersion { .. }));
    assert!(library.add(engine(), [page], &InTurn).is_err());
    let nobody = dossiers()[3].page();
    let told = library.remove(engine(), &[nobody], &InTurn).unwrap_err();
    assert!(matches!(told, headwater::Error::NoPage(page) if page == nobody));
    assert_eq!(library.len(), 1, "nothing was changed");
}
