//! Prints made pages as records, a line each: `pages COUNT [FIRST]`. Five reports an event, 600 words
//! each, as `cargo xtask library` has them; for measuring the Python module and its stages on Spark.

#![allow(clippy::print_stdout, reason = "a program for the terminal")]

use headwater_made::{Shape, report};
use std::io::{BufWriter, Write};

fn main() -> std::io::Result<()> {
    let mut numbers = std::env::args().skip(1).map(|n| n.parse().unwrap_or(0));
    let (count, first) = (numbers.next().unwrap_or(10), numbers.next().unwrap_or(0));
    let shape = Shape { sentences: 42, spoken: 11, paragraph: 6, near_equal: false };
    let mut out = BufWriter::new(std::io::stdout());
    for i in first..first + count {
        let made = report(i / 5, i, &shape);
        let (year, month, day) = made.date;
        writeln!(
            out,
            "{{\"id\":\"{}\",\"title\":\"{}\",\"outlet\":\"Outlet {}\",\"date\":\"{year}-{month:02}-{day:02}\",\
             \"text\":\"{}\"}}",
            made.id,
            made.title,
            i % 5,
            // Made words have no other character that JSON escapes.
            made.text.replace('\n', "\\n"),
        )?;
    }
    out.flush()
}
