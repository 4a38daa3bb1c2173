//! How a text that we do not have is called: by the credits of the reports that go back to it.
//!
//! A credit anywhere is evidence for the tree; to *name* a lost text asks for more: it must be the
//! name of a medium or the place where words were first published, it must not be the report's own
//! outlet, and a report that goes its own way must lean on it, not mention it in passing.

use crate::credit::{Credit, is_press, outlet_key};
use crate::evidence::Evidence;
use crate::wire;
use crate::witness::{Medium, Witness};
use headwater_lang::{Class, agency};
use std::collections::{BTreeMap, BTreeSet};

/// Sentences at the beginning of a body in which a report says where it has its matter from, and
/// at its end, where agencies are named.
const OPENING: usize = 3;
const CLOSING: usize = 4;

/// A report leans on a medium through which one in so many of its words came, at least.
const PART: usize = 8;

/// What these reports call a text that we do not have: the name most of them give, as printed;
/// then the one that other reports give too, that stands as the place of first publication, and
/// through which most quotations came.
pub(crate) fn label(witnesses: &[Witness], e: &Evidence, members: &[usize]) -> Option<String> {
    let mut votes: BTreeMap<String, Votes> = BTreeMap::new();
    for c in members {
        let Some(w) = witnesses.get(*c) else { continue };
        let absent = e.absent.get(*c).map(Vec::as_slice).unwrap_or(&[]);
        let mut seen = BTreeSet::new();
        let source = |c: &&Credit| names_a_source(w, c) && !wire::only_helps(c.sentence.of(w.text));
        for credit in w.credits.iter().filter(source) {
            let key = outlet_key(&credit.name);
            if absent.contains(&key) {
                let v = votes.entry(key.clone()).or_insert_with(|| Votes::named(&credit.name));
                v.reports += usize::from(seen.insert(key));
                v.written += usize::from(credit.written);
                if credit.name < v.name {
                    v.name.clone_from(&credit.name);
                }
            }
        }
        for name in media(w) {
            let key = outlet_key(name);
            // *told AP* in a story that has the Associated Press's own report.
            let short = |w: &Witness| w.outlet.is_some_and(|o| wire::same(o, name));
            if !witnesses.iter().any(|w| is_own(w, &key) || short(w)) {
                let v = votes.entry(key.clone()).or_insert_with(|| Votes::named(name));
                v.reports += usize::from(seen.insert(key));
                v.quotations += 1;
            }
        }
    }
    // Where these reports leave it open, what the other reports of the story credit decides.
    let others = |key: &str| witnesses.iter().filter(|w| credits(w, key)).count();
    // One report's credit is not lent to its siblings.
    let least = members.len().min(2);
    let ranked = votes
        .into_iter()
        .filter(|(_, v)| v.reports >= least)
        .map(|(key, v)| ((v.reports, others(&key), v.written, v.quotations), v.name));
    ranked.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1))).map(|v| v.1)
}

/// The same for one report alone, where it leans on that source.
pub(crate) fn leans_on(witnesses: &[Witness], e: &Evidence, c: usize) -> Option<String> {
    let name = label(witnesses, e, &[c])?;
    let w = witnesses.get(c)?;
    let key = outlet_key(&name);
    let helps = |c: &Credit| wire::only_helps(c.sentence.of(w.text));
    let given: Vec<&Credit> =
        w.credits.iter().filter(|c| outlet_key(&c.name) == key && !helps(c)).collect();
    let line = |c: &Credit| w.lines.iter().position(|l| l.span.overlap(c.span) > 0);
    let place = |c: &Credit| line(c).is_none_or(|at| at < OPENING || at + CLOSING >= w.lines.len());
    // A medium that a few words in a long report came through is none that it is made from.
    let through = w.media.iter().filter(|m| outlet_key(m.name) == key);
    let quoted: usize = through.map(|m| m.quoted).sum();
    let body: usize = w.lines.iter().map(|l| l.span.len()).sum();
    let wired = given.len() > 1 && agency(&name).is_some();
    let leans = wired || given.iter().any(|c| place(c)) || quoted * PART >= body && quoted > 0;
    leans.then_some(name)
}

/// The lost text that each report without a parent goes back to: the one that it leans on, else
/// one that it credits and another leans on.
pub(crate) fn sources(
    witnesses: &[Witness],
    e: &Evidence,
    tops: &[usize],
) -> BTreeMap<usize, String> {
    let mut out: BTreeMap<usize, String> = BTreeMap::new();
    for c in tops {
        out.extend(leans_on(witnesses, e, *c).map(|name| (*c, name)));
    }
    let named: BTreeSet<String> = out.values().map(|n| outlet_key(n)).collect();
    for c in tops {
        let Some(w) = witnesses.get(*c).filter(|_| !out.contains_key(c)) else { continue };
        let known = |c: &&Credit| names_a_source(w, c) && named.contains(&outlet_key(&c.name));
        if let Some(credit) = w.credits.iter().find(known) {
            out.insert(*c, credit.name.clone());
        }
    }
    out
}

