//! Steps of a run in parts, over columns: what `headwater.spark` calls in each task.

use crate::engine::Engine;
use crate::errors;
use headwater::{Bound, Dossier, Ends, Entry, Member, Met, PageId, TieRow};
use headwater_collate::{InTurn, Texts};
use headwater_page::{Article, Item, pages_of_file, read};
use headwater_tell::{Records, bound_record, json_line};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use serde_json::{Value, json};
use std::io::Cursor;
use std::sync::Arc;

/// Keys are numbers without a sign, and columns have signs: turned so that their order stays.
fn signed(key: u64) -> i64 {
    (key ^ (1 << 63)) as i64
}

/// The number of what was given, and a record or a message.
type Numbered = Vec<(usize, String)>;

/// Pages of named bytes, each with the number of the bytes it came of, as articles; and what could
/// not be read.
#[pyfunction]
pub(crate) fn read_pages(
    py: Python<'_>,
    named: Vec<(String, PyBackedBytes)>,
) -> (Numbered, Numbered) {
    py.detach(|| {
        let (mut articles, mut troubles) = (Vec::new(), Vec::new());
        for (n, (name, bytes)) in named.iter().enumerate() {
            for item in pages_of_file(name, Cursor::new(&bytes[..])) {
                match item {
                    Ok(Item::Page(page)) => {
                        articles.push((n, read(&page.bytes, &page.hint).to_json().to_string()));
                    }
                    Ok(Item::Article(article)) => articles.push((n, article.to_json().to_string())),
                    Err(problem) => troubles.push((n, problem.to_string())),
                }
            }
        }
        (articles, troubles)
    })
}

/// The dossiers of articles: the name and key of the page, and the record.
#[pyfunction]
pub(crate) fn kept(
    py: Python<'_>,
    engine: &Engine,
    articles: Vec<String>,
) -> PyResult<Vec<(String, i64, String)>> {
    py.detach(|| {
        let one = |line: &String| {
            let value = serde_json::from_str(line).ok();
            let article = value.and_then(Article::from_json);
            let article = article.ok_or_else(|| errors::input("a row holds no article"))?;
            let dossier = engine.0.dossier(article);
            let page = dossier.page();
            Ok((page.to_string(), signed(page.key()), dossier.to_record().to_string()))
        };
        articles.iter().map(one).collect()
    })
}

fn dossier(engine: &Engine, record: &str) -> PyResult<Dossier> {
    let value: Option<Value> = serde_json::from_str(record).ok();
    let found = value.and_then(|v| Dossier::from_record(v, engine.0.version()));
    found.ok_or_else(|| errors::input("a row holds no dossier of a page"))
}

/// What pages are found by.
#[pyclass(frozen, get_all, module = "headwater")]
pub(crate) struct Prints {
    page: String,
    key: i64,
    id: String,
    outlet: Option<String>,
    minute: Option<i64>,
    given: Option<String>,
    runs: Vec<u32>,
    topic: Vec<u32>,
    words: Vec<u32>,
    /// How many prints there are of each kind, those that begin alike counted apart.
    sizes: (usize, usize, usize),
}

/// By what each page is found by others.
#[pyfunction]
pub(crate) fn prints(
    py: Python<'_>,
    engine: &Engine,
    records: Vec<String>,
) -> PyResult<Vec<Prints>> {
    py.detach(|| {
        let one = |record: &String| {
            let dossier = dossier(engine, record)?;
            let of = Entry::of(&dossier);
            Ok(Prints {
                page: of.page.to_string(),
                key: signed(of.page.key()),
                outlet: dossier.quoted().article.outlet.clone(),
                id: of.id,
                minute: of.minute,
                given: of.given,
                runs: headwater::heads(&of.runs),
                topic: headwater::heads(&of.topic),
                words: headwater::heads(&of.words),
                sizes: (of.runs.len(), of.topic.len(), of.words.len()),
            })
        };
        records.iter().map(one).collect()
    })
}

/// Minute, rare words of its topic and telling words of a page.
type End = (Option<i64>, usize, usize);

/// For pairs of pages with what they share (runs, rare words, telling words) 2 where they are
/// compared, 1 where they are weighed, 0 where they have nothing to do with each other.
#[pyfunction]
pub(crate) fn candidates(pairs: Vec<(End, End, (u32, u32, u32))>) -> Vec<u8> {
    let end = |(minute, topic, words): End| Ends { minute, topic, words };
    let one = |(a, b, (runs, topic, words))| match headwater::tied(
        end(a),
        end(b),
        Met { runs, topic, words },
    ) {
        None => 0,
        Some(compared) => 1 + u8::from(compared),
    };
    pairs.into_iter().map(one).collect()
}

