//! Sentences and headlines in a report's own words that say what somebody is quoted with elsewhere.
//!
//! A desk drops the speaker and keeps the words: *The lock stays shut until the dues are paid.* Such
//! a sentence is a reading of the statement, given to nobody. It joins a statement and never makes
//! one. The weights were fitted on page sets written for the purpose, see `weights/statements.md`.

use super::kinship::{Readings, Senses, View, describe};
use super::units::{Unit, bare, clauses};
use crate::terms::terms;
use headwater_lang::Language;
use headwater_quote::{Quoted, Zone};
use headwater_text::{Span, sentences};
use std::collections::{BTreeMap, BTreeSet};

/// How many numbers describe a sentence beside a statement.
pub(super) const TOLD: usize = 13;

/// Words of a sentence that is looked at, and how many of them say something.
const WORDS: usize = 4;
const TELLING: usize = 2;
/// The share of the telling words of a sentence, or of a reading, that the other has, from which
/// they are compared.
const SHARE: f64 = 0.3;
/// A word's list is not followed beyond so many units, and a sentence is laid beside so many.
const POSTINGS: usize = 400;
const CANDIDATES: usize = 40;
/// Probability from which a sentence is a reading.
const LEAST: f64 = 0.65;

/// The part of the shorter wording's words that a sentence of a body shares with the statement. Read by
/// eye in 56 of real reports: of those with less one in four said it, of those with more four in five.
const HELD: f64 = 0.65;

/// A sentence beside a statement.
pub(super) struct Beside {
    /// The sentence, by its index in the units.
    pub(super) sentence: usize,
    /// The statement, by its index in the groups.
    pub(super) group: usize,
    /// What describes the two.
    pub(super) row: [f64; TOLD],
}

impl Beside {
    /// Whether the wording is there: a headline has little room, a sentence says it whole.
    fn carries(&self) -> bool {
        let [_, held, .., title] = self.row;
        title > 0.0 || held >= HELD
    }
}

/// Adds to the statements the sentences that say the same: each to one statement, and of a report's
/// body only where the report does not quote it.
pub(super) fn adopt(
    articles: &[&Quoted],
    all: &mut Vec<Unit>,
    groups: &mut [Vec<usize>],
    senses: Option<&mut Senses<'_>>,
) {
    let mut found: Vec<(f64, Beside)> = rows(articles, all, groups, senses)
        .into_iter()
        .map(|b| (odds(&b.row), b))
        .filter(|(odds, b)| *odds >= LEAST && b.carries())
        .collect();
    found.sort_by(|(p, a), (q, b)| {
        q.total_cmp(p).then((a.sentence, a.group).cmp(&(b.sentence, b.group)))
    });
    let home = |all: &[Unit], i: usize| all.get(i).map(|u| (u.article, u.title));
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for (_, b) in found {
        let Some(unit) = all.get(b.sentence) else { continue };
        let Some(group) = groups.get_mut(b.group) else { continue };
        let there = group.iter().any(|i| home(all, *i) == Some((unit.article, unit.title)));
        if !there && taken.insert(unit.sentence) {
            group.push(b.sentence);
        }
    }
}

/// Describes the sentences in a story's reports beside the statements that they may say, and puts
/// them behind the units. Linear in sentences, units and candidates.
pub(super) fn rows(
    articles: &[&Quoted],
    all: &mut Vec<Unit>,
    groups: &[Vec<usize>],
    senses: Option<&mut Senses<'_>>,
) -> Vec<Beside> {
    let mut of: BTreeMap<usize, usize> = BTreeMap::new();
    for (g, group) in groups.iter().enumerate() {
        of.extend(group.iter().map(|i| (*i, g)));
    }
    let quoted = Index::new(articles, all);
    let mut number = all.iter().map(|u| u.sentence).max().unwrap_or(0);
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (a, q) in articles.iter().enumerate() {
        for unit in own_words(a, q, &mut number) {
            let near = quoted.near(articles, &unit);
            if !near.is_empty() {
                pairs.extend(near.into_iter().map(|m| (all.len(), m)));
                all.push(unit);
            }
        }
    }
    let units: &[Unit] = all;
    let mut readings = Readings::new(articles, units, &pairs, senses);
    // Of each sentence and statement the reading that is nearest, and by how much.
    let mut near: BTreeMap<(usize, usize), (f64, usize)> = BTreeMap::new();
    for (i, m) in pairs {
        let Some(g) = of.get(&m) else { continue };
        let value = readings.held(units, i, m).value();
        let slot = near.entry((i, *g)).or_insert((0.0, m));
        if value > slot.0 {
            *slot = (value, m);
        }
    }
    let rivals = Rivals::new(units, &near);
    let mut out = Vec::new();
    for ((i, g), (value, m)) in near {
        let (Some(u), Some(v)) = (units.get(i), units.get(m)) else { continue };
        let (a, b) = (View::new(articles, u), View::new(articles, v));
        let base = describe((u, &a), (v, &b), readings.held(units, i, m));
        let lead = |rival: f64| (value - rival).clamp(-0.5, 0.5);
        let leads = [lead(rivals.of_sentence(u, g)), lead(rivals.in_report(u, g))];
        out.push(Beside { sentence: i, group: g, row: row(&base, leads, u.title) });
    }
    out
}

