//! How does a pack look in a word processor?
//!
//! Under styles that every word processor knows (Title, Heading 1, Quote, Caption), so that a house's own style sheet
//! can be laid over it; each quote has its source as a footnote, by which `verify` holds it. The styles, the footnotes
//! and the properties are written here: those of the crate lack separators and note marks, and keep clock times and
//! authors. Everything else would be the same in any writer.

use std::io::Cursor;

use docx_rs::{BreakType, Docx, Footnote, Paragraph, Run};

use crate::quote::pack::render::fit::{check, no_xml};
use crate::quote::pack::render::{
    PackFormat, RenderError, attribution, head, lines, new_section, source_line,
};
use crate::quote::pack::{Item, Pack};

const STYLES: &[u8] = include_bytes!("docx/styles.xml");
/// With the lines that stand between text and notes; a word processor asks for both.
const FOOTNOTES: &str = include_str!("docx/footnotes.xml");
const CORE: &str = include_str!("docx/core.xml");
/// Where in those files the pack's own goes.
const HERE: &str = "<!--here-->";

/// The document's bytes.
pub(super) fn render(pack: &Pack) -> Result<Vec<u8>, RenderError> {
    check(PackFormat::Docx, pack, no_xml)?;
    let mut page = Page::default();
    page.say("Title", &pack.name);
    for line in head(pack) {
        page.say("Subtitle", &line);
    }
    for (at, item) in pack.items.iter().enumerate() {
        if let Some(section) = new_section(&pack.items, at) {
            page.say("Heading1", section);
        }
        page.quote(item);
    }
    page.pack(&pack.name)
}

#[derive(Default)]
struct Page {
    paragraphs: Vec<Paragraph>,
    /// The text of each footnote.
    sources: Vec<String>,
    /// Ids given so far; the crate would count on from the document before.
    n_ids: u32,
}

impl Page {
    /// An empty paragraph in a style.
    fn paragraph(&mut self, style: &str, text: &str) -> Paragraph {
        self.n_ids += 1;
        let mut paragraph = Paragraph::new()
            .id(format!("{:08x}", self.n_ids))
            .style(style)
            .add_run(run(text));
        if runs_leftward(text) {
            paragraph.property = paragraph.property.bidi(true);
        }
        paragraph
    }

    fn say(&mut self, style: &str, text: &str) {
        let paragraph = self.paragraph(style, text);
        self.paragraphs.push(paragraph);
    }

    fn quote(&mut self, item: &Item) {
        self.sources.push(source_line(item));
        // The crate wants a text for the note, which is written anew below.
        let note = Footnote {
            id: self.sources.len(),
            content: vec![self.paragraph("FootnoteText", "")],
        };
        let mark = Run::new().add_footnote_reference(note);
        let quote = self.paragraph("Quote", &item.words()).add_run(mark);
        self.paragraphs.push(quote);
        let (who, when) = attribution(item);
        let mut parts = vec![who];
        parts.extend(when);
        parts.extend(item.said_by.link.clone());
        self.say("Caption", &format!("— {}", parts.join(" · ")));
        if !item.said_by.tags.is_empty() {
            self.say(
                "BodyText",
                &format!("Tags: {}", item.said_by.tags.join(", ")),
            );
        }
        if let Some(note) = &item.note {
            self.say("BodyText", &format!("Note: {note}"));
        }
    }

    fn pack(self, title: &str) -> Result<Vec<u8>, RenderError> {
        let document = self.paragraphs.into_iter();
        let mut parts = document.fold(Docx::new(), Docx::add_paragraph).build();
        parts.styles = STYLES.to_vec();
        parts.footnotes = FOOTNOTES.replace(HERE, &notes(&self.sources)).into_bytes();
        parts.doc_props.core = CORE.replace(HERE, &escaped(title)).into_bytes();
        let mut bytes = Cursor::new(Vec::new());
        parts
            .pack(&mut bytes)
            .map_err(|cause| RenderError::Format {
                format: PackFormat::Docx.name(),
                cause: cause.to_string(),
            })?;
        Ok(bytes.into_inner())
    }
}

/// A text with its line breaks and tabs, which a text element itself cannot hold.
fn run(text: &str) -> Run {
    let mut run = Run::new();
    for (at, line) in lines(text).iter().enumerate() {
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        for (at, piece) in line.split('\t').enumerate() {
            if at > 0 {
                run = run.add_tab();
            }
            if !piece.is_empty() {
                run = run.add_text(piece);
            }
        }
    }
    run
}

/// Whether the first letter of a text belongs to a script that is written from right to left.
fn runs_leftward(text: &str) -> bool {
    let letter = text.chars().find(|c| c.is_alphabetic());
    letter.is_some_and(|c| {
        matches!(u32::from(c), 0x0590..=0x08FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFF
            | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF)
    })
}

fn notes(sources: &[String]) -> String {
    let note = |(at, source): (usize, &String)| {
        format!(
            "<w:footnote w:id=\"{}\"><w:p><w:pPr><w:pStyle w:val=\"FootnoteText\"/></w:pPr><w:r><w:rPr>\
             <w:rStyle w:val=\"FootnoteReference\"/></w:rPr><w:footnoteRef/></w:r><w:r>\
             <w:t xml:space=\"preserve\"> Source: {}</w:t></w:r></w:p></w:footnote>\n",
            at + 1,
            escaped(source)
        )
    };
    sources.iter().enumerate().map(note).collect()
}

/// A text within XML.
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;");
    text.replace('<', "&lt;").replace('>', "&gt;")
}
