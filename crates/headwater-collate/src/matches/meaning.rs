//! What sentences mean by the optional model: each wording is asked for once, where first wanted.

use crate::encoder::{Encoder, cosine};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What wordings mean. Each is known by its very characters, so that what one sentence means never
/// hangs on how another page prints it.
#[derive(Default)]
pub(super) struct Meanings<'t>(BTreeMap<&'t str, OnceLock<Vec<f32>>>);

impl<'t> Meanings<'t> {
    /// Room for the meaning of each wording.
    pub(super) fn new(wordings: impl Iterator<Item = &'t str>) -> Meanings<'t> {
        Meanings(wordings.map(|w| (w, OnceLock::new())).collect())
    }

    /// How near two of the wordings lie in sense.
    pub(super) fn nearness(&self, texts: (&str, &str), encoder: &Encoder) -> Option<f64> {
        let sense = |text: &str| Some(self.0.get(text)?.get_or_init(|| encoder.encode(text)));
        Some(cosine(sense(texts.0)?, sense(texts.1)?))
    }
}
