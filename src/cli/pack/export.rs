//! How does a pack leave for an editor, a spreadsheet, a program?

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};

use crate::cli::Outcome;
use crate::cli::look::note_label;
use crate::cli::pack::{house, opened};
use crate::cli::settings::Settings;
use crate::quote::pack::Pack;
use crate::quote::pack::render::{PackFormat, render};
use crate::store::catalogue::Catalogue;

/// Write a pack as Markdown, a web page, a document, a workbook, JSON or text
///
/// The same pack always gives the same bytes, and `verbatim verify` reads every format back. `verbatim schema pack`
/// describes the JSON. A template (Jinja) writes in the style of a house: it sees pack, sections and quotes with the
/// fields of that schema and number, who, when and source_line; values are escaped if its name ends with .html or .xml
/// (before .j2, too).
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim pack export typing\n  verbatim pack export typing -o typing.docx\n  verbatim pack export typing --format csv -o typing.csv\n  verbatim pack export typing --template corpus-samples/templates/slides.txt.j2"
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
    /// Where to write; stdout if not given
    #[arg(long, short, visible_alias = "out", value_name = "FILE")]
    pub output: Option<PathBuf>,
}

fn format(name: &str) -> Result<PackFormat, String> {
    PackFormat::from_name(name)
        .ok_or_else(|| "the formats are md, html, docx, xlsx, csv, json and txt".to_owned())
}

/// Exports a pack.
pub(super) fn run(settings: &Settings, command: &Export) -> anyhow::Result<Outcome> {
    let catalogue = Catalogue::open_to_read(&settings.dir)?;
    let pack = opened(&catalogue, &command.name)?;
    let bytes = written(command, &pack)?;
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

/// The file's bytes. A format and a template are handed the same pack.
fn written(command: &Export, pack: &Pack) -> anyhow::Result<Vec<u8>> {
    let Some(template) = &command.template else {
        let format = chosen(command)?;
        return Ok(render(format, pack)?);
    };
    let rendered = house::render(template, pack)?;
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
    Ok(rendered.bytes)
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
