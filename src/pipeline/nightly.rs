//! What is done every night, one step after the other, so that a night that was cut off is gone on with?
//!
//! Whoever calls says what the steps are; here is their order kept, what each came to written down before the next
//! begins, and one report made of all of them. A step that fails stops none of the others. A night that did not reach its
//! end is resumed by the next run: what was done in it is not done again.

mod housekeeping;
mod report;
mod sizes;
mod state;
mod tell;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use jiff::Timestamp;

use crate::store::DataDir;
use crate::store::error::StoreError;
use crate::store::lock::night::NightLock;
use crate::text::figures::rfc3339;

use self::state::State;

pub use self::housekeeping::tidy;
pub use self::report::{Calls, Came, Outcome, Posted, Report, StepReport, Trouble};
pub use self::sizes::{Sizes, sizes};
pub use self::tell::{as_markdown, as_text, title};

/// A night that was cut off longer ago is over; a new one begins.
const SAME_NIGHT: Duration = Duration::from_secs(20 * 3600);

/// One step of the night.
pub struct Step<'s> {
    /// `folders`, `pull:gong`, …; each once.
    pub name: String,
    /// Whether a resumed night does it again although it was done: what it gives is not written down.
    pub again: bool,
    pub work: Work<'s>,
}

/// What a step does: what came of it, or why it could not be done at all.
pub type Work<'s> = Box<dyn FnMut() -> Result<Came, Trouble> + 's>;

impl<'s> Step<'s> {
    /// A step that is done once a night.
    pub fn new(
        name: impl Into<String>,
        work: impl FnMut() -> Result<Came, Trouble> + 's,
    ) -> Step<'s> {
        Step {
            name: name.into(),
            again: false,
            work: Box::new(work),
        }
    }

    /// The same, done again when a night is resumed.
    #[must_use]
    pub fn again(mut self) -> Step<'s> {
        self.again = true;
        self
    }

    /// The same; should it break, that is told like other trouble and takes neither the others nor the report with it.
    #[must_use]
    pub fn caught(mut self) -> Step<'s> {
        let name = self.name.clone();
        let mut work = self.work;
        self.work = Box::new(move || {
            let done = catch_unwind(AssertUnwindSafe(&mut work));
            done.unwrap_or_else(|_| {
                let why = "it broke off in the middle; run it by hand, and report what it says";
                Err(Trouble::new(name.as_str(), "broke-off", why))
            })
        });
        self
    }
}

/// A run of the night's work.
pub struct Night<'n> {
    pub dir: &'n DataDir,
    pub clock: &'n dyn Fn() -> Timestamp,
    /// Whether a night that was cut off is left behind.
    pub anew: bool,
}

impl Night<'_> {
    /// Does the steps that are not done yet, has the report posted, and gives it. The lock is asked for as proof.
    pub fn run(
        &self,
        _lock: &NightLock,
        steps: Vec<Step<'_>>,
        post: &mut dyn FnMut(&Report) -> Vec<Posted>,
    ) -> Result<Report, StoreError> {
        let mut state = self.begin()?;
        let was_cut_off = state.runs > 1;
        let mut report = Report::new(&state.night, was_cut_off, state.runs);
        for step in steps {
            report.add(self.step(step, &mut state));
        }
        report.sizes = sizes(self.dir);
        report.end(&self.now(), self.seconds_since(&state.night));
        report.posted = post(&report);
        state.finish(&self.now());
        // Where it cannot be written, a step has told so, and the next run does again what does no harm.
        let _ = state.write(self.dir);
        Ok(report)
    }

    /// The night that was cut off, or a new one; written down at once.
    fn begin(&self) -> Result<State, StoreError> {
        let now = (self.clock)();
        let cut_off =
            State::read(self.dir)?.filter(|state| !self.anew && state.goes_on_at(now, SAME_NIGHT));
        let mut state = cut_off.unwrap_or_else(|| State::new(&rfc3339(now)));
        state.runs += 1;
        // Where it cannot be written, the first step tells so.
        let _ = state.write(self.dir);
        Ok(state)
    }

    /// Does a step. That it cannot be written down, on a full disk for one, must keep nobody from hearing of it.
    fn step(&self, mut step: Step<'_>, state: &mut State) -> StepReport {
        if let Some(done) = state.done(&step.name).filter(|_| !step.again) {
            return done;
        }
        let began = (self.clock)();
        let mut told = StepReport::begun(&step.name, &rfc3339(began));
        state.put(&told);
        // Where that fails, it most likely fails again at the end, and is told then.
        let _ = state.write(self.dir);
        let came = (step.work)();
        let ended = (self.clock)();
        told.end(came, &rfc3339(ended), seconds_between(began, ended));
        state.put(&told);
        let written = state.write(self.dir);
        // A full disk keeps every step from being written down; told once, it is one thing that needs somebody.
        if let Some(error) = written.err().filter(|_| !state.is_loss_told) {
            state.is_loss_told = true;
            told.note(Trouble::new(
                "nightly.json",
                "not-written",
                error.to_string(),
            ));
        }
        told
    }

    fn now(&self) -> String {
        rfc3339((self.clock)())
    }

    fn seconds_since(&self, night: &str) -> f64 {
        let now = (self.clock)();
        let began: Result<Timestamp, _> = night.parse();
        began.map_or(0.0, |began| seconds_between(began, now))
    }
}

/// To the millisecond; 0 where the clock was set back.
fn seconds_between(began: Timestamp, ended: Timestamp) -> f64 {
    let millis = ended
        .as_millisecond()
        .saturating_sub(began.as_millisecond());
    millis.max(0) as f64 / 1000.0
}
