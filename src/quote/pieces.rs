//! Of which pieces is a marked quote made, and where do they stand in a turn?
//!
//! The only marks are `[…]` for words left out and `[a tool]` for words put in place of others or beside them. What
//! stands between marks must stand in one turn, in this order, word for word. A mark may not hide a "not".

use crate::call::Span;
use crate::quote::negation::{cut_off_before, negations};
use crate::quote::typography::Plain;
use crate::text::sentences::sentences;
use crate::text::tokens::tokens;

/// The most words that a bracket may put in place of others.
pub(in crate::quote) const MOST_PUT_IN: usize = 8;
/// The most words that a bracket may take the place of.
pub(in crate::quote) const MOST_REPLACED: usize = 12;

/// A part of a marked quote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words as they were said.
    Said(String),
    /// `[…]`
    LeftOut,
    /// `[a tool]`
    PutIn(String),
    /// `[W]e`: only the case of a first letter was changed; the words with that letter.
    Recased(String),
}

/// A marked quote found in a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// Where each piece that was said stands, in the turn's own bytes.
    pub said: Vec<Span>,
    /// A denial that a mark hides or adds, as words for people.
    pub hidden: Option<String>,
}

/// Why words with marks are no quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// More is marked than said.
    MostlyMarks,
    /// A bracket holds a whole speech.
    LongBracket,
    /// The pieces do not stand in this turn.
    NotThere,
}

/// The pieces of a plain text; `None` where it has no marks.
pub fn pieces(plain: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = plain;
    while let Some(open) = rest.find('[') {
        let Some(close) = rest[open..].find(']').map(|at| open + at) else {
            break;
        };
        push_said(&mut pieces, &rest[..open]);
        let inner = rest[open + 1..close].trim();
        rest = &rest[close + 1..];
        if inner.is_empty() || inner == "..." {
            pieces.push(Piece::LeftOut);
        } else if is_one_letter(inner) && rest.starts_with(char::is_alphabetic) {
            let end = rest.find('[').unwrap_or(rest.len());
            pieces.push(Piece::Recased(format!("{inner}{}", rest[..end].trim_end())));
            rest = &rest[end..];
        } else {
            pieces.push(Piece::PutIn(inner.to_owned()));
        }
    }
    if pieces.is_empty() {
        return None;
    }
    push_said(&mut pieces, rest);
    Some(pieces)
}

fn push_said(pieces: &mut Vec<Piece>, words: &str) {
    let words = words.trim();
    if !words.is_empty() {
        pieces.push(Piece::Said(words.to_owned()));
    }
}

