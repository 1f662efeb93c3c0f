//! What does an answer of Google's recogniser say?

use serde_json::{Value, json};
use verbatim::ingest::parse::detect;
use verbatim::ingest::transcript::Format;

use super::{call, check, lines, refused, spoken};

/// v1 as the REST API writes it: results without voices, then everything again with them.
pub(super) fn google_diarized() -> Value {
    let word = |start: Option<&str>, end: &str, word: &str, tag: Option<u8>| {
        let mut value = json!({"endTime": end, "word": word});
        if let Some(start) = start {
            value["startTime"] = json!(start);
        }
        if let Some(tag) = tag {
            value["speakerTag"] = json!(tag);
        }
        value
    };
    json!({"name": "projects/1/operations/4711", "done": true,
        "metadata": {"@type": "x/LongRunningRecognizeMetadata", "progressPercent": 100, "startTime": "2024-01-01T00:00:00Z"},
        "response": {"@type": "x/LongRunningRecognizeResponse", "results": [
            {"alternatives": [{"transcript": "Good morning.", "confidence": 0.9, "words": [
                word(None, "0.400s", "Good", None), word(Some("0.400s"), "0.900s", "morning.", None)]}],
             "languageCode": "en-us"},
            {"alternatives": []},
            {"alternatives": [{"transcript": " Hello.", "words": [word(Some("2s"), "2.300s", "Hello.", None)]}]},
            {"alternatives": [{"words": [
                word(None, "0.400s", "Good", Some(1)), word(Some("0.400s"), "0.900s", "morning.", Some(1)),
                word(Some("2s"), "2.300s", "Hello.", Some(2))]}]}]}})
}

#[test]
fn googles_last_result_repeats_all_words_and_only_it_counts() {
    let text = google_diarized().to_string();
    let expected = ["Speaker 1 0 0.9 Good morning.", "Speaker 2 2 2.3 Hello."];
    assert_eq!(spoken(&text, Format::GoogleStt), expected);
    let transcript = call(&text, Format::GoogleStt).transcript;
    assert_eq!(transcript.id.as_deref(), Some("4711"));
    assert_eq!(transcript.started_at, None, "the job's start is no call's");
}

#[test]
fn googles_clients_write_seconds_and_nanos_and_leave_zeros_out() {
    let text = json!({"results": [{"alternatives": [{"transcript": "one two three", "words": [
        {"startTime": {}, "endTime": {"nanos": 500_000_000}, "word": "one"},
        {"startTime": {"nanos": 500_000_000}, "endTime": {"seconds": "13"}, "word": "two"},
        {"startTime": {"seconds": "13"}, "endTime": {"seconds": 13, "nanos": 250_000_000}, "word": "three"}]}]}]})
    .to_string();
    assert_eq!(
        spoken(&text, Format::GoogleStt),
        ["- 0 13.25 one two three"]
    );
}

#[test]
fn googles_second_version_labels_every_result_and_nothing_is_dropped() {
    let result = |start: &str, end: &str, word: &str, label: &str| {
        json!({"alternatives": [{"transcript": word, "words": [
            {"startOffset": start, "endOffset": end, "word": word, "speakerLabel": label}]}],
            "resultEndOffset": end, "languageCode": "de-de"})
    };
    let results = json!({"results": [
        result("0.100s", "0.500s", "Eins.", "1"), result("1s", "1.500s", "Zwei.", "2"),
        result("2s", "2.500s", "Drei.", "1")]});
    let expected = [
        "Speaker 1 0.1 0.5 Eins.",
        "Speaker 2 1 1.5 Zwei.",
        "Speaker 1 2 2.5 Drei.",
    ];
    assert_eq!(spoken(&results.to_string(), Format::GoogleStt), expected);

    // A batch holds one answer for each file of audio.
    let batch = json!({"response": {"results": {
        "gs://b/one.wav": {"uri": "x", "inlineResult": {"transcript": results}},
        "gs://b/two.wav": {"transcript": results},
        "gs://b/zwei.wav": {"error": {"code": 3, "message": "secret"}}}}})
    .to_string();
    assert_eq!(detect::detect(&batch), Ok(Format::GoogleStt));
    let read = check(&batch).expect("a transcript");
    assert_eq!(read.len(), 3);
    for parsed in read.iter().take(2) {
        let parsed = parsed.as_ref().expect("a call");
        assert_eq!(lines(&parsed.transcript.utterances), expected);
        let again = spoken(&batch[parsed.raw.clone()], Format::GoogleStt);
        assert_eq!(again, expected, "its own bytes are the call");
    }
    assert_eq!(read[2].as_ref().expect_err("it failed").code, "failed-job");
}

#[test]
fn googles_channels_are_voices_and_texts_without_words_are_kept() {
    let result = |channel: u8, end: &str, text: &str| json!({"alternatives": [{"transcript": text}], "channelTag": channel, "resultEndTime": end});
    let text = json!({"results": [
        result(1, "1s", "Good morning"), result(1, "9s", "goodbye"), result(2, "3s", " hello there")]})
    .to_string();
    let expected = [
        "Channel 1 - 1 Good morning",
        "Channel 2 - 3 hello there",
        "Channel 1 - 9 goodbye",
    ];
    assert_eq!(spoken(&text, Format::GoogleStt), expected);
}

#[test]
fn an_operation_of_google_that_failed_or_runs_is_refused() {
    let operation = |rest: Value| {
        let mut operation =
            json!({"name": "1", "metadata": {"@type": "x", "startTime": "2024-01-01T00:00:00Z"}});
        let fields = operation.as_object_mut().expect("an object");
        fields.extend(rest.as_object().expect("an object").clone());
        operation.to_string()
    };
    let failed = operation(json!({"done": true, "error": {"code": 3, "message": "secret"}}));
    assert_eq!(refused(&failed, Format::GoogleStt), "failed-job");
    assert_eq!(
        refused(&operation(json!({})), Format::GoogleStt),
        "unfinished-job"
    );
}
