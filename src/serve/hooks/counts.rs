//! How many deliveries came by which hook, and how did they end?
//!
//! Names of hooks stand in the config and outcomes in this program, so the labels are bounded and hold nobody's words.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::serve::app::App;
use crate::serve::work::aside;
use crate::store::inbox::{self, Inbox};

/// Deliveries since the server began, by hook and outcome.
#[derive(Default)]
pub(super) struct Counts {
    by_end: Mutex<BTreeMap<(String, &'static str), u64>>,
}

impl Counts {
    /// Counts a delivery to a hook of the config.
    pub(super) fn add(&self, hook: &str, outcome: &'static str) {
        let mut by_end = self.by_end.lock().unwrap_or_else(PoisonError::into_inner);
        *by_end.entry((hook.to_owned(), outcome)).or_default() += 1;
    }
}

impl super::Hooks {
    /// Deliveries since the server began: hook, outcome and number.
    pub fn counted(&self) -> Vec<(String, &'static str, u64)> {
        let by_end = self.counts.by_end.lock();
        let by_end = by_end.unwrap_or_else(PoisonError::into_inner);
        by_end
            .iter()
            .map(|((hook, outcome), n)| (hook.clone(), *outcome, *n))
            .collect()
    }

    /// Requests that wait for the disk.
    pub fn waiting(&self) -> usize {
        self.writer.as_ref().map_or(0, |writer| writer.waiting())
    }
}

/// What lies in the inbox; `None` where there is none, or it cannot be read.
pub async fn inbox_counts(app: &App) -> Option<inbox::Counts> {
    let dir = app.dir.clone();
    let counted = aside(move || {
        let inbox = Inbox::open_if_there(&dir)?;
        Ok(inbox.map(|inbox| inbox.counts()).transpose()?)
    });
    counted.await.ok().flatten()
}
