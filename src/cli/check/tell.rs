//! How is it told whether the index holds what the catalogue holds?

use std::io::Write;

use crate::cli::look::{self, FAINT, GOOD, count, printable, styled, wrapped};
use crate::cli::settings::Settings;
use crate::store::lock::Holder;

use super::{Finding, Report};

pub(super) fn tell(
    out: &mut impl Write,
    report: &Report,
    settings: &Settings,
) -> anyhow::Result<()> {
    let folder = settings.dir.root().display().to_string();
    writeln!(out, "{}", styled(FAINT, &folder))?;
    tell_sizes(out, report)?;
    if let Some(writer) = &report.writer {
        tell_writer(out, writer)?;
    } else if report.findings.is_empty() {
        writeln!(out, "{}", styled(GOOD, "all is well"))?;
    }
    tell_findings(out, &report.findings)
}

fn tell_sizes(out: &mut impl Write, report: &Report) -> anyhow::Result<()> {
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
    Ok(())
}

fn tell_writer(out: &mut impl Write, writer: &Holder) -> anyhow::Result<()> {
    let told = format!(
        "{} process {} (verbatim {}) has been writing since {}, so catalogue and index cannot be compared now; run \
         `verbatim check` again when it is done",
        look::note_label(),
        writer.pid,
        printable(&writer.command),
        writer.since
    );
    writeln!(out, "{}", wrapped(&told, ""))?;
    Ok(())
}

fn tell_findings(out: &mut impl Write, findings: &[Finding]) -> anyhow::Result<()> {
    for finding in findings {
        writeln!(
            out,
            "{} {} [{}]",
            look::error_label(),
            finding.message,
            finding.code
        )?;
    }
    let n_mended = findings
        .iter()
        .filter(|finding| finding.is_mended_by_reindex())
        .count();
    if n_mended > 0 {
        let what = if n_mended == findings.len() {
            "all of this"
        } else {
            "the rest of this"
        };
        writeln!(
            out,
            "`verbatim reindex` mends {what}; the catalogue itself is the truth and stays as it is"
        )?;
    }
    Ok(())
}
