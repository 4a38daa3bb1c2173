//! One request and its answer, over addresses that were looked at.

use crate::address::Address;
use crate::refused::Refused;
use crate::space::is_public;
use std::io::{self, Read};
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::Duration;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Finds the addresses of a host and port, written `host:port`.
pub(crate) type Lookup = dyn Fn(&str) -> io::Result<Vec<SocketAddr>> + Send + Sync;
/// Whether an address may be connected to.
pub(crate) type Guard = dyn Fn(IpAddr) -> bool + Send + Sync;

/// What asks.
pub(crate) struct Wire {
    agent: ureq::Agent,
    time: Duration,
}

/// What a server answered.
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Names in small letters.
    pub(crate) headers: Vec<(String, String)>,
    body: ureq::Body,
}

/// Looks names up once, and refuses all that lead where nobody may be led.
struct Checked {
    lookup: Arc<Lookup>,
    guard: Arc<Guard>,
}

impl std::fmt::Debug for Checked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Checked")
    }
}

impl Resolver for Checked {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let host = uri.host().unwrap_or_default();
        let usual = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        let name = format!("{host}:{}", uri.port_u16().unwrap_or(usual));
        let (send, found) = mpsc::sync_channel(1);
        let lookup = Arc::clone(&self.lookup);
        // Looking a name up cannot be broken off: a thread that is late is left behind.
        std::thread::spawn(move || send.send(lookup(&name)).ok());
        let found = found
            .recv_timeout(*timeout.after)
            .map_err(|_| ureq::Error::Timeout(timeout.reason))?
            .map_err(|_| ureq::Error::HostNotFound)?;
        let mut out = self.empty();
        for address in found.into_iter().take(16) {
            // One address in a private network is enough: which of them is taken is chance.
            if !(self.guard)(address.ip()) {
                let refused = Refused::Private(host.to_owned(), address.ip());
                return Err(ureq::Error::Other(Box::new(refused)));
            }
            out.push(address);
        }
        if out.is_empty() { Err(ureq::Error::HostNotFound) } else { Ok(out) }
    }
}

/// Names as the system looks them up.
pub(crate) fn system() -> Arc<Lookup> {
    Arc::new(|name: &str| Ok(name.to_socket_addrs()?.collect()))
}

/// Only what is everybody's, or anything.
pub(crate) fn guard(private: bool) -> Arc<Guard> {
    Arc::new(move |address| private || is_public(address))
}

impl Wire {
    pub(crate) fn new(agent: &str, time: Duration, lookup: Arc<Lookup>, guard: Arc<Guard>) -> Wire {
        let config = Config::builder()
            .user_agent(agent)
            .accept("text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.1")
            .http_status_as_error(false)
            // Where a redirect leads is looked at before it is followed.
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Behind a proxy nobody sees which address is connected to.
            .proxy(None)
            .max_idle_connections(0)
            .max_response_header_size(64 << 10)
            .timeout_global(Some(time))
            .timeout_connect(Some(time / 2))
            .build();
        let resolver = Checked { lookup, guard };
        Wire { agent: ureq::Agent::with_parts(config, DefaultConnector::default(), resolver), time }
    }

    /// Asks once.
    pub(crate) fn ask(&self, at: &Address, fields: &[(&str, &str)]) -> Result<Reply, Refused> {
        let mut request = self.agent.get(at.to_string());
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        let response = request.call().map_err(|e| self.told(e))?;
        let (parts, body) = response.into_parts();
        let headers = parts.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
            (name.as_str().to_ascii_lowercase(), value)
        });
        Ok(Reply { status: parts.status.as_u16(), headers: headers.collect(), body })
    }

    /// The body of an answer, of so many bytes at most.
    pub(crate) fn body(&self, reply: Reply, most: u64) -> Result<Vec<u8>, Refused> {
        if reply.body.content_length().is_some_and(|length| length > most) {
            return Err(Refused::Large(most));
        }
        let mut out = Vec::new();
        let mut body = reply.body.into_with_config().limit(most).reader();
        match body.read_to_end(&mut out) {
            Ok(_) => Ok(out),
            Err(error) => Err(self.told(ureq::Error::from(error))),
        }
    }

    /// An error in our words.
    fn told(&self, error: ureq::Error) -> Refused {
        use ureq::Error;
        match error {
            Error::Other(inner) => match inner.downcast::<Refused>() {
                Ok(refused) => *refused,
                Err(other) => Refused::Network(other.to_string()),
            },
            Error::Timeout(_) => Refused::Slow(self.time),
            Error::BodyExceedsLimit(most) => Refused::Large(most),
            Error::HostNotFound => Refused::Network("no such host is known".to_owned()),
            Error::Io(error) if error.kind() == io::ErrorKind::TimedOut => Refused::Slow(self.time),
            Error::Io(error) => Refused::Network(error.to_string()),
            other => Refused::Network(other.to_string()),
        }
    }
}

impl Reply {
    /// The value of a field, its name in small letters.
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}
