//! Where model files lie: never in the binary, never fetched.

mod add;

pub(crate) use add::add;

use anyhow::{Context, Result, bail};
use headwater_collate::encoder::Encoder;
use headwater_quote::deep::Deep;
use std::path::PathBuf;

/// The deep tagger's files below a folder of models, the better first: for many languages, and for
/// English alone.
const DEEP: [&str; 2] = ["quotes-v2/model.bin", "quotes-deep-v1/model.bin"];

/// The sentence model's file below a folder of models.
const MEANING: &str = "use-m3-v1/model.bin";

/// Loads the sentence model that the user has added, if there is one.
pub(crate) fn encoder() -> Result<Option<Encoder>> {
    let mut places = folders().into_iter().map(|f| f.join(MEANING));
    let Some(path) = places.find(|p| p.is_file()) else { return Ok(None) };
    let bytes = std::fs::read(&path)
        .with_context(|| format!("cannot read the model `{}`", path.display()))?;
    let encoder = Encoder::load(&bytes)
        .with_context(|| format!("`{}`: add the model again", path.display()))?;
    Ok(Some(encoder))
}

/// Loads the deep tagger: the best that the folders of models have, from the first that has it.
pub(crate) fn deep() -> Result<Deep> {
    let below = |name: &'static str| folders().into_iter().map(move |f| f.join(name));
    let places: Vec<PathBuf> = DEEP.into_iter().flat_map(below).collect();
    let Some(path) = places.iter().find(|p| p.is_file()) else {
        let list: Vec<String> = places.iter().map(|p| format!("  {}", p.display())).collect();
        bail!(
            "the deep tagger's model was not found; looked for it in\n{}\nhint: set \
             HEADWATER_MODEL_DIR to the folder `models` of the source, or leave out `--tagger deep`",
            list.join("\n")
        );
    };
    let bytes = std::fs::read(path)
        .with_context(|| format!("cannot read the model `{}`", path.display()))?;
    Deep::load(&bytes).with_context(|| {
        format!("`{}` is no model of this version; copy it again from the source", path.display())
    })
}

/// `HEADWATER_MODEL_DIR`, else beside the program, in the user's data, or where the user stands.
fn folders() -> Vec<PathBuf> {
    if let Some(given) = std::env::var_os("HEADWATER_MODEL_DIR") {
        return vec![given.into()];
    }
    let beside = std::env::current_exe().ok().and_then(|p| Some(p.parent()?.join("models")));
    let data = user_data();
    [beside, data, Some(PathBuf::from("models"))].into_iter().flatten().collect()
}

/// The folder of models in the user's data, where `model add` puts them.
fn user_data() -> Option<PathBuf> {
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".local/share"));
    data.or(home).map(|d| d.join("headwater/models"))
}
