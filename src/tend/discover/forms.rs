//! In which form is a stem said most?
//!
//! Stems are no words: a pattern is written with the form that people say most, so that its author knows it again.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::mine::vocabulary::Vocabulary;
use crate::tend::discover::sheet::{Sheet, form};

/// A stem is listened to so many times.
const ENOUGH: u32 = 100;

/// The forms of some stems.
#[derive(Debug)]
pub struct Forms {
    /// By stem: how often it was met, and in which forms.
    of_stems: FxHashMap<u64, (u32, BTreeMap<String, u32>)>,
}

impl Forms {
    /// None yet; of these stems only.
    pub fn new(stems: impl IntoIterator<Item = u64>) -> Forms {
        let stems = stems.into_iter();
        Forms {
            of_stems: stems.map(|stem| (stem, Default::default())).collect(),
        }
    }

    /// Listens to a call.
    pub fn add(&mut self, sheet: &Sheet, words: &Vocabulary) {
        for row in &sheet.rows {
            let text = sheet.text_of(row);
            for piece in sheet.pieces_of(row) {
                let Some((n, forms)) = self.of_stems.get_mut(&piece.stem) else {
                    continue;
                };
                if *n < ENOUGH
                    && let Some(form) = form(piece, text, words)
                {
                    *n += 1;
                    *forms.entry(form).or_default() += 1;
                }
            }
        }
    }

    /// The form in which a stem was said most; of equals the first of the alphabet.
    pub fn of(&self, stem: u64) -> Option<&str> {
        let (_, forms) = self.of_stems.get(&stem)?;
        let most = forms.iter().max_by_key(|(form, n)| (**n, Reverse(*form)));
        most.map(|(form, _)| form.as_str())
    }
}
