//! Is each vendor's delivery read for what it brings?

use verbatim::config::hooks::Kind;
use verbatim::ingest::format::Format;
use verbatim::ingest::hooks::errand::Errand;
use verbatim::ingest::hooks::sample::{self, TEST_ID};
use verbatim::ingest::hooks::{Hook, Meaning, Secrets};
use verbatim::ingest::parse;

use super::{Request, SECRET, at, config, headers, hook, lines};

/// A meaning on a line: what it is, its key and what it names.
pub(super) fn shown(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Answer { status, body, .. } => format!("answer {status} {body}"),
        Meaning::Transcript {
            key,
            format,
            call_hint,
            ..
        } => {
            let format = format.unwrap_or("any");
            format!(
                "transcript {format} {key} {}",
                call_hint.as_deref().unwrap_or("-")
            )
        }
        Meaning::Fetch(wanted) => {
            let each = wanted.iter().map(|wanted| {
                let errand = &wanted.errand;
                let url = errand.url.as_deref().unwrap_or("-");
                let (vendor, what) = (&errand.vendor, errand.what.name());
                format!("{vendor} {what} {} {url} {}", errand.id, wanted.key)
            });
            format!("fetch {}", each.collect::<Vec<_>>().join("; "))
        }
        Meaning::Ignore { .. } => "ignore".to_owned(),
        Meaning::Unclear { code, .. } => format!("unclear {code}"),
    }
}

fn request(pairs: &[(&str, &str)], body: &str) -> Request {
    Request {
        uri: "https://calls.example/hooks/here".to_owned(),
        headers: headers(pairs),
        body: body.as_bytes().to_vec(),
        now: at(1_739_923_528),
    }
}

const ID: &[(&str, &str)] = &[("webhook-id", "msg_1"), ("webhook-signature", "v1,")];

/// Who sends, with which headers, what, and what it means.
type Case<'a> = (Kind, &'a [(&'a str, &'a str)], &'a str, &'a str);

