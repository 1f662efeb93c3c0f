//! How fast is each kind of file read?
//!
//! Files of some eight megabytes, one call each, made of the corpus' own turns in the shape that its writer gives them:
//! cues, lines, sentences, single words. Measured is everything from bytes to utterances, with finding out the format.
//! What a figure counts is the file's bytes (of a Word document the unpacked ones), most of which are no speech in
//! formats that tell the time of every word.

use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{Cursor, Write as _};

use anyhow::{Context, ensure};
use verbatim::ingest::format::Format;
use verbatim::ingest::parse::parse;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::corpus::texts;
use crate::measure::{median, speed, timed};
use crate::table::{Row, Table, Unit};
use crate::workbench::Workbench;

/// Bytes of a file, and of one that only shows that everything runs.
const ENOUGH: usize = 8 << 20;
const TINY: usize = 1 << 14;

const SPEAKERS: [&str; 2] = ["Ana Ruiz", "Bo Ray"];

/// A turn as it is put into a file.
struct Line<'t> {
    number: usize,
    speaker: &'static str,
    /// Seconds.
    start: f64,
    end: f64,
    text: &'t str,
}

/// How a file is made: what stands first, one line after the other, what stands last.
struct Shape {
    format: Format,
    row: &'static str,
    what: &'static str,
    first: &'static str,
    line: fn(&Line<'_>, &mut String),
    /// Between two lines.
    comma: &'static str,
    last: &'static str,
}

#[rustfmt::skip]
const SHAPES: [Shape; 10] = [
    Shape { format: Format::ZoomVtt, row: "PARSE1", what: "Zoom's captions, read", first: "WEBVTT\r\n\r\n", line: zoom, comma: "", last: "" },
    Shape { format: Format::Srt, row: "PARSE2", what: "SubRip, read", first: "", line: srt, comma: "", last: "" },
    Shape { format: Format::Text, row: "PARSE3", what: "text with names, read", first: "", line: text, comma: "", last: "" },
    Shape { format: Format::Gong, row: "PARSE4", what: "Gong's sentences, read", line: gong, comma: ",",
        first: r#"{"callTranscripts":[{"callId":"7782342274025937895","transcript":["#, last: "]}]}" },
    Shape { format: Format::Fireflies, row: "PARSE5", what: "Fireflies' sentences, read", line: fireflies, comma: ",",
        first: r#"{"data":{"transcript":{"id":"x1","title":"Call","date":1782438600000,"duration":30.5,"sentences":["#, last: "]}}}" },
    Shape { format: Format::Deepgram, row: "PARSE6", what: "Deepgram's words, read", line: deepgram, comma: ",",
        first: r#"{"metadata":{"request_id":"r","duration":1.0,"channels":1},"results":{"channels":[{"alternatives":[{"transcript":"","confidence":0.99,"words":["#,
        last: "]}]}]}}" },
    Shape { format: Format::AwsTranscribe, row: "PARSE7", what: "Amazon Transcribe's words, read", line: amazon, comma: ",",
        first: r#"{"jobName":"call-1","accountId":"1","results":{"transcripts":[{"transcript":""}],"items":["#, last: r#"]},"status":"COMPLETED"}"# },
    Shape { format: Format::Whisper, row: "PARSE8", what: "Whisper's segments, read", line: whisper, comma: ",",
        first: r#"{"task":"transcribe","language":"english","duration":1.0,"text":"","segments":["#, last: "]}" },
    Shape { format: Format::Csv, row: "PARSE9", what: "a table, read", first: "start,end,speaker,text\r\n", line: csv, comma: "", last: "" },
    Shape { format: Format::Docx, row: "PARSE10", what: "a Word document, read", line: word, comma: "",
        first: r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#,
        last: "<w:sectPr/></w:body></w:document>" },
];

/// PARSE1 to PARSE10; `PARSE` asks for all of them.
pub fn measure(bench: &Workbench<'_>, table: &mut Table) -> anyhow::Result<()> {
    for shape in &SHAPES {
        if bench.setup.wants(shape.row) || bench.setup.wants("PARSE") {
            table.add(row(bench, shape)?);
        }
    }
    Ok(())
}

fn row(bench: &Workbench<'_>, shape: &Shape) -> anyhow::Result<Row> {
    let wanted = if bench.setup.is_tiny { TINY } else { ENOUGH };
    let written = written(bench, shape, wanted)?;
    let n_bytes = written.len() as u64;
    let file = if shape.format == Format::Docx {
        packed(&written)?
    } else {
        written.into_bytes()
    };
    let mut times = Vec::new();
    let mut n_utterances = 0;
    for round in 0..bench.setup.rounds {
        eprintln!("{}: round {} …", shape.row, round + 1);
        let (n_read, seconds) = timed(|| read(&file, shape.format))?;
        n_utterances = n_read;
        times.push(seconds);
    }
    let seconds = median(&times);
    Ok(Row {
        id: shape.row,
        what: shape.what,
        measured: speed(n_bytes, seconds),
        unit: Unit::Speed,
        bounds: None,
        note: format!(
            "{}: {:.1} MB, {n_utterances} utterances in {:.0} ms; one thread",
            shape.format.name(),
            n_bytes as f64 / 1e6,
            seconds * 1000.0
        ),
    })
}

/// Reads a file that holds one call, and counts the utterances.
fn read(file: &[u8], format: Format) -> anyhow::Result<usize> {
    let calls = black_box(parse(file)).map_err(|refusal| anyhow::anyhow!("{}", refusal.message))?;
    let call = calls.into_iter().next().context("a file without a call")?;
    let call = call.map_err(|refusal| anyhow::anyhow!("{}", refusal.message))?;
    let found = call.transcript.format;
    ensure!(
        found == format,
        "{} was taken for {}",
        format.name(),
        found.name()
    );
    Ok(call.transcript.utterances.len())
}

/// A file of so many bytes, made of the corpus' turns over and over.
fn written(bench: &Workbench<'_>, shape: &Shape, wanted: usize) -> anyhow::Result<String> {
    let texts: Vec<String> = texts(bench.calls())
        .take(20_000)
        .map(plain)
        .filter(|text| !text.is_empty())
        .collect();
    ensure!(!texts.is_empty(), "the corpus holds no words");
    let mut file = String::with_capacity(wanted + (1 << 16));
    file.push_str(shape.first);
    for (number, text) in texts.iter().cycle().enumerate() {
        if file.len() >= wanted {
            break;
        }
        if number > 0 {
            file.push_str(shape.comma);
        }
        let start = number as f64 * 4.0;
        let line = Line {
            number,
            speaker: SPEAKERS[number % SPEAKERS.len()],
            start,
            end: start + 3.5,
            text,
        };
        (shape.line)(&line, &mut file);
    }
    file.push_str(shape.last);
    Ok(file)
}

/// On one line, and with no sign that means something to a format.
fn plain(text: &str) -> String {
    let is_sign = |c: char| c.is_control() || matches!(c, '<' | '>' | '&' | '"' | ':');
    text.replace(is_sign, " ").trim().to_owned()
}

fn packed(xml: &str) -> anyhow::Result<Vec<u8>> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", xml),
    ] {
        writer.start_file(name, SimpleFileOptions::default())?;
        writer.write_all(part.as_bytes())?;
    }
    Ok(writer.finish()?.into_inner())
}

// One line each. Writing to a string cannot fail.

fn stamp(seconds: f64, point: char) -> String {
    let ms = (seconds * 1000.0) as u64;
    let (all, ms) = (ms / 1000, ms % 1000);
    format!(
        "{:02}:{:02}:{:02}{point}{ms:03}",
        all / 3600,
        all / 60 % 60,
        all % 60
    )
}

fn cue(line: &Line<'_>, point: char, end: &str, file: &mut String) {
    let _ = write!(
        file,
        "{}{end}{} --> {}{end}{}: {}{end}{end}",
        line.number + 1,
        stamp(line.start, point),
        stamp(line.end, point),
        line.speaker,
        line.text
    );
}

fn zoom(line: &Line<'_>, file: &mut String) {
    cue(line, '.', "\r\n", file);
}

fn srt(line: &Line<'_>, file: &mut String) {
    cue(line, ',', "\n", file);
}

fn text(line: &Line<'_>, file: &mut String) {
    let _ = writeln!(file, "{}: {}", line.speaker, line.text);
}

fn csv(line: &Line<'_>, file: &mut String) {
    let _ = write!(
        file,
        "{},{},{},\"{}\"\r\n",
        line.start, line.end, line.speaker, line.text
    );
}

fn word(line: &Line<'_>, file: &mut String) {
    let _ = write!(
        file,
        r#"<w:p><w:r><w:t xml:space="preserve">{}: {}</w:t></w:r></w:p>"#,
        line.speaker, line.text
    );
}

fn gong(line: &Line<'_>, file: &mut String) {
    let _ = write!(
        file,
        r#"{{"speakerId":"{}","topic":null,"sentences":[{{"start":{},"end":{},"text":{}}}]}}"#,
        6000 + line.number % 2,
        line.start * 1000.0,
        line.end * 1000.0,
        quoted(line.text)
    );
}

fn fireflies(line: &Line<'_>, file: &mut String) {
    let text = quoted(line.text);
    let _ = write!(
        file,
        r#"{{"index":{},"speaker_id":{},"speaker_name":"{}","text":{text},"raw_text":{text},"start_time":{},"end_time":{}}}"#,
        line.number,
        line.number % 2,
        line.speaker,
        line.start,
        line.end
    );
}

fn whisper(line: &Line<'_>, file: &mut String) {
    let _ = write!(
        file,
        r#"{{"id":{},"seek":0,"start":{},"end":{},"text":{},"tokens":[50364,50614],"temperature":0.0,"avg_logprob":-0.2,"compression_ratio":1.3,"no_speech_prob":0.01}}"#,
        line.number,
        line.start,
        line.end,
        quoted(line.text)
    );
}

fn deepgram(line: &Line<'_>, file: &mut String) {
    words(line, file, |word, start, end, file| {
        let bare = word
            .trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase();
        let _ = write!(
            file,
            r#"{{"word":{},"start":{start},"end":{end},"confidence":0.99,"speaker":{},"punctuated_word":{}}}"#,
            quoted(&bare),
            line.number % 2,
            quoted(word)
        );
    });
}

fn amazon(line: &Line<'_>, file: &mut String) {
    words(line, file, |word, start, end, file| {
        let _ = write!(
            file,
            r#"{{"type":"pronunciation","start_time":"{start:.2}","end_time":"{end:.2}","speaker_label":"spk_{}","alternatives":[{{"confidence":"0.99","content":{}}}]}}"#,
            line.number % 2,
            quoted(word)
        );
    });
}

/// Every word with its own times, commas between them.
fn words(line: &Line<'_>, file: &mut String, write: impl Fn(&str, f64, f64, &mut String)) {
    let all: Vec<&str> = line.text.split_whitespace().collect();
    let each = (line.end - line.start) / all.len().max(1) as f64;
    for (n, word) in all.into_iter().enumerate() {
        if n > 0 {
            file.push(',');
        }
        let start = line.start + each * n as f64;
        write(word, start, start + each, file);
    }
}

/// As a string of JSON; no sign in it needs escaping but the backslash.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', " "))
}
