//! Where did the quotes of a pack go?

use std::io::Write;

use anyhow::bail;
use jiff::civil::Date;
use serde_json::json;

use crate::cli::Outcome;
use crate::cli::look::{FAINT, count, note_label, printable, styled};
use crate::cli::pack::{open_to_write, opened};
use crate::cli::rights::{by_whom, given_day, given_text, rights_for, today};
use crate::cli::settings::{Settings, now};
use crate::quote::rights::book::carried;
use crate::quote::rights::{Level, Purpose};
use crate::store::catalogue::Catalogue;
use crate::store::rights::uses::UseRow;

/// Note down where quotes of a pack were used, so that a withdrawal finds it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack use typing --where https://a.example/stories/typing\n  verbatim pack use typing --quote 1 --where 'Spring deck' --on 2026-03-01"
)]
pub struct Use {
    /// The pack's name
    pub name: String,
    /// A quote's number, as `pack show` has it, may be given again; all of them if not given
    #[arg(long = "quote", value_name = "NUMBER")]
    pub quotes: Vec<usize>,
    /// An address, or what people call the deck, the page, the mailing
    #[arg(long = "where", value_name = "URL|ASSET", value_parser = given_text)]
    pub place: String,
    /// The day; today if not given
    #[arg(long, value_name = "DATE", value_parser = given_day)]
    pub on: Option<Date>,
    /// Who used them; the system's user if not given
    #[arg(long, value_name = "WHO", value_parser = given_text)]
    pub by: Option<String>,
}

/// List where quotes were used
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  verbatim pack uses\n  verbatim pack uses typing --json")]
pub struct Uses {
    /// The pack's name; of all packs if not given
    pub name: Option<String>,
    /// One use a line, as JSON
    #[arg(long)]
    pub json: bool,
}

/// Notes a use down.
pub(super) fn add(settings: &Settings, command: &Use) -> anyhow::Result<Outcome> {
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let pack = opened(&catalogue, &command.name)?;
    let n_items = pack.items.len();
    let mut items = Vec::new();
    for number in &command.quotes {
        match number.checked_sub(1).and_then(|at| pack.items.get(at)) {
            Some(item) => items.push(item),
            None => bail!(
                "there is no quote {number}; the pack has {n_items}, and they are counted from 1"
            ),
        }
    }
    if command.quotes.is_empty() {
        items.extend(&pack.items);
    }
    if items.is_empty() {
        bail!("the pack is empty, so nothing of it was used");
    }
    let rights = rights_for(&catalogue, &pack)?;
    let is_granted =
        |level: Option<Level>| level.is_some_and(|has| has >= Purpose::Publish.needs());
    let n_doubtful = items
        .iter()
        .filter(|item| !is_granted(rights.standing(&rights.words_of(item)).level))
        .count();
    let on = match command.on {
        Some(day) => day,
        None => today()?,
    };
    let number = catalogue.put_use(&UseRow {
        number: 0,
        pack: pack.name.clone(),
        place: command.place.clone(),
        on_day: on.to_string(),
        by_whom: by_whom(command.by.as_deref()),
        recorded_at: now(),
        quotes: items.iter().map(|item| carried(item)).collect(),
    })?;
    let n_quotes = count(items.len() as u64, "quote");
    let told = format!("use {number}: {n_quotes} at {}", command.place);
    writeln!(anstream::stdout(), "{}", printable(&told))?;
    if n_doubtful > 0 {
        let n_doubtful = count(n_doubtful as u64, "quote");
        writeln!(
            anstream::stderr(),
            "{} {n_doubtful} of them may not be published; `verbatim pack export --for publish` tells which and why",
            note_label()
        )?;
    }
    Ok(Outcome::Done)
}

/// Lists uses.
pub(super) fn run(settings: &Settings, command: &Uses) -> anyhow::Result<Outcome> {
    let mut uses = Catalogue::open_to_read(&settings.dir)?.uses()?;
    if let Some(name) = &command.name {
        uses.retain(|record| record.pack == *name);
    }
    let mut out = std::io::BufWriter::new(anstream::stdout());
    for record in &uses {
        if command.json {
            writeln!(out, "{}", line(record))?;
            continue;
        }
        let n_quotes = count(record.quotes.len() as u64, "quote");
        let facts = format!("{n_quotes} of {} · by {}", record.pack, record.by_whom);
        writeln!(
            out,
            "{}  {}  {}",
            record.on_day,
            printable(&record.place),
            styled(FAINT, &printable(&facts))
        )?;
    }
    if uses.is_empty() && !command.json {
        writeln!(out, "No use was noted down yet. Note one with")?;
        writeln!(out, "  verbatim pack use NAME --where URL")?;
    }
    out.flush()?;
    Ok(if uses.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

fn line(record: &UseRow) -> serde_json::Value {
    let places = record.quotes.iter();
    let places: Vec<String> = places
        .map(|quote| format!("{}:{}:{}-{}", quote.call, quote.turn, quote.from, quote.to))
        .collect();
    json!({
        "number": record.number,
        "pack": record.pack,
        "where": record.place,
        "on": record.on_day,
        "by": record.by_whom,
        "recorded_at": record.recorded_at,
        "quotes": places,
    })
}
