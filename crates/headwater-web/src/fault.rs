//! Why a request is not answered with what it asked for.

use headwater::StoreError;
use headwater_store::Trouble;

/// What went wrong, as people are told.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    /// Nothing has this name.
    #[error("nothing is named `{0}`")]
    NotFound(String),
    /// Several things have it: kind and name.
    #[error("several things have this name")]
    Several(Vec<(String, String)>),
    /// The page was forgotten on this day.
    #[error("the page was forgotten on {0}")]
    Forgotten(String),
    /// A sentence of ours by its name, and the status.
    #[error("{1}")]
    Told(u16, &'static str),
    /// The file.
    #[error("{0}")]
    Library(#[from] Trouble),
    /// What stands behind the file.
    #[error("{0}")]
    Findings(#[from] headwater::Error),
    /// The same.
    #[error("{0}")]
    Store(#[from] StoreError),
}

impl Fault {
    /// The status that it is sent with.
    pub(crate) fn status(&self) -> u16 {
        match self {
            Fault::NotFound(_) => 404,
            Fault::Several(_) => 300,
            Fault::Forgotten(_) => 410,
            Fault::Told(status, _) => *status,
            Fault::Library(_) | Fault::Findings(_) | Fault::Store(_) => 500,
        }
    }
}
