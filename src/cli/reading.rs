//! What does a person know about a file that its content doesn't tell?

use std::io::Write;

use serde::Serialize;

use crate::cli::look::{FAINT, STRONG, printable, styled};
use crate::ingest::format::{FORMATS, Format};
use crate::ingest::parse::csv_table::Columns;
use crate::ingest::parse::marks::{Candidate, SURE};
use crate::ingest::parse::{How, candidates};
use crate::ingest::read::Delivery;

/// Flags of every command that reads transcripts.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Read every file as this format, whatever it seems to be
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    pub format: Option<Format>,
    /// Which column of a table holds what: text=Body,speaker=Who,start=When
    #[arg(long, value_name = "COLUMNS")]
    pub columns: Option<Columns>,
}

impl Reading {
    /// What this says to the parsers. Who names columns means a table.
    pub fn how(&self) -> How {
        How {
            format: self
                .format
                .or(self.columns.is_some().then_some(Format::Csv)),
            columns: self.columns.clone().unwrap_or_default(),
        }
    }
}

fn format(name: &str) -> Result<Format, String> {
    Format::named(name).ok_or_else(|| {
        let names: Vec<&str> = FORMATS.iter().map(|about| about.name).collect();
        format!(
            "there is no format of that name; the formats are: {}",
            names.join(", ")
        )
    })
}

/// What the content of a file resembles, and what was decided.
#[derive(Serialize)]
struct Resemblance<'a> {
    path: String,
    decided: Option<&'static str>,
    candidates: Vec<Fit<'a>>,
}

#[derive(Serialize)]
struct Fit<'a> {
    format: &'static str,
    score: u8,
    found: &'a [String],
    missing: &'a [String],
}

/// Shows how well a delivery fits each format.
pub fn explain(
    out: &mut impl Write,
    delivery: &Delivery,
    how: &How,
    as_json: bool,
) -> std::io::Result<()> {
    let fits = match candidates(&delivery.bytes, how) {
        Ok(fits) => fits,
        Err(refusal) => return writeln!(out, "{}: {}", delivery.place(), refusal.message),
    };
    let decided = fits
        .first()
        .filter(|best| best.score >= SURE && fits.get(1).is_none_or(|next| next.score < best.score))
        .map(|best| best.format.name());
    if as_json {
        let resemblance = Resemblance {
            path: delivery.place(),
            decided,
            candidates: fits.iter().map(fit).collect(),
        };
        serde_json::to_writer(&mut *out, &resemblance)?;
        return writeln!(out);
    }
    let verdict = match decided {
        Some(format) => format!("read as {format}"),
        None if fits.is_empty() => "resembles no format".to_owned(),
        None => "no format is sure".to_owned(),
    };
    let place = printable(&delivery.place());
    writeln!(out, "{}: {verdict}", styled(STRONG, &place))?;
    for fit in &fits {
        writeln!(
            out,
            "  {:>3}  {}",
            fit.score,
            styled(STRONG, fit.format.name())
        )?;
        for (what, marks) in [("has", &fit.found), ("lacks", &fit.missing)] {
            let marks: Vec<String> = marks.iter().map(|mark| printable(mark)).collect();
            if !marks.is_empty() {
                let line = format!("       {what} {}", marks.join(", "));
                writeln!(out, "{}", styled(FAINT, &line))?;
            }
        }
    }
    Ok(())
}

fn fit(candidate: &Candidate) -> Fit<'_> {
    Fit {
        format: candidate.format.name(),
        score: candidate.score,
        found: &candidate.found,
        missing: &candidate.missing,
    }
}
