//! Is what comes packed read like what comes unpacked, and is nothing let unfold further than it should?
//!
//! ZIP archives, Word documents (Teams, Google Meet, anybody's), and the captions and documents that stand in them.

mod archives;
mod captions;
mod meet;
mod teams;
mod unfold;

use std::io::{Cursor, Write};

use verbatim::ingest::parse::{self, Parsed};
use verbatim::ingest::transcript::{Refusal, Utterance};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

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
