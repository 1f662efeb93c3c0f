//! Who says what, and when, in Zoom, Teams, WebVTT and SubRip files as vendors really write them?

use proptest::prelude::*;
use verbatim::call::Side;
use verbatim::ingest::parse::{How, clock, parse, parse_as, srt, teams, webvtt, zoom};
use verbatim::ingest::transcript::{Format, Place, Problem, Transcript};

use crate::harness::megabyte;

/// The only place that touches the parsers.
fn check(format: Format, text: &str) -> (Transcript, Vec<Problem>) {
    let (transcript, problems) = match format {
        Format::ZoomVtt => zoom::parse(text),
        Format::TeamsVtt => teams::parse(text),
        Format::Srt => srt::parse(text),
        _ => webvtt::parse(text),
    };
    assert_eq!(transcript.format, format);
    assert!(
        problems
            .iter()
            .all(|problem| !problem.message.ends_with('.'))
    );
    for utterance in &transcript.utterances {
        assert!(!utterance.text.trim().is_empty());
        assert!(utterance.start <= utterance.end);
    }
    let starts = transcript.utterances.iter().filter_map(|u| u.start);
    assert!(starts.is_sorted());
    (transcript, problems)
}

/// What is said, one line an utterance: `name| words`, with `-` for nobody.
fn said(format: Format, text: &str) -> Vec<String> {
    let (transcript, _) = check(format, text);
    let line = |speaker: Option<String>, words: &str| {
        format!("{}| {words}", speaker.unwrap_or_else(|| "-".to_owned()))
    };
    transcript
        .utterances
        .into_iter()
        .map(|u| line(u.speaker, &u.text))
        .collect()
}

fn codes(format: Format, text: &str) -> Vec<String> {
    check(format, text)
        .1
        .into_iter()
        .map(|problem| problem.code)
        .collect()
}

fn starts(format: Format, text: &str) -> Vec<f64> {
    check(format, text)
        .0
        .utterances
        .into_iter()
        .filter_map(|u| u.start)
        .collect()
}

const ZOOM: &str = "WEBVTT\r\n\r\n1\r\n00:05:37.030 --> 00:05:37.930\r\nAna Ruiz: Hello.\r\n\r\n\
    2\r\n00:05:41.680 --> 00:05:42.470\r\nMike | Acme (he/him): Hello, it's 10:30 here.\r\n\r\n";

const TEAMS: &str = "WEBVTT\r\n\r\n\
    0e8f1b1e-6f0a-4d7e-9a53-1c0f0d6f3b11/11-0\r\n00:00:09.100 --> 00:00:12.000\r\n\
    <v Doe, Jane [NA]>R&amp;D wants to see\r\nit first.</v>\r\n\r\n\
    0e8f1b1e-6f0a-4d7e-9a53-1c0f0d6f3b11/10-0\r\n00:00:05.000 --> 00:00:10.000\r\n\
    <v Ben Lee>Shall we start?\r\n\r\n";

const SRT_AT_CHANGE: &str = "1\n00:00:01,000 --> 00:00:02,000\nAna: We tried two tools\n\n\
    2\n00:00:02,000 --> 00:00:03,000\nand both were\ntoo slow.\n\n\
    3\n00:00:03,000 --> 00:00:04,000\nBen Lee: I see.\n";

const ROLLING: &str = "WEBVTT\nKind: captions\nLanguage: en\n\n\
    00:00:00.000 --> 00:00:01.829 align:start position:0%\n \n\
    my<00:00:00.160><c> career</c><00:00:00.480><c> in</c>\n\n\
    00:00:01.829 --> 00:00:01.839 align:start position:0%\nmy career in\n \n\n\
    00:00:01.839 --> 00:00:04.550 align:start position:0%\nmy career in\n\
    side<00:00:02.240><c> projects</c>\n\n\
    00:00:04.550 --> 00:00:04.560 align:start position:0%\nside projects\n \n\n\
    00:00:04.560 --> 00:00:06.000 align:start position:0%\nside projects\n\
    side<00:00:05.000><c> projects</c>\n\n\
    00:00:06.000 --> 00:00:06.010 align:start position:0%\nside projects\n \n\n";

// Stamps.

#[test]
fn stamps_are_read_as_vendors_write_them() {
    let stamps = [
        ("00:01:02.500", 62.5),
        ("00:01:02,5", 62.5),
        ("0:0:3.490", 3.49),
        ("0:8:43.50", 523.5),
        ("43.50", 43.5),
        ("00:03.608", 3.608),
        ("1:02", 62.0),
        ("120:00.000", 7200.0),
        ("100:00:00.000", 360_000.0),
        ("1000000:00:00.000", 3.6e9),
        (" 00:00:01.000 ", 1.0),
    ];
    for (stamp, seconds) in stamps {
        assert_eq!(clock::seconds(stamp), Some(seconds), "{stamp}");
    }
}

#[test]
fn other_words_are_no_stamps() {
    let words = [
        "",
        ":",
        "12",
        "1:2:3:4",
        "00:60",
        "00:61:00.000",
        "1:02.",
        ".5",
        "1:0a",
        "-1:02",
        "+1:02",
        "1.2.3",
        "9999999:00",
        "9999999999:00:00",
        "14155550100",
        "١:٠٢",
        "1:02 pm",
    ];
    for word in words {
        assert_eq!(clock::seconds(word), None, "{word}");
    }
}

// Zoom.

