//! How is a call written down so that it comes back exactly, and the same call always as the same bytes?
//!
//! The canonical form is the length of a JSON header (four bytes, little endian), the header, and the texts
//! of all turns one after the other. The header holds the call's facts, its participants, and one column
//! each for the turns' speakers, starts, ends, lengths and cues. What is hashed is this form; what is kept
//! is its compressed form.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::call::{Account, Call, CallId, Deal, Participant, Turn};
use crate::mention::Mention;

use super::compress::{compress, decompress};
use super::error::CodecError;
use super::opened::Opened;
use super::seconds::Seconds;

/// A turn's cues: byte offset and time of each.
type CueColumn = Vec<(u32, Seconds)>;

/// The header as it is written. Field by field the same as it is read by [`Opened`].
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

/// A call as it is kept: its canonical bytes, compressed.
pub fn encode(call: &Call) -> Result<Vec<u8>, CodecError> {
    compress(&canonical_bytes(call)?)
}

/// The call that [`encode`] wrote.
pub fn decode(packed: &[u8]) -> Result<Call, CodecError> {
    Ok(Opened::read(decompress(packed)?)?.into_call())
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
    decode_mentions_json(&decompress(packed)?)
}

/// A call and its mentions as they are kept, without making any of its turns.
pub fn open(call: &[u8], mentions: &[u8]) -> Result<Opened, CodecError> {
    Ok(Opened::read(decompress(call)?)?.with_mentions(decompress(mentions)?))
}

/// Mentions as they are written down before they are packed.
pub(super) fn decode_mentions_json(json: &[u8]) -> Result<Vec<Mention>, CodecError> {
    // The parser's own message could quote what it stumbled over, so it stays here.
    serde_json::from_slice(json)
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
    Ok(Opened::read(bytes.to_vec())?.into_call())
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
