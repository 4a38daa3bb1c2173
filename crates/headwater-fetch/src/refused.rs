//! Why something was not fetched, in words for people.

use std::time::Duration;

/// Why an address was not fetched.
///
/// ```
/// use headwater_fetch::{Address, Refused};
///
/// let told = Address::parse("ftp://tide.example/a").unwrap_err();
/// assert!(matches!(told, Refused::Address(..)));
/// assert_eq!(told.kind(), "no address of a page");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is none that is fetched: the address and why.
    #[error("`{0}` is no address that is fetched: {1}")]
    Address(String, &'static str),
    /// Its name leads to this machine or into a private network.
    #[error("`{0}` leads to {1}, an address of this machine or of a private network")]
    Private(String, std::net::IpAddr),
    /// robots.txt says no.
    #[error("robots.txt of `{0}` does not allow this page")]
    Robots(String),
    /// robots.txt cannot be read: the host and why.
    #[error("robots.txt of `{0}` cannot be read ({1}), which means no")]
    NoRobots(String, String),
    /// The page or its host asks machines to keep off: the signal.
    #[error("the page is not for machines, as it says itself ({0})")]
    Reserved(String),
    /// Redirects lead in a circle.
    #[error("its redirects lead in a circle, by `{0}`")]
    Circle(String),
    /// More redirects than are followed.
    #[error("it leads on more than {0} times")]
    Redirects(usize),
    /// More bytes than are taken.
    #[error("it is larger than {} MB", .0.div_ceil(1 << 20))]
    Large(u64),
    /// It did not come in time.
    #[error("it did not come within {} seconds", .0.as_secs())]
    Slow(Duration),
    /// The server answers with something else than a page.
    #[error("the server answers with status {0}")]
    Status(u16),
    /// It is no text: the media type.
    #[error("it is no page but `{0}`")]
    Kind(String),
    /// The host asks to wait for longer than is waited.
    #[error("`{host}` asks to be left alone for {} seconds", .long.as_secs())]
    Wait {
        /// The host.
        host: String,
        /// For how long.
        long: Duration,
    },
    /// The host failed too often before.
    #[error("`{0}` failed too often and is left alone for now")]
    GivenUp(String),
    /// The network or the server failed.
    #[error("it cannot be fetched: {0}")]
    Network(String),
}

impl Refused {
    /// In a few words, for counting.
    pub fn kind(&self) -> &'static str {
        match self {
            Refused::Address(..) => "no address of a page",
            Refused::Private(..) => "in a private network",
            Refused::Robots(_) => "not allowed by robots.txt",
            Refused::NoRobots(..) => "without a readable robots.txt",
            Refused::Reserved(_) => "not for machines",
            Refused::Circle(_) | Refused::Redirects(_) => "with too many redirects",
            Refused::Large(_) => "too large",
            Refused::Slow(_) => "too slow",
            Refused::Status(_) => "answered with an error",
            Refused::Kind(_) => "no text",
            Refused::Wait { .. } | Refused::GivenUp(_) => "left alone for now",
            Refused::Network(_) => "not to be reached",
        }
    }

    /// Whether it may be otherwise before long.
    pub fn passes(&self) -> bool {
        match self {
            Refused::Slow(_) | Refused::Wait { .. } | Refused::GivenUp(_) => true,
            Refused::Network(_) | Refused::NoRobots(..) => true,
            Refused::Status(status) => *status >= 500 || *status == 429,
            _ => false,
        }
    }
}
