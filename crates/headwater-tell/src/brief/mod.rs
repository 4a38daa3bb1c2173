//! What a reader must see first of a story, as data: where it springs from, who speaks, which
//! report is the first, which are copies, what changed, who denies it. Found once, told by text,
//! HTML, Markdown and JSON. And what all of these share: the order of stories and of statements.

mod changed;
mod json;
mod office;
mod source;
mod wordings;

pub(crate) use changed::{Change, Manner};
pub(crate) use source::{Copies, From, Heard, Way, first_parent};
pub(crate) use wordings::{Few, Wordings, changes};

use crate::fit::Offices;
use headwater::Findings;
use headwater_collate::encoder::{Encoder, cosine};
use headwater_collate::{Place, Reading, Relation, Statement as Told, Story, Utterance, sound_key};
use headwater_lang::{Class, Language};
use headwater_quote::{Kind, Quotation, Quoted, Stance, Zone};
use headwater_stemma::Stemma;
use headwater_text::{Span, When, fold, rarity_folded};
use std::collections::{BTreeMap, BTreeSet};

/// Likeness below which a reading in other words of one language is not sure to be one.
const FLOOR: f64 = 0.42;
/// The same for what they mean, by the sentence model, and for readings in two languages. Read by eye in
/// 161 reports of one campaign: of joined readings below .4 hardly one was the same statement, of those
/// from .4 to .5 two in five, of those above three in four. Of two languages, of 145 right and 8 wrong
/// readings of written sets from .25 on, 139 and 7 are left from .33, 128 and 4 from .4.
const SENSE: f64 = 0.45;
const SENSE_ACROSS: f64 = 0.33;
/// The same for words in two languages that are given to two people by name: what two ministers say of one
/// war is alike.
const OTHERS: f64 = 0.55;

/// Words that a shortened or slipped reading has at least.
const KEPT: usize = 5;

/// Confidence from which words without marks are shown as a statement: of places in real pages read by eye
/// three in four that lie above are a clause that somebody said, of those found below two in five.
const SAID: f64 = 0.55;

/// Most speakers that are kept for one story, and most that are told.
const SPEAKERS: usize = 5;
const TOLD: usize = 3;

/// All that is found out about stories for telling them.
pub(crate) struct Outline {
    /// Stories in the order of telling: those of several reports, the largest first, then those of
    /// one report that a thread takes up.
    pub(crate) order: Vec<usize>,
    /// The statements of each story in the order of telling.
    pub(crate) statements: Vec<Vec<Statement>>,
    /// Equal pages: a page that tells nothing of its own, and the one it repeats.
    pub(crate) also: BTreeMap<usize, usize>,
}

/// A statement of a story.
pub(crate) struct Statement {
    /// Index of the utterance.
    pub(crate) utterance: usize,
    /// Pages that have it surely, sorted; equal pages once.
    pub(crate) pages: Vec<usize>,
    /// For each reading whether it is surely one of this statement.
    pub(crate) sure: Vec<bool>,
    /// Whether two of those readings differ in substance.
    pub(crate) differs: bool,
    /// Whether it says something by itself, and is known to be said: *There really is* does not.
    pub(crate) tells: bool,
}

impl Statement {
    /// Whether it is shown among the statements of several pages.
    pub(crate) fn is_shown(&self) -> bool {
        self.pages.len() > 1 && (self.tells || self.differs)
    }
}

impl Outline {
    /// Of findings that are fit to be shown.
    pub(crate) fn of(trace: &Findings) -> Outline {
        let also: BTreeMap<usize, usize> =
            trace.stories.iter().flat_map(|s| s.also.iter().copied()).collect();
        let mut story_of = BTreeMap::new();
        for (i, story) in trace.stories.iter().enumerate() {
            story_of.extend(story.articles.iter().map(|a| (*a, i)));
        }
        let mut statements: Vec<Vec<Statement>> = trace.stories.iter().map(|_| vec![]).collect();
        for (i, utterance) in trace.utterances.iter().enumerate() {
            let base = utterance.readings.first();
            let story = base.and_then(|r| story_of.get(&r.place.article));
            if let Some(list) = story.and_then(|s| statements.get_mut(*s)) {
                list.push(statement(trace, &also, i, utterance));
            }
        }
        for list in &mut statements {
            list.sort_by_cached_key(|s| {
                let shown = s.is_shown();
                let readings = trace.utterances.get(s.utterance).map(|u| &u.readings);
                let place = readings.and_then(|r| r.first()).map(|r| r.place);
                (
                    !shown,
                    s.pages.len() < 2,
                    !s.differs,
                    std::cmp::Reverse(s.pages.len()),
                    place,
                    s.utterance,
                )
            });
        }
        let mut out = Outline { order: Vec::new(), statements, also };
        out.order = out.stories(trace);
        out
    }

