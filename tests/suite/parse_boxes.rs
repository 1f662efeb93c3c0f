//! Is what comes packed read like what comes unpacked, and is nothing let unfold further than it should?
//!
//! ZIP archives, Word documents (Teams, Google Meet, anybody's), and the captions and documents that stand in them.

use std::io::{Cursor, Write};
use std::process::Stdio;

use serde_json::Value;
use verbatim::ingest::parse::{self, Parsed};
use verbatim::ingest::transcript::{Refusal, Utterance};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::harness::{Desk, Talk};

/// The only place that touches the parsers: one file, one call.
fn check(bytes: &[u8]) -> Result<Parsed, Refusal> {
    let read = parse::parse(bytes).and_then(|mut calls| {
        assert_eq!(calls.len(), 1);
        calls.remove(0)
    });
    match &read {
        Ok(parsed) => assert!(parsed.raw.end <= bytes.len()),
        Err(refusal) => {
            assert!(!refusal.message.ends_with('.'), "{}", refusal.message);
            assert!(!refusal.message.contains("secret"), "{}", refusal.message);
        }
    }
    read
}

#[track_caller]
fn call(bytes: &[u8]) -> Parsed {
    check(bytes).unwrap_or_else(|refusal| panic!("{}: {refusal}", refusal.code))
}

#[track_caller]
fn code(bytes: &[u8]) -> &'static str {
    match check(bytes) {
        Ok(_) => panic!("it was read"),
        Err(refusal) => refusal.code,
    }
}

/// The format, then what is said, one line an utterance: `name@start-end| words`, with `-` for nobody.
#[track_caller]
fn said(bytes: &[u8]) -> Vec<String> {
    let parsed = call(bytes);
    let time = |sign: &str, seconds: Option<f64>| {
        let seconds = seconds.map(|seconds| (seconds * 1000.0).round() / 1000.0);
        seconds.map_or(String::new(), |seconds| format!("{sign}{seconds}"))
    };
    let line = |utterance: &Utterance| {
        let name = utterance.speaker.as_deref().unwrap_or("-");
        let (start, end) = (time("@", utterance.start), time("-", utterance.end));
        format!("{name}{start}{end}| {}", utterance.text)
    };
    let format = parsed.transcript.format.name().to_owned();
    let lines = parsed.transcript.utterances.iter().map(line);
    std::iter::once(format).chain(lines).collect()
}

// ---- boxes ------------------------------------------------------------------------------------------------------

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // An OpenDocument file is known by its first part, which is never packed.
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Word document with so much around its text.
fn document(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"urn:w\" xmlns:mc=\"urn:mc\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    )
}

fn docx_of(xml: &[u8]) -> Vec<u8> {
    let types: &[u8] = b"<Types/>";
    zip(&[("[Content_Types].xml", types), ("word/document.xml", xml)])
}

/// One paragraph for each item, its lines broken as Word breaks them; `#` makes a heading.
fn docx(paragraphs: &[&str]) -> Vec<u8> {
    let paragraph = |text: &&str| {
        let (style, text) = match text.strip_prefix("# ") {
            Some(text) => ("<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>", text),
            None => ("", *text),
        };
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let lines: Vec<String> = text
            .split('\n')
            .map(|line| format!("<w:t xml:space=\"preserve\">{line}</w:t>"))
            .collect();
        format!(
            "<w:p>{style}<w:r><w:rPr><w:b/></w:rPr>{}</w:r></w:p>",
            lines.join("<w:br/>")
        )
    };
    let body: String = paragraphs.iter().map(paragraph).collect();
    docx_of(document(&body).as_bytes())
}

/// Changes a number of two or four bytes in every header of a container: where it stands behind a local header's
/// signature, and behind a central one's.
fn patched(mut bytes: Vec<u8>, local: usize, central: usize, number: &[u8]) -> Vec<u8> {
    for at in 0..bytes.len().saturating_sub(4) {
        let from = match &bytes[at..at + 4] {
            b"PK\x03\x04" => at + local,
            b"PK\x01\x02" => at + central,
            _ => continue,
        };
        bytes[from..from + number.len()].copy_from_slice(number);
    }
    bytes
}

fn saying_its_size_is(bytes: Vec<u8>, size: u32) -> Vec<u8> {
    patched(bytes, 22, 24, &size.to_le_bytes())
}

