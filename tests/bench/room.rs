//! How much room does an archive take on disk, and making it in memory?

use std::path::Path;
use std::process::Command;

use anyhow::{Context, ensure};
use verbatim::archive::keeper::MEMORY;
use verbatim::mine::lexicon::Sources;
use verbatim::store::DataDir;

use crate::ingestion::ingest_into;
use crate::measure::{folder_bytes, peak_memory, ratio};
use crate::table::{Bound, Row, Table, Unit};
use crate::workbench::Workbench;

/// The first argument of the process that only ingests and tells what memory it took.
pub const CHILD: &str = "ingest-once";

/// P7: catalogue and index against the text itself.
pub fn disk(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("P7") {
        return Ok(());
    }
    let dir = &bench.archive()?.dir;
    let (all, index) = (folder_bytes(dir.root())?, folder_bytes(&dir.index())?);
    table.add(Row {
        id: "P7",
        what: "bytes of catalogue and index / bytes of text",
        measured: ratio(all as f64, bench.corpus.text_bytes as f64),
        unit: Unit::Ratio,
        bounds: Some((Bound::AtMost(1.10), Bound::AtMost(0.90))),
        note: format!(
            "catalogue {:.1} MB, index {:.1} MB, text {:.1} MB",
            all.saturating_sub(index) as f64 / 1e6,
            index as f64 / 1e6,
            bench.corpus.text_bytes as f64 / 1e6,
        ),
    });
    Ok(())
}

/// P8: the peak of a process of its own, so that nothing that the bench holds is counted.
pub fn memory(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    if !bench.setup.wants("P8") {
        return Ok(());
    }
    eprintln!("P8: ingesting in a process of its own …");
    let folder = bench.folder("child");
    let output = Command::new(std::env::current_exe().context("cannot find the bench's own file")?)
        .arg(CHILD)
        .arg(&folder)
        .arg(&bench.corpus.path)
        .output()
        .context("cannot start a process that ingests")?;
    let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    ensure!(
        output.status.success(),
        "the process that ingests failed: {told}"
    );
    std::fs::remove_dir_all(&folder)
        .context("cannot remove the archive of the process that ingests")?;
    let peak: Option<f64> = String::from_utf8_lossy(&output.stdout).trim().parse().ok();
    let budget = 2.0 * MEMORY as f64;
    table.add(Row {
        id: "P8",
        what: "peak memory of an ingestion beyond 2 x index budget",
        measured: peak.map_or(f64::NAN, |peak| (peak - budget) / 1e6),
        unit: Unit::Megabytes,
        bounds: Some((Bound::AtMost(150.0), Bound::AtMost(80.0))),
        note: match peak {
            Some(peak) => format!(
                "peak {:.0} MB, twice the budget {:.0} MB",
                peak / 1e6,
                budget / 1e6
            ),
            None => "the peak is known on Linux only".to_owned(),
        },
    });
    Ok(())
}

/// What the other process does: ingests and prints the most memory it ever had, in bytes.
pub fn child(data: &Path, corpus: &Path) -> anyhow::Result<()> {
    let lexicons = Sources::shipped().compile()?;
    ingest_into(&DataDir::new(data), corpus, &lexicons)?;
    if let Some(bytes) = peak_memory() {
        println!("{bytes}");
    }
    Ok(())
}
