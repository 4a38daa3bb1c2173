//! The file of a model: named rows of bytes, in the order of their names.
//!
//! `HWM1`, the number of parts, then for each its name, its length and its bytes; numbers are
//! little-endian, of 32 bits or 16. A shipped file is this behind `HWB1` and a mark over it; its
//! tables of pieces, nine tenths of it, are named `z1`, `z2`, … there and lie in blocks that are
//! deflated each by itself, so that a text unpacks those of its own pieces and no others.

use super::NoModel;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::OnceLock;

const MAGIC: &[u8] = b"HWM1";
const SHIPPED: &[u8] = b"HWB1";

/// Most bytes that a block may have inside.
const MOST: usize = 1 << 20;

/// The parts of a file, and a mark over them: of a shipped file the one it names.
pub(super) fn marked(bytes: &[u8]) -> (u64, &[u8]) {
    let shipped = bytes.strip_prefix(SHIPPED).and_then(|rest| rest.split_first_chunk::<8>());
    match shipped {
        Some((mark, rest)) => (u64::from_le_bytes(*mark), rest),
        None => (headwater_text::mark(bytes), bytes),
    }
}

/// A table of pieces, a row of bytes each.
pub(super) enum Table {
    /// As it is used.
    Plain(Vec<u8>),
    /// In blocks of so many bytes, each deflated by itself.
    Blocks(usize, Vec<Block>),
}

/// A block of a table, and its bytes once they were asked for.
pub(super) struct Block {
    packed: &'static [u8],
    plain: OnceLock<Vec<u8>>,
}

impl Table {
    /// The bytes of a row of `width`, if there are so many rows.
    pub(super) fn row(&self, row: usize, width: usize) -> Option<&[u8]> {
        let from = row * width;
        let (bytes, from) = match self {
            Table::Plain(bytes) => (bytes.as_slice(), from),
            Table::Blocks(size, blocks) => (blocks.get(from / size)?.plain(*size), from % size),
        };
        bytes.get(from..from + width)
    }
}

impl Block {
    #[allow(
        clippy::panic,
        reason = "a shipped block that is damaged is a fault of the build, which a test rules out"
    )]
    fn plain(&self, size: usize) -> &[u8] {
        let read = || inflated(self.packed, size).unwrap_or_else(|bad| panic!("shipped: {bad}"));
        self.plain.get_or_init(read)
    }
}

/// The bytes of a block of `size`, more or less.
fn inflated(packed: &[u8], size: usize) -> Result<Vec<u8>, NoModel> {
    // One byte more, so that its end is met without more room.
    let mut out = Vec::with_capacity(size + 1);
    let read = flate2::read::ZlibDecoder::new(packed).take(MOST as u64).read_to_end(&mut out);
    read.map_err(|e| NoModel(format!("it is damaged: {e}")))?;
    Ok(out)
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

    /// A table of pieces as it is used, whichever way it is kept.
    pub(super) fn table(&self, number: usize) -> Result<Table, NoModel> {
        if let Some(bytes) = self.0.get(format!("q{number}").as_str()) {
            return Ok(Table::Plain(bytes.to_vec()));
        }
        let mut plain = Vec::new();
        let (size, blocks) = self.blocks(number)?;
        for block in blocks {
            plain.extend(inflated(block, size)?);
        }
        Ok(Table::Plain(plain))
    }

    /// The size of a table's blocks, and the blocks.
    fn blocks(&self, number: usize) -> Result<(usize, Vec<&'b [u8]>), NoModel> {
        let mut rest = self.bytes(&format!("z{number}"))?;
        let mut read = || {
            let size = self::number(&mut rest).filter(|size| (1..=MOST).contains(size))?;
            let count = self::number(&mut rest)?;
            Some((size, (0..count).map_while(|_| row(&mut rest)).collect()))
        };
        read().ok_or_else(|| NoModel(format!("its table {number} cannot be read")))
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

impl Parts<'static> {
    /// A table of pieces whose blocks are unpacked when they are asked for.
    pub(super) fn table_in_blocks(&self, number: usize) -> Result<Table, NoModel> {
        let (size, blocks) = self.blocks(number)?;
        let blocks = blocks.into_iter().map(|packed| Block { packed, plain: OnceLock::new() });
        Ok(Table::Blocks(size, blocks.collect()))
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
