//! What a library holds of the words of one page: candidates by full text, then the same
//! comparisons and trees as everywhere.

use crate::search::phrase;
use crate::shelf::Shelf;
use crate::state::page_id;
use crate::trouble::Trouble;
use headwater::{Dossier, Engine, Findings, PageId, Step, Unwatched};
use headwater_collate::{self as collate, Relation, Spread};
use headwater_quote::{Quotation, Stance, Zone};
use headwater_text::{Span, TokenKind, fold, rarity_folded, sentences, tokens, unspaced};
use rusqlite::params;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Most pages that are read for one page that is checked.
const PAGES: usize = 40;
/// Most pages that its text is traced with.
const TRACED: usize = 8;
/// Most sentences that are looked up.
const SENTENCES: usize = 16;
/// Words of a sentence that are looked up as a phrase.
const PHRASE: usize = 6;
/// Rare words of a quotation that are looked up.
const RARE: usize = 6;
/// Likeness from which words count as a reading of a quotation.
const FLOOR: f64 = 0.5;
/// Likeness of words that stand whole in others, or others in them.
const WITHIN: f64 = 0.9;
/// Most readings that are told of one quotation.
const READINGS: usize = 12;
/// From this probability on a page is said to be made from another.
const MADE: f64 = 0.5;

/// What was found about a page.
#[derive(Debug, Default)]
pub struct Answer {
    /// How many pages the library holds, and of how many outlets.
    pub held: (usize, usize),
    /// The page itself is held.
    pub known: bool,
    /// What it was made from, the likeliest first.
    pub sources: Vec<Source>,
    /// Pages that it shares sentences with, most first.
    pub shares: Vec<Share>,
    /// How many sentences its body has, and how many of them stand in no page that was read.
    pub sentences: (usize, usize),
    /// Each of its quotations.
    pub quotations: Vec<Asked>,
}

/// A text that the page was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// The page, where it is held.
    pub page: Option<Arc<str>>,
    /// What it is called: the id of a page, the name of a lost source.
    pub label: String,
    /// How likely.
    pub probability: f64,
}

/// A page that shares sentences.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Which page.
    pub page: PageId,
    /// How many sentences of the page that is checked stand there, in these or other words.
    pub sentences: usize,
}

/// What was found of one quotation.
#[derive(Debug)]
pub struct Asked {
    /// The quotation on the page that is checked.
    pub quotation: Quotation,
    /// Readings of it in the library, the nearest first.
    pub readings: Vec<Held>,
    /// Which of them is the first by its date.
    pub first: Option<usize>,
}

/// A reading that is held.
#[derive(Debug)]
pub struct Held {
    /// The page it stands on.
    pub dossier: Arc<Dossier>,
    /// Where.
    pub span: Span,
    /// Who says it there.
    pub speaker: Option<String>,
    /// Likeness, 0 to 1.
    pub score: f64,
    /// How it stands to the quotation.
    pub relation: Option<Relation>,
    /// What differs in substance: kind, words of the quotation, words held.
    pub differs: Vec<(String, String, String)>,
    /// Both name a speaker, and not the same.
    pub other_speaker: bool,
    /// The page says that it is not so.
    pub denied: bool,
}

