//! Is what is kept undamaged, and does the index hold what the catalogue holds?

mod tell;

use std::io::Write;

use serde::Serialize;

use crate::archive::keeper::{behind, is_being_replaced};
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::look::count;
use crate::cli::settings::Settings;
use crate::search::index::{OpenIndex, lost};
use crate::store::catalogue::Catalogue;
use crate::store::lock::{self, Holder};
use crate::store::{DataDir, sound};

/// Compare the truth with the index, and say what `reindex` would mend
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim check\n  verbatim check --json\n\nExit code 0: all is well, or somebody writes and no file is damaged.\nExit code 2: something should be mended."
)]
pub struct Check {
    /// The result as JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Default, Serialize)]
struct Report {
    calls: u64,
    turns: u64,
    mentions: u64,
    accounts: u64,
    /// The catalogue's last change.
    catalogue_seq: u64,
    /// The last change that the index holds; none where it cannot be opened.
    index_seq: Option<u64>,
    index_documents: u64,
    index_segments: usize,
    orphaned_files: Vec<String>,
    stale_calls: u64,
    /// Who writes just now, so that nothing can be compared and damage alone is found.
    writer: Option<Holder>,
    findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Finding {
    code: &'static str,
    message: String,
}

impl Finding {
    /// Whether `reindex` takes care of it: not of the truth itself, nor of an index that keeps us out.
    fn is_mended_by_reindex(&self) -> bool {
        ![DATABASE, BARRED].contains(&self.code)
    }
}

/// The code of a database that is damaged or cannot be read.
const DATABASE: &str = "database-unusable";
/// The code of an index that the system lets nobody like us read.
const BARRED: &str = "index-unreadable";

/// Compares and tells.
pub fn run(args: &Args, command: &Check) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let counts = catalogue.counts()?;
    let mut report = Report {
        calls: counts.calls,
        turns: counts.turns,
        mentions: counts.mentions,
        accounts: counts.accounts,
        catalogue_seq: catalogue.latest_seq()?,
        stale_calls: catalogue.of_old_lexicon(&settings.tagged_by()?)?.len() as u64,
        writer: lock::holder(&settings.dir),
        ..Report::default()
    };
    if report.writer.is_none() {
        look_at_index(&settings, &catalogue, &mut report)?;
        judge(&mut report);
        if !report.findings.is_empty() {
            // Whoever began to write only after the first look may be all that is wrong.
            report.writer = lock::holder(&settings.dir);
        }
    }
    if report.writer.is_some() {
        report.findings.clear();
        look_beside_writer(&settings, &mut report);
    }
    // What is worst comes first.
    let of_index = std::mem::replace(&mut report.findings, in_databases(&settings.dir));
    report.findings.extend(of_index);
    let mut out = anstream::stdout();
    if command.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        tell::tell(&mut out, &report, &settings)?;
    }
    Ok(if report.findings.is_empty() {
        Outcome::Done
    } else {
        Outcome::Trouble
    })
}

/// What is damaged of the truth itself. A writer makes no difference: what SQLite reads is of one moment.
fn in_databases(dir: &DataDir) -> Vec<Finding> {
    let looked = sound::databases(dir)
        .into_iter()
        .map(|path| sound::look_through("check", &path));
    looked
        .filter_map(Result::err)
        .map(|error| Finding {
            code: DATABASE,
            message: error.to_string(),
        })
        .collect()
}

/// How large the index is, and what is damaged that no writer damages. While somebody writes, it lags behind, has files
/// that no commit names yet, and may be missing for a moment; that is no finding.
fn look_beside_writer(settings: &Settings, report: &mut Report) {
    let path = settings.dir.index();
    // What goes anyway may be half gone, and whatever is damaged in it is being mended.
    let stays = !is_being_replaced(&settings.dir);
    if let Some(message) = lost(&path).filter(|_| stays) {
        report.findings.push(Finding {
            code: "index-unusable",
            message,
        });
    }
    let Ok(index) = OpenIndex::open(&path, false) else {
        return;
    };
    report.index_seq = Some(index.seq);
    (report.index_documents, report.index_segments) = index.sizes().unwrap_or_default();
    // A file has another name each time it is written. One that went away meanwhile is an error here, and no damage.
    let damage = index.damage().ok().flatten().filter(|_| stays);
    report.findings.extend(damage.map(|message| Finding {
        code: "index-damaged",
        message,
    }));
}

fn look_at_index(
    settings: &Settings,
    catalogue: &Catalogue,
    report: &mut Report,
) -> anyhow::Result<()> {
    match OpenIndex::open(&settings.dir.index(), false) {
        Ok(index) => {
            report.index_seq = Some(index.seq);
            (report.index_documents, report.index_segments) = index.sizes()?;
            report.orphaned_files = index.orphans()?;
            report
                .findings
                .extend(index.damage()?.map(|message| Finding {
                    code: "index-damaged",
                    message,
                }));
        }
        Err(error) => report.findings.push(Finding {
            code: if error.is_barred() {
                BARRED
            } else {
                "index-unusable"
            },
            message: error.to_string(),
        }),
    }
    if report.index_seq.is_some() && behind(&settings.dir, catalogue)?.is_none() {
        report.findings.push(Finding {
            code: "index-ahead",
            message:
                "the index knows changes that the catalogue lacks; it belongs to another catalogue"
                    .to_owned(),
        });
    }
    Ok(())
}

fn judge(report: &mut Report) {
    let mut find = |code, message| report.findings.push(Finding { code, message });
    if let Some(seq) = report.index_seq.filter(|seq| *seq < report.catalogue_seq) {
        find(
            "index-behind",
            format!("the index ends at change {seq} of {}", report.catalogue_seq),
        );
    }
    if report.index_seq == Some(report.catalogue_seq) && report.index_documents < report.turns {
        find(
            "documents-missing",
            format!(
                "the index has {} documents for {} turns",
                report.index_documents, report.turns
            ),
        );
    }
    if !report.orphaned_files.is_empty() {
        find(
            "files-orphaned",
            format!(
                "{} of the index folder left behind by a crash",
                count(report.orphaned_files.len() as u64, "file")
            ),
        );
    }
    if report.stale_calls > 0 {
        find(
            "mentions-stale",
            format!(
                "{} were tagged by other lexicons or another threshold",
                count(report.stale_calls, "call")
            ),
        );
    }
}
