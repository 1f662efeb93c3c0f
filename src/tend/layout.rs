//! Where in a lexicon file's text does each entry, pattern and sentence stand?

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::mine::lexicon::{CLASSES, LEARNED, SENSES, Sources};

/// A string of a file, and its place there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub text: String,
    /// Bytes of the file, quotation marks included.
    pub span: Range<usize>,
    /// Counted from 1.
    pub line: usize,
}

/// Under which heading something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Heading {
    Entry,
    Evidence,
}

impl Heading {
    /// The word between the brackets.
    pub fn name(self) -> &'static str {
        match self {
            Heading::Entry => "entry",
            Heading::Evidence => "evidence",
        }
    }

    /// The heading in a line, if it is one.
    pub fn of_line(line: &str) -> Option<Heading> {
        let bare = line.split('#').next().unwrap_or("").trim();
        let inner = bare.strip_prefix("[[")?.strip_suffix("]]")?.trim();
        let headings = [Heading::Entry, Heading::Evidence];
        headings.into_iter().find(|heading| heading.name() == inner)
    }
}

/// An entry's strings, or those of a piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Laid {
    pub heading: Heading,
    pub tag: Placed,
    pub name: Placed,
    /// Of evidence: its cues.
    pub patterns: Vec<Placed>,
    pub personas: Vec<Placed>,
    pub hear: Vec<Placed>,
    pub near: Vec<Placed>,
}

/// A file's strings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub persona: Option<Placed>,
    /// Entries first, then evidence, as they are compiled.
    pub entries: Vec<Laid>,
}

impl Layout {
    /// The entries and the evidence in the order of the text.
    pub fn in_order(&self) -> Vec<&Laid> {
        let mut laid: Vec<&Laid> = self.entries.iter().collect();
        laid.sort_by_key(|laid| laid.tag.span.start);
        laid
    }
}

/// As [`crate::mine::lexicon`] reads a file, except that every string has its place and other fields are no matter.
#[derive(Deserialize)]
struct File {
    persona: Option<Spanned<String>>,
    #[serde(default)]
    entry: Vec<FileEntry>,
    #[serde(default)]
    evidence: Vec<FileEvidence>,
}

#[derive(Deserialize)]
struct FileEntry {
    tag: Spanned<String>,
    name: Spanned<String>,
    patterns: Vec<Spanned<String>>,
    #[serde(default)]
    persona: Vec<Spanned<String>>,
    #[serde(default)]
    hear: Vec<Spanned<String>>,
    #[serde(default)]
    near: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
struct FileEvidence {
    tag: Spanned<String>,
    name: Spanned<String>,
    cues: Vec<FileCue>,
    #[serde(default)]
    persona: Vec<Spanned<String>>,
    #[serde(default)]
    hear: Vec<Spanned<String>>,
    #[serde(default)]
    near: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
struct FileCue {
    pattern: Spanned<String>,
}

/// Lays a file out; `None` where its text is no lexicon, which compiling it tells better.
pub fn layout(text: &str) -> Option<Layout> {
    let file: File = toml::from_str(text).ok()?;
    let lines = Lines::of(text);
    let place = |written: Spanned<String>| lines.place(written);
    let all =
        |written: Vec<Spanned<String>>| -> Vec<Placed> { written.into_iter().map(place).collect() };
    let entries = file.entry.into_iter().map(|entry| Laid {
        heading: Heading::Entry,
        tag: place(entry.tag),
        name: place(entry.name),
        patterns: all(entry.patterns),
        personas: all(entry.persona),
        hear: all(entry.hear),
        near: all(entry.near),
    });
    let evidence = file.evidence.into_iter().map(|evidence| Laid {
        heading: Heading::Evidence,
        tag: place(evidence.tag),
        name: place(evidence.name),
        patterns: all(evidence.cues.into_iter().map(|cue| cue.pattern).collect()),
        personas: all(evidence.persona),
        hear: all(evidence.hear),
        near: all(evidence.near),
    });
    Some(Layout {
        persona: file.persona.map(place),
        entries: entries.chain(evidence).collect(),
    })
}

/// Where each line begins, in bytes.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Lines {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines(std::iter::once(0).chain(ends).collect())
    }

    fn place(&self, written: Spanned<String>) -> Placed {
        let span = written.span();
        Placed {
            line: self.0.partition_point(|start| *start <= span.start),
            span,
            text: written.into_inner(),
        }
    }
}

/// The files that hold entries, without the lists and what was learned: name and text, in the order in which they
/// are compiled.
pub fn files_of_entries(sources: &Sources) -> impl Iterator<Item = (&str, &str)> {
    let files = sources.files().iter();
    files
        .filter(|(file, _)| holds_entries(file))
        .map(|(file, text)| (file.as_str(), &**text))
}

/// Whether a file of that name holds entries.
pub fn holds_entries(file: &str) -> bool {
    ![CLASSES, SENSES, LEARNED].contains(&file)
}
