//! The taggers behind one interface: tokens of a paragraph in, a score for each label of each
//! token out. Decoding, linking, persons and all else are the same for all of them.

use headwater_text::Span;

/// What a token may be: outside, or the beginning or inside of content, cue, speaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// None of the others.
    Outside = 0,
    /// First token of reported words.
    ContentBegin = 1,
    /// Later token of reported words.
    ContentInside = 2,
    /// First token of a cue.
    CueBegin = 3,
    /// Later token of a cue.
    CueInside = 4,
    /// First token of a speaker.
    SpeakerBegin = 5,
    /// Later token of a speaker.
    SpeakerInside = 6,
}

/// How many labels there are.
pub const LABELS: usize = 7;

/// A trained model that scores the labels of the tokens of one paragraph. Scores are in the log
/// domain and need not be normalised.
pub trait Scorer: Send + Sync {
    /// One row for each token of `tokens`, which are places in `text` in rising order.
    fn score(&self, text: &str, tokens: &[Span]) -> Vec<[f32; LABELS]>;
}

/// Which tagger reads the quotations.
pub enum Tagger {
    /// Rules alone.
    Rules,
    /// The small model inside the program.
    Fast,
    /// A larger model given by the caller.
    Deep(Box<dyn Scorer>),
}
