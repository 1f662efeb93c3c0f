//! Are the files of speech recognisers read as their writers meant them?

mod broken;
mod roles;

use serde_json::{Value, json};
use verbatim::call::Side;
use verbatim::ingest::parse::{self, Parsed, detect};
use verbatim::ingest::transcript::{Format, Refusal};

use crate::mutation;
use crate::reading::spoken;

/// The only place that touches the parsers: the calls of a file whose format must be this one.
fn check(format: &str, text: &str) -> Vec<Result<Parsed, Refusal>> {
    assert_eq!(
        detect::detect(text).map(Format::name),
        Ok(format),
        "{text:.200}"
    );
    let read = parse::parse(text.as_bytes()).expect("a known format");
    for parsed in read.iter().flatten() {
        assert_eq!(parsed.transcript.format.name(), format);
        assert!(text.get(parsed.raw.clone()).is_some());
    }
    read
}

fn one(format: &str, text: &str) -> Parsed {
    let mut read = check(format, text);
    assert_eq!(read.len(), 1, "{text:.200}");
    read.remove(0).expect("a call")
}

/// Expects that a file is known for what it is, and refused.
fn refused(format: &str, text: &str, code: &str) {
    for call in check(format, text) {
        let refusal = call.expect_err(text);
        assert_eq!(refusal.code, code, "{}", refusal.message);
        assert!(!refusal.message.contains("secret"), "{}", refusal.message);
        assert!(!refusal.message.ends_with('.'), "{}", refusal.message);
    }
}

fn says(format: &str, text: &str, expected: &[&str]) {
    assert_eq!(spoken(&one(format, text)), expected);
}

/// `verbose_json` as Python writes it where nothing could be reckoned.
const WHISPER: &str = r#"{"task": "transcribe", "language": "english", "duration": 8.5,
 "text": " We bill by hand. The cell said NaN, \"-Infinity\".",
 "segments": [
  {"id": 0, "seek": 0, "start": 0.0, "end": 3.5, "text": " We bill by hand.", "tokens": [50364, 492],
   "temperature": 0.0, "avg_logprob": NaN, "compression_ratio": 1.2, "no_speech_prob": Infinity},
  {"id": 1, "seek": 350, "start": 3.5, "end": NaN, "text": " The cell said NaN, \"-Infinity\".",
   "tokens": [], "avg_logprob":-Infinity,"compression_ratio":NaN, "no_speech_prob": 0.1}
 ]}"#;

#[test]
fn whispers_segments_are_utterances_of_nobody_known() {
    let parsed = one("whisper", WHISPER);
    assert_eq!(
        spoken(&parsed),
        [
            "- 0 3.5  We bill by hand.",
            "- 3.5 -  The cell said NaN, \"-Infinity\".",
        ]
    );
    assert_eq!(parsed.transcript.language.as_deref(), Some("en"));
    assert_eq!(parsed.transcript.duration, Some(8.5));
    assert_eq!(parsed.raw, 0..WHISPER.len());
}

#[test]
fn one_whisper_file_a_line_is_one_call_a_line() {
    let line = |word: &str| {
        format!(
            r#"{{"text":"{word}","segments":[{{"start":0,"end":1,"text":"{word}","avg_logprob":NaN}}]}}"#
        )
    };
    let text = format!("{}\n{}\n", line("one"), line("two"));
    let read = check("whisper", &text);
    let words: Vec<_> = read.iter().flatten().flat_map(spoken).collect();
    assert_eq!(words, ["- 0 1 one", "- 0 1 two"]);
    let second = read[1].as_ref().expect("a call");
    assert_eq!(&text[second.raw.clone()], line("two"));
}

#[test]
fn whisper_segments_by_themselves_are_one_call() {
    let (a, b) = (
        r#"{"start": 0.0, "end": 1.5, "text": " Hi."}"#,
        r#"{"start": 1.5, "end": 2.0, "text": " So?"}"#,
    );
    let expected = ["- 0 1.5  Hi.", "- 1.5 2  So?"];
    says("whisper", &format!("{a}\n{b}\n"), &expected);
    says("whisper", &format!("[{a}, {b}]"), &expected);
    let parsed = one("whisper", &format!("{a}\n{b}"));
    assert_eq!(parsed.raw, 0..a.len() + b.len() + 1);
}

