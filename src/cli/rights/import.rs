//! How do permissions come in that were kept in a spreadsheet?
//!
//! All rows or none: half a list of permissions is one that nobody checked.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{anyhow, bail};

use crate::cli::Outcome;
use crate::cli::file;
use crate::cli::look::{count, error_label, printable};
use crate::cli::pack::open_to_write;
use crate::cli::rights::grant::told;
use crate::cli::rights::{bound, given_day, given_level, given_text, today};
use crate::cli::settings::{Settings, now};
use crate::quote::rights::Grant;
use crate::quote::rights::book::{Rights, grant_row};
use crate::quote::rights::subject::Subject;
use crate::store::catalogue::Catalogue;
use crate::text::cells::delimiter;

/// Take in permissions from a CSV, all of its rows or none
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim rights import rights.csv --dry-run\n  verbatim rights import rights.csv\n\n\
        Columns, in any order: subject kind (account, call, person, quote), subject, level,\n\
        by, on, until, evidence; the last two may be empty. Importing again changes nothing."
)]
pub struct Import {
    /// The table; - is standard input
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Show what would be written down, and keep nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// More than any list of permissions is.
const MOST_BYTES: u64 = 8 << 20;
/// So many bad rows are shown.
const MOST_SHOWN: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Kind,
    Subject,
    Level,
    By,
    On,
    Until,
    Evidence,
}

impl Column {
    fn named(heading: &str) -> Option<Column> {
        let heading = heading.trim().to_lowercase().replace(['-', '_'], " ");
        Some(match heading.as_str() {
            "subject kind" | "kind" => Column::Kind,
            "subject" => Column::Subject,
            "level" => Column::Level,
            "by" | "granted by" => Column::By,
            "on" | "from" => Column::On,
            "until" => Column::Until,
            "evidence" => Column::Evidence,
            _ => return None,
        })
    }
}

/// What a table holds: permissions, and what is wrong, each with its line.
#[derive(Default)]
struct Table {
    rights: Vec<Grant>,
    wrong: Vec<(u64, String)>,
}

/// Imports, or shows what would come of it.
pub(super) fn run(settings: &Settings, command: &Import) -> anyhow::Result<Outcome> {
    let name = command.file.display().to_string();
    let text = text_of(command)?;
    if command.dry_run {
        let catalogue = Catalogue::open_to_read(&settings.dir)?;
        let Some(rights) = checked(&catalogue, &text, &name)? else {
            return Ok(Outcome::Trouble);
        };
        return report(&rights, "would be written down");
    }
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let Some(mut rights) = checked(&catalogue, &text, &name)? else {
        return Ok(Outcome::Trouble);
    };
    if !rights.is_empty() {
        let now = now();
        let rows: Vec<_> = rights.iter().map(|right| grant_row(right, &now)).collect();
        let first = catalogue.put_grants(&rows)?;
        for (number, right) in (first..).zip(&mut rights) {
            right.number = number;
        }
    }
    report(&rights, "written down")
}

