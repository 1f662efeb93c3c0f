//! Which calls does a file hold?
//!
//! Bytes come in; what they say about each call goes out, with everything odd told as problems. The format is
//! found by content; each has its parser below. Nothing here reads a file or knows who is on which side.

use std::borrow::Cow;
use std::ops::Range;

use crate::ingest::parse::csv_table::Columns;
use crate::ingest::parse::marks::Candidate;
use crate::ingest::transcript::{Format, Problem, Refusal, Transcript};

pub mod encoding;

pub mod detect;
mod foreign;
mod foreign_json;
pub mod marks;
mod readers;
mod sketch;
mod subtitle_kind;

pub mod clock;
mod label_words;
pub mod speaker_label;
mod stamp;

mod sbv;
pub mod srt;
mod subtitle;
pub mod teams;
mod ttml;
mod webex_vtt;
pub mod webvtt;
pub mod zoom;

mod asides;
pub(crate) mod day;
mod heads;
mod layout;
mod preamble;
mod speech;
mod survey;
mod talk;

pub mod descript;
pub mod markdown;
mod meet;
mod meet_markdown;
mod meet_text;
pub mod otter;
pub mod rev;
pub mod text;

pub mod docx;
mod meet_docx;
mod teams_docx;

mod channels;
mod deal;
mod envelope;
mod gather;
mod half_escapes;
mod jobs;
mod language;
mod lenient;
mod moment;
mod nist;
mod not_a_number;
mod objects;
mod oddities;
mod roster;
mod rows;
mod tolerant;
mod voices;

pub mod csv_table;
pub mod gong;

mod aircall;
mod assemblyai;
mod avoma;
mod aws_call_analytics;
mod aws_transcribe;
mod azure_speech;
mod chorus;
mod circleback;
mod clari;
mod deepgram;
mod dialpad;
mod elevenlabs;
mod fathom;
mod fireflies;
mod gecko;
mod google_stt;
mod grain;
mod granola;
mod hubspot;
mod kaldi;
mod nist_ctm;
mod nist_stm;
mod podcast_json;
mod quo;
mod read_ai;
mod recall;
mod retell;
mod rev_ai;
mod salesloft;
mod seglst;
mod speechmatics;
mod tldv;
pub mod verbatim_json;
mod watson;
mod whisper;
mod whisper_cpp;
mod whisperx;

/// One call as its file tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    pub transcript: Transcript,
    pub problems: Vec<Problem>,
    /// The bytes of the file that the call came from.
    pub raw: Range<usize>,
}

/// Reads every call of a file; an error outside means that the file as a whole is no transcript.
pub fn parse(bytes: &[u8]) -> Result<Vec<Result<Parsed, Refusal>>, Refusal> {
    parse_as(bytes, &How::default())
}

/// What a person says about a file, because she knows better than its content tells.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// Overrides what the content seems to be.
    pub format: Option<Format>,
    /// Where a table holds what.
    pub columns: Columns,
}

impl From<Format> for How {
    fn from(format: Format) -> How {
        How {
            format: Some(format),
            ..How::default()
        }
    }
}

/// The same, as a person says.
pub fn parse_as(bytes: &[u8], how: &How) -> Result<Vec<Result<Parsed, Refusal>>, Refusal> {
    if let Some(calls) = docx::parse(bytes, how.format) {
        let spoken = calls?.into_iter().map(|call| call.and_then(spoken));
        return Ok(spoken.collect());
    }
    let decoded = encoding::decode(bytes)?;
    let text = decoded.text.as_ref();
    let format = match how.format {
        Some(format) => format,
        None => detect::detect_with(text, how)?,
    };
    if how.format == Some(Format::WebVtt) && !subtitle::is_signed(text) {
        return Err(no_signature());
    }
    let calls = calls_of(format, text, how);
    // Places in the text are places in the file only where decoding changed nothing.
    let is_unchanged = matches!(decoded.text, Cow::Borrowed(text) if text.len() == bytes.len());
    let finished = calls.into_iter().map(|call| -> Result<Parsed, Refusal> {
        let mut call = call.and_then(spoken)?;
        if !is_unchanged || call.raw.is_empty() || call.raw.end > bytes.len() {
            call.raw = 0..bytes.len();
        }
        let mut problems = decoded.problems.clone();
        problems.append(&mut call.problems);
        call.problems = problems;
        Ok(call)
    });
    Ok(finished.collect())
}

