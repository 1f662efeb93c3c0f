//! How does a pack leave for an editor, a spreadsheet, a program?

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use crate::cli::Outcome;
use crate::cli::look::{count, error_label, note_label};
use crate::cli::pack::leave::{
    Leaving, TEMPLATE, leave, open_leaks, tell_hidden, tell_leaks, tell_left_out, tell_refused,
};
use crate::cli::pack::{house, open_to_write, opened};
use crate::cli::rights::{by_whom, given_text, today};
use crate::cli::settings::Settings;
use crate::quote::pack::Pack;
use crate::quote::pack::render::{PackFormat, render};
use crate::quote::publish::published;
use crate::quote::rights::Purpose;
use crate::quote::rights::gate::Cleared;

/// Write a pack as Markdown, a web page, a document, a workbook, JSON or text
///
/// The same pack always gives the same bytes, and `verbatim verify` reads every format back. `verbatim schema pack`
/// describes the JSON. For publishing every quote needs a right (`verbatim rights`), and beside it stands only what that
/// right allows; what would tell who spoke is hidden by marks (`verbatim pack redact`), and nothing is written while the
/// leak test finds anything in the finished file (`verbatim pack leaktest`). A template (Jinja) writes in the style of a house: it sees pack, sections and quotes with the fields of
/// that schema and number, who, when and source_line; values are escaped if its name ends with .html or .xml (before
/// .j2, too).
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack export typing\n  verbatim pack export typing -o typing.docx\n  verbatim pack export typing --format csv -o typing.csv\n  verbatim pack export typing --template corpus-samples/templates/slides.txt.j2\n  verbatim rights grant call:hebblethorpe-callback-0609 anonymous --by CMO\n  verbatim pack export offer --for publish -o offer-public.md"
)]
pub struct Export {
    /// The pack's name
    pub name: String,
    /// The shape of the file: md, html, docx, xlsx, csv, json or txt [default: by the ending of FILE, else md]
    #[arg(long, value_parser = format)]
    pub format: Option<PackFormat>,
    /// A template of your own in place of a format
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub template: Option<PathBuf>,
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
    #[arg(long, short, visible_alias = "out", value_name = "FILE")]
    pub output: Option<PathBuf>,
}

pub(super) fn format(name: &str) -> Result<PackFormat, String> {
    PackFormat::from_name(name)
        .ok_or_else(|| "the formats are md, html, docx, xlsx, csv, json and txt".to_owned())
}

fn purpose(name: &str) -> Result<Purpose, String> {
    Purpose::from_name(name).ok_or_else(|| "the purposes are internal and publish".to_owned())
}

/// Exports a pack.
pub(super) fn run(settings: &Settings, command: &Export) -> anyhow::Result<Outcome> {
    let (_lock, mut catalogue) = open_to_write(settings)?;
    let pack = opened(&catalogue, &command.name)?;
    let published = published(
        &catalogue,
        &pack,
        command.purpose,
        today()?,
        &settings.config,
    )?;
    let gated = &published.gated;
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
    tell_left_out(gated)?;
    tell_hidden(&published)?;
    let (format, bytes) = written(command, &gated.allowed)?;
    let open = open_leaks(&published, &bytes)?;
    if !open.is_empty() {
        tell_leaks(&pack.name, &open)?;
        return Ok(Outcome::Trouble);
    }
    let leaving = Leaving {
        format,
        purpose: command.purpose,
        by: by_whom(command.by.as_deref()),
        to: command.output.clone(),
    };
    leave(&mut catalogue, &pack, gated, &leaving, &bytes)?;
    Ok(if gated.numbers.is_empty() {
        Outcome::NothingFound
    } else {
        Outcome::Done
    })
}

/// The shape's name and the file's bytes. A format and a template are handed the same pack.
fn written(command: &Export, cleared: &Cleared<Pack>) -> anyhow::Result<(&'static str, Vec<u8>)> {
    let Some(template) = &command.template else {
        let format = chosen(command)?;
        return Ok((format.name(), render(format, cleared)?));
    };
    let rendered = house::render(template, cleared)?;
    if !rendered.changed.is_empty() {
        let numbers: Vec<String> = rendered.changed.iter().map(usize::to_string).collect();
        writeln!(
            anstream::stderr(),
            "{} the words of quote {} do not stand in the result as they were said; the template leaves them out or \
             changes them",
            note_label(),
            numbers.join(", ")
        )?;
    }
    Ok((TEMPLATE, rendered.bytes))
}

/// The format that was asked for by name or by the file's ending.
fn chosen(command: &Export) -> anyhow::Result<PackFormat> {
    let ending = command.output.as_deref().and_then(Path::extension);
    let format = match (command.format, ending) {
        (Some(format), _) => format,
        (None, Some(ending)) => format(&ending.to_string_lossy()).map_err(|formats| {
            anyhow!("the file's ending names no format; {formats}; or give --format")
        })?,
        (None, None) => PackFormat::Markdown,
    };
    if command.output.is_none() && format.is_binary() && std::io::stdout().is_terminal() {
        bail!(
            "{} is nothing that a terminal can show; give a file with -o",
            format.name()
        );
    }
    Ok(format)
}
