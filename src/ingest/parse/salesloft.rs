//! What do a Salesloft transcription's sentences say?
//!
//! The shape is that of `/v2/transcriptions/{id}/sentences` as connectors to it read it, beside
//! `/v2/conversations/{id}/extensive`; no real file was seen. Sentences come in pages of at most 100, so a file may be
//! one page, a list of pages or of sentences, or one page a line; they are sorted by `order_number`. Times are
//! seconds. A speaker is an attendee's id: the names stand in the conversation, which may be in the same file.

mod shape;

use rustc_hash::FxHashMap;
use serde_json::value::RawValue;

use super::marks::Shape;
use super::readers::Reader;
use super::verbatim_json::values::values;
use super::voices::Voices;
use super::{Parsed, moment, oddities};
use crate::call::Account;
use crate::ingest::transcript::{Format, Person, Problem, Refusal, Transcript, Utterance};
use shape::{ConversationJson, SentenceJson};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Salesloft,
    shapes: &[
        Shape {
            must: &["recording_attendee_id"],
            may: &[
                "order_number",
                "start_time",
                "conversation._href",
                "metadata.paging",
            ],
            never: &[],
        },
        Shape {
            must: &["recording_attendee.id", "order_number", "start_time"],
            may: &["conversation._href", "metadata.paging"],
            never: &[],
        },
        // A page without anything in it: still to be told what it lacks.
        Shape {
            must: &["metadata.paging", "data[].recording_attendee_id"],
            may: &["data"],
            never: &[],
        },
        // Who took part in a conversation, and when it was.
        Shape {
            must: &["attendees[].full_name", "started_recording_at"],
            may: &["language_code", "recording_url", "account.name"],
            never: &[],
        },
    ],
    parse,
};

/// Keys below which sentences and conversations stand.
const WRAPPERS: &[&str] = &[
    "data",
    "sentences",
    "conversation",
    "extensive",
    "extensiveConversation",
    "transcription",
    "payload",
];

/// A list of pages in a wrapper with sentences in it makes four levels; deeper is another shape.
const MOST_LEVELS: usize = 6;

/// Everything that a file holds, not yet joined.
#[derive(Default)]
struct File {
    /// The sentences of each conversation, in the order of their first one.
    spoken: Vec<(Option<String>, Vec<SentenceJson>)>,
    places: FxHashMap<Option<String>, usize>,
    conversations: Vec<ConversationJson>,
    n_odd: usize,
}

/// Reads every conversation of a file. A file with a broken page is refused: half a call must not pass for one.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    let mut file = File::default();
    let mut broken = Vec::new();
    for value in values(text) {
        match value {
            Ok(value) => file.take(value.json, MOST_LEVELS),
            Err(refusal) => broken.push(Err(refusal)),
        }
    }
    if !broken.is_empty() {
        return broken;
    }
    if file.spoken.is_empty() {
        let message = "the file holds no sentences; fetch `/v2/transcriptions/{id}/sentences`";
        return vec![Err(Refusal::new("salesloft-metadata-only", message))];
    }
    let is_only = file.spoken.len() == 1;
    let conversations = file.conversations;
    let n_odd = file.n_odd;
    let calls = file.spoken.into_iter().map(|(id, sentences)| {
        let its_own = |conversation: &&ConversationJson| conversation.id.0 == id;
        let facts = conversations.iter().find(its_own);
        let facts = facts.or_else(|| conversations.first().filter(|_| is_only));
        let (transcript, problems) = join(id, sentences, facts, n_odd);
        Ok(Parsed {
            transcript,
            problems,
            raw: 0..text.len(),
        })
    });
    calls.collect()
}

