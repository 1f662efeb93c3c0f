//! What stands before the encoder at once?
//!
//! A stretch of a turn with as many units as fit, the end of what was said before it, and the beginning of what comes
//! next. A turn of many words is read in several windows; each unit is answered in the one that holds it.

use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::call::{Call, Side, Span, Turn};
use crate::mine::encoder::pieces::{Piece, Pieces};

/// Most pieces of the turn itself, of what stands before, and of what comes next.
const BODY: usize = 112;
const BEFORE: usize = 44;
const NEXT: usize = 12;
/// A unit joins a window only if so many pieces of the body stay free for what stands around.
const FREE: usize = 32;
/// Turns farther back than this do not count.
const REACH: usize = 4;
/// Of a turn nearby no more than so many bytes are looked at: its end, or its beginning.
const NEARBY: usize = 1200;

/// What an encoder reads at once.
#[derive(Debug, PartialEq)]
pub struct Window {
    pub ids: Vec<i32>,
    /// 1 for the turn itself, 0 for what stands around it.
    pub parts: Vec<i32>,
    pub units: Vec<Placed>,
}

/// A unit in a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Index among the turn's units.
    pub at: usize,
    /// Indexes into the window's pieces.
    pub pieces: Range<usize>,
}

impl Window {
    /// Tells it from other windows: the first eight bytes of a hash of everything in it.
    pub fn key(&self) -> u64 {
        let mut hash = Sha256::new();
        for number in self.ids.iter().chain(&self.parts) {
            hash.update(number.to_le_bytes());
        }
        for Range { start, end } in self.units.iter().map(|unit| &unit.pieces) {
            hash.update((*start as u32).to_le_bytes());
            hash.update((*end as u32).to_le_bytes());
        }
        let hash: [u8; 32] = hash.finalize().into();
        let [a, b, c, d, e, f, g, h, ..] = hash;
        u64::from_le_bytes([a, b, c, d, e, f, g, h])
    }
}

/// A turn with what stands around it, in pieces.
pub struct Script {
    turn: Vec<Piece>,
    /// The end of what was said before; the beginning of what comes next.
    before: Vec<i32>,
    next: Vec<i32>,
    begin: i32,
    part: i32,
    speaker: i32,
}

impl Script {
    /// Reads a turn of a call and what stands around it.
    pub fn of(call: &Call, turn: usize, pieces: &Pieces<'_>) -> Script {
        let mark = |turn: &Turn| match call.speaker(turn).side {
            Side::Rep => pieces.rep,
            Side::Prospect => pieces.prospect,
            Side::Unknown => pieces.somebody,
        };
        let said = |turn: &Turn, text: &str| -> Vec<i32> {
            let ids = pieces.of(text).into_iter().map(|piece| piece.id);
            std::iter::once(mark(turn)).chain(ids).collect()
        };
        let mut before = Vec::new();
        for earlier in call.turns[..turn].iter().rev().take(REACH) {
            before.splice(0..0, said(earlier, end_of(&earlier.text)));
            if before.len() >= BEFORE {
                break;
            }
        }
        let next = call.turns.get(turn + 1);
        Script {
            before,
            next: next.map_or_else(Vec::new, |next| said(next, beginning_of(&next.text))),
            ..Script::alone(&call.turns[turn].text, pieces)
        }
    }

    /// Reads a prospect's text with nothing around it.
    pub fn alone(text: &str, pieces: &Pieces<'_>) -> Script {
        Script {
            turn: pieces.of(text),
            before: Vec::new(),
            next: Vec::new(),
            begin: pieces.begin,
            part: pieces.part,
            speaker: pieces.prospect,
        }
    }

    /// The pieces on which a unit stands.
    fn pieces_of(&self, unit: Span) -> Range<usize> {
        let from = self.turn.partition_point(|piece| piece.end <= unit.start);
        let to = self.turn.partition_point(|piece| piece.start < unit.end);
        from..to.max(from)
    }

    /// The window that shows some pieces of the turn.
    fn window(&self, shown: Range<usize>, units: &[Placed]) -> Window {
        let ids = |range: Range<usize>| self.turn[range].iter().map(|piece| piece.id);
        let mut before = self.before.clone();
        if shown.start > 0 {
            before.push(self.speaker);
            before.extend(ids(shown.start.saturating_sub(BEFORE)..shown.start));
        }
        let before = &before[before.len().saturating_sub(BEFORE)..];
        let after = ids(shown.end..self.turn.len()).chain(self.next.iter().copied());
        let mut all = vec![self.begin];
        all.extend_from_slice(before);
        all.push(self.part);
        let body = all.len();
        all.extend(ids(shown.clone()));
        let rest = all.len();
        all.push(self.part);
        all.extend(after.take(NEXT));
        let is_body = |at: usize| i32::from((body..rest).contains(&at));
        Window {
            parts: (0..all.len()).map(is_body).collect(),
            ids: all,
            units: units.iter().map(|unit| unit.moved(&shown, body)).collect(),
        }
    }
}

impl Placed {
    /// The same, with its place counted in a window whose body begins at `body` and shows some pieces of the turn.
    fn moved(&self, shown: &Range<usize>, body: usize) -> Placed {
        let Range { start, end } = self.pieces;
        let end = end.min(shown.end).max(start + 1);
        Placed {
            at: self.at,
            pieces: body + start - shown.start..body + end - shown.start,
        }
    }
}

/// The windows that together hold every unit with a piece.
pub fn windows(script: &Script, units: &[Span]) -> Vec<Window> {
    let placed = units.iter().enumerate().map(|(at, unit)| Placed {
        at,
        pieces: script.pieces_of(*unit),
    });
    let placed: Vec<Placed> = placed.filter(|unit| !unit.pieces.is_empty()).collect();
    let mut windows = Vec::new();
    let mut rest = placed.as_slice();
    while let [head, tail @ ..] = rest {
        let first = head.pieces.start;
        let fits = |unit: &&Placed| unit.pieces.end - first <= BODY - FREE;
        let together = 1 + tail.iter().take_while(fits).count();
        let (here, later) = rest.split_at(together);
        let last = here[together - 1].pieces.end.min(first + BODY);
        windows.push(script.window(around(first..last, script.turn.len()), here));
        rest = later;
    }
    windows
}

/// Fills a body up with what stands around it in the turn: half before it and half behind it, or where there is room.
fn around(units: Range<usize>, n_pieces: usize) -> Range<usize> {
    let room = BODY - units.len();
    let behind = n_pieces - units.end;
    let before = units.start.min((room / 2).max(room.saturating_sub(behind)));
    units.start - before..n_pieces.min(units.end + room - before)
}

/// The end of a text, from the beginning of a word.
fn end_of(text: &str) -> &str {
    let from = text.floor_char_boundary(text.len().saturating_sub(NEARBY));
    let cut = &text[from..];
    match cut.find(char::is_whitespace).filter(|_| from > 0) {
        Some(space) => &cut[space..],
        None => cut,
    }
}

/// The beginning of a text, to the end of a word.
fn beginning_of(text: &str) -> &str {
    let cut = &text[..text.floor_char_boundary(NEARBY)];
    match cut
        .rfind(char::is_whitespace)
        .filter(|_| cut.len() < text.len())
    {
        Some(space) => &cut[..space],
        None => cut,
    }
}
