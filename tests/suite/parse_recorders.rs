//! Are the files of Fireflies, Fathom, Grain, Avoma, Read.ai, tl;dv, Chorus, Granola, Circleback and Retell read as their
//! makers mean them?

use verbatim::call::Side;
use verbatim::ingest::parse::{How, Parsed, detect, parse, parse_as};
use verbatim::ingest::transcript::{Format, Refusal};

use crate::harness::cut_step;
use crate::mutate;
use crate::reading::{outcome, spoken};

type Read = Vec<Result<Parsed, Refusal>>;

/// Told apart from everything else in messages, which hold nobody's words.
const WORD: &str = "quokka";

/// The only place that touches the parsers; a format overrides what the file seems to be.
fn check(text: &str, format: Option<Format>) -> Read {
    let read = parse_as(
        text.as_bytes(),
        &How {
            format,
            ..How::default()
        },
    )
    .unwrap_or_else(|refusal| vec![Err(refusal)]);
    for call in &read {
        let messages: Vec<&str> = match call {
            Ok(call) => {
                assert!(text.get(call.raw.clone()).is_some(), "raw outside of it");
                let problems = call.problems.iter();
                problems.map(|problem| problem.message.as_str()).collect()
            }
            Err(refusal) => vec![refusal.message.as_str()],
        };
        for message in messages {
            assert!(!message.to_lowercase().contains(WORD), "{message}");
            assert!(!message.ends_with('.'), "{message}");
        }
    }
    read
}

/// The only call of a file that is known for what it is.
fn one(text: &str) -> Parsed {
    let mut read = check(text, None);
    assert_eq!(read.len(), 1, "{text}");
    read.remove(0).expect("a call")
}

/// What each call of a file is: its id, or its refusal's code.
fn outcomes(text: &str) -> Vec<String> {
    check(text, None).into_iter().map(outcome).collect()
}

/// Name, address and side of everybody.
fn people(call: &Parsed) -> Vec<String> {
    let people = call.transcript.people.iter();
    people
        .map(|who| {
            let email = who.email.as_deref().unwrap_or("-");
            let side = who.side.map_or("-", Side::name);
            format!("{} {email} {side}", who.name)
        })
        .collect()
}

fn codes(call: &Parsed) -> Vec<&str> {
    let problems = call.problems.iter();
    problems.map(|problem| problem.code.as_str()).collect()
}

/// Id, title, start and recording.
fn facts(call: &Parsed) -> [Option<&str>; 4] {
    let call = &call.transcript;
    [
        call.id.as_deref(),
        call.title.as_deref(),
        call.started_at.as_deref(),
        call.recording_url.as_deref(),
    ]
}

const FIREFLIES: &str = r#"{"data": {"transcript": {
 "id": "01JX", "title": "Quokka intro", "date": "1782438600000", "duration": 12.5,
 "organizer_email": "ann@trellis.example", "host_email": "ann@trellis.example",
 "participants": ["ann@trellis.example,bo@ridge.example", "cy@ridge.example"],
 "fireflies_users": ["ann@trellis.example"], "transcript_url": "https://app.fireflies.ai/view/01JX",
 "meeting_attendees": [
  {"displayName": "Ann Lee", "email": "ann@trellis.example", "phoneNumber": null, "name": null, "location": null},
  {"displayName": null, "email": "bo@ridge.example", "name": "Bo Kim"}],
 "speakers": [{"id": 0, "name": "Ann Lee"}, {"id": 1, "name": "Bo Kim"}],
 "sentences": [
  {"index": 0, "speaker_id": 0, "speaker_name": "Ann Lee", "text": "Hi\u00a0Bo.", "raw_text": "hi bo",
   "start_time": 0.5, "end_time": 1.25},
  {"index": 1, "speaker_id": 1, "speaker_name": null, "text": "The quokka export breaks.", "start_time": "2.5",
   "end_time": 4},
  {"index": 2, "speaker_id": 2, "speaker_name": null, "text": "Mhm.", "start_time": 5, "end_time": 5.5},
  {"index": 3, "speaker_id": null, "speaker_name": null, "text": "Hello?", "start_time": 6, "end_time": null}],
 "summary": {"overview": "quokka"}, "meeting_info": {"silent_meeting": false, "summary_status": "processed"}
}}}"#;

