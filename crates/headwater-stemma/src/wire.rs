//! Copies of one agency's text: reports that give the same agency as theirs.
//!
//! How newsrooms print it is told by the place, in any language: in brackets before the dash of a
//! dateline (*LA PAZ, 3 Dec (KWN) -*), in brackets or capitals at the end of the text, in the byline
//! or beside the text. The first two tell an agency; the others only repeat a name that one of
//! them, in some report of the story, gives.

use crate::anchors::name_words;
use crate::credit::outlet_key;
use crate::evidence::Evidence;
use crate::infer::{Inferred, Lost, Up};
use crate::naming::{is_part, leans_on};
use crate::occasion::stand;
use crate::retold::tidy;
use crate::witness::Witness;
use headwater_collate::sound_key as key;
use headwater_lang::{Class, Language, agency};
use headwater_page::Article;
use headwater_text::{Span, fold};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a paragraph in which its dateline ends.
const DATELINE: usize = 100;
/// Words of an agency's name.
const WORDS: usize = 3;
/// Lines above and below the text in which bylines and credits stand.
const BESIDE: usize = 6;
/// Words of such a line.
const LINE: usize = 14;
/// Sentences at the end of a text, corrections and the like among them, in which an agency is given.
const LAST: usize = 4;
/// Paragraphs from the one whose end gives an agency to the end of the text.
const AFTER: usize = 4;
/// Words of a line at the end of a text that does no more than give an agency.
const CREDIT: usize = 8;
/// How probable a report's place below the lost text of an agency is: where its dateline or its
/// end says so, and where it only names the agency that others give. Most written copies did.
const SURE: [f64; 2] = [0.8, 0.6];

/// An agency as one report gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wire {
    /// As printed.
    pub(crate) name: String,
    /// Where.
    pub(crate) span: Span,
    /// Whether it stands where the text itself is given to it: in the dateline, as its author, or by
    /// itself right below it.
    pub(crate) whole: bool,
}

/// The agencies that a report's dateline or end gives.
pub(crate) fn wires(article: &Article, body: &[Span]) -> Vec<Wire> {
    let text = article.text.as_str();
    let mut out: Vec<Wire> = Vec::new();
    for part in body.iter().take(2) {
        out.extend(dateline(text, *part));
    }
    // What gives one piece of many to an agency, as live blogs do, does not give it the page.
    for part in body.iter().skip(body.len().saturating_sub(AFTER)) {
        out.extend(closing(text, *part));
    }
    if let Some(last) = body.last() {
        out.extend(signed(text, *last));
    }
    out.extend(named(article, body));
    out.retain(|w| w.name.chars().any(char::is_alphabetic));
    out.sort_by_key(|w| w.span);
    out.dedup();
    out
}

/// Lines below a text in which an agency by itself gives it.
const BELOW: usize = 2;

/// A known agency as the author, or by itself in a line right below the text.
fn named(article: &Article, body: &[Span]) -> Vec<Wire> {
    let text = article.text.as_str();
    let end = body.last().map_or(text.len(), |s| s.end);
    let wire = |start: usize, name: &str| Wire {
        name: name.to_owned(),
        span: Span::new(start, start + name.len()),
        whole: true,
    };
    let authors = || article.authors.iter();
    let itself = authors().filter(|a| known(a));
    let itself = itself.filter_map(|a| Some(wire(text.find(a.as_str())?, a)));
    // *By Mara Lind/KWN*: the agency that she writes for.
    let beyond = authors().filter_map(|a| {
        let after = text.find(a.as_str())? + a.len();
        let line = text.get(after..)?.lines().next()?;
        let name = line.trim_start().strip_prefix('/')?.trim();
        known(name).then(|| wire(name.as_ptr() as usize - text.as_ptr() as usize, name))
    });
    let mut out: Vec<Wire> = itself.chain(beyond).collect();
    for span in beside(article, body).into_iter().filter(|s| s.start < end) {
        let found = own_line(span.of(text), false);
        out.extend(found.map(|(from, name)| wire(span.start + from, name)));
    }
    let mut at = end;
    let mut lines = 0;
    for line in text.get(end..).unwrap_or("").split('\n') {
        let words = line.trim();
        out.extend(own_line(line, true).map(|(from, name)| wire(at + from, name)));
        lines += usize::from(!words.is_empty());
        if lines >= BELOW {
            break;
        }
        at += line.len() + 1;
    }
    out
}

