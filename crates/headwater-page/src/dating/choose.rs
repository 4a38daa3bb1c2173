//! Chooses the date of publication among the candidates, or none.

use super::candidates::{Candidate, Origin};
use super::evidence::{Day, days};
use super::relative::relative;
use crate::article::Basis;
use crate::body::Body;
use crate::title::Title;
use crate::view::View;
use headwater_text::{Forest, Remark, When};

/// What was decided.
#[derive(Debug, Default)]
pub(crate) struct Dating {
    pub(crate) date: Option<When>,
    pub(crate) basis: Option<Basis>,
    pub(crate) modified: Option<When>,
    pub(crate) remarks: Vec<Remark>,
}

/// What is known of the page's place in the world.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'k> {
    pub(crate) url: Option<&'k str>,
    pub(crate) fetched: Option<When>,
}

/// A day less probable than this is not given.
const FLOOR: f64 = 0.3;

/// Chooses among `candidates`; nothing later than the fetch.
pub(crate) fn choose(
    view: &View,
    body: &Body,
    title: &Title,
    candidates: &[Candidate],
    known: Known,
    forest: &Forest,
) -> Dating {
    let mut out = Dating::default();
    // A day more, since zones differ.
    let limit = known.fetched.map_or(i64::MAX, |f| f.interval().1.saturating_add(14 * 60));
    let (late, kept): (Vec<_>, Vec<_>) =
        candidates.iter().partition(|c| c.when.interval().0 > limit);
    let days = days(view, body, title, &kept, known.url);
    let best = best(&days, forest);
    let below = best.is_some_and(|d| d.members.iter().all(|c| is_below(body, c)));
    let dated = days.iter().find(|d| d.members.iter().any(|c| is_dateline(view, body, c)));
    if let Some(day) = dated.filter(|_| below).or(best) {
        // A clock in the page's head tells when it was fetched; behind the headline stands when it
        // was published.
        let head = |c: &Candidate| matches!((c.block, title.block), (Some(at), Some(headline)) if at < headline);
        let timed_behind = day.members.iter().any(|c| {
            c.origin == Origin::Visible
                && c.when.minute.is_some()
                && !head(c)
                && !c.updated
                && !c.reader
        });
        let key = |c: &&&Candidate| {
            let clock =
                timed_behind && c.origin == Origin::Visible && (head(c) || c.when.minute.is_none());
            (rank(c), clock)
        };
        if let Some(c) = day.members.iter().min_by_key(key) {
            out.date = Some(timed(c, &day.members));
            out.basis = Some(basis(c));
            out.remarks.extend(only_change(&day.members));
        }
    } else if let Some((when, basis)) = relative(view, body, title, known.fetched) {
        out.date = Some(when);
        out.basis = Some(basis);
    }
    if let Some(c) = late.iter().find(|c| c.block.is_none() && rank(c) < 6) {
        let text = format!("the page gives a date later than its fetch: `{}`", c.when.iso());
        out.remarks.push(Remark::new("date-after-fetch", text, c.span.into_iter().collect()));
    }
    out.modified = modified(&kept, out.date);
    out
}

/// Whether a day stands below the article: in a list of others, as a rule.
fn is_below(body: &Body, c: &Candidate) -> bool {
    let last = body.is_body.iter().rposition(|b| *b);
    c.origin == Origin::Visible && c.block.zip(last).is_some_and(|(at, last)| at > last)
}

/// Bytes of a dateline before its day: *Lervik and Varn, *.
const DATELINE: usize = 60;

/// Whether a day stands in the dateline that opens the article: *Lervik, 12 March 2031 –*.
fn is_dateline(view: &View, body: &Body, c: &Candidate) -> bool {
    let (Some(at), Some(span)) = (c.block, c.span) else { return false };
    let opens = body.is_body.iter().position(|b| *b) == Some(at);
    let before = span.start.saturating_sub(view.span(at).start);
    let rest = view.doc.text.get(span.end..).unwrap_or("");
    let rest = rest.trim_start_matches(['.', ',', ')', ' ', '\u{a0}']);
    opens && before <= DATELINE && rest.starts_with(['-', '–', '—', '‑'])
}

