//! A page against a library: pages that may have its words are looked up, then the same comparisons
//! and trees as everywhere.

use crate::change::Error;
use crate::engine::{Dossier, Engine};
use crate::findings::{Findings, Step, Unwatched};
use crate::id::PageId;
use crate::store::StoreError;
use headwater_collate::{self as collate, Relation, Spread};
use headwater_quote::{Quotation, Stance, Zone};
use headwater_text::{Span, TokenKind, fold, rarity_folded, sentences, tokens, unspaced};
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
///
/// ```
/// # use headwater::{Answer, Dossier, Engine, Error, Finder, PageId, Sought, StoreError, check};
/// # use headwater_collate::InTurn;
/// # use headwater_page::Article;
/// # use std::{collections::BTreeSet, sync::Arc};
/// # struct One(Arc<Dossier>);
/// # impl Finder for One {
/// #     fn having(&self, _: &Sought, _: usize) -> Result<Vec<PageId>, StoreError> {
/// #         Ok(vec![self.0.page()])
/// #     }
/// #     fn dossier(&self, _: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
/// #         Ok(Some(Arc::clone(&self.0)))
/// #     }
/// # }
/// # fn main() -> Result<(), Error> {
/// # let engine = Engine::fast();
/// # let page = |id: &str, text: &str| engine.dossier(Article::plain(id, text));
/// # let words = "“The quay stays shut until the ice has gone,” Mara Lind said.";
/// # let held = One(Arc::new(page("a", &format!("The council met. {words}"))));
/// # let asked = page("b", &format!("Snow fell again. {words}"));
/// let answer: Answer = check(&held, &asked, &BTreeSet::new(), &engine, &InTurn)?;
/// assert!(!answer.known);
/// assert_eq!(answer.sentences, (2, 1), "one of two stands nowhere else");
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
pub struct Answer {
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
///
/// ```
/// # use headwater::{Answer, Dossier, Engine, Error, Finder, PageId, Sought, StoreError, check};
/// # use headwater_collate::InTurn;
/// # use headwater_page::Article;
/// # use std::{collections::BTreeSet, sync::Arc};
/// # struct One(Arc<Dossier>);
/// # impl Finder for One {
/// #     fn having(&self, _: &Sought, _: usize) -> Result<Vec<PageId>, StoreError> {
/// #         Ok(vec![self.0.page()])
/// #     }
/// #     fn dossier(&self, _: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
/// #         Ok(Some(Arc::clone(&self.0)))
/// #     }
/// # }
/// # fn main() -> Result<(), Error> {
/// # let engine = Engine::fast();
/// # let page = |id: &str, text: &str| engine.dossier(Article::plain(id, text));
/// # let words = "“The quay stays shut until the ice has gone,” Mara Lind said.";
/// # let held = One(Arc::new(page("a", &format!("The council met. {words}"))));
/// # let asked = page("b", &format!("Snow fell again. {words}"));
/// let answer: Answer = check(&held, &asked, &BTreeSet::new(), &engine, &InTurn)?;
/// let likely = answer.sources.iter().all(|source| (0.5..=1.0).contains(&source.probability));
/// assert!(likely);
/// # Ok(())
/// # }
/// ```
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
///
/// ```
/// # use headwater::{Answer, Dossier, Engine, Error, Finder, PageId, Sought, StoreError, check};
/// # use headwater_collate::InTurn;
/// # use headwater_page::Article;
/// # use std::{collections::BTreeSet, sync::Arc};
/// # struct One(Arc<Dossier>);
/// # impl Finder for One {
/// #     fn having(&self, _: &Sought, _: usize) -> Result<Vec<PageId>, StoreError> {
/// #         Ok(vec![self.0.page()])
/// #     }
/// #     fn dossier(&self, _: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
/// #         Ok(Some(Arc::clone(&self.0)))
/// #     }
/// # }
/// # fn main() -> Result<(), Error> {
/// # let engine = Engine::fast();
/// # let page = |id: &str, text: &str| engine.dossier(Article::plain(id, text));
/// # let words = "“The quay stays shut until the ice has gone,” Mara Lind said.";
/// # let held = One(Arc::new(page("a", &format!("The council met. {words}"))));
/// # let asked = page("b", &format!("Snow fell again. {words}"));
/// let answer: Answer = check(&held, &asked, &BTreeSet::new(), &engine, &InTurn)?;
/// assert_eq!(answer.shares[0].sentences, 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Which page.
    pub page: PageId,
    /// How many sentences of the page that is checked stand there, in these or other words.
    pub sentences: usize,
}