    /// Stories in the order of telling.
    fn stories(&self, trace: &Findings) -> Vec<usize> {
        let said = trace.threads.iter().flat_map(|t| t.statements.iter().chain(&t.against));
        let threaded: BTreeSet<usize> = said.map(|s| s.place.article).collect();
        let all = trace.stories.iter().enumerate();
        let told = all.filter(|(_, s)| {
            self.reports(s) > 1
                || s.articles.iter().any(|a| threaded.contains(a))
                || trace.articles.len() == 1
        });
        let mut order: Vec<usize> = told.map(|(i, _)| i).collect();
        let size = |i: &usize| trace.stories.get(*i).map_or(0, |s| self.reports(s));
        let begins = |i: &usize| {
            let articles = trace.stories.get(*i).map_or(&[][..], |s| &s.articles);
            articles.iter().map(|a| trace.interval(*a).0).filter(|t| *t != i64::MIN).min()
        };
        order.sort_by_cached_key(|i| {
            let begins = begins(i);
            (std::cmp::Reverse(size(i)), begins.is_none(), begins, *i)
        });
        order
    }

    /// How many reports a story has, equal pages once.
    pub(crate) fn reports(&self, story: &Story) -> usize {
        story.articles.iter().filter(|a| !self.also.contains_key(a)).count()
    }

    /// The number under which a story is told, from 1.
    pub(crate) fn number(&self, story: usize) -> Option<usize> {
        self.order.iter().position(|s| *s == story).map(|i| i + 1)
    }

    /// Statements of a story that several pages have in the same words, or parts of them.
    pub(crate) fn repeated(&self, trace: &Findings, statement: &Statement) -> bool {
        let Some(u) = trace.utterances.get(statement.utterance) else { return false };
        let same = |r: &Reading| {
            use Relation::{Base, Noisy, Trimmed, Verbatim};
            matches!(r.relation, Base | Verbatim | Trimmed | Noisy)
        };
        let held = u.readings.iter().zip(&statement.sure).filter(|(r, sure)| **sure && same(r));
        let page = |r: &Reading| {
            let a = r.place.article;
            self.also.get(&a).copied().unwrap_or(a)
        };
        held.map(|(r, _)| page(r)).collect::<BTreeSet<usize>>().len() > 1
    }

    /// Statements of a story that several pages have.
    pub(crate) fn shared(&self, story: usize) -> impl Iterator<Item = &Statement> {
        let list = self.statements.get(story).map_or(&[][..], Vec::as_slice);
        list.iter().filter(|s| s.is_shown())
    }
}

fn statement(
    trace: &Findings,
    also: &BTreeMap<usize, usize>,
    index: usize,
    utterance: &Utterance,
) -> Statement {
    let readings = &utterance.readings;
    let base = readings.first();
    let sure = sure_of(trace, readings, SENSE_ACROSS);
    let held = readings.iter().zip(&sure).filter(|(_, sure)| **sure);
    let pages: BTreeSet<usize> =
        held.map(|(r, _)| also.get(&r.place.article).copied().unwrap_or(r.place.article)).collect();
    let of = |p: &Place| {
        // What a wording leaves out has a place of no length in it.
        let meets =
            |s: Span| s.overlap(p.span) > 0 || s.start <= p.span.start && p.span.end <= s.end;
        let holds = |r: &&Reading| r.place.article == p.article && meets(r.place.span);
        let at = readings.iter().position(|r| holds(&r));
        at.is_none_or(|i| sure.get(i).copied().unwrap_or(false))
    };
    let differs = pages.len() > 1 && utterance.differs.iter().any(|(_, a, b)| of(a) && of(b));
    // What nobody is found to say and no page has in marks may be the reports' own words.
    let marked = |r: &Reading| {
        let quotes = trace.articles.get(r.place.article).map_or(&[][..], |q| &q.quotes);
        quotes.iter().any(|q| Some(&q.id) == r.quote.as_ref() && q.kind != Kind::Indirect)
    };
    let named = |r: &Reading| {
        quote(trace, r)
            .is_some_and(|q| q.confidence >= SAID && speaker(trace, r.place.article, q).is_some())
    };
    let said = readings.iter().any(|r| marked(r) || named(r));
    let tells = said
        && base.is_some_and(|r| {
            let text = trace.articles.get(r.place.article).map_or("", |q| q.article.text.as_str());
            tells(r.place.span.of(text))
        });
    Statement { utterance: index, pages: pages.into_iter().collect(), sure, differs, tells }
}

