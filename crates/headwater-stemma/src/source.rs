//! What each report says that it is made from, as newsrooms write it: another report of the
//! story, or an occasion at which words were said.
//!
//! The words that make a name a credit, and those for occasions, are data of the languages
//! (`cite`, `occasion`); what is looked for are the outlets of this story's own reports, so that
//! a name cannot be mistaken for one.

use crate::anchors::{name_words, outlet_keys};
use crate::occasion::surname;
use crate::stamp::{Stamped, Stamps};
use crate::title::is_whole;
use crate::wire;
use crate::witness::{Voice, Witness, words_of};
use headwater_collate::sound_key as key;
use headwater_lang::{Class, Entry, Language};
use headwater_text::{Span, words};
use std::collections::{BTreeMap, BTreeSet};

/// Words before and behind a name within which the word stands that makes it a credit.
const BEFORE: usize = 8;
const BEHIND: usize = 6;
/// Words from what kind of medium it is to its name.
const CALLED: usize = 3;
/// Longest phrase of a language, in words.
const PHRASE: usize = 5;
/// Sentences at the beginning in which a report tells its occasion.
const OPENING: usize = 5;
/// Sentences before the one that names an occasion in which its speaker is looked for.
const BACK: usize = 2;
/// Sentences of a post at most.
const POST: usize = 16;

/// A report of this story that another credits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lean {
    /// The credited report.
    pub(crate) on: usize,
    /// Where its name stands.
    pub(crate) span: Span,
}

/// Where words that a report quotes were said or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Occasion {
    /// `conference`, `statement`, … as the languages' files name them.
    pub(crate) kind: &'static str,
    /// The words that name it.
    pub(crate) span: Span,
    /// The sentence they stand in.
    pub(crate) line: Option<usize>,
}

/// What the story's reports say of where they have it from.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// For each report those that it credits, once each, in order.
    pub(crate) leans: Vec<Vec<Lean>>,
    /// For each report its occasions, in order of place.
    pub(crate) occasions: Vec<Vec<Occasion>>,
    /// For each report whether it is itself what was said or issued: a post, a release.
    pub(crate) issued: Vec<bool>,
}

/// A sentence or line, cut into words.
struct Cut {
    spans: Vec<Span>,
    low: Vec<String>,
    keys: Vec<String>,
    capital: Vec<bool>,
    /// Its place among the body's sentences; none for lines beside the body.
    line: Option<usize>,
}

impl Cut {
    /// A line that is none of the body's sentences.
    fn new(text: &str, span: Span) -> Cut {
        Cut::of(text, words(text, span).map(|t| t.span).collect(), None)
    }

    fn of(text: &str, spans: Vec<Span>, line: Option<usize>) -> Cut {
        let words = || spans.iter().map(|s| s.of(text));
        let low = words().map(|w| w.replace(['’', 'ʼ'], "'").to_lowercase()).collect();
        let keys = words().map(key).collect();
        let capital = words().map(|w| w.starts_with(char::is_uppercase)).collect();
        Cut { spans, low, keys, capital, line }
    }

    /// The phrases of a class, each with its first word and the number of its words.
    fn phrases(&self, language: &'static Language, class: Class) -> Vec<(usize, usize, &Entry)> {
        let mut out = Vec::new();
        let mut i = 0;
        while i < self.low.len() {
            let longest = (1..=PHRASE).rev().find_map(|n| {
                let entry = self.entry(language, class, i, n)?;
                Some((i, n, entry))
            });
            i += longest.map_or(1, |l| l.1);
            out.extend(longest);
        }
        out
    }

    fn entry(
        &self,
        language: &Language,
        class: Class,
        i: usize,
        n: usize,
    ) -> Option<&'static Entry> {
        let part = self.low.get(i..i + n)?;
        let joined = part.join(" ");
        let list = language.words(class);
        let of = |w: &str| list.binary_search_by(|e| e.word.cmp(w)).ok().and_then(|i| list.get(i));
        // *l'entretien*: an article glued to its word.
        let bare = || joined.split_once('\'').and_then(|(a, rest)| (a.len() <= 6).then_some(rest));
        of(&joined).or_else(|| of(bare()?))
    }

    /// Where words of these keys stand side by side, the first with a capital.
    fn find(&self, name: &[String]) -> Vec<usize> {
        let n = name.len();
        let fits = |w: &[String]| w == name || n > 1 && near(w, name);
        let starts = self.keys.windows(n.max(1)).enumerate();
        let starts = starts.filter(|(i, w)| self.capital.get(*i) == Some(&true) && fits(w));
        starts.map(|(i, _)| i).collect()
    }

    fn hull(&self, i: usize, n: usize) -> Option<Span> {
        Some(self.spans.get(i)?.hull(*self.spans.get(i + n - 1)?))
    }
}

