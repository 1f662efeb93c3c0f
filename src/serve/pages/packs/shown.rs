//! How does a quote with its marks reach a page?
//!
//! As pieces of text, each said or put there; the template writes one after the other, and none is HTML.

use crate::quote::edit::Edit;
use crate::quote::pack::Item;

/// A piece of a quote as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// Whether it is a mark and was not said.
    pub is_mark: bool,
}

/// The quote as [`Item::words`] prints it, in pieces.
pub fn pieces(item: &Item) -> Vec<Piece> {
    let seal = &item.seal;
    let slice = |from: u32, to: u32| {
        let (from, to) = (
            from.saturating_sub(seal.start),
            to.saturating_sub(seal.start),
        );
        let slice = seal.exact.get(from as usize..to as usize);
        slice.unwrap_or("").to_owned()
    };
    let mut pieces = Vec::new();
    let mut at = seal.start;
    let mut lead = "";
    for edit in &item.edits {
        let is_beside = edit.start == edit.end;
        let mut said = format!("{lead}{}", slice(at, edit.start));
        if is_beside && said.ends_with(|c: char| !c.is_whitespace()) {
            said.push(' ');
        }
        let rest = slice(edit.end, seal.end);
        lead = if is_beside && rest.starts_with(char::is_alphanumeric) {
            " "
        } else {
            ""
        };
        push(&mut pieces, said, false);
        push(&mut pieces, mark(edit), true);
        at = edit.end;
    }
    push(&mut pieces, format!("{lead}{}", slice(at, seal.end)), false);
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: String, is_mark: bool) {
    if !text.is_empty() {
        pieces.push(Piece { text, is_mark });
    }
}

fn mark(edit: &Edit) -> String {
    match &edit.replacement {
        Some(words) => format!("[{words}]"),
        None => "[…]".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{Call, CallId, Participant, Side, Turn};
    use crate::quote::edit::read;
    use crate::quote::seal::seal;

    const TURN: &str = "So we type it all in by hand, every night, and it takes hours.";

    fn item(marked: &str) -> Item {
        let call = Call {
            id: CallId("c".to_owned()),
            title: None,
            format: "verbatim-json".to_owned(),
            started_at: None,
            duration: None,
            language: None,
            recording_url: None,
            account: None,
            deal: None,
            participants: vec![Participant {
                side: Side::Prospect,
                ..Participant::default()
            }],
            turns: vec![Turn {
                speaker: 0,
                start: None,
                end: None,
                text: TURN.to_owned(),
                cues: Vec::new(),
            }],
        };
        let (span, edits) = read(marked, TURN).expect(marked);
        let seal = seal(&call, 0, span, "few").expect("a prospect's words");
        Item {
            edits,
            ..Item::new(seal, &call, &[])
        }
    }

    #[test]
    fn the_pieces_are_the_quote_as_it_is_printed() {
        for (marked, marks) in [
            ("we type it all in by hand", vec![]),
            ("[W]e type it […] by hand", vec!["[W]", "[…]"]),
            ("we type it [the order] all in by hand", vec!["[the order]"]),
        ] {
            let item = item(marked);
            let pieces = pieces(&item);
            let whole: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            assert_eq!(whole, item.words());
            let found = pieces.iter().filter(|piece| piece.is_mark);
            let found: Vec<&str> = found.map(|piece| piece.text.as_str()).collect();
            assert_eq!(found, marks, "{marked}");
        }
    }
}
