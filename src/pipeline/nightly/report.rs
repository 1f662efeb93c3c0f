//! What came of a night, and does anything of it need the operator?

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ingest::read::Failure;
use crate::pipeline::keep::Summary;
use crate::pipeline::nightly::Sizes;

/// More of one step help nobody; their number is told.
const MOST_TROUBLES: usize = 200;

/// Something that needs the operator. Names no person and no word that was said; places are paths and ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// A file, a source, a step.
    pub place: String,
    /// A stable slug.
    pub code: String,
    /// What it is and what to do about it.
    pub message: String,
}

impl Trouble {
    /// Some trouble.
    pub fn new(
        place: impl Into<String>,
        code: impl Into<String>,
        message: impl Into<String>,
    ) -> Trouble {
        Trouble {
            place: place.into(),
            code: code.into(),
            message: message.into(),
        }
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Trouble {
        Trouble::new(failure.path, failure.code, failure.message)
    }
}

/// Calls by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calls {
    pub new: u64,
    pub updated: u64,
    pub unchanged: u64,
    pub failed: u64,
}

/// What one step came to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Came {
    pub calls: Calls,
    /// Anything else that is counted: `tagged_anew`, `waiting`, `segments_merged`, …
    pub figures: BTreeMap<String, u64>,
    /// What needs the operator, up to a number.
    pub troubles: Vec<Trouble>,
    pub n_troubles: u64,
    /// Markdown that belongs into the report. It may hold people's words, so it is never written to the data folder.
    #[serde(skip)]
    pub digest: Option<String>,
}

impl Came {
    /// Counts something.
    #[must_use]
    pub fn with(mut self, figure: &str, n: u64) -> Came {
        self.figures.insert(figure.to_owned(), n);
        self
    }

    /// Notes something that needs the operator.
    pub fn trouble(&mut self, trouble: Trouble) {
        self.n_troubles += 1;
        if self.troubles.len() < MOST_TROUBLES {
            self.troubles.push(trouble);
        }
    }
}

impl From<Summary> for Came {
    fn from(summary: Summary) -> Came {
        let mut came = Came {
            calls: Calls {
                new: summary.new,
                updated: summary.updated,
                unchanged: summary.unchanged,
                failed: summary.failed.len() as u64,
            },
            ..Came::default()
        };
        for (figure, n) in [
            ("deleted_before_and_not_kept", summary.forgotten),
            ("alerts", summary.alerts),
        ] {
            if n > 0 {
                came.figures.insert(figure.to_owned(), n);
            }
        }
        for failure in summary.failed {
            came.trouble(failure.into());
        }
        came
    }
}

/// How a step ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It began, and nothing says that it ended.
    Running,
    Done,
    /// Done, and some of it needs the operator.
    Trouble,
    /// It could not be done.
    Failed,
}

/// A step and what came of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepReport {
    pub step: String,
    /// RFC 3339.
    pub began: String,
    pub ended: Option<String>,
    pub seconds: f64,
    pub outcome: Outcome,
    /// Whether an earlier run of the same night did it.
    pub earlier: bool,
    #[serde(flatten)]
    pub came: Came,
}

impl StepReport {
    pub(super) fn begun(step: &str, began: &str) -> StepReport {
        StepReport {
            step: step.to_owned(),
            began: began.to_owned(),
            ended: None,
            seconds: 0.0,
            outcome: Outcome::Running,
            earlier: false,
            came: Came::default(),
        }
    }

    pub(super) fn end(&mut self, came: Result<Came, Trouble>, ended: &str, seconds: f64) {
        self.ended = Some(ended.to_owned());
        self.seconds = seconds;
        match came {
            Ok(came) => {
                self.outcome = match came.n_troubles {
                    0 => Outcome::Done,
                    _ => Outcome::Trouble,
                };
                self.came = came;
            }
            Err(trouble) => {
                self.outcome = Outcome::Failed;
                self.came.trouble(trouble);
            }
        }
    }

    /// Notes something that needs the operator, besides what came of it.
    pub(super) fn note(&mut self, trouble: Trouble) {
        if self.outcome == Outcome::Done {
            self.outcome = Outcome::Trouble;
        }
        self.came.trouble(trouble);
    }
}

/// Whether a report reached somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Posted {
    /// The name in the config.
    pub to: String,
    /// Why it did not arrive.
    pub failed: Option<String>,
}

/// What came of a night.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// When it began, as RFC 3339; it names the night.
    pub night: String,
    pub ended: String,
    pub seconds: f64,
    /// Whether an earlier run was cut off and this one went on.
    pub resumed: bool,
    pub runs: u32,
    /// Whether nothing needs the operator; whether the report arrived is not looked at.
    pub fine: bool,
    pub calls: Calls,
    pub n_troubles: u64,
    pub steps: Vec<StepReport>,
    pub sizes: Sizes,
    /// Markdown.
    pub digest: Option<String>,
    pub posted: Vec<Posted>,
}

impl Report {
    pub(super) fn new(night: &str, resumed: bool, runs: u32) -> Report {
        Report {
            night: night.to_owned(),
            ended: String::new(),
            seconds: 0.0,
            resumed,
            runs,
            fine: true,
            calls: Calls::default(),
            n_troubles: 0,
            steps: Vec::new(),
            sizes: Sizes::default(),
            digest: None,
            posted: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, mut step: StepReport) {
        let calls = step.came.calls;
        self.calls.new += calls.new;
        self.calls.updated += calls.updated;
        self.calls.unchanged += calls.unchanged;
        self.calls.failed += calls.failed;
        self.n_troubles += step.came.n_troubles;
        self.fine &= step.outcome == Outcome::Done;
        if let Some(digest) = step.came.digest.take() {
            self.digest = Some(digest);
        }
        self.steps.push(step);
    }

    pub(super) fn end(&mut self, ended: &str, seconds: f64) {
        self.ended = ended.to_owned();
        self.seconds = seconds;
    }

    /// Notes that something could not be done with the report itself, as one more step.
    pub fn failed(&mut self, step: &str, trouble: Trouble) {
        let mut told = StepReport::begun(step, &self.ended);
        told.end(Err(trouble), &self.ended, 0.0);
        self.add(told);
    }

    /// Whether the operator has to do something; then the exit code says so.
    pub fn needs_somebody(&self) -> bool {
        !self.fine || self.n_needs() > 0
    }

    /// How many things need the operator: a report that did not arrive somewhere is one of them.
    pub(super) fn n_needs(&self) -> u64 {
        self.n_troubles + self.unposted().count() as u64
    }

    /// Why the report did not arrive, for each place.
    pub(super) fn unposted(&self) -> impl Iterator<Item = &str> {
        self.posted
            .iter()
            .filter_map(|posted| posted.failed.as_deref())
    }

    /// Stays the same for a night, so that a report that is posted twice is known.
    pub fn key(&self) -> String {
        let letters = self.night.chars().filter(char::is_ascii_alphanumeric);
        format!("night-{}", letters.collect::<String>())
    }
}
