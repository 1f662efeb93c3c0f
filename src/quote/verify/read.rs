//! Which quotes does a file hold?
//!
//! Whatever a pack or an export was written as, and whatever was pasted from a page or a deck. What kind it is shows
//! in its contents, never in its name. One file a kind.

mod docx;
pub(in crate::quote) mod html;
mod json;
mod loose;
pub(in crate::quote) mod markdown;
mod table;
mod xlsx;

use std::io::Cursor;

use crate::quote::verify::claim::Claim;
use crate::unpack::{Container, Limits, Part, UnpackError, is_zip};
use crate::xml::XmlError;

/// What was found in a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    pub claims: Vec<Claim>,
    /// Words between quotation marks that are too few to be anybody's.
    pub n_short: usize,
    /// What a claim's line is a number of.
    pub unit: Unit,
}

/// What the places of a file are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unit {
    #[default]
    Line,
    /// Of a word processor, empty ones too.
    Paragraph,
    /// Of a sheet.
    Row,
}

impl Unit {
    /// The word shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Line => "line",
            Unit::Paragraph => "paragraph",
            Unit::Row => "row",
        }
    }
}

/// Why a file's quotes cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error(
        "this is no text; save the page, the deck or the document as text or HTML, or paste its words into -"
    )]
    NoText,
    #[error("{0}")]
    Box(String),
    #[error(
        "it holds more text than any pack; take out what is no quote, or paste the quotes into -"
    )]
    TooLarge,
}

impl From<UnpackError> for ReadError {
    fn from(error: UnpackError) -> ReadError {
        ReadError::Box(error.message)
    }
}

impl From<XmlError> for ReadError {
    fn from(error: XmlError) -> ReadError {
        ReadError::Box(error.message)
    }
}

/// Reads the quotes of a file.
pub fn read(bytes: &[u8]) -> Result<Page, ReadError> {
    if is_zip(bytes) {
        return read_box(bytes);
    }
    if bytes.starts_with(b"%PDF") {
        return Err(ReadError::NoText);
    }
    let text = text_of(bytes);
    let text = text.trim_start_matches('\u{feff}');
    if let Some(claims) = json::read(text).or_else(|| table::read(text)) {
        return Ok(Page {
            claims,
            ..Page::default()
        });
    }
    if html::is_html(text) {
        return Ok(html::read(text));
    }
    if text.lines().any(|line| line.trim_start().starts_with('>')) {
        return Ok(markdown::read(text));
    }
    Ok(loose::read(text))
}

/// A container that is being read.
type Opened<'b> = Container<Cursor<&'b [u8]>>;

/// Reads a document of a word processor or a workbook.
fn read_box(bytes: &[u8]) -> Result<Page, ReadError> {
    let mut container = Container::open(Cursor::new(bytes), Limits::DOCUMENT)?;
    let parts = container.parts();
    let has = |folder: &str| parts.iter().any(|part| part.name.starts_with(folder));
    if has("word/") {
        return docx::read(&mut container, &parts);
    }
    if has("xl/") {
        return xlsx::read(&mut container, &parts);
    }
    Err(ReadError::NoText)
}

/// A part of a container as text.
fn unpacked(container: &mut Opened<'_>, part: &Part) -> Result<String, ReadError> {
    Ok(text_of(&container.unpack(part)?))
}

/// UTF-8, UTF-16 with its mark, or else the code page of old Windows programs.
pub(in crate::quote) fn text_of(bytes: &[u8]) -> String {
    let (text, _, has_errors) = encoding_rs::UTF_8.decode(bytes);
    if has_errors {
        return encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned();
    }
    text.into_owned()
}

/// The text after a label such as `Source:` at the start of a line.
fn labelled<'t>(line: &'t str, label: &str) -> Option<&'t str> {
    let line = line.trim_start_matches(['>', ' ', '\t', '*', '-']);
    let rest = line.strip_prefix(label)?;
    Some(rest.trim_start_matches('*').trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(u32, String)> {
        let page = read(text.as_bytes()).unwrap_or_default();
        page.claims
            .into_iter()
            .map(|claim| (claim.line, claim.words))
            .collect()
    }

    #[test]
    fn quotes_are_found_in_whatever_they_stand() {
        let one = |line: u32| vec![(line, "We type it in.".to_owned())];
        for (text, line) in [
            ("She said \u{201c}We type it in.\u{201d} today.", 1),
            ("Intro.\n\nShe said \"We type it in.\"", 3),
            ("\u{ab}We type it in.\u{bb}", 1),
            ("\u{201e}We type it in.\u{201c}", 1),
            ("He said \u{2018}We type it in.\u{2019} then", 1),
            ("He said 'We type it in.' then", 1),
            ("Intro\n\n> We type\n> it in.\n\nOutro", 3),
            ("> We type it in.\n>\n> \u{2014} A buyer", 1),
            ("We type\nit in.", 1),
            (
                "<p>So:</p>\n<blockquote><p>We type it&nbsp;in.</p><cite>A buyer</cite></blockquote>",
                2,
            ),
            ("<p>They said <q>We type it in.</q></p>", 1),
            ("who,quote\r\nbuyer,We type it in.\r\n", 2),
            ("quote;who\nWe type it in.;buyer\n", 2),
            ("{\"quotes\":[\n{\"quote\":\"We type it in.\"}]}", 2),
            ("{\"text\":\"We type it in.\",\"call\":\"c1\"}\n", 1),
        ] {
            let found: Vec<(u32, String)> = words(text)
                .into_iter()
                .map(|(line, words)| (line, words.split_whitespace().collect::<Vec<_>>().join(" ")))
                .collect();
            assert_eq!(found, one(line), "{text}");
        }
    }

    #[test]
    fn a_quote_within_a_quote_and_an_apostrophe_end_nothing() {
        let text = "\u{201c}They ring: \u{201c}Where is it?\u{201d} all day\u{201d} and \u{2018}It\u{2019}s \
                    fine, really\u{2019}.";
        let found: Vec<String> = words(text).into_iter().map(|(_, words)| words).collect();
        let expected = [
            "They ring: \u{201c}Where is it?\u{201d} all day",
            "It\u{2019}s fine, really",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_few_words_between_marks_are_counted_and_not_checked() {
        let page = read("The \"cloud\" is \"in the air\".".as_bytes()).unwrap_or_default();
        assert_eq!((page.claims.len(), page.n_short), (1, 1));
        assert_eq!(read(b"%PDF-1.7"), Err(ReadError::NoText));
        assert!(matches!(read(b"PK\x03\x04rest"), Err(ReadError::Box(_))));
    }

    #[test]
    fn other_code_pages_are_read() {
        let utf16: Vec<u8> = [0xFEFF_u16]
            .into_iter()
            .chain("\"It\u{2019}s too slow\"".encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let windows = b"\x93It\x92s too slow\x94".to_vec();
        for bytes in [utf16, windows] {
            let page = read(&bytes).unwrap_or_default();
            let found: Vec<&str> = page
                .claims
                .iter()
                .map(|claim| claim.words.as_str())
                .collect();
            assert_eq!(found, ["It\u{2019}s too slow"]);
        }
    }
}
