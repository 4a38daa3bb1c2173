//! Pages that a browser or an archive saved: where they came from, when they were taken, and what
//! the archive has put into them.

use crate::html::{Attrs, Doc, Event, Scan, read_html};
use crate::reader::Hint;
use headwater_text::{Remark, Span, When, dates};
use std::borrow::Cow;
use std::ops::Range;

/// How much of a page is searched for the notes of those who saved it.
const HEAD: usize = 16 << 10;

/// What is known of a saved page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Saved {
    /// The address of the page that was saved.
    pub(crate) url: Option<String>,
    /// When it was saved.
    pub(crate) day: Option<When>,
    /// The archive that shows it, by its host.
    pub(crate) archive: Option<String>,
    /// What the archive has put into the source.
    cuts: Vec<Range<usize>>,
}

/// Reads what those who saved a page have noted in it.
pub(crate) fn saved(source: &str, url: Option<&str>) -> Saved {
    let mut out = Saved::default();
    let head = source.get(..source.floor_char_boundary(HEAD)).unwrap_or(source);
    // Most pages have none of it.
    let inner = |(at, _): (usize, &str)| {
        head.as_bytes()
            .get(at.saturating_sub(4)..at)
            .is_some_and(|b| b.iter().any(u8::is_ascii_digit))
    };
    let notes = ["saved from url", "SingleFile", "savepage-url", "__wm.wombat"];
    if url.is_none_or(|u| original(u).is_none())
        && !notes.iter().any(|n| head.contains(n))
        && !head.match_indices("/http").any(inner)
    {
        return out;
    }
    if let Some((url, day)) = noted(head) {
        (out.url, out.day) = (Some(url), day);
    }
    let shown = out.url.clone().or_else(|| url.map(str::to_owned)).or_else(|| linked(head));
    let Some((original, day, host)) = shown.as_deref().and_then(original) else {
        return out;
    };
    out.url = Some(original.to_owned());
    out.day = Some(day);
    out.archive = Some(host.to_owned());
    out.cuts = frames(source);
    out
}

impl Saved {
    /// The source without what the archive has put into it.
    pub(crate) fn bare<'s>(&self, source: &'s str) -> Cow<'s, str> {
        if self.cuts.is_empty() {
            return Cow::Borrowed(source);
        }
        let mut out = String::with_capacity(source.len());
        let mut at = 0;
        for cut in &self.cuts {
            out.push_str(source.get(at..cut.start.max(at)).unwrap_or(""));
            at = cut.end.max(at);
        }
        out.push_str(source.get(at..).unwrap_or(""));
        Cow::Owned(out)
    }

    /// The hint with the address and the day of saving: nothing on the page is younger.
    pub(crate) fn hint(&self, hint: &Hint) -> Hint {
        let mut hint = hint.clone();
        if let Some(url) = &self.url {
            hint.url = Some(url.clone());
        }
        hint.fetched = self.day.or(hint.fetched);
        if let (Some(archive), Some(day)) = (&self.archive, self.day) {
            let text = format!("a copy that `{archive}` took on {}", day.iso());
            hint.remarks.push(Remark::new("archived-copy", text, vec![]));
        }
        hint
    }

    /// Reads a source without what the archive states in the page's name.
    pub(crate) fn doc<'s>(&self, source: &'s str) -> Doc<'s> {
        let mut doc = read_html(source);
        if self.archive.is_none() {
            return doc;
        }
        doc.metas.retain(|(name, value)| !self.is_archives(name, value));
        for (_, value) in &mut doc.metas {
            if let Some((page, ..)) = original(value) {
                *value = page.to_owned();
            }
        }
        doc.canonical.clone_from(&self.url);
        doc
    }

    /// Whether a statement of the page speaks of the archive, not of the page: its name, its
    /// address, the moment of the copy.
    fn is_archives(&self, name: &str, value: &str) -> bool {
        let Some(archive) = &self.archive else { return false };
        let low = value.to_ascii_lowercase();
        let site = ["og:site_name", "application-name", "publisher", "author", "twitter:site"];
        if site.contains(&name) {
            let names = ["internet archive", "wayback machine", "archive.today"];
            return host_like(&low, archive) || names.contains(&low.as_str());
        }
        let moment = When::parse(value)
            .or_else(|| dates(value, Span::new(0, value.len())).first().and_then(|d| d.alone()));
        let times = ["time", "date", "modified", "published"].iter().any(|t| name.contains(t));
        times
            && moment
                .and_then(|m| m.date())
                .is_some_and(|d| Some(d) == self.day.and_then(|d| d.date()))
    }
}

