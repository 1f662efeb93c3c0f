//! Which formats are read, by what are they known, and by whom are they read?
//!
//! One line for each JSON format. A new one is a file with its shapes and its parser, and a line here.

use std::borrow::Cow;

use crate::ingest::transcript::{Format, Refusal};

use super::marks::{Candidate, Shape, fit};
use super::sketch::Sketch;
use super::{
    Parsed, aircall, assemblyai, avoma, aws_call_analytics, aws_transcribe, azure_speech, chorus,
    circleback, clari, deepgram, dialpad, elevenlabs, fathom, fireflies, gecko, gong, google_stt,
    grain, granola, half_escapes, hubspot, kaldi, podcast_json, quo, read_ai, recall, retell,
    rev_ai, salesloft, seglst, speechmatics, tldv, verbatim_json, watson, whisper, whisper_cpp,
    whisperx,
};

/// A JSON format: what it is known by, and what reads it.
pub(super) struct Reader {
    pub(super) format: Format,
    pub(super) shapes: &'static [Shape],
    pub(super) parse: fn(&str) -> Vec<Result<Parsed, Refusal>>,
}

impl Reader {
    /// The calls of a text. Halves of characters among its escapes, which cost words or the file, give way first.
    pub(super) fn read(&self, text: &str) -> Vec<Result<Parsed, Refusal>> {
        let mended = half_escapes::mended(text);
        let mut calls = (self.parse)(&mended);
        if matches!(mended, Cow::Owned(_)) {
            for call in calls.iter_mut().flatten() {
                call.problems.push(half_escapes::problem());
            }
        }
        calls
    }
}

/// Every JSON format; where two fit equally well the file is ambiguous.
pub(super) const JSON: &[Reader] = &[
    verbatim_json::READER,
    gong::READER,
    fireflies::READER,
    fathom::READER,
    grain::READER,
    avoma::READER,
    read_ai::READER,
    tldv::READER,
    granola::READER,
    circleback::READER,
    chorus::READER,
    clari::READER,
    salesloft::READER,
    dialpad::READER,
    aircall::READER,
    quo::READER,
    hubspot::READER,
    recall::READER,
    retell::READER,
    assemblyai::READER,
    deepgram::READER,
    elevenlabs::READER,
    kaldi::READER,
    seglst::READER,
    whisper::READER,
    whisper_cpp::READER,
    whisperx::READER,
    aws_transcribe::READER,
    aws_call_analytics::READER,
    google_stt::READER,
    azure_speech::READER,
    rev_ai::READER,
    speechmatics::READER,
    watson::READER,
    podcast_json::READER,
    gecko::READER,
];

/// Every JSON format that a file resembles, the best fit first.
pub(super) fn candidates(text: &str) -> Vec<Candidate> {
    let sketch = Sketch::of(text);
    let fits = JSON
        .iter()
        .filter_map(|reader| fit(reader.format, reader.shapes, &sketch));
    let mut fits: Vec<Candidate> = fits.collect();
    fits.sort_by_key(|fit| std::cmp::Reverse(fit.score));
    fits
}

/// What reads a JSON format.
pub(super) fn reader(format: Format) -> Option<&'static Reader> {
    JSON.iter().find(|reader| reader.format == format)
}
