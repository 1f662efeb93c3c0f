//! What does a whole ingestion cost, beside bare indexing?

use std::path::Path;

use anyhow::{Context, ensure};
use tantivy::tokenizer::TextAnalyzer;
use verbatim::archive::keeper::MEMORY;
use verbatim::ingest::normalize::SideRules;
use verbatim::mine::lexicon::Lexicons;
use verbatim::pipeline::Workshop;
use verbatim::pipeline::keep::{Job, Watcher, ingest};
use verbatim::search::tokenizer::Words;
use verbatim::store::DataDir;
use verbatim::store::keep::Kept;

use crate::bare;
use crate::corpus::LIMITS;
use crate::measure::{cpu_seconds, median, ratio, speed, timed};
use crate::table::{Bound, Row, Table, Unit};
use crate::workbench::Workbench;

/// Threads for each competitor.
pub const THREADS: usize = 2;

const NOW: &str = "2026-01-01T00:00:00Z";

/// An archive of the corpus, and what making it cost.
pub struct Ingested {
    pub dir: DataDir,
    pub seconds: f64,
    /// Of all threads.
    pub cpu_seconds: Option<f64>,
}

struct Silent;

impl Watcher for Silent {
    fn listed(&mut self, _: usize, _: u64) {}

    fn kept(&mut self, _: &str, _: &Kept) {}

    fn done_with(&mut self, _: u64) {}
}

/// Ingests the working copy into a data folder, as the command does.
pub fn ingest_into(dir: &DataDir, corpus: &Path, lexicons: &Lexicons) -> anyhow::Result<Ingested> {
    let workshop = Workshop::new(lexicons, SideRules::default(), 0.3);
    let paths = [corpus.to_owned()];
    let job = Job {
        dir,
        paths: &paths,
        workshop: &workshop,
        limits: LIMITS,
        now: NOW,
    };
    let cpu_before = cpu_seconds();
    let (summary, seconds) = timed(|| Ok(ingest(&job, &mut Silent)?))?;
    let cpu_seconds = cpu_before
        .zip(cpu_seconds())
        .map(|(before, after)| after - before);
    let (n_failed, n_kept) = (summary.failed.len(), summary.n_calls());
    ensure!(
        n_failed == 0 && n_kept > 0,
        "{n_failed} calls of the working copy failed, {n_kept} were kept"
    );
    Ok(Ingested {
        dir: dir.clone(),
        seconds,
        cpu_seconds,
    })
}

/// P1: everything against bare indexing of the same turns.
pub fn against_bare(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("P1") {
        return Ok(());
    }
    let (mut bare_times, mut own_times, mut cpu_times) = (Vec::new(), Vec::new(), Vec::new());
    let mut last = None;
    for round in 0..bench.setup.rounds {
        eprintln!("P1: round {} …", round + 1);
        bare_times.push(bare_round(bench, bare::en_stem(), THREADS)?);
        let dir = DataDir::new(bench.folder(&format!("data-{round}")));
        let ingested = ingest_into(&dir, &bench.corpus.path, bench.lexicons)?;
        own_times.push(ingested.seconds);
        cpu_times.extend(ingested.cpu_seconds);
        if let Some(Ingested { dir, .. }) = last.replace(ingested) {
            std::fs::remove_dir_all(dir.root())
                .context("cannot remove an archive of an earlier round")?;
        }
    }
    let (bare_time, own_time) = (median(&bare_times), median(&own_times));
    if let Some(ingested) = last {
        let cpu_seconds = (!cpu_times.is_empty()).then(|| median(&cpu_times));
        bench.lend(Ingested {
            seconds: own_time,
            cpu_seconds,
            ..ingested
        });
    }
    let bytes = bench.corpus.text_bytes;
    table.add(Row {
        id: "P1",
        what: "whole ingestion / bare en_stem indexing, text stored",
        measured: ratio(own_time, bare_time),
        unit: Unit::Ratio,
        bounds: Some((Bound::AtMost(1.10), Bound::AtMost(0.85))),
        note: format!(
            "{own_time:.2} s ({:.1} MB/s) / {bare_time:.2} s ({:.1} MB/s); {THREADS} threads, {} MB each",
            speed(bytes, own_time),
            speed(bytes, bare_time),
            MEMORY >> 20,
        ),
    });
    Ok(())
}

/// P2: what the tokenizer alone gains.
pub fn tokenizers(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("P2") {
        return Ok(());
    }
    let (mut stock_times, mut own_times) = (Vec::new(), Vec::new());
    for round in 0..bench.setup.rounds {
        eprintln!("P2: round {} …", round + 1);
        stock_times.push(bare_round(bench, bare::en_stem(), 1)?);
        own_times.push(bare_round(bench, TextAnalyzer::from(Words::default()), 1)?);
    }
    let (stock_time, own_time) = (median(&stock_times), median(&own_times));
    table.add(Row {
        id: "P2",
        what: "bare indexing with our tokenizer / with stock en_stem",
        measured: ratio(own_time, stock_time),
        unit: Unit::Ratio,
        bounds: Some((Bound::AtMost(0.65), Bound::AtMost(0.50))),
        note: format!("{own_time:.2} s / {stock_time:.2} s; one thread; text stored on both sides"),
    });
    Ok(())
}

/// Seconds of one bare indexing.
fn bare_round(
    bench: &Workbench<'_>,
    analyzer: TextAnalyzer,
    threads: usize,
) -> anyhow::Result<f64> {
    let calls = bench.calls();
    let folder = bench.folder("bare");
    let ((), seconds) = timed(|| bare::index(&folder, analyzer, threads, MEMORY, calls))?;
    std::fs::remove_dir_all(&folder).context("cannot remove the bare index")?;
    Ok(seconds)
}
