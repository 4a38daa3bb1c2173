//! Pairs quotation marks of all habits, and repairs where one is missing, is turned the wrong way,
//! or a quotation runs over paragraphs. One pass; never refuses a text.

use crate::sheet::{Sheet, Sort};
use headwater_lang::Class;
use headwater_text::Span;

/// A stretch between quotation marks in one paragraph. Token numbers; the marks are included
/// where they stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) first: usize,
    /// One past the last token.
    pub(crate) end: usize,
    pub(crate) opened: bool,
    pub(crate) closed: bool,
    /// The mark that is missing is nowhere: its place was guessed.
    pub(crate) repaired: bool,
    /// Goes on from the paragraph before.
    pub(crate) continues: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Open,
    Close,
    None,
}

/// Pairs the marks of every paragraph and tells each token whether it stands inside.
pub(crate) fn pair(sheet: &mut Sheet<'_>) {
    let mut going_on = false;
    for p in 0..sheet.paras.len() {
        let (marked, open_end) = paragraph(sheet, p, going_on);
        for m in &marked {
            for t in sheet.tokens.get_mut(m.first..m.end).unwrap_or(&mut []) {
                t.inside = true;
            }
        }
        going_on = open_end;
        if let Some(para) = sheet.paras.get_mut(p) {
            para.marked = marked;
        }
    }
}

/// The places of repaired quotations outside the frame, for the remark.
pub(crate) fn repaired(sheet: &Sheet<'_>) -> Vec<Span> {
    let body = sheet.paras.iter().filter(|p| p.zone != crate::quotation::Zone::Frame);
    let all = body.flat_map(|p| p.marked.iter()).filter(|m| m.repaired);
    all.map(|m| sheet.span(&(m.first..m.end))).collect()
}

/// One paragraph; also whether it ends within a quotation that the next one takes up.
fn paragraph(sheet: &Sheet<'_>, p: usize, going_on: bool) -> (Vec<Marked>, bool) {
    let Some(para) = sheet.paras.get(p) else { return (Vec::new(), false) };
    let mut out: Vec<Marked> = Vec::new();
    let mut open: Option<usize> = None;
    let mut single: Option<usize> = None;
    for i in para.tokens.clone() {
        if sheet.tokens.get(i).is_none_or(|t| t.sort != Sort::Mark) {
            continue;
        }
        let glyph = sheet.word(i);
        if is_double(glyph) {
            match role(sheet, i, glyph, open.map(|o| sheet.word(o))) {
                Role::Open => {
                    if let Some(o) = open {
                        unclosed_before(sheet, o, i, &mut out);
                    }
                    open = Some(i);
                    single = None;
                }
                Role::Close => match open.take() {
                    Some(o) => out.push(found(o, i + 1, true, true)),
                    None => lost_opening(sheet, para.tokens.start, i, &mut out),
                },
                Role::None => {}
            }
        } else if is_single(glyph) && open.is_none() {
            match single_role(sheet, i, glyph, single.is_some()) {
                Role::Open => single = Some(i),
                Role::Close => {
                    if let Some(s) = single.take() {
                        out.push(found(s, i + 1, true, true));
                    }
                }
                Role::None => {}
            }
        }
    }
    let mut open_end = false;
    if let Some(o) = open {
        open_end = sheet.paras.get(p + 1).is_some_and(|n| starts_with_mark(sheet, n.tokens.start));
        let end = para.tokens.end;
        let worth = sheet.words(o..end) >= 3;
        if open_end || worth {
            out.push(Marked { repaired: !open_end, ..found(o, end, true, false) });
        }
    }
    if going_on && let Some(first) = out.first_mut() {
        first.continues = first.first == para.tokens.start;
    }
    (out, open_end)
}

fn found(first: usize, end: usize, opened: bool, closed: bool) -> Marked {
    Marked { first, end, opened, closed, repaired: false, continues: false }
}

fn starts_with_mark(sheet: &Sheet<'_>, i: usize) -> bool {
    let glyph = sheet.word(i);
    is_double(glyph) && role(sheet, i, glyph, None) == Role::Open
}

fn is_double(glyph: &str) -> bool {
    matches!(glyph, "\"" | "“" | "”" | "„" | "‟" | "«" | "»" | "''" | "``" | "〝" | "〞" | "＂")
}

