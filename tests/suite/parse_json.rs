//! Are our own format and Gong's read as their writers meant them, and is one broken call one refusal?

use proptest::prelude::*;
use verbatim::call::Side;
use verbatim::ingest::parse::marks::SURE;
use verbatim::ingest::parse::{How, Parsed, detect, gong, verbatim_json};
use verbatim::ingest::transcript::{Format, Refusal};

use crate::reading::{outcome, spoken};

type Read = Vec<Result<Parsed, Refusal>>;

/// The only place that touches the parsers: ours where the text looks like ours, else Gong's.
fn check(text: &str) -> Read {
    let read = if is_ours(text) {
        verbatim_json::parse(text)
    } else {
        gong::parse(text)
    };
    for parsed in read.iter().flatten() {
        assert!(
            text.get(parsed.raw.clone()).is_some(),
            "raw bytes outside of the file"
        );
    }
    for refusal in read.iter().filter_map(|call| call.as_ref().err()) {
        assert!(!refusal.message.ends_with('.'), "{}", refusal.message);
        assert!(!refusal.message.contains("secret"), "{}", refusal.message);
    }
    read
}

fn is_ours(text: &str) -> bool {
    let fits = detect::candidates(text, &How::default());
    fits.first()
        .is_some_and(|fit| fit.format == Format::VerbatimJson && fit.score >= SURE)
}

fn one(text: &str) -> Parsed {
    let mut read = check(text);
    assert_eq!(read.len(), 1, "{text}");
    read.remove(0).expect("a call")
}

/// What each call is: its id, or its refusal's code.
fn outcomes(text: &str) -> Vec<String> {
    check(text).into_iter().map(outcome).collect()
}

fn codes(parsed: &Parsed) -> Vec<&str> {
    parsed
        .problems
        .iter()
        .map(|problem| problem.code.as_str())
        .collect()
}

const CALL: &str = r#"{
 "id": "d01", "title": "Discovery", "date": "2026-02-11", "seller": "Trellis", "offer": "unknown field",
 "account": {"name": "Ridge", "industry": "solar", "size": 34, "region": ""},
 "deal": {"stage": "discovery", "outcome": "open", "crm_reason": "price", "relationship": "inbound"},
 "recording_url": "https://example.com/1",
 "participants": [
  {"name": "Ann Lee", "side": "rep", "title": "AE", "persona": "unknown", "email": "ann@trellis.example"},
  {"name": "Bo Kim", "side": "prospect", "persona": "end-user", "email": ""}
 ],
 "turns": [
  {"speaker": "Ann Lee", "start": 1.8, "end": "7.9", "text": "Hi."},
  {"speaker": "Bo Kim", "start": "9.5", "text": " Hm. "},
  {"speaker": "Bo Kim", "text": ""},
  {"speaker": "Cy", "start": null, "text": "I'm \u00e9."}
 ]
}"#;

#[test]
fn every_field_of_our_own_format_is_read() {
    let parsed = one(CALL);
    assert_eq!(parsed.raw, 0..CALL.len());
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let call = &parsed.transcript;
    assert_eq!(call.id.as_deref(), Some("d01"));
    assert_eq!(call.title.as_deref(), Some("Discovery"));
    assert_eq!(call.started_at.as_deref(), Some("2026-02-11"));
    assert_eq!(call.recording_url.as_deref(), Some("https://example.com/1"));
    let account = call.account.as_ref().unwrap();
    assert_eq!(account.size.as_deref(), Some("34"));
    assert_eq!(account.region, None);
    let deal = call.deal.as_ref().unwrap();
    assert_eq!(deal.reason.as_deref(), Some("price"));
    assert_eq!(deal.id, None);
    assert_eq!(call.people[1].side, Some(Side::Prospect));
    assert_eq!(call.people[1].email, None);
    assert!(call.turns_are_final && call.sides_are_given);
}

#[test]
fn turns_are_kept_as_they_stand_even_empty_ones() {
    let expected = [
        "Ann Lee 1.8 7.9 Hi.",
        "Bo Kim 9.5 -  Hm. ",
        "Bo Kim - - ",
        "Cy - - I'm é.",
    ];
    assert_eq!(spoken(&one(CALL)), expected);
}

