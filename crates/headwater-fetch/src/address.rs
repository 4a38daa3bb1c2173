//! Addresses of pages: http and https, read strictly, joined as RFC 3986 says.

use crate::refused::Refused;
use std::fmt;

/// Longest address.
const LONGEST: usize = 8000;

/// An address of a page: scheme, host, port, path with its query. Never with a name of a user, never
/// with a fragment.
///
/// ```
/// use headwater_fetch::Address;
///
/// let page = Address::parse("HTTPS://Tide.Example/a/b.html?x=1#top").unwrap();
/// assert_eq!(page.to_string(), "https://tide.example/a/b.html?x=1");
/// assert_eq!(page.join("../c d").unwrap().to_string(), "https://tide.example/c%20d");
/// assert!(Address::parse("file:///a").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address {
    secure: bool,
    host: String,
    port: u16,
    path: String,
}

impl Address {
    /// Reads an address.
    ///
    /// # Errors
    /// [`Refused::Address`] if it is none of http or https, or not written as one.
    pub fn parse(text: &str) -> Result<Address, Refused> {
        let text = text.trim();
        let refuse = |why| Err(Refused::Address(text.chars().take(200).collect(), why));
        if text.len() > LONGEST {
            return refuse("it is too long");
        }
        let Some((scheme, rest)) = text.split_once("://") else {
            return refuse("only http and https are fetched");
        };
        let secure = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return refuse("only http and https are fetched"),
        };
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.contains('@') {
            return refuse("it names a user");
        }
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => {
                let usual = if secure { "443" } else { "80" };
                (host, if port.is_empty() { usual } else { port })
            }
            _ => (authority, if secure { "443" } else { "80" }),
        };
        let Some(port) = port.parse().ok().filter(|p| *p > 0) else {
            return refuse("its port is no port");
        };
        if !is_host(host) {
            return refuse("its host is not written in letters, digits, dots and hyphens");
        }
        let host = host.to_ascii_lowercase();
        Ok(Address { secure, host, port, path: path_of(path) })
    }

    /// The address that a reference on this page means.
    ///
    /// # Errors
    /// As [`Address::parse`].
    pub fn join(&self, reference: &str) -> Result<Address, Refused> {
        let reference = reference.trim();
        let reference = reference.split('#').next().unwrap_or_default();
        let scheme = reference.split([':', '/', '?']).next().unwrap_or_default();
        if reference.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(':')) {
            return Address::parse(reference);
        }
        if let Some(rest) = reference.strip_prefix("//") {
            let scheme = if self.secure { "https" } else { "http" };
            return Address::parse(&format!("{scheme}://{rest}"));
        }
        if reference.len() > LONGEST {
            return Address::parse(reference);
        }
        let own = self.path.split('?').next().unwrap_or("/");
        let path = match reference.chars().next() {
            None => self.path.clone(),
            Some('/') => reference.to_owned(),
            Some('?') => format!("{own}{reference}"),
            Some(_) => {
                let folder = own.rfind('/').and_then(|at| own.get(..=at)).unwrap_or("/");
                format!("{folder}{reference}")
            }
        };
        Ok(Address { path: path_of(&path), ..self.clone() })
    }

    /// The host, in small letters.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// Path and query.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Scheme, host and port: what a robots.txt is for.
    pub fn site(&self) -> String {
        let (scheme, usual) = if self.secure { ("https", 443) } else { ("http", 80) };
        match self.port == usual {
            true => format!("{scheme}://{}", self.host),
            false => format!("{scheme}://{}:{}", self.host, self.port),
        }
    }

    /// Another page of the same site.
    pub(crate) fn at(&self, path: &str) -> Address {
        Address { path: path.to_owned(), ..self.clone() }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.site(), self.path)
    }
}

/// Names in ASCII, or a version 6 address in brackets.
fn is_host(host: &str) -> bool {
    if let Some(six) = host.strip_prefix('[') {
        return six.strip_suffix(']').is_some_and(|s| s.parse::<std::net::Ipv6Addr>().is_ok());
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_');
    !host.is_empty() && host.len() < 254 && host.bytes().all(plain) && !host.starts_with('.')
}

/// A path with its query as it is sent: without fragment and dots, other characters encoded.
fn path_of(text: &str) -> String {
    let text = text.split('#').next().unwrap_or_default().replace('\\', "/");
    let (path, query) = match text.split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (text.as_str(), None),
    };
    let mut parts: Vec<&str> = Vec::new();
    let mut last = "";
    for part in path.split('/').skip(1) {
        last = part;
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    if matches!(last, "." | "..") {
        parts.push("");
    }
    let mut out = String::from("/") + &encoded(&parts.join("/"));
    if let Some(query) = query {
        out.push('?');
        out += &encoded(query);
    }
    out
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for b in text.bytes() {
        let odd = b"\"<>\\^`{|}".contains(&b);
        if b.is_ascii_graphic() && !odd {
            out.push(char::from(b));
        } else {
            out += &format!("%{b:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_strictly() {
        for (text, want) in [
            ("http://tide.example", "http://tide.example/"),
            ("http://tide.example:80/a", "http://tide.example/a"),
            ("https://tide.example:8443?q", "https://tide.example:8443/?q"),
            ("http://[::1]:8080/a", "http://[::1]:8080/a"),
            ("http://tide.example/ä ö", "http://tide.example/%C3%A4%20%C3%B6"),
            ("http://tide.example/a/./b/../c/..", "http://tide.example/a/"),
            ("http://tide.example/../../etc", "http://tide.example/etc"),
            ("http://tide.example\\@evil.example/", "http://tide.example/@evil.example/"),
        ] {
            assert_eq!(Address::parse(text).unwrap().to_string(), want);
        }
        for text in [
            "tide.example/a",
            "file:///etc/passwd",
            "ftp://tide.example/",
            "javascript:alert(1)",
            "http://",
            "http:///a",
            "http://a@b.example/",
            "http://user:word@b.example/",
            "http://tide.example:0/",
            "http://tide.example:99999/",
            "http://tide.example:x/",
            "http://tïde.example/",
            "http://ti de.example/",
            "http://[::1/",
            "http://[tide]/",
            "http://tide.example\r\nHost: x/",
            "http://.example/",
        ] {
            assert!(matches!(Address::parse(text), Err(Refused::Address(..))), "{text}");
        }
        assert!(Address::parse(&format!("http://a.example/{}", "a".repeat(9000))).is_err());
    }

    #[test]
    fn references_are_joined() {
        let page = Address::parse("https://tide.example/news/today.html?x=1").unwrap();
        for (reference, want) in [
            ("b.html", "https://tide.example/news/b.html"),
            ("./b/", "https://tide.example/news/b/"),
            ("/b", "https://tide.example/b"),
            ("?y=2", "https://tide.example/news/today.html?y=2"),
            ("//post.example/c", "https://post.example/c"),
            ("http://post.example/c", "http://post.example/c"),
            ("", "https://tide.example/news/today.html?x=1"),
            ("#top", "https://tide.example/news/today.html?x=1"),
            ("../../../x", "https://tide.example/x"),
        ] {
            assert_eq!(page.join(reference).unwrap().to_string(), want, "{reference}");
        }
        assert!(page.join("javascript:alert(1)").is_err());
        assert!(page.join("file:///etc/passwd").is_err());
    }
}