/// The known agency to which a line beside a text gives it: by itself or by the sign of copyright
/// (below a text alone), or behind the word for a source: *2 April | Source: KWN*. Where it stands.
fn own_line(line: &str, alone: bool) -> Option<(usize, &str)> {
    let picture = pictures(line);
    let marks = ['|', '·', '•', ',', '–', '—', '/'];
    line.split(marks).find_map(|part| {
        let (label, name) = part.split_once(':').unwrap_or(("", part));
        let signed = name.trim_start().trim_start_matches(['©', '(', 'c', ')']);
        let name = if alone && name.trim_start().starts_with(['©', '(']) { signed } else { name };
        let name = name.trim();
        let label = label.trim().to_lowercase();
        let source = Language::unknown().has(Class::SourceLabel, &label);
        let fits = known(name) && (source || alone && label.is_empty() && !picture);
        fits.then(|| (name.as_ptr() as usize - line.as_ptr() as usize, name))
    })
}

/// Whether a line is about a picture: by its words, or as it names who took it and for whom
/// (*Mara Lind / KWN*, *KWN/Mara Lind*).
fn pictures(words: &str) -> bool {
    let low = words.to_lowercase();
    let all = Language::unknown();
    let marks = ['(', ')', '[', ']', '©', ' ', '.'];
    let person = |part: &str| {
        let names = part.split_whitespace();
        (2..=4).contains(&names.clone().count())
            && !known(part)
            && names.into_iter().all(|n| n.starts_with(char::is_uppercase))
    };
    let taken = words.split_once('/').is_some_and(|(a, b)| {
        let (a, b) = (a.trim_matches(marks), b.trim_matches(marks));
        person(a) && known(b) || known(a) && person(b)
    });
    taken
        || all.opens(Class::PictureCredit, words).is_some()
        || all.words(Class::PictureSign).iter().any(|p| low.contains(p.word))
}

/// Words of a line from which on it is the caption of a picture that ends with whose the picture is.
const CAPTION: usize = 6;

/// Whether a line beside a text says what a picture shows, and then in brackets whose it is.
fn captions(words: &str) -> bool {
    let open = words.trim_end().strip_suffix(')').and_then(|w| w.rfind('('));
    let before = open.and_then(|at| words.get(..at)).unwrap_or("");
    before.split_whitespace().count() >= CAPTION
}

/// Whether words name who only helped with a report: *Additional reporting by KWN*.
pub(crate) fn only_helps(words: &str) -> bool {
    let low = words.to_lowercase();
    Language::unknown().words(Class::HelpSign).iter().any(|sign| low.contains(sign.word))
}

/// `(KWN) -`, `(KWN).-` near the beginning; a known agency also without the dash.
fn dateline(text: &str, part: Span) -> Option<Wire> {
    let words = part.of(text);
    let open = words.find('(').filter(|at| *at < DATELINE)?;
    let inner = words.get(open + 1..)?;
    let close = inner.find(')')?;
    let rest = inner.get(close + 1..)?.trim_start_matches(['.', ' ', '\u{a0}']);
    let dash = rest.chars().next().is_some_and(|c| headwater_text::fold_char(c) == '-');
    let whole = inner.get(..close)?;
    // *(kwn/lnd)*: the desk behind the agency is none of its name.
    let name = whole.split('/').next().unwrap_or(whole).trim_end();
    let fits = name.split_whitespace().count() <= WORDS && name.chars().all(letter);
    let start = part.start + open + 1;
    ((dash || known(name)) && fits && !name.is_empty()).then(|| Wire {
        name: name.to_owned(),
        span: Span::new(start, start + name.len()),
        whole: true,
    })
}

fn letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, ' ' | '-' | '.')
}

