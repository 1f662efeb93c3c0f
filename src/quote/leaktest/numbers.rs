//! Where do many digits, addresses and random letters stand?
//!
//! Digits are counted, not matched: seven close together are somebody's, unless commas or a date's hyphens set them in
//! order. Random strings are told by their entropy.

use std::sync::LazyLock;

use regex::Regex;

use super::{Leak, LeakClass};
use crate::call::Span;

/// So many digits close together stand for something.
const MANY_DIGITS: usize = 7;
/// So many number words in a row are read out.
const MANY_WORDS: usize = 6;
/// Shorter strings have too few letters to look random.
const SHORTEST_RANDOM: usize = 12;
/// Bits of entropy for each character from which letters and digits look random.
const RANDOM_BITS: f64 = 3.2;
/// The length of a hash in hexadecimal digits, which packs carry.
const HASH: usize = 64;

const NUMBER_WORDS: &str = "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen \
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety double triple";

/// Marks that are read out between them.
const MARKS: [&str; 4] = ["dash", "dot", "hyphen", "slash"];

static ORDERED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let thousands = r"^\D*[0-9]{1,3}(?:,[0-9]{2,3})+(?:\.[0-9]+)?\D*$";
    let date = r"^\D*(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?:\D.*)?$";
    Regex::new(&format!("(?s){thousands}|{date}")).ok()
});

static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let written = r"[^\s@\[\]]+@[^\s@\[\]]+|[a-z]+://[^\s\[\]]+|\bwww\.[^\s\[\]]+";
    let said = r"\bdot (?:com|net|org|io|co|de|uk|ai|in|nl|fr|ca|au|us|edu|gov|eu)\b|[\(\[]\s*(?:at|dot)\s*[\)\]]";
    Regex::new(&format!("(?i){written}|{said}")).ok()
});

/// Every such place.
pub(super) fn leaks(text: &str) -> Vec<Leak> {
    let mut leaks = digits(text);
    leaks.extend(number_words(text));
    leaks.extend(random(text));
    if let Some(address) = &*ADDRESS {
        let places = address.find_iter(text);
        leaks.extend(places.map(|place| {
            let reason = "looks or sounds like an address";
            leak(place.start(), place.end(), LeakClass::Address, reason)
        }));
    }
    leaks
}

fn leak(start: usize, end: usize, class: LeakClass, reason: &'static str) -> Leak {
    Leak {
        span: Span {
            start: start as u32,
            end: end as u32,
        },
        class,
        reason,
    }
}

/// Stretches with many digits and at most two other characters between any two of them.
fn digits(text: &str) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let mut stretch: Option<(usize, usize, usize)> = None;
    let mut n_between = 0;
    let ends = text
        .char_indices()
        .chain(std::iter::once((text.len(), '\n')));
    for (at, c) in ends {
        if c.is_numeric() {
            let (start, _, n) = stretch.unwrap_or((at, at, 0));
            stretch = Some((start, at + c.len_utf8(), n + 1));
            n_between = 0;
            continue;
        }
        n_between += 1;
        if n_between <= 2 && !c.is_alphabetic() && c != '\n' {
            continue;
        }
        if let Some((start, end, n)) = stretch.take()
            && n >= MANY_DIGITS
            && !is_ordered(text, start, end)
        {
            leaks.push(leak(start, end, LeakClass::Number, "many digits together"));
        }
    }
    leaks
}

/// Whether digits are an amount with commas, a date, or part of a hash.
fn is_ordered(text: &str, start: usize, end: usize) -> bool {
    let stretch = text.get(start..end).unwrap_or("");
    let is_ordered = ORDERED
        .as_ref()
        .is_some_and(|ordered| ordered.is_match(stretch));
    is_ordered || is_in_hash(text, start)
}

fn is_in_hash(text: &str, at: usize) -> bool {
    let is_hex = |c: char| c.is_ascii_hexdigit();
    let before = text.get(..at).unwrap_or("");
    let after = text.get(at..).unwrap_or("");
    let n_before = before
        .chars()
        .rev()
        .take(HASH)
        .take_while(|c| is_hex(*c))
        .count();
    let n_after = after
        .chars()
        .take(HASH + 1)
        .take_while(|c| is_hex(*c))
        .count();
    n_before + n_after == HASH
}

/// Number words in a row.
fn number_words(text: &str) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let mut row: Option<(usize, usize, usize)> = None;
    let pieces = text.split_inclusive(|c: char| !c.is_alphabetic());
    let mut at = 0;
    for piece in pieces {
        let word = piece.trim_end_matches(|c: char| !c.is_alphabetic());
        let (start, end) = (at, at + word.len());
        at += piece.len();
        if word.is_empty() {
            continue;
        }
        let lower = word.to_lowercase();
        if NUMBER_WORDS
            .split_whitespace()
            .any(|number| number == lower)
        {
            let (first, _, n) = row.unwrap_or((start, end, 0));
            row = Some((first, end, n + 1));
            continue;
        }
        if MARKS.contains(&lower.as_str()) && row.is_some() {
            continue;
        }
        push_row(row.take(), &mut leaks);
    }
    push_row(row, &mut leaks);
    leaks
}

fn push_row(row: Option<(usize, usize, usize)>, leaks: &mut Vec<Leak>) {
    if let Some((start, end, n)) = row
        && n >= MANY_WORDS
    {
        leaks.push(leak(
            start,
            end,
            LeakClass::Number,
            "many number words together",
        ));
    }
}

/// Strings without spaces that mix letters and digits and look random.
fn random(text: &str) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let mut at = 0;
    for piece in text.split_inclusive(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))) {
        let word = piece.trim_end_matches(|c: char| !c.is_alphanumeric());
        let has_both = word.contains(char::is_alphabetic) && word.contains(char::is_numeric);
        let is_hash = word.len() == HASH && word.chars().all(|c| c.is_ascii_hexdigit());
        let is_long = word.chars().count() >= SHORTEST_RANDOM;
        if is_long && has_both && !is_hash && bits(word) >= RANDOM_BITS {
            let reason = "letters and digits without order";
            leaks.push(leak(at, at + word.len(), LeakClass::Random, reason));
        }
        at += piece.len();
    }
    leaks
}

/// The entropy of a string's characters.
fn bits(word: &str) -> f64 {
    let mut counts = std::collections::BTreeMap::new();
    let mut total = 0.0;
    for c in word.chars() {
        *counts.entry(c).or_insert(0.0) += 1.0;
        total += 1.0;
    }
    let share = |count: &f64| -> f64 {
        let share = count / total;
        -share * share.log2()
    };
    counts.values().map(share).sum()
}
