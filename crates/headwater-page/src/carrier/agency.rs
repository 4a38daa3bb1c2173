//! Takes the reports out of files of news agencies: NITF, NewsML-G2 and the NewsML before it.

use super::headers::date;
use super::problem::{Fault, Problem};
use super::{Item, Page, words_of};
use crate::byline::{is_person, split_names};
use crate::decode::decode_html;
use crate::html::{Attrs, Event, Scan};
use crate::reader::{Teller, Told};
use headwater_text::When;
use std::collections::VecDeque;

/// Reports of one file beyond this many are left out; a problem says so.
const MOST: usize = 100_000;

/// Whether the first bytes are those of an agency's file.
pub(super) fn is_agency(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    root_of(&text).is_some_and(|r| matches!(r, "nitf" | "newsitem" | "newsmessage" | "newsml"))
}

/// Whether the first bytes are those of a list of addresses for search engines.
pub(super) fn is_sitemap(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head).to_ascii_lowercase();
    root_of(&text).is_some_and(|r| matches!(r, "urlset" | "sitemapindex"))
}

/// The name of the first element, without its namespace.
fn root_of(low: &str) -> Option<&str> {
    let root = Scan::xml(low).take(50).find_map(|e| match e {
        Event::Start { name, .. } => Some(name),
        _ => None,
    });
    root.map(local)
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |p| p.1)
}

/// One report while it is read.
#[derive(Default)]
struct Report {
    id: String,
    headline: String,
    /// The headline has been told: where it stands once more, in the text's own head, it is no more of it.
    headed: bool,
    title: String,
    byline: String,
    provider: String,
    holder: String,
    first: String,
    version: String,
    body: String,
    lang: String,
}

/// All reports of a file.
pub(super) fn items(name: &str, bytes: &[u8]) -> VecDeque<Result<Item, Problem>> {
    let source = decode_html(bytes, None);
    let mut out = VecDeque::new();
    let mut path: Vec<&str> = Vec::new();
    let mut now: Option<(Report, usize)> = None;
    for event in Scan::xml(&source) {
        match event {
            Event::Start { name: tag, attrs, closed } => {
                let tag = local(tag);
                let begins = matches!(tag, "newsItem" | "nitf" | "NewsComponent");
                if begins && now.is_none() {
                    let report = Report { id: value(attrs, "guid"), ..Report::default() };
                    now = Some((report, path.len()));
                }
                if let Some((report, _)) = &mut now {
                    report.start(tag, attrs, &path);
                }
                if !closed && path.len() < 64 {
                    path.push(tag);
                }
            }
            Event::End(tag) => {
                let tag = local(tag);
                if let Some((report, _)) = &mut now {
                    report.end(tag, &path);
                }
                if let Some(i) = path.iter().rposition(|t| *t == tag) {
                    path.truncate(i);
                }
                if now.as_ref().is_some_and(|(_, depth)| path.len() <= *depth)
                    && let Some((report, _)) = now.take()
                {
                    out.extend(report.item(name, out.len()).map(Ok));
                }
            }
            Event::Text(t) => {
                if let Some((report, _)) = &mut now {
                    report.words(&htmlize::unescape(t), &path);
                }
            }
            Event::Verbatim(t) | Event::Raw(t) => {
                if let Some((report, _)) = &mut now {
                    report.words(t, &path);
                }
            }
        }
        if out.len() >= MOST {
            let (name, fault) = (name.to_owned(), Fault::TooManyEntries(MOST));
            out.push_back(Err(Problem { name, part: None, fault }));
            break;
        }
    }
    if out.is_empty() {
        let (name, fault) = (name.to_owned(), Fault::NoPage);
        out.push_back(Err(Problem { name, part: None, fault }));
    }
    out
}

fn value(attrs: &str, name: &str) -> String {
    let found = Attrs(attrs).take(30).find(|a| a.0 == name).map_or("", |a| a.1);
    htmlize::unescape_attribute(found).into_owned()
}

/// Whether a place of the file is running text: inside a body, outside of media and captions.
fn runs(path: &[&str]) -> bool {
    let body = ["body.content", "inlineXML", "DataContent", "inlineData"];
    let apart = [
        "media",
        "media-caption",
        "caption",
        "figure",
        "byline",
        "hedline",
        "head",
        "dateline",
        "body.head",
        "body.end",
        "tagline",
        "distributor",
    ];
    path.iter().any(|t| body.contains(t)) && !path.iter().any(|t| apart.contains(t))
}

