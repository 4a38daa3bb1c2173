//! Lines that stand inside an article or below it and are not of it, by signs that hang on no
//! language: a label in capitals before an open line, a label that frames use, islands of short
//! lines below the text.

use crate::phrase;
use crate::shape::Shape;
use crate::view::View;

/// A teaser behind a label has at most so many words.
const TEASER: u32 = 26;
/// A label has at most so many.
const LABEL: usize = 5;

/// Whether block `i` is a labelled teaser, advertisement or notice: *READ ALSO: Fog keeps ferries*.
pub(crate) fn is_labelled(view: &View, i: usize) -> bool {
    let Some(s) = view.shapes.get(i).filter(|s| (2..=TEASER).contains(&s.words)) else {
        return false;
    };
    let line = view.line(i);
    let Some((label, rest)) = label(line) else {
        return false;
    };
    let frame = phrase::ADVERT | phrase::MORE | phrase::OTHERS | phrase::TAGS | phrase::SHARE;
    if (phrase::phrases(label) | s.phrases) & frame != 0 && !is_sentence(rest, s) {
        return true;
    }
    if phrase::phrases(label) & phrase::ADVERT != 0 {
        return true;
    }
    let words = label.split_whitespace().count();
    let open = !line.trim_end().ends_with(['.', '…', '"', '”', '»', '?']);
    let asks = line.trim_end().ends_with('?') && words > 1;
    in_capitals(label) && (open || asks) && !is_speaker(view, label)
}

/// The label that a line begins with, and the rest: up to a colon, a dash or a wide gap.
fn label(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let at = line.char_indices().find_map(|(at, c)| {
        let rest = line.get(at..).unwrap_or("");
        let ends = c == ':'
            || rest.starts_with("  ")
            || rest.starts_with(" – ")
            || rest.starts_with(" — ");
        (at > 60).then_some(None).or_else(|| (ends || c.is_ascii_digit()).then_some(Some(at)))
    })??;
    let (label, rest) = line.split_at(at);
    let words = label.split_whitespace().count();
    let rest = rest.trim_start_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '“' | '«' | '„' | '"' | '¿' | '‘')
    });
    // `12:30` and addresses have no label before their colon.
    let glued = line.get(at..).is_some_and(|r| r.starts_with("://"));
    ((1..=LABEL).contains(&words) && !rest.is_empty() && !glued).then_some((label.trim(), rest))
}

/// Four letters and more, all of them capitals.
fn in_capitals(label: &str) -> bool {
    let letters = || label.chars().filter(|c| c.is_alphabetic());
    letters().count() >= 4 && letters().all(char::is_uppercase)
}

/// Whether words run on as a sentence does.
fn is_sentence(rest: &str, s: &Shape) -> bool {
    s.words > 14 && rest.trim_end().ends_with(['.', '…'])
}

/// Whether the label opens several lines that end as sentences do: who speaks in an interview.
fn is_speaker(view: &View, own: &str) -> bool {
    let opens = |i: &usize| {
        let line = view.line(*i);
        line.trim_start().starts_with(own) && view.shapes.get(*i).is_some_and(Shape::closed)
    };
    (0..view.len().min(5_000)).filter(opens).take(2).count() > 1
}

/// Drops islands of short lines below the text of a flattened page: headlines of other items and
/// what readers wrote, which stand apart from it.
pub(crate) fn without_islands(view: &View, chosen: &mut [bool]) {
    const ISLAND: u32 = 50;
    const RUNNING: u32 = 22;
    let words = |i: usize| view.shapes.get(i).map_or(0, |s| s.words);
    let all: u32 = (0..view.len()).filter(|i| chosen.get(*i) == Some(&true)).map(words).sum();
    loop {
        let Some(last) = chosen.iter().rposition(|c| *c) else {
            return;
        };
        let mut from = last;
        while from > 0 && chosen.get(from - 1) == Some(&true) {
            from -= 1;
        }
        let Some(before) = (0..from).rfind(|i| chosen.get(*i) == Some(&true)) else {
            return;
        };
        let sum: u32 = (from..=last).map(words).sum();
        let runs = (from..=last)
            .any(|i| words(i) >= RUNNING && view.shapes.get(i).is_some_and(Shape::closed));
        let apart = (before + 1..from).filter(|i| !is_labelled(view, *i));
        let head = apart.clone().any(|i| is_head(view, i)) || apart.count() >= 2;
        if runs || sum > ISLAND || sum * 6 > all || !head {
            return;
        }
        for c in chosen.iter_mut().take(last + 1).skip(from) {
            *c = false;
        }
    }
}

