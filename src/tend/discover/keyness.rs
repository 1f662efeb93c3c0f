//! Which phrases do sentences of one kind have more often than others?
//!
//! Log-likelihood (G2: Dunning 1993) says how little chance explains it, the log ratio (Hardie 2014) by how much they
//! have it more often. A phrase is counted once for a sentence; the size of each side is its running words.

use std::cmp::Reverse;

use serde::Serialize;

use crate::tend::discover::counts::{Group, Seen, stems_of};

/// Less would come about by chance in more than one of a hundred phrases.
const LEAST_G2: f64 = 6.63;
/// At least four times as often.
const LEAST_LOG_RATIO: f64 = 2.0;
/// Sentences in which a phrase must stand.
const FEWEST: u32 = 3;

/// How often something stands on each side, and what that tells.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Keyness {
    pub g2: f64,
    /// Each whole number is twice as often.
    pub log_ratio: f64,
}

impl Keyness {
    /// From how often it stands here and there, and how many words there are here and there.
    pub fn new(here: u64, there: u64, n_here: u64, n_there: u64) -> Keyness {
        let [a, b, c, d] = [here, there, n_here.max(1), n_there.max(1)].map(|n| n as f64);
        let of_chance = |size: f64| size * (a + b) / (c + d);
        let part = |observed: f64, expected: f64| {
            if observed > 0.0 {
                observed * (observed / expected).ln()
            } else {
                0.0
            }
        };
        // Half a sentence more on either side, so that what never stands there can be divided by.
        let share = |n: f64, size: f64| (n + 0.5) / size;
        Keyness {
            g2: 2.0 * (part(a, of_chance(c)) + part(b, of_chance(d))),
            log_ratio: (share(a, c) / share(b, d)).log2(),
        }
    }

    /// Whether it is worth a person's time.
    pub fn is_telling(self) -> bool {
        self.g2 >= LEAST_G2 && self.log_ratio >= LEAST_LOG_RATIO
    }
}

/// The phrases, as stems, that sentences of a tag have more often than those of none; those worth most first: sure, and
/// seldom said of something else. Of two of which one is part of the other only the better is given.
pub fn phrases(of_tag: &Group<Seen>, free: &Group<u32>, most: usize) -> Vec<Vec<u32>> {
    let often = |seen: &Seen| seen.n >= FEWEST && seen.accounts.are_many();
    let frequent = of_tag.phrases.iter().filter(|(_, seen)| often(seen));
    let mut ranked: Vec<(f64, Vec<u32>)> = Vec::new();
    for (key, seen) in frequent {
        let (here, there) = (u64::from(seen.n), u64::from(free.phrases.n(key)));
        let keyness = Keyness::new(here, there, of_tag.n_words, free.n_words);
        if keyness.is_telling() {
            let share = here as f64 / (here + there) as f64;
            ranked.push((keyness.g2 * share, stems_of(key)));
        }
    }
    // Of phrases that always come together the longest says most.
    ranked.sort_by(|a, b| {
        let longest_first = |stems: &Vec<u32>| Reverse(stems.len());
        let best_first = b.0.total_cmp(&a.0);
        best_first.then_with(|| (longest_first(&a.1), &a.1).cmp(&(longest_first(&b.1), &b.1)))
    });
    let mut chosen: Vec<Vec<u32>> = Vec::new();
    for (_, stems) in ranked {
        if chosen.len() == most {
            break;
        }
        let overlaps = |known: &Vec<u32>| is_part(known, &stems) || is_part(&stems, known);
        if !chosen.iter().any(overlaps) {
            chosen.push(stems);
        }
    }
    chosen
}

fn is_part(short: &[u32], long: &[u32]) -> bool {
    long.windows(short.len()).any(|part| part == short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_likelihood_is_that_of_the_table() {
        // 10 of 100 words here and 5 of 1000 there: 15/11 and 150/11 are expected.
        let keyness = Keyness::new(10, 5, 100, 1000);
        let expected = 2.0 * (10.0 * (110.0_f64 / 15.0).ln() + 5.0 * (55.0_f64 / 150.0).ln());
        assert!((keyness.g2 - expected).abs() < 1e-9, "{keyness:?}");
        assert!((keyness.log_ratio - (10.5_f64 / 100.0 / (5.5 / 1000.0)).log2()).abs() < 1e-9);
    }

    #[test]
    fn what_is_as_frequent_on_both_sides_tells_nothing() {
        let keyness = Keyness::new(10, 100, 1000, 10_000);
        assert!(keyness.g2.abs() < 1e-9 && !keyness.is_telling());
    }
}
