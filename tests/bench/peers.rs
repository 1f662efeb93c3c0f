//! How long would one wait who indexed with something else?
//!
//! SQLite's FTS5 and tantivy-py get the turns' bare text, in memory or as lines read beforehand, and only index it.
//! Ours is the whole ingestion: from the files on, with tagging and a ledger that is synced. All three take turns.

use std::path::Path;

use anyhow::{Context, ensure};
use rusqlite::{Connection, params};
use verbatim::archive::keeper::MEMORY;
use verbatim::call::Call;
use verbatim::store::DataDir;

use crate::corpus::{bytes_of, texts};
use crate::ingestion::{THREADS, ingest_into};
use crate::measure::{median, ratio, speed, timed};
use crate::python::{Python, not_measured, write_lines};
use crate::table::{Bound, Row, Table, Unit};
use crate::workbench::Workbench;

const SCRIPT: &str = include_str!("tantivy_index.py");
const PACKAGE: &str = "tantivy";
/// As people set SQLite for speed, with no less memory than our index gets.
const FTS5: &str = "
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -262144;
CREATE VIRTUAL TABLE turn USING fts5(text, tokenize = 'porter unicode61');
";

/// Seconds of each competitor, round by round.
#[derive(Default)]
struct Times {
    own: Vec<f64>,
    fts5: Vec<f64>,
    /// Empty where there is no tantivy-py.
    tantivy: Vec<f64>,
    tantivy_version: String,
}

/// P14: indexing with others against a whole ingestion.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("P14") {
        return Ok(());
    }
    let times = times(bench)?;
    let bytes = bench.corpus.text_bytes;
    let (own, fts5) = (median(&times.own), median(&times.fts5));
    let ours = format!("ours {own:.2} s ({:.1} MB/s)", speed(bytes, own));
    table.add(row(
        "indexing with SQLite FTS5 / our whole ingestion, time",
        ratio(fts5, own),
        format!(
            "FTS5 {fts5:.2} s ({:.1} MB/s): porter unicode61, text stored, one transaction, WAL, one thread; {ours}",
            speed(bytes, fts5)
        ),
    ));
    let tantivy = median(&times.tantivy);
    let note = if times.tantivy.is_empty() {
        not_measured(PACKAGE)
    } else {
        format!(
            "tantivy-py {} {tantivy:.2} s ({:.1} MB/s): en_stem, text stored, {THREADS} threads, {} MB; {ours}",
            times.tantivy_version,
            speed(bytes, tantivy),
            MEMORY >> 20,
        )
    };
    let measured = if times.tantivy.is_empty() {
        f64::NAN
    } else {
        ratio(tantivy, own)
    };
    table.add(row(
        "indexing with tantivy-py / our whole ingestion, time",
        measured,
        note,
    ));
    Ok(())
}

fn row(what: &'static str, measured: f64, note: String) -> Row {
    Row {
        id: "P14",
        what,
        measured,
        unit: Unit::Ratio,
        bounds: Some((Bound::AtLeast(2.2), Bound::AtLeast(3.2))),
        note,
    }
}

fn times(bench: &Workbench<'_>) -> anyhow::Result<Times> {
    let calls = bench.calls();
    let python = Python::with(&bench.setup.python, PACKAGE);
    let lines = bench.folder("turns.txt");
    if python.is_some() {
        write_lines(&lines, texts(calls))?;
    }
    let folder = bench.folder("peer");
    let mut times = Times::default();
    for round in 0..bench.setup.rounds {
        eprintln!("P14: round {} …", round + 1);
        times
            .fts5
            .push(in_folder(&folder, || fts5_seconds(&folder, calls))?);
        times.own.push(in_folder(&folder, || {
            let dir = DataDir::new(&folder);
            Ok(ingest_into(&dir, &bench.corpus.path, bench.lexicons)?.seconds)
        })?);
        let Some(python) = &python else {
            continue;
        };
        let told = in_folder(&folder, || {
            python.run(SCRIPT, &[lines.as_path(), folder.as_path()])
        })?;
        ensure!(
            told.bytes == bytes_of(calls),
            "tantivy-py was given other turns than FTS5"
        );
        times.tantivy.push(told.seconds);
        times.tantivy_version = told.version;
    }
    Ok(times)
}

/// Does something with an empty folder, which is gone afterwards.
fn in_folder<T>(folder: &Path, work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    std::fs::create_dir(folder).context("cannot make a folder for a competitor")?;
    let done = work()?;
    std::fs::remove_dir_all(folder).context("cannot remove what a competitor wrote")?;
    Ok(done)
}

/// Seconds of putting every turn's text into a new FTS5 table, until it is closed.
fn fts5_seconds(folder: &Path, calls: &[Call]) -> anyhow::Result<f64> {
    let ((), seconds) = timed(|| {
        let mut conn = Connection::open(folder.join("turns.sqlite"))?;
        conn.execute_batch(FTS5)?;
        let transaction = conn.transaction()?;
        let mut insert = transaction.prepare("INSERT INTO turn (text) VALUES (?1)")?;
        for text in texts(calls) {
            insert.execute(params![text])?;
        }
        drop(insert);
        transaction.commit()?;
        Ok(conn.close().map_err(|(_, cause)| cause)?)
    })?;
    Ok(seconds)
}