#[test]
fn every_vendor_is_understood() {
    let cases: &[Case<'_>] = &[
        (
            Kind::Zoom,
            &[],
            r#"{"event":"recording.transcript_completed","event_ts":17,"payload":{"object":{"uuid":"a/b==","recording_files":[{"id":"v","file_type":"MP4","download_url":"https://zoom.us/v"},{"id":"t","file_type":"TRANSCRIPT","download_url":"https://zoom.us/t","status":"completed"},{"id":"u","file_type":"TRANSCRIPT","status":"processing"}]}},"download_token":"x"}"#,
            "fetch zoom transcript a/b== https://zoom.us/t a/b==:t:17",
        ),
        (
            Kind::Zoom,
            &[],
            r#"{"event":"recording.completed","payload":{"object":{"uuid":"u","recording_files":[{"file_type":"MP4"}]}}}"#,
            "ignore",
        ),
        (
            Kind::Zoom,
            &[],
            r#"{"event":"phone.recording_transcript_completed","event_ts":17,"payload":{"object":{"recordings":[{"id":"p1"},{"id":"p2"}]}}}"#,
            "fetch zoom-phone transcript p1 - phone:p1:17; zoom-phone transcript p2 - phone:p2:17",
        ),
        (
            Kind::Zoom,
            &[],
            r#"{"event":"meeting.started","payload":{}}"#,
            "ignore",
        ),
        (
            Kind::Zoom,
            &[],
            r#"{"event":"recording.completed"}"#,
            "unclear other-shape",
        ),
        (Kind::Zoom, &[], "PK\u{3}\u{4}", "unclear other-shape"),
        // More digits than a number of 64 bits with a sign has, and than a float keeps.
        (
            Kind::Gong,
            &[],
            r#"{"callData":{"metaData":{"id":12345678901234567890}},"isTest":false}"#,
            "fetch gong transcript 12345678901234567890 - call:12345678901234567890",
        ),
        (
            Kind::Gong,
            &[],
            r#"{"callData":{"metaData":{"id":"7"}},"isTest":true}"#,
            "answer 200 verbatim hears you\n",
        ),
        (Kind::Gong, &[], r#"{"isTest":false}"#, "unclear no-id"),
        (
            Kind::Fireflies,
            &[],
            r#"{"event":"meeting.transcribed","timestamp":17,"meeting_id":"m1"}"#,
            "fetch fireflies transcript m1 - transcribed:m1",
        ),
        (
            Kind::Fireflies,
            &[],
            r#"{"meetingId":"m1","eventType":"Transcription completed","clientReferenceId":null}"#,
            "fetch fireflies transcript m1 - transcribed:m1",
        ),
        (
            Kind::Fireflies,
            &[],
            r#"{"event":"meeting.summarized","meeting_id":"m1"}"#,
            "ignore",
        ),
        (
            Kind::Fathom,
            ID,
            r#"{"recording_id":123,"transcript":[{"text":"Hi"}]}"#,
            "transcript fathom id:msg_1 123",
        ),
        (
            Kind::Fathom,
            ID,
            r#"{"recording_id":123,"transcript":null}"#,
            "fetch fathom transcript 123 - id:msg_1",
        ),
        (
            Kind::Hubspot,
            &[],
            r#"[{"eventId":1,"subscriptionId":2,"occurredAt":3,"subscriptionType":"deal.propertyChange","objectId":77},
                {"eventId":4,"subscriptionId":2,"occurredAt":5,"subscriptionType":"deal.propertyChange","objectId":77},
                {"eventId":6,"subscriptionId":2,"occurredAt":5,"subscriptionType":"contact.creation","objectId":9},
                {"eventId":7,"subscriptionId":2,"occurredAt":5,"subscriptionType":"object.propertyChange","objectTypeId":"0-3","objectId":78}]"#,
            "fetch hubspot deal 77 - 1:2:77:3; hubspot deal 78 - 7:2:78:5",
        ),
        (
            Kind::Hubspot,
            &[],
            r#"[{"subscriptionType":"deal.deletion","objectId":77}]"#,
            "ignore",
        ),
        (Kind::Hubspot, &[], "[]", "ignore"),
        (
            Kind::ReadAi,
            &[],
            r#"{"session_id":"s","request_id":"r","trigger":"meeting_end","transcript":{"speaker_blocks":[]}}"#,
            "transcript read-ai request:r s",
        ),
        (
            Kind::ReadAi,
            &[],
            r#"{"session_id":"s","trigger":"meeting_end","transcript":{"speaker_blocks":[]}}"#,
            "transcript read-ai session:s s",
        ),
        (
            Kind::ReadAi,
            &[],
            r#"{"session_id":"s","trigger":"meeting_start"}"#,
            "ignore",
        ),
        (
            Kind::ReadAi,
            &[],
            r#"{"session_id":"s","trigger":"meeting_end","transcript":{}}"#,
            "unclear no-transcript",
        ),
        (Kind::Grain, &[], "", "answer 200 verbatim hears you\n"),
        (Kind::Grain, &[], "{}", "answer 200 verbatim hears you\n"),
        (
            Kind::Grain,
            &[],
            r#"{"type":"highlight_added","data":{"id":"h"}}"#,
            "ignore",
        ),
        (
            Kind::Grain,
            &[],
            r#"{"type":"recording_deleted","data":{"id":"g"}}"#,
            "ignore",
        ),
        (
            Kind::Aircall,
            &[],
            r#"{"event":"transcription.created","timestamp":17,"token":"t","data":{"id":5,"call_id":812}}"#,
            "fetch aircall transcript 812 - transcription.created:812:17",
        ),
        (
            Kind::Aircall,
            &[],
            r#"{"event":"call.ended","data":{"id":812}}"#,
            "ignore",
        ),
        (
            Kind::Dialpad,
            &[],
            // {"call_id":5123456789012345,"state":"call_transcription"}, between two other parts
            "x.eyJjYWxsX2lkIjo1MTIzNDU2Nzg5MDEyMzQ1LCJzdGF0ZSI6ImNhbGxfdHJhbnNjcmlwdGlvbiJ9.y",
            "fetch dialpad transcript 5123456789012345 - call_transcription:5123456789012345",
        ),
        (
            Kind::Assemblyai,
            &[],
            r#"{"transcript_id":"a1","status":"completed"}"#,
            "fetch assemblyai transcript a1 - completed:a1",
        ),
        (
            Kind::Assemblyai,
            &[],
            r#"{"transcript_id":"a1","status":"error"}"#,
            "unclear vendor-failed",
        ),
        (
            Kind::Deepgram,
            &[],
            r#"{"metadata":{"request_id":"q"},"results":{"channels":[]}}"#,
            "transcript deepgram request:q q",
        ),
        (
            Kind::Deepgram,
            &[],
            r#"{"err_code":"INVALID","request_id":"q"}"#,
            "unclear vendor-failed",
        ),
        (
            Kind::Recall,
            ID,
            r#"{"event":"transcript.done","data":{"transcript":{"id":"t1"},"bot":{"id":"b"}}}"#,
            "fetch recall transcript t1 - id:msg_1",
        ),
        (
            Kind::Recall,
            ID,
            r#"{"event":"recording.done","data":{}}"#,
            "ignore",
        ),
        (
            Kind::Granola,
            ID,
            r#"{"event_type":"note.generated","note_id":"n1"}"#,
            "fetch granola transcript n1 - id:msg_1",
        ),
        (
            Kind::Granola,
            ID,
            r#"{"event_type":"note.access_granted","note_id":"n1"}"#,
            "ignore",
        ),
        (
            Kind::Tldv,
            &[],
            r#"{"id":"w","event":"TranscriptReady","data":{"meetingId":"m","data":[{"text":"Hi"}]}}"#,
            "transcript tldv event:w m",
        ),
        (
            Kind::Tldv,
            &[],
            r#"{"id":"w","event":"MeetingReady","data":{}}"#,
            "ignore",
        ),
        (
            Kind::Twilio,
            &[("content-type", "application/x-www-form-urlencoded")],
            "account_sid=AC1&transcript_sid=GT1&event_type=voice_intelligence_transcript_available",
            "fetch twilio transcript GT1 - transcript:GT1",
        ),
        (
            Kind::Twilio,
            &[],
            "TranscriptionText=hello&CallSid=CA1",
            "ignore",
        ),
        (
            Kind::Elevenlabs,
            &[],
            r#"{"type":"post_call_transcription","data":{"conversation_id":"c","transcript":[]}}"#,
            "transcript elevenlabs post_call_transcription:c c",
        ),
        (
            Kind::Elevenlabs,
            &[],
            r#"{"type":"post_call_audio","data":{}}"#,
            "ignore",
        ),
        (
            Kind::Retell,
            &[],
            r#"{"event":"call_ended","call":{"call_id":"r1","transcript_object":[{"role":"user","content":"Hi"}]}}"#,
            "transcript retell call_ended:r1 r1",
        ),
        // Nobody answered.
        (
            Kind::Retell,
            &[],
            r#"{"event":"call_ended","call":{"call_id":"r1","transcript_object":[]}}"#,
            "ignore",
        ),
        (
            Kind::Retell,
            &[],
            r#"{"event":"call_started","call":{"call_id":"r1"}}"#,
            "ignore",
        ),
        (
            Kind::Retell,
            &[],
            r#"{"event":"call_ended"}"#,
            "unclear other-shape",
        ),
        (
            Kind::Circleback,
            &[],
            r#"{"id":7,"name":"Call","notes":"Words"}"#,
            "unclear no-transcript",
        ),
        (
            Kind::Azure,
            &[("X-MicrosoftSpeechServices-Event", "TranscriptionCompletion")],
            r#"{"self":"https://westus.example/transcriptions/z9"}"#,
            "fetch azure-speech transcript z9 https://westus.example/transcriptions/z9 completed:https://westus.example/transcriptions/z9",
        ),
        (
            Kind::Graph,
            &[],
            r#"{"value":[{"subscriptionId":"s","changeType":"created","resource":"users/1/transcripts/2"}]}"#,
            "fetch graph transcript users/1/transcripts/2 - s:created:users/1/transcripts/2",
        ),
        (
            Kind::Graph,
            &[],
            r#"{"value":[{"lifecycleEvent":"reauthorizationRequired"}]}"#,
            "unclear renew-subscription",
        ),
    ];
    for (kind, pairs, body, expected) in cases {
        let request = request(pairs, body);
        let meaning = hook(*kind).understood(&request.arrived());
        assert_eq!(shown(&meaning), *expected, "{kind:?}: {body}");
    }
}

