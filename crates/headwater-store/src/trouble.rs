//! What can go wrong with a library's file, in words for people.

use headwater::StoreError;
use rusqlite::ErrorCode;

/// What went wrong.
///
/// ```
/// use headwater_store::Trouble;
///
/// assert!(Trouble::Stale.to_string().contains("another process"));
/// ```
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The file is something else.
    #[error("this file is no library of Headwater")]
    NotOurs,
    /// A later version made it.
    #[error(
        "a later version of Headwater made this library (its format is {0}, this program knows {1})"
    )]
    Newer(i64, i64),
    /// There is no room.
    #[error(
        "the disk is full, or the library has reached its bound; what was stored before is kept, this batch is not"
    )]
    Full,
    /// The system does not take or give what it is asked for.
    #[error(
        "the disk takes no more or fails ({0}); what was stored before is kept, this batch is not"
    )]
    Disk(String),
    /// It may not be written.
    #[error("the library may not be written: the file or its folder is read-only")]
    ReadOnly,
    /// Another process writes for longer than is waited for.
    #[error("another process is writing to the library; try again when it is done")]
    Busy,
    /// Another process added pages since the library was opened.
    #[error("another process has added to the library since it was opened")]
    Stale,
    /// What is kept does not fit together.
    #[error("the library is damaged: {0}")]
    Damaged(String),
    /// The file cannot be opened.
    #[error("the library cannot be opened: {0}")]
    Open(String),
    /// Anything else that SQLite tells.
    #[error("the library cannot be used: {0}")]
    Other(rusqlite::Error),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Trouble {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull | ErrorCode::TooBig) => Trouble::Full,
            Some(ErrorCode::SystemIoFailure) => Trouble::Disk(error.to_string()),
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Trouble::ReadOnly,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Trouble::Busy,
            Some(ErrorCode::DatabaseCorrupt) => Trouble::Damaged(error.to_string()),
            Some(ErrorCode::NotADatabase) => Trouble::NotOurs,
            Some(ErrorCode::CannotOpen) => Trouble::Open(error.to_string()),
            _ => match error {
                rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::Utf8Error(..)
                | rusqlite::Error::QueryReturnedNoRows => Trouble::Damaged(error.to_string()),
                other => Trouble::Other(other),
            },
        }
    }
}

impl From<Trouble> for StoreError {
    fn from(trouble: Trouble) -> StoreError {
        StoreError(Box::new(trouble))
    }
}

/// Something that is kept cannot be what was written.
pub(crate) fn damaged(what: impl Into<String>) -> Trouble {
    Trouble::Damaged(what.into())
}
