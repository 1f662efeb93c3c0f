//! What did the prospects say hurts, and why do they hesitate?
//!
//! A [`crate::call::Call`] comes in, [`crate::mention::Mention`]s go out. The lexicons say which words make a
//! mention; the words around them say whether it was meant, about whom, and who brought it up. Nothing here
//! knows how a call was read, where mentions are kept, or how they are found again.

pub mod lexicon;

pub mod pattern;

pub mod letters;

pub mod cues;

pub mod senses;

pub mod unit;

pub mod learned;

pub mod encoder;

pub mod vocabulary;

pub mod words;

pub mod people;

pub mod class;

pub mod matcher;

pub mod scope;

pub mod origin;

pub mod quote_span;

pub mod tag;

pub mod titles;

pub mod overrule;

pub mod meant;
