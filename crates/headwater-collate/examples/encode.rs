//! The vectors of the optional sentence model for texts, one a line, to hold them against the
//! package the model comes from.
//!
//!     encode MODEL.bin < texts > vectors        512 numbers a line
#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use headwater_collate::encoder::Encoder;
use std::io::BufRead;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("encode MODEL.bin < texts")?;
    let encoder = Encoder::load(&std::fs::read(path)?)?;
    for line in std::io::stdin().lock().lines() {
        let sense = encoder.encode(&line?);
        println!("{}", sense.iter().map(f32::to_string).collect::<Vec<_>>().join(" "));
    }
    Ok(())
}
