//! Which labelled calls does the program bring with it?
//!
//! So that whoever adds a few labels of their own still learns from all of them together. What each set is for stands
//! in its own `set.toml`.

use crate::learn::label::BadLabel;
use crate::learn::set::{About, about};

/// A set of labelled calls: what it says of itself, one call a line, and one label a line.
#[derive(Debug, Clone, Copy)]
pub struct Set {
    pub name: &'static str,
    about: &'static str,
    pub calls: &'static str,
    pub labels: &'static str,
}

impl Set {
    /// What the set says of itself.
    pub fn about(&self) -> Result<About, BadLabel> {
        about(&format!("labelled/{}/set.toml", self.name), self.about)
    }
}

/// Every set, in the order in which they are learned from.
pub const SETS: [Set; 4] = [
    Set {
        name: "given",
        about: include_str!("../../corpus-samples/labelled/given/set.toml"),
        calls: include_str!("../../corpus-samples/labelled/given/calls.jsonl"),
        labels: include_str!("../../corpus-samples/labelled/given/labels.jsonl"),
    },
    Set {
        name: "written",
        about: include_str!("../../corpus-samples/labelled/written/set.toml"),
        calls: include_str!("../../corpus-samples/labelled/written/calls.jsonl"),
        labels: include_str!("../../corpus-samples/labelled/written/labels.jsonl"),
    },
    Set {
        name: "loose",
        about: include_str!("../../corpus-samples/labelled/loose/set.toml"),
        calls: include_str!("../../corpus-samples/labelled/loose/calls.jsonl"),
        labels: include_str!("../../corpus-samples/labelled/loose/labels.jsonl"),
    },
    Set {
        name: "kept-apart",
        about: include_str!("../../corpus-samples/labelled/kept-apart/set.toml"),
        calls: include_str!("../../corpus-samples/labelled/kept-apart/calls.jsonl"),
        labels: include_str!("../../corpus-samples/labelled/kept-apart/labels.jsonl"),
    },
];
