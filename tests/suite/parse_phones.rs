//! Are the files of telephone systems, call recorders and podcasts read as their writers meant them?

use verbatim::call::Side;
use verbatim::ingest::parse::{Parsed, detect, parse};
use verbatim::ingest::transcript::{Format, Refusal};

use crate::mutants;
use crate::reading::{outcome, spoken};

/// The only place that touches the parsers: every call of a file of that format.
fn check(text: &str, format: Format) -> Vec<Result<Parsed, Refusal>> {
    assert_eq!(detect::detect(text), Ok(format), "{text}");
    let read = parse(text.as_bytes()).expect("it is a transcript");
    for refusal in read.iter().filter_map(|call| call.as_ref().err()) {
        assert!(!refusal.message.ends_with('.'), "{}", refusal.message);
        assert!(!refusal.message.contains("secret"), "{}", refusal.message);
    }
    read
}

fn one(text: &str, format: Format) -> Parsed {
    let mut read = check(text, format);
    assert_eq!(read.len(), 1, "{text}");
    read.remove(0).expect("a call")
}

/// What each call is: its id, or its refusal's code.
fn outcomes(text: &str, format: Format) -> Vec<String> {
    check(text, format).into_iter().map(outcome).collect()
}

/// Name, side and address of everybody whom the file describes.
fn people(parsed: &Parsed) -> Vec<(&str, Option<Side>, Option<&str>)> {
    let people = parsed.transcript.people.iter();
    people
        .map(|who| (who.name.as_str(), who.side, who.email.as_deref()))
        .collect()
}

fn codes(parsed: &Parsed) -> Vec<&str> {
    let problems = parsed.problems.iter();
    problems.map(|problem| problem.code.as_str()).collect()
}

const CLARI: &str = r#"{"call": {
 "id": "c-1", "source_id": "x", "title": "Discovery", "time": "2026-03-02T15:00:00.000Z",
 "status": "POST_PROCESSING_DONE", "account_name": "Ridge", "deal_value": "12000",
 "deal_stage_before_call": "Evaluation", "deal_stage_live": "Closed Lost",
 "crm_info": {"source_crm": "salesforce", "deal_id": "006A", "account_id": "001A", "contact_ids": []},
 "call_review_page_url": "https://copilot.clari.com/call/c-1",
 "users": [
  {"userId": "u1", "userEmail": "ann@trellis.example", "isOrganizer": true, "personId": 1},
  {"userId": "u2", "userEmail": "di@trellis.example", "personId": 4}],
 "externalParticipants": [
  {"name": "Bo Kim", "email": "bo@ridge.example", "phone": null, "personId": 2},
  {"name": "Cy Roe", "email": "cy@ridge.example"}],
 "joinedParticipants": [{"name": "Ann Lee", "personId": 1}],
 "transcript": [
  {"text": "What hurts?", "personId": 1, "start": 1.5, "end": 3},
  {"text": " Exports take days. ", "personId": "2", "start": "3.2", "end": 5},
  {"text": "Hm.", "personId": 9, "start": 5.1, "end": 5.4},
  {"text": "Right.", "personId": 4, "start": 6, "end": 7},
  {"text": "Bye.", "personId": null, "start": 8, "end": 9}],
 "summary": {"full_summary": "s", "key_action_items": [{"action_item": "a", "speaker_name": "b"}]}
}}"#;

#[test]
fn clari_persons_are_joined_to_users_and_external_participants() {
    let call = one(CLARI, Format::Clari);
    let expected = [
        "Ann Lee 1.5 3 What hurts?",
        "Bo Kim 3.2 5  Exports take days. ",
        "Speaker 1 5.1 5.4 Hm.",
        "di@trellis.example 6 7 Right.",
        "- 8 9 Bye.",
    ];
    assert_eq!(spoken(&call), expected);
    let (rep, prospect) = (Some(Side::Rep), Some(Side::Prospect));
    let expected = [
        ("Ann Lee", rep, Some("ann@trellis.example")),
        ("di@trellis.example", rep, Some("di@trellis.example")),
        ("Bo Kim", prospect, Some("bo@ridge.example")),
        ("Cy Roe", prospect, Some("cy@ridge.example")),
        ("Speaker 1", None, None),
    ];
    assert_eq!(people(&call), expected);
    assert!(codes(&call).is_empty(), "{:?}", call.problems);
}

