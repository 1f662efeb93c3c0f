//! Which stretches of a turn did the recogniser make up, rather than anybody say?
//!
//! Recognisers write sounds in brackets (`[Music]`, `(inaudible)`), leave marks of their own (`[_TT_125]`, `<unk>`),
//! and where they hear nothing some of them repeat one phrase over and over. Such stretches stay in the text, byte
//! for byte; here is only told where they are, so that they are neither tagged nor counted. A stretch is told when
//! it is sure: what people put in brackets and what people do repeat (`no no no`) stays theirs.

mod loops;
mod marks;

use crate::call::Span;

/// The stretches of noise, in order, none overlapping another. Takes time in proportion to the text's length.
pub fn spans(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    marks::find(text, &mut found);
    loops::find(text, &mut found);
    merged(found)
}

/// Whether a recogniser's marks may stand in a text. A glance, for those who read every turn there is: what it denies
/// is not there.
pub fn may_hold_marks(text: &str) -> bool {
    marks::may_stand_in(text)
}

/// Whether words go round in a phrase often enough to be looked at. They come as numbers, equal ones for equal words.
pub fn may_loop(words: &[u32]) -> bool {
    loops::may_go_round(words)
}

/// So many equal sentences one behind the other are worth a look.
pub const SUSPICIOUS_SENTENCES: usize = loops::FEWEST_SENTENCES - 1;

/// A stretch from byte to byte. Turns are shorter than 32 bits can tell.
fn span(start: usize, end: usize) -> Span {
    let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span {
        start: byte(start),
        end: byte(end),
    }
}

/// In order, and one stretch where two meet.
fn merged(mut found: Vec<Span>) -> Vec<Span> {
    found.sort_by_key(|span| (span.start, span.end));
    let mut merged: Vec<Span> = Vec::with_capacity(found.len());
    for span in found {
        match merged.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => merged.push(span),
        }
    }
    merged
}
