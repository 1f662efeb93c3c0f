//! Who says what in the Word document that Teams gives for a transcript?
//!
//! No vendor documents it and no genuine file was seen; both shapes are known from other people's tests.
//! - Today: the first paragraph is the recording's name, `…-20260815_143012-Meeting Recording`, then a date in the
//!   language of the user, `Name started transcription`, and one paragraph for each turn, broken into lines by
//!   `<w:br/>`: `Name   0:04`, then the words. There is a start and no end.
//! - Earlier: three paragraphs, `0:0:5.100 --> 0:0:8.250`, the name, the words.
//!
//! Traps: a name may be anything (`Doe, Jane [NA]`), a time may end a spoken line, and the last paragraph, or one
//! between two turns, says who stopped or started the transcription, in any language. So may the title.

use crate::ingest::transcript::{Format, Problem, Transcript, Utterance};

use super::docx::{Document, Paragraph};
use super::marks::Candidate;
use super::speaker_label::{is_blank, is_name, is_strong};
use super::{clock, day, stamp};

/// Longer words before a time are no display name.
const LONGEST_NAME: usize = 120;

/// Longer lines are neither titles nor notes.
const LONGEST_LINE: usize = 400;

/// What is in the note that somebody started or stopped the transcription, in the languages that write it alike.
const EVENTS: &[&str] = &["transcri", "transkri", "trascri", "文字起こし", "转录"];

/// How well a document fits: its turns in either shape, and the notes around them.
pub(super) fn fit(document: &Document) -> Option<Candidate> {
    let filled = document
        .paragraphs
        .iter()
        .filter(|paragraph| is_filled(paragraph));
    let n_filled = filled.clone().count();
    let (mut n_heads, mut n_whole) = (0_usize, 0_usize);
    for turn in filled.filter_map(turn) {
        n_heads += 1;
        n_whole += usize::from(!turn.words.is_empty());
    }
    let timings = document
        .lines()
        .filter(|line| stamp::is_timing(line))
        .count();
    if timings > 0 {
        return is_three_by_three(document)
            .then(|| Candidate::new(Format::TeamsDocx, 80, "a time, a name and words by turns"));
    }
    let has_notes = document
        .lines()
        .any(|line| recorded(line).is_some() || is_event(line));
    let is_whole = n_whole * 2 >= n_heads && n_heads * 2 >= n_filled;
    match (n_heads, has_notes) {
        (0, _) => None,
        (_, true) => Some(Candidate::new(
            Format::TeamsDocx,
            90,
            "`Name   0:04` and a note about the transcription",
        )),
        (_, false) if is_whole => Some(Candidate::new(
            Format::TeamsDocx,
            75,
            "paragraphs with `Name   0:04` and the words below",
        )),
        _ => None,
    }
}

/// Reads either shape.
pub(super) fn read(document: &Document) -> (Transcript, Vec<Problem>) {
    let mut transcript = Transcript::new(Format::TeamsDocx);
    let n_before = if is_three_by_three(document) {
        transcript.utterances = timed(document);
        let is_first = |paragraph: &Paragraph| paragraph.lines().any(stamp::is_timing);
        document.paragraphs.iter().position(is_first)
    } else {
        transcript.utterances = turns(document);
        let is_first = |paragraph: &Paragraph| turn(paragraph).is_some();
        document.paragraphs.iter().position(is_first)
    };
    let before = document.paragraphs.get(..n_before.unwrap_or(0));
    facts(before.unwrap_or_default(), &mut transcript);
    (transcript, Vec::new())
}

/// One turn: who, when, and the lines below.
struct Turn<'a> {
    name: &'a str,
    start: f64,
    words: Vec<&'a str>,
}

fn is_filled(paragraph: &Paragraph) -> bool {
    paragraph.lines().next().is_some()
}

/// A paragraph whose first line is `Name   0:04`.
fn turn(paragraph: &Paragraph) -> Option<Turn<'_>> {
    let mut lines = paragraph.lines();
    let (name, start) = head(lines.next()?)?;
    Some(Turn {
        name,
        start,
        words: lines.collect(),
    })
}