/// Drops what readers wrote below the text: all below a head of comments, or below the first of two
/// lines that name somebody above a day with a time, where most of the text stands above.
pub(crate) fn without_comments(view: &View, chosen: &mut [bool]) {
    let words = |i: usize| view.shapes.get(i).map_or(0, |s| s.words);
    let is = |i: usize| chosen.get(i) == Some(&true);
    let all: u32 = (0..view.len()).filter(|i| is(*i)).map(words).sum();
    let mut above = 0;
    let mut signed: Option<usize> = None;
    let mut from = None;
    for i in 0..view.len() {
        above += if is(i) { words(i) } else { 0 };
        if above * 2 < all || all == 0 {
            continue;
        }
        if is_comment_head(view, i) {
            from = Some(i);
            break;
        }
        if view.flat && is_signature(view, i) {
            if signed.is_some() {
                from = signed;
                break;
            }
            signed = Some(i);
        }
    }
    let Some(from) = from else { return };
    let runs = |i: &usize| chosen.get(*i) == Some(&true) && words(*i) >= LONG;
    // Long prose below is no talk.
    let below: u32 = (from..view.len()).filter(runs).map(words).sum();
    if below * 3 > all {
        return;
    }
    chosen.iter_mut().skip(from).for_each(|c| *c = false);
}

/// Words of a paragraph that is longer than most comments.
const LONG: u32 = 60;

/// *Comments (41)*, *4 comments*, *Posted in: bridges | 4 comments*.
fn is_comment_head(view: &View, i: usize) -> bool {
    if view.shapes.get(i).is_none_or(|s| s.words > 8 || s.digits == 0 || s.closed()) {
        return false;
    }
    let line = view.line(i);
    let last = line.rsplit(['|', '·', '•']).next().unwrap_or(line).trim();
    let bare = last.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    let counted = last.chars().any(|c| c.is_ascii_digit()) && bare.split_whitespace().count() <= 3;
    counted && phrase::phrases(bare) & phrase::COMMENT != 0
}

/// A short line above a day with a time: who wrote a comment, and when.
fn is_signature(view: &View, i: usize) -> bool {
    let short = |j: usize, most: u32| {
        view.shapes.get(j).is_some_and(|s| (1..=most).contains(&s.words) && !s.closed())
    };
    let line = view.line(i + 1);
    short(i, 6)
        && short(i + 1, 9)
        && line.contains(':')
        && crate::head::is_date_line(view, i + 1)
        && view.shapes.get(i + 2).is_some_and(|s| s.words >= 3)
}

/// Drops what stands in a small element under the label of an advertisement.
pub(crate) fn without_adverts(view: &View, chosen: &mut [bool]) {
    const SLOT: u32 = 50;
    const REACH: usize = 6;
    let label = |i: usize| {
        let s = view.shapes.get(i);
        s.is_some_and(|s| s.words <= 3 && s.phrases & phrase::ADVERT != 0)
    };
    let up = |n: u32| view.doc.nodes.get(n as usize).map_or(0, |n| n.parent);
    let held = |i: usize, slot: u32| -> Vec<usize> {
        let inside = |j: &usize| {
            let mut at = view.doc.blocks.get(*j).map_or(0, |b| b.node);
            while at > slot {
                at = up(at);
            }
            slot != 0 && at == slot
        };
        (i + 1..view.len().min(i + REACH + 1)).take_while(inside).collect()
    };
    for i in (0..view.len()).filter(|i| label(*i)) {
        // The label may stand in the small element itself, or in one of its own inside it.
        let own = view.doc.blocks.get(i).map_or(0, |b| b.node);
        let mut below = held(i, own);
        if below.is_empty() {
            below = held(i, up(own));
        }
        let sum: u32 = below.iter().filter_map(|j| view.shapes.get(*j)).map(|s| s.words).sum();
        if below.len() < REACH && sum <= SLOT {
            for j in below {
                if let Some(c) = chosen.get_mut(j) {
                    *c = false;
                }
            }
        }
    }
}