fn report(rights: &[Grant], what: &str) -> anyhow::Result<Outcome> {
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for right in rights {
        writeln!(out, "{}", printable(&told(right)))?;
    }
    let n_rights = count(rights.len() as u64, "new right");
    writeln!(out, "{n_rights} {what}")?;
    out.flush()?;
    Ok(if rights.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

fn text_of(command: &Import) -> anyhow::Result<String> {
    let bytes = file::whole(&command.file, MOST_BYTES)?;
    let name = command.file.display();
    let text = String::from_utf8(bytes)
        .map_err(|_| anyhow!("{name}: this is no UTF-8; save the table as CSV UTF-8"))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// The permissions that are not written down yet; `None` where a row is wrong, which is told.
fn checked(catalogue: &Catalogue, text: &str, name: &str) -> anyhow::Result<Option<Vec<Grant>>> {
    let Table { rights, wrong } = read(catalogue, text)?;
    if !wrong.is_empty() {
        let mut err = anstream::stderr();
        for (line, why) in wrong.iter().take(MOST_SHOWN) {
            writeln!(err, "{} {name}:{line}: {why}", error_label())?;
        }
        let told = count(wrong.len() as u64, "row");
        writeln!(
            err,
            "{told} cannot be read, so nothing was written down; mend the table and import it again"
        )?;
        return Ok(None);
    }
    let known = Rights::of(catalogue, today()?)?.grants;
    let mut new: Vec<Grant> = Vec::new();
    for right in rights {
        if !known.iter().chain(&new).any(|other| is_same(other, &right)) {
            new.push(right);
        }
    }
    Ok(Some(new))
}

/// Whether two permissions differ in their numbers and notes alone.
fn is_same(one: &Grant, other: &Grant) -> bool {
    let bare = |right: &Grant| Grant {
        number: 0,
        note: None,
        ..right.clone()
    };
    bare(one) == bare(other)
}

fn read(catalogue: &Catalogue, text: &str) -> anyhow::Result<Table> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(text, b";\t"))
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<Option<Column>>> = None;
    let mut table = Table::default();
    for row in reader.records() {
        let row = row.map_err(|_| {
            anyhow!("a row cannot be read as CSV; mend its quotation marks and import again")
        })?;
        let line = row.position().map_or(0, csv::Position::line);
        if row.iter().all(str::is_empty) {
            continue;
        }
        let Some(columns) = &columns else {
            columns = Some(headings(&row)?);
            continue;
        };
        match right(catalogue, columns, &row) {
            Ok(right) => table.rights.push(right),
            Err(why) => table.wrong.push((line, why.to_string())),
        }
    }
    Ok(table)
}

fn headings(row: &csv::StringRecord) -> anyhow::Result<Vec<Option<Column>>> {
    let columns: Vec<Option<Column>> = row.iter().map(Column::named).collect();
    let all = [
        Column::Kind,
        Column::Subject,
        Column::Level,
        Column::By,
        Column::On,
    ];
    for needed in all {
        if !columns.contains(&Some(needed)) {
            bail!(
                "the first row must name the columns: subject kind, subject, level, by and on, and if you have them until \
                 and evidence"
            );
        }
    }
    Ok(columns)
}

fn right(
    catalogue: &Catalogue,
    columns: &[Option<Column>],
    row: &csv::StringRecord,
) -> anyhow::Result<Grant> {
    let cell = |wanted: Column| {
        let cells = columns.iter().zip(row);
        let mut texts = cells
            .filter(|(column, _)| **column == Some(wanted))
            .map(|(_, text)| text);
        texts.find(|text| !text.is_empty())
    };
    let said = |error: String| anyhow!(error);
    let needed = |column: Column, name: &str| {
        cell(column).ok_or_else(|| anyhow!("nothing stands under {name}"))
    };
    let day = |column: Column| {
        let written = cell(column).map(given_day);
        written.transpose().map_err(said)
    };
    let subject = Subject::of(
        needed(Column::Kind, "subject kind")?,
        needed(Column::Subject, "subject")?,
    )?;
    // A day that is not said would be another one whenever the table is imported, and so outlive a withdrawal.
    let from = day(Column::On)?.ok_or_else(|| anyhow!("nothing stands under on"))?;
    let until = day(Column::Until)?;
    if until.is_some_and(|until| until < from) {
        bail!("it ends before it begins");
    }
    let evidence = cell(Column::Evidence).map(given_text);
    Ok(Grant {
        number: 0,
        subject: bound(catalogue, subject)?,
        level: given_level(needed(Column::Level, "level")?).map_err(said)?,
        by: given_text(needed(Column::By, "by")?).map_err(said)?,
        from,
        until,
        evidence: evidence.transpose().map_err(said)?,
        note: None,
    })
}
