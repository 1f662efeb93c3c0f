//! Which recordings stand in a file of NIST's scoring formats, and which lines are whose?
//!
//! What STM and CTM share: lines of fields parted by white space, the recording's name first, `;;` for comments.
//! The lines of a recording may be scattered over the file. RTTM looks alike but has no words, and is none of them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::ingest::transcript::{Format, Problem, Refusal, Transcript, Utterance};

use super::Parsed;
use super::gather::voice;
use super::layout::raw_lines;
use super::speaker_label::{is_blank, is_placeholder};

/// So many lines tell the format.
const LINES_READ: usize = 200;

/// What begins a line of RTTM that has times as STM has them.
const RTTM: [&str; 6] = [
    "LEXEME",
    "NON-LEX",
    "NON-SPEECH",
    "NOSCORE",
    "SEGMENT",
    "SPEAKER",
];

/// The lines of one recording.
struct Recording<'t, L> {
    name: &'t str,
    lines: Vec<L>,
    bytes: Range<usize>,
    /// Lines of other recordings stand between its own.
    is_scattered: bool,
}

/// Makes a call of each recording: `read` takes a line apart and names its recording, `spoken` makes utterances of
/// a recording's lines.
pub(super) fn calls<'t, L>(
    text: &'t str,
    format: Format,
    read: impl Fn(&'t str) -> Option<(&'t str, L)>,
    spoken: impl Fn(Vec<L>) -> Vec<Utterance>,
) -> Vec<Result<Parsed, Refusal>> {
    let (recordings, mut problems) = recordings(text, read);
    if recordings.is_empty() {
        let message = "no line holds a recording, times and words; export the transcript again";
        return vec![Err(Refusal::new("not-a-transcript", message))];
    }
    let is_only = recordings.len() == 1;
    let calls = recordings.into_iter().map(|recording| {
        let mut transcript = Transcript::new(format);
        transcript.id = Some(recording.name.to_owned());
        transcript.utterances = spoken(recording.lines);
        let is_everywhere = is_only || recording.is_scattered;
        Ok(Parsed {
            transcript,
            // What is odd about the file is told once.
            problems: std::mem::take(&mut problems),
            raw: if is_everywhere {
                0..text.len()
            } else {
                recording.bytes
            },
        })
    });
    calls.collect()
}

fn recordings<'t, L>(
    text: &'t str,
    read: impl Fn(&'t str) -> Option<(&'t str, L)>,
) -> (Vec<Recording<'t, L>>, Vec<Problem>) {
    let mut found: Vec<Recording<'t, L>> = Vec::new();
    let mut places: FxHashMap<&'t str, usize> = FxHashMap::default();
    let mut last = None;
    let mut problems = Vec::new();
    for (n, line) in lines(text) {
        let Some((name, parts)) = read(line) else {
            // One is enough: a thousand alike would bury the others.
            if problems.is_empty() {
                let message = "this line has other fields than this format has, and is left out";
                problems.push(Problem::at_line("line-unreadable", n, message));
            }
            continue;
        };
        let at = line.as_ptr().addr().saturating_sub(text.as_ptr().addr());
        let place = *places.entry(name).or_insert(found.len());
        if place == found.len() {
            found.push(Recording {
                name,
                lines: Vec::new(),
                bytes: at..at,
                is_scattered: false,
            });
        }
        if let Some(recording) = found.get_mut(place) {
            recording.is_scattered |= last != Some(place) && !recording.lines.is_empty();
            recording.bytes.end = at + line.len();
            recording.lines.push(parts);
        }
        last = Some(place);
    }
    (found, problems)
}

/// The lines that are no comments, with their numbers from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    raw_lines(text)
        .enumerate()
        .map(|(n, line)| (n + 1, line.trim_matches(is_blank)))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with(";;"))
}

/// Whether nearly all of the first lines are of a kind.
pub(super) fn is_mostly(text: &str, is_kind: impl Fn(&str) -> bool) -> bool {
    let n_lines = lines(text).take(LINES_READ).count();
    let of_kind = lines(text)
        .take(LINES_READ)
        .filter(|(_, line)| is_kind(line));
    let n_of_kind = of_kind.count();
    n_of_kind > 0 && n_of_kind * 5 > n_lines * 4
}

/// The first fields of a line, and what stands behind them.
pub(super) fn fields<const N: usize>(line: &str) -> Option<([&str; N], &str)> {
    let mut fields = [""; N];
    let mut rest = line;
    for field in &mut fields {
        rest = rest.trim_start();
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        if end == 0 {
            return None;
        }
        (*field, rest) = rest.split_at(end);
    }
    Some((fields, rest.trim()))
}

/// Whether a line's first fields are those of a recording and a channel, and no numbers of a table.
pub(super) fn names_a_recording(line: &str) -> bool {
    let Some(([name, channel], _)) = fields::<2>(line) else {
        return false;
    };
    let is_rttm = RTTM.contains(&name) && line.split_whitespace().nth(8).is_some();
    channel.len() <= 8 && !is_rttm && line.chars().any(char::is_alphabetic)
}

/// A number of seconds, written with digits.
pub(super) fn seconds(field: &str) -> Option<f64> {
    let is_plain = field.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let number = field.parse::<f64>().ok().filter(|_| is_plain)?;
    number.is_finite().then_some(number)
}

/// The name of whoever speaks, where the field holds more than a number.
pub(super) fn speaker(field: &str) -> Option<String> {
    if field == "<NA>" {
        return None;
    }
    if is_placeholder(field) || !field.chars().any(char::is_alphabetic) {
        return Some(voice(field));
    }
    Some(field.to_owned())
}
