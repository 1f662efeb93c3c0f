//! Are these the words that their own seal names?
//!
//! A claim from a pack or an export says where its words stand. They are held against that stretch and nothing else:
//! words that were said elsewhere are no excuse for a quote that was changed since it was sealed.

use crate::call::Span;
use crate::quote::negation::cut_off_before;
use crate::quote::pieces::{pieces, place, reads_as};
use crate::quote::quote::turn_hash;
use crate::quote::seal::quote_hash;
use crate::quote::typography::{is_border, plain, plain_words};
use crate::quote::verify::align::{Step, Worded, align};
use crate::quote::verify::claim::{Claim, Sealed};
use crate::quote::verify::finding::{Class, Finding};
use crate::quote::verify::judge::{ALTERED, dropped, readings, tell};
use crate::quote::verify::source::SourceTurn;

/// What the turn that a claim names says of it. An error where it can no longer say anything.
pub fn judge_sealed(
    claim: &Claim,
    sealed: &Sealed,
    turn: &SourceTurn,
) -> Result<Finding, &'static str> {
    let hash = turn_hash(&turn.text);
    let is_other = |sealed: &String| !hash.starts_with(&sealed.to_ascii_lowercase());
    if sealed.turn_sha256.as_ref().is_some_and(is_other) {
        return Err("the transcript of its source was changed since");
    }
    if !is_sound(&sealed.kept, &turn.text) {
        return Err("its source names no words of that turn");
    }
    let (first, last) = (sealed.kept.first(), sealed.kept.last());
    let span = Span {
        start: first.map_or(0, |first| first.start),
        end: last.map_or(0, |last| last.end),
    };
    let slices: Vec<String> = sealed
        .kept
        .iter()
        .map(|span| plain_words(span.slice(&turn.text)))
        .collect();
    let readings = readings(&claim.words);
    let Some(words) = readings.iter().find(|words| reads_as(words, &slices)) else {
        return Ok(unlike_its_seal(claim, &slices, turn, span));
    };
    let is_exact = slices.len() == 1 && *words == slices[0];
    let class = if is_exact {
        Class::Exact
    } else {
        Class::Edited
    };
    let mut finding = Finding::at(claim, turn, class, span);
    finding.denial = hidden_denial(words, span, turn);
    let is_other = |sealed: &String| !quote_hash(words).starts_with(&sealed.to_ascii_lowercase());
    let is_changed = !is_exact && sealed.quote_sha256.as_ref().is_some_and(is_other);
    if is_changed {
        let note = "a mark was changed since the quote was sealed";
        finding.notes.push(note.to_owned());
    }
    if is_changed || finding.denial.is_some() {
        finding.verdict = Class::Altered;
    }
    Ok(finding)
}

/// A source that somebody wrote by hand must not prove words that say the opposite.
fn hidden_denial(words: &str, span: Span, turn: &SourceTurn) -> Option<String> {
    if let Some(denial) = cut_off_before(&turn.text, span.start as usize) {
        return Some(dropped(denial.slice(&turn.text)));
    }
    let placed = place(&pieces(words)?, &plain(span.slice(&turn.text))).ok()?;
    let hidden = placed.hidden?;
    Some(format!("a mark hides or adds “{hidden}”"))
}

/// Stretches in order that begin and end at words, or behind the first letter of one.
fn is_sound(kept: &[Span], text: &str) -> bool {
    let begins = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let one_less = before.map_or(at, |c| at - c.len_utf8());
        is_border(text, at) || is_border(text, one_less)
    };
    let fits = |span: &Span| {
        let (start, end) = (span.start as usize, span.end as usize);
        text.get(start..end).is_some() && begins(start) && is_border(text, end)
    };
    let is_ordered = kept.windows(2).all(|two| two[0].end <= two[1].start);
    !kept.is_empty() && is_ordered && kept.iter().all(fits)
}

/// What differs between a claim and the words that its own seal names, ends and all.
fn unlike_its_seal(claim: &Claim, slices: &[String], turn: &SourceTurn, span: Span) -> Finding {
    let truth = slices.join(" […] ");
    let words = readings(&claim.words).pop().unwrap_or_default();
    let (quote, said) = (Worded::quote(&words), Worded::turn(&truth));
    let alignment = align(&quote, &said);
    let (first, last) = alignment.turn_words().unwrap_or((0, 0));
    let has_words = alignment.turn_words().is_some();
    let behind = if has_words { last + 1 } else { 0 };
    let before = (0..first).map(|turn| Step::Dropped { turn });
    let after = (behind..said.places.len()).map(|turn| Step::Dropped { turn });
    let steps: Vec<Step> = before
        .chain(alignment.steps.iter().copied())
        .chain(after)
        .collect();
    let n_same = alignment.n_same();
    let likeness = n_same * 100 / steps.len().max(1);
    let class = if likeness >= ALTERED {
        Class::Altered
    } else {
        Class::NotFound
    };
    let mut finding = Finding::at(claim, turn, class, span);
    tell(&mut finding, &steps, &quote, &said);
    finding.truth = Some(truth.clone());
    finding.likeness = likeness.min(99);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Side;

    const TURN: &str = "It's not expensive. We type it all in by hand, every night.";

    #[test]
    fn a_seal_is_held_against_its_own_words_alone() {
        let seal = |kept: &[(u32, u32)]| Sealed {
            call: "c1".to_owned(),
            turn: 3,
            kept: kept
                .iter()
                .map(|(start, end)| Span {
                    start: *start,
                    end: *end,
                })
                .collect(),
            turn_sha256: Some(turn_hash(TURN)),
            quote_sha256: None,
        };
        let turn = SourceTurn {
            call: "c1".to_owned(),
            turn: 3,
            side: Side::Prospect,
            text: TURN.to_owned(),
            role: "end user".to_owned(),
            account: None,
            date: None,
        };
        let verdict = |words: &str, kept: &[(u32, u32)]| {
            let claim = Claim {
                line: 1,
                words: words.to_owned(),
                sealed: None,
            };
            judge_sealed(&claim, &seal(kept), &turn).map(|found| found.verdict)
        };
        let whole = [(20, 45)];
        assert_eq!(
            verdict("We type it all in by hand", &whole),
            Ok(Class::Exact)
        );
        assert_eq!(verdict("We type it all in by", &whole), Ok(Class::Altered));
        let two = [(20, 28), (38, 45)];
        assert_eq!(verdict("We type […] by hand", &two), Ok(Class::Edited));
        assert_eq!(verdict("We type […] in by hand", &two), Ok(Class::Altered));
        let cut = [(9, 19)];
        assert_eq!(verdict("expensive.", &cut), Ok(Class::Altered));
        assert!(verdict("x", &[(4000, 4010)]).is_err());
    }
}
