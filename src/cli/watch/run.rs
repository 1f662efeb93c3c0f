//! Is anything to be looked through, or to be posted?

use std::cell::RefCell;
use std::io::Write;

use anyhow::Context;
use jiff::Timestamp;

use crate::call::{Call, Span};
use crate::cli::look::{count, error_label, printable};
use crate::cli::rights::today;
use crate::cli::settings::{Settings, now};
use crate::cli::watch::posting::send;
use crate::cli::{Outcome, digest, reindex};
use crate::pipeline::watches::letters::{Posted, post};
use crate::pipeline::watches::{look_in_turns, look_since};
use crate::quote::rights::book::Rights;
use crate::report::digest::period::Period;
use crate::store::catalogue::Catalogue;
use crate::store::lock::turn::Turn;
use crate::store::lock::{PATIENCE, WriteLock};

/// Look through what came in, and post what waits
///
/// `ingest` and the server look through calls as they come in, and a running server posts by itself. This makes up for
/// what was missed, and posts where no server runs.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim watch run\n  verbatim watch run --since 2000-01-01")]
pub struct Run {
    /// Look through calls again that came in since then, also before the search was saved: 7d, or a date
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    /// Try again what failed
    #[arg(long)]
    pub retry: bool,
    /// Address at which the pages are served, to link there (with https:// before it)
    #[arg(long, value_name = "URL", value_parser = digest::site)]
    pub site: Option<String>,
}

/// Looks and posts.
pub(super) fn run(settings: &Settings, command: &Run) -> anyhow::Result<Outcome> {
    let since = match &command.since {
        Some(since) => Some(
            Period::read(since, None, Timestamp::now())
                .context("cannot read the time of --since")?
                .since_told(),
        ),
        None => None,
    };
    // The index must hold what is looked through.
    drop(reindex::open_up_to_date(settings)?);
    let n_new = {
        let lock = WriteLock::take_within(&settings.dir, "watch", PATIENCE)?;
        if command.retry {
            Catalogue::open_to_write(&settings.dir, &lock)?.retry_alerts()?;
        }
        let threshold = settings.config.threshold;
        match &since {
            Some(since) => look_since(&settings.dir, &lock, threshold, &now(), since)?,
            None => {
                let turn = Turn::begin(&settings.dir, "watch", lock);
                look_in_turns(&settings.dir, turn, threshold, &now())?
            }
        }
    };
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let rights = RefCell::new(Rights::of(&catalogue, today()?)?);
    drop(catalogue);
    let is_withdrawn = |call: &Call, turn: u32, span: Span| -> bool {
        rights.borrow_mut().withholds(call, turn, span)
    };
    let posted = post(
        &settings.dir,
        Timestamp::now(),
        &is_withdrawn,
        &mut |letter| send(&settings.config, letter, command.site.as_deref()),
    )?;
    tell(n_new, &posted)?;
    Ok(if posted.reasons.is_empty() {
        Outcome::Done
    } else {
        Outcome::Trouble
    })
}

fn tell(n_new: u64, posted: &Posted) -> std::io::Result<()> {
    let mut told = format!("{} new", count(n_new, "alert"));
    if posted.letters > 0 {
        let letters = count(posted.letters, "message");
        told.push_str(&format!("; {} posted in {letters}", posted.alerts));
    }
    if posted.later > 0 {
        told.push_str(&format!("; {} tried again later", posted.later));
    }
    if posted.failed > 0 {
        told.push_str(&format!(
            "; {} failed (`verbatim watch run --retry` tries them again)",
            posted.failed
        ));
    }
    writeln!(anstream::stdout(), "{told}")?;
    let mut messages = anstream::stderr();
    for reason in &posted.reasons {
        writeln!(messages, "{} {}", error_label(), printable(reason))?;
    }
    Ok(())
}
