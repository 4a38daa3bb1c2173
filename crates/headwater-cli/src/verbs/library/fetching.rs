//! Pages fetched into a library: by their addresses, or as the entries of feeds.

use super::add::Adding;
use crate::cli::FetchArgs;
use crate::progress::Progress;
use crate::trouble::Tally;
use anyhow::{Result, bail};
use headwater_fetch::{Answer, Fetcher, Got, Known, Refused, Settings};
use headwater_page::{Article, Fault, Hint, Item, Teller, Told, pages};
use headwater_store::{Came, Fetched, Shelf};
use headwater_text::When;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Cursor;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Pages that are stored together.
const TOGETHER: usize = 32;
/// Entries of one feed that are asked for in one round; the newest stand first.
const ENTRIES: usize = 500;
/// A page that is held is asked for again after so many minutes, as long as its feed names it.
const AGAIN: i64 = 6 * 60;
/// How many of those that wait are looked at for one whose host has its turn.
const AHEAD: usize = 200;

/// Whether a path is an address of the web.
pub(super) fn is_address(path: &Path) -> bool {
    let path = path.to_string_lossy();
    path.starts_with("http://") || path.starts_with("https://")
}

/// The fetcher that the options ask for.
pub(super) fn fetcher(args: &FetchArgs) -> Result<Fetcher> {
    let usual = Settings::default();
    let agent = match &args.contact {
        Some(contact) if contact.chars().all(|c| c.is_ascii_graphic() || c == ' ') => {
            format!("{} ({contact})", usual.agent)
        }
        Some(_) => bail!("--contact is sent to servers, so it is written in ASCII"),
        None => usual.agent.clone(),
    };
    let Ok(pace) = Duration::try_from_secs_f64(args.pace) else {
        bail!("--pace is a number of seconds, 0 or more");
    };
    let patience = usual.patience.max(pace);
    Ok(Fetcher::new(Settings { agent, private: args.allow_private, pace, patience, ..usual }))
}

/// An address that is to be asked for.
struct Wanted {
    url: String,
    /// What a feed says of it.
    told: Option<Told>,
    /// The feed that names it.
    feed: Option<String>,
}

/// What became of the entries of a feed.
struct Feed {
    note: Value,
    /// Something may be otherwise before long: the feed is asked for in full again.
    passing: bool,
}

/// Fetches into a library.
pub(super) struct Fetching<'t> {
    fetcher: Fetcher,
    tally: &'t Tally,
    queue: VecDeque<Wanted>,
    met: BTreeSet<String>,
    feeds: BTreeMap<String, Feed>,
    batch: Vec<(Article, Came)>,
}

