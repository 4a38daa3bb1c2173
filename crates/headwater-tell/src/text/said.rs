//! Statements as text: the fullest wording, who has it, and what the others have instead.

use super::names::kind;
use super::paper::{Ink, Paper, Piece, columns, dim, outlet, plain, sign};
use super::{Desk, Labels, count, quoted};
use crate::brief::{Brief, Statement, Wordings, quote};
use crate::plain::{plain as safe, short};
use headwater_collate::{Place, Reading, Utterance, is_ellipsis};
use headwater_text::fold;
use std::collections::BTreeSet;

/// Most statements of several pages told for one story, unless all is asked for.
const STATEMENTS: usize = 10;

/// Most characters of a statement's own words, and of another wording of it.
const LONG: usize = 320;
const OTHER: usize = 160;

/// Most whole wordings told beside the first, unless all is asked for.
const WHOLE: usize = 2;

/// What was said, what differs first, then by number of pages.
pub(super) fn tell(
    desk: &Desk,
    paper: &mut Paper,
    labels: &Labels,
    found: &Brief,
    story: usize,
    number: usize,
) {
    let shared: Vec<&Statement> = desk.outline.shared(story).collect();
    let list = desk.outline.statements.get(story).map_or(&[][..], Vec::as_slice);
    let all = list.len();
    let single = list.iter().filter(|s| s.pages.len() < 2).count();
    if all == 0 {
        return;
    }
    paper.gap();
    paper.line(2, &head(&shared, all - single - shared.len()));
    let most = if desk.look.all { usize::MAX } else { STATEMENTS };
    let widest = columns(&format!("{number}.{}", all));
    for (i, statement) in shared.iter().take(most).enumerate() {
        one(desk, paper, labels, found, statement, &format!("{number}.{}", i + 1), widest);
    }
    // Phrases that say little by themselves stand behind those.
    let more = all - single - shared.len().min(most);
    if more > 0 && !desk.look.all {
        paper.line(4, &[dim(format!("… {more} more in several pages: --all"))]);
    }
    let rest = list.iter().filter(|s| !s.is_shown());
    if desk.look.all {
        for (i, statement) in rest.enumerate() {
            let label = format!("{number}.{}", shared.len() + i + 1);
            one(desk, paper, labels, found, statement, &label, widest);
        }
    } else if single > 0 {
        let words = if single == 1 {
            "1 statement in one page"
        } else {
            &format!("{single} statements in one page each")
        };
        paper.line(4, &[dim(format!("… {words}: --all"))]);
    }
}

/// How many statements several pages have; of phrases that say little by themselves it is said where there is
/// nothing else.
fn head(shared: &[&Statement], phrases: usize) -> Vec<Piece> {
    let differ = shared.iter().filter(|s| s.differs).count();
    let rest = shared.len() - differ;
    let told = match (differ, rest) {
        (0, 0) if phrases > 0 => "only phrases stand in several pages".to_owned(),
        (0, 0) => "no statement stands in several pages".to_owned(),
        (0, 1) => "1 statement stands in several pages".to_owned(),
        (0, n) => format!("{n} statements stand in several pages"),
        (1, 0) => "1 statement differs".to_owned(),
        (n, 0) => format!("{n} statements differ"),
        (1, n) => format!("1 statement differs, {n} more in several pages"),
        (d, n) => format!("{d} statements differ, {n} more in several pages"),
    };
    vec![Piece(Ink::Head, "What was said".to_owned()), plain(format!(" ({told})"))]
}

/// One statement behind its number.
fn one(
    desk: &Desk,
    paper: &mut Paper,
    labels: &Labels,
    found: &Brief,
    statement: &Statement,
    number: &str,
    widest: usize,
) {
    let Some((mark, lines)) = lines(desk, labels, found, statement) else { return };
    let indent = " ".repeat(widest + 5);
    let deeper = format!("{indent}  ");
    let pad = " ".repeat(widest.saturating_sub(columns(number)));
    for (i, line) in lines.iter().enumerate() {
        if i == 0 {
            let first = [plain(format!("  {number}{pad} ")), mark.clone(), plain(" ")];
            paper.hang(&first, &indent, line);
        } else {
            paper.hang(&[plain(&indent)], &deeper, line);
        }
    }
}

/// A statement: its sign; its words and who spoke; who has them; other wordings; what differs.
pub(super) fn lines(
    desk: &Desk,
    labels: &Labels,
    found: &Brief,
    statement: &Statement,
) -> Option<(Piece, Vec<Vec<Piece>>)> {
    let utterance = desk.trace.utterances.get(statement.utterance)?;
    let told = Wordings::of(desk.trace, &desk.outline.also, statement, utterance)?;
    let mark = match (statement.differs, told.few.is_empty()) {
        (true, _) => sign("≠"),
        (_, false) => plain("~"),
        _ => plain(" "),
    };
    let pages = |list: &[usize]| outlet(labels.list(list.iter().copied()));
    let mut words = vec![plain(quoted(&short(desk.slice(told.top), LONG)))];
    words.extend(who(found, utterance));
    let mut out = vec![words, vec![pages(&told.same)]];
    for few in &told.few {
        let held = &few.pages;
        let each = few.changes.iter().filter(|c| !substantial(utterance, statement, c));
        let each: Vec<String> =
            each.map(|(a, b)| one_change(desk, *a, *b, held.len() > 1)).collect();
        if !each.is_empty() {
            out.push(vec![pages(held), plain(format!(" {}", each.join("; ")))]);
        }
    }
    let whole = |place: Place| plain(format!(": {}", quoted(&short(desk.slice(place), OTHER))));
    let most = if desk.look.all { usize::MAX } else { WHOLE };
    out.extend(told.whole.iter().take(most).map(|(place, held)| vec![pages(held), whole(*place)]));
    let rest: Vec<usize> = told.whole.iter().skip(most).flat_map(|w| w.1.iter().copied()).collect();
    if !rest.is_empty() {
        out.push(vec![pages(&rest), plain(": in other words")]);
    }
    if !told.own.is_empty() {
        let held: Vec<usize> = told.own.iter().copied().collect();
        out.push(vec![
            dim(if held.len() > 1 { "in their own words: " } else { "in its own words: " }),
            pages(&held),
        ]);
    }
    out.extend(differences(desk, labels, statement, utterance));
    if desk.look.all {
        out.extend(doubtful(statement, utterance).into_iter().map(|reading| {
            let page = outlet(labels.get(reading.place.article));
            vec![plain("perhaps also "), page, whole(reading.place)]
        }));
    }
    Some((mark, out))
}

