//! What do labelled calls teach?
//!
//! Calls with labels come in, a [`crate::mine::learned::model::Model`] goes out, and honest figures: every call is
//! scored by a model that has not seen it. Everything is deterministic: the same calls give the same file.

pub mod label;

pub mod set;

pub mod folder;

pub mod shipped;

pub mod rows;

pub mod solver;

pub mod train;

pub mod lesson;

pub mod queue;

pub mod score;

pub mod report;

pub mod cross;

pub mod listing;