const FATHOM: &str = r#"{
 "recording_id": 123456789, "title": "Quokka demo", "meeting_title": "Demo", "url": "https://fathom.video/calls/1",
 "share_url": "https://fathom.video/share/x", "created_at": "2025-03-01T17:01:30Z",
 "scheduled_start_time": "2025-03-01T16:00:00Z", "recording_start_time": "2025-03-01T16:01:12Z",
 "transcript_language": "unknown",
 "calendar_invitees": [
  {"name": "Ann Lee", "email": "ann@trellis.example", "email_domain": "trellis.example", "is_external": false,
   "matched_speaker_display_name": "Ann L."},
  {"name": "Robert Kim", "email": "Bo@ridge.example", "is_external": true, "matched_speaker_display_name": null},
  {"name": null, "email": "cy@ridge.example", "is_external": true}],
 "recorded_by": {"name": "Ann Lee", "email": "ann@trellis.example", "team": "Sales"},
 "transcript": [
  {"speaker": {"display_name": "Ann L.", "matched_calendar_invitee_email": "ann@trellis.example"},
   "text": "Shall we start?", "timestamp": "00:00:03"},
  {"speaker": {"display_name": "Bo Kim", "matched_calendar_invitee_email": "bo@ridge.example"},
   "text": "Our quokka is slow.", "timestamp": "01:02:03"},
  {"speaker": {"display_name": "Guest Two", "matched_calendar_invitee_email": null}, "text": "Yes.",
   "timestamp": "01:02:09"}],
 "crm_matches": {"contacts": [], "companies": [{"name": "Ridge", "record_url": "https://app.hubspot.com/x/1"}],
  "deals": [{"name": "Ridge 2025", "amount": 12000,
   "record_url": "https://app.hubspot.com/contacts/9/record/0-3/456?from=x"}], "error": null}
}"#;

const GRAIN: &str = r#"{
 "recording": {"id": "b5185ccb", "title": "Quokka call", "source": "zoom", "url": "https://grain.com/r/b5185ccb",
  "start_datetime": "2025-06-01T15:00:00Z", "end_datetime": "2025-06-01T15:30:00Z",
  "participants": [
   {"id": "p1", "name": "Ann Lee", "email": "ann@trellis.example", "scope": "internal", "confirmed_attendee": true},
   {"id": "p2", "name": "Robert Kim", "email": null, "scope": "external", "hs_contact_id": null},
   {"id": "p3", "name": "Cy Roe", "email": "cy@ridge.example", "scope": "unknown"}],
  "hubspot": {"hubspot_company_ids": ["77"], "hubspot_deal_ids": ["990011223344556677"]}},
 "transcript": [
  {"participant_id": "p1", "speaker": "Ann Lee", "start": 4055, "end": 4500, "text": "Hello."},
  {"participant_id": "p2", "speaker": "Bo Kim", "start": 5000, "end": 9250, "text": "The quokka is down."},
  {"participant_id": "p3", "speaker": null, "start": 9300, "end": 9400, "text": "Right."},
  {"participant_id": null, "speaker": "Speaker 3", "start": 9500, "end": 9600, "text": "Hm."}]
}"#;

const AVOMA: &str = r#"[{
 "uuid": "t-1", "meeting_uuid": "m-1", "transcription_vtt_url": "https://api.avoma.com/x.vtt",
 "speakers": [
  {"id": 0, "name": "Ann Lee", "email": "ann@trellis.example", "is_rep": true},
  {"id": 1, "name": null, "email": "bo@ridge.example", "is_rep": false},
  {"id": 2, "name": null, "email": "", "is_rep": false},
  {"id": 3, "name": "Speaker 4", "email": null, "is_rep": false}],
 "transcript": [
  {"speaker_id": 0, "timestamps": [0.4, 0.9, 1.5], "transcript": "How are you?"},
  {"speaker_id": 1, "timestamps": [2.5], "transcript": "Quokka."},
  {"speaker_id": 2, "timestamps": [], "transcript": "Sure."},
  {"speaker_id": 3, "timestamps": null, "transcript": "Fine."},
  {"speaker_id": 9, "timestamps": ["7.5", null, "8.5"], "transcript": "Who knows."}]
}]"#;

const READ_AI: &str = r#"[{"headers": {"x-read-signature": "0"}, "body": {
 "session_id": "01JK", "trigger": "meeting_end", "title": "Quokka review",
 "start_time": "2025-02-05T10:39:22.095890Z", "end_time": "2025-02-05T11:09:22.095890Z",
 "participants": [
  {"name": "Ann Lee", "first_name": "Ann", "last_name": "Lee", "email": "ann@trellis.example"},
  {"name": "Bo Kim", "first_name": "Bo", "last_name": "Kim", "email": "None"},
  {"name": null, "first_name": "Cy", "last_name": "Roe", "email": null}],
 "owner": {"name": "Ann Lee", "email": "ann@trellis.example"},
 "report_url": "https://app.read.ai/analytics/meetings/01JK",
 "transcript": {"speakers": [{"name": "Ann Lee"}, {"name": "Bo Kim"}], "speaker_blocks": [
  {"start_time": 1738751964595, "end_time": 1738751965095, "speaker": {"name": "Ann Lee"}, "words": "Good morning!"},
  {"start_time": "1738751966", "end_time": "1738751968", "speaker": {"name": "Bo Kim"}, "words": "The quokka again."},
  {"start_time": 1738751970095, "end_time": null, "speaker": {"name": null}, "words": "Hm."}]}
}}]"#;

const TLDV: &str = r#"{"id": "tr-1", "meetingId": "me-1", "data": [
 {"speaker": "Ann Lee", "text": "Welcome.", "startTime": 3, "endTime": 5},
 {"speaker": "Bo Kim", "text": "Our quokka leaks.", "startTime": 5, "endTime": 9},
 {"speaker": "1", "text": "Hm.", "startTime": 9, "endTime": 10}]}"#;

