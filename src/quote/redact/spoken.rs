//! Which digits were read out in words?
//!
//! "Five five five, oh one two three" is a telephone number to everybody who hears it. This makes a second copy in which
//! runs of number words are digits, with a hyphen where the speaker paused, so that the same rules find both. Quantities
//! ("two hundred", "five percent") are no such runs.

use super::plain::Plain;

/// A stretch of letters and digits, as bytes of the plain copy.
struct Piece {
    start: usize,
    end: usize,
    folded: String,
}

/// Digits that some pieces stand for.
struct Step {
    digits: String,
    n_pieces: usize,
    n_words: usize,
}

/// Part of a run: its digits, its first and last piece, and whether the speaker paused before it.
struct Part {
    digits: String,
    first: usize,
    last: usize,
    after_pause: bool,
}

const ONES: [&str; 10] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
];
const TEENS: [&str; 10] = [
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];
/// Behind these words the digits before were an amount.
const OF_QUANTITIES: [&str; 7] = [
    "hundred", "thousand", "million", "billion", "percent", "grand", "k",
];
/// Longer numbers are no single digits, groups or years.
const LONGEST_GROUP: usize = 4;
/// Nobody reads out more in one go.
const MOST_PARTS: usize = 64;
/// So many single digits in a row are read out, although they are written as digits.
const MIN_SINGLES: usize = 5;

/// The copy with digits in place of number words that are read out.
pub(super) fn with_digits(plain: &Plain) -> Plain {
    let pieces = pieces(&plain.text);
    let mut copy = Plain::default();
    let (mut at, mut i) = (0, 0);
    while i < pieces.len() {
        let Some(run) = run(&plain.text, &pieces, i) else {
            i += 1;
            continue;
        };
        copy.copy(plain, at, pieces[i].start);
        for (nth, part) in run.iter().enumerate() {
            let place = plain.original(pieces[part.first].start, pieces[part.last].end);
            if part.after_pause && nth > 0 {
                copy.push('-', (place.0, place.0));
            }
            for digit in part.digits.chars() {
                copy.push(digit, place);
            }
            at = pieces[part.last].end;
            i = part.last + 1;
        }
    }
    copy.copy(plain, at, plain.text.len());
    copy
}

fn pieces(text: &str) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let len = bytes[at..]
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        pieces.push(Piece {
            start: at,
            end: at + len,
            folded: text[at..at + len].to_ascii_lowercase(),
        });
        at += len;
    }
    pieces
}

/// The run of digits that begins at a piece, where they are read out.
fn run(text: &str, pieces: &[Piece], first: usize) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let (mut n_words, mut n_singles) = (0, 0);
    let mut i = first;
    while i < pieces.len() && parts.len() < MOST_PARTS {
        let gap = if i > first { gap(text, pieces, i) } else { " " };
        let is_near = (1..=3).contains(&gap.len()) && gap.chars().all(|c| " ,.-()".contains(c));
        if !is_near {
            break;
        }
        if let Some(mark) = mark(pieces, i)
            && !parts.is_empty()
            && step(text, pieces, i + 1, true).is_some()
        {
            n_words += 1;
            parts.push(Part {
                digits: mark.to_owned(),
                first: i,
                last: i,
                after_pause: false,
            });
            i += 1;
            continue;
        }
        let Some(step) = step(text, pieces, i, !parts.is_empty()) else {
            break;
        };
        n_words += step.n_words;
        n_singles += usize::from(step.digits.len() == 1);
        parts.push(Part {
            digits: step.digits,
            first: i,
            last: i + step.n_pieces - 1,
            after_pause: gap.chars().any(|c| c != ' '),
        });
        i += step.n_pieces;
    }
    let next = pieces.get(i).map_or("", |piece| piece.folded.as_str());
    if OF_QUANTITIES.contains(&next) {
        return None;
    }
    let is_said = n_words >= 2 && parts.len() >= 2;
    let is_spelled = n_singles >= MIN_SINGLES && n_singles == parts.len();
    (is_said || is_spelled).then_some(parts)
}

/// The mark that a piece before another one is read out for.
fn mark(pieces: &[Piece], i: usize) -> Option<&'static str> {
    let has_next = i + 1 < pieces.len();
    match pieces[i].folded.as_str() {
        "dot" if has_next => Some("."),
        "dash" | "hyphen" if has_next => Some("-"),
        _ => None,
    }
}

/// What stands between a piece and the one before it.
fn gap<'t>(text: &'t str, pieces: &[Piece], i: usize) -> &'t str {
    text.get(pieces[i - 1].end..pieces[i].start).unwrap_or("")
}

/// The digits that begin at a piece.
fn step(text: &str, pieces: &[Piece], i: usize, is_inside: bool) -> Option<Step> {
    let word = pieces[i].folded.as_str();
    let next = pieces.get(i + 1).map_or("", |piece| piece.folded.as_str());
    let of = |digits: String, n_pieces, n_words| {
        Some(Step {
            digits,
            n_pieces,
            n_words,
        })
    };
    if matches!(word, "oh" | "o") && !is_inside {
        return None;
    }
    if let Some(digit) = one(word) {
        return of(digit.to_string(), 1, 1);
    }
    if let Some(place) = TEENS.iter().position(|teen| *teen == word) {
        return of((place + 10).to_string(), 1, 1);
    }
    if let Some(place) = TENS.iter().position(|ten| *ten == word) {
        let unit = one(next).filter(|unit| *unit > 0);
        return match unit {
            Some(unit) if matches!(gap(text, pieces, i + 1), " " | "-") => {
                of(format!("{}{unit}", place + 2), 2, 2)
            }
            _ => of(format!("{}0", place + 2), 1, 1),
        };
    }
    let times = match word {
        "double" => 2,
        "triple" => 3,
        _ => 0,
    };
    if let (2..=3, Some(digit)) = (times, one(next)) {
        return of(digit.to_string().repeat(times), 2, 2);
    }
    let is_digits = word.bytes().all(|byte| byte.is_ascii_digit());
    if is_digits && word.len() <= LONGEST_GROUP {
        return of(word.to_owned(), 1, 0);
    }
    None
}

fn one(word: &str) -> Option<usize> {
    if matches!(word, "oh" | "o" | "nought") {
        return Some(0);
    }
    ONES.iter().position(|one| *one == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_read_out_become_digits() {
        for (text, expected) in [
            ("five five five, oh one two three", "555-0123"),
            ("four seven double two", "4722"),
            ("nineteen fifty six", "1956"),
            ("twenty six seventy one", "2671"),
            ("4 1 5 5 5 5", "415555"),
            ("two or three people", "two or three people"),
            ("two hundred people", "two hundred people"),
            ("one by one", "one by one"),
            (
                "one ninety two dot one six eight dot four dot twenty",
                "192.168.4.20",
            ),
            (
                "one two three dash four five dash six seven eight nine",
                "123-45-6789",
            ),
            ("one two dot com", "12 dot com"),
            ("one dash, dash dash", "one dash, dash dash"),
        ] {
            let copy = with_digits(&Plain::of(text));
            assert_eq!(copy.text, expected, "{text}");
        }
    }
}
