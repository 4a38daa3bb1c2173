//! The tables that the build script makes of the files.

use crate::agency::Agency;
use crate::language::{Entry, Example, Language};
use crate::{Class, Trait};

include!(concat!(env!("OUT_DIR"), "/tables.rs"));
