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

/// A result of words, each with its start, its end and perhaps its voice; and the transcript of these words.
fn result(transcript: &str, words: &[(&str, Option<f64>, Option<u8>)]) -> Value {
    let word = |(word, start, voice): &(&str, Option<f64>, Option<u8>)| {
        let mut json = json!({"word": word});
        if let Some(start) = start {
            json["startTime"] = json!(format!("{start}s"));
            json["endTime"] = json!(format!("{}s", start + 0.5));
        }
        if let Some(voice) = voice {
            json["speakerTag"] = json!(voice);
        }
        json
    };
    let words: Vec<Value> = words.iter().map(word).collect();
    json!({"alternatives": [{"transcript": transcript, "words": words}]})
}

fn said(results: &[Value]) -> Vec<String> {
    spoken(&json!({"results": results}).to_string(), Format::GoogleStt)
}

#[test]
fn a_repeat_of_google_is_known_by_its_words() {
    let plain = |text: &str, end: &str| json!({"alternatives": [{"transcript": text}], "resultEndTime": end});
    let (one, two) = (Some(1), Some(2));
    let hello = [("Hello", Some(0.0), None), ("there.", Some(0.5), None)];
    let no = [("No!", Some(3.0), None)];
    let all = |shift: f64| {
        let words = [
            ("Hello", Some(shift), one),
            ("there.", Some(0.5), one),
            ("No!", Some(3.0), two),
        ];
        result("", &words)
    };
    let once = ["Speaker 1 0 1 Hello there.", "Speaker 2 3 3.5 No!"];
    // Transcripts alone, and then everything.
    assert_eq!(
        said(&[plain("hello there", "1s"), plain(" no", "3.500s"), all(0.0)]),
        once
    );
    // Words, and then everything.
    assert_eq!(
        said(&[result("hello there", &hello), result(" no", &no), all(0.0)]),
        once
    );
    // The first word begins a little later when it is said again.
    let shifted = ["Speaker 1 0.1 1 Hello there.", "Speaker 2 3 3.5 No!"];
    assert_eq!(
        said(&[result("hello there", &hello), result(" no", &no), all(0.1)]),
        shifted
    );
    // Every result begins at the first word again.
    let first = result("", &[("Hello", Some(0.0), one), ("there.", Some(0.5), one)]);
    assert_eq!(said(&[first, all(0.0)]), once);
}

#[test]
fn what_only_begins_alike_is_no_repeat_of_google() {
    let (one, two) = (Some(1), Some(2));
    // Without times nothing but the words is known.
    let results = [
        result(
            "hello there. fine.",
            &[
                ("Hello", None, one),
                ("there.", None, one),
                ("Fine.", None, two),
            ],
        ),
        result(
            "bye now. so long.",
            &[
                ("Bye", None, one),
                ("now.", None, one),
                ("So", None, two),
                ("long.", None, two),
            ],
        ),
    ];
    let expected = [
        "Speaker 1 - - Hello there.",
        "Speaker 2 - - Fine.",
        "Speaker 1 - - Bye now.",
        "Speaker 2 - - So long.",
    ];
    assert_eq!(said(&results), expected);
    // Two people say yes, one after the other.
    let yes = |start: f64, voice: Option<u8>| result("yes", &[("Yes.", Some(start), voice)]);
    let expected = ["Speaker 1 0 0.5 Yes.", "Speaker 2 4 4.5 Yes."];
    assert_eq!(said(&[yes(0.0, one), yes(4.0, two)]), expected);
    let expected = ["- 0 0.5 Yes.", "Speaker 2 4 4.5 Yes."];
    assert_eq!(said(&[yes(0.0, None), yes(4.0, two)]), expected);
}

#[test]
fn a_repeat_of_all_channels_of_google_bears_no_channel() {
    let channel = |number: u8, mut result: Value| {
        result["channelTag"] = json!(number);
        result
    };
    let (one, two) = (Some(1), Some(2));
    let before = [
        channel(
            1,
            result(
                "hello so",
                &[("Hello.", Some(0.0), None), ("So?", Some(5.0), None)],
            ),
        ),
        channel(2, result("no", &[("No.", Some(3.0), None)])),
    ];
    let words = [
        ("Hello.", Some(0.0), one),
        ("No.", Some(3.0), two),
        ("So?", Some(5.0), one),
    ];
    let [first, second] = before;
    let expected = [
        "Speaker 1 0 0.5 Hello.",
        "Speaker 2 3 3.5 No.",
        "Speaker 1 5 5.5 So?",
    ];
    assert_eq!(
        said(&[first.clone(), second.clone(), result("", &words)]),
        expected
    );
    // Something else without a channel is nobody's channel.
    let other = result("", &[("Bye.", Some(9.0), None)]);
    let expected = [
        "Channel 1 0 0.5 Hello.",
        "Channel 2 3 3.5 No.",
        "Channel 1 5 5.5 So?",
        "- 9 9.5 Bye.",
    ];
    assert_eq!(said(&[first, second, other]), expected);
}

#[test]
fn googles_japanese_words_are_read_without_their_readings() {
    let words = [
        ("値段|ネダン", Some(0.0), None),
        ("が|ガ", Some(0.5), None),
        ("高い|タカイ", Some(1.0), None),
    ];
    let mut japanese = result("値段が高い", &words);
    japanese["languageCode"] = json!("ja-jp");
    let text = json!({"results": [japanese]}).to_string();
    assert_eq!(spoken(&text, Format::GoogleStt), ["- 0 1.5 値段が高い"]);
    let language = call(&text, Format::GoogleStt).transcript.language;
    assert_eq!(language.as_deref(), Some("ja-JP"));
    // A bar that was spoken stays.
    let words = [("a|b", Some(0.0), None)];
    assert_eq!(said(&[result("a|b", &words)]), ["- 0 0.5 a|b"]);
}

#[test]
fn a_text_of_google_begins_where_the_one_before_ended() {
    let text = |text: &str, end: &str| json!({"alternatives": [{"transcript": text}], "resultEndTime": end});
    let expected = ["- - 4 Good morning", "- 4 9 hello there"];
    assert_eq!(
        said(&[text("Good morning", "4s"), text(" hello there", "9s")]),
        expected
    );
}