/// Whether two names differ in one sign of one word alone: *вісник* and *вестник* in one of two.
fn near(a: &[String], b: &[String]) -> bool {
    let apart: Vec<(&String, &String)> = a.iter().zip(b).filter(|(x, y)| x != y).collect();
    let [(x, y)] = apart.as_slice() else { return false };
    let (long, short) = if x.len() >= y.len() { (x, y) } else { (y, x) };
    let drop = |i: usize| long.chars().enumerate().filter(move |c| c.0 != i).map(|c| c.1);
    short.len() > 2
        && long.chars().next() == short.chars().next()
        && (1..long.chars().count()).any(|i| drop(i).eq(short.chars()))
}

impl Sources {
    pub(crate) fn new(witnesses: &[Witness], stamps: &Stamps) -> Sources {
        let cuts: Vec<Vec<Cut>> = witnesses.iter().map(cut).collect();
        let occasions: Vec<Vec<Occasion>> =
            witnesses.iter().zip(&cuts).map(|(w, c)| occasions(w, c)).collect();
        let names = Names::new(witnesses);
        let documents: Vec<Option<Document>> =
            witnesses.iter().zip(&cuts).map(|(w, c)| document(w, c)).collect();
        let mut leans = Vec::with_capacity(witnesses.len());
        for (c, w) in witnesses.iter().enumerate() {
            let list = cuts.get(c).map(Vec::as_slice).unwrap_or(&[]);
            let mut own = names.credits(c, w, list);
            for (p, document) in documents.iter().enumerate() {
                let issued = document.as_ref().filter(|_| p != c);
                let quotes = || witnesses.get(p).is_some_and(|p| quotes(w, p));
                let found = issued.and_then(|d| d.credited(w, list, occasions.get(c)?, quotes));
                own.extend(found.map(|span| Lean { on: p, span }));
            }
            own.retain(|l| stamps.order(l.on, c) != Stamped::After);
            own.sort();
            own.dedup_by_key(|l| l.on);
            leans.push(own);
        }

        let issued = documents.iter().map(Option::is_some).collect();
        Sources { leans, occasions, issued }
    }

    /// Whether `c` credits `p`.
    pub(crate) fn lean(&self, c: usize, p: usize) -> Option<Span> {
        self.leans.get(c)?.iter().find(|l| l.on == p).map(|l| l.span)
    }
}

/// The sentences of a body and the lines beside it.
fn cut(w: &Witness) -> Vec<Cut> {
    let body = w.lines.iter().enumerate().map(|(i, l)| Cut::of(w.text, l.places.clone(), Some(i)));
    let beside = w.beside.iter().map(|s| Cut::new(w.text, *s));
    body.chain(beside).collect()
}

/// The names under which reports are credited: their outlets, and an agency that one alone gives
/// as its own. Each is looked for once in a report, however many reports have it.
struct Names<'w>(BTreeMap<Vec<String>, (Vec<usize>, &'w str)>);

