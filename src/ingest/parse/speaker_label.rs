//! Is what stands before the colon the name of a speaker?
//!
//! The one place that decides it, for every format that writes `Name: text`. It judges one label by itself:
//! how often a label comes back in a file, the strongest sign of all, is for the caller to count.

use crate::call::Side;
use crate::text::marks::is_invisible_mark;

use super::label_words::{ALONE, HEADING, NOBODY, NUMBERED, PARTICLES, SENTENCE};

mod perhaps;

pub(super) use perhaps::{ends_like_a_heading, is_perhaps_a_name};

/// Longer than any display name seen; a sentence before a colon often is.
const MAX_NAME_BYTES: usize = 80;
const MAX_NAME_WORDS: usize = 6;

/// Splits `Name: text` where `Name` can be a speaker's; the text is trimmed and may be empty.
pub fn split_label(line: &str) -> Option<(&str, &str)> {
    split(line).filter(|(name, _)| is_name(name))
}

/// Splits `Name: text` also where `Name` can be a speaker's only if it comes again.
pub(super) fn split_perhaps(line: &str) -> Option<(&str, &str)> {
    split(line).filter(|(name, _)| may_be_name(name))
}

fn split(line: &str) -> Option<(&str, &str)> {
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
    // `Speaker 1 00:02` is torn inside its stamp.
    let is_said_to_be_one =
        name.len() > 1 && is_placeholder(name) && !rest.starts_with(|c: char| c.is_ascii_digit());
    if !is_set_off && !is_said_to_be_one {
        return None;
    }
    Some((name, rest.trim_start_matches(is_blank)))
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
    if stem.len() < lower.len() && NUMBERED.contains(&stem) {
        return true;
    }
    lower
        .rsplit_once([' ', '_'])
        .is_some_and(|(stem, code)| is_code(code) && NUMBERED.contains(&stem))
}

/// Whether whoever is called so in a call is not named: by a placeholder, also as recognisers dress theirs up
/// (`[SPEAKER_00]`, `Speaker?`, `unknown_speaker`, `spkA`), or by the bare number of a voice.
///
/// Of running text [`is_placeholder`] is asked: there `12: yes` and `Really?: yes` begin with no label.
pub fn names_nobody(name: &str) -> bool {
    let is_dress = |c: char| is_blank(c) || matches!(c, '[' | ']' | '(' | ')' | '?');
    let bare = name.trim_matches(is_dress);
    let is_number = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_digit());
    is_number || is_placeholder(&bare.replace('_', " ")) || is_glued(bare)
}

/// `spkA`, `SpeakerB`
fn is_glued(name: &str) -> bool {
    name.char_indices().next_back().is_some_and(|(at, letter)| {
        let stem = name.get(..at).unwrap_or_default();
        let is_voice = |word: &str| stem.eq_ignore_ascii_case(word);
        letter.is_ascii_alphabetic() && ["spk", "speaker"].into_iter().any(is_voice)
    })
}

/// What a recogniser sets behind `Speaker`: `A`, and `S1`, `1A` or `UU` where it has more to tell apart.
fn is_code(code: &str) -> bool {
    let length = code.chars().count();
    if !code.chars().all(char::is_alphanumeric) {
        return false;
    }
    length == 1 || code == "uu" || (length <= 3 && code.contains(|c: char| c.is_ascii_digit()))
}

/// `speaker 1` without its number.
fn without_number(lower: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-' | '#' | '№' | '.');
    lower.trim_end_matches(is_number)
}

/// The side a label claims by itself: `Agent`, `Customer 1`, `Ana Ruiz (Prospect)`, `Prospect (Ana)`.
pub(super) fn side(name: &str) -> Option<Side> {
    side_word(name).or_else(|| {
        let inner = name.trim_end().strip_suffix([')', ']'])?;
        let (before, word) = inner.rsplit_once(['(', '['])?;
        let side = side_word(word).filter(|_| !is_seen_by_the_host(word));
        side.or_else(|| side_word(before))
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
    !name.starts_with(char::is_lowercase) && words(person(name)).all(is_proper)
}

fn is_proper(word: &str) -> bool {
    !word.starts_with(char::is_lowercase) || PARTICLES.contains(&word.to_lowercase().as_str())
}

/// Whether something can be a display name, be it only where it comes again.
pub(super) fn may_be_name(name: &str) -> bool {
    is_name(name) || is_perhaps_a_name(name)
}

/// `ann@acme.com`
pub(super) fn is_address(name: &str) -> bool {
    let is_domain = |domain: &str| domain.contains('.') && !domain.contains('@');
    name.split_once('@')
        .is_some_and(|(local, domain)| !local.is_empty() && is_domain(domain))
        && !name.contains(char::is_whitespace)
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
        // A tag before the name, `[EF] Tim`; a remark in brackets by itself is a sound, `[3.20s] Tim` holds a time.
        Some('[') => boxed(']') && !holds_a_number(name),
        Some('(') => boxed(')'),
        Some(first) => first.is_alphanumeric(),
        None => false,
    }
}

/// Whether the bracket in front begins with a digit.
fn holds_a_number(name: &str) -> bool {
    let inner = name.trim_start_matches(['[', ' ']);
    inner.starts_with(|c: char| c.is_ascii_digit())
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
    // `12 Monkeys`, `1. Ann Lee`
    let is_counted = first.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if n_words > MAX_NAME_WORDS || (n_words > 1 && is_counted) {
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
