//! How many seconds do the cells of a table say?
//!
//! Seconds, milliseconds, a clock, or moments of the calendar, which count from a call's first one. Where a heading
//! doesn't say which, whole numbers that are far apart are milliseconds: nobody speaks in utterances of ten minutes.

use crate::ingest::parse::moment;

use super::columns::{Column, Layout, clock_seconds};
use super::headings::{MILLISECONDS, SECONDS};

/// What numbers without a colon count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Seconds,
    Milliseconds,
}

/// Whole numbers with a usual distance of so many are milliseconds.
const USUAL_DISTANCE: f64 = 400.0;
/// So many rows tell the unit.
const ROWS: usize = 400;

/// How a table tells its times.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    unit: Unit,
    /// Starts and ends are moments such as `2024-03-05T10:00:00Z` or seconds since 1970.
    are_moments: bool,
}

impl Times {
    /// As the headings and the first rows tell.
    pub(super) fn of(layout: &Layout, rows: &[csv::StringRecord]) -> Times {
        let starts: Vec<&str> = rows
            .iter()
            .take(ROWS)
            .filter_map(|row| layout.cell(row, Column::Start))
            .collect();
        let are_moments = are_moments(&starts);
        let heading = layout.heading(Column::Start).unwrap_or_default();
        let says = |words: &[&str]| heading.split(' ').any(|part| words.contains(&part));
        let is_in_milliseconds = says(MILLISECONDS)
            || (!says(SECONDS) && !are_moments && are_far_apart_and_whole(&starts));
        Times {
            unit: if is_in_milliseconds {
                Unit::Milliseconds
            } else {
                Unit::Seconds
            },
            are_moments,
        }
    }

    /// The first moment of a call's rows, in microseconds since 1970 and as it stands there; `None` where times count
    /// from the call's start already.
    pub(super) fn first_moment<'r>(
        self,
        layout: &Layout,
        rows: &[&'r csv::StringRecord],
    ) -> Option<(i64, &'r str)> {
        if !self.are_moments {
            return None;
        }
        let moments = rows.iter().copied().filter_map(|row| {
            let cell = layout.cell(row, Column::Start)?;
            Some((moment::microseconds(cell)?, cell))
        });
        moments.min_by_key(|(moment, _)| *moment)
    }

    /// The seconds from a call's start that a cell says; `zero` is the call's first moment.
    pub(super) fn seconds(self, cell: &str, zero: Option<i64>) -> Option<f64> {
        let Some(zero) = zero else {
            return self.length(cell);
        };
        let since = moment::microseconds(cell)?.checked_sub(zero)?;
        (since >= 0).then(|| since as f64 / 1e6)
    }

    /// The seconds that a cell says by itself.
    pub(super) fn length(self, cell: &str) -> Option<f64> {
        if let Some(seconds) = stamp(cell) {
            return Some(seconds);
        }
        let number = cell.trim().trim_end_matches(['s', ' ']).replace(',', ".");
        let number = number.parse::<f64>().ok()?;
        let seconds = match self.unit {
            Unit::Seconds => number,
            Unit::Milliseconds => number / 1000.0,
        };
        (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
    }
}

/// Whether every start that can be read at all is a moment: what counts from a call's start begins near zero, and no
/// number below 1973 is a moment.
fn are_moments(starts: &[&str]) -> bool {
    let mut n_moments = 0;
    for cell in starts {
        if moment::microseconds(cell).is_some() {
            n_moments += 1;
        } else if stamp(cell).is_some() || cell.parse::<f64>().is_ok() {
            return false;
        }
    }
    n_moments > 0
}

fn are_far_apart_and_whole(starts: &[&str]) -> bool {
    let starts: Vec<f64> = starts
        .iter()
        .filter_map(|cell| cell.parse::<f64>().ok())
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
    is_whole && usual >= USUAL_DISTANCE
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
