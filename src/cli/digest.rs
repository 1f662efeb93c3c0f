//! What have the newest calls brought?

use std::cell::RefCell;
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context;
use jiff::{SignedDuration, Timestamp};

use crate::archive::Archive;
use crate::call::{Call, Span, is_web};
use crate::cli::args::Args;
use crate::cli::look::{count, note_label};
use crate::cli::rights::today;
use crate::cli::settings::Settings;
use crate::cli::{Outcome, reindex};
use crate::quote::rights::book::Rights;
use crate::report::digest::period::Period;
use crate::report::digest::render::{Shape, render};
use crate::report::digest::shape;
use crate::report::digest::told::{Told, rows_of};
use crate::report::digest::{Question, digest};
use crate::report::ledger::Ledger;
use crate::store::DataDir;
use crate::store::catalogue::Catalogue;
use crate::store::lock::{self, WriteLock};

/// Tell what the calls brought that came in: pains, objections, what rises, new phrases, who says it
///
/// Ranked by independent accounts, each with one exact quote and no quote twice. Calls count by when they came in, so that
/// one that comes late is missing from no digest; the day on which it was held stands beside its quote. With `--since last`
/// nothing falls between two digests: it begins where the last one ended that `nightly` told, or that was remembered so.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim digest --since 2000-01-01\n  verbatim digest --since 2000-01-01 --format md\n  verbatim digest --since 2000-01-01 --format html --out digest.html\n  verbatim digest --since 2000-01-01 --format json --remember\n  verbatim digest --since last --remember"
)]
pub struct Digest {
    /// From when on: 7d, 24h, 2w, a date such as 2026-03-01, 2026-03 or 2026 (UTC), or last: where the last digest ended
    /// (7d before the first)
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
    /// Address at which the pages are served, to link there (with https:// before it)
    #[arg(long, value_name = "URL", value_parser = site)]
    pub site: Option<String>,
    /// Remember the quotes, so that no digest of a later period tells them again; with --since last also the end
    #[arg(long)]
    pub remember: bool,
}

/// What stands for the end of the last digest.
pub const LAST: &str = "last";
/// A writer notes the time, waits for the lock, and signs: so much later at most, as far as calls' times of receipt go.
const SIGNING: SignedDuration = SignedDuration::from_secs(2);
/// What that means before the first.
const BEFORE_THE_FIRST: &str = "7d";

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
    let until = command.until.as_deref();
    let period = period_of(
        &settings.dir,
        (command.since.as_str(), until),
        BEFORE_THE_FIRST,
        Timestamp::now(),
    )?;
    let archive = reindex::open_up_to_date(&settings)?;
    let made = make(&archive, period, settings.config.threshold)?;
    drop(archive);
    tell_withdrawn(made.withdrawn)?;
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
        let is_next = command.since == LAST && until.is_none();
        let end = is_next.then_some(made.until.as_str());
        remember(&settings.dir, &made, end, lock::PATIENCE)?;
    }
    Ok(if made.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// Says how many quotes were left out because somebody took them back, if any were.
fn tell_withdrawn(n_withdrawn: u64) -> std::io::Result<()> {
    if n_withdrawn == 0 {
        return Ok(());
    }
    writeln!(
        anstream::stderr(),
        "{} {} left out, because the words were withdrawn; `verbatim rights list` tells by whom",
        note_label(),
        count(n_withdrawn, "quote")
    )
}

/// The period that somebody asks for, by its beginning and its end; `last` is the end of the last digest, and `first` stands
/// for it where there is none.
pub fn period_of(
    dir: &DataDir,
    (since, until): (&str, Option<&str>),
    first: &str,
    now: Timestamp,
) -> anyhow::Result<Period> {
    let unread = "cannot read the period of --since and --until";
    if since != LAST {
        return Period::read(since, until, now).context(unread);
    }
    let end = Catalogue::open_to_read(dir)?.digest_end()?;
    // An end that is still to come was written by a clock that went wrong.
    let is_past = |end: &String| end.parse::<Timestamp>().is_ok_and(|end| end <= now);
    let end = end.filter(is_past);
    let whole = whole_until(dir, now);
    // Who signs a moment late, or was killed and left his name, takes nothing back of what was told.
    let told = end.as_deref().and_then(|end| end.parse::<Timestamp>().ok());
    let whole = told.map_or(whole, |told| whole.max(told));
    let since = end.as_deref().unwrap_or(first);
    Period::read(since, until, whole).context(unread)
}

/// Up to which moment, now at the latest, all that came in is kept. What somebody is bringing in right now counts from when
/// he began: it is missing from a digest of now, and must not be older than the next.
pub fn whole_until(dir: &DataDir, now: Timestamp) -> Timestamp {
    let begun = lock::holder(dir).and_then(|holder| holder.since.parse::<Timestamp>().ok());
    let begun = begun.map(|begun| begun.checked_sub(SIGNING).unwrap_or(begun));
    begun.map_or(now, |begun| begun.min(now))
}

/// The digest of a period, with what earlier ones told and what was withdrawn left out.
pub fn make(archive: &Archive, period: Period, threshold: f32) -> anyhow::Result<shape::Digest> {
    let told = Told::of(archive.catalogue.told_before(&period.until_told())?);
    let rights = RefCell::new(Rights::of(&archive.catalogue, today()?)?);
    let is_withdrawn = |call: &Call, turn: u32, span: Span| -> bool {
        rights.borrow_mut().withholds(call, turn, span)
    };
    let ledger = Ledger::read(&archive.catalogue, None)?;
    let table = archive.table()?;
    Ok(digest(&Question {
        catalogue: &archive.catalogue,
        table: &table,
        ledger: &ledger,
        threshold,
        period,
        told: &told,
        is_withdrawn: &is_withdrawn,
    })?)
}

/// Remembers what a digest told, and its end where the next one is to begin there. Other writers are waited for so long.
pub fn remember(
    dir: &DataDir,
    made: &shape::Digest,
    end: Option<&str>,
    patience: Duration,
) -> anyhow::Result<()> {
    let rows = rows_of(made);
    if rows.is_empty() && end.is_none() {
        return Ok(());
    }
    let remembered = WriteLock::take_within(dir, "digest", patience).and_then(|lock| {
        let mut catalogue = Catalogue::open_to_write(dir, &lock)?;
        catalogue.remember_told(&rows, &made.until)?;
        if let Some(end) = end {
            catalogue.note_digest_end(end)?;
        }
        Ok(())
    });
    remembered.context("the digest is written but cannot be remembered")
}
