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
        .or_else(|| mail_date(value))
        .or_else(|| dates(value, Span::new(0, value.len())).first().and_then(|d| d.alone()))
}

/// `Tue, 02 Apr 2031 08:00:00 +0200` in the many forms in which programs write it: another
/// language's weekday, the month first or in full, two digits for the year, no seconds, no zone.
fn mail_date(value: &str) -> Option<When> {
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let words: Vec<&str> =
        value.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).collect();
    let month_of = |w: &&str| {
        let low = w.trim_end_matches('.').to_ascii_lowercase();
        let at = low.get(..3).and_then(|m| MONTHS.find(m)).filter(|at| at % 3 == 0)?;
        low.bytes().all(|b| b.is_ascii_alphabetic()).then_some(at / 3 + 1)
    };
    // The weekday may look like a month: the month stands beside the day's number.
    let number = |i: usize| words.get(i).and_then(|w| w.parse::<i16>().ok());
    let (at, month) = words.iter().enumerate().find_map(|(i, w)| {
        let beside = i.checked_sub(1).and_then(number).or_else(|| number(i + 1));
        Some((i, month_of(w).filter(|_| beside.is_some())?))
    })?;
    let before = at.checked_sub(1).and_then(number);
    let (day, year) = match before {
        Some(day) => (day, number(at + 1)?),
        None => (number(at + 1)?, number(at + 2)?),
    };
    let year = match year {
        0..70 => year + 2000,
        70..100 => year + 1900,
        _ => year,
    };
    let date = When::day(year, month as i8, i8::try_from(day).ok()?)?;
    let clock =
        words.iter().find(|w| w.contains(':') && w.starts_with(|c: char| c.is_ascii_digit()));
    let clock = clock.and_then(|c| {
        let mut parts = c.split(':').map(|p| p.parse::<i16>().ok());
        Some((parts.next()??, parts.next()??))
    });
    let minute = clock.filter(|(h, m)| *h < 24 && *m < 60).map(|(h, m)| h * 60 + m);
    let zone = words.iter().skip(at + 1).find_map(|w| zone(w));
    Some(When { minute, zone: minute.and(zone), ..date })
}

/// `+0200`, `-05:00`, `GMT`, `EST`: minutes from UTC.
fn zone(word: &str) -> Option<i16> {
    let hours = match word {
        "Z" | "UT" | "UTC" | "GMT" => 0,
        "EST" | "CDT" => -5,
        "EDT" => -4,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => {
            let (sign, digits) = word.split_at_checked(1)?;
            let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
            let sign = match sign {
                "+" => 1,
                "-" => -1,
                _ => return None,
            };
            let hours: i16 = digits.get(..2).filter(|_| digits.len() == 4)?.parse().ok()?;
            let total = hours * 60 + digits.get(2..)?.parse::<i16>().ok()?;
            return (total <= 14 * 60).then_some(sign * total);
        }
    };
    Some(hours * 60)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_mails_and_feeds_in_their_many_forms() {
        for (words, iso) in [
            ("Wed, 02 Apr 2031 08:00:00 +0200", "2031-04-02T08:00+02:00"),
            ("2 Sept 2031 15:53:56 GMT", "2031-09-02T15:53+00:00"),
            ("Mar, 02 Apr 2031 10:46:33", "2031-04-02T10:46"),
            ("Wed, Apr 02 2031 04:45:26 +0000", "2031-04-02T04:45+00:00"),
            ("2031-04-02 08:00:00.364419679 +0200 CEST", "2031-04-02T08:00+02:00"),
            ("02 Apr 31 16:13 -0500", "2031-04-02T16:13-05:00"),
            ("02 April 2031", "2031-04-02"),
        ] {
            assert_eq!(date(words).map(|d| d.iso()).as_deref(), Some(iso), "{words}");
        }
        assert_eq!(date("soon"), None);
    }
}
