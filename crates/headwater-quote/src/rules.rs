//! Attribution by rules: quotation marks, cue words and word order in, quotations out. The
//! tagger for languages without a trained one, and for headlines and nested quotations in all.

use crate::marks::{Marked, is_mark};
use crate::phrase::{Clause, clause, phrase_left, phrase_right};
use crate::quotation::Zone;
use crate::sheet::{Para, Sheet};
use crate::words::{is_cue, is_pronoun};
use std::ops::Range;

/// A quotation before its speaker is a person: ranges of tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Found {
    pub(crate) content: Vec<Range<usize>>,
    pub(crate) speaker: Vec<Range<usize>>,
    pub(crate) cue: Vec<Range<usize>>,
    /// The speaker is that of an earlier quotation, named there.
    pub(crate) implicit: bool,
    pub(crate) confidence: f64,
}

impl Found {
    pub(crate) fn start(&self) -> usize {
        self.content.first().map_or(0, |c| c.start)
    }

    pub(crate) fn end(&self) -> usize {
        self.content.last().map_or(0, |c| c.end)
    }
}

/// All quotations that the rules find, paragraph by paragraph.
pub(crate) fn find(sheet: &Sheet<'_>) -> Vec<Found> {
    let mut out = Vec::new();
    let mut last: Option<Range<usize>> = None;
    for (n, para) in sheet.paras.iter().enumerate() {
        let from = out.len();
        direct(sheet, n, para, &mut last, &mut out);
        indirect(sheet, para, from, &mut last, &mut out);
        if out.len() == from {
            out.extend(crate::headline::find(sheet, para));
        }
    }
    out.sort_by_key(|f: &Found| (f.start(), f.end()));
    out
}

/// Quotations in marks.
fn direct(
    sheet: &Sheet<'_>,
    n: usize,
    para: &Para,
    last: &mut Option<Range<usize>>,
    out: &mut Vec<Found>,
) {
    let here = out.len();
    for (k, m) in para.marked.iter().enumerate() {
        let before =
            k.checked_sub(1).and_then(|b| para.marked.get(b)).map_or(para.tokens.start, |b| b.end);
        let after = para.marked.get(k + 1).map_or(para.tokens.end, |a| a.first);
        let words = sheet.words(m.first..m.end);
        let found = attribution(sheet, before..m.first, m.end..after, words >= 4)
            .filter(|c| c.speaker.is_some())
            .or_else(|| crate::german::bare_verb(sheet, m.end, after));
        if !is_speech(sheet, para, m, found.is_some()) {
            continue;
        }
        let content = m.first..m.end;
        if let Some(c) = found {
            *last = c.speaker.clone();
            out.push(Found {
                content: std::iter::once(content).collect(),
                speaker: c.speaker.into_iter().collect(),
                cue: std::iter::once(c.cue).collect(),
                implicit: false,
                confidence: 0.8,
            });
            continue;
        }
        // Another part of the sentence that the quotation before it belongs to.
        if out.len() > here
            && let Some(prev) = out.last_mut()
            && sheet.sentence(prev.end().saturating_sub(1)) == sheet.sentence(m.first)
            && gap_is_attribution(sheet, prev.end(), m.first)
        {
            prev.content.push(content);
            continue;
        }
        let led = n
            .checked_sub(1)
            .and_then(|b| sheet.paras.get(b))
            .is_some_and(|b| sheet.low(b.tokens.end.saturating_sub(1)) == ":");
        let whole = m.first == para.tokens.start && (m.end + 1 >= para.tokens.end || !m.closed);
        let implicit = whole || m.continues || led || out.len() > here;
        let s = sheet.sentence_range(para, m.first);
        let goes_on = crate::german::goes_on(sheet, &s) && last.is_some();
        let implicit = implicit || goes_on;
        let leads = (m.first > s.start && !goes_on)
            .then(|| first_phrase(sheet, &s, m.first))
            .flatten()
            .filter(|np| !crate::german::fronted(sheet, np, s.start));
        let carried = last.clone().filter(|_| implicit && para.zone != Zone::Title);
        let implicit = leads.is_none();
        let speaker: Vec<Range<usize>> = leads.or(carried).into_iter().collect();
        *last = speaker.first().cloned().or(last.take());
        let content = std::iter::once(content).collect();
        out.push(Found { content, speaker, cue: Vec::new(), implicit, confidence: 0.5 });
    }
}