impl<'t> Fetching<'t> {
    pub(super) fn new(fetcher: Fetcher, tally: &'t Tally) -> Fetching<'t> {
        let (queue, met) = (VecDeque::new(), BTreeSet::new());
        Fetching { fetcher, tally, queue, met, feeds: BTreeMap::new(), batch: Vec::new() }
    }

    /// Fetches all of these addresses, and what the feeds among them name, and adds it.
    pub(super) fn round(
        &mut self,
        urls: &[String],
        adding: &mut Adding,
        progress: &Progress,
    ) -> Result<()> {
        self.met.clear();
        for url in urls {
            self.want(Wanted { url: url.clone(), told: None, feed: None });
        }
        let alone = urls.len() == 1;
        while let Some(wanted) = self.next() {
            match self.ask(&wanted, alone, adding) {
                Ok(Some(page)) => self.batch.push(page),
                Ok(None) => {}
                Err(Stop::Refused(refused)) => self.refused(&wanted, &refused, adding),
                Err(Stop::Other(error)) => return Err(error),
            }
            if self.batch.len() >= TOGETHER {
                adding.take(std::mem::take(&mut self.batch), progress)?;
            }
        }
        adding.take(std::mem::take(&mut self.batch), progress)?;
        // A feed is known once its entries are stored, never before.
        for (url, feed) in std::mem::take(&mut self.feeds) {
            let mut note = feed.note;
            if feed.passing
                && let Some(fields) = note.as_object_mut()
            {
                fields.retain(|name, _| name == "asked");
            }
            adding.note(&format!("feed {url}"), &note)?;
        }
        Ok(())
    }

    fn want(&mut self, wanted: Wanted) {
        if self.met.insert(wanted.url.clone()) {
            self.queue.push_back(wanted);
        }
    }

    /// The first that waits whose host may be asked now, else the one that may be asked first.
    fn next(&mut self) -> Option<Wanted> {
        let ready = |w: &Wanted| self.fetcher.ready_in(&w.url);
        let ahead = self.queue.iter().take(AHEAD).enumerate();
        let at = ahead.map(|(i, w)| (ready(w), i)).min()?.1;
        self.queue.remove(at)
    }

    fn refused(&mut self, wanted: &Wanted, refused: &Refused, adding: &mut Adding) {
        let hint = match refused {
            Refused::Private(..) => "--allow-private fetches from this machine and its network too",
            Refused::Reserved(_) => "a page that you name alone is kept, with its signals",
            _ => "",
        };
        self.tally.trouble(format_args!("`{}`: {refused}", wanted.url), hint);
        *adding.told.refused.entry(refused.kind()).or_default() += 1;
        if refused.passes()
            && let Some(feed) = wanted.feed.as_ref().and_then(|f| self.feeds.get_mut(f))
        {
            feed.passing = true;
        }
    }

    /// Asks for one address: a page, or nothing where it is as it was or is a feed, whose entries
    /// are wanted then.
    fn ask(
        &mut self,
        wanted: &Wanted,
        alone: bool,
        adding: &mut Adding,
    ) -> Result<Option<(Article, Came)>, Stop> {
        let shelf = adding.shelf();
        let got = self.fetcher.get(&wanted.url, &|url| known(shelf, url))?;
        let answer = match got {
            Got::Page(answer) => *answer,
            Got::Unchanged => {
                self.tally.found(1);
                // A feed that is as it was says nothing of pages.
                if shelf
                    .noted(&format!("feed {}", wanted.url))
                    .map_err(anyhow::Error::from)?
                    .is_none()
                {
                    adding.told.known += 1;
                }
                return Ok(None);
            }
        };
        if let Some(feed) = &wanted.feed
            && let Some(feed) = self.feeds.get_mut(feed)
        {
            feed.note["asked"][&wanted.url] = json!(minute(answer.fetched));
        }
        match carried(&answer) {
            Carried::Page => {}
            Carried::Feed(entries) if wanted.feed.is_none() => {
                self.entries(wanted, &answer, entries, shelf)?;
                return Ok(None);
            }
            Carried::Feed(_) => return Err(Refused::Kind("a feed".to_owned()).into()),
            Carried::Other(what) => return Err(Refused::Kind(what).into()),
        }
        let crawled = wanted.feed.is_some() || !alone;
        if let Some(signal) = answer.reserved().filter(|_| crawled) {
            return Err(Refused::Reserved(signal.to_owned()).into());
        }
        self.tally.found(1);
        Ok(Some(page(answer, wanted)))
    }

    /// Wants the entries of a feed that are new, or were asked for long ago.
    fn entries(
        &mut self,
        wanted: &Wanted,
        answer: &Answer,
        entries: Vec<(String, Told)>,
        shelf: &Shelf,
    ) -> Result<()> {
        self.tally.found(1);
        let before = shelf.noted(&format!("feed {}", wanted.url))?.unwrap_or_default();
        let now = minute(answer.fetched);
        let mut asked = Map::new();
        for (url, told) in entries.into_iter().take(ENTRIES) {
            let noted = before["asked"][&url].as_i64();
            let last = match noted {
                Some(minute) => Some(minute),
                None => {
                    shelf.newest(&url)?.and_then(|(_, when)| Some(When::parse(&when)?.interval().0))
                }
            };
            if let Some(last) = last {
                asked.insert(url.clone(), json!(last));
            }
            if last.is_none_or(|last| now - last >= AGAIN) {
                self.want(Wanted { url, told: Some(told), feed: Some(wanted.url.clone()) });
            }
        }
        let field = |name: &str| answer.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v);
        let note =
            json!({"etag": field("etag"), "last-modified": field("last-modified"), "asked": asked});
        self.feeds.insert(wanted.url.clone(), Feed { note, passing: false });
        Ok(())
    }
}