/// Bytes that can't be packed, the same in every run.
fn noise(n_bytes: usize) -> Vec<u8> {
    let mut state = 1_u64;
    let next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 56) as u8
    };
    std::iter::repeat_with(next).take(n_bytes).collect()
}

const SPEECH: [&str; 3] = ["Ana Ruiz: Hello.", "Bo Ray: Hi Ana.", "Ana Ruiz: Bye."];

// ---- what unfolds too far ---------------------------------------------------------------------------------------

#[test]
fn a_document_that_unfolds_too_far_is_refused() {
    assert_eq!(code(&docx_of(&vec![b' '; 40 << 20])), "zip-bomb");
}

#[test]
fn a_document_that_says_it_unfolds_too_far_is_refused_before_it_does() {
    assert_eq!(
        code(&saying_its_size_is(docx(&SPEECH), 2_000_000_000)),
        "zip-bomb"
    );
    // Within the ratio and larger than any document.
    let large = saying_its_size_is(docx_of(&noise(400_000)), 70 << 20);
    assert_eq!(code(&large), "too-large");
}

#[test]
fn a_document_that_is_larger_than_it_says_is_refused() {
    assert_eq!(code(&saying_its_size_is(docx(&SPEECH), 10)), "broken-zip");
    let bomb = saying_its_size_is(docx_of(&vec![b' '; 40 << 20]), 1_000);
    assert_eq!(code(&bomb), "broken-zip");
}