/// Whether words in marks are said by somebody, and no title, nickname or distancing.
fn is_speech(sheet: &Sheet<'_>, para: &Para, m: &Marked, attributed: bool) -> bool {
    let words = sheet.words(m.first..m.end);
    let first = m.first + usize::from(m.opened);
    let small = sheet.is_word(first) && !sheet.cap(first);
    let stop = ends_like_speech(sheet, m.first, m.end);
    let colon = sheet.low(m.first.wrapping_sub(1)) == ":";
    let s = sheet.sentence_range(para, m.first);
    let reported = attributed
        || s.clone()
            .any(|k| !sheet.inside(k) && (is_cue(sheet.low(k)) || according(sheet, k).is_some()));
    let opens = m.first == s.start;
    // … called it “…”, spoke of a “…”
    let before = (1..3).map(|b| sheet.low(m.first.wrapping_sub(b)));
    let called = reported
        && before.clone().any(|w| {
            matches!(
                w,
                "als"
                    | "von"
                    | "of"
                    | "as"
                    | "de"
                    | "wie"
                    | "come"
                    | "como"
                    | "comme"
                    | "як"
                    | "как"
                    | "jako"
            )
        });
    if before.clone().any(is_work) {
        return colon;
    }
    let subjunctive = crate::german::goes_on(sheet, &s);
    match words {
        0 => false,
        1 => small && (called || subjunctive) || stop && attributed && colon,
        2..=5 if small => reported || subjunctive || words >= 3,
        2..=5 => {
            attributed && (stop || colon)
                || (called || subjunctive) && !all_caps(sheet, first, m.end)
        }
        6..=8 => small || reported || colon || stop || opens,
        _ => true,
    }
}

/// Nouns for works and names, which stand in marks without being said.
fn is_work(low: &str) -> bool {
    const WORKS: &[&str] = &[
        "motto",
        "buch",
        "film",
        "titel",
        "zeitung",
        "tageszeitung",
        "lied", // lexicon
        "album",
        "roman",
        "zeitschrift",
        "magazin",
        "namen",
        "name",
        "book",
        "novel",
        "movie",
        "song",
        "titled",
        "entitled",
        "called",
        "livre",
        "roman",
        "titre",
        "journal",
        "libro",
        "película",
        "canción",
        "título",
        "libro",
        "titolo",
        "canzone",
        "книга",
        "книзі",
        "фільм",
        "фильм",
        "газета",
        "газеті",
        "газете",
        "książka",
        "film",
        "tytuł",
        "gazeta",
        "wettbewerb",
    ];
    WORKS.contains(&low)
}

/// Whether every word in the range is capitalised, as in names.
fn all_caps(sheet: &Sheet<'_>, first: usize, end: usize) -> bool {
    (first..end).filter(|&k| sheet.is_word(k)).all(|k| sheet.cap(k))
}

/// The first noun phrase of a sentence: who leads in to words after a colon or in a clause.
fn first_phrase(sheet: &Sheet<'_>, s: &Range<usize>, before: usize) -> Option<Range<usize>> {
    if is_pronoun(sheet.low(s.start)) && !crate::words::is_determiner(sheet.low(s.start)) {
        return Some(s.start..s.start + 1);
    }
    let mut end = s.start;
    let mut named = false;
    while end < before.min(s.start + 10) && sheet.is_word(end) && !sheet.inside(end) {
        let low = sheet.low(end);
        let cap = sheet.cap(end) && end > s.start;
        if is_cue(low) && !cap || named && !cap && !crate::words::is_particle(low) {
            break;
        }
        named |= cap
            || end == s.start
                && !crate::words::is_determiner(low)
                && !crate::words::is_breaker(low);
        end += 1;
    }
    let starts = sheet.low(s.start);
    (named && end > s.start && !crate::words::is_breaker(starts) && sheet.cap(end - 1))
        .then_some(s.start..end)
}