/// `(kwn)` at the end of a paragraph, behind a whole sentence or by itself, unless the agency is
/// known: short, all capitals or none.
fn closing(text: &str, part: Span) -> Option<Wire> {
    let words = part.of(text).trim_end();
    let inner = words.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let name = inner.get(open + 1..)?.split('/').next()?;
    let start = part.start + open + 1;
    let before = inner.get(..open).unwrap_or("").trim_end();
    let apart = before.is_empty() || before.ends_with(ENDS) || known(name);
    (apart && short(name)).then(|| Wire {
        name: name.to_owned(),
        span: Span::new(start, start + name.len()),
        whole: false,
    })
}

/// Marks at the end of a sentence, quoted or not.
const ENDS: [char; 9] = ['.', '!', '?', '…', '"', '”', '»', '“', '\''];

/// Whether these words are the name of an agency, in whatever letters.
fn known(words: &str) -> bool {
    agency(words).is_some() || agency(&words.to_uppercase()).is_some()
}

/// `… said. KWN` at the end of the text, or a known agency as its last paragraph.
fn signed(text: &str, part: Span) -> Option<Wire> {
    let words = part.of(text).trim_end();
    if known(words.trim_start()) {
        let start = part.start + words.len() - words.trim_start().len();
        let name = words.trim_start().to_owned();
        return Some(Wire { span: Span::new(start, start + name.len()), name, whole: true });
    }
    let (before, name) = words.rsplit_once(char::is_whitespace)?;
    let ended = before.trim_end().ends_with(ENDS);
    let start = part.start + words.len() - name.len();
    (ended && short(name)).then(|| Wire {
        name: name.to_owned(),
        span: Span::new(start, start + name.len()),
        whole: false,
    })
}

/// Two to five letters, all capitals or, from three on, none.
fn short(name: &str) -> bool {
    let n = name.chars().count();
    let upper = name.chars().all(char::is_uppercase);
    let lower = n > 2 && name.chars().all(char::is_lowercase);
    (2..=5).contains(&n) && (upper || lower)
}

/// The lines right above and below a body, where bylines and credits stand.
pub(crate) fn beside(article: &Article, body: &[Span]) -> Vec<Span> {
    let text = article.text.as_str();
    let (Some(first), Some(last)) = (body.first(), body.last()) else { return Vec::new() };
    let above = text.get(..first.start).unwrap_or("");
    let below = text.get(last.end..).unwrap_or("");
    let line = |at: usize, words: &str| {
        let kept = words.trim();
        let lead = words.len() - words.trim_start().len();
        let few = !kept.is_empty() && kept.split_whitespace().count() <= LINE;
        few.then(|| Span::new(at + lead, at + lead + kept.len()))
    };
    let mut out = Vec::new();
    let mut at = above.len();
    for words in above.rsplit('\n') {
        at -= words.len();
        out.extend(line(at, words));
        if out.len() >= BESIDE || at == 0 {
            break;
        }
        at -= 1;
    }
    let most = out.len() + BESIDE;
    let mut at = last.end;
    for words in below.split('\n') {
        out.extend(line(at, words));
        if out.len() >= most {
            break;
        }
        at += words.len() + 1;
    }
    out
}

/// Whether a name stands in these words as it is printed elsewhere, between other words.
fn stands(words: &str, name: &str) -> bool {
    words.match_indices(name).any(|(at, _)| {
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        free(words.get(..at).and_then(|w| w.chars().next_back()))
            && free(words.get(at + name.len()..).and_then(|w| w.chars().next()))
    })
}

/// Whether a name stands in these words, as it is printed elsewhere or in another alphabet.
fn gives(words: &str, name: &str) -> bool {
    if stands(words, name) {
        return true;
    }
    if words.is_ascii() && name.is_ascii() {
        return false;
    }
    let own: Vec<String> = name_words(name).map(key).collect();
    let list: Vec<(String, bool)> =
        name_words(words).map(|w| (key(w), w.starts_with(char::is_uppercase))).collect();
    let long = own.iter().map(|k| k.chars().count()).sum::<usize>() >= HEARD;
    let same = |w: &[(String, bool)]| {
        w.first().is_some_and(|f| f.1) && w.iter().map(|x| &x.0).eq(own.iter())
    };
    long && list.windows(own.len().max(1)).any(same)
}

