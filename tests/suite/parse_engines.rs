//! Are the answers of the big recognisers read right: who spoke, when, and which words?
//!
//! Amazon, Google, Microsoft, Rev, Speechmatics and IBM write the same facts in six ways, and NIST's formats in two
//! more. Every document here is small and made up, in the shape of a real one.

mod amazon;
mod google;
mod jobs;
mod live;
mod nist;
mod speechmatics;

use serde_json::{Value, json};
use verbatim::ingest::parse::{Parsed, detect, parse};
use verbatim::ingest::transcript::{Format, Refusal, Utterance};

use crate::harness::cut_step;

use amazon::{analytics, aws_job, aws_words};
use google::google_diarized;
use speechmatics::sm_talk;

type Read = Vec<Result<Parsed, Refusal>>;

/// The only place that touches the parsers. Refusals say nothing that was said.
fn check(text: &str) -> Result<Read, Refusal> {
    let read = parse(text.as_bytes())?;
    for refusal in read.iter().filter_map(|call| call.as_ref().err()) {
        assert!(!refusal.message.ends_with('.'), "{}", refusal.message);
        assert!(!refusal.message.contains("secret"), "{}", refusal.message);
    }
    for parsed in read.iter().flatten() {
        assert!(text.get(parsed.raw.clone()).is_some(), "no such bytes");
    }
    Ok(read)
}

/// The only call of a document that is taken for a format.
fn call(text: &str, format: Format) -> Parsed {
    assert_eq!(detect::detect(text), Ok(format), "{text}");
    let mut read = check(text).expect("a transcript");
    assert_eq!(read.len(), 1, "{text}");
    let parsed = read.remove(0).expect("a call");
    assert_eq!(parsed.transcript.format, format);
    parsed
}

/// Speaker, start, end and words of every utterance; times to the millisecond.
fn lines(utterances: &[Utterance]) -> Vec<String> {
    let time = |time: Option<f64>| match time {
        Some(time) => ((time * 1000.0).round() / 1000.0).to_string(),
        None => "-".to_owned(),
    };
    let line = |u: &Utterance| {
        let speaker = u.speaker.as_deref().unwrap_or("-");
        format!("{speaker} {} {} {}", time(u.start), time(u.end), u.text)
    };
    utterances.iter().map(line).collect()
}

fn spoken(text: &str, format: Format) -> Vec<String> {
    lines(&call(text, format).transcript.utterances)
}

/// The code of the refusal of a document that is taken for a format.
fn refused(text: &str, format: Format) -> &'static str {
    assert_eq!(detect::detect(text), Ok(format), "{text}");
    let mut read = check(text).expect("the format is known");
    assert_eq!(read.len(), 1, "{text}");
    read.remove(0).expect_err("nobody speaks").code
}

fn azure() -> Value {
    json!({
        "source": "https://example.com/a.wav?sig=secret", "timestamp": "2024-05-01T10:00:00Z",
        "durationInTicks": 60_000_000, "duration": "PT6S",
        "combinedRecognizedPhrases": [
            {"channel": 0, "display": "Good morning. Fine."}, {"channel": 1, "display": "Hello."}],
        "recognizedPhrases": [
            {"recognitionStatus": "Success", "channel": 0, "offset": "PT0.07S", "duration": "PT1.5S",
             "offsetInTicks": 700_000.0, "durationInTicks": 15_000_000.5, "locale": "en-US",
             "nBest": [{"confidence": 0.9, "lexical": "good morning", "display": "Good morning."},
                {"confidence": 0.1, "lexical": "could morning", "display": "Could morning."}]},
            {"recognitionStatus": "Failure", "channel": 0, "offset": "PT3S", "duration": "PT0S", "nBest": []},
            {"recognitionStatus": "Success", "channel": 0, "offsetMilliseconds": 4000, "durationMilliseconds": 500,
             "nBest": [{"display": "Fine."}]},
            {"recognitionStatus": "Success", "channel": 1, "offset": "PT2.25S", "duration": "PT1M0.5S",
             "nBest": [{"display": "Hello."}]}]})
}