/// Whether a report credits a medium that no report of the story belongs to.
pub(crate) fn credits_absent(witnesses: &[Witness], e: &Evidence, c: usize) -> bool {
    let absent = e.absent.get(c).map(Vec::as_slice).unwrap_or(&[]);
    witnesses.get(c).is_some_and(|w| {
        let named = w.credits.iter().filter(|c| names_a_source(w, c));
        named.map(|c| outlet_key(&c.name)).any(|key| absent.contains(&key))
    })
}

/// How many reports credit an outlet of this name.
pub(crate) fn credited_by(witnesses: &[Witness], name: &str) -> usize {
    let key = outlet_key(name);
    witnesses.iter().filter(|w| credits(w, &key)).count()
}

/// Whether a report credits the outlet of this key.
fn credits(w: &Witness, key: &str) -> bool {
    w.credits.iter().any(|c| outlet_key(&c.name) == key)
        || w.media.iter().any(|m| outlet_key(m.name) == key)
}

/// Whether a credit may name a lost text: a medium by its name, or through which words came too (*a
/// report by Page Nine*, *told Page Nine*), or where words were first published; not the report's own outlet, nor the first word of another name (*the British station LBC*).
pub(crate) fn names_a_source(w: &Witness, credit: &Credit) -> bool {
    let rest = w.text.get(credit.span.end..).unwrap_or("");
    let kind = rest.strip_prefix(' ').is_some_and(|r| {
        let word = r.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        w.language.has(Class::MediumNoun, word)
    });
    // *(AP)* in a report of the Associated Press.
    let short = w.outlet.is_some_and(|o| wire::same(o, &credit.name));
    let own = short || is_own(w, &outlet_key(&credit.name));
    let key = outlet_key(&credit.name);
    let through = || w.media.iter().any(|m| outlet_key(m.name) == key);
    !kind && (credit.written || is_press(&credit.name) || through()) && !own
}

/// Whether a name is that of the report's own outlet, or its beginning or longer form (*Fox*, *Fox
/// News*), its last word with or without a genitive (*The Gazette's* in the Tamsin Gazette), of a
/// part of it (*Osk Weather | KQB 7*), or of its address.
pub(crate) fn is_own(w: &Witness, key: &str) -> bool {
    let begins = |a: &str, b: &str| {
        a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let bare = key.strip_suffix(" s").unwrap_or(key);
    let last = |own: &str| {
        !bare.contains(' ') && own.rsplit_once(' ').is_some_and(|(_, word)| word == bare)
    };
    is_part(w, key) || parts(w).any(|own| begins(key, &own) || begins(&own, key) || last(&own))
}

/// Whether a name is a whole part of the report's own outlet or of its address.
pub(crate) fn is_part(w: &Witness, key: &str) -> bool {
    let bare: String = key.split(' ').collect();
    let label = |l: &str| l.len() > 2 && l.replace('-', "") == bare;
    w.host.split('.').any(label) || parts(w).any(|own| own == key)
}

/// The name of the report's outlet, and its parts between marks, as compared.
fn parts<'w>(w: &'w Witness<'_>) -> impl Iterator<Item = String> + 'w {
    let outlet = w.outlet.unwrap_or("");
    let parts = outlet.split(['|', '–', '—', ':', '•', '·']).chain([outlet]).map(outlet_key);
    parts.filter(|own| !own.is_empty())
}

/// The media that quotations name and that are media by the words before them (*the daily X*) or by
/// their name: words that head such names, or capitals alone (*LBC*). Whom words went to may be anybody else (*told the Naval College*); a
/// source without a name is better than a wrong one.
fn media<'w>(w: &'w Witness) -> impl Iterator<Item = &'w str> {
    let fits = |m: &&Medium| {
        let capitals = m.name.chars().count() > 1 && m.name.chars().all(char::is_uppercase);
        m.name.starts_with(char::is_uppercase) && (m.called || capitals || is_press(m.name))
    };
    w.media.iter().filter(fits).map(|m| m.name)
}

/// What speaks for one name of a lost source.
struct Votes {
    name: String,
    reports: usize,
    written: usize,
    quotations: usize,
}

impl Votes {
    fn named(name: &str) -> Votes {
        Votes { name: name.to_owned(), reports: 0, written: 0, quotations: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;
    use headwater_quote::Quoted;

    fn named(outlet: &str, text: &str) -> Vec<String> {
        let article = Article { outlet: Some(outlet.into()), ..Article::plain("a", text) };
        let body = article.body.clone();
        let quoted = Quoted { article, ..Quoted::default() };
        let w = Witness::new(&quoted, 0, body);
        let kept = w.credits.iter().filter(|c| names_a_source(&w, c));
        kept.map(|c| c.name.clone()).collect()
    }

    #[test]
    fn media_name_a_lost_text_and_others_do_not() {
        let text = "The tolls will rise, Mayor Ada Lind wrote for the Varn Courier. \
                    A statement by Harbour Counsel Omar Vey followed.";
        assert_eq!(named("Glas", text), ["Varn Courier"]);
        assert!(named("Varn", text).is_empty(), "its own outlet by a longer name");
        let text = "She said so in an interview with Merrish radio station KQB.";
        assert!(named("Glas", text).is_empty(), "an adjective before the kind of medium");
        let text = "According to a report by Quay Nine, the tolls will rise.";
        assert!(named("Glas", text).is_empty(), "who reports may be anybody");
    }
}
