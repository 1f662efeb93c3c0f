//! How does a pack leave for an editor, a spreadsheet, a program?

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context;

use crate::cli::Outcome;
use crate::cli::pack::opened;
use crate::cli::settings::Settings;
use crate::quote::pack::render::{PackFormat, render};
use crate::store::catalogue::Catalogue;

/// Write a pack as Markdown, CSV, JSON or plain text
///
/// The same pack always gives the same bytes. `verbatim schema pack` describes the JSON.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack export typing\n  verbatim pack export typing --format csv -o typing.csv"
)]
pub struct Export {
    /// The pack's name
    pub name: String,
    /// The shape of the file: md, csv, json or txt
    #[arg(long, default_value = "md", value_parser = format)]
    pub format: PackFormat,
    /// Where to write; stdout if not given
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn format(name: &str) -> Result<PackFormat, String> {
    PackFormat::from_name(name).ok_or_else(|| "the formats are md, csv, json and txt".to_owned())
}

/// Exports a pack.
pub(super) fn run(settings: &Settings, command: &Export) -> anyhow::Result<Outcome> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let pack = opened(&catalogue, &command.name)?;
    let bytes = render(command.format, &pack)?;
    match &command.output {
        Some(path) => std::fs::write(path, &bytes).with_context(|| {
            format!(
                "cannot write {}; check the folder and its rights",
                path.display()
            )
        })?,
        None => std::io::stdout().write_all(&bytes)?,
    }
    Ok(if pack.items.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}