#[test]
fn a_clari_user_is_found_among_those_who_joined_by_the_address() {
    let call = |joined: &str| {
        format!(
            r#"{{"call":{{"id":"c","users":[{{"userEmail":"ann@trellis.example"}},{{"userEmail":"None"}}],
            "externalParticipants":[],"joinedParticipants":[{joined}],
            "transcript":[{{"text":"Hi.","personId":0}},{{"text":"Yes.","personId":1}}]}}}}"#
        )
    };
    let joined = r#"{"name":"Ann Lee","email":"Ann@trellis.example","personId":0},
        {"name":"Bo Kim","email":"None","personId":1}"#;
    let read = one(&call(joined), Format::Clari);
    assert_eq!(spoken(&read), ["Ann Lee - - Hi.", "Bo Kim - - Yes."]);
    let ann = ("Ann Lee", Some(Side::Rep), Some("ann@trellis.example"));
    assert_eq!(people(&read), [ann, ("Bo Kim", None, Some("None"))]);
    // Two who share an address share the side, and stay two.
    let joined = joined.replace("\"None\"", "\"ann@trellis.example\"");
    let read = one(&call(&joined), Format::Clari);
    assert_eq!(spoken(&read), ["Ann Lee - - Hi.", "Bo Kim - - Yes."]);
    let bo = ("Bo Kim", Some(Side::Rep), Some("ann@trellis.example"));
    assert_eq!(people(&read), [ann, bo]);
}

#[test]
fn a_clari_call_knows_the_deal_as_it_stood_and_as_it_ended() {
    let call = one(CLARI, Format::Clari).transcript;
    assert_eq!(call.id.as_deref(), Some("c-1"));
    assert_eq!(call.title.as_deref(), Some("Discovery"));
    assert_eq!(call.started_at.as_deref(), Some("2026-03-02T15:00:00.000Z"));
    let url = "https://copilot.clari.com/call/c-1";
    assert_eq!(call.recording_url.as_deref(), Some(url));
    let account = call.account.expect("an account");
    assert_eq!(account.name.as_deref(), Some("Ridge"));
    let deal = call.deal.expect("a deal");
    assert_eq!(deal.id.as_deref(), Some("006A"));
    assert_eq!(deal.stage.as_deref(), Some("Evaluation"));
    assert_eq!(deal.outcome.as_deref(), Some("lost"));
    assert_eq!(deal.amount.as_deref(), Some("12000"));
    assert!(!call.sides_are_given && !call.turns_are_final);
}

#[test]
fn a_clari_call_without_words_is_refused_with_the_way_out() {
    let call = |status: &str| {
        format!(
            r#"{{"call":{{"id":"1","status":"{status}","users":[],"externalParticipants":[]}}}}"#
        )
    };
    assert_eq!(outcomes(&call("PROCESSING"), Format::Clari), ["not-ready"]);
    let finished = outcomes(&call("PROCESSED"), Format::Clari);
    assert_eq!(finished, ["clari-metadata-only"]);
    let list = r#"{"calls":[{"id":"1","externalParticipants":[]},{"id":"2","externalParticipants":[],
        "transcript":[{"personId":1,"text":"a"}]}]}"#;
    assert_eq!(outcomes(list, Format::Clari), ["clari-metadata-only", "2"]);
}

