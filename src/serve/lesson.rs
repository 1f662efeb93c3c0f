//! What do people's labels teach, what does it change, and how is it taken back?
//!
//! Learns from the labels of the data folder together with everything else there is to learn from, measures before and
//! after, compares what the archive says before and after, and only then listens with it. What was there before is
//! kept beside it, so that taking it back is one step.

use std::path::PathBuf;
use std::sync::Arc;

use crate::learn::label::Labelled;
use crate::learn::lesson::learned;
use crate::learn::report::Report;
use crate::learn::rows::rows;
use crate::learn::set::Role;
use crate::mine::lexicon::{LexiconError, Lexicons};
use crate::pipeline::compare::{Compared, Comparison, compare};
use crate::pipeline::labelled::{folder, gathered, shipped};
use crate::pipeline::measure::measure;
use crate::pipeline::retag::hear_again;
use crate::pipeline::{Workshop, by_config};
use crate::serve::app::App;
use crate::serve::work::{Outcome, Steps};
use crate::store::catalogue::Catalogue;
use crate::store::lock::{PATIENCE, WriteLock};
use crate::store::{DataDir, whole};

/// Examples of what a tag gains, loses or changes.
pub const EXAMPLES: usize = 3;

/// What was learned and what it changed.
pub struct Lesson {
    /// Calls and labels that were learned from, and how many of the labels are people's own.
    pub n_calls: usize,
    pub n_labels: usize,
    pub n_own: usize,
    /// On calls that nothing was ever learned from.
    pub before: Figures,
    pub after: Figures,
    /// On people's own labels, which the new model has seen.
    pub own_before: Figures,
    pub own_after: Figures,
    pub compared: Compared,
    /// Calls that were heard again.
    pub n_heard: u64,
}

/// How well pains and objections are heard that were meant.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Figures {
    pub n_calls: usize,
    pub right: usize,
    pub labelled: usize,
    pub found: usize,
    pub precision: f64,
    pub recall: f64,
    pub f1: f64,
}

impl Figures {
    fn of(report: &Report, n_calls: usize) -> Figures {
        let served = report.served;
        Figures {
            n_calls,
            right: served.right,
            labelled: served.labelled,
            found: served.found,
            precision: served.precision(),
            recall: served.recall(),
            f1: served.f1(),
        }
    }
}

/// The folder of people's labels.
pub fn labels_of(dir: &DataDir) -> PathBuf {
    dir.root().join("labels")
}

/// What was learned before the last lesson; empty where nothing was.
fn before_file(dir: &DataDir) -> PathBuf {
    dir.root().join("learned.before.txt")
}

/// Whether the last lesson can be taken back.
pub fn can_be_taken_back(dir: &DataDir) -> bool {
    before_file(dir).is_file()
}

/// Learns, and listens with what was learned from then on.
pub fn learn(app: &App, steps: &Steps) -> Result<Outcome, String> {
    steps.begin("reading the labels", 0);
    let before = app.lexicons.now();
    let patterns = before.sources().clone().without_learned();
    let patterns = patterns.compile().map_err(told)?;
    let labels = labels_of(&app.dir);
    let calls = gathered(&patterns, std::slice::from_ref(&labels)).map_err(told)?;
    let own = folder(&labels).map_err(told)?;
    steps.begin("learning", 0);
    let model = learned(&patterns, &calls, &rows(&patterns, &calls))?.write();
    let sources = before.sources().clone().with_learned(model.clone());
    let after = sources.compile().map_err(told)?;
    steps.begin("measuring", 0);
    let apart = shipped(|role| role == Role::KeptApart).map_err(told)?;
    let figures = |lexicons: &Lexicons, calls: &[Labelled]| {
        let workshop = workshop(app, lexicons);
        Figures::of(&measure(&workshop, calls), calls.len())
    };
    let compared = compared(app, &before, &after, steps)?;
    let lesson = Lesson {
        n_calls: calls.len(),
        n_labels: n_labels(&calls),
        n_own: n_labels(&own),
        before: figures(&before, &apart),
        after: figures(&after, &apart),
        own_before: figures(&before, &own),
        own_after: figures(&after, &own),
        compared,
        n_heard: listen_with(app, after, steps, || keep(app, &model))?,
    };
    Ok(Outcome::Learned(Arc::new(lesson)))
}

