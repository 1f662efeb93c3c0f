//! Where did prospects say something like this?
//!
//! The index is derived: everything in it can be made anew from the catalogue. A document is a turn (a long turn
//! is several); the index knows words and places, never the text itself, which the catalogue keeps. Only this
//! folder names tantivy.

pub mod query;

pub mod query_error;

mod query_lexer;

mod query_parser;

pub mod place;

pub mod schema;

pub mod tokenizer;

pub mod index;

pub mod writer;

pub mod erase;
pub mod tidy;

pub mod call_table;

pub mod filter;

mod compared;

mod compile;

pub mod collect;

mod columns;

mod leap;

mod sieve;

mod count;

mod rerank;

pub mod engine;

pub mod beside;

pub mod spelling;

pub mod unfinished;

pub mod highlight;

pub mod snippet;

pub mod facets;

pub mod mark_values;