const SALESLOFT: &str = r#"{"data": [
 {"id": "s2", "start_time": 4.0, "end_time": 6.25, "order_number": 2, "recording_attendee_id": "b",
  "text": "Too slow.", "conversation": {"id": "v-1", "_href": "https://api.salesloft.com/v2/conversations/v-1"}},
 {"id": "s1", "start_time": 0.5, "end_time": 3.0, "order_number": 1, "recording_attendee_id": "a",
  "text": "How is it?", "conversation": {"id": "v-1", "_href": "https://api.salesloft.com/v2/conversations/v-1"}}],
 "metadata": {"paging": {"per_page": 100, "current_page": 1, "next_page": null}}}"#;

const SALESLOFT_FACTS: &str = r#"{"data": {"id": "v-1", "title": "Demo", "language_code": "en-US",
 "started_recording_at": "2026-03-02T15:00:00Z", "account": {"id": 7, "name": "Ridge"},
 "attendees": [{"id": "a", "full_name": "Ann Lee", "email": "ann@trellis.example"},
  {"id": "b", "full_name": null, "email": "bo@ridge.example"}]}}"#;

#[test]
fn salesloft_sentences_stand_in_their_numbered_order() {
    let call = one(SALESLOFT, Format::Salesloft);
    let expected = ["Speaker 1 0.5 3 How is it?", "Speaker 2 4 6.25 Too slow."];
    assert_eq!(spoken(&call), expected);
    assert_eq!(call.transcript.id.as_deref(), Some("v-1"));
    assert_eq!(codes(&call), ["attendees-missing"]);
}

#[test]
fn salesloft_attendees_in_the_same_file_name_the_speakers() {
    let text = format!(
        "{}\n{}\n",
        SALESLOFT.replace('\n', ""),
        SALESLOFT_FACTS.replace('\n', "")
    );
    let call = one(&text, Format::Salesloft);
    let expected = [
        "Ann Lee 0.5 3 How is it?",
        "bo@ridge.example 4 6.25 Too slow.",
    ];
    assert_eq!(spoken(&call), expected);
    let facts = &call.transcript;
    assert_eq!(facts.title.as_deref(), Some("Demo"));
    assert_eq!(facts.language.as_deref(), Some("en-US"));
    assert_eq!(facts.started_at.as_deref(), Some("2026-03-02T15:00:00Z"));
    assert!(codes(&call).is_empty(), "{:?}", call.problems);
}

#[test]
fn salesloft_pages_make_one_call_of_each_conversation() {
    let other = SALESLOFT.replace("v-1", "v-2");
    let pages = format!("[{SALESLOFT},{other},{SALESLOFT}]");
    assert_eq!(outcomes(&pages, Format::Salesloft), ["v-1", "v-2"]);
    let bare = SALESLOFT.find('[').zip(SALESLOFT.find(']'));
    let (from, to) = bare.expect("a list");
    let call = one(&SALESLOFT[from..=to], Format::Salesloft);
    assert_eq!(spoken(&call).len(), 2);
}

#[test]
fn salesloft_facts_alone_and_an_empty_page_are_refused_with_the_way_out() {
    let outcome = outcomes(SALESLOFT_FACTS, Format::Salesloft);
    assert_eq!(outcome, ["salesloft-metadata-only"]);
    let page = r#"{"data":[],"metadata":{"paging":{"current_page":1}}}"#;
    let refusal = detect::detect(page).expect_err("nothing is in it");
    assert_eq!(refusal.code, "near-miss");
    assert!(refusal.message.contains("Salesloft"), "{}", refusal.message);
}

