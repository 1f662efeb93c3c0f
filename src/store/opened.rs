//! How is one turn of a call read without all the others being made?
//!
//! A page shows turns of twenty calls, and each of these may have thousands. An opened call has its facts and knows
//! where each turn's words and times lie; its words stay one text, and what was heard in it stays as it is kept until
//! somebody asks for one turn's.

use serde::Deserialize;

use crate::call::{Account, Call, CallId, Cue, Deal, Participant, Span, Turn};
use crate::mention::Mention;

use super::codec::decode_mentions_json;
use super::error::CodecError;
use super::seconds::Seconds;

mod columns;
mod heard;

use columns::Cues;

/// A call whose turns are made one by one.
#[derive(Debug)]
pub struct Opened {
    /// The call without its turns.
    facts: Call,
    rows: Vec<Row>,
    cues: Vec<Cue>,
    /// The words of all turns, one after the other.
    texts: String,
    /// What was heard, as JSON; nothing where only the call was opened.
    mentions: Vec<u8>,
}

/// Where one turn lies.
#[derive(Debug)]
struct Row {
    speaker: u32,
    start: Option<f64>,
    end: Option<f64>,
    /// Bytes of all words.
    words: Span,
    cues: std::ops::Range<usize>,
}

/// The header as it is read. Field by field the same as it is written.
#[derive(Deserialize)]
struct Header {
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
    cues: Cues,
}

impl Opened {
    /// Opens canonical bytes, or says in which way they are not ours. Never panics, whatever they are.
    pub(super) fn read(mut canonical: Vec<u8>) -> Result<Opened, CodecError> {
        let short = || CodecError::Broken("it ends before its header does");
        let header_len = canonical.first_chunk::<4>().ok_or_else(short)?;
        let header_end = 4_usize.saturating_add(u32::from_le_bytes(*header_len) as usize);
        let header = canonical.get(4..header_end).ok_or_else(short)?;
        let header: Header = serde_json::from_slice(header)
            .map_err(|_| CodecError::Broken("its header is not what was written"))?;
        let texts = String::from_utf8(canonical.split_off(header_end)).map_err(|_| CUT)?;
        let rows = rows(&header, &texts)?;
        Ok(Opened {
            rows,
            texts,
            cues: header.cues.all,
            mentions: Vec::new(),
            facts: Call {
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
                turns: Vec::new(),
            },
        })
    }

    /// The same with what was heard in it, as JSON.
    pub(super) fn with_mentions(self, mentions: Vec<u8>) -> Opened {
        Opened { mentions, ..self }
    }

    /// Who was on the call, when, and what is known of it: everything but its turns.
    pub fn facts(&self) -> &Call {
        &self.facts
    }

    /// The facts, for whoever lays over them what people and their CRM say.
    pub(super) fn facts_mut(&mut self) -> &mut Call {
        &mut self.facts
    }

    pub fn n_turns(&self) -> usize {
        self.rows.len()
    }

    /// The words of a turn.
    pub fn text(&self, turn: u32) -> Option<&str> {
        let row = self.rows.get(turn as usize)?;
        Some(row.words.slice(&self.texts))
    }

    /// The person who speaks a turn.
    pub fn speaker(&self, turn: u32) -> Option<&Participant> {
        let row = self.rows.get(turn as usize)?;
        self.facts.participants.get(row.speaker as usize)
    }

    /// One turn.
    pub fn turn(&self, turn: u32) -> Option<Turn> {
        let row = self.rows.get(turn as usize)?;
        Some(self.made(row))
    }

    /// What was heard in one turn.
    pub fn mentions_of(&self, turn: u32) -> Result<Vec<Mention>, CodecError> {
        if self.mentions.is_empty() {
            return Ok(Vec::new());
        }
        heard::of_turn(&self.mentions, turn)
    }

    /// Everything that was heard.
    pub fn mentions(&self) -> Result<Vec<Mention>, CodecError> {
        if self.mentions.is_empty() {
            return Ok(Vec::new());
        }
        decode_mentions_json(&self.mentions)
    }

    /// The call with all its turns.
    pub fn call(&self) -> Call {
        Call {
            turns: self.turns(),
            ..self.facts.clone()
        }
    }

    /// The same for whoever needs nothing else of it.
    pub(super) fn into_call(self) -> Call {
        Call {
            turns: self.turns(),
            ..self.facts
        }
    }

    fn turns(&self) -> Vec<Turn> {
        self.rows.iter().map(|row| self.made(row)).collect()
    }

    /// About how many bytes it takes.
    pub fn n_bytes(&self) -> usize {
        self.texts.capacity()
            + self.mentions.capacity()
            + self.rows.capacity() * size_of::<Row>()
            + self.cues.capacity() * size_of::<Cue>()
            + self.facts.participants.capacity() * size_of::<Participant>()
    }

    fn made(&self, row: &Row) -> Turn {
        Turn {
            speaker: row.speaker,
            start: row.start,
            end: row.end,
            text: row.words.slice(&self.texts).to_owned(),
            cues: self.cues.get(row.cues.clone()).unwrap_or(&[]).to_vec(),
        }
    }
}

const CUT: CodecError = CodecError::Broken("a turn's words are cut inside a character");

/// Where each turn lies. Everybody who reads a call relies on every turn having its speaker.
fn rows(header: &Header, texts: &str) -> Result<Vec<Row>, CodecError> {
    let n_rows = header.speakers.len();
    let fits = |len: usize| len == 0 || len == n_rows;
    let do_fit = header.lens.len() == n_rows
        && fits(header.starts.len())
        && fits(header.ends.len())
        && fits(header.cues.by_turn.len());
    if !do_fit {
        return Err(CodecError::Broken("its columns differ in length"));
    }
    let mut rows = Vec::with_capacity(n_rows);
    let mut at = 0_usize;
    for (index, (speaker, len)) in header.speakers.iter().zip(&header.lens).enumerate() {
        if *speaker as usize >= header.participants.len() {
            return Err(CodecError::Broken(
                "a turn's speaker is none of its participants",
            ));
        }
        let from = at;
        at = at.saturating_add(*len as usize);
        if at > texts.len() {
            return Err(CodecError::Broken(
                "it holds fewer words than its turns have",
            ));
        }
        if !texts.is_char_boundary(at) {
            return Err(CUT);
        }
        rows.push(Row {
            speaker: *speaker,
            start: columns::value(&header.starts, index),
            end: columns::value(&header.ends, index),
            words: Span {
                start: offset(from)?,
                end: offset(at)?,
            },
            cues: header.cues.of(index),
        });
    }
    if at != texts.len() {
        return Err(CodecError::Broken(
            "it holds more words than its turns have",
        ));
    }
    Ok(rows)
}

fn offset(at: usize) -> Result<u32, CodecError> {
    u32::try_from(at).map_err(|_| CodecError::TooLarge {
        size: at as u64,
        limit: u64::from(u32::MAX),
    })
}