const CHORUS: &str = r#"{"data": {"type": "conversation", "id": "D00D", "attributes": {
 "name": "Quokka renewal", "owner": {"name": "Ann Lee", "email": "ann@trellis.example"},
 "account": {"name": "Ridge"}, "deal": {"name": "Ridge 2025", "current_stage": "Closed Lost"},
 "participants": [{"person_id": 7, "name": "Bo Kim", "email": "bo@ridge.example", "title": "CFO", "type": "cust"}],
 "recording": {"start_time": 1738751962.5, "duration": 61.5, "utterances": [
  {"snippet": "So, price.", "speaker_name": "Ann Lee", "speaker_type": "rep", "snippet_time": 0.5},
  {"snippet": "Too high for a quokka.", "speaker_name": "Bo Kim", "speaker_type": "cust", "snippet_time": 2},
  {"snippet": "Yes.", "speaker_name": null, "speaker_type": "cust", "snippet_time": "3.25"},
  {"snippet": "Hm.", "speaker_name": null, "speaker_type": null, "snippet_time": null}], "trackers": []}
}}}"#;

const GRANOLA: &str = r#"{
 "id": "not_1d3tmYTlCICgjy", "object": "note", "title": "Quokka review", "owner": {"name": "Ann Lee", "email": "ann@trellis.example"},
 "created_at": "2026-01-27T16:30:00Z", "updated_at": "2026-01-27T16:45:00Z", "web_url": "https://notes.granola.ai/d/1",
 "calendar_event": {"event_title": "Review", "invitees": [{"email": "bo@ridge.example"}, {"email": "cy@ridge.example"}],
  "organiser": "ann@trellis.example", "calendar_event_id": "x", "scheduled_start_time": "2026-01-27T15:30:00Z",
  "scheduled_end_time": "2026-01-27T16:30:00Z"},
 "attendees": [{"name": "Ann Lee", "email": "ann@trellis.example"}, {"name": "Bo Kim", "email": "bo@ridge.example"}],
 "folder_membership": [{"id": "fol_4y6LduVdwSKC27", "object": "folder", "name": "Calls"}],
 "summary_text": "quokka", "summary_markdown": null,
 "transcript": [
  {"speaker": {"source": "microphone"}, "text": "Shall we start?", "start_time": "2026-01-27T15:31:00Z",
   "end_time": "2026-01-27T15:31:02.500Z"},
  {"speaker": {"source": "speaker"}, "text": "Our quokka is slow.", "start_time": "2026-01-27T15:31:03Z",
   "end_time": "2026-01-27T15:31:05Z"},
  {"speaker": {"source": "speaker", "diarization_label": "Speaker B"}, "text": "Yes.", "start_time": null, "end_time": null}]
}"#;

const CIRCLEBACK: &str = r#"{
 "id": 12345, "name": "Quokka demo", "createdAt": "2026-04-22T15:30:00.000Z", "duration": 1800,
 "url": "https://meet.example/abc", "recordingUrl": null, "tags": ["sales"], "icalUid": null,
 "attendees": [{"name": "Ann Lee", "email": "ann@trellis.example"}, {"name": "Bo Kim", "email": null}],
 "notes": "About a quokka", "actionItems": [{"id": 1, "title": "Send it", "assignee": null, "status": "PENDING"}],
 "transcript": [
  {"speaker": "Ann Lee", "text": "Shall we start?", "timestamp": 0.5},
  {"speaker": "Bo Kim", "text": "Our quokka is slow.", "timestamp": 3},
  {"speaker": "1", "text": "Hm.", "timestamp": null}],
 "insights": {"Pain": [{"insight": "quokka", "speaker": "Bo Kim", "timestamp": 3}]}
}"#;

const RETELL: &str = r#"{"event": "call_analyzed", "call": {
 "call_type": "phone_call", "call_id": "Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6", "agent_id": "oBeDLoLOeuAbiuaMFXRtDOLriTJ5tSxD",
 "call_status": "ended", "start_timestamp": 1769527800000, "end_timestamp": 1769527860000, "direction": "inbound",
 "from_number": "+15550100", "to_number": "+15550199", "recording_url": "https://retell.example/r.wav",
 "transcript": "Agent: How can I help?\nUser: The quokka is slow.\n",
 "transcript_object": [
  {"role": "agent", "content": "How can I help?", "words": [
   {"word": "How", "start": 0.7, "end": 0.9}, {"word": "help?", "start": 1.1, "end": 1.3}]},
  {"role": "user", "content": "The quokka is slow.", "words": [{"word": "slow.", "start": 2, "end": 3.5}]},
  {"role": "user", "content": "Very.", "words": []}],
 "call_analysis": {"call_summary": "quokka", "user_sentiment": "Negative"}
}}"#;