const DIALPAD: &str = r#"{"call_id": "5207974055329792", "lines": [
 {"time": "2026-03-02T15:00:01.250000+00:00", "type": "transcript", "name": "Ann Lee", "user_id": "11", "content": "Hi."},
 {"time": "2026-03-02T15:00:02+00:00", "type": "moment", "name": "Ann Lee", "user_id": "11", "content": "price_inquiry"},
 {"time": "2026-03-02T15:00:03.5Z", "type": "transcript", "name": "Bo Kim", "contact_id": "11", "content": "It's slow."},
 {"time": "2026-03-02T15:00:05Z", "type": "ai_question", "name": null, "content": "secret"},
 {"time": "2026-03-02T15:00:07Z", "type": "transcript", "name": null, "content": "Hm."},
 {"time": "soon", "type": "transcript", "name": "Bo Kim", "contact_id": "11", "content": "Bye."}]}"#;

#[test]
fn dialpad_lines_are_speech_and_seconds_count_from_the_first() {
    let call = one(DIALPAD, Format::Dialpad);
    let expected = [
        "Ann Lee 0 - Hi.",
        "Bo Kim 2.25 - It's slow.",
        "- 5.75 - Hm.",
        "Bo Kim - - Bye.",
    ];
    assert_eq!(spoken(&call), expected);
    assert_eq!(call.transcript.id.as_deref(), Some("5207974055329792"));
    let start = call.transcript.started_at.as_deref();
    assert_eq!(start, Some("2026-03-02T15:00:01Z"));
    assert_eq!(codes(&call), ["time-unreadable"]);
}

#[test]
fn dialpad_users_are_reps_and_contacts_are_prospects_only_beside_them() {
    let call = one(DIALPAD, Format::Dialpad);
    let expected = [
        ("Ann Lee", Some(Side::Rep), None),
        ("Bo Kim", Some(Side::Prospect), None),
    ];
    assert_eq!(people(&call), expected);
    let alone = r#"{"call_id":"1","lines":[{"time":"2026-03-02T15:00:01Z","contact_id":"2","name":"Bo","content":"a"}]}"#;
    let call = one(alone, Format::Dialpad);
    assert_eq!(people(&call), [("Bo", None, None)]);
    let empty = r#"{"call_id":"1","lines":[]}"#;
    assert_eq!(outcomes(empty, Format::Dialpad), ["empty"]);
}

const AIRCALL: &str = r#"{"transcription": {"id": 5, "call_id": 16445142345678901234,
 "call_created_at": "2026-03-02T15:00:00.000Z", "type": "call", "content": {"language": "en", "utterances": [
 {"start_time": 4.2, "end_time": 7.81, "text": "It's slow.", "participant_type": "external", "phone_number": "+14155550100"},
 {"start_time": 9, "end_time": 9.5, "text": "Very.", "participant_type": "external", "phone_number": "+14155550100"},
 {"start_time": 0.4, "end_time": 3.9, "text": "How is it?", "participant_type": "internal", "user_id": 456},
 {"start_time": 8, "end_time": 8.5, "text": "I see.", "participant_type": "internal", "user_id": 789}]}}}"#;

#[test]
fn aircall_participants_have_sides_and_are_put_in_order() {
    let call = one(AIRCALL, Format::Aircall);
    let expected = [
        "Speaker 1 0.4 3.9 How is it?",
        "+14155550100 4.2 7.81 It's slow.",
        "Speaker 2 8 8.5 I see.",
        "+14155550100 9 9.5 Very.",
    ];
    assert_eq!(spoken(&call), expected);
    let expected = [
        ("+14155550100", Some(Side::Prospect), None),
        ("Speaker 1", Some(Side::Rep), None),
        ("Speaker 2", Some(Side::Rep), None),
    ];
    assert_eq!(people(&call), expected);
    assert_eq!(codes(&call), ["times-out-of-order"]);
    // Twenty digits are more than a number holds.
    assert_eq!(call.transcript.id.as_deref(), Some("16445142345678901234"));
    assert_eq!(call.transcript.language.as_deref(), Some("en"));
}

