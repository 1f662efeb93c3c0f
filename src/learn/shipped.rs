//! Which labelled calls does the program bring with it?
//!
//! So that whoever adds a few labels of their own still learns from all of them together.

/// A set of labelled calls: one call a line, and one label a line.
#[derive(Debug, Clone, Copy)]
pub struct Set {
    pub name: &'static str,
    pub calls: &'static str,
    pub labels: &'static str,
    /// What one unit counts in learning.
    pub weight: f32,
    /// Whether it may be learned from at all; what is kept apart is for measuring only.
    pub learn: bool,
    /// First letters of the calls that the authors of the lexicons had read.
    pub read: &'static [&'static str],
}

/// Every set, in the order in which they are learned from.
pub const SETS: [Set; 3] = [
    Set {
        name: "given",
        calls: include_str!("../../corpus-samples/labelled/given/calls.jsonl"),
        labels: include_str!("../../corpus-samples/labelled/given/labels.jsonl"),
        weight: 1.0,
        learn: true,
        read: &["d", "e"],
    },
    // Written by the project's own people to teach, so they are only learned from.
    Set {
        name: "written",
        calls: include_str!("../../corpus-samples/labelled/written/calls.jsonl"),
        labels: include_str!("../../corpus-samples/labelled/written/labels.jsonl"),
        weight: 0.7,
        learn: true,
        read: &[],
    },
    Set {
        name: "kept-apart",
        calls: include_str!("../../corpus-samples/labelled/kept-apart/calls.jsonl"),
        labels: include_str!("../../corpus-samples/labelled/kept-apart/labels.jsonl"),
        weight: 0.0,
        learn: false,
        read: &["d", "e"],
    },
];
