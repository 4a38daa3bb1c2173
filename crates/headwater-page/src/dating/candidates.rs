//! Every date that a page offers, with where and how each is given.

use crate::clue::Clues;
use crate::html::MarkKind;
use crate::lang;
use crate::phrase;
use crate::view::View;
use headwater_lang::{Class, Entry, Language};
use headwater_text::{DateWords, Span, Told, When, dates, dates_in};

/// How a date is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Origin {
    /// In the page's address.
    Url,
    /// JSON-LD `datePublished` of an article.
    Linked,
    /// Other JSON-LD dates.
    LinkedOther,
    /// `meta` of publication.
    Meta,
    /// `meta` that only says *date*.
    MetaLoose,
    /// `itemprop` of publication.
    Itemprop,
    /// A `time` element's value.
    Time,
    /// Words of a line.
    Visible,
    /// A field of a script.
    Script,
    /// JSON-LD `dateModified`.
    LinkedModified,
    /// `meta` of modification.
    MetaModified,
    /// The address of a picture.
    Image,
}

/// One date that the page offers.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) when: When,
    pub(crate) origin: Origin,
    /// The tag as written, or the words.
    pub(crate) words: String,
    pub(crate) span: Option<Span>,
    pub(crate) block: Option<usize>,
    /// The element or its neighbours are called *date*.
    pub(crate) classed: bool,
    /// The words beside it say *updated*.
    pub(crate) updated: bool,
    /// The words beside it say *published*.
    pub(crate) said: bool,
    /// The words say so plainly, as no sentence about other things would.
    pub(crate) plainly: bool,
    /// It opens its line, as in *(18.01.2031) Lervik –*.
    pub(crate) opens: bool,
    /// The words beside it are those of a reader's comment.
    pub(crate) reader: bool,
    /// How many words stand in its line.
    pub(crate) line_words: u32,
    /// The other reading of a two-way number such as *03/04/2031*.
    pub(crate) other: Option<When>,
}

impl Candidate {
    /// Whether readers of the page see it.
    pub(crate) fn is_printed(&self) -> bool {
        matches!(self.origin, Origin::Visible | Origin::Time)
    }

    /// What a tag's value says, if it is a date.
    fn value(value: &str, origin: Origin, words: String) -> Option<Candidate> {
        let (when, other) = readings(value)?;
        Some(Candidate { other, ..Candidate::tag(when, origin, words) })
    }

    fn tag(when: When, origin: Origin, words: String) -> Candidate {
        Candidate {
            when,
            origin,
            words,
            span: None,
            block: None,
            classed: false,
            updated: false,
            said: false,
            plainly: false,
            opens: false,
            reader: false,
            line_words: 0,
            other: None,
        }
    }
}

/// All dates of a page in a fixed order: tags first, then lines from top to bottom.
pub(crate) fn collect(view: &View, clues: &Clues, url: Option<&str>) -> Vec<Candidate> {
    let mut out = Vec::new();
    let address = url
        .map(str::to_owned)
        .or_else(|| view.doc.canonical.clone())
        .or_else(|| view.doc.metas.iter().find(|m| m.0 == "og:url").map(|m| m.1.clone()));
    if let Some((when, words)) = address.as_deref().and_then(in_path) {
        out.push(Candidate::tag(when, Origin::Url, words.to_owned()));
    }
    tags(view, clues, &mut out);
    marks(view, &mut out);
    scripts(view, &mut out);
    lines(view, &mut out);
    out.retain(|c| c.block.is_none_or(|b| !view.is_other(b)));
    settle(view, address.as_deref(), &mut out);
    out
}

/// Decides day–month order: by a date of the page that can be read one way only, else by what
/// is usual for the language and country of the address.
fn settle(view: &View, address: Option<&str>, out: &mut [Candidate]) {
    let sure: Vec<_> =
        out.iter().filter(|c| c.other.is_none()).filter_map(|c| c.when.date()).collect();
    let lang = view.doc.lang.as_deref().unwrap_or("").to_ascii_lowercase();
    let host =
        address.and_then(|a| a.split("://").nth(1)).and_then(|a| a.split('/').next()).unwrap_or("");
    let british =
        [".uk", ".ie", ".au", ".nz", ".in", ".za", ".sg", ".my"].iter().any(|t| host.ends_with(t));
    let lang = if lang.is_empty() { guessed(view) } else { lang };
    let english = lang.starts_with("en") || lang.is_empty();
    let day_first = english && lang.len() < 4 && day_comes_first(out);
    let abroad =
        ["gb", "au", "nz", "ie", "in", "za"].iter().any(|c| lang.ends_with(c) && lang.len() > 3);
    for c in out.iter_mut() {
        let Some(swapped) = c.other else {
            continue;
        };
        let holds = |w: When| w.date().is_some_and(|d| sure.contains(&d));
        let slash = c.words.contains('/');
        let usual = !english || british || abroad || day_first || !slash;
        if holds(swapped) && !holds(c.when) || usual && !holds(c.when) {
            c.other = Some(c.when);
            c.when = swapped;
        }
    }
}

