//! What does a transcript file say, before anybody is recognised in it?
//!
//! A [`Transcript`] is what a parser hands over: utterances as the vendor delivered them and the facts that
//! stand in the file. `normalize` makes a [`crate::call::Call`] of it.

use serde::{Deserialize, Serialize};

use crate::call::{Account, Deal, Side};
use crate::unpack::UnpackError;
use crate::xml::XmlError;

pub use crate::ingest::format::Format;

/// One stretch of speech as delivered: a cue, a sentence, a paragraph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Utterance {
    /// The display name as it stands in the file; `None` where the file names nobody.
    pub speaker: Option<String>,
    /// Seconds from the start of the recording.
    pub start: Option<f64>,
    pub end: Option<f64>,
    pub text: String,
}

/// Somebody whom the file itself describes (Gong's parties, the participants of our own format).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    pub name: String,
    pub email: Option<String>,
    pub title: Option<String>,
    /// Given by the file; which kind of giving is told by [`Transcript::sides_are_given`].
    pub side: Option<Side>,
    pub persona: Option<String>,
}

/// Everything that one file (or one object in it) says about one call.
#[derive(Debug, Clone, PartialEq)]
pub struct Transcript {
    pub format: Format,
    /// The provider's call id.
    pub id: Option<String>,
    pub title: Option<String>,
    /// RFC 3339 date or date-time.
    pub started_at: Option<String>,
    /// Seconds that the recording lasts, where the file tells it.
    pub duration: Option<f64>,
    pub language: Option<String>,
    pub recording_url: Option<String>,
    pub account: Option<Account>,
    pub deal: Option<Deal>,
    pub people: Vec<Person>,
    pub utterances: Vec<Utterance>,
    /// `true` where the utterances are turns already and are kept as they stand (our own format).
    pub turns_are_final: bool,
    /// `true` where `Person::side` was given by a person (our own format), `false` where a vendor set it.
    pub sides_are_given: bool,
}

impl Transcript {
    /// An empty transcript of a format, to be filled by its parser.
    pub fn new(format: Format) -> Transcript {
        Transcript {
            format,
            id: None,
            title: None,
            started_at: None,
            duration: None,
            language: None,
            recording_url: None,
            account: None,
            deal: None,
            people: Vec::new(),
            utterances: Vec::new(),
            turns_are_final: false,
            sides_are_given: false,
        }
    }
}

/// Where in a file something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// 1-based.
    Line(u32),
    /// Bytes from the start.
    Offset(u64),
}

/// Something odd in a file that could be read all the same. The message never holds transcript text or names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable slug: `cue-without-text`, `times-out-of-order`, …
    pub code: String,
    #[serde(flatten)]
    pub place: Option<Place>,
    pub message: String,
}

impl Problem {
    /// A problem at a 1-based line.
    pub fn at_line(code: &str, line: usize, message: impl Into<String>) -> Problem {
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Problem {
            code: code.to_owned(),
            place: Some(Place::Line(line)),
            message: message.into(),
        }
    }

    /// A problem at a byte offset.
    pub fn at_offset(code: &str, offset: usize, message: impl Into<String>) -> Problem {
        Problem {
            code: code.to_owned(),
            place: Some(Place::Offset(offset as u64)),
            message: message.into(),
        }
    }

    /// A problem of the file as a whole.
    pub fn of_file(code: &str, message: impl Into<String>) -> Problem {
        Problem {
            code: code.to_owned(),
            place: None,
            message: message.into(),
        }
    }
}

/// Why a file is no transcript that we can read: what it seems to be, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// A stable slug: `zoom-chat`, `no-speakers`, `binary`, `empty`, `too-large`, `broken-json`, `not-a-transcript`.
    pub code: &'static str,
    pub message: String,
}

impl Refusal {
    /// A refusal with its slug and a sentence for people (lower case, no full stop, ends in the way out).
    pub fn new(code: &'static str, message: impl Into<String>) -> Refusal {
        Refusal {
            code,
            message: message.into(),
        }
    }
}

impl From<UnpackError> for Refusal {
    fn from(error: UnpackError) -> Refusal {
        Refusal::new(error.code, error.message)
    }
}

impl From<XmlError> for Refusal {
    fn from(error: XmlError) -> Refusal {
        Refusal::new("broken-xml", error.message)
    }
}
