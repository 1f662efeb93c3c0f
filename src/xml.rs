//! How is XML read without trusting it?
//!
//! Piece by piece, no deeper than documents go. Only characters and the five entities of XML itself are filled in:
//! what a document declares for itself, here or elsewhere, is never looked at.

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};

/// Word goes about 40 deep; text boxes in tables in text boxes somewhat deeper.
const MOST_DEPTH: usize = 256;

/// Why a document is not read to its end.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub(crate) struct XmlError {
    pub(crate) message: String,
}

/// One piece of a document, in its order. An empty element is opened and closed.
pub(crate) enum Piece<'p> {
    Open(&'p Element<'p>),
    /// The name with its prefix.
    Close(&'p str),
    Text(&'p str),
}

/// An element's start.
pub(crate) struct Element<'x>(BytesStart<'x>);

impl Element<'_> {
    /// The name with its prefix.
    pub(crate) fn name(&self) -> &str {
        self.0.name().into_inner()
    }

    /// The value of an attribute by its name without a prefix; the first of several.
    pub(crate) fn attribute(&self, local_name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        // Looking for repeated names takes a time that grows with their square.
        let found = attributes
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| local(attribute.key.into_inner()) == local_name)?;
        let value = unescape(&found.value).ok()?;
        Some(value.into_owned())
    }
}

/// A name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Reads a document to its end and shows every piece; refuses what is not well formed or breaks off.
pub(crate) fn walk(text: &str, mut see: impl FnMut(Piece<'_>)) -> Result<(), XmlError> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.allow_dangling_amp = true;
    let mut depth = 0_usize;
    loop {
        let event = reader.read_event();
        let Ok(event) = event else {
            return Err(broken(reader.error_position()));
        };
        match event {
            Event::Start(start) => {
                depth += 1;
                if depth > MOST_DEPTH {
                    return Err(too_deep());
                }
                see(Piece::Open(&Element(start)));
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                see(Piece::Close(end.name().into_inner()));
            }
            Event::Text(words) => see(Piece::Text(&words.xml10_content())),
            Event::CData(words) => see(Piece::Text(&words)),
            Event::GeneralRef(reference) => see(Piece::Text(&resolved(&reference))),
            Event::Eof if depth > 0 => return Err(broken(reader.buffer_position())),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

/// The character that stands for `#xE9` or `amp`; what is neither stays as it is written.
fn resolved(name: &str) -> String {
    let character = match name.strip_prefix('#') {
        Some(number) => character(number).map(String::from),
        None => resolve_predefined_entity(name).map(str::to_owned),
    };
    character.unwrap_or_else(|| format!("&{name};"))
}

fn character(number: &str) -> Option<char> {
    let number = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    char::from_u32(number.ok()?).filter(|c| *c != '\0')
}

fn broken(offset: u64) -> XmlError {
    let message =
        format!("the XML breaks off or is not well formed at byte {offset}; export the file again");
    XmlError { message }
}

fn too_deep() -> XmlError {
    let message = format!(
        "the XML goes more than {MOST_DEPTH} elements deep, which no document does; export the file again"
    );
    XmlError { message }
}