#[test]
fn azures_channels_are_put_in_order_of_time_and_its_times_are_read_in_every_unit() {
    let text = azure().to_string();
    let expected = [
        "Channel 0 0.07 1.57 Good morning.",
        "Channel 1 2.25 62.75 Hello.",
        "Channel 0 4 4.5 Fine.",
    ];
    let parsed = call(&text, Format::AzureSpeech);
    assert_eq!(lines(&parsed.transcript.utterances), expected);
    assert_eq!(parsed.transcript.language.as_deref(), Some("en-US"));
    assert_eq!(parsed.transcript.recording_url, None, "it is signed");
    assert_eq!(parsed.transcript.started_at, None, "the job's date");
}

#[test]
fn azures_speakers_are_numbered_and_fast_answers_are_read_too() {
    let text = json!({"durationMilliseconds": 3000,
        "combinedPhrases": [{"text": "Hello. Hi."}],
        "phrases": [
            {"speaker": 1, "offsetMilliseconds": 40, "durationMilliseconds": 960, "text": "Hello.", "locale": "en-US",
             "confidence": 0.9, "words": [{"text": "Hello.", "offsetMilliseconds": 40, "durationMilliseconds": 960}]},
            {"speaker": 2, "offset": 1500, "duration": 500, "text": "Hi.", "locale": "en-US"}]})
    .to_string();
    let expected = ["Speaker 1 0.04 1 Hello.", "Speaker 2 1.5 2 Hi."];
    assert_eq!(spoken(&text, Format::AzureSpeech), expected);

    let only_whole = json!({"recognizedPhrases": [],
        "combinedRecognizedPhrases": [{"channel": 0, "display": "Hello."}]})
    .to_string();
    assert_eq!(spoken(&only_whole, Format::AzureSpeech), ["- - - Hello."]);
    let fast = json!({"durationMilliseconds": 900, "combinedPhrases": [{"text": "Hello."}], "phrases": []});
    let fast = fast.to_string();
    assert_eq!(spoken(&fast, Format::AzureSpeech), ["- - - Hello."]);
}

fn rev() -> Value {
    let word = |text: &str, ts: f64, end_ts: f64| json!({"type": "text", "value": text, "ts": ts, "end_ts": end_ts, "confidence": 1.0});
    let mark = |text: &str| json!({"type": "punct", "value": text});
    json!({"monologues": [
        {"speaker": 0, "elements": [
            word("Hi", 0.3, 0.52), mark(","), mark(" "), word("twenty", 0.6, 0.9), mark("-"), word("one", 0.9, 1.2),
            mark(" "), mark("("), word("or", 1.3, 1.4), mark(")"), mark(".")]},
        {"speaker": 1, "elements": [
            {"type": "unknown", "value": "<laugh>"}, mark(" "), word("Yes", 2.0, 2.2), mark(".")]}]})
}

#[test]
fn revs_spaces_are_its_own() {
    let text = rev().to_string();
    let expected = [
        "Speaker 0 0.3 1.4 Hi, twenty-one (or).",
        "Speaker 1 - 2.2 <laugh> Yes.",
    ];
    assert_eq!(spoken(&text, Format::RevAi), expected);
}

#[test]
fn revs_people_are_named_where_the_file_names_them() {
    let text = json!({
        "speakers": [{"id": 1, "name": "Ana Ruiz"}],
        "monologues": [
            {"speaker": 1, "elements": [{"type": "text", "value": "Good morning", "timestamp": "00:01:02,500",
                "end_timestamp": "00:01:03,000"}, {"type": "punct", "value": ". "}, {"type": "tag", "name": "laughter"}]},
            {"speaker": 2, "speaker_info": {"id": "2", "display_name": "Bo Kim"}, "elements": [
                {"type": "text", "value": "Hi", "ts": 64, "end_ts": 64.5}]}]})
    .to_string();
    let expected = [
        "Ana Ruiz 62.5 63 Good morning.",
        "Ana Ruiz - - [laughter]",
        "Bo Kim 64 64.5 Hi",
    ];
    assert_eq!(spoken(&text, Format::RevAi), expected);
}