/// Whether `short` is made of letters of `long` in their order: of its beginning and of that of each
/// of its words. Of one word as well, where it is three letters at least, and half of the word or with
/// its last letter: letters in some order are in most long words.
fn abbreviates(short: &str, long: &str) -> bool {
    let letters: Vec<char> = fold(short).chars().filter(|c| c.is_alphanumeric()).collect();
    let capitals = short.chars().count() <= 5 && short.chars().all(char::is_uppercase);
    if !capitals || letters.len() < 3 || long.chars().count() <= short.chars().count() {
        return false;
    }
    let mut words = long.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    if let (Some(one), None) = (words.next(), words.next()) {
        let whole: Vec<char> = fold(one).chars().collect();
        if whole.last() != letters.last() && letters.len() * 2 < whole.len() {
            return false;
        }
    }
    let mut left = letters.as_slice();
    for word in long.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        let small = word.starts_with(char::is_lowercase);
        let mut chars = fold(word).chars().collect::<Vec<_>>().into_iter();
        if small && chars.len() <= 3 {
            continue;
        }
        let (Some((first, rest)), Some(begins)) = (left.split_first(), chars.next()) else {
            return false;
        };
        if *first != begins {
            return false;
        }
        left = rest;
        // Further letters of this word, as far as the next words leave them.
        for c in chars {
            if left.first() == Some(&c) && left.len() > words_after(long, word) {
                left = left.get(1..).unwrap_or(&[]);
            }
        }
    }
    left.is_empty()
}

/// Words of a name that stand behind one of them.
fn words_after(name: &str, word: &str) -> usize {
    let list: Vec<&str> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| w.chars().next().is_some_and(|c| !c.is_lowercase()) || w.chars().count() > 3)
        .collect();
    list.iter().position(|w| *w == word).map_or(0, |at| list.len() - at - 1)
}

/// Whether a report is of an agency itself.
pub(crate) fn is_agency(w: &Witness) -> bool {
    w.outlet.is_some_and(known)
}

/// Whether two names are those of one agency: *dpa* and *dpa-AFX*, *AP* and *Associated Press*, *ANW*
/// and *Allied Newswire*.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let head = |n: &str| fold(n.split('-').next().unwrap_or(n));
    fold(a) == fold(b)
        || head(a) == head(b)
        || one_agency(a, b)
        || abbreviates(a, b)
        || abbreviates(b, a)
        || sounds_as(a, b)
}

/// Whether two names are known ones of one agency.
fn one_agency(a: &str, b: &str) -> bool {
    let one = |n: &str| agency(n).or_else(|| agency(&n.to_uppercase())).map(|a| a.name);
    one(a).zip(one(b)).is_some_and(|(x, y)| x == y)
}

/// Consonants that a name has to have, to be known in another alphabet.
const HEARD: usize = 5;

/// Whether two names are one in two alphabets: *Дзвін-Інформ*, *Dzvin-Inform*.
fn sounds_as(a: &str, b: &str) -> bool {
    let keys = |n: &str| -> Vec<String> { name_words(n).map(key).collect() };
    let (x, y) = (keys(a), keys(b));
    let strange = !a.is_ascii() || !b.is_ascii();
    let long = x.iter().map(|k| k.chars().count()).sum::<usize>() >= HEARD;
    strange && long && x == y
}

/// Runs of words with capitals, by twos to fours: what an abbreviation may stand for.
fn capitals(words: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let list: Vec<Span> = headwater_text::tokens(words).iter().map(|t| t.span).collect();
    for n in 2..=4 {
        for run in list.windows(n) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let capital = |s: &Span| s.of(words).starts_with(char::is_uppercase);
            if capital(first) && capital(last) {
                out.push(first.hull(*last).of(words));
            }
        }
    }
    out
}

/// Whether a line beside a text gives an agency of this name as that of the text: not of a picture.
fn lines_give(w: &Witness, name: &str) -> bool {
    let last = w.lines.iter().rev().take(LAST).filter(|l| l.words.len() <= CREDIT).map(|l| l.span);
    let beside = w.beside.iter().copied().filter(|s| !captions(s.of(w.text)));
    let all = beside.chain(last).map(|s| s.of(w.text));
    all.filter(|words| !pictures(words) && !only_helps(words)).any(|words| {
        let called = |long: &str| abbreviates(name, long) || one_agency(name, long);
        gives(words, name) || capitals(words).into_iter().any(called)
    })
}