/// Words from which a wording says something whatever they are; of fewer so many must be rarer than
/// this, in nats: *really* is not, *harbour* is.
const SAYS: usize = 8;
const RARE: (usize, f64) = (2, 9.0);

/// Whether words say something by themselves.
fn tells(words: &str) -> bool {
    let each = headwater_text::words(words, Span::new(0, words.len())).map(|t| t.span.of(words));
    let each: Vec<&str> = each.collect();
    let rare = each.iter().filter(|w| rarity_folded(&fold(w)) >= RARE.1);
    each.len() >= SAYS || rare.count() >= RARE.0
}

/// For each reading of an utterance whether it is surely one of that statement: what is told as the
/// same must be seen to be. Nothing for an index that there is not.
///
/// ```
/// assert!(headwater_tell::sure(&headwater::Findings::default(), 0).is_empty());
/// ```
pub fn sure(trace: &Findings, utterance: usize) -> Vec<bool> {
    sure_from(trace, utterance, SENSE_ACROSS)
}

/// The same, with another least likeness of what is meant in two languages.
pub(crate) fn sure_from(trace: &Findings, utterance: usize, across: f64) -> Vec<bool> {
    sure_of(trace, trace.utterances.get(utterance).map_or(&[][..], |u| &u.readings), across)
}

/// The likeness of what is meant from which a reading is one of the statement by another of its
/// readings, and how many readings are looked at for it: a translation is nearest to the wording that it
/// was made from.
const BY_ANOTHER: f64 = 0.5;
const FEW: usize = 24;

fn sure_of(trace: &Findings, readings: &[Reading], across: f64) -> Vec<bool> {
    let base = readings.first();
    let mut sure: Vec<bool> =
        readings.iter().map(|r| base.is_some_and(|base| is_sure(trace, base, r, across))).collect();
    if readings.len() <= FEW && sure.contains(&false) {
        let known: Vec<&Reading> =
            readings.iter().zip(&sure).skip(1).filter(|(_, s)| **s).map(|(r, _)| r).collect();
        let near = |r: &Reading| {
            let foreign = |k: &&&Reading| lang(trace, k) != lang(trace, r);
            let mut known = known.iter().filter(foreign);
            known.any(|k| is_sure(trace, k, r, across.max(BY_ANOTHER)))
        };
        for (r, slot) in readings.iter().zip(&mut sure) {
            *slot = *slot || near(r);
        }
    }
    sure
}

fn lang<'t>(trace: &'t Findings, reading: &Reading) -> Option<&'t str> {
    trace.articles.get(reading.place.article)?.article.lang.as_deref()
}

/// Whether a reading is surely one of the statement with this base. What joined them may have
/// looked at more than the words; what is told as the same must be seen to be.
fn is_sure(trace: &Findings, base: &Reading, reading: &Reading, across: f64) -> bool {
    let page = |r: &Reading| trace.articles.get(r.place.article).map(|q| &q.article);
    let (Some(a), Some(b)) = (page(base), page(reading)) else { return false };
    let (x, y) = (base.place.span.of(&a.text), reading.place.span.of(&b.text));
    let other_language = matches!((&a.lang, &b.lang), (Some(a), Some(b)) if a != b);
    match reading.relation {
        Relation::Base | Relation::Verbatim => true,
        Relation::Trimmed | Relation::Noisy => {
            y.split_whitespace().count() >= KEPT || marked_whole(&b.text, reading.place.span)
        }
        _ if other_language && other_person(trace, base, reading) => sense(x, y) >= OTHERS,
        _ if other_language => sense(x, y) >= across,
        _ if other_person(trace, base, reading) => false,
        _ => headwater_collate::compare(x, y).score >= FLOOR && sense(x, y) >= SENSE,
    }
}