#[test]
fn a_zoom_cue_gives_the_name_as_written() {
    assert_eq!(
        said(Format::ZoomVtt, ZOOM),
        [
            "Ana Ruiz| Hello.",
            "Mike | Acme (he/him)| Hello, it's 10:30 here."
        ]
    );
    assert_eq!(starts(Format::ZoomVtt, ZOOM), [337.03, 341.68]);
    assert_eq!(codes(Format::ZoomVtt, ZOOM), [""; 0]);
}

#[test]
fn a_label_missing_on_a_zoom_cue_means_the_same_speaker() {
    let text = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAna Ruiz: We looked\n\n\
        2\n00:00:02.000 --> 00:00:03.000\nat two tools.\n";
    assert_eq!(
        said(Format::ZoomVtt, text),
        ["Ana Ruiz| We looked", "Ana Ruiz| at two tools."]
    );
}

#[test]
fn a_zoom_cue_before_any_label_is_nobodys() {
    let text = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nhello there\n\n\
        2\n00:00:02.000 --> 00:00:03.000\nAna Ruiz: Hi.\n";
    assert_eq!(
        said(Format::ZoomVtt, text),
        ["-| hello there", "Ana Ruiz| Hi."]
    );
}

#[test]
fn a_zoom_caller_may_be_a_phone_number() {
    let text = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\n14155550100: Can you hear me?\n";
    assert_eq!(
        said(Format::ZoomVtt, text),
        ["14155550100| Can you hear me?"]
    );
}

/// A Zoom file with a cue for each line.
fn zoom_of(lines: &[&str]) -> String {
    let cue = |(n, line): (usize, &&str)| {
        format!("{n}\n00:00:{n:02}.000 --> 00:00:{n:02}.500\n{line}\n\n")
    };
    let cues: String = lines.iter().enumerate().map(cue).collect();
    format!("WEBVTT\n\n{cues}")
}

#[test]
fn whoever_speaks_once_is_heard_where_all_zoom_cues_bear_a_name() {
    let labeled = [
        "sara from acme: hey",
        "Dr. Ana de la Cruz Gil - VP of Finance at Acme Corp: Hi.",
        "So Young Kim: Yes.",
        "Ana Ruiz: Hello.",
        "Ben Lee: Hi.",
        "Ana Ruiz: Right.",
        "Ben Lee: So the point is: we wait.",
    ];
    let heard = said(Format::ZoomVtt, &zoom_of(&labeled));
    let expected: Vec<String> = labeled
        .iter()
        .map(|line| line.replacen(": ", "| ", 1))
        .collect();
    assert_eq!(heard, expected);
    // A sentence with a colon may go on with the speaker before.
    let unlabeled = [
        "Ana Ruiz: Hi.",
        "Now here's the thing: we wait.",
        "Ben Lee: Why?",
    ];
    let heard = said(Format::ZoomVtt, &zoom_of(&unlabeled));
    assert_eq!(heard[1], "Ana Ruiz| Now here's the thing: we wait.");
}

// Teams.

#[test]
fn names_above_the_words_of_every_cue_are_speakers() {
    let cue = |at: u32, name: &str, words: &str| {
        format!("00:00:0{at}.000 --> 00:00:0{at}.900\n{name}\n{words}\n\n")
    };
    let call = [
        cue(1, "Ana Ruiz", "How do you plan?"),
        cue(2, "Ben Lee", "On paper,\nall of it."),
        cue(3, "Ana Ruiz", "And then?"),
    ]
    .concat();
    let heard = |text: &str| said(Format::Srt, text);
    assert_eq!(
        heard(&(call.clone() + &cue(4, "Ben Lee", "We retype it."))),
        [
            "Ana Ruiz| How do you plan?",
            "Ben Lee| On paper, all of it.",
            "Ana Ruiz| And then?",
            "Ben Lee| We retype it.",
        ]
    );
    // One cue without a name, and a first line may be anybody's words.
    assert_eq!(
        heard(&(call + &cue(4, "Ben Lee", "We retype it.") + &cue(5, "and then", "we print it")))
            [4],
        "-| and then we print it"
    );
}

#[test]
fn teams_cues_are_put_in_order_and_keep_their_voices() {
    assert_eq!(
        said(Format::TeamsVtt, TEAMS),
        [
            "Ben Lee| Shall we start?",
            "Doe, Jane [NA]| R&D wants to see it first."
        ]
    );
    let problems = check(Format::TeamsVtt, TEAMS).1;
    let found: Vec<_> = problems
        .iter()
        .map(|p| (p.code.as_str(), p.place))
        .collect();
    assert_eq!(found, [("times-out-of-order", Some(Place::Line(9)))]);
}

#[test]
fn an_early_teams_file_keeps_ids_as_speakers_and_reads_unpadded_stamps() {
    let text = "WEBVTT\r\n\r\n0:0:3.490 --> 0:0:5.90\r\n\
        <v 3f2b@9c1d>So **** it is.</v>\r\n\r\n0:0:4.0 --> 0:0:4.100\r\n<v 77aa@9c1d>Yes.</v>\r\n";
    assert_eq!(
        said(Format::TeamsVtt, text),
        ["3f2b@9c1d| So **** it is.", "77aa@9c1d| Yes."]
    );
    assert_eq!(starts(Format::TeamsVtt, text), [3.49, 4.0]);
    assert_eq!(codes(Format::TeamsVtt, text), [""; 0]);
}

