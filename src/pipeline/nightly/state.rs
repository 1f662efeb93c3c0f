//! How far did the night get?
//!
//! `nightly.json` in the data folder, replaced as a whole before and after every step. Once a night is over it keeps
//! numbers alone: which files failed was told.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::pipeline::nightly::{Outcome, StepReport};
use crate::store::DataDir;
use crate::store::error::StoreError;
use crate::store::whole;

/// Another shape gets another number; what is of another shape is no night to go on with.
const SHAPE: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct State {
    shape: u32,
    /// When it began, as RFC 3339.
    pub(super) night: String,
    /// How often it was begun or gone on with.
    pub(super) runs: u32,
    finished: Option<String>,
    steps: Vec<StepReport>,
    /// Whether a step of this run has told that none of this can be written.
    #[serde(skip)]
    pub(super) is_loss_told: bool,
}

impl State {
    pub(super) fn new(night: &str) -> State {
        State {
            shape: SHAPE,
            night: night.to_owned(),
            runs: 0,
            finished: None,
            steps: Vec::new(),
            is_loss_told: false,
        }
    }

    /// The last night's; `None` where there is none that can be read.
    pub(super) fn read(dir: &DataDir) -> Result<Option<State>, StoreError> {
        let bytes = whole::read(&path(dir))?;
        let state: Option<State> = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Ok(state.filter(|state| state.shape == SHAPE))
    }

    pub(super) fn write(&self, dir: &DataDir) -> Result<(), StoreError> {
        // Numbers, strings and lists always serialize; were it otherwise, the next run would begin anew.
        let text = serde_json::to_string_pretty(self).unwrap_or_default();
        whole::write(&path(dir), text.as_bytes())
    }

    /// Whether it was cut off, and not too long ago.
    pub(super) fn goes_on_at(&self, now: Timestamp, most: Duration) -> bool {
        let Ok(began) = self.night.parse::<Timestamp>() else {
            return false;
        };
        let seconds = now.as_second().saturating_sub(began.as_second());
        let most = i64::try_from(most.as_secs()).unwrap_or(i64::MAX);
        self.finished.is_none() && (0..most).contains(&seconds)
    }

    /// What a step came to that needs not be done again; one that failed is.
    pub(super) fn done(&self, step: &str) -> Option<StepReport> {
        let found = self.steps.iter().find(|told| told.step == step)?;
        let is_done = matches!(found.outcome, Outcome::Done | Outcome::Trouble);
        is_done.then(|| StepReport {
            earlier: true,
            ..found.clone()
        })
    }

    pub(super) fn put(&mut self, told: &StepReport) {
        match self.steps.iter_mut().find(|known| known.step == told.step) {
            Some(known) => *known = told.clone(),
            None => self.steps.push(told.clone()),
        }
    }

    pub(super) fn finish(&mut self, now: &str) {
        self.finished = Some(now.to_owned());
        for step in &mut self.steps {
            step.came.troubles.clear();
        }
    }
}

fn path(dir: &DataDir) -> PathBuf {
    dir.root().join("nightly.json")
}
