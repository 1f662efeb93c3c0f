//! How is a call written down so that it comes back exactly, and the same call always as the same bytes?
//!
//! The canonical form is the length of a JSON header (four bytes, little endian), the header, and the texts
//! of all turns one after the other. The header holds the call's facts, its participants, and one column
//! each for the turns' speakers, starts, ends, lengths and cues. What is hashed is this form; what is kept
//! is its compressed form.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::call::{Account, Call, CallId, Cue, Deal, Participant, Turn};
use crate::mention::Mention;

use super::compress::{compress, decompress};
use super::error::CodecError;
use super::seconds::Seconds;

/// A turn's cues: byte offset and time of each.
type CueColumn = Vec<(u32, Seconds)>;

/// The header as it is written. Field by field the same as [`ReadHeader`].
#[derive(Serialize)]
struct WrittenHeader<'a> {
    id: &'a CallId,
    title: &'a Option<String>,
    format: &'a str,
    started_at: &'a Option<String>,
    duration: Option<Seconds>,
    language: &'a Option<String>,
    recording_url: &'a Option<String>,
    account: &'a Option<Account>,
    deal: &'a Option<Deal>,
    participants: &'a [Participant],
    speakers: Vec<u32>,
    lens: Vec<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    starts: Vec<Option<Seconds>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    ends: Vec<Option<Seconds>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cues: Vec<CueColumn>,
}

/// The header as it is read.
#[derive(Deserialize)]
struct ReadHeader {
    id: CallId,
    title: Option<String>,
    format: String,
    started_at: Option<String>,
    duration: Option<Seconds>,
    language: Option<String>,
    recording_url: Option<String>,
    account: Option<Account>,
    deal: Option<Deal>,
    participants: Vec<Participant>,
    speakers: Vec<u32>,
    lens: Vec<u32>,
    #[serde(default)]
    starts: Vec<Option<Seconds>>,
    #[serde(default)]
    ends: Vec<Option<Seconds>>,
    #[serde(default)]
    cues: Vec<CueColumn>,
}

/// A call as it is kept: its canonical bytes, compressed.
pub fn encode(call: &Call) -> Result<Vec<u8>, CodecError> {
    compress(&canonical_bytes(call)?)
}

/// The call that [`encode`] wrote.
pub fn decode(packed: &[u8]) -> Result<Call, CodecError> {
    decode_canonical(&decompress(packed)?)
}

/// Mentions as they are kept.
pub fn encode_mentions(mentions: &[Mention]) -> Result<Vec<u8>, CodecError> {
    // JSON has no such number and would not give it back.
    if mentions
        .iter()
        .any(|mention| !mention.confidence.is_finite())
    {
        return Err(CodecError::Broken("a mention's confidence is no number"));
    }
    let json = serde_json::to_vec(mentions)
        .map_err(|_| CodecError::Broken("its mentions cannot be written as JSON"))?;
    compress(&json)
}

/// The mentions that [`encode_mentions`] wrote.
pub fn decode_mentions(packed: &[u8]) -> Result<Vec<Mention>, CodecError> {
    // The parser's own message could quote what it stumbled over, so it stays here.
    serde_json::from_slice(&decompress(packed)?)
        .map_err(|_| CodecError::Broken("its mentions are not what was written"))
}

/// The hash by which bytes are known again.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The one way of writing a call down.
pub fn canonical_bytes(call: &Call) -> Result<Vec<u8>, CodecError> {
    let header = serde_json::to_vec(&header_of(call)?)
        .map_err(|_| CodecError::Broken("its facts cannot be written as JSON"))?;
    let header_len = small(header.len())?;
    let words: usize = call.turns.iter().map(|turn| turn.text.len()).sum();
    let mut bytes = Vec::with_capacity(4 + header.len() + words);
    bytes.extend_from_slice(&header_len.to_le_bytes());
    bytes.extend_from_slice(&header);
    for turn in &call.turns {
        bytes.extend_from_slice(turn.text.as_bytes());
    }
    Ok(bytes)
}

fn header_of(call: &Call) -> Result<WrittenHeader<'_>, CodecError> {
    let mut lens = Vec::with_capacity(call.turns.len());
    for turn in &call.turns {
        check_speaker(turn.speaker, &call.participants)?;
        lens.push(small(turn.text.len())?);
    }
    Ok(WrittenHeader {
        id: &call.id,
        title: &call.title,
        format: &call.format,
        started_at: &call.started_at,
        duration: call.duration.map(Seconds),
        language: &call.language,
        recording_url: &call.recording_url,
        account: &call.account,
        deal: &call.deal,
        participants: &call.participants,
        speakers: call.turns.iter().map(|turn| turn.speaker).collect(),
        lens,
        starts: times(&call.turns, |turn| turn.start),
        ends: times(&call.turns, |turn| turn.end),
        cues: cues(&call.turns),
    })
}