#[test]
fn a_container_of_very_many_parts_is_refused() {
    let names: Vec<String> = (0..2_001).map(|n| format!("{n}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert_eq!(code(&zip(&parts)), "too-many-parts");
    // What it says counts, and not only what is there.
    let mut lying = docx(&SPEECH);
    let end = lying.len() - 22;
    lying[end + 8..end + 12].copy_from_slice(&[0x70, 0x17, 0x70, 0x17]);
    assert_eq!(code(&lying), "too-many-parts");
}

#[test]
fn a_locked_or_oddly_packed_document_is_refused_with_its_reason() {
    assert_eq!(code(&patched(docx(&SPEECH), 6, 8, &[1, 0])), "encrypted");
    assert_eq!(
        code(&patched(docx(&SPEECH), 8, 10, &[14, 0])),
        "unsupported-compression"
    );
}

#[test]
fn a_document_that_is_cut_off_anywhere_is_refused() {
    let whole = docx(&SPEECH);
    assert_eq!(said(&whole).len(), 4);
    for end in (0..whole.len()).step_by(3) {
        assert!(check(&whole[..end]).is_err(), "{end}");
    }
    for at in (4..whole.len()).step_by(5) {
        let mut damaged = whole.clone();
        damaged[at] ^= 0x55;
        let _ = check(&damaged);
    }
}

#[test]
fn xml_that_is_cut_off_or_too_deep_is_refused() {
    let xml = document("<w:p><w:r><w:t>Ana Ruiz: secret &amp; so on</w:t></w:r></w:p>");
    for end in (1..xml.len()).step_by(2) {
        assert!(check(&docx_of(&xml.as_bytes()[..end])).is_err(), "{end}");
    }
    let deep = document(&"<w:p>".repeat(100_000));
    assert_eq!(code(&docx_of(deep.as_bytes())), "broken-xml");
    let crossed = document("<w:p><w:r></w:p></w:r>");
    assert_eq!(code(&docx_of(crossed.as_bytes())), "broken-xml");
}

#[test]
fn other_office_files_are_named() {
    let files: [(&str, &[u8], &str); 3] = [
        ("xl/workbook.xml", b"<x/>", "Excel"),
        ("ppt/presentation.xml", b"<x/>", "PowerPoint"),
        (
            "mimetype",
            b"application/vnd.oasis.opendocument.text",
            "OpenDocument",
        ),
    ];
    for (name, bytes, what) in files {
        let refusal = check(&zip(&[(name, bytes)])).expect_err(what);
        assert_eq!(refusal.code, "binary");
        assert!(refusal.message.contains(what), "{}", refusal.message);
    }
}

// ---- Word documents ---------------------------------------------------------------------------------------------

#[test]
fn a_plain_document_is_read_like_a_text_file() {
    assert_eq!(
        said(&docx(&SPEECH)),
        [
            "docx",
            "Ana Ruiz| Hello.",
            "Bo Ray| Hi Ana.",
            "Ana Ruiz| Bye."
        ]
    );
    let titled = docx(&[
        "# Acme intro",
        "Ana Ruiz: Hello.",
        "Bo Ray: Hi.",
        "Ana Ruiz: Bye.",
    ]);
    let transcript = call(&titled).transcript;
    assert_eq!(transcript.title.as_deref(), Some("Acme intro"));
    assert_eq!(code(&docx(&["It was a secret."])), "not-a-transcript");
}

#[test]
fn only_what_still_stands_in_a_document_is_read_and_once() {
    let body = "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr>\
        <w:r><w:t>Ana Ruiz: Hello</w:t></w:r>\
        <w:del><w:r><w:delText>secret</w:delText><w:t>secret</w:t></w:r></w:del>\
        <w:ins><w:r><w:t xml:space=\"preserve\"> Ben &amp; &#233;&lt;</w:t><w:br/><w:t>all.</w:t></w:r></w:ins></w:p>\
        <w:p><w:r><mc:AlternateContent>\
        <mc:Choice><w:p><w:r><w:t>Bo Ray: Hi</w:t><w:noBreakHyphen/><w:t>ho.</w:t></w:r></w:p></mc:Choice>\
        <mc:Fallback><w:p><w:r><w:t>Bo Ray: Hi</w:t></w:r></w:p></mc:Fallback>\
        </mc:AlternateContent></w:r></w:p>\
        <w:p><w:r><w:instrText>secret</w:instrText><w:drawing><a:t>secret</a:t></w:drawing>\
        <w:t>Ana Ruiz:</w:t><w:tab/><w:t>Bye.</w:t></w:r></w:p>";
    assert_eq!(
        said(&docx_of(document(body).as_bytes())),
        [
            "docx",
            "Ana Ruiz| Hello Ben & é< all.",
            "Bo Ray| Hi-ho.",
            "Ana Ruiz| Bye."
        ]
    );
}

#[test]
fn subtitles_that_were_pasted_into_a_document_are_read() {
    let paragraphs = [
        "1",
        "00:02:17,400 --> 00:02:20,400",
        "Bo Ray: We're making",
        "our final approach.",
        "",
        "2",
        "00:02:20,500 --> 00:02:22,500",
        "Ana Ruiz: Very good.",
    ];
    assert_eq!(
        said(&docx(&paragraphs)),
        [
            "docx",
            "Bo Ray@137.4-140.4| We're making our final approach.",
            "Ana Ruiz@140.5-142.5| Very good."
        ]
    );
}

// ---- Teams ------------------------------------------------------------------------------------------------------

#[test]
fn a_teams_document_has_a_paragraph_for_each_turn() {
    let teams = docx(&[
        "Acme intro-20260815_143012-Meeting Recording",
        "15. August 2026, 14:30",
        "Ana Ruiz started transcription",
        "Ana Ruiz   0:04\nHi Bo.\nWe start at 10:30",
        "Doe, Jane [NA]   1:02:03\nFine.   ",
        "Ana Ruiz stopped transcription",
    ]);
    assert_eq!(
        said(&teams),
        [
            "teams-docx",
            "Ana Ruiz@4| Hi Bo.\nWe start at 10:30",
            "Doe, Jane [NA]@3723| Fine."
        ]
    );
    let transcript = call(&teams).transcript;
    assert_eq!(transcript.title.as_deref(), Some("Acme intro"));
    assert_eq!(transcript.started_at.as_deref(), Some("2026-08-15"));
}

#[test]
fn a_teams_recording_that_tells_its_zone_tells_its_moment() {
    let teams = docx(&[
        "Acme-20260815_143012UTC-Besprechungsaufzeichnung",
        "Ana Ruiz   0:04\nHi.",
        "Ana Ruiz hat die Transkription beendet",
    ]);
    let transcript = call(&teams).transcript;
    assert_eq!(
        transcript.started_at.as_deref(),
        Some("2026-08-15T14:30:12Z")
    );
    assert_eq!(said(&teams), ["teams-docx", "Ana Ruiz@4| Hi."]);
}

#[test]
fn an_earlier_teams_document_has_three_paragraphs_for_each_turn() {
    let teams = docx(&[
        "Acme intro",
        "0:0:5.100 --> 0:0:8.250",
        "Ana Ruiz",
        "Hi Bo.",
        "0:0:8.5 --> 0:0:9.0",
        "Bo Ray",
        "Hi.",
    ]);
    assert_eq!(
        said(&teams),
        [
            "teams-docx",
            "Ana Ruiz@5.1-8.25| Hi Bo.",
            "Bo Ray@8.5-9| Hi."
        ]
    );
}

// ---- Google Meet ------------------------------------------------------------------------------------------------

#[test]
fn of_a_meet_document_only_the_speech_is_read() {
    let meet = docx(&[
        "# 📝 Notes",
        "Sep 2, 2025",
        "Invited ana@acme.example Ana Ruiz bo@ours.example Bo Ray read@read.ai Read.ai notetaker",
        "Summary",
        "Ana Ruiz: will send the secret offer by Oct 1, 2025",
        "# 📖 Transcript",
        "Acme intro - Transcript",
        "00:00:00",
        "Ana Ruiz: Hello there.",
        "Bo Ray: Hi Ana.",
        "00:05:00",
        "Ana Ruiz: Bye.",
        "Bo's Presentation: Slides.",
        "Transcription ended after 00:06:10",
        "This editable transcript was computer generated and might contain errors.",
    ]);
    assert_eq!(
        said(&meet),
        [
            "meet-docx",
            "Ana Ruiz@0| Hello there.",
            "Bo Ray| Hi Ana.",
            "Ana Ruiz@300| Bye.",
            "-| Slides."
        ]
    );
    let transcript = call(&meet).transcript;
    assert_eq!(transcript.title.as_deref(), Some("Acme intro"));
    assert_eq!(transcript.started_at.as_deref(), Some("2025-09-02"));
    let people: Vec<(&str, Option<&str>)> = transcript
        .people
        .iter()
        .map(|person| (person.name.as_str(), person.email.as_deref()))
        .collect();
    assert_eq!(
        people,
        [
            ("Ana Ruiz", Some("ana@acme.example")),
            ("Bo Ray", Some("bo@ours.example"))
        ]
    );
}

#[test]
fn a_meet_transcript_kept_as_markdown_is_read_without_its_notes() {
    let with_stamps = "# Working group\n\n## Participants\n\n- Ana Ruiz\n\n## Meeting Notes\n\n\
        * Ana: opened the secret meeting\n\n---\n\n## Transcript\n\n\n### 00:00:00\n\n  \\\n\
        **Ana Ruiz:** All right, we are live. I know\n  \\\n \n\n### 00:01:04\n\n  \\\n\
        **Bo Ray:** You have a great \\\n**Fireflies.ai Notetaker Bo:** I listen. \\\n  \\\n \n\n\
        ### Transcription ended after 00:18:36\n";
    assert_eq!(
        said(with_stamps.as_bytes()),
        [
            "meet-markdown",
            "Ana Ruiz@0| All right, we are live. I know",
            "Bo Ray@64| You have a great",
            "-| I listen."
        ]
    );
    let without = "# Acme Call 12: Transcript\n\n#### Attendees\n\nAna Ruiz, Bo Ray, Bo's Presentation.\n\n# Transcript\n\n\
        **This editable transcript was computer generated and might contain errors.**\n\n\
        **Ana Ruiz:** Hello.\nThat's all.\n\n**Bo Ray:** Hi.\n\n**Ana Ruiz:** Bye.\n\n\
        **Meeting ended after 00:14:03 👋**\n";
    assert_eq!(
        said(without.as_bytes()),
        [
            "meet-markdown",
            "Ana Ruiz| Hello. That's all.",
            "Bo Ray| Hi.",
            "Ana Ruiz| Bye."
        ]
    );
}

#[test]
fn a_meet_transcript_copied_as_text_is_read() {
    let text = "Acme intro\n\n📖 Transcript\n\n00:00:00\n\nAna Ruiz: Hello.\n\nBo Ray: Hi.\n\n00:05:00\n\n\
        Ana Ruiz: Bye.\n\nTranscription ended after 00:06:00\n";
    assert_eq!(
        said(text.as_bytes()),
        [
            "meet-text",
            "Ana Ruiz@0| Hello.",
            "Bo Ray| Hi.",
            "Ana Ruiz@300| Bye."
        ]
    );
    // The same without Meet's marks is anybody's.
    assert_eq!(
        said(b"Ana Ruiz: Hello.\nBo Ray: Hi.\nAna Ruiz: Bye.\n")[0],
        "text"
    );
}

// ---- captions ---------------------------------------------------------------------------------------------------

const TTML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<tt xmlns="urn:tt" xmlns:ttm="urn:ttm" xmlns:ttp="urn:ttp" xml:lang="en-GB" ttp:frameRate="25" ttp:tickRate="10000000">
 <head><metadata>
  <ttm:agent xml:id="a1" type="person">
   <ttm:name type="full">Ana
    Ruiz</ttm:name><ttm:name type="alias">AR</ttm:name>
  </ttm:agent>
  <ttm:agent xml:id="v2" type="person"/>
 </metadata></head>
 <body begin="10s"><div>
  <p begin="00:00:01.500" end="00:00:03" ttm:agent="a1">Hi &amp; hello,<br/>  Bo.</p>
  <p begin="00:00:04:05" dur="1s" ttm:agent="v2"><metadata><ttm:desc>secret</ttm:desc></metadata>
   <span begin="0s">Good </span><span begin="0.2s">morning.</span></p>
  <p begin="70000000t" end="200f">No one.</p>
  <p><span begin="0.5h" end="1801s">Later.</span><span begin="30.5m" dur="500ms">Last.</span></p>
 </div></body>
</tt>
"#;

#[test]
fn ttml_counts_times_from_where_they_stand_and_names_its_agents() {
    assert_eq!(
        said(TTML.as_bytes()),
        [
            "ttml",
            "Ana Ruiz@11.5-13| Hi & hello, Bo.",
            "Speaker v2@14.2-15.2| Good morning.",
            "-@17-18| No one.",
            "-@1810-1811| Later.",
            "-@1840-1840.5| Last."
        ]
    );
    let transcript = call(TTML.as_bytes()).transcript;
    assert_eq!(transcript.language.as_deref(), Some("en-GB"));
}

#[test]
fn ttml_without_agents_may_bear_names_in_its_text() {
    let text = "<tt:tt xmlns:tt=\"urn:tt\"><tt:body><tt:div>\
        <tt:p begin=\"1s\" end=\"2s\">Ana Ruiz: Hi.</tt:p><tt:p begin=\"2s\" end=\"3s\">Bo Ray: Hello.</tt:p>\
        </tt:div></tt:body></tt:tt>";
    assert_eq!(
        said(text.as_bytes()),
        ["ttml", "Ana Ruiz@1-2| Hi.", "Bo Ray@2-3| Hello."]
    );
}

#[test]
fn ttml_that_is_cut_off_or_hostile_is_refused_and_nothing_is_looked_up() {
    for end in (0..TTML.trim_end().len()).filter(|end| TTML.is_char_boundary(*end)) {
        assert!(check(&TTML.as_bytes()[..end]).is_err(), "{end}");
    }
    for attribute in [
        "begin",
        "end",
        "dur",
        "ttp:frameRate",
        "ttp:tickRate",
        "xml:id",
    ] {
        for odd in [
            "",
            "x",
            "-1s",
            "1e400s",
            "99999999999999999999:00:00",
            "0t",
            "::",
            "1s2",
        ] {
            let text = TTML.replace(&format!("{attribute}=\""), &format!("{attribute}=\"{odd}"));
            let _ = check(text.as_bytes());
        }
    }
    let declared = "<!DOCTYPE tt [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>\
        <tt><body><div><p begin=\"1s\">Ana Ruiz: &e;</p><p begin=\"2s\">Bo Ray: Hi.</p></div></body></tt>";
    assert_eq!(said(declared.as_bytes())[1], "Ana Ruiz@1-1| &e;");
}

#[test]
fn sbv_is_read_like_subrip() {
    let text = "0:00:00.378,0:00:11.378\nAna Ruiz: Hi there.\nHow are you?\n\n\
        0:00:13.489,0:00:15.489\r\nBo Ray: Fine,[br]thanks.\r\n";
    assert_eq!(
        said(text.as_bytes()),
        [
            "sbv",
            "Ana Ruiz@0.378-11.378| Hi there. How are you?",
            "Bo Ray@13.489-15.489| Fine, thanks."
        ]
    );
    let nobody = "0:00:00.378,0:00:11.378\nCaption text #1\n\nCaption text #2\n\n0:00:17.484,0:00:16.543\nMore\n";
    assert_eq!(
        said(nobody.as_bytes()),
        [
            "sbv",
            "-@0.378-11.378| Caption text #1 Caption text #2",
            "-@17.484-17.484| More"
        ]
    );
    for end in 0..text.len() {
        let _ = check(&text.as_bytes()[..end]);
    }
}

#[test]
fn webex_names_the_speaker_beside_the_number_of_the_cue() {
    let text = "WEBVTT\n\n1 \"Jane \"JD\" Doe\" (1234567)\n00:00:01.000 --> 00:00:02.000\nHi.\n\n\
        2 \"Bo Ray\" (99)\n00:00:02.000 --> 00:00:03.000\n<v Bo Ray (Acme)>Hello.\n";
    assert_eq!(
        said(text.as_bytes()),
        [
            "webex-vtt",
            "Jane \"JD\" Doe@1-2| Hi.",
            "Bo Ray (Acme)@2-3| Hello."
        ]
    );
    for end in 0..text.len() {
        let _ = check(&text.as_bytes()[..end]);
    }
}

// ---- archives ---------------------------------------------------------------------------------------------------

const TALK: &[u8] = b"Ana Ruiz: It takes hours.\nBo Ray: I see.\nAna Ruiz: Every night.\n";

const ANOTHER: &[u8] = b"Ana Ruiz: It takes days.\nBo Ray: I see.\nAna Ruiz: So it is.\n";

/// An archive with two calls, what is passed over beside them, and what can't be read.
fn calls_zip() -> Vec<u8> {
    let inner = zip(&[("deep.txt", TALK)]);
    zip(&[
        ("march/2026-03-01 Second.txt", ANOTHER),
        ("first.txt", TALK),
        (
            "participants.csv",
            b"name,side\nAna Ruiz,prospect\nBo Ray,rep\n",
        ),
        ("march/participants.csv", b"name,side\nAna Ruiz,rep\n"),
        ("README.md", b"Ana: no\n"),
        (".hidden.txt", TALK),
        ("__MACOSX/march/._first.txt", TALK),
        ("march/call.mp4", b"not a film"),
        ("labelled/labels.jsonl", b"{}"),
        ("labelled/call.txt", TALK),
        ("broken.txt", b"no name in a secret"),
        ("inner.zip", &inner),
    ])
}

fn sources(lines: &[Value]) -> Vec<&str> {
    lines
        .iter()
        .filter_map(|line| line["source"]["path"].as_str())
        .collect()
}

#[test]
fn an_archive_is_like_a_folder() {
    let desk = Desk::new();
    desk.write("calls.zip", calls_zip());
    let run = desk
        .verbatim(&["parse", "calls.zip", "--json"])
        .has_trouble();
    let lines = run.lines();
    assert_eq!(
        sources(&lines),
        [
            "calls.zip!first.txt",
            "calls.zip!march/2026-03-01 Second.txt"
        ]
    );
    assert_eq!(lines[1]["title"], "Second");
    assert_eq!(lines[1]["started_at"], "2026-03-01");
    let side = |line: &Value| line["participants"][0]["side"].as_str().unwrap().to_owned();
    assert_eq!([side(&lines[0]), side(&lines[1])], ["prospect", "rep"]);
    let run = run
        .warns("calls.zip!broken.txt")
        .warns("calls.zip!inner.zip");
    assert_eq!(run.stderr.lines().count(), 2, "{run}");
}

#[test]
fn an_archive_is_kept_as_a_folder_is_and_once() {
    let desk = Desk::new();
    desk.write("calls.zip", calls_zip());
    let first = desk
        .verbatim(&["ingest", "calls.zip", "--json"])
        .has_trouble();
    assert_eq!(first.last()["calls"]["new"], 2);
    assert_eq!(first.last()["calls"]["failed"], 2);
    assert!(first.last()["mentions"].as_u64().unwrap() > 0);
    let again = desk
        .verbatim(&["ingest", "calls.zip", "--json"])
        .has_trouble();
    assert_eq!(again.last()["calls"]["unchanged"], 2);
    let heard = desk.verbatim(&["tag", "calls.zip", "--json"]).has_trouble();
    assert!(!heard.lines().is_empty());
    let told = desk.verbatim(&["explain", "calls.zip", "--json"]).lines();
    assert_eq!(told[0]["source"], "calls.zip!first.txt");
}

#[test]
fn companions_beside_an_archive_without_any_speak_of_its_calls() {
    let desk = Desk::new();
    desk.write("calls.zip", zip(&[("a/first.txt", TALK)]));
    desk.write("participants.csv", "name,side\nAna Ruiz,prospect\n");
    let run = desk.verbatim(&["parse", "calls.zip", "--json"]).done();
    assert_eq!(run.last()["participants"][0]["side"], "prospect");
}

#[test]
fn a_document_and_calls_a_line_in_an_archive_are_read_too() {
    let desk = Desk::new();
    let talk = |id: &str| Talk::new(id).prospect("It takes hours.").line();
    let lines = format!("{}\n{{broken\n{}\n", talk("one"), talk("two"));
    let packed = zip(&[
        ("a.docx", &docx(&SPEECH)),
        ("calls.jsonl", lines.as_bytes()),
    ]);
    desk.write("calls.zip", packed);
    let run = desk
        .verbatim(&["parse", "calls.zip", "--json"])
        .has_trouble();
    assert_eq!(
        sources(&run.lines()),
        [
            "calls.zip!a.docx",
            "calls.zip!calls.jsonl:1",
            "calls.zip!calls.jsonl:3"
        ]
    );
    run.warns("calls.zip!calls.jsonl:2");
}

#[test]
fn the_halves_of_a_gong_call_find_each_other_in_an_archive() {
    let desk = Desk::new();
    let words = br#"{"callTranscripts":[{"callId":"17","transcript":[{"speakerId":"9","sentences":[{"start":0,"end":1000,"text":"Hi."}]}]}]}"#;
    let facts = br#"{"calls":[{"metaData":{"id":"17","title":"Intro"},"parties":[{"speakerId":"9","name":"Ana Ruiz","affiliation":"External"}]}]}"#;
    let packed = zip(&[
        ("x/17-transcript.json", words),
        ("x/17-metadata.json", facts),
    ]);
    desk.write("calls.zip", packed);
    let run = desk.verbatim(&["ingest", "calls.zip", "--json"]).done();
    assert_eq!(run.last()["calls"]["new"], 1);
    let run = desk.verbatim(&["parse", "calls.zip", "--json"]);
    assert_eq!(run.last()["turns"][0]["speaker"], "Ana Ruiz");
}

#[test]
fn names_in_an_archive_lead_nowhere() {
    let desk = Desk::new();
    let names = [
        "../../up.txt",
        "/etc/root.txt",
        "a\\..\\b.txt",
        "c\u{1b}[31m\u{202e}.txt",
    ];
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, TALK)).collect();
    desk.write("calls.zip", zip(&files));
    let run = desk.verbatim(&["parse", "calls.zip", "--json"]).done();
    assert_eq!(
        sources(&run.lines()),
        [
            "calls.zip!a/b.txt",
            "calls.zip!c[31m.txt",
            "calls.zip!etc/root.txt",
            "calls.zip!up.txt"
        ]
    );
}

