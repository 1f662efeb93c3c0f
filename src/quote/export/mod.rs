//! In which shapes do quotes leave, and what stands above them?
//!
//! Pure bytes out: no clock, no file, so that the same quotes always give the same bytes. One file per
//! format.

pub(in crate::quote) mod csv;
mod json;
pub(in crate::quote) mod markdown;

use crate::quote::quote::Quote;
use crate::quote::rights::gate::Cleared;

/// A shape that quotes are handed on in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExportFormat {
    Markdown,
    Csv,
    Json,
}

impl ExportFormat {
    /// Every format, in the order shown to people.
    pub const ALL: [ExportFormat; 3] = [
        ExportFormat::Markdown,
        ExportFormat::Csv,
        ExportFormat::Json,
    ];

    /// The word used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            ExportFormat::Markdown => "markdown",
            ExportFormat::Csv => "csv",
            ExportFormat::Json => "json",
        }
    }

    /// What a file of this format is called after the dot.
    pub fn extension(self) -> &'static str {
        match self {
            ExportFormat::Markdown => "md",
            ExportFormat::Csv => "csv",
            ExportFormat::Json => "json",
        }
    }

    /// The format of a name or of a file's ending, in any case.
    pub fn from_name(name: &str) -> Option<ExportFormat> {
        ExportFormat::ALL.into_iter().find(|format| {
            let names = [format.name(), format.extension()];
            names.iter().any(|known| known.eq_ignore_ascii_case(name))
        })
    }
}

/// What was asked for and how much was found: the reader must be able to ask again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// The query as typed; empty where only filters were set.
    pub query: String,
    /// Each filter's name and value, in the order given.
    pub filters: Vec<(String, String)>,
    /// How many hits there are, of which the quotes may be only the best.
    pub n_found: usize,
}

/// Why quotes could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error("cannot render the quotes as csv ({0}); try another export format")]
    Csv(#[from] ::csv::Error),
    #[error("cannot render the quotes as json ({0}); try another export format")]
    Json(#[from] serde_json::Error),
}

/// The quotes as a file's bytes: those that may leave, and no other.
pub fn render(
    format: ExportFormat,
    head: &Head,
    cleared: &Cleared<Vec<Quote>>,
) -> Result<Vec<u8>, ExportError> {
    let quotes = cleared.get();
    match format {
        ExportFormat::Markdown => Ok(markdown::render(head, quotes).into_bytes()),
        // A table has one meaning per column and no place for a head.
        ExportFormat::Csv => Ok(csv::render(quotes)?),
        ExportFormat::Json => Ok(json::render(head, quotes)?),
    }
}
