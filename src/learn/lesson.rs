//! What is learned from all labelled calls together?
//!
//! One model, and how sure it may be: its chances are set by calls that were left out while others were learned from.

use crate::learn::cross::{calibration, deal, unseen};
use crate::learn::label::Labelled;
use crate::learn::rows::Rows;
use crate::learn::train::model;
use crate::mine::learned::model::Model;
use crate::mine::lexicon::Lexicons;

/// How many parts the calls are dealt into, to measure on calls that were not seen.
pub const FOLDS: u32 = 6;

/// Learns from every call; how sure it may be is measured on calls that were left out meanwhile.
pub fn learned(
    lexicons: &Lexicons,
    calls: &[Labelled],
    rows: &Rows,
) -> Result<Model, &'static str> {
    let folds = deal(calls, FOLDS, |call| call.is_measured);
    let unseen = unseen(rows, calls, &folds, &|_| true);
    let calibration = calibration(rows, calls, &unseen);
    let n_labels: usize = calls.iter().map(|call| call.labels.len()).sum();
    let sources = format!(
        "{} calls, {n_labels} labels, {} units",
        calls.len(),
        rows.rows.len()
    );
    let mut model = model(rows, calls, &calibration, sources)?;
    for entry in &lexicons.entries {
        model.meet(entry.hash());
    }
    Ok(model)
}