#[test]
fn whisper_without_segments_has_words_all_the_same() {
    says(
        "whisper",
        r#"{"text": "Too slow for us."}"#,
        &["- - - Too slow for us."],
    );
    let words = json!({"task": "transcribe", "language": "en", "duration": 2.0, "text": "Hi, Bo. We agree.",
        "words": [{"word": "Hi", "start": 0.0, "end": 0.4}, {"word": "Bo", "start": 0.4, "end": 0.9},
            {"word": "We", "start": 1.0, "end": 1.2}, {"word": "agree", "start": 1.2, "end": 1.6}]});
    let expected = ["- 0 0.9 Hi, Bo.", "- 1 1.6 We agree."];
    says("whisper", &words.to_string(), &expected);
    let mut fewer = words.clone();
    fewer["text"] = json!("Hi, dear Bo. We agree.");
    let expected = ["- 0 1.6 Hi, dear Bo. We agree."];
    says("whisper", &fewer.to_string(), &expected);
}

#[test]
fn the_pipelines_chunks_and_speakers_are_whispers() {
    let mut file = json!({"text": " Hi. Bye.", "chunks": [
        {"timestamp": [0.0, 2.5], "text": " Hi."}, {"timestamp": [2.5, null], "text": " Bye."}]});
    let expected = ["- 0 2.5  Hi.", "- 2.5 -  Bye."];
    says("whisper", &file.to_string(), &expected);
    file["speakers"] = json!([{"speaker": "SPEAKER_01", "timestamp": [0.0, 2.5], "text": " Hi."}]);
    says("whisper", &file.to_string(), &["SPEAKER_01 0 2.5  Hi."]);
}

#[test]
fn openais_diarised_segments_name_voices_and_roles() {
    let file = json!({"task": "transcribe", "duration": 4.0, "text": "Hi. Yes?", "segments": [
        {"type": "transcript.text.segment", "id": "seg_1", "start": 0.0, "end": 1.5, "text": "Hi.", "speaker": "agent"},
        {"type": "transcript.text.segment", "id": "seg_2", "start": 1.5, "end": 4.0, "text": "Yes?", "speaker": "A"}]});
    let parsed = one("whisper", &file.to_string());
    assert_eq!(spoken(&parsed), ["agent 0 1.5 Hi.", "Speaker A 1.5 4 Yes?"]);
    let people = &parsed.transcript.people;
    assert_eq!(people.len(), 1);
    assert_eq!(people[0].side, Some(Side::Rep));
}

#[test]
fn silence_and_other_texts_are_no_whisper_calls() {
    let silence = r#"{"text":"","segments":[],"language":"en"}"#;
    refused("whisper", silence, "empty");
    for text in [
        r#"{"text":"secret","user":"U1"}"#,
        r#"{"id":7,"text":"secret"}"#,
        r#"{"text":"secret","label":"pain"}"#,
    ] {
        assert!(detect::detect(text).is_err(), "{text}");
    }
}

fn whisperx() -> Value {
    let word = |word: &str, start: f64, speaker: &str| json!({"word": word, "start": start, "end": start + 0.25, "score": 0.9, "speaker": speaker});
    let (a, b) = ("SPEAKER_00", "SPEAKER_01");
    json!({"language": "en", "word_segments": [], "segments": [
        {"start": 0.5, "end": 1.5, "text": " What do you use?", "speaker": a,
         "words": [word("What", 0.5, a), word("do", 0.75, a), word("you", 1.0, a), word("use?", 1.25, a)]},
        {"start": 2.0, "end": 5.0, "text": " Mostly spreadsheets for 40 sites. Does that hurt?", "speaker": b,
         "words": [word("Mostly", 2.0, b), word("spreadsheets", 2.25, b), word("for", 2.5, b), {"word": "40"},
            word("sites.", 3.0, b), word("Does", 4.0, a), word("that", 4.25, a), word("hurt?", 4.5, a)]},
        {"start": 6.0, "end": 7.0, "text": " Every single week.", "speaker": b,
         "words": [word("Every", 6.0, a), word("single", 6.25, b), word("week.", 6.5, b)]},
        {"start": 7.0, "end": 8.0, "text": " Hm."},
        {"start": 8.0, "end": 9.0, "text": " Not any more.",
         "words": [word("Not", 8.0, b), word("any", 8.25, b), word("more.", 8.5, b)]}
    ]})
}