/// How alike two wordings are in what they mean.
fn sense(a: &str, b: &str) -> f64 {
    let model = Encoder::shipped();
    cosine(&model.encode(a), &model.encode(b))
}

/// Whether words stand in quotation marks by themselves, two of them at least: a short sentence that was cut
/// is the statement all the same (*“We will not pay unless”* to *“We will not pay”*).
fn marked_whole(text: &str, span: Span) -> bool {
    let mark =
        |c: char| matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '‚' | '‹' | '›');
    let stop = |c: char| matches!(c, '.' | ',' | '!' | '?' | '…') || c.is_whitespace();
    let words = span.of(text).trim_matches(stop);
    let before = text.get(..span.start).unwrap_or("").trim_end();
    let behind = text.get(span.end..).unwrap_or("").trim_start_matches(stop);
    let opened = words.starts_with(mark) || before.ends_with(mark);
    let closed = words.ends_with(mark) || behind.starts_with(mark);
    opened && closed && words.split_whitespace().count() > 1
}

/// Whether two readings are given to two people by their full names: other words of other people are
/// two statements.
fn other_person(trace: &Findings, a: &Reading, b: &Reading) -> bool {
    let who = |r: &Reading| quote(trace, r)?.speaker.as_deref().filter(|s| full_name(s));
    let surname = |s: &str| s.split_whitespace().next_back().map(sound_key);
    who(a).zip(who(b)).is_some_and(|(a, b)| surname(a) != surname(b))
}

/// The six answers about one story.
pub(crate) struct Brief {
    /// Where it springs from, each separate way once, that of most reports first.
    pub(crate) source: Vec<Way>,
    /// What several pages quote the same words from, where no beginning of several pages is found.
    pub(crate) heard: Option<Heard>,
    /// Who speaks, whom most pages quote first.
    pub(crate) speakers: Vec<Speaker>,
    /// The reports of which one must be the first here: one where dates settle it.
    pub(crate) first: Vec<usize>,
    /// Reports without a day that could be earlier than those.
    pub(crate) undated: Vec<usize>,
    /// Which reports were made from which other report.
    pub(crate) copies: Vec<Copies>,
    /// Pages that have most of their text in common, and nothing says which was first.
    pub(crate) alike: Vec<(usize, usize)>,
    /// What changed on the way, the gravest first.
    pub(crate) changed: Vec<Change>,
    /// Statements that pages of one language quote in other words, by their number in the story.
    pub(crate) worded: Vec<usize>,
    /// Who denies it.
    pub(crate) denied: Vec<Denial>,
}

/// Spellings of a name, and the pages that have them.
pub(crate) type Spellings = Vec<(String, Vec<usize>)>;

/// Somebody who speaks in a story.
pub(crate) struct Speaker {
    /// As printed.
    pub(crate) name: String,
    /// The office that most reports print, as printed.
    pub(crate) role: Option<String>,
    /// Other spellings of the full name, and the pages that have them.
    pub(crate) spellings: Spellings,
    /// Pages that quote them.
    pub(crate) pages: usize,
    /// Their statements in several pages.
    pub(crate) statements: usize,
}

/// Words against the message of a story.
pub(crate) struct Denial {
    /// The place that stands for it.
    pub(crate) place: Place,
    /// Who, if a page names them.
    pub(crate) speaker: Option<String>,
    /// When.
    pub(crate) date: Option<When>,
}

