//! Is every file taken for what it is, and refused with what it seems to be and the way out?

use verbatim::ingest::parse::detect;
use verbatim::ingest::transcript::Refusal;

/// The only place that touches the detection: the format's name, or the refusal.
fn check(text: &str) -> Result<&'static str, Refusal> {
    detect::detect(text).map(|format| format.name())
}

/// Expects a refusal with a code and a word that says what the file seems to be.
fn refused(text: &str, code: &str, word: &str) {
    let refusal = check(text).expect_err(text);
    assert_eq!(refusal.code, code, "{text}");
    assert!(
        refusal.message.contains(word),
        "{word}: {}",
        refusal.message
    );
    assert!(!refusal.message.ends_with('.'));
    assert!(!refusal.message.contains("secret"), "{}", refusal.message);
}

const GUID: &str = "0e8f1b1e-6f0a-4d7e-9a53-1c0f0d6f3b11";

#[test]
fn a_webvtt_file_is_zooms_teams_or_anybodys() {
    let cue = "00:00:01.000 --> 00:00:02.000\n";
    let files = [
        (
            "zoom-vtt",
            format!("WEBVTT\n\n1\n{cue}Ana Ruiz: Hi.\n\n2\n{cue}Well.\n"),
        ),
        (
            "zoom-vtt",
            format!("WEBVTT\n\n1\n{cue}So Young Kim: Hi.\n\n2\n{cue}Do Nguyen: Well.\n"),
        ),
        (
            "teams-vtt",
            format!("WEBVTT\n\n{GUID}/12-0\n{cue}<v Ana Ruiz>Hi.</v>\n"),
        ),
        (
            "teams-vtt",
            format!("WEBVTT\n\n0:0:3.490 --> 0:0:4.5\n<v {GUID}@{GUID}>Hi.\n"),
        ),
        (
            "teams-vtt",
            format!("WEBVTT\n\nNOTE duration:\"00:01:00\"\n\n{GUID}\n{cue}Hi.\n"),
        ),
        (
            "teams-vtt",
            format!("WEBVTT\n\n{cue}{{\"speakerName\":\"Ana Ruiz\",\"spokenText\":\"Hi.\"}}\n"),
        ),
        ("webvtt", format!("WEBVTT\n\n{GUID}\n{cue}Hi.\n")),
        ("webvtt", format!("WEBVTT\n\n{cue}<v Ana Ruiz>Hi.</v>\n")),
        ("webvtt", format!("\u{feff}WEBVTT - title\n\n{cue}Hi.\n")),
        ("webvtt", format!("WebVTT\n1\n{cue}Hi.\n2\n{cue}Hello.\n")),
        (
            "webvtt",
            format!("WEBVTT\n\n1\n{cue}spk_0: Hi.\n\n2\n{cue}spk_1: Well.\n"),
        ),
        ("webvtt", "WEBVTT".to_owned()),
    ];
    for (format, text) in files {
        assert_eq!(check(&text), Ok(format), "{text}");
    }
}

#[test]
fn timings_without_a_signature_are_subrip() {
    let files = [
        "1\n00:00:01,000 --> 00:00:02,000\nHi.\n\n2\n00:00:02,000 --> 00:00:03,000\nHello.\n",
        "00:00:01.000 --> 00:00:02,000\nHi.\n",
        "some text\n00:00:00,500 --> 00:00:07,000\nHi.\n",
        "1\n00:00:01,000 --> 00:00:02,000\n\n2\n00:00:02,000 --> 00:00:03,000\nHello.\n",
        "1\n00: 00: 01,000 --> 00: 00: 02,000\nHi.\n",
    ];
    for text in files {
        assert_eq!(check(text), Ok("srt"), "{text}");
    }
}

#[test]
fn timings_apart_from_their_speech_are_graph_text_without_speakers() {
    let text = "00:00:00.000 --> 00:00:01.000\n\nsecret one\n\n00:00:01.000 --> 00:00:02.000\n\nsecret two\n";
    refused(text, "no-speakers", "Graph");
}

