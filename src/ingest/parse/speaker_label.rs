//! Is what stands before the colon the name of a speaker?
//!
//! The one place that decides it, for every format that writes `Name: text`. It judges one label by itself:
//! how often a label comes back in a file, the strongest sign of all, is for the caller to count.

use crate::call::Side;
use crate::text::marks::is_invisible_mark;

use super::label_words::{ALONE, HEADING, NOBODY, NUMBERED, PARTICLES, SENTENCE};

/// Longer than any display name seen; a sentence before a colon often is.
const MAX_NAME_BYTES: usize = 80;
const MAX_NAME_WORDS: usize = 6;

/// Splits `Name: text` where `Name` can be a speaker's; the text is trimmed and may be empty.
pub fn split_label(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_matches(is_blank);
    let is_colon = |c: char| matches!(c, ':' | '：');
    let (at, colon) = line
        .char_indices()
        .take(MAX_NAME_BYTES + 1)
        .find(|&(_, c)| is_colon(c))?;
    let name = line.get(..at)?.trim_end_matches(is_blank);
    let rest = line.get(at + colon.len_utf8()..)?;
    // A colon without a space behind it is a time, an address or code, except behind `Speaker 1`.
    let is_set_off = colon == '：' || rest.is_empty() || rest.starts_with(is_blank);
    let is_said_to_be_one = name.len() > 1 && is_placeholder(name);
    if !is_set_off && !is_said_to_be_one {
        return None;
    }
    is_name(name).then(|| (name, rest.trim_start_matches(is_blank)))
}

/// Whether a label stands for somebody without naming them: `Speaker 1`, `SPEAKER_00`, `UU`, `Me`, `Agent`, `Q`.
///
/// Such labels mean another person in every call and must never be taken for one person across calls.
pub fn is_placeholder(name: &str) -> bool {
    let name = name.trim_matches(is_blank);
    if name.is_empty() || name.len() > 40 {
        return false;
    }
    if name.len() == 1 {
        return name.chars().all(|c| c.is_ascii_alphabetic());
    }
    let lower = name.to_lowercase();
    if NOBODY.contains(&lower.as_str()) {
        return true;
    }
    let stem = without_number(&lower);
    if stem.len() < lower.len() {
        return NUMBERED.contains(&stem);
    }
    lower
        .rsplit_once([' ', '_'])
        .is_some_and(|(stem, code)| is_code(code) && NUMBERED.contains(&stem))
}

/// What a recogniser sets behind `Speaker`: `A`, and `S1`, `1A` or `UU` where it has more to tell apart.
fn is_code(code: &str) -> bool {
    let length = code.chars().count();
    length == 1 || code == "uu" || (length <= 3 && code.contains(|c: char| c.is_ascii_digit()))
}

/// `speaker 1` without its number.
fn without_number(lower: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-' | '#' | '№' | '.');
    lower.trim_end_matches(is_number)
}

/// The side a label claims by itself: `Agent`, `Customer 1`, `Ana Ruiz (Prospect)`.
pub(super) fn side(name: &str) -> Option<Side> {
    side_word(name).or_else(|| {
        let inner = name.trim_end().strip_suffix([')', ']'])?;
        let (_, word) = inner.rsplit_once(['(', '['])?;
        side_word(word).filter(|_| !is_seen_by_the_host(word))
    })
}

/// Recorders mark who is not of their host's company. In a customer's meeting that is whoever sells.
fn is_seen_by_the_host(word: &str) -> bool {
    let word = word.trim_matches(is_blank);
    word.eq_ignore_ascii_case("external") || word.eq_ignore_ascii_case("internal")
}

fn side_word(words: &str) -> Option<Side> {
    let lower = words.trim_matches(is_blank).to_lowercase();
    match without_number(&lower) {
        "account executive" | "ae" | "representative" | "sales agent" | "sales rep"
        | "salesperson" | "sdr" | "vendor" => Some(Side::Rep),
        word => Side::from_word(word).filter(|&side| side != Side::Unknown),
    }
}

/// Whether a label looks like a name even if it comes only once: capitals, a placeholder, a phone number.
pub(super) fn is_strong(name: &str) -> bool {
    if is_placeholder(name) || is_phone(name) {
        return true;
    }
    let is_proper = |word: &str| {
        !word.starts_with(char::is_lowercase) || PARTICLES.contains(&word.to_lowercase().as_str())
    };
    !name.starts_with(char::is_lowercase) && words(person(name)).all(is_proper)
}

