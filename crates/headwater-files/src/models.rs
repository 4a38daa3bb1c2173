//! Where models lie that users add: never fetched.

use headwater_collate::encoder::Encoder;
use std::path::PathBuf;

/// The sentence model's file below a folder of models.
pub const MEANING: &str = "use-m3-v1/model.bin";

/// An added model that cannot be used, with the file.
#[derive(Debug, thiserror::Error)]
pub enum BadModel {
    /// Its bytes could not be had.
    #[error("cannot read the model `{0}`: {1}")]
    Unread(String, #[source] std::io::Error),
    /// It is no model of this version.
    #[error("`{0}`: add the model again: {1}")]
    Unfit(String, #[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Loads the sentence model that the user has added, if there is one.
///
/// # Errors
/// If it cannot be read, or is no model.
pub fn encoder() -> Result<Option<Encoder>, BadModel> {
    let Some(path) = added() else { return Ok(None) };
    let name = || path.display().to_string();
    let bytes = std::fs::read(&path).map_err(|e| BadModel::Unread(name(), e))?;
    let loaded = Encoder::load(&bytes).map_err(|e| BadModel::Unfit(name(), Box::new(e)))?;
    Ok(Some(loaded))
}

/// The file of the sentence model that the user has added, if there is one.
pub fn added() -> Option<PathBuf> {
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

/// The folder of models in the user's data, where `headwater model add` puts them.
pub fn user_data() -> Option<PathBuf> {
    let data = std::env::var_os("XDG_DATA_HOME").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|h| PathBuf::from(h).join(".local/share"));
    data.or(home).map(|d| d.join("headwater/models"))
}
