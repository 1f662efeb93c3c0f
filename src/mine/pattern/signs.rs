//! Does a sign of the pattern language stand inside a word, where it means nothing?
//!
//! Words are cut as the tagger cuts speech, so a sign at such a place would be dropped without a word, and what is left
//! would hear something else than its author meant. Marks that people write between words mean nothing anywhere, and
//! money has its `$`: both may stand.

use std::ops::Range;

/// A sign at a wrong place: its bytes, and what to write instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Misplaced {
    pub(super) place: Range<usize>,
    pub(super) message: &'static str,
}

/// What each sign is for.
const CLASS: &str = "a class is a place or an alternative of its own: `{name}` with both braces and nothing else, \
     or `(late|{be})`";
const GAP: &str = "a gap has a space on both sides and stands in no group: `retype ... order`";
const STAR: &str =
    "patterns know no `*`; a word is heard in all its forms, so write the whole word: `retype`";
const OPTIONAL: &str = "`?` stands behind a whole place and makes it optional: `very?` or `(very|too)?`, and never \
     inside of a group or a word";
const ENDS: &str = "`^` and `$` are the ends of the sentence and stand by themselves, with a space between: \
     `^ slow`, `slow $`";
const EXACT: &str =
    "`=` stands once, right before the word that is meant in this form only: `=retype`";
const LETTERS: &str = "a regular expression stands by itself and in no group; write one pattern for it and one for \
     the rest";
const GROUP: &str = "`|` and parentheses belong to a group of whole words: `(this|that)`";

/// The first one in a word by itself, or among the alternatives of a group.
pub(super) fn in_alternatives(written: &str) -> Option<Misplaced> {
    parts(written, |c| c == '|').find_map(|(at, alternative)| {
        let bare = alternative.trim();
        // Where a regular expression may stand, and that a group is no such place, is told elsewhere.
        if is_class(bare) || bare.starts_with('/') {
            return None;
        }
        let found = in_words(alternative)?;
        Some(found.behind(at))
    })
}

/// The first one among words.
pub(super) fn in_words(written: &str) -> Option<Misplaced> {
    parts(written, char::is_whitespace).find_map(|(at, word)| {
        let found = in_word(word)?;
        Some(found.behind(at))
    })
}

/// Whether this is the name of a class in its braces.
pub(super) fn is_class(written: &str) -> bool {
    let inside = written.strip_prefix('{').and_then(|w| w.strip_suffix('}'));
    inside.is_some_and(|name| !name.contains(['{', '}']))
}

impl Misplaced {
    /// The same as seen from so many bytes before it.
    fn behind(self, bytes: usize) -> Misplaced {
        Misplaced {
            place: self.place.start + bytes..self.place.end + bytes,
            ..self
        }
    }
}

fn in_word(word: &str) -> Option<Misplaced> {
    word.char_indices().find_map(|(at, sign)| {
        let behind = &word[at + sign.len_utf8()..];
        let message = match sign {
            '{' | '}' => CLASS,
            '.' if behind.starts_with('.') => GAP,
            '…' => GAP,
            '*' => STAR,
            '?' => OPTIONAL,
            '^' => ENDS,
            '$' if !behind.starts_with(|c: char| c.is_ascii_digit()) => ENDS,
            '=' if at > 0 => EXACT,
            '/' if at == 0 => LETTERS,
            '(' | ')' | '|' => GROUP,
            _ => return None,
        };
        let n_dots = behind.len() - behind.trim_start_matches('.').len();
        let len = match sign {
            '.' => 1 + n_dots,
            _ => sign.len_utf8(),
        };
        Some(Misplaced {
            place: at..at + len,
            message,
        })
    })
}

/// What stands between the characters that part it, each with its place.
fn parts(text: &str, ends: fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    text.split_inclusive(ends).map(move |part| {
        let at = next;
        next += part.len();
        (at, part.trim_end_matches(ends))
    })
}
