//! The file of a model: named rows of bytes, in the order of their names.
//!
//! `HWM1`, the number of parts, then for each its name, its length and its bytes; numbers are
//! little-endian, of 32 bits or 16. A shipped file is this, deflated, behind `HWZ1`.

use super::NoModel;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;

const MAGIC: &[u8] = b"HWM1";
const DEFLATED: &[u8] = b"HWZ1";

/// Most bytes that a deflated file may have inside.
const MOST: u64 = 256 << 20;

/// The parts of a file as plain bytes, deflated or not.
pub(super) fn inflated(bytes: &[u8]) -> Result<Cow<'_, [u8]>, NoModel> {
    let Some(packed) = bytes.strip_prefix(DEFLATED) else { return Ok(Cow::Borrowed(bytes)) };
    let mut out = Vec::new();
    let read = flate2::read::ZlibDecoder::new(packed).take(MOST).read_to_end(&mut out);
    read.map_err(|e| NoModel(format!("it is damaged: {e}")))?;
    Ok(Cow::Owned(out))
}

/// A number of 16 bits as one of 32; every such number has an exact one.
fn half(bits: u16) -> f32 {
    let sign = if bits & 0x8000 == 0 { 1.0 } else { -1.0 };
    let (exponent, fraction) = ((bits >> 10) & 31, f32::from(bits & 0x3ff));
    match exponent {
        0 => sign * fraction * f32::from_bits((127 - 24) << 23),
        31 => sign * f32::INFINITY,
        e => sign * (1.0 + fraction / 1024.0) * f32::from_bits((u32::from(e) + 112) << 23),
    }
}

/// Writes named parts as one file.
pub fn pack(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let sorted: BTreeMap<&str, &[u8]> = parts.iter().copied().collect();
    let mut out = MAGIC.to_vec();
    out.extend((sorted.len() as u32).to_le_bytes());
    for (name, bytes) in sorted {
        out.extend((name.len() as u32).to_le_bytes());
        out.extend(name.as_bytes());
        out.extend((bytes.len() as u32).to_le_bytes());
        out.extend(bytes);
    }
    out
}

/// The parts of a file.
pub(super) struct Parts<'b>(BTreeMap<&'b str, &'b [u8]>);

impl<'b> Parts<'b> {
    pub(super) fn read(bytes: &'b [u8]) -> Result<Parts<'b>, NoModel> {
        Parts::all(bytes).ok_or_else(|| NoModel("it is cut off or of another kind".to_owned()))
    }

    fn all(bytes: &'b [u8]) -> Option<Parts<'b>> {
        let mut rest = bytes.strip_prefix(MAGIC)?;
        let mut parts = BTreeMap::new();
        for _ in 0..number(&mut rest)? {
            let name = row(&mut rest)?;
            parts.insert(std::str::from_utf8(name).ok()?, row(&mut rest)?);
        }
        Some(Parts(parts))
    }

    /// The bytes of a part.
    pub(super) fn bytes(&self, name: &str) -> Result<&'b [u8], NoModel> {
        self.0.get(name).copied().ok_or_else(|| NoModel(format!("it has no part `{name}`")))
    }

    /// The numbers of a part, of which there must be `size`.
    pub(super) fn numbers(&self, name: &str, size: usize) -> Result<Vec<f32>, NoModel> {
        let bytes = self.bytes(name)?;
        if bytes.len() == size * 2 {
            let number = |b: &[u8]| half(u16::from_le_bytes(b.try_into().unwrap_or_default()));
            return Ok(bytes.chunks_exact(2).map(number).collect());
        }
        if bytes.len() != size * 4 {
            return Err(NoModel(format!("its part `{name}` has another size")));
        }
        let number = |b: &[u8]| f32::from_le_bytes(b.try_into().unwrap_or_default());
        Ok(bytes.chunks_exact(4).map(number).collect())
    }
}

fn number(rest: &mut &[u8]) -> Option<usize> {
    let (head, tail) = rest.split_first_chunk::<4>()?;
    *rest = tail;
    Some(u32::from_le_bytes(*head) as usize)
}

fn row<'b>(rest: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length = number(rest)?;
    let (head, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(head)
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn numbers_of_sixteen_bits_are_read_exactly() {
        let cases = [(0x3c00, 1.0), (0xc000, -2.0), (0x3555, 0.333_251_95), (0, 0.0)];
        for (bits, number) in cases {
            assert_eq!(half(bits), number, "{bits:x}");
        }
        assert_eq!(half(1), 2.0_f32.powi(-24), "the smallest");
        assert_eq!(half(0x7bff), 65504.0, "the largest");
    }
}
