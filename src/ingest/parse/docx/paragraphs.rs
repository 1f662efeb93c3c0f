//! Which words stand in a Word document's XML, paragraph by paragraph?
//!
//! Only `w:t` is text. What was deleted or moved away under change tracking is not said any more, and a text box
//! that comes twice, once more for old programs (`mc:Fallback`), is read once.

use crate::ingest::transcript::Refusal;
use crate::xml::{self, Piece};

use super::{Document, Paragraph};

/// Reads a `document.xml`.
pub(super) fn read(xml: &str) -> Result<Document, Refusal> {
    let mut reader = Reader::default();
    xml::walk(xml, |piece| match piece {
        Piece::Open(element) => reader.open(element),
        Piece::Close(name) => reader.close(name),
        Piece::Text(text) => reader.text(text),
    })?;
    Ok(Document {
        paragraphs: reader.done,
    })
}

#[derive(Default)]
struct Reader {
    /// Word's own elements bear the root's prefix; `a:t` and `m:t` are drawings and formulas.
    prefix: Option<String>,
    /// Paragraphs that are not closed yet; a text box stands inside of another one.
    open: Vec<Paragraph>,
    done: Vec<Paragraph>,
    /// Elements around here whose text does not count.
    n_dropped: usize,
    /// Elements around here that say how something looks.
    n_properties: usize,
    is_text: bool,
}

impl Reader {
    fn open(&mut self, element: &xml::Element<'_>) {
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
            "p" => self.open.push(Paragraph::default()),
            "pPr" | "rPr" | "tblPr" | "trPr" | "tcPr" | "sectPr" => self.n_properties += 1,
            "pStyle" => {
                let style = element.attribute("val").unwrap_or_default();
                self.mark_heading(is_heading(&style));
            }
            "outlineLvl" => self.mark_heading(true),
            _ if self.n_properties > 0 => {}
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
                let paragraph = self.open.pop();
                if self.n_dropped == 0 {
                    self.done.extend(paragraph);
                }
            }
            Some("pPr" | "rPr" | "tblPr" | "trPr" | "tcPr" | "sectPr") => {
                self.n_properties = self.n_properties.saturating_sub(1);
            }
            Some("t") => self.is_text = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.is_text {
            self.push(text);
        }
    }

    fn push(&mut self, text: &str) {
        if self.n_dropped > 0 {
            return;
        }
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn mark_heading(&mut self, is_heading: bool) {
        if let Some(paragraph) = self.open.last_mut() {
            paragraph.is_heading |= is_heading;
        }
    }

    /// The name of one of Word's own elements.
    fn own<'n>(&self, name: &'n str) -> Option<&'n str> {
        let is_own = self.prefix.as_deref() == Some(prefix(name));
        is_own.then(|| xml::local(name))
    }
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

fn is_dropped(name: &str) -> bool {
    matches!(xml::local(name), "del" | "moveFrom" | "Fallback")
}

/// Styles are named in the language of the program; where they are not in this list, `outlineLvl` or nothing
/// tells a heading.
fn is_heading(style: &str) -> bool {
    const STYLES: &[&str] = &[
        "heading",
        "title",
        "subtitle",
        "berschrift",
        "titre",
        "ttulo",
        "titolo",
        "kop",
    ];
    let style = style.to_lowercase();
    STYLES.iter().any(|known| style.starts_with(known))
}
