//! When a host may be asked again.

use crate::refused::Refused;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Failures in a row after which a host is left alone.
const FAILURES: u32 = 3;
/// For how long.
const ALONE: Duration = Duration::from_secs(3600);

/// The hosts that were asked.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    hosts: BTreeMap<String, Host>,
}

#[derive(Debug, Default)]
struct Host {
    /// Not before.
    next: Option<Instant>,
    /// How long the host's robots.txt asks to wait.
    delay: Duration,
    failures: u32,
    /// Left alone until then.
    closed: Option<Instant>,
}

impl Pace {
    /// How long until a host may be asked.
    pub(crate) fn ready_in(&self, host: &str) -> Duration {
        let next = self.hosts.get(host).and_then(|h| h.next);
        next.map_or(Duration::ZERO, |n| n.saturating_duration_since(Instant::now()))
    }

    /// Waits for the host's turn, and takes it.
    pub(crate) fn take(
        &mut self,
        host: &str,
        pace: Duration,
        patience: Duration,
    ) -> Result<(), Refused> {
        let wait = self.ready_in(host);
        let own = self.hosts.entry(host.to_owned()).or_default();
        if own.closed.is_some_and(|until| until > Instant::now()) {
            return Err(Refused::GivenUp(host.to_owned()));
        }
        if wait > patience {
            return Err(Refused::Wait { host: host.to_owned(), long: wait });
        }
        std::thread::sleep(wait);
        own.next = Some(Instant::now() + pace.max(own.delay));
        Ok(())
    }

    /// The host is not asked again before so long.
    pub(crate) fn wait(&mut self, host: &str, long: Duration) {
        let own = self.hosts.entry(host.to_owned()).or_default();
        // A time beyond all counting is as good as never.
        let until = Instant::now().checked_add(long.min(ALONE * 24));
        own.next = own.next.max(until);
    }

    /// What the host's robots.txt asks for.
    pub(crate) fn slow_down(&mut self, host: &str, delay: Duration) {
        self.hosts.entry(host.to_owned()).or_default().delay = delay;
        self.wait(host, delay);
    }

    pub(crate) fn answered(&mut self, host: &str) {
        self.hosts.entry(host.to_owned()).or_default().failures = 0;
    }

    pub(crate) fn failed(&mut self, host: &str) {
        let own = self.hosts.entry(host.to_owned()).or_default();
        own.failures += 1;
        if own.failures >= FAILURES {
            own.failures = 0;
            own.closed = Instant::now().checked_add(ALONE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_has_its_turn_and_is_given_up() {
        let (mut pace, some) = (Pace::default(), Duration::from_millis(80));
        let begun = Instant::now();
        for _ in 0..3 {
            pace.take("a.example", some, some * 10).unwrap();
        }
        pace.take("b.example", some, some * 10).unwrap();
        assert!(begun.elapsed() >= some * 2 && begun.elapsed() < some * 20);
        pace.wait("a.example", some * 100);
        assert!(matches!(pace.take("a.example", some, some * 10), Err(Refused::Wait { .. })));
        pace.wait("a.example", Duration::MAX);
        for _ in 0..FAILURES {
            pace.failed("b.example");
        }
        assert!(matches!(pace.take("b.example", some, some * 10), Err(Refused::GivenUp(_))));
    }
}
