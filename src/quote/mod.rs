//! How do a prospect's words leave the house, exact and without a name on them?
//!
//! A [`quote::Quote`] is a slice of a stored turn with the hash of what it was cut from; [`export`] renders
//! quotes as bytes. Nothing here changes a word, reads a clock or opens a file.

#[allow(
    clippy::module_inception,
    reason = "folders are steps, files are nouns: the step's noun is the quote"
)]
pub mod quote;

pub mod export;

pub mod redact;

pub mod attribute;

pub mod leaktest;
