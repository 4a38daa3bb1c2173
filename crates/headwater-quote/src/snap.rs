//! Quotation marks as constraints: what a tagger found is fitted to the stretches between marks.

use crate::marks::Marked;
use crate::rules::Found;
use crate::sheet::{Para, Sheet};
use std::ops::Range;

/// Fits the quotations of one paragraph to its marks. A marked stretch belongs whole to the
/// quotation that has most of it; crumbs beside a long marked stretch fall away.
pub(crate) fn snap(sheet: &Sheet<'_>, para: &Para, found: &mut Vec<Found>) {
    keep_whole(para, found, |m| sheet.words(m.first..m.end) >= 4);
    for f in found.iter_mut() {
        crumbs(sheet, para, f);
    }
    found.retain(|f| !f.content.is_empty());
}

/// Fits to the marks only what is certainly one utterance, and joins parts that nothing of the
/// attribution stands between. For a tagger that knows marks well by itself.
pub(crate) fn mend(sheet: &Sheet<'_>, para: &Para, found: &mut Vec<Found>) {
    keep_whole(para, found, |m| m.opened && m.closed && speech(sheet, m.first, m.end));
    found.retain(|f| !f.content.is_empty());
    let busy: Vec<Range<usize>> =
        found.iter().flat_map(|f| f.cue.iter().chain(&f.speaker)).cloned().collect();
    for f in found.iter_mut() {
        join(sheet, &busy, f);
    }
}

/// Joins parts of one quotation within a sentence with only a few words between them.
fn join(sheet: &Sheet<'_>, busy: &[Range<usize>], f: &mut Found) {
    let mut out: Vec<Range<usize>> = Vec::new();
    for c in &f.content {
        match out.last_mut() {
            Some(last)
                if c.start >= last.end
                    && c.start - last.end <= GAP
                    && sheet.sentence(last.end.saturating_sub(1)) == sheet.sentence(c.start)
                    && !busy.iter().any(|b| overlap(b, &(last.end..c.start)) > 0) =>
            {
                last.end = c.end;
            }
            _ => out.push(c.clone()),
        }
    }
    f.content = out;
}

/// So many tokens may stand between two parts that are joined.
const GAP: usize = 6;

/// Each marked stretch that `counts` goes whole to the quotation that has most of it.
fn keep_whole(para: &Para, found: &mut [Found], counts: impl Fn(&Marked) -> bool) {
    for m in para.marked.iter().filter(|m| counts(m)) {
        let inner = m.first..m.end;
        let has = |f: &Found| f.content.iter().map(|c| overlap(c, &inner)).sum::<usize>();
        let best = (0..found.len()).max_by_key(|&i| (found.get(i).map_or(0, has), usize::MAX - i));
        let Some(best) = best.filter(|&b| {
            let most = found.get(b).map_or(0, has);
            let others = found.iter().filter(|f| has(f) > 0).count() > 1;
            most * 2 > inner.len() || most * 4 > inner.len() && !others
        }) else {
            continue;
        };
        for (i, f) in found.iter_mut().enumerate() {
            if i == best {
                take(f, &inner);
            } else if has(f) > 0 {
                give(f, &inner);
            }
        }
    }
}

fn overlap(a: &Range<usize>, b: &Range<usize>) -> usize {
    a.end.min(b.end).saturating_sub(a.start.max(b.start))
}

/// The whole stretch joins the content, parts that touch it merge.
fn take(f: &mut Found, inner: &Range<usize>) {
    let mut all = inner.clone();
    f.content.retain(|c| {
        let meets = overlap(c, inner) > 0;
        if meets {
            all = all.start.min(c.start)..all.end.max(c.end);
        }
        !meets
    });
    f.content.push(all);
    f.content.sort_by_key(|c| c.start);
    let outside = |r: &Range<usize>| overlap(r, inner) == 0;
    f.speaker.retain(outside);
    f.cue.retain(outside);
}

