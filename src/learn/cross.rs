//! What would the model say of calls that it has not seen?
//!
//! The calls are dealt into folds, whole calls only; each fold is scored by heads learned from the others.

use crate::learn::label::Labelled;
use crate::learn::rows::Rows;
use crate::learn::solver::calibrate;
use crate::learn::train::{answers_to, carries, heads};
use crate::mine::learned::model::{HEADS, N_ANSWERS};

/// Scores of every row by heads that have not seen its call; `None` for calls that no fold holds.
pub type Unseen = Vec<Option<[f32; 2 * N_ANSWERS]>>;

/// Deals calls into folds: `folds[call]`, or `None` for a call that is only learned from.
pub fn deal(
    calls: &[Labelled],
    n_folds: u32,
    mut is_tested: impl FnMut(&Labelled) -> bool,
) -> Vec<Option<u32>> {
    let mut next = 0;
    calls
        .iter()
        .map(|call| {
            is_tested(call).then(|| {
                let fold = next % n_folds;
                next += 1;
                fold
            })
        })
        .collect()
}

/// Scores every row of a tested call.
pub fn unseen(
    rows: &Rows,
    calls: &[Labelled],
    folds: &[Option<u32>],
    progress: &dyn Fn(u32),
) -> Unseen {
    let n_folds = folds.iter().flatten().max().map_or(0, |last| last + 1);
    let mut unseen: Unseen = vec![None; rows.rows.len()];
    for fold in 0..n_folds {
        progress(fold);
        let learned = heads(rows, calls, &|call| folds[call as usize] != Some(fold));
        for (row, scored) in rows.rows.iter().zip(&mut unseen) {
            if folds[row.call as usize] == Some(fold) {
                *scored = Some(answers_to(&learned, row));
            }
        }
    }
    unseen
}

/// Slope and offset of every head, from scores of calls that it had not seen.
pub fn calibration(
    rows: &Rows,
    calls: &[Labelled],
    unseen: &Unseen,
) -> [(f32, f32); 2 * N_ANSWERS] {
    let mut calibration = [(1.0, 0.0); 2 * N_ANSWERS];
    for (at, head) in HEADS[..N_ANSWERS]
        .iter()
        .chain(&HEADS[..N_ANSWERS])
        .enumerate()
    {
        let seen = rows.rows.iter().zip(unseen).filter_map(|(row, scores)| {
            let labels = &calls[row.call as usize].labels;
            scores.map(|scores| (scores[at], carries(row, labels, head)))
        });
        let (scores, targets): (Vec<f32>, Vec<bool>) = seen.unzip();
        calibration[at] = calibrate(&scores, &targets);
    }
    calibration
}
