//! Which words were added, dropped or changed?
//!
//! A quote's words are laid along a turn's so that the fewest differ (Levenshtein over words, the turn's ends free).
//! Both are bounded before, so that a page of any size costs little.

use crate::text::stem::fold;
use crate::text::tokens::{Token, tokens};

/// More words of a quote are not compared.
const LONGEST_QUOTE: usize = 400;
/// More words of a turn are not compared.
const LONGEST_TURN: usize = 6_000;
/// What a word costs that the quote has too much, and, a little less, one that it lacks: of two ways in which as many
/// words differ, the one that finds more of the quote's words is meant.
const ADDED: u32 = 21;
const DROPPED: u32 = 20;
/// What another word costs; less than one that is missing and one that is too much.
const OTHER: u32 = 30;

/// A text in words, each with its place.
pub struct Worded<'t> {
    pub text: &'t str,
    pub places: Vec<Token>,
    pub words: Vec<String>,
}

impl<'t> Worded<'t> {
    /// The words of a quote or a turn, as far as they are compared.
    fn new(text: &'t str, most: usize) -> Worded<'t> {
        let places: Vec<Token> = tokens(text).take(most).collect();
        let words = places.iter().map(|place| fold(place.surface(text)));
        Worded {
            text,
            words: words.collect(),
            places,
        }
    }

    /// The words of a quote.
    pub fn quote(text: &'t str) -> Worded<'t> {
        Worded::new(text, LONGEST_QUOTE)
    }

    /// The words of a turn.
    pub fn turn(text: &'t str) -> Worded<'t> {
        Worded::new(text, LONGEST_TURN)
    }
}

/// How one word of the quote or of the turn fares. Numbers are those of the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Same {
        quote: usize,
        turn: usize,
    },
    Other {
        quote: usize,
        turn: usize,
    },
    /// Stands in the quote and not in the turn.
    Added {
        quote: usize,
    },
    /// Stands in the turn and not in the quote.
    Dropped {
        turn: usize,
    },
}

/// The best way to lay a quote along a turn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alignment {
    pub steps: Vec<Step>,
}

impl Alignment {
    /// How many words are the same.
    pub fn n_same(&self) -> usize {
        let is_same = |step: &&Step| matches!(step, Step::Same { .. });
        self.steps.iter().filter(is_same).count()
    }

    /// Of a hundred words of both, so many are the same.
    pub fn likeness(&self) -> usize {
        self.n_same() * 100 / self.steps.len().max(1)
    }

    /// The first and last word of the turn that the quote lies along.
    pub fn turn_words(&self) -> Option<(usize, usize)> {
        let mut places = self.steps.iter().filter_map(|step| match step {
            Step::Same { turn, .. } | Step::Other { turn, .. } | Step::Dropped { turn } => {
                Some(*turn)
            }
            Step::Added { .. } => None,
        });
        let first = places.next()?;
        Some((first, places.next_back().unwrap_or(first)))
    }
}

/// Lays a quote along a turn.
pub fn align(quote: &Worded<'_>, turn: &Worded<'_>) -> Alignment {
    let (n, m) = (quote.words.len(), turn.words.len());
    let width = m + 1;
    let mut costs = vec![0_u32; (n + 1) * width];
    for i in 1..=n {
        costs[i * width] = i as u32 * ADDED;
        for j in 1..=m {
            let is_same = quote.words[i - 1] == turn.words[j - 1];
            let beside = costs[(i - 1) * width + j - 1] + if is_same { 0 } else { OTHER };
            let added = costs[(i - 1) * width + j] + ADDED;
            let dropped = costs[i * width + j - 1] + DROPPED;
            costs[i * width + j] = beside.min(added).min(dropped);
        }
    }
    let end = (0..=m).min_by_key(|j| costs[n * width + j]).unwrap_or(0);
    let mut steps = Vec::new();
    let (mut i, mut j) = (n, end);
    while i > 0 {
        let here = costs[i * width + j];
        let is_same = j > 0 && quote.words[i - 1] == turn.words[j - 1];
        let beside = if is_same { 0 } else { OTHER };
        if j > 0 && here == costs[(i - 1) * width + j - 1] + beside {
            (i, j) = (i - 1, j - 1);
            steps.push(if is_same {
                Step::Same { quote: i, turn: j }
            } else {
                Step::Other { quote: i, turn: j }
            });
        } else if j > 0 && here == costs[i * width + j - 1] + DROPPED {
            j -= 1;
            steps.push(Step::Dropped { turn: j });
        } else {
            i -= 1;
            steps.push(Step::Added { quote: i });
        }
    }
    steps.reverse();
    Alignment { steps }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(quote: &str, turn: &str) -> String {
        let (quote, turn) = (Worded::quote(quote), Worded::turn(turn));
        let steps = align(&quote, &turn).steps;
        let told = steps.iter().map(|step| match step {
            Step::Same { quote: at, .. } => quote.words[*at].clone(),
            Step::Other {
                quote: at,
                turn: to,
            } => {
                format!("{}>{}", quote.words[*at], turn.words[*to])
            }
            Step::Added { quote: at } => format!("+{}", quote.words[*at]),
            Step::Dropped { turn: at } => format!("-{}", turn.words[*at]),
        });
        told.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_fewest_words_differ() {
        let turn = "Well, it's not too expensive for us, I think.";
        for (quote, expected) in [
            ("it's not too expensive", "it's not too expensive"),
            (
                "It\u{2019}s too expensive for us",
                "it's -not too expensive for us",
            ),
            ("it's not far too expensive", "it's not +far too expensive"),
            (
                "it's not too costly for us",
                "it's not too costly>expensive for us",
            ),
            ("", ""),
        ] {
            assert_eq!(told(quote, turn), expected, "{quote}");
        }
        assert_eq!(told("so", ""), "+so");
    }
}
