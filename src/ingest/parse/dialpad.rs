//! What does a Dialpad transcript say?
//!
//! The shape is Dialpad's own description of `/api/v2/transcripts/{call_id}`; no real file was seen. Lines of other
//! types than `transcript` are moments that Dialpad's AI found, nobody's words. A line has the moment at which it was
//! spoken and no end; the recording's start isn't told, so seconds count from the first line.

use serde::Deserialize;

use super::envelope::{self, Read};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::Rows;
use super::verbatim_json::loose::{Spoken, Word};
use super::voices::Voices;
use super::{Parsed, moment, oddities};
use crate::call::Side;
use crate::ingest::transcript::{Format, Person, Refusal, Transcript, Utterance};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Dialpad,
    shapes: &[
        Shape {
            must: &["lines[].content", "lines[].time"],
            may: &[
                "call_id",
                "lines[].type",
                "lines[].name",
                "lines[].user_id",
                "lines[].contact_id",
            ],
            never: &[],
        },
        // Without a transcript Dialpad answers with the id alone.
        Shape {
            must: &["^call_id", "^lines"],
            may: &[],
            never: &[],
        },
    ],
    parse,
};

/// Makes an object a transcript.
const MARKS: &[&str] = &["lines"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct TranscriptJson {
    call_id: Word,
    lines: Rows<LineJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct LineJson {
    time: Word,
    name: Word,
    user_id: Word,
    contact_id: Word,
    r#type: Word,
    content: Option<Spoken>,
}

impl LineJson {
    fn is_spoken(&self) -> bool {
        let line_type = self.r#type.0.as_deref();
        line_type.is_none_or(|line_type| line_type.eq_ignore_ascii_case("transcript"))
    }

    fn moment(&self) -> Option<i64> {
        self.time.0.as_deref().and_then(moment::microseconds)
    }
}

/// Reads every transcript of a file.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let json: TranscriptJson = envelope::typed(json)?;
    let mut problems = Vec::new();
    oddities::note_rows(json.lines.n_odd, &mut problems);
    let mut lines = json.lines.all;
    lines.retain(LineJson::is_spoken);
    let moments: Vec<Option<i64>> = lines.iter().map(LineJson::moment).collect();
    let is_lost =
        |(line, moment): (&LineJson, &Option<i64>)| line.time.0.is_some() && moment.is_none();
    oddities::note_times(lines.iter().zip(&moments).any(is_lost), &mut problems);
    let first = moments.iter().flatten().min().copied();

    let mut voices = voices(&lines);
    let mut transcript = Transcript::new(Format::Dialpad);
    transcript.id = json.call_id.0;
    transcript.started_at = first.and_then(moment::rfc3339);
    for (line, moment) in lines.into_iter().zip(moments) {
        let start = moment
            .zip(first)
            .map(|(moment, first)| seconds(first, moment));
        transcript
            .utterances
            .push(utterance(line, start, &mut voices));
    }
    transcript.people = voices.people();
    oddities::put_in_time_order(&mut transcript.utterances, &mut problems);
    Ok((transcript, problems))
}

/// Users are the company's own people. A contact is a prospect only beside a user: two contacts alone tell nothing.
fn voices(lines: &[LineJson]) -> Voices {
    let has_user = lines.iter().any(|line| line.user_id.0.is_some());
    let mut voices = Voices::default();
    for line in lines {
        let Some(key) = key(line) else { continue };
        let side = match (&line.user_id.0, &line.contact_id.0) {
            (Some(_), None) => Some(Side::Rep),
            (None, Some(_)) if has_user => Some(Side::Prospect),
            _ => None,
        };
        let person = Person {
            name: line.name.0.clone().unwrap_or_default(),
            side,
            ..Person::default()
        };
        voices.know(&key, person);
    }
    voices
}

/// A user and a contact may bear the same number, so the kind is part of the key.
fn key(line: &LineJson) -> Option<String> {
    let keys = [
        ("user", &line.user_id),
        ("contact", &line.contact_id),
        ("name", &line.name),
    ];
    keys.into_iter()
        .find_map(|(kind, word)| Some(format!("{kind} {}", word.0.as_deref()?)))
}

fn utterance(line: LineJson, start: Option<f64>, voices: &mut Voices) -> Utterance {
    Utterance {
        speaker: key(&line).map(|key| voices.speaker(&key)),
        start,
        end: None,
        text: line.content.map(|content| content.0).unwrap_or_default(),
    }
}

fn seconds(first: i64, moment: i64) -> f64 {
    moment.saturating_sub(first) as f64 / 1e6
}
