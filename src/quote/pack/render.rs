//! In which shapes does a pack leave?
//!
//! Pure bytes out: no clock, no file, no number drawn by lot, so that the same pack always gives the same bytes. One
//! block a quote, in the pack's order, so that two versions of a pack can be compared line by line. One file a format.

pub mod json;

pub mod template;

mod csv;
mod docx;
mod fit;
mod html;
mod markdown;
mod text;
mod xlsx;

use crate::quote::pack::{Item, Pack};
use crate::quote::rights::gate::Cleared;

/// A shape that packs are handed on in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PackFormat {
    Markdown,
    Html,
    Docx,
    Xlsx,
    Csv,
    Json,
    Text,
}

impl PackFormat {
    /// Every format, in the order shown to people.
    pub const ALL: [PackFormat; 7] = [
        PackFormat::Markdown,
        PackFormat::Html,
        PackFormat::Docx,
        PackFormat::Xlsx,
        PackFormat::Csv,
        PackFormat::Json,
        PackFormat::Text,
    ];

    /// The word used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            PackFormat::Markdown => "markdown",
            PackFormat::Html => "html",
            PackFormat::Docx => "docx",
            PackFormat::Xlsx => "xlsx",
            PackFormat::Csv => "csv",
            PackFormat::Json => "json",
            PackFormat::Text => "text",
        }
    }

    /// What a file of this format is called after the dot.
    pub fn extension(self) -> &'static str {
        match self {
            PackFormat::Markdown => "md",
            PackFormat::Html => "html",
            PackFormat::Docx => "docx",
            PackFormat::Xlsx => "xlsx",
            PackFormat::Csv => "csv",
            PackFormat::Json => "json",
            PackFormat::Text => "txt",
        }
    }

    /// Whether it is a container that a terminal cannot show.
    pub fn is_binary(self) -> bool {
        matches!(self, PackFormat::Docx | PackFormat::Xlsx)
    }

    /// The format of a name or of a file's ending, in any case.
    pub fn from_name(name: &str) -> Option<PackFormat> {
        PackFormat::ALL.into_iter().find(|format| {
            let names = [format.name(), format.extension()];
            names.iter().any(|known| known.eq_ignore_ascii_case(name))
        })
    }
}

/// Why a pack could not be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("cannot render the pack as csv ({0}); try another format")]
    Csv(#[from] ::csv::Error),
    #[error("cannot render the pack as json ({0}); try another format")]
    Json(#[from] serde_json::Error),
    #[error("cannot render the pack as {format} ({cause}); try another format")]
    Format {
        format: &'static str,
        /// What the writer of the format says; never words of the pack.
        cause: String,
    },
    #[error(
        "cannot write the pack as {format}: in {place} there is {why}; choose another format such as md or json, \
         or leave it out"
    )]
    Unfit {
        format: &'static str,
        /// `the words of quote 3`
        place: String,
        why: String,
    },
}

/// The pack as a file's bytes: of what may leave, and nothing else.
pub fn render(format: PackFormat, cleared: &Cleared<Pack>) -> Result<Vec<u8>, RenderError> {
    let pack = cleared.get();
    match format {
        PackFormat::Markdown => Ok(markdown::render(pack).into_bytes()),
        PackFormat::Html => Ok(html::render(pack)?.into_bytes()),
        PackFormat::Docx => docx::render(pack),
        PackFormat::Xlsx => xlsx::render(pack),
        PackFormat::Csv => Ok(csv::render(pack)?),
        PackFormat::Json => Ok(json::render(pack)?),
        PackFormat::Text => Ok(text::render(pack).into_bytes()),
    }
}

/// Characters of a hash that a reader is shown; the whole stands in the formats for programs.
const SHOWN_HASH: usize = 12;

/// The line that lets `verify` hold a quote against its seal, and tells how far it may be shown.
fn source_line(item: &Item) -> String {
    let shown = |hash: &str| hash.chars().take(SHOWN_HASH).collect::<String>();
    let place = match item.source() {
        withheld if withheld.is_empty() => "withheld".to_owned(),
        source => format!("{source} · sha256 {}", shown(&item.seal.turn_sha256)),
    };
    let level = item.level.unwrap_or_default().name();
    format!("{place} · quote {} · rights {level}", shown(&item.hash()))
}

/// Name, role, company, industry, size, region, then day and minute; each where it is known and may be shown.
fn attribution(item: &Item) -> (String, Vec<String>) {
    let said_by = &item.said_by;
    let who = [
        said_by.name.clone(),
        Some(item.role()),
        said_by.account.clone(),
        said_by.industry.clone(),
        said_by.size.clone(),
        said_by.region.clone(),
    ];
    let who: Vec<String> = who.into_iter().flatten().collect();
    let when = [said_by.date.clone(), item.seal.minute.clone()];
    (who.join(", "), when.into_iter().flatten().collect())
}

/// The question of a pack and how many quotes it has, a line each.
fn head(pack: &Pack) -> Vec<String> {
    let mut head = Vec::new();
    if !pack.query.is_empty() {
        head.push(format!("query: {}", pack.query));
    }
    head.extend(
        pack.filters
            .iter()
            .map(|(name, value)| format!("{name}: {value}")),
    );
    let ending = if pack.items.len() == 1 { "" } else { "s" };
    head.push(format!("{} quote{ending}", pack.items.len()));
    head
}

/// The section that begins with an item, where its own differs from the one before.
fn new_section(items: &[Item], at: usize) -> Option<&str> {
    let own = items.get(at)?.section.as_deref();
    let before = at
        .checked_sub(1)
        .and_then(|at| items.get(at))
        .and_then(|item| item.section.as_deref());
    own.filter(|_| own != before)
}

/// The lines of a text, whatever breaks them; a line of their own for empty ones.
fn lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split(['\n', '\r']).map(str::to_owned).collect()
}