#[test]
fn an_archive_may_come_on_standard_input() {
    let desk = Desk::new();
    let mut command = desk.command(&["parse", "-", "--json"]);
    let mut child = command.stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&zip(&[("first.txt", TALK)])).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let line: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(line["source"]["path"], "-!first.txt");
}

#[test]
fn an_archive_that_is_cut_off_is_one_failure() {
    let desk = Desk::new();
    let whole = zip(&[("first.txt", TALK)]);
    desk.write("calls.zip", &whole[..whole.len() - 7]);
    desk.write("second.txt", TALK);
    let run = desk
        .verbatim(&["parse", "calls.zip", "second.txt", "--json"])
        .has_trouble();
    assert_eq!(run.lines().len(), 1);
    run.warns("calls.zip").warns("broken-zip");
}

#[test]
fn a_file_in_an_archive_that_unfolds_too_far_costs_no_other() {
    let desk = Desk::new();
    let packed = zip(&[("bomb.txt", &vec![b'a'; 40 << 20]), ("first.txt", TALK)]);
    desk.write("calls.zip", packed);
    let run = desk
        .verbatim(&["parse", "calls.zip", "--json"])
        .has_trouble();
    assert_eq!(sources(&run.lines()), ["calls.zip!first.txt"]);
    run.warns("calls.zip!bomb.txt").warns("zip-bomb");
}