/// What two pages have in common, as columns have it.
#[pyclass(frozen, get_all, module = "headwater")]
pub(crate) struct Tied {
    compared: bool,
    odds: f64,
    passages: usize,
    part: f64,
    /// Pairs of sentences that are clearly rewordings, and those that are if others second them.
    sure: String,
    open: String,
    cut: bool,
    /// The records of the passages.
    matches: Vec<String>,
}

/// What pairs of pages have in common. The pages are records of dossiers with the ids by which they
/// are shown; pairs name them by their places, with whether they are compared.
#[pyfunction]
pub(crate) fn linked(
    py: Python<'_>,
    engine: &Engine,
    pages: Vec<(String, String)>,
    pairs: Vec<(usize, usize, bool)>,
) -> PyResult<Vec<Option<Tied>>> {
    py.detach(|| {
        let all: PyResult<Vec<Dossier>> = pages.iter().map(|(r, _)| dossier(engine, r)).collect();
        let all = all?;
        if pairs.iter().any(|(a, b, _)| *a >= all.len() || *b >= all.len()) {
            return Err(errors::input("a pair names a page that is not there"));
        }
        let found = headwater::linked(&engine.0, &all.iter().collect::<Vec<_>>(), &pairs, &InTurn);
        let shown = |i: usize| {
            let mut quoted = all.get(i)?.quoted().clone();
            quoted.article.id.clone_from(&pages.get(i)?.1);
            Some(quoted)
        };
        let one = |(pair, linked): (&(usize, usize, bool), Option<headwater::Linked>)| {
            let linked = linked?;
            let matches = if linked.matches.is_empty() {
                Vec::new()
            } else {
                let mut two = [shown(pair.0)?, shown(pair.1)?];
                let id = |i: usize| all.get(i).map(|d| (&d.quoted().article.id, d.page().key()));
                if id(pair.0) > id(pair.1) {
                    two.reverse();
                }
                let texts = Texts::new(&two);
                let model = engine.0.encoder().is_some();
                let rows =
                    linked.matches.iter().map(|m| headwater::named(m.to_json(&texts), model));
                rows.map(|row| json_line(&row)).collect()
            };
            let TieRow { compared, odds, passages, part, sure, open, .. } = linked.tie;
            let (sure, open) = (json!(sure).to_string(), json!(open).to_string());
            Some(Tied { compared, odds, passages, part, sure, open, cut: linked.cut, matches })
        };
        Ok(pairs.iter().zip(found).map(one).collect())
    })
}

/// How alike reports of different events are at all: from the records of the pages with the least
/// keys, and what pairs of them overlap in (their places, passages, part).
#[pyfunction]
pub(crate) fn background(
    py: Python<'_>,
    engine: &Engine,
    sample: Vec<String>,
    overlaps: Vec<(usize, usize, usize, f64)>,
    pages: usize,
) -> PyResult<f64> {
    py.detach(|| {
        let all: PyResult<Vec<Arc<Dossier>>> =
            sample.iter().map(|r| Ok(Arc::new(dossier(engine, r)?))).collect();
        let all = all?;
        let key = |i: usize| all.get(i).map(|d| d.page().key());
        let ties: Vec<TieRow> = overlaps
            .iter()
            .filter_map(|(a, b, passages, part)| {
                let (a, b) = (key(*a)?, key(*b)?);
                let (pair, passages, part) = ((a.min(b), a.max(b)), *passages, *part);
                Some(TieRow { pair, passages, part, ..TieRow::default() })
            })
            .collect();
        Ok(headwater::background(&all, &ties, pages))
    })
}

/// Which odds make a strong tie.
#[pyfunction]
pub(crate) fn strong(odds: Vec<f64>, background: f64) -> Vec<bool> {
    odds.into_iter().map(|o| headwater::strong(o, background)).collect()
}

/// Which pages are mass reprints: crowded runs, all runs, crowded telling words, all of these.
#[pyfunction]
pub(crate) fn mass(pages: Vec<(usize, usize, usize, usize)>) -> Vec<bool> {
    let one =
        |(runs, of_runs, words, of_words)| headwater::mass((runs, of_runs), (words, of_words));
    pages.into_iter().map(one).collect()
}

