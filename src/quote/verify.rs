//! Did somebody really say this?
//!
//! Claims come out of a file ([`read`]); each is held against its seal where the file carries one, else against the
//! turns that the index finds for its words ([`source`]). Nothing is ever accepted because it looks alike: a quote is
//! exact, or its marks say what was done to it, or it is not the prospect's words.

pub mod align;

pub mod claim;

pub mod judge;

pub mod read;

pub mod source;

use crate::archive::{Archive, ArchiveError};
use crate::quote::verify::claim::Claim;
use crate::quote::verify::judge::{Class, Finding, judge, judge_sealed};
use crate::quote::verify::source::Sources;

/// Whose words count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Prospects,
    Anybodys,
}

/// What is to be said of each claim, in their order.
pub fn verify(
    archive: &Archive,
    claims: &[Claim],
    whose: Whose,
) -> Result<Vec<Finding>, ArchiveError> {
    let sources = Sources { archive, whose };
    claims.iter().map(|claim| check(&sources, claim)).collect()
}

fn check(sources: &Sources<'_>, claim: &Claim) -> Result<Finding, ArchiveError> {
    let mut notes = Vec::new();
    if let Some(sealed) = &claim.sealed {
        match sources.sealed_turn(sealed)? {
            Some(turn) => {
                let finding = judge_sealed(claim, sealed, &turn);
                match finding {
                    Ok(finding) => return Ok(finding),
                    Err(note) => notes.push(note.to_owned()),
                }
            }
            None => notes.push("its source is not in this archive".to_owned()),
        }
    }
    let mut best: Option<Finding> = None;
    for turns in [
        Sources::with_phrase as fn(&Sources<'_>, &str) -> Result<_, ArchiveError>,
        Sources::with_words,
    ] {
        for turn in turns(sources, &claim.words)? {
            let finding = judge(claim, &turn);
            if best.as_ref().is_none_or(|best| finding.is_better_than(best)) {
                best = Some(finding);
            }
        }
        if best.as_ref().is_some_and(|best| best.class.is_accepted()) {
            break;
        }
    }
    let mut finding = best.unwrap_or_else(|| Finding::nothing(claim));
    if !finding.class.is_accepted() && sources.is_somebody_elses(claim)? {
        notes.push("somebody said this, but no prospect did".to_owned());
    }
    // A seal that does not hold is a trace of an edit, even where the words as they now read were said too.
    if claim.sealed.is_some() && finding.class.is_accepted() {
        finding.class = Class::Altered;
    }
    finding.notes.splice(0..0, notes);
    Ok(finding)
}