#[test]
fn an_aircall_webhook_is_the_same_call() {
    let inner = AIRCALL.trim_start_matches(r#"{"transcription": "#);
    let inner = inner.strip_suffix('}').expect("a closing bracket");
    let hook =
        format!(r#"{{"event":"transcription.created","timestamp":1772463600,"data":{inner}}}"#);
    let hook = hook.replace("\"2026-03-02T15:00:00.000Z\"", "1772463600");
    let call = one(&hook, Format::Aircall);
    assert_eq!(spoken(&call), spoken(&one(AIRCALL, Format::Aircall)));
    let start = call.transcript.started_at.as_deref();
    assert_eq!(start, Some("2026-03-02T15:00:00Z"));
}

const QUO: &str = r#"{"data": {"callId": "AC123", "createdAt": "2026-03-02T15:05:00Z", "duration": 12,
 "status": "completed", "dialogue": [
 {"content": "How is it?", "start": 0.5, "end": 2.123456, "identifier": "+14155550199", "userId": "US1"},
 {"content": "Slow.", "start": 3, "end": 4, "identifier": "+14155550100", "userId": null},
 {"content": null, "start": null, "end": null, "identifier": null, "userId": null}]}}"#;

#[test]
fn quo_users_are_reps_and_numbers_name_the_others() {
    let call = one(QUO, Format::Quo);
    let expected = [
        "+14155550199 0.5 2.123456 How is it?",
        "+14155550100 3 4 Slow.",
        "- - - ",
    ];
    assert_eq!(spoken(&call), expected);
    let expected = [
        ("+14155550199", Some(Side::Rep), None),
        ("+14155550100", Some(Side::Prospect), None),
    ];
    assert_eq!(people(&call), expected);
    assert_eq!(call.transcript.id.as_deref(), Some("AC123"));
}

#[test]
fn quo_is_read_in_every_wrapper_and_refused_while_unfinished() {
    let inner = QUO.trim_start_matches(r#"{"data": "#);
    let inner = inner.strip_suffix('}').expect("a closing bracket");
    let hook = format!(r#"{{"type":"call.transcript.completed","data":{{"object":{inner}}}}}"#);
    assert_eq!(outcomes(&hook, Format::Quo), ["AC123"]);
    assert_eq!(outcomes(inner, Format::Quo), ["AC123"]);
    let list = r#"{"data":[
        {"recordingId":"CR1","status":"completed","startTime":"2026-03-02T15:00:00Z","dialogue":
         [{"content":"a","start":1,"end":2,"identifier":"+14155550100","actorId":"US1"}]},
        {"recordingId":"CR2","status":"in-progress","dialogue":null}],"nextCursor":null}"#;
    assert_eq!(outcomes(list, Format::Quo), ["CR1", "not-ready"]);
}

#[test]
fn quo_numbers_without_any_user_have_no_side() {
    let text = r#"{"callId":"AC1","dialogue":[{"content":"a","identifier":"+14155550100"},
        {"content":"b","identifier":"+14155550199"}]}"#;
    let call = one(text, Format::Quo);
    assert!(people(&call).iter().all(|(_, side, _)| side.is_none()));
}

const HUBSPOT: &str = r#"{"id": "t-9", "engagementId": 98765432109876543210, "transcriptSource": "INTEGRATOR_GENERATED",
 "createdAt": "2026-03-03T10:00:00Z", "updatedAt": "2026-03-03T10:00:00Z", "transcriptUtterances": [
 {"id": "1", "speaker": {"id": "11", "name": "Ann Lee", "email": "ann@trellis.example"}, "text": "How is it?",
  "languageCode": "en-US", "startTimeMillis": 1980, "endTimeMillis": 2090},
 {"id": "2", "speaker": {"id": "12", "name": "", "email": null}, "text": "Slow.", "startTimeMillis": "2090", "endTimeMillis": 3450},
 {"id": "3", "speaker": {"name": "0"}, "text": "Hm.", "startTimeMillis": 4000},
 {"id": "4", "speaker": null, "text": "Bye."}]}"#;