impl Report {
    fn start(&mut self, tag: &str, attrs: &str, path: &[&str]) {
        let norm = |name: &str| Some(value(attrs, name)).filter(|v| !v.is_empty());
        match tag {
            "nitf" | "newsItem" if self.lang.is_empty() => self.lang = value(attrs, "xml:lang"),
            "doc-id" if self.id.is_empty() => self.id = value(attrs, "id-string"),
            "date.issue" => self.first = norm("norm").unwrap_or_default(),
            "story.date" if self.version.is_empty() => {
                self.version = norm("norm").unwrap_or_default();
            }
            "doc.copyright" => self.holder = value(attrs, "holder"),
            "p" | "hl2" | "h2" | "h3" | "li" if runs(path) => {
                self.body.push_str(if tag.starts_with('h') { "<h2>" } else { "<p>" });
            }
            "br" if runs(path) => self.body.push_str("<br>"),
            _ => {}
        }
    }

    fn end(&mut self, tag: &str, path: &[&str]) {
        let heads = matches!(tag, "headline" | "HeadLine" | "hl1");
        self.headed |= heads && !self.headline.trim().is_empty();
        if matches!(tag, "p" | "hl2" | "h2" | "h3" | "li") && runs(path) {
            self.body.push_str(if tag.starts_with('h') { "</h2>\n" } else { "</p>\n" });
        }
    }

    fn words(&mut self, words: &str, path: &[&str]) {
        let last = path.last().copied().unwrap_or("");
        let has = |tag: &str| path.contains(&tag);
        let place = match last {
            _ if self.headed && (has("hl1") || last == "headline" || last == "HeadLine") => return,
            _ if has("hl1") => &mut self.headline,
            "headline" | "HeadLine" => &mut self.headline,
            "title" if has("head") && !has("inlineXML") => &mut self.title,
            _ if has("byline") || last == "by" || last == "ByLine" => &mut self.byline,
            "name" if has("provider") => &mut self.provider,
            "distributor" | "creditline" | "CreditLine" if self.holder.is_empty() => {
                &mut self.holder
            }
            "firstCreated" | "FirstCreated" => &mut self.first,
            "versionCreated" | "ThisRevisionCreated" => &mut self.version,
            "inlineData" => {
                let lines = words.split('\n').map(str::trim).filter(|l| !l.is_empty());
                self.body.extend(lines.map(|l| format!("<p>{}</p>\n", htmlize::escape_text(l))));
                return;
            }
            _ if runs(path) => {
                self.body.push_str(&htmlize::escape_text(words));
                return;
            }
            _ => return,
        };
        place.push_str(words);
    }

    /// The report as an item; `None` for one without text and headline.
    fn item(self, name: &str, number: usize) -> Option<Item> {
        let title = words_of(&self.headline).or_else(|| words_of(&self.title));
        if title.is_none() && self.body.trim().is_empty() {
            return None;
        }
        let id = words_of(&self.id).unwrap_or_else(|| match number {
            0 => name.to_owned(),
            n => format!("{name}:{}", n + 1),
        });
        let told = Told {
            title,
            date: words_of(&self.first)
                .or_else(|| words_of(&self.version))
                .and_then(|d| moment(&d)),
            outlet: words_of(&self.provider).or_else(|| words_of(&self.holder)),
            authors: by_names(&words_of(&self.byline).unwrap_or_default()),
            by: Teller::Agency,
        };
        let body = match self.lang.is_empty() {
            true => self.body,
            false => format!("<html lang=\"{}\"><body>{}", self.lang.replace('"', ""), self.body),
        };
        Some(Item::Page(Box::new(Page::piece(name, id, None, body, told))))
    }
}

/// `20310402T073000+0100`, `20310402`, or a date as elsewhere.
pub(super) fn moment(words: &str) -> Option<When> {
    let digits =
        |r: std::ops::Range<usize>| words.get(r).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
    let Some(day) = digits(0..8) else { return date(words) };
    let (y, m, d) = (day.get(..4)?, day.get(4..6)?, day.get(6..8)?);
    let clock = words.get(8..).and_then(|t| t.strip_prefix('T'));
    let clock = clock.and_then(|t| {
        Some(format!("T{}:{}{}", t.get(..2)?, t.get(2..4)?, t.get(6..).unwrap_or("")))
    });
    When::parse(&format!("{y}-{m}-{d}{}", clock.unwrap_or_default()))
}