/// Whether a name is that of a host or of a sister of it: `archive.ph`, `archive.today`.
fn host_like(name: &str, host: &str) -> bool {
    let stem = |h: &str| h.trim_start_matches("www.").split('.').next().unwrap_or("").to_owned();
    name.contains('.') && !name.contains(' ') && stem(name) == stem(host)
}

/// An address in the form of web archives, `…/20310402081512/https://…`: the address of the page,
/// the moment of the copy, the archive's host.
pub(crate) fn original(url: &str) -> Option<(&str, When, &str)> {
    let rest = url.split_once("://")?.1;
    let host = rest.split('/').next()?;
    let inner = rest.find("/http").filter(|at| *at < 200)?;
    let page = rest.get(inner + 1..)?;
    let after = page.strip_prefix("https:/").or_else(|| page.strip_prefix("http:/"))?;
    // Some archives fold the two strokes to one.
    if !after.starts_with('/') && !after.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let stamp = rest.get(..inner)?.rsplit('/').next()?;
    let digits: String = stamp.chars().filter(char::is_ascii_digit).take(14).collect();
    let strange = |c: char| !(c.is_ascii_digit() || c.is_ascii_lowercase() || ".-_".contains(c));
    if digits.len() < 8 || stamp.chars().any(strange) || stamp.len() > 24 {
        return None;
    }
    let number = |r: Range<usize>| digits.get(r).and_then(|d| d.parse::<i16>().ok());
    let day = When::day(number(0..4)?, number(4..6)? as i8, number(6..8)? as i8)?;
    let minute = number(8..10).zip(number(10..12)).filter(|(h, m)| *h < 24 && *m < 60);
    let minute = minute.map(|(h, m)| h * 60 + m);
    Some((page, When { minute, zone: minute.map(|_| 0), ..day }, host))
}

/// The address in the notes of a browser or of an extension, with the day if they give one.
fn noted(head: &str) -> Option<(String, Option<When>)> {
    let is_url = |u: &str| u.starts_with("http://") || u.starts_with("https://");
    if let Some(at) = head.find("<!-- saved from url=(") {
        let rest = head.get(at..)?.split_once(')')?.1;
        let url = rest.split("-->").next()?.trim();
        return is_url(url).then(|| (url.to_owned(), None));
    }
    if let Some(at) = head.find("with SingleFile").or_else(|| head.find("by SingleFile")) {
        let note = head.get(at..)?.split("-->").next()?;
        let field =
            |name: &str| note.lines().find_map(|l| l.trim().strip_prefix(name)).map(str::trim);
        let url = field("url:").filter(|u| is_url(u))?;
        return Some((url.to_owned(), field("saved date:").and_then(script_date)));
    }
    let meta = |name: &str| {
        Scan::html(head).take(2000).find_map(|e| match e {
            Event::Start { attrs, .. } => {
                let value = |k: &str| Attrs(attrs).take(20).find(|a| a.0 == k).map(|a| a.1);
                (value("name") == Some(name)).then(|| value("content")).flatten()
            }
            _ => None,
        })
    };
    let url = meta("savepage-url").filter(|u| is_url(u))?;
    Some((
        htmlize::unescape_attribute(url).into_owned(),
        meta("savepage-date").and_then(script_date),
    ))
}

