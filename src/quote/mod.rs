//! How do a prospect's words leave the house, exact and without a name on them?
//!
//! A [`quote::Quote`] is a slice of a stored turn with the hash of what it was cut from; [`export`] renders
//! quotes as bytes. A [`pack::Pack`] holds quotes that were [sealed](seal), chosen ([`choose`]) and edited by marks
//! ([`mod@edit`]); [`mod@verify`] tells whether words that come back were really said. Nothing here changes a word, reads
//! a clock or opens a file.

#[allow(
    clippy::module_inception,
    reason = "folders are steps, files are nouns: the step's noun is the quote"
)]
pub mod quote;

pub mod cut;

pub mod export;

pub mod typography;

pub mod negation;

pub mod seal;

pub mod pieces;

pub mod edit;

pub mod clause;

pub mod trim;

pub mod decision;

pub mod choose;

pub mod pack;

pub mod gather;

pub mod rework;

pub mod rights;

pub mod verify;

pub mod redact;

pub mod attribute;

pub mod leaktest;

pub mod hide;

pub mod publish;