#[test]
fn hubspot_milliseconds_become_seconds_and_the_call_object_is_the_id() {
    let call = one(HUBSPOT, Format::Hubspot);
    let expected = [
        "Ann Lee 1.98 2.09 How is it?",
        "Speaker 1 2.09 3.45 Slow.",
        "Speaker 0 4 - Hm.",
        "- - - Bye.",
    ];
    assert_eq!(spoken(&call), expected);
    let facts = &call.transcript;
    assert_eq!(facts.id.as_deref(), Some("98765432109876543210"));
    assert_eq!(facts.language.as_deref(), Some("en-US"));
    assert_eq!(facts.started_at, None, "it is the transcript's date");
    let address = facts.people.first().and_then(|who| who.email.as_deref());
    assert_eq!(address, Some("ann@trellis.example"));
    let created = HUBSPOT.replace("transcriptUtterances", "transcriptCreateUtterances");
    assert_eq!(spoken(&one(&created, Format::Hubspot)), expected);
}

#[test]
fn an_odd_utterance_costs_only_itself() {
    let text = HUBSPOT.replace(r#""text": "Slow.""#, r#""text": ["secret"]"#);
    let call = one(&text, Format::Hubspot);
    assert_eq!(spoken(&call).len(), 3);
    assert_eq!(codes(&call), ["utterance-unreadable"]);
}

const RECALL: &str = r#"[
 {"participant": null, "words": [{"text": "Before you came.",
  "start_timestamp": {"relative": 0.5, "absolute": "2026-03-02T15:00:00.500000Z"}, "end_timestamp": {"relative": 1.0}}]},
 {"participant": {"id": 100, "name": "Ann Lee", "is_host": true, "platform": "desktop", "extra_data": null,
   "email": "ann@trellis.example"}, "words": [
  {"text": "How", "start_timestamp": {"relative": 2.0, "absolute": "2026-03-02T15:00:02Z"}, "end_timestamp": {"relative": 2.2}},
  {"text": "is", "start_timestamp": {"relative": 2.25}, "end_timestamp": {"relative": 2.5}},
  {"text": "it?", "start_timestamp": {"relative": 2.5}, "end_timestamp": {"relative": 3}},
  {"text": "Well?", "start_timestamp": {"relative": 3.25}, "end_timestamp": {"relative": 3.5}}]},
 {"participant": {"id": 200, "name": null, "is_host": false, "platform": "dial-in", "extra_data": null},
  "words": [{"text": "Slow", "start_timestamp": {"relative": 4}, "end_timestamp": null}]}]"#;

#[test]
fn recall_words_become_sentences_of_their_participants() {
    let call = one(RECALL, Format::Recall);
    let expected = [
        "- 0.5 1 Before you came.",
        "Ann Lee 2 3 How is it?",
        "Ann Lee 3.25 3.5 Well?",
        "Speaker 200 4 4 Slow",
    ];
    assert_eq!(spoken(&call), expected);
    assert_eq!(
        people(&call),
        [("Ann Lee", None, Some("ann@trellis.example"))]
    );
    // The moment of the first word, less the half second that it stands behind the start.
    let start = call.transcript.started_at.as_deref();
    assert_eq!(start, Some("2026-03-02T15:00:00Z"));
}