impl File {
    /// Takes whatever is known out of a value, down to a depth.
    fn take(&mut self, json: &str, levels: usize) {
        let Some(levels) = levels.checked_sub(1) else {
            return;
        };
        if let Ok(listed) = serde_json::from_str::<Vec<&RawValue>>(json) {
            for raw in listed {
                self.take(raw.get(), levels);
            }
            return;
        }
        let Ok(fields) = serde_json::from_str::<FxHashMap<String, &RawValue>>(json) else {
            return;
        };
        let has = |key: &str| fields.contains_key(key);
        if has("recording_attendee_id") || has("recording_attendee") {
            match serde_json::from_str(json) {
                Ok(sentence) => self.add(sentence),
                Err(_) => self.n_odd += 1,
            }
            return;
        }
        if has("attendees")
            && let Ok(conversation) = serde_json::from_str(json)
        {
            self.conversations.push(conversation);
        }
        for raw in WRAPPERS.iter().filter_map(|wrapper| fields.get(*wrapper)) {
            self.take(raw.get(), levels);
        }
    }

    fn add(&mut self, sentence: SentenceJson) {
        let id = sentence.conversation.0.as_ref();
        let id = id.and_then(|conversation| conversation.id.0.clone());
        let n_known = self.spoken.len();
        let place = *self.places.entry(id.clone()).or_insert(n_known);
        match self.spoken.get_mut(place) {
            Some((_, sentences)) => sentences.push(sentence),
            None => self.spoken.push((id, vec![sentence])),
        }
    }
}

fn join(
    id: Option<String>,
    mut sentences: Vec<SentenceJson>,
    facts: Option<&ConversationJson>,
    n_odd: usize,
) -> (Transcript, Vec<Problem>) {
    let mut problems = Vec::new();
    oddities::note_rows(n_odd, &mut problems);
    let has_odd_time =
        |sentence: &SentenceJson| sentence.start_time.0.is_odd || sentence.end_time.0.is_odd;
    oddities::note_times(sentences.iter().any(has_odd_time), &mut problems);
    // Without numbers the order of delivery stays.
    let number = |sentence: &SentenceJson| sentence.order_number.value.unwrap_or(f64::MAX);
    sentences.sort_by(|one, other| number(one).total_cmp(&number(other)));

    let mut transcript = Transcript::new(Format::Salesloft);
    let mut voices = Voices::default();
    match facts {
        Some(facts) => take_facts(facts, &mut transcript, &mut voices),
        None => problems.push(Problem::of_file(
            "attendees-missing",
            "the conversation's attendees are not there, so speakers are numbered; put what \
             `/v2/conversations/{id}/extensive` answers into the same file",
        )),
    }
    transcript.id = id.or(transcript.id);
    transcript.utterances = sentences
        .into_iter()
        .map(|sentence| utterance(sentence, &mut voices))
        .collect();
    transcript.people = voices.people();
    (transcript, problems)
}

fn take_facts(facts: &ConversationJson, transcript: &mut Transcript, voices: &mut Voices) {
    transcript.id = facts.id.0.clone();
    transcript.title = facts.title.0.clone();
    transcript.language = facts.language_code.0.clone();
    transcript.recording_url = facts.recording_url.0.clone();
    let starts = [
        &facts.started_recording_at,
        &facts.event_start_date,
        &facts.started_at,
    ];
    let start = starts.into_iter().find_map(|start| start.0.clone());
    transcript.started_at = moment::started_at(start);
    let account = facts.account.0.as_ref();
    transcript.account = account
        .and_then(|account| account.name.0.clone())
        .map(|name| Account {
            name: Some(name),
            ..Account::default()
        });
    for attendee in &facts.attendees.all {
        let keys = [&attendee.id, &attendee.email, &attendee.full_name];
        let Some(key) = keys.into_iter().find_map(|key| key.0.as_deref()) else {
            continue;
        };
        let name = attendee.full_name.0.as_ref().or(attendee.name.0.as_ref());
        let person = Person {
            name: name.cloned().unwrap_or_default(),
            email: attendee.email.0.clone(),
            ..Person::default()
        };
        voices.know(key, person);
    }
}

fn utterance(sentence: SentenceJson, voices: &mut Voices) -> Utterance {
    let attendee = sentence.recording_attendee.0.and_then(|who| who.id.0);
    let id = sentence.recording_attendee_id.0.or(attendee);
    Utterance {
        speaker: id.map(|id| voices.speaker(&id)),
        start: sentence.start_time.0.value,
        end: sentence.end_time.0.value,
        text: sentence.text.0,
    }
}