#[test]
fn an_array_and_one_call_a_line_hold_many_calls() {
    let call = |id: &str| format!(r#"{{"id":"{id}","turns":[{{"speaker":"A","text":"b"}}]}}"#);
    let (a, b) = (call("a"), call("b"));
    assert_eq!(outcomes(&format!("[{a},\n {b}]")), ["a", "b"]);
    assert_eq!(outcomes(&format!("{a}\n{b}\n")), ["a", "b"]);
    assert_eq!(outcomes(&format!("{a}\r\n\r\n{b}")), ["a", "b"]);
    assert_eq!(outcomes(&format!("{CALL}\n{CALL}")), ["d01", "d01"]);
    for text in [format!("[{a},{b}]"), format!("{a}\n{b}")] {
        for (parsed, expected) in check(&text).iter().flatten().zip([&a, &b]) {
            assert_eq!(&text[parsed.raw.clone()], expected);
        }
    }
}

#[test]
fn a_call_laid_out_with_one_turn_a_line_is_one_call() {
    let text = "{\"id\":\"a\",\"turns\":[\n{\"speaker\":\"A\",\"text\":\"b\"},\n{\"speaker\":\"B\",\"text\":\"c\"}\n]}";
    assert_eq!(spoken(&one(text)), ["A - - b", "B - - c"]);
}

#[test]
fn a_broken_line_is_one_refusal_with_its_place_and_the_rest_go_on() {
    let call = r#"{"id":"a","turns":[{"speaker":"A","text":"secret"}]}"#;
    let text = format!("{call}\n{{\"turns\":[{{\"speaker\":\"A\",\"text\":\"secret\n{call}\n");
    assert_eq!(outcomes(&text), ["a", "broken-json", "a"]);
    let refusal = check(&text)[1].clone().unwrap_err();
    assert!(
        refusal.message.contains("line 2 column "),
        "{}",
        refusal.message
    );
    let first = format!("{{\"turns\":[oops\n{call}\n{call}");
    assert_eq!(outcomes(&first), ["broken-json", "a", "a"]);
}

#[test]
fn an_array_that_is_cut_off_keeps_its_whole_calls() {
    let call = r#"{"id":"a","turns":[{"speaker":"A","text":"secret"}]}"#;
    assert_eq!(
        outcomes(&format!("[{call},{call},{{\"turns\":[")),
        ["a", "a", "broken-json"]
    );
}

#[test]
fn a_call_of_another_shape_is_refused_by_what_it_lacks() {
    let text = "[\n  {\"turns\": [{\"speaker\": \"A\"}]},\n  {\"turns\": \"secret\"}\n]";
    let messages: Vec<String> = check(text)
        .into_iter()
        .map(|c| c.unwrap_err().message)
        .collect();
    assert!(
        messages[0].contains("line 2 column ") && messages[0].contains("`text`"),
        "{messages:?}"
    );
    assert!(messages[1].contains("line 3 column "), "{messages:?}");
    assert_eq!(
        outcomes(r#"[[{"turns":[]}], 3]"#),
        ["not-a-transcript", "not-a-transcript"]
    );
}

#[test]
fn values_of_the_wrong_type_cost_no_call() {
    let text = r#"{"id":12345678901234567890,"account":"Ridge","deal":{"reason":"","crm_reason":"price",
        "amount":1000},"participants":null,"date":{"x":1},
        "turns":[{"speaker":7,"start":"0:01:02","end":true,"text":"b"},{"speaker":"","start":-1,"text":null}]}"#;
    let parsed = one(text);
    assert_eq!(
        parsed.transcript.id.as_deref(),
        Some("12345678901234567890")
    );
    assert_eq!(
        parsed.transcript.account.as_ref().unwrap().name.as_deref(),
        Some("Ridge")
    );
    let deal = parsed.transcript.deal.as_ref().unwrap();
    assert_eq!(
        (deal.reason.as_deref(), deal.amount.as_deref()),
        (Some("price"), Some("1000"))
    );
    assert_eq!(parsed.transcript.started_at, None);
    assert_eq!(spoken(&parsed), ["7 62 - b", "- - - "]);
    assert_eq!(codes(&parsed), ["time-unreadable"]);
}

#[test]
fn participants_without_a_name_or_with_a_strange_side_are_told_by_number() {
    let text = r#"{"participants":[{"name":" "},{"name":"secret","side":"judge"}],"turns":[]}"#;
    let parsed = one(text);
    assert_eq!(
        codes(&parsed),
        ["participant-without-name", "side-not-known"]
    );
    assert_eq!(parsed.transcript.people.len(), 1);
    assert!(
        parsed
            .problems
            .iter()
            .all(|problem| !problem.message.contains("secret"))
    );
}