fn head(line: &str) -> Option<(&str, f64)> {
    let (before, word) = line.rsplit_once(is_blank)?;
    let start = stamp::whole(word)?;
    let name = before.trim_matches(is_blank);
    if name.is_empty() || name.len() > LONGEST_NAME {
        return None;
    }
    let gap = line
        .get(name.len()..line.len() - word.len())
        .unwrap_or_default();
    let is_set_off = gap.chars().count() > 1 || gap.contains('\t');
    (is_set_off || is_plain_name(name)).then_some((name, start))
}

/// Three spaces stand behind a name; of one alone it takes a name to believe it, since people say times and dates
/// end in them.
fn is_plain_name(name: &str) -> bool {
    let has_digit = name.contains(|c: char| c.is_ascii_digit());
    !has_digit && is_name(name) && is_strong(name)
}

/// The turns of today's shape. A paragraph without a head goes on with the turn before it, a note about the
/// transcription excepted.
fn turns(document: &Document) -> Vec<Utterance> {
    let mut utterances: Vec<Utterance> = Vec::new();
    let is_note = notes(document);
    for (paragraph, is_note) in document.paragraphs.iter().zip(is_note) {
        let words = match turn(paragraph) {
            Some(turn) => {
                utterances.push(Utterance {
                    speaker: Some(turn.name.to_owned()),
                    start: Some(turn.start),
                    end: None,
                    text: String::new(),
                });
                turn.words
            }
            None if is_note => Vec::new(),
            None => paragraph.lines().collect(),
        };
        if let Some(utterance) = utterances.last_mut() {
            add(&mut utterance.text, &words);
        }
    }
    utterances
}

/// For each paragraph whether it says that somebody stopped or started the transcription: the last one, and, where
/// every turn holds its words in its own paragraph, also those between the end of a turn and the head of the next.
/// In a document whose words stand below the heads such a line may be somebody's words.
fn notes(document: &Document) -> Vec<bool> {
    let paragraphs = &document.paragraphs;
    let last = paragraphs.iter().rposition(is_filled);
    let are_whole = paragraphs
        .iter()
        .filter_map(turn)
        .all(|turn| !turn.words.is_empty());
    let mut is_before_head = true;
    let mut notes = vec![false; paragraphs.len()];
    for (at, paragraph) in paragraphs
        .iter()
        .enumerate()
        .rev()
        .filter(|(_, it)| is_filled(it))
    {
        let is_last = Some(at) == last && paragraph.lines().any(is_event);
        let is_between = are_whole && is_before_head && paragraph.lines().all(is_event);
        let is_note = is_last || is_between;
        is_before_head = is_note || turn(paragraph).is_some();
        if let Some(note) = notes.get_mut(at) {
            *note = is_note;
        }
    }
    notes
}

/// Lines that are set apart stay apart.
fn add(text: &mut String, words: &[&str]) {
    for line in words {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(line);
    }
}

/// A short line about the transcription itself.
pub(super) fn is_event(line: &str) -> bool {
    if line.len() > LONGEST_LINE || line.ends_with(['.', '?', '!']) {
        return false;
    }
    let lower = line.to_lowercase();
    line.split_whitespace().count() <= 12 && EVENTS.iter().any(|event| lower.contains(event))
}

/// Whether the earlier shape is meant: times with an arrow, a name below each.
fn is_three_by_three(document: &Document) -> bool {
    let (mut n_timings, mut n_named) = (0_usize, 0_usize);
    let mut lines = document.lines().peekable();
    let mut before = "";
    while let Some(line) = lines.next() {
        let above = std::mem::replace(&mut before, line);
        if !stamp::is_timing(line) {
            continue;
        }
        // Subtitles that were pasted into a document number their cues.
        if !above.is_empty() && above.bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        n_timings += 1;
        let name = lines.next_if(|next| !stamp::is_timing(next));
        let has_words = lines.peek().is_some_and(|next| !stamp::is_timing(next));
        n_named += usize::from(has_words && name.is_some_and(is_name));
        before = name.unwrap_or(line);
    }
    n_named > 0 && n_named * 2 >= n_timings
}

