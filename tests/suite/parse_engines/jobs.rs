//! Is a file without words refused for the reason why it has none?

use verbatim::ingest::parse::detect;
use verbatim::ingest::transcript::Format;

use super::refused;

#[test]
fn a_file_without_words_is_refused_for_its_reason() {
    #[rustfmt::skip]
    let rows = [
        (Format::RevAi, r#"{"id":"U1","status":"in_progress","created_on":"2018-05-05T23:23:22.29Z","type":"async"}"#, "unfinished-job"),
        (Format::RevAi, r#"{"id":"U1","status":"failed","failure":"download_failure","failure_detail":"secret"}"#, "failed-job"),
        (Format::RevAi, r#"{"job":{"id":"U1","status":"transcribed","created_on":"2018-05-05T23:23:22.29Z"}}"#, "metadata-only"),
        (Format::RevAi, r#"{"monologues":[]}"#, "empty"),
        (Format::Watson, r#"{"created":"2016-08-17T19:15:17Z","id":"4bd7","updated":"2016-08-17T19:15:18Z","status":"failed"}"#, "failed-job"),
        (Format::Watson, r#"{"created":"2016-08-17T19:15:17Z","id":"4bd7","updated":"2016-08-17T19:15:18Z","status":"waiting"}"#, "unfinished-job"),
        (Format::Watson, r#"{"created":"2016-08-17T19:15:17Z","id":"4bd7","updated":"2016-08-17T19:15:18Z","status":"completed"}"#, "metadata-only"),
        (Format::AssemblyAi, r#"{"transcript_id":"5552","status":"completed"}"#, "metadata-only"),
        (Format::AssemblyAi, r#"{"transcript_id":"5552","status":"error"}"#, "failed-job"),
        (Format::PodcastJson, r#"{"version":"1.0.0","segments":[]}"#, "empty"),
        (Format::AwsCallAnalytics, r#"{"JobName":"j","JobStatus":"COMPLETED","Transcript":[],"Participants":[],"ConversationCharacteristics":{}}"#, "empty"),
        (Format::Deepgram, r#"{"metadata":{"request_id":"2479","channels":1},"results":{"channels":[]}}"#, "empty"),
        (Format::GoogleStt, r#"{"totalBilledTime":"15s","requestId":"1"}"#, "empty"),
    ];
    for (format, text, code) in rows {
        assert_eq!(refused(text, format), code, "{text}");
    }
}

#[test]
fn the_id_of_a_request_alone_is_no_transcript_yet() {
    let rows = [
        (r#"{"request_id":"2479"}"#, "metadata-only", "Deepgram"),
        (r#"{"requestId":"1"}"#, "empty", "Google"),
        (
            r#"{"request_id":"2479","amount":"secret"}"#,
            "not-a-transcript",
            "JSON",
        ),
        (
            r#"{"id":"1","status":"open","created_on":"2018","owner":"secret"}"#,
            "not-a-transcript",
            "JSON",
        ),
        (
            r#"{"id":"1","status":"open","subject":"secret"}"#,
            "not-a-transcript",
            "JSON",
        ),
    ];
    for (text, code, word) in rows {
        let refusal = detect::detect(text).expect_err(text);
        assert_eq!(refusal.code, code, "{text}");
        assert!(refusal.message.contains(word), "{}", refusal.message);
        assert!(!refusal.message.contains("secret"), "{}", refusal.message);
    }
}