/// The most probable day, if it is probable enough.
fn best<'d, 'c>(days: &'d [Day<'c>], forest: &Forest) -> Option<&'d Day<'c>> {
    let mut best: Option<(f64, &Day)> = None;
    for day in days {
        let p = forest.probability(&day.row);
        if p >= FLOOR && best.is_none_or(|b| p > b.0) {
            best = Some((p, day));
        }
    }
    best.map(|b| b.1)
}

/// A remark where all that speaks for the chosen day speaks of a change.
fn only_change(members: &[&Candidate]) -> Option<Remark> {
    let change = |c: &&Candidate| {
        c.updated || [Origin::LinkedModified, Origin::MetaModified].contains(&c.origin)
    };
    let places = members.iter().filter_map(|c| c.span).collect();
    let text = "the day given is that of a change; the page names no day of publication";
    members.iter().all(change).then(|| Remark::new("date-of-change", text, places))
}

/// What the page says of its last change, not before its publication.
fn modified(candidates: &[&Candidate], date: Option<When>) -> Option<When> {
    let tags = [Origin::LinkedModified, Origin::MetaModified];
    candidates
        .iter()
        .filter(|c| tags.contains(&c.origin) || c.updated && c.block.is_some())
        .map(|c| c.when)
        .find(|w| date.is_none_or(|d| w.interval().1 >= d.interval().0))
}

/// Which of the places that give one day is named as the basis: the surest first.
fn rank(c: &Candidate) -> u8 {
    let order = [
        Origin::Url,
        Origin::Linked,
        Origin::Meta,
        Origin::Itemprop,
        Origin::LinkedOther,
        Origin::MetaLoose,
        Origin::Time,
        Origin::Visible,
        Origin::Script,
        Origin::LinkedModified,
        Origin::MetaModified,
        Origin::Image,
    ];
    let place = order.iter().position(|o| *o == c.origin).unwrap_or(order.len()) as u8;
    let weak = c.updated || c.reader;
    place + if weak { 20 } else { 0 }
}

/// The day with the time that stands with it here or, if here is none, elsewhere.
fn timed(best: &Candidate, members: &[&Candidate]) -> When {
    if best.when.minute.is_some() {
        return best.when;
    }
    let firm = |c: &&&Candidate| {
        let tag = [Origin::LinkedModified, Origin::MetaModified, Origin::Script];
        c.when.minute.is_some_and(|m| m > 0) && !tag.contains(&c.origin) && !c.updated && !c.reader
    };
    members.iter().find(firm).map_or(best.when, |c| c.when)
}

fn basis(c: &Candidate) -> Basis {
    let kind = match c.origin {
        Origin::Url => "url",
        Origin::Linked | Origin::LinkedOther | Origin::LinkedModified => "json-ld",
        Origin::Meta | Origin::MetaLoose | Origin::MetaModified => "meta",
        Origin::Itemprop | Origin::Time => "time-tag",
        Origin::Visible => "visible",
        Origin::Script => "script",
        Origin::Image => "image",
    };
    Basis { kind: kind.into(), words: c.words.clone(), span: c.span }
}

#[cfg(test)]
mod tests {
    use crate::article::Article;
    use crate::{Hint, read};
    use headwater_text::When;

    const PROSE: &str = "<p>The ferry to Lervik was late again on Tuesday because of thick fog, the \
        harbour office said, and two hundred travellers had to wait on the quay until noon.</p>\
        <p>Its captain, Mara Lind, told the council that the new lamps would have helped, and that \
        the old ones had been taken down without her being asked about them at all.</p>";

    fn page(head: &str, line: &str, tail: &str, fetched: Option<&str>) -> Article {
        let source = format!(
            "<html><head><title>Fog over Lervik</title>{head}</head><body><article>\
             <h1>Fog over Lervik stops the ferry</h1><p class=meta>{line}</p>{PROSE}{PROSE}\
             </article><footer>{tail}</footer></body></html>"
        );
        let fetched = fetched.and_then(When::parse);
        let hint = Hint { id: "a".into(), html: Some(true), fetched, ..Hint::default() };
        read(source.as_bytes(), &hint)
    }

