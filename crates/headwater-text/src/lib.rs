//! Text as Headwater sees it: one string fixed once, and places in it.
//!
//! Everything inside the program counts UTF-8 bytes ([`Span`]); JSON counts Unicode code points,
//! and [`CharIndex`] is the only place where the one becomes the other.
//!
//! Invariants: no function here reads files, the clock or the network, prints, or panics on any
//! input; all run in time linear in the text.

mod dates;
mod fold;
mod forest;
mod mark;
mod plain;
mod quoting;
mod rarity;
mod remark;
mod sentence;
mod shown;
mod span;
mod token;
mod weights;
mod when;

pub use dates::{DateWords, Told, dates, dates_in};
pub use fold::{fold, fold_char};
pub use forest::Forest;
pub use mark::{mark, marks};
pub use plain::{hidden, plain, visible};
pub use quoting::quoted;
pub use rarity::{RARITY_VERSION, rarity, rarity_folded, weights};
pub use remark::Remark;
pub use sentence::sentences;
pub use shown::{is_unseen, shown};
pub use span::{CharIndex, Span};
pub use token::{Token, TokenKind, tokens, unspaced, words};
pub use weights::{BadWeights, shipped};
pub use when::When;