#[test]
fn recall_is_read_in_wrappers_by_lines_and_in_its_first_shape() {
    let expected = spoken(&one(RECALL, Format::Recall));
    let wrapped = format!(r#"{{"bot":{{"id":"b"}},"transcript":{RECALL}}}"#);
    assert_eq!(spoken(&one(&wrapped, Format::Recall)), expected);
    let pieces: Vec<serde_json::Value> = serde_json::from_str(RECALL).expect("a list");
    let event = |piece: &serde_json::Value| {
        format!(r#"{{"event":"transcript.data","data":{{"data":{piece},"bot":{{"id":"b"}}}}}}"#)
    };
    let lines: Vec<String> = pieces.iter().map(event).collect();
    assert_eq!(spoken(&one(&lines.join("\n"), Format::Recall)), expected);
    let first = r#"[{"speaker":"Ann Lee","speaker_id":100,"language":"en","words":[
        {"text":"Hi.","start_timestamp":1.5,"end_timestamp":2.0,"confidence":0.9}]}]"#;
    let call = one(first, Format::Recall);
    assert_eq!(spoken(&call), ["Ann Lee 1.5 2 Hi."]);
    assert_eq!(call.transcript.language.as_deref(), Some("en"));
    let two = first.replace("Ann Lee", "Speaker 7").replace(
        "]}]",
        r#"]},{"speaker":null,"speaker_id":7,"words":[
        {"text":"So?","start_timestamp":3,"end_timestamp":4}]}]"#,
    );
    let expected = ["Speaker 7 1.5 2 Hi.", "Speaker 1 3 4 So?"];
    assert_eq!(spoken(&one(&two, Format::Recall)), expected);
}

#[test]
fn a_recall_event_that_tells_of_its_transcript_too_is_read() {
    let text = r#"{"event":"transcript.data","data":{"transcript":{"id":"t","metadata":{}},
        "data":{"participant":{"id":1,"name":"Ann Lee"},"words":[
        {"text":"Hi.","start_timestamp":{"relative":1},"end_timestamp":{"relative":2}}]},
        "recording":{"id":"r","metadata":{}},"bot":{"id":"b"}}}"#;
    assert_eq!(spoken(&one(text, Format::Recall)), ["Ann Lee 1 2 Hi."]);
}