/// Each with its format, and where its utterances stand.
const DOCUMENTS: &[(Format, &str, &str)] = &[
    (Format::Fireflies, "/data/transcript/sentences", FIREFLIES),
    (Format::Fathom, "/transcript", FATHOM),
    (Format::Grain, "/transcript", GRAIN),
    (Format::Avoma, "/0/transcript", AVOMA),
    (Format::ReadAi, "/0/body/transcript/speaker_blocks", READ_AI),
    (Format::Tldv, "/data", TLDV),
    (
        Format::Chorus,
        "/data/attributes/recording/utterances",
        CHORUS,
    ),
    (Format::Granola, "/transcript", GRANOLA),
    (Format::Circleback, "/transcript", CIRCLEBACK),
    (Format::Retell, "/call/transcript_object", RETELL),
];

#[test]
fn every_recorder_is_known_by_its_keys() {
    for (format, _, text) in DOCUMENTS {
        assert_eq!(detect::detect(text), Ok(*format), "{}", format.name());
        let call = one(text);
        assert_eq!(call.transcript.format, *format);
        assert!(!call.transcript.sides_are_given && !call.transcript.turns_are_final);
        assert!(call.problems.is_empty(), "{:?}", call.problems);
    }
}

#[test]
fn fireflies_joins_names_and_reads_milliseconds_in_a_text() {
    let call = one(FIREFLIES);
    let expected = [
        "Ann Lee 0.5 1.25 Hi\u{a0}Bo.",
        "Bo Kim 2.5 4 The quokka export breaks.",
        "Speaker 2 5 5.5 Mhm.",
        "- 6 - Hello?",
    ];
    assert_eq!(spoken(&call), expected);
    let expected = [
        "Ann Lee ann@trellis.example -",
        "Bo Kim bo@ridge.example -",
        "cy@ridge.example cy@ridge.example -",
    ];
    assert_eq!(people(&call), expected);
    let expected = [
        Some("01JX"),
        Some("Quokka intro"),
        Some("2026-06-26T01:50:00Z"),
        Some("https://app.fireflies.ai/view/01JX"),
    ];
    assert_eq!(facts(&call), expected);
}

#[test]
fn fireflies_without_sentences_or_with_errors_is_refused() {
    for (text, code) in [
        (
            r#"{"data":{"transcript":{"id":"1","organizer_email":"a@b.example","sentences":null}}}"#,
            "metadata-only",
        ),
        (
            r#"{"data":{"transcript":{"id":"1","organizer_email":"a@b.example","sentences":[]}}}"#,
            "metadata-only",
        ),
        (
            r#"{"data":{"transcript":{"id":"1","title":"quokka","date":1782438600000,"duration":12.5,"sentences":null}}}"#,
            "metadata-only",
        ),
        (
            r#"{"data":{"transcript":{"id":"1","title":"quokka","date":1782438600000,"duration":12.5,"sentences":[]}}}"#,
            "metadata-only",
        ),
        (
            r#"{"data":{"transcripts":[{"id":"1","title":"quokka","sentences":null}]}}"#,
            "metadata-only",
        ),
        (
            r#"{"data":{"transcripts":[{"id":"1","fireflies_users":[]}]}}"#,
            "metadata-only",
        ),
        (
            r#"{"errors":[{"message":"quokka","code":"object_not_found"}],"data":{"transcript":null}}"#,
            "vendor-error",
        ),
    ] {
        assert_eq!(detect::detect(text), Ok(Format::Fireflies), "{text}");
        assert_eq!(outcomes(text), [code], "{text}");
    }
}

#[test]
fn a_voice_without_a_name_is_never_called_what_another_one_is_called() {
    let text = r#"{"sentences":[{"speaker_name":"Speaker 1","speaker_id":0,"text":"a"},
        {"speaker_name":null,"speaker_id":1,"text":"b"},{"speaker_name":null,"speaker_id":2,"text":"c"},
        {"speaker_name":null,"speaker_id":1,"text":"d"}]}"#;
    let expected = [
        "Speaker 1 - - a",
        "Speaker 3 - - b",
        "Speaker 2 - - c",
        "Speaker 3 - - d",
    ];
    assert_eq!(spoken(&one(text)), expected);
    let text = AVOMA.replace(r#""name": "Speaker 4""#, r#""name": "speaker 2""#);
    let expected = [
        "Ann Lee 0.4 1.5 How are you?",
        "bo@ridge.example 2.5 - Quokka.",
        "Speaker 1 - - Sure.",
        "speaker 2 - - Fine.",
        "Speaker 9 7.5 8.5 Who knows.",
    ];
    assert_eq!(spoken(&one(&text)), expected);
}

#[test]
fn fireflies_character_references_are_the_characters() {
    let text = r#"{"sentences":[{"speaker_name":"Ann Lee",
        "text":"R&amp;D &#39;26, A&B; &lt;5% &quot;off&quot; for R&amplifier & co"}]}"#;
    let expected = "Ann Lee - - R&D '26, A&B; <5% \"off\" for R&amplifier & co";
    assert_eq!(spoken(&one(text)), [expected]);
}

