//! The optional stronger model: 512 numbers that say what a sentence means, over languages. It is
//! the multilingual universal sentence encoder, version 3 (Yang et al. 2020, *Multilingual
//! Universal Sentence Encoder for Semantic Retrieval*): word pieces, n-grams of two, three and five
//! pieces, their sum, three dense layers. The model is no part of the program; the program hands
//! its bytes to [`Encoder::load`].
//!
//! Languages it was made for: Arabic, Chinese, Dutch, English, French, German, Italian, Japanese,
//! Korean, Polish, Portuguese, Russian, Spanish, Thai, Turkish. It does not know Ukrainian as such.
//!
//! Sums run in one order, so that every machine gives the same numbers.

mod memo;
mod network;
mod parts;
mod pieces;

pub use parts::pack;

use headwater_text::{Span, fold};
use memo::Memo;
use network::Network;
use parts::{Parts, Table};
use pieces::Pieces;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

/// Numbers of a meaning.
pub const SENSE: usize = 512;

/// Word pieces of one text that are read; what is longer is cut.
const LONGEST: usize = 512;

static SHIPPED: &[u8] = include_bytes!("../../../../models/sense-v1/model.bin");

/// The model, ready for use. About 20 MB, up to 65 MB more for the pieces of the texts that it met, and
/// up to 35 MB for what the last of these meant.
pub struct Encoder {
    pieces: Pieces,
    network: Network,
    /// A mark over the model file.
    mark: u64,
    /// What was read lately.
    memo: Memo,
}

/// Why bytes are no model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoModel(String);

impl fmt::Display for NoModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a sentence model of this version: {}", self.0)
    }
}

impl std::error::Error for NoModel {}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Encoder")
    }
}

impl Encoder {
    /// The model that is shipped in the program, read when it is first asked for: its layers and
    /// its vocabulary at once, its table of pieces where a text has them.
    ///
    /// # Panics
    ///
    /// If the shipped bytes are no model, which a test rules out.
    #[allow(
        clippy::panic,
        reason = "shipped bytes that are no model are a fault of the build, which a test rules out"
    )]
    pub fn shipped() -> &'static Encoder {
        static ENCODER: OnceLock<Encoder> = OnceLock::new();
        let lazy = Parts::<'static>::table_in_blocks;
        let load = || Encoder::of(SHIPPED, lazy).unwrap_or_else(|bad| panic!("shipped: {bad}"));
        ENCODER.get_or_init(load)
    }

    /// Reads a model as [`pack`] wrote it.
    ///
    /// # Errors
    /// If a part is missing or of another size.
    pub fn load(bytes: &[u8]) -> Result<Encoder, NoModel> {
        Encoder::of(bytes, Parts::table)
    }

    fn of<'b>(
        bytes: &'b [u8],
        table: fn(&Parts<'b>, usize) -> Result<Table, NoModel>,
    ) -> Result<Encoder, NoModel> {
        let (mark, bytes) = parts::marked(bytes);
        let parts = Parts::read(bytes)?;
        let pieces = Pieces::read(parts.bytes("sp.model")?)
            .ok_or_else(|| NoModel("its vocabulary cannot be read".to_owned()))?;
        let (network, memo) = (Network::read(&parts, table)?, Memo::default());
        Ok(Encoder { pieces, network, mark, memo })
    }

    /// A mark over the model's file.
    pub fn weights(&self) -> u64 {
        self.mark
    }

    /// What a text means, as a vector of length one. Linear in its length.
    pub fn encode(&self, text: &str) -> Vec<f32> {
        self.memo.of(text, || {
            let mut ids = self.pieces.cut(text);
            ids.truncate(LONGEST);
            self.network.forward(&ids)
        })
    }

    /// Likeness of two wordings, 0 to 1, where `plain` is their likeness by words and static
    /// vectors. What counts most is whether the words that only one has mean what the words that
    /// only the other has mean. The shares are rounded by hand.
    pub fn likeness(&self, a: &str, b: &str, plain: f64) -> f64 {
        let whole = cosine(&self.encode(a), &self.encode(b));
        let (x, y) = alone(a, b);
        let rest = match (x.is_empty(), y.is_empty()) {
            (true, true) => 1.0,
            (false, false) => cosine(&self.encode(&x), &self.encode(&y)),
            // Nothing stands against what one side adds.
            _ => whole.min(0.5),
        };
        (0.3 * whole + 0.1 * plain + 0.6 * rest).clamp(0.0, 1.0)
    }
}

