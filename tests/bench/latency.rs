//! How long do most answers take, and how long the slowest of a hundred?

use crate::measure::{median, percentile};

/// Milliseconds of many answers, round by round.
#[derive(Default)]
pub struct Latency {
    rounds: Vec<Vec<f64>>,
}

impl Latency {
    /// Begins another round.
    pub fn begin_round(&mut self) {
        self.rounds.push(Vec::new());
    }

    /// Takes in the seconds of one answer.
    pub fn add(&mut self, seconds: f64) {
        if let Some(round) = self.rounds.last_mut() {
            round.push(seconds * 1000.0);
        }
    }

    /// Milliseconds that so large a share of the answers does not exceed; the median of the rounds.
    pub fn at(&self, share: f64) -> f64 {
        let rounds: Vec<f64> = self
            .rounds
            .iter()
            .map(|round| percentile(round, share))
            .collect();
        median(&rounds)
    }

    /// Milliseconds of a whole round; the median of the rounds.
    pub fn total(&self) -> f64 {
        let rounds: Vec<f64> = self.rounds.iter().map(|round| round.iter().sum()).collect();
        median(&rounds)
    }

    /// How many answers a round has.
    pub fn n_answers(&self) -> usize {
        self.rounds.first().map_or(0, Vec::len)
    }

    /// Both figures, for people.
    pub fn shown(&self) -> String {
        format!("p50 {:.2} ms, p99 {:.2} ms", self.at(0.5), self.at(0.99))
    }
}