fn is_single(glyph: &str) -> bool {
    matches!(glyph, "'" | "‘" | "’" | "‚" | "‛" | "‹" | "›" | "`" | "´")
}

/// Whether a token is a quotation mark of any kind.
pub(crate) fn is_mark(glyph: &str) -> bool {
    is_double(glyph) || is_single(glyph)
}

/// Does the mark lean on what stands before it, and on what stands after?
fn leans(sheet: &Sheet<'_>, i: usize) -> (bool, bool) {
    let Some(token) = sheet.tokens.get(i) else { return (false, false) };
    let before = sheet.text.get(..token.span.start).and_then(|t| t.chars().next_back());
    let after = sheet.text.get(token.span.end..).and_then(|t| t.chars().next());
    let left = before.is_some_and(|c| {
        !c.is_whitespace()
            && !matches!(
                c,
                '(' | '['
                    | '{'
                    | '—'
                    | '–'
                    | '―'
                    | '-'
                    | '/'
                    | '“'
                    | '„'
                    | '«'
                    | '‘'
                    | '='
                    | '>'
            )
    });
    let right = after.is_some_and(|c| {
        c.is_alphanumeric()
            || matches!(
                c,
                '(' | '['
                    | '…'
                    | '‘'
                    | '“'
                    | '„'
                    | '«'
                    | '$'
                    | '€'
                    | '£'
                    | '#'
                    | '@'
                    | '¿'
                    | '¡'
                    | '\''
                    | '.'
            ) && !(left && matches!(c, '…' | '.' | '\'' | '(' | '[' | '“'))
    });
    (left, right)
}

fn role(sheet: &Sheet<'_>, i: usize, glyph: &str, open: Option<&str>) -> Role {
    let (left, right) = leans(sheet, i);
    let closes = open.is_some_and(|o| match o {
        "„" | "‟" => matches!(glyph, "“" | "”" | "\""),
        "«" => glyph == "»",
        "»" => glyph == "«",
        "“" | "``" | "〝" => matches!(glyph, "”" | "\"" | "''" | "〞"),
        "”" => matches!(glyph, "”" | "\""),
        _ => matches!(glyph, "\"" | "”" | "''" | "＂"),
    });
    if closes && (left || !right) {
        return Role::Close;
    }
    match (left, right) {
        (false, true) => Role::Open,
        (true, false) if inches(sheet, i, glyph, open) => Role::None,
        (true, false) => Role::Close,
        _ if closes => Role::Close,
        _ => match glyph {
            "“" | "„" | "‟" | "«" | "``" | "〝" => Role::Open,
            "”" | "»" | "''" | "〞" if open.is_some() => Role::Close,
            "\"" | "＂" if open.is_none() && !left => Role::Open,
            _ => Role::None,
        },
    }
}

/// A straight mark after a number with nothing open counts inches.
fn inches(sheet: &Sheet<'_>, i: usize, glyph: &str, open: Option<&str>) -> bool {
    open.is_none()
        && matches!(glyph, "\"" | "''" | "”")
        && i.checked_sub(1)
            .and_then(|b| sheet.tokens.get(b))
            .is_some_and(|t| t.sort == Sort::Number)
}

fn single_role(sheet: &Sheet<'_>, i: usize, glyph: &str, open: bool) -> Role {
    let (left, right) = leans(sheet, i);
    match (left, right) {
        (false, true) if glyph == "’" => Role::None,
        (false, true) if elided(sheet, i + 1) && glyph != "‘" => Role::None,
        (false, true) => Role::Open,
        (true, false) if open => {
            // A plural possessive (workers' pay) goes on in small letters.
            let s = i.checked_sub(1).is_some_and(|b| sheet.low(b).ends_with('s'));
            let on = sheet.is_word(i + 1) && !sheet.cap(i + 1);
            if s && on { Role::None } else { Role::Close }
        }
        _ => Role::None,
    }
}

fn elided(sheet: &Sheet<'_>, k: usize) -> bool {
    sheet.is(Class::Elided, k) || sheet.low(k).starts_with(|c: char| c.is_numeric())
}

