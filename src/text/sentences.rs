//! Where does each sentence of a turn begin and end?
//!
//! A sentence ends at `.`, `!`, `?` or `…` before a space, and at a line break. An abbreviation, a single
//! letter and an ellipsis before a small letter (a speaker trailing off) end nothing.

use crate::call::Span;

const ABBREVIATIONS: &[&str] =
    &["approx", "co", "corp", "dept", "dr", "e.g", "etc", "i.e", "inc", "jr", "ltd", "mr", "mrs", "ms", "sr", "st", "vs"];

/// The sentences of a text, without the white space between them. Text without an end is one sentence.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'\n' | b'\r' => Some(at),
            b'.' | b'!' | b'?' => sentence_end(text, start, at),
            0xE2 if text[at..].starts_with('…') => sentence_end(text, start, at),
            _ => None,
        };
        match end {
            Some(end) => {
                push_trimmed(text, start, end, &mut found);
                start = end;
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
    push_trimmed(text, start, text.len(), &mut found);
    found
}

/// The end of the run of marks at `at`, when that run ends a sentence that began at `start`.
fn sentence_end(text: &str, start: usize, at: usize) -> Option<usize> {
    let marks = text[at..].find(|c| !matches!(c, '.' | '!' | '?' | '…' | '"' | '\'' | ')' | '”' | '’')).unwrap_or(text.len() - at);
    let run = &text[at..at + marks];
    let rest = &text[at + marks..];
    if rest.is_empty() {
        return Some(text.len());
    }
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let trails_off = run.starts_with('…') || run.starts_with("..");
    let next_is_small = rest.trim_start().starts_with(char::is_lowercase);
    if trails_off && next_is_small {
        return None;
    }
    if run == "." && is_abbreviation(&text[start..at]) {
        return None;
    }
    Some(at + marks)
}

/// Whether the word right before a full stop is one that usually stands before one.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
    let single = word.chars().count() == 1 && word.chars().all(char::is_alphabetic) && word != "I";
    let initials = word.len() >= 3 && word.split('.').all(|part| part.chars().count() == 1);
    single || initials || (word.len() <= 6 && ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str()))
}

fn push_trimmed(text: &str, start: usize, end: usize, found: &mut Vec<Span>) {
    let Some(slice) = text.get(start..end) else { return };
    let from = start + (slice.len() - slice.trim_start().len());
    let to = from + slice.trim().len();
    if from < to {
        found.push(Span { start: from as u32, end: to as u32 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_would_say_so() {
        for (text, expected) in [
            ("It's slow. We wait.", vec!["It's slow.", "We wait."]),
            ("It costs 3.5 a month, e.g. for us.", vec!["It costs 3.5 a month, e.g. for us."]),
            ("We were... well... lost. Right?", vec!["We were... well... lost.", "Right?"]),
            ("Dr. Osei said \"no way.\" Then left", vec!["Dr. Osei said \"no way.\"", "Then left"]),
            ("So do I. Then we…", vec!["So do I.", "Then we…"]),
            ("the U.S. team is slow.", vec!["the U.S. team is slow."]),
            ("one\ntwo", vec!["one", "two"]),
            ("  ", vec![]),
        ] {
            let found: Vec<_> = sentences(text).into_iter().map(|span| span.slice(text)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
