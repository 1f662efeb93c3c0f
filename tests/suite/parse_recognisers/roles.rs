//! Do speakers whose label is a role sit on that role's side, whatever the format?

use serde_json::json;
use verbatim::call::Side;
use verbatim::ingest::parse;

const TTML: &str = "<tt><body><div><p begin=\"1s\" end=\"2s\">Agent: Hello.</p>\
    <p begin=\"2s\" end=\"3s\">Customer: Too slow.</p></div></body></tt>";

/// Files in which an agent speaks and then a customer.
fn files() -> Vec<(&'static str, String)> {
    let deepgram = |word: &str, start: f64, speaker: &str| json!({"word": word, "start": start, "end": start + 0.5, "speaker": speaker});
    let rev = |name: &str, start: f64| {
        json!({"speaker": start, "speaker_info": {"display_name": name},
            "elements": [{"type": "text", "value": "Hello", "ts": start, "end_ts": start + 0.5}]})
    };
    let channel = |name: &str, start: f64| {
        json!({"type": "word", "start_time": start, "end_time": start + 0.5, "channel": name,
            "alternatives": [{"content": "Hello", "language": "en"}]})
    };
    let piece = |role: &str, start: f64| json!({"text": "Hello.", "type": "word", "start": start, "end": start + 0.5, "speaker_id": role});
    vec![
        ("ttml", TTML.to_owned()),
        (
            "nist-stm",
            "c 1 agent 0 1 hello\nc 1 customer 1 2 too slow\n".to_owned(),
        ),
        (
            "podcast-json",
            json!({"version": "1.0.0", "segments": [
                {"speaker": "Agent", "startTime": 0.5, "endTime": 4, "body": "Hello."},
                {"speaker": "Customer", "startTime": 4, "endTime": 6, "body": "Too slow."}]})
            .to_string(),
        ),
        (
            "gecko",
            json!({"schemaVersion": "2.0", "monologues": [
                {"speaker": {"id": "Agent", "name": null}, "terms": [{"start": 0, "end": 0.5, "text": "Hello", "type": "WORD"}]},
                {"speaker": {"id": "Customer", "name": null}, "terms": [{"start": 1, "end": 1.5, "text": "No", "type": "WORD"}]}]})
            .to_string(),
        ),
        (
            "rev-ai",
            json!({"monologues": [rev("Agent", 0.0), rev("Customer", 1.0)]}).to_string(),
        ),
        (
            "whisper-cpp",
            json!({"systeminfo": "", "params": {"model": "m"}, "transcription": [
                {"offsets": {"from": 0, "to": 1000}, "text": " Hello.", "speaker": "agent"},
                {"offsets": {"from": 1000, "to": 2000}, "text": " Too slow.", "speaker": "customer"}]})
            .to_string(),
        ),
        (
            "deepgram",
            json!({"metadata": {"request_id": "r"}, "results": {"channels": [{"alternatives": [
                {"transcript": "x", "words": [deepgram("hello", 0.0, "Agent"), deepgram("no", 1.0, "Customer")]}]}]}})
            .to_string(),
        ),
        (
            "speechmatics",
            json!({"format": "2.9", "metadata": {"transcription_config": {"language": "en", "diarization": "channel",
                "channel_diarization_labels": ["Agent", "Customer"]}},
                "results": [channel("Agent", 0.0), channel("Customer", 1.0)]})
            .to_string(),
        ),
        (
            "elevenlabs",
            json!({"language_code": "eng", "language_probability": 0.9, "text": "Hello. Hello.",
                "words": [piece("agent", 0.0), piece("customer", 1.0)]})
            .to_string(),
        ),
    ]
}

#[test]
fn a_label_that_is_a_role_gives_its_side_in_every_format() {
    for (format, text) in files() {
        let mut calls = parse::parse(text.as_bytes()).expect(format);
        assert_eq!(calls.len(), 1, "{format}");
        let transcript = calls.remove(0).expect(format).transcript;
        assert_eq!(transcript.format.name(), format);
        assert!(!transcript.sides_are_given, "{format}: nobody said so");
        let people = transcript.people.iter();
        let people: Vec<_> = people
            .map(|who| (who.name.to_lowercase(), who.side))
            .collect();
        let expected = [
            ("agent".to_owned(), Some(Side::Rep)),
            ("customer".to_owned(), Some(Side::Prospect)),
        ];
        assert_eq!(people, expected, "{format}");
    }
}

#[test]
fn in_our_own_format_only_a_person_gives_sides() {
    let text = json!({"turns": [{"speaker": "Agent", "text": "Hello."}, {"speaker": "Bo", "text": "Hi."}]});
    let calls = parse::parse(text.to_string().as_bytes()).expect("our own format");
    let call = calls[0].as_ref().expect("a call");
    assert!(call.transcript.people.is_empty());
}

#[test]
fn the_numbered_agents_of_ttml_are_on_no_side() {
    let text = "<tt xmlns:ttm=\"http://www.w3.org/ns/ttml#metadata\"><head><metadata>\
        <ttm:agent type=\"person\" xml:id=\"agent1\"/><ttm:agent type=\"person\" xml:id=\"agent2\"/></metadata></head><body><div>\
        <p begin=\"1s\" end=\"2s\" ttm:agent=\"agent1\">Hello.</p>\
        <p begin=\"2s\" end=\"3s\" ttm:agent=\"agent2\">Too slow.</p></div></body></tt>";
    let calls = parse::parse(text.as_bytes()).expect("TTML");
    let call = calls[0].as_ref().expect("a call");
    assert!(call.transcript.people.is_empty());
    let speakers: Vec<_> = call
        .transcript
        .utterances
        .iter()
        .map(|u| u.speaker.as_deref())
        .collect();
    assert!(speakers[0].is_some() && speakers[0] != speakers[1]);
}