/// `Wed Apr 02 2031 08:12:44 GMT+0200 (…)`, as scripts print it.
fn script_date(words: &str) -> Option<When> {
    let mut parts = words.split_whitespace().skip(1);
    let (month, day, year) = (parts.next()?, parts.next()?, parts.next()?);
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let month = MONTHS.find(month.get(..3)?)? / 3 + 1;
    let date = When::day(year.parse().ok()?, month as i8, day.parse().ok()?)?;
    let clock =
        parts.next().and_then(|c| Some((c.get(..2)?.parse().ok()?, c.get(3..5)?.parse().ok()?)));
    let minute = clock.filter(|(h, m): &(i16, i16)| *h < 24 && *m < 60).map(|(h, m)| h * 60 + m);
    let zone = parts.next().and_then(|z| z.strip_prefix("GMT")).and_then(|z| {
        let total: i16 =
            z.get(1..3)?.parse::<i16>().ok()? * 60 + z.get(3..5)?.parse::<i16>().ok()?;
        (total <= 14 * 60).then_some(if z.starts_with('-') { -total } else { total })
    });
    Some(When { minute, zone: minute.and(zone), ..date })
}

/// The address that the page's head gives as its own.
fn linked(head: &str) -> Option<String> {
    let mut found = None;
    for event in Scan::html(head).take(5000) {
        let Event::Start { name, attrs, .. } = event else { continue };
        let value = |k: &str| Attrs(attrs).take(20).find(|a| a.0 == k).map_or("", |a| a.1);
        let url = match name {
            "link" if value("rel") == "canonical" => value("href"),
            "meta" if value("property") == "og:url" => value("content"),
            _ => continue,
        };
        let url = htmlize::unescape_attribute(url).into_owned();
        if original(&url).is_some() {
            return Some(url);
        }
        found = found.or(Some(url));
    }
    // The archive that keeps the page's own head tells its address to its script.
    let at = head.find("__wm.wombat(\"")?;
    let mut args = head.get(at..)?.split('"').skip(1).step_by(2);
    let (page, stamp) = (args.next()?, args.next()?);
    (page.starts_with("http") && stamp.len() == 14)
        .then(|| format!("https://web.archive.org/web/{stamp}/{page}"))
        .or(found)
}

