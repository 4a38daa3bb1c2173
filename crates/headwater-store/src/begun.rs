//! With which engine a library goes on: the one it was begun with.

use crate::shelf::Shelf;
use crate::trouble::Trouble;
use headwater::Engine;
use headwater_collate::encoder::Encoder;
use headwater_quote::Tagger;

/// Why a library cannot go on with an engine.
#[derive(Debug, thiserror::Error)]
pub enum Misfit {
    /// It was begun with this tagger, and another is asked for.
    #[error(
        "the library was begun with the {0} tagger, and one library has one\n\
         hint: leave out --tagger, or begin another library"
    )]
    OtherTagger(String),
    /// It names a tagger that is not known here.
    #[error("the library was begun with a tagger that this program lacks: `{0}`")]
    UnknownTagger(String),
    /// It was begun with the added sentence model.
    #[error("the library was begun with the added sentence model, which is not here now")]
    NoModel,
    /// Other code or other weights read its pages.
    #[error(
        "another version of this program read the pages of this library\n\
         hint: `headwater rebuild` reads them all anew"
    )]
    OtherVersion,
    /// The file cannot be read.
    #[error(transparent)]
    Trouble(#[from] Trouble),
}

/// The tagger that a library names.
///
/// # Errors
/// [`Misfit::UnknownTagger`].
///
/// ```
/// assert_eq!(headwater_store::tagger_named("fast").map(|t| t.name()).ok(), Some("fast"));
/// assert!(headwater_store::tagger_named("given").is_err());
/// ```
pub fn tagger_named(reader: &str) -> Result<Tagger, Misfit> {
    match reader {
        "learned" => Ok(Tagger::Learned),
        "fast" => Ok(Tagger::Fast),
        _ => Err(Misfit::UnknownTagger(reader.to_owned())),
    }
}

impl Shelf {
    /// The engine that the library was begun with, or for a new one that of `fresh`. `wanted` is a
    /// tagger that was asked for by name; `meaning` loads the added sentence model where it may
    /// have a say.
    ///
    /// # Errors
    /// A [`Misfit`], or what `meaning` gives.
    pub fn engine<E: From<Misfit>>(
        &self,
        wanted: Option<Tagger>,
        meaning: impl FnOnce() -> Result<Option<Encoder>, E>,
        fresh: impl FnOnce() -> Tagger,
    ) -> Result<Engine, E> {
        let Some((reader, settings)) = self.made_with().map_err(Misfit::from)? else {
            return Ok(Engine::new(wanted.unwrap_or_else(fresh), meaning()?));
        };
        let tagger = tagger_named(&reader)?;
        if wanted.is_some_and(|w| w.name() != tagger.name()) {
            return Err(Misfit::OtherTagger(reader).into());
        }
        let with_model = settings.get("model").and_then(serde_json::Value::as_bool) == Some(true);
        let encoder = if with_model { meaning()? } else { None };
        let engine = Engine::new(tagger, encoder);
        let held = self.version().map_err(Misfit::from)?;
        if held.is_some_and(|held| held != engine.version()) {
            let lacks = with_model && engine.encoder().is_none();
            return Err(if lacks { Misfit::NoModel } else { Misfit::OtherVersion }.into());
        }
        Ok(engine)
    }
}
