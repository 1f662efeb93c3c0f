//! What does a job of Amazon's recognisers say?

use serde_json::{Value, json};
use verbatim::call::Side;
use verbatim::ingest::transcript::Format;

use super::{call, refused, spoken};

/// Amazon Transcribe's word: a start, an end and the text; a mark has neither time.
fn aws(start: &str, end: &str, text: &str) -> Value {
    let alternatives = json!([{"confidence": "0.99", "content": text}]);
    if start.is_empty() {
        return json!({"type": "punctuation", "alternatives": alternatives});
    }
    json!({"type": "pronunciation", "start_time": start, "end_time": end, "alternatives": alternatives})
}

pub(super) fn aws_words() -> Value {
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

pub(super) fn aws_job(results: Value) -> String {
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
fn of_several_languages_of_amazon_the_longest_is_the_calls() {
    let language =
        |code: &str, seconds: f64| json!({"language_code": code, "duration_in_seconds": seconds});
    let text = aws_job(json!({
        "transcripts": [{"transcript": "Good morning."}],
        "items": aws_words(),
        "language_codes": [language("en-US", 1.1), language("es-US", 5.1)],
    }));
    let language = call(&text, Format::AwsTranscribe).transcript.language;
    assert_eq!(language.as_deref(), Some("es-US"));
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

pub(super) fn analytics() -> Value {
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
