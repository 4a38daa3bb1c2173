//! The tables that the build script makes of the files.

use crate::Class;
use crate::agency::Agency;
use crate::language::{Entry, Example, Language};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
