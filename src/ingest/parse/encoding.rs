//! Which characters do a file's bytes stand for?
//!
//! Bytes come in, text goes out, with a problem wherever a character was guessed or lost. Nothing here knows
//! what a transcript looks like; files that are no text at all are refused with what they seem to be.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::ingest::transcript::{Problem, Refusal};
use crate::text::marks::is_invisible_mark;

mod binary;
mod form;
mod halves;

use form::Form;

/// How many bytes the detector of old encodings reads; its guess hardly changes after that.
const DETECTOR_SAMPLE: usize = 1 << 20;

/// A file's text, and what was odd about its bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded<'a> {
    /// Borrowed where the file is plain UTF-8 and stands as it is.
    pub text: Cow<'a, str>,
    pub problems: Vec<Problem>,
}

/// Reads bytes as text, whatever their encoding; refuses empty files and files that are no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Refusal> {
    if bytes.is_empty() {
        return Err(empty());
    }
    if let Some(refusal) = binary::by_magic(bytes) {
        return Err(refusal);
    }
    let mut problems = Vec::new();
    let (form, mark) = form::of(bytes);
    let text = characters(bytes, form, mark, &mut problems);
    if binary::is_noise(&text) {
        return Err(binary::unknown());
    }
    let text = without_leading_marks(text, &mut problems);
    if text.trim().is_empty() {
        return Err(empty());
    }
    let text = without_nuls(text, bytes, form, &mut problems);
    Ok(Decoded { text, problems })
}

fn empty() -> Refusal {
    Refusal::new(
        "empty",
        "the file has no text in it; export the transcript again",
    )
}

fn characters<'a>(
    bytes: &'a [u8],
    form: Form,
    mark: usize,
    problems: &mut Vec<Problem>,
) -> Cow<'a, str> {
    let body = bytes.get(mark..).unwrap_or_default();
    match form {
        Form::Bytes => from_bytes(body, mark, problems),
        Form::Utf16Le => from_utf16(body, UTF_16LE, problems),
        Form::Utf16Be => from_utf16(body, UTF_16BE, problems),
        Form::Utf32Le => from_utf32(body, u32::from_le_bytes, problems),
        Form::Utf32Be => from_utf32(body, u32::from_be_bytes, problems),
    }
}

fn from_bytes<'a>(body: &'a [u8], mark: usize, problems: &mut Vec<Problem>) -> Cow<'a, str> {
    let error = match std::str::from_utf8(body) {
        Ok(text) => return Cow::Borrowed(text),
        Err(error) => error,
    };
    if mark == 0 && !is_mostly_utf8(body) {
        return from_old_encoding(body, problems);
    }
    problems.push(Problem::at_offset(
        "invalid-utf-8",
        mark.saturating_add(error.valid_up_to()),
        "some bytes from here on are not UTF-8 and show as \u{fffd}; export the file again if words are missing",
    ));
    String::from_utf8_lossy(body)
}

/// Some speech recognizers cut a character in two. Such files are UTF-8 all the same: they hold more whole
/// characters than broken ones, which an old encoding practically never does.
fn is_mostly_utf8(body: &[u8]) -> bool {
    let mut n_whole = 0_usize;
    let mut n_broken = 0_usize;
    for chunk in body.utf8_chunks() {
        n_whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_whole >= n_broken || halves::are_all(body, n_whole)
}

fn from_old_encoding<'a>(body: &'a [u8], problems: &mut Vec<Problem>) -> Cow<'a, str> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = body.get(..DETECTOR_SAMPLE).unwrap_or(body);
    detector.feed(sample, sample.len() == body.len());
    let guessed = detector.guess(None, Utf8Detection::Deny);
    let (text, has_errors) = guessed.decode_without_bom_handling(body);
    if !has_errors {
        problems.push(guessed_encoding(guessed));
        return text;
    }
    // Every byte is a character in windows-1252, so nothing can be lost in it.
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(body);
    problems.push(guessed_encoding(WINDOWS_1252));
    text
}

fn guessed_encoding(encoding: &'static Encoding) -> Problem {
    let name = encoding.name();
    Problem::of_file(
        "guessed-encoding",
        format!(
            "the file is not UTF-8 and was read as {name}; export it again as UTF-8 if letters look wrong"
        ),
    )
}

fn from_utf16<'a>(
    body: &'a [u8],
    encoding: &'static Encoding,
    problems: &mut Vec<Problem>,
) -> Cow<'a, str> {
    let (text, has_errors) = encoding.decode_without_bom_handling(body);
    if has_errors {
        problems.push(broken_units("invalid-utf-16", "UTF-16"));
    }
    text
}

fn from_utf32<'a>(
    body: &'a [u8],
    number: fn([u8; 4]) -> u32,
    problems: &mut Vec<Problem>,
) -> Cow<'a, str> {
    let (units, rest) = body.as_chunks::<4>();
    let mut text = String::with_capacity(units.len());
    let mut has_errors = !rest.is_empty();
    for unit in units {
        let c = char::from_u32(number(*unit));
        has_errors |= c.is_none();
        text.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if has_errors {
        problems.push(broken_units("invalid-utf-32", "UTF-32"));
    }
    Cow::Owned(text)
}

fn broken_units(code: &str, encoding: &str) -> Problem {
    Problem::of_file(
        code,
        format!(
            "some characters are broken in the file's {encoding} and show as \u{fffd}; export it again as UTF-8"
        ),
    )
}

/// Takes invisible marks off the start, where they would hide a signature or the first cue's number.
fn without_leading_marks<'a>(text: Cow<'a, str>, problems: &mut Vec<Problem>) -> Cow<'a, str> {
    let n_bytes = text.len() - text.trim_start_matches(is_invisible_mark).len();
    if n_bytes == 0 {
        return text;
    }
    if text.starts_with('\u{feff}') {
        problems.push(Problem::of_file(
            "two-byte-order-marks",
            "the file starts with more than one byte order mark; they were skipped",
        ));
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(n_bytes..).unwrap_or_default()),
        Cow::Owned(text) => Cow::Owned(text.get(n_bytes..).unwrap_or_default().to_owned()),
    }
}

/// Shows every NUL as U+FFFD, as the WebVTT standard does.
fn without_nuls<'a>(
    text: Cow<'a, str>,
    bytes: &[u8],
    form: Form,
    problems: &mut Vec<Problem>,
) -> Cow<'a, str> {
    if !text.contains('\0') {
        return text;
    }
    let message = "the text holds NUL characters, which show as \u{fffd}; export the file again if words are missing";
    let offset = bytes.iter().position(|byte| *byte == 0);
    problems.push(match offset.filter(|_| form == Form::Bytes) {
        Some(offset) => Problem::at_offset("nul-character", offset, message),
        None => Problem::of_file("nul-character", message),
    });
    Cow::Owned(text.replace('\0', "\u{fffd}"))
}