#[test]
fn json_in_a_format_of_ours_is_taken() {
    assert_eq!(
        check(r#"{"turns":[{"speaker":"Ana","text":"Hi."}]}"#),
        Ok("verbatim-json")
    );
    assert_eq!(
        check(r#"{"callTranscripts":[{"callId":"1","transcript":[]}]}"#),
        Ok("gong")
    );
}

#[test]
fn json_of_each_tool_is_known_by_few_keys() {
    let files = [
        (
            "whisper",
            r#"{"text":"secret","segments":[{"id":0,"start":0,"text":"secret","avg_logprob":-0.2}]}"#,
        ),
        (
            "whisperx",
            r#"{"segments":[{"start":0.1,"end":1,"text":"secret","words":[],"speaker":"SPEAKER_00"}],"word_segments":[]}"#,
        ),
        (
            "deepgram",
            r#"{"metadata":{"request_id":"1"},"results":{"channels":[{"alternatives":[{"transcript":"x","words":[]}]}]}}"#,
        ),
        (
            "assemblyai",
            r#"{"id":"1","acoustic_model":"x","audio_url":"x","text":"secret","words":[],"utterances":null}"#,
        ),
        (
            "aws-transcribe",
            r#"{"jobName":"x","results":{"transcripts":[{"transcript":"secret"}],"items":[]}}"#,
        ),
        (
            "rev-ai",
            r#"{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"x","ts":1}]}]}"#,
        ),
    ];
    for (name, text) in files {
        assert_eq!(check(text), Ok(name), "{text}");
    }
    refused(
        r#"{"action":"opened","body":"secret \"segments\": yes"}"#,
        "not-a-transcript",
        "JSON",
    );
}

#[test]
fn json_that_breaks_off_is_told_with_its_place() {
    refused(
        "{\"speeches\":\n[{\"speaker\":0,\"pieces\":[{\"value\":\"secret",
        "broken-json",
        "line 2",
    );
    refused(&"[".repeat(100_000), "broken-json", "line 1");
    refused("{", "broken-json", "line 1");
}

#[test]
fn brackets_at_the_start_are_not_always_json() {
    assert_eq!(
        check("[00:00:01] Ana: Hi.\n[00:00:02] Ben: Hello.\n"),
        Ok("text")
    );
    refused(
        "{3294}{3366}secret words\n{3400}{3500}secret",
        "unsupported-format",
        "MicroDVD",
    );
    refused("{\\rtf1\\ansi secret}", "unsupported-format", "RTF");
}

#[test]
fn other_formats_are_refused_by_name() {
    let files = [
        (
            "zoom-chat",
            "chat",
            "00:06:15\tAna Ruiz:\tsecret\r\n00:07:10\tBen:\tReacted to \"secret\"\r\n",
        ),
        (
            "zoom-chat",
            "chat",
            "00:06:15\t From Ana Ruiz : secret\n00:07:10\t From Ben : secret\n",
        ),
        (
            "whatsapp-chat",
            "WhatsApp",
            "03/04/2026, 10:02 - Ana Ruiz: secret\n03/04/2026, 10:03 - Ben: secret\n",
        ),
        (
            "whatsapp-chat",
            "WhatsApp",
            "3/4/26, 10:02 PM - Ana Ruiz: secret\n3/4/26, 10:03 PM - Ben: secret\n3/4/26, 10:04 PM - Ben left\n",
        ),
        (
            "unsupported-format",
            "SAMI",
            "<SAMI>\n<HEAD>\n<TITLE>secret</TITLE>\n",
        ),
        (
            "unsupported-format",
            "XML",
            "<?xml version=\"1.0\"?>\n<rss><item>secret</item></rss>\n",
        ),
        (
            "unsupported-format",
            "HTML",
            "  <time>0:00</time>\n  <p>secret</p>\n",
        ),
        (
            "unsupported-format",
            "RTTM",
            "SPEAKER a 1 0 1 <NA> <NA> Ana <NA> <NA>\n",
        ),
        (
            "no-columns",
            "CSV",
            "start,end,speaker,phrase\n0,1,Ana,secret\n",
        ),
        (
            "not-a-transcript",
            "CSV",
            "id,is_deleted,deal_stage\n1,false,won\n",
        ),
        (
            "no-speakers",
            "times",
            "00:00:01 secret words\n00:00:05 more of them\n",
        ),
        (
            "no-speakers",
            "times",
            "[00:00:00.000 --> 00:00:05.000]  secret words\n",
        ),
        (
            "not-a-transcript",
            "Name: text",
            "That's amazing.\nI know a secret.\n",
        ),
        (
            "not-a-transcript",
            "Name: text",
            "fn main() {\n    let secret: u32 = 1;\n}\n",
        ),
        (
            "not-a-transcript",
            "Name: text",
            "name: secret\nversion: 1\nservices:\n  web:\n    image: x\n",
        ),
    ];
    for (code, word, text) in files {
        refused(text, code, word);
    }
}

#[test]
fn an_empty_file_is_called_empty() {
    for text in ["", " \n\t\r\n", "\u{feff}", "\0\0"] {
        refused(text, "empty", "empty");
    }
}

#[test]
fn speech_below_pages_of_notes_is_found() {
    let notes = "* something was talked about at length\n".repeat(500);
    let text =
        format!("# Title\n\n{notes}\n## Transcript\n\n**Ana Ruiz:** Hi.\n\n**Ben Lee:** Hello.\n");
    assert_eq!(check(&text), Ok("markdown"));
}

#[test]
fn a_text_with_a_colon_here_and_there_is_no_transcript() {
    let prose = "It was late when they came home and nobody spoke.\n".repeat(40);
    refused(
        &format!("{prose}Pure joy: that it was.\n{prose}"),
        "not-a-transcript",
        "Name: text",
    );
}

#[test]
fn lone_carriage_returns_before_a_last_line_feed_end_lines() {
    let bytes = b"WEBVTT\r\r1\r00:00:00.000 --> 00:00:01.000\rAnn Lee: Hi.\r\r2\r00:00:01.000 --> 00:00:02.000\rBo Ray: Yes.\r\r\n";
    let calls = verbatim::ingest::parse::parse(bytes).expect("it is a transcript");
    let call = calls[0].as_ref().expect("it is a call");
    let said: Vec<_> = call
        .transcript
        .utterances
        .iter()
        .map(|u| (u.speaker.as_deref(), u.text.as_str()))
        .collect();
    assert_eq!(said, [(Some("Ann Lee"), "Hi."), (Some("Bo Ray"), "Yes.")]);
}
