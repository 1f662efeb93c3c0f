//! Which permissions and withdrawals are written down?

use std::io::Write;

use serde_json::json;

use crate::cli::Outcome;
use crate::cli::look::{printable, wrapped};
use crate::cli::rights::grant::told;
use crate::cli::rights::today;
use crate::cli::settings::Settings;
use crate::quote::rights::book::Rights;
use crate::quote::rights::{Grant, Withdrawal};
use crate::store::catalogue::Catalogue;

/// List permissions and withdrawals, in the order in which they were written down
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim rights list\n  verbatim rights list --json")]
pub struct List {
    /// One a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// A permission or a withdrawal.
enum Entry<'a> {
    Right(&'a Grant),
    Withdrawal(&'a Withdrawal),
}

impl Entry<'_> {
    fn number(&self) -> i64 {
        match self {
            Entry::Right(right) => right.number,
            Entry::Withdrawal(withdrawal) => withdrawal.number,
        }
    }
}

/// Lists what is written down.
pub(super) fn run(settings: &Settings, command: &List) -> anyhow::Result<Outcome> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let rights = Rights::of(&catalogue, today()?)?;
    let mut entries: Vec<Entry<'_>> = rights.grants.iter().map(Entry::Right).collect();
    entries.extend(rights.withdrawals.iter().map(Entry::Withdrawal));
    entries.sort_by_key(Entry::number);
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for entry in &entries {
        if command.json {
            writeln!(out, "{}", line(entry))?;
        } else {
            writeln!(out, "{}", wrapped(&printable(&shown(entry, &rights)), ""))?;
        }
    }
    if entries.is_empty() && !command.json {
        writeln!(out, "Nobody has allowed anything yet. Write it down with")?;
        writeln!(out, "  verbatim rights grant SUBJECT LEVEL --by WHO")?;
    }
    out.flush()?;
    Ok(if entries.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

fn shown(entry: &Entry<'_>, rights: &Rights) -> String {
    match entry {
        Entry::Right(right) => {
            let state = if right.until.is_some_and(|until| until < rights.today) {
                " (ended)"
            } else if rights.today < right.from {
                " (begins later)"
            } else {
                ""
            };
            format!("{}{state}", told(right))
        }
        Entry::Withdrawal(withdrawal) => {
            let by = withdrawal
                .by
                .as_ref()
                .map_or_else(String::new, |by| format!(", by {by}"));
            format!(
                "withdrawal {}: {}:{}, on {}{by}",
                withdrawal.number,
                withdrawal.subject.kind(),
                withdrawal.subject.text(),
                withdrawal.on
            )
        }
    }
}

fn line(entry: &Entry<'_>) -> serde_json::Value {
    match entry {
        Entry::Right(right) => json!({
            "number": right.number,
            "what": "right",
            "kind": right.subject.kind(),
            "subject": right.subject.text(),
            "level": right.level.name(),
            "by": right.by,
            "on": right.from.to_string(),
            "until": right.until.map(|until| until.to_string()),
            "evidence": right.evidence,
            "note": right.note,
        }),
        Entry::Withdrawal(withdrawal) => json!({
            "number": withdrawal.number,
            "what": "withdrawal",
            "kind": withdrawal.subject.kind(),
            "subject": withdrawal.subject.text(),
            "by": withdrawal.by,
            "on": withdrawal.on.to_string(),
            "note": withdrawal.note,
        }),
    }
}