/// The language of a page that declares none, by its longer lines.
fn guessed(view: &View) -> String {
    let long = |i: &usize| view.shapes.get(*i).is_some_and(|s| s.words >= 12);
    let lines: Vec<&str> = (0..view.len()).filter(long).take(12).map(|i| view.line(i)).collect();
    lang::language(&lines.join("\n"), None).unwrap_or_default()
}

/// Whether the days that the page prints with the month's name are set as *4 May 2031* more often
/// than as *May 4, 2031*.
fn day_comes_first(all: &[Candidate]) -> bool {
    let mut votes = 0;
    for c in all.iter().filter(|c| c.origin == Origin::Visible) {
        let parts: Vec<&str> =
            c.words.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
        let number = |p: &&str| p.starts_with(|c: char| c.is_ascii_digit());
        let Some(day) = parts.iter().position(|p| number(p) && p.len() <= 4) else {
            continue;
        };
        let word = |at: usize| parts.get(at).is_some_and(|p| !number(p) && p.len() > 2);
        votes += i32::from(word(day + 1)) - i32::from(day > 0 && word(day - 1) && !word(day + 1));
    }
    votes > 0
}

/// A date in a tag's value, with its other reading where day and month may be swapped.
fn readings(value: &str) -> Option<(When, Option<When>)> {
    let value = value.trim();
    let when = parse_value(value)?;
    let found = dates(value, Span::new(0, value.len()));
    let either = found.first().filter(|d| matches!(d.told, Told::Either { .. }));
    let both = either.and_then(|d| Some((usual(d.ordered(false)?)?, usual(d.ordered(true)?)?)));
    Some(both.map_or((when, None), |(month_first, day_first)| (month_first, Some(day_first))))
}

/// A date in a tag's value: ISO first, else as words.
pub(crate) fn parse_value(value: &str) -> Option<When> {
    let value = value.trim();
    if value.len() < 8 || value.len() > 120 {
        return None;
    }
    if let Some(w) = When::parse(value).filter(|w| w.day.is_some()) {
        return usual(w);
    }
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    if digits && value.len() == 8 {
        let at = |r| value.get(r).and_then(|s: &str| s.parse::<i16>().ok());
        return When::day(at(0..4)?, at(4..6)? as i8, at(6..8)? as i8).and_then(usual);
    }
    // `20310402T090500Z`
    let (day, rest) = value.split_at_checked(8)?;
    if day.bytes().all(|b| b.is_ascii_digit()) && rest.starts_with('T') {
        return compact(day, rest).and_then(usual);
    }
    if digits && (value.len() == 10 || value.len() == 13) {
        return seconds(value.get(..10)?.parse().ok()?);
    }
    let found = dates(value, Span::new(0, value.len()));
    let first = found
        .iter()
        .find(|d| matches!(d.told, Told::Day { year: Some(_), .. } | Told::Either { .. }))?;
    let day_first = value.get(first.span.start..first.span.end).is_some_and(|w| !w.contains('/'));
    first.ordered(day_first).or_else(|| first.ordered(!day_first)).and_then(usual)
}

/// A day and a time without marks between their numbers.
fn compact(day: &str, rest: &str) -> Option<When> {
    let (year, month) = (day.get(..4)?, day.get(4..6)?);
    let time: String = rest.chars().skip(1).take_while(char::is_ascii_digit).collect();
    let zone = rest.get(1 + time.len()..)?;
    let date = format!("{year}-{month}-{}", day.get(6..)?);
    let clock = Some((time.get(..2)?, time.get(2..4)?));
    let full = clock.and_then(|(h, m)| When::parse(&format!("{date}T{h}:{m}{zone}")));
    full.or_else(|| When::parse(&date))
}

/// Unix seconds as a day, of plausible years only.
fn seconds(s: i64) -> Option<When> {
    let days = s.div_euclid(86_400);
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    let date = epoch.checked_add(jiff::ToSpan::days(days)).ok()?;
    let when = When::day(date.year(), date.month(), date.day())?;
    usual(When { minute: Some((s.rem_euclid(86_400) / 60) as i16), zone: Some(0), ..when })
}