fn row(base: &[f64], [of_sentence, in_report]: [f64; 2], title: bool) -> [f64; TOLD] {
    let at = |i: usize| base.get(i).copied().unwrap_or_default();
    let title = f64::from(u8::from(title));
    let [alike, held, sense, run] = [at(0), at(1), at(2), at(12)];
    let [number, other, one] = [at(5), at(6), at(7)];
    let [names, length, tells] = [at(8), at(10), at(11)];
    [
        alike,
        held,
        sense,
        number,
        other,
        one,
        names,
        length,
        tells,
        run,
        of_sentence,
        in_report,
        title,
    ]
}

/// The sentences of an article's body, and its headline, in which nobody is quoted, and the clauses
/// of long ones. A sentence and its clauses share a number.
fn own_words(article: usize, quoted: &Quoted, number: &mut usize) -> Vec<Unit> {
    let text = quoted.article.text.as_str();
    let language = Language::or_unknown(quoted.article.lang.as_deref());
    let quotes = quoted.quotes.iter().filter(|q| q.zone != Zone::Frame);
    let said: Vec<Span> = quotes.flat_map(|q| q.content.iter().copied()).collect();
    let title = quoted.article.title_span;
    let body = quoted.article.body.iter().flat_map(|b| sentences(text, *b));
    let body = body.filter(|s| title.is_none_or(|t| t.overlap(*s) == 0)).map(|s| (s, false));
    let mut out = Vec::new();
    for (span, title) in title.map(|s| (s, true)).into_iter().chain(body) {
        let twice = quoted.article.repeats.iter().any(|r| r.overlap(span) > 0);
        if twice || said.iter().any(|s| s.overlap(span) > 0) {
            continue;
        }
        *number += 1;
        let parts = clauses(text, span, language);
        let parts = if parts.len() > 1 { parts } else { Vec::new() };
        let parts = parts.into_iter().map(|p| bare(text, p, language));
        for span in [bare(text, span, language)].into_iter().chain(parts) {
            let words = terms(text, span);
            let tells = words.iter().filter(|w| w.tells()).count();
            if words.len() >= WORDS && tells >= TELLING {
                let sentence = *number;
                let (quote, person, repeat) = (None, None, false);
                out.push(Unit { article, quote, sentence, span, words, person, repeat, title });
            }
        }
    }
    out
}

/// The units of quotations by the words in them.
struct Index<'a> {
    units: BTreeMap<usize, (Option<&'a str>, usize, f64)>,
    by_stem: BTreeMap<String, Vec<usize>>,
}

