//! `cargo xtask library NAME`: what a library costs and what it bears, measured with the program on
//! made articles. No bench data is needed.

use crate::bench::{built, target};
use crate::root;
use anyhow::{Context, Result, bail, ensure};
use headwater_made::{Dice, Shape};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Article `i` of 600 words: five reports an event, which have most sentences of it.
pub(crate) fn article(i: usize) -> Value {
    report(i / 5, i)
}

/// A report of an event; `i` tells it from the others.
fn report(event: usize, i: usize) -> Value {
    let shape = Shape { sentences: 42, spoken: 11, paragraph: 6, near_equal: false };
    let made = headwater_made::report(event, i, &shape);
    let (year, month, day) = made.date;
    json!({
        "id": made.id, "title": made.title, "outlet": format!("Outlet {}", i % 5),
        "date": format!("{year}-{month:02}-{day:02}"), "text": made.text,
    })
}

/// A folder of its own, the program, and options.
struct Desk {
    folder: PathBuf,
    program: PathBuf,
    count: usize,
    write: bool,
}

/// What a run of the program cost.
struct Cost {
    /// Seconds of the processor, of all its threads.
    cpu: f64,
    wall: f64,
}

/// Runs one of them; see the usage of xtask.
pub(crate) fn run(args: &[&str]) -> Result<()> {
    let (name, args) = args.split_first().context("name one: speed, kills, flips")?;
    let (mut program, mut count, mut write) = (None, None, false);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match *arg {
            "--bin" => program = Some(std::path::absolute(args.next().context("--bin PATH")?)?),
            "--write" => write = true,
            number => count = Some(number.parse().with_context(|| format!("`{number}`"))?),
        }
    }
    let program = program.map_or_else(built, Ok)?;
    let folder = target().join("bench/library").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let desk = |usual: usize| Desk { folder, program, count: count.unwrap_or(usual), write };
    match *name {
        "speed" => speed(&desk(2000)),
        "kills" => kills(&desk(100)),
        "flips" => flips(&desk(400)),
        other => bail!("no `{other}`: there are speed, kills, flips"),
    }
}

impl Desk {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes articles as JSON Lines.
    fn articles(&self, name: &str, of: std::ops::Range<usize>) -> Result<PathBuf> {
        let path = self.path(name);
        let lines: String = of.map(|i| article(i).to_string() + "\n").collect();
        std::fs::write(&path, lines)?;
        Ok(path)
    }

    fn command(&self, library: &Path, args: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        let (verb, rest) = args.split_first().unwrap_or((&"", &[]));
        command.arg(verb).arg("--library").arg(library).args(rest);
        command.stdin(Stdio::null());
        command
    }

    fn output(&self, library: &Path, args: &[&str]) -> Result<Output> {
        Ok(self.command(library, args).output()?)
    }

    /// What a verb writes; it must end well.
    fn told(&self, library: &Path, args: &[&str]) -> Result<String> {
        let output = self.output(library, args)?;
        let talk = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "{} ended with {}: {talk}", args.join(" "), output.status);
        Ok(String::from_utf8(output.stdout)?)
    }

    fn cost(&self, library: &Path, args: &[&str]) -> Result<Cost> {
        let (cpu, wall) = (of_children()?, Instant::now());
        self.told(library, args)?;
        Ok(Cost { cpu: of_children()? - cpu, wall: wall.elapsed().as_secs_f64() })
    }
}

/// Seconds of the processor that ended children of this process have had.
fn of_children() -> Result<f64> {
    let told = std::fs::read_to_string("/proc/self/stat").context("this needs Linux")?;
    let fields = told.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks: f64 = fields.skip(13).take(2).filter_map(|t| t.parse::<f64>().ok()).sum();
    Ok(ticks / 100.0)
}

/// The middle of some costs, and the one that nineteen of twenty do not exceed.
fn middle(mut of: Vec<f64>) -> (f64, f64) {
    of.sort_by(f64::total_cmp);
    let at = |share: f64| of.get(((of.len() - 1) as f64 * share).round() as usize).copied();
    (at(0.5).unwrap_or(f64::NAN), at(0.95).unwrap_or(f64::NAN))
}

