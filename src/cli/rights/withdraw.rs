//! What must be done when somebody takes his permission back?
//!
//! From the moment that it is written down, the words are in no export. Then every pack, every file that left and every
//! recorded use that carries them is told: what stands outside only people can take back.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use jiff::civil::Date;

use crate::cli::Outcome;
use crate::cli::look::{HEADING, count, note_label, printable, styled};
use crate::cli::pack::leave::{Leaving, TEMPLATE, leave, open_leaks, tell_leaks};
use crate::cli::pack::{open_to_write, opened};
use crate::cli::rights::unknown::tell_unknown;
use crate::cli::rights::{bound, by_whom, given_day, given_subject, given_text, today};
use crate::cli::settings::{Settings, now};
use crate::quote::pack::render::{PackFormat, render};
use crate::quote::publish::published;
use crate::quote::rights::carriers::{Carriers, withdraw};
use crate::quote::rights::subject::Subject;
use crate::quote::rights::{Purpose, Withdrawal};
use crate::store::catalogue::Catalogue;
use crate::store::rights::exports::ExportRow;

/// Take back every permission for an account, a call, a person or certain words
///
/// Marks the words in every pack, so that they are in no export, not even for internal use, and lists the recorded uses
/// and the files that carry them.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim rights withdraw person:jo@acme.example --by Jo\n  verbatim rights withdraw person:- < person.txt\n  verbatim rights withdraw account:Acme --reissue anew"
)]
pub struct Withdraw {
    /// account:NAME, call:ID, person:E-MAIL, person:ACCOUNT/NAME, quote:CALL:TURN:FROM-TO, or person:- to read the person
    /// from standard input
    #[arg(value_name = "SUBJECT", value_parser = given_subject)]
    pub subject: Subject,
    /// Who took it back
    #[arg(long, value_name = "WHO", value_parser = given_text)]
    pub by: Option<String>,
    /// The day on which it was taken back; today if not given
    #[arg(long, value_name = "DATE", value_parser = given_day)]
    pub on: Option<Date>,
    /// Anything else
    #[arg(long, value_name = "TEXT", value_parser = given_text, allow_hyphen_values = true)]
    pub note: Option<String>,
    /// Write the packs anew into this folder, in each format in which they left
    #[arg(long, value_name = "DIR")]
    pub reissue: Option<PathBuf>,
}

/// Withdraws.
pub(super) fn run(settings: &Settings, command: &Withdraw) -> anyhow::Result<Outcome> {
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let on = match command.on {
        Some(day) => day,
        None => today()?,
    };
    let withdrawal = Withdrawal {
        number: 0,
        subject: bound(&catalogue, command.subject.clone())?,
        also: Vec::new(),
        by: command.by.clone(),
        on,
        note: command.note.clone(),
    };
    let (number, carriers) = withdraw(&mut catalogue, &withdrawal, today()?, &now())?;
    let mut out = std::io::BufWriter::new(anstream::stdout());
    let told = format!(
        "withdrawal {number}: {}:{}, on {}",
        withdrawal.subject.kind(),
        withdrawal.subject.text(),
        withdrawal.on
    );
    writeln!(out, "{}", printable(&told))?;
    show(&mut out, &carriers)?;
    let mut outcome = Outcome::Done;
    if let Some(folder) = &command.reissue {
        outcome = reissue(settings, &mut out, &mut catalogue, &carriers, folder)?;
    }
    out.flush()?;
    tell_unknown(&catalogue, &withdrawal.subject)?;
    Ok(outcome)
}