impl Shelf {
    /// What the library holds of the words of a page that `engine` read.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn check(
        &self,
        page: &Dossier,
        engine: &Engine,
        spread: &impl Spread,
    ) -> Result<Answer, Trouble> {
        let mut answer = Answer { held: (self.pages()?, self.outlets()?), ..Answer::default() };
        let own = self.same(page)?;
        answer.known = !own.is_empty();
        let body = own_sentences(page);
        let met = self.sharing(page, &body, &own)?;
        self.trace(page, engine, spread, &body, &met, &mut answer)?;
        for quotation in page.quoted().quotes.iter().filter(|q| asked(q)) {
            answer.quotations.push(self.ask(page, quotation, &own)?);
        }
        Ok(answer)
    }

    /// The page itself, as it is held.
    fn same(&self, page: &Dossier) -> Result<BTreeSet<PageId>, Trouble> {
        let article = &page.quoted().article;
        let sha = article.sha256.clone().unwrap_or_default();
        let mut sql =
            self.db.prepare_cached("SELECT page FROM page WHERE page = ? OR sha256 = ?")?;
        let rows = sql.query_map(params![page.page().to_string(), sha], |r| r.get(0))?;
        let names: Vec<String> = rows.collect::<Result<_, _>>()?;
        names.iter().map(|n| page_id(n)).collect()
    }

    /// Pages that have a phrase.
    fn having(&self, matched: &str, most: usize) -> Result<Vec<PageId>, Trouble> {
        let mut sql = self.db.prepare_cached(
            "SELECT page FROM (SELECT rowid AS n FROM words WHERE words MATCH ? ORDER BY rank LIMIT ?) \
             JOIN page USING (n)",
        )?;
        let rows = sql.query_map(params![matched, most as i64], |r| r.get(0))?;
        let names: Vec<String> = rows.collect::<Result<_, _>>()?;
        names.iter().map(|n| page_id(n)).collect()
    }

    /// Pages that have runs of words of its sentences, with how many.
    fn sharing(
        &self,
        page: &Dossier,
        body: &[Span],
        own: &BTreeSet<PageId>,
    ) -> Result<Vec<PageId>, Trouble> {
        let text = &page.quoted().article.text;
        let mut met: BTreeMap<PageId, usize> = BTreeMap::new();
        let step = body.len().div_ceil(SENTENCES).max(1);
        for span in body.iter().step_by(step) {
            let Some(matched) = middle(span.of(text)) else { continue };
            for other in self.having(&matched, PAGES)? {
                if !own.contains(&other) {
                    *met.entry(other).or_default() += 1;
                }
            }
        }
        let mut order: Vec<(usize, PageId)> = met.into_iter().map(|(p, n)| (n, p)).collect();
        order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        Ok(order.into_iter().take(TRACED).map(|(_, p)| p).collect())
    }

    /// Where the text comes from, by the trees of the page and those that share its words.
    fn trace(
        &self,
        page: &Dossier,
        engine: &Engine,
        spread: &impl Spread,
        body: &[Span],
        met: &[PageId],
        answer: &mut Answer,
    ) -> Result<(), Trouble> {
        answer.sentences = (body.len(), body.len());
        let mut all = vec![page.clone()];
        for other in met {
            if let Some(found) = self.dossier(*other)? {
                // Read by another tagger or not: what is compared here is text.
                all.push(Dossier::again(found.quoted().clone(), engine.version()));
            }
        }
        if all.len() == 1 {
            return Ok(());
        }
        let found = Findings::of(engine, all, Step::Stemmata, spread, &Unwatched)
            .map_err(|e| Trouble::Damaged(e.to_string()))?;
        let Some(at) = found.page(page.page()) else { return Ok(()) };
        answer.sources = sources(&found, at);
        let mut everywhere: BTreeSet<usize> = BTreeSet::new();
        for (other, id) in found.pages.iter().enumerate().filter(|(i, _)| *i != at) {
            let mut here: BTreeSet<usize> = BTreeSet::new();
            for m in &found.matches {
                let place = match (m.a.article, m.b.article) {
                    (a, b) if a == at && b == other => m.a.span,
                    (a, b) if b == at && a == other => m.b.span,
                    _ => continue,
                };
                // A sentence of which half stands there stands there.
                let covers = |s: &Span| s.overlap(place) * 2 >= s.len();
                here.extend(body.iter().enumerate().filter(|(_, s)| covers(s)).map(|(i, _)| i));
            }
            if !here.is_empty() {
                answer.shares.push(Share { page: *id, sentences: here.len() });
            }
            everywhere.extend(here);
        }
        answer.sentences.1 = body.len() - everywhere.len();
        answer.shares.sort_by(|a, b| b.sentences.cmp(&a.sentences).then(a.page.cmp(&b.page)));
        Ok(())
    }

    /// Readings of one quotation.
    fn ask(
        &self,
        page: &Dossier,
        quotation: &Quotation,
        own: &BTreeSet<PageId>,
    ) -> Result<Asked, Trouble> {
        let text = &page.quoted().article.text;
        let words = quotation.span.of(text);
        let mut pages: Vec<PageId> = Vec::new();
        for matched in [exact(words), rare(words)].into_iter().flatten() {
            for other in self.having(&matched, PAGES)? {
                if !own.contains(&other) && !pages.contains(&other) {
                    pages.push(other);
                }
            }
        }
        let telling = telling(words);
        let mut readings: Vec<Held> = Vec::new();
        for other in pages {
            let Some(dossier) = self.dossier(other)? else { continue };
            readings.extend(nearest(words, &telling, quotation, &dossier));
        }
        readings.sort_by(|a, b| {
            b.score.total_cmp(&a.score).then_with(|| a.dossier.page().cmp(&b.dossier.page()))
        });
        readings.truncate(READINGS);
        let minute = |r: &Held| r.dossier.quoted().article.date.map(|d| d.interval().0);
        let dated = readings.iter().enumerate().filter_map(|(i, r)| Some((minute(r)?, i)));
        let first = dated.min().map(|(_, i)| i);
        Ok(Asked { quotation: quotation.clone(), readings, first })
    }
}