/// Why an address gives no page.
enum Stop {
    Refused(Refused),
    Other(anyhow::Error),
}

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Stop {
        Stop::Refused(refused)
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Stop {
        Stop::Other(error)
    }
}

/// By what a server is asked whether an address changed: what is noted of a feed, or what its page
/// came with. What cannot be read is asked for in full.
fn known(shelf: &Shelf, url: &str) -> Known {
    let note = shelf.noted(&format!("feed {url}")).ok().flatten();
    let [etag, modified] = match note {
        Some(note) => ["etag", "last-modified"].map(|n| note[n].as_str().map(str::to_owned)),
        None => shelf.validators(url).unwrap_or_default(),
    };
    Known { etag, modified }
}

/// What an answer carries.
enum Carried {
    Page,
    /// Addresses of its entries, with what it says of them.
    Feed(Vec<(String, Told)>),
    /// Something else that is not taken from the web.
    Other(String),
}

fn carried(answer: &Answer) -> Carried {
    let mut entries = Vec::new();
    let (mut other, mut feed) = (None, false);
    for item in pages(&answer.url, Cursor::new(&answer.bytes)) {
        match item {
            Ok(Item::Page(page)) if page.hint.told.by == Teller::Feed => {
                feed = true;
                entries.extend(page.hint.url.clone().map(|url| (url, page.hint.told)));
            }
            Ok(Item::Page(page)) if page.bytes == answer.bytes => return Carried::Page,
            Ok(_) => other = Some("a file of several pages".to_owned()),
            Err(problem) => match problem.fault {
                Fault::TooManyEntries(_) => {}
                _ => other = Some(problem.to_string()),
            },
        }
        if entries.len() > ENTRIES {
            break;
        }
    }
    match (feed, other) {
        (true, _) => Carried::Feed(entries),
        (false, Some(other)) => Carried::Other(other),
        (false, None) if answer.bytes.is_empty() => Carried::Other("an empty page".to_owned()),
        // A feed that has no entries now.
        (false, None) => Carried::Feed(entries),
    }
}

/// Minutes since 1970.
fn minute(of: SystemTime) -> i64 {
    let since = of.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs() / 60).unwrap_or_default()
}

/// The page that came, read, with all that is kept of it.
fn page(answer: Answer, wanted: &Wanted) -> (Article, Came) {
    let when = headwater_store::Stamp::from_seconds(minute(answer.fetched) * 60).to_string();
    let kind = answer.media();
    let charset = answer.headers.iter().find(|(n, _)| n == "content-type").and_then(|(_, v)| {
        let at = v.to_ascii_lowercase().find("charset=")?;
        let name = v.get(at + 8..)?.split(';').next()?;
        Some(name.trim_matches(['"', '\'', ' ']).to_owned())
    });
    let hint = Hint {
        id: answer.url.clone(),
        url: Some(answer.url.clone()),
        source: wanted.feed.clone(),
        fetched: When::parse(&when),
        html: match kind.as_str() {
            "text/plain" => Some(false),
            kind if kind.contains("html") => Some(true),
            _ => None,
        },
        charset,
        told: wanted.told.clone().unwrap_or_default(),
        ..Hint::default()
    };
    let said = json!({"status": answer.status, "asked": answer.asked, "via": answer.via,
        "headers": answer.headers, "signals": answer.signals});
    let came = Came::Fetched(Box::new(Fetched { bytes: answer.bytes, hint, answer: said }));
    (came.read(), came)
}

/// One page, to be looked at without being kept.
pub(super) fn one(url: &str, args: &FetchArgs, tally: &Tally) -> Result<Option<Article>> {
    match fetcher(args)?.get(url, &|_| Known::default()) {
        Ok(Got::Page(answer)) => {
            let wanted = Wanted { url: url.to_owned(), told: None, feed: None };
            tally.found(1);
            Ok(Some(page(*answer, &wanted).0))
        }
        Ok(Got::Unchanged) => Ok(None),
        Err(refused) => {
            tally.trouble(format_args!("`{url}`: {refused}"), "");
            Ok(None)
        }
    }
}