/// The turns of the earlier shape.
fn timed(document: &Document) -> Vec<Utterance> {
    let mut utterances: Vec<Utterance> = Vec::new();
    let mut lines = document.lines().peekable();
    while let Some(line) = lines.next() {
        if stamp::is_timing(line) {
            let (start, end) = times(line);
            let first = lines.next_if(|next| !stamp::is_timing(next));
            let has_words = lines.peek().is_some_and(|next| !stamp::is_timing(next));
            let (speaker, words) = if has_words {
                (first, None)
            } else {
                (None, first)
            };
            utterances.push(Utterance {
                speaker: speaker.map(str::to_owned),
                start,
                end,
                text: words.unwrap_or_default().to_owned(),
            });
        } else if let Some(utterance) = utterances.last_mut() {
            add(&mut utterance.text, &[line]);
        }
    }
    utterances
}

fn times(line: &str) -> (Option<f64>, Option<f64>) {
    let (start, end) = line.split_once("-->").unwrap_or_default();
    let end = end.split_whitespace().next().unwrap_or_default();
    (clock::seconds(start), clock::seconds(end))
}

/// Title and day from what stands before the turns.
fn facts(before: &[Paragraph], transcript: &mut Transcript) {
    let lines: Vec<&str> = before.iter().flat_map(Paragraph::lines).collect();
    let mut rest = lines.as_slice();
    while let [first, below @ ..] = rest
        && is_note(first, below)
    {
        rest = below;
    }
    let Some((first, below)) = rest.split_first() else {
        return;
    };
    let recorded = recorded(first);
    let (title, dated) = match &recorded {
        Some((title, _)) => (*title, below),
        None if is_day(first) => ("", rest),
        None => (*first, below),
    };
    transcript.title = (!title.is_empty() && title.len() <= LONGEST_LINE).then(|| title.to_owned());
    transcript.started_at = recorded.map(|(_, started_at)| started_at).or_else(|| {
        let mut dated = dated.iter().filter(|line| !is_event(line));
        dated.find_map(|line| day::in_line(line))
    });
}

/// Whether a line above the turns tells that somebody started the transcription. A title may speak of one as well;
/// it holds the moment of the recording, or the day stands right below it.
fn is_note(line: &str, below: &[&str]) -> bool {
    let is_title = recorded(line).is_some() || below.first().is_some_and(|next| is_day(next));
    is_event(line) && !is_title
}

/// `August 15, 2026, 2:30PM`, and `15.08.2026`, which may mean another day elsewhere.
fn is_day(line: &str) -> bool {
    day::leads(line) || !line.contains(char::is_alphabetic)
}

/// The title and the moment in `Title-20260815_143012-Meeting Recording`; with `UTC` behind the clock it is a
/// moment, else a day.
fn recorded(line: &str) -> Option<(&str, String)> {
    if line.len() > LONGEST_LINE {
        return None;
    }
    let (at, _) = line
        .match_indices('-')
        .find(|(at, _)| stamped(line, *at).is_some())?;
    Some((line.get(..at)?.trim_end(), stamped(line, at)?))
}

fn stamped(line: &str, at: usize) -> Option<String> {
    let (date, rest) = line.get(at + 1..)?.split_once('_')?;
    let clock = rest
        .get(..6)
        .filter(|clock| clock.bytes().all(|b| b.is_ascii_digit()))?;
    let day = (date.len() == 8).then(|| day::in_line(date))??;
    if !rest.get(6..)?.starts_with("UTC") {
        return Some(day);
    }
    let (hour, minute, second) = (clock.get(..2)?, clock.get(2..4)?, clock.get(4..)?);
    Some(format!("{day}T{hour}:{minute}:{second}Z"))
}
