//! What does a text document say about the call before the speech begins?
//!
//! Only what stands there plainly is taken: a heading, a labeled field, front matter. The rest is left out.

use jiff::{Timestamp, civil::Date};

use crate::ingest::transcript::Transcript;

use super::day;
use super::heads;
use super::layout::{self, Kind, Line};
use super::speaker_label::is_blank;
use super::survey::Survey;

/// Longer lines are sentences, not titles.
const MAX_TITLE_CHARS: usize = 100;

/// The index of the line with which the speech begins: what stands before is about the call.
///
/// Blocks of fields such as `Rep: Ana` look like labels; they are told from speech by their names never
/// coming back and their text being no sentence.
pub(super) fn length(lines: &[Line<'_>], survey: &Survey<'_>) -> usize {
    let mut first_head = None;
    let mut block_head = None;
    for (index, line) in lines.iter().enumerate() {
        if !matches!(line.kind, Kind::Text(_) | Kind::Named(..)) {
            block_head = None;
            continue;
        }
        let Some(head) = heads::of(line).filter(|head| survey.accepts(head, line.is_apart)) else {
            continue;
        };
        first_head = first_head.or(Some(index));
        let begins = *block_head.get_or_insert(index);
        if survey.recurs(head.name) || head.start.is_some() || is_spoken(head.text) {
            return begins;
        }
    }
    first_head.unwrap_or(lines.len())
}

/// Whether the text of a label that comes once is a sentence rather than a field's value.
pub(super) fn is_spoken(text: &str) -> bool {
    // A Markdown line break is no part of the words.
    text.trim_end_matches(['\\', ' '])
        .ends_with(['.', '?', '!', '…', '。', '？', '！'])
        || text.split_whitespace().nth(4).is_some()
}

/// Fills in title, date, language and recording from front matter and from the lines before the speech.
pub(super) fn facts(text: &str, before: &[Line<'_>], transcript: &mut Transcript) {
    let (front, _) = layout::front_matter(text);
    for line in front {
        field(line, transcript);
    }
    for line in before {
        if let Kind::Text(text) | Kind::Outside(text) = line.kind {
            field(text, transcript);
        }
    }
    if transcript.title.is_none() {
        transcript.title = heading(before)
            .or_else(|| first_line(before))
            .map(str::to_owned);
    }
    if transcript.started_at.is_none() {
        transcript.started_at = below_title(before).and_then(day::alone);
    }
}

/// The line directly below the first one, where Otter tells when a call was.
fn below_title<'a>(before: &[Line<'a>]) -> Option<&'a str> {
    let first = before.iter().position(|line| line.kind != Kind::Blank)?;
    match before.get(first + 1)?.kind {
        Kind::Text(text) | Kind::Outside(text) => Some(text),
        _ => None,
    }
}

fn field(line: &str, transcript: &mut Transcript) {
    let Some((key, value)) = line.split_once(':') else {
        return;
    };
    if key.len() > 40 {
        return;
    }
    let key = key
        .trim_matches(|c: char| is_blank(c) || matches!(c, '-' | '*' | '_'))
        .to_ascii_lowercase();
    let value = value.trim_matches(|c: char| is_blank(c) || matches!(c, '*' | '"' | '\''));
    if value.is_empty() {
        return;
    }
    let (slot, value) = match key.as_str() {
        "title" | "meeting title" | "call title" | "subject" => {
            (&mut transcript.title, Some(value.to_owned()))
        }
        "date" | "started at" | "started_at" | "start time" => {
            (&mut transcript.started_at, date(value))
        }
        "lang" | "language" => (&mut transcript.language, language(value)),
        "recording" | "recording_url" | "recording url" => {
            (&mut transcript.recording_url, address(value))
        }
        _ => return,
    };
    if slot.is_none() {
        *slot = value;
    }
}

/// Only dates that mean the same everywhere: `2024-05-03`, `2024-05-03T10:00:00Z`.
fn date(value: &str) -> Option<String> {
    if value.parse::<Timestamp>().is_ok() {
        return Some(value.to_owned());
    }
    value.parse::<Date>().ok().map(|date| date.to_string())
}

/// A BCP 47 tag, not a language's name.
fn language(value: &str) -> Option<String> {
    let is_tag = value.len() <= 12
        && value
            .split('-')
            .next()
            .is_some_and(|part| (2..=3).contains(&part.len()))
        && value
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_tag.then(|| value.to_owned())
}

fn address(value: &str) -> Option<String> {
    let is_web = value.starts_with("https://") || value.starts_with("http://");
    (is_web && !value.contains(char::is_whitespace)).then(|| value.to_owned())
}

fn heading<'a>(before: &[Line<'a>]) -> Option<&'a str> {
    before.iter().find_map(|line| match line.kind {
        Kind::Heading(title)
            if !layout::is_part(title) && title.chars().count() <= MAX_TITLE_CHARS =>
        {
            Some(title)
        }
        _ => None,
    })
}

/// A short first line that stands by itself, or above its date, and is no sentence, list or field.
fn first_line<'a>(before: &[Line<'a>]) -> Option<&'a str> {
    let first = before.iter().position(|line| line.kind != Kind::Blank)?;
    let (Kind::Text(text) | Kind::Outside(text)) = before.get(first)?.kind else {
        return None;
    };
    let text = text.trim_matches(|c: char| is_blank(c) || c == '*');
    let stands_alone = before
        .get(first + 1)
        .is_none_or(|line| line.kind == Kind::Blank)
        || below_title(before).is_some_and(|line| day::alone(line).is_some());
    let is_title = text.starts_with(char::is_alphanumeric)
        && text.len() <= 4 * MAX_TITLE_CHARS
        && text.chars().count() <= MAX_TITLE_CHARS
        && !text.ends_with(['.', '?', '!', ',', ';', ':'])
        && !text.contains(['@', ':'])
        && text.matches(',').count() < 2;
    (stands_alone && is_title).then_some(text)
}
