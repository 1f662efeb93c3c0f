//! How fast is a small file of every format read?
//!
//! The files from which the search for faults begins, one of each format at least, read again and again: half a kilobyte to
//! some kilobytes each, so finding out the format weighs more than in a long call (`PARSE1` to `PARSE10`). What a figure
//! counts is the file's bytes, of a Word document the unpacked ones.

use std::hint::black_box;
use std::time::{Duration, Instant};

use verbatim::ingest::format::{FORMATS, Format};
use verbatim::ingest::parse::parse;

use crate::measure::{median, speed};
use crate::seeds::{is_packed, load, packed};
use crate::table::{Row, Table, Unit};
use crate::workbench::Workbench;

/// How long the files of one format are read in one round.
const LONG: Duration = Duration::from_millis(200);

/// SMALL: a row for each format; `PARSE` asks for them too.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("SMALL") && !bench.setup.wants("PARSE") {
        return Ok(());
    }
    let files = load()?;
    for about in FORMATS {
        let Some(of_format) = files.get(about.name) else {
            continue;
        };
        table.add(row(bench, about.format, about.name, of_format));
    }
    Ok(())
}

fn row(bench: &Workbench<'_>, format: Format, name: &'static str, seeds: &[Vec<u8>]) -> Row {
    let n_bytes: usize = seeds.iter().map(Vec::len).sum();
    let files: Vec<Vec<u8>> = match is_packed(format) {
        true => seeds.iter().map(|seed| packed(seed)).collect(),
        false => seeds.to_vec(),
    };
    let long = if bench.setup.is_tiny {
        Duration::ZERO
    } else {
        LONG
    };
    let mut speeds = Vec::new();
    let mut n_times = 0;
    for _ in 0..bench.setup.rounds {
        let begun = Instant::now();
        n_times = 0;
        while n_times == 0 || begun.elapsed() < long {
            for file in &files {
                let _ = black_box(parse(black_box(file)));
            }
            n_times += 1;
        }
        let n_read = n_bytes as u64 * n_times;
        speeds.push(speed(n_read, begun.elapsed().as_secs_f64()));
    }
    Row {
        id: "SMALL",
        what: name,
        measured: median(&speeds),
        unit: Unit::Speed,
        bounds: None,
        note: format!(
            "{} file(s), {n_bytes} bytes, read {n_times} times; one thread",
            files.len()
        ),
    }
}
