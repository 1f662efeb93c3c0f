//! What does a Gong file say: calls, transcripts, or both?
//!
//! The API delivers a call's facts and its words apart (`/v2/calls/extensive`, `/v2/calls/transcript`), and
//! exports wrap each in a `payload`. Both are read into one [`GongFile`], and joined by the call's id.

mod context;
mod join;
mod shape;

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::call::{Account, Deal, Side};
use crate::ingest::parse::Parsed;
use crate::ingest::parse::marks::Shape;
use crate::ingest::parse::readers::Reader;
use crate::ingest::parse::verbatim_json::values::{Value, values};
use crate::ingest::transcript::{Format, Refusal, Utterance};
use shape::{CallJson, Envelope, MetaJson, MonologueJson, PartyJson, TranscriptJson};

pub use join::join;

/// Everything that one file holds, not yet joined.
#[derive(Debug, Clone, Default)]
pub struct GongFile {
    pub calls: Vec<GongCall>,
    pub transcripts: Vec<GongTranscript>,
    /// What could not be read, beside what could.
    pub broken: Vec<Refusal>,
}

/// A call's facts.
#[derive(Debug, Clone, Default)]
pub struct GongCall {
    pub id: Option<String>,
    pub title: Option<String>,
    /// Gong's page of the call, else the recording's own address.
    pub url: Option<String>,
    pub started: Option<String>,
    pub language: Option<String>,
    pub parties: Vec<GongParty>,
    pub account: Option<Account>,
    pub deal: Option<Deal>,
}

/// Somebody invited to a call; without a `speaker_id` they never spoke.
#[derive(Debug, Clone, Default)]
pub struct GongParty {
    pub speaker_id: Option<String>,
    pub name: Option<String>,
    pub email: Option<String>,
    pub title: Option<String>,
    pub side: Option<Side>,
}

/// A call's words.
#[derive(Debug, Clone, Default)]
pub struct GongTranscript {
    pub call_id: Option<String>,
    /// One for each sentence; until joined `speaker` is the speaker's id.
    pub utterances: Vec<Utterance>,
    /// The bytes of the file that hold it.
    pub raw: Range<usize>,
}

/// What Gong's files are known by: pages of transcripts, pages of calls, and exports of one of either.
pub(super) const READER: Reader = Reader {
    format: Format::Gong,
    shapes: &[
        Shape {
            must: &["callTranscripts"],
            may: &["callTranscripts[].callId", "sentences[].text"],
            never: &[],
        },
        Shape {
            must: &["transcript[].sentences", "callId"],
            may: &["transcript[].speakerId", "transcript[].topic"],
            never: &[],
        },
        Shape {
            must: &["callId", "transcript"],
            may: &["payload"],
            never: &["transcript[].timestamp"],
        },
        Shape {
            must: &["metaData"],
            may: &["parties", "payload", "calls", "metaData.primaryUserId"],
            never: &[],
        },
        Shape {
            must: &["calls[].primaryUserId"],
            may: &["calls[].id"],
            never: &[],
        },
    ],
    parse,
};

/// Reads what a file holds, joining nothing; refused only where nothing could be read.
pub fn read(text: &str) -> Result<GongFile, Refusal> {
    let mut file = GongFile::default();
    for value in values(text) {
        if let Err(refusal) = value.and_then(|value| read_value(text, &value, &mut file)) {
            file.broken.push(refusal);
        }
    }
    if file.calls.is_empty() && file.transcripts.is_empty() && !file.broken.is_empty() {
        return Err(file.broken.swap_remove(0));
    }
    Ok(file)
}

/// Reads a file's transcripts, each joined with its call where that stands in the same file.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    let file = match read(text) {
        Ok(file) => file,
        Err(refusal) => return vec![Err(refusal)],
    };
    if file.transcripts.is_empty() && file.broken.is_empty() {
        return vec![Err(without_words(&file))];
    }
    let calls: FxHashMap<&str, &GongCall> = file
        .calls
        .iter()
        .filter_map(|call| Some((call.id.as_deref()?, call)))
        .collect();
    let only_transcript = file.transcripts.len() == 1;
    let joined = file.transcripts.iter().map(|words| {
        let call = match words.call_id.as_deref() {
            Some(id) => calls.get(id).copied(),
            None if only_transcript && file.calls.len() == 1 => file.calls.first(),
            None => None,
        };
        let (transcript, problems) = join(words, call);
        // The raw bytes of a file's only transcript include its call, so that they can be read again.
        let raw = if only_transcript {
            0..text.len()
        } else {
            words.raw.clone()
        };
        Ok(Parsed {
            transcript,
            problems,
            raw,
        })
    });
    joined.chain(file.broken.iter().cloned().map(Err)).collect()
}

