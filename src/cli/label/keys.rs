//! What does somebody mean who types this?
//!
//! One line for each of three questions: what is it, which category, and how was it said.

use crate::learn::label::Manner;
use crate::mention::{Origin, Polarity, Tag, Target};
use crate::tend::tags::Kind;

/// An answer to the first question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Nothing,
    /// Index into the kinds.
    Kind(usize),
    Undo,
    Skip,
    Quit,
}

/// An answer to a later question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Further<T> {
    Chosen(T),
    /// To the first question again.
    Back,
    Quit,
}

/// What is it?
pub fn what(typed: &str, kinds: &[Kind]) -> Option<What> {
    Some(match typed {
        "n" => What::Nothing,
        "u" => What::Undo,
        "s" => What::Skip,
        "q" => What::Quit,
        _ => What::Kind(kinds.iter().position(|kind| kind.key == typed)?),
    })
}

/// Which category, counted from 1 as it is shown?
pub fn category(typed: &str, n_categories: usize) -> Option<Further<usize>> {
    Some(match typed {
        "u" => Further::Back,
        "q" => Further::Quit,
        _ => {
            let number: usize = typed.parse().ok()?;
            let at = number.checked_sub(1).filter(|at| *at < n_categories)?;
            Further::Chosen(at)
        }
    })
}

/// How was it said? Nothing typed is the usual way; `!` and letters are another one.
pub fn manner(typed: &str, tag: &Tag) -> Option<Further<Manner>> {
    let mut manner = Manner::usual(tag);
    let letters = match typed {
        "" => return Some(Further::Chosen(manner)),
        "u" => return Some(Further::Back),
        "q" => return Some(Further::Quit),
        _ => typed.strip_prefix('!')?.trim(),
    };
    if letters.is_empty() {
        return None;
    }
    for letter in letters.chars() {
        match letter {
            'n' if manner.polarity == Polarity::Affirmed => manner.polarity = Polarity::Negated,
            'h' if manner.polarity == Polarity::Affirmed => {
                manner.polarity = Polarity::Hypothetical;
            }
            'o' => manner.target = Target::Other,
            'l' => manner.origin = Origin::Led,
            _ => return None,
        }
    }
    Some(Further::Chosen(manner))
}