/// Where a report says that its text is of a source of this name: in its dateline or below, in a
/// line beside it, else in a sentence.
pub(crate) fn sign(w: &Witness, name: &str) -> Option<Span> {
    let given = w.wires.iter().find(|x| same(&x.name, name)).map(|x| x.span);
    let beside = || w.beside.iter().copied().chain(w.lines.iter().map(|l| l.span));
    given.or_else(|| {
        let place = |line: Span| {
            let words = line.of(w.text);
            let at = words.find(name).filter(|_| stands(words, name))?;
            (!pictures(words) && !only_helps(words))
                .then(|| Span::new(line.start + at, line.start + at + name.len()))
        };
        beside().find_map(place)
    })
}

/// An agency that reports give as theirs and that is no outlet of the story.
pub(crate) struct Carried {
    /// The shortest of its names: how it is called.
    pub(crate) name: String,
    /// All names that the reports print, the shortest first.
    pub(crate) spellings: Vec<String>,
    /// The reports that give it.
    pub(crate) of: BTreeSet<usize>,
}

/// The agencies that reports give as theirs, with those reports.
pub(crate) fn carriers(witnesses: &[Witness]) -> Vec<Carried> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for w in witnesses {
        names.extend(w.wires.iter().map(|wire| wire.name.as_str()));
    }
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_by_key(|n| (n.chars().count(), *n));
    let own = |w: &Witness, name: &str| {
        w.outlet.is_some_and(|o| same(o, name)) || is_part(w, &outlet_key(name))
    };
    let mut out: Vec<Carried> = Vec::new();
    for name in names {
        if witnesses.iter().any(|w| own(w, name)) {
            continue;
        }
        let gives =
            |w: &Witness| w.wires.iter().any(|wire| same(&wire.name, name)) || lines_give(w, name);
        let all: BTreeSet<usize> =
            (0..witnesses.len()).filter(|c| witnesses.get(*c).is_some_and(gives)).collect();
        match out.iter_mut().find(|o| o.spellings.iter().any(|s| same(s, name))) {
            Some(known) => {
                known.of.extend(all);
                known.spellings.push(name.to_owned());
            }
            None => out.push(Carried {
                name: name.to_owned(),
                spellings: vec![name.to_owned()],
                of: all,
            }),
        }
    }
    out
}

/// Reports of which each has this share of its word runs in another are two prints of one text.
const PRINT: f64 = 0.5;

/// The least of that where two reports say whose text they print and a third does not.
const THIRD: f64 = 0.3;

/// Whether a report has as much of what at least two reports print as these have of each other.
fn third(e: &Evidence, own: &BTreeSet<usize>, p: usize) -> bool {
    let like = |a: usize, b: usize| e.kinship.share(a, b).max(e.kinship.share(b, a));
    let others = |c: usize| own.iter().filter(move |o| **o != c).map(move |o| like(*o, c));
    let near = |c: &&usize| {
        let here = like(p, **c);
        here >= THIRD && others(**c).all(|x| x <= here)
    };
    !own.contains(&p) && own.iter().filter(near).count() > 1
}