/// Whether the words end with the punctuation of speech before the closing mark.
fn ends_like_speech(sheet: &Sheet<'_>, first: usize, end: usize) -> bool {
    let inner = end.saturating_sub(2).max(first);
    let after = sheet.low(end);
    matches!(sheet.low(inner), "," | "." | "!" | "?" | "…")
        || after == ","
        || matches!(after, "–" | "—" | "―")
}

fn gap_is_attribution(sheet: &Sheet<'_>, from: usize, to: usize) -> bool {
    to > from && to - from < 25 && (from..to).any(|k| is_cue(sheet.low(k)))
}

/// The attribution of words in marks, from what stands before and after them.
pub(crate) fn attribution(
    sheet: &Sheet<'_>,
    before: Range<usize>,
    after: Range<usize>,
    long: bool,
) -> Option<Clause> {
    let next = sheet.sentence(after.start);
    let tail = clip(sheet, &after, next);
    // “…,” said X. / “…,” X said.
    let mut from = tail.start;
    while matches!(sheet.low(from), "," | "–" | "—" | "-" | "―") && from < tail.end {
        from += 1;
    }
    let tail_cue =
        (from..tail.end.min(from + 16)).find(|&k| is_cue(sheet.low(k)) && !sheet.inside(k));
    let head_floor = sheet.sentence(before.end.saturating_sub(1));
    let head = lower_clip(sheet, &before, head_floor);
    let head_cue =
        (head.start..head.end).rev().take(16).find(|&k| is_cue(sheet.low(k)) && !sheet.inside(k));
    // …, so X / …, selon X / laut X …
    let preposed = (from..tail.end.min(from + 2)).chain(head.clone().rev().take(14));
    for k in preposed.filter(|&k| !sheet.inside(k)) {
        if let Some(np) =
            according(sheet, k).and_then(|at| phrase_right(sheet, at, sheet.tokens.len()))
        {
            return Some(Clause { speaker: Some(np), cue: k..k + 1, inverted: true });
        }
    }
    for k in head.clone().rev().take(14).filter(|&k| !sheet.inside(k)) {
        if let Some(np) = crate::german::zufolge(sheet, k, head.start) {
            return Some(Clause { speaker: Some(np), cue: k..k + 1, inverted: false });
        }
    }
    let near_tail = tail_cue.map(|k| k - from);
    let leads = matches!(sheet.low(head.end.saturating_sub(1)), ":" | ",")
        || head_cue.is_some_and(|k| k + 2 >= head.end);
    if let Some(k) = head_cue
        && (leads || near_tail.is_none())
    {
        return Some(clause(sheet, k, &head));
    }
    if let Some(k) = tail_cue {
        let c = clause(sheet, k, &(from..tail.end));
        if c.speaker.is_some() {
            return Some(c);
        }
    }
    // X: “…”
    if sheet.low(head.end.saturating_sub(1)) == ":" && head.end > head.start {
        let colon = head.end - 1;
        if let Some(np) = phrase_left(sheet, colon, head.start)
            && np.start == head.start
            && np.len() <= 8
            && sheet.cap(np.start)
            && !label(sheet, &np)
        {
            return Some(Clause { speaker: Some(np), cue: colon..colon + 1, inverted: false });
        }
    }
    // “…” – X
    if long && matches!(sheet.low(after.start), "–" | "—" | "-" | "―") {
        let from = after.start + 1;
        if let Some(np) = phrase_right(sheet, from, after.end)
            && np.end + 1 >= after.end
            && sheet.cap(np.start)
        {
            return Some(Clause { speaker: Some(np), cue: after.start..from, inverted: true });
        }
    }
    None
}