/// A tie between two members: their places, whether they were compared, odds, passages, part, sure,
/// open.
type Given = (usize, usize, bool, f64, usize, f64, String, String);

/// Kinds of records with the records.
type Typed = Vec<(&'static str, String)>;

/// What is found out about pages that strong ties connect: records with their types, and pairs of
/// shown ids whose passages the records replace.
#[pyfunction]
pub(crate) fn stories(
    py: Python<'_>,
    engine: &Engine,
    background: f64,
    members: Vec<(String, String, bool)>,
    ties: Vec<Given>,
) -> PyResult<(Typed, Vec<(String, String)>)> {
    py.detach(|| {
        let mut all: Vec<Member> = Vec::new();
        for (record, shown, crowded) in members {
            let dossier = Arc::new(dossier(engine, &record)?);
            all.push(Member { dossier, shown, crowded });
        }
        let pages: Vec<PageId> = all.iter().map(|m| m.dossier.page()).collect();
        let mut rows = Vec::new();
        for (a, b, compared, odds, passages, part, sure, open) in ties {
            let key = |i: usize| pages.get(i).map(|p| p.key());
            let prints = |text: &str| serde_json::from_str::<Value>(text).ok().and_then(pairs_of);
            let found = key(a).zip(key(b)).zip(prints(&sure).zip(prints(&open)));
            let Some(((a, b), (sure, open))) = found else {
                return Err(errors::input("a row holds no tie of these pages"));
            };
            let pair = (a.min(b), a.max(b));
            rows.push(TieRow { pair, compared, odds, passages, part, sure, open });
        }
        let part = headwater::part(&engine.0, background, all, rows, &InTurn);
        let part = part.map_err(|e| errors::engine(&e))?;
        let records = Records::new(&part.findings);
        let mut out: Typed = Vec::new();
        for (section, kind) in SECTIONS {
            out.extend(records.rows(section).map(|row| (kind, json_line(&row))));
        }
        out.extend(records.bare_stories().map(|row| ("story", json_line(&row))));
        let id = |i: usize| part.findings.articles.get(i).map(|q| q.article.id.clone());
        let seconded = part.seconded.iter().filter_map(|(a, b)| Some((id(*a)?, id(*b)?)));
        Ok((out, seconded.collect()))
    })
}

/// Sections whose records a part has whole.
const SECTIONS: [(&str, &str); 5] = [
    ("articles", "article"),
    ("matches", "match"),
    ("utterances", "utterance"),
    ("stemmata", "stemma"),
    ("remarks", "remark"),
];

fn pairs_of(value: Value) -> Option<Vec<(u64, u64)>> {
    let pair = |v: &Value| Some((v.get(0)?.as_u64()?, v.get(1)?.as_u64()?));
    value.as_array()?.iter().map(pair).collect()
}

/// The records of outlets, from the names that pages print and how many pages print each.
#[pyfunction]
pub(crate) fn outlets(names: Vec<(String, usize)>) -> Vec<String> {
    let all = names.iter().flat_map(|(name, n)| std::iter::repeat_n(name.as_str(), *n));
    let found = headwater::outlets(all);
    let record = |o: &headwater_collate::Outlet| {
        json_line(&json!({"id": o.id, "name": o.name, "spellings": o.spellings}))
    };
    found.iter().map(record).collect()
}

/// The records of bounds that were met: crowded runs, rare words and telling words, and pairs that
/// were too long.
#[pyfunction]
pub(crate) fn bounds(runs: usize, topic: usize, words: usize, long: usize) -> Vec<String> {
    let all = [
        Bound::CommonRuns(runs),
        Bound::CommonTopics(topic),
        Bound::CommonWords(words),
        Bound::LongPairs(long),
    ];
    let met = all.into_iter().filter(|b| b.count() > 0);
    met.map(|b| json_line(&bound_record(b))).collect()
}

/// How many pages may stand under a print before it is crowded (runs, rare words, telling words), for
/// how many neighbours a crowded run speaks, and how many pages are the sample.
#[pyfunction]
pub(crate) fn rooms() -> (usize, usize, usize, usize, usize) {
    use headwater_collate::{CAP, COMMON, NEIGHBOURS, SAMPLE};
    (CAP, CAP, COMMON, NEIGHBOURS, SAMPLE)
}
