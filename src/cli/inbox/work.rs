//! How is the inbox worked off without a server?

use std::io::Write;

use jiff::Timestamp;
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::look::{error_label, grouped};
use crate::cli::settings::Settings;
use crate::ingest::hooks::errand::Errand;
use crate::pipeline::Workshop;
use crate::pipeline::arrive::fetchers::Fetchers;
use crate::pipeline::arrive::{Worked, work_off};

/// Work off what is due, once
///
/// It ends with 2 where a delivery needs a person now, and where another process writes to the archive.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim inbox work\n  verbatim inbox work --json")]
pub struct Work {
    /// What came of it, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Works off what is due.
pub fn run(settings: &Settings, command: &Work) -> anyhow::Result<Outcome> {
    let lexicons = settings.lexicons()?;
    let threshold = settings.config.threshold;
    let workshop = Workshop::new(&lexicons, settings.side_rules(), threshold);
    let fetchers = Fetchers::of(&settings.config);
    let fetch = |errand: &Errand| fetchers.fetch(errand);
    let worked = work_off(&settings.dir, &workshop, &fetch, Timestamp::now())?;
    if command.json {
        writeln!(anstream::stdout(), "{}", as_json(worked))?;
    } else {
        tell(worked)?;
    }
    Ok(if worked.dead > 0 {
        Outcome::Trouble
    } else {
        Outcome::Done
    })
}

fn as_json(worked: Worked) -> serde_json::Value {
    json!({
        "calls": {
            "new": worked.new,
            "updated": worked.updated,
            "unchanged": worked.unchanged,
        },
        "done": worked.done,
        "later": worked.later,
        "dead": worked.dead,
    })
}

fn tell(worked: Worked) -> anyhow::Result<()> {
    writeln!(
        anstream::stdout(),
        "done: {}, to be tried later: {}; calls: {} new, {} updated, {} unchanged",
        grouped(worked.done),
        grouped(worked.later),
        grouped(worked.new),
        grouped(worked.updated),
        grouped(worked.unchanged),
    )?;
    if worked.dead > 0 {
        writeln!(
            anstream::stderr(),
            "{} of the deliveries need a person: {}; see `verbatim inbox list --dead`",
            error_label(),
            grouped(worked.dead)
        )?;
    }
    Ok(())
}
