//! Occasions as sources: a press conference, a speech, a ruling that reports have their words from
//! and that is no report of anybody.
//!
//! Reports that quote one occasion were not made from one lost report: the node says which it is.

use crate::source::Occasion;
use crate::witness::{Voice, Witness};
use headwater_collate::sound_key as key;
use headwater_lang::Class;
use headwater_text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Sentences at the beginning in which a report tells the occasion of all that it quotes.
const OPENING: usize = 5;
/// Minutes that reports of one occasion lie apart at most: three days.
pub(crate) const APART: i64 = 3 * 24 * 60;

/// A report is made from an occasion where one in so many of its words was said there, at least.
const PART: usize = 16;

/// The occasion that a report has most of its words from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stand<'w> {
    /// `conference`, `speech`, … as the languages' files name them.
    pub(crate) kind: &'static str,
    /// Where it is named.
    pub(crate) span: Span,
    /// Who spoke there, as printed.
    pub(crate) speaker: &'w str,
    /// The same folded, so that it is known in another alphabet.
    pub(crate) key: String,
    /// All whom the report quotes, folded.
    voices: BTreeSet<String>,
    /// When the report may have appeared.
    interval: (i64, i64),
}

impl Stand<'_> {
    /// Whether two reports mean one occasion: of one kind, in the same days, the speaker of one
    /// quoted by the other.
    pub(crate) fn meets(&self, other: &Stand) -> bool {
        let short = self.voices.len().min(other.voices.len()) == 1;
        let heard = self.key == other.key
            || short && (self.voices.contains(&other.key) || other.voices.contains(&self.key));
        self.kind == other.kind && heard && self.is_near(other.interval)
    }

    /// Whether a report of these minutes can be of the same days.
    pub(crate) fn is_near(&self, (from, to): (i64, i64)) -> bool {
        let gap = self.interval.0.saturating_sub(to).max(from.saturating_sub(self.interval.1));
        gap <= APART
    }

    /// How the occasion is called: its name and its speaker as a report prints them.
    pub(crate) fn label(&self, w: &Witness) -> String {
        called(w, self.kind, self.span, self.speaker)
    }
}

/// How an occasion is called: its name as printed, without the small word before it (*in a statement*),
/// and who spoke.
pub(crate) fn called(w: &Witness, kind: &str, span: Span, speaker: &str) -> String {
    let mut words = span.of(w.text);
    // *tweeted* is no name of a post.
    if kind == "post" && !words.contains(char::is_uppercase) {
        words = kind;
    }
    let small = |word: &str| {
        let low = word.to_lowercase();
        // *told a conference* is a conference.
        let classes = [Class::Preposition, Class::Breaker, Class::Determiner, Class::Cue];
        classes.iter().any(|c| w.language.has(*c, &low))
    };
    while let Some((first, rest)) = words.split_once(char::is_whitespace)
        && small(first)
    {
        words = rest.trim_start();
    }
    format!("{words}, {speaker}")
}

/// The occasion of a report: one at which a speaker whom it quotes much said no small part of it.
pub(crate) fn stand<'w>(w: &'w Witness, occasions: &[Occasion]) -> Option<Stand<'w>> {
    let mut said: BTreeMap<String, (usize, &'w str)> = BTreeMap::new();
    let named = |v: &&Voice<'w>| v.speaker.starts_with(char::is_uppercase);
    for v in w.voices.iter().filter(named) {
        let name = said.entry(surname(v.speaker)).or_insert((0, v.speaker));
        name.0 += v.span.len();
    }
    let voices: BTreeSet<String> = said.keys().filter(|k| !k.is_empty()).cloned().collect();
    let mut most: Vec<(String, (usize, &str))> =
        said.into_iter().filter(|s| !s.0.is_empty()).collect();
    most.sort_by(|a, b| b.1.0.cmp(&a.1.0).then(a.1.cmp(&b.1)));
    let quoted: usize = w.voices.iter().filter(named).map(|v| v.span.len()).sum();
    // A remark in passing is not what a report is made from.
    let body: usize = w.lines.iter().map(|l| l.span.len()).sum();
    most.retain(|(_, (length, _))| length * 3 >= quoted && length * PART >= body);
    most.into_iter().find_map(|(key, (_, speaker))| {
        let found = occasions.iter().find(|o| {
            let heard = || w.voices.iter().filter(|v| surname(v.speaker) == key && at(w, v, o));
            spoke(w, &key, o) && heard().map(|v| v.span.len()).sum::<usize>() * PART >= body
        })?;
        let (kind, span, interval) = (found.kind, found.span, w.interval);
        Some(Stand { kind, span, speaker, key, voices: voices.clone(), interval })
    })
}

