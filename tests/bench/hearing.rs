//! What does it cost to listen closely, the first time and again?
//!
//! Labelled calls of the project's own are ingested as quickly and as closely as the program listens, brought in a second
//! time, and heard again with other lexicons. Made-up calls would not do: how much is read hangs on how much is said.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use verbatim::config::hearing::Hearing;
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::pipeline::recall::Recall;
use verbatim::store::DataDir;

use crate::ingestion::{THREADS, ingest_into};
use crate::measure::{median, ratio};
use crate::retagging::{tag_anew, without_an_entry};
use crate::table::{Row, Table, Unit};
use crate::workbench::Workbench;

/// Where the labelled calls stand in the repository.
const CALLS: &str = "corpus-samples/labelled/given/calls.jsonl";

/// Seconds, round by round.
#[derive(Default)]
struct Times {
    quickly: Vec<f64>,
    closely: Vec<f64>,
    repeated: Vec<f64>,
    anew: Vec<f64>,
}

/// HEAR: close hearing against quick hearing.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("HEAR") {
        return Ok(());
    }
    let calls = Path::new(env!("CARGO_MANIFEST_DIR")).join(CALLS);
    let mut times = Times::default();
    for round in 0..bench.setup.rounds {
        eprintln!("HEAR: round {} …", round + 1);
        let quick = bench.folder(&format!("heard-quickly-{round}"));
        let lexicons = lexicons(Sources::shipped(), Hearing::Quick, &quick)?;
        let ingested = ingest_into(&DataDir::new(quick), &calls, &lexicons)?;
        times.quickly.push(ingested.seconds);
        closely(
            bench.folder(&format!("heard-closely-{round}")),
            &calls,
            &mut times,
        )?;
    }
    let [quickly, closely, repeated, anew] =
        [&times.quickly, &times.closely, &times.repeated, &times.anew].map(|all| median(all));
    let mut add = |what, measured, note| {
        table.add(Row {
            id: "HEAR",
            what,
            measured,
            unit: Unit::Ratio,
            bounds: None,
            note,
        });
    };
    add(
        "ingesting closely / quickly, time",
        ratio(closely, quickly),
        format!(
            "{closely:.2} s / {quickly:.2} s; 43 labelled calls of the repository, 0.5 MB; {THREADS} threads"
        ),
    );
    add(
        "closely: the same files again / the first time",
        ratio(repeated, closely),
        format!("{repeated:.2} s / {closely:.2} s; answers are remembered"),
    );
    add(
        "closely: tagging the archive anew / ingesting it",
        ratio(anew, closely),
        format!("{anew:.2} s / {closely:.2} s; answers are remembered"),
    );
    Ok(())
}

fn closely(folder: PathBuf, calls: &Path, times: &mut Times) -> anyhow::Result<()> {
    let close = lexicons(Sources::shipped(), Hearing::Close, &folder)?;
    let changed = lexicons(without_an_entry()?, Hearing::Close, &folder)?;
    let dir = DataDir::new(folder);
    times
        .closely
        .push(ingest_into(&dir, calls, &close)?.seconds);
    times
        .repeated
        .push(ingest_into(&dir, calls, &close)?.seconds);
    let [tagging, index] = tag_anew(&dir, &changed)?;
    times.anew.push(tagging + index);
    Ok(())
}

/// Lexicons that remember what the encoder said of the calls of a data folder.
fn lexicons(sources: Sources, hearing: Hearing, folder: &Path) -> anyhow::Result<Lexicons> {
    let recall = Recall::of(&DataDir::new(folder.to_owned()));
    let sources = sources.with_hearing(hearing).with_memory(Arc::new(recall));
    Ok(sources.compile()?)
}
