//! What does a file of Gecko, the annotation tool, say?
//!
//! The shape is measured on the tool's own sample: `monologues`, each of one `speaker` with `terms` of type `WORD` or
//! `PUNCTUATION`; seconds. A speaker's `name` may be null, and then the `id` is what the annotator wrote. Punctuation
//! belongs to the word before it.

use serde::Deserialize;

use super::envelope::{self, Read};
use super::gather::{Gather, Word as GatherWord};
use super::marks::Shape;
use super::readers::Reader;
use super::rows::{Maybe, Rows};
use super::verbatim_json::loose::{Seconds, Spoken, Word};
use super::voices::display;
use super::{Parsed, oddities};
use crate::ingest::transcript::{Format, Refusal, Transcript};

/// What it is known by.
pub(super) const READER: Reader = Reader {
    format: Format::Gecko,
    shapes: &[Shape {
        must: &["monologues[].terms"],
        may: &[
            "schemaVersion",
            "monologues[].speaker.id",
            "terms[].text",
            "terms[].type",
        ],
        never: &[],
    }],
    parse,
};

/// Makes an object a file of annotations.
const MARKS: &[&str] = &["monologues"];

#[derive(Deserialize, Default)]
#[serde(default)]
struct FileJson {
    monologues: Rows<MonologueJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct MonologueJson {
    speaker: Maybe<SpeakerJson>,
    terms: Rows<TermJson>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct SpeakerJson {
    id: Word,
    name: Word,
}

#[derive(Deserialize)]
struct TermJson {
    #[serde(default)]
    start: Seconds,
    #[serde(default)]
    end: Seconds,
    #[serde(default)]
    r#type: Word,
    text: Spoken,
}

/// Reads every file of annotations.
pub fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    envelope::each(text, MARKS, read)
}

fn read(json: &str) -> Read {
    let json: FileJson = envelope::typed(json)?;
    let monologues = &json.monologues.all;
    let mut problems = Vec::new();
    let odd_terms = monologues.iter().map(|monologue| monologue.terms.n_odd);
    let n_odd = odd_terms.fold(json.monologues.n_odd, usize::saturating_add);
    oddities::note_rows(n_odd, &mut problems);
    let mut terms = monologues.iter().flat_map(|monologue| &monologue.terms.all);
    let has_odd_time = |term: &TermJson| term.start.0.is_odd || term.end.0.is_odd;
    oddities::note_times(terms.any(has_odd_time), &mut problems);

    let mut gather = Gather::default();
    for monologue in monologues {
        let speaker = monologue.speaker.0.as_ref().and_then(speaker);
        for term in &monologue.terms.all {
            gather.add(GatherWord {
                text: &term.text.0,
                start: term.start.0.value,
                end: term.end.0.value,
                speaker: speaker.as_deref(),
                is_joined: is_punctuation(&term.r#type),
            });
        }
        gather.cut();
    }
    let mut transcript = Transcript::new(Format::Gecko);
    transcript.utterances = gather.finish();
    Ok((transcript, problems))
}

fn speaker(json: &SpeakerJson) -> Option<String> {
    let label = json.name.0.as_deref().or(json.id.0.as_deref());
    label.map(display)
}

fn is_punctuation(term_type: &Word) -> bool {
    let term_type = term_type.0.as_deref();
    term_type.is_some_and(|term_type| term_type.eq_ignore_ascii_case("punctuation"))
}
