//! How fast is verbatim, measured against what it is built on?
//!
//! `cargo bench` makes a corpus, or takes the one that `VERBATIM_BENCH_CORPUS` names, and prints one table of
//! ratios with what must be reached (gate) and what we want (aim). Competitors take turns within one run and
//! medians are compared, because absolute figures move by tens of percent on most machines. Nothing here is a
//! test: speed is read by people, never asserted. All rows but HEAR listen quickly (`hearing = "quick"`).
//!
//! - `VERBATIM_BENCH_CORPUS=calls.jsonl`: one call a line in the project's own format
//! - `VERBATIM_BENCH_MB=100`: megabytes of text to make, or to take of the corpus that was named
//! - `VERBATIM_BENCH_REPEAT=10`: the corpus so many times, each time under new ids
//! - `VERBATIM_BENCH_ONLY=P9,P12`: only these rows (also TAG, HEAR, SEARCH, PARSE, LOAD and FLOOD)
//! - `VERBATIM_BENCH_FLOOD_SECONDS=60`: deliveries are sent for so long; usually 5 s
//! - `VERBATIM_BENCH_PYTHON=venv/bin/python`: the Python that has spacy and tantivy, for P4 and P14; usually
//!   `python3`; where a package is missing, its row says so
//!
//! The working copy and the archives made of it go to the system's folder for temporary files (`TMPDIR`), about
//! four times the text, and are removed at the end. Without `--bench`, as under `cargo test --benches`, it only
//! makes one round over a quarter of a megabyte, to see that it runs.

#![deny(unsafe_code)]

mod setup;

mod measure;

mod table;

mod chance;

mod vocabulary;

mod call_line;

mod generator;

mod corpus;

mod workbench;

mod python;

mod bare;

mod ingestion;

mod room;

mod tagging;

mod phrases;

mod rare;

mod keyness;

mod peers;

mod retagging;

mod hearing;

mod raw;

mod questions;

mod latency;

mod searching;

mod parse_speed;

#[path = "../fuzz/seeds.rs"]
mod seeds;

mod small_files;

mod http;

mod served;

mod load;

mod flood;

use anyhow::Context;
use verbatim::mine::lexicon::Sources;

use setup::Setup;
use table::Table;
use workbench::Workbench;

fn main() -> anyhow::Result<()> {
    // The gates are meant for two threads each; a machine with more cores must not help one side only.
    rayon::ThreadPoolBuilder::new()
        .num_threads(ingestion::THREADS)
        .build_global()?;
    let args: Vec<String> = std::env::args().skip(1).collect();
    if let [word, data, corpus] = args.as_slice()
        && word == room::CHILD
    {
        return room::child(data.as_ref(), corpus.as_ref());
    }
    let is_tiny =
        args.iter().any(|arg| arg == "--test") || !args.iter().any(|arg| arg == "--bench");
    let setup = Setup::from_environment(is_tiny)?;
    run(setup)
}

fn run(setup: Setup) -> anyhow::Result<()> {
    let lexicons = Sources::shipped().compile()?;
    let folder = tempfile::tempdir().context("cannot make a folder for temporary files")?;
    let bench = Workbench::prepare(setup, &lexicons, folder.path())?;
    let mut table = Table::default();
    ingestion::against_bare(&bench, &mut table)?;
    ingestion::tokenizers(&bench, &mut table)?;
    tagging::measure(&bench, &mut table)?;
    phrases::measure(&bench, &mut table)?;
    rare::measure(&bench, &mut table)?;
    keyness::measure(&bench, &mut table)?;
    peers::measure(&bench, &mut table)?;
    retagging::measure(&bench, &mut table)?;
    hearing::measure(&bench, &mut table)?;
    room::disk(&bench, &mut table)?;
    room::memory(&bench, &mut table)?;
    searching::measure(&bench, &mut table)?;
    parse_speed::measure(&bench, &mut table)?;
    small_files::measure(&bench, &mut table)?;
    load::measure(&bench, &mut table)?;
    flood::measure(&bench, &mut table)?;
    table.print(&bench);
    Ok(())
}