/// Quotations that are asked after: the article's own, not those of menus and other items.
fn asked(q: &Quotation) -> bool {
    matches!(q.zone, Zone::Body | Zone::Title) && q.nested.is_none()
}

fn own_sentences(page: &Dossier) -> Vec<Span> {
    let article = &page.quoted().article;
    let all = article.body.iter().flat_map(|p| sentences(&article.text, *p));
    all.filter(|s| s.of(&article.text).chars().any(char::is_alphabetic)).collect()
}

/// Words as the index has them: scripts without spaces a character each.
fn terms(text: &str) -> Vec<String> {
    let all = tokens(text).into_iter().filter(|t| t.kind != TokenKind::Mark);
    let mut out = Vec::new();
    for token in all {
        let word = token.span.of(text);
        if word.chars().any(unspaced) {
            out.extend(word.chars().map(String::from));
        } else {
            out.push(word.to_owned());
        }
    }
    out
}

fn in_text(words: &[String]) -> Option<String> {
    let dense = words.iter().any(|w| w.chars().any(unspaced));
    let columns = if dense { "{spaced}" } else { "{title text}" };
    phrase(&words.join(" ")).map(|p| format!("{columns} : {p}"))
}

/// A phrase from the middle of a sentence; nothing for a short one.
fn middle(sentence: &str) -> Option<String> {
    let words = terms(sentence);
    if words.len() < PHRASE {
        return None;
    }
    let from = (words.len() - PHRASE) / 2;
    in_text(words.get(from..from + PHRASE)?)
}

/// All words of a quotation in their order.
fn exact(words: &str) -> Option<String> {
    let list = terms(words);
    (list.len() >= 2).then(|| in_text(&list)).flatten()
}

/// The words by which a quotation is looked up: its rarest, folded.
fn telling(words: &str) -> Vec<String> {
    let mut list: Vec<String> = terms(words).iter().map(|w| fold(w)).collect();
    list.retain(|w| w.chars().any(char::is_alphanumeric));
    list.sort();
    list.dedup();
    list.sort_by(|a, b| rarity_folded(b).total_cmp(&rarity_folded(a)).then(a.cmp(b)));
    list.truncate(RARE);
    list
}

/// Any two of its rarest words.
fn rare(words: &str) -> Option<String> {
    let list: Vec<String> = telling(words).iter().filter_map(|w| phrase(w)).collect();
    if list.len() < 2 {
        return list.first().cloned();
    }
    let mut pairs: Vec<String> = Vec::new();
    for (i, a) in list.iter().enumerate() {
        pairs.extend(list.iter().skip(i + 1).map(|b| format!("({a} AND {b})")));
    }
    Some(pairs.join(" OR "))
}