impl Brief {
    /// The answers about the story at this place of findings that are fit to be shown.
    pub(crate) fn of(trace: &Findings, outline: &Outline, story: usize) -> Brief {
        let nothing = Stemma::default();
        let stemma = trace.stemmata.get(story).unwrap_or(&nothing);
        let told = trace.stories.get(story);
        let articles: Vec<usize> = told.map_or(&[][..], |s| &s.articles).to_vec();
        let (first, undated) = first(trace, &articles);
        let speakers = speakers(trace, outline, story);
        let source = source::ways(trace, stemma, &articles);
        let several = |w: &Way| w.reports.len() > 1 && w.from != From::Unnamed;
        let heard = (!source.iter().any(several)).then(|| source::heard(trace, outline, story));
        Brief {
            source,
            heard: heard.flatten(),
            denied: denied(trace, outline, story, &speakers),
            speakers,
            first,
            undated,
            copies: source::copies(stemma),
            alike: source::alike(trace, stemma, &articles),
            changed: changed::changes(trace, outline, story, stemma),
            worded: changed::worded(trace, outline, story),
        }
    }
}

impl Brief {
    /// The speakers that are told: the first, and those whom more than half as many pages quote.
    pub(crate) fn told(&self) -> Vec<&Speaker> {
        let most = self.speakers.first().map_or(0, |s| s.pages);
        let told = self.speakers.iter().filter(|s| s.pages * 2 > most);
        told.take(if most > 1 { TOLD } else { 1 }).collect()
    }
}

/// The earliest reports, and the undated ones that could be earlier.
fn first(trace: &Findings, articles: &[usize]) -> (Vec<usize>, Vec<usize>) {
    let dated = |a: &usize| trace.articles.get(*a).is_some_and(|q| q.article.date.is_some());
    let days = articles.iter().filter(|a| dated(a));
    let Some(end) = days.clone().map(|a| trace.interval(*a).1).min() else {
        return (Vec::new(), articles.to_vec());
    };
    // Of two hours of which one has no zone only their own clocks can be compared as well.
    let clock = |a: usize| {
        let date = trace.articles.get(a).and_then(|q| q.article.date)?;
        date.minute.map(|_| (date.zone.is_none(), When { zone: None, ..date }.interval().0))
    };
    let last = |a: &&usize| trace.interval(**a).1 == end;
    let least = days.clone().find(last).and_then(|a| clock(*a));
    let open = |a: usize| match (clock(a), least) {
        (Some((bare, at)), Some((other, before))) => bare != other && at <= before,
        _ => false,
    };
    let mut first: Vec<usize> =
        days.filter(|a| trace.interval(**a).0 <= end || open(**a)).copied().collect();
    first.sort_by_key(|a| (trace.interval(*a), *a));
    let undated = articles.iter().filter(|a| !dated(a) && trace.interval(**a).0 <= end);
    (first, undated.copied().collect())
}

/// The quotation that a reading comes from.
pub(crate) fn quote<'t>(trace: &'t Findings, reading: &Reading) -> Option<&'t Quotation> {
    let page = trace.articles.get(reading.place.article)?;
    page.quotes.iter().find(|q| Some(&q.id) == reading.quote.as_ref())
}

/// Who speaks in a quotation as far as can be told of its page: of a guide or an offer without marks, what looks
/// like a speaker is most often its subject.
fn speaker<'q>(trace: &Findings, article: usize, quote: &'q Quotation) -> Option<&'q String> {
    let page = trace.articles.get(article);
    let silent = page.is_some_and(|q| q.article.remarks.iter().any(|r| r.kind == "no-report"));
    quote.speaker.as_ref().filter(|_| quote.kind != Kind::Indirect || !silent)
}

/// People by the names that pages give them.
struct Who<'t> {
    trace: &'t Findings,
    people: BTreeMap<(usize, &'t str), usize>,
}