fn show(out: &mut impl Write, carriers: &Carriers) -> anyhow::Result<()> {
    if carriers.is_empty() {
        writeln!(out, "No pack, file or use carries these words.")?;
        return Ok(());
    }
    if !carriers.packs.is_empty() {
        writeln!(
            out,
            "{}",
            styled(HEADING, "Marked, and in no export from now on")
        )?;
    }
    for (name, numbers) in &carriers.packs {
        let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
        let ending = if numbers.len() == 1 { "" } else { "s" };
        let line = format!("  {name}: quote{ending} {}", numbers.join(", "));
        writeln!(out, "{}", printable(&line))?;
    }
    if !carriers.uses.is_empty() {
        writeln!(out, "{}", styled(HEADING, "Used, to be taken down"))?;
    }
    for record in &carriers.uses {
        let line = format!("  {}  {} ({})", record.on_day, record.place, record.pack);
        writeln!(out, "{}", printable(&line))?;
    }
    if !carriers.exports.is_empty() {
        writeln!(out, "{}", styled(HEADING, "Left, to be issued again"))?;
    }
    for record in &carriers.exports {
        let place = record.place.as_deref().unwrap_or("standard output");
        let line = format!(
            "  {}  {} as {} for {}, by {}, {place}",
            record.at, record.pack, record.format, record.purpose, record.by_whom
        );
        writeln!(out, "{}", printable(&line))?;
    }
    Ok(())
}

/// Writes packs anew, one file for each format and purpose in which they left. A file in which something would show is
/// not written, and that is trouble.
fn reissue(
    settings: &Settings,
    out: &mut impl Write,
    catalogue: &mut Catalogue,
    carriers: &Carriers,
    folder: &Path,
) -> anyhow::Result<Outcome> {
    let mut outcome = Outcome::Done;
    std::fs::create_dir_all(folder).with_context(|| {
        format!(
            "cannot make the folder {}; the words are withdrawn all the same",
            folder.display()
        )
    })?;
    let ways = carriers.exports.iter().map(|record| {
        let ExportRow {
            pack,
            format,
            purpose,
            ..
        } = record;
        (pack.as_str(), format.as_str(), purpose.as_str())
    });
    let ways: BTreeSet<(&str, &str, &str)> = ways.collect();
    let mut taken = BTreeSet::new();
    for (name, format, purpose) in ways {
        if format == TEMPLATE {
            writeln!(
                anstream::stderr(),
                "{} what a template made is not written anew; export it again with `pack export --template`, and call the \
                 old file back",
                note_label()
            )?;
            continue;
        }
        let parts = PackFormat::from_name(format).zip(Purpose::from_name(purpose));
        let (Some((format, purpose)), Some(_)) = (parts, catalogue.pack(name)?) else {
            writeln!(
                anstream::stderr(),
                "{} a pack of that list is gone, or left in a format that this program does not know; call its file back \
                 by hand",
                note_label()
            )?;
            continue;
        };
        let pack = opened(catalogue, name)?;
        let published = published(catalogue, &pack, purpose, today()?, &settings.config)?;
        let gated = &published.gated;
        let bytes = render(format, &gated.allowed)?;
        let open = open_leaks(&published, &bytes)?;
        if !open.is_empty() {
            tell_leaks(name, &open)?;
            outcome = Outcome::Trouble;
            continue;
        }
        let path = folder.join(file_name(name, format, purpose, &mut taken));
        let leaving = Leaving {
            format: format.name(),
            purpose,
            by: by_whom(None),
            to: Some(path.clone()),
        };
        leave(catalogue, &pack, gated, &leaving, &bytes)?;
        let n_quotes = count(gated.numbers.len() as u64, "quote");
        writeln!(out, "Wrote {} with {n_quotes}.", path.display())?;
    }
    Ok(outcome)
}

/// A name for the file that no other file of this run has.
fn file_name(
    pack: &str,
    format: PackFormat,
    purpose: Purpose,
    taken: &mut BTreeSet<String>,
) -> String {
    let plain: String = pack
        .chars()
        .take(60)
        .map(|c| {
            if c.is_alphanumeric() || c == '-' || c == '_' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let ending = format.extension();
    let mut name = format!("{plain}-{}.{ending}", purpose.name());
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{plain}-{}-{number}.{ending}", purpose.name());
        number += 1;
    }
    name
}
