//! Which words stand in the XML of a word processor, paragraph by paragraph?
//!
//! Only `w:t` is text (ECMA-376, part 1, 17.3). What was deleted or moved away under change tracking is not there any
//! more, and a text box that comes twice, once more for old programs (`mc:Fallback`), is read once.

use crate::quote::verify::read::ReadError;
use crate::xml::{Element, Piece, local, walk};

/// More paragraphs with words in them are no page of quotes.
const MOST: usize = 200_000;

/// One paragraph with words in it; its lines are set apart by `\n`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Its number in the document, from 1, empty ones counted.
    pub(super) number: u32,
    pub(super) text: String,
    /// The id of its style; empty where it has none.
    pub(super) style: String,
    /// The ids of the footnotes that it calls.
    pub(super) notes: Vec<String>,
    /// The id of the footnote that it belongs to.
    pub(super) within: Option<String>,
}

/// The paragraphs of a document or of its footnotes.
pub(super) fn read(xml: &str) -> Result<Vec<Paragraph>, ReadError> {
    let mut reader = Reader::default();
    walk(xml, |piece| match piece {
        Piece::Open(element) => reader.open(element),
        Piece::Close(name) => reader.close(name),
        Piece::Text(text) => reader.text(text),
    })?;
    if reader.done.len() > MOST {
        return Err(ReadError::TooLarge);
    }
    // One in a text box is closed before the one around it.
    reader.done.sort_by_key(|paragraph| paragraph.number);
    Ok(reader.done)
}

#[derive(Default)]
struct Reader {
    /// The word processor's own elements bear the root's prefix; drawings and formulas bear others.
    prefix: Option<String>,
    /// Paragraphs that are not closed yet; a text box stands inside of another one.
    open: Vec<Paragraph>,
    done: Vec<Paragraph>,
    n_paragraphs: u32,
    /// The footnote around here.
    note: Option<String>,
    /// Elements around here whose text does not count.
    n_dropped: usize,
    /// Elements around here that say how something looks.
    n_properties: usize,
    is_text: bool,
}

impl Reader {
    fn open(&mut self, element: &Element<'_>) {
        let name = element.name();
        if self.prefix.is_none() {
            self.prefix = Some(prefix(name).to_owned());
        }
        if is_dropped(name) {
            self.n_dropped += 1;
            return;
        }
        let Some(own) = self.own(name) else {
            return;
        };
        match own {
            "p" => {
                self.n_paragraphs = self.n_paragraphs.saturating_add(1);
                self.open.push(Paragraph {
                    number: self.n_paragraphs,
                    within: self.note.clone(),
                    ..Paragraph::default()
                });
            }
            "footnote" => self.note = element.attribute("id"),
            // Deeper ones are of a change that was made to the style.
            "pStyle" if self.n_properties == 1 => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.style = element.attribute("val").unwrap_or_default();
                }
            }
            own if is_property(own) => self.n_properties += 1,
            _ if self.n_properties > 0 || self.n_dropped > 0 => {}
            "footnoteReference" => {
                if let Some(paragraph) = self.open.last_mut() {
                    paragraph.notes.extend(element.attribute("id"));
                }
            }
            "t" => self.is_text = true,
            "br" | "cr" => self.push("\n"),
            "tab" | "ptab" => self.push("\t"),
            "noBreakHyphen" => self.push("-"),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if is_dropped(name) {
            self.n_dropped = self.n_dropped.saturating_sub(1);
            return;
        }
        match self.own(name) {
            Some("p") => {
                let paragraph = self.open.pop().filter(|p| !p.text.trim().is_empty());
                // One more than is allowed tells that there were too many.
                if self.done.len() <= MOST {
                    self.done.extend(paragraph);
                }
            }
            Some("footnote") => self.note = None,
            Some("t") => self.is_text = false,
            Some(own) if is_property(own) => {
                self.n_properties = self.n_properties.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_text && self.n_dropped == 0 {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    /// The name of one of the word processor's own elements.
    fn own<'n>(&self, name: &'n str) -> Option<&'n str> {
        let is_own = self.prefix.as_deref() == Some(prefix(name));
        is_own.then(|| local(name))
    }
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

fn is_dropped(name: &str) -> bool {
    matches!(local(name), "del" | "moveFrom" | "Fallback")
}

fn is_property(name: &str) -> bool {
    matches!(name, "pPr" | "rPr" | "tblPr" | "trPr" | "tcPr" | "sectPr")
}
