//! In which shapes does a digest leave?
//!
//! Pure text out: the same digest gives the same bytes.

mod html;
mod markdown;
mod plain;

use crate::report::digest::shape::{Digest, DigestQuote};

/// A shape of a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    Markdown,
    /// One page by itself: no script, nothing to load, styles in place, so that mail programs show it.
    Html,
    /// The shape of [`Digest`].
    Json,
    /// For terminals, and for mail programs that show no HTML.
    Text,
}

impl Shape {
    /// Every shape, in the order shown to people.
    pub const ALL: [Shape; 4] = [Shape::Markdown, Shape::Html, Shape::Json, Shape::Text];

    /// The word used on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Markdown => "md",
            Shape::Html => "html",
            Shape::Json => "json",
            Shape::Text => "text",
        }
    }

    /// The shape of a name, in any case.
    pub fn from_name(name: &str) -> Option<Shape> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "markdown" => Some(Shape::Markdown),
            "txt" => Some(Shape::Text),
            _ => Shape::ALL.into_iter().find(|shape| shape.name() == name),
        }
    }
}

/// Writes a digest. `site` is where the pages are served (`https://calls.example.org`); without it only recordings are
/// linked.
pub fn render(
    digest: &Digest,
    shape: Shape,
    site: Option<&str>,
) -> Result<String, serde_json::Error> {
    let site = site.map(|site| site.trim_end_matches('/'));
    match shape {
        Shape::Markdown => Ok(markdown::render(digest, site)),
        Shape::Html => Ok(html::render(digest, site)),
        Shape::Text => Ok(plain::render(digest, site)),
        Shape::Json => serde_json::to_string_pretty(digest).map(|text| text + "\n"),
    }
}

/// Where a quote can be looked up: its recording, else its call's page.
fn link(quote: &DigestQuote, site: Option<&str>) -> Option<String> {
    let page = || {
        let id: String = form_urlencoded::byte_serialize(quote.call.as_bytes()).collect();
        // A plus is a space in a query alone.
        let id = id.replace('+', "%20");
        site.map(|site| format!("{site}/calls/{id}#turn-{}", quote.turn))
    };
    page().or_else(|| quote.link.clone())
}

/// Text without characters that would move a cursor or turn the reading order; line ends become spaces.
fn one_line(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() => '\u{FFFD}',
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => '\u{FFFD}',
        c => c,
    };
    text.chars()
        .map(shown)
        .collect::<String>()
        .trim()
        .to_owned()
}
