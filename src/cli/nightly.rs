//! What is done every night, and who hears of it?

mod others;
mod posting;
mod steps;

use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::digest::remember;
use crate::cli::look::printable;
use crate::cli::settings::Settings;
use crate::pipeline::nightly::{Night, Report, Trouble, as_markdown, as_text};
use crate::store::error::StoreError;
use crate::store::lock::night::NightLock;
use crate::store::whole;

use self::posting::Posting;
use self::steps::PATIENCE;

/// Do the night's work: fetch, ingest, tag anew, tidy up, and report
///
/// Folders, deals and places to post to stand in verbatim.toml, in its tables nightly and post.NAME. A run that was cut off
/// is gone on with by the next one; two never run at once.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim nightly\n  verbatim nightly --quiet --report night.md\n  verbatim nightly --json | tail -n 1\n\n\
        `verbatim schedule --systemd` prints what runs it every night.\n\
        Exit code 0: nothing needs you. 2: something does, and the report says what."
)]
pub struct Nightly {
    /// Say nothing where nothing needs you
    #[arg(long)]
    pub quiet: bool,
    /// The report as JSON
    #[arg(long)]
    pub json: bool,
    /// Write the report there too: JSON, plain text or Markdown by its ending (.json, .txt, .md)
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
    /// Post the report to a [post.NAME], or to the URL of a Slack-compatible webhook
    #[arg(long, value_name = "NAME|URL")]
    pub post: Vec<String>,
    /// Begin anew, even where an earlier run was cut off
    #[arg(long)]
    pub anew: bool,
}

/// Runs the night.
pub fn run(args: &Args, command: &Nightly) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    // A name that the config does not know is told before hours of work, not after.
    let posting = Posting::of(&settings.config, &command.post)?;
    let lexicons = settings.lexicons()?;
    let lock = NightLock::take(&settings.dir, "nightly")?;
    let night = Night {
        dir: &settings.dir,
        clock: &Timestamp::now,
        anew: command.anew,
    };
    let made = RefCell::new(None);
    let mut steps = steps::of(&settings, &lexicons, &made);
    steps.extend(posting.failing());
    let mut report = night.run(&lock, steps, &mut |report: &Report| posting.post(report))?;
    drop(lock);
    let mut is_written = false;
    if let Some(file) = &command.report {
        match write(&report, file) {
            Ok(()) => is_written = has_digest(file),
            // Hours of work are told all the same: then they need somebody, and stdout has them.
            Err(trouble) => report.failed("report", trouble),
        }
    }
    let is_told = !command.quiet || report.needs_somebody();
    if is_told {
        tell(&report, command.json)?;
    }
    // What reached somebody is told: no later digest quotes it again, and the next one begins where this one ends.
    let is_posted = report.posted.iter().any(|posted| posted.failed.is_none());
    if let Some(made) = made
        .take()
        .filter(|_| is_posted || is_written || (is_told && command.json))
    {
        remember(&settings.dir, &made, Some(&made.until), PATIENCE)?;
    }
    Ok(if report.needs_somebody() {
        Outcome::Trouble
    } else {
        Outcome::Done
    })
}

/// Whether the report in a file of that name has the digest in it; plain text has not.
fn has_digest(file: &Path) -> bool {
    let ending = file.extension().unwrap_or_default();
    !ending.eq_ignore_ascii_case("txt")
}

/// Writes the report into a file.
fn write(report: &Report, file: &Path) -> Result<(), Trouble> {
    let place = file.display().to_string();
    let unwritten = |why: String| {
        let message = format!(
            "the report is not in this file: {why}; give --report a file in a folder that may be written to"
        );
        Trouble::new(place.as_str(), "not-written", message)
    };
    let text = written(report, file).map_err(|error| unwritten(format!("{error:#}")))?;
    whole::write(file, text.as_bytes()).map_err(|error| match error {
        // Its usual advice is about the data folder.
        StoreError::Io { cause, .. } => unwritten(cause.to_string()),
        error => unwritten(error.to_string()),
    })
}

/// The report in the form that a file's name asks for.
fn written(report: &Report, file: &Path) -> anyhow::Result<String> {
    let ending = file.extension().unwrap_or_default();
    Ok(if ending.eq_ignore_ascii_case("json") {
        format!("{}\n", serde_json::to_string_pretty(report)?)
    } else if ending.eq_ignore_ascii_case("txt") {
        as_text(report)
    } else {
        as_markdown(report)
    })
}

fn tell(report: &Report, json: bool) -> anyhow::Result<()> {
    if json {
        let mut out = std::io::stdout().lock();
        writeln!(out, "{}", serde_json::to_string(report)?)?;
        return Ok(());
    }
    let mut out = anstream::stdout();
    for line in as_text(report).lines() {
        writeln!(out, "{}", printable(line))?;
    }
    Ok(())
}
