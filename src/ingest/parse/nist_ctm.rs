//! What does a NIST CTM file say: which words, when, and in which recordings?
//!
//! Shape: the documentation of the scoring toolkit SCTK and of the evaluations that used it, and real files. A line
//! is a word: `file channel begin duration word`, and perhaps its confidence, its type and its speaker; `;;` begins
//! a comment. The fourth field is how long the word takes, not its end. Several recordings may stand in one file:
//! each is a call by itself, with the file's name for its id.
//!
//! Traps: most files name nobody, but where a recording has several channels, those are its voices; of `<ALT_BEGIN>
//! a <ALT> b <ALT_END>`, which have no times of their own, the first reading is taken.

use std::collections::BTreeSet;

use crate::ingest::transcript::{Format, Refusal, Utterance};

use super::Parsed;
use super::channels::Channels;
use super::gather;
use super::marks::Candidate;
use super::nist;

/// A line has at most so many fields; more are prose.
const MOST_FIELDS: usize = 8;

/// How well a text fits: less than STM, whose short lines with numbered speakers look the same.
pub(super) fn fit(text: &str) -> Option<Candidate> {
    let is_word = |line: &str| nist::names_a_recording(line) && word(line).is_some();
    let mark = "lines of a file, a channel, a time, a duration and a word";
    nist::is_mostly(text, is_word).then(|| Candidate::new(Format::NistCtm, 80, mark))
}

/// The calls of a file, one for each recording.
pub(super) fn parse(text: &str) -> Vec<Result<Parsed, Refusal>> {
    nist::calls(text, Format::NistCtm, word, spoken)
}

struct Word<'t> {
    channel: &'t str,
    /// Start and end; borders of alternatives have none.
    time: Option<(f64, f64)>,
    text: &'t str,
    speaker: Option<&'t str>,
}

/// `file 1 0 0.5 word`, and up to three fields more.
fn word(line: &str) -> Option<(&str, Word<'_>)> {
    let ([file, channel, begin, duration, text], rest) = nist::fields::<5>(line)?;
    if line.split_whitespace().nth(MOST_FIELDS).is_some() {
        return None;
    }
    let time = if begin == "*" && text.starts_with("<ALT") {
        None
    } else {
        let start = nist::seconds(begin)?;
        Some((start, start + nist::seconds(duration)?))
    };
    let word = Word {
        channel,
        time,
        text,
        speaker: rest.split_whitespace().nth(2),
    };
    Some((file, word))
}

/// Which of several readings the words belong to.
#[derive(Clone, Copy, PartialEq)]
enum Reading {
    First,
    Later,
}

fn spoken(words: Vec<Word<'_>>) -> Vec<Utterance> {
    let channels: BTreeSet<&str> = words.iter().map(|word| word.channel).collect();
    let has_channels = channels.len() > 1;
    let mut gathered = Channels::default();
    let mut reading = Reading::First;
    for word in words {
        match word.text.to_ascii_uppercase().as_str() {
            "<ALT_BEGIN>" | "<ALT_END>" => reading = Reading::First,
            "<ALT>" => reading = Reading::Later,
            "@" => {}
            _ if reading == Reading::Later => {}
            _ => {
                let label = has_channels.then(|| format!("Channel {}", word.channel));
                let speaker = word.speaker.and_then(nist::speaker);
                gathered.of(word.channel).add(gather::Word {
                    text: word.text,
                    start: word.time.map(|(start, _)| start),
                    end: word.time.map(|(_, end)| end),
                    speaker: speaker.or(label).as_deref(),
                    is_joined: false,
                });
            }
        }
    }
    // The names are made already.
    gathered.finish(str::to_owned)
}
