//! What was read, as a test compares it.

use verbatim::ingest::parse::Parsed;
use verbatim::ingest::transcript::Refusal;

/// Speaker, start, end and words of every utterance.
pub fn spoken(parsed: &Parsed) -> Vec<String> {
    let show = |time: Option<f64>| time.map_or("-".to_owned(), |time| time.to_string());
    let utterances = parsed.transcript.utterances.iter();
    utterances
        .map(|u| {
            let speaker = u.speaker.as_deref().unwrap_or("-");
            format!("{speaker} {} {} {}", show(u.start), show(u.end), u.text)
        })
        .collect()
}

/// What a call is: its id, or its refusal's code.
pub fn outcome(call: Result<Parsed, Refusal>) -> String {
    match call {
        Ok(parsed) => parsed.transcript.id.unwrap_or_default(),
        Err(refusal) => refusal.code.to_owned(),
    }
}
