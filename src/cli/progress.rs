//! How far is it?
//!
//! A bar on stderr, only on a terminal, and only once the work has taken two seconds.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that takes less is over before a bar could be read.
const PATIENCE: Duration = Duration::from_secs(2);

/// A bar that stays hidden until it is worth showing.
pub struct Progress {
    bar: ProgressBar,
    begun: Instant,
    shown: bool,
    unit: Unit,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Bytes,
    Calls,
}

impl Progress {
    /// A hidden bar over a length; 0 where it is not known.
    pub fn new(length: u64, unit: Unit) -> Progress {
        let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::hidden());
        Progress {
            bar,
            begun: Instant::now(),
            shown: false,
            unit,
        }
    }

    /// Sets how much there is.
    pub fn set_length(&self, length: u64) {
        self.bar.set_length(length);
    }

    /// Moves on to a position.
    pub fn to(&mut self, position: u64) {
        self.bar.set_position(position);
        if !self.shown && self.begun.elapsed() >= PATIENCE {
            self.shown = true;
            self.bar
                .set_style(style(self.unit, self.bar.length().unwrap_or(0) > 0));
            // indicatif shows nothing where stderr is no terminal.
            self.bar
                .set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
        }
    }

    /// Moves on by a number.
    pub fn by(&mut self, step: u64) {
        self.to(self.bar.position() + step);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

fn style(unit: Unit, is_bounded: bool) -> ProgressStyle {
    let template = match (unit, is_bounded) {
        (Unit::Bytes, true) => "{bar:30} {bytes}/{total_bytes}  {bytes_per_sec}  {eta} left",
        (Unit::Bytes, false) => "{spinner} {bytes}  {bytes_per_sec}",
        (Unit::Calls, true) => "{bar:30} {pos}/{len} calls  {eta} left",
        (Unit::Calls, false) => "{spinner} {pos} calls",
    };
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
