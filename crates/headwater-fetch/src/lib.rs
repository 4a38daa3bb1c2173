//! Pages fetched from the web, politely and within limits.
//!
//! A [`Fetcher`] asks one address at a time. Before a host is asked for anything else its robots.txt
//! is, and where that cannot be read the answer is no. Names are resolved once a request, every
//! address is looked at, and what is connected to is what was looked at: a name that leads into a
//! private network is refused, however often it changes. Size, time, redirects and the rate of
//! requests to one host are bounded; a host that fails again and again is left alone. Only http and
//! https are spoken, no cookies are kept, no proxy is used.
//!
//! *Invariant:* whatever a server does, [`Fetcher::get`] ends within a bounded time with bytes of a
//! bounded size or with a [`Refused`] that says why.
//!
//! The only crate that uses the network. It stores nothing.

mod address;
mod fetcher;
mod pace;
mod refused;
mod robots;
mod signals;
mod space;
mod wire;

pub use address::Address;
pub use fetcher::{Answer, Fetcher, Got, Known, Settings};
pub use refused::Refused;
pub use robots::Robots;
pub use signals::{reserved, signals};
pub use space::is_public;
