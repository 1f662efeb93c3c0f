//! Which lines are worded as tools and editors word what they add to a speech?
//!
//! It judges one line by itself; where such a line counts is for the caller to say.

use rustc_hash::FxHashSet;

use crate::ingest::parse::label_words::{HEADING, SENTENCE};
use crate::ingest::parse::speaker_label::is_blank;
use crate::ingest::parse::{layout, teams_docx};

/// Longer lines are sentences. Arbitrary.
const LONGEST_HEADING: usize = 80;
const WORDS_OF_HEADING: usize = 6;

/// Longer than any display name.
const LONGEST_NAME: usize = 80;

/// What ends a heading in capitals, besides the nouns that head a remark; these also by themselves.
#[rustfmt::skip]
const SECTIONS: &[&str] = &[
    "agenda", "background", "closing", "demo", "discovery", "discussion", "intro", "introduction",
    "introductions", "notes", "objections", "outro", "overview", "pricing", "q&a", "questions",
    "recap", "summary", "takeaways", "timeline",
];

/// What stands in bold before an editor's remark, without its marks.
const REMARKS: &[&str] = &[
    "editors note",
    "note",
    "notes",
    "transcribers note",
    "transcription note",
];

/// What a telephone writes below a mail, in lower case.
const SIGNATURES: &[&str] = &[
    "sent from my ",
    "von meinem iphone gesendet",
    "envoyé de mon ",
    "enviado desde mi ",
];

/// `Action items:`
pub(super) fn is_part(text: &str) -> bool {
    text.len() <= LONGEST_HEADING && layout::is_aside(text)
}

/// `ACTION ITEM: Send it - WATCH: https://fathom.video/share/abc?t=65`
pub(super) fn is_fathoms(text: &str) -> bool {
    text.split_once(':').is_some_and(|(label, rest)| {
        is_in_capitals(label) && rest.contains(" - WATCH: https://fathom.video/")
    })
}

/// `**Note:** they were interrupted here.`
pub(super) fn is_remark(text: &str) -> bool {
    let inner = text.trim_matches(is_blank).strip_prefix("**");
    let Some((label, rest)) = inner.and_then(|inner| inner.split_once("**")) else {
        return false;
    };
    let is_closed = label.ends_with(':') || rest.starts_with(':');
    is_closed && label.len() <= LONGEST_HEADING && REMARKS.contains(&layout::plain(label).as_str())
}

pub(super) fn is_signature(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    let lower = text.to_lowercase();
    text.split_whitespace().count() <= WORDS_OF_HEADING
        && !text.ends_with(['.', '?', '!'])
        && SIGNATURES.iter().any(|begin| lower.starts_with(begin))
}

/// `- Send it`, `* Send it`, `1. Send it`
pub(super) fn is_item(text: &str) -> bool {
    let text = text.trim_start_matches(is_blank);
    let numbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = if numbered.len() < text.len() {
        numbered.strip_prefix(['.', ')'])
    } else {
        text.strip_prefix(['-', '*', '•', '–', '☐'])
    };
    behind.is_some_and(|behind| behind.starts_with(is_blank))
}

/// `NEXT STEPS`, `PRICING`
pub(super) fn is_heading_in_capitals(text: &str) -> bool {
    let text = text.trim_matches(|c: char| is_blank(c) || matches!(c, ':' | '*' | '_'));
    if text.len() > LONGEST_HEADING || !is_in_capitals(text) {
        return false;
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let is_said = words.iter().any(|word| SENTENCE.contains(word));
    let is_section = words
        .last()
        .is_some_and(|last| SECTIONS.contains(last) || (words.len() > 1 && HEADING.contains(last)));
    is_section && !is_said && words.len() <= WORDS_OF_HEADING
}

fn is_in_capitals(text: &str) -> bool {
    text.contains(char::is_uppercase) && !text.contains(char::is_lowercase)
}

/// `Ana Ruiz stopped transcription`, with the name of somebody who speaks.
pub(super) fn is_event(text: &str, speakers: &FxHashSet<&str>) -> bool {
    let text = text.trim_matches(is_blank);
    let mut ends = text.char_indices().skip(1).take(LONGEST_NAME);
    teams_docx::is_event(text)
        && ends.any(|(end, next)| {
            let name = text.get(..end).unwrap_or_default();
            !next.is_ascii_alphanumeric() && speakers.contains(name)
        })
}