    fn day(a: &Article) -> Option<String> {
        a.date.map(|d| d.iso().chars().take(10).collect())
    }

    #[test]
    fn the_day_of_publication_is_told_from_the_day_of_change() {
        let a = page(
            "<meta property='article:published_time' content='2021-04-02T08:00:00+02:00'>\
             <meta property='article:modified_time' content='2021-05-07T08:00:00+02:00'>",
            "By Mara Lind, 2 April 2021",
            "7 May 2021",
            None,
        );
        assert_eq!(a.date.map(|d| d.iso()).as_deref(), Some("2021-04-02T08:00+02:00"));
        assert_eq!(a.modified.map(|d| d.iso()).as_deref(), Some("2021-05-07T08:00+02:00"));
    }

    #[test]
    fn a_day_of_change_alone_is_remarked_on() {
        let a = page("", "Last updated 2 April 2021", "", None);
        let remarked = a.remarks.iter().any(|r| r.kind == "date-of-change");
        assert_eq!(day(&a).is_some(), remarked);
        let b = page("", "Published 2 April 2021", "", None);
        assert!(!b.remarks.iter().any(|r| r.kind == "date-of-change"));
    }

    #[test]
    fn days_of_many_languages_are_found_by_the_headline() {
        for line in [
            "2 April 2021",
            "2. April 2021, 10.05 Uhr",
            "2 avril 2021 à 10h05",
            "2 de abril de 2021",
            "2 aprile 2021",
            "2 kwietnia 2021",
            "2 квітня 2021 року",
            "2 апреля 2021",
            "2 Nisan 2021",
        ] {
            assert_eq!(day(&page("", line, "", None)).as_deref(), Some("2021-04-02"), "{line}");
        }
    }

    #[test]
    fn the_clock_of_a_pages_head_is_not_its_time() {
        let text = format!(
            "Saturday, 6 September 2031 - 19:22\nNews | Sport | Weather\n\nFog over Lervik stops the \
             ferry\n\nBy Mara Lind - 06/09/2031 10:20\n\n{}",
            PROSE.replace("<p>", "").replace("</p>", "\n\n")
        );
        let a = read(text.as_bytes(), &Hint { id: "a".into(), ..Hint::default() });
        assert_eq!(a.date.map(|d| d.iso()).as_deref(), Some("2031-09-06T10:20"));
    }

    #[test]
    fn words_that_lean_on_the_fetch_need_it() {
        for (line, iso) in [
            ("2 hours ago", "2021-04-02"),
            ("vor 3 Stunden", "2021-04-02"),
            ("hace 2 días", "2021-03-31"),
            ("il y a 2 jours", "2021-03-31"),
            ("yesterday", "2021-04-01"),
        ] {
            let known = page("", line, "", Some("2021-04-02T18:00"));
            assert_eq!(day(&known).as_deref(), Some(iso), "{line}");
            assert_eq!(day(&page("", line, "", None)), None, "{line}");
        }
    }

    #[test]
    fn nothing_is_later_than_the_fetch() {
        let head = "<meta property='article:published_time' content='2021-06-02T08:00:00Z'>";
        let a = page(head, "2 April 2021", "", Some("2021-04-05"));
        assert_eq!(day(&a).as_deref(), Some("2021-04-02"));
        assert!(a.remarks.iter().any(|r| r.kind == "date-after-fetch"));
    }

    #[test]
    fn a_printed_day_settles_the_order_of_a_tag() {
        let head = "<meta property='article:published_time' content='03-09-2021'>";
        assert_eq!(day(&page(head, "March 9, 2021", "", None)).as_deref(), Some("2021-03-09"));
        assert_eq!(day(&page(head, "3 September 2021", "", None)).as_deref(), Some("2021-09-03"));
    }

    #[test]
    fn a_page_that_names_no_day_gets_none() {
        assert_eq!(day(&page("", "By Mara Lind", "© 2021 Lervik Post", None)), None);
    }
}
