//! Where does a WebVTT file's header end, which language does it name, and is its signature right?
//!
//! A missing or misspelled signature is a problem and no more: people and tools edit these files by hand, and
//! whether the file is WebVTT at all has been decided before.

use crate::ingest::transcript::Problem;

use super::shape;

const SIGNATURE: &str = "WEBVTT";

/// What stands before the first block.
pub(super) struct Header {
    /// How many lines belong to the header.
    pub(super) n_lines: usize,
    pub(super) language: Option<String>,
    pub(super) problems: Vec<Problem>,
}

/// Reads the signature and the `Key: value` lines below it, up to the first empty line or the first times.
pub(super) fn read(lines: &[(usize, &str)]) -> Header {
    let mut header = Header {
        n_lines: 0,
        language: None,
        problems: Vec::new(),
    };
    let first = lines
        .iter()
        .position(|(_, line)| !shape::bare(line).is_empty());
    let Some((at, (number, line))) = first.and_then(|at| Some((at, *lines.get(at)?))) else {
        return header;
    };
    if !is_signature(line) {
        header.problems.push(Problem::at_line(
            "no-signature",
            number,
            "the first line is not WEBVTT; the cues were read all the same",
        ));
        return header;
    }
    if at > 0 || !is_exact(line) {
        header.problems.push(Problem::at_line(
            "odd-signature",
            number,
            "the file does not start with the word WEBVTT by itself; the cues were read all the same",
        ));
    }
    header.n_lines = at + 1;
    for (_, line) in lines.iter().skip(at + 1) {
        if line.is_empty() || shape::times(line).is_some() {
            break;
        }
        header.n_lines += 1;
        header.language = header.language.or_else(|| language(line));
    }
    // Some tools write no empty line before the first cue, whose number then stands at the header's end.
    let next_is_cue = lines
        .get(header.n_lines)
        .is_some_and(|(_, line)| !line.is_empty());
    let last = lines.get(header.n_lines.saturating_sub(1));
    if next_is_cue && last.is_some_and(|(_, line)| shape::is_id(line)) {
        header.n_lines -= 1;
    }
    header
}

/// The language that a header line or a note names.
pub(super) fn language(line: &str) -> Option<String> {
    let (key, value) = line.split_once(':')?;
    let value = value.trim();
    let is_tag = (2..=35).contains(&value.len())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (is_tag && key.trim().eq_ignore_ascii_case("language")).then(|| value.to_owned())
}

fn is_signature(line: &str) -> bool {
    shape::bare(line)
        .get(..SIGNATURE.len())
        .is_some_and(|word| word.eq_ignore_ascii_case(SIGNATURE))
}

/// Whether a text or its first line starts as the standard asks, to the letter.
pub(super) fn is_exact(text: &str) -> bool {
    text.strip_prefix(SIGNATURE)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}