/// What has no id of its own is known by its bytes; the hash is the SHA-256 of the text as Python computes it.
#[test]
fn a_delivery_without_an_id_is_known_by_its_bytes() {
    let body = r#"{"type":"recording_added","data":{"id":"g1"}}"#;
    let request = request(&[], body);
    let meaning = hook(Kind::Grain).understood(&request.arrived());
    assert_eq!(
        shown(&meaning),
        "fetch grain transcript g1 - sha256:5c27fea6f44f09def3fbd9a7f215c5e81a72d28e2ccf81ed82761b8004d36ba2"
    );
}

#[test]
fn an_open_address_is_read_as_its_config_says() {
    let by_id = "event_field = \"event\"\nevents = [\"ready\"]\nid_field = \"data.call.id\"\npull = \"recorder\"";
    for (more, body, expected) in [
        (
            "format = \"tldv\"",
            r#"{"id":"c1"}"#,
            "transcript tldv id:d-1 c1",
        ),
        (
            "",
            "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n",
            "transcript any id:d-1 -",
        ),
        (
            by_id,
            r#"{"event":"ready","data":{"call":{"id":18446744073709551615}}}"#,
            "fetch token transcript 18446744073709551615 - id:d-1",
        ),
        (
            by_id,
            r#"{"event":"ready","data":{"call":null}}"#,
            "unclear no-id",
        ),
        (
            by_id,
            r#"{"event":"begun","data":{"call":{"id":"1"}}}"#,
            "ignore",
        ),
        // Which of the two the sender meant, nobody knows.
        (
            by_id,
            r#"{"event":"ready","event":"begun","data":{"call":{"id":"1"}}}"#,
            "ignore",
        ),
    ] {
        let lines = format!("{}id_header = \"X-Id\"\n{more}", lines(Kind::Token));
        let hook = Hook::with("here", &config(&lines), Secrets::one(SECRET)).unwrap();
        let request = request(&[("x-id", "d-1")], body);
        let meaning = hook.understood(&request.arrived());
        assert_eq!(shown(&meaning), expected, "{more}: {body}");
        if let Meaning::Fetch(wanted) = meaning {
            assert_eq!(wanted[0].errand.source, "recorder");
        }
    }
}

