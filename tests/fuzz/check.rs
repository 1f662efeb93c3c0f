//! Is what comes of a file sound, whatever the file?

use std::hash::{DefaultHasher, Hash, Hasher};

use verbatim::call::Call;
use verbatim::ingest::companions::Companions;
use verbatim::ingest::format::Format;
use verbatim::ingest::normalize::{Origin, SideRules, normalize};
use verbatim::ingest::parse::{How, Parsed, parse_as};
use verbatim::ingest::transcript::Refusal;
use verbatim::text::noise;

/// A number for what came of it: the same for inputs that went the same way, as far as can be seen from outside.
pub fn check(input: &[u8], format: Option<Format>, companions: &Companions) -> u64 {
    let how = How {
        format,
        ..How::default()
    };
    let mut kind = DefaultHasher::new();
    match parse_as(input, &how) {
        Err(refusal) => refused(&refusal, &mut kind),
        Ok(calls) => {
            calls.len().min(4).hash(&mut kind);
            for call in calls {
                match call {
                    Ok(parsed) => read(parsed, input, companions, &mut kind),
                    Err(refusal) => refused(&refusal, &mut kind),
                }
            }
        }
    }
    kind.finish()
}

fn refused(refusal: &Refusal, kind: &mut DefaultHasher) {
    assert!(!refusal.code.is_empty() && !refusal.message.is_empty());
    assert!(
        !refusal.message.ends_with('.'),
        "a full stop: {}",
        refusal.code
    );
    refusal.code.hash(kind);
}

fn read(parsed: Parsed, input: &[u8], companions: &Companions, kind: &mut DefaultHasher) {
    assert!(
        input.get(parsed.raw.clone()).is_some(),
        "raw bytes outside of the file"
    );
    let transcript = &parsed.transcript;
    transcript.format.name().hash(kind);
    let times = transcript.utterances.iter().flat_map(|u| [u.start, u.end]);
    for time in times.flatten() {
        assert!(time.is_finite(), "a time that is no number");
    }
    let n_speakers = transcript
        .utterances
        .iter()
        .filter(|u| u.speaker.is_some())
        .count();
    let size = |n: usize| n.checked_ilog2();
    (
        size(transcript.utterances.len()),
        size(n_speakers),
        transcript.people.len().min(4),
    )
        .hash(kind);
    for problem in &parsed.problems {
        problem.code.hash(kind);
    }
    let origin = Origin {
        file_name: None,
        companions,
        rules: &SideRules::default(),
    };
    let (call, problems) = normalize(parsed.transcript, &origin);
    for problem in &problems {
        problem.code.hash(kind);
    }
    sound(&call);
}

fn sound(call: &Call) {
    assert!(
        !call.turns.is_empty(),
        "a call in which nobody says anything"
    );
    for turn in &call.turns {
        assert!(
            (turn.speaker as usize) < call.participants.len(),
            "a turn of nobody"
        );
        for cue in &turn.cues {
            assert!(
                turn.text.is_char_boundary(cue.at as usize),
                "a cue inside a character"
            );
        }
        let mut before = 0;
        for span in noise::spans(&turn.text) {
            assert!(
                before <= span.start && span.start < span.end,
                "noise out of order"
            );
            let slice = turn.text.get(span.start as usize..span.end as usize);
            assert!(slice.is_some(), "noise outside of the turn");
            before = span.end;
        }
    }
}