impl<'t> Who<'t> {
    fn of(trace: &'t Findings, articles: &[usize]) -> Who<'t> {
        let mut people = BTreeMap::new();
        for (i, person) in trace.people.iter().enumerate() {
            let here = person.articles.iter().filter(|(a, _)| articles.contains(a));
            people.extend(here.map(|(a, name)| ((*a, name.as_str()), i)));
        }
        Who { trace, people }
    }

    /// What stands for a speaker of one page: the person, or the folded name.
    fn key(&self, article: usize, name: &str) -> Result<usize, String> {
        self.people.get(&(article, name)).copied().ok_or_else(|| fold(name))
    }

    /// Who most of a statement's reports say spoke, and the name that stands for them.
    fn speaks(&self, statement: &Statement) -> Option<Result<usize, String>> {
        let utterance = self.trace.utterances.get(statement.utterance)?;
        let mut votes: BTreeMap<Result<usize, String>, usize> = BTreeMap::new();
        for (reading, _) in utterance.readings.iter().zip(&statement.sure).filter(|(_, s)| **s) {
            if let Some(name) = quote(self.trace, reading).and_then(|q| q.speaker.as_deref()) {
                *votes.entry(self.key(reading.place.article, name)).or_default() += 1;
            }
        }
        let most = votes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
        most.map(|(key, _)| key)
    }
}

/// What is known of one speaker before they are ranked.
#[derive(Default)]
struct Voice {
    name: String,
    pages: BTreeSet<usize>,
    /// Pages that have the speaker's words in marks.
    marked: BTreeSet<usize>,
    /// Statements in several pages, and quotations.
    shared: usize,
    quotations: usize,
}

impl Voice {
    fn hear(&mut self, article: usize, quote: &Quotation) {
        self.pages.insert(article);
        if quote.kind != Kind::Indirect {
            self.marked.insert(article);
        }
        self.quotations += 1;
    }

    /// Whether it is somebody who may head a story: with words in marks, with an office, or by a full name
    /// in several pages. Of others the reader may have taken a subject for a speaker (*user reviews*).
    fn stands(&self, office: bool) -> bool {
        !self.marked.is_empty() || office || self.pages.len() > 1 && full_name(&self.name)
    }

