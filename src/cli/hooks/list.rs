//! Which addresses does the config open, and can their secrets be read?

use std::io::Write;

use serde_json::json;

use crate::cli::Outcome;
use crate::cli::look::{FAINT, STRONG, error_label, printable, styled, wrapped};
use crate::cli::settings::Settings;
use crate::ingest::hooks::Hook;

/// The list of addresses.
#[derive(Debug, clap::Args)]
pub struct List {
    /// One address a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Shows every address; the secrets are read and never shown.
pub(super) fn run(settings: &Settings, list: &List) -> anyhow::Result<Outcome> {
    let mut out = anstream::stdout();
    let mut outcome = Outcome::Done;
    for (name, config) in &settings.config.hooks {
        let problem = Hook::of(name, config).err().map(|error| error.why);
        let path = format!("/hooks/{name}");
        let kind = config.kind.name();
        if problem.is_some() {
            outcome = Outcome::Trouble;
        }
        if list.json {
            let line = json!({
                "name": name,
                "kind": kind,
                "path": path,
                "ready": problem.is_none(),
                "problem": problem,
            });
            writeln!(out, "{line}")?;
            continue;
        }
        let named = styled(STRONG, &printable(name));
        match problem {
            None => {
                let about = styled(FAINT, &format!("{kind}, secrets read"));
                writeln!(out, "{named}  {}  {about}", printable(&path))?;
            }
            Some(problem) => {
                let told = format!("{named}  {kind}  {} {}", error_label(), printable(&problem));
                writeln!(out, "{}", wrapped(&told, "  "))?;
            }
        }
    }
    if settings.config.hooks.is_empty() {
        if !list.json {
            writeln!(
                out,
                "No address is open. The lines for a vendor are printed by"
            )?;
            writeln!(out, "  verbatim hooks example zoom")?;
        }
        return Ok(Outcome::NothingFound);
    }
    Ok(outcome)
}