#[test]
fn whisperx_parts_a_segment_where_another_voice_says_more_than_a_word_or_two() {
    let expected = [
        "SPEAKER_00 0.5 1.5  What do you use?",
        "SPEAKER_01 2 3.25 Mostly spreadsheets for 40 sites.",
        "SPEAKER_00 4 4.75 Does that hurt?",
        "SPEAKER_01 6 7  Every single week.",
        "- 7 8  Hm.",
        "SPEAKER_01 8 9  Not any more.",
    ];
    says("whisperx", &whisperx().to_string(), &expected);
}

#[test]
fn pieces_of_words_are_put_together_where_spaces_stand_in_front() {
    let word = |word: &str, start: f64, speaker: &str| json!({"word": word, "start": start, "end": start, "speaker": speaker});
    let (a, b) = ("SPEAKER_00", "SPEAKER_01");
    let words = json!([
        word(" The", 0.0, a),
        word(" follow", 0.5, a),
        word("-up", 1.0, a),
        word(" works.", 1.5, a),
        word(" Does", 2.0, b),
        word(" it", 2.5, b),
        word(" really?", 3.0, b)
    ]);
    let file = json!({"segments": [{"start": 0.0, "end": 3.5, "text": "The follow-up works. Does it really?",
        "speaker": a, "words": words}]});
    let expected = [
        "SPEAKER_00 0 1.5 The follow-up works.",
        "SPEAKER_01 2 3 Does it really?",
    ];
    says("whisperx", &file.to_string(), &expected);
}

#[test]
fn whisperx_scores_that_are_no_numbers_cost_nothing() {
    let text = r#"{"segments":[{"start":0,"end":1,"text":"Nan said NaN.","speaker":"SPEAKER_00",
        "words":[{"word":"Nan","score":NaN},{"word":"said","score":-Infinity},{"word":"NaN."}]}],"word_segments":[]}"#;
    says("whisperx", text, &["SPEAKER_00 0 1 Nan said NaN."]);
}

const WHISPER_CPP: &str = r#"{"systeminfo": "AVX = 1", "model": {"type": "base"},
 "params": {"model": "models/ggml-base.bin", "language": "auto", "translate": false},
 "result": {"language": "fr"},
 "transcription": [
  {"timestamps": {"from": "00:00:00,000", "to": "00:00:02,500"}, "offsets": {"from": 0, "to": 2500},
   "text": " How do you bill?", "speaker": "0",
   "tokens": [{"text": "[_BEG_]", "offsets": {"from": 0, "to": 0}, "id": 50363, "p": 0.9, "t_dtw": -1}]},
  {"timestamps": {"from": "00:00:02,500", "to": "00:01:04,000"}, "text": " [BLANK_AUDIO]", "speaker": "?"},
  {"timestamps": {"from": "00:01:04,000", "to": "00:01:06,000"}, "offsets": {"from": 64000, "to": 66000},
   "text": " By hand, café.", "speaker": "1", "speaker_turn_next": false}
 ]}"#;

#[test]
fn whisper_cpp_is_read_by_its_offsets_or_its_stamps() {
    let parsed = one("whisper-cpp", WHISPER_CPP);
    assert_eq!(
        spoken(&parsed),
        [
            "Speaker 0 0 2.5  How do you bill?",
            "- 2.5 64  [BLANK_AUDIO]",
            "Speaker 1 64 66  By hand, café.",
        ]
    );
    assert_eq!(parsed.transcript.language.as_deref(), Some("fr"));
    let odd = WHISPER_CPP.replace("\"p\": 0.9", "\"p\": -nan(ind)");
    assert_eq!(spoken(&one("whisper-cpp", &odd)), spoken(&parsed));
}

#[test]
fn a_character_that_whisper_cpp_cut_in_two_costs_one_character() {
    let mut bytes: Vec<u8> = Vec::new();
    for (n, part) in WHISPER_CPP.split("hand").enumerate() {
        if n > 0 {
            bytes.extend(b"h\xE4\xB8nd");
        }
        bytes.extend(part.as_bytes());
    }
    let read = parse::parse(&bytes).expect("whisper.cpp");
    let parsed = read[0].as_ref().expect("a call");
    let last = parsed.transcript.utterances.last().expect("an utterance");
    assert_eq!(last.text, " By h\u{fffd}nd, café.");
    assert_eq!(parsed.problems[0].code, "invalid-utf-8");
}

