//! Which searches are saved?

use std::io::Write;

use serde_json::json;

use crate::archive::watches::Watch;
use crate::cli::Outcome;
use crate::cli::look::{FAINT, STRONG, count, note_label, printable, styled, wrapped};
use crate::cli::settings::Settings;
use crate::store::catalogue::Catalogue;
use crate::store::watches::{AlertCounts, WatchRow};

/// List the saved searches
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim watch list\n  verbatim watch list --json")]
pub struct List {
    /// One saved search a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Lists them.
pub(super) fn run(settings: &Settings, command: &List) -> anyhow::Result<Outcome> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let watches = catalogue.watches()?;
    let mut out = anstream::stdout();
    for row in &watches {
        let counts = catalogue.alert_counts(row.number)?;
        if command.json {
            writeln!(out, "{}", line(row, counts))?;
        } else {
            show(&mut out, row, counts)?;
        }
    }
    if watches.is_empty() && !command.json {
        writeln!(out, "No search is saved yet. Save one with")?;
        writeln!(out, "  verbatim watch add NAME 'what to listen for'")?;
    }
    Ok(if watches.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// Names and values, as they were written.
fn filters(row: &WatchRow) -> Vec<(String, String)> {
    serde_json::from_str(&row.filters).unwrap_or_default()
}

fn line(row: &WatchRow, counts: AlertCounts) -> serde_json::Value {
    json!({
        "name": row.name,
        "query": row.query,
        "filters": filters(row),
        "post": row.post,
        "made_at": row.made_at,
        "alerts": counts.all,
        "waiting": counts.waiting,
        "failed": counts.failed,
    })
}

fn show(out: &mut impl Write, row: &WatchRow, counts: AlertCounts) -> std::io::Result<()> {
    let mut parts = vec![printable(&row.query)];
    parts.extend(
        filters(row)
            .iter()
            .map(|(name, value)| printable(&format!("{name}: {value}"))),
    );
    parts.retain(|part| !part.is_empty());
    writeln!(out, "{}", styled(STRONG, &printable(&row.name)))?;
    writeln!(out, "{}", wrapped(&parts.join(" · "), "    "))?;
    let mut told = count(counts.all, "alert");
    if let Some(post) = &row.post {
        told.push_str(&format!(
            " · posted to {}: {} waiting, {} failed",
            printable(post),
            counts.waiting,
            counts.failed
        ));
    }
    writeln!(out, "    {}", styled(FAINT, &told))?;
    if Watch::of_row(row).is_err() {
        let note = format!(
            "{} it cannot be read and hears nothing; remove it and save it anew",
            note_label()
        );
        writeln!(out, "{}", wrapped(&note, "    "))?;
    }
    Ok(())
}
