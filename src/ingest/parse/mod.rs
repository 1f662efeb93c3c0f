//! Which calls does a file hold?
//!
//! Bytes come in; what they say about each call goes out, with everything odd told as problems. The format is
//! found by content; each has its parser below. Nothing here reads a file or knows who is on which side.

use std::borrow::Cow;
use std::ops::Range;

use crate::ingest::transcript::{Format, Problem, Refusal, Transcript};

pub mod encoding;

pub mod detect;
mod foreign;
mod foreign_json;
mod subtitle_kind;

pub mod clock;
mod label_words;
pub mod speaker_label;
mod stamp;

pub mod srt;
mod subtitle;
pub mod teams;
pub mod webvtt;
pub mod zoom;

mod heads;
mod layout;
mod preamble;
mod speech;
mod survey;

pub mod descript;
pub mod markdown;
pub mod otter;
pub mod rev;
pub mod text;

pub mod gong;
pub mod verbatim_json;

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
    let decoded = encoding::decode(bytes)?;
    let text = decoded.text.as_ref();
    let calls = match detect::detect(text)? {
        Format::VerbatimJson => verbatim_json::parse(text),
        Format::Gong => gong::parse(text),
        Format::ZoomVtt => one(zoom::parse(text)),
        Format::TeamsVtt => one(teams::parse(text)),
        Format::WebVtt => one(webvtt::parse(text)),
        Format::Srt => one(srt::parse(text)),
        Format::Text => one(text::parse(text)),
        Format::Otter => one(otter::parse(text)),
        Format::Rev => one(rev::parse(text)),
        Format::Descript => one(descript::parse(text)),
        Format::Markdown => one(markdown::parse(text)),
    };
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

/// A file that is one call; which bytes those are is filled in at the end.
fn one((transcript, problems): (Transcript, Vec<Problem>)) -> Vec<Result<Parsed, Refusal>> {
    vec![Ok(Parsed {
        transcript,
        problems,
        raw: 0..0,
    })]
}

/// Refuses a call in which nobody says anything.
fn spoken(call: Parsed) -> Result<Parsed, Refusal> {
    if call
        .transcript
        .utterances
        .iter()
        .any(|utterance| !utterance.text.trim().is_empty())
    {
        return Ok(call);
    }
    let format = call.transcript.format.name();
    let message =
        format!("the file is read as {format}, but nobody says anything in it; export it again");
    Err(Refusal::new("empty", message))
}
