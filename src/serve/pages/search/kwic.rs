//! How do the words around the match compare, line by line?
//!
//! A concordance: every match in a column of its own, with the words left and right of it (keyword in context).

use crate::archive::hit::Hit;
use crate::serve::ask::By;
use crate::serve::pages::search::shown::who;
use crate::text::stem::fold;
use crate::text::tokens::{Token, tokens};

/// Words shown on either side.
const WORDS: usize = 7;

/// One match with what stands around it, each a slice of the turn.
pub struct Line {
    pub left: String,
    pub word: String,
    pub right: String,
    pub who: String,
    pub call: String,
    pub turn: u32,
}

/// The lines of some hits, in the order that is wanted.
pub fn lines(hits: &[Hit], by: Option<By>) -> Vec<Line> {
    let mut lines: Vec<(Vec<String>, Line)> = Vec::new();
    for hit in hits {
        let words: Vec<Token> = tokens(&hit.text).collect();
        for span in &hit.highlights {
            lines.extend(line(hit, &words, *span, by));
        }
    }
    // Stable: lines with the same words stay in the order of the hits.
    lines.sort_by(|(a, _), (b, _)| a.cmp(b));
    lines.into_iter().map(|(_, line)| line).collect()
}

/// One line, and the words by which it is ordered.
fn line(
    hit: &Hit,
    words: &[Token],
    (start, end): (u32, u32),
    by: Option<By>,
) -> Option<(Vec<String>, Line)> {
    let n_before = words.partition_point(|token| token.end <= start);
    let n_upto = words.partition_point(|token| token.start < end);
    let (before, after) = (words.get(..n_before)?, words.get(n_upto..)?);
    let from = before
        .len()
        .checked_sub(WORDS)
        .map_or(0, |at| before[at].start);
    let to = after
        .get(WORDS - 1)
        .map_or(hit.text.len() as u32, |last| last.end);
    let slice = |from: u32, to: u32| hit.text.get(from as usize..to as usize);
    let folded = |token: &Token| fold(token.surface(&hit.text));
    let key = match by {
        None => Vec::new(),
        Some(By::Left) => before.iter().rev().take(WORDS).map(folded).collect(),
        Some(By::Right) => after.iter().take(WORDS).map(folded).collect(),
    };
    let line = Line {
        left: slice(from, start)?.to_owned(),
        word: slice(start, end)?.to_owned(),
        right: slice(end, to)?.to_owned(),
        who: who(hit),
        call: hit.call.clone(),
        turn: hit.turn,
    };
    Some((key, line))
}