/// A mark over the model that is shipped, without unpacking it.
pub(crate) fn weights() -> u64 {
    parts::marked(SHIPPED).0
}

/// The cosine of two vectors of length one.
pub fn cosine(a: &[f32], b: &[f32]) -> f64 {
    f64::from(a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>())
}

/// The words that only the one, and only the other has, in their order, a space between.
fn alone(a: &str, b: &str) -> (String, String) {
    let words = |text: &str| -> Vec<String> {
        let list = headwater_text::words(text, Span::new(0, text.len()));
        list.map(|t| fold(t.span.of(text))).collect()
    };
    let (a, b) = (words(a), words(b));
    let without = |of: &[String], other: &[String]| {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for word in other {
            *left.entry(word).or_default() += 1;
        }
        let lone = of.iter().filter(|word| match left.get_mut(word.as_str()) {
            Some(n) if *n > 0 => {
                *n -= 1;
                false
            }
            _ => true,
        });
        lone.map(String::as_str).collect::<Vec<_>>().join(" ")
    };
    (without(&a, &b), without(&b, &a))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_alone_keep_their_order_and_number() {
        let (a, b) = alone("The dam holds, the dam stays", "The dam breaks");
        assert_eq!((a.as_str(), b.as_str()), ("holds the dam stays", "breaks"));
    }

    #[test]
    fn the_shipped_model_reads_sense_over_languages() {
        let model = Encoder::shipped();
        let dam = model.encode("The dam will be closed until spring.");
        let same = model.encode("Der Damm bleibt bis zum Frühjahr geschlossen.");
        let other = model.encode("Die Bäckerei sucht zwei neue Verkäufer.");
        assert!(cosine(&dam, &same) > cosine(&dam, &other) + 0.2);
    }

    #[test]
    fn the_shipped_model_is_whole_and_reads_the_same_block_by_block() {
        let (mark, parts) = parts::marked(SHIPPED);
        assert_eq!(mark, headwater_text::mark(parts), "the mark it names");
        // Read as an added model is: every block at once, none of them damaged.
        let whole = Encoder::load(SHIPPED).expect("the shipped model");
        for text in ["The dam will be closed until spring.", "Der Damm bleibt zu.", "Дамба"] {
            assert_eq!(whole.encode(text), Encoder::shipped().encode(text), "{text}");
        }
    }

    #[test]
    fn bytes_that_are_no_model_are_refused() {
        for bytes in [&b""[..], b"HWM1", b"HWB1", b"HWM1\xff\xff\xff\xff", &[7; 200]] {
            assert!(Encoder::load(bytes).is_err());
        }
    }

    /// A model of the right shape whose numbers are made by a rule: what comes out must be a
    /// vector of length one, the same twice, and follow the words.
    #[test]
    fn a_made_model_runs() {
        let model = Encoder::load(&made()).expect("a model of the right shape");
        let one = model.encode("the dam");
        let norm: f32 = one.iter().map(|x| x * x).sum();
        assert!((norm - 1.0).abs() < 1e-3, "{norm}");
        assert_eq!(one, model.encode("  the   dam "), "white space is folded");
        assert_ne!(one, model.encode("dam the"), "order counts");
        assert!(model.likeness("the dam", "the dam", 1.0) > 0.999);
        assert_eq!(model.encode("").len(), SENSE);
    }

    /// The parts of a model with small made numbers and a vocabulary of seven pieces.
    fn made() -> Vec<u8> {
        let mut state = 1_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 24) as f32 - 0.5
        };
        let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
        for i in 1..=17 {
            let row: Vec<u8> = (0..512).map(|_| ((next() + 0.5) * 255.0) as u8).collect();
            parts.push((format!("q{i}"), row));
        }
        for (name, size) in network::shapes() {
            let values: Vec<f32> = (0..size).map(|_| next() * 0.1).collect();
            parts.push((name, values.iter().flat_map(|v| v.to_le_bytes()).collect()));
        }
        parts.push(("sp.model".to_owned(), pieces::tests::vocabulary()));
        let parts: Vec<(&str, &[u8])> =
            parts.iter().map(|(n, b)| (n.as_str(), b.as_slice())).collect();
        pack(&parts)
    }
}
