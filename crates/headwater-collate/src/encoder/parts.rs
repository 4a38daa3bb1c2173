//! The file of a model: named rows of bytes, in the order of their names.
//!
//! `HWM1`, the number of parts, then for each its name, its length and its bytes; numbers are
//! little-endian, 32 bits.

use super::NoModel;
use std::collections::BTreeMap;

const MAGIC: &[u8] = b"HWM1";

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
