//! What does a Recall.ai transcript say?
//!
//! The shape is Recall.ai's documentation of what a transcript's `download_url` delivers: a list of stretches, each
//! of one participant, with words or phrases whose times are `{relative, absolute}`. Bots of the first API wrote
//! `speaker` and bare numbers of seconds, and webhooks deliver one stretch each. No real file was seen. The first
//! stretch may have no participant; who leaves and comes back has a new id, so the name is what counts.

mod shape;

use rustc_hash::FxHashMap;

use super::envelope::{self, Read};
use super::gather::{Gather, Word as GatherWord};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::Rows;
use super::verbatim_json::values::values;
use super::voices::{self, display};
use super::{Parsed, moment, oddities};
use crate::ingest::transcript::{Format, Person, Refusal, Transcript};
use shape::{PieceJson, WordJson};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Recall,
    shapes: &[
        Shape {
            must: &[
                "words[].start_timestamp.relative",
                "words[].text",
                "participant",
            ],
            may: &[
                "participant.id",
                "participant.is_host",
                "participant.platform",
            ],
            never: &[],
        },
        Shape {
            must: &[
                "words[].start_timestamp",
                "words[].end_timestamp",
                "speaker",
            ],
            may: &["speaker_id", "language"],
            never: &["segments", "results"],
        },
        // The other downloads of a recording: who took part, and the address of the transcript.
        Shape {
            must: &["^[].is_host", "^[].platform", "^[].extra_data"],
            may: &[],
            never: &["words"],
        },
        Shape {
            must: &["provider_data_download_url"],
            may: &["download_url"],
            never: &["words"],
        },
    ],
    parse,
};

/// Makes an object a stretch.
const MARKS: &[&str] = &["words"];

/// Reads a file as one call, however many lists its stretches stand in. A file that breaks off is refused: half a
/// call must not pass for one.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    let mut pieces: Rows<PieceJson> = Rows::default();
    let mut broken = Vec::new();
    for value in values(text) {
        match value {
            Ok(value) => take(value.json, &mut pieces),
            Err(refusal) => broken.push(Err(refusal)),
        }
    }
    if !broken.is_empty() {
        return broken;
    }
    let call = transcript(&pieces).map(|(transcript, problems)| Parsed {
        transcript,
        problems,
        raw: 0..text.len(),
    });
    vec![call]
}

/// Takes the stretches out of a value. Events of other kinds stand beside them; what is no object at all is odd.
fn take(json: &str, pieces: &mut Rows<PieceJson>) {
    let found = envelope::marked(json, MARKS);
    if found.is_empty() && !json.starts_with('{') {
        pieces.n_odd += 1;
    }
    for piece in found {
        match serde_json::from_str(piece) {
            Ok(piece) => pieces.all.push(piece),
            Err(_) => pieces.n_odd += 1,
        }
    }
}

fn transcript(pieces: &Rows<PieceJson>) -> Read {
    let words = || pieces.all.iter().flat_map(|piece| &piece.words.all);
    if words().next().is_none() {
        let message =
            "the file holds no words; download what the transcript's `download_url` delivers";
        return Err(Refusal::new("recall-without-words", message));
    }
    let mut problems = Vec::new();
    let odd_words = pieces.all.iter().map(|piece| piece.words.n_odd);
    let n_odd = odd_words.fold(pieces.n_odd, usize::saturating_add);
    oddities::note_rows(n_odd, &mut problems);
    let has_odd_time = |word: &WordJson| {
        word.start_timestamp.relative.0.is_odd || word.end_timestamp.relative.0.is_odd
    };
    oddities::note_times(words().any(has_odd_time), &mut problems);

    let mut transcript = Transcript::new(Format::Recall);
    transcript.started_at = words().find_map(recording_start);
    transcript.language = pieces.all.iter().find_map(language);
    transcript.people = pieces.all.iter().filter_map(person).collect();
    let nameless = pieces.all.iter().filter(|piece| name(piece).is_none());
    let labels = voices::labels(nameless.filter_map(id), pieces.all.iter().filter_map(name));
    let mut gather = Gather::default();
    for piece in &pieces.all {
        let speaker = speaker(piece, &labels);
        for word in &piece.words.all {
            gather.add(GatherWord {
                text: &word.text.0,
                start: word.start_timestamp.relative.0.value,
                end: word.end_timestamp.relative.0.value,
                speaker: speaker.as_deref(),
                is_joined: false,
            });
        }
        gather.cut();
    }
    transcript.utterances = gather.finish();
    Ok((transcript, problems))
}

/// A word's moment less its seconds.
fn recording_start(word: &WordJson) -> Option<String> {
    let stamp = &word.start_timestamp;
    let spoken = moment::microseconds(stamp.absolute.as_deref()?)?;
    let since = (stamp.relative.0.value? * 1e6).round() as i64;
    moment::rfc3339(spoken.saturating_sub(since))
}

fn language(piece: &PieceJson) -> Option<String> {
    let codes = [&piece.language.0, &piece.language_code.0];
    codes.into_iter().flatten().next().cloned()
}

/// The name, else the label of the id; nobody where neither is told.
fn speaker(piece: &PieceJson, labels: &FxHashMap<String, String>) -> Option<String> {
    match name(piece) {
        Some(name) => Some(display(name)),
        None => labels.get(id(piece)?).cloned(),
    }
}

fn name(piece: &PieceJson) -> Option<&str> {
    match &piece.participant.0 {
        Some(who) => who.name.0.as_deref(),
        None => piece.speaker.0.as_deref(),
    }
}

fn id(piece: &PieceJson) -> Option<&str> {
    match &piece.participant.0 {
        Some(who) => who.id.0.as_deref(),
        None => piece.speaker_id.0.as_deref(),
    }
}

/// A participant with an address; the others are known by what they say.
fn person(piece: &PieceJson) -> Option<Person> {
    let who = piece.participant.0.as_ref()?;
    let (name, email) = (who.name.0.as_deref()?, who.email.0.as_ref()?);
    Some(Person {
        name: display(name),
        email: Some(email.clone()),
        ..Person::default()
    })
}