/// How many single pages are added, and checked.
const SINGLE: usize = 21;
/// Numbers of reports that stand in no library from here on.
const LATER: usize = 10_000_000;

/// What adding many pages, one page more and a check cost; with `--write` the table of
/// docs/library.md is written.
fn speed(desk: &Desk) -> Result<()> {
    let (n, library) = (desk.count, desk.path("many.db"));
    let all = desk.articles("many.jsonl", 0..n)?;
    let many = desk.cost(&library, &["add", "--tagger", "fast", &all.to_string_lossy()])?;
    let size = std::fs::metadata(&library)?.len();
    let each = |verb: &str, of: &dyn Fn(usize) -> Value| -> Result<(Vec<f64>, Vec<f64>)> {
        let mut costs = (Vec::new(), Vec::new());
        for k in 0..SINGLE {
            let one = desk.path("one.jsonl");
            std::fs::write(&one, of(k).to_string() + "\n")?;
            let cost = desk.cost(&library, &[verb, &one.to_string_lossy()])?;
            costs.0.push(cost.cpu);
            costs.1.push(cost.wall);
        }
        Ok(costs)
    };
    // Reports of events of which five are held, from everywhere in the library.
    let more = |k: usize| report((k * 37 + 11) % (n / 5).max(1), LATER + k);
    let (add, check) = (each("add", &more)?, each("check", &|k| more(k + SINGLE))?);
    let search = desk.cost(&library, &["search", "bababa"])?;
    let row = |name: &str, (cpu, wall): (Vec<f64>, Vec<f64>)| {
        let (cpu, wall) = (middle(cpu), middle(wall));
        format!("| {name} | {:.2}, {:.2} | {:.2}, {:.2} |\n", cpu.0, cpu.1, wall.0, wall.1)
    };
    let table = format!(
        "| run | CPU seconds | seconds |\n|---|---|---|\n\
         | `add --tagger fast` of {n} pages: pages a CPU second, all | {:.0}, {:.0} s | {:.0} s |\n\
         {}{}| `search` of one word | {:.2} | {:.2} |\n\
         | the file, a page | {:.0} kB | |\n",
        n as f64 / many.cpu,
        many.cpu,
        many.wall,
        row("`add` of one page more: median, 95th percentile of 21", add),
        row("`check` of one page: median, 95th percentile of 21", check),
        search.cpu,
        search.wall,
        size as f64 / n as f64 / 1000.0,
    );
    println!("{table}");
    if desk.write { keep(&table) } else { Ok(()) }
}

const BEGIN: &str = "<!-- figures of a library -->\n";
const END: &str = "<!-- end of figures -->";

/// Puts the table where docs/library.md has its place.
fn keep(table: &str) -> Result<()> {
    let path = root().join("docs/library.md");
    let text = std::fs::read_to_string(&path)?;
    let (head, rest) =
        text.split_once(BEGIN).context("docs/library.md has no place for figures")?;
    let (_, tail) = rest.split_once(END).context("the figures of docs/library.md do not end")?;
    Ok(std::fs::write(path, format!("{head}{BEGIN}{table}{END}{tail}"))?)
}

/// Pages that runs are killed over, and how many are written together.
const PAGES: usize = 120;
const BATCH: &str = "6";