/// The stretch leaves the content.
fn give(f: &mut Found, inner: &Range<usize>) {
    let parts = f.content.iter().flat_map(|c| {
        if overlap(c, inner) == 0 {
            return [Some(c.clone()), None];
        }
        let left = c.start..inner.start.max(c.start).min(c.end);
        let right = inner.end.min(c.end).max(c.start)..c.end;
        [Some(left).filter(|r| r.len() > 2), Some(right).filter(|r| r.len() > 2)]
    });
    f.content = parts.flatten().collect();
}

/// Beside a long stretch in marks, a few loose words are no part of what was said.
fn crumbs(sheet: &Sheet<'_>, para: &Para, f: &mut Found) {
    let long = |c: &Range<usize>| {
        let hit = para.marked.iter().find(|m| overlap(c, &(m.first..m.end)) * 2 > m.end - m.first);
        hit.filter(|m| speech(sheet, m.first, m.end)).map(|m| m.first..m.end)
    };
    let Some(whole) = f.content.iter().find_map(long) else { return };
    let marked =
        |c: &Range<usize>| para.marked.iter().map(|m| overlap(c, &(m.first..m.end))).sum::<usize>();
    for c in &mut f.content {
        if let Some(m) = long(c) {
            let before = sheet.words(c.start..m.start.max(c.start));
            let after = sheet.words(m.end.min(c.end)..c.end);
            if (1..=3).contains(&before) && m.start > c.start && marked(&(c.start..m.start)) == 0 {
                c.start = m.start;
            }
            if (1..=2).contains(&after) && marked(&(m.end..c.end)) == 0 {
                c.end = m.end;
            }
        }
    }
    f.content.retain(|c| {
        let words = sheet.words(c.clone());
        overlap(c, &whole) > 0
            || marked(c) * 2 > c.len() && (words > 3 || speech_end(sheet, c))
            || marked(c) * 2 <= c.len() && words > 8
    });
}

/// A whole utterance: six words and more, with a comma or a stop before the closing mark.
fn speech(sheet: &Sheet<'_>, first: usize, end: usize) -> bool {
    sheet.words(first..end) >= 6 && speech_end(sheet, &(first..end))
}

fn speech_end(sheet: &Sheet<'_>, r: &Range<usize>) -> bool {
    (r.end.saturating_sub(2)..=r.end).any(|k| matches!(sheet.low(k), "," | "." | "!" | "?"))
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)] // lists of ranges are meant
mod tests {
    use super::*;
    use headwater_page::Article;

    #[test]
    fn a_marked_stretch_stays_whole() {
        let a =
            Article::plain("p", "Lind, “We shall wait. Mr. Orr knows that well,” she said of it.");
        let s = Sheet::new(&a);
        // The tagger cut the stretch in two and took a word too many at either end.
        let mut found = vec![Found {
            content: vec![0..8, 10..15, 18..19],
            cue: vec![17..18],
            ..Found::default()
        }];
        snap(&s, &s.paras[0], &mut found);
        let words: Vec<&str> = found[0].content.iter().map(|c| s.span(c).of(&a.text)).collect();
        assert_eq!(words, ["“We shall wait. Mr. Orr knows that well,”"]);
    }

    #[test]
    fn parts_with_nothing_of_the_attribution_between_are_one() {
        let a =
            Article::plain("p", "Lind announced she would reject any plan that harms the river.");
        let s = Sheet::new(&a);
        let mut found =
            vec![Found { content: vec![2..4, 6..11], cue: vec![1..2], ..Found::default() }];
        mend(&s, &s.paras[0], &mut found);
        assert_eq!(found[0].content, [2..11]);
        // The speaker stands between: two parts.
        let mut found =
            vec![Found { content: vec![0..1, 4..11], speaker: vec![2..3], ..Found::default() }];
        mend(&s, &s.paras[0], &mut found);
        assert_eq!(found[0].content, [0..1, 4..11]);
    }
}