impl<'w> Names<'w> {
    fn new(witnesses: &[Witness<'w>]) -> Names<'w> {
        let mut out: BTreeMap<Vec<String>, (Vec<usize>, &str)> = BTreeMap::new();
        for (p, w) in witnesses.iter().enumerate() {
            let of = out.entry(outlet_keys(w.outlet)).or_default();
            of.0.push(p);
            of.1 = w.outlet.unwrap_or("");
        }
        for agency in wire::carriers(witnesses) {
            if let [one] = agency.of.iter().copied().collect::<Vec<_>>()[..] {
                for name in &agency.spellings {
                    out.entry(name_words(name).map(key).collect()).or_default().0.push(one);
                }
            }
        }
        out.retain(|name, _| !name.is_empty());
        Names(out)
    }

    /// The reports that report `c` credits by their names. Linear in its words and in the names of
    /// which it has words.
    fn credits(&self, c: usize, w: &Witness, cuts: &[Cut]) -> Vec<Lean> {
        let words: BTreeSet<&str> = cuts.iter().flat_map(|c| &c.keys).map(String::as_str).collect();
        // All words of a name must stand there but one, which may be spelt otherwise.
        let may = |name: &[String]| {
            let missing = name.iter().filter(|k| !words.contains(k.as_str())).count();
            missing == 0 || missing == 1 && name.len() > 1
        };
        let others = self.0.iter().filter(|(_, (of, _))| !of.contains(&c)).filter(|(n, _)| may(n));
        let mut out = Vec::new();
        for (name, (of, outlet)) in others {
            if let Some(span) = self.credited(w, cuts, name, outlet) {
                out.extend(of.iter().map(|p| Lean { on: *p, span }));
            }
        }
        out
    }

    /// Where a report credits a name; not where it is a part of a longer name of the story.
    fn credited(&self, w: &Witness, cuts: &[Cut], name: &[String], outlet: &str) -> Option<Span> {
        let n = name.len();
        let longer = || self.0.keys().filter(|x| x.len() > n);
        cuts.iter().find_map(|cut| {
            let places = cut.find(name);
            if places.is_empty() {
                return None;
            }
            let part = |i: usize| {
                let covers = |at: &usize, len: usize| *at <= i && i + n <= at + len;
                longer().any(|x| cut.find(x).iter().any(|at| covers(at, x.len())))
            };
            let cites = cut.phrases(w.language, Class::Cite);
            let media = cut.phrases(w.language, Class::Medium);
            let whole = |i: &usize| is_whole(w.text, &cut.spans, (*i, n), outlet);
            places.into_iter().filter(whole).filter(|i| !part(*i)).find_map(|i| {
                let by = |(at, len, _): &(usize, usize, &Entry)| {
                    at + len <= i && at + len + BEFORE >= i || *at >= i + n && *at <= i + n + BEHIND
                };
                // *the German daily X*: named for what it is.
                let called =
                    |(at, len, _): &(usize, usize, &Entry)| at + len <= i && at + len + CALLED > i;
                let span = cut.hull(i, n)?;
                let told = cites.iter().any(by) || media.iter().any(called);
                (told && !corrects(w, span)).then_some(span)
            })
        })
    }
}

/// Whether a place stands in a paragraph that corrects an earlier version.
pub(crate) fn corrects(w: &Witness, span: Span) -> bool {
    let before = w.text.get(..span.start).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = w.text.get(start..span.end).unwrap_or("");
    w.language.opens(Class::Correction, line).is_some()
}

/// The occasions that a report names: in its headline or opening, or by its quotations.
fn occasions(w: &Witness, cuts: &[Cut]) -> Vec<Occasion> {
    let title = w.title_span.map(|s| Cut::new(w.text, s));
    let mut out = Vec::new();
    for cut in title.iter().chain(cuts.iter().filter(|c| c.line.is_some())) {
        let leads = cut.line.is_none_or(|l| l < OPENING || w.voiced(l));
        if !leads {
            continue;
        }
        for (i, n, entry) in cut.phrases(w.language, Class::Occasion) {
            if let Some(span) = cut.hull(i, n).filter(|s| !corrects(w, *s)) {
                out.push(Occasion { kind: entry.key, span, line: cut.line });
            }
        }
    }
    out.sort_by_key(|o| o.span);
    out
}

/// A page that is itself what was said or issued: a post, a release, a bulletin.
struct Document {
    kinds: &'static [&'static str],
    /// Keys of whose it is; of those `least` must stand by the credit.
    issuer: BTreeSet<String>,
    least: usize,
    /// Keys of the surnames of those who speak in it, where it is no post.
    voices: BTreeSet<String>,
}

const ISSUED: &[&str] = &["statement", "bulletin"];

/// What a page is, where its own lines say so: a release or bulletin by its headline or the lines
/// beside it; a post by the name of one beside it whom its few sentences do not name.
fn document(w: &Witness, cuts: &[Cut]) -> Option<Document> {
    let title = w.title_span.map(|s| Cut::new(w.text, s));
    let beside = || cuts.iter().filter(|c| c.line.is_none()).chain(&title);
    let issued = |c: &Cut| {
        let found = c.phrases(w.language, Class::Occasion);
        found.iter().any(|f| ISSUED.contains(&f.2.key))
    };
    let outlet: BTreeSet<String> =
        outlet_keys(w.outlet).into_iter().filter(|k| k.chars().count() > 1).collect();
    let headline = w.title_span.map_or("", |s| s.of(w.text));
    let headed = w.language.opens(Class::ReleaseTitle, headline).is_some();
    if !outlet.is_empty() && (headed || beside().any(issued)) {
        let least = outlet.len().min(2);
        let voices = w.voices.iter().map(|v| surname(v.speaker)).filter(|k| k.len() > 2).collect();
        return Some(Document { kinds: ISSUED, issuer: outlet, least, voices });
    }
    if !outlet.is_empty() && is_channel(w) {
        let least = outlet.len().min(2);
        return Some(Document { kinds: &["post"], issuer: outlet, least, voices: BTreeSet::new() });
    }
    let body = || cuts.iter().filter(|c| c.line.is_some());
    if w.outlet.is_some() || body().count() > POST {
        return None;
    }
    if let Some(issuer) = account(w) {
        return Some(Document { kinds: &["post"], issuer, least: 1, voices: BTreeSet::new() });
    }
    let names = |c: &Cut| -> Vec<String> {
        let all = c.keys.iter().zip(&c.capital).filter(|(k, cap)| **cap && k.chars().count() > 3);
        all.map(|(k, _)| k.clone()).collect()
    };
    let told: BTreeSet<String> = body().flat_map(names).collect();
    let reports = body().any(|c| !c.phrases(w.language, Class::Cite).is_empty());
    let issuer: BTreeSet<String> = cuts
        .iter()
        .filter(|c| c.line.is_none() && c.low.len() <= 6)
        .flat_map(names)
        .filter(|k| !told.contains(k))
        .collect();
    (!reports && !issuer.is_empty()).then_some(Document {
        kinds: &["post"],
        issuer,
        least: 1,
        voices: BTreeSet::new(),
    })
}

/// Words that a report quotes from a page at least, to have them from there.
const QUOTED: usize = 6;

/// Whether a report has words between marks that stand in `p`.
fn quotes(w: &Witness, p: &Witness) -> bool {
    let marked = w.marked.iter();
    let runs: Vec<Vec<u64>> =
        marked.map(|s| words_of(s.of(w.text))).filter(|r| r.len() >= QUOTED).collect();
    let has = |run: &Vec<u64>| p.lines.iter().any(|l| l.words.windows(run.len()).any(|x| x == run));
    runs.iter().any(has)
}

/// Bytes at the head of a page in which a channel tells how many follow it.
const HEAD: usize = 600;

/// The lines of a page above its body, at most [`HEAD`] bytes of them.
fn head<'w>(w: &Witness<'w>) -> &'w str {
    let most = w.lines.first().map_or(HEAD, |l| l.span.start.min(HEAD));
    w.text.get(..w.text.floor_char_boundary(most)).unwrap_or(w.text)
}