#[test]
fn an_errand_comes_back_as_it_was_kept_and_shows_no_token() {
    let errand = Errand {
        url: Some("https://zoom.us/t?pwd=hush".to_owned()),
        token_sealed: Some("hush".to_owned()),
        ..Errand::transcript("zoom", "zoom", "u==".to_owned())
    };
    assert_eq!(Errand::from_json(&errand.to_json()), Some(errand.clone()));
    assert!(!format!("{errand:?}").contains("hush"));
    let plain = Errand::deal("hubspot", "crm", "7".to_owned()).to_json();
    assert_eq!(
        plain,
        r#"{"vendor":"hubspot","source":"crm","what":"deal","id":"7"}"#
    );
}

/// What is said to be in a format can be read in it.
#[test]
fn transcripts_in_deliveries_are_ones_that_the_formats_read() {
    for (kind, format) in [
        (Kind::Fathom, Format::Fathom),
        (Kind::ReadAi, Format::ReadAi),
        (Kind::Deepgram, Format::Deepgram),
        (Kind::Tldv, Format::Tldv),
        (Kind::Elevenlabs, Format::ElevenLabs),
        (Kind::Retell, Format::Retell),
        (Kind::Circleback, Format::Circleback),
        (Kind::Hmac, Format::VerbatimJson),
    ] {
        let config = config(&lines(kind));
        let sample = sample::of(&config).remove(0);
        let found = parse::parse(&sample.body).unwrap();
        assert_eq!(found.len(), 1, "{kind:?}");
        let call = found.into_iter().next().unwrap().unwrap();
        assert_eq!(call.transcript.format, format, "{kind:?}");
        assert!(!call.transcript.utterances.is_empty(), "{kind:?}");
        let text = String::from_utf8(sample.body).unwrap();
        assert!(text.contains(TEST_ID), "{kind:?}");
    }
}