fn watson() -> Value {
    json!({"result_index": 0,
        "results": [
            {"final": true, "alternatives": [{"transcript": "good morning %HESITATION ", "confidence": 0.9,
                "timestamps": [["good", 0.1, 0.3], ["morning", 0.3, 0.75], ["%HESITATION", 0.8, 0.9]],
                "word_confidence": [["good", 0.9]]},
                {"transcript": "could morning "}]},
            {"final": true, "alternatives": [{"transcript": "hello ", "timestamps": [["hello", 1.2, 1.5]]}]}],
        "speaker_labels": [
            {"from": 0.1, "to": 0.3, "speaker": 2, "confidence": 0.4, "final": false},
            {"from": 0.3, "to": 0.75, "speaker": 0, "confidence": 0.4, "final": false},
            {"from": 0.8, "to": 0.9, "speaker": 0, "confidence": 0.4, "final": false},
            {"from": 1.2, "to": 1.5, "speaker": 1, "confidence": 0.4, "final": true},
            {"from": 0.1, "to": 0.3, "speaker": 0, "confidence": 0.6, "final": true}]})
}

#[test]
fn watsons_voices_are_joined_by_time_and_later_labels_win() {
    let expected = [
        "Speaker 0 0.1 0.9 good morning %HESITATION",
        "Speaker 1 1.2 1.5 hello",
    ];
    let text = watson().to_string();
    assert_eq!(spoken(&text, Format::Watson), expected);

    let job = json!({"id": "f14c", "created": "2018-12-18T22:40:38.903Z", "status": "completed",
        "results": [watson()]})
    .to_string();
    assert_eq!(spoken(&job, Format::Watson), expected);
    let transcript = call(&job, Format::Watson).transcript;
    assert_eq!(transcript.id.as_deref(), Some("f14c"));
    assert_eq!(transcript.started_at, None, "the job's date");
}

#[test]
fn watsons_interim_results_are_dropped_and_texts_without_times_kept() {
    let text = json!({"result_index": 0, "results": [
        {"final": false, "alternatives": [{"transcript": "good mor "}]},
        {"final": true, "alternatives": [{"transcript": "good morning "}]}]})
    .to_string();
    assert_eq!(spoken(&text, Format::Watson), ["- - - good morning"]);
}

#[test]
fn wrappers_around_an_answer_are_looked_through() {
    let aws = aws_job(json!({"transcripts": [{"transcript": "x"}], "items": aws_words()}));
    let aws: Value = serde_json::from_str(&aws).expect("JSON");
    let documents = [
        (aws, Format::AwsTranscribe),
        (analytics(), Format::AwsCallAnalytics),
        (google_diarized(), Format::GoogleStt),
        (azure(), Format::AzureSpeech),
        (rev(), Format::RevAi),
        (sm_talk(), Format::Speechmatics),
        (watson(), Format::Watson),
    ];
    for (document, format) in documents {
        let plain = spoken(&document.to_string(), format);
        for wrapped in [
            json!({"data": document}),
            json!({"payload": document}),
            json!({"data": {"payload": document}}),
            json!([document]),
        ] {
            assert_eq!(spoken(&wrapped.to_string(), format), plain);
        }
        let two = json!([document, document]).to_string();
        assert_eq!(check(&two).expect("a transcript").len(), 2);
    }
}