/// What was found of one quotation.
///
/// ```
/// # use headwater::{Answer, Dossier, Engine, Error, Finder, PageId, Sought, StoreError, check};
/// # use headwater_collate::InTurn;
/// # use headwater_page::Article;
/// # use std::{collections::BTreeSet, sync::Arc};
/// # struct One(Arc<Dossier>);
/// # impl Finder for One {
/// #     fn having(&self, _: &Sought, _: usize) -> Result<Vec<PageId>, StoreError> {
/// #         Ok(vec![self.0.page()])
/// #     }
/// #     fn dossier(&self, _: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
/// #         Ok(Some(Arc::clone(&self.0)))
/// #     }
/// # }
/// # fn main() -> Result<(), Error> {
/// # let engine = Engine::fast();
/// # let page = |id: &str, text: &str| engine.dossier(Article::plain(id, text));
/// # let words = "“The quay stays shut until the ice has gone,” Mara Lind said.";
/// # let held = One(Arc::new(page("a", &format!("The council met. {words}"))));
/// # let asked = page("b", &format!("Snow fell again. {words}"));
/// let answer: Answer = check(&held, &asked, &BTreeSet::new(), &engine, &InTurn)?;
/// assert_eq!(answer.quotations[0].quotation.speaker.as_deref(), Some("Mara Lind"));
/// # Ok(())
/// # }
/// ```
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
///
/// ```
/// # use headwater::{Answer, Dossier, Engine, Error, Finder, PageId, Sought, StoreError, check};
/// # use headwater_collate::InTurn;
/// # use headwater_page::Article;
/// # use std::{collections::BTreeSet, sync::Arc};
/// # struct One(Arc<Dossier>);
/// # impl Finder for One {
/// #     fn having(&self, _: &Sought, _: usize) -> Result<Vec<PageId>, StoreError> {
/// #         Ok(vec![self.0.page()])
/// #     }
/// #     fn dossier(&self, _: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
/// #         Ok(Some(Arc::clone(&self.0)))
/// #     }
/// # }
/// # fn main() -> Result<(), Error> {
/// # let engine = Engine::fast();
/// # let page = |id: &str, text: &str| engine.dossier(Article::plain(id, text));
/// # let words = "“The quay stays shut until the ice has gone,” Mara Lind said.";
/// # let held = One(Arc::new(page("a", &format!("The council met. {words}"))));
/// # let asked = page("b", &format!("Snow fell again. {words}"));
/// let answer: Answer = check(&held, &asked, &BTreeSet::new(), &engine, &InTurn)?;
/// let held = &answer.quotations[0].readings[0];
/// assert!(held.score > 0.9 && !held.other_speaker);
/// # Ok(())
/// # }
/// ```
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

/// Words that are looked for in the pages of a library; of scripts without spaces each character is
/// a word. [`Finder`] takes them.
///
/// ```
/// use headwater::Sought;
///
/// let phrase = Sought::Phrase(vec!["quay".into(), "stays".into(), "shut".into()]);
/// assert_ne!(phrase, Sought::AnyTwo(vec!["quay".into(), "ice".into()]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sought {
    /// These words, one behind the other.
    Phrase(Vec<String>),
    /// Any two of these words, wherever they stand; one alone where there is but one.
    AnyTwo(Vec<String>),
}

/// What finds pages of a library by their words.
///
/// ```
/// use headwater::{Dossier, Finder, PageId, Sought, StoreError};
/// use std::sync::Arc;
///
/// /// A library without a page.
/// struct Empty;
///
/// impl Finder for Empty {
///     fn having(&self, _: &Sought, _: usize) -> Result<Vec<PageId>, StoreError> {
///         Ok(Vec::new())
///     }
///     fn dossier(&self, _: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
///         Ok(None)
///     }
/// }
///
/// # fn main() -> Result<(), StoreError> {
/// assert!(Empty.having(&Sought::AnyTwo(vec!["quay".into()]), 9)?.is_empty());
/// # Ok(())
/// # }
/// ```
pub trait Finder {
    /// The pages that have these words, the best first, so many at most. More than have them may be
    /// given: it costs time, no finding.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    fn having(&self, sought: &Sought, most: usize) -> Result<Vec<PageId>, StoreError>;

    /// The dossier of a page, if it is held.
    ///
    /// # Errors
    /// If what is kept cannot be read.
    fn dossier(&self, page: PageId) -> Result<Option<Arc<Dossier>>, StoreError>;
}

