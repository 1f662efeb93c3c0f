//! What is wrong with lexicons, before anybody listens with them?
//!
//! Each finding has its place and says what to do. An error makes a lexicon unusable or says a thing twice; a hint
//! is worth a look. Files are read one by one, so that a mistake in one of them hides nothing in the others.

mod confidence;

mod names;

mod twins;

mod weights;

pub mod mend;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use serde::Serialize;

use crate::mine::lexicon::{CLASSES, Entry, LexiconError, Sources, Strays};
use crate::tend::layout::{Heading, Laid, files_of_entries, holds_entries, layout};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    Error,
    Hint,
}

impl Severity {
    /// The word shown to people.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Hint => "hint",
        }
    }
}

/// One thing that is wrong or odd, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub file: String,
    pub line: usize,
    pub severity: Severity,
    pub code: &'static str,
    pub message: String,
    /// The line with a mark under the place, each on a line of its own; empty where the line number says enough.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub excerpt: String,
}

impl Finding {
    fn error(code: &'static str, file: &str, line: usize, message: String) -> Finding {
        Finding {
            file: file.to_owned(),
            line,
            severity: Severity::Error,
            code,
            message,
            excerpt: String::new(),
        }
    }

    fn hint(code: &'static str, file: &str, line: usize, message: String) -> Finding {
        Finding {
            severity: Severity::Hint,
            ..Finding::error(code, file, line, message)
        }
    }

    /// Whether [`mend::mended`] takes care of it.
    pub fn is_mendable(&self) -> bool {
        matches!(self.code, "unsorted" | "pattern-repeated")
    }
}

impl From<LexiconError> for Finding {
    fn from(error: LexiconError) -> Finding {
        Finding {
            excerpt: error.excerpt.trim_start_matches('\n').to_owned(),
            ..Finding::error("syntax", &error.file, error.line, error.message)
        }
    }
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// By file and line.
    pub findings: Vec<Finding>,
    /// How much was checked: files with entries, entries and patterns of those that could be read.
    pub n_files: usize,
    pub n_entries: usize,
    pub n_patterns: usize,
}

impl Report {
    /// How many findings there are of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let findings = self.findings.iter();
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    }
}

/// Lists of words by name.
type Classes = BTreeMap<String, Vec<String>>;

/// An entry that could be compiled, and its place.
struct Known {
    file: String,
    laid: Laid,
    entry: Entry,
}

/// Checks lexicons.
pub fn check(sources: &Sources) -> Report {
    let mut findings = Vec::new();
    let mut known: Vec<Known> = Vec::new();
    for (file, text) in sources.files() {
        match read(sources, file, text) {
            Ok(entries) => known.extend(entries),
            // A broken list of classes stops every file, and is told once, with its own name.
            Err(error) if error.file != *file => {}
            Err(error) => findings.push(Finding::from(error)),
        }
    }
    for of_file in known.chunk_by(|one, next| one.file == next.file) {
        repeated_names(of_file, &mut findings);
        order(of_file, &mut findings);
    }
    for known in &known {
        examples(known, &mut findings);
    }
    names::tags(&known, &mut findings);
    names::personas(sources, &mut findings);
    names::classes(sources, &mut findings);
    twins::find(&known, &classes(sources), &mut findings);
    weights::find(&known, &mut findings);
    confidence::find(&known, &mut findings);
    if findings.iter().any(|found| found.code == "syntax") {
        call_nothing_unused(&mut findings);
    }
    in_order(&mut findings);
    Report {
        findings,
        n_files: files_of_entries(sources).count(),
        n_entries: known.len(),
        n_patterns: known.iter().map(|known| known.laid.patterns.len()).sum(),
    }
}

/// Checks the lexicons of a folder, with what was not read of it.
pub fn check_folder(sources: &Sources, strays: &Strays) -> Report {
    let is_unread = |file: &str| strays.unread.iter().any(|error| error.file == file);
    let mut report = if is_unread(CLASSES) {
        // Nobody knows what the other files mean by lists that cannot be read.
        Report {
            n_files: files_of_entries(sources).count(),
            ..Report::default()
        }
    } else {
        check(sources)
    };
    if !strays.unread.is_empty() || !strays.misnamed.is_empty() {
        call_nothing_unused(&mut report.findings);
    }
    let unread = strays.unread.iter().cloned();
    report.findings.extend(unread.map(|error| Finding {
        code: "unreadable",
        ..Finding::from(error)
    }));
    let misnamed = strays.misnamed.iter();
    report
        .findings
        .extend(misnamed.map(|file| ending_too_many(file)));
    in_order(&mut report.findings);
    report
}