/// Whether something can be a display name at all.
pub(super) fn is_name(name: &str) -> bool {
    if name.is_empty() || name.len() > MAX_NAME_BYTES {
        return false;
    }
    if is_placeholder(name) || is_phone(name) {
        return true;
    }
    name.chars().any(char::is_alphabetic)
        && starts_like_a_name(name)
        && !has_other_marks(name)
        && has_name_words(name)
}

fn starts_like_a_name(name: &str) -> bool {
    let boxed = |close: char| name.find(close).is_some_and(|at| at + 1 < name.len());
    match name.chars().next() {
        // A tag before the name, `[EF] Tim`; a remark in brackets by itself is a sound.
        Some('[') => boxed(']'),
        Some('(') => boxed(')'),
        Some(first) => first.is_alphanumeric(),
        None => false,
    }
}

/// Marks of sentences, addresses, markup and code.
const OTHER_MARKS: &str = "?!;:\"“”„«»…={}<>\\*`^~$%+。、？！";

fn has_other_marks(name: &str) -> bool {
    name.contains(|c: char| c.is_control() || OTHER_MARKS.contains(c))
        || name.contains("//")
        || name.matches(',').count() > 1
}

fn has_name_words(name: &str) -> bool {
    let n_words = words(name).count();
    let person = person(name);
    let (Some(first), Some(last)) = (words(person).next(), words(person).last()) else {
        return false;
    };
    if n_words > MAX_NAME_WORDS || (n_words > 1 && first.bytes().all(|b| b.is_ascii_digit())) {
        return false;
    }
    let lower_last = last.to_lowercase();
    let is_heading = HEADING.contains(&lower_last.as_str());
    let is_alone = n_words == 1 && ALONE.contains(&lower_last.as_str());
    let is_sentence = words(person)
        .enumerate()
        .any(|(i, word)| is_of_a_sentence(i, word));
    !is_heading && !is_alone && !is_sentence && has_name_capitals(person)
}

/// `danno ferrin` and `Lion dapplion` are real display names, `Second one about pricing` is none.
fn has_name_capitals(person: &str) -> bool {
    let n_words = words(person).count();
    let n_lower = words(person).filter(|word| is_plain_lower(word)).count();
    let first = words(person).next().unwrap_or_default();
    match first.to_lowercase().as_str() {
        "the" | "a" | "an" | "one" => n_words > 1 && n_lower == 0,
        _ => n_lower < 2 || n_words == 2,
    }
}

/// The name without what stands behind a border and may be written as it likes: `Mike | the ops team`, `Luca (he/him)`.
fn person(name: &str) -> &str {
    let person = name
        .split(['|', '/', '(', '[', '@'])
        .next()
        .unwrap_or_default();
    if person.trim().is_empty() {
        name
    } else {
        person
    }
}

fn is_plain_lower(word: &str) -> bool {
    word.starts_with(char::is_lowercase) && !PARTICLES.contains(&word)
}

fn is_of_a_sentence(i: usize, word: &str) -> bool {
    // A full stop ends an initial or a short title, `J.` or `Prof.`; behind a longer word it ends a sentence.
    if word.ends_with('.') && word.chars().count() > 5 {
        return true;
    }
    if i > 0 && !word.starts_with(char::is_lowercase) {
        return false; // `Ming He`, `Kim Do`
    }
    let word = word
        .trim_matches(|c: char| matches!(c, '.' | ',' | '\'' | '’'))
        .replace('’', "'");
    // `from` is a word of a sentence only in front: `Ben from Acme`.
    let lower = word.to_lowercase();
    (i == 0 || lower != "from") && SENTENCE.contains(&lower.as_str())
}

/// A dial-in: `+1 415 555 0100`, `(415) 555-0100`, `1415***0100`.
fn is_phone(name: &str) -> bool {
    let n_digits = name
        .bytes()
        .filter(|b| b.is_ascii_digit() || *b == b'*')
        .count();
    let is_part =
        |b: u8| b.is_ascii_digit() || matches!(b, b'+' | b'(' | b')' | b'*' | b'-' | b'.' | b' ');
    n_digits >= 7 && name.len() <= 24 && name.bytes().all(is_part) && name.contains(['+', '(', '*'])
}

/// A label's words; brackets and bars are borders, not words.
fn words(name: &str) -> impl Iterator<Item = &str> {
    let is_border = |c: char| {
        c.is_whitespace() || matches!(c, '|' | '/' | '(' | ')' | '[' | ']' | '@' | '–' | '—' | ',')
    };
    name.split(is_border)
        .filter(|word| word.chars().any(char::is_alphanumeric))
}

/// White space, and the invisible marks that some tools set at a line's start.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || is_invisible_mark(c)
}
