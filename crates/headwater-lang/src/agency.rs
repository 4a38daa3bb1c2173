//! The world's news agencies: names and the short forms they are credited by, of no one language.

use crate::tables::AGENCIES;

/// A news agency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Agency {
    /// Its name.
    pub name: &'static str,
    /// Other names and abbreviations, as they are printed.
    pub also: &'static [&'static str],
}

/// All agencies, in the order of the file `agencies.txt`.
pub fn agencies() -> &'static [Agency] {
    AGENCIES
}

/// The agency that goes by a name, as it is printed: *AFP* is one, *Map* is none. Linear in the
/// number of agencies.
///
/// ```
/// use headwater_lang::agency;
///
/// assert_eq!(agency("AFP").map(|a| a.name), Some("Agence France-Presse"));
/// assert_eq!(agency("Рейтер").map(|a| a.name), Some("Reuters"));
/// assert_eq!(agency("Map"), None);
/// ```
pub fn agency(name: &str) -> Option<&'static Agency> {
    AGENCIES.iter().find(|a| a.name == name || a.also.contains(&name))
}