/// The mark at `o` was not closed before the one at `i` opens. It ran to the end of its last
/// full sentence; without one it is a stray mark.
fn unclosed_before(sheet: &Sheet<'_>, o: usize, i: usize, out: &mut Vec<Marked>) {
    let here = sheet.sentence(i);
    let tokens = sheet.tokens.get(o..i).unwrap_or(&[]);
    let end = o + tokens.partition_point(|t| t.sentence < here);
    if end > o + 3 {
        out.push(Marked { repaired: true, ..found(o, end, true, false) });
    }
}

/// The mark at `i` closes what nothing opened. The words began with the paragraph, or after the
/// sentence of the quotation before; where an attribution leads in, after it.
fn lost_opening(sheet: &Sheet<'_>, para: usize, i: usize, out: &mut Vec<Marked>) {
    let mut first = para;
    if let Some(last) = out.last() {
        let s = sheet.sentence(last.end.saturating_sub(1));
        let tokens = sheet.tokens.get(last.end..i).unwrap_or(&[]);
        first = last.end + tokens.partition_point(|t| t.sentence <= s);
    }
    let floor = i.saturating_sub(400).max(first);
    let s = sheet.sentence(i);
    let tokens = sheet.tokens.get(floor..i).unwrap_or(&[]);
    let sentence = floor + tokens.partition_point(|t| t.sentence < s);
    let head = sentence..(sentence + 8).min(i);
    if let Some(cue) = head.clone().find(|&k| k > sentence && sheet.cue(k)) {
        first = after_lead(sheet, cue, i);
    } else {
        first = first.max(floor);
    }
    if first + 2 < i {
        out.push(Marked { repaired: true, ..found(first, i + 1, false, true) });
    }
}

/// Where the quoted words begin after a leading attribution: behind the last comma and
/// conjunction that leave three words, else behind *that*.
fn after_lead(sheet: &Sheet<'_>, cue: usize, close: usize) -> usize {
    let mut first = cue + 1;
    if sheet.is(Class::ReportThat, first) {
        first += 1;
    }
    for k in cue + 1..close.saturating_sub(4) {
        if sheet.low(k) == "," {
            first = k + 1 + usize::from(sheet.is(Class::LeadJoin, k + 1));
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use headwater_page::Article;

    fn inside(text: &str) -> Vec<(String, bool)> {
        let a = Article::plain("p", text);
        let s = Sheet::new(&a);
        let all = s.paras.iter().flat_map(|p| p.marked.clone());
        all.map(|m| (s.span(&(m.first..m.end)).of(&a.text).to_owned(), m.repaired)).collect()
    }

    fn check(text: &str, want: &[(&str, bool)]) {
        let want: Vec<_> = want.iter().map(|(w, r)| (w.to_string(), *r)).collect();
        assert_eq!(inside(text), want, "{text}");
    }

    #[test]
    fn all_habits_pair() {
        check("„Wir warten“, sagte sie.", &[("„Wir warten“", false)]);
        check("»Wir warten«, sagte sie.", &[("»Wir warten«", false)]);
        check("« Nous attendons », dit-elle.", &[("« Nous attendons »", false)]);
        check("”Vi väntar”, sade hon.", &[("”Vi väntar”", false)]);
        check("''We wait,'' she said.", &[("''We wait,''", false)]);
        check("‘We don’t wait,’ she said of the workers’ pay.", &[("‘We don’t wait,’", false)]);
        check(
            "“We wait,\" she said. \"So it is”.",
            &[("“We wait,\"", false), ("\"So it is”", false)],
        );
    }

    #[test]
    fn damage_is_repaired() {
        check(
            "We shall not wait any longer,” Lind said. “Not a day.”",
            &[("We shall not wait any longer,”", true), ("“Not a day.”", false)],
        );
        check("“We shall not wait, Lind said.", &[("“We shall not wait, Lind said.", true)]);
        check(
            "“We wait here now. Lind left. “Not a day.”",
            &[("“We wait here now. Lind left.", true), ("“Not a day.”", false)],
        );
        check("”Wrong way“ round, he said.", &[("”Wrong way“", false)]);
        check("She is 5'10\" tall and left.", &[]);
    }

    #[test]
    fn paragraphs_go_on() {
        check(
            "“One two three.\n\n“Four five,” she said.",
            &[("“One two three.", false), ("“Four five,”", false)],
        );
    }
}