/// The reading of a quotation on one page that is likest to it: among its quotations, else among
/// its sentences.
fn nearest(
    words: &str,
    telling: &[String],
    asked: &Quotation,
    dossier: &Arc<Dossier>,
) -> Option<Held> {
    let quoted = dossier.quoted();
    let text = &quoted.article.text;
    // Words that have none of the telling ones are not compared at all.
    let worth = |span: Span| {
        let own: BTreeSet<String> = terms(span.of(text)).iter().map(|w| fold(w)).collect();
        telling.iter().filter(|w| own.contains(*w)).count() * 3 >= telling.len()
    };
    let of_quotes = quoted.quotes.iter().filter(|q| q.zone != Zone::Frame);
    let of_quotes = of_quotes.map(|q| (q.span, Some(q))).filter(|(s, _)| worth(*s));
    let best = of_quotes.filter_map(|(s, q)| held(words, asked, dossier, s, q)).max_by(better);
    if best.is_some() {
        return best;
    }
    let all = quoted.article.body.iter().flat_map(|p| sentences(text, *p));
    let spans: Vec<Span> = all.filter(|s| worth(*s)).collect();
    spans.into_iter().filter_map(|s| held(words, asked, dossier, s, None)).max_by(better)
}

fn better(a: &Held, b: &Held) -> std::cmp::Ordering {
    a.score.total_cmp(&b.score).then(b.span.cmp(&a.span))
}

fn held(
    words: &str,
    asked: &Quotation,
    dossier: &Arc<Dossier>,
    span: Span,
    quote: Option<&Quotation>,
) -> Option<Held> {
    let theirs = span.of(&dossier.quoted().article.text);
    let mut found = collate::compare(words, theirs);
    if within(words, theirs) || within(theirs, words) {
        found.score = found.score.max(WITHIN);
        found.relation = found.relation.or(Some(Relation::Trimmed));
    }
    if found.score < FLOOR || found.relation.is_none() {
        return None;
    }
    let differs = found.differs.iter();
    let differs =
        differs.map(|d| (d.kind.clone(), d.a.of(words).to_owned(), d.b.of(theirs).to_owned()));
    let speaker = quote.and_then(|q| q.speaker.clone());
    let other_speaker = match (&asked.speaker, &speaker) {
        (Some(a), Some(b)) => !same_name(a, b),
        _ => false,
    };
    Some(Held {
        dossier: Arc::clone(dossier),
        span,
        speaker,
        score: found.score,
        relation: found.relation,
        differs: differs.collect(),
        other_speaker,
        denied: quote.is_some_and(|q| q.stance == Stance::Denied) && asked.stance != Stance::Denied,
    })
}

/// Whether one wording stands whole in another.
fn within(part: &str, whole: &str) -> bool {
    let plain = |text: &str| terms(text).iter().map(|w| fold(w)).collect::<Vec<_>>().join(" ");
    let part = plain(part);
    part.split(' ').count() >= 3 && format!(" {} ", plain(whole)).contains(&format!(" {part} "))
}

/// Whether two names may be one person's: they share a word, as it is written or as it sounds.
fn same_name(a: &str, b: &str) -> bool {
    let words = |name: &str| -> BTreeSet<String> {
        let all = terms(name).into_iter().filter(|w| w.chars().count() > 1);
        all.flat_map(|w| [fold(&w), collate::sound_key(&fold(&w))])
            .filter(|w| !w.is_empty())
            .collect()
    };
    !words(a).is_disjoint(&words(b))
}

/// What the tree of its story says that a page was made from.
fn sources(found: &Findings, at: usize) -> Vec<Source> {
    let mut out: Vec<Source> = Vec::new();
    for tree in &found.stemmata {
        let Some(own) = tree.nodes.iter().find(|n| n.witness == Some(at)) else { continue };
        for edge in tree.edges.iter().filter(|e| e.child == own.id && e.probability >= MADE) {
            let Some(node) = tree.nodes.iter().find(|n| n.id == edge.parent) else { continue };
            let page = node.witness.and_then(|w| found.pages.get(w));
            out.push(Source {
                page: page.map(|p| p.to_string().into()),
                label: node.label.clone(),
                probability: edge.probability,
            });
        }
    }
    out.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.label.cmp(&b.label)));
    out
}
