//! Are the answers of the big recognisers read right: who spoke, when, and which words?
//!
//! Amazon, Google, Microsoft, Rev, Speechmatics and IBM write the same facts in six ways, and NIST's formats in two
//! more. Every document here is small and made up, in the shape of a real one.

use serde_json::{Value, json};
use verbatim::call::Side;
use verbatim::ingest::parse::{Parsed, detect, parse};
use verbatim::ingest::transcript::{Format, Refusal, Utterance};

use crate::harness::cut_step;

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

/// Amazon Transcribe's word: a start, an end and the text; a mark has neither time.
fn aws(start: &str, end: &str, text: &str) -> Value {
    let alternatives = json!([{"confidence": "0.99", "content": text}]);
    if start.is_empty() {
        return json!({"type": "punctuation", "alternatives": alternatives});
    }
    json!({"type": "pronunciation", "start_time": start, "end_time": end, "alternatives": alternatives})
}

fn aws_words() -> Value {
    json!([
        aws("0.49", "0.70", "Good"),
        aws("0.70", "1.10", "morning"),
        aws("", "", "."),
        aws("1.90", "2.20", "Hello"),
        aws("", "", ","),
        aws("2.20", "2.50", "who"),
        aws("2.50", "2.70", "calls"),
        aws("", "", "?")
    ])
}

fn aws_job(results: Value) -> String {
    json!({"jobName": "call-17", "accountId": "111122223333", "results": results, "status": "COMPLETED"})
        .to_string()
}

#[test]
fn a_plain_job_of_amazon_has_words_and_no_voices() {
    let text = aws_job(json!({
        "transcripts": [{"transcript": "Good morning. Hello, who calls?"}],
        "items": aws_words(),
        "language_code": "en-US",
    }));
    let expected = ["- 0.49 1.1 Good morning.", "- 1.9 2.7 Hello, who calls?"];
    assert_eq!(spoken(&text, Format::AwsTranscribe), expected);
    let transcript = call(&text, Format::AwsTranscribe).transcript;
    assert_eq!(transcript.id.as_deref(), Some("call-17"));
    assert_eq!(transcript.language.as_deref(), Some("en-US"));
    assert_eq!(transcript.started_at, None);
}

#[test]
fn older_voices_of_amazon_are_joined_by_the_start_of_each_word() {
    // The same moment is written `0.7` here and `0.70` beside the word.
    let text = aws_job(json!({
        "transcripts": [{"transcript": "Good morning. Hello, who calls?"}],
        "speaker_labels": {"speakers": 2, "segments": [
            {"start_time": "0.49", "end_time": "1.1", "speaker_label": "spk_0", "items": [
                {"start_time": "0.49", "end_time": "0.7", "speaker_label": "spk_0"},
                {"start_time": "0.7", "end_time": "1.1", "speaker_label": "spk_0"}]},
            {"start_time": "1.9", "end_time": "2.7", "speaker_label": "spk_1", "items": []}]},
        "items": aws_words(),
    }));
    let expected = [
        "spk_0 0.49 1.1 Good morning.",
        "spk_1 1.9 2.7 Hello, who calls?",
    ];
    assert_eq!(spoken(&text, Format::AwsTranscribe), expected);
}

#[test]
fn channels_of_amazon_are_voices_and_no_word_counts_twice() {
    let channel = |label: &str, items: &[Value]| json!({"channel_label": label, "items": items});
    let agent = [
        aws("0.10", "0.40", "Hello"),
        aws("", "", "."),
        aws("5.00", "5.40", "Fine"),
        aws("", "", "."),
    ];
    // In the middle of the other's silence.
    let customer = [aws("2.00", "2.30", "Hi"), aws("", "", ".")];
    let text = aws_job(json!({
        "transcripts": [{"transcript": "Hello. Hi. Fine."}],
        "channel_labels": {"number_of_channels": 2, "channels": [
            channel("ch_0", &agent), channel("ch_1", &customer)]},
        "items": [aws("0.10", "0.40", "Hello"), aws("", "", ".")],
    }));
    let expected = ["ch_0 0.1 0.4 Hello.", "ch_1 2 2.3 Hi.", "ch_0 5 5.4 Fine."];
    assert_eq!(spoken(&text, Format::AwsTranscribe), expected);
}

