//! Where do words begin and end, and which words are the same word?
//!
//! The one way of cutting text, used by the tagger, by the index and by snippets, so that what one of them
//! hears the others find. Spans are bytes into the text as it is stored; nothing here changes a word.

pub mod noise;

pub mod tokens;

mod irregular;

pub mod stem;

pub mod word_cache;

pub mod sentences;

pub mod figures;

pub(crate) mod marks;

pub(crate) mod scripts;

pub(crate) mod cells;

pub(crate) mod composed;

pub(crate) mod months;

pub mod hex;

pub(crate) mod hosts;

pub(crate) mod providers;

pub(crate) mod spelling;

/// The thousand commonest words of spoken English, the commonest first.
pub static COMMONEST: &str = include_str!("commonest.txt");