/// A page of calls and a page of transcripts in one object.
const GONG: &str = r#"{
 "calls": [{
  "metaData": {"id": "7782342274025937895", "url": "https://app.gong.io/call?id=7", "title": "Example",
   "started": "2018-02-17T02:30:00-08:00", "duration": 460, "language": "eng"},
  "parties": [
   {"id": "1", "speakerId": "11", "name": "Ann Lee", "emailAddress": "ann@trellis.example", "title": "AE",
    "affiliation": "Internal"},
   {"id": "2", "speakerId": 12345678901234567890, "name": "", "emailAddress": "bo@ridge.example",
    "affiliation": "External"},
   {"id": "3", "speakerId": null, "name": "Cy Roe", "affiliation": "Unknown"},
   {"id": "4", "name": null, "emailAddress": null}
  ],
  "context": [{"system": "Salesforce", "objects": [
   {"objectType": "Opportunity", "objectId": "006A", "fields": [
    {"name": "StageName", "value": "Closed Lost"}, {"name": "Amount", "value": 5000},
    {"name": "Loss_Reason__c", "value": "Price"}]},
   {"objectType": "Account", "objectId": "001A", "fields": [
    {"name": "Name", "value": "Ridge"}, {"name": "Industry", "value": "Solar"}, {"name": "Other", "value": []}]}
  ]}]
 }],
 "callTranscripts": [{"callId": 7782342274025937895, "transcript": [
  {"speakerId": "11", "topic": "x", "sentences": [
   {"start": 1500, "end": 2000, "text": "Hi."}, {"start": 9000, "end": 9500, "text": "So?"}]},
  {"speakerId": "12345678901234567890", "sentences": [{"start": 3000, "end": 4250, "text": "Hey."}]},
  {"speakerId": "99", "sentences": [{"start": 9600, "end": 9900, "text": "Yo."}]},
  {"speakerId": null, "sentences": [{"start": 10000, "text": "Eh."}]},
  {"speakerId": "11", "sentences": null}
 ]}]
}"#;

#[test]
fn a_gong_transcript_is_joined_with_the_call_in_the_same_file() {
    let parsed = one(GONG);
    let call = &parsed.transcript;
    assert_eq!(call.id.as_deref(), Some("7782342274025937895"));
    assert_eq!(call.title.as_deref(), Some("Example"));
    assert_eq!(
        call.started_at.as_deref(),
        Some("2018-02-17T02:30:00-08:00")
    );
    assert_eq!(call.language.as_deref(), Some("en"));
    assert_eq!(
        call.recording_url.as_deref(),
        Some("https://app.gong.io/call?id=7")
    );
    let account = call.account.as_ref().unwrap();
    assert_eq!(
        (account.name.as_deref(), account.industry.as_deref()),
        (Some("Ridge"), Some("Solar"))
    );
    let deal = call.deal.as_ref().unwrap();
    assert_eq!(
        (deal.id.as_deref(), deal.stage.as_deref()),
        (Some("006A"), Some("Closed Lost"))
    );
    assert_eq!(
        (deal.outcome.as_deref(), deal.reason.as_deref()),
        (Some("lost"), Some("Price"))
    );
    assert_eq!(deal.amount.as_deref(), Some("5000"));
    assert!(!call.turns_are_final && !call.sides_are_given);
}

#[test]
fn gong_milliseconds_become_seconds_in_order_of_time() {
    let expected = [
        "Ann Lee 1.5 2 Hi.",
        "Speaker 1 3 4.25 Hey.",
        "Ann Lee 9 9.5 So?",
        "Speaker 2 9.6 9.9 Yo.",
        "- 10 - Eh.",
    ];
    let parsed = one(GONG);
    assert_eq!(spoken(&parsed), expected);
    assert_eq!(
        codes(&parsed),
        ["times-out-of-order", "gong-speaker-without-party"]
    );
}

#[test]
fn gong_parties_tell_sides_and_a_nameless_one_is_numbered() {
    let people: Vec<_> = one(GONG)
        .transcript
        .people
        .into_iter()
        .map(|p| (p.name, p.side))
        .collect();
    assert_eq!(
        people,
        [
            ("Ann Lee".to_owned(), Some(Side::Rep)),
            ("Speaker 1".to_owned(), Some(Side::Prospect)),
            ("Cy Roe".to_owned(), None),
        ]
    );
}

#[test]
fn two_namesakes_on_two_sides_stay_two() {
    let text = r#"{"payload":{"metaData":{"id":"1"},"parties":[
        {"speakerId":"1","name":"Al","affiliation":"Internal"},{"speakerId":"2","name":"Al","affiliation":"External"}],
        "callId":"1","transcript":[{"speakerId":"2","sentences":[{"start":0,"end":1,"text":"a"}]}]}}"#;
    assert_eq!(
        one(text).transcript.utterances[0].speaker.as_deref(),
        Some("Al (External)")
    );
}

#[test]
fn an_exported_gong_transcript_alone_is_read_with_a_problem() {
    let words = r#""callId":"1","transcript":[{"speakerId":"2","sentences":[{"start":0,"end":1,"text":"a"}]}]"#;
    for text in [
        format!("{{\"payload\":{{{words}}}}}"),
        format!("{{{words}}}"),
    ] {
        let parsed = one(&text);
        assert_eq!(codes(&parsed), ["gong-metadata-missing"]);
        assert_eq!(parsed.transcript.id.as_deref(), Some("1"));
        assert_eq!(
            parsed.transcript.utterances[0].speaker.as_deref(),
            Some("Speaker 1")
        );
    }
}

