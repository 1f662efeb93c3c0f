//! Which blocks of a subtitle file are cues, and what stands in them?
//!
//! The W3C's WebVTT algorithm, with its answers changed where it would lose speech: words after an empty line
//! inside a cue stay with the cue, spoken words with `-->` in them stay words, cues need no empty line between
//! them (all differences stand in `webvtt`). What cannot be read is skipped with a problem. In SubRip, which has no
//! standard, a cue whose times cannot be read keeps its words.

use crate::ingest::transcript::Problem;

use super::shape::{ARROW, bare, count, ends_cue, is_comment, is_damaged_times, is_id, times};
use super::{Cue, Reading, header};

/// The lines of a text with their 1-based numbers; a line ends with CRLF, LF, or CR alone.
pub(super) fn numbered_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    // The last line end ends the last line; no empty line follows it.
    text.strip_suffix('\n')
        .unwrap_or(text)
        .split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
        .enumerate()
        .map(|(index, line)| (index + 1, line))
}

/// What becomes of the words below times that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Untimed {
    /// As the standard of WebVTT asks.
    Skipped,
    /// They are a cue without times.
    Kept,
}

/// Reads the blocks of a file without its header.
pub(super) fn read<'a>(lines: impl Iterator<Item = (usize, &'a str)>, untimed: Untimed) -> Reading {
    let mut reader = Reader {
        untimed,
        reading: Reading::default(),
        waiting: Vec::new(),
        at: At::Elsewhere,
    };
    for (number, line) in lines {
        reader.line(number, line);
    }
    reader.finish()
}

/// Where in the file the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    /// Below a cue's times.
    Payload,
    /// Below the empty line that ended a cue.
    AfterCue,
    /// Below times that cannot be read.
    Damaged,
    /// Before the first cue, or below a comment.
    Elsewhere,
}

struct Reader<'a> {
    untimed: Untimed,
    reading: Reading,
    /// The lines of a block that has shown no times yet.
    waiting: Vec<(usize, &'a str)>,
    at: At,
}

impl<'a> Reader<'a> {
    fn line(&mut self, number: usize, line: &'a str) {
        if line.is_empty() {
            self.end_block();
        } else if let Some((start, end)) = times(line) {
            self.start_cue(number, start, end);
        } else if is_damaged_times(line) || (self.at == At::Payload && ends_cue(line)) {
            match self.untimed {
                Untimed::Skipped => self.skip_cue(number),
                Untimed::Kept => self.start_untimed_cue(number),
            }
        } else {
            self.words(number, line);
        }
    }

    fn words(&mut self, number: usize, line: &'a str) {
        match self.at {
            At::Payload => self.add_to_last_cue(line),
            At::Damaged => {}
            At::AfterCue | At::Elsewhere => self.waiting.push((number, line)),
        }
    }

    fn skip_cue(&mut self, number: usize) {
        self.waiting.clear();
        self.at = At::Damaged;
        let message = "the times of this cue cannot be read; it was skipped";
        self.note("unreadable-times", number, message);
    }

    fn start_untimed_cue(&mut self, number: usize) {
        let message = "the times of this cue cannot be read; its words were kept without them";
        self.note("unreadable-times", number, message);
        let place = self.reading.cues.last().map_or(0.0, |cue| cue.start);
        self.start_cue(number, place, place);
        if let Some(cue) = self.reading.cues.last_mut() {
            cue.is_timed = false;
        }
    }

    fn start_cue(&mut self, number: usize, start: f64, end: f64) {
        let id = match self.at {
            At::Payload => self.take_id_from_payload(),
            _ => self.take_id_from_waiting(),
        };
        self.place_waiting();
        if end < start {
            self.note("end-before-start", number, "this cue ends before it starts");
        }
        let end = end.max(start);
        self.reading.cues.push(Cue {
            line: number,
            id,
            start,
            end,
            is_timed: true,
            text: String::new(),
        });
        self.at = At::Payload;
    }

    /// The line above a cue's times is its id, whatever it says. Of several lines only one that looks like an
    /// id is taken: the others were words or a comment.
    fn take_id_from_waiting(&mut self) -> Option<String> {
        let (_, last) = *self.waiting.last()?;
        if self.waiting.len() > 1 && !is_id(last) {
            return None;
        }
        self.waiting.pop();
        Some(bare(last).to_owned())
    }