/// What a library holds of the words of a page that `engine` read. `own` are the pages that it is
/// itself, as it is held. Bounded by what is looked up: so many sentences, so many pages of each.
///
/// ```
/// use headwater::{Dossier, Engine, Finder, PageId, Sought, StoreError, check};
/// use headwater_collate::InTurn;
/// use headwater_page::Article;
/// use std::collections::BTreeSet;
/// use std::sync::Arc;
///
/// /// A library of one page, which it finds for all words.
/// struct One(Arc<Dossier>);
///
/// impl Finder for One {
///     fn having(&self, _: &Sought, _: usize) -> Result<Vec<PageId>, StoreError> {
///         Ok(vec![self.0.page()])
///     }
///     fn dossier(&self, _: PageId) -> Result<Option<Arc<Dossier>>, StoreError> {
///         Ok(Some(Arc::clone(&self.0)))
///     }
/// }
///
/// # fn main() -> Result<(), headwater::Error> {
/// let engine = Engine::fast();
/// let page = |id: &str, text: &str| engine.dossier(Article::plain(id, text));
/// let words = "“The quay stays shut until the ice has gone,” Mara Lind said.";
/// let held = One(Arc::new(page("a", &format!("The council met. {words}"))));
/// let asked = page("b", &format!("Snow fell again. {words}"));
/// let answer = check(&held, &asked, &BTreeSet::new(), &engine, &InTurn)?;
/// assert_eq!(answer.quotations[0].readings[0].dossier.page(), held.0.page());
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// If what is kept cannot be read.
pub fn check(
    finder: &impl Finder,
    page: &Dossier,
    own: &BTreeSet<PageId>,
    engine: &Engine,
    spread: &impl Spread,
) -> Result<Answer, Error> {
    let asking = Asking { finder, page, own };
    let mut answer = Answer { known: !own.is_empty(), ..Answer::default() };
    let body = own_sentences(page);
    let met = asking.sharing(&body)?;
    asking.trace(engine, spread, &body, &met, &mut answer)?;
    for quotation in page.quoted().quotes.iter().filter(|q| asked(q)) {
        answer.quotations.push(asking.ask(quotation)?);
    }
    Ok(answer)
}

/// A page that is checked, and against what.
struct Asking<'a, F> {
    finder: &'a F,
    page: &'a Dossier,
    own: &'a BTreeSet<PageId>,
}

impl<F: Finder> Asking<'_, F> {
    /// Pages that have runs of words of its sentences, those with the most first.
    fn sharing(&self, body: &[Span]) -> Result<Vec<PageId>, Error> {
        let text = &self.page.quoted().article.text;
        let mut met: BTreeMap<PageId, usize> = BTreeMap::new();
        let step = body.len().div_ceil(SENTENCES).max(1);
        for span in body.iter().step_by(step) {
            let Some(sought) = middle(span.of(text)) else { continue };
            for other in self.finder.having(&sought, PAGES)? {
                if !self.own.contains(&other) {
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
        engine: &Engine,
        spread: &impl Spread,
        body: &[Span],
        met: &[PageId],
        answer: &mut Answer,
    ) -> Result<(), Error> {
        answer.sentences = (body.len(), body.len());
        let mut all = vec![self.page.clone()];
        for other in met {
            if let Some(found) = self.finder.dossier(*other)? {
                // Read by another tagger or not: what is compared here is text.
                all.push(match found.version() == engine.version() {
                    true => found.as_ref().clone(),
                    false => Dossier::again(found.quoted().clone(), engine.version()),
                });
            }
        }
        if all.len() == 1 {
            return Ok(());
        }
        let found = Findings::of(engine, all, Step::Stemmata, spread, &Unwatched)?;
        let Some(at) = found.page(self.page.page()) else { return Ok(()) };
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
    fn ask(&self, quotation: &Quotation) -> Result<Asked, Error> {
        let text = &self.page.quoted().article.text;
        let words = quotation.span.of(text);
        let telling = telling(words);
        let mut pages: Vec<PageId> = Vec::new();
        for matched in [exact(words), Some(Sought::AnyTwo(telling.clone()))].into_iter().flatten() {
            for other in self.finder.having(&matched, PAGES)? {
                if !self.own.contains(&other) && !pages.contains(&other) {
                    pages.push(other);
                }
            }
        }
        let mut readings: Vec<Held> = Vec::new();
        for other in pages {
            let Some(dossier) = self.finder.dossier(other)? else { continue };
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

/// A phrase from the middle of a sentence; nothing for a short one.
fn middle(sentence: &str) -> Option<Sought> {
    let words = terms(sentence);
    if words.len() < PHRASE {
        return None;
    }
    let from = (words.len() - PHRASE) / 2;
    Some(Sought::Phrase(words.get(from..from + PHRASE)?.to_vec()))
}

/// All words of a quotation in their order.
fn exact(words: &str) -> Option<Sought> {
    let list = terms(words);
    (list.len() >= 2).then_some(Sought::Phrase(list))
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