/// Puts reports that give one agency, which is no report of the story, below its lost text; and
/// those that have the words of its copies and from which a copy would be made otherwise.
pub(crate) fn share(witnesses: &[Witness], e: &Evidence, out: &mut Inferred) {
    let mut list: Vec<Carried> =
        carriers(witnesses).into_iter().filter(|x| x.of.len() > 1).collect();
    list.sort_by(|a, b| b.of.len().cmp(&a.of.len()).then(a.name.cmp(&b.name)));
    for Carried { name, spellings, of: own } in list {
        let says = |w: &Witness| {
            w.near_text().any(|words| spellings.iter().any(|name| gives(words, name)))
        };
        let mut all: BTreeSet<usize> = (0..witnesses.len())
            .filter(|c| own.contains(c) || witnesses.get(*c).is_some_and(says))
            .collect();
        let print = |p: usize| {
            own.iter()
                .filter(|c| e.kinship.share(p, **c).max(e.kinship.share(**c, p)) >= PRINT)
                .count()
        };
        for c in &own {
            if let Some(Up::Witness(p)) = out.up.get(*c)
                && e.sources.lean(*c, *p).is_none()
                && out.up.get(*p) == Some(&Up::Root)
                && print(*p) > 1
            {
                all.insert(*p);
            }
        }
        // Who prints what two clients print, and is credited by none of them, is a third.
        let credited = |p: usize| own.iter().any(|c| e.sources.lean(*c, p).is_some());
        let third = |p: &usize| out.is_open(*p) && !credited(*p) && third(e, &own, *p);
        let third = (0..witnesses.len()).filter(third);
        all.extend(third.collect::<Vec<_>>());
        // A later version of a page is made from the one before it.
        let version = |c: &usize| match out.up.get(*c) {
            Some(Up::Witness(p)) => all.contains(p) && e.stamps.versions(*p, *c),
            _ => false,
        };
        // Whom a text credits that is the agency's, the agency credits.
        let free = |c: &usize| match out.up.get(*c) {
            Some(Up::Root) => true,
            Some(Up::Lost(l)) => out.nameless(*l),
            Some(Up::Witness(p)) => {
                let credits = e.sources.lean(*c, *p).is_some() && !whole(witnesses, *c, &spellings);
                own.contains(c) && !credits && !version(c)
            }
            None => false,
        };
        let members: Vec<usize> = all.iter().copied().filter(free).collect();
        let versions = all.iter().filter(|c| version(c)).count();
        if members.is_empty() || members.len() + versions < 2 {
            continue;
        }
        let index = out.lost.len();
        let parent = behind(e, out, &members);
        for c in &members {
            out.place(*c, Up::Lost(index), SURE[usize::from(!own.contains(c))]);
        }
        let sure = SURE[0];
        out.lost.push(Lost { members, parent, sure, name: Some(name) });
        out.second.retain(|s| !all.contains(&s.1));
    }
    alone(witnesses, e, out);
    tidy(out);
}

/// An agency to which one report alone gives its text: that is the agency's, and so is the
/// lost one that it shares with others. Where its words were said at an occasion, that is its source: it
/// is the agency's own report of it.
fn alone(witnesses: &[Witness], e: &Evidence, out: &mut Inferred) {
    for Carried { name, of: own, .. } in carriers(witnesses) {
        let [c] = own.iter().copied().collect::<Vec<_>>()[..] else { continue };
        let wires = witnesses.get(c).map_or(&[][..], |w| w.wires.as_slice());
        // Small letters may be those of the newsroom: *(red)*.
        let labelled = |n: &str| witnesses.get(c).is_some_and(|w| labelled(w, n));
        let fits = |w: &Wire| {
            let small = agency(&w.name).is_none() && !w.name.starts_with(char::is_uppercase);
            w.whole && same(&w.name, &name) && (!small || labelled(&w.name))
        };
        let occasions = e.sources.occasions.get(c).map_or(&[][..], Vec::as_slice);
        let stands = witnesses.get(c).is_some_and(|w| stand(w, occasions).is_some());
        if !wires.iter().any(fits) || stands {
            continue;
        }
        match out.up.get(c).copied() {
            Some(Up::Root) => {
                out.place(c, Up::Lost(out.lost.len()), SURE[0]);
                let sure = SURE[0];
                let index = out.lost.len();
                let prints: Vec<usize> =
                    if agency(&name).is_some() { prints(e, out, c).collect() } else { Vec::new() };
                for p in &prints {
                    out.place(*p, Up::Lost(index), SURE[1]);
                }
                let members = [c].into_iter().chain(prints).collect();
                out.lost.push(Lost { members, parent: None, sure, name: Some(name) });
            }
            Some(Up::Lost(l)) if out.nameless(l) => {
                let members = out.lost.get(l).map_or(Vec::new(), |l| l.members.clone());
                let like = |o: usize| e.kinship.share(c, o).max(e.kinship.share(o, c));
                // Who has only a few of the agency's words may have them from elsewhere.
                let (print, other): (Vec<usize>, Vec<usize>) =
                    members.into_iter().partition(|o| *o == c || like(*o) >= THIRD);
                for o in other {
                    out.place(o, Up::Root, SURE[1]);
                }
                if let Some(lost) = out.lost.get_mut(l) {
                    lost.members = print;
                    lost.name = Some(name);
                }
            }
            // The agency has it from whom its text credits.
            Some(Up::Witness(p)) if goes_back(e, c, p) => {
                out.place(c, Up::Lost(out.lost.len()), SURE[0]);
                let (sure, name) = (SURE[0], Some(name));
                out.lost.push(Lost { members: vec![c], parent: Some(p), sure, name });
                out.second.retain(|s| s.1 != c);
            }
            Some(Up::Lost(_) | Up::Witness(_)) | None => {}
        }
    }
}