/// Drops short lines below a label in capitals that no running text follows: *ALSO TODAY*.
pub(crate) fn without_last_list(view: &View, chosen: &mut [bool]) {
    let runs = |i: &usize| {
        chosen.get(*i) == Some(&true)
            && view.shapes.get(*i).is_some_and(|s| s.words >= 12 && s.closed())
    };
    let Some(last) = (0..view.len()).rfind(runs) else { return };
    let label = |i: &usize| {
        view.shapes
            .get(*i)
            .is_some_and(|s| s.words <= 4 && s.letters >= 4 && s.upper == s.letters && !s.closed())
    };
    if let Some(from) = (last + 1..view.len()).find(label) {
        chosen.iter_mut().skip(from).for_each(|c| *c = false);
    }
}

/// Whether an open line begins with a time of day: one of a list of items.
pub(crate) fn is_timed_item(view: &View, i: usize) -> bool {
    const LONGEST: u32 = 14;
    let line = view.line(i);
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let rest = line.get(digits..).unwrap_or("");
    let minute = rest.get(1..3).is_some_and(|m| m.bytes().all(|b| b.is_ascii_digit()));
    let gap = rest.get(3..).is_some_and(|r| r.starts_with("  ") || r.starts_with(" | "));
    (1..=2).contains(&digits)
        && rest.starts_with([':', '.'])
        && minute
        && gap
        && view.shapes.get(i).is_some_and(|s| s.words <= LONGEST && !s.closed())
}

