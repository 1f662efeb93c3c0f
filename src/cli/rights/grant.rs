//! How is a permission written down?

use std::io::Write;

use jiff::civil::Date;

use crate::cli::Outcome;
use crate::cli::look::{note_label, printable};
use crate::cli::pack::open_to_write;
use crate::cli::rights::unknown::tell_unknown;
use crate::cli::rights::{bound, given_day, given_level, given_subject, given_text, today};
use crate::cli::settings::{Settings, now};
use crate::quote::rights::book::{Rights, grant_row};
use crate::quote::rights::subject::Subject;
use crate::quote::rights::{Grant as Right, Level};

/// Write down that words may be shown, and how far
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim rights grant call:hebblethorpe-callback-0609 anonymous --by CMO\n  verbatim rights grant call:d1 name --by Jo --on 2026-03-01 --until 2027-02-28\n  verbatim rights grant person:jo@acme.example name --by Jo --evidence m.eml"
)]
pub struct Grant {
    /// account:NAME, call:ID, person:E-MAIL, person:ACCOUNT/NAME, quote:CALL:TURN:FROM-TO, or person:- to read the person
    /// from standard input
    #[arg(value_name = "SUBJECT", value_parser = given_subject)]
    pub subject: Subject,
    /// internal, anonymous, role+industry, company, name or logo
    #[arg(value_name = "LEVEL", value_parser = given_level)]
    pub level: Level,
    /// Who allowed it
    #[arg(long, value_name = "WHO", value_parser = given_text)]
    pub by: String,
    /// The first day; today if not given
    #[arg(long, value_name = "DATE", value_parser = given_day)]
    pub on: Option<Date>,
    /// The last day; no end if not given
    #[arg(long, value_name = "DATE", value_parser = given_day)]
    pub until: Option<Date>,
    /// A link or a file that proves it
    #[arg(long, value_name = "LINK|FILE", value_parser = given_text)]
    pub evidence: Option<String>,
    /// Anything else
    #[arg(long, value_name = "TEXT", value_parser = given_text, allow_hyphen_values = true)]
    pub note: Option<String>,
}

/// Writes a right down.
pub(super) fn run(settings: &Settings, command: &Grant) -> anyhow::Result<Outcome> {
    let from = match command.on {
        Some(day) => day,
        None => today()?,
    };
    if command.until.is_some_and(|until| until < from) {
        anyhow::bail!("--until lies before the first day; a right holds from one day to another");
    }
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let mut right = Right {
        number: 0,
        subject: bound(&catalogue, command.subject.clone())?,
        level: command.level,
        by: command.by.clone(),
        from,
        until: command.until,
        evidence: command.evidence.clone(),
        note: command.note.clone(),
    };
    let row = grant_row(&right, &now());
    right.number = catalogue.put_grants(&[row])?;
    let mut out = anstream::stdout();
    writeln!(out, "{}", printable(&told(&right)))?;
    tell_unknown(&catalogue, &right.subject)?;
    let rights = Rights::of(&catalogue, today()?)?;
    let overruling = rights
        .withdrawals
        .iter()
        .find(|withdrawal| withdrawal.subject == right.subject && withdrawal.on >= right.from);
    if let Some(withdrawal) = overruling {
        let mut err = anstream::stderr();
        writeln!(
            err,
            "{} withdrawal {} of the same subject is of the same day or later, so this right does not count; give it \
             a later day with --on where it was allowed again",
            note_label(),
            withdrawal.number
        )?;
    }
    Ok(Outcome::Done)
}

/// A right on one line.
pub(super) fn told(right: &Right) -> String {
    let until = right
        .until
        .map_or_else(String::new, |until| format!(" until {until}"));
    let evidence = right
        .evidence
        .as_ref()
        .map_or_else(String::new, |evidence| format!(", see {evidence}"));
    format!(
        "right {}: {}:{} {}, by {}, from {}{until}{evidence}",
        right.number,
        right.subject.kind(),
        right.subject.text(),
        right.level.name(),
        right.by,
        right.from
    )
}
