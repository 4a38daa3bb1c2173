//! Who may ask, and what every answer says about itself: the layers under the escaping of all that
//! comes from a page.

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest, Sha256};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};

/// What every answer carries. Nothing is loaded from elsewhere, framed, or sent elsewhere; the only
/// script and the only style are our own files.
const SAYS: [(HeaderName, &str); 9] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
         form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
    (HeaderName::from_static("x-robots-tag"), "noindex, nofollow"),
    (header::CACHE_CONTROL, "no-store"),
];

/// Puts what every answer says into its head.
pub(crate) fn mark(headers: &mut HeaderMap) {
    for (name, value) in SAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Whether a request was meant for this program: its `Host` is an address of a machine, `localhost`,
/// or the name that was given. A site that leads its own name to this machine has another.
pub(crate) fn is_ours(host: Option<&HeaderValue>, named: &str) -> bool {
    let Some(host) = host.and_then(|h| h.to_str().ok()) else { return false };
    let name = without_port(host);
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    bare.parse::<IpAddr>().is_ok()
        || name.eq_ignore_ascii_case("localhost")
        || !named.is_empty() && name.eq_ignore_ascii_case(named)
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) && !name.ends_with(':') => {
            name
        }
        _ => host,
    }
}

/// Whether a request that does something came from a page of ours: an `Origin`, where there is one,
/// is that of the `Host`.
pub(crate) fn is_own_page(headers: &HeaderMap) -> bool {
    let own = headers.get(header::HOST).and_then(|h| h.to_str().ok()).unwrap_or_default();
    let site = headers.get("sec-fetch-site").and_then(|s| s.to_str().ok());
    if site.is_some_and(|s| s != "same-origin") {
        return false;
    }
    match headers.get(header::ORIGIN) {
        None => true,
        Some(origin) => origin.to_str().ok().and_then(|o| o.strip_prefix("http://")) == Some(own),
    }
}

/// The name of the cookie that a form belongs to.
const COOKIE: &str = "headwater";

/// Makes the tokens of forms: each belongs to the cookie of the browser that the form was sent to.
pub(crate) struct Seal {
    secret: [u8; 32],
    given: AtomicU64,
}

impl Default for Seal {
    fn default() -> Seal {
        // The standard library keys its maps with numbers from the system that nobody else knows.
        let mut hash = Sha256::new();
        for i in 0..4_u64 {
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u64(i);
            hash.update(hasher.finish().to_le_bytes());
        }
        Seal { secret: hash.finalize().into(), given: AtomicU64::new(0) }
    }
}

impl Seal {
    fn of(&self, what: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.secret);
        hash.update(what.as_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        digest.iter().take(16).map(|b| format!("{b:02x}")).collect()
    }

    /// The cookie that came with a request, if it has the form of one of ours.
    fn came(headers: &HeaderMap) -> Option<String> {
        let all = headers.get_all(header::COOKIE).iter().filter_map(|c| c.to_str().ok());
        let mut pairs = all.flat_map(|c| c.split(';')).filter_map(|p| p.trim().split_once('='));
        let (_, value) = pairs.find(|(name, _)| *name == COOKIE)?;
        let ours = value.len() == 32 && value.bytes().all(|b| b.is_ascii_hexdigit());
        ours.then(|| value.to_owned())
    }

    /// The token for a form, and the cookie that is to be set for it.
    pub(crate) fn form(&self, headers: &HeaderMap) -> (String, String) {
        let known = Seal::came(headers);
        let value = known.unwrap_or_else(|| {
            let n = self.given.fetch_add(1, Ordering::Relaxed);
            self.of(&format!("cookie {n}"))
        });
        let cookie = format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict");
        (self.of(&format!("form {value}")), cookie)
    }

    /// Whether a token is the one that the browser of this request was given.
    pub(crate) fn holds(&self, headers: &HeaderMap, token: &str) -> bool {
        let Some(value) = Seal::came(headers) else { return false };
        let own = self.of(&format!("form {value}"));
        let differ = own.bytes().zip(token.bytes()).fold(0, |d, (a, b)| d | (a ^ b));
        own.len() == token.len() && differ == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(host: &str, named: &str) -> bool {
        is_ours(HeaderValue::from_str(host).ok().as_ref(), named)
    }

    #[test]
    fn only_addresses_and_the_given_name_are_ours() {
        for ok in ["127.0.0.1:8390", "localhost", "LOCALHOST:1", "[::1]:8390", "192.168.1.4"] {
            assert!(host(ok, ""), "{ok}");
        }
        for no in ["evil.example", "localhost.evil.example:8390", "127.0.0.1.nip.io", "", "a:b:c"] {
            assert!(!host(no, ""), "{no}");
        }
        assert!(host("desk.example:80", "desk.example"));
        assert!(!is_ours(None, ""));
    }

    #[test]
    fn another_origin_is_refused() {
        let of = |origin: Option<&str>, site: Option<&str>| {
            let mut map = HeaderMap::new();
            map.insert(header::HOST, HeaderValue::from_static("127.0.0.1:8390"));
            for (name, value) in [("origin", origin), ("sec-fetch-site", site)] {
                if let Some(value) = value.and_then(|v| HeaderValue::from_str(v).ok()) {
                    map.insert(HeaderName::from_static(name), value);
                }
            }
            is_own_page(&map)
        };
        assert!(of(None, None));
        assert!(of(Some("http://127.0.0.1:8390"), Some("same-origin")));
        assert!(!of(Some("http://127.0.0.1:9999"), None));
        assert!(!of(Some("null"), None));
        assert!(!of(None, Some("cross-site")));
    }

    #[test]
    fn a_token_belongs_to_one_browser_and_one_run() {
        let seal = Seal::default();
        let (token, cookie) = seal.form(&HeaderMap::new());
        let mut map = HeaderMap::new();
        let pair = cookie.split(';').next().unwrap_or_default();
        map.insert(header::COOKIE, HeaderValue::from_str(pair).unwrap());
        assert!(seal.holds(&map, &token));
        assert!(!seal.holds(&HeaderMap::new(), &token));
        assert!(!seal.holds(&map, ""));
        assert!(!Seal::default().holds(&map, &token));
        let (other, _) = seal.form(&HeaderMap::new());
        assert!(!seal.holds(&map, &other));
    }
}