/// Where the name begins after a word for *according to*.
fn according(sheet: &Sheet<'_>, k: usize) -> Option<usize> {
    let next = sheet.low(k + 1);
    match sheet.low(k) {
        "so" if k > 0
            && matches!(sheet.low(k - 1), "," | "“" | "”" | "\"" | "«" | "»")
            && sheet.cap(k + 1)
            || sheet.low(k) == "so" && matches!(next, "der" | "die" | "das" | "ein" | "eine") =>
        {
            Some(k + 1)
        }
        "laut" | "selon" | "según" | "secondo" | "według" => Some(k + 1),
        "за" | "по" | "зі" | "со" if next.starts_with("слов") => Some(k + 2),
        "according" if next == "to" => Some(k + 2),
        _ => crate::german::opinion(sheet, k),
    }
}

/// *Quote:*, *Background:* and the like label what follows and speak for nobody.
fn label(sheet: &Sheet<'_>, np: &Range<usize>) -> bool {
    const LABELS: &[&str] = &[
        "quote",
        "quotes",
        "details",
        "background",
        "source",
        "update",
        "updated",
        "reference",
        "note",
        "video",
        "photo",
        "photos",
        "read",
        "advertisement",
        "related",
        "more",
        "tags",
        "topics",
        "author",
        "date",
        "subject",
        "re",
        "zitat",
        "citation",
    ];
    np.len() == 1 && LABELS.contains(&sheet.low(np.start))
}

/// The part of `r` from its start that lies in sentence `n`.
fn clip(sheet: &Sheet<'_>, r: &Range<usize>, n: usize) -> Range<usize> {
    let tokens = sheet.tokens.get(r.clone()).unwrap_or(&[]);
    r.start..r.start + tokens.partition_point(|t| t.sentence <= n)
}

/// The part of `r` up to its end that lies in sentence `n`.
fn lower_clip(sheet: &Sheet<'_>, r: &Range<usize>, n: usize) -> Range<usize> {
    let tokens = sheet.tokens.get(r.clone()).unwrap_or(&[]);
    r.start + tokens.partition_point(|t| t.sentence < n)..r.end
}

/// Reported speech without marks, or with some.
fn indirect(
    sheet: &Sheet<'_>,
    para: &Para,
    from: usize,
    last: &mut Option<Range<usize>>,
    out: &mut Vec<Found>,
) {
    let mut at = para.tokens.start;
    while at < para.tokens.end {
        let sentence = sheet.sentence_range(para, at);
        at = sentence.end.max(at + 1);
        let taken = |r: &Range<usize>| {
            out.get(from..).unwrap_or(&[]).iter().any(|f| {
                f.content
                    .iter()
                    .any(|c| c.start < r.end && r.start < c.end && c.len() * 2 > r.len())
            })
        };
        // Words in marks before the comma are a quotation of their own.
        let marked =
            |c: &Range<usize>| sheet.inside(c.end.saturating_sub(1)) && !sheet.inside(c.start);
        if let Some(f) = reported(sheet, &sentence)
            && f.content.iter().all(|c| !taken(c) && !marked(c))
        {
            let range = f.content.first().cloned().unwrap_or(0..0);
            // What rules took for direct parts of it belongs to it.
            let keep: Vec<Found> = out.split_off(from.min(out.len()));
            out.extend(
                keep.into_iter().filter(|o| !(range.start <= o.start() && o.end() <= range.end)),
            );
            *last = f.speaker.first().cloned().or(last.take());
            out.push(f);
        }
    }
}

/// Reports inside the words of another quotation: *she said that X had promised that …*.
pub(crate) fn nested(sheet: &Sheet<'_>, outer: &Found) -> Vec<Found> {
    let mut out = Vec::new();
    for c in outer.content.iter().filter(|c| c.len() >= 9) {
        let mut at = c.start;
        while at < c.end {
            let n = sheet.sentence(at);
            let tokens = sheet.tokens.get(at..c.end).unwrap_or(&[]);
            let s = at..at + tokens.partition_point(|t| t.sentence <= n).max(1);
            at = s.end;
            out.extend(nested_in(sheet, &s).filter(|f| f.start() > c.start || f.end() + 2 < c.end));
        }
    }
    out
}