#[test]
fn whisper_cpp_word_by_word_is_put_together() {
    let pieces = [
        " We", " bill", "ed", " by", " hand", ".", " Every", " single", " week", " it", " hurts",
        ".",
    ];
    let segments: Vec<Value> = pieces
        .iter()
        .enumerate()
        .map(|(n, text)| json!({"offsets": {"from": n * 200, "to": n * 200 + 200}, "text": text}))
        .collect();
    let file = json!({"result": {"language": "en"}, "transcription": segments});
    let expected = [
        "- 0 1.2 We billed by hand.",
        "- 1.2 2.4 Every single week it hurts.",
    ];
    says("whisper-cpp", &file.to_string(), &expected);
}

fn deepgram() -> Value {
    let word = |bare: &str, written: &str, start: f64, end: f64, speaker: u8| json!({"word": bare, "start": start, "end": end, "confidence": 0.9, "speaker": speaker, "punctuated_word": written});
    json!({
        "metadata": {"transaction_key": "deprecated", "request_id": "686278aa", "created": "2026-03-01T10:00:00.000Z",
            "duration": 9.5, "channels": 1, "models": ["m"]},
        "results": {
            "channels": [{"detected_language": "en", "alternatives": [{
                "transcript": "How do you bill? By hand, sadly.", "confidence": 0.99,
                "words": [word("how", "How", 0.5, 0.75, 0), word("do", "do", 0.75, 1.0, 0), word("you", "you", 1.0, 1.25, 0),
                    word("bill", "bill?", 1.25, 1.5, 0), word("by", "By", 2.0, 2.5, 1), word("hand", "hand,", 2.5, 3.0, 1),
                    word("sadly", "sadly.", 3.0, 3.75, 1)],
                "paragraphs": {"transcript": "\nSpeaker 0: How do you bill?", "paragraphs": [
                    {"sentences": [{"text": "How do you bill?", "start": 0.5, "end": 1.5}], "speaker": 0, "num_words": 4},
                    {"sentences": [{"text": "By hand, sadly.", "start": 2, "end": 3.75}], "speaker": 1, "num_words": 3}]}
            }]}],
            "utterances": [
                {"start": 0.5, "end": 1.5, "confidence": 0.9, "channel": 0, "transcript": "How do you bill?", "words": [], "speaker": 0, "id": "a"},
                {"start": 2, "end": 3.75, "confidence": 0.9, "channel": 0, "transcript": "By hand, sadly.", "words": [], "speaker": 1, "id": "b"}]
        }
    })
}

#[test]
fn deepgram_says_the_same_in_utterances_paragraphs_and_words() {
    let expected = [
        "Speaker 0 0.5 1.5 How do you bill?",
        "Speaker 1 2 3.75 By hand, sadly.",
    ];
    let mut file = deepgram();
    let parsed = one("deepgram", &file.to_string());
    assert_eq!(spoken(&parsed), expected);
    assert_eq!(parsed.transcript.id.as_deref(), Some("686278aa"));
    assert_eq!(parsed.transcript.duration, Some(9.5));
    assert_eq!(parsed.transcript.language.as_deref(), Some("en"));
    assert_eq!(
        parsed.transcript.started_at, None,
        "that is when it was transcribed"
    );
    file["results"]["utterances"] = json!(null);
    says("deepgram", &file.to_string(), &expected);
    let best = &mut file["results"]["channels"][0]["alternatives"][0];
    best["paragraphs"] = json!(null);
    says("deepgram", &file.to_string(), &expected);
    file["results"]["channels"][0]["alternatives"][0]["words"] = json!([]);
    let expected = ["- - - How do you bill? By hand, sadly."];
    says("deepgram", &file.to_string(), &expected);
}

#[test]
fn deepgrams_channels_are_people_in_the_order_of_time() {
    let channel = |words: Value| json!({"alternatives": [{"transcript": "x", "words": words}]});
    let word = |word: &str, start: f64| json!({"word": word, "start": start, "end": start + 0.5});
    let mut file = json!({"metadata": {"request_id": "1", "channels": 2}, "results": {"channels": [
        channel(json!([word("yes?", 0.0), word("good", 9.0)])),
        channel(json!([word("hello", 2.0)]))]}});
    let expected = [
        "Channel 0 0 0.5 yes?",
        "Channel 1 2 2.5 hello",
        "Channel 0 9 9.5 good",
    ];
    says("deepgram", &file.to_string(), &expected);
    file["results"]["utterances"] = json!([
        {"start": 2.0, "end": 3.0, "channel": 1, "speaker": 0, "transcript": "hello"},
        {"start": 0.0, "end": 1.0, "channel": 0, "speaker": 0, "transcript": "yes?"}]);
    let expected = ["Speaker 0-0 0 1 yes?", "Speaker 1-0 2 3 hello"];
    says("deepgram", &file.to_string(), &expected);
}