fn is_one_letter(inner: &str) -> bool {
    let mut chars = inner.chars();
    chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// Finds the pieces of a marked quote in a turn.
pub fn place(pieces: &[Piece], turn: &Plain) -> Result<Placed, Unfit> {
    are_mostly_said(pieces)?;
    let first = pieces
        .iter()
        .position(|piece| piece.words().is_some())
        .ok_or(Unfit::NotThere)?;
    let starts = pieces[first].find(turn, 0);
    let mut best: Option<Placed> = None;
    for start in starts {
        let Some(found) = follow(&pieces[first..], turn, start) else {
            continue;
        };
        let placed = Placed {
            said: found.iter().map(|at| turn.original(at.0, at.1)).collect(),
            hidden: hidden(pieces, turn, &found),
        };
        if placed.hidden.is_none() {
            return Ok(placed);
        }
        if best.is_none() {
            best = Some(placed);
        }
    }
    best.ok_or(Unfit::NotThere)
}

impl Piece {
    /// The words that were said, as they are compared.
    fn words(&self) -> Option<&str> {
        match self {
            Piece::Said(words) | Piece::Recased(words) => Some(words),
            Piece::LeftOut | Piece::PutIn(_) => None,
        }
    }

    /// Where the words stand from a place on, as starts in the plain turn.
    fn find(&self, turn: &Plain, from: usize) -> Vec<usize> {
        let Some(words) = self.words() else {
            return Vec::new();
        };
        let mut found: Vec<usize> = turn.find_words(words).collect();
        if let Piece::Recased(words) = self {
            found.extend(turn.find_words(&recased(words)));
            found.sort_unstable();
            found.dedup();
        }
        found.retain(|at| *at >= from);
        found
    }

    fn n_words(&self) -> usize {
        self.words().map_or(0, |words| tokens(words).count())
    }
}

/// The words with their first letter in the other case.
fn recased(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().unwrap_or(' ');
    let other: String = if first.is_uppercase() {
        first.to_lowercase().collect()
    } else {
        first.to_uppercase().collect()
    };
    other + chars.as_str()
}

/// Anybody can be made to say anything by single words between marks.
fn are_mostly_said(pieces: &[Piece]) -> Result<(), Unfit> {
    let n_said: usize = pieces.iter().map(Piece::n_words).sum();
    let n_left_out = pieces
        .iter()
        .filter(|piece| **piece == Piece::LeftOut)
        .count();
    let mut n_put_in = 0;
    for piece in pieces {
        if let Piece::PutIn(words) = piece {
            let n_words = tokens(words).count();
            if n_words > MOST_PUT_IN {
                return Err(Unfit::LongBracket);
            }
            n_put_in += n_words;
        }
    }
    if n_said < 3 || n_said < 2 * n_left_out || n_said < n_put_in {
        return Err(Unfit::MostlyMarks);
    }
    Ok(())
}

/// Where all pieces stand if the first stands at `start`: from and to in the plain turn.
fn follow(pieces: &[Piece], turn: &Plain, start: usize) -> Option<Vec<(usize, usize)>> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    let mut is_replaced = false;
    let mut is_left_out = false;
    for piece in pieces {
        let Some(words) = piece.words() else {
            is_left_out |= *piece == Piece::LeftOut;
            is_replaced |= *piece != Piece::LeftOut;
            continue;
        };
        let Some((_, last)) = found.last().copied() else {
            found.push((start, start + words.len()));
            continue;
        };
        let next = piece.find(turn, last).into_iter().find(|next| {
            let n_between = tokens(turn.text.get(last..*next).unwrap_or("")).count();
            // A clarification may stand beside the words that it explains; what is left out must be something.
            match (is_left_out, is_replaced) {
                (true, _) => n_between > 0,
                (false, true) => n_between <= MOST_REPLACED,
                (false, false) => n_between == 0,
            }
        })?;
        found.push((next, next + words.len()));
        (is_replaced, is_left_out) = (false, false);
    }
    Some(found)
}

/// The denial that is lost or won by a mark, if there is one.
fn hidden(pieces: &[Piece], turn: &Plain, found: &[(usize, usize)]) -> Option<String> {
    let first = found.first()?;
    if let Some(cut) = cut_off_before(&turn.text, first.0) {
        return Some(cut.slice(&turn.text).to_owned());
    }
    let sentences = sentences(&turn.text);
    let mut gaps = vec![Vec::new(); found.len() + 1];
    let mut n_said = 0;
    for piece in pieces {
        match piece {
            Piece::PutIn(words) => {
                gaps[n_said].extend(negations(words).map(|token| token.surface(words).to_owned()))
            }
            Piece::LeftOut => {}
            Piece::Said(_) | Piece::Recased(_) => n_said += 1,
        }
    }
    let added = gaps[0].first().or_else(|| gaps[found.len()].first());
    if let Some(added) = added {
        return Some(added.clone());
    }
    for (at, two) in found.windows(2).enumerate() {
        let (from, to) = (two[0].1, two[1].0);
        let between = turn.text.get(from..to).unwrap_or("");
        let lost: Vec<String> = negations(between)
            .filter(|token| {
                let place = from + token.start as usize;
                is_in_a_kept_sentence(&sentences, place, two[0].1, two[1].0)
            })
            .map(|token| token.surface(between).to_owned())
            .collect();
        let put_in = &gaps[at + 1];
        if lost.len() != put_in.len() {
            return lost.first().or_else(|| put_in.first()).cloned();
        }
    }
    None
}