    /// Without an empty line between two cues the second one's number is the last line of the first one's
    /// words. It is taken for a number only where it counts on: people do say numbers.
    fn take_id_from_payload(&mut self) -> Option<String> {
        let cue = self.reading.cues.last_mut()?;
        let (words, last) = cue
            .text
            .rsplit_once('\n')
            .unwrap_or(("", cue.text.as_str()));
        let counts_on = match (count(last), cue.id.as_deref().and_then(count)) {
            (Some(next), Some(number)) => next > number,
            (Some(_), None) => !words.is_empty(),
            (None, _) => is_id(last),
        };
        if !counts_on {
            return None;
        }
        let id = bare(last).to_owned();
        let n_kept = words.len();
        cue.text.truncate(n_kept);
        Some(id)
    }

    fn end_block(&mut self) {
        self.place_waiting();
        self.at = match self.at {
            At::Payload => At::AfterCue,
            At::Damaged => At::Elsewhere,
            at => at,
        };
    }

    /// Decides what a block without times was.
    fn place_waiting(&mut self) {
        let waiting = std::mem::take(&mut self.waiting);
        let [(number, first), rest @ ..] = waiting.as_slice() else {
            return;
        };
        let number = *number;
        // Files that were joined without taking the second one's header away, as segments of streams are.
        if is_comment(first) || header::is_exact(first) {
            self.read_comment(&waiting);
            self.at = At::Elsewhere;
        } else if waiting.iter().any(|(_, line)| line.contains(ARROW))
            || (count(first).is_some() && !rest.is_empty())
        {
            self.note(
                "unreadable-times",
                number,
                "this block has no readable times; it was skipped",
            );
            self.at = At::Elsewhere;
        } else if rest.is_empty() && is_id(first) {
            self.note(
                "lone-cue-id",
                number,
                "a cue's number stands alone here; the file may be cut off",
            );
        } else if self.at == At::AfterCue {
            self.continue_last_cue(number, &waiting);
        } else {
            self.note(
                "text-outside-a-cue",
                number,
                "these words belong to no cue; they were skipped",
            );
        }
    }

    /// Words below an empty line inside a cue: still the same cue.
    fn continue_last_cue(&mut self, number: usize, waiting: &[(usize, &str)]) {
        if self
            .reading
            .cues
            .last()
            .is_some_and(|cue| !cue.text.is_empty())
        {
            let message = "an empty line stands inside a cue; the words below it were kept";
            self.note("text-after-empty-line", number, message);
        }
        for (_, line) in waiting {
            self.add_to_last_cue(line);
        }
    }

    fn add_to_last_cue(&mut self, line: &str) {
        let Some(cue) = self.reading.cues.last_mut() else {
            return;
        };
        if line.trim().is_empty() {
            return;
        }
        if !cue.text.is_empty() {
            cue.text.push('\n');
        }
        cue.text.push_str(line);
    }

    /// Comments are never speech; Microsoft Stream tells the language in one.
    fn read_comment(&mut self, waiting: &[(usize, &str)]) {
        for (_, line) in waiting {
            let line = line.strip_prefix("NOTE").unwrap_or(line);
            if self.reading.language.is_none() {
                self.reading.language = header::language(line);
            }
        }
    }

    fn finish(mut self) -> Reading {
        self.drop_number_at_end();
        self.end_block();
        self.reading
    }

    /// A file without empty lines that was cut off below a cue's number.
    fn drop_number_at_end(&mut self) {
        if self.at != At::Payload {
            return;
        }
        let Some(cue) = self.reading.cues.last_mut() else {
            return;
        };
        let Some((words, last)) = cue.text.rsplit_once('\n') else {
            return;
        };
        let number = cue.id.as_deref().and_then(count);
        if number.is_none() || count(last) != number.and_then(|number| number.checked_add(1)) {
            return;
        }
        let n_kept = words.len();
        let line = cue.line;
        cue.text.truncate(n_kept);
        self.note(
            "lone-cue-id",
            line,
            "the file ends below this cue in another one's number",
        );
    }

    fn note(&mut self, code: &str, line: usize, message: &str) {
        self.reading
            .problems
            .push(Problem::at_line(code, line, message));
    }
}