#[test]
fn a_deepgram_error_is_refused() {
    let text =
        r#"{"err_code":"Bad Request","err_msg":"Bad Request: secret failed","request_id":"1"}"#;
    refused("deepgram", text, "failed-job");
}

fn assemblyai() -> Value {
    json!({"id": "6a9z", "language_code": "en_us", "acoustic_model": "default", "status": "completed",
        "audio_url": "https://example.com/call.mp3", "text": "How do you bill? By hand.", "audio_duration": 25,
        "words": [{"text": "How", "start": 500, "end": 700, "confidence": 0.9, "speaker": "A"},
            {"text": "so?", "start": 750, "end": 1500, "confidence": 0.9, "speaker": "A"},
            {"text": "By", "start": 2000, "end": 2500, "confidence": 0.9, "speaker": "B"},
            {"text": "hand.", "start": 2500, "end": 3250, "confidence": 0.9, "speaker": "B"}],
        "utterances": [
            {"speaker": "A", "text": "How do you bill?", "start": 500, "end": 1500, "confidence": 0.9, "words": []},
            {"speaker": "B", "text": "By hand.", "start": 2000, "end": 3250, "confidence": 0.9, "words": []}],
        "error": null})
}

#[test]
fn assemblyais_milliseconds_become_seconds() {
    let mut file = assemblyai();
    let parsed = one("assemblyai", &file.to_string());
    let expected = [
        "Speaker A 0.5 1.5 How do you bill?",
        "Speaker B 2 3.25 By hand.",
    ];
    assert_eq!(spoken(&parsed), expected);
    let transcript = &parsed.transcript;
    assert_eq!(transcript.id.as_deref(), Some("6a9z"));
    assert_eq!(transcript.language.as_deref(), Some("en-US"));
    assert_eq!(transcript.duration, Some(25.0));
    assert_eq!(
        transcript.recording_url.as_deref(),
        Some("https://example.com/call.mp3")
    );
    file["utterances"] = json!(null);
    let expected = ["Speaker A 0.5 1.5 How so?", "Speaker B 2 3.25 By hand."];
    says("assemblyai", &file.to_string(), &expected);
    file["words"] = json!(null);
    says(
        "assemblyai",
        &file.to_string(),
        &["- - - How do you bill? By hand."],
    );
}

#[test]
fn assemblyais_speakers_may_be_roles_names_and_channels() {
    let mut file = assemblyai();
    file["utterances"][0]["speaker"] = json!("Agent");
    file["utterances"][1]["speaker"] = json!("Dana Lee");
    file["audio_url"] = json!("https://cdn.example.com/call.mp3?signature=abc");
    let parsed = one("assemblyai", &file.to_string());
    let expected = ["Agent 0.5 1.5 How do you bill?", "Dana Lee 2 3.25 By hand."];
    assert_eq!(spoken(&parsed), expected);
    assert_eq!(parsed.transcript.people[0].side, Some(Side::Rep));
    assert_eq!(parsed.transcript.recording_url, None, "it is signed");
    file["utterances"][0]["speaker"] = json!("1A");
    file["utterances"][1]["speaker"] = json!(null);
    file["utterances"][1]["channel"] = json!("2");
    let expected = [
        "Speaker 1A 0.5 1.5 How do you bill?",
        "Channel 2 2 3.25 By hand.",
    ];
    says("assemblyai", &file.to_string(), &expected);
}

#[test]
fn assemblyais_unfinished_jobs_are_refused() {
    for (status, code) in [("error", "failed-job"), ("processing", "not-ready")] {
        let file = json!({"id": "1", "status": status, "audio_url": "https://example.com", "text": null,
            "words": null, "utterances": null, "error": "secret"});
        refused("assemblyai", &file.to_string(), code);
    }
}

