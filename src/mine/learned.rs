//! Does this unit say what people's labels call a pain or an objection, though no pattern stands in it?
//!
//! The second witness of a tag, beside the patterns: weights over words, their senses, the unit's place and what the
//! rep said before, learned from labelled calls by [`crate::learn`] and kept in a file that a person can read.

pub mod claim;

pub mod features;

pub mod model;

pub mod notice;

pub mod observer;

mod sum;

pub mod view;

pub mod witness;