#[test]
fn stretches_of_amazon_are_read_only_where_the_words_are_missing() {
    let segments = json!([
        {"id": 0, "transcript": "Good morning.", "start_time": "0.49", "end_time": "1.1", "speaker_label": "spk_0",
         "items": [0, 1, 2]},
        {"id": 1, "transcript": "Hello.", "start_time": "1.9", "end_time": "2.7", "speaker_label": "spk_1",
         "items": [3]}]);
    let transcripts = json!([{"transcript": "Good morning. Hello."}]);
    let without =
        aws_job(json!({"transcripts": transcripts, "items": [], "audio_segments": segments}));
    let expected = ["spk_0 0.49 1.1 Good morning.", "spk_1 1.9 2.7 Hello."];
    assert_eq!(spoken(&without, Format::AwsTranscribe), expected);

    let with =
        json!({"transcripts": transcripts, "items": aws_words(), "audio_segments": segments});
    assert_eq!(spoken(&aws_job(with), Format::AwsTranscribe).len(), 2);

    let only_text = aws_job(json!({"transcripts": transcripts, "items": null}));
    let expected = ["- - - Good morning. Hello."];
    assert_eq!(spoken(&only_text, Format::AwsTranscribe), expected);
}

#[test]
fn bare_words_of_amazon_are_one_call() {
    let mut words = aws_words();
    for word in words.as_array_mut().expect("a list") {
        word["speaker_label"] = json!("spk_3");
    }
    let expected = [
        "spk_3 0.49 1.1 Good morning.",
        "spk_3 1.9 2.7 Hello, who calls?",
    ];
    assert_eq!(spoken(&words.to_string(), Format::AwsTranscribe), expected);
}

#[test]
fn bedrocks_stretches_are_speech_and_its_summaries_are_not() {
    let text = json!({
        "metadata": {"asset_id": "0", "semantic_modality": "AUDIO", "format": "wav", "dominant_asset_language": "EN"},
        "audio_items": [{"item_index": 0, "audio_segment_index": 0, "content": "Hello",
            "start_timestamp_millis": 1620, "end_timestamp_millis": 2050}],
        "audio_segments": [
            {"start_timestamp_millis": 1620, "end_timestamp_millis": 5840, "segment_index": 0, "type": "TRANSCRIPT",
             "text": "Hello. Which room?", "speaker": {"speaker_label": "spk_1"}, "channel": {"channel_label": "ch_1"}},
            {"start_timestamp_millis": 6000, "end_timestamp_millis": 6500, "segment_index": 1, "type": "TRANSCRIPT",
             "text": "The small one.", "speaker": null, "channel": {"channel_label": "ch_0"}}],
        "audio": {"summary": "Somebody asks for a room."},
        "topics": [{"topic_index": 0, "summary": "Rooms", "transcript": {"representation": {"text": "[spk_1]: Hello."}}}],
        "statistics": {"speaker_count": 2}})
    .to_string();
    let expected = [
        "spk_1 1.62 5.84 Hello. Which room?",
        "ch_0 6 6.5 The small one.",
    ];
    assert_eq!(spoken(&text, Format::AwsTranscribe), expected);
    let language = call(&text, Format::AwsTranscribe).transcript.language;
    assert_eq!(language.as_deref(), Some("en"));
}

#[test]
fn amazons_facts_without_words_say_where_the_words_are() {
    let job = |status: &str| {
        json!({"TranscriptionJob": {"TranscriptionJobName": "secret", "TranscriptionJobStatus": status,
            "Transcript": {"TranscriptFileUri": "https://example.com/secret"}}})
        .to_string()
    };
    let aws = Format::AwsTranscribe;
    assert_eq!(refused(&job("COMPLETED"), aws), "metadata-only");
    assert_eq!(refused(&job("FAILED"), aws), "failed-job");
    assert_eq!(refused(&job("IN_PROGRESS"), aws), "unfinished-job");
    let silent = aws_job(json!({"transcripts": [{"transcript": ""}], "items": []}));
    assert_eq!(refused(&silent, aws), "empty");
}

