//! What would the model say of calls that it has not seen?
//!
//! The calls are dealt into folds, whole calls only; each fold is scored by heads learned from the others.

use std::collections::HashMap;

use crate::learn::label::Labelled;
use crate::learn::rows::Rows;
use crate::learn::score::FoundMention;
use crate::learn::solver::calibrate;
use crate::learn::train::{answers_to, carries, heads};
use crate::mention::{Origin, Polarity, Tag, Target};
use crate::mine::learned::claim::{Claim, join};
use crate::mine::learned::model::{HEADS, Head, N_ANSWERS};

/// Scores of every row by heads that have not seen its call; `None` for calls that no fold holds.
pub type Unseen = Vec<Option<[f32; 2 * N_ANSWERS]>>;

/// Which calls are held back together, and which of them are tested.
pub struct Folds {
    of: Vec<Option<u32>>,
    is_tested: Vec<bool>,
}

impl Folds {
    /// The fold in which a call is held back; `None` for a call that is only learned from.
    pub fn of(&self, call: u32) -> Option<u32> {
        self.of[call as usize]
    }

    /// Whether a call is scored.
    pub fn tests(&self, call: u32) -> bool {
        self.is_tested[call as usize]
    }

    /// How many calls are scored.
    pub fn n_tested(&self) -> usize {
        self.is_tested
            .iter()
            .filter(|is_tested| **is_tested)
            .count()
    }
}

/// Deals the tested calls into folds. Whatever has the same words as one of them goes into its fold, tested or not: it
/// must not be learned from where its twin is scored.
pub fn deal(calls: &[Labelled], n_folds: u32, is_tested: impl Fn(&Labelled) -> bool) -> Folds {
    let is_tested: Vec<bool> = calls.iter().map(is_tested).collect();
    let mut dealt: HashMap<&str, u32> = HashMap::new();
    for (call, _) in calls.iter().zip(&is_tested).filter(|(_, tested)| **tested) {
        let next = dealt.len() as u32 % n_folds;
        dealt.entry(&call.words).or_insert(next);
    }
    let of = |call: &Labelled| dealt.get(call.words.as_str()).copied();
    Folds {
        of: calls.iter().map(of).collect(),
        is_tested,
    }
}

/// Scores every row of a tested call by heads learned from those other calls for which `may_learn` holds.
pub fn unseen(
    rows: &Rows,
    calls: &[Labelled],
    folds: &Folds,
    may_learn: &dyn Fn(u32) -> bool,
) -> Unseen {
    let n_folds = folds.of.iter().flatten().max().map_or(0, |last| last + 1);
    let mut unseen: Unseen = vec![None; rows.rows.len()];
    for fold in 0..n_folds {
        let learned = heads(rows, calls, &|call| {
            folds.of(call) != Some(fold) && may_learn(call)
        });
        for (row, scored) in rows.rows.iter().zip(&mut unseen) {
            if folds.tests(row.call) && folds.of(row.call) == Some(fold) {
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
            let scores = scores.filter(|_| row.is_judged(head));
            scores.map(|scores| (scores[at], carries(row, labels, head)))
        });
        let (scores, targets): (Vec<f32>, Vec<bool>) = seen.unzip();
        calibration[at] = calibrate(&scores, &targets);
    }
    calibration
}

/// What is claimed of one call's units.
struct OfCall {
    call: u32,
    claims: Vec<Claim>,
}

/// What would be served of the calls that were scored unseen, at any confidence.
pub fn found(
    rows: &Rows,
    unseen: &Unseen,
    calibration: &[(f32, f32); 2 * N_ANSWERS],
) -> Vec<FoundMention> {
    let mut calls: Vec<OfCall> = Vec::new();
    let (mut turn, mut unit) = (None, 0);
    for (row, answers) in rows.rows.iter().zip(unseen) {
        unit = if turn == Some((row.call, row.turn)) {
            unit + 1
        } else {
            0
        };
        turn = Some((row.call, row.turn));
        let Some(answers) = answers else { continue };
        if calls.last().is_none_or(|last| last.call != row.call) {
            calls.push(OfCall {
                call: row.call,
                claims: Vec::new(),
            });
        }
        let Some(of_call) = calls.last_mut() else {
            continue;
        };
        for head in [0_usize, 1]
            .into_iter()
            .filter(|at| row.is_judged(HEADS[*at]))
        {
            let (slope, offset) = calibration[head];
            let chance = Head {
                slope,
                offset,
                ..Head::default()
            }
            .chance(answers[head]);
            of_call.claims.push(Claim {
                turn: row.turn,
                first: unit,
                last: unit,
                span: row.span,
                head,
                chance,
                strongest: 0,
            });
        }
    }
    // Turns of different calls are no neighbors, so each call's claims are joined by themselves.
    calls.into_iter().flat_map(OfCall::found).collect()
}

impl OfCall {
    fn found(self) -> impl Iterator<Item = FoundMention> {
        let call = self.call;
        join(self.claims)
            .into_iter()
            .map(move |claim| FoundMention {
                call,
                turn: claim.turn,
                span: claim.span,
                tag: Tag(format!("{}/any", HEADS[claim.head])),
                polarity: Polarity::Affirmed,
                target: Target::Own,
                origin: Origin::Unprompted,
                confidence: claim.chance,
            })
    }
}