/// A column of times; empty where the call has none.
fn times(turns: &[Turn], time: impl Fn(&Turn) -> Option<f64>) -> Vec<Option<Seconds>> {
    if turns.iter().all(|turn| time(turn).is_none()) {
        return Vec::new();
    }
    turns.iter().map(|turn| time(turn).map(Seconds)).collect()
}

/// The column of cues; empty where the call has none.
fn cues(turns: &[Turn]) -> Vec<CueColumn> {
    if turns.iter().all(|turn| turn.cues.is_empty()) {
        return Vec::new();
    }
    turns.iter().map(cues_of).collect()
}

fn cues_of(turn: &Turn) -> CueColumn {
    turn.cues
        .iter()
        .map(|cue| (cue.at, Seconds(cue.start)))
        .collect()
}

/// Reads canonical bytes, or says in which way they are not ours. Never panics, whatever they are.
pub fn decode_canonical(bytes: &[u8]) -> Result<Call, CodecError> {
    let short = || CodecError::Broken("it ends before its header does");
    let (header_len, rest) = bytes.split_first_chunk::<4>().ok_or_else(short)?;
    let header_len = u32::from_le_bytes(*header_len) as usize;
    let (header, texts) = rest.split_at_checked(header_len).ok_or_else(short)?;
    let header: ReadHeader = serde_json::from_slice(header)
        .map_err(|_| CodecError::Broken("its header is not what was written"))?;
    call_of(header, texts)
}

fn call_of(header: ReadHeader, mut texts: &[u8]) -> Result<Call, CodecError> {
    let rows = header.speakers.len();
    if header.lens.len() != rows {
        return Err(CodecError::Broken("its columns differ in length"));
    }
    let starts = column(header.starts, rows)?;
    let ends = column(header.ends, rows)?;
    let cues = column(header.cues, rows)?;
    let columns = header
        .speakers
        .into_iter()
        .zip(header.lens)
        .zip(starts)
        .zip(ends)
        .zip(cues);
    let mut turns = Vec::with_capacity(rows);
    for ((((speaker, len), start), end), cues) in columns {
        check_speaker(speaker, &header.participants)?;
        turns.push(Turn {
            speaker,
            start: start.map(|seconds| seconds.0),
            end: end.map(|seconds| seconds.0),
            text: take_text(&mut texts, len)?,
            cues: cues
                .into_iter()
                .map(|(at, start)| Cue { at, start: start.0 })
                .collect(),
        });
    }
    if !texts.is_empty() {
        return Err(CodecError::Broken(
            "it holds more words than its turns have",
        ));
    }
    Ok(Call {
        id: header.id,
        title: header.title,
        format: header.format,
        started_at: header.started_at,
        duration: header.duration.map(|seconds| seconds.0),
        language: header.language,
        recording_url: header.recording_url,
        account: header.account,
        deal: header.deal,
        participants: header.participants,
        turns,
    })
}

/// A column with a value for every turn; the one left out stands for nothing but empty values.
fn column<T: Clone + Default>(values: Vec<T>, rows: usize) -> Result<Vec<T>, CodecError> {
    if values.is_empty() {
        return Ok(vec![T::default(); rows]);
    }
    if values.len() != rows {
        return Err(CodecError::Broken("its columns differ in length"));
    }
    Ok(values)
}

/// Cuts the next turn's words off the front.
fn take_text(texts: &mut &[u8], len: u32) -> Result<String, CodecError> {
    let all = *texts;
    let Some((text, rest)) = all.split_at_checked(len as usize) else {
        return Err(CodecError::Broken(
            "it holds fewer words than its turns have",
        ));
    };
    *texts = rest;
    let text = std::str::from_utf8(text)
        .map_err(|_| CodecError::Broken("a turn's words are cut inside a character"))?;
    Ok(text.to_owned())
}

/// Everybody who reads a call relies on every turn having its speaker.
fn check_speaker(speaker: u32, participants: &[Participant]) -> Result<(), CodecError> {
    if speaker as usize >= participants.len() {
        return Err(CodecError::Broken(
            "a turn's speaker is none of its participants",
        ));
    }
    Ok(())
}

fn small(len: usize) -> Result<u32, CodecError> {
    u32::try_from(len).map_err(|_| CodecError::TooLarge {
        size: len as u64,
        limit: u64::from(u32::MAX),
    })
}
