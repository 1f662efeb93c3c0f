//! Where does each sentence of a turn begin and end?
//!
//! A sentence ends at `.`, `!`, `?` or `…` before a space, and at a line break. An abbreviation, a single
//! letter and an ellipsis before a small letter (a speaker trailing off) end nothing.

use crate::call::Span;

/// In bytes; initials (`U.S.A`) count too.
const LONGEST_ABBREVIATION: usize = 8;

const ABBREVIATIONS: &[&str] = &[
    "approx", "co", "corp", "dept", "dr", "e.g", "etc", "i.e", "inc", "jr", "ltd", "mr", "mrs",
    "ms", "sr", "st", "vs",
];

/// The sentences of a text, without the white space between them. Text without an end is one sentence.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut cutter = Cutter::default();
    cutter.pass(text, 0, text.len());
    cutter.finish(text);
    cutter.found
}

/// Cuts a text into sentences while somebody else walks over it: marks stand between words, so a caller that cuts
/// words passes what stands between them and need not have the text looked at twice.
#[derive(Debug, Default)]
pub struct Cutter {
    pub found: Vec<Span>,
    /// Where the sentence begins that has not ended yet.
    start: usize,
}

impl Cutter {
    /// Begins a new text.
    pub fn clear(&mut self) {
        self.found.clear();
        self.start = 0;
    }

    /// Ends sentences at the marks that stand from `from` to `to`.
    pub fn pass(&mut self, text: &str, from: usize, to: usize) {
        let bytes = text.as_bytes();
        let mut at = from;
        while let Some(next) = bytes[at.min(to)..to]
            .iter()
            .position(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r' | 0xE2))
        {
            at += next;
            let is_break = matches!(bytes[at], b'\n' | b'\r');
            let marks = if is_break { 1 } else { marks_at(text, at) };
            if marks == 0 {
                at += 1;
                continue;
            }
            if is_break || ends_sentence(text, self.start, at, marks) {
                push_trimmed(text, self.start, at + marks, &mut self.found);
                self.start = at + marks;
            }
            at += marks;
        }
    }

    /// Ends the last sentence with the text.
    pub fn finish(&mut self, text: &str) {
        push_trimmed(text, self.start, text.len(), &mut self.found);
    }
}

/// How many bytes the run of sentence marks at `at` has, with the quotes and brackets that close behind it.
fn marks_at(text: &str, at: usize) -> usize {
    let is_mark = |c: char| matches!(c, '.' | '!' | '?' | '…');
    let closes = |c: char| matches!(c, '"' | '\'' | ')' | '”' | '’');
    let begins = match text.as_bytes()[at] {
        b'.' | b'!' | b'?' => true,
        0xE2 => text[at..].starts_with('…'),
        _ => false,
    };
    if !begins {
        return 0;
    }
    let rest = &text[at..];
    rest.find(|c| !is_mark(c) && !closes(c))
        .unwrap_or(rest.len())
}

/// Whether the marks at `at` end a sentence that began at `start`.
fn ends_sentence(text: &str, start: usize, at: usize, marks: usize) -> bool {
    let (run, rest) = (&text[at..at + marks], &text[at + marks..]);
    if rest.is_empty() {
        return true;
    }
    if !rest.starts_with(char::is_whitespace) {
        return false;
    }
    let trails_off = run.starts_with('…') || run.starts_with("..");
    let next_is_small = rest.trim_start().starts_with(char::is_lowercase);
    if trails_off && next_is_small {
        return false;
    }
    run != "." || !is_abbreviation(&text[start..at])
}

/// Whether the word right before a full stop is one that usually stands before one.
fn is_abbreviation(before: &str) -> bool {
    let bytes = before.as_bytes();
    let longest = &bytes[bytes.len().saturating_sub(LONGEST_ABBREVIATION + 1)..];
    let begins = longest
        .iter()
        .rposition(|byte| byte.is_ascii_whitespace() || *byte == b'(');
    if begins.is_none() && longest.len() > LONGEST_ABBREVIATION {
        return false;
    }
    let word = &before[before.len() - (longest.len() - begins.map_or(0, |at| at + 1))..];
    let single = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "I";
    let initials = word.len() >= 3 && word.split('.').all(|part| part.chars().count() == 1);
    single
        || initials
        || (word.len() <= 6 && ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str()))
}

fn push_trimmed(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let Some(slice) = text.get(start..end) else {
        return;
    };
    let from = start + (slice.len() - slice.trim_start().len());
    let to = from + slice.trim().len();
    if from < to {
        found.push(Span {
            start: from as u32,
            end: to as u32,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_would_say_so() {
        for (text, expected) in [
            ("It's slow. We wait.", vec!["It's slow.", "We wait."]),
            (
                "It costs 3.5 a month, e.g. for us.",
                vec!["It costs 3.5 a month, e.g. for us."],
            ),
            (
                "We were... well... lost. Right?",
                vec!["We were... well... lost.", "Right?"],
            ),
            (
                "Dr. Osei said \"no way.\" Then left",
                vec!["Dr. Osei said \"no way.\"", "Then left"],
            ),
            ("So do I. Then we…", vec!["So do I.", "Then we…"]),
            ("the U.S. team is slow.", vec!["the U.S. team is slow."]),
            ("one\ntwo", vec!["one", "two"]),
            ("  ", vec![]),
        ] {
            let found: Vec<_> = sentences(text)
                .into_iter()
                .map(|span| span.slice(text))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
