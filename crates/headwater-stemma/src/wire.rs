//! Copies of one agency's text: reports that give the same agency as theirs.
//!
//! How newsrooms print it is told by the place, in any language: in brackets before the dash of a
//! dateline (*LA PAZ, 3 Dec (KWN) -*), in brackets or capitals at the end of the text, in the byline
//! or beside the text. The first two tell an agency; the others only repeat a name that one of
//! them, in some report of the story, gives.

use crate::credit::outlet_key;
use crate::evidence::Evidence;
use crate::infer::{Inferred, Lost, Up};
use crate::naming::is_part;
use crate::occasion::stand;
use crate::retold::tidy;
use crate::witness::Witness;
use headwater_lang::{Class, Language};
use headwater_page::Article;
use headwater_text::{Span, fold};
use std::collections::BTreeSet;

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
    /// Whether it stands in the dateline.
    pub(crate) dateline: bool,
}

/// The agencies that a report's dateline or end gives.
pub(crate) fn wires(article: &Article, body: &[Span]) -> Vec<Wire> {
    let text = article.text.as_str();
    let mut out: Vec<Wire> = Vec::new();
    for part in body.iter().take(2) {
        out.extend(dateline(text, *part));
    }
    for part in body {
        out.extend(closing(text, *part));
    }
    if let Some(last) = body.last() {
        out.extend(signed(text, *last));
    }
    out.retain(|w| w.name.chars().any(char::is_alphabetic));
    out.sort_by_key(|w| w.span);
    out.dedup();
    out
}

/// `(KWN) -`, `(KWN).-` near the beginning.
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
    (dash && fits && !name.is_empty()).then(|| Wire {
        name: name.to_owned(),
        span: Span::new(start, start + name.len()),
        dateline: true,
    })
}

fn letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, ' ' | '-' | '.')
}

/// `(kwn)` at the end of a paragraph: short, all capitals or none.
fn closing(text: &str, part: Span) -> Option<Wire> {
    let words = part.of(text).trim_end();
    let inner = words.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let name = inner.get(open + 1..)?.split('/').next()?;
    let start = part.start + open + 1;
    short(name).then(|| Wire {
        name: name.to_owned(),
        span: Span::new(start, start + name.len()),
        dateline: false,
    })
}

