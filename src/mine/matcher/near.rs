//! Which words stand near a word of a sentence, roughly and at once?
//!
//! Every word has one of 128 drawers, the commonest words one of their own, so that "none of these words is near"
//! costs a few loads and is never wrong; "one of them may be near" is checked word by word afterwards.

use crate::mine::words::{Reader, Word};

/// A set of drawers. A word's drawer is that of its stem, for exact forms too.
pub type Drawers = u128;

/// How far a window reaches to each side.
const WIDEST: usize = 8;

/// Where to look for a word, as seen from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Where {
    Before(u8),
    After(u8),
    /// Farther away than a window reaches.
    #[default]
    Sentence,
}

impl Where {
    /// At most `farthest` words away, to one side.
    pub fn within(farthest: usize, is_after: bool) -> Where {
        match u8::try_from(farthest) {
            Ok(width) if farthest <= WIDEST && is_after => Where::After(width),
            Ok(width) if farthest <= WIDEST => Where::Before(width),
            _ => Where::Sentence,
        }
    }
}

/// The drawers of every word of one sentence, with a window of nothing on both sides.
#[derive(Debug, Default)]
pub struct Near {
    words: Vec<Drawers>,
    sentence: Drawers,
    stems: Vec<u32>,
}

impl Near {
    /// Reads a sentence's words, replacing what was there.
    pub fn read(&mut self, sentence: &[Word], reader: &Reader<'_>) {
        self.words.clear();
        self.words.resize(WIDEST, 0);
        self.stems.clear();
        for word in sentence {
            let info = reader.info(word);
            self.words.push(info.drawer);
            self.stems.push(info.stem);
        }
        self.words.resize(sentence.len() + 2 * WIDEST, 0);
        self.sentence = self.words.iter().fold(0, |all, one| all | one);
    }

    /// The numbers of the sentence's stems, one by one; 0 for a word that no pattern names.
    #[inline]
    pub fn stems(&self) -> &[u32] {
        &self.stems
    }

    /// The drawers of the sentence's words, one by one.
    #[inline]
    pub fn words(&self) -> &[Drawers] {
        &self.words[WIDEST..WIDEST + self.stems.len()]
    }

    /// Whether one of the words of `wanted` may stand there.
    #[inline]
    pub fn may_have(&self, at: usize, place: Where, wanted: Drawers) -> bool {
        let at = at + WIDEST;
        let window = match place {
            Where::Before(width) => &self.words[at - width as usize..at],
            Where::After(width) => &self.words[at + 1..=at + width as usize],
            Where::Sentence => return self.sentence & wanted != 0,
        };
        window.iter().any(|word| word & wanted != 0)
    }
}