/// Nobody knows what a file that is not read would name.
fn call_nothing_unused(findings: &mut Vec<Finding>) {
    findings.retain(|found| found.code != "unused-class");
}

fn ending_too_many(file: &str) -> Finding {
    let message = "its name ends in .txt, so it is not read; rename it so that it ends in .toml";
    Finding::hint("misnamed", file, 1, message.to_owned())
}

fn in_order(findings: &mut [Finding]) {
    findings.sort_by(|a, b| (&a.file, a.line, a.severity).cmp(&(&b.file, b.line, b.severity)));
}

/// The entries of one file, compiled with the word classes that they may name.
fn read(sources: &Sources, file: &str, text: &str) -> Result<Vec<Known>, LexiconError> {
    let needs_classes = holds_entries(file);
    let needed = sources.only(|name| name == file || (needs_classes && name == CLASSES));
    let lexicons = needed.compile()?;
    let laid = layout(text)
        .filter(|_| needs_classes)
        .map(|layout| layout.entries)
        .unwrap_or_default();
    let entries = laid.into_iter().zip(lexicons.entries);
    Ok(entries
        .map(|(laid, entry)| Known {
            file: file.to_owned(),
            laid,
            entry,
        })
        .collect())
}

/// The lists of words that patterns name; none where their file is missing or broken.
fn classes(sources: &Sources) -> Classes {
    let file = sources.files().iter().find(|(file, _)| file == CLASSES);
    file.and_then(|(_, text)| toml::from_str(text).ok())
        .unwrap_or_default()
}

fn repeated_names(of_file: &[Known], findings: &mut Vec<Finding>) {
    let mut lines: FxHashMap<&str, usize> = FxHashMap::default();
    for Known { file, laid, .. } in of_file {
        let name = &laid.name;
        let first = *lines.entry(&name.text).or_insert(name.line);
        if first != name.line {
            let message = format!(
                "the name {:?} stands in line {first} already; give this entry another, names are unique in a file",
                name.text
            );
            findings.push(Finding::error("name-repeated", file, name.line, message));
        }
    }
}

/// Entries are sorted by tag, then by name, and evidence behind them, so that two people find and add them in the same
/// place.
fn order(of_file: &[Known], findings: &mut Vec<Finding>) {
    let mut in_text: Vec<&Known> = of_file.iter().collect();
    in_text.sort_by_key(|known| known.laid.tag.span.start);
    for pair in in_text.windows(2) {
        let [before, known] = pair else { continue };
        let key = |known: &&Known| {
            let Laid {
                heading, tag, name, ..
            } = &known.laid;
            (*heading, tag.text.clone(), name.text.clone())
        };
        if key(known) < key(before) {
            let message = format!(
                "{} {:?} belongs before {} {:?} (line {}): entries are sorted by tag, then by name, and evidence stands \
                 behind them; --fix moves it",
                known.laid.tag.text,
                known.laid.name.text,
                before.laid.tag.text,
                before.laid.name.text,
                before.laid.tag.line
            );
            let line = known.laid.tag.line;
            findings.push(Finding::hint("unsorted", &known.file, line, message));
        }
    }
}

/// An entry without sentences is an entry that nobody can test.
fn examples(known: &Known, findings: &mut Vec<Finding>) {
    let (laid, line) = (&known.laid, known.laid.name.line);
    if laid.patterns.is_empty() {
        let (what, whole) = match laid.heading {
            Heading::Entry => ("pattern", "entry"),
            Heading::Evidence => ("cue", "evidence"),
        };
        let message = format!(
            "{:?} has no {what}, so it hears nothing; write one or remove the {whole}",
            laid.name.text
        );
        findings.push(Finding::error("no-pattern", &known.file, line, message));
    }
    let missing = match (laid.hear.is_empty(), laid.near.is_empty()) {
        (true, true) => {
            "no sentence that it must hear (`hear`) and no near miss that it must not (`near`)"
        }
        (true, false) => "no sentence that it must hear; write one into `hear`",
        (false, true) => "no near miss that it must not hear; write one into `near`",
        (false, false) => return,
    };
    let message = format!("{:?} has {missing}", laid.name.text);
    findings.push(Finding::hint("no-example", &known.file, line, message));
}
