//! An address asked for, with all that goes before and between.

use crate::address::Address;
use crate::pace::Pace;
use crate::refused::Refused;
use crate::robots::Robots;
use crate::signals::{reserved, signals};
use crate::wire::{Guard, Lookup, Reply, Wire, guard, system};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

/// So many bytes of a robots.txt are read.
const ROBOTS: u64 = 512 << 10;
/// For how long a robots.txt is believed, and for how long it is that it could not be read.
const BELIEVED: Duration = Duration::from_secs(24 * 3600);
const UNREAD: Duration = Duration::from_secs(1800);
/// Requests for one page, where the server asks to try again.
const TRIES: u32 = 3;

/// How things are fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The name by which robots.txt knows the program.
    pub name: String,
    /// How the program names itself to servers.
    pub agent: String,
    /// Whether this machine and private networks may be asked.
    pub private: bool,
    /// Most bytes of a page.
    pub bytes: u64,
    /// Longest time for one request.
    pub time: Duration,
    /// Most redirects that are followed.
    pub redirects: usize,
    /// Shortest time between two requests to one host.
    pub pace: Duration,
    /// Longest wait for one request, whatever a host asks for.
    pub patience: Duration,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            name: "headwater".to_owned(),
            agent: concat!("headwater/", env!("CARGO_PKG_VERSION")).to_owned(),
            private: false,
            bytes: 16 << 20,
            time: Duration::from_secs(30),
            redirects: 5,
            pace: Duration::from_secs(2),
            patience: Duration::from_secs(60),
        }
    }
}

/// What a page had when it was fetched last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Its `ETag`.
    pub etag: Option<String>,
    /// Its `Last-Modified`.
    pub modified: Option<String>,
}

/// A page as it was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The address that was asked for.
    pub asked: String,
    /// The address that answered.
    pub url: String,
    /// The status.
    pub status: u16,
    /// Fields of the head, names in small letters, in their order; no cookies.
    pub headers: Vec<(String, String)>,
    /// The body, without the compression of its transport.
    pub bytes: Vec<u8>,
    /// Addresses between the two.
    pub via: Vec<String>,
    /// Signals against machine use: of robots.txt, of the head, of the page.
    pub signals: Vec<String>,
    /// When it came.
    pub fetched: SystemTime,
}

impl Answer {
    /// The media type without its parameters, in small letters.
    pub fn media(&self) -> String {
        media(&self.headers)
    }

    /// The first signal by which the page is kept from programs like this one.
    pub fn reserved(&self) -> Option<&str> {
        reserved(&self.signals)
    }
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Got {
    /// A page.
    Page(Box<Answer>),
    /// The page is as it was.
    Unchanged,
}

/// Fetches pages, one at a time.
///
/// ```
/// use headwater_fetch::{Fetcher, Known, Refused, Settings};
///
/// let mut fetcher = Fetcher::new(Settings::default());
/// let told = fetcher.get("http://127.0.0.1/", &|_| Known::default()).unwrap_err();
/// assert!(matches!(told, Refused::Private(..)));
/// ```
pub struct Fetcher {
    settings: Settings,
    wire: Wire,
    pace: Pace,
    sites: BTreeMap<String, (Instant, Result<Robots, String>)>,
}

impl Fetcher {
    /// With these settings.
    pub fn new(settings: Settings) -> Fetcher {
        let guard = guard(settings.private);
        Fetcher::with(settings, system(), guard)
    }

    /// The same with another way to look names up, and another judgement of addresses: for tests.
    pub fn with(settings: Settings, lookup: Arc<Lookup>, guard: Arc<Guard>) -> Fetcher {
        let wire = Wire::new(&settings.agent, settings.time, lookup, guard);
        Fetcher { settings, wire, pace: Pace::default(), sites: BTreeMap::new() }
    }

    /// How long until the host of an address may be asked; nothing where it is no address.
    pub fn ready_in(&self, url: &str) -> Duration {
        let at = Address::parse(url);
        at.map_or(Duration::ZERO, |at| self.pace.ready_in(at.host()))
    }

    /// Fetches one page. `known` says of each address on the way what it had when it was fetched
    /// last. Waits for the host's turn, follows redirects, tries again where the server asks for it.
    ///
    /// # Errors
    /// [`Refused`], within a time that the settings bound.
    pub fn get(&mut self, url: &str, known: &dyn Fn(&str) -> Known) -> Result<Got, Refused> {
        let mut at = Address::parse(url)?;
        let mut via: Vec<String> = Vec::new();
        loop {
            let shown = at.to_string();
            let of_site = self.permit(&at)?;
            let had = known(&shown);
            let mut fields: Vec<(&str, &str)> = Vec::new();
            fields.extend(had.etag.as_deref().map(|etag| ("if-none-match", etag)));
            fields.extend(had.modified.as_deref().map(|m| ("if-modified-since", m)));
            fields.retain(|(_, v)| v.bytes().all(|b| (b' '..=b'~').contains(&b)));
            let reply = self.patiently(&at, &fields)?;
            match reply.status {
                200 | 203 => return self.page(url, shown, via, of_site, reply),
                304 if !fields.is_empty() => return Ok(Got::Unchanged),
                301 | 302 | 303 | 307 | 308 => {
                    let next = at.join(reply.field("location").unwrap_or_default())?;
                    at = self.onward(shown, next, &mut via)?;
                }
                status => return Err(Refused::Status(status)),
            }
        }
    }