/// `… said. KWN` at the end of the text.
fn signed(text: &str, part: Span) -> Option<Wire> {
    let words = part.of(text).trim_end();
    let (before, name) = words.rsplit_once(char::is_whitespace)?;
    let ended = before.trim_end().ends_with(|c: char| ".!?…\"”»“".contains(c));
    let start = part.start + words.len() - name.len();
    (ended && short(name)).then(|| Wire {
        name: name.to_owned(),
        span: Span::new(start, start + name.len()),
        dateline: false,
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

/// Whether two names are those of one agency: *dpa* and *dpa-AFX*, *ANW* and *Allied Newswire*.
pub(crate) fn same(a: &str, b: &str) -> bool {
    let head = |n: &str| fold(n.split('-').next().unwrap_or(n));
    fold(a) == fold(b) || head(a) == head(b) || abbreviates(a, b) || abbreviates(b, a)
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
    let picture = |words: &str| {
        let low = words.to_lowercase();
        let all = Language::unknown();
        all.opens(Class::PictureCredit, words).is_some()
            || all.words(Class::PictureSign).iter().any(|p| low.contains(p.word))
    };
    let last = w.lines.iter().rev().take(LAST).filter(|l| l.words.len() <= CREDIT).map(|l| l.span);
    let all = w.beside.iter().copied().chain(last).map(|s| s.of(w.text));
    all.filter(|words| !picture(words)).any(|words| {
        stands(words, name) || capitals(words).into_iter().any(|long| abbreviates(name, long))
    })
}

/// The agencies that reports give as theirs, which are no outlet of the story, with those reports.
pub(crate) fn carriers(witnesses: &[Witness]) -> Vec<(String, BTreeSet<usize>)> {
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for w in witnesses {
        names.extend(w.wires.iter().map(|wire| wire.name.as_str()));
    }
    let own = |w: &Witness, name: &str| {
        w.outlet.is_some_and(|o| same(o, name)) || is_part(w, &outlet_key(name))
    };
    let mut out: Vec<(String, BTreeSet<usize>)> = Vec::new();
    for name in names {
        if witnesses.iter().any(|w| own(w, name)) {
            continue;
        }
        let gives =
            |w: &Witness| w.wires.iter().any(|wire| same(&wire.name, name)) || lines_give(w, name);
        let all: BTreeSet<usize> =
            (0..witnesses.len()).filter(|c| witnesses.get(*c).is_some_and(gives)).collect();
        match out.iter_mut().find(|o| same(&o.0, name)) {
            Some(known) => known.1.extend(all),
            None => out.push((name.to_owned(), all)),
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
    let mut list: Vec<(String, BTreeSet<usize>)> =
        carriers(witnesses).into_iter().filter(|x| x.1.len() > 1).collect();
    list.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    for (name, own) in list {
        let says = |w: &Witness| w.near_text().any(|words| stands(words, &name));
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
        let free = |c: &usize| match out.up.get(*c) {
            Some(Up::Root) => true,
            Some(Up::Lost(l)) => out.nameless(*l),
            Some(Up::Witness(p)) => own.contains(c) && e.sources.lean(*c, *p).is_none(),
            None => false,
        };
        let members: Vec<usize> = all.iter().copied().filter(free).collect();
        if members.len() < 2 {
            continue;
        }
        let index = out.lost.len();
        for c in &members {
            out.place(*c, Up::Lost(index), SURE[usize::from(!own.contains(c))]);
        }
        let sure = SURE[0];
        out.lost.push(Lost { members, parent: None, sure, name: Some(name) });
        out.second.retain(|s| !all.contains(&s.1));
    }
    alone(witnesses, e, out);
    tidy(out);
}

/// An agency that the dateline of one report alone gives: its text is the agency's, and so is the
/// lost one that it shares with others. Where its words were said at an occasion, that is its source: it
/// is the agency's own report of it.
fn alone(witnesses: &[Witness], e: &Evidence, out: &mut Inferred) {
    for (name, own) in carriers(witnesses) {
        let [c] = own.iter().copied().collect::<Vec<_>>()[..] else { continue };
        let wires = witnesses.get(c).map_or(&[][..], |w| w.wires.as_slice());
        // Small letters may be those of the newsroom: *(red)*.
        let fits =
            |w: &Wire| w.dateline && same(&w.name, &name) && w.name.starts_with(char::is_uppercase);
        let occasions = e.sources.occasions.get(c).map_or(&[][..], Vec::as_slice);
        let stands = witnesses.get(c).is_some_and(|w| stand(w, occasions).is_some());
        if !wires.iter().any(fits) || stands {
            continue;
        }
        match out.up.get(c).copied() {
            Some(Up::Root) => {
                out.place(c, Up::Lost(out.lost.len()), SURE[0]);
                let sure = SURE[0];
                out.lost.push(Lost { members: vec![c], parent: None, sure, name: Some(name) });
            }
            Some(Up::Lost(l)) => {
                let lost = out.lost.get_mut(l).filter(|l| l.name.is_none() && l.parent.is_none());
                if let Some(lost) = lost {
                    lost.name = Some(name);
                }
            }
            Some(Up::Witness(_)) | None => {}
        }
    }
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
    }

    #[test]
    fn datelines_and_ends_give_the_agency() {
        assert_eq!(found("VARN, Dec 3 (Coast Wire) - The tolls rise."), ["Coast Wire"]);
        assert_eq!(found("Osk, 3 dic (KWN).- Suben las tasas."), ["KWN"]);
        assert_eq!(found("Die Gebühren steigen, sagte sie. (kwn)"), ["kwn"]);
        assert_eq!(found("The tolls rise.\n\n“No,” she said. KWN"), ["KWN"]);
        assert_eq!(found("Die Gebühren steigen, sagte sie. kwn"), ["kwn"]);
        assert_eq!(found("Varn (kwn/lnd) - Die Gebühren steigen."), ["kwn"]);
    }

    #[test]
    fn other_brackets_and_capitals_are_no_agency() {
        assert!(found("The mayor (61) - a lawyer - spoke. She named the EU").is_empty());
        assert!(found("The harbour (which nobody asked for) - all of it - stays.").is_empty());
        assert!(found("She paid (twice over)").is_empty());
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