    fn join(&mut self, other: &mut Voice) {
        self.pages.append(&mut other.pages);
        self.marked.append(&mut other.marked);
        self.shared += other.shared;
        self.quotations += other.quotations;
    }
}

/// Who speaks in a story: whose words most pages have in marks first, then whom most quote, then who
/// says most of what several have.
fn speakers(trace: &Findings, outline: &Outline, story: usize) -> Vec<Speaker> {
    let articles = trace.stories.get(story).map_or(&[][..], |s| &s.articles);
    let who = Who::of(trace, articles);
    let mut voices: BTreeMap<Result<usize, String>, Voice> = BTreeMap::new();
    for article in articles.iter().filter(|a| !outline.also.contains_key(a)) {
        let quotes = trace.articles.get(*article).map_or(&[][..], |q| &q.quotes);
        for quote in quotes.iter().filter(|q| matches!(q.zone, Zone::Title | Zone::Body)) {
            let Some(name) = speaker(trace, *article, quote) else { continue };
            let voice = voices.entry(who.key(*article, name)).or_default();
            if voice.name.is_empty() {
                voice.name.clone_from(name);
            }
            voice.hear(*article, quote);
        }
    }
    for key in outline.shared(story).filter_map(|s| who.speaks(s)) {
        if let Some(voice) = voices.get_mut(&key) {
            voice.shared += 1;
        }
    }
    let mut out: Vec<(Voice, Spellings)> = Vec::new();
    for (key, mut voice) in voices {
        let mut spellings = Vec::new();
        if let Some((name, spelt)) = key.ok().and_then(|p| spelt(trace, articles, p)) {
            (voice.name, spellings) = (name, spelt);
        }
        match out.iter_mut().find(|(v, _)| within(&v.name, &voice.name)) {
            // One name with and without an office before it, or with a further name.
            Some((same, spelt)) => {
                same.join(&mut voice);
                spelt.append(&mut spellings);
                if voice.name.len() < same.name.len() {
                    same.name = voice.name;
                }
            }
            None => out.push((voice, spellings)),
        }
    }
    out.sort_by_cached_key(|(v, _)| {
        std::cmp::Reverse((
            v.marked.len(),
            v.pages.len(),
            v.shared,
            v.quotations,
            std::cmp::Reverse(v.name.clone()),
        ))
    });
    out.truncate(SPEAKERS);
    let pages: Vec<&Quoted> =
        articles.iter().filter_map(|a| trace.articles.get(*a)).map(|q| &**q).collect();
    let offices = Offices::of(&pages);
    let each = out.into_iter().filter_map(|(voice, spellings)| {
        let other = spellings.iter().map(|s| s.0.as_str());
        let names: Vec<&str> = std::iter::once(voice.name.as_str()).chain(other).collect();
        let role = office::office(&pages, &offices, &names);
        let stands = voice.stands(role.is_some()) && !two(&voice.name, &pages);
        let (pages, statements) = (voice.pages.len(), voice.shared);
        stands.then_some(Speaker { name: voice.name, role, spellings, pages, statements })
    });
    each.collect()
}

/// Whether a name is of two who have their own on these pages (*Varn and Orvel*), which is nobody who speaks:
/// *Ministry of Trade and Industry* is one.
fn two(name: &str, pages: &[&Quoted]) -> bool {
    let times = |words: &str| -> usize {
        pages.iter().map(|q| q.article.text.matches(words).count()).sum()
    };
    let joins = |word: &str| {
        let language = |q: &&Quoted| Language::or_unknown(q.article.lang.as_deref());
        pages.iter().any(|q| language(q).has(Class::Conjunction, word))
    };
    let words: Vec<&str> = name.split(' ').collect();
    (1..words.len().saturating_sub(1)).filter(|k| words.get(*k).is_some_and(|w| joins(w))).any(
        |k| {
            let sides = [words.get(..k), words.get(k + 1..)].map(|w| w.unwrap_or(&[]).join(" "));
            sides.iter().all(|side| times(side) > times(name))
        },
    )
}

/// Whether all words of one full name are among those of the other.
fn within(a: &str, b: &str) -> bool {
    let words = |n: &str| n.split_whitespace().map(fold).collect::<BTreeSet<String>>();
    let (a, b) = (words(a), words(b));
    a.len().min(b.len()) > 1 && (a.is_subset(&b) || b.is_subset(&a))
}

/// A person's name, and other spellings of it with the pages that have them.
fn spelt(trace: &Findings, articles: &[usize], person: usize) -> Option<(String, Spellings)> {
    let person = trace.people.get(person)?;
    let words = |n: &str| n.split_whitespace().count();
    let mut out: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (article, name) in person.articles.iter().filter(|(a, _)| articles.contains(a)) {
        if words(name) == words(&person.name) && fold(name) != fold(&person.name) {
            out.entry(name).or_default().push(*article);
        }
    }
    let out = out.into_iter().map(|(n, pages)| (n.to_owned(), pages)).collect();
    Some((person.name.clone(), out))
}

/// Whether a name has two words and more, each with a capital: a place or a body of one word, or a
/// phrase, denies nothing that is told at the head of a story.
fn full_name(name: &str) -> bool {
    let words = name.split_whitespace();
    words.clone().count() > 1
        && words.clone().all(|w| w.chars().next().is_some_and(char::is_uppercase))
        && !words.clone().next().is_some_and(|w| matches!(w, "The" | "A" | "An"))
}

/// Whether a reading is given as denied, by a verb of denying: who declines or doubts denies nothing.
fn denies(trace: &Findings, reading: &Reading) -> bool {
    let article = trace.articles.get(reading.place.article).map(|q| &q.article);
    let (Some(q), Some(article)) = (quote(trace, reading), article) else { return false };
    let language = Language::or_unknown(article.lang.as_deref());
    let verb = |s: &Span| !language.found(Class::Denial, s.of(&article.text)).is_empty();
    q.stance == Stance::Denied && q.cue.iter().any(verb)
}

/// Whether the words that attribute a quotation print a word of this name: by a pronoun somebody else may
/// be meant.
fn names(quote: &Quotation, who: &str) -> bool {
    let said = quote.speaker_text.as_deref().unwrap_or("");
    let words = |text: &str| -> BTreeSet<String> {
        let all = text.split(|c: char| !c.is_alphanumeric());
        all.filter(|w| w.starts_with(char::is_uppercase)).map(fold).collect()
    };
    !words(said).is_disjoint(&words(who))
}

/// Adds a denial that is not there yet.
fn put(out: &mut Vec<Denial>, place: Place, speaker: Option<&String>, date: Option<When>) {
    let same = |d: &Denial| d.place == place || d.speaker.as_ref() == speaker && d.date == date;
    if !out.iter().any(same) {
        out.push(Denial { place, speaker: speaker.cloned(), date });
    }
}

/// Words from which a denial says what is denied; fewer are a name for something.
const DENIED: usize = 4;

/// Whether a place has words enough to say something, in languages that part words.
fn clause(trace: &Findings, place: Place) -> bool {
    let text = trace.articles.get(place.article).map_or("", |q| q.article.text.as_str());
    let words = place.span.of(text);
    words.split_whitespace().count() >= DENIED || words.chars().any(headwater_text::unspaced)
}

/// Statements against the message of a thread that the story belongs to, and what its reports
/// give as denied.
fn denied(trace: &Findings, outline: &Outline, story: usize, speakers: &[Speaker]) -> Vec<Denial> {
    let articles = trace.stories.get(story).map_or(&[][..], |s| &s.articles);
    let here = |p: &Place| articles.contains(&p.article);
    let mut out: Vec<Denial> = Vec::new();
    for thread in &trace.threads {
        if thread.statements.iter().any(|s| here(&s.place)) {
            let told = |s: &&Told| here(&s.place) && s.speaker.as_deref().is_some_and(full_name);
            for s in thread.against.iter().filter(told) {
                put(&mut out, s.place, s.speaker.as_ref(), s.date);
            }
        }
    }
    let main = speakers.first().map(|s| fold(&s.name));
    let mut single = Vec::new();
    for statement in outline.statements.get(story).into_iter().flatten() {
        let Some(utterance) = trace.utterances.get(statement.utterance) else { continue };
        let denied = |r: &&Reading| denies(trace, r);
        let Some(reading) = utterance.readings.iter().find(denied) else { continue };
        let Some(who) = utterance.speaker.as_ref().filter(|w| full_name(w)) else { continue };
        if utterance.readings.iter().any(|r| !denied(&r)) {
            // Another report states what is denied here.
            if Some(fold(who)) != main {
                put(&mut out, reading.place, Some(who), utterance.said_on);
            }
        } else if clause(trace, reading.place)
            && quote(trace, reading).is_some_and(|q| q.confidence >= SAID && names(q, who))
        {
            single.push((reading.place, who, utterance.said_on));
        }
    }
    // Where nobody denies what another report states, who denies anything is told.
    if out.is_empty() {
        for (place, who, date) in single {
            put(&mut out, place, Some(who), date);
        }
    }
    out.sort_by_key(|d| (d.date.is_none(), d.date, d.place));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, words: &str) -> bool {
        let start = text.find(words).unwrap();
        marked_whole(text, Span::new(start, start + words.len()))
    }

