//! How does a pack leave for an editor, a spreadsheet, a program?

use std::io::Write;
use std::path::PathBuf;

use crate::cli::Outcome;
use crate::cli::look::{count, error_label};
use crate::cli::pack::leave::{Leaving, leave, tell_left_out, tell_refused};
use crate::cli::pack::{open_to_write, opened};
use crate::cli::rights::{by_whom, given_text, rights_for};
use crate::cli::settings::Settings;
use crate::quote::pack::render::PackFormat;
use crate::quote::rights::Purpose;
use crate::quote::rights::gate::gate;

/// Write a pack as Markdown, CSV, JSON or plain text
///
/// The same pack always gives the same bytes. For publishing every quote needs a right (`verbatim rights`), and beside it
/// stands only what that right allows. `verbatim schema pack` describes the JSON.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack export typing\n  verbatim pack export typing --format csv -o typing.csv\n  verbatim rights grant call:hebblethorpe-callback-0609 anonymous --by CMO\n  verbatim pack export offer --for publish -o offer-public.md"
)]
pub struct Export {
    /// The pack's name
    pub name: String,
    /// The shape of the file: md, csv, json or txt
    #[arg(long, default_value = "md", value_parser = format)]
    pub format: PackFormat,
    /// What it is for: internal or publish
    #[arg(long = "for", value_name = "PURPOSE", default_value = "internal", value_parser = purpose)]
    pub purpose: Purpose,
    /// Leave out what is not granted, in place of refusing all of it
    #[arg(long)]
    pub only_granted: bool,
    /// Who takes it, for the history; the system's user if not given
    #[arg(long, value_name = "WHO", value_parser = given_text)]
    pub by: Option<String>,
    /// Where to write; stdout if not given
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn format(name: &str) -> Result<PackFormat, String> {
    PackFormat::from_name(name).ok_or_else(|| "the formats are md, csv, json and txt".to_owned())
}

fn purpose(name: &str) -> Result<Purpose, String> {
    Purpose::from_name(name).ok_or_else(|| "the purposes are internal and publish".to_owned())
}

/// Exports a pack.
pub(super) fn run(settings: &Settings, command: &Export) -> anyhow::Result<Outcome> {
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let pack = opened(&catalogue, &command.name)?;
    let rights = rights_for(&catalogue, &pack)?;
    let gated = gate(&pack, &rights, command.purpose);
    let must_be_whole = command.purpose == Purpose::Publish && !command.only_granted;
    if must_be_whole && !gated.refused.is_empty() {
        let mut err = anstream::stderr();
        let n_all = count(pack.items.len() as u64, "quote");
        writeln!(
            err,
            "{} {} of {n_all} may not be published, so nothing was written",
            error_label(),
            gated.refused.len()
        )?;
        tell_refused(&gated.refused)?;
        writeln!(
            err,
            "`verbatim rights grant` writes a permission down; --only-granted leaves these quotes out"
        )?;
        return Ok(Outcome::Trouble);
    }
    tell_left_out(&gated)?;
    let leaving = Leaving {
        format: command.format,
        purpose: command.purpose,
        by: by_whom(command.by.as_deref()),
        to: command.output.clone(),
    };
    leave(&mut catalogue, &pack, &gated, &leaving)?;
    Ok(if gated.numbers.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}