fn analytics() -> Value {
    json!({
        "JobStatus": "COMPLETED", "LanguageCode": "en-US", "AccountId": "1", "Channel": "VOICE", "JobName": "call.wav",
        "Participants": [{"ParticipantRole": "AGENT"}, {"ParticipantRole": "CUSTOMER"}],
        "ConversationCharacteristics": {"TotalConversationDurationMillis": 9000},
        "Transcript": [
            {"Id": "a", "BeginOffsetMillis": 40, "EndOffsetMillis": 5050, "ParticipantRole": "AGENT",
             "Content": "Thank you for calling.", "Sentiment": "POSITIVE", "LoudnessScores": [88.1, null],
             "Items": [{"Type": "pronunciation", "Content": "Thank", "BeginOffsetMillis": 40, "EndOffsetMillis": 330}]},
            {"Id": "b", "BeginOffsetMillis": 4800, "EndOffsetMillis": 7000, "ParticipantRole": "CUSTOMER",
             "Content": "My name is [PII].", "Sentiment": "NEUTRAL"}]})
}

#[test]
fn call_analytics_gives_the_sides() {
    let text = analytics().to_string();
    let expected = [
        "AGENT 0.04 5.05 Thank you for calling.",
        "CUSTOMER 4.8 7 My name is [PII].",
    ];
    assert_eq!(spoken(&text, Format::AwsCallAnalytics), expected);
    let transcript = call(&text, Format::AwsCallAnalytics).transcript;
    assert_eq!(transcript.id.as_deref(), Some("call.wav"));
    assert!(!transcript.sides_are_given);
    let side = |name: &str| {
        let person = transcript.people.iter().find(|it| it.name == name);
        person.and_then(|person| person.side)
    };
    assert_eq!(side("AGENT"), Some(Side::Rep));
    assert_eq!(side("CUSTOMER"), Some(Side::Prospect));
}

#[test]
fn contact_lens_names_the_role_beside_the_id() {
    let text = json!({
        "Version": "1.1.0", "CustomerMetadata": {"ContactId": "c-1"},
        "Participants": [{"ParticipantId": "p1", "ParticipantRole": "CUSTOMER"},
            {"ParticipantId": "p2", "ParticipantRole": "AGENT"}],
        "Transcript": [{"ParticipantId": "p1", "Id": "x", "Content": "Hi.", "BeginOffsetMillis": 0,
            "EndOffsetMillis": 500}]})
    .to_string();
    assert_eq!(
        spoken(&text, Format::AwsCallAnalytics),
        ["CUSTOMER 0 0.5 Hi."]
    );
    let transcript = call(&text, Format::AwsCallAnalytics).transcript;
    assert_eq!(transcript.id.as_deref(), Some("c-1"));
    assert_eq!(transcript.people[0].side, Some(Side::Prospect));
}

