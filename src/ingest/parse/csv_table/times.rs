//! How many seconds does a cell of a table say?
//!
//! Seconds, milliseconds, or a clock. Where a heading doesn't say which, whole numbers that are far apart are
//! milliseconds: nobody speaks in utterances of ten minutes.

use super::columns::{Column, Layout, clock_seconds};

/// What numbers without a colon count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Milliseconds,
}

/// Whole numbers with a usual distance of so many are milliseconds.
const USUAL_DISTANCE: f64 = 400.0;
/// So many rows tell the unit.
const ROWS: usize = 400;

impl Unit {
    /// The unit of a table's times.
    pub(super) fn of(layout: &Layout, rows: &[csv::StringRecord]) -> Unit {
        let heading = layout.heading(Column::Start).unwrap_or_default();
        let says = |words: &[&str]| {
            let mut parts = heading.split(' ');
            parts.any(|part| words.contains(&part))
        };
        if says(&["ms", "millis", "milliseconds", "msec"]) {
            return Unit::Milliseconds;
        }
        if says(&["s", "sec", "secs", "seconds"]) {
            return Unit::Seconds;
        }
        let starts: Vec<f64> = rows
            .iter()
            .take(ROWS)
            .filter_map(|row| layout.cell(row, Column::Start)?.parse::<f64>().ok())
            .collect();
        let is_whole = starts.iter().all(|start| start.fract() == 0.0);
        let mut distances: Vec<f64> = starts
            .windows(2)
            .map(|pair| (pair[1] - pair[0]).abs())
            .collect();
        distances.sort_by(f64::total_cmp);
        let usual = distances
            .get(distances.len() / 2)
            .copied()
            .unwrap_or_default();
        if is_whole && usual >= USUAL_DISTANCE {
            Unit::Milliseconds
        } else {
            Unit::Seconds
        }
    }

    /// The seconds that a cell says.
    pub(super) fn seconds(self, cell: &str) -> Option<f64> {
        if let Some(seconds) = stamp(cell) {
            return Some(seconds);
        }
        let number = cell.trim().trim_end_matches(['s', ' ']).replace(',', ".");
        let number = number.parse::<f64>().ok()?;
        let seconds = match self {
            Unit::Seconds => number,
            Unit::Milliseconds => number / 1000.0,
        };
        (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
    }
}

/// Frames a second in stamps such as `00:00:01:12`.
const FRAMES: f64 = 25.0;

/// The seconds of a stamp with colons; a fourth part counts frames.
pub(super) fn stamp(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    if let Some(seconds) = clock_seconds(cell) {
        return Some(seconds);
    }
    let (clock, frames) = cell.rsplit_once(':')?;
    let frames = frames.parse::<u8>().ok()?;
    (clock.matches(':').count() == 2)
        .then(|| clock_seconds(clock))
        .flatten()
        .map(|seconds| seconds + f64::from(frames) / FRAMES)
}