fn elevenlabs() -> Value {
    let piece = |text: &str, kind: &str, start: f64, speaker: &str| json!({"text": text, "type": kind, "start": start, "end": start + 0.25, "speaker_id": speaker, "logprob": -0.1});
    let (a, b) = ("speaker_0", "speaker_1");
    json!({"language_code": "eng", "language_probability": 0.98, "text": "So, hi. (laughter) 你好",
        "transcription_id": "t1", "words": [
            piece("So,", "word", 0.0, a), piece(" ", "spacing", 0.25, a), piece("hi.", "word", 0.5, a),
            piece(" ", "spacing", 0.75, b), piece("(laughter)", "audio_event", 1.0, b), piece(" ", "spacing", 1.25, b),
            piece("你", "word", 1.5, b), piece("好", "word", 1.75, b)]})
}

#[test]
fn elevenlabs_words_are_parted_by_its_spaces_and_sounds_stay() {
    let expected = ["speaker_0 0 0.75 So, hi.", "speaker_1 1 2 (laughter) 你好"];
    let parsed = one("elevenlabs", &elevenlabs().to_string());
    assert_eq!(spoken(&parsed), expected);
    assert_eq!(parsed.transcript.id.as_deref(), Some("t1"));
    assert_eq!(parsed.transcript.language.as_deref(), Some("en"));
    let hook = json!({"type": "speech_to_text_transcription",
        "data": {"request_id": "r", "transcription": elevenlabs()}});
    says("elevenlabs", &hook.to_string(), &expected);
}

#[test]
fn elevenlabs_channels_are_one_call() {
    let channel = |number: u8, text: &str, start: f64| {
        json!({"language_code": "en", "language_probability": 1.0, "channel_index": number, "text": text,
        "words": [{"text": text, "type": "word", "start": start, "end": start + 1.0}]})
    };
    let file = json!({"transcription_id": "t2", "transcripts": [channel(0, "Later.", 5.0), channel(1, "First.", 1.0)]});
    let expected = ["Channel 1 1 2 First.", "Channel 0 5 6 Later."];
    says("elevenlabs", &file.to_string(), &expected);
}

#[test]
fn a_voice_agents_conversation_has_two_sides() {
    let hook = json!({"type": "post_call_transcription", "event_timestamp": 1_739_537_297, "data": {
        "agent_id": "a", "conversation_id": "c9", "status": "done",
        "metadata": {"start_time_unix_secs": 1_739_537_000, "call_duration_secs": 22},
        "transcript": [
            {"role": "agent", "message": "How can I help?", "time_in_call_secs": 0},
            {"role": "agent", "message": null, "tool_calls": [{}], "time_in_call_secs": 2},
            {"role": "user", "message": "It is slow.", "time_in_call_secs": 5}]}});
    let parsed = one("elevenlabs", &hook.to_string());
    let expected = [
        "Agent 0 - How can I help?",
        "Agent 2 - ",
        "Customer 5 - It is slow.",
    ];
    assert_eq!(spoken(&parsed), expected);
    let transcript = &parsed.transcript;
    assert_eq!(transcript.id.as_deref(), Some("c9"));
    assert_eq!(
        transcript.started_at.as_deref(),
        Some("2025-02-14T12:43:20Z")
    );
    let sides: Vec<_> = transcript.people.iter().map(|person| person.side).collect();
    assert_eq!(sides, [Some(Side::Rep), Some(Side::Prospect)]);
}

fn kaldi() -> Value {
    let word = |bare: &str, written: &str, start: f64, end: f64| json!({"start": start, "end": end, "confidence": 0.7, "word": bare, "punct": written});
    let segment = |id: &str, start: f64, duration: f64| json!({"@type": "Segment", "start": start, "duration": duration, "bandwidth": "S", "speaker": {"@id": id, "gender": "F"}});
    json!({"action": "audio-transcribe", "retval": {"status": true, "wonid": "octo:1", "punct": "There is. About time.",
        "words": [word("there", "There", 0.25, 0.5), word("is", "is.", 0.5, 1.25),
            word("about", "About", 9.25, 9.5), word("time", "time.", 9.5, 9.75)],
        "segmentation": {"@type": "AudioFile", "speakers": [{"@id": "S0", "gender": "F"}, {"@id": "S1", "gender": "F"}],
            "segments": [segment("S1", 9.1, 3.91), segment("S0", 0.0, 2.74)]}}})
}

#[test]
fn kaldis_words_are_joined_with_who_spoke_then() {
    let expected = [
        "Speaker S0 0.25 1.25 There is.",
        "Speaker S1 9.25 9.75 About time.",
    ];
    let file = kaldi();
    says("kaldi", &file.to_string(), &expected);
    says("kaldi", &file["retval"].to_string(), &expected);
}

