//! Which quotes does a Word document hold?
//!
//! Paragraphs with a footnote that names a source, as a pack has them, and those in a style for quotations. Beside
//! them, and in a document that has neither, what stands between quotation marks; else every paragraph. A document has
//! no lines: its paragraphs are counted.

mod paragraphs;

use std::collections::HashMap;

use crate::quote::verify::claim::{Claim, Sealed};
use crate::quote::verify::read::{Opened, Page, ReadError, Unit, labelled, loose, unpacked};
use crate::unpack::Part;
use paragraphs::Paragraph;

/// How styles for quotations begin, in the languages in which word processors name them.
const QUOTES: [&str; 5] = ["quot", "intensequote", "zitat", "intensiveszitat", "cita"];
/// How styles for headings begin.
const HEADINGS: [&str; 8] = [
    "heading",
    "title",
    "subtitle",
    "berschrift",
    "titel",
    "titre",
    "ttulo",
    "titolo",
];

/// The quotes of a document.
pub(super) fn read(container: &mut Opened<'_>, parts: &[Part]) -> Result<Page, ReadError> {
    let part = |name: &str| parts.iter().find(|part| part.name == name);
    let Some(document) = part("word/document.xml") else {
        return Err(ReadError::NoText);
    };
    let paragraphs = paragraphs::read(&unpacked(container, document)?)?;
    let notes = match part("word/footnotes.xml") {
        Some(notes) => sources(paragraphs::read(&unpacked(container, notes)?)?),
        None => HashMap::new(),
    };
    Ok(page(paragraphs, &notes))
}

/// The footnotes that name a source, by their ids.
fn sources(paragraphs: Vec<Paragraph>) -> HashMap<String, Sealed> {
    let source = |paragraph: Paragraph| {
        let sealed = labelled(&paragraph.text, "Source:").and_then(Sealed::read_line)?;
        Some((paragraph.within?, sealed))
    };
    paragraphs.into_iter().filter_map(source).collect()
}

fn page(paragraphs: Vec<Paragraph>, sources: &HashMap<String, Sealed>) -> Page {
    let mut claims = Vec::new();
    let mut rest = Vec::new();
    for paragraph in paragraphs {
        let sealed = paragraph.notes.iter().find_map(|id| sources.get(id));
        let is_quote = sealed.is_some() || begins(&paragraph.style, &QUOTES);
        if is_quote && paragraph.text.chars().any(char::is_alphanumeric) {
            claims.push(Claim {
                line: paragraph.number,
                words: paragraph.text.trim().to_owned(),
                sealed: sealed.cloned(),
            });
        } else {
            rest.push(paragraph);
        }
    }
    let is_pack = claims.iter().any(|claim| claim.sealed.is_some());
    let head = claims.first().map_or(0, |first| first.line);
    // A pack repeats its question above its first quote, and has names, notes and tags beside them.
    rest.retain(|paragraph| {
        let is_own = paragraph.number < head
            || begins(&paragraph.style, &HEADINGS)
            || loose::is_furniture(&paragraph.text);
        !(is_pack && is_own)
    });
    let rest: Vec<loose::Paragraph> = rest.into_iter().map(plain).collect();
    let mut page = if claims.is_empty() {
        loose::read_paragraphs(&rest)
    } else {
        let mut page = Page {
            claims,
            ..Page::default()
        };
        for paragraph in &rest {
            for (line, words) in loose::quoted(paragraph) {
                loose::take(&mut page, line, words);
            }
        }
        page.claims.sort_by_key(|claim| claim.line);
        page
    };
    page.unit = Unit::Paragraph;
    page
}

/// A paragraph is one place, however often its lines are broken.
fn plain(paragraph: Paragraph) -> loose::Paragraph {
    loose::Paragraph {
        line: paragraph.number,
        text: paragraph.text.replace('\n', " "),
    }
}

fn begins(style: &str, known: &[&str]) -> bool {
    let style = style.to_lowercase();
    known.iter().any(|known| style.starts_with(known))
}