/// Keys of the name of an account: the line above its handle.
fn account(w: &Witness) -> Option<BTreeSet<String>> {
    let lines: Vec<&str> = head(w).lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let handle = |l: &str| l.starts_with('@') && !l.contains(char::is_whitespace);
    let name = lines.windows(2).find(|l| l.get(1).is_some_and(|l| handle(l)))?.first()?;
    let named = name.split_whitespace().count() <= 4;
    let keys = name_words(name).map(key).filter(|k| k.chars().count() > 2);
    Some(keys.collect()).filter(|k: &BTreeSet<String>| named && !k.is_empty())
}

/// Whether a page is of a channel or an account: how many follow it stands above its posts.
fn is_channel(w: &Witness) -> bool {
    let all = Language::unknown();
    head(w).lines().filter(|l| l.trim_start().starts_with(|c: char| c.is_ascii_digit())).any(
        |line| {
            words(line, Span::new(0, line.len()))
                .any(|t| all.has(Class::Followers, &t.span.of(line).to_lowercase()))
        },
    )
}

impl Document {
    /// Where a report says that it has words from this page.
    /// Where the headline or its neighbourhood names whose page it is, or where the report quotes from
    /// the page, as `quotes` tells.
    fn credited(
        &self,
        w: &Witness,
        cuts: &[Cut],
        occasions: &[Occasion],
        quotes: impl Fn() -> bool,
    ) -> Option<Span> {
        let title = w.title_span.map(|s| Cut::new(w.text, s));
        let named = |line: usize| {
            let near =
                cuts.iter().filter(|c| c.line.is_some_and(|l| l <= line && l + BACK >= line));
            // What the headline names the whole report is about.
            let near = near.chain(title.iter().filter(|_| self.kinds == ISSUED));
            let found: BTreeSet<&String> = near
                .flat_map(|c| c.keys.iter().zip(&c.capital).filter(|(_, cap)| **cap))
                .map(|(k, _)| k)
                .filter(|k| self.issuer.contains(*k))
                .collect();
            let said = |v: &Voice| {
                let at = cuts
                    .iter()
                    .find(|c| c.line == Some(line))
                    .and_then(|c| c.hull(0, c.spans.len()));
                let beside = v.beside.iter().chain([&v.span]);
                let meets = at.is_some_and(|at| beside.into_iter().any(|s| s.overlap(at) > 0));
                meets && self.voices.contains(&surname(v.speaker))
            };
            found.len() >= self.least || w.voices.iter().any(said)
        };
        let kind = |o: &&Occasion| self.kinds.contains(&o.kind);
        let fits = |o: &&Occasion| kind(o) && o.line.is_some_and(named);
        let near = occasions.iter().find(fits);
        let any = || occasions.iter().find(kind).filter(|_| self.kinds == ISSUED && quotes());
        near.or_else(any).map(|o| o.span)
    }
}