/// Whether a word that was left out belongs to a sentence of which something was kept. A whole sentence may go.
fn is_in_a_kept_sentence(sentences: &[Span], place: usize, before: usize, after: usize) -> bool {
    let holds =
        |sentence: &Span, at: usize| (sentence.start as usize..sentence.end as usize).contains(&at);
    let Some(own) = sentences.iter().find(|sentence| holds(sentence, place)) else {
        return true;
    };
    holds(own, before.saturating_sub(1)) || holds(own, after)
}

/// Whether the words of a marked quote are, between its marks, exactly these slices of a turn in this order.
pub fn reads_as(quote: &str, slices: &[String]) -> bool {
    let mut rest = quote.trim();
    for (index, slice) in slices.iter().enumerate() {
        let mut is_marked = index == 0;
        loop {
            if is_marked && let Some(after) = rest.strip_prefix(slice.as_str()) {
                rest = after.trim_start();
                break;
            }
            let Some(after) = behind_mark(rest) else {
                return false;
            };
            (rest, is_marked) = (after, true);
        }
    }
    while let Some(after) = behind_mark(rest) {
        rest = after;
    }
    rest.is_empty()
}

/// What follows the bracket with which a text begins.
fn behind_mark(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('[')?;
    let close = inner.find(']')?;
    Some(inner[close + 1..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::typography::{plain, plain_words};

    const TURN: &str =
        "It's not expensive. We type it all in by hand, every night, and we never check it.";

    fn placed(quote: &str) -> Result<Placed, Unfit> {
        let pieces = pieces(&plain_words(quote)).unwrap_or_default();
        place(&pieces, &plain(TURN))
    }

    #[test]
    fn pieces_in_order_are_found() {
        for (quote, said) in [
            ("We type […] by hand", vec!["We type", "by hand"]),
            (
                "We type [the orders] in by hand",
                vec!["We type", "in by hand"],
            ),
            ("[w]e type it all in", vec!["We type it all in"]),
            (
                "We type it [the order] all in",
                vec!["We type it", "all in"],
            ),
        ] {
            let placed = placed(quote).expect(quote);
            let found: Vec<&str> = placed.said.iter().map(|span| span.slice(TURN)).collect();
            assert_eq!(found, said, "{quote}");
            assert_eq!(placed.hidden, None, "{quote}");
        }
    }

    #[test]
    fn a_mark_hides_no_denial() {
        for quote in [
            "It's […] expensive. We type it",
            "It's [really] expensive. We type it",
            "every night, and we […] check it",
            "We type it all in [never] by hand",
            "[…] expensive. We type it all in",
        ] {
            let placed = placed(quote).expect(quote);
            assert!(placed.hidden.is_some(), "{quote}");
        }
    }

    #[test]
    fn words_in_another_order_or_mostly_marks_are_no_quote() {
        for (quote, why) in [
            ("by hand […] We type", Unfit::NotThere),
            ("We [a] type [b] hand [c d e f]", Unfit::MostlyMarks),
            ("We […]", Unfit::MostlyMarks),
            (
                "We type it [one two three four five six seven eight nine] by hand",
                Unfit::LongBracket,
            ),
            ("We type it […] all in", Unfit::NotThere),
        ] {
            assert_eq!(placed(quote), Err(why), "{quote}");
        }
    }

    #[test]
    fn a_quote_reads_as_its_slices() {
        let slices = ["We type".to_owned(), "by hand".to_owned()];
        assert!(reads_as("We type [...] by hand", &slices));
        assert!(reads_as("[Well] We type [a] [...] by hand [so]", &slices));
        for altered in [
            "We type by hand",
            "We type [...] it by hand",
            "We typed [...] by hand",
            "We type [...]",
        ] {
            assert!(!reads_as(altered, &slices), "{altered}");
        }
    }
}
