//! How do quotes leave for an editor, a spreadsheet, a program?

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};

use crate::archive::Request;
use crate::archive::hit::Hit;
use crate::call::Span;
use crate::cli::args::Args;
use crate::cli::filters::Filters;
use crate::cli::look::{count, grouped, note_label};
use crate::cli::rights::today;
use crate::cli::search::request;
use crate::cli::settings::Settings;
use crate::cli::{Outcome, reindex};
use crate::quote::export::{ExportFormat, Head, render};
use crate::quote::publish::loose;
use crate::quote::quote::{Quote, turn_hash};
use crate::search::query;

/// The most quotes of one file.
const MOST: u32 = 100_000;

/// Write the quotes of a search as Markdown, CSV or JSON
///
/// For internal use: what is published comes from a pack. Each quote carries its source: call, turn, bytes, and the hash
/// of the turn it was cut from. Words that were withdrawn stay out.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim export too expensive --format markdown\n  verbatim export --tag objection/price --format csv --output price.csv\n  verbatim export '\"by hand\"' --format json --limit 5"
)]
pub struct Export {
    /// What to look for, as for search
    #[arg(value_name = "QUERY")]
    pub query: Vec<String>,
    #[command(flatten)]
    pub filters: Filters,
    /// The shape of the file: markdown, csv or json [default: by the ending of FILE, else markdown]
    #[arg(long, value_parser = format)]
    pub format: Option<ExportFormat>,
    /// At most so many quotes
    #[arg(long, default_value_t = 50, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST)))]
    pub limit: u32,
    /// Quote the whole turn, not only the sentences that answer
    #[arg(long)]
    pub whole_turns: bool,
    /// Where to write; stdout if not given
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn format(name: &str) -> Result<ExportFormat, String> {
    ExportFormat::from_name(name).ok_or_else(|| "the formats are markdown, csv and json".to_owned())
}

/// The format that was asked for by name or by the file's ending.
fn chosen(command: &Export) -> anyhow::Result<ExportFormat> {
    let ending = command.output.as_deref().and_then(Path::extension);
    let by_ending = ending.map(|ending| format(&ending.to_string_lossy()));
    match (command.format, by_ending) {
        (Some(named), Some(Ok(meant))) if named != meant => {
            writeln!(
                anstream::stderr(),
                "{} the file's ending says {}, and --format wins: {} is written",
                note_label(),
                meant.name(),
                named.name()
            )?;
            Ok(named)
        }
        (Some(named), _) => Ok(named),
        (None, Some(meant)) => meant.map_err(|formats| {
            anyhow!("the file's ending names no format; {formats}; or give --format")
        }),
        (None, None) => Ok(ExportFormat::Markdown),
    }
}

/// Exports what a search finds.
pub fn run(args: &Args, command: &Export) -> anyhow::Result<Outcome> {
    let format = chosen(command)?;
    let settings = Settings::of(args)?;
    let archive = reindex::open_up_to_date(&settings)?;
    let request = request(
        &settings,
        &command.query,
        &command.filters,
        command.limit as usize,
    )?;
    let found = archive.find(&Request {
        wants_facets: true,
        ..request
    })?;
    let quotes: Vec<Quote> = found
        .hits
        .iter()
        .map(|hit| quote(hit, command.whole_turns))
        .collect();
    let head = Head {
        query: query::join_args(&command.query),
        filters: command.filters.told(),
        n_found: found.n_found.map_or(quotes.len(), |n| n as usize),
    };
    let gated = loose(&archive.catalogue, quotes, today()?)?;
    if !gated.refused.is_empty() {
        let n_refused = count(gated.refused.len() as u64, "quote");
        writeln!(
            anstream::stderr(),
            "{} {n_refused} left out, because the words were withdrawn; `verbatim rights list` tells by whom",
            note_label()
        )?;
    }
    let n_written = gated.allowed.get().len();
    if n_written == 0 {
        tell_nothing(command.output.as_deref())?;
    }
    let bytes = render(format, &head, &gated.allowed)?;
    match &command.output {
        // What an earlier export wrote is worth more than a file without quotes.
        Some(_) if n_written == 0 => {}
        Some(path) => std::fs::write(path, &bytes).with_context(|| {
            format!(
                "cannot write {}; check the folder and its rights",
                path.display()
            )
        })?,
        None => std::io::stdout().write_all(&bytes)?,
    }
    if n_written == 0 {
        return Ok(Outcome::NothingFound);
    }
    if found.hits.len() >= command.limit as usize {
        tell_of_more(head.n_found, found.hits.len(), n_written)?;
    }
    Ok(Outcome::Done)
}

/// Says that there is no quote, and what became of the file that was to hold some.
fn tell_nothing(output: Option<&Path>) -> std::io::Result<()> {
    let file = match output {
        Some(path) if path.exists() => format!("; {} stays as it was", path.display()),
        Some(path) => format!("; {} was not written", path.display()),
        None => String::new(),
    };
    writeln!(
        anstream::stderr(),
        "{} nothing was found that can be quoted{file}",
        note_label()
    )
}

/// Says how much a limit left out, if it did.
fn tell_of_more(n_found: usize, n_looked_at: usize, n_written: usize) -> std::io::Result<()> {
    if n_found <= n_looked_at {
        return Ok(());
    }
    let rest = if n_found <= MOST as usize {
        format!("--limit {n_found} writes all")
    } else {
        format!("--limit {MOST} writes the most that one file takes")
    };
    writeln!(
        anstream::stderr(),
        "{} {} found, {} written; {rest}",
        note_label(),
        grouped(n_found as u64),
        grouped(n_written as u64)
    )
}

/// The quote of a hit: a slice of its turn, byte for byte.
fn quote(hit: &Hit, whole_turn: bool) -> Quote {
    let (start, end) = if whole_turn {
        (hit.start, hit.end)
    } else {
        hit.snippet
    };
    let inside = hit
        .highlights
        .iter()
        .filter(|(from, to)| *from >= start && *to <= end);
    Quote {
        text: hit
            .text
            .get(start as usize..end as usize)
            .unwrap_or("")
            .to_owned(),
        call: hit.call.clone(),
        turn: hit.turn,
        start,
        end,
        turn_sha256: turn_hash(&hit.text),
        speaker_role: hit
            .role
            .clone()
            .unwrap_or_else(|| hit.persona.replace('-', " ")),
        persona: hit.persona.clone(),
        side: hit.side,
        account: hit.account.clone(),
        industry: hit.industry.clone(),
        stage: hit.stage.clone(),
        outcome: hit.outcome.clone(),
        date: hit
            .date
            .as_ref()
            .map(|date| date.get(..10).unwrap_or(date).to_owned()),
        seconds: hit.seconds,
        link: hit.link.clone(),
        tags: hit.tags.clone(),
        highlights: inside
            .map(|(from, to)| Span {
                start: from - start,
                end: to - start,
            })
            .collect(),
    }
}