#[test]
fn the_cues_of_graphs_metadata_are_objects_and_never_speech() {
    let cue = |second: u32, entry: &str| {
        format!("00:00:{second}.246 --> 00:00:{second}.726\n{entry}\n\n")
    };
    let text = [
        "WEBVTT\n\n".to_owned(),
        cue(
            16,
            r#"{"startDateTime":"2026-03-08T08:22:30.2461639+00:00","endDateTime":"2026-03-08T08:22:30.7261639+00:00","speakerName":"Ana Ruiz","spokenText":"R&D says \"yes\" \u003C at last.","spokenLanguage":"en-us"}"#,
        ),
        cue(18, r#"{"speakerName":null,"spokenText":"Who pays?"}"#),
        cue(19, r#"{"speakerName":"Bo Ray","spokenText":" "}"#),
        cue(20, r#"{"speakerName":"Bo Ray","spokenText":"We d"#),
    ]
    .concat();
    assert_eq!(
        said(Format::TeamsVtt, &text),
        ["Ana Ruiz| R&D says \"yes\" < at last.", "-| Who pays?"]
    );
    assert_eq!(starts(Format::TeamsVtt, &text), [16.246, 18.246]);
    assert_eq!(
        codes(Format::TeamsVtt, &text),
        ["cue-without-text", "unreadable-cue"]
    );
    let transcript = check(Format::TeamsVtt, &text).0;
    assert_eq!(transcript.language.as_deref(), Some("en-US"));
    // 16.246 seconds before its first words.
    assert_eq!(
        transcript.started_at.as_deref(),
        Some("2026-03-08T08:22:14Z")
    );
}

#[test]
fn a_stream_file_has_words_without_speakers_and_its_notes_are_not_speech() {
    let text = "WEBVTT\n\nNOTE duration:\"00:10:00\"\n\nNOTE language:en-us\n\n\
        NOTE Confidence: 0.91\n\n6a1b2c3d-0000-4000-8000-00000000abcd\n\
        00:00:01.000 --> 00:00:02.000\nQuestion: who pays?\n\n\
        NOTE Confidence: 0.42\n\n6a1b2c3d-0000-4000-8000-00000000abce\n\
        00:00:02.000 --> 00:00:03.000\nWe do.\n";
    assert_eq!(
        said(Format::TeamsVtt, text),
        ["-| Question: who pays?", "-| We do."]
    );
    let (transcript, problems) = check(Format::TeamsVtt, text);
    assert_eq!(transcript.language.as_deref(), Some("en-us"));
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_cue_without_a_voice_is_nobodys_where_voices_are_tagged() {
    let text =
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Hi.</v>\n\n00:02.000 --> 00:03.000\nHello.\n";
    assert_eq!(said(Format::TeamsVtt, text), ["Ana| Hi.", "-| Hello."]);
    assert_eq!(said(Format::WebVtt, text), ["Ana| Hi.", "-| Hello."]);
}

#[test]
fn speech_after_an_empty_line_below_its_times_is_kept() {
    let text = "00:00:01.000 --> 00:00:02.000\n\nGood morning.\n\n\
        00:00:02.000 --> 00:00:03.000\n\nLet us begin.\n";
    assert_eq!(
        said(Format::TeamsVtt, text),
        ["-| Good morning.", "-| Let us begin."]
    );
    assert_eq!(codes(Format::TeamsVtt, text), ["no-signature"]);
}

// WebVTT.

#[test]
fn a_cue_with_two_voices_is_two_utterances() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ana>Hi.\n<v Ben>Hello.</v> (laughs)\n";
    assert_eq!(
        said(Format::WebVtt, text),
        ["Ana| Hi.", "Ben| Hello.", "-| (laughs)"]
    );
}

#[test]
fn tags_go_and_words_stay() {
    let payloads = [
        ("<c.title><b>Test 1,</b> done</c>", "Test 1, done"),
        (
            "<i.foreign><lang en>playground</lang></i>, here",
            "playground, here",
        ),
        ("<ruby>a<rt>b</rt></ruby> <00:00:01.500>c", "ab c"),
        (
            "a&nbsp;b &lt; c &amp; d &#233; &#x41; &eacute;",
            "a b < c & d é A é",
        ),
        ("R&D and AT&T; &lt;i&gt;", "R&D and AT&T; <i>"),
        ("a Vec<u8> for <5k> or 3 < 4", "a Vec<u8> for <5k> or 3 < 4"),
        ("one\n  two  \nthree", "one two three"),
        ("これは\nテストです", "これはテストです"),
        ("{\\an8}up here", "up here"),
        ("<font color=\"#fff\">white</font><br/>line", "white line"),
        ("from 1 --> 2 it grew", "from 1 --> 2 it grew"),
        ("at 10:30 --> 11:00 we met", "at 10:30 --> 11:00 we met"),
    ];
    for (payload, words) in payloads {
        let text = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{payload}\n");
        assert_eq!(
            said(Format::WebVtt, &text),
            [format!("-| {words}")],
            "{payload}"
        );
    }
}

#[test]
fn a_header_tells_the_language_and_nothing_else() {
    let text = "WEBVTT - a film\nKind: captions\nLanguage: sv\nStyle:\n::cue(c) { color: red;\n}\n##\n\n\
        00:01.000 --> 00:02.000\nTa en kopp.\n";
    let (transcript, problems) = check(Format::WebVtt, text);
    assert_eq!(transcript.language.as_deref(), Some("sv"));
    assert_eq!(transcript.utterances.len(), 1);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn comments_and_styles_are_not_speech_but_an_id_may_look_like_one() {
    let text = "WEBVTT\n\nNOTE\nthis is mine\n\nSTYLE\n::cue(b) { color: red }\n\nREGION\nid:fred\n\n\
        NOTE to self\n00:01.000 --> 00:02.000\none\n\nNOTE not this one\n\n\
        hello\n00:02.000 --> 00:03.000\ntwo\n";
    assert_eq!(said(Format::WebVtt, text), ["-| one", "-| two"]);
    assert_eq!(codes(Format::WebVtt, text), [""; 0]);
}

#[test]
fn the_header_of_a_file_that_was_joined_to_another_is_nobodys_words() {
    let segment = |at: u32| {
        let map = "X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000";
        format!("WEBVTT\n{map}\n\n00:0{at}.000 --> 00:0{at}.900\nnumber {at}\n\n")
    };
    let third = "WEBVTT\n\n00:03.000 --> 00:03.900\nnumber 3\n";
    let text = format!("{}{}{third}", segment(1), segment(2));
    assert_eq!(
        said(Format::WebVtt, &text),
        ["-| number 1", "-| number 2", "-| number 3"]
    );
    assert_eq!(codes(Format::WebVtt, &text), [""; 0]);
}

#[test]
fn an_odd_signature_is_told_and_the_cues_are_read() {
    let cue = "00:01.000 --> 00:02.000\ntext\n";
    let files = [
        (format!("WEBVTT \n\n{cue}"), vec![]),
        (format!("WebVTT\n\n{cue}"), vec!["odd-signature"]),
        (format!("\nWEBVTT\n\n{cue}"), vec!["odd-signature"]),
        (format!("\tWEBVTT\n\n{cue}"), vec!["odd-signature"]),
        (format!("WEBVTTfoo\n\n{cue}"), vec!["odd-signature"]),
        (format!("\u{200e}WEBVTT\n\n{cue}"), vec!["odd-signature"]),
        (format!("WEBvtt\nWEBVTT\n\n{cue}"), vec!["odd-signature"]),
        (cue.to_owned(), vec!["no-signature"]),
        (
            format!("garbage\n\n{cue}"),
            vec!["no-signature", "text-outside-a-cue"],
        ),
    ];
    for (text, expected) in files {
        assert_eq!(said(Format::WebVtt, &text), ["-| text"], "{text}");
        assert_eq!(codes(Format::WebVtt, &text), expected, "{text}");
    }
}

#[test]
fn every_line_ending_gives_the_same_cues() {
    let text =
        "WEBVTT\n\n1\n00:01.000 --> 00:02.000\none\ntwo\n\n2\n00:02.000 --> 00:03.000\nthree\n";
    for ending in ["\n", "\r\n", "\r"] {
        let text = text.replace('\n', ending);
        assert_eq!(
            said(Format::WebVtt, &text),
            ["-| one two", "-| three"],
            "{ending:?}"
        );
    }
}

#[test]
fn times_are_read_whatever_stands_around_them() {
    let times = [
        "00:00:01.000\t-->\t00:00:02.000",
        "00:00:01.000-->00:00:02.000",
        "00:00:01.000 --> 00:00:02.000align:start",
        "00:01.000 --> 00:00:02.000 region:bill line:0",
        "00:00:01.0 --> 00:00:02",
        "1.000 --> 2.000",
        "\u{202a}00:00:01.000 --> 00:00:02.000",
    ];
    for times in times {
        let text = format!("WEBVTT\n\n{times}\ntext\n");
        assert_eq!(starts(Format::WebVtt, &text), [1.0], "{times}");
    }
}

#[test]
fn damaged_times_cost_their_own_cue_only() {
    for times in [
        "00:00:99.000 --> 00:01:40.000",
        "00:01.000 -->",
        "00:01.000 00:02.000",
        "00:01.000 ---> 00:02.000",
        "BAD --> 1",
    ] {
        let text = format!(
            "WEBVTT\n\n00:00.000 --> 00:01.000\none\n\n7\n{times}\nlost\n\n00:03.000 --> 00:04.000\nthree\n"
        );
        assert_eq!(
            said(Format::WebVtt, &text),
            ["-| one", "-| three"],
            "{times}"
        );
        assert_eq!(
            codes(Format::WebVtt, &text),
            ["unreadable-times"],
            "{times}"
        );
    }
}

#[test]
fn a_cue_without_words_is_a_problem_at_its_line() {
    let text = "WEBVTT\n\n00:00.000 --> 00:01.000\none\n\n00:01.000 --> 00:02.000\n\n\n\
        00:02.000 --> 00:03.000\n<i> </i>\n\n00:03.000 --> 00:04.000\nfour\n";
    assert_eq!(said(Format::WebVtt, text), ["-| one", "-| four"]);
    let places: Vec<_> = check(Format::WebVtt, text)
        .1
        .into_iter()
        .map(|p| p.place)
        .collect();
    assert_eq!(places, [Some(Place::Line(6)), Some(Place::Line(9))]);
    assert_eq!(
        codes(Format::WebVtt, text),
        ["cue-without-text", "cue-without-text"]
    );
}

#[test]
fn an_end_before_the_start_is_a_problem_and_the_words_stay() {
    let text = "WEBVTT\n\n00:05.000 --> 00:04.000\ntext\n";
    let (transcript, problems) = check(Format::WebVtt, text);
    assert_eq!(transcript.utterances[0].end, Some(5.0));
    assert_eq!(problems[0].code, "end-before-start");
}

#[test]
fn an_empty_line_inside_a_cue_does_not_cost_its_words() {
    let text =
        "WEBVTT\n\n00:00.000 --> 00:01.000\none\n\nand more\n\n00:01.000 --> 00:02.000\ntwo\n";
    assert_eq!(said(Format::WebVtt, text), ["-| one and more", "-| two"]);
    assert_eq!(codes(Format::WebVtt, text), ["text-after-empty-line"]);
}

#[test]
fn words_after_a_comment_are_not_taken_for_speech() {
    let text = "WEBVTT\n\n00:00.000 --> 00:01.000\none\n\nNOTE first\n\nsecond paragraph\n";
    assert_eq!(said(Format::WebVtt, text), ["-| one"]);
    assert_eq!(codes(Format::WebVtt, text), ["text-outside-a-cue"]);
}

#[test]
fn a_number_alone_at_the_end_shows_that_the_file_was_cut_off() {
    let text = "WEBVTT\n\n1\n00:00.000 --> 00:01.000\none\n\n2\n";
    assert_eq!(said(Format::WebVtt, text), ["-| one"]);
    assert_eq!(codes(Format::WebVtt, text), ["lone-cue-id"]);
}

#[test]
fn cues_without_empty_lines_between_them_are_told_apart_by_their_numbers() {
    let text = "WebVTT\n1\n00:00:00,000 --> 00:00:02,000\nIn\n2024\n2\n\
        00:00:02,000 --> 00:00:04,000\nwe grew.\n3\n";
    assert_eq!(said(Format::WebVtt, text), ["-| In 2024", "-| we grew."]);
    assert_eq!(
        codes(Format::WebVtt, text),
        ["odd-signature", "lone-cue-id"]
    );
}

#[test]
fn rolling_captions_are_said_once_and_true_repeats_twice() {
    assert_eq!(
        said(Format::WebVtt, ROLLING),
        ["-| my career in", "-| side projects", "-| side projects"]
    );
    assert_eq!(starts(Format::WebVtt, ROLLING), [0.0, 1.839, 4.56]);
    assert_eq!(codes(Format::WebVtt, ROLLING), [""; 0]);
}

#[test]
fn rolling_captions_without_times_of_words_are_known_by_their_overlap() {
    let text = "1\n00:00:00,000 --> 00:00:02,000\nso we looked\n\n\
        2\n00:00:02,000 --> 00:00:04,000\nso we looked\nat the price\n\n\
        3\n00:00:04,000 --> 00:00:06,000\nat the price\nand left\n";
    assert_eq!(
        said(Format::Srt, text),
        ["-| so we looked", "-| at the price", "-| and left"]
    );
}

#[test]
fn what_is_said_twice_stays_said_twice() {
    let text = "WEBVTT\n\n00:00.000 --> 00:01.000\nNo.\n\n00:01.000 --> 00:02.000\nNo.\n\n\
        00:02.000 --> 00:03.000\nNo.\nNever.\n";
    assert_eq!(
        said(Format::WebVtt, text),
        ["-| No.", "-| No.", "-| No. Never."]
    );
}

// SubRip.

#[test]
fn a_name_in_every_cue_is_its_speaker() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nSpeaker 1: Hello.\n\n\
        2\n00:00:02,000 --> 00:00:03,000\nSpeaker 2: Hi.\n\n\
        3\n00:00:03,000 --> 00:00:04,000\nSpeaker 1: So.\n";
    assert_eq!(
        said(Format::Srt, text),
        ["Speaker 1| Hello.", "Speaker 2| Hi.", "Speaker 1| So."]
    );
}

#[test]
fn a_name_at_the_change_of_speaker_holds_until_the_next() {
    assert_eq!(
        said(Format::Srt, SRT_AT_CHANGE),
        [
            "Ana| We tried two tools",
            "Ana| and both were too slow.",
            "Ben Lee| I see."
        ]
    );
}

#[test]
fn a_whole_turn_in_one_cue_is_one_utterance() {
    let text = "1\n00:00:03,608 --> 00:02:10,625\nAna: Yeah, sure. Let me ask: who pays? We do.\n";
    assert_eq!(
        said(Format::Srt, text),
        ["Ana| Yeah, sure. Let me ask: who pays? We do."]
    );
}

#[test]
fn a_film_has_no_speakers_even_if_it_has_colons() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nSubtitles: somebody\n\n\
        2\n00:00:02,000 --> 00:00:03,000\n<i>It's another hot day</i>\n\n\
        3\n00:00:03,000 --> 00:00:04,000\nhere in California.\n";
    assert_eq!(
        said(Format::Srt, text),
        [
            "-| Subtitles: somebody",
            "-| It's another hot day",
            "-| here in California."
        ]
    );
}

#[test]
fn two_labeled_lines_in_one_cue_are_two_utterances() {
    let text = "1\n00:00:01,000 --> 00:00:02,000\nAna: Ready?\nBen: Yes.\n\n\
        2\n00:00:02,000 --> 00:00:03,000\n>> Ben: Go on.\n\n\
        3\n00:00:03,000 --> 00:00:04,000\nAna:\nThanks.\n";
    assert_eq!(
        said(Format::Srt, text),
        ["Ana| Ready?", "Ben| Yes.", "Ben| Go on.", "Ana| Thanks."]
    );
}

/// A SubRip file of these payloads, a second each.
fn srt_of(payloads: &[&str]) -> String {
    let cue = |(n, payload): (usize, &&str)| {
        let end = n + 1;
        format!("{end}\n00:00:{n:02},000 --> 00:00:{end:02},000\n{payload}\n\n")
    };
    payloads.iter().enumerate().map(cue).collect()
}

#[test]
fn a_name_in_a_box_is_a_speaker_and_a_sound_is_none() {
    let files: [(&[&str], &[&str]); 8] = [
        (
            &[
                "[SPEAKER_00]: hello",
                "[SPEAKER_01]: hi [laughs]",
                "and you?",
            ],
            &[
                "SPEAKER_00| hello",
                "SPEAKER_01| hi [laughs]",
                "SPEAKER_01| and you?",
            ],
        ),
        (
            &["[Ana Ruiz]: hello", "[Bo Ray]: hi"],
            &["Ana Ruiz| hello", "Bo Ray| hi"],
        ),
        (
            &["(speaker 0) hello", "(speaker 1) hi", "(speaker ?) hm"],
            &["speaker 0| hello", "speaker 1| hi", "speaker ?| hm"],
        ),
        (
            &[
                "[Ana Ruiz] hello",
                "[Bo Ray] hi",
                "[Ana Ruiz] [Music] ok",
                "[Caro] me",
            ],
            &[
                "Ana Ruiz| hello",
                "Bo Ray| hi",
                "Ana Ruiz| [Music] ok",
                "-| [Caro] me",
            ],
        ),
        // Sounds stand in few cues, or are only of one kind, or never come again.
        (
            &[
                "[Sobbing] No.",
                "Why?",
                "[Sobbing] It is",
                "gone.",
                "[Grunting] Go.",
                "Now?",
                "Now.",
            ],
            &[
                "-| [Sobbing] No.",
                "-| Why?",
                "-| [Sobbing] It is",
                "-| gone.",
                "-| [Grunting] Go.",
                "-| Now?",
                "-| Now.",
            ],
        ),
        (
            &["[Sobbing] No.", "[Sobbing] It is"],
            &["-| [Sobbing] No.", "-| [Sobbing] It is"],
        ),
        (
            &["[Music] So", "[Laughter] we", "[Music] wait"],
            &["-| [Music] So", "-| [Laughter] we", "-| [Music] wait"],
        ),
        (
            &["[you] want it", "[1] and more", "[you] said"],
            &["-| [you] want it", "-| [1] and more", "-| [you] said"],
        ),
    ];
    for (payloads, expected) in files {
        assert_eq!(said(Format::Srt, &srt_of(payloads)), expected);
    }
}

#[test]
fn a_name_in_brackets_on_its_own_line_speaks_what_is_below() {
    let text = "WEBVTT\n\n00:01.000 --> 00:02.000\n(Ana Ruiz)\nHow much?\n-\n \n(Bo Ray)\nFive.\n\n\
        00:02.000 --> 00:03.000\n(Ana Ruiz)\nToo much.\n(laughs)\n";
    assert_eq!(
        said(Format::WebVtt, text),
        [
            "Ana Ruiz| How much?",
            "Bo Ray| Five.",
            "Ana Ruiz| Too much. (laughs)"
        ]
    );
}

#[test]
fn a_mark_without_a_name_is_nobodys() {
    let files: [(&[&str], &[&str]); 6] = [
        (
            &[">> Ana: hello", ">> hi there", "you", ">> Ana: ok"],
            &["Ana| hello", "-| hi there", "-| you", "Ana| ok"],
        ),
        (
            &[
                ">> ANA: hello >> What? No",
                "way >>",
                "BO: ok",
                ">> ANA: so",
            ],
            &["ANA| hello", "-| What? No", "-| way", "BO| ok", "ANA| so"],
        ),
        (
            &["- ANA: hello\n- What?", "- ANA: bye\n- BO: ok"],
            &["ANA| hello", "-| What?", "ANA| bye", "BO| ok"],
        ),
        // No dash marks a speaker here: it is a list. Nor do arrows inside of a line.
        (
            &["ANA: we need\n- time\n- money", "BO: open File >> Save"],
            &["ANA| we need - time - money", "BO| open File >> Save"],
        ),
        (
            &["ANA: hello", ">> hi there", "ANA: ok"],
            &["ANA| hello", "-| hi there", "ANA| ok"],
        ),
        // Nobody is named anywhere.
        (
            &[">> hello", "- hi\n- you"],
            &["-| >> hello", "-| - hi - you"],
        ),
    ];
    for (payloads, expected) in files {
        assert_eq!(said(Format::Srt, &srt_of(payloads)), expected);
    }
}

#[test]
fn a_sentence_whose_words_are_highlighted_one_by_one_is_said_once() {
    let text = srt_of(&[
        "<u>We</u> wait.",
        "We wait.",
        "We <u>wait.</u>",
        "<u>We</u> wait.",
        "We <u>wait.</u>",
        "<u>Long.</u>",
        "Long.",
        "Long.",
    ]);
    let utterances = check(Format::Srt, &text).0.utterances;
    let said: Vec<_> = utterances
        .iter()
        .map(|u| (u.start, u.end, u.text.as_str()))
        .collect();
    assert_eq!(
        said,
        [
            (Some(0.0), Some(3.0), "We wait."),
            (Some(3.0), Some(5.0), "We wait."),
            (Some(5.0), Some(7.0), "Long."),
            (Some(7.0), Some(8.0), "Long."),
        ]
    );
    // Two cues prove nothing, nor do three that are alike, or in italics, as films show another voice.
    for payloads in [
        ["<u>No.</u>", "No.", "Yes."],
        ["No.", "No.", "No."],
        ["No.", "<i>No.</i>", "No."],
    ] {
        let utterances = check(Format::Srt, &srt_of(&payloads)).0.utterances;
        assert_eq!(utterances.len(), 3, "{payloads:?}");
    }
}

#[test]
fn the_deviations_of_subrip_files_are_read() {
    let text = "1\r\n00:00:01 --> 00:00:02,04\r\n(deep rumbling)\r\n\r\n\
        00:00:02,08 --> 00:00:07.12 X1:40 X2:600 Y1:20 Y2:50\r\n{\\an8}<i>How did we\r\nend up here?</i>\r\n\
        3\r\n00:00:12.16 --> 00:00:15,20\r\nNo idea.";
    assert_eq!(
        said(Format::Srt, text),
        [
            "-| (deep rumbling)",
            "-| How did we end up here?",
            "-| No idea."
        ]
    );
    assert_eq!(starts(Format::Srt, text), [1.0, 2.08, 12.16]);
    assert_eq!(codes(Format::Srt, text), [""; 0]);
}

#[test]
fn blanks_in_the_stamps_of_subrip_cost_no_cue() {
    let text = "1\n00: 00: 01,000 --> 00: 00: 02,000\nHow many?\n\n\
        2\n00 :00:02,000-->00:00: 03,000\nTen: 10: 30 to 11: 00.\n";
    assert_eq!(
        said(Format::Srt, text),
        ["-| How many?", "-| Ten: 10: 30 to 11: 00."]
    );
    assert_eq!(starts(Format::Srt, text), [1.0, 2.0]);
    assert_eq!(codes(Format::Srt, text), [""; 0]);
    let parsed = parse(text.as_bytes()).expect("it is known by its times");
    assert_eq!(parsed.len(), 1);
    // The standard of WebVTT knows no such stamps.
    let text = format!("WEBVTT\n\n{text}");
    assert_eq!(codes(Format::WebVtt, &text), ["unreadable-times"; 2]);
}

#[test]
fn times_that_a_word_processor_changed_are_read_in_subrip() {
    let ways = [
        "00:00:06:120 --> 00:00:07:250",
        "00:00:06,120 –> 00:00:07,250",
        "00:00:06,120 —> 00:00:07,250 X1:40 X2:600",
        "00:00:06.120 → 00:00:07.250",
        "00: 00: 06:120 → 00: 00: 07:250",
    ];
    for times in ways {
        let text = format!("1\n{times}\nAna: At 10:30 → 11:00?\n\n2\n{times}\nBen: No.\n");
        let expected = ["Ana| At 10:30 → 11:00?", "Ben| No."];
        assert_eq!(said(Format::Srt, &text), expected, "{times}");
        assert_eq!(starts(Format::Srt, &text), [6.12, 6.12], "{times}");
        assert_eq!(codes(Format::Srt, &text), [""; 0], "{times}");
        assert_eq!(parse(text.as_bytes()).map(|calls| calls.len()), Ok(1));
        // The standard of WebVTT knows no such stamps.
        assert!(starts(Format::WebVtt, &format!("WEBVTT\n\n{text}")).is_empty());
    }
    // Frames are no milliseconds, and a line of two clock times is said.
    let text = "1\n00:00:01:12 --> 00:00:02:12\nAna: One.\n\n2\n00:00:03,000 --> 00:00:04,000\nBen: Two.\n10:30 → 11:00\n";
    let expected = ["Ana| One.", "Ben| Two. 10:30 → 11:00"];
    assert_eq!(said(Format::Srt, text), expected);
    assert_eq!(starts(Format::Srt, text), [3.0]);
}

#[test]
fn damaged_times_cost_no_words_in_subrip() {
    for times in [
        "1:00:00:01,000 --> 1:00:00:02,500",
        "00:75:10,120 --> 00:75:11,120",
        "00:75:10,120 → 00:75:11,120",
        "00:00:03,000 -->",
        "00:00:03,000 00:00:04,000",
    ] {
        let text = format!(
            "1\n00:00:01,000 --> 00:00:02,500\nAna: One.\n\n2\n{times}\nBen: Two.\n\n\
            3\n00:00:02,000 --> 00:00:04,000\nAna: Three.\n"
        );
        let expected = ["Ana| One.", "Ben| Two.", "Ana| Three."];
        assert_eq!(said(Format::Srt, &text), expected, "{times}");
        assert_eq!(starts(Format::Srt, &text), [1.0, 2.0], "{times}");
        assert_eq!(codes(Format::Srt, &text), ["unreadable-times"], "{times}");
    }
}

#[test]
fn words_beside_the_times_of_subrip_are_said() {
    let text = "00:00:02 --> 00:00:05 [Ana Ruiz] How do you plan?\n\
        00:00:05 --> 00:00:08 [Ben Lee] On paper: three lists. At 10:30 we start.\n\
        00:00:14 --> 00:00:17 [Ana Ruiz] And then?\n";
    let expected = [
        "Ana Ruiz| How do you plan?",
        "Ben Lee| On paper: three lists. At 10:30 we start.",
        "Ana Ruiz| And then?",
    ];
    assert_eq!(said(Format::Srt, text), expected);
    assert_eq!(starts(Format::Srt, text), [2.0, 5.0, 14.0]);
    assert_eq!(codes(Format::Srt, text), [""; 0]);
    let drawn = text.replace("-->", "→").replace(['[', ']'], "");
    let drawn = drawn.replace("Ruiz", "Ruiz:").replace("Lee", "Lee:");
    let short = drawn.replace(" At 10:30 we start.", "");
    assert_eq!(said(Format::Srt, &short)[0], expected[0]);
    let positions = "1\n00:00:02,000 --> 00:00:05,000 X1:40 Y2:50\nAna: Hi.\n";
    assert_eq!(said(Format::Srt, positions), ["Ana| Hi."]);
}

#[test]
fn a_subrip_cue_without_times_is_skipped() {
    let text = "1\n00:00:00,500 --> 00:00:07,000\none\n\n2\ntwo\n\n3\n00:00:11,890 --> 00:00:16,320\nthree\n";
    assert_eq!(said(Format::Srt, text), ["-| one", "-| three"]);
    assert_eq!(codes(Format::Srt, text), ["unreadable-times"]);
}

// Hostile files.

const FORMATS: [Format; 4] = [
    Format::ZoomVtt,
    Format::TeamsVtt,
    Format::WebVtt,
    Format::Srt,
];

#[test]
fn a_file_cut_off_at_any_character_is_read() {
    for whole in [ZOOM, TEAMS, SRT_AT_CHANGE, ROLLING] {
        for (end, _) in whole.char_indices() {
            for format in FORMATS {
                check(format, &whole[..end]);
            }
        }
    }
}

#[test]
fn a_megabyte_on_one_line_is_read() {
    for piece in [
        "word ", "<", "<v ", "<b.", "</x", "&", "{\\", "-->", "a: ", "0",
    ] {
        let payload = piece.repeat(megabyte() / piece.len());
        for format in FORMATS {
            check(format, &payload);
            check(
                format,
                &format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{payload}\n"),
            );
        }
    }
}

#[test]
fn a_label_that_names_a_side_gives_it() {
    let cue = "00:01.000 --> 00:02.000\n";
    let (rep, prospect) = (Some(Side::Rep), Some(Side::Prospect));
    let cases = [
        (
            Format::Srt,
            format!("1\n{cue}Agent: Hi.\n\n2\n{cue}Customer 1: Hello.\n\n3\n{cue}Ana: Yes.\n"),
            vec![("Agent", rep), ("Customer 1", prospect)],
        ),
        (
            Format::WebVtt,
            format!("WEBVTT\n\n{cue}<v Sales Rep>Hi.</v>\n\n{cue}<v Ana (Prospect)>Hello.</v>\n"),
            vec![("Sales Rep", rep), ("Ana (Prospect)", prospect)],
        ),
        // Who is external to a meeting room may be the seller.
        (
            Format::TeamsVtt,
            format!("WEBVTT\n\n{cue}<v Ana Ruiz (External)>Hi.</v>\n\n{cue}<v Customer>No.</v>\n"),
            vec![("Customer", prospect)],
        ),
        (
            Format::ZoomVtt,
            format!("WEBVTT\n\n1\n{cue}Agent: Hi.\n\n2\n{cue}Ana | Internal tools: Hello.\n"),
            vec![("Agent", rep)],
        ),
    ];
    for (format, text, expected) in cases {
        let how = How {
            format: Some(format),
            ..How::default()
        };
        let mut calls = parse_as(text.as_bytes(), &how).expect("a file of cues");
        let transcript = calls.remove(0).expect("a call").transcript;
        assert!(!transcript.sides_are_given);
        let people = transcript.people.iter();
        let told: Vec<_> = people
            .map(|person| (person.name.as_str(), person.side))
            .collect();
        assert_eq!(told, expected, "{text}");
    }
}

#[test]
fn problems_do_not_flood() {
    let text = "00:00.000 --> 00:01.000\n\n".repeat(5000);
    let problems = check(Format::Srt, &text).1;
    assert_eq!(problems.len(), 201);
    assert_eq!(problems[200].code, "more-problems");
}

#[test]
fn problems_never_hold_words_or_names() {
    let secret = "Wolpertinger";
    let text = format!(
        "{secret}\n\n{secret} --> {secret}\n\n00:05.000 --> 00:04.000\n{secret}: x\n\n{secret}\n\n\
        00:01.000 --> 00:02.000\n\n{secret}\n00:03.000 --> {secret}\n\n00:06.000 --> 00:07.000\n"
    );
    for format in FORMATS {
        let problems = check(format, &text).1;
        assert!(!problems.is_empty());
        assert!(
            problems
                .iter()
                .all(|problem| !problem.message.contains(secret))
        );
    }
}

proptest! {
    #[test]
    fn no_text_breaks_a_parser(text in "(WEBVTT\n\n)?([0-9:., <>&;v/\\-a-cA-C\n\r{}\\\\\u{0}\u{fffd}é一]|-->|\n\n|<v A>){0,200}") {
        for format in FORMATS {
            check(format, &text);
        }
    }

    #[test]
    fn what_is_written_is_what_was_said(words in prop::collection::vec("[a-z]{1,8}", 1..30)) {
        let spoken = words.join(" ");
        let text = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>{}</v>\n", words.join("\n"));
        prop_assert_eq!(said(Format::TeamsVtt, &text), [format!("Ana| {spoken}")]);
    }
}