#[test]
fn kaldi_without_words_is_refused() {
    let file = kaldi();
    let speakers = json!({"segmentation": file["retval"]["segmentation"]});
    refused("kaldi", &speakers.to_string(), "no-words");
    let waiting = json!({"action": "audio-transcribe",
        "retval": {"status": true, "wonid": "octo:1", "punct": null, "words": null}});
    refused("kaldi", &waiting.to_string(), "not-ready");
}

fn seglst() -> Value {
    let segment = |session: &str, speaker: &str, start: &str, end: &str, words: &str| json!({"session_id": session, "speaker": speaker, "start_time": start, "end_time": end, "words": words});
    json!([
        segment("a", "Ann", "2", "3.5", "it does"),
        segment("b", "1", "0", "1", "hello"),
        segment("a", "Bo", "0.5", "2", "does it")
    ])
}

#[test]
fn each_session_of_a_seglst_file_is_a_call() {
    let text = seglst().to_string();
    let read = check("seglst", &text);
    let calls: Vec<_> = read
        .iter()
        .flatten()
        .map(|parsed| {
            (
                parsed.transcript.id.clone().unwrap_or_default(),
                spoken(parsed),
            )
        })
        .collect();
    let a = vec![
        "Bo 0.5 2 does it".to_owned(),
        "Ann 2 3.5 it does".to_owned(),
    ];
    let b = vec!["Speaker 1 0 1 hello".to_owned()];
    assert_eq!(calls, [("a".to_owned(), a), ("b".to_owned(), b)]);
}

#[test]
fn envelopes_lists_and_lines_are_opened() {
    let file = assemblyai();
    let expected = spoken(&one("assemblyai", &file.to_string()));
    for envelope in [
        json!({"data": file}),
        json!({"payload": {"body": file}}),
        json!([file]),
    ] {
        assert_eq!(spoken(&one("assemblyai", &envelope.to_string())), expected);
    }
    let lines = format!("{file}\n{file}\n");
    assert_eq!(check("assemblyai", &lines).len(), 2);
}

/// Every format with a document of its own.
fn documents() -> Vec<(Format, String)> {
    let whisper = WHISPER.replace("NaN", "0.5").replace("-Infinity", "0.5");
    vec![
        (Format::Whisper, whisper.replace("Infinity", "0.5")),
        (Format::WhisperX, whisperx().to_string()),
        (Format::WhisperCpp, WHISPER_CPP.to_owned()),
        (Format::Deepgram, deepgram().to_string()),
        (Format::AssemblyAi, assemblyai().to_string()),
        (Format::ElevenLabs, elevenlabs().to_string()),
        (Format::Kaldi, kaldi().to_string()),
        (Format::SegLst, seglst().to_string()),
    ]
}

#[test]
fn nothing_makes_the_readers_panic() {
    let read = |format: Format, text: &str| {
        let _ = parse::parse(text.as_bytes());
        let _ = parse::parse_as(text.as_bytes(), &parse::How::from(format));
    };
    for (format, text) in documents() {
        for prefix in mutation::prefixes(&text) {
            read(format, prefix);
        }
        let document = serde_json::from_str(&text).expect("JSON");
        for mutant in mutation::mutants(&document) {
            read(format, &mutant.to_string());
        }
        for abyss in mutation::abysses() {
            read(format, &abyss);
        }
    }
}

#[test]
fn a_value_of_the_wrong_kind_costs_no_more_than_its_own_utterance() {
    for (format, text) in documents() {
        let document: Value = serde_json::from_str(&text).expect("JSON");
        let whole = parse::parse_as(text.as_bytes(), &parse::How::from(format)).expect("readable");
        assert!(whole.iter().all(Result::is_ok), "{format:?}");
        let mut n_lost = 0;
        let mutants = mutation::mutants(&document);
        for mutant in &mutants {
            let text = mutant.to_string();
            let read = parse::parse_as(text.as_bytes(), &parse::How::from(format));
            let is_read = read.is_ok_and(|calls| calls.iter().any(Result::is_ok));
            n_lost += usize::from(!is_read);
        }
        // Only the few values that hold everything else may cost the call.
        assert!(
            n_lost * 10 < mutants.len(),
            "{format:?}: {n_lost} of {}",
            mutants.len()
        );
    }
}