/// News pages are younger than the web.
fn usual(w: When) -> Option<When> {
    (1991..=2098).contains(&w.year).then_some(w)
}

/// `/2024/12/03/`, `2024-12-03`, `20241203` in an address.
pub(crate) fn in_path(url: &str) -> Option<(When, &str)> {
    let bytes = url.as_bytes();
    let digits = |from: usize, n: usize| -> Option<i16> {
        let part = url.get(from..from + n)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let edge = |at: usize| bytes.get(at).is_none_or(|b| !b.is_ascii_digit());
    for at in 0..bytes.len().min(600) {
        if at > 0 && !edge(at - 1) || edge(at) {
            continue;
        }
        // `29-10-2031`: no other order is usual there.
        let mark = bytes.get(at + 2).copied().unwrap_or(0);
        if matches!(mark, b'-' | b'.' | b'_')
            && bytes.get(at + 5) == Some(&mark)
            && edge(at + 10)
            && let (Some(d @ 13..), Some(m), Some(year)) =
                (digits(at, 2), digits(at + 3, 2), digits(at + 6, 4))
            && (1995..=2040).contains(&year)
            && let Some(w) = When::day(year, m as i8, d as i8)
        {
            return Some((w, url.get(at..at + 10)?));
        }
        let Some(year) = digits(at, 4).filter(|y| (1995..=2040).contains(y)) else {
            continue;
        };
        let mark = bytes.get(at + 4).copied().unwrap_or(0);
        if matches!(mark, b'/' | b'-' | b'_' | b'.') {
            for (mw, dw) in [(2, 2), (1, 2), (2, 1), (1, 1)] {
                let next = at + 5 + mw;
                if bytes.get(next) == Some(&mark)
                    && edge(next + 1 + dw)
                    && let (Some(m), Some(d)) = (digits(at + 5, mw), digits(next + 1, dw))
                    && let Some(w) = When::day(year, m as i8, d as i8)
                {
                    return Some((w, url.get(at..next + 1 + dw)?));
                }
            }
        }
        if edge(at + 8)
            && let (Some(m), Some(d)) = (digits(at + 4, 2), digits(at + 6, 2))
            && let Some(w) = When::day(year, m as i8, d as i8)
        {
            return Some((w, url.get(at..at + 8)?));
        }
    }
    None
}

fn tags(view: &View, clues: &Clues, out: &mut Vec<Candidate>) {
    for (list, article, other) in [
        (&clues.published, Origin::Linked, Origin::LinkedOther),
        (&clues.modified, Origin::LinkedModified, Origin::LinkedModified),
    ] {
        for (value, is_article) in list.iter().take(20) {
            let origin = if *is_article { article } else { other };
            out.extend(Candidate::value(value, origin, value.clone()));
        }
    }
    for (name, value) in &view.doc.metas {
        let Some(origin) = meta_origin(name) else {
            continue;
        };
        out.extend(Candidate::value(value, origin, format!("{name}: {value}")));
    }
    for (name, value) in view.doc.metas.iter().filter(|m| m.0 == "og:image") {
        if let Some((when, _)) = in_path(value) {
            out.push(Candidate::tag(when, Origin::Image, format!("{name}: {value}")));
            break;
        }
    }
}

fn meta_origin(name: &str) -> Option<Origin> {
    let modified = ["modif", "update", "revised", "lastmod"].iter().any(|w| name.contains(w));
    if modified {
        return Some(Origin::MetaModified);
    }
    let published = [
        "publi",
        "pubdate",
        "pub_date",
        "pub-date",
        "issued",
        "created",
        "release",
        "article:date",
        "article_date",
        "articledate",
        "displaydate",
        "display-date",
        "sailthru.date",
        "originalpub",
        "posted",
        "firstpub",
    ];
    if published.iter().any(|w| name.contains(w)) && !name.contains("expir") {
        return Some(Origin::Meta);
    }
    let loose = name == "date"
        || name.ends_with(".date")
        || name.ends_with(":date")
        || name.ends_with("-date")
        || name.ends_with("_date")
        || name == "time"
        || name == "timestamp";
    loose.then_some(Origin::MetaLoose)
}

fn marks(view: &View, out: &mut Vec<Candidate>) {
    for mark in view.doc.marks.iter().take(2_000) {
        let origin = match mark.kind {
            MarkKind::Published => Origin::Itemprop,
            MarkKind::Time => Origin::Time,
            MarkKind::Modified => Origin::MetaModified,
            MarkKind::Dated if mark.value.is_some() => Origin::Time,
            _ => continue,
        };
        let value = mark.value.clone().unwrap_or_default();
        let words = mark.span.of(&view.doc.text);
        let Some(when) = parse_value(&value).or_else(|| parse_value(words)) else {
            continue;
        };
        let mut c =
            Candidate::tag(when, origin, if value.is_empty() { words.to_owned() } else { value });
        c.span = (!mark.span.is_empty()).then_some(mark.span);
        c.block = block_at(view, mark.span);
        if let Some(i) = c.block {
            beside(view, i, mark.span, &mut c);
        }
        out.push(c);
    }
}

/// The block that holds a place.
fn block_at(view: &View, span: Span) -> Option<usize> {
    let at = view.doc.blocks.partition_point(|b| b.span.end <= span.start);
    (at < view.len()).then_some(at)
}

/// Dates in the fields of inline scripts: `"datePublished":"2024-12-03T…"` and its cousins.
fn scripts(view: &View, out: &mut Vec<Candidate>) {
    let mut left = 3_000_000usize;
    let mut found = 0;
    for script in &view.doc.scripts {
        let part = script.get(..script.len().min(left)).unwrap_or(script);
        left = left.saturating_sub(part.len());
        for key in [
            "ublish",
            "ubDate",
            "ubdate",
            "ub_date",
            "reateDate",
            "reated_at",
            "ostdate",
            "ostDate",
            "ssued",
            "irst-publ",
            "irstPubl",
            "howDate",
        ] {
            for at in memchr::memmem::find_iter(part.as_bytes(), key.as_bytes()).take(12) {
                if found < 40
                    && let Some((when, words)) = field(part, at)
                {
                    found += 1;
                    out.push(Candidate::tag(when, Origin::Script, words));
                }
            }
        }
    }
}

/// The value after a field's name that contains the byte `at`.
fn field(src: &str, at: usize) -> Option<(When, String)> {
    let bytes = src.as_bytes();
    let mut end = at;
    while bytes.get(end).is_some_and(|b| b.is_ascii_alphanumeric() || b"_-:.".contains(b))
        && end < at + 40
    {
        end += 1;
    }
    let mut from = end;
    while bytes.get(from).is_some_and(|b| b"\\\"' \t\n:=,(".contains(b)) && from < end + 12 {
        from += 1;
    }
    if from == end {
        return None;
    }
    let mut stop = from;
    while bytes.get(stop).is_some_and(|b| !b"\"'\\,}<\n;".contains(b)) && stop < from + 40 {
        stop += 1;
    }
    let value = src.get(from..stop)?;
    let first = value.bytes().next()?;
    if !first.is_ascii_alphanumeric() {
        return None;
    }
    let when = parse_value(value)?;
    Some((when, format!("{}: {value}", src.get(at.saturating_sub(1)..end).unwrap_or("date"))))
}

/// Dates in the words of short lines and at the beginning of long ones.
fn lines(view: &View, out: &mut Vec<Candidate>) {
    let mut found = 0;
    for i in 0..view.len() {
        let Some(s) = view.shapes.get(i) else {
            continue;
        };
        if s.digits < 1 || s.digits < 4 && s.words > 12 || found > 400 {
            continue;
        }
        for d in ends(view, i).into_iter().flat_map(|w| dates_in(&view.doc.text, w, view.language))
        {
            let Some(when) = fixed(&d).and_then(usual) else {
                continue;
            };
            found += 1;
            let words = d.span.of(&view.doc.text).to_owned();
            let mut c = Candidate::tag(when, Origin::Visible, words);
            c.span = Some(d.span);
            c.block = Some(i);
            if matches!(d.told, Told::Either { .. }) {
                c.other = d.ordered(true).filter(|_| d.ordered(false).is_some());
                by_weekday(&d, &mut c);
            }
            beside(view, i, d.span, &mut c);
            out.push(c);
        }
    }
}

/// A weekday beside a two-way number settles its order.
fn by_weekday(d: &DateWords, c: &mut Candidate) {
    let fits = |w: &When| {
        let day = w.date().map(|d| d.weekday().to_monday_zero_offset());
        d.weekday.is_some() && day == d.weekday
    };
    let Some(other) = c.other else {
        return;
    };
    if fits(&c.when) != fits(&other) {
        c.when = if fits(&other) { other } else { c.when };
        c.other = None;
    }
}

/// A short line; of a long one its beginning and its end.
fn ends(view: &View, i: usize) -> Vec<Span> {
    let whole = view.span(i);
    if whole.len() <= 300 {
        return vec![whole];
    }
    let line = view.line(i);
    let head = line.char_indices().nth(120).map_or(line.len(), |c| c.0);
    let tail = line.char_indices().nth_back(119).map_or(0, |c| c.0).max(head);
    vec![Span::new(whole.start, whole.start + head), Span::new(whole.start + tail, whole.end)]
}

/// A whole day; two-way numbers stay as month first until the page's other dates decide.
fn fixed(d: &DateWords) -> Option<When> {
    match d.told {
        Told::Day { year: Some(_), .. } => d.alone(),
        Told::Either { .. } => d.ordered(false).or_else(|| d.ordered(true)),
        _ => None,
    }
}

/// Notes what stands around a date: words, class names.
fn beside(view: &View, i: usize, span: Span, c: &mut Candidate) {
    let line = view.span(i);
    let before = Span::new(line.start, span.start.min(line.end)).of(&view.doc.text);
    let tail: String =
        before.chars().rev().take(30).collect::<Vec<_>>().into_iter().rev().collect();
    let mut near = tail.to_lowercase();
    if near.trim().is_empty() && i > 0 && view.shapes.get(i - 1).is_some_and(|s| s.words <= 3) {
        near = view.line(i - 1).to_lowercase();
    }
    let after = Span::new(span.end, line.end).of(&view.doc.text);
    let after: String = after.chars().take(20).collect::<String>().to_lowercase();
    let says =
        |class| Language::unknown().words(class).iter().any(|w: &Entry| near.contains(w.word));
    c.updated = says(Class::UpdatedSign) || after.contains("updated");
    c.said = says(Class::PublishedSign);
    let dated = Language::unknown().words(Class::Dated).iter().map(|w| w.word.trim_matches(':'));
    c.plainly = c.said && dated.filter(|w| w.len() > 5).any(|w| near.contains(w));
    c.opens = before.chars().all(|x| !x.is_alphanumeric());
    c.reader = says(Class::ReaderSign)
        || after.starts_with(" at ")
            && view.doc.blocks.get(i).is_some_and(|b| b.links > 0 && b.named == 0);
    c.line_words = view.shapes.get(i).map_or(0, |s| s.words);
    if let Some(b) = view.doc.blocks.get(i) {
        let up = |n: u32| view.doc.nodes.get(n as usize).copied();
        let own = up(b.node);
        let parent = own.and_then(|n| up(n.parent));
        let groups = b.named | own.map_or(0, |n| n.groups) | parent.map_or(0, |n| n.groups);
        c.classed = groups & crate::html::group::DATE != 0;
    }
}

/// Whether block `i` holds a date (a time beside it or not).
pub(crate) fn has_date(view: &View, i: usize) -> bool {
    let Some(s) = view.shapes.get(i) else {
        return false;
    };
    s.digits > 0
        && s.words < 40
        && (s.phrases & phrase::DATED != 0
            || dates_in(&view.doc.text, view.span(i), view.language)
                .iter()
                .any(|d| matches!(d.told, Told::Day { .. } | Told::Either { .. })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_give_days() {
        let day = |url| in_path(url).map(|(w, _)| w.iso());
        assert_eq!(day("https://lervik.example/2031/04/02/fog").as_deref(), Some("2031-04-02"));
        assert_eq!(day("https://lervik.example/fog-20310402.html").as_deref(), Some("2031-04-02"));
        assert_eq!(day("https://lervik.example/news/29-10-2031").as_deref(), Some("2031-10-29"));
        assert_eq!(day("https://lervik.example/news/03-04-2031"), None);
        assert_eq!(day("https://lervik.example/2031/fog-12345678"), None);
    }

    #[test]
    fn swapped_days_keep_both_readings() {
        let both = readings("03/04/2031").map(|(w, o)| (w.iso(), o.map(|o| o.iso())));
        assert_eq!(both, Some(("2031-03-04".into(), Some("2031-04-03".into()))));
        assert_eq!(readings("2031-04-03").map(|r| r.1), Some(None));
    }

    #[test]
    fn values_without_marks_are_days() {
        for value in ["20310402T090500Z", "20310402T0905", "20310402T090500+0200", "20310402"] {
            let day = parse_value(value).map(|w| w.iso());
            assert!(day.as_deref().is_some_and(|d| d.starts_with("2031-04-02")), "{value} {day:?}");
        }
        assert_eq!(parse_value("20310402Tomorrow"), None);
    }
}
