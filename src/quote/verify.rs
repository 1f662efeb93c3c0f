//! Did somebody really say this?
//!
//! Claims come out of a file ([`read`]); each is held against its seal where the file carries one, else against the
//! turns that the index finds for its words ([`source`]). Nothing is ever accepted because it looks alike: a quote is
//! exact, or its marks say what was done to it, or it is not the prospect's words.

pub mod align;

pub mod claim;

pub mod finding;

pub mod judge;

pub mod held;

pub mod read;

pub mod source;

use crate::archive::{Archive, ArchiveError};
use crate::quote::verify::claim::Claim;
use crate::quote::verify::finding::Finding;
use crate::quote::verify::held::judge_sealed;
use crate::quote::verify::judge::{Asked, readings};
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
    let sources = Sources::new(archive, whose);
    claims.iter().map(|claim| check(&sources, claim)).collect()
}

fn check(sources: &Sources<'_>, claim: &Claim) -> Result<Finding, ArchiveError> {
    let mut notes = Vec::new();
    if let Some(sealed) = &claim.sealed {
        let held = match sources.sealed_turn(sealed)? {
            Some(turn) => judge_sealed(claim, sealed, &turn),
            None => Err("its source is no prospect's turn in this archive"),
        };
        match held {
            Ok(finding) => return Ok(finding),
            Err(note) => notes.push(note.to_owned()),
        }
    }
    let readings = readings(&claim.words);
    let asked = Asked::new(claim, &readings);
    let mut finding = asked.best(&sources.with_phrase(&claim.words)?);
    if !finding.verdict.is_accepted() {
        let other = asked.best(&sources.with_words(&claim.words)?);
        if other.is_better_than(&finding) {
            finding = other;
        }
    }
    if !finding.verdict.is_accepted() && sources.is_somebody_elses(&claim.words, &asked)? {
        notes.push("somebody said this, but no prospect did".to_owned());
    }
    notes.append(&mut finding.notes);
    finding.notes = notes;
    Ok(finding)
}