/// Whether a short line opens something else: other items, comments, forms, share buttons.
fn is_head(view: &View, i: usize) -> bool {
    let opener = phrase::OTHERS
        | phrase::COMMENT
        | phrase::FORM
        | phrase::TAGS
        | phrase::SHARE
        | phrase::LEGAL;
    view.shapes.get(i).is_some_and(|s| {
        s.words <= 8 && (s.phrases & opener != 0 || s.letters >= 4 && s.upper == s.letters)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flat::read_flat;

    const TEXT: &str = "The harbour master said on Monday that the ferries would wait for the fog to lift, \
        and that nobody should come to the quay before noon or ask for money back.";

    fn labelled(line: &str) -> bool {
        let doc = read_flat(["Fog over Lervik", TEXT, line, TEXT].join("\n"));
        is_labelled(&View::new(&doc, true, Vec::new()), 2)
    }

    #[test]
    fn teasers_behind_labels_are_told_from_text() {
        for line in [
            "READ ALSO: Fog keeps the ferries of Talsund waiting",
            "ЧИТАЙТЕ ТАКОЖ: Паром знову стоїть",
            "LES OGSÅ: Tåken ligger fortsatt over fjorden",
            "WEBINAR – Fog lamps in an hour, sign up now",
            "TRY THE TEST: How well do you know your harbour?",
            "Watch: the captain who sails only by night",
            "Video: Nebel über dem Hafen",
            "Anzeige: Nebelleuchten. Jetzt zugreifen!",
            "Tags: fog, ferries, Lervik",
        ] {
            assert!(labelled(line), "{line}");
        }
        for line in [
            "LERVIK – The ferries waited until noon.",
            "LIND: We waited until noon.",
            "Cost: 4 million crowns",
            "“We wait,” said Mara Lind: nobody else did.",
            "At 12:30 the fog lifted",
        ] {
            assert!(!labelled(line), "{line}");
        }
    }

    /// The lines of a flattened page that are left of its body.
    fn left(lines: &[&str], drop: fn(&View, &mut [bool])) -> Vec<usize> {
        let doc = read_flat(lines.join("\n"));
        let view = View::new(&doc, true, Vec::new());
        let mut chosen = vec![true; lines.len()];
        drop(&view, &mut chosen);
        (0..lines.len()).filter(|i| chosen[*i]).collect()
    }

    #[test]
    fn what_readers_wrote_is_left() {
        let posts =
            ["Fog", TEXT, TEXT, "Posted in: harbour | 4 comments", "Jo", "What a fog that was."];
        assert_eq!(left(&posts, without_comments), [0, 1, 2]);
        let says = |name| [name, "4 May 2031 at 9:12 am", "What a fog that was, and how long."];
        let signed =
            [&["Fog", TEXT, TEXT][..], &says("otter_77 says:"), &says("Jo says:")].concat();
        assert_eq!(left(&signed, without_comments), [0, 1, 2]);
        for lines in [&signed[..6], &["Fog", "4 comments", TEXT, TEXT][..]] {
            assert_eq!(left(lines, without_comments).len(), lines.len(), "{lines:?}");
        }
        let long = ["Fog", TEXT, TEXT, "4 comments", &TEXT.repeat(3)];
        assert_eq!(left(&long, without_comments).len(), 5);
    }

    #[test]
    fn lists_below_a_last_label_are_left() {
        let lines = ["Fog", TEXT, "“We wait.”", "ALSO TODAY", "Bells ring again", "Crossword, B4"];
        assert_eq!(left(&lines, without_last_list), [0, 1, 2]);
        assert_eq!(left(&["Fog", TEXT, "WHAT IS KNOWN", TEXT], without_last_list).len(), 4);
        let timed = |line: &str| {
            let doc = read_flat(line.to_owned());
            is_timed_item(&View::new(&doc, true, Vec::new()), 0)
        };
        assert!(timed("07:30  Wolf seen at the quay"));
        assert!(
            !timed("07:30 the fog lifted, and the ferries left.") && !timed("12 ferries  wait")
        );
    }

    #[test]
    fn what_a_label_of_an_advertisement_heads_is_left() {
        for label in ["<p>Advertisement</p>", "<span>Anzeige</span>"] {
            let source = format!(
                "<div><p>{TEXT}</p><aside>{label}<p>Lamps – half price till Sunday</p></aside><p>{TEXT}</p></div>"
            );
            let doc = crate::html::read_html(&source);
            let view = View::new(&doc, false, Vec::new());
            let mut chosen = vec![true; view.len()];
            without_adverts(&view, &mut chosen);
            assert_eq!(chosen, [true, true, false, true], "{label}");
        }
    }

    #[test]
    fn islands_below_the_text_are_left() {
        let lines = [
            TEXT,
            TEXT,
            TEXT,
            "“We waited,” she said.",
            "Readers say",
            "Jo",
            "What a fog that was.",
            "MORE",
            "Fog in Talsund again",
        ];
        let doc = read_flat(lines.join("\n"));
        let view = View::new(&doc, true, Vec::new());
        let mut chosen = [true, true, true, true, false, false, true, false, true];
        without_islands(&view, &mut chosen);
        assert_eq!(chosen, [true, true, true, true, false, false, false, false, false]);
        // One line that is left out in mid-text cuts nothing off.
        let lines = [TEXT, TEXT, "READ ALSO: Fog in Talsund", "“We waited,” she said."];
        let doc = read_flat(lines.join("\n"));
        let view = View::new(&doc, true, Vec::new());
        let mut chosen = [true, true, false, true];
        without_islands(&view, &mut chosen);
        assert_eq!(chosen, [true, true, false, true]);
    }
}
