//! What is wrong with the files that stand beside calls?
//!
//! They are read once for many calls, so what is wrong in them is told once for each folder and archive, however many
//! calls lie there. It is no failure: every call is read, with less known about its people and its deal.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use serde::Serialize;

use crate::ingest::companions::Companions;
use crate::ingest::transcript::Problem;

/// A table that is wrong from top to bottom needs no line for each of its rows.
const MOST_OF_ONE: usize = 20;

/// Something wrong beside calls. The message says in which of the two files, and names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The folder, or the archive.
    pub path: String,
    #[serde(flatten)]
    pub problem: Problem,
}

/// What was found and is still to be told.
#[derive(Default)]
pub(super) struct Warnings {
    /// What was looked at, by where it lies in memory; held until it is told, so that nothing else comes to lie there.
    seen: HashMap<usize, Arc<Companions>>,
    to_tell: Vec<Warning>,
}

impl Warnings {
    /// Notes what is wrong in companions that were not looked at before.
    pub(super) fn note(&mut self, place: &Path, companions: &Arc<Companions>) {
        let address = Arc::as_ptr(companions).addr();
        if self.seen.insert(address, Arc::clone(companions)).is_some() {
            return;
        }
        let path = shown(place);
        let problems = &companions.problems;
        let told = problems.iter().take(MOST_OF_ONE).cloned();
        let n_more = problems.len().saturating_sub(MOST_OF_ONE);
        let more = (n_more > 0).then(|| {
            let message = format!("{n_more} more places are wrong in these files");
            Problem::of_file("companion-more", message)
        });
        self.to_tell.extend(told.chain(more).map(|problem| Warning {
            path: path.clone(),
            problem,
        }));
    }

    /// Hands over what was not told yet, sorted by place. What comes next is looked at anew: a folder that is watched for
    /// months, or an archive uploaded every day, must not be held for ever.
    pub(super) fn take(&mut self) -> Vec<Warning> {
        self.seen.clear();
        let mut told = std::mem::take(&mut self.to_tell);
        told.sort_by(|a, b| a.path.cmp(&b.path));
        told
    }
}

fn shown(place: &Path) -> String {
    if place == Path::new("") {
        ".".to_owned()
    } else {
        place.display().to_string()
    }
}