/// What archives put into a page: their bar at its top, and their notes.
fn frames(source: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    if let Some(start) = source.find("<!-- BEGIN WAYBACK TOOLBAR INSERT -->")
        && let Some(length) =
            source.get(start..).and_then(|s| s.find("<!-- END WAYBACK TOOLBAR INSERT -->"))
    {
        out.push(start..start + length);
    }
    let mut scan = Scan::html(source);
    let mut open: Option<(&str, usize, usize)> = None;
    loop {
        let at = scan.at();
        let Some(event) = scan.next() else { break };
        match (event, &mut open) {
            (Event::Start { name, attrs, closed: false }, None) => {
                let id = Attrs(attrs).take(20).find(|a| a.0 == "id").map_or("", |a| a.1);
                let bar = matches!(id, "HEADER" | "wm-ipp-base" | "wm-ipp" | "wm-ipp-print")
                    || id.ends_with("google-cache-hdr");
                if bar {
                    open = Some((name, 1, at));
                }
            }
            (Event::Start { name, closed: false, .. }, Some(o)) if o.0 == name => o.1 += 1,
            (Event::End(name), Some(o)) if o.0 == name => {
                o.1 -= 1;
                if o.1 == 0 {
                    out.push(o.2..scan.at());
                    open = None;
                }
            }
            _ => {}
        }
    }
    out.sort_by_key(|r| r.start);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, read};

    fn page(source: &str) -> Article {
        read(source.as_bytes(), &Hint { id: "a".into(), html: Some(true), ..Hint::default() })
    }

    const TEXT: &str = "<p>The ferry to Lervik was late again on Tuesday because of thick fog, the harbour \
        office said, and two hundred travellers had to wait on the quay until noon.</p><p>Its captain told \
        the council that new lamps would have helped, and that the old ones had been taken down.</p>";

    #[test]
    fn addresses_of_archives_hold_the_page_and_the_moment() {
        for (url, page, day) in [
            (
                "https://web.archive.org/web/20310402081512/https://a.example/1",
                "https://a.example/1",
                "2031-04-02T08:15",
            ),
            (
                "https://web.archive.org/web/20310402081512if_/http://a.example/",
                "http://a.example/",
                "2031-04-02T08:15",
            ),
            (
                "https://archive.ph/2031.04.02-081512/https://a.example/x?y=/http",
                "https://a.example/x?y=/http",
                "2031-04-02T08:15",
            ),
            (
                "https://old.example/wayback/20310402/http://a.example/",
                "http://a.example/",
                "2031-04-02",
            ),
        ] {
            let (found, when, _) = original(url).unwrap();
            assert!(found == page && when.iso().starts_with(day), "{found} {}", when.iso());
        }
        for url in [
            "https://a.example/1",
            "https://a.example/share/http://b.example",
            "https://a/20319902/http://b",
        ] {
            assert_eq!(original(url), None, "{url}");
        }
    }

    #[test]
    fn a_copy_of_an_archive_is_the_page_it_shows() {
        let a = page(&format!(
            "<html><head><title>Fog - Lervik Post</title><meta property='og:site_name' content='archive.ph'>\
             <meta property='article:modified_time' content='Wed, 02 Apr 2031 08:15:12 GMT'>\
             <link rel='canonical' href='https://archive.ph/2031.04.02-081512/https://post.example/fog'></head>\
             <body><div id='HEADER'><div>webpage capture</div>All snapshots</div><div><h1>Fog</h1>\
             <p>30 March 2031</p>{TEXT}</div></body></html>"
        ));
        assert_eq!(a.url.as_deref(), Some("https://post.example/fog"));
        assert_ne!(a.outlet.as_deref(), Some("archive.ph"));
        assert_eq!(a.date.map(|d| d.iso()).as_deref(), Some("2031-03-30"));
        assert!(!a.text.contains("snapshots") && a.text.contains("ferry to Lervik"));
        assert!(a.remarks.iter().any(|r| r.kind == "archived-copy"));
    }

    #[test]
    fn notes_of_browsers_and_extensions_are_read() {
        let a = page(&format!(
            "<!DOCTYPE html>\n<!-- saved from url=(0024)https://a.example/fog -->\n<html><body>{TEXT}"
        ));
        assert_eq!(a.url.as_deref(), Some("https://a.example/fog"));
        let note = "<!--\n Page saved with SingleFile \n url: https://a.example/fog \n saved date: Wed Apr 02 2031 08:12:44 GMT+0200 (Central European Summer Time)\n-->";
        let (url, day) = noted(note).unwrap();
        assert_eq!(
            (url.as_str(), day.unwrap().iso().as_str()),
            ("https://a.example/fog", "2031-04-02T08:12+02:00")
        );
        let meta = "<meta name=\"savepage-url\" content=\"https://a.example/fog?a=1&amp;b\">";
        assert_eq!(noted(meta), Some(("https://a.example/fog?a=1&b".into(), None)));
    }

    #[test]
    fn the_bar_of_an_archive_is_no_text() {
        let src = format!(
            "<head><script>__wm.wombat(\"https://a.example/fog\",\"20310402081512\",\"x\")</script></head><body>\
             <!-- BEGIN WAYBACK TOOLBAR INSERT --><div id=\"wm-ipp-base\"><div>12 captures</div></div>\
             <!-- END WAYBACK TOOLBAR INSERT -->{TEXT}"
        );
        let a = page(&src);
        assert!(!a.text.contains("captures"), "{}", a.text);
        assert_eq!(a.url.as_deref(), Some("https://a.example/fog"));
    }
}