    /// Follows a redirect, unless it was followed before or is one too many.
    fn onward(
        &self,
        from: String,
        next: Address,
        via: &mut Vec<String>,
    ) -> Result<Address, Refused> {
        via.push(from);
        let shown = next.to_string();
        if via.contains(&shown) {
            return Err(Refused::Circle(shown));
        }
        if via.len() > self.settings.redirects {
            return Err(Refused::Redirects(self.settings.redirects));
        }
        Ok(next)
    }

    fn page(
        &self,
        asked: &str,
        url: String,
        via: Vec<String>,
        of_site: Vec<String>,
        reply: Reply,
    ) -> Result<Got, Refused> {
        let kind = media(&reply.headers);
        if !is_text(&kind) {
            return Err(Refused::Kind(kind.chars().take(100).collect()));
        }
        let (status, mut headers) = (reply.status, reply.headers.clone());
        headers.retain(|(name, _)| !name.contains("cookie"));
        let bytes = self.wire.body(reply, self.settings.bytes)?;
        let of_site = of_site.into_iter().map(|s| format!("robots.txt {s}"));
        let signals = of_site.chain(signals(&headers, &bytes)).collect();
        let asked = asked.to_owned();
        let fetched = SystemTime::now();
        let answer = Answer { asked, url, status, headers, bytes, via, signals, fetched };
        Ok(Got::Page(Box::new(answer)))
    }

    /// Asks, and asks again where the server is busy or cannot be reached, at growing distances.
    fn patiently(&mut self, at: &Address, fields: &[(&str, &str)]) -> Result<Reply, Refused> {
        let host = at.host().to_owned();
        let mut tried = 0;
        loop {
            self.pace.take(&host, self.settings.pace, self.settings.patience)?;
            tried += 1;
            let reply = self.wire.ask(at, fields);
            let longer = self.settings.pace.max(Duration::from_millis(1)) * 2_u32.pow(tried);
            let wait = match &reply {
                Ok(reply) if matches!(reply.status, 429 | 500 | 502 | 503 | 504) => {
                    let asked = reply.field("retry-after").and_then(|s| s.trim().parse().ok());
                    asked.map_or(longer, |seconds| Duration::from_secs(seconds).max(longer))
                }
                Err(Refused::Network(_)) => longer,
                Ok(_) => {
                    self.pace.answered(&host);
                    return reply;
                }
                Err(refused) => {
                    if refused.passes() {
                        self.pace.failed(&host);
                    }
                    return reply;
                }
            };
            self.pace.wait(&host, wait);
            if tried >= TRIES || wait > self.settings.patience {
                self.pace.failed(&host);
                return reply;
            }
        }
    }

    /// Whether robots.txt allows the page; its signals where it does.
    fn permit(&mut self, at: &Address) -> Result<Vec<String>, Refused> {
        let site = at.site();
        let fresh = self.sites.get(&site).is_some_and(|(read, found)| {
            read.elapsed() < if found.is_ok() { BELIEVED } else { UNREAD }
        });
        if !fresh {
            let found = match self.robots(at) {
                Ok(robots) => Ok(robots),
                // It says nothing of robots.txt: the name itself is refused.
                Err(
                    refused @ (Refused::Private(..) | Refused::GivenUp(_) | Refused::Wait { .. }),
                ) => {
                    return Err(refused);
                }
                Err(Refused::NoRobots(_, why)) => Err(why),
                Err(other) => Err(other.to_string()),
            };
            if let Some(delay) = found.as_ref().ok().and_then(|r| r.delay) {
                self.pace.slow_down(at.host(), delay);
            }
            self.sites.insert(site.clone(), (Instant::now(), found));
        }
        match self.sites.get(&site) {
            Some((_, Ok(robots))) if robots.allows(at.path()) => Ok(robots.signals.clone()),
            Some((_, Err(why))) => Err(Refused::NoRobots(site, why.clone())),
            _ => Err(Refused::Robots(site)),
        }
    }

    /// Fetches a site's robots.txt. There is none only where the server says so.
    fn robots(&mut self, of: &Address) -> Result<Robots, Refused> {
        let unread = |why: &str| Err(Refused::NoRobots(of.site(), why.to_owned()));
        let mut at = of.at("/robots.txt");
        let mut via: Vec<String> = Vec::new();
        loop {
            let shown = at.to_string();
            let reply = self.patiently(&at, &[])?;
            match reply.status {
                200 => {
                    let bytes = self.wire.body(reply, ROBOTS)?;
                    let text = String::from_utf8_lossy(&bytes);
                    if text.trim_start_matches('\u{feff}').trim_start().starts_with('<')
                        || bytes.contains(&0)
                    {
                        return unread("it is no robots.txt");
                    }
                    return Ok(Robots::parse(&text, &self.settings.name));
                }
                404 | 410 => return Ok(Robots::default()),
                301 | 302 | 303 | 307 | 308 => {
                    let next = at.join(reply.field("location").unwrap_or_default())?;
                    at = self.onward(shown, next, &mut via)?;
                }
                status => return unread(&format!("status {status}")),
            }
        }
    }
}

fn media(headers: &[(String, String)]) -> String {
    let value = headers.iter().find(|(name, _)| name == "content-type").map(|(_, v)| v.as_str());
    let kind = value.unwrap_or_default().split(';').next().unwrap_or_default();
    kind.trim().to_ascii_lowercase()
}

/// Whether it may be a page or a feed. What has no type is looked at.
fn is_text(kind: &str) -> bool {
    kind.is_empty()
        || kind.starts_with("text/") && !matches!(kind, "text/css" | "text/javascript")
        || kind.ends_with("+xml") && kind != "image/svg+xml"
        || kind.ends_with("json")
        || kind == "application/xml"
}