#[test]
fn gong_facts_without_words_are_refused_with_the_way_out() {
    for text in [
        r#"{"payload":{"metaData":{"id":"1"},"parties":[]}}"#,
        r#"{"requestId":"x","calls":[{"id":"7","url":"https://app.gong.io/call?id=7","primaryUserId":"2"}]}"#,
        r#"{"callData":{"metaData":{"id":"1"},"parties":[{"name":"Al","affiliation":"Internal"}]},"isTest":false}"#,
    ] {
        assert_eq!(detect::detect(text), Ok(Format::Gong));
        assert_eq!(outcomes(text), ["gong-metadata-only"]);
    }
    assert_eq!(outcomes(r#"{"callTranscripts":[]}"#), ["empty"]);
}

#[test]
fn a_file_of_facts_and_a_file_of_words_can_be_joined() {
    let facts = gong::read(
        r#"{"payload":{"metaData":{"id":"1","title":"T"},"parties":[{"speakerId":"2","name":"Bo"}]}}"#,
    );
    let words = gong::read(
        r#"{"payload":{"callId":"1","transcript":[{"speakerId":"2","sentences":[{"start":0,"end":1,"text":"a"}]}]}}"#,
    );
    let (facts, words) = (facts.unwrap(), words.unwrap());
    let (joined, problems) = gong::join(&words.transcripts[0], Some(&facts.calls[0]));
    assert_eq!(joined.title.as_deref(), Some("T"));
    assert_eq!(joined.utterances[0].speaker.as_deref(), Some("Bo"));
    assert!(problems.is_empty());
}

#[test]
fn a_page_of_gong_transcripts_gives_each_its_own_bytes() {
    let call = |id: &str| {
        format!(
            r#"{{"callId":"{id}","transcript":[{{"speakerId":"1","sentences":[{{"start":0,"end":1,"text":"{id}"}}]}}]}}"#
        )
    };
    let text = format!("{{\"callTranscripts\":[{},{}]}}", call("8"), call("9"));
    let read = check(&text);
    let raws: Vec<&str> = read
        .iter()
        .flatten()
        .map(|parsed| &text[parsed.raw.clone()])
        .collect();
    assert_eq!(raws, [call("8"), call("9")]);
}

#[test]
fn a_file_cut_off_anywhere_never_panics() {
    for text in [CALL, GONG] {
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let read = check(&text[..end]);
            assert!(
                read.iter().all(Result::is_err),
                "{end} bytes of a call are no call"
            );
        }
    }
}

#[test]
fn hostile_json_is_refused_and_never_overflows() {
    let deep = "[".repeat(100_000);
    let deep_field = format!("{{\"turns\":[],\"x\":{deep}");
    let deep_payload = "{\"payload\":".repeat(100_000);
    let nul = "{\"turns\":\0}";
    for text in [
        deep.as_str(),
        &deep_field,
        &deep_payload,
        nul,
        "",
        " ",
        "{",
        "[",
        "{}",
        "[]",
        "null",
        "{}{}",
    ] {
        assert!(check(text).iter().all(Result::is_err), "{text:.20}");
        assert!(
            verbatim_json::parse(text).iter().all(Result::is_err),
            "{text:.20}"
        );
    }
    let long = format!(
        r#"{{"turns":[{{"speaker":"A","text":"{}"}}]}}"#,
        "word ".repeat(400_000)
    );
    assert_eq!(one(&long).transcript.utterances[0].text.len(), 2_000_000);
}

#[test]
fn a_key_inside_of_words_is_no_key() {
    assert!(!is_ours(r#"{"text":"he said \"turns\": and left"}"#));
    assert!(!is_ours(r#"{"kind":"turns"}"#));
    assert!(!is_ours("turns: none"));
    assert!(is_ours("  [ {\"turns\" : []} ]"));
}

proptest! {
    #[test]
    fn no_text_makes_the_parsers_panic(text in r#"[\[\]{}":,a0\n\\]{0,60}"#) {
        check(&text);
        verbatim_json::parse(&text);
    }

    #[test]
    fn words_come_back_as_they_were_written(words in "\\PC{0,40}", speaker in "[A-Z][a-z]{1,8}") {
        let turn = serde_json::json!({"speaker": speaker, "text": words});
        let parsed = one(&serde_json::json!({"turns": [turn]}).to_string());
        prop_assert_eq!(&parsed.transcript.utterances[0].text, &words);
    }
}
