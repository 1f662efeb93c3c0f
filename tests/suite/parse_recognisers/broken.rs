//! Does a broken piece of a file cost more than itself, and is it told?

use serde_json::json;
use verbatim::ingest::parse::{self, Parsed};

use crate::reading::spoken;

fn one(text: &str) -> Parsed {
    let mut calls = parse::parse(text.as_bytes()).expect(text);
    assert_eq!(calls.len(), 1, "{text}");
    calls.remove(0).expect(text)
}

/// The format, what is said, and what is told.
fn read(text: &str) -> (&'static str, Vec<String>, Vec<String>) {
    let parsed = one(text);
    assert_eq!(parsed.raw, 0..text.len(), "no byte moves");
    let codes = parsed.problems.iter().map(|problem| problem.code.clone());
    let codes = codes.collect();
    (parsed.transcript.format.name(), spoken(&parsed), codes)
}

#[test]
fn half_a_character_costs_itself_alone() {
    // (format, file, what is said)
    let rows = [
        (
            "whisper",
            r#"{"text":"x","language":"en","segments":[{"start":0,"end":1,"text":" Great \ud83d","avg_logprob":-1},
                {"start":1,"end":2,"text":"\uDE00 thanks, \ud83d\ude00\\ud83d","avg_logprob":-1}]}"#,
            vec![
                "- 0 1  Great \u{fffd}",
                "- 1 2 \u{fffd} thanks, \u{1f600}\\ud83d",
            ],
        ),
        (
            "whisperx",
            r#"{"segments":[{"start":0,"end":1,"text":" Great \ud83d\u0021","speaker":"SPEAKER_00"}],"word_segments":[]}"#,
            vec!["SPEAKER_00 0 1  Great \u{fffd}!"],
        ),
        (
            "deepgram",
            r#"{"metadata":{"request_id":"r"},"results":{"channels":[{"alternatives":[{"transcript":"a","words":[
                {"word":"a\ud83d","start":0,"end":1},{"word":"b","start":1,"end":2}]}]}]}}"#,
            vec!["- 0 2 a\u{fffd} b"],
        ),
        (
            "aws-transcribe",
            r#"{"jobName":"j","results":{"transcripts":[{"transcript":"a"}],"items":[{"start_time":"0","end_time":"1",
                "type":"pronunciation","alternatives":[{"content":"a\udfff"}]}]}}"#,
            vec!["- 0 1 a\u{fffd}"],
        ),
        (
            "rev-ai",
            r#"{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"a\udbff\ud83d\ude00","ts":0,"end_ts":1}]}]}"#,
            vec!["Speaker 0 0 1 a\u{fffd}\u{1f600}"],
        ),
        (
            "verbatim-json",
            r#"{"turns":[{"speaker":"Ana","text":"a\ud83d"}]}"#,
            vec!["Ana - - a\u{fffd}"],
        ),
    ];
    for (format, text, expected) in rows {
        let expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        let told = vec!["half-character".to_owned()];
        assert_eq!(read(text), (format, expected, told));
    }
}

#[test]
fn whole_characters_among_the_escapes_are_left_alone() {
    let text = r#"{"text":"x","segments":[{"start":0,"end":1,"text":"\ud83d\ude00 \\ud83d \u00e9","seek":0}]}"#;
    let expected = vec!["- 0 1 \u{1f600} \\ud83d é".to_owned()];
    let told: Vec<String> = Vec::new();
    assert_eq!(read(text), ("whisper", expected, told));
    // What is cut off is no escape.
    for broken in [
        r#"{"text":"x","segments":[{"text":"\ud8"#,
        r#"{"text":"\u"#,
        r#"{"text":"\"#,
    ] {
        let calls = parse::parse(broken.as_bytes()).unwrap_or_default();
        assert!(calls.iter().all(Result::is_err), "{broken}");
    }
}

#[test]
fn what_was_not_said_is_not_missed() {
    // The list of names stands where other files have stretches of speech.
    let text = json!({"text": "Hi.", "language": "en", "speakers": ["SPEAKER_00", "SPEAKER_01"],
        "segments": [{"start": 0, "end": 1, "text": "Hi.", "seek": 0}]});
    assert!(one(&text.to_string()).problems.is_empty());
}

#[test]
fn json_made_by_programs_has_no_halves() {
    let text =
        json!({"text": "x", "segments": [{"start": 0, "end": 1, "text": "\u{1f600}", "seek": 0}]});
    assert!(one(&text.to_string()).problems.is_empty());
}

#[test]
fn what_is_left_out_is_told() {
    // (format, file, what is said)
    let rows = [
        (
            "whisper",
            r#"{"text":"x","language":"en","segments":[{"start":0,"end":1,"text":"Hi.","seek":0},{"start":1,"end":2,"text":["secret"]}]}"#,
            "- 0 1 Hi.",
        ),
        (
            "whisperx",
            r#"{"segments":[{"start":0,"end":1,"text":"Hi.","speaker":"SPEAKER_00"},7],"word_segments":[]}"#,
            "SPEAKER_00 0 1 Hi.",
        ),
        (
            "whisper-cpp",
            r#"{"systeminfo":"AVX","transcription":[{"offsets":{"from":0,"to":1000},"text":"Hi."},{"text":{}}]}"#,
            "- 0 1 Hi.",
        ),
        (
            "deepgram",
            r#"{"metadata":{"request_id":"r"},"results":{"channels":[{"alternatives":[{"transcript":"a","words":[
                {"word":"Hi.","start":0,"end":1},{"word":["secret"],"start":1,"end":2}]}]}]}}"#,
            "- 0 1 Hi.",
        ),
        (
            "assemblyai",
            r#"{"audio_url":"https://example.com/a","status":"completed","utterances":[
                {"speaker":"A","text":"Hi.","start":0,"end":1000},{"speaker":"B","text":["secret"]}]}"#,
            "Speaker A 0 1 Hi.",
        ),
        (
            "elevenlabs",
            r#"{"language_code":"en","language_probability":0.9,"text":"Hi.","words":[
                {"text":"Hi.","type":"word","start":0,"end":1},{"text":["secret"],"type":"word"}]}"#,
            "- 0 1 Hi.",
        ),
    ];
    for (format, text, expected) in rows {
        let told = vec!["utterance-unreadable".to_owned()];
        assert_eq!(read(text), (format, vec![expected.to_owned()], told));
        let problems = one(text).problems;
        assert!(problems.iter().all(|told| !told.message.contains("secret")));
    }
}