fn without_words(file: &GongFile) -> Refusal {
    if file.calls.is_empty() {
        return Refusal::new(
            "empty",
            "the file holds no call and no transcript; export it again",
        );
    }
    Refusal::new(
        "gong-metadata-only",
        "the file holds call facts without words; put the transcript file beside it",
    )
}

/// Takes one top-level object apart; with a `payload` or `callData`, what stands in that.
fn read_value(text: &str, value: &Value<'_>, file: &mut GongFile) -> Result<(), Refusal> {
    let outer: Envelope<'_> =
        serde_json::from_str(value.json).map_err(|error| value.refusal(&error))?;
    let (json, envelope) = match outer.payload.or(outer.call_data) {
        Some(payload) => {
            let inner: Envelope<'_> =
                serde_json::from_str(payload.get()).map_err(|_| another_shape())?;
            (payload.get(), inner)
        }
        None => (value.json, outer),
    };
    for raw in &envelope.calls {
        add_call(raw.get(), file);
    }
    if envelope.meta_data.is_some() {
        add_call(json, file);
    }
    for raw in &envelope.call_transcripts {
        let start = raw
            .get()
            .as_ptr()
            .addr()
            .saturating_sub(text.as_ptr().addr());
        add_transcript(raw.get(), start..start + raw.get().len(), file);
    }
    if envelope.transcript.is_some() {
        add_transcript(json, value.range(), file);
    }
    Ok(())
}

fn another_shape() -> Refusal {
    let message = "an object has another shape than Gong's calls and transcripts; export it again";
    Refusal::new("broken-json", message)
}

fn add_call(json: &str, file: &mut GongFile) {
    match serde_json::from_str::<CallJson>(json) {
        Ok(read) => file.calls.push(call(read)),
        Err(_) => file.broken.push(another_shape()),
    }
}

fn add_transcript(json: &str, raw: Range<usize>, file: &mut GongFile) {
    match serde_json::from_str::<TranscriptJson>(json) {
        Ok(read) => {
            let utterances = read.transcript.into_iter().flat_map(sentences).collect();
            file.transcripts.push(GongTranscript {
                call_id: read.call_id.0,
                utterances,
                raw,
            });
        }
        Err(_) => file.broken.push(another_shape()),
    }
}

fn sentences(monologue: MonologueJson) -> impl Iterator<Item = Utterance> {
    let speaker = monologue.speaker_id.0;
    monologue
        .sentences
        .into_iter()
        .map(move |sentence| Utterance {
            speaker: speaker.clone(),
            start: sentence.start.value.map(seconds),
            end: sentence.end.value.map(seconds),
            text: sentence.text.0,
        })
}

/// Gong's specification says milliseconds, whatever other documents say.
fn seconds(milliseconds: f64) -> f64 {
    milliseconds / 1000.0
}

fn call(json: CallJson) -> GongCall {
    let meta = json.meta_data.unwrap_or(MetaJson {
        id: json.id,
        url: json.url,
        title: json.title,
        started: json.started,
        language: json.language,
    });
    let (account, deal) = context::facts(&json.context);
    GongCall {
        id: meta.id.0,
        title: meta.title.0,
        url: meta.url.0.or(json.video_url.0),
        started: meta.started.0,
        language: meta.language.0.and_then(|code| language(&code)),
        parties: json.parties.into_iter().map(party).collect(),
        account,
        deal,
    }
}

fn party(json: PartyJson) -> GongParty {
    let side = match json.affiliation.0.as_deref() {
        Some(word) if word.eq_ignore_ascii_case("internal") => Some(Side::Rep),
        Some(word) if word.eq_ignore_ascii_case("external") => Some(Side::Prospect),
        _ => None,
    };
    GongParty {
        speaker_id: json.speaker_id.0,
        name: json.name.0,
        email: json.email_address.0,
        title: json.title.0,
        side,
    }
}

/// Gong writes three letters (ISO 639-2); BCP 47 wants the shorter code where there is one.
fn language(code: &str) -> Option<String> {
    let code = code.to_ascii_lowercase();
    let short = match code.as_str() {
        "und" | "unknown" => return None,
        "eng" => "en",
        "deu" | "ger" => "de",
        "fra" | "fre" => "fr",
        "spa" => "es",
        "por" => "pt",
        "ita" => "it",
        "nld" | "dut" => "nl",
        "swe" => "sv",
        "dan" => "da",
        "nor" => "no",
        "fin" => "fi",
        "pol" => "pl",
        "jpn" => "ja",
        "kor" => "ko",
        "zho" | "chi" => "zh",
        "heb" => "he",
        "ara" => "ar",
        "hin" => "hi",
        "tur" => "tr",
        "rus" => "ru",
        other => other,
    };
    Some(short.to_owned())
}
