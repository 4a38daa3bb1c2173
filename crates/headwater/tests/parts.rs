//! A run in parts finds what a library finds.

mod pages;

use headwater::{
    Dossier, Ends, Engine, Entry, Findings, Linked, Member, Met, Step, TieRow, Unwatched,
    background, heads, linked, part, strong, tied,
};
use headwater_collate::{InTurn, Key, Texts};
use headwater_tell::Records;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many of these prints both have: none is crowded among so few pages.
fn shared(a: &[u64], b: &[u64]) -> u32 {
    let a: BTreeSet<u32> = heads(a).into_iter().collect();
    heads(b).iter().filter(|h| a.contains(h)).count() as u32
}

fn meet(a: &Entry, b: &Entry) -> Option<bool> {
    let ends = |e: &Entry| Ends { minute: e.minute, topic: e.topic.len(), words: e.words.len() };
    let met = Met {
        runs: shared(&a.runs, &b.runs),
        topic: shared(&a.topic, &b.topic),
        words: shared(&a.words, &b.words),
    };
    tied(ends(a), ends(b), met)
}

/// For each page the least page that pairs connect with it.
fn components(count: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut of: Vec<usize> = (0..count).collect();
    for _ in 0..count {
        for (a, b) in pairs {
            let least = of[*a].min(of[*b]);
            (of[*a], of[*b]) = (least, least);
        }
    }
    of
}

/// The ids by which pages are shown, as a whole library shows them.
fn shown(whole: &Findings, pages: &[Arc<Dossier>]) -> Vec<String> {
    let id = |d: &Arc<Dossier>| whole.articles[whole.page(d.page()).unwrap()].article.id.clone();
    pages.iter().map(id).collect()
}

/// Lines of records of these kinds, sorted.
fn lines(findings: &Findings) -> Vec<String> {
    let records = Records::new(findings);
    let sections = ["articles", "utterances", "stemmata", "remarks"];
    let rows = sections.iter().flat_map(|s| records.rows(s));
    rows.chain(records.bare_stories()).map(|row| row.to_string()).collect()
}

fn rows(findings: &Findings, section: &str) -> Vec<String> {
    Records::new(findings).rows(section).map(|row| row.to_string()).collect()
}

type Links = Vec<((usize, usize), Linked)>;

/// What all pairs of pages that meet have in common.
fn links(engine: &Engine, pages: &[Arc<Dossier>], entries: &[Entry]) -> Links {
    let mut pairs = Vec::new();
    for a in 0..pages.len() {
        for b in a + 1..pages.len() {
            pairs.extend(meet(&entries[a], &entries[b]).map(|compared| (a, b, compared)));
        }
    }
    let borrowed: Vec<&Dossier> = pages.iter().map(Arc::as_ref).collect();
    let found = linked(engine, &borrowed, &pairs, &InTurn);
    pairs.iter().zip(found).filter_map(|(p, l)| Some(((p.0, p.1), l?))).collect()
}

/// The passages of a pair under the ids by which its pages are shown.
fn passages(
    pages: &[Arc<Dossier>],
    names: &[String],
    pair: (usize, usize),
    l: &Linked,
) -> Vec<String> {
    let order = |i: usize| (pages[i].quoted().article.id.clone(), pages[i].page().key());
    let (a, b) = if order(pair.0) <= order(pair.1) { pair } else { (pair.1, pair.0) };
    let two = [a, b].map(|i| {
        let mut quoted = pages[i].quoted().clone();
        quoted.article.id.clone_from(&names[i]);
        quoted
    });
    l.matches.iter().map(|m| m.to_json(&Texts::new(&two)).to_string()).collect()
}

/// The records that the parts give, sorted, and all passages, sorted.
fn put_together(
    engine: &Engine,
    pages: &[Arc<Dossier>],
    names: &[String],
) -> (Vec<String>, Vec<String>) {
    let entries: Vec<Entry> = pages.iter().map(|d| Entry::of(d)).collect();
    let links = links(engine, pages, &entries);
    let ties: Vec<TieRow> = links.iter().map(|(_, l)| l.tie.clone()).collect();
    let background = background(pages, &ties, pages.len());
    let is_strong = |l: &Linked| strong(l.tie.odds, background);
    let mut connected: Vec<(usize, usize)> =
        links.iter().filter(|(_, l)| is_strong(l)).map(|(p, _)| *p).collect();
    let given: Vec<usize> = (0..pages.len()).filter(|i| entries[*i].given.is_some()).collect();
    connected.extend(given.windows(2).map(|w| (w[0], w[1])));
    let of = components(pages.len(), &connected);
    let (mut told, mut matches) = (Vec::new(), Vec::new());
    let mut seconded: BTreeSet<(Key, Key)> = BTreeSet::new();
    for least in of.iter().copied().collect::<BTreeSet<usize>>() {
        let inside = |p: &(usize, usize)| of[p.0] == least && of[p.1] == least;
        let ties = links.iter().filter(|(p, _)| inside(p)).map(|(_, l)| l.tie.clone()).collect();
        let member = |i: usize| Member {
            dossier: Arc::clone(&pages[i]),
            shown: names[i].clone(),
            crowded: false,
        };
        let members = (0..pages.len()).filter(|i| of[*i] == least).map(member).collect();
        let part = part(engine, background, members, ties, &InTurn).unwrap();
        told.extend(lines(&part.findings));
        matches.extend(rows(&part.findings, "matches"));
        let key = |i: usize| part.findings.pages[i].key();
        let pairs = part.seconded.iter().map(|(a, b)| (key(*a), key(*b)));
        seconded.extend(pairs.flat_map(|(a, b)| [(a, b), (b, a)]));
    }
    for (pair, link) in &links {
        if !seconded.contains(&(pages[pair.0].page().key(), pages[pair.1].page().key())) {
            matches.extend(passages(pages, names, *pair, link));
        }
    }
    told.sort();
    matches.sort();
    (told, matches)
}

#[test]
fn parts_put_together_are_the_whole() {
    let engine = Engine::fast();
    let made = pages::articles().into_iter().map(|a| engine.dossier(a));
    // As it is carried from one process to another.
    let carried = |d: Dossier| Dossier::from_record(d.to_record(), engine.version()).unwrap();
    let pages: Vec<Arc<Dossier>> = made.map(|d| Arc::new(carried(d))).collect();
    let all = pages.iter().map(|d| d.as_ref().clone());
    let whole = Findings::of(&engine, all, Step::Stemmata, &InTurn, &Unwatched).unwrap();
    assert!(whole.stories.iter().filter(|s| s.articles.len() > 1).count() > 2);
    let (told, matches) = put_together(&engine, &pages, &shown(&whole, &pages));
    let mut wanted = lines(&whole);
    wanted.sort();
    assert_eq!(told, wanted);
    let mut wanted = rows(&whole, "matches");
    wanted.sort();
    assert!(wanted.len() > 5);
    assert_eq!(matches, wanted);
}
