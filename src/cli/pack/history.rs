//! What left, when, by whom and for what?

use std::io::Write;

use serde_json::json;

use crate::cli::Outcome;
use crate::cli::look::{FAINT, count, printable, styled};
use crate::cli::settings::Settings;
use crate::store::catalogue::Catalogue;
use crate::store::rights::exports::ExportRow;

/// List the files that were written of packs, the oldest first
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack history\n  verbatim pack history typing --json\n\nThe hash is the file's SHA-256."
)]
pub struct History {
    /// The pack's name; of all packs if not given
    pub name: Option<String>,
    /// One file a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Lists exports.
pub(super) fn run(settings: &Settings, command: &History) -> anyhow::Result<Outcome> {
    let mut exports = Catalogue::open_to_read(&settings.dir)?.exports()?;
    if let Some(name) = &command.name {
        exports.retain(|export| export.pack == *name);
    }
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for export in &exports {
        if command.json {
            writeln!(out, "{}", line(export))?;
        } else {
            show(&mut out, export)?;
        }
    }
    if exports.is_empty() && !command.json {
        writeln!(out, "Nothing has left yet.")?;
    }
    out.flush()?;
    Ok(if exports.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

fn show(out: &mut impl Write, export: &ExportRow) -> std::io::Result<()> {
    let n_quotes = count(export.quotes.len() as u64, "quote");
    let what = format!(
        "{}  {} as {} for {}, {n_quotes}",
        export.at, export.pack, export.format, export.purpose
    );
    writeln!(out, "{}", printable(&what))?;
    let place = export.place.as_deref().unwrap_or("standard output");
    let facts = format!("by {} · {place} · {}", export.by_whom, export.sha256);
    writeln!(out, "    {}", styled(FAINT, &printable(&facts)))
}

fn line(export: &ExportRow) -> serde_json::Value {
    json!({
        "number": export.number,
        "pack": export.pack,
        "format": export.format,
        "purpose": export.purpose,
        "quotes": export.quotes.len(),
        "by": export.by_whom,
        "at": export.at,
        "sha256": export.sha256,
        "file": export.place,
    })
}
