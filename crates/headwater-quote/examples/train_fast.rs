//! Trains the fast tagger.
//!
//!     train_fast TRAIN.jsonl CLASSES.tsv OUT_DIR [stage=1|2|12|3] [name=value …]
//!
//! Stage 1 trains the scanning chain, and two more on one half each; stage 2 lets those scan the
//! half they have not seen and trains the attributing chain on that; stage 3 trains two of those on
//! one half each, for what learns from the findings.

use headwater_quote::training::{
    ATTRIBUTE_LABELS, Lesson, SCAN_EDGES, Sequence, Settings, attribute_sequences, lessons, lexis,
    scan_sequences, train,
};
use headwater_quote::{Chain, Fast, Lexis};
use std::fs;
use std::io::Write;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let given = |name: &str, or: f64| {
        let found = args.iter().find_map(|a| a.strip_prefix(name)?.strip_prefix('='));
        found.and_then(|v| v.parse().ok()).unwrap_or(or)
    };
    let all = lessons(&fs::read_to_string(&args[0])?);
    let out = Path::new(&args[2]);
    fs::create_dir_all(out)?;
    let set = Settings {
        epochs: given("epochs", 6.0) as usize,
        rate: given("rate", 0.1) as f32,
        l1: given("l1", 0.0005) as f32,
        min_count: given("min", 3.0) as u32,
        keep: given("keep", 200_000.0) as usize,
    };
    let stages = given("stage", 12.0) as u32;
    if stages != 2 && stages != 3 {
        let table = lexis(&all, &fs::read_to_string(&args[1])?);
        fs::write(out.join("words.bin"), table.pack())?;
        let of = |keep: &dyn Fn(usize) -> bool| -> Vec<Sequence> {
            let some = all.iter().enumerate().filter(|(i, _)| keep(*i));
            some.flat_map(|(_, l)| scan_sequences(l, &table)).collect()
        };
        let half = Settings { keep: 0, ..set };
        scanning(out, "half0.bin", of(&|i| i % 2 == 0), half)?;
        scanning(out, "half1.bin", of(&|i| i % 2 == 1), half)?;
        scanning(out, "scan.bin", of(&|_| true), set)?;
    }
    if stages == 3 {
        attributing(
            out,
            &all,
            Settings { keep: 0, epochs: given("epochs2", 6.0) as usize, ..set },
        )?;
    } else if stages != 1 {
        attributing(
            out,
            &all,
            Settings {
                keep: given("keep2", 120_000.0) as usize,
                epochs: given("epochs2", 6.0) as usize,
                ..set
            },
        )?;
    }
    Ok(())
}

fn scanning(
    out: &Path,
    name: &str,
    mut sequences: Vec<Sequence>,
    set: Settings,
) -> std::io::Result<()> {
    let clock = std::time::Instant::now();
    let w = train(&mut sequences, 11, SCAN_EDGES, set);
    let packed = Chain::pack(w.labels, &w.rows, &w.edges);
    writeln!(
        std::io::stderr(),
        "{name}: {} features, {} bytes, {:?}",
        w.rows.len(),
        packed.len(),
        clock.elapsed()
    )?;
    fs::write(out.join(name), packed)
}

fn attributing(out: &Path, all: &[Lesson], set: Settings) -> std::io::Result<()> {
    let clock = std::time::Instant::now();
    let read = |name: &str| fs::read(out.join(name));
    let table = Lexis::parse(&read("words.bin")?).map_err(std::io::Error::other)?;
    let mut halves: [Vec<Sequence>; 2] = Default::default();
    for (half, name) in ["half1.bin", "half0.bin"].into_iter().enumerate() {
        let scan = Chain::parse(&read(name)?).map_err(std::io::Error::other)?;
        let fast = Fast { lexis: table.clone(), scan, ..Fast::default() };
        let some = all.iter().enumerate().filter(|(i, _)| i % 2 == half);
        halves[half] = some.flat_map(|(_, l)| attribute_sequences(l, &fast)).collect();
    }
    if set.keep == 0 {
        for (half, sequences) in halves.iter_mut().enumerate() {
            let w = train(sequences, ATTRIBUTE_LABELS, SCAN_EDGES, set);
            let packed = Chain::pack(w.labels, &w.rows, &w.edges);
            fs::write(out.join(format!("attribute{half}.bin")), packed)?;
        }
        return Ok(());
    }
    let mut sequences: Vec<Sequence> = halves.into_iter().flatten().collect();
    let tokens: usize = sequences.iter().map(|s| s.ends.len()).sum();
    let w = train(&mut sequences, ATTRIBUTE_LABELS, SCAN_EDGES, set);
    let packed = Chain::pack(w.labels, &w.rows, &w.edges);
    writeln!(
        std::io::stderr(),
        "attribute: {} cues, {tokens} tokens, {} features, {} bytes, {:?}",
        sequences.len(),
        w.rows.len(),
        packed.len(),
        clock.elapsed()
    )?;
    fs::write(out.join("attribute.bin"), packed)
}
