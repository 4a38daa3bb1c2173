//! Where models lie that users add: never fetched.

mod add;

pub(crate) use add::add;

use anyhow::{Context, Result};
use headwater_collate::encoder::Encoder;
use std::path::PathBuf;

/// The sentence model's file below a folder of models.
const MEANING: &str = "use-m3-v1/model.bin";

/// Loads the sentence model that the user has added, if there is one.
pub(crate) fn encoder() -> Result<Option<Encoder>> {
    let Some(path) = added() else { return Ok(None) };
    let bytes = std::fs::read(&path)
        .with_context(|| format!("cannot read the model `{}`", path.display()))?;
    let encoder = Encoder::load(&bytes)
        .with_context(|| format!("`{}`: add the model again", path.display()))?;
    Ok(Some(encoder))
}

/// The file of the sentence model that the user has added, if there is one.
pub(crate) fn added() -> Option<PathBuf> {
    folders().into_iter().map(|f| f.join(MEANING)).find(|p| p.is_file())
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
