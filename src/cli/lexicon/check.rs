//! Are these lexicons in order?

use std::io::Write;
use std::path::PathBuf;

use anyhow::anyhow;
use serde::Serialize;

use crate::cli::args::Args;
use crate::cli::lexicon::{Shelf, count_entries, from_folder, write_whole};
use crate::cli::look::{FAINT, GOOD, count, printable, styled, wrapped};
use crate::cli::{Outcome, look};
use crate::tend::check::mend::mended;
use crate::tend::check::{Finding, Report, Severity, check_folder};
use crate::tend::layout::files_of_entries;

/// Look for mistakes in lexicons: what cannot be read, is said twice, adds nothing or lacks examples
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim lexicon check\n  verbatim lexicon check my-lexicons\n  verbatim lexicon check my-lexicons --fix\n\n\
        Entries are sorted by tag, then by name; evidence stands behind them. Exit code 0: all is well. 1: hints only. 2: errors."
)]
pub struct Check {
    /// A folder of lexicons [default: the config's, or those built in]
    #[arg(value_name = "DIR")]
    pub folder: Option<PathBuf>,
    /// Sort entries and drop what is there twice word for word; comments stay with their entries
    #[arg(long)]
    pub fix: bool,
    /// One finding a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Checks, mends if asked to, and tells.
pub fn run(args: &Args, command: &Check) -> anyhow::Result<Outcome> {
    let mut shelf = Shelf::readable(args, command.folder.as_deref())?;
    if command.fix {
        shelf = mend(shelf)?;
    }
    let report = check_folder(&shelf.sources, &shelf.strays);
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if command.json {
        for finding in &report.findings {
            tell_as_json(&mut out, finding, &shelf)?;
        }
    } else {
        tell(&mut out, &report, &shelf)?;
    }
    out.flush()?;
    Ok(outcome(&report))
}

fn outcome(report: &Report) -> Outcome {
    if report.count(Severity::Error) > 0 {
        return Outcome::Trouble;
    }
    match report.findings.len() {
        0 => Outcome::Done,
        // Exit code 1: hints only.
        _ => Outcome::NothingFound,
    }
}

/// Mends every file that can be mended, says which, and reads the folder again.
fn mend(shelf: Shelf) -> anyhow::Result<Shelf> {
    let Some(folder) = shelf.folder else {
        return Err(anyhow!(
            "the lexicons built into the program cannot be mended in place; name a folder of your own"
        ));
    };
    let mut err = anstream::stderr();
    for (file, text) in files_of_entries(&shelf.sources) {
        let path = folder.join(file);
        match mended(text) {
            Ok(Some(text)) => {
                write_whole(&path, &text)?;
                writeln!(err, "{}: put in order", path.display())?;
            }
            Ok(None) => {}
            Err(why) => writeln!(err, "{} {}: {why}", look::note_label(), path.display())?,
        }
    }
    let company = shelf.sources.company().clone();
    let (sources, strays) = from_folder(&folder)?;
    Ok(Shelf {
        sources: sources.with_company(company),
        folder: Some(folder),
        strays,
    })
}

/// A finding under the path that people find.
#[derive(Serialize)]
struct FindingLine<'a> {
    path: String,
    #[serde(flatten)]
    finding: &'a Finding,
}

fn tell_as_json(out: &mut impl Write, finding: &Finding, shelf: &Shelf) -> anyhow::Result<()> {
    let path = shelf.path(&finding.file);
    let line = FindingLine { path, finding };
    writeln!(out, "{}", serde_json::to_string(&line)?)?;
    Ok(())
}

fn tell(out: &mut impl Write, report: &Report, shelf: &Shelf) -> anyhow::Result<()> {
    for finding in &report.findings {
        let style = match finding.severity {
            Severity::Error => look::PAIN,
            Severity::Hint => FAINT,
        };
        let place = format!("{}:{}", shelf.path(&finding.file), finding.line);
        let what = format!("{} [{}]", finding.severity.name(), finding.code);
        writeln!(out, "{place}  {}", styled(style, &what))?;
        writeln!(out, "{}", wrapped(&printable(&finding.message), "    "))?;
        for line in finding.excerpt.lines() {
            writeln!(out, "  {line}")?;
        }
    }
    let checked = format!(
        "{}: {}, {}, {}",
        shelf.whence(),
        count(report.n_files as u64, "file"),
        count_entries(report.n_entries),
        count(report.n_patterns as u64, "pattern")
    );
    writeln!(out, "{}", styled(FAINT, &checked))?;
    if report.findings.is_empty() {
        writeln!(out, "{}", styled(GOOD, "all is well"))?;
        return Ok(());
    }
    writeln!(
        out,
        "{}, {}",
        count(report.count(Severity::Error) as u64, "error"),
        count(report.count(Severity::Hint) as u64, "hint")
    )?;
    if shelf.folder.is_some() && report.findings.iter().any(Finding::is_mendable) {
        writeln!(out, "--fix sorts entries and drops repeated patterns")?;
    }
    Ok(())
}
