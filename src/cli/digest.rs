//! What have the newest calls brought?

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, bail};
use jiff::Timestamp;

use crate::archive::Archive;
use crate::call::is_web;
use crate::cli::args::Args;
use crate::cli::settings::Settings;
use crate::cli::{Outcome, reindex};
use crate::report::digest::period::Period;
use crate::report::digest::render::{Shape, render};
use crate::report::digest::shape;
use crate::report::digest::told::{Told, rows_of};
use crate::report::digest::{Question, digest};
use crate::report::ledger::Ledger;
use crate::store::catalogue::Catalogue;
use crate::store::lock::WriteLock;

/// Tell what the calls brought that came in: pains, objections, what rises, new phrases, who says it
///
/// Ranked by independent accounts, each with one exact quote and no quote twice. Calls count by when they came in, so that
/// one that comes late is missing from no digest; the day on which it was held stands beside its quote.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim digest --since 2000-01-01\n  verbatim digest --since 2000-01-01 --format md\n  verbatim digest --since 2000-01-01 --format html --out digest.html\n  verbatim digest --since 2000-01-01 --format json --remember"
)]
pub struct Digest {
    /// From when on: 7d, 24h, 2w, or a date such as 2026-03-01, 2026-03 or 2026 (UTC)
    #[arg(long, default_value = "7d", value_name = "TIME")]
    pub since: String,
    /// Up to when, that day or month included [default: now]
    #[arg(long, value_name = "TIME")]
    pub until: Option<String>,
    /// The shape: text, md, html (by itself, fit for mails) or json
    #[arg(long, default_value = "text", value_parser = shape_of)]
    pub format: Shape,
    /// Where to write; stdout if not given
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Where the pages are served, to link there: https://calls.example.org
    #[arg(long, value_name = "URL", value_parser = site)]
    pub site: Option<String>,
    /// Remember the quotes, so that no digest of a later period tells them again
    #[arg(long)]
    pub remember: bool,
}

fn shape_of(name: &str) -> Result<Shape, String> {
    Shape::from_name(name).ok_or_else(|| "the formats are text, md, html and json".to_owned())
}

/// An address that pages and mails may link to.
pub(super) fn site(written: &str) -> Result<String, String> {
    let is_plain = !written.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"');
    if is_web(written) && is_plain {
        Ok(written.trim_end_matches('/').to_owned())
    } else {
        Err("write the whole address, such as https://calls.example.org".to_owned())
    }
}

/// Makes a digest and writes it.
pub fn run(args: &Args, command: &Digest) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let period = Period::read(&command.since, command.until.as_deref(), Timestamp::now())
        .context("cannot read the period of --since and --until")?;
    let archive = reindex::open_up_to_date(&settings)?;
    let made = make(&archive, period, settings.config.threshold)?;
    drop(archive);
    let written = render(&made, command.format, command.site.as_deref())?;
    match &command.out {
        Some(path) => std::fs::write(path, &written).with_context(|| {
            format!(
                "cannot write {}; check the folder and its rights",
                path.display()
            )
        })?,
        None => std::io::stdout().write_all(written.as_bytes())?,
    }
    if command.remember {
        remember(&settings, &made)?;
    }
    Ok(if made.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// The digest of a period, with what earlier ones told left out.
pub fn make(archive: &Archive, period: Period, threshold: f32) -> anyhow::Result<shape::Digest> {
    let told = Told::of(archive.catalogue.told_before(&period.until_told())?);
    let ledger = Ledger::read(&archive.catalogue, None)?;
    let table = archive.table()?;
    Ok(digest(&Question {
        catalogue: &archive.catalogue,
        table: &table,
        ledger: &ledger,
        threshold,
        period,
        told: &told,
    })?)
}

/// Remembers what a digest told.
pub fn remember(settings: &Settings, made: &shape::Digest) -> anyhow::Result<()> {
    let rows = rows_of(made);
    if rows.is_empty() {
        return Ok(());
    }
    let lock = match WriteLock::take(&settings.dir, "digest") {
        Ok(lock) => lock,
        Err(error) => bail!("the digest is written but cannot be remembered: {error}"),
    };
    Catalogue::open_to_write(&settings.dir, &lock)?.remember_told(&rows, &made.until)?;
    Ok(())
}
