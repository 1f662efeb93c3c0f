//! What does a SegLST file say?
//!
//! The shape is that of the CHiME challenges and of meeteval (github.com/fgnt/meeteval, `io/seglst.py`): a list of
//! segments with `session_id`, `start_time`, `end_time`, `speaker` and `words`; measured on real files.
//!
//! Times are seconds, as numbers or as texts. One file may hold several sessions, and each of them is a call.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::ingest::transcript::{Format, Problem, Refusal, Transcript, Utterance};

use super::marks::Shape;
use super::readers::Reader;
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::verbatim_json::values::values;
use super::{Parsed, gather, not_a_number};

#[derive(Deserialize, Default)]
#[serde(default)]
struct SegmentJson {
    session_id: Word,
    start_time: Seconds,
    end_time: Seconds,
    speaker: Word,
    words: Spoken,
}

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::SegLst,
    shapes: &[Shape {
        must: &["^[].session_id", "^[].words", "^[].start_time"],
        may: &["^[].speaker", "^[].end_time"],
        never: &[],
    }],
    parse,
};

/// Each session of the file; they lie among one another, so the whole file is the source of each.
fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    let text = not_a_number::mended(text);
    let mut sessions = Sessions::default();
    let mut calls = Vec::new();
    let mut n_odd = 0_usize;
    for value in values(&text) {
        match value.map(|value| serde_json::from_str(value.json)) {
            Ok(Ok(segment)) => sessions.add(segment),
            Ok(Err(_)) => n_odd += 1,
            Err(refusal) => calls.push(Err(refusal)),
        }
    }
    let problem = (n_odd > 0).then(|| {
        let message = format!("{n_odd} entries are no segments and are left out");
        Problem::of_file("entry-unreadable", message)
    });
    let found = sessions.found.into_iter().map(|transcript| {
        Ok(Parsed {
            transcript: finished(transcript),
            problems: problem.clone().into_iter().collect(),
            raw: 0..text.len(),
        })
    });
    calls.extend(found);
    if calls.is_empty() {
        let message = "the file holds no segment; export it again";
        calls.push(Err(Refusal::new("empty", message)));
    }
    calls
}

/// The sessions in the order in which they appear.
#[derive(Default)]
struct Sessions {
    found: Vec<Transcript>,
    by_id: FxHashMap<Option<String>, usize>,
}

impl Sessions {
    fn add(&mut self, segment: SegmentJson) {
        let id = segment.session_id.0;
        let n_known = self.found.len();
        let place = *self.by_id.entry(id.clone()).or_insert(n_known);
        if place == n_known {
            let mut transcript = Transcript::new(Format::SegLst);
            transcript.id = id;
            self.found.push(transcript);
        }
        if let Some(transcript) = self.found.get_mut(place) {
            transcript.utterances.push(Utterance {
                speaker: segment.speaker.0.as_deref().map(gather::speaker),
                start: segment.start_time.0.value,
                end: segment.end_time.0.value,
                text: segment.words.0,
            });
        }
    }
}

fn finished(mut transcript: Transcript) -> Transcript {
    transcript.utterances = gather::in_order(transcript.utterances);
    transcript
}