#[test]
fn the_layers_of_automation_tools_cost_no_call() {
    let documents = [
        (CLARI, Format::Clari),
        (DIALPAD, Format::Dialpad),
        (AIRCALL, Format::Aircall),
        (QUO, Format::Quo),
        (HUBSPOT, Format::Hubspot),
        (RECALL, Format::Recall),
        (PODCAST, Format::PodcastJson),
        (GECKO, Format::Gecko),
    ];
    for (document, format) in documents {
        let expected = spoken(&one(document, format));
        for text in [
            format!(r#"{{"body":{document}}}"#),
            format!(r#"{{"items":[{document}]}}"#),
            format!(r#"{{"result":{document},"status":200}}"#),
            format!(r#"{{"response":{{"data":{document}}}}}"#),
            format!(r#"[{{"json":{document},"pairedItem":0}}]"#),
            format!(r#"[{{"headers":{{}},"body":{document}}}]"#),
        ] {
            assert_eq!(spoken(&one(&text, format)), expected, "{text}");
        }
        // What nobody looks into is not said to be silent.
        let hidden = format!(r#"{{"somewhere":{document}}}"#);
        let outcome = outcomes(&hidden, format);
        let expected = if format == Format::Recall {
            "recall-without-words"
        } else {
            "not-a-transcript"
        };
        assert_eq!(outcome, [expected], "{hidden}");
    }
}

#[test]
fn other_downloads_of_recall_are_refused_with_the_way_out() {
    let files = [
        r#"[{"id":100,"name":"secret","is_host":true,"platform":"desktop","extra_data":null,"email":null}]"#,
        r#"{"id":"t","data":{"download_url":"https://x.example/a","provider_data_download_url":"https://x.example/b"}}"#,
    ];
    for text in files {
        let read = check(text, Format::Recall);
        let refusal = read[0].as_ref().expect_err("no words");
        assert_eq!(refusal.code, "recall-without-words");
        assert!(
            refusal.message.contains("download_url"),
            "{}",
            refusal.message
        );
    }
}

const PODCAST: &str = r#"{"version":"1.0.0","segments":[
 {"speaker":"Ann Lee","startTime":0.0,"endTime":4.8,"body":"It is so nice to"},
 {"speaker":"Ann Lee","startTime":0.0,"endTime":4.8,"body":"like, show up."},
 {"speaker":"1","startTime":"4.8","endTime":8.25,"body":"Is it?"},
 {"startTime":8.25,"endTime":9,"body":"[laughs]"}]}"#;

#[test]
fn podcast_lines_are_kept_as_delivered() {
    let expected = [
        "Ann Lee 0 4.8 It is so nice to",
        "Ann Lee 0 4.8 like, show up.",
        "Speaker 1 4.8 8.25 Is it?",
        "- 8.25 9 [laughs]",
    ];
    assert_eq!(spoken(&one(PODCAST, Format::PodcastJson)), expected);
}

#[test]
fn podcast_words_stand_together_but_for_the_spaces_written() {
    let mut at = 0.0;
    let mut segment = |speaker: &str, body: &str| {
        at += 0.5;
        format!(r#"{{"speaker":"{speaker}","startTime":{at},"endTime":{at},"body":"{body}"}}"#)
    };
    let mut segments: Vec<String> = Vec::new();
    for body in [
        "It's", " ", "Friday", ",", " ", "June", ".", " ", "The", " ", "end",
    ] {
        segments.push(segment("Speaker 1", body));
    }
    segments.push(segment("Speaker 2", "Yes"));
    let text = format!(
        r#"{{"version":"1.0.0","segments":[{}]}}"#,
        segments.join(",")
    );
    let expected = [
        "Speaker 1 0.5 3.5 It's Friday, June.",
        "Speaker 1 4.5 5.5 The end",
        "Speaker 2 6 6 Yes",
    ];
    assert_eq!(spoken(&one(&text, Format::PodcastJson)), expected);
}

const GECKO: &str = r#"{"schemaVersion" : "2.0", "monologues" : [
 {"speaker" : {"name" : null, "id" : "Roger"}, "terms" : [
  {"start" : 0.03, "end" : 0.09, "text" : "Hi", "type" : "WORD"},
  {"start" : 0.09, "end" : 0.09, "text" : ",", "type" : "PUNCTUATION"},
  {"start" : 0.09, "end" : 0.66, "text" : "Bo", "type" : "WORD"},
  {"start" : 0.66, "end" : 0.66, "text" : ".", "type" : "PUNCTUATION"},
  {"start" : 0.96, "end" : 1.17, "text" : "Good", "type" : "WORD"}]},
 {"speaker" : {"name" : "Bo Kim", "id" : "2"}, "terms" : [
  {"start" : 1.5, "end" : 2, "text" : "Slow", "type" : "WORD"},
  {"start" : 2, "end" : 2, "text" : "…", "type" : "PUNCTUATION"}]},
 {"speaker" : {"name" : null, "id" : 3}, "terms" : [{"start" : 3, "end" : 4, "text" : "Hm", "type" : "WORD"}]}]}"#;

#[test]
fn gecko_terms_are_joined_with_their_punctuation() {
    let expected = [
        "Roger 0.03 0.66 Hi, Bo.",
        "Roger 0.96 1.17 Good",
        "Bo Kim 1.5 2 Slow…",
        "Speaker 3 3 4 Hm",
    ];
    assert_eq!(spoken(&one(GECKO, Format::Gecko)), expected);
}

#[test]
fn nothing_that_stands_in_such_a_file_brings_a_parser_down() {
    let documents = [
        (CLARI, Format::Clari),
        (SALESLOFT, Format::Salesloft),
        (SALESLOFT_FACTS, Format::Salesloft),
        (DIALPAD, Format::Dialpad),
        (AIRCALL, Format::Aircall),
        (QUO, Format::Quo),
        (HUBSPOT, Format::Hubspot),
        (RECALL, Format::Recall),
        (PODCAST, Format::PodcastJson),
        (GECKO, Format::Gecko),
    ];
    for (document, format) in documents {
        mutants::survives(document, format);
    }
}
