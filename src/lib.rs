//! verbatim mines sales-call transcripts for the prospects' own words.
//!
//! # The map of the house
//! The nouns, which everybody shares: [`call`], [`mention`], [`text`]; how boxes are opened, `unpack` and `xml`; what
//! was decided by whom: [`config`]; and the one way outside: [`net`].
//!
//! The steps, in the order of the data; they know the nouns, not one another:
//! 1. [`ingest`]: bytes become a [`call::Call`]
//! 2. [`mine`]: a call gains [`mention::Mention`]s
//! 3. [`store`]: what is kept; the catalogue is the truth
//! 4. [`search`]: the index, derived from the truth
//!
//! Where they meet: [`pipeline`] for writing, [`archive`] for reading. Above them: [`report`], [`quote`], [`serve`] for
//! browsers and programs, and [`cli`], the door.
//!
//! # What must stay true
//! - A quote is the turn's text under a [`call::Span`], byte for byte; nothing rewrites words.
//! - Only [`call::Side::Prospect`] turns carry mentions; an unknown side stays unknown.
//! - The catalogue is written before the index, and a call is reported as kept only after that
//!   ([`pipeline::keep`]); what the index lacks is added again ([`archive::keeper`]).
//! - Words of a transcript and names never reach errors or logs.

#![deny(unsafe_code)]
#![deny(
    clippy::dbg_macro,
    clippy::print_stderr,
    clippy::print_stdout,
    clippy::todo,
    clippy::unimplemented
)]
#![cfg_attr(not(test), deny(clippy::unwrap_used))]

pub mod call;

pub mod mention;

pub mod text;

pub(crate) mod unpack;

pub(crate) mod xml;

pub mod config;

pub mod net;
pub mod post;

pub mod ingest;

pub mod mine;

pub mod learn;

pub mod tend;

pub mod store;

pub mod search;

pub mod pipeline;

pub mod archive;

pub mod report;

pub mod quote;

pub mod serve;

pub mod cli;