/// v1 as the REST API writes it: results without voices, then everything again with them.
fn google_diarized() -> Value {
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

/// One result of Speechmatics, a tenth of a second long.
fn sm(kind: &str, start: f64, text: &str, speaker: &str, attaches_to: Option<&str>) -> Value {
    let mut result = json!({"type": kind, "start_time": start, "end_time": start + 0.1,
        "alternatives": [{"confidence": 1.0, "content": text, "language": "en", "speaker": speaker}]});
    if let Some(side) = attaches_to {
        result["attaches_to"] = json!(side);
    }
    result
}

fn sm_job(results: Value) -> Value {
    json!({"format": "2.9",
        "job": {"created_at": "2023-11-29T17:33:04.889Z", "data_name": "a.wav", "duration": 5, "id": "81i1n2rm24"},
        "metadata": {"created_at": "2023-11-29T17:33:16.877010Z", "type": "transcription",
            "language_pack_info": {"word_delimiter": " "},
            "transcription_config": {"language": "en", "diarization": "speaker"}},
        "results": results})
}

fn sm_talk() -> Value {
    sm_job(json!([
        sm("word", 0.0, "Yes", "S1", None),
        sm("punctuation", 0.1, ",", "S1", Some("previous")),
        sm("punctuation", 0.2, "*", "S1", Some("next")),
        sm("word", 0.3, "great", "S1", None),
        sm("word", 0.4, "for", "S1", None),
        sm("punctuation", 0.5, "-", "S1", Some("both")),
        sm("word", 0.6, "sure", "S1", None),
        sm("punctuation", 0.7, "&", "S1", Some("none")),
        sm("entity", 0.8, "$2.05", "S1", None),
        sm("word", 1.0, "Hm", "UU", None),
        sm("punctuation", 1.1, ".", "UU", None),
        sm("word", 1.5, "Right", "Ana Ruiz", None)
    ]))
}

#[test]
fn speechmatics_says_on_which_side_a_mark_stands_without_a_space() {
    let text = sm_talk().to_string();
    let expected = [
        "Speaker S1 0 0.9 Yes, *great for-sure & $2.05",
        "Speaker UU 1 1.2 Hm.",
        "Ana Ruiz 1.5 1.6 Right",
    ];
    assert_eq!(spoken(&text, Format::Speechmatics), expected);
    let transcript = call(&text, Format::Speechmatics).transcript;
    assert_eq!(transcript.id.as_deref(), Some("81i1n2rm24"));
    assert_eq!(transcript.language.as_deref(), Some("en"));
    assert_eq!(transcript.started_at, None, "the job's date");
}

#[test]
fn speechmatics_without_diarization_names_nobody() {
    let results = json!([
        sm("word", 2.0, "Now", "UU", None),
        sm("speaker_change", 2.1, "", "UU", None),
        sm("word", 2.2, "then", "UU", None)
    ]);
    let expected = ["- 2 2.1 Now", "- 2.2 2.3 then"];
    let text = sm_job(results).to_string();
    assert_eq!(spoken(&text, Format::Speechmatics), expected);
}

#[test]
fn voices_of_two_channels_of_speechmatics_stay_apart() {
    let word = |channel: &str, start: f64, text: &str, speaker: &str| {
        let mut result = sm("word", start, text, speaker, None);
        result["channel"] = json!(channel);
        result
    };
    let text = sm_job(json!([
        word("channel_1", 0.0, "One", "S1"),
        word("channel_2", 0.1, "Uno", "S1"),
        word("channel_1", 0.2, "two", "S1"),
        word("channel_2", 9.0, "Si", "UU")
    ]))
    .to_string();
    let expected = [
        "channel_1-1 0 0.3 One two",
        "channel_2-1 0.1 0.2 Uno",
        "channel_2 9 9.1 Si",
    ];
    assert_eq!(spoken(&text, Format::Speechmatics), expected);
}

#[test]
fn a_frame_of_speechmatics_without_words_is_empty() {
    let live = json!({"message": "AddTranscript", "format": "2.7", "results": [],
        "metadata": {"end_time": 0.0, "start_time": 0.0, "transcript": ""}});
    let batch = sm_job(json!([]));
    for text in [live.to_string(), batch.to_string()] {
        assert_eq!(refused(&text, Format::Speechmatics), "empty");
    }
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

const STM: &str = ";; CATEGORY \"0\" \"\" \"\"\n\
    rec-a 1 Alice 0 1.5 <o,f0,female> good morning { twenty / @ } { one / { 1 / i } / won } here\n\
    rec-b 1 12 3.25 4 hop on\n\
    rec-a 1 inter_segment_gap 1.5 2 <o,,unknown> IGNORE_TIME_SEGMENT_IN_SCORING\n\
    rec-a 1 Bob 2 2.5\n\
    rec-a 2 <NA> 2 3 <NA> either / or <laugh>\n\
    \n\
    rec-a 1 Bob 5 6 <laugh> fine\n";

#[test]
fn every_recording_of_an_stm_file_is_a_call() {
    assert_eq!(detect::detect(STM), Ok(Format::NistStm));
    let read = check(STM).expect("a transcript");
    let calls: Vec<&Parsed> = read.iter().flatten().collect();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].transcript.id.as_deref(), Some("rec-a"));
    assert_eq!(
        lines(&calls[0].transcript.utterances),
        [
            "Alice 0 1.5 good morning twenty one here",
            "- 2 3 either / or <laugh>",
            "Bob 5 6 <laugh> fine",
        ]
    );
    assert_eq!(calls[1].transcript.id.as_deref(), Some("rec-b"));
    assert_eq!(
        lines(&calls[1].transcript.utterances),
        ["Speaker 12 3.25 4 hop on"]
    );
    assert_eq!(&STM[calls[1].raw.clone()], "rec-b 1 12 3.25 4 hop on");
}