/// Whether a line beside a text gives it to a source of this name: *Source: kwn*.
fn labelled(w: &Witness, name: &str) -> bool {
    let marks = ['|', '·', '•', ',', '/'];
    w.beside.iter().flat_map(|s| s.of(w.text).split(marks)).any(|part| {
        let (before, given) = part.rsplit_once(':').unwrap_or(("", ""));
        let label = before.split_whitespace().next_back().unwrap_or("").to_lowercase();
        given.trim() == name && Language::unknown().has(Class::SourceLabel, &label)
    })
}

/// Whether the whole text of a report is that of the agency of these names.
fn whole(witnesses: &[Witness], c: usize, spellings: &[String]) -> bool {
    let mut wires = witnesses.get(c).into_iter().flat_map(|w| &w.wires);
    wires.any(|w| w.whole && spellings.iter().any(|name| same(&w.name, name)))
}

/// The report that most of the clients of an agency whose text goes back to one go back to.
fn behind(e: &Evidence, out: &Inferred, members: &[usize]) -> Option<usize> {
    let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
    for c in members {
        if let Some(Up::Witness(p)) = out.up.get(*c)
            && !members.contains(p)
            && members.iter().all(|m| !out.descends(*p, *m))
            && goes_back(e, *c, *p)
        {
            *votes.entry(*p).or_default() += 1;
        }
    }
    votes.into_iter().max_by_key(|(p, n)| (*n, usize::MAX - p)).map(|v| v.0)
}

/// Whether a text that is an agency's goes back to a report through the agency: it credits the report,
/// or that is what was issued; and it is no copy of it.
fn goes_back(e: &Evidence, c: usize, p: usize) -> bool {
    let issued = e.sources.issued.get(p) == Some(&true);
    let copy = e.kinship.share(p, c).max(e.kinship.share(c, p)) >= PRINT;
    (issued || e.sources.lean(c, p).is_some()) && !copy && !e.stamps.versions(p, c)
}

/// Reports below one that leans on an agency, which have all of its text, lean on the agency as it does
/// and do not credit it: they are the agency's clients too.
pub(crate) fn clients(witnesses: &[Witness], e: &Evidence, out: &mut Inferred) {
    let tops = (0..out.up.len()).filter(|c| out.up.get(*c) == Some(&Up::Root));
    for c in tops.collect::<Vec<_>>() {
        let source = |w: usize| leans_on(witnesses, e, w).filter(|name| agency(name).is_some());
        let Some(name) = source(c) else { continue };
        let below: Vec<usize> = prints(e, out, c).collect();
        for p in below.into_iter().filter(|p| source(*p).is_some_and(|n| same(&n, &name))) {
            out.place(p, Up::Root, SURE[1]);
        }
    }
}

