//! What in a text would tell who spoke?

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;

use anyhow::{Context, anyhow};
use serde::Serialize;

use crate::call::Span;
use crate::cli::Outcome;
use crate::cli::args::Args;
use crate::cli::file;
use crate::cli::look::{FAINT, count, note_label, printable, styled};
use crate::cli::settings::Settings;
use crate::quote::redact::pseudonyms::Pseudonyms;
use crate::quote::redact::{Finding, Redactor};
use crate::store::catalogue::Catalogue;

/// No line of a text that people wrote is longer, in bytes.
const LONGEST_LINE: u64 = 1 << 20;

/// Mark in a text what would tell who spoke: names, numbers, addresses
///
/// For notes, mails and pasted quotes that are no pack; packs are redacted when they are published. Each line is looked
/// at by itself, and one person has one pseudonym in all of the text. With --call the names on that call's papers are
/// known as well. The words are marked in a copy; nothing is kept.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  echo 'Ask Priya Raman, priya@example.com or 555-0134.' | verbatim redact -\n  echo 'Priya told me so.' | verbatim redact - --json"
)]
pub struct Redact {
    /// A text; - for what is typed or piped in
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Know everybody on this call, and its account
    #[arg(long, value_name = "CALL")]
    pub call: Option<String>,
    /// One line of the text a line, as JSON: its copy, and what was found with bytes and reasons
    #[arg(long)]
    pub json: bool,
}

/// A line of the text.
#[derive(Serialize)]
struct Redacted<'a> {
    /// From 1.
    line: usize,
    redacted: &'a str,
    findings: &'a [Finding],
}

/// Marks a text.
pub fn run(args: &Args, command: &Redact) -> anyhow::Result<Outcome> {
    let settings = Settings::of(args)?;
    let redactor = redactor(&settings, command)?;
    let mut text = BufReader::new(file::opened(&command.file)?);
    let mut pseudonyms = Pseudonyms::default();
    let mut out = std::io::BufWriter::new(anstream::stdout());
    let mut n_found = 0;
    let mut number = 0;
    while let Some(line) = next_line(&mut text, number + 1)? {
        number += 1;
        let whole = Span {
            start: 0,
            end: line.len() as u32,
        };
        let findings = redactor.redact_said(None, &line, whole, &mut pseudonyms);
        n_found += findings.len();
        let redacted = marked(&line, &findings);
        if command.json {
            let told = Redacted {
                line: number,
                redacted: &redacted,
                findings: &findings,
            };
            writeln!(out, "{}", serde_json::to_string(&told)?)?;
        } else {
            writeln!(out, "{}", printable(&redacted))?;
            for finding in &findings {
                let why = format!("  {} {}", finding.replacement, finding.reason);
                writeln!(out, "{}", styled(FAINT, &printable(&why)))?;
            }
        }
    }
    out.flush()?;
    if !command.json {
        let places = count(n_found as u64, "place");
        writeln!(anstream::stderr(), "{} {places} marked", note_label())?;
    }
    Ok(Outcome::Done)
}

fn redactor(settings: &Settings, command: &Redact) -> anyhow::Result<Redactor> {
    let redactor = match &command.call {
        None => Redactor::for_nobody(),
        Some(id) => {
            let catalogue = Catalogue::open_to_read(&settings.dir)?;
            let (_, call) = catalogue.call(id)?.ok_or_else(|| {
                anyhow!("there is no call {id}; `verbatim search` shows the ids of calls")
            })?;
            Redactor::for_call(&call)
        }
    };
    let products = settings.config.products.iter();
    Ok(redactor.keeping(products.map(String::as_str)))
}

/// The next line without its end; `None` after the last.
fn next_line(text: &mut dyn BufRead, number: usize) -> anyhow::Result<Option<String>> {
    let mut bytes = Vec::new();
    text.take(LONGEST_LINE + 1)
        .read_until(b'\n', &mut bytes)
        .with_context(|| format!("cannot read line {number} of the text"))?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.len() as u64 > LONGEST_LINE {
        return Err(anyhow!(
            "line {number} is longer than a MiB; break the text into lines"
        ));
    }
    let mut line = String::from_utf8(bytes)
        .map_err(|_| anyhow!("line {number} is no UTF-8; save the text as UTF-8"))?;
    while line.ends_with(['\n', '\r']) {
        line.pop();
    }
    Ok(Some(line))
}

/// A copy of the line with a replacement where something was found.
fn marked(line: &str, findings: &[Finding]) -> String {
    let mut out = String::with_capacity(line.len());
    let mut at = 0;
    for finding in findings {
        let (from, to) = (finding.span.start as usize, finding.span.end as usize);
        out.push_str(line.get(at..from).unwrap_or(""));
        out.push_str(&finding.replacement);
        at = to;
    }
    out.push_str(line.get(at..).unwrap_or(""));
    out
}