#[test]
fn a_ctm_file_tells_how_long_each_word_takes() {
    let text = ";; words\n\
        a 1 0.5 0.25 Effort 0.98\n\
        a 1 0.75 0.5 made NA lex Ana\n\
        a 1 * * <ALT_BEGIN>\n\
        a 1 1.25 0.25 was\n\
        a 1 * * <ALT>\n\
        a 1 1.25 0.25 were\n\
        a 1 * * <ALT_END>\n\
        a 1 8 0.5 twice\n\
        b A 0 1 Hop\n\
        b B 0.5 1 on\n\
        b A 1 1 it\n";
    assert_eq!(detect::detect(text), Ok(Format::NistCtm));
    let read = check(text).expect("a transcript");
    let calls: Vec<&Parsed> = read.iter().flatten().collect();
    assert_eq!(calls.len(), 2);
    assert_eq!(
        lines(&calls[0].transcript.utterances),
        [
            "- 0.5 0.75 Effort",
            "Ana 0.75 1.5 made was",
            "- 8 8.5 twice"
        ]
    );
    assert_eq!(
        lines(&calls[1].transcript.utterances),
        ["Channel A 0 2 Hop it", "Channel B 0.5 1.5 on"]
    );
    assert!(text[calls[1].raw.clone()].starts_with("b A 0 1 Hop"));
}

#[test]
fn a_line_of_another_kind_costs_no_recording() {
    let text = format!(
        "{}this is no segment at all\n",
        "a 1 Ana 0 1 yes\n".repeat(9)
    );
    let read = check(&text).expect("a transcript");
    let parsed = read[0].as_ref().expect("a call");
    assert_eq!(parsed.transcript.utterances.len(), 9);
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!(parsed.problems[0].code, "line-unreadable");
    assert!(!parsed.problems[0].message.contains("segment at all"));
}

#[test]
fn rttm_and_tables_of_numbers_are_no_nist_transcripts() {
    let rttm =
        "SPEAKER a 1 0 1 <NA> <NA> Ana <NA> <NA>\nSPEAKER a 1 1 1.5 <NA> <NA> Bo <NA> <NA>\n";
    let table = "1 2 3 4 5 6\n2 3 4 5 6 7\n";
    for text in [rttm, table, ";; only a comment\n"] {
        let taken = detect::detect(text).ok();
        assert!(taken.is_none(), "{text}");
    }
}

#[test]
fn nist_files_cut_off_or_of_junk_never_panic() {
    for end in 0..STM.len() {
        let _ = check(&STM[..end]);
    }
    for junk in [
        "a 1 Ana 0 1 { / } } { @ /\n",
        "a 1 Ana 9 1 x\n",
        "é 1 é 0 1 é\u{a0}é {é / é}\n",
        "a 1 Ana 99999999999999999999999 999999999999999999999999 x\n",
    ] {
        let _ = check(&junk.repeat(3));
    }
}