/// The persons of an agency's byline; names in capitals are written as names.
pub(super) fn by_names(byline: &str) -> Vec<String> {
    let bare = byline.trim();
    let bare = ["By ", "BY ", "by "].iter().find_map(|b| bare.strip_prefix(b)).unwrap_or(bare);
    let names = split_names(bare).into_iter().map(|n| match n.chars().any(char::is_lowercase) {
        true => n,
        false => capitalised(&n),
    });
    names.filter(|n| is_person(n)).collect()
}

fn capitalised(name: &str) -> String {
    let mut first = true;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if first {
            out.push(c)
        } else {
            out.extend(c.to_lowercase())
        }
        first = !c.is_alphanumeric();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(source: &str) -> Vec<Page> {
        let items = items("x.xml", source.as_bytes()).into_iter();
        items
            .map(|i| match i {
                Ok(Item::Page(p)) => *p,
                other => panic!("a page was expected, not {other:?}"),
            })
            .collect()
    }

    #[test]
    fn nitf_gives_head_and_text() {
        let source = "<?xml version='1.0'?><nitf><head><title>Fog</title><docdata><doc-id id-string='n1'/>\
            <date.issue norm='20310402T073000+0100'/><doc.copyright holder='Coast Press'/></docdata></head>\
            <body><body.head><hedline><hl1>Fog over Lervik</hl1><hl2>Ferries wait</hl2></hedline><byline>By \
            <person>Mara Lind</person></byline></body.head><body.content><p>One &amp; two.</p><media>\
            <media-caption><p>The quay (Coast Press)</p></media-caption></media><p>Three.</p></body.content>\
            <body.end><tagline>cp/ml</tagline></body.end></body></nitf>";
        assert!(is_agency(source.as_bytes()));
        let p = &pages(source)[0];
        assert_eq!(p.bytes, b"<p>One &amp; two.</p>\n<p>Three.</p>\n");
        let told = &p.hint.told;
        assert_eq!(
            (told.title.as_deref(), told.outlet.as_deref()),
            (Some("Fog over Lervik"), Some("Coast Press"))
        );
        assert_eq!(told.date.map(|d| d.iso()).as_deref(), Some("2031-04-02T07:30+01:00"));
        assert_eq!(
            (told.authors.as_slice(), p.hint.id.as_str()),
            (&["Mara Lind".to_owned()][..], "n1")
        );
    }

    #[test]
    fn a_message_gives_each_of_its_items() {
        let item = |n: u8| {
            format!(
                "<newsItem guid='g{n}' xml:lang='en'><itemMeta><versionCreated>2031-04-02T10:40:00Z</versionCreated>\
                 <provider><name>Coast Press</name></provider></itemMeta><contentMeta><slugline>BC-Fog, 1st Ld</slugline>\
                 <headline>Fog {n}</headline><by>By MARA LIND</by></contentMeta><contentSet><inlineXML><nitf><body><body.head>\
                 <hedline><hl1>Fog {n}</hl1></hedline></body.head><body.content><block><p>Text {n}.</p></block></body.content></body></nitf>\
                 </inlineXML></contentSet></newsItem>"
            )
        };
        let source =
            format!("<newsMessage><itemSet>{}{}</itemSet></newsMessage>", item(1), item(2));
        let all = pages(&source);
        assert_eq!(all.len(), 2);
        let told = &all[1].hint.told;
        assert_eq!(
            (told.title.as_deref(), told.authors.as_slice()),
            (Some("Fog 2"), &["Mara Lind".to_owned()][..])
        );
        assert!(String::from_utf8_lossy(&all[1].bytes).ends_with("<p>Text 2.</p>\n"));
    }

    #[test]
    fn other_files_are_none() {
        for source in ["<html><nitf>", "<rss></rss>", "Fog <nitf>", "<?xml version='1.0'?><urlset>"]
        {
            assert!(!is_agency(source.as_bytes()) || source.starts_with("Fog"), "{source}");
        }
        assert!(is_sitemap(b"<?xml version='1.0'?>\n<urlset xmlns='x'>"));
    }
}
