//! Which formats can be read, and how sure is each?
//!
//! Says what the table in `ingest::format` says; the README's table is made by this command.

use std::fmt::Write as _;
use std::io::Write;

use serde::Serialize;

use crate::cli::Outcome;
use crate::cli::look::{FAINT, STRONG, count, styled};
use crate::ingest::format::{About, Evidence, FORMATS};

/// List the formats that can be read
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  verbatim formats\n  verbatim formats --json\n  verbatim formats --markdown\n\nThe first word of a line is what --format takes."
)]
pub struct Formats {
    /// One format a line, as JSON
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// As a table in Markdown
    #[arg(long)]
    pub markdown: bool,
}

#[derive(Serialize)]
struct Line {
    format: &'static str,
    title: &'static str,
    evidence: &'static str,
    experimental: bool,
}

/// Lists the formats.
pub fn run(command: &Formats) -> anyhow::Result<Outcome> {
    let mut out = std::io::BufWriter::new(anstream::stdout());
    if command.markdown {
        write!(out, "{}", markdown())?;
    } else if command.json {
        for about in FORMATS {
            serde_json::to_writer(&mut out, &line(about))?;
            writeln!(out)?;
        }
    } else {
        show(&mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The README's table.
pub fn markdown() -> String {
    let mut table =
        String::from("| Format | `--format` | Its shape is known from |\n|---|---|---|\n");
    for about in FORMATS {
        // Writing to a string cannot fail.
        let _ = writeln!(
            table,
            "| {} | `{}` | {} |",
            about.title.replace('|', "\\|"),
            about.name,
            about.evidence.words()
        );
    }
    table
}

fn show(out: &mut impl Write) -> std::io::Result<()> {
    let widest = FORMATS.iter().map(|about| about.name.len()).max();
    let width = widest.unwrap_or_default();
    for about in FORMATS {
        let name = styled(STRONG, &format!("{:<width$}", about.name));
        let evidence = styled(FAINT, &format!("({})", about.evidence.words()));
        writeln!(out, "{name}  {} {evidence}", about.title)?;
    }
    let n_experimental = FORMATS
        .iter()
        .filter(|about| is_experimental(about))
        .count();
    writeln!(
        out,
        "{}, {n_experimental} of them experimental",
        count(FORMATS.len() as u64, "format")
    )
}

fn is_experimental(about: &About) -> bool {
    about.evidence == Evidence::SecondHand
}

fn line(about: &About) -> Line {
    Line {
        format: about.name,
        title: about.title,
        evidence: about.evidence.words(),
        experimental: is_experimental(about),
    }
}
