//! The Python module `headwater`, as far as it is written in Rust: what `python/headwater` makes
//! objects and tables of.
//!
//! Records cross as lines of JSON, the same that the program prints; the lock of Python is let go
//! while anything is read or found, and all cores are used.

mod engine;
mod errors;
mod library;
mod source;
mod stage;
mod trace;
mod verbs;
mod watch;

#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use crate::engine::Engine;
    #[pymodule_export]
    use crate::errors::{EngineError, HeadwaterError, InputError, LibraryError};
    #[pymodule_export]
    use crate::library::Library;
    #[pymodule_export]
    use crate::stage::{
        Prints, Tied, background, bounds, candidates, kept, linked, mass, outlets, prints,
        read_pages, rooms, stories, strong,
    };
    #[pymodule_export]
    use crate::trace::Trace;
    #[pymodule_export]
    use crate::verbs::{Stream, compare, each, findings, stemma};
}
