//! Who says what in a WebVTT file that is neither Zoom's nor Teams'?
//!
//! Voice tags name the speakers where there are any. Without them names may stand in the text as in SubRip
//! files, captions may roll, and a sentence may come once for each of its words, highlighted.
//!
//! Blocks, times and tags are read by the W3C's algorithm (<https://www.w3.org/TR/webvtt1/>, parts 6.1 to 6.4). It was
//! made for players, which hide what is odd. A transcript must not lose words, so the answers differ where
//! - **the signature** is in another case, stands below an empty line or behind a space, a tab, invisible marks or a
//!   second byte order mark: read, with a problem. Who asks for `webvtt` by name is refused, as a player would,
//!   except where the marks are invisible
//! - **stamps** are unpadded, have a comma, a fraction of other than three digits or none, more than 59 minutes without
//!   hours, or no minutes: read, because vendors write so (Teams: `0:0:3.490`). `120:00.000` is two hours. Hours of
//!   more than nine digits are damage
//! - **an end** is before its start: the cue ends where it starts
//! - **words stand below an empty line** inside a cue, or in a block without times behind one: they stay with the cue,
//!   unless they are the header of another file, `WEBVTT`, whose cues go on there
//! - **an arrow** stands among three words or more: somebody talks about arrows. With fewer it ends the cue
//! - **no empty line** is between two cues: the second one's number is no word of the first one
//! - **a comment** below the first cue looks like `STYLE` or `REGION`: still nobody's words
//! - **angle brackets** hold no tag of the standard's, and none that is closed again: `Vec<u8>` stays, so does `3 < 4`.
//!   What begins with a digit is a time only where it looks like one: people say `<5k>` and `<10:30 at night>`.
//!   `<I think>` stays, being words that somebody was not sure to hear, while `<i think>` is the standard's tag
//! - **a payload ends inside a tag**: dropped where it holds a name, a time or one word, since more may have been said
//!   (`less than <b or so`)
//! - **references** lack their semicolon: only `&amp`, `&lt`, `&gt`, `&quot` and `&nbsp` are read, for people say
//!   `R&D`. A no-break space becomes a plain one
//! - **white space** at the ends of lines goes, lines are joined by a space, `<br>` breaks a line, a cue without words
//!   is left out.
//!
//! `tests/suite/parse_w3c.rs` holds a case for each.

use crate::ingest::transcript::{Format, Problem, Transcript};

use super::subtitle;

/// Reads any `.vtt`.
pub fn parse(text: &str) -> (Transcript, Vec<Problem>) {
    let mut reading = subtitle::read_webvtt(text);
    let spoken = subtitle::spoken(&reading.cues, &mut reading.problems);
    let utterances = subtitle::uttered(spoken);
    subtitle::transcript(
        Format::WebVtt,
        reading.language,
        utterances,
        reading.problems,
    )
}
