//! Signals against machine use: in headers, in the page, in robots.txt.

/// So many bytes of a page are looked at.
const HEAD: usize = 64 << 10;
/// Names of headers and of `meta` elements that carry signals.
const NAMES: [&str; 5] =
    ["x-robots-tag", "tdm-reservation", "tdm-policy", "content-signal", "content-usage"];

/// The signals that came with a page, as they stand there: `x-robots-tag: noai`.
///
/// ```
/// let page = b"<html><head><meta name='robots' content='noindex, noai'></head>";
/// assert_eq!(headwater_fetch::signals(&[], page), ["meta robots: noindex, noai"]);
/// ```
pub fn signals(headers: &[(String, String)], page: &[u8]) -> Vec<String> {
    let named = headers.iter().filter(|(name, _)| NAMES.contains(&name.as_str()));
    let mut out: Vec<String> = named.map(|(name, value)| signal(name, value)).collect();
    let head = String::from_utf8_lossy(page.get(..page.len().min(HEAD)).unwrap_or(page));
    let low = head.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = low.get(from..).and_then(|rest| rest.find("<meta")) {
        let start = from + at;
        let end = low.get(start..).and_then(|rest| rest.find('>')).map_or(low.len(), |e| start + e);
        from = end;
        let element = head.get(start..end).unwrap_or_default();
        let name = attribute(element, "name").unwrap_or_default().to_ascii_lowercase();
        let known = name == "robots" || name == "headwater" || NAMES.contains(&name.as_str());
        if let Some(content) = attribute(element, "content").filter(|_| known) {
            out.push(signal(&format!("meta {name}"), &content));
        }
    }
    out.dedup();
    out
}

fn signal(name: &str, value: &str) -> String {
    let value: String = value.chars().filter(|c| !c.is_control()).take(200).collect();
    format!("{name}: {}", value.trim())
}

/// The value of an attribute of one element.
fn attribute(element: &str, name: &str) -> Option<String> {
    let low = element.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = low.get(from..)?.find(name) {
        let start = from + at;
        from = start + name.len();
        let before = low.get(..start).and_then(|b| b.chars().next_back());
        let Some(rest) = element.get(from..)?.trim_start().strip_prefix('=') else { continue };
        if !before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/')) {
            continue;
        }
        let rest = rest.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => rest.get(1..)?.split(quote).next(),
            None => rest.split(|c: char| c.is_whitespace()).next(),
        };
        return value.map(str::to_owned);
    }
    None
}

/// The first signal by which a page is kept from being read by programs like this one: no use by
/// machine reading at all, no mining of text and data, no input to models. What keeps a page from
/// search engines, archives or training alone does not count.
///
/// ```
/// let list = ["meta robots: noindex".to_owned(), "tdm-reservation: 1".to_owned()];
/// assert_eq!(headwater_fetch::reserved(&list), Some("tdm-reservation: 1"));
/// ```
pub fn reserved(signals: &[String]) -> Option<&str> {
    signals.iter().map(String::as_str).find(|signal| {
        let (name, value) = signal.split_once(':').unwrap_or_default();
        let value = value.trim().to_ascii_lowercase();
        let words = || value.split([',', ';', ' ', ':']).map(str::trim);
        let bare = name.strip_prefix("meta ").or(name.strip_prefix("robots.txt "));
        match bare.unwrap_or(name) {
            "tdm-reservation" => value == "1",
            "content-signal" => words().any(|w| w == "ai-input=no"),
            "content-usage" => words().any(|w| matches!(w, "bots=n" | "tdm=n" | "ai=n")),
            "x-robots-tag" | "robots" | "headwater" => words().any(|w| w == "noai"),
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_found_where_they_stand() {
        let headers = [("x-robots-tag", "noarchive"), ("tdm-reservation", "1"), ("etag", "\"a\"")];
        let headers = headers.map(|(n, v)| (n.to_owned(), v.to_owned()));
        let page = b"<META CONTENT=\"noai,noimageai\" data-name=x NAME='ROBOTS'/><meta name=tdm-reservation \
            content=0><meta name=\"viewport\" content=\"noai\">";
        let found = signals(&headers, page);
        assert_eq!(
            found,
            [
                "x-robots-tag: noarchive",
                "tdm-reservation: 1",
                "meta robots: noai,noimageai",
                "meta tdm-reservation: 0"
            ]
        );
        assert_eq!(reserved(&found), Some("tdm-reservation: 1"));
        assert_eq!(reserved(&found[2..]), Some("meta robots: noai,noimageai"));
        assert_eq!(reserved(&found[..1]), None);
        for page in [
            &b"<meta"[..],
            b"<meta name=",
            b"<meta name='robots' content='",
            b"<<meta>>",
            b"\xff<meta ",
        ] {
            let _ = signals(&[], page);
        }
    }
}