/// Reports below one that prints an agency's text, which have all of that text and do not credit this
/// report: they are the agency's clients too, who need not say so. Not a later version of the page.
fn prints<'i>(e: &'i Evidence, out: &'i Inferred, c: usize) -> impl Iterator<Item = usize> + 'i {
    let below = (0..out.up.len()).filter(move |p| out.up.get(*p) == Some(&Up::Witness(c)));
    below.filter(move |p| {
        let whole = e.kinship.share(c, *p).min(e.kinship.share(*p, c)) >= PRINT;
        whole && e.sources.lean(*p, c).is_none() && !e.stamps.versions(c, *p)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let article = Article::plain("a", text);
        wires(&article, &article.body).into_iter().map(|w| w.name).collect()
    }

    #[test]
    fn letters_in_their_order_are_no_abbreviation_by_themselves() {
        assert!(abbreviates("IFX", "Interfax") && abbreviates("ANW", "Allied Newswire"));
        assert!(!abbreviates("ANE", "Alpenspiegel"));
        assert!(same("AP", "The Associated Press") && !same("AP", "AFP"));
    }

    #[test]
    fn datelines_and_ends_give_the_agency() {
        assert_eq!(found("VARN, Dec 3 (Coast Wire) - The tolls rise."), ["Coast Wire"]);
        assert_eq!(found("Osk, 3 dic (KWN).- Suben las tasas."), ["KWN"]);
        assert_eq!(found("Die Gebühren steigen, sagte sie. (kwn)"), ["kwn"]);
        assert_eq!(found("The tolls rise.\n\n“No,” she said. KWN"), ["KWN"]);
        assert_eq!(found("Die Gebühren steigen, sagte sie. kwn"), ["kwn"]);
        assert_eq!(found("Varn (kwn/lnd) - Die Gebühren steigen."), ["kwn"]);
        assert_eq!(found("The tolls rise.\n\nReuters"), ["Reuters"]);
    }

    #[test]
    fn an_agency_as_author_or_below_the_text_gives_it() {
        let text = "By Reuters\n\nThe tolls rise in Varn.\n\nDPA\n\nMore news\n\nAFP\n";
        let at = text.find("The tolls").unwrap();
        let body = vec![Span::new(at, at + "The tolls rise in Varn.".len())];
        let authors = vec!["Reuters".to_owned(), "Jo Lind".to_owned()];
        let article = Article { text: text.into(), authors, ..Article::default() };
        let found = wires(&article, &body);
        let names: Vec<&str> = found.iter().map(|w| w.span.of(text)).collect();
        assert_eq!(names, ["Reuters", "DPA"]);
        assert!(found.iter().all(|w| w.whole));
    }

    #[test]
    fn whose_picture_it_is_and_who_only_helped_is_not_whose_text_it_is() {
        assert!(pictures("Mara Lind / Reuters") && pictures("(REUTERS/Jo Berg)"));
        assert!(!pictures("kwn/lnd") && !pictures("By Mara Lind, Reuters"));
        assert!(captions("The bridge of Orvel after the storm last Sunday (AP)"));
        assert!(!captions("(Con información de KWN)") && !captions("Jo Berg (AP)"));
        assert!(only_helps("Additional reporting by Reuters"));
        assert!(only_helps("Mara Lind a contribué à cet article") && !only_helps("By Reuters"));
        assert!(!only_helps("La pluie a contribué à cet accident, selon l'AFP"));
        assert!(!only_helps("Встреча прошла при участии посла, сообщает Интерфакс"));
        assert!(!pictures("Agence France-Presse / Reuters"), "two agencies");
        let live =
            "It rained. (kwn)\n\nThe toll rises.\n\nNobody came.\n\nThe sun sets.\n\nIt is night.";
        assert!(found(live).is_empty(), "a piece of a live blog");
    }

    #[test]
    fn other_brackets_and_capitals_are_no_agency() {
        assert!(found("The mayor (61) - a lawyer - spoke. She named the EU").is_empty());
        assert!(found("The harbour (which nobody asked for) - all of it - stays.").is_empty());
        assert!(found("She paid (twice over)").is_empty());
        assert!(found("In the box:\n\n1 corner brush (black)").is_empty());
    }

    #[test]
    fn lines_beside_the_text_are_the_nearest() {
        let text = "Menu\n\nBy KWN\n\nThe tolls rise in Varn.\n\nWith material from KWN\n";
        let at = text.find("The tolls").unwrap();
        let body = vec![Span::new(at, at + "The tolls rise in Varn.".len())];
        let article = Article { text: text.into(), ..Article::default() };
        let lines: Vec<&str> = beside(&article, &body).iter().map(|s| s.of(text)).collect();
        assert_eq!(lines, ["By KWN", "Menu", "With material from KWN"]);
    }
}