/// Takes the last lesson back.
pub fn unlearn(app: &App, steps: &Steps) -> Result<Outcome, String> {
    let old = whole::read(&before_file(&app.dir)).map_err(told)?;
    let Some(old) = old else {
        return Err("there is nothing to take back".to_owned());
    };
    let old = String::from_utf8(old)
        .map_err(|_| "what was learned before cannot be read; learn anew".to_owned())?;
    let restored = if old.is_empty() {
        without_own(app)
    } else {
        let sources = app.lexicons.now().sources().clone();
        sources.with_learned(old.clone()).compile()
    };
    let n_heard = listen_with(app, restored.map_err(told)?, steps, || {
        let file = by_config::learned_file(&app.config, &app.dir);
        if old.is_empty() {
            whole::remove(&file).map_err(told)?;
        } else {
            whole::write(&file, old.as_bytes()).map_err(told)?;
        }
        whole::remove(&before_file(&app.dir)).map_err(told)
    })?;
    Ok(Outcome::Heard(n_heard))
}

/// The lexicons as they are without anything that was learned here.
fn without_own(app: &App) -> Result<Lexicons, LexiconError> {
    by_config::sources_without_own(&app.config, &app.dir)?.compile()
}

/// Keeps a model, and beside it what stood in its place.
fn keep(app: &App, model: &str) -> Result<(), String> {
    let file = by_config::learned_file(&app.config, &app.dir);
    let old = whole::read(&file).map_err(told)?.unwrap_or_default();
    whole::write(&before_file(&app.dir), &old).map_err(told)?;
    whole::write(&file, model.as_bytes()).map_err(told)
}

/// Listens with other lexicons from now on: `keep` writes them down, and the archive is heard again, all under one lock.
pub fn listen_with(
    app: &App,
    lexicons: Lexicons,
    steps: &Steps,
    keep: impl FnOnce() -> Result<(), String>,
) -> Result<u64, String> {
    let lock = WriteLock::take_within(&app.dir, "serve", PATIENCE).map_err(told)?;
    keep()?;
    app.lexicons.replace(lexicons);
    let lexicons = app.lexicons.now();
    let n_calls = n_calls(app)?;
    steps.begin("calls heard again", n_calls);
    let workshop = workshop(app, &lexicons);
    hear_again(&app.dir, &lock, &workshop, &|n| steps.to(n)).map_err(told)
}

/// What the archive would say with other lexicons.
pub fn compared(
    app: &App,
    before: &Lexicons,
    after: &Lexicons,
    steps: &Steps,
) -> Result<Compared, String> {
    let catalogue = Catalogue::open_to_read(&app.dir).map_err(told)?;
    steps.begin("calls compared", catalogue.counts().map_err(told)?.calls);
    let comparison = Comparison {
        before,
        after,
        rules: by_config::side_rules(&app.config),
        threshold: app.config.threshold,
        most: EXAMPLES,
    };
    compare(&catalogue, &comparison, &|n| steps.to(n)).map_err(told)
}

fn n_calls(app: &App) -> Result<u64, String> {
    let catalogue = Catalogue::open_to_read(&app.dir).map_err(told)?;
    Ok(catalogue.counts().map_err(told)?.calls)
}

fn workshop<'l>(app: &App, lexicons: &'l Lexicons) -> Workshop<'l> {
    Workshop::new(
        lexicons,
        by_config::side_rules(&app.config),
        app.config.threshold,
    )
}

fn n_labels(calls: &[Labelled]) -> usize {
    calls.iter().map(|call| call.labels.len()).sum()
}

/// An error with everything that led to it.
fn told(error: impl std::error::Error) -> String {
    let mut told = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        told.push_str(": ");
        told.push_str(&error.to_string());
        cause = error.source();
    }
    told
}
