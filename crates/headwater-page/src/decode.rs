//! Decodes bytes to characters: by the byte order mark, the declared encoding, else a guess.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// How much of a page is looked at for a declaration or a guess.
const HEAD: usize = 4096;

/// Decodes HTML. Valid UTF-8 wins over a wrong declaration; a declaration over a guess.
pub(crate) fn decode_html<'b>(bytes: &'b [u8], header: Option<&str>) -> Cow<'b, str> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(skip..).unwrap_or(&[]);
        return encoding.decode_without_bom_handling(rest).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let named = header.and_then(|h| Encoding::for_label(h.as_bytes()));
    let encoding = named.or_else(|| declared(bytes)).filter(|e| *e != UTF_8 || mostly_utf8(bytes));
    let encoding = encoding.unwrap_or_else(|| guess(bytes));
    encoding.decode_without_bom_handling(bytes).0
}

/// Decodes flattened text, which stays character for character (a byte order mark too).
pub(crate) fn decode_text(bytes: &[u8]) -> String {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes).filter(|(e, _)| *e != UTF_8) {
        return encoding.decode_with_bom_removal(bytes).0.into_owned();
    }
    let encoding = if mostly_utf8(bytes) { UTF_8 } else { guess(bytes) };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The encoding that a `charset=` or an XML declaration near the top names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD.min(bytes.len()))?;
    for key in [&b"charset"[..], b"encoding"] {
        for at in memchr::memmem::find_iter(head, key) {
            let tail = head.get(at + key.len()..)?;
            let skip = tail.iter().take_while(|b| b" \t=\"'".contains(b)).count();
            let name = tail.get(skip..)?;
            let end = name.iter().take_while(|b| b.is_ascii_alphanumeric() || b"-_:".contains(b));
            if let Some(e) = Encoding::for_label(name.get(..end.count())?) {
                return Some(e);
            }
        }
    }
    None
}

/// Whether bad bytes are rare: a UTF-8 page with an accident in it.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut bad, mut high, mut rest) = (0usize, 0usize, bytes);
    while let Err(e) = std::str::from_utf8(rest) {
        bad += 1;
        let skip = e.valid_up_to() + e.error_len().unwrap_or(rest.len());
        let good = rest.get(..e.valid_up_to()).unwrap_or(&[]);
        high += good.iter().filter(|b| **b >= 0xC0).count();
        rest = rest.get(skip.max(1)..).unwrap_or(&[]);
        if bad > 10_000 {
            break;
        }
    }
    high += rest.iter().filter(|b| **b >= 0xC0).count();
    bad * 10 <= high + 5
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    // The high bytes may come late; what matters is some text around them.
    let first = bytes.iter().position(|b| *b >= 0x80).unwrap_or(0);
    let from = first.saturating_sub(200);
    let part = bytes.get(from..(from + 200_000).min(bytes.len())).unwrap_or(&[]);
    detector.feed(part, true);
    let found = detector.guess(None, chardetng::Utf8Detection::Allow);
    if found == UTF_8 { WINDOWS_1252 } else { found }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_guessed_and_wrong_encodings() {
        assert_eq!(decode_html("<p>Größe".as_bytes(), Some("iso-8859-1")), "<p>Größe");
        assert_eq!(
            decode_html(b"<meta charset=iso-8859-2><p>\xb3\xf3d\xbc", None),
            "<meta charset=iso-8859-2><p>łódź"
        );
        let russian = encoding_rs::WINDOWS_1251.encode("Сегодня в городе Лервик туман").0;
        assert_eq!(decode_html(&russian, None), "Сегодня в городе Лервик туман");
        assert_eq!(
            decode_html(b"<meta charset=utf-8><p>caf\xe9 na\xefve", None),
            "<meta charset=utf-8><p>café naïve"
        );
        assert_eq!(decode_text("\u{feff}a\r\n".as_bytes()), "\u{feff}a\r\n");
    }
}
