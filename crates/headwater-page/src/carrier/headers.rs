//! Header lines, which archives, mails and saved pages share, and their transfer encodings.

use headwater_text::{Span, When, dates};

/// Header lines: names in lower case, folded lines joined.
pub(super) type Headers = Vec<(String, String)>;

/// Reads header lines from the beginning; gives them and where the content begins.
pub(super) fn headers(bytes: &[u8]) -> (Headers, usize) {
    let mut out: Headers = Vec::new();
    let mut at = 0;
    while at < bytes.len().min(256 << 10) && out.len() < 500 {
        let rest = bytes.get(at..).unwrap_or(&[]);
        let end = memchr::memchr(b'\n', rest).map_or(rest.len(), |p| p + 1);
        let line = String::from_utf8_lossy(rest.get(..end).unwrap_or(&[])).into_owned();
        at += end;
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() {
            break;
        }
        match (line.starts_with([' ', '\t']), out.last_mut()) {
            (true, Some((_, value))) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            _ => {
                if let Some((name, value)) = line.split_once(':') {
                    out.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
            }
        }
    }
    (out, at)
}

/// The value of a header.
pub(super) fn header<'h>(headers: &'h Headers, name: &str) -> Option<&'h str> {
    headers.iter().find(|h| h.0 == name).map(|h| h.1.as_str())
}

/// A parameter of a header's value: `charset`, `boundary`.
pub(super) fn parameter(value: &str, name: &str) -> Option<String> {
    let low = value.to_ascii_lowercase();
    let at = low.find(&format!("{name}="))? + name.len() + 1;
    let rest = value.get(at..)?.trim_start();
    let out = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split([';', ' ', ',']).next()?,
    };
    (!out.is_empty()).then(|| out.to_owned())
}

/// A date as mail and web headers write it.
pub(super) fn date(value: &str) -> Option<When> {
    When::parse(value)
        .or_else(|| dates(value, Span::new(0, value.len())).first().and_then(|d| d.alone()))
}

/// Quoted-printable to bytes; what is not well formed stays.
pub(super) fn unquote(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut at = 0;
    let hex = |b: u8| (b as char).to_digit(16);
    while let Some(b) = content.get(at) {
        let next = content.get(at + 1).copied();
        let after = content.get(at + 2).copied();
        match (b, next, after) {
            (b'=', Some(b'\n'), _) => at += 2,
            (b'=', Some(b'\r'), Some(b'\n')) => at += 3,
            (b'=', Some(x), Some(y)) if hex(x).is_some() && hex(y).is_some() => {
                out.push((hex(x).unwrap_or(0) * 16 + hex(y).unwrap_or(0)) as u8);
                at += 3;
            }
            _ => {
                out.push(*b);
                at += 1;
            }
        }
    }
    out
}

/// Base64 to bytes; other characters are skipped.
pub(super) fn unbase64(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for b in content {
        let value = match b {
            b'A'..=b'Z' => b - b'A',
            b'a'..=b'z' => b - b'a' + 26,
            b'0'..=b'9' => b - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    out
}