#[test]
fn nothing_among_the_elements_of_a_list_costs_nothing() {
    let word = |text: &str| json!([null, {"start_time": "1", "end_time": "2", "type": "pronunciation", "alternatives": [null, {"content": text}]}]);
    let rows = [
        (
            Format::AwsTranscribe,
            json!({"jobName": "j", "results": {"transcripts": [null], "items": word("Hi.")}}),
            "- 1 2 Hi.",
        ),
        (
            Format::AwsCallAnalytics,
            json!({"Transcript": [null, {"ParticipantRole": "AGENT", "Content": "Hi.", "BeginOffsetMillis": 1000, "EndOffsetMillis": 2000}]}),
            "AGENT 1 2 Hi.",
        ),
        (
            Format::GoogleStt,
            json!({"results": [null, {"alternatives": [{"transcript": "Hi.", "words": [null,
                {"word": "Hi.", "startTime": "1s", "endTime": "2s"}]}]}, null]}),
            "- 1 2 Hi.",
        ),
        (
            Format::AzureSpeech,
            json!({"combinedRecognizedPhrases": null, "recognizedPhrases": [null,
                {"channel": 0, "nBest": [null, {"display": "Hi."}], "offsetInTicks": 10_000_000, "durationInTicks": 10_000_000}]}),
            "- 1 2 Hi.",
        ),
        (
            Format::RevAi,
            json!({"monologues": [null, {"speaker": 0, "elements": [null, {"type": "text", "value": "Hi.", "ts": 1, "end_ts": 2}]}]}),
            "Speaker 0 1 2 Hi.",
        ),
        (
            Format::Speechmatics,
            json!({"format": "2.9", "metadata": {"transcription_config": {"language": "en"}}, "results": [null,
                {"type": "word", "start_time": 1, "end_time": 2, "alternatives": [{"content": "Hi.", "speaker": "S1"}]}]}),
            "Speaker S1 1 2 Hi.",
        ),
        (
            Format::Watson,
            json!({"result_index": 0, "speaker_labels": [null], "results": [null,
                {"final": true, "alternatives": [{"transcript": "Hi. ", "timestamps": [null, ["Hi.", 1, 2]]}]}]}),
            "- 1 2 Hi.",
        ),
    ];
    for (format, document, expected) in rows {
        assert_eq!(spoken(&document.to_string(), format), [expected]);
    }
}

#[test]
fn a_start_just_before_the_recording_is_its_beginning() {
    let starts = [
        ("-0.02", "0"),
        ("\"-0.5\"", "0"),
        ("-1", "-"),
        ("-20.5", "-"),
    ];
    for (written, start) in starts {
        let text = format!(
            r#"{{"jobName":"j","results":{{"transcripts":[{{"transcript":"Hi."}}],"items":[
                {{"start_time":{written},"end_time":"1","type":"pronunciation","alternatives":[{{"content":"Hi."}}]}}]}}}}"#
        );
        let expected = [format!("- {start} 1 Hi.")];
        assert_eq!(spoken(&text, Format::AwsTranscribe), expected);
    }
}

/// A document with the value number `n`, counted from the top, replaced.
fn replace(value: &mut Value, n: &mut usize, with: &Value) -> bool {
    if *n == 0 {
        *value = with.clone();
        return true;
    }
    *n -= 1;
    match value {
        Value::Array(items) => items.iter_mut().any(|item| replace(item, n, with)),
        Value::Object(fields) => fields.values_mut().any(|field| replace(field, n, with)),
        _ => false,
    }
}

#[test]
fn one_odd_value_or_a_cut_never_panics() {
    let aws = aws_job(
        json!({"transcripts": [{"transcript": "x"}], "items": aws_words(),
        "channel_labels": {"channels": [{"channel_label": "ch_0", "items": aws_words()}]},
        "speaker_labels": {"segments": [{"start_time": "0", "speaker_label": "spk_0", "items": [{}]}]},
        "audio_segments": [{"transcript": "x"}]}),
    );
    let aws: Value = serde_json::from_str(&aws).expect("JSON");
    let documents = [
        aws,
        analytics(),
        google_diarized(),
        azure(),
        rev(),
        sm_talk(),
        watson(),
    ];
    let others = [json!(null), json!(1), json!("x"), json!([]), json!({})];
    for document in documents {
        for other in &others {
            for place in 0_usize.. {
                let (mut mutant, mut left) = (document.clone(), place);
                if !replace(&mut mutant, &mut left, other) {
                    break;
                }
                // Whatever it is taken for: read or refused.
                let _ = check(&mutant.to_string());
            }
        }
        let text = document.to_string();
        let ends = (0..text.len()).step_by(cut_step());
        for end in ends.filter(|end| text.is_char_boundary(*end)) {
            let read = check(&text[..end]).unwrap_or_default();
            assert!(read.iter().all(Result::is_err), "{end} bytes are no call");
        }
        let deep = format!("{}{text}{}", "{\"data\":".repeat(5_000), "}".repeat(5_000));
        let _ = check(&deep);
    }
}
