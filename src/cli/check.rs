//! Does the index hold what the catalogue holds?

use std::io::Write;

use serde::Serialize;

use crate::archive::keeper::behind;
use crate::cli::args::Args;
use crate::cli::look::{FAINT, GOOD, count, printable, styled};
use crate::cli::settings::Settings;
use crate::cli::{Outcome, look};
use crate::search::index::OpenIndex;
use crate::store::catalogue::Catalogue;
use crate::store::lock::{self, Holder};

/// Compare the truth with the index, and say what `reindex` would mend
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim check\n  verbatim check --json\n\nExit code 0: all is well, or somebody writes. 2: something should be mended."
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
    /// Who writes just now, so that nothing can be compared.
    writer: Option<Holder>,
    findings: Vec<Finding>,
}

#[derive(Debug, Serialize)]
struct Finding {
    code: &'static str,
    message: String,
}

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
    if report.writer.is_some() {
        glance_at_index(&settings, &mut report);
    } else {
        look_at_index(&settings, &catalogue, &mut report)?;
        judge(&mut report);
    }
    if !report.findings.is_empty() {
        // Whoever began to write only after the first look may be all that is wrong.
        report.writer = lock::holder(&settings.dir);
        if report.writer.is_some() {
            report.findings.clear();
        }
    }
    let mut out = anstream::stdout();
    if command.json {
        writeln!(out, "{}", serde_json::to_string(&report)?)?;
    } else {
        tell(&mut out, &report, &settings)?;
    }
    Ok(if report.findings.is_empty() {
        Outcome::Done
    } else {
        Outcome::Trouble
    })
}

/// How large the index is. While somebody writes, it lags behind, has files that no commit names yet, and may be missing
/// for a moment; that is no finding.
fn glance_at_index(settings: &Settings, report: &mut Report) {
    if let Ok(index) = OpenIndex::open(&settings.dir.index(), false) {
        report.index_seq = Some(index.seq);
        (report.index_documents, report.index_segments) = index.sizes().unwrap_or_default();
    }
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
            code: "index-unusable",
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

fn tell(out: &mut impl Write, report: &Report, settings: &Settings) -> anyhow::Result<()> {
    writeln!(
        out,
        "{}",
        styled(FAINT, &settings.dir.root().display().to_string())
    )?;
    writeln!(
        out,
        "catalogue: {}, {}, {}, last change {}",
        count(report.calls, "call"),
        count(report.turns, "turn"),
        count(report.mentions, "mention"),
        report.catalogue_seq
    )?;
    if let Some(seq) = report.index_seq {
        let documents = count(report.index_documents, "document");
        writeln!(
            out,
            "index:     {documents} in {}, last change {seq}",
            count(report.index_segments as u64, "segment")
        )?;
    }
    if let Some(writer) = &report.writer {
        let told = format!(
            "{} process {} (verbatim {}) has been writing since {}, so catalogue and index cannot be compared now; run \
             `verbatim check` again when it is done",
            look::note_label(),
            writer.pid,
            printable(&writer.command),
            writer.since
        );
        writeln!(out, "{}", look::wrapped(&told, ""))?;
        return Ok(());
    }
    if report.findings.is_empty() {
        writeln!(out, "{}", styled(GOOD, "all is well"))?;
        return Ok(());
    }
    for finding in &report.findings {
        writeln!(
            out,
            "{} {} [{}]",
            look::error_label(),
            finding.message,
            finding.code
        )?;
    }
    writeln!(
        out,
        "`verbatim reindex` mends all of this; the catalogue itself is the truth and stays as it is"
    )?;
    Ok(())
}