/// Kills `add` at so many moments: what was stored stays, no page is half there, and the run that
/// goes on comes to the export of an undisturbed one.
fn kills(desk: &Desk) -> Result<()> {
    std::fs::create_dir(desk.path("inbox"))?;
    let all = desk.articles("inbox/all.jsonl", 0..PAGES)?;
    let all = all.to_string_lossy();
    let inbox = desk.path("inbox").to_string_lossy().into_owned();
    let watch = ["watch", "--every", "1", "--tagger", "fast", "--batch", BATCH, &inbox];
    let add = ["add", "--tagger", "fast", "--batch", BATCH, &all];
    let calm = desk.path("calm.db");
    let began = Instant::now();
    desk.told(&calm, &add)?;
    let whole = began.elapsed().as_millis() as u64;
    let want = desk.told(&calm, &["export"])?;
    let library = desk.path("killed.db");
    let mut dice = Dice::new(41);
    let (mut cut, mut rounds, mut before) = (0, 0, 0);
    while cut < desk.count {
        // In turn the two verbs that fill a library.
        let verb: &[&str] = if cut.is_multiple_of(2) { &add } else { &watch };
        let mut command = desk.command(&library, verb);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        std::thread::sleep(Duration::from_millis(dice.below(whole / 3)));
        cut += usize::from(child.try_wait()?.is_none());
        child.kill()?;
        child.wait()?;
        if !library.exists() {
            continue;
        }
        let output = desk.output(&library, &["verify"])?;
        let talk = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() == Some(2) {
            ensure!(before == 0 && talk.contains("is no library"), "kill {cut}: {talk}");
            continue;
        }
        let now = desk.told(&library, &["export", "--table", "page"]);
        let now = now.map_or(0, |rows| rows.lines().count());
        ensure!(now >= before, "kill {cut}: {before} pages were stored, {now} are there");
        before = now;
        if now == PAGES {
            ensure!(desk.told(&library, &["export"])? == want, "kill {cut}: another export");
            std::fs::remove_file(&library)?;
            (before, rounds) = (0, rounds + 1);
        }
    }
    desk.told(&library, &add)?;
    ensure!(desk.told(&library, &["export"])? == want, "the last run came to another export");
    println!(
        "{cut} runs of `add` and `watch` killed, {rounds} libraries filled meanwhile: nothing stored was lost"
    );
    Ok(())
}

/// Turns one bit at so many places of a library's file: `verify` names damage, or nothing kept is
/// another; and no verb panics.
fn flips(desk: &Desk) -> Result<()> {
    let whole = desk.path("whole.db");
    let all = desk.articles("all.jsonl", 0..25)?;
    let one = desk.articles("one.jsonl", 25..26)?;
    let one = one.to_string_lossy().into_owned();
    desk.told(&whole, &["add", "--tagger", "fast", &all.to_string_lossy()])?;
    let want = desk.told(&whole, &["export", "--full-text"])?;
    let bytes = std::fs::read(&whole)?;
    let flipped = desk.path("flipped.db");
    let fresh = |at: usize, bit: u64| -> Result<()> {
        for end in ["", "-wal", "-shm"] {
            let mut path = flipped.clone().into_os_string();
            path.push(end);
            let _ = std::fs::remove_file(path);
        }
        let mut other = bytes.clone();
        if let Some(byte) = other.get_mut(at) {
            *byte ^= 1 << bit;
        }
        Ok(std::fs::write(&flipped, other)?)
    };
    let mut dice = Dice::new(43);
    let (mut noticed, mut free) = (0, 0);
    for flip in 0..desk.count {
        // A fifth of them in the head, where a byte means most.
        let most = if flip % 5 == 0 { 100 } else { bytes.len() as u64 };
        let (at, bit) = (dice.below(most) as usize, dice.below(8));
        fresh(at, bit)?;
        let verified = calm(desk, &flipped, &["verify"], at)?;
        match verified.status.code() {
            Some(0) => {
                let now = calm(desk, &flipped, &["export", "--full-text"], at)?;
                ensure!(now.stdout == want.as_bytes(), "byte {at}: changed unnoticed");
                free += 1;
            }
            _ => noticed += 1,
        }
        let verbs: [&[&str]; 7] = [
            &["search", "bababa"],
            &["show", "Mara"],
            &["check", &one],
            &["export"],
            &["add", &one],
            &["forget", "0000003"],
            &["rebuild"],
        ];
        if let Some(verb) = verbs.get(flip % verbs.len()) {
            fresh(at, bit)?;
            calm(desk, &flipped, verb, at)?;
        }
    }
    println!("{noticed} flips named, {free} where nothing is kept; no verb panicked");
    Ok(())
}

/// Runs a verb, which may fail but not panic.
fn calm(desk: &Desk, library: &Path, args: &[&str], at: usize) -> Result<Output> {
    let output = desk.output(library, args)?;
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    let ended = matches!(output.status.code(), Some(0..=2));
    ensure!(ended && !talk.contains("panicked"), "byte {at}, {}: {talk}", args.join(" "));
    Ok(output)
}
