//! Are the messages of a live recogniser one call, in which only what is final counts?

use serde_json::{Value, json};
use verbatim::ingest::transcript::Format;

use super::{call, check, lines, spoken};

/// The messages, one a line and in a list.
fn files(messages: &[Value]) -> [String; 2] {
    let rows: Vec<String> = messages.iter().map(Value::to_string).collect();
    [rows.join("\n"), json!(messages).to_string()]
}

fn says(messages: &[Value], format: Format, expected: &[&str]) {
    for text in files(messages) {
        assert_eq!(spoken(&text, format), expected, "{text}");
        assert_eq!(call(&text, format).raw, 0..text.len());
    }
}

#[test]
fn speechmatics_final_transcripts_are_one_call() {
    let said = |message: &str, start: f64, text: &str| {
        json!({"message": message, "format": "2.9", "metadata": {"start_time": start, "end_time": start + 1.0, "transcript": text},
            "results": [{"type": "word", "start_time": start, "end_time": start + 0.5,
                "alternatives": [{"content": text, "language": "en", "speaker": "S1"}]}]})
    };
    let started = json!({"message": "RecognitionStarted", "id": "session-1",
        "language_pack_info": {"word_delimiter": " "}});
    let ended = json!({"message": "EndOfTranscript"});
    let messages = [
        started.clone(),
        said("AddPartialTranscript", 0.0, "Hel"),
        said("AddTranscript", 0.0, "Hello"),
        said("AddPartialTranscript", 0.5, "th"),
        said("AddTranscript", 0.5, "there."),
        ended,
    ];
    let expected = ["Speaker S1 0 1 Hello there."];
    says(&messages, Format::Speechmatics, &expected);
    let [text, _] = files(&messages);
    let id = call(&text, Format::Speechmatics).transcript.id;
    assert_eq!(id.as_deref(), Some("session-1"));
    // It broke off before anything was final.
    let guesses = [
        started,
        said("AddPartialTranscript", 0.0, "Hel"),
        said("AddPartialTranscript", 0.0, "Hello"),
    ];
    let expected = ["Speaker S1 0 0.5 Hello"];
    says(&guesses, Format::Speechmatics, &expected);
}

#[test]
fn watsons_messages_are_one_call_while_their_results_are_numbered_on() {
    let said = |index: u8, is_final: bool, text: &str| json!({"result_index": index, "results": [{"final": is_final, "alternatives": [{"transcript": text}]}]});
    let messages = [
        json!({"state": "listening"}),
        said(0, false, "hel "),
        said(0, true, "hello "),
        said(1, false, "by "),
        said(1, true, "bye "),
    ];
    says(&messages, Format::Watson, &["- - - hello", "- - - bye"]);
    let guesses = [said(0, false, "hel "), said(0, false, "hello ")];
    says(&guesses, Format::Watson, &["- - - hello"]);
    // Two answers that both begin at zero are two calls.
    let two = [said(0, true, "hello "), said(0, true, "bye ")];
    for text in files(&two) {
        let read = check(&text).expect("transcripts");
        let calls: Vec<_> = read
            .iter()
            .flatten()
            .map(|parsed| lines(&parsed.transcript.utterances))
            .collect();
        assert_eq!(calls, [["- - - hello"], ["- - - bye"]]);
    }
}

#[test]
fn what_watson_labels_in_a_later_message_is_joined() {
    let messages = [
        json!({"result_index": 0, "results": [{"final": true, "alternatives": [{"transcript": "hello ",
            "timestamps": [["hello", 0.5, 1.0]]}]}]}),
        json!({"result_index": 0, "speaker_labels": [{"from": 0.5, "to": 1.0, "speaker": 1, "final": true}]}),
    ];
    says(&messages, Format::Watson, &["Speaker 1 0.5 1 hello"]);
}

#[test]
fn googles_stream_is_one_call() {
    let said = |is_final: bool, end: &str, text: &str| {
        let mut result = json!({"alternatives": [{"transcript": text}], "resultEndTime": end});
        if is_final {
            result["isFinal"] = json!(true);
        } else {
            result["stability"] = json!(0.5);
        }
        json!({"results": [result]})
    };
    let messages = [
        said(false, "0.500s", "hel"),
        said(true, "1s", "hello"),
        said(false, "1.500s", " by"),
        said(true, "2s", " bye"),
    ];
    says(&messages, Format::GoogleStt, &["- - 1 hello", "- 1 2 bye"]);
}
