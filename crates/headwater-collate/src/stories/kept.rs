//! A profile as bytes, for stores: read again to the last bit by the same version.

use super::evidence::{Profile, Vector};
use super::tongues::Tongue;

impl Profile {
    /// As bytes, numbers little-endian; with what its lead means where that was read.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for vector in [&self.all, &self.title, &self.names, &self.lead, &self.numbers] {
            put_vector(&mut out, vector);
        }
        out.extend((self.size as u64).to_le_bytes());
        out.extend(self.when.0.to_le_bytes());
        out.extend(self.when.1.to_le_bytes());
        self.tongue.put(&mut out);
        out.extend(self.house.to_le_bytes());
        out.extend(self.news.to_bits().to_le_bytes());
        out
    }

    /// From these bytes; nothing if they are no profile.
    pub fn from_bytes(mut bytes: &[u8]) -> Option<Profile> {
        let rest = &mut bytes;
        let profile = Profile {
            all: vector(rest)?,
            title: vector(rest)?,
            names: vector(rest)?,
            lead: vector(rest)?,
            numbers: vector(rest)?,
            size: usize::try_from(number(rest)?).ok()?,
            when: (number(rest)?.cast_signed(), number(rest)?.cast_signed()),
            tongue: Tongue::take(rest)?,
            // Earlier versions kept neither, or the outlet alone.
            house: if rest.is_empty() { 0 } else { short(rest)? },
            news: if rest.is_empty() { 0.0 } else { f64::from_bits(number(rest)?) },
        };
        rest.is_empty().then_some(profile)
    }

    /// Whether what its lead means was read: reading it costs more than all else of a profile.
    pub fn sensed(&self) -> bool {
        self.tongue.sensed()
    }
}

pub(super) fn put_vector(out: &mut Vec<u8>, vector: &Vector) {
    out.extend((vector.len() as u32).to_le_bytes());
    for (term, weight) in vector {
        out.extend(term.to_le_bytes());
        out.extend(weight.to_bits().to_le_bytes());
    }
}

pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    out.extend((bytes.len() as u32).to_le_bytes());
    out.extend(bytes);
}

pub(super) fn vector(rest: &mut &[u8]) -> Option<Vector> {
    let length = short(rest)? as usize;
    let (own, tail) = rest.split_at_checked(length.checked_mul(8)?)?;
    *rest = tail;
    let (terms, _) = own.as_chunks::<8>();
    let word = |b: &[u8]| u32::from_le_bytes(b.try_into().unwrap_or_default());
    let term = |b: &[u8; 8]| {
        let (term, weight) = b.split_at(4);
        (word(term), f32::from_bits(word(weight)))
    };
    Some(terms.iter().map(term).collect())
}

pub(super) fn bytes<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = short(rest)? as usize;
    let (own, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(own)
}

fn short(rest: &mut &[u8]) -> Option<u32> {
    let (own, tail) = rest.split_first_chunk::<4>()?;
    *rest = tail;
    Some(u32::from_le_bytes(*own))
}

fn number(rest: &mut &[u8]) -> Option<u64> {
    let (own, tail) = rest.split_first_chunk::<8>()?;
    *rest = tail;
    Some(u64::from_le_bytes(*own))
}

#[cfg(test)]
mod tests {
    use super::super::evidence::{Overlap, event_odds};
    use super::*;
    use headwater_page::Article;
    use headwater_quote::Quoted;
    use headwater_text::When;

    fn profile(lang: &str, text: &str) -> Profile {
        let mut article = Article::plain("a", text);
        article.lang = Some(lang.into());
        article.date = When::parse("2031-03-08");
        Profile::new(&Quoted { article, ..Quoted::default() })
    }

    #[test]
    fn a_profile_comes_back_to_the_last_bit_with_what_its_lead_means() {
        let storm = profile(
            "en",
            "Storm cuts the power in 38,000 homes around Krutiva, Ostap Lychko said.",
        );
        let told =
            profile("de", "Sturm: 38.000 Haushalte um Krutiva ohne Strom, sagte Ostap Lytschko.");
        let again = Profile::from_bytes(&storm.to_bytes()).unwrap();
        assert!(!again.sensed());
        assert_eq!(again.to_bytes(), storm.to_bytes());
        assert_eq!(again.prints(), storm.prints());
        // Two languages: now its lead is read.
        let odds = event_odds(&storm, &told, Overlap::default());
        assert!(storm.sensed());
        let sensed = Profile::from_bytes(&storm.to_bytes()).unwrap();
        assert!(sensed.sensed());
        for other in [&again, &sensed] {
            assert_eq!(event_odds(other, &told, Overlap::default()).to_bits(), odds.to_bits());
        }
    }

    #[test]
    fn bytes_that_are_no_profile_are_refused() {
        let whole = profile("en", "It rained in Orvel on Monday.").to_bytes();
        // Earlier versions ended before the outlet, or behind it.
        let earlier = [whole.len() - 12, whole.len() - 8];
        for end in 0..whole.len() {
            let read = Profile::from_bytes(&whole[..end]);
            assert_eq!(read.is_some(), earlier.contains(&end), "{end}");
        }
        assert!(Profile::from_bytes(&[whole, vec![0]].concat()).is_none());
    }
}
