//! What verbatim promises, step by step. Each module mirrors a part of `src/` and is driven by data.

mod borders;
mod export;
mod lexicons;
mod normalize;
mod parse_detect;
mod parse_encoding;
mod parse_json;
mod parse_subtitles;
mod parse_text;
mod query;
mod scope;
mod store;
