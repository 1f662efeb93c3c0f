//! Which pieces is a written pattern made of?

use crate::mine::letters::Letters;

use super::signs::{in_alternatives, is_class};
use super::{PatternError, atoms};

/// Words between two elements that `...` allows.
const USUAL_GAP: u8 = 3;
const WIDEST_GAP: u8 = 9;

/// A piece and where it stands in the pattern, in bytes.
pub(super) struct Piece<'a> {
    at: usize,
    len: usize,
    pub(super) kind: Kind<'a>,
}

impl Piece<'_> {
    pub(super) fn error(&self, message: &str) -> PatternError {
        PatternError {
            at: self.at,
            len: self.len,
            message: message.to_owned(),
        }
    }
}

/// What a piece is.
pub(super) enum Kind<'a> {
    Group {
        alternatives: Vec<&'a str>,
        optional: bool,
    },
    Letters {
        letters: Letters,
        optional: bool,
    },
    Gap(u8),
    Start,
    End,
}

/// Cuts a pattern at its spaces, keeping groups together.
pub(super) fn pieces(pattern: &str) -> Result<Vec<Piece<'_>>, PatternError> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(offset) = rest.find(|c: char| !c.is_whitespace()) {
        let at = pattern.len() - rest.len() + offset;
        let here = &pattern[at..];
        let len = piece_len(here).map_err(|message| PatternError {
            at,
            len: here.len(),
            message: message.to_owned(),
        })?;
        pieces.push(piece(&here[..len], at)?);
        rest = &here[len..];
    }
    if pieces.is_empty() {
        return Err(PatternError {
            at: 0,
            len: 0,
            message: "the pattern is empty; write the words to hear".to_owned(),
        });
    }
    Ok(pieces)
}

fn piece_len(here: &str) -> Result<usize, &'static str> {
    if !here.starts_with('(') {
        return Ok(here.find(char::is_whitespace).unwrap_or(here.len()));
    }
    let close = here
        .find(')')
        .ok_or("this group is never closed; add `)`")?;
    if here[1..close].contains('(') {
        return Err("a group inside a group is not possible; write two patterns");
    }
    let after = &here[close + 1..];
    let tail = after.find(char::is_whitespace).unwrap_or(after.len());
    match &after[..tail] {
        "" | "?" => Ok(close + 1 + tail),
        _ => Err("a group is a whole word: put a space after `)`, or `?` to make it optional"),
    }
}

fn piece(written: &str, at: usize) -> Result<Piece<'_>, PatternError> {
    let fail = |message: &str| PatternError {
        at,
        len: written.len(),
        message: message.to_owned(),
    };
    let kind = match written {
        "^" => Kind::Start,
        "$" => Kind::End,
        "..." | "…" => Kind::Gap(USUAL_GAP),
        _ if written.starts_with("..") => match written[2..].parse::<u8>() {
            Ok(width) if (1..=WIDEST_GAP).contains(&width) => Kind::Gap(width),
            _ => {
                return Err(fail(
                    "a gap is `...` for up to three words, or `..1` to `..9`",
                ));
            }
        },
        _ if written.starts_with('/') => letters(written, at)?,
        _ => {
            let (body, optional) = written
                .strip_suffix('?')
                .map_or((written, false), |body| (body, true));
            let inner = body.strip_prefix('(').and_then(|b| b.strip_suffix(')'));
            if inner.is_none() && body.contains(['(', ')', '|']) {
                return Err(fail(
                    "`|` and parentheses belong to a group of whole words: `(this|that)`",
                ));
            }
            let alternatives = inner.unwrap_or(body);
            if let Some(found) = in_alternatives(alternatives) {
                return Err(PatternError {
                    // The parenthesis stands before the alternatives.
                    at: at + usize::from(inner.is_some()) + found.place.start,
                    len: found.place.len(),
                    message: found.message.to_owned(),
                });
            }
            if inner.is_none() && !is_class(body) && atoms(body).is_empty() {
                return Err(fail(
                    "there is no word here; punctuation is not part of a pattern",
                ));
            }
            Kind::Group {
                alternatives: alternatives.split('|').collect(),
                optional,
            }
        }
    };
    Ok(Piece {
        at,
        len: written.len(),
        kind,
    })
}

/// A regular expression between its slashes, with a `?` behind them where it is optional.
fn letters(written: &str, at: usize) -> Result<Kind<'_>, PatternError> {
    let (body, optional) = written
        .strip_suffix("/?")
        .map_or((written.strip_suffix('/'), false), |body| {
            (Some(body), true)
        });
    let inner = body.and_then(|body| body.strip_prefix('/'));
    let Some(inner) = inner.filter(|inner| !inner.is_empty()) else {
        return Err(PatternError {
            at,
            len: written.len(),
            message: "a regular expression stands between two slashes and without a space, because it is held against \
                      one word: `/[A-Z]+-[0-9]+/`"
                .to_owned(),
        });
    };
    match Letters::read(inner) {
        Ok(letters) => Ok(Kind::Letters { letters, optional }),
        Err(wrong) => Err(PatternError {
            at: at + 1 + wrong.place.start,
            len: wrong.place.len(),
            message: wrong.message,
        }),
    }
}
