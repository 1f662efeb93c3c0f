//! What verbatim promises, step by step. Each module mirrors a part of `src/` and is driven by data.

mod borders;
mod cli;
mod counts;
mod crash;
mod discover;
mod export;
mod faces;
mod harness;
mod learn;
mod learned;
mod lexicons;
mod mark;
mod mending;
mod normalize;
mod parse_detect;
mod parse_encoding;
mod parse_json;
mod parse_subtitles;
mod parse_text;
mod properties;
mod query;
mod readme;
mod scope;
mod search;
mod store;
mod tend;
