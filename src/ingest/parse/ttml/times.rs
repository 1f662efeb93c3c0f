//! How many seconds is a time in TTML?
//!
//! A clock time, `00:01:02.5` or with frames `00:01:02:12`, or an offset with its unit: `62.5s`, `1.5h`, `62500ms`,
//! `1550f`, `625000000t`. Frames and ticks are counted by what the root says.

use crate::ingest::parse::clock;
use crate::xml::Element;

/// Longer ones are no times.
const LONGEST: usize = 40;

/// What frames and ticks are worth.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    frames_a_second: f64,
    ticks_a_second: f64,
}

impl Default for Clock {
    fn default() -> Clock {
        Clock {
            frames_a_second: 30.0,
            ticks_a_second: 1.0,
        }
    }
}

impl Clock {
    /// What the root's `ttp:frameRate`, `ttp:frameRateMultiplier`, `ttp:subFrameRate` and `ttp:tickRate` say.
    pub(super) fn of(root: &Element<'_>) -> Clock {
        let rate = |name: &str| root.attribute(name).and_then(|rate| number(rate.trim()));
        let positive = |rate: &f64| *rate > 0.0;
        let given = rate("frameRate").filter(positive);
        let multiplier = root.attribute("frameRateMultiplier");
        let multiplier = multiplier.and_then(|text| ratio(&text)).unwrap_or(1.0);
        let frames_a_second = given.unwrap_or(30.0) * multiplier;
        let parts = rate("subFrameRate").filter(positive).unwrap_or(1.0);
        // Without a rate of its own a tick is a part of a frame where there are frames, else a second.
        let usual = given.map_or(1.0, |_| frames_a_second * parts);
        Clock {
            frames_a_second,
            ticks_a_second: rate("tickRate").filter(positive).unwrap_or(usual),
        }
    }

    /// The seconds of a time; `None` where it is none.
    pub(super) fn seconds(&self, written: &str) -> Option<f64> {
        let written = written.trim();
        if written.len() > LONGEST {
            return None;
        }
        if written.contains(':') {
            return self.of_clock(written);
        }
        let at = written
            .find(|c: char| c.is_ascii_alphabetic())
            .unwrap_or(written.len());
        let (amount, unit) = written.split_at(at);
        let amount = number(amount)?;
        Some(match unit {
            "h" => amount * 3600.0,
            "m" => amount * 60.0,
            // A bare number is against the standard and means seconds to whoever writes it.
            "s" | "" => amount,
            "ms" => amount / 1000.0,
            "f" => amount / self.frames_a_second,
            "t" => amount / self.ticks_a_second,
            _ => return None,
        })
    }

    fn of_clock(&self, written: &str) -> Option<f64> {
        // Drop frames are set off by a semicolon.
        if written.matches([':', ';']).count() < 3 {
            return clock::seconds(written);
        }
        let (whole, frames) = written.rsplit_once([':', ';'])?;
        Some(clock::seconds(whole)? + number(frames)? / self.frames_a_second)
    }
}

/// `1000 1001`, in older files `1000:1001`.
fn ratio(text: &str) -> Option<f64> {
    let (above, below) = text.trim().split_once([' ', ':'])?;
    let (above, below) = (number(above)?, number(below.trim())?);
    (above > 0.0 && below > 0.0).then(|| above / below)
}

/// Digits with or without a point.
fn number(text: &str) -> Option<f64> {
    let is_number = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_short = !text.is_empty() && text.len() <= 20;
    (is_number && is_short).then(|| text.parse().ok())?
}