/// Who spoke, where that is not the one who speaks in the whole story.
fn who(found: &Brief, utterance: &Utterance) -> Vec<Piece> {
    let one = match found.told().as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    let known = |name: &str| {
        one.is_some_and(|s| {
            fold(&s.name) == fold(name) || s.spellings.iter().any(|(n, _)| fold(n) == fold(name))
        })
    };
    match utterance.speaker.as_deref() {
        Some(name) if known(name) => Vec::new(),
        Some(name) => vec![plain(format!(" {}", short(name, 60)))],
        None => vec![dim(" (speaker not found)")],
    }
}

/// Readings that are not surely of this statement.
fn doubtful<'u>(statement: &Statement, utterance: &'u Utterance) -> Vec<&'u Reading> {
    let each = utterance.readings.iter().zip(&statement.sure);
    each.filter(|(_, sure)| !**sure).map(|(r, _)| r).collect()
}

/// Whether a change is told as a difference of substance.
fn substantial(utterance: &Utterance, statement: &Statement, change: &(Place, Place)) -> bool {
    let meets = |a: Place, b: Place| a.article == b.article && a.span.overlap(b.span) > 0;
    let (x, y) = *change;
    statement.differs
        && utterance
            .differs
            .iter()
            .any(|(_, a, b)| meets(*a, x) || meets(*b, y) || meets(*a, y) || meets(*b, x))
}

/// `leaves out “own”`, `adds “only”`, `“from the inside” → “from inside”`.
fn one_change(desk: &Desk, a: Place, b: Place, several: bool) -> String {
    let (base, words) = (desk.slice(a).trim(), desk.slice(b).trim());
    if words.is_empty() || is_ellipsis(words) {
        format!("{} {}", if several { "leave out" } else { "leaves out" }, quoted(base))
    } else if base.is_empty() {
        format!("{} {}", if several { "add" } else { "adds" }, quoted(words))
    } else {
        format!("{} → {}", quoted(base), quoted(words))
    }
}

/// Differences of substance, each once, with the pages that have the second words.
fn differences(
    desk: &Desk,
    labels: &Labels,
    statement: &Statement,
    utterance: &Utterance,
) -> Vec<Vec<Piece>> {
    let words = |p: Place| quoted(&short(desk.slice(p), 60));
    let empty = |p: Place| desk.slice(p).trim().is_empty();
    let mut told: Vec<(String, BTreeSet<usize>)> = Vec::new();
    let of = |p: &Place| statement.pages.contains(&p.article);
    let all = utterance.differs.iter().filter(|(_, a, b)| statement.differs && of(a) && of(b));
    for (what, a, b) in all {
        let change = match (empty(*a), empty(*b)) {
            (true, _) => format!("adds {}", words(*b)),
            (_, true) => format!("leaves out {}", words(*a)),
            _ => format!("{} → {}", words(*a), words(*b)),
        };
        let line = format!(" {}  {change}", kind(what));
        match told.iter_mut().find(|(l, _)| *l == line) {
            Some((_, pages)) => {
                pages.insert(b.article);
            }
            None => told.push((line, BTreeSet::from([b.article]))),
        }
    }
    let lines = told
        .into_iter()
        .map(|(line, pages)| vec![sign("≠"), plain(line), plain("  "), outlet(labels.list(pages))]);
    lines.collect()
}

/// How many statements were found, and the words of one, for what has no story.
pub(super) fn nearest(desk: &Desk, paper: &mut Paper, utterance: usize) {
    let Some(u) = desk.trace.utterances.get(utterance) else { return };
    let Some(base) = u.readings.first() else { return };
    let speaker = u.speaker.as_deref().map_or("speaker not found".to_owned(), safe);
    let role = quote(desk.trace, base).and_then(|q| q.role.as_deref());
    let role = role.filter(|r| !speaker.contains(*r)).map(|r| format!(", {}", short(r, 60)));
    let said = u.said_on.map_or(String::new(), |d| format!(", {}", super::names::when(&d)));
    let head = format!("{speaker}{}{said}", role.unwrap_or_default());
    paper.line(4, &[plain(head)]);
    for reading in u.readings.iter().filter(|r| !r.repeat) {
        let words = quoted(&short(desk.slice(reading.place), LONG));
        let file = dim(format!("  {}", desk.names.file(reading.place.article)));
        paper.hang(&[plain("      ")], "      ", &[plain(words), file]);
    }
    let repeats = u.readings.iter().filter(|r| r.repeat).count();
    if repeats > 0 {
        paper.line(6, &[dim(format!("printed again in {}", count(repeats, "place", "places")))]);
    }
}
