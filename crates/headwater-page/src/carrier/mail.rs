//! Takes the pages out of mails, folders of mails (mbox) and saved pages with their parts (MHTML).

use super::headers::{unbase64, unquote};
use super::problem::{Fault, Problem};
use super::{Item, Page};
use crate::byline::is_person;
use crate::reader::{Hint, Teller, Told};
use headwater_text::When;
use mail_parser::mailbox::mbox::MessageIterator;
use mail_parser::{DateTime, Encoding, Message, MessageParser, MessagePart, MimeHeaders};
use std::collections::VecDeque;

/// Messages of one file beyond this many are left out; a problem says so.
const MOST: usize = 100_000;

/// Headers that only mails and saved pages have at their top.
const OWN: &[&str] = &[
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "mime-version",
    "x-mailer",
    "snapshot-content-location",
    "dkim-signature",
    "list-unsubscribe",
];
/// Headers that texts may have at their top too.
const SHARED: &[&str] =
    &["from", "to", "cc", "date", "subject", "sender", "reply-to", "content-type", "x-priority"];

/// Whether the first bytes are those of a mail, a folder of mails or a saved page with parts. One
/// header that nothing else has is asked for, and two in all.
pub(super) fn is_mail(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start = match start.strip_prefix("From ") {
        Some(rest) => rest.split_once('\n').map_or("", |p| p.1),
        None => start,
    };
    let (mut own, mut all) = (0, 0);
    for line in start.lines() {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_graphic()) {
            return false;
        }
        let name = name.to_ascii_lowercase();
        let is = |list: &[&str]| usize::from(list.contains(&name.as_str()));
        own += is(OWN);
        all += is(OWN) + is(SHARED);
    }
    own >= 1 && all >= 2
}

/// The pages of a mail, a folder of mails or a saved page.
pub(super) fn items(name: &str, bytes: &[u8]) -> VecDeque<Result<Item, Problem>> {
    let fault = |fault| Err(Problem { name: name.to_owned(), part: None, fault });
    if !bytes.starts_with(b"From ") {
        return VecDeque::from([message(name, bytes).map_or_else(|| fault(Fault::NoPage), Ok)]);
    }
    let mut out = VecDeque::new();
    for (n, mail) in MessageIterator::new(bytes).flatten().enumerate() {
        if n >= MOST {
            out.push_back(fault(Fault::TooManyEntries(MOST)));
            break;
        }
        match message(&format!("{name}:{}", n + 1), mail.contents()) {
            Some(item) => out.push_back(Ok(item)),
            None => out.push_back(Err(Problem {
                name: name.to_owned(),
                part: Some(super::Part::Entry(n + 1)),
                fault: Fault::NoPage,
            })),
        }
    }
    out
}

/// The page of one message.
fn message(name: &str, bytes: &[u8]) -> Option<Item> {
    let mail = MessageParser::default().parse(bytes)?;
    let text = |h: &str| mail.header_raw(h.to_owned()).map(|v| v.trim().to_owned());
    let place = text("Snapshot-Content-Location");
    let saved = place.is_some() || text("From").is_some_and(|f| f.starts_with("<Saved"));
    let part = main_part(&mail, place.as_deref())?;
    let kind = part.content_type();
    let html = match kind {
        Some(kind) => kind.subtype().is_some_and(|s| s.contains("html")),
        None => part.is_text_html(),
    };
    let body = bytes.get(part.raw_body_offset() as usize..part.raw_end_offset() as usize)?;
    let mut hint = Hint {
        id: name.to_owned(),
        source: Some(name.to_owned()),
        html: Some(html),
        charset: kind.and_then(|k| k.attribute("charset")).map(str::to_owned),
        ..Hint::default()
    };
    if saved || part.content_location().is_some() {
        hint.url = place.or_else(|| part.content_location().map(str::to_owned));
        hint.fetched = mail.date().and_then(when);
    } else {
        hint.told = told(&mail);
    }
    let bytes = match part.encoding {
        Encoding::QuotedPrintable => unquote(body),
        Encoding::Base64 => unbase64(body),
        Encoding::None => body.to_vec(),
    };
    Some(Item::Page(Box::new(Page { bytes, hint })))
}

/// The part that is the page: the one that the message names as its start or that comes from its
/// address; else the first of HTML, else the first of text.
fn main_part<'m>(mail: &'m Message<'m>, place: Option<&str>) -> Option<&'m MessagePart<'m>> {
    let html = |p: &&MessagePart| p.is_text_html();
    let bare = |id: &str| id.trim_matches(['<', '>', '"', ' ']).to_owned();
    let start = mail.content_type().and_then(|k| k.attribute("start")).map(bare);
    let named = mail.parts.iter().filter(html).find(|p| {
        start.is_some() && p.content_id().map(bare) == start
            || place.is_some() && p.content_location() == place
    });
    named
        .or_else(|| mail.html_bodies().find(html))
        .or_else(|| mail.parts.iter().find(html))
        .or_else(|| mail.text_bodies().find(|p| p.is_text()))
}

