//! How soon does the history hear what a changed lexicon hears?
//!
//! Each round ingests the corpus, then takes an entry out of the shipped lexicons and does what the next search or
//! `reindex` would: tags the kept calls anew, and brings the index up to date with their new mentions.

use anyhow::{Context, ensure};
use verbatim::archive::keeper::bring_up_to_date;
use verbatim::ingest::normalize::SideRules;
use verbatim::mine::lexicon::{Lexicons, Sources};
use verbatim::pipeline::Workshop;
use verbatim::pipeline::retag::retag;
use verbatim::store::DataDir;
use verbatim::store::catalogue::Catalogue;
use verbatim::store::lock::WriteLock;

use crate::ingestion::{THREADS, ingest_into};
use crate::measure::{median, ratio, timed};
use crate::table::{Bound, Row, Table, Unit};
use crate::tagging::THRESHOLD;
use crate::workbench::Workbench;

/// The lexicon that loses its first entry.
const CHANGED: &str = "anyone.toml";
const ENTRY: &str = "[[entry]]";

/// Seconds, round by round.
#[derive(Default)]
struct Times {
    ingestion: Vec<f64>,
    tagging: Vec<f64>,
    index: Vec<f64>,
    /// Tagging and index.
    both: Vec<f64>,
}

/// P15: tagging the archive anew against ingesting it.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("P15") {
        return Ok(());
    }
    let changed = without_an_entry()?.compile()?;
    let mut times = Times::default();
    for round in 0..bench.setup.rounds {
        eprintln!("P15: round {} …", round + 1);
        let dir = DataDir::new(bench.folder("retagged"));
        let ingested = ingest_into(&dir, &bench.corpus.path, bench.lexicons)?;
        times.ingestion.push(ingested.seconds);
        let [tagging, index] = tag_anew(&dir, &changed)?;
        times.tagging.push(tagging);
        times.index.push(index);
        times.both.push(tagging + index);
        std::fs::remove_dir_all(dir.root()).context("cannot remove the archive tagged anew")?;
    }
    let (anew, ingestion) = (median(&times.both), median(&times.ingestion));
    table.add(Row {
        id: "P15",
        what: "tagging the archive anew / ingesting it, time",
        measured: ratio(anew, ingestion),
        unit: Unit::Ratio,
        bounds: Some((Bound::AtMost(0.5), Bound::AtMost(0.2))),
        note: format!(
            "{anew:.2} s (mentions {:.2} s, index {:.2} s) / {ingestion:.2} s; one entry of {CHANGED} taken out; \
             {THREADS} threads",
            median(&times.tagging),
            median(&times.index),
        ),
    });
    Ok(())
}

/// What a search does with an archive that other lexicons have tagged, before it answers; seconds of tagging, and of
/// bringing the index up to date.
pub fn tag_anew(dir: &DataDir, lexicons: &Lexicons) -> anyhow::Result<[f64; 2]> {
    let lock = WriteLock::take(dir, "bench")?;
    let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
    let workshop = Workshop::new(lexicons, SideRules::default(), THRESHOLD);
    let is_stale = catalogue.has_old_lexicon(&workshop.mark())?;
    ensure!(is_stale, "the changed lexicon made no call stale");
    let (_, tagging) = timed(|| Ok(retag(&mut catalogue, &workshop, &|_| {})?))?;
    let (_, index) = timed(|| Ok(bring_up_to_date(dir, &catalogue, &|_| {})?))?;
    Ok([tagging, index])
}

/// The shipped lexicons without the first entry of one of them.
pub fn without_an_entry() -> anyhow::Result<Sources> {
    let shipped = Sources::shipped();
    let files = shipped.files().iter().map(|(file, text)| {
        let text = if file == CHANGED {
            without_first_entry(text)
        } else {
            text.to_string()
        };
        (file.clone(), text)
    });
    let changed = Sources::new(files.collect());
    ensure!(
        changed.fingerprint() != shipped.fingerprint(),
        "{CHANGED} has no entry that can be taken out"
    );
    Ok(changed)
}

fn without_first_entry(text: &str) -> String {
    let mut entries = text.match_indices(ENTRY).map(|(at, _)| at);
    match (entries.next(), entries.next()) {
        (Some(first), Some(second)) => format!("{}{}", &text[..first], &text[second..]),
        _ => text.to_owned(),
    }
}