#[test]
fn a_silent_meeting_is_told() {
    let call = one(&FIREFLIES.replace(r#""silent_meeting": false"#, r#""silent_meeting": true"#));
    assert_eq!(codes(&call), ["silent-meeting"]);
}

#[test]
fn many_calls_of_a_file_are_many_calls() {
    let call =
        |id: &str| format!(r#"{{"id":"{id}","sentences":[{{"speaker_name":"A","text":"{id}"}}]}}"#);
    let (a, b) = (call("a"), call("b"));
    let page = format!(r#"{{"data":{{"transcripts":[{a},{b}]}}}}"#);
    for text in [&page, &format!("[{a},{b}]"), &format!("{a}\n{b}\n")] {
        assert_eq!(outcomes(text), ["a", "b"], "{text}");
        for (call, expected) in check(text, None).iter().flatten().zip([&a, &b]) {
            assert_eq!(&text[call.raw.clone()], expected);
        }
    }
    let page = format!(
        r#"{{"limit":2,"items":[{FATHOM},{{"recording_id":2,"recorded_by":null,"transcript":null}}]}}"#
    );
    assert_eq!(outcomes(&page), ["123456789", "metadata-only"]);
}

#[test]
fn fathom_stamps_are_starts_and_sides_come_from_invitees() {
    let call = one(FATHOM);
    let expected = [
        "Ann L. 3 - Shall we start?",
        "Bo Kim 3723 - Our quokka is slow.",
        "Guest Two 3729 - Yes.",
    ];
    assert_eq!(spoken(&call), expected);
    let expected = [
        "Ann L. ann@trellis.example rep",
        "Bo Kim Bo@ridge.example prospect",
        "cy@ridge.example cy@ridge.example prospect",
    ];
    assert_eq!(people(&call), expected);
    let expected = [
        Some("123456789"),
        Some("Quokka demo"),
        Some("2025-03-01T16:01:12Z"),
        Some("https://fathom.video/calls/1"),
    ];
    assert_eq!(facts(&call), expected);
    assert_eq!(call.transcript.language, None);
}

#[test]
fn fathom_tells_account_and_deal_where_there_is_one_of_each() {
    let call = one(FATHOM).transcript;
    let deal = call.deal.expect("a deal");
    assert_eq!(deal.id.as_deref(), Some("456"));
    assert_eq!(deal.amount.as_deref(), Some("12000"));
    let account = call.account.expect("an account");
    assert_eq!(account.name.as_deref(), Some("Ridge"));
    let two = FATHOM.replace(
        r#""deals": ["#,
        r#""deals": [{"name": "Quokka", "amount": 1},"#,
    );
    let call = one(&two);
    assert_eq!(codes(&call), ["deals-ambiguous"]);
    assert_eq!(call.transcript.deal, None);
}

#[test]
fn fathom_finds_a_salesforce_id_and_a_recorder_nobody_invited() {
    let address = "https://app.hubspot.com/contacts/9/record/0-3/456?from=x";
    let other = FATHOM.replace(
        address,
        "https://x.lightning.force.com/lightning/r/Opportunity/006A0/view",
    );
    let deal = one(&other).transcript.deal.expect("a deal");
    assert_eq!(deal.id.as_deref(), Some("006A0"));
    let text = r#"{"recorded_by":{"name":"Ann Lee","email":"ann@trellis.example"},
        "transcript":[{"speaker":{"display_name":"Bo Kim"},"text":"Hi.","timestamp":"00:00:01"}]}"#;
    assert_eq!(people(&one(text)), ["Ann Lee ann@trellis.example rep"]);
}

#[test]
fn grain_milliseconds_become_seconds_and_scope_a_side() {
    let call = one(GRAIN);
    let expected = [
        "Ann Lee 4.055 4.5 Hello.",
        "Bo Kim 5 9.25 The quokka is down.",
        "Cy Roe 9.3 9.4 Right.",
        "Speaker 3 9.5 9.6 Hm.",
    ];
    assert_eq!(spoken(&call), expected);
    let expected = [
        "Ann Lee ann@trellis.example rep",
        "Bo Kim - prospect",
        "Cy Roe cy@ridge.example -",
    ];
    assert_eq!(people(&call), expected);
    let expected = [
        Some("b5185ccb"),
        Some("Quokka call"),
        Some("2025-06-01T15:00:00Z"),
        Some("https://grain.com/r/b5185ccb"),
    ];
    assert_eq!(facts(&call), expected);
    let deal = call.transcript.deal.expect("a deal");
    assert_eq!(deal.id.as_deref(), Some("990011223344556677"));
}

#[test]
fn grain_lists_stand_alone_or_in_the_recording() {
    let list = r#"[{"participant_id":null,"speaker":"Bo Kim","start":1500,"end":2000,"text":"Hi."},
        {"participant_id":"p","speaker":"Ann Lee","start":2500,"end":3000,"text":"Hello."}]"#;
    let expected = ["Bo Kim 1.5 2 Hi.", "Ann Lee 2.5 3 Hello."];
    let call = one(list);
    assert_eq!(spoken(&call), expected);
    assert_eq!(call.raw, 0..list.len());
    let old =
        format!(r#"{{"id":"r","start_datetime":"2024-01-01T10:00:00Z","transcript_json":{list}}}"#);
    assert_eq!(spoken(&one(&old)), expected);
    assert_eq!(outcomes(&old), ["r"]);
}

#[test]
fn avoma_paragraphs_end_with_the_start_of_their_last_word() {
    let call = one(AVOMA);
    let expected = [
        "Ann Lee 0.4 1.5 How are you?",
        "bo@ridge.example 2.5 - Quokka.",
        "Speaker 2 - - Sure.",
        "Speaker 4 - - Fine.",
        "Speaker 9 7.5 8.5 Who knows.",
    ];
    assert_eq!(spoken(&call), expected);
    // An unknown voice is no prospect because it is no known rep.
    let expected = [
        "Ann Lee ann@trellis.example rep",
        "bo@ridge.example bo@ridge.example prospect",
        "Speaker 4 - -",
    ];
    assert_eq!(people(&call), expected);
    assert_eq!(facts(&call), [Some("m-1"), None, None, None]);
}

#[test]
fn read_ai_counts_from_the_meetings_start_in_seconds_or_milliseconds() {
    let call = one(READ_AI);
    let expected = [
        "Ann Lee 2.5 3 Good morning!",
        "Bo Kim 3.905 5.905 The quokka again.",
        "- 8 - Hm.",
    ];
    assert_eq!(spoken(&call), expected);
    let expected = ["Ann Lee ann@trellis.example -", "Bo Kim - -", "Cy Roe - -"];
    assert_eq!(people(&call), expected);
    let expected = [
        Some("01JK"),
        Some("Quokka review"),
        Some("2025-02-05T10:39:22.095890Z"),
        Some("https://app.read.ai/analytics/meetings/01JK"),
    ];
    assert_eq!(facts(&call), expected);
}

#[test]
fn read_ai_counts_from_the_first_words_where_the_start_is_unknown_or_far() {
    let blocks = r#"{"speakers":[],"speaker_blocks":[
        {"start_time":1738751964,"end_time":1738751965,"speaker":{"name":"Bo Kim"},"words":"Hi."},
        {"start_time":1738751966,"end_time":1738751969,"speaker":{"name":"Bo Kim"},"words":"So."}]}"#;
    let expected = ["Bo Kim 0 1 Hi.", "Bo Kim 2 5 So."];
    assert_eq!(spoken(&one(blocks)), expected);
    for start in ["2024-02-05T10:00:00Z", "2025-02-05T12:00:00Z", "soon"] {
        let text = format!(r#"{{"session_id":"s","start_time":"{start}","transcript":{blocks}}}"#);
        assert_eq!(spoken(&one(&text)), expected, "{start}");
    }
    // Numbers too small for the clock count from the start already.
    let text = blocks.replace("17387519", "");
    assert_eq!(
        spoken(&one(&text)),
        ["Bo Kim 64 65 Hi.", "Bo Kim 66 69 So."]
    );
}

#[test]
fn tldv_is_known_by_the_meetings_id_bare_wrapped_or_with_its_meeting() {
    let expected = [
        "Ann Lee 3 5 Welcome.",
        "Bo Kim 5 9 Our quokka leaks.",
        "Speaker 1 9 10 Hm.",
    ];
    let hook = format!(
        r#"{{"id":"ev","event":"TranscriptReady","data":{TLDV},"executedAt":"2025-01-01T00:00:00Z"}}"#
    );
    let meeting = r#"{"id":"me-1","name":"Quokka","happenedAt":"2025-01-02T09:00:00Z","url":"https://tldv.io/m/1",
        "organizer":{"name":"Ann Lee","email":"ann@trellis.example"},
        "invitees":[{"name":"Bo Kim","email":"bo@ridge.example"},{"name":"","email":"cy@ridge.example"}]}"#;
    let both = format!(r#"{{"meeting":{meeting},"transcript":{TLDV}}}"#);
    for text in [TLDV, &hook, &both] {
        assert_eq!(detect::detect(text), Ok(Format::Tldv), "{text}");
        let call = one(text);
        assert_eq!(spoken(&call), expected);
        assert_eq!(call.transcript.id.as_deref(), Some("me-1"));
    }
    let call = one(&both);
    let expected = [
        "Ann Lee ann@trellis.example -",
        "Bo Kim bo@ridge.example -",
        "cy@ridge.example cy@ridge.example -",
    ];
    assert_eq!(people(&call), expected);
    let expected = [
        Some("me-1"),
        Some("Quokka"),
        Some("2025-01-02T09:00:00Z"),
        Some("https://tldv.io/m/1"),
    ];
    assert_eq!(facts(&call), expected);
}

#[test]
fn chorus_tells_sides_even_of_the_nameless() {
    let call = one(CHORUS);
    let expected = [
        "Ann Lee 0.5 - So, price.",
        "Bo Kim 2 - Too high for a quokka.",
        "Customer 3.25 - Yes.",
        "- - - Hm.",
    ];
    assert_eq!(spoken(&call), expected);
    let expected = [
        "Bo Kim bo@ridge.example prospect",
        "Ann Lee ann@trellis.example rep",
        "Ann Lee - rep",
        "Bo Kim - prospect",
        "Customer - prospect",
    ];
    assert_eq!(people(&call), expected);
    let expected = [
        Some("D00D"),
        Some("Quokka renewal"),
        Some("2025-02-05T10:39:22.5Z"),
        None,
    ];
    assert_eq!(facts(&call), expected);
    let deal = call.transcript.deal.expect("a deal");
    assert_eq!(deal.stage.as_deref(), Some("Closed Lost"));
    assert_eq!(deal.outcome.as_deref(), Some("lost"));
    let account = call.transcript.account.expect("an account");
    assert_eq!(account.name.as_deref(), Some("Ridge"));
    assert_eq!(call.transcript.people[0].title.as_deref(), Some("CFO"));
}

#[test]
fn granola_counts_from_the_first_words_and_names_only_the_maker() {
    let call = one(GRANOLA);
    assert_eq!(
        facts(&call),
        [
            Some("not_1d3tmYTlCICgjy"),
            Some("Quokka review"),
            Some("2026-01-27T15:31:00Z"),
            Some("https://notes.granola.ai/d/1")
        ]
    );
    assert_eq!(
        spoken(&call),
        [
            "Me 0 2.5 Shall we start?",
            "Them 3 5 Our quokka is slow.",
            "Speaker B - - Yes."
        ]
    );
    assert_eq!(
        people(&call),
        [
            "Ann Lee ann@trellis.example rep",
            "Bo Kim bo@ridge.example -",
            "cy@ridge.example cy@ridge.example -",
            "Me - rep"
        ]
    );
    // A telephone hears everybody through its microphone.
    let alone = GRANOLA.replace(r#""source": "speaker""#, r#""source": "microphone""#);
    let speakers = ["- 0", "- 3", "Speaker B -"];
    for (spoken, speaker) in spoken(&one(&alone)).iter().zip(speakers) {
        assert!(spoken.starts_with(speaker), "{spoken}");
    }
    let named = alone.replace(
        r#"{"source": "microphone"}"#,
        r#"{"name": "Ann Lee", "attribution": "me"}"#,
    );
    assert!(spoken(&one(&named))[0].starts_with("Ann Lee 0"));
}

#[test]
fn granolas_long_transcripts_stand_beside_their_note() {
    let mut note: serde_json::Value = serde_json::from_str(GRANOLA).unwrap();
    let words = note["transcript"].take();
    let pages = serde_json::json!({ "note": note, "transcript": words }).to_string();
    let (beside, inside) = (one(&pages), one(GRANOLA));
    assert_eq!(beside.transcript, inside.transcript);
}

#[test]
fn circleback_counts_seconds_and_links_its_own_page() {
    let call = one(CIRCLEBACK);
    assert_eq!(
        facts(&call),
        [
            Some("12345"),
            Some("Quokka demo"),
            Some("2026-04-22T15:30:00.000Z"),
            Some("https://app.circleback.ai/meetings/12345")
        ]
    );
    assert_eq!(
        spoken(&call),
        [
            "Ann Lee 0.5 - Shall we start?",
            "Bo Kim 3 - Our quokka is slow.",
            "Speaker 1 - - Hm."
        ]
    );
    assert_eq!(
        people(&call),
        ["Ann Lee ann@trellis.example -", "Bo Kim - -"]
    );
}

#[test]
fn retells_agent_is_a_rep_whoever_called_whom() {
    let call = one(RETELL);
    assert_eq!(
        facts(&call),
        [
            Some("Jabr9TXYYJHfvl6Syypi88rdAHYHmcq6"),
            None,
            Some("2026-01-27T15:30:00Z"),
            Some("https://retell.example/r.wav")
        ]
    );
    assert_eq!(
        spoken(&call),
        [
            "Agent 0.7 1.3 How can I help?",
            "Customer 2 3.5 The quokka is slow.",
            "Customer - - Very."
        ]
    );
    assert_eq!(people(&call), ["Agent - rep", "Customer - prospect"]);
    // The API gives the same call without the webhook around it.
    let bare: serde_json::Value = serde_json::from_str(RETELL).unwrap();
    assert_eq!(one(&bare["call"].to_string()).transcript, call.transcript);
}

#[test]
fn retells_text_stands_in_where_there_is_nothing_else() {
    let text = r#"{"call_id":"c","agent_id":"a","call_status":"ended",
        "transcript":"Agent: How can I help?\nUser: The quokka: slow.\nUser: note this.\n\nAnd this.\nAgent: I see.\nTransfer Target: Hi.\n"}"#;
    let expected = [
        "Agent - - How can I help?",
        "Customer - - The quokka: slow.",
        "Customer - - note this.\nAnd this.",
        "Agent - - I see.",
        "Speaker transfer_target - - Hi.",
    ];
    let call = one(text);
    assert_eq!(spoken(&call), expected);
    assert_eq!(people(&call), ["Agent - rep", "Customer - prospect"]);
    // A text of another shape says nothing about who spoke.
    for other in ["Nobody answered.", "Note: Agent: hello", ""] {
        let text = format!(
            r#"{{"call_id":"c","agent_id":"a","call_status":"ended","transcript":"{other}"}}"#
        );
        assert_eq!(outcomes(&text), ["metadata-only"], "{other}");
    }
}

#[test]
fn fathoms_list_of_utterances_is_a_call_by_itself() {
    let whole: serde_json::Value = serde_json::from_str(FATHOM).unwrap();
    let list = whole["transcript"].to_string();
    assert_eq!(detect::detect(&list), Ok(Format::Fathom));
    let call = one(&list);
    assert_eq!(spoken(&call), spoken(&one(FATHOM)));
    let expected = ["Ann L. ann@trellis.example -", "Bo Kim bo@ridge.example -"];
    assert_eq!(people(&call), expected);
    assert_eq!(call.raw, 0..list.len());
    // A page of meetings is no list of utterances.
    let page = format!("[{FATHOM},{FATHOM}]");
    assert_eq!(outcomes(&page), ["123456789", "123456789"]);
}

#[test]
fn facts_without_words_are_refused_with_the_way_out() {
    let files = [
        (
            Format::Fathom,
            r#"{"items":[{"recording_id":1,"calendar_invitees":[],"recorded_by":{}}]}"#,
        ),
        (
            Format::Grain,
            r#"{"type":"recording_added","data":{"id":"1","start_datetime":"x","end_datetime":"y"}}"#,
        ),
        (
            Format::Avoma,
            r#"{"results":[{"uuid":"1","transcript_ready":false,"organizer_email":"a@b.example"}]}"#,
        ),
        (
            Format::ReadAi,
            r#"{"session_id":"1","trigger":"meeting_start","participants":[]}"#,
        ),
        (
            Format::Tldv,
            r#"{"results":[{"id":"1","happenedAt":"2025-01-02T09:00:00Z","invitees":[]}]}"#,
        ),
        (
            Format::Granola,
            r#"{"id":"not_1","owner":{"email":"a@b.example"},"calendar_event":null,"folder_membership":[],"transcript":null}"#,
        ),
        (
            Format::Circleback,
            r#"{"id":1,"createdAt":"x","attendees":[],"actionItems":[],"recordingUrl":null}"#,
        ),
        (
            Format::Retell,
            r#"{"event":"call_ended","call":{"call_id":"1","agent_id":"2","call_status":"error"}}"#,
        ),
        (
            Format::Chorus,
            r#"{"engagements":[{"engagement_id":"1","engagement_type":"meeting"}]}"#,
        ),
    ];
    for (format, text) in files {
        assert_eq!(detect::detect(text), Ok(format), "{text}");
        assert_eq!(outcomes(text), ["metadata-only"], "{text}");
    }
    let highlights =
        r#"{"meetingId":"1","data":[{"text":"quokka","startTime":1,"topic":{"title":"x"}}]}"#;
    assert_eq!(outcomes(highlights), ["near-miss"]);
    let nothing = r#"{"id":"t","meetingId":"1","data":[]}"#;
    assert_eq!(outcomes(nothing), ["near-miss"]);
}

#[test]
fn an_odd_utterance_is_left_out_and_told() {
    let text = TLDV.replace(r#""text": "Welcome.""#, r#""text": ["Welcome."]"#);
    let call = one(&text);
    assert_eq!(call.transcript.utterances.len(), 2);
    assert_eq!(codes(&call), ["utterance-unreadable"]);
}

#[test]
fn no_odd_value_costs_a_call_unless_it_stands_for_all_of_the_words() {
    for (format, words, document) in DOCUMENTS {
        for mutant in mutate::mutants(document) {
            let read = check(&mutant.text, Some(*format));
            check(&mutant.text, None);
            if words.starts_with(&mutant.pointer) {
                continue;
            }
            let is_read = read.iter().any(Result::is_ok);
            assert!(
                is_read,
                "{} {}: {}",
                format.name(),
                mutant.pointer,
                mutant.text
            );
        }
    }
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    for (format, _, document) in DOCUMENTS {
        for beginning in mutate::beginnings(document, cut_step()) {
            let read = check(beginning, Some(*format));
            assert!(read.iter().any(Result::is_err), "{}", format.name());
            // Nothing is known of so little, and nothing breaks over it.
            let _ = parse(beginning.as_bytes());
        }
    }
}

#[test]
fn depth_and_emptiness_break_nothing() {
    let deep = "[".repeat(100_000);
    let layers = r#"{"data":"#.repeat(100_000);
    let closed = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    for (format, words, _) in DOCUMENTS {
        let key = words.rsplit('/').next().unwrap_or_default();
        let files = [
            deep.clone(),
            layers.clone(),
            closed.clone(),
            format!(r#"{{"{key}":{closed}}}"#),
            format!(r#"{{"{key}":[{closed}]}}"#),
            "{}".to_owned(),
            "[]".to_owned(),
            "null".to_owned(),
            "\"x\"".to_owned(),
        ];
        for text in &files {
            let read = check(text, Some(*format));
            assert!(
                !read.is_empty() && read.iter().all(Result::is_err),
                "{text:.40}"
            );
        }
    }
}