fn nested_in(sheet: &Sheet<'_>, s: &Range<usize>) -> Option<Found> {
    let end = body_end(sheet, s);
    for k in s.start + 1..end {
        let takes = sheet.low(k + 1) == "that"
            || complement(sheet, k, end) == Some(k + 1) && sheet.is_word(k + 2);
        if !crate::words::is_english_cue(sheet.low(k)) || !takes {
            continue;
        }
        let Some(np) = crate::phrase::subject_left(sheet, k, s.start) else { continue };
        let named = sheet.cap(np.end - 1) && !is_pronoun(sheet.low(np.start));
        let mut stop = (k + 2..end)
            .find(|&j| sheet.low(j) == "," && matches!(sheet.low(j + 1), "but" | "and"))
            .unwrap_or(end);
        while stop > k && is_mark(sheet.word(stop - 1)) || sheet.low(stop - 1) == "," {
            stop -= 1;
        }
        if named && sheet.words(k + 1..stop) >= 4 {
            return Some(Found {
                content: std::iter::once(k + 1..stop).collect(),
                speaker: vec![np],
                cue: std::iter::once(k..k + 1).collect(),
                implicit: false,
                confidence: 0.4,
            });
        }
    }
    None
}

/// The first report that a sentence holds.
pub(crate) fn reported(sheet: &Sheet<'_>, s: &Range<usize>) -> Option<Found> {
    let end = body_end(sheet, s);
    let make = |content: Range<usize>, speaker: Option<Range<usize>>, cue: Range<usize>| {
        let content = trim(sheet, content);
        (sheet.words(content.clone()) >= 3).then(|| Found {
            content: vec![content],
            speaker: speaker.into_iter().collect(),
            cue: vec![cue],
            implicit: false,
            confidence: 0.5,
        })
    };
    if let Some((content, np, cue)) = tail(sheet, s, end) {
        return make(content, Some(np), cue);
    }
    for k in s.clone() {
        if sheet.inside(k) {
            continue;
        }
        // According to X, … / …, according to X.
        if sheet.low(k) == "according" && sheet.low(k + 1) == "to" {
            let np = phrase_right(sheet, k + 2, end)?;
            let content = if k > s.start + 2 { s.start..k } else { np.end..end };
            return make(content, Some(np), k..k + 2);
        }
        // in his opinion, …
        if sheet.low(k) == "in"
            && is_pronoun(sheet.low(k + 1))
            && matches!(sheet.low(k + 2), "opinion" | "view" | "words")
            && sheet.low(k + 3) == ","
        {
            return make(k + 4..end, Some(k + 1..k + 2), k + 2..k + 3);
        }
        if !is_cue(sheet.low(k)) || sheet.cap(k) && k > s.start && sheet.cap(k.saturating_sub(1)) {
            continue;
        }
        let c = clause(sheet, k, s);
        let Some(np) = c.speaker.clone() else { continue };
        if c.inverted {
            continue;
        }
        if let Some(start) = complement(sheet, k, end) {
            return make(start..end, Some(np), c.cue);
        }
    }
    None
}

/// Words, the speaker and the cue.
type Tail = (Range<usize>, Range<usize>, Range<usize>);

/// *…, X said.*, *…, said X.*, *…, sources close to X told Y.*
fn tail(sheet: &Sheet<'_>, s: &Range<usize>, end: usize) -> Option<Tail> {
    for k in (s.start + 4..end).rev().take(24).filter(|&k| !sheet.inside(k) && is_cue(sheet.low(k)))
    {
        let wide = informants(sheet, k, s.start);
        let c = clause(sheet, k, s);
        let (np, inverted) = match wide {
            Some(np) => (np, false),
            None => match c.speaker {
                Some(np) => (np, c.inverted),
                None => continue,
            },
        };
        if sheet.low(np.start).ends_with("ing") && !sheet.cap(np.start) {
            continue;
        }
        let lead = if inverted { k } else { np.start };
        let rest = if inverted { np.end } else { k + 1 };
        let next = sheet.low(rest);
        let told = matches!(sheet.low(k), "told" | "tells");
        // An object or clause after the cue: the words before the comma only lead in.
        let object = rest < end
            && !told
            && (next == "that"
                || next == ":"
                || crate::words::is_determiner(next)
                || is_pronoun(next)
                || sheet.cap(rest));
        let comma = lead.saturating_sub(1);
        if lead > s.start + 4
            && sheet.low(comma) == ","
            && !object
            && end.saturating_sub(rest) <= 14
        {
            return Some((s.start..comma, np, k..k + 1));
        }
    }
    None
}

