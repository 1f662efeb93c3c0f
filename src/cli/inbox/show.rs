//! What does a delivery bring?

use std::io::Write;

use crate::cli::Outcome;
use crate::cli::inbox::{list, no_such};
use crate::cli::look::{FAINT, note_label, printable, styled, wrapped};
use crate::cli::settings::Settings;
use crate::store::inbox::Inbox;

/// Letters of a delivery that are shown, unless all of its bytes are wanted.
const SHOWN: usize = 1_000;

/// Show a delivery, or hand out its bytes
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim inbox show 1\n  verbatim inbox show 1 --json\n  verbatim inbox show 1 --raw > delivery.json"
)]
pub struct Show {
    /// Its number, as it stands in the list
    #[arg(value_name = "N")]
    pub number: i64,
    /// Its bytes as they came, and nothing else
    #[arg(long, conflicts_with = "json")]
    pub raw: bool,
    /// What is known of it, as JSON, without what it brings
    #[arg(long)]
    pub json: bool,
}

/// Shows it.
pub fn run(settings: &Settings, command: &Show) -> anyhow::Result<Outcome> {
    let found = match Inbox::open_if_there(&settings.dir)? {
        Some(inbox) => inbox.show(command.number)?,
        None => None,
    };
    let Some(shown) = found else {
        let why = no_such(command.number);
        writeln!(anstream::stderr(), "{} {why}", note_label())?;
        return Ok(Outcome::NothingFound);
    };
    if command.raw {
        std::io::stdout().lock().write_all(&shown.body)?;
        return Ok(Outcome::Done);
    }
    let mut out = anstream::stdout();
    if command.json {
        writeln!(out, "{}", list::told(&shown.line))?;
        return Ok(Outcome::Done);
    }
    list::show(&mut out, &shown.line)?;
    let text = String::from_utf8_lossy(&shown.body);
    let beginning: String = text.chars().take(SHOWN).collect();
    if !beginning.is_empty() {
        writeln!(out, "{}", wrapped(&printable(&beginning), "      "))?;
    }
    if beginning.len() < text.len() {
        let more = "    there is more; --raw gives all of its bytes";
        writeln!(out, "{}", styled(FAINT, more))?;
    }
    Ok(Outcome::Done)
}