    #[test]
    fn a_short_sentence_in_marks_is_a_statement_and_a_word_of_it_is_none() {
        assert!(marked("„Nie zapłacimy” – powiedział Lind.", "Nie zapłacimy"));
        assert!(marked("“We will not pay,” Lind said.", "“We will not pay,”"));
        assert!(!marked("“We will not pay before March,” Lind said.", "not pay"));
        assert!(!marked("Lind called it “unfair”.", "unfair"));
    }

    #[test]
    fn two_that_are_named_together_are_no_speaker() {
        let text = "Varn and Orvel said no. Varn waits; Orvel does not. The Ministry of Trade and Industry \
            regretted it. Industry is quiet.";
        let article = headwater_page::Article::plain("a", text);
        let article = headwater_page::Article { lang: Some("en".into()), ..article };
        let page = Quoted { article, ..Quoted::default() };
        assert!(two("Varn and Orvel", &[&page]));
        assert!(!two("Ministry of Trade and Industry", &[&page]));
        assert!(!two("Ada Lind", &[&page]));
    }

    #[test]
    fn small_talk_says_nothing_by_itself() {
        assert!(!tells("There really is"));
        assert!(!tells("And I don’t see that at all"));
        assert!(tells("The bridge stays shut"));
        assert!(tells("Wir schließen die Brücke"));
    }

    #[test]
    fn what_only_shares_its_matter_means_something_else() {
        let (a, b) = ("We will negotiate the price of the wall.", "We have to negotiate.");
        assert!(sense(a, b) < sense(a, "We are going to negotiate what the wall costs."));
    }
}
