//! Rewordings between two invented reports: found, whole, and the same however the work is spread.

use headwater_collate::{Match, Spread, matches, matches_with};
use headwater_page::Article;
use headwater_quote::Quoted;

const FIRST: &str = "The harbour of Orvel stayed closed on Monday after the storm. \
    Engineers said the old lighthouse bridge between the islands of Orvel and Tamsin will be \
    rebuilt with money from the regional council before winter. \
    Schools in the valley opened an hour late. \
    The mayor said fishermen would get help to repair their boats.";

const SECOND: &str = "Trains to the coast ran normally throughout the day. \
    According to builders, the old lighthouse bridge between the islands of Orvel and Tamsin is \
    going to be reconstructed before the winter, paid by the council of the region. \
    Fishermen are to receive support for the repair of their boats, the mayor announced. \
    Bakers in the upper town handed out bread.";

fn articles() -> Vec<Quoted> {
    let make =
        |id: &str, text: &str| Quoted { article: Article::plain(id, text), ..Quoted::default() };
    vec![make("a", FIRST), make("b", SECOND)]
}

fn shown(found: &[Match]) -> Vec<(&str, &str)> {
    found.iter().map(|m| (m.a.span.of(FIRST), m.b.span.of(SECOND))).collect()
}

#[test]
fn a_reworded_sentence_takes_in_the_passage_within_it() {
    let found = matches(&articles());
    let about = |word: &str| -> Vec<(&str, &str)> {
        shown(&found).into_iter().filter(|(a, _)| a.contains(word)).collect()
    };
    let [(a, b)] = about("lighthouse")[..] else { panic!("{:?}", shown(&found)) };
    assert!(a.starts_with("Engineers") && a.ends_with("winter"), "{a}");
    assert!(b.starts_with("According") && b.ends_with("region"), "{b}");
    assert!(about("Schools").is_empty());
}

/// The last item first.
struct Backwards;

impl Spread for Backwards {
    fn each<T: Sync, R: Send>(&self, items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
        let mut out: Vec<R> = items.iter().rev().map(work).collect();
        out.reverse();
        out
    }
}

#[test]
fn the_way_work_is_spread_changes_nothing() {
    assert_eq!(matches(&articles()), matches_with(&articles(), &Backwards));
}

const SHORT: &str = "The storm will pass over Orvel by the end of Thursday, the coast guard of \
    the islands said in the morning. Warden Ilse Brandt reminded everyone that most storms end \
    with sunshine. She called on every fisherman to wait.";

const LONG: &str = "The storm will pass over Orvel by the end of Thursday, the coast guard of the \
    islands said in the morning. Bakers in the upper town have lit their ovens again, two weeks \
    after the flood had put them out one by one. It is an old rule that most storms sooner or \
    later end with fine sunshine, and nobody in the three villages around the market wants to \
    miss the first sale of herring after so many grey days.";

#[test]
fn a_clause_of_a_longer_sentence_is_found() {
    let make =
        |id: &str, text: &str| Quoted { article: Article::plain(id, text), ..Quoted::default() };
    let found = matches(&[make("a", LONG), make("b", SHORT)]);
    let pairs: Vec<(&str, &str)> =
        found.iter().map(|m| (m.a.span.of(LONG), m.b.span.of(SHORT))).collect();
    let about: Vec<_> = pairs.iter().filter(|(a, _)| a.contains("sunshine")).collect();
    let [(a, b)] = about[..] else { panic!("{pairs:?}") };
    assert!(a.ends_with("end with fine sunshine") && b.ends_with("end with sunshine"), "{a} / {b}");
    assert!(!pairs.iter().any(|(a, _)| a.contains("Bakers") || a.contains("market")), "{pairs:?}");
}
