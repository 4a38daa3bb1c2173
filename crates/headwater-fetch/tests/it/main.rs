//! Fetching from a server of this machine, well-behaved and hostile.

mod hostile;
mod polite;
mod server;

use headwater_fetch::{Answer, Fetcher, Got, Known, Refused, Settings};
use std::time::Duration;

/// Settings for a server of this machine, without waits between requests.
fn settings() -> Settings {
    Settings {
        private: true,
        time: Duration::from_secs(5),
        pace: Duration::ZERO,
        patience: Duration::from_secs(2),
        ..Settings::default()
    }
}

/// Fetches an address that was not fetched before.
fn get(fetcher: &mut Fetcher, url: &str) -> Result<Answer, Refused> {
    match fetcher.get(url, &|_| Known::default())? {
        Got::Page(answer) => Ok(*answer),
        Got::Unchanged => panic!("nothing is known of it"),
    }
}