/// What a mail says of itself: its subject, its day, and who sends it. A list's sender is an
/// outlet; a person who writes is an author.
fn told(mail: &Message) -> Told {
    let sender = mail.from().and_then(|f| f.first()).and_then(|a| a.name());
    let sender = sender.map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "));
    let sender = sender.filter(|s| !s.is_empty());
    let list = ["List-Id", "List-Unsubscribe", "List-Post"]
        .iter()
        .any(|h| mail.header_raw((*h).to_owned()).is_some());
    let person = !list && sender.as_deref().is_some_and(is_person);
    let subject = mail.subject().map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "));
    Told {
        title: subject.filter(|s| !s.is_empty()),
        date: mail.date().and_then(when),
        authors: sender.iter().filter(|_| person).cloned().collect(),
        outlet: sender.filter(|_| !person),
        by: Teller::Mail,
    }
}

fn when(d: &DateTime) -> Option<When> {
    let day = When::day(i16::try_from(d.year).ok()?, d.month as i8, d.day as i8)?;
    let zone = i16::from(d.tz_hour) * 60 + i16::from(d.tz_minute);
    let minute =
        (d.hour < 24 && d.minute < 60).then(|| i16::from(d.hour) * 60 + i16::from(d.minute));
    let zone = (zone <= 14 * 60).then_some(if d.tz_before_gmt { -zone } else { zone });
    Some(When { minute, zone: minute.and(zone), ..day })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(bytes: &[u8]) -> Page {
        match items("x.eml", bytes).pop_front() {
            Some(Ok(Item::Page(p))) => *p,
            other => panic!("a page was expected, not {other:?}"),
        }
    }

    const LETTER: &str = "Received: by mx.example; Wed, 2 Apr 2031 06:00:00 +0000\r\n\
        From: =?utf-8?Q?The_Lervik_Letter_=E2=80=93_weekly?= <news@lervik.example>\r\n\
        Subject: =?utf-8?B?TsOkcnJpc2NoIGbDpGhydA==?=\r\nDate: Wed, 02 Apr 2031 08:00:00 +0200\r\n\
        MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n\
        Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\
        Content-Type: text/plain; charset=iso-8859-1\r\n\r\nGr\u{f6}sse\r\n--b\r\n\
        Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        <p>Gr=C3=B6=\r\n=C3=9Fe\r\n--b--\r\n--a\r\nContent-Type: application/pdf\r\n\
        Content-Disposition: attachment\r\n\r\nx\r\n--a--\r\n";

    #[test]
    fn a_newsletter_is_its_html_with_subject_day_and_sender() {
        assert!(is_mail(LETTER.as_bytes()));
        let p = page(LETTER.as_bytes());
        assert_eq!(String::from_utf8_lossy(&p.bytes).trim(), "<p>Größe");
        assert_eq!(p.hint.told.title.as_deref(), Some("Närrisch fährt"));
        assert_eq!(p.hint.told.outlet.as_deref(), Some("The Lervik Letter – weekly"));
        assert_eq!(p.hint.told.date.map(|d| d.iso()).as_deref(), Some("2031-04-02T08:00+02:00"));
    }

    #[test]
    fn a_mail_of_text_alone_is_text_and_its_writer_an_author() {
        let src = "Message-ID: <1@x>\nFrom: Mara Lind <mara@x.example>\nSubject: Fog\n\nWe wait.\n";
        let p = page(src.as_bytes());
        assert_eq!((p.bytes.as_slice(), p.hint.html), (&b"We wait.\n"[..], Some(false)));
        assert_eq!((p.hint.told.authors, p.hint.told.outlet), (vec!["Mara Lind".to_owned()], None));
    }

    #[test]
    fn a_saved_page_is_the_part_that_it_names() {
        let src = "From: <Saved by a browser>\r\nSnapshot-Content-Location: http://a.example/1\r\n\
            Date: Wed, 2 Apr 2031 08:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: \
            multipart/related;\r\n\tstart=\"<f0@x>\";\r\n\tboundary=\"xx\"\r\n\r\n--xx\r\n\
            Content-Type: text/html\r\nContent-ID: <f1@x>\r\n\r\n<p>Win a cruise\r\n--xx\r\n\
            Content-Type: text/html\r\nContent-ID: <f0@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n\
            PHA+RmVy\r\ncmllcw==\r\n--xx--";
        let p = page(src.as_bytes());
        assert_eq!(String::from_utf8_lossy(&p.bytes), "<p>Ferries");
        assert_eq!(p.hint.url.as_deref(), Some("http://a.example/1"));
        assert_eq!(p.hint.fetched.map(|d| d.iso()).as_deref(), Some("2031-04-02T08:00+00:00"));
        assert_eq!(p.hint.told, Told::default());
    }

    #[test]
    fn a_folder_of_mails_gives_each() {
        let one = "From a@x Wed Apr  2 08:00:00 2031\nMessage-ID: <1@x>\nSubject: One\n\nFog.\n\n";
        let both = [one, &one.replace("One", "Two")].concat();
        assert!(is_mail(both.as_bytes()));
        let all = items("x.mbox", both.as_bytes());
        let titles: Vec<_> = all
            .iter()
            .map(|i| match i {
                Ok(Item::Page(p)) => p.hint.told.title.clone().unwrap_or_default(),
                _ => String::new(),
            })
            .collect();
        assert_eq!(titles, ["One", "Two"]);
    }

    #[test]
    fn a_text_with_a_colon_is_no_mail() {
        for text in [
            "Subject: the harbour\nDate: 2 April\n\nFog.",
            "Note: Date: x\nFerries wait.\n",
            "From the quay: ferries wait.\n",
            "",
        ] {
            assert!(!is_mail(text.as_bytes()), "{text}");
        }
    }
}