/// Unnamed informants with what describes them: *three sources close to the company*.
fn informants(sheet: &Sheet<'_>, cue: usize, floor: usize) -> Option<Range<usize>> {
    const WHO: &[&str] = &[
        "source",
        "sources",
        "official",
        "officials",
        "people",
        "person",
        "aides",
        "aide",
        "diplomats",
        "diplomat",
        "analysts",
        "experts",
        "residents",
        "witnesses",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "members",
        "lawyers",
        "employees",
        "investigators",
    ];
    let low = floor.max(cue.saturating_sub(12));
    let comma = (low..cue).rev().find(|&k| sheet.low(k) == "," && !sheet.inside(k))?;
    let who = (comma + 1..cue.min(comma + 5)).find(|&k| WHO.contains(&sheet.low(k)))?;
    let joined = matches!(
        sheet.low(who + 1),
        "close" | "familiar" | "with" | "in" | "at" | "from" | "of" | "for" | "who"
    );
    joined.then_some(comma + 1..cue)
}

/// Where the words reported by the cue at `k` begin, if it takes a clause here.
fn complement(sheet: &Sheet<'_>, k: usize, end: usize) -> Option<usize> {
    if sheet.low(k + 1) == "that" {
        return Some(k + 1);
    }
    // told X that, said on Friday that: the conjunction may stand some words off.
    if let Some(that) =
        (k + 2..end.min(k + 12)).find(|&j| sheet.low(j) == "that" && !sheet.inside(j))
        && (k + 1..that).all(|j| !matches!(sheet.low(j), "," | ";" | ":"))
    {
        return Some(that);
    }
    // urged X to do
    let asks = matches!(
        sheet.low(k),
        "urged"
            | "urges"
            | "asked"
            | "asks"
            | "ordered"
            | "offered"
            | "offers"
            | "advised"
            | "warned"
            | "warns"
            | "reminded"
    );
    if asks && (k + 2..end.min(k + 10)).any(|j| sheet.low(j) == "to") && sheet.is_word(k + 1) {
        return Some(k + 1);
    }
    let subject = sheet.low(k + 1);
    let opens = is_pronoun(subject) && subject != "his" && subject != "her"
        || crate::words::is_determiner(subject)
        || sheet.cap(k + 1)
        || is_mark(sheet.word(k + 1))
        || matches!(subject, "if" | "there" | "it" | "no");
    let plain = matches!(
        sheet.low(k),
        "said"
            | "says"
            | "believes"
            | "thinks"
            | "saying"
            | "claims"
            | "claimed"
            | "believed"
            | "argues"
            | "argued"
            | "announced"
            | "stated"
            | "suggested"
            | "insisted"
    );
    (opens && plain && end > k + 4).then_some(k + 1)
}

/// The end of a sentence without its full stop.
fn body_end(sheet: &Sheet<'_>, s: &Range<usize>) -> usize {
    let mut end = s.end;
    while end > s.start && matches!(sheet.low(end - 1), "." | "!" | "?" | "…") {
        end -= 1;
    }
    end
}

fn trim(sheet: &Sheet<'_>, mut r: Range<usize>) -> Range<usize> {
    while r.start < r.end && matches!(sheet.low(r.start), "," | ":" | ";" | "–" | "—" | "―") {
        r.start += 1;
    }
    while r.start < r.end && matches!(sheet.low(r.end - 1), "," | ":" | ";" | "–" | "—" | "―")
    {
        r.end -= 1;
    }
    r
}
