//! Writes rows for `training/quote_judges.py`: what chains trained on one half of the articles
//! find in the other half.
//!
//!     judge_rows TRAIN.jsonl WEIGHTS_DIR OUT_DIR [--believe]
//!
//! WEIGHTS_DIR holds what `train_fast` leaves with stages 12 and 3; with `--believe` also the
//! forests of halves that the script made from the first rows.

use headwater_quote::judging::{Row, Rows, rows};
use headwater_quote::training::lessons;
use headwater_quote::{Chain, Fast, Judges, Lexis};
use headwater_text::Forest;
use std::fs;
use std::io::Write;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (dir, out) = (Path::new(&args[1]), Path::new(&args[2]));
    let believe = args.iter().any(|a| a == "--believe");
    let all = lessons(&fs::read_to_string(&args[0])?);
    let read = |name: String| fs::read(dir.join(name));
    let table = Lexis::parse(&read("words.bin".into())?).map_err(std::io::Error::other)?;
    fs::create_dir_all(out)?;
    for half in 0..2 {
        let other = 1 - half;
        let chain = |name: String| Chain::parse(&read(name)?).map_err(std::io::Error::other);
        // The first pass has no forests yet.
        let forest = |kind: &str| match read(format!("{kind}{other}.bin")) {
            Ok(bytes) => Forest::parse(&bytes).map_err(std::io::Error::other),
            Err(_) => Ok(Forest::default()),
        };
        let fast = Fast {
            lexis: table.clone(),
            scan: chain(format!("half{other}.bin"))?,
            attribute: chain(format!("attribute{other}.bin"))?,
            judges: Judges {
                starts: forest("starts")?,
                ends: forest("ends")?,
                keep: Forest::default(),
            },
            ..Fast::default()
        };
        let mut made = Rows::default();
        for (_, lesson) in all.iter().enumerate().filter(|(i, _)| i % 2 == half) {
            rows(lesson, &fast, believe, &mut made);
        }
        for (name, list) in ["starts", "ends", "keep"].into_iter().zip(&made) {
            if !list.is_empty() {
                write(&out.join(format!("{name}{half}.f32")), list)?;
            }
        }
    }
    Ok(())
}

/// Group, answer, features; all as 32-bit floats.
fn write(path: &Path, rows: &[Row]) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(fs::File::create(path)?);
    let width = rows.first().map_or(0, |r| r.features.len() + 2);
    out.write_all(&(width as u32).to_le_bytes())?;
    for r in rows {
        out.write_all(&(r.group as f32).to_le_bytes())?;
        out.write_all(&f32::from(u8::from(r.right)).to_le_bytes())?;
        for f in &r.features {
            out.write_all(&f.to_le_bytes())?;
        }
    }
    Ok(())
}