/// Every format that a file resembles, the best fit first.
pub fn candidates(bytes: &[u8], how: &How) -> Result<Vec<Candidate>, Refusal> {
    if let Some(fits) = docx::candidates(bytes) {
        return fits;
    }
    let decoded = encoding::decode(bytes)?;
    Ok(detect::candidates(&decoded.text, how))
}

/// The calls of a text in a known format.
fn calls_of(format: Format, text: &str, how: &How) -> Vec<Result<Parsed, Refusal>> {
    if format == Format::Csv {
        return csv_table::parse(text, &how.columns);
    }
    if format == Format::NistStm {
        return nist_stm::parse(text);
    }
    if format == Format::NistCtm {
        return nist_ctm::parse(text);
    }
    if let Some(reader) = readers::reader(format) {
        return reader.read(text);
    }
    if matches!(format, Format::TeamsDocx | Format::MeetDocx | Format::Docx) {
        return vec![Err(no_document(format))];
    }
    if format == Format::Ttml {
        return ttml::parse(text);
    }
    one(match format {
        Format::ZoomVtt => zoom::parse(text),
        Format::TeamsVtt => teams::parse(text),
        Format::WebexVtt => webex_vtt::parse(text),
        Format::Srt => srt::parse(text),
        Format::Sbv => sbv::parse(text),
        Format::Otter => otter::parse(text),
        Format::Rev => rev::parse(text),
        Format::Descript => descript::parse(text),
        Format::Markdown => markdown::parse(text),
        Format::MeetMarkdown => meet_markdown::parse(text),
        Format::MeetText => meet_text::parse(text),
        Format::Text => text::parse(text),
        _ => webvtt::parse(text),
    })
}

/// A file that is one call; which bytes those are is filled in at the end.
fn one((transcript, problems): (Transcript, Vec<Problem>)) -> Vec<Result<Parsed, Refusal>> {
    vec![Ok(Parsed {
        transcript,
        problems,
        raw: 0..0,
    })]
}

/// Refuses to read a text as a Word document, as somebody asked.
fn no_document(format: Format) -> Refusal {
    let message = format!(
        "the file is no Word document, so it can't be read as {}; leave the format away",
        format.name()
    );
    Refusal::new("no-document", message)
}

/// Refuses to read a text as WebVTT, as somebody asked, by the standard's own test.
fn no_signature() -> Refusal {
    let message = format!(
        "the file does not start with the word WEBVTT, so it can't be read as {}; leave the format away, or name {}",
        Format::WebVtt.name(),
        Format::Srt.name()
    );
    Refusal::new("no-signature", message)
}

/// Refuses a call in which nobody says anything. Where the file describes nobody, labels such as `Agent` tell a side.
fn spoken(mut call: Parsed) -> Result<Parsed, Refusal> {
    let transcript = &mut call.transcript;
    if transcript
        .utterances
        .iter()
        .any(|utterance| !utterance.text.trim().is_empty())
    {
        // In a format in which a person gives the sides, a word in a label would count as given.
        if transcript.people.is_empty() && !transcript.sides_are_given {
            transcript.people = speech::people_of(transcript.format, &transcript.utterances);
        }
        return Ok(call);
    }
    let format = transcript.format.name();
    let message =
        format!("the file is read as {format}, but nobody says anything in it; export it again");
    Err(Refusal::new("empty", message))
}