/// Whether an occasion is that of a speaker: the sentence that names it gives words to him, or
/// gives none to anybody and names him or stands beside his words. What is named within somebody's
/// words, in marks, is none.
fn spoke(w: &Witness, key: &str, o: &Occasion) -> bool {
    let Some(line) = o.line else { return true };
    // What a report comes to in its second half it was not made from.
    if line >= OPENING && line * 2 >= w.lines.len() {
        return false;
    }
    if w.voices.iter().any(|v| v.marked.iter().any(|s| s.contains(o.span))) {
        return false;
    }
    let whole = |at: usize| w.lines.get(at).map(|l| l.span);
    // What a question names is what somebody is reminded of.
    let rest = w.text.get(o.span.end..).and_then(|rest| rest.lines().next()).unwrap_or("");
    if rest.trim_end().ends_with(['?', '؟', '？']) {
        return false;
    }
    let (Some(here), before) = (whole(line), line.checked_sub(1).and_then(whole)) else {
        return false;
    };
    let meets = |s: &Span| s.overlap(here) > 0;
    let given = |v: &&Voice| v.beside.iter().chain(&v.via).any(meets);
    let mut speakers = w.voices.iter().filter(given).map(|v| surname(v.speaker)).peekable();
    if speakers.peek().is_some() {
        return speakers.any(|s| s == key);
    }
    let places = w.lines.get(line).map(|l| l.places.as_slice()).unwrap_or(&[]);
    let mut words = places.iter().map(|p| p.of(w.text));
    let named = words.any(|x| x.starts_with(char::is_uppercase) && surname(x) == key);
    let next = whole(line + 1);
    let around: BTreeSet<String> = [before, Some(here), next]
        .into_iter()
        .flatten()
        .flat_map(|s| w.voices.iter().filter(move |v| v.span.overlap(s) > 0))
        .map(|v| surname(v.speaker))
        .collect();
    named || around.len() == 1 && around.contains(key)
}

/// Whether words may have been said at an occasion: they are said to have come through it, or are
/// given to no other medium and stand right by it, where it is a post that does not open the report:
/// who speaks at a conference says more there than the sentence that names it.
fn at(w: &Witness, v: &Voice, o: &Occasion) -> bool {
    let Some(line) = o.line else { return v.via.is_none() };
    if let Some(via) = v.via {
        return via.overlap(o.span) > 0;
    }
    let near = |at: usize| w.lines.get(at).is_some_and(|l| l.span.overlap(v.span) > 0);
    line < OPENING
        || o.kind == "conference"
        || o.kind == "speech"
        || (line.saturating_sub(1)..line + 3).any(near)
}

/// The last word of a name, folded.
pub(crate) fn surname(name: &str) -> String {
    let mut words = name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.next_back().map(key).unwrap_or_default()
}

/// The occasion that at least two of these reports have their words from.
pub(crate) fn shared(stands: &[Option<Stand>], members: &[usize]) -> Option<usize> {
    let at = |c: &usize| stands.get(*c).and_then(Option::as_ref);
    let fellows = |s: &Stand| members.iter().filter(|c| at(c).is_some_and(|o| o.meets(s))).count();
    let best = members.iter().filter_map(|c| Some((fellows(at(c)?), *c)));
    let best = best.max_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)))?;
    (best.0 > 1).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::stamp::Stamps;
    use headwater_page::Article;
    use headwater_quote::Quoted;

    /// A report with what it quotes and of whom.
    type Page<'t> = (&'t str, &'t str, &'t str, &'t str);

    fn stands(pages: &[Page]) -> Vec<Option<String>> {
        let quoted: Vec<Quoted> = pages
            .iter()
            .map(|(lang, text, ..)| {
                let article = Article { lang: Some((*lang).into()), ..Article::plain("a", text) };
                Quoted { article, ..Quoted::default() }
            })
            .collect();
        let mut witnesses: Vec<Witness> = Vec::new();
        for ((i, q), (_, text, said, speaker)) in quoted.iter().enumerate().zip(pages) {
            let mut w = Witness::new(q, i, q.article.body.clone());
            let at = text.find(said).unwrap();
            let span = Span::new(at, at + said.len());
            w.voices.push(Voice {
                span,
                speaker,
                marked: vec![span],
                beside: Vec::new(),
                via: None,
                from: Vec::new(),
            });
            witnesses.push(w);
        }
        let sources = Sources::new(&witnesses, &Stamps::new(&witnesses));
        let all: Vec<Option<Stand>> =
            witnesses.iter().zip(&sources.occasions).map(|(w, o)| stand(w, o)).collect();
        if let [Some(a), Some(b)] = &all[..] {
            assert!(a.meets(b), "{a:?} {b:?}");
        }
        let labels = all.iter().zip(&witnesses);
        labels.map(|(s, w)| s.as_ref().map(|s| s.label(w))).collect()
    }

    #[test]
    fn one_occasion_is_known_in_two_languages() {
        let english = "At a press conference in Varn, Mayor Ada Lind spoke of the bridge. \
            “It stays closed,” she said.";
        let german = "Auf einer Pressekonferenz in Varn sprach Ada Lind über die Brücke. \
            „Sie bleibt gesperrt“, sagte sie.";
        let pages = [
            ("en", english, "It stays closed", "Ada Lind"),
            ("de", german, "Sie bleibt gesperrt", "Lind"),
        ];
        let found = stands(&pages);
        assert_eq!(found[0].as_deref(), Some("press conference, Ada Lind"));
        assert_eq!(found[1].as_deref(), Some("Pressekonferenz, Lind"));
    }

    #[test]
    fn an_occasion_of_somebody_else_is_not_where_the_words_come_from() {
        let text = "The harbour was calm. The ferry ran on time. Nobody waited at the quay. \
            The tide was low. “It stays closed,” Ada Lind told the Strait Post. Rain fell. \
            The market was open. The school was shut. On Friday Omar Vey gave a press conference \
            about fish.";
        assert_eq!(stands(&[("en", text, "It stays closed", "Ada Lind")]), [None]);
    }
}