impl<'a> Index<'a> {
    fn new(articles: &[&'a Quoted], all: &[Unit]) -> Index<'a> {
        let mut out = Index { units: BTreeMap::new(), by_stem: BTreeMap::new() };
        for (i, u) in all.iter().enumerate().filter(|(_, u)| !u.repeat) {
            let lang = articles.get(u.article).and_then(|q| q.article.lang.as_deref());
            let telling = telling(u);
            out.units.insert(i, (lang, u.article, telling.values().sum()));
            for stem in telling.into_keys() {
                let list = out.by_stem.entry(stem.to_owned()).or_default();
                if list.len() < POSTINGS {
                    list.push(i);
                }
            }
        }
        out
    }

    /// The units of other articles that a sentence may say, and for a headline of its own article.
    fn near(&self, articles: &[&Quoted], unit: &Unit) -> Vec<usize> {
        let lang = articles.get(unit.article).and_then(|q| q.article.lang.as_deref());
        let own = telling(unit);
        let whole: f64 = own.values().sum();
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for (stem, weight) in &own {
            for i in self.by_stem.get(*stem).into_iter().flatten() {
                *shared.entry(*i).or_default() += weight;
            }
        }
        let mut out: Vec<(f64, usize)> = Vec::new();
        for (i, weight) in shared {
            let Some((theirs, article, sum)) = self.units.get(&i) else { continue };
            let same = lang.is_none() || theirs.is_none() || lang == *theirs;
            let enough = weight >= SHARE * whole.min(*sum);
            if same && enough && (unit.title || *article != unit.article) {
                out.push((weight, i));
            }
        }
        out.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        out.truncate(CANDIDATES);
        out.into_iter().map(|(_, i)| i).collect()
    }
}

/// The telling words of a unit, each once, with their weight.
fn telling(unit: &Unit) -> BTreeMap<&str, f64> {
    unit.words.iter().filter(|w| w.tells()).map(|w| (w.stem.as_str(), w.weight)).collect()
}

/// By how much the other statements and the other sentences are near.
struct Rivals {
    /// Of each sentence its nearness to each statement.
    sentences: BTreeMap<usize, Vec<(usize, f64)>>,
    /// Of each report and statement the nearness of each sentence of its body.
    reports: BTreeMap<(usize, usize), Vec<(usize, f64)>>,
}

impl Rivals {
    fn new(units: &[Unit], near: &BTreeMap<(usize, usize), (f64, usize)>) -> Rivals {
        let mut out = Rivals { sentences: BTreeMap::new(), reports: BTreeMap::new() };
        for ((i, g), (value, _)) in near {
            let Some(u) = units.get(*i) else { continue };
            out.sentences.entry(u.sentence).or_default().push((*g, *value));
            if !u.title {
                let report = out.reports.entry((u.article, *g)).or_default();
                report.push((u.sentence, *value));
            }
        }
        out
    }

    fn best(list: Option<&Vec<(usize, f64)>>, but: usize) -> f64 {
        let others = list.into_iter().flatten().filter(|(k, _)| *k != but);
        others.map(|(_, v)| *v).fold(0.0, f64::max)
    }

    /// The nearest other statement of a sentence.
    fn of_sentence(&self, unit: &Unit, group: usize) -> f64 {
        Rivals::best(self.sentences.get(&unit.sentence), group)
    }

    /// The sentence of the same report that is nearest to the statement beside this one.
    fn in_report(&self, unit: &Unit, group: usize) -> f64 {
        Rivals::best(self.reports.get(&(unit.article, group)), unit.sentence)
    }
}

/// Log odds of a sentence with nothing in common, then one weight a number.
const BASE: f64 = -5.878;
const WEIGHTS: [f64; TOLD] =
    [0.812, 2.124, 0.165, 0.742, 0.641, -0.646, 0.68, 0.148, 1.132, 1.459, -0.05, 1.088, -0.776];

/// The probability that a sentence says a statement.
fn odds(row: &[f64; TOLD]) -> f64 {
    let sum: f64 = BASE + WEIGHTS.iter().zip(row).map(|(w, x)| w * x).sum::<f64>();
    1.0 / (1.0 + libm::exp(-sum))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encoder::Encoder;
    use headwater_page::Article;
    use serde_json::json;

    const SAID: &str = "The lock at Sarvin stays shut until the last barge has paid its dues";

    /// A page with a headline, of whose words one stretch may be quoted.
    fn page(id: &str, title: &str, body: &str, said: Option<&str>) -> Quoted {
        let text = format!("{title}\n\n{body}");
        let at = |words: &str| {
            let start = text.find(words).map_or(0, |b| text[..b].chars().count());
            (start, start + words.chars().count())
        };
        let quotes: Vec<_> = said
            .iter()
            .map(|words| {
                let (start, end) = at(words);
                json!({"id": "q1", "start": start, "end": end, "kind": "direct", "speaker": "Ilse Marn"})
            })
            .collect();
        let row = json!({"id": id, "lang": "en", "text": text, "quotes": quotes,
            "title_span": [0, title.chars().count()],
            "body": [[title.chars().count() + 2, text.chars().count()]]});
        Quoted::from_article(Article::from_json(row).expect("a record")).expect("its quotations")
    }

    /// The words of the statements that several pages have.
    fn joined(pages: &[Quoted]) -> Vec<Vec<&str>> {
        let refs: Vec<&Quoted> = pages.iter().collect();
        let found = crate::utterances(&refs, &crate::people(&refs), Some(Encoder::shipped()));
        let words = |r: &crate::Reading| r.place.span.of(&pages[r.place.article].article.text);
        let several = found.iter().filter(|u| u.readings.len() > 1);
        several.map(|u| u.readings.iter().map(words).collect()).collect()
    }

    fn quoting() -> Quoted {
        page("a", "Harbour news", &format!("“{SAID},” Ilse Marn said."), Some(SAID))
    }

    #[test]
    fn a_report_that_keeps_the_words_and_drops_the_speaker_has_a_reading() {
        let own =
            "The lock at Sarvin stays shut until the last barge has paid all its dues. Rain fell.";
        let pages = [quoting(), page("b", "Weather", own, None)];
        let found = joined(&pages);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0][0], SAID, "the quotation is the base");
        assert!(found[0][1].starts_with("The lock at Sarvin stays shut"), "{found:?}");
    }

    #[test]
    fn a_headline_that_says_it_is_a_reading() {
        let title = "Lock at Sarvin stays shut until last barge has paid its dues";
        let pages = [quoting(), page("b", title, "Rain fell all night.", None)];
        assert_eq!(joined(&pages), [[SAID, title]]);
    }

    #[test]
    fn a_sentence_about_the_same_thing_is_no_reading() {
        let own = "The lock at Sarvin was built in 1911 by a company from Orvel. Barges wait.";
        assert!(joined(&[quoting(), page("b", "Weather", own, None)]).is_empty());
    }

    #[test]
    fn what_nobody_is_quoted_with_makes_no_statement() {
        let own = "The lock at Sarvin stays shut until the last barge has paid its dues.";
        let pages = [page("a", "News", own, None), page("b", "Weather", own, None)];
        assert!(joined(&pages).is_empty());
    }
}
