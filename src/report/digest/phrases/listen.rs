//! Which phrases stand in a sentence?

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::call::{Call, Side, Span};
use crate::report::speech::names;
use crate::tend::discover::weight::{Weight, of_stem};
use crate::text::sentences::sentences;
use crate::text::stem::{Stemmer, fold};
use crate::text::tokens::tokens;

/// Words of a phrase.
const LENGTHS: [usize; 2] = [2, 3];
/// Words remembered with their stems; then they are forgotten, so that memory stays bounded.
const MOST_WORDS: usize = 200_000;

/// A sentence of a prospect.
pub struct Sentence {
    pub turn: u32,
    pub span: Span,
    /// Index among the call's participants.
    pub speaker: u32,
    pub n_words: u64,
    /// Each phrase once: its stems with spaces between, and its words as they were said, in lower case.
    pub phrases: BTreeMap<String, String>,
}

/// Listens to call after call.
#[derive(Default)]
pub struct Listener {
    stemmer: Stemmer,
    /// By folded word.
    words: FxHashMap<String, Word>,
}

/// What is known of a word.
#[derive(Debug, Clone)]
struct Word {
    stem: String,
    weight: Weight,
}

/// A word where it stands; `None` breaks every phrase.
type Piece = Option<(String, Word)>;

impl Listener {
    /// The prospects' sentences of a call, one after the other.
    pub fn listen(&mut self, call: &Call, each: &mut dyn FnMut(Sentence)) {
        let names = names(call);
        for (number, turn) in (0_u32..).zip(&call.turns) {
            if call.speaker(turn).side != Side::Prospect {
                continue;
            }
            for span in sentences(&turn.text) {
                let pieces = self.pieces(span.slice(&turn.text), &names);
                each(Sentence {
                    turn: number,
                    span,
                    speaker: turn.speaker,
                    n_words: pieces.len() as u64,
                    phrases: phrases(&pieces),
                });
            }
        }
    }

    fn pieces(&mut self, sentence: &str, names: &FxHashSet<String>) -> Vec<Piece> {
        let words = tokens(sentence).map(|token| fold(token.surface(sentence)));
        let words: Vec<String> = words.collect();
        words
            .into_iter()
            .map(|word| {
                let is_name = names.contains(word.trim_end_matches("'s"));
                if is_name || !word.contains(char::is_alphabetic) {
                    return None;
                }
                let known = self.known(&word);
                Some((word, known))
            })
            .collect()
    }

    fn known(&mut self, word: &str) -> Word {
        if let Some(known) = self.words.get(word) {
            return known.clone();
        }
        if self.words.len() >= MOST_WORDS {
            self.words.clear();
        }
        let stem = self.stemmer.stem(word);
        let known = Word {
            weight: of_stem(&stem),
            stem,
        };
        self.words.insert(word.to_owned(), known.clone());
        known
    }
}

fn phrases(pieces: &[Piece]) -> BTreeMap<String, String> {
    let mut phrases = BTreeMap::new();
    for length in LENGTHS {
        for window in pieces.windows(length) {
            let words: Option<Vec<&(String, Word)>> = window.iter().map(Option::as_ref).collect();
            let Some(words) = words.filter(|words| stands_alone(words)) else {
                continue;
            };
            let stems: Vec<&str> = words.iter().map(|(_, word)| word.stem.as_str()).collect();
            let said: Vec<&str> = words.iter().map(|(said, _)| said.as_str()).collect();
            phrases
                .entry(stems.join(" "))
                .or_insert_with(|| said.join(" "));
        }
    }
    phrases
}

/// Whether words can stand by themselves: no little word at either end, and one at least that says something.
fn stands_alone(words: &[&(String, Word)]) -> bool {
    let is_weak = |at: Option<&&(String, Word)>| at.is_some_and(|one| one.1.weight == Weight::Weak);
    !is_weak(words.first())
        && !is_weak(words.last())
        && words.iter().any(|(_, word)| word.weight.tells())
}
